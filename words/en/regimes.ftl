# The life of a regime: rules of bodies, the chair, calls, watches
rule-again = within { $period } of the one before
rule-each-year = at least once in each calendar year
rule-before = before each meeting of: { $name }
rule-special-consensus = out of turn by consensus
rule-special-any-party = out of turn at the request of any party
rule-special-agreement = out of turn by agreement of those concerned
chair-rule-order = goes round in this order: { $order }
chair-rule-order-term = goes round in this order, for { $term } each: { $order }
chair-rule-term = for { $term }; no order is in the record
chair-rule-host = the host of the meeting chairs it
chair-rule-none = no order is in the record
chair-next-in-turn = after { $name } in the order; whoever is not a member on the day is passed over
chair-next-first = the first in the order: nobody has chaired yet
chair-next-host = whoever hosts the next meeting
chair-next-nobody = nobody in the order is a member on the day
chair-next-unknown = no rule of rotation is in the record
call-consent = consent to be bound by { $treaty }
call-signature = sign { $treaty }
call-in-force = bring { $treaty } into force
watch-missing = { $count ->
    [0] Nobody is missing: { $treaty }
    [one] { $count } is not bound: { $treaty }
   *[other] { $count } are not bound: { $treaty }
}
watch-ending = { $count ->
    [0] None ends within { $period }
    [one] { $count } ends within { $period }, or has ended
   *[other] { $count } end within { $period }, or have ended
}
watch-ends = ends on { $day }
watch-ended = ended on { $day }
watch-standing = { $count } of { $all } in force
watch-since = { $stage } since { $day }
watch-adherence = { $count ->
    [0] No gap: { $members } States, { $treaties } instruments
    [one] { $count } gap: { $members } States, { $treaties } instruments
   *[other] { $count } gaps: { $members } States, { $treaties } instruments
}
watch-all-bound = all are bound
watch-not-bound = not bound: { $names }
watch-file = { $count ->
    [0] Nothing has been entered
    [one] { $count } item
   *[other] { $count } items
}
watch-overdue = { $count ->
    [0] Nothing is overdue
    [one] { $count } is overdue
   *[other] { $count } are overdue
}
watch-overdue-since = { $count ->
    [one] due on { $day }, { $count } day ago
   *[other] due on { $day }, { $count } days ago
}

# Kinds of matter
label-matter-body = body
label-matter-series = series of texts
label-matter-catalogue = catalogue of measures
label-matter-measure = measure
label-matter-form = form
label-matter-pledge = political commitment
label-matter-undertaking = undertaking
label-matter-watch = standing question
label-matter-site = site
label-matter-programme = programme
label-matter-person = person

# Dimensions of measures
label-dimension-military-political = military-political
label-dimension-economic = economic
label-dimension-environmental = environmental
label-dimension-human = human
label-dimension-new-challenges = new challenges and threats

# How calls and commitments stand
label-call-open = open
label-call-partly = partly done
label-call-fulfilled = done
label-call-lapsed = lapsed
label-call-not-decidable = cannot be told from the record

# Kinds of happening that documents rarely tell
label-fact-observer = observer status
label-fact-planned = meeting foreseen
label-fact-postponed = meeting postponed
label-fact-cancelled = meeting called off
label-fact-convening = convening
label-fact-role = role
label-fact-task = task
label-fact-task_done = task done
label-fact-silence = silence procedure
label-fact-dissent = objection
label-fact-circulation = circulation
label-fact-accepted = measure accepted
label-fact-ended = measure ended
label-fact-report = report
label-fact-nil_report = nil report
label-fact-review = review
label-fact-support = support
label-fact-joined = commitment joined
label-fact-fulfilled = done, as a source says
label-fact-lapsed = lapsed, as a source says
label-fact-notice = notice
label-fact-request = request
label-fact-offer = offer
label-fact-reply = reply
label-fact-receipt = receipt
label-fact-contact = point of contact
label-fact-proposal = memorandum proposed
label-fact-memorandum = memorandum concluded
label-fact-evidence = evidence
label-fact-assessment = assessment
label-fact-recommendation = recommendation
label-fact-zone_characteristic = what is special about a zone

# Manners: how people met, how a text was adopted, in which words something was asked, what was sent
label-manner-in-person = in person
label-manner-virtual = virtual
label-manner-hybrid = hybrid
label-manner-written = in writing
label-manner-consensus = by consensus
label-manner-without-vote = without a vote
label-manner-vote = by a vote
label-manner-silence = by silence
label-manner-urges = urges
label-manner-calls-upon = calls upon
label-manner-invites = invites
label-manner-requests = requests
label-manner-encourages = encourages
label-manner-welcomes = welcomes
label-manner-reaffirms = reaffirms
label-manner-initiative = initiative
label-manner-agreement = agreement
label-manner-assistance = assistance
label-manner-consultation = consultation
label-manner-alert = alert
label-manner-information = information
label-manner-coordinator = co-ordinator
label-manner-depositary = depositary
label-manner-secretary-general = secretary-general
label-manner-executive-director = executive director
label-manner-host = host
label-manner-convenor = convenor
label-manner-secretariat = secretariat
label-manner-special = special
label-manner-regular = regular
label-manner-expert-level = at expert level
label-manner-permanent-representatives = of permanent representatives
label-manner-summit = summit
label-manner-ministerial = ministerial
label-manner-review-conference = review conference
label-manner-preparatory-committee = preparatory committee
label-manner-seminar = seminar
label-manner-anniversary = anniversary
label-manner-signing-ceremony = signing ceremony
label-manner-official-map = official map
label-manner-website = website
label-manner-observer = as observer
