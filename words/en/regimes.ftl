# The life of a regime: rules of bodies, the chair, calls, watches
rule-again = within { $period } of the one before
rule-each-year = at least once in each calendar year
rule-every-years = once in every { $count ->
    [one] { $count } calendar year
   *[other] { $count } calendar years
}
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
chair-next-lost = the record lost sight of the chair after the last term it tells
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
watch-overdue-unknown = was due on { $day }; whether it was done cannot be told: record checked until { $checked }
watch-overdue-and-unknown = Overdue: { $count }. Cannot be told, because the record was not checked so far: { $unknown }
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

# Pages
nav-regimes = Regimes
tab-bodies = Bodies
tab-meetings = Meetings
tab-commitments = Calls and commitments
tab-measures = Measures
tab-notices = Notices
tab-watch = Watch
no-date = no date
bodies = Bodies and series
bodies-lead = Who must meet, or adopt something again, by which rule; when that was done last, and when it is due.
bodies-rules = Rules, and how they are kept
bodies-chair = Chair
bodies-held = What was held or adopted
bodies-foreseen = What is foreseen
bodies-hosts = Hosts
bodies-silences = Silence procedures
bodies-tasks = Tasks
bodies-told = What else is told
column-matter = Matter
column-regime = Regime
column-times = Times
column-last = Last
column-due-by = Due by
column-foreseen = Foreseen
column-chair = Chair
column-late = What came late
column-what = What
column-who = Who
column-to = To whom
column-gap = Days since the one before
column-host = Host
column-state = State
column-objections = Objections
column-done = Done
column-meeting = Meeting
column-addressee = Addressed to
column-made = When, in which words, where
column-dimension = Dimension
column-accepted = Accepted by
column-versions = Versions
column-version = Version
column-added = Added
column-dropped = Dropped
column-measure = Measure
column-reports = Reports
column-reported = Last report
column-scope = Scope
column-form = Form
column-field = Field
column-fields = Fields
column-filled = Filled in
column-needed = Needed
column-sender = From
column-receivers = To
column-answers = What followed
column-question = Question
column-answer = Answer
column-thing = About
column-came = Came
column-went = Went
fact-set-up-by = Set up by
fact-part-of = Part of
fact-reports-to = Reports to
fact-secretariat = Secretariat
fact-below = Below it
fact-decides = Decides
fact-members = Members
decides-consensus = by consensus
decides-majority = by a majority
decides-silence = silence procedure of { $period }
chair-now = In the chair on this day:
chair-next = Next:
chair-nobody = nobody in the record
chair-not-known = not known
rule-kept = so it was the last time
rule-not-kept = not so the last time
occasion-number = no. { $number }
occasion-cancelled = called off
occasion-foreseen = foreseen
occasion-first = first foreseen for { $date }
occasion-attended = took part
file-attached = file { $hash }…
occasion-at = at: { $meeting }
occasion-within = on the margins of: { $meeting }
occasion-outside = told to be on the margins of a meeting that was on other days: { $meeting }
occasion-untold = nothing more is told of it
meetings = Meetings and events
meetings-lead = What was held and what is foreseen, as one could know it on the day chosen.
meetings-ahead = Foreseen
meetings-behind = Held, or past
meetings-held = held
meetings-not-held = not known to have been held
meetings-none = The record has no such meeting. Choose another regime, body or stretch of days.
commitments = Calls and commitments
commitments-lead = Who asked whom for what, and what was promised. The same call made again is one call; an act that the record knows closes it. “Open” means that the record knows of nothing that does what was asked.
commitments-asked = Asked for
commitments-promised = Promised
commitments-pledges = Political commitments that States join
commitments-none = The record has no such call or commitment. Choose other filters.
pledge-nobody = The record knows nobody who joined.
call-inferred = whom it means was concluded from the record
addressees-open = not yet:
addressees-done = done:
addressees-before = done before it was asked:
addressees-inferred = not named, but left by elimination
measures = Measures
measures-lead = Catalogues of measures, and the forms of exchanges. Measures are accepted voluntarily, step by step: that a State is not listed says nothing against it.
measures-voluntary = A measure is accepted voluntarily, and can be ended in the same way.
measures-accepted = Who accepted it
measures-nobody = The record knows nobody who accepted it.
measures-reports = Reports
measures-reviews = Reviews
measures-versions = Versions
measures-fields = Fields of the form
measures-forms = Forms of exchanges
measures-filled = What was told in it
measures-none = The record has no such measure. Choose other filters.
measure-dropped = not in the version in use
field-needed = needed
field-free = may be left out
notices = Notices
notices-lead = What was sent between States, zones and bodies, who has received it, and what was answered. Sealed messages are listed, and only their receivers can read them.
notices-threads = Threads
notices-open = answer awaited
notices-none = The record has no such notice. Choose other filters.
notice-sealed = sealed
notice-everybody = everybody
notice-due = answer asked for by { $day }
receiver-received = received on { $day }
receiver-replied = answered on { $day }
receiver-silent = no receipt in the record
watch = Watch
watch-lead = Questions that are asked of the record again and again. Each has a feed that tells when its answer changes.
watch-none = The record has no standing question.
watch-now = The answer on this day
watch-history = How the answer changed
watch-filed = File
watch-came = came: { $names }
watch-went = went: { $names }
alert-answer = Answer on { $day }: { $text }
alert-before = Before, last on { $day }: { $text }
alert-first = This is told for the first time: the answer as it is. Changes will follow.
alert-now = The answer in full:
alert-came = Came:
alert-went = Went:
alert-page = Page: { $page }
alert-ledger = Rests on the ledger { $origin }, first { $entries } entries
alert-ledger-since = Rests on the ledger { $origin }, first { $entries } entries; with the first { $before } the answer was still the one before
alert-packs = Rests on packs alone: no ledger
alert-cited = The question comes from: { $cite }
alert-id = Alert { $id }; sent again it keeps this name.
due-body = due: { $name }
label-silence-running = running
label-silence-adopted = adopted
label-silence-broken = an objection was made
label-field-text = words
label-field-number = a whole number
label-field-date = a date
label-field-flag = yes or no
label-field-party = a participant
occasions-count = { $count ->
    [one] { $count } occasion
   *[other] { $count } occasions
}
calls-count = { $count ->
    [one] { $count } entry
   *[other] { $count } entries
}
measures-count = { $count ->
    [one] { $count } measure
   *[other] { $count } measures
}
notices-count = { $count ->
    [one] { $count } thread
   *[other] { $count } threads
}
form-filled = { $count ->
    [0] Nothing has been told in it.
    [one] Told in it { $count } time.
   *[other] Told in it { $count } times.
}
and-more = { $count ->
    [one] and { $count } more
   *[other] and { $count } more
}
overdue-days = { $count ->
    [one] overdue by { $count } day
   *[other] overdue by { $count } days
}
late-by = { $count ->
    [one] { $day }: { $count } day late
   *[other] { $day }: { $count } days late
}
rhythm-observed = { $count ->
    [one] The dates show a rhythm of { $count } year since { $since }; the next is to be expected in { $next }.
   *[other] The dates show a rhythm of { $count } years since { $since }; the next is to be expected in { $next }.
}
matter-checked = The record of this matter was checked until { $day }; of what happened after that day it has only what sources happened to tell.
matter-checked-short = record checked until { $day }

# Reports
report-title-depositary = Report of { $name } as depositary: { $treaty }
report-title = Report: { $name }
report-by-article = { $text } ({ $article })
report-depositary = the depositary of { $treaty } is { $name }
report-signed = signatures of { $treaty }:
report-item = { $date }: { $names }
report-item-place = { $date }, { $place }: { $names }
report-deposits = instruments received, { $treaty }:
report-deposit = { $name }: { $kind }, { $date }
report-deposit-home = { $name }: { $kind }, { $date }; domestic step: { $home }
report-in-force = { $treaty } has been in force since { $day }
report-not-in-force = { $treaty } was not in force on { $day }
report-per-party = { $treaty } enters into force for each party separately
report-left = as at { $day }, not yet bound by { $treaty }: { $names }
report-nobody-left = as at { $day }, everybody entitled is bound by { $treaty }
report-to = to { $names }
report-joiner = {"; "}
report-part-series = Resolutions, decisions and statements in series
report-part-meetings = Meetings, chair and tasks
report-part-texts = Other texts
report-part-work = Activities
report-part-calls = Calls and commitments
report-adopted = adopted, { $name }:
report-chair = chair: { $names }
report-chairs = the chair, { $name }:
report-due = { $name }: { $rule }; the next is due by { $day }
report-task = task, { $name }: { $what } ({ $state })
report-task-done = done on { $day }
report = Report
report-lead = Made from the record for a stretch of days; each paragraph says where it is told. Nothing was written by hand.
report-period = From { $from } to { $until }
report-make = Report on a period
report-nothing = The record has nothing for this period. Choose other days.
report-resolutions = { $count ->
    [one] { $count } resolution was adopted, { $name }:
   *[other] { $count } resolutions were adopted, { $name }:
}
report-decisions = { $count ->
    [one] { $count } decision was adopted, { $name }:
   *[other] { $count } decisions were adopted, { $name }:
}
report-statements = { $count ->
    [one] { $count } statement was made, { $name }:
   *[other] { $count } statements were made, { $name }:
}
report-meetings = { $count ->
    [one] { $count } meeting was held, { $name }:
   *[other] { $count } meetings were held, { $name }:
}
report-overdue = { $count ->
    [one] { $name }: { $rule }; the next was due by { $day } and is overdue by { $count } day
   *[other] { $name }: { $rule }; the next was due by { $day } and is overdue by { $count } days
}
report-call = { $count ->
    [one] asked for: { $what } ({ $state }; asked { $count } time)
   *[other] asked for: { $what } ({ $state }; asked { $count } times)
}
report-promise = { $count ->
    [one] promised: { $what } ({ $state }; promised { $count } time)
   *[other] promised: { $what } ({ $state }; promised { $count } times)
}
report-call-left = { $count ->
    [one] asked for: { $what } ({ $state }; asked { $count } time); not yet: { $names }
   *[other] asked for: { $what } ({ $state }; asked { $count } times); not yet: { $names }
}
due-what-by-rule = due by its rule
due-what-meeting = meeting held
due-what-text = text adopted
due-what-foreseen = meeting foreseen
due-what-silence = silence procedure ends
due-what-task = task due
due-what-reply = answer due
due-by-rule = { $name }: { $rule }
search-matter = Matter
search-happening = Event
sites = Sites
sites-lead = Places that need work: what was asked for, what was offered and what was done, as far as sources tell.
sites-none = The record has no site.
site-done = restored, as a source says
site-open = not told to be restored
column-site = Site
column-point = Point
column-told = What is told
point = { $lat }° { $half ->
    [south] S
   *[north] N
}, { $lon }° { $side ->
    [west] W
   *[east] E
}

# Texts under negotiation
drafts = Drafts
drafts-lead = Texts under negotiation: which version came when and from whom, in which languages it exists, what was said of it and what was answered.
drafts-none = The record has no text under negotiation.
drafts-versions = Versions
drafts-comments = Comments, and what was answered
draft-whole = the draft as a whole
column-draft = Draft
column-last-version = Last version
column-open = Comments with no answer in the record
column-languages = Also in
column-comments = Comments
column-comment = Comment on
comment-open = no answer in the record
comment-settled = taken up on { $day }
comments-open = { $count ->
    [one] { $count } with no answer in the record
   *[other] { $count } with no answer in the record
}
no-number = without a number
label-matter-draft = draft
label-draft-open = open
label-draft-in-silence = under a silence procedure
label-draft-adopted = adopted
label-draft-lapsed = lapsed
label-fact-version = version of a text
label-fact-translation = translation
label-fact-comment = comment

# A source, and what rests on it
source-title = Source { $key }
source-as-of = Read as of
source-link = Where it is found
source-checked = Checked
source-text = Text
source-facts = What rests on it
source-described = Instruments and matters described from it
source-inferred = partly concluded, not told in these words
source-unused = Nothing in the record rests on it.
source-first = Only the first { $count } facts are shown. The JSON and the CSV have all of them.
column-passage = Passage
column-number = Number
miss-source = There is no source “{ $word }”.
source-count = { $count ->
    [one] { $count } fact
   *[other] { $count } facts
}
