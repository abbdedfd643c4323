//! English sentences for the law's values.

use law::clause::{Base, Clauses, EntryIntoForce, Members, OpenTo, OpenToWord, Scope, When};
use law::reason::{Assumption, Ground, Part};
use law::{Act, ActKind, Dated, Day, Precision, Status};

/// A date in words, no more exact than it is known.
pub fn date(dated: Dated) -> String {
    let date = dated.first.date();
    match dated.precision {
        Precision::Day => format!("{} {} {}", date.day(), MONTHS[usize::from(date.month() as u8) - 1], date.year()),
        Precision::Month => format!("{} {}", MONTHS[usize::from(date.month() as u8) - 1], date.year()),
        Precision::Season(season) => format!("{} {}", SEASONS[usize::from(season.clamp(21, 24) - 21)], date.year()),
        Precision::Year => date.year().to_string(),
    }
}

/// A day in words.
pub fn day(day: Day) -> String {
    date(Dated::exact(day))
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const SEASONS: [&str; 4] = ["spring", "summer", "autumn", "winter"];

/// What a status is called in running text.
pub fn status(status: Status) -> &'static str {
    match status {
        Status::None => "nothing",
        Status::Signatory => "signatory",
        Status::ContractingState => "contracting State",
        Status::Party => "party",
        Status::Provisional => "applying provisionally",
        Status::Withdrawing => "party, withdrawing",
        Status::FormerParty => "former party",
        Status::Contested => "contested",
    }
}

/// What was done, as a verb in the past tense.
pub fn deed(kind: ActKind) -> &'static str {
    match kind {
        ActKind::Adoption => "the text was adopted",
        ActKind::Opening => "the treaty was opened for signature",
        ActKind::Signature => "signed",
        ActKind::DefinitiveSignature => "signed definitively",
        ActKind::DomesticRatification => "ratified at home (without effect between States)",
        ActKind::Ratification => "deposited its instrument of ratification",
        ActKind::Acceptance => "deposited its instrument of acceptance",
        ActKind::Approval => "deposited its instrument of approval",
        ActKind::Accession => "deposited its instrument of accession",
        ActKind::FormalConfirmation => "deposited its act of formal confirmation",
        ActKind::ConsentToBeBound => "notified its consent to be bound",
        ActKind::Notification => "notified its consent",
        ActKind::Participation => "became a participant",
        ActKind::Succession => "notified its succession",
        ActKind::SuccessionToSignature => "succeeded to the signature",
        ActKind::ConsentWithdrawn => "withdrew its instrument",
        ActKind::ProvisionalApplication => "took on provisional application",
        ActKind::ProvisionalEnd => "ended provisional application",
        ActKind::Reservation => "made a reservation",
        ActKind::ReservationWithdrawn => "withdrew a reservation",
        ActKind::Objection => "objected to a reservation",
        ActKind::ObjectionWithdrawn => "withdrew an objection",
        ActKind::Declaration => "made a declaration",
        ActKind::Waiver => "waived the conditions of entry into force",
        ActKind::Withdrawal => "gave notice of withdrawal",
        ActKind::WithdrawalRevoked => "revoked its notice of withdrawal",
        ActKind::TerritorialApplication => "extended the treaty to a territory",
        ActKind::TerritorialExclusion => "excluded a territory",
        ActKind::AmendmentAccepted => "accepted an amendment",
        ActKind::EntryIntoForce => "entry into force was decided",
        ActKind::Extension => "the treaty was extended",
        ActKind::Suspension => "operation was suspended",
        ActKind::SuspensionEnd => "the suspension ended",
        ActKind::Termination => "the treaty was terminated",
        ActKind::Correction => "the text was corrected",
        ActKind::Rectification => "the record was rectified",
        ActKind::Communication => "a communication was made",
    }
}

/// One act as a line: date, deed, place, source.
pub fn act(act: &Act) -> String {
    let mut line = format!("{}: {}", date(act.date), deed(act.kind));
    if let Some(territory) = &act.territory {
        line += &format!(" ({territory})");
    }
    if let Some(place) = &act.place {
        line += &format!(", {place}");
    }
    if let Some(effect) = act.effect {
        line += &format!(", with effect on {}", day(effect));
    }
    line + &format!(" [{}]", act.source)
}

fn members(members: &Members) -> String {
    match members {
        Members::List(codes) if codes.len() > 8 => format!("{} named States", codes.len()),
        Members::List(codes) => codes.join(", "),
        Members::Group(id) if id == "depositaries" => "all the depositaries".to_owned(),
        Members::Group(id) => format!("the group {id}"),
    }
}

fn when(when: &When) -> String {
    let mut parts = Vec::new();
    if let Some(n) = when.deposits {
        parts.push(format!("{n} instruments"));
    }
    if let Some(n) = when.signatures {
        parts.push(format!("{n} signatures"));
    }
    if let Some(set) = &when.including {
        parts.push(format!("including {}", members(set)));
    }
    if let Some(set) = &when.all_of {
        parts.push(format!("every one of {}", members(set)));
    }
    for from in &when.from {
        parts.push(format!("{} out of {}", from.count, members(&from.group)));
    }
    for share in &when.share {
        parts.push(format!("{} of {}", share.at_least, share.of));
    }
    if let Some(fraction) = &when.fraction {
        let of = match fraction.base() {
            Ok(Base::PartiesTo(id)) => format!("the parties to {id}"),
            Ok(Base::Group(group)) => members(group),
            Err(_) => "nobody".to_owned(),
        };
        let more = if fraction.more_than { "more than " } else { "" };
        parts.push(format!("{more}{} of {of}", fraction.share));
    }
    if let Some(day) = when.on {
        parts.push(format!("not before {day}"));
    }
    if let Some(id) = &when.in_force {
        parts.push(format!("{id} in force"));
    }
    if when.decision == Some(true) {
        parts.push("a decision of the parties".to_owned());
    }
    parts.join(", ")
}

/// The rule of entry into force in one line, for a branch counted from 0.
pub fn rule(clauses: &Clauses, branch: u8) -> String {
    let Some(entry) = &clauses.entry_into_force else {
        return "no provision encoded (VCLT 24(2) would ask for all the negotiating States)".to_owned();
    };
    if let Some(unknown) = &entry.unknown {
        return format!("not encoded: {unknown}");
    }
    if entry.scope == Scope::PerParty {
        return per_party_rule(entry);
    }
    let or_else =
        usize::from(branch).checked_sub(usize::from(entry.when.is_some())).and_then(|at| entry.or_else.get(at));
    let (article, conditions, after, not_before) = match (or_else, &entry.when) {
        (Some(or), _) => (&or.article, when(&or.when), &or.after, &or.not_before),
        (None, Some(main)) => (&entry.article, when(main), &entry.after, &entry.not_before),
        (None, None) => return "no condition encoded (VCLT 24(2))".to_owned(),
    };
    let mut text = article.as_ref().map_or(String::new(), |article| format!("art. {article}: "));
    text += &conditions;
    text += &match after {
        Some(period) if !period.is_same_day() => format!("; then {period}"),
        _ => "; same day".to_owned(),
    };
    if let Some(floor) = not_before {
        text += &format!("; not before {floor}");
    }
    text
}

fn per_party_rule(entry: &EntryIntoForce) -> String {
    let per_party = entry.per_party.as_ref();
    let article = per_party.and_then(|p| p.article.as_ref()).or(entry.article.as_ref());
    let after = per_party.and_then(|p| p.after.as_ref()).map_or("same day".to_owned(), ToString::to_string);
    let article = article.map_or(String::new(), |article| format!("art. {article}: "));
    let between = match entry.when.as_ref().and_then(|when| when.deposits) {
        Some(number) if number > 1 => format!(", once {number} are bound"),
        _ => String::new(),
    };
    format!("{article}for each party on its own instrument; {after}{between}")
}

/// A ground as a sentence.
pub fn ground(acts: &[Act], clauses: &Clauses, branch: u8, ground: &Ground) -> String {
    let the_act = |index: &u32| act(&acts[*index as usize]);
    match ground {
        Ground::Act(index) => the_act(index),
        Ground::Doubt(index) => {
            let doubtful = &acts[*index as usize];
            format!("{} — contested: {}", act(doubtful), doubtful.doubt.as_deref().unwrap_or(""))
        }
        Ground::Overruled(index) => {
            let overruled = &acts[*index as usize];
            format!("not followed: {}; {}", act(overruled), overruled.overruled.as_deref().unwrap_or(""))
        }
        Ground::Clause { part, article, unverified } => {
            let mut text = clause(clauses, branch, *part, article.as_deref());
            if let Some(why) = unverified {
                text += &format!(" (unverified: {why})");
            }
            text
        }
        Ground::Fallback(fallback) => {
            format!("{}: {}", fallback.article(), fallback.rule())
        }
        Ground::Assumed(assumption) => match assumption {
            Assumption::KnownFromOwnDay => {
                "the day of notice is not recorded, so each act counts as known from its own day".to_owned()
            }
            Assumption::FirstDayOf(index) => {
                let vague = acts[*index as usize].date;
                format!("the date {vague} is counted from {}", day(vague.first))
            }
            Assumption::OrganisationsNotCounted => {
                "organisations are not counted in addition to their members".to_owned()
            }
            Assumption::NoDateOfSuccession => {
                "no date of succession is recorded, so the day of notification is taken".to_owned()
            }
        },
    }
}

/// Who may become a party.
fn open_to(clauses: &Clauses) -> String {
    match clauses.participation.as_ref().and_then(|clause| clause.open_to.as_ref()) {
        Some(OpenTo::Word(OpenToWord::AllStates)) => "open to all States".to_owned(),
        Some(OpenTo::Word(OpenToWord::UnMembersAndInvited)) => {
            "open to members of the United Nations and its agencies, and to those invited".to_owned()
        }
        Some(OpenTo::List(codes)) => format!("open to {}", members(&Members::List(codes.clone()))),
        Some(OpenTo::Group(by)) => format!("open to {}", members(&by.group)),
        Some(OpenTo::PartiesTo(by)) => format!("open to the parties to {}", by.parties_to),
        Some(OpenTo::SignatoriesOf(by)) => format!("open to the signatories of {}", by.signatories_of),
        None => "who may become a party".to_owned(),
    }
}

fn clause(clauses: &Clauses, branch: u8, part: Part, article: Option<&str>) -> String {
    let article = article.map_or("a clause without article".to_owned(), |article| format!("article {article}"));
    match part {
        Part::Participation => format!("{article}: {}", open_to(clauses)),
        Part::EntryIntoForce => format!("entry into force, {}", rule(clauses, branch)),
        Part::PerParty => {
            let after = clauses.entry_into_force.as_ref().and_then(|entry| entry.per_party.as_ref()?.after.clone());
            let after = after.map_or("same day".to_owned(), |period| period.to_string());
            format!("{article}: for each party, counted from its own instrument: {after}")
        }
        Part::Withdrawal => match clauses.withdrawal.as_ref() {
            Some(clause) if clause.barred => format!("{article}: withdrawal is barred"),
            Some(clause) => match &clause.notice {
                Some(notice) => format!("{article}: withdrawal takes effect {notice} after the notice is received"),
                None => format!("{article}: a right to withdraw"),
            },
            None => article,
        },
        Part::Duration => match clauses.duration.as_ref().and_then(|clause| clause.lasts.as_ref()) {
            Some(period) => format!("{article}: the treaty lasts {period} from its entry into force"),
            None => format!("{article}: the duration of the treaty"),
        },
        Part::Termination => match clauses.termination.as_ref().and_then(|clause| clause.parties_below) {
            Some(number) => format!("{article}: the treaty ends when fewer than {number} are parties"),
            None => format!("{article}: termination"),
        },
        Part::ProvisionalApplication => format!("{article}: provisional application"),
    }
}

/// What a stage of a treaty's life is called.
pub fn stage(stage: law::LifeStage) -> &'static str {
    match stage {
        law::LifeStage::Draft => "adopted",
        law::LifeStage::Open => "open",
        law::LifeStage::InForce => "in force",
        law::LifeStage::Suspended => "suspended",
        law::LifeStage::Extended => "extended",
        law::LifeStage::Amended => "amended",
        law::LifeStage::Superseded => "superseded",
        law::LifeStage::Ended => "ended",
    }
}

/// `a, b and c`.
pub fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

/// `1 party`, `2 parties`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A participant's English name as it stands in a sentence: *the* United Kingdom, *the* Russian Federation.
pub fn in_sentence(name: &str, lang: &str) -> String {
    const COMMON_NOUNS: [&str; 8] =
        ["Republic", "Federation", "Kingdom", "States", "Emirates", "Islands", "Union", "Community"];
    let plain = !name.contains('(') && !name.starts_with("the ");
    if lang == "en" && plain && name.split(' ').any(|word| COMMON_NOUNS.contains(&word)) {
        format!("the {name}")
    } else {
        name.to_owned()
    }
}

/// `1 party`, `4 parties`, by the word of a status.
pub fn of_status(number: usize, status: &str) -> String {
    let (one, many) = match status {
        "signatory" => ("signatory", "signatories"),
        "contracting-state" => ("contracting State", "contracting States"),
        "party" => ("party", "parties"),
        "provisional" => ("applying provisionally", "applying provisionally"),
        "withdrawing" => ("party withdrawing", "parties withdrawing"),
        "former-party" => ("former party", "former parties"),
        other => (other, other),
    };
    count(number, one, many)
}

/// A title in running text, with its article in English.
pub fn the(title: &str, lang: &str) -> String {
    match title.strip_prefix("The ") {
        Some(rest) => format!("the {rest}"),
        None if lang == "en" => format!("the {title}"),
        None => title.to_owned(),
    }
}

/// The same text with a capital at its beginning.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// Which one in an order: in words up to the twelfth, in figures after it.
pub fn ordinal(number: usize) -> String {
    const WORDS: [&str; 12] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
        "twelfth",
    ];
    match number.checked_sub(1).and_then(|at| WORDS.get(at)) {
        Some(word) => (*word).to_owned(),
        None => {
            let ending = match (number % 100, number % 10) {
                (11..=13, _) => "th",
                (_, 1) => "st",
                (_, 2) => "nd",
                (_, 3) => "rd",
                _ => "th",
            };
            format!("{number}{ending}")
        }
    }
}
