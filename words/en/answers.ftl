# Punctuation
comma = {", "}
between = {", "}
semicolon = {"; "}
and = {" and "}
space = {" "}
bracket-opens = {" ("}
bracket-closes = )
source-opens = {" ["}
source-closes = ]
title-opens = {""}
title-closes = {""}
inner-opens = {""}
inner-closes = {""}

# Which consent in an order
nth-1 = first
nth-2 = second
nth-3 = third
nth-4 = fourth
nth-5 = fifth
nth-6 = sixth
nth-7 = seventh
nth-8 = eighth
nth-9 = ninth
nth-10 = tenth
nth-11 = eleventh
nth-12 = twelfth
nth = { $rank ->
    [one] { $number }st
    [two] { $number }nd
    [few] { $number }rd
   *[other] { $number }th
}

# Why a participant is what it is
concludes-consent-withdrawn = On { $on } { $name } is nothing to { $title }: its consent was taken back on { $since }.
concludes-signature-alone = On { $on } { $name } is not a party to { $title }. It withdrew its consent on { $since }, before the treaty bound it, and its signature of { $signed } stands alone.
concludes-signatory = On { $on } { $name } is not a party to { $title }. It signed on { $signed }, but had expressed no consent to be bound by that day; it is a signatory and not a contracting State.
concludes-not-yet-bound = On { $on } { $name } is a contracting State and not yet a party to { $title }: it consented on { $consented }, and is bound from { $bound }.
concludes-contracting-state = On { $on } { $name } is a contracting State and not a party to { $title }: it consented on { $consented }, and the treaty is not in force.
concludes-party = On { $on } { $name } is a party to { $title }, and has been bound since { $since }.
concludes-provisional = On { $on } { $name } applies { $title } provisionally, since { $since }, and is not a party.
concludes-withdrawing = On { $on } { $name } is still a party to { $title }: its notice of withdrawal, received on { $since }, takes effect on { $effect }.
concludes-notice-runs = On { $on } { $name } is still a party to { $title }: its notice of withdrawal, received on { $since }, runs.
concludes-former-party = On { $on } { $name } is no longer a party to { $title }; it ceased to be one on { $since }.
concludes-contested = Whether { $name } is bound by { $title } on { $on } is contested, since { $since }. The record holds the acts and the doubt, and does not decide.
concludes-no-effect = On { $on } { $name } is nothing to { $title }: no act by it has effect for it.
concludes-no-act = On { $on } { $name } is nothing to { $title }: no act by it is in the record.
concludes-not-open = The treaty is not open to it.

# Why a treaty is or is not in force
treaty-unbinding = { $title } is a { $kind }; it does not enter into force under the law of treaties.
treaty-per-party = { $title } has no common entry into force: it is in force for each party on its own instrument, first on { $entry }.
treaty-ended = { $title } is not in force on { $on }: it entered into force on { $entry } and ended on { $ended }.
treaty-in-force = { $title } is in force on { $on }. It entered into force on { $entry }.
treaty-not-yet = { $title } is not yet in force on { $on }; it enters into force on { $entry }.
treaty-not-in-force = { $title } is not in force on { $on }.
trigger = The conditions were met on { $day }.
trigger-by-one = The conditions were met on { $day } by the instrument of { $names }.
trigger-by-several = The conditions were met on { $day }, by the instruments of { $names }.
condition-deposits = instruments
condition-signatures = signatures
condition-all = States that must all consent
condition-some = States out of those named
condition-share = units of weight in { $of }
condition-fraction = instruments, as a fraction of { $of }

# How far an answer can be trusted
caution-unbinding = this is not a treaty but a { $kind }; nobody is bound under the law of treaties
caution-checked = the acts were checked up to { $day }; what was done since then is not in the record
caution-unchecked = nobody has said up to which day the acts were checked
caution-unverified = the clauses are unverified: { $why }
caution-per-party = there is no common entry into force: the treaty is in force for each party on its own instrument; the day given is the first
caution-remarks = `semey why { $treaty }` shows the remarks on the treaty as a whole

# Timelines
timeline-act = { $party } { $deed }
timeline-act-of-treaty = { $party }: { $deed }
timeline-adopted = adopted
timeline-bound = { $party } is bound
timeline-left = { $party } is no longer bound
timeline-in-force = ENTERS INTO FORCE
timeline-ended = ENDS
timeline-unbinding = not a treaty: a { $kind }

# What falls due
due-entry-into-force = the treaty enters into force
due-end = the treaty is no longer in force
due-suspension = its operation is suspended
due-signature-closes = last day for signature
due-bound = the treaty enters into force for it
due-leaves = it ceases to be a party
due-obligation = { $count ->
    [one] { $what }: the { $period } ends
   *[other] { $what }: the { $period } end
}
due-tacit-acceptance = last day to object to the reservation of { $party }; silence accepts it ({ $article })
due-late-reservation = last day on which one objection blocks the late reservation of { $party }

# What an act brings about
brings-consent = the { $nth } consent to be bound by { $name }
brings-entry-by-consent = the { $nth } consent to be bound: { $name } enters into force on { $day }
brings-entry = { $name } enters into force on { $day }
brings-status = { $party } becomes { $status }
brings-status-from = { $party } becomes { $status } from { $day }
brings-others = the status of { $number } { $number ->
    [one] other
   *[other] others
} changes too
brings-nothing = nobody's status changes
finding = { $party } { $kind }: { $fault } ({ $check }, { $article })

# What an entry of the ledger says
entry-registry = the registry of { $depositary } is founded
entry-officer-admitted = officer { $key } is admitted
entry-officer-revoked = officer { $key } is revoked
entry-one-officer = one officer enters everything
entry-two-officers = two officers enter { $kinds }
entry-log-key-admitted = the log’s key { $key } is admitted
entry-log-key-revoked = the log’s key { $key } is revoked
entry-file = { $path } is adopted
entry-file-gone = { $path } is no longer in force
entry-act = { $treaty }: { $what }
entry-rectified = entry { $of } was wrong: { $why }
entry-rectified-instead = entry { $of } was wrong: { $why }; instead: { $act }

# How what a document tells stands to the record
claim-no-instrument = the record has no instrument `{ $code }`
claim-names-no-instrument = it names no instrument of the record
claim-no-kind = the record keeps no acts of the kind “{ $kind }” yet
claim-no-participant = the record has no participant `{ $code }`
claim-no-act = the record has no such act
claim-several = { $number ->
    [one] the record has 1 such act
   *[other] the record has { $number } such acts
}
claim-later = in the record it was done only after the document’s day
claim-by-then = the record has it by the document’s day
claim-that-day = the record has it on that day
claim-other-day = the document says { $told }, the record says { $recorded }
claim-never = by the record it is not in force, or its clauses are not known
claim-from-clauses = computed from its clauses
claim-from-article = computed from article { $article }
claim-article = article { $article }
claim-computed = the register computes { $day }
claim-computed-other = the document says { $told }, the register computes { $day }
claim-computed-later = the register computes { $day }, after the document’s day
claim-depositary = the record names it as depositary
claim-no-depositary = the record names no depositary
claim-other-depositary = the record names { $names }
claim-no-consent = the record has no consent of { $code } up to { $day }
claim-consent = the record has a consent of { $code } of { $day }
claim-from-document = { $why }; it has this from the same document and from nowhere else
claim-names-nobody = it names nobody
claim-never-for = by the record it is not in force for { $name }
claim-took-effect = the record has it as done on { $day }, with effect on that day
claim-other-kind = { $why }, as an act of another kind: { $kind }
claim-not-itself = { $why }, by States and not by { $name } itself
claim-not-the-first = the record has the consent of { $names } before { $day }
claim-no-signature = the record has no signature of { $code } up to { $day }
claim-signature = the record has a signature of { $code } of { $day }
claim-happening = the record has it: { $name }
claim-no-happening = the record has no such happening
claim-too-little = it tells too little to be found in the record: no day, number, place or instrument that would do
claim-another-article = the record’s rule is { $own }, and the document cites { $told }
claim-that-article = the record’s rule is that article

# What a careful reader remarks about a document
remark-another-article = { $cited } is the rule of { $other }, and the passage speaks of { $treaty }, whose rule is { $own }: { $other } is probably meant
remark-no-parties-then = { $treaty } was first signed on { $first }, after { $day }: it had no parties to notify; those entitled to become parties are probably meant ({ $article }, { $other })
remark-not-the-first = by the record { $name } expressed its consent on { $day }, and others did so earlier: { $earlier }; the claim and the record contradict each other
remark-who-when = { $name } ({ $day })
remark-unnamed = nobody is named; by the record of { $treaty } as of the document’s day this is { $names }
remark-prepared-too-late = a preparatory committee meets before its conference, and { $date } is in the year of the conference of { $year }: the date, or the meeting it was held beside, is probably another one
remark-as-of-its-day = { $number } remain, says the document; by the record there were { $then } on its day ({ $names }), so the record agrees; by all that is recorded there are { $now } today
remark-as-of-its-day-not = { $number } remain, says the document; by the record there were { $then } on its day ({ $names }), so the record does not agree; by all that is recorded there are { $now } today
remark-several-names = { $treaty } is called by { $number } names here: { $names }
remark-one-place = { $names } are one place, which changed its name
remark-cut-into-words = the text was cut into words by blanks, also within names, and lost its lines: quotations are given without blanks, offsets are those of the file
remark-two-spellings = probably the same person as { $person } in document { $number }, for { $name }: the names differ by one character
