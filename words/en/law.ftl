# Statuses
status-none = nothing
status-signatory = signatory
status-contracting-state = contracting State
status-party = party
status-provisional = applying provisionally
status-withdrawing = party, withdrawing
status-former-party = former party
status-contested = contested

# How many have a status
count-none = { $number } none
count-signatory = { $number } { $number ->
    [one] signatory
   *[other] signatories
}
count-contracting-state = { $number } contracting { $number ->
    [one] State
   *[other] States
}
count-party = { $number } { $number ->
    [one] party
   *[other] parties
}
count-provisional = { $number } applying provisionally
count-withdrawing = { $number } { $number ->
    [one] party
   *[other] parties
} withdrawing
count-former-party = { $number } former { $number ->
    [one] party
   *[other] parties
}
count-contested = { $number } contested

# Stages in the life of a treaty
stage-adopted = adopted
stage-open = open
stage-in-force = in force
stage-suspended = suspended
stage-extended = extended
stage-amended = amended
stage-superseded = superseded
stage-ended = ended

# Instruments that do not bind, by their kinds
unbinding-draft = draft instrument
unbinding-political = political instrument
unbinding-decision = decision instrument

# Acts, as they are named
kind-adoption = adoption
kind-opening = opening
kind-signature = signature
kind-definitive-signature = definitive-signature
kind-domestic-ratification = domestic-ratification
kind-ratification = ratification
kind-acceptance = acceptance
kind-approval = approval
kind-accession = accession
kind-formal-confirmation = formal-confirmation
kind-consent-to-be-bound = consent-to-be-bound
kind-notification = notification
kind-participation = participation
kind-succession = succession
kind-succession-to-signature = succession-to-signature
kind-consent-withdrawn = consent-withdrawn
kind-provisional-application = provisional-application
kind-provisional-end = provisional-end
kind-reservation = reservation
kind-reservation-withdrawn = reservation-withdrawn
kind-objection = objection
kind-objection-withdrawn = objection-withdrawn
kind-declaration = declaration
kind-waiver = waiver
kind-withdrawal = withdrawal
kind-withdrawal-revoked = withdrawal-revoked
kind-territorial-application = territorial-application
kind-territorial-exclusion = territorial-exclusion
kind-amendment-accepted = amendment-accepted
kind-entry-into-force = entry-into-force
kind-extension = extension
kind-suspension = suspension
kind-suspension-end = suspension-end
kind-termination = termination
kind-correction = correction
kind-rectification = rectification
kind-communication = communication

# Acts, as they are told: after a date and a colon, or after who did them
deed-adoption = the text was adopted
deed-opening = the treaty was opened for signature
deed-signature = signed
deed-definitive-signature = signed definitively
deed-domestic-ratification = ratified at home (without effect between States)
deed-ratification = deposited its instrument of ratification
deed-acceptance = deposited its instrument of acceptance
deed-approval = deposited its instrument of approval
deed-accession = deposited its instrument of accession
deed-formal-confirmation = deposited its act of formal confirmation
deed-consent-to-be-bound = notified its consent to be bound
deed-notification = notified its consent
deed-participation = became a participant
deed-succession = notified its succession
deed-succession-to-signature = succeeded to the signature
deed-consent-withdrawn = withdrew its instrument
deed-provisional-application = took on provisional application
deed-provisional-end = ended provisional application
deed-reservation = made a reservation
deed-reservation-withdrawn = withdrew a reservation
deed-objection = objected to a reservation
deed-objection-withdrawn = withdrew an objection
deed-declaration = made a declaration
deed-waiver = waived the conditions of entry into force
deed-withdrawal = gave notice of withdrawal
deed-withdrawal-revoked = revoked its notice of withdrawal
deed-territorial-application = extended the treaty to a territory
deed-territorial-exclusion = excluded a territory
deed-amendment-accepted = accepted an amendment
deed-entry-into-force = entry into force was decided
deed-extension = the treaty was extended
deed-suspension = operation was suspended
deed-suspension-end = the suspension ended
deed-termination = the treaty was terminated
deed-correction = the text was corrected
deed-rectification = the record was rectified
deed-communication = a communication was made
act-effect = with effect on { $day }

# Waiting periods, as a treaty writes them
length-days = { $number } { $number ->
    [one] day
   *[other] days
}
length-nth-day = { $rank ->
    [one] { $number }st
    [two] { $number }nd
    [few] { $number }rd
   *[other] { $number }th
} day
length-weeks = { $number } { $number ->
    [one] week
   *[other] weeks
}
length-months = { $number } { $number ->
    [one] month
   *[other] months
}
length-years = { $number } { $number ->
    [one] year
   *[other] years
}
# The same where it stands after "following" or "after"
past-days = { $number } { $number ->
    [one] day
   *[other] days
}
past-nth-day = { $rank ->
    [one] { $number }st
    [two] { $number }nd
    [few] { $number }rd
   *[other] { $number }th
} day
past-weeks = { $number } { $number ->
    [one] week
   *[other] weeks
}
past-months = { $number } { $number ->
    [one] month
   *[other] months
}
past-years = { $number } { $number ->
    [one] year
   *[other] years
}
period-same-day = same day
period-next-day = next day
period-new-year = next 1 January
period-new-year-after = next 1 January after { $past }
period-month-following = first day of the month following
period-month-following-after = first day of the month following { $past }
period-nth-month = first day of the { $rank ->
    [one] { $number }st
    [two] { $number }nd
    [few] { $number }rd
   *[other] { $number }th
} month after

# Articles: of the treaty, and of what is quoted beside it
article = article { $article }
article-section = article Section { $article }
article-other = article { $article }
art = art. { $article }
art-section = art. Section { $article }
art-other = art. { $article }
no-article = a clause without article
cite-vclt = VCLT { $article }
cite-vcss = VCSS { $article }
cite-clause = { $article }
cite-treaty = the treaty
cite-practice = depositary practice
cite-late-reservations = UN practice of 2000 on late reservations
article-before = {""}
article-after = {""}
paragraph-before = (
paragraph-after = )
point-before = (
point-after = )
article-range = -

# Who may become a party
open-all-states = open to all States
open-un-members-and-invited = open to members of the United Nations and its agencies, and to those invited
open-members = open to { $members }
open-parties = open to the parties to { $treaty }
open-signatories = open to the signatories of { $treaty }
open-unknown = who may become a party
members-named = { $number } named States
members-group = the { $group }
members-group-id = the group { $group }
members-depositaries = all the depositaries
members-nobody = nobody

# Conditions of entry into force
when-deposits = { $number } instruments
when-signatures = { $number } signatures
when-including = including { $members }
when-all = every one of { $members }
when-some = { $number } out of { $members }
when-share = { $least } of { $of }
when-fraction-of-parties = { $share } of the parties to { $treaty }
when-majority-of-parties = more than { $share } of the parties to { $treaty }
when-fraction-of-members = { $share } of { $members }
when-majority-of-members = more than { $share } of { $members }
when-day = not before { $day }
when-in-force = { $treaty } in force
when-decision = a decision of the parties

# The rule of entry into force in one line
rule-none = no provision encoded (VCLT 24(2) would ask for all the negotiating States)
rule-no-condition = no condition encoded (VCLT 24(2))
rule-unknown = not encoded: { $why }
rule-then = ; then { $period }
rule-same-day = ; same day
rule-floor = ; not before { $day }
rule-floor-opening = ; not before { $period } after opening
rule-floor-adoption = ; not before { $period } after adoption
rule-floor-treaty = ; not before entry into force of { $treaty }
rule-per-party = for each party on its own instrument; { $period }
rule-per-party-once = for each party on its own instrument; { $period }, once { $number } are bound

# Clauses as grounds
clause-entry-into-force = entry into force, { $rule }
clause-per-party = for each party, counted from its own instrument: { $period }
clause-withdrawal = withdrawal takes effect { $period } after the notice is received
clause-withdrawal-barred = withdrawal is barred
clause-withdrawal-right = a right to withdraw
clause-duration = the treaty lasts { $period } from its entry into force
clause-duration-unknown = the duration of the treaty
clause-termination = the treaty ends when fewer than { $number } are parties
clause-termination-unknown = termination
clause-provisional-application = provisional application
ground-unverified = { $text } (unverified: { $why })
ground-doubt = { $act } — contested: { $doubt }
ground-overruled = not followed: { $act }; { $why }

# Rules of the general law of treaties
fallback-all-negotiating-states = without a provision a treaty enters into force when all the negotiating States have consented
fallback-on-consent = for a State that consents later the treaty enters into force on that day
fallback-number-does-not-end = a treaty does not end because its parties fall below the number needed for its entry into force
fallback-no-right-to-withdraw = a treaty without a provision on withdrawal is not subject to it, unless the parties meant it or its nature implies it
fallback-twelve-months = twelve months' notice of the intention to withdraw
fallback-revocable = a notice of withdrawal may be revoked at any time before it takes effect
fallback-object-and-purpose = a signatory refrains from acts that would defeat the object and purpose, until it makes clear that it does not intend to become a party
fallback-by-deposit = consent is established by the deposit of the instrument with the depositary
fallback-succession-back = a State that notifies succession is considered a party from the date of the succession of States

# What is assumed
assumed-known = the day of notice is not recorded, so each act counts as known from its own day
assumed-first-day = the date { $date } is counted from { $day }
assumed-organisations = organisations are not counted in addition to their members
assumed-succession = no date of succession is recorded, so the day of notification is taken
