//! Dated deeds that no pattern tells: for every date the nearest word for a deed in its sentence, and whoever and
//! whatever stands beside it.
//!
//! Patterns read sentences that are built as documents usually build them. People also write lists ("Mali on 3 May,
//! Chad on 4 June"), ellipses and inversions without end; but nearly every date in a document is the day of some
//! deed, and the word for the deed stands near it.

use std::ops::Range;

use crate::grammar::{Deed, Grammar};
use crate::mark::{Class, Mark, Marked, Value};

/// A deed found beside a date.
#[derive(Debug)]
pub(crate) struct Found {
    /// The deed of the grammar.
    pub(crate) deed: usize,
    /// Its date among the marks of the paragraph.
    pub(crate) date: usize,
    /// The participants, as a mark of the paragraph; of them only one where a list was dealt out.
    pub(crate) actors: Option<(usize, Option<usize>)>,
    /// The instrument among the marks.
    pub(crate) treaty: Option<usize>,
    /// The place among the marks.
    pub(crate) place: Option<usize>,
    /// The number among the marks.
    pub(crate) number: Option<usize>,
    /// Whether it was done together with another deed, by their words.
    pub(crate) joined: bool,
    /// Whether it is told only where what stands nearer is known already.
    pub(crate) alternate: bool,
    /// From its first to its last character.
    pub(crate) chars: Range<usize>,
}

/// A word for a deed in a sentence.
#[derive(Clone)]
struct Trigger {
    deed: usize,
    chars: Range<usize>,
    /// Whether it is told of as long past, so that only a date behind it is its own.
    remembered: bool,
    /// Whether it is told as what is to be done, or was not: its date is that of no deed.
    prospect: bool,
    /// Whether more was done on its day: "not only signed".
    not_only: bool,
}

/// The type of words that tell no deed of their own.
const AS_BEFORE: &str = "as-before";

/// The type of those who come together.
const MEETING: &str = "meeting";

/// How far a word may stand from its date: some two lines, with what stands between counted extra.
const FAR: usize = 130;

/// How many characters may stand between a word and the date that is its own: a preposition.
const BESIDE: usize = 5;

/// How much farther from its date a word for a deed of its own may stand than one that any other tells more than.
const STRONG: usize = 45;

/// How far a verb may stand behind the noun that tells its deed.
const VERB: usize = 16;

/// How many characters may stand before the day that a sentence begins with.
const LEAD: usize = 6;

/// How near the place of a deed stands to its date.
const PLACE: usize = 40;

/// How near a word for what is to be done may stand to take a date for itself.
const PROSPECT: usize = 34;

/// The deeds of a paragraph's sentences.
pub(crate) fn find(marked: &Marked, grammar: &Grammar, wanted: &dyn Fn(&Mark) -> bool) -> Vec<Found> {
    let mut all = Vec::new();
    let mut last: Option<usize> = None;
    let mut told: Option<(Range<usize>, Vec<Trigger>)> = None;
    for sentence in sentences(&marked.text) {
        let mut triggers = triggers(marked, grammar, &sentence);
        // What a list goes on with behind a semicolon has no word for the deed of its own.
        if let Some((before, _)) = &mut told
            && triggers.is_empty()
            && marked.text[..sentence.start].ends_with([';', '；'])
        {
            before.end = sentence.end;
            continue;
        }
        if let Some((sentence, triggers)) = told.take() {
            of_sentence(marked, sentence, &triggers, grammar, wanted, &mut all);
        }
        let nothing = triggers.is_empty();
        as_before(&mut triggers, &grammar.deeds, &mut last);
        // "Then came Chile, on 4 June": a sentence without any word for a deed goes on with the one told last.
        let chars = marked.chars(sentence.clone());
        let goes_on = nothing && goes_on(marked, &chars);
        if let Some(deed) = last.filter(|_| goes_on) {
            let chars = chars.start..chars.start;
            triggers.push(Trigger { deed, chars, remembered: false, prospect: false, not_only: false });
        }
        if !triggers.is_empty() {
            told = Some((sentence, triggers));
        }
    }
    if let Some((sentence, triggers)) = told {
        of_sentence(marked, sentence, &triggers, grammar, wanted, &mut all);
    }
    all
}

/// Whether a sentence names a participant and a day close by each other.
fn goes_on(marked: &Marked, chars: &Range<usize>) -> bool {
    let marks = marked.within(chars.clone());
    let full = |mark: &Mark| matches!(&mark.value, Value::Date(when) if when.is_full() && !when.as_of);
    marks.windows(2).any(|two| {
        let near = two[1].start.saturating_sub(two[0].end) <= BESIDE;
        near && two[0].class == Class::Actor && full(&two[1])
    })
}

/// "Others did so on": the deed is the one told of last.
fn as_before(triggers: &mut Vec<Trigger>, deeds: &[Deed], last: &mut Option<usize>) {
    triggers.sort_by_key(|trigger| trigger.chars.start);
    for trigger in triggers.iter_mut() {
        if trigger.prospect {
            continue;
        }
        if deeds[trigger.deed].fact == AS_BEFORE {
            trigger.deed = last.unwrap_or(trigger.deed);
        } else if deeds[trigger.deed].of_party && !deeds[trigger.deed].weak {
            *last = Some(trigger.deed);
        }
    }
    triggers.retain(|trigger| deeds[trigger.deed].fact != AS_BEFORE);
}

/// The words for deeds in a sentence.
fn triggers(marked: &Marked, grammar: &Grammar, sentence: &Range<usize>) -> Vec<Trigger> {
    let text = &marked.text[sentence.clone()];
    let words = &grammar.words;
    let mut triggers: Vec<Trigger> = Vec::new();
    for (deed, about) in grammar.deeds.iter().enumerate() {
        for found in about.words.find_iter(text) {
            let (before, after) = (&text[..found.start()], &text[found.end()..]);
            let lead = before.char_indices().rev().nth(30).map_or(before, |(at, _)| &before[at..]);
            let [not_until, until] = &grammar.not_until;
            let at_last = not_until.as_ref().is_some_and(|regex| regex.is_match(before))
                || until.as_ref().is_some_and(|regex| regex.is_match(after));
            let not_only = words.not_only.iter().any(|word| before.ends_with(word.as_str()));
            let beside = after.char_indices().take(BESIDE + 1).any(|(_, c)| c == Class::Date.mark())
                && words.past.iter().any(|word| lead.contains(word.as_str()));
            let at_last = at_last || not_only || beside;
            let blocked = !at_last && about.unless_before.as_ref().is_some_and(|regex| regex.is_match(before));
            let goes_on = about.unless_after.as_ref().is_some_and(|regex| regex.is_match(after));
            let prospect = blocked && words.prospect.iter().any(|word| lead.contains(word.as_str()));
            if (!blocked || prospect) && !goes_on {
                let chars = marked.chars(sentence.start + found.start()..sentence.start + found.end());
                let remembered = words.anniversary.iter().any(|word| lead.contains(word.as_str()));
                triggers.push(Trigger { deed, chars, remembered, prospect, not_only });
            }
        }
    }
    triggers
}

/// The most bytes of a sentence. What goes on for longer is a list of something, and is read in pieces.
const LONGEST: usize = 6_000;

/// Ranges of bytes between full stops.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let ends = match c {
            '。' | '；' | '!' | '?' | ';' => true,
            '.' => chars.peek().is_none_or(|(_, next)| next.is_whitespace()),
            _ => false,
        };
        let ends = ends || (at > start + LONGEST && matches!(c, ',' | '，' | '、' | ' '));
        if ends {
            all.push(start..at + c.len_utf8());
            start = at + c.len_utf8();
        }
    }
    if start < text.len() {
        all.push(start..text.len());
    }
    all
}

fn of_sentence(
    marked: &Marked,
    sentence: Range<usize>,
    triggers: &[Trigger],
    grammar: &Grammar,
    wanted: &dyn Fn(&Mark) -> bool,
    all: &mut Vec<Found>,
) {
    let chars = marked.chars(sentence.clone());
    let first = marked.marks.partition_point(|mark| mark.start < chars.start);
    let last = marked.marks.partition_point(|mark| mark.start < chars.end);
    let of = |class: Class| (first..last).filter(move |at| marked.marks[*at].class == class);
    let dates: Vec<usize> = of(Class::Date)
        .filter(|at| !is_of_a_name(marked, grammar, *at) && !is_of_an_eve(marked, grammar, *at))
        .collect();
    let deeds = &grammar.deeds;
    let mut last_trigger: Option<&Trigger> = None;
    // What the dates of the item before were the days of, in order, and those of this item.
    let (mut item_before, mut item): (Vec<&Trigger>, Vec<&Trigger>) = (Vec::new(), Vec::new());
    let (prospects, done): (Vec<Trigger>, Vec<Trigger>) =
        triggers.iter().cloned().partition(|trigger| trigger.prospect);
    let triggers = done.as_slice();
    let paired = paired(marked, triggers, &dates, deeds);
    let on_day_of = on_day_of(marked, grammar, triggers, &dates, &sentence);
    let mut claimed = claimed(marked, grammar, triggers, &dates);
    for told in &on_day_of {
        let by = &triggers[told.by];
        let clause = by.chars.start..by.chars.start + FAR / 2;
        let own =
            |other: &&Trigger| deeds[other.deed].fact == deeds[by.deed].fact && clause.contains(&other.chars.start);
        let starts = triggers.iter().filter(own).map(|other| (other.chars.start, told.date.unwrap_or(usize::MAX)));
        claimed.extend(starts);
    }
    for (place_in_list, &date) in dates.iter().enumerate() {
        let mark = &marked.marks[date];
        if !wanted(mark) {
            continue;
        }
        // A word with a date in its own clause does not look for one in another that has a word too.
        let parted = |a: &Range<usize>, b: &Mark| {
            let (from, to) = (a.end.min(b.end), a.start.max(b.start));
            marked.commas(from..to) > 0
        };
        let verb_last = grammar.words.deed_before > grammar.words.deed_after;
        let has_own = triggers.iter().any(|other| !deeds[other.deed].weak && !parted(&other.chars, mark));
        let elsewhere = |chars: &Range<usize>| {
            has_own
                && !verb_last
                && parted(chars, mark)
                && dates.iter().any(|other| *other != date && !parted(chars, &marked.marks[*other]))
        };
        // Which side of its date a verb stands on is a habit of the language.
        let cost = |other: &Range<usize>| {
            let side = match other.start < mark.start {
                true if is_told_of(marked, grammar, other, mark) => 0,
                true => grammar.words.deed_before,
                false => grammar.words.deed_after,
            };
            let far = if elsewhere(other) { STRONG } else { 0 };
            distance(marked, other, &(mark.start..mark.end), &dates) + side + far
        };
        let has_place = of(Class::Place).any(|at| {
            let other = &marked.marks[at];
            distance(marked, &(other.start..other.end), &(mark.start..mark.end), &dates) <= PLACE
        });
        let own = |trigger: &&Trigger| {
            (has_place || !deeds[trigger.deed].needs_place)
                && claimed.iter().all(|(start, other)| *start != trigger.chars.start || *other == date)
                && (!trigger.remembered || trigger.chars.start < mark.start)
                && bound(marked, grammar, trigger, &dates).is_none_or(|other| {
                    in_one_list(marked, &dates, other, date) || in_one_row(marked, grammar, &dates, date, other)
                })
        };
        let closest = |weak: bool| {
            let all = triggers.iter().filter(own).filter(move |trigger| deeds[trigger.deed].weak == weak);
            // A word right before its date is nearer than any behind it.
            let beside = |trigger: &Trigger| bound(marked, grammar, trigger, &dates) == Some(date);
            all.min_by_key(|trigger| (if beside(trigger) { 0 } else { cost(&trigger.chars) }, trigger.chars.start))
        };
        // "The signing took place" is no meeting: the verb is that of the noun before it.
        let verb_of = |noun: &Trigger, verb: &Trigger| {
            let between = noun.chars.end..verb.chars.start.max(noun.chars.end);
            noun.chars.end <= verb.chars.start
                && marked.slice(between.clone()).chars().count() <= VERB
                && marked.within(between).iter().all(|mark| mark.class != Class::Date)
        };
        let is_verb = |weak: &Trigger| triggers.iter().any(|other| !deeds[other.deed].weak && verb_of(other, weak));
        // What stands in the date's own clause tells more than what stands behind a comma.
        let preferred = |strong: &Trigger, weak: &Trigger| {
            let parted = |one: &Trigger| {
                let (from, to) = (one.chars.end.min(mark.end), one.chars.start.max(mark.start));
                marked.commas(from..to) > 0
            };
            if parted(strong) && !parted(weak) { STRONG / 3 } else { STRONG }
        };
        let nearest = match (closest(false), closest(true)) {
            (Some(strong), Some(weak))
                if !is_verb(weak) && cost(&strong.chars) > cost(&weak.chars) + preferred(strong, weak) =>
            {
                weak
            }
            (Some(strong), _) => strong,
            (None, Some(weak)) => weak,
            (None, None) => match last_trigger {
                Some(last) => last,
                None => continue,
            },
        };
        let to_come = prospects.iter().map(|trigger| cost(&trigger.chars)).min();
        if to_come.is_some_and(|to_come| to_come < PROSPECT && to_come < cost(&nearest.chars)) {
            continue;
        }
        // An item of a list goes on with the deed of the item before it.
        let previous = place_in_list.checked_sub(1).map(|before| dates[before]);
        let new_item = previous.is_some_and(|previous| {
            let previous = &marked.marks[previous];
            let between = previous.end..mark.start.max(previous.end);
            let meets = last_trigger.is_some_and(|last| deeds[last.deed].fact == MEETING);
            let names = |mark: &Mark| mark.class == Class::Actor || meets && mark.class == Class::Place;
            marked.within(between.clone()).iter().any(names)
                || grammar.words.next_item.iter().any(|words| marked.slice(between.clone()).contains(words.as_str()))
        });
        let in_list = previous.is_some_and(|previous| in_one_list(marked, &dates, previous, date));
        let goes_on = previous.is_some_and(|previous| {
            (new_item && mark.start.saturating_sub(marked.marks[previous].end) < 70) || (in_list && !item.is_empty())
        });
        if new_item {
            item_before = std::mem::take(&mut item);
        }
        let free = triggers.iter().any(|trigger| own(&trigger));
        let same_place = item_before.get(item.len()).copied().filter(|_| item_before.len() > 1).or(last_trigger);
        let inherited = same_place.filter(|_| goes_on && (!free || cost(&nearest.chars) > FAR / 2));
        let told_by = on_day_of.iter().find(|told| told.date == Some(date));
        let inherited = inherited.filter(|_| told_by.is_none());
        let nearest = told_by.map_or(nearest, |told| &triggers[told.deed]);
        let pair = paired.iter().find(|(at, _)| *at == date).map(|(_, trigger)| &triggers[*trigger]);
        // "Mali and Chad ratified on 3 May and 4 June, Fiji acceded": what another does behind a list is not of its days.
        let of_another = in_list
            && !verb_last
            && nearest.chars.start > mark.end
            && marked.within(mark.end..nearest.chars.start).iter().any(|other| other.class == Class::Actor);
        let inherited = inherited.or(item.last().copied().filter(|_| of_another && told_by.is_none()));
        let nearest = pair.or(inherited).unwrap_or(nearest);
        let told = inherited.is_some() || pair.is_some();
        // The day that a sentence begins with is that of its verb, whatever comes between.
        let leads = mark.start <= chars.start + LEAD && !deeds[nearest.deed].weak;
        if !told && (!free || cost(&nearest.chars) > if leads { 2 * FAR } else { FAR }) {
            continue;
        }
        last_trigger = Some(nearest);
        item.push(nearest);
        let before = place_in_list.checked_sub(1).map_or(chars.start, |before| marked.marks[dates[before]].end);
        let after = dates.get(place_in_list + 1).map_or(chars.end, |after| marked.marks[*after].start);
        let mut chosen: Vec<(&Trigger, bool)> = match pair {
            Some(one) => vec![(one, false)],
            None => together(triggers, nearest, marked, grammar).into_iter().map(|trigger| (trigger, false)).collect(),
        };
        if let Some(by) = told_by.map(|told| &triggers[told.by]) {
            chosen.retain(|(taken, _)| deeds[taken.deed].fact != deeds[by.deed].fact);
            chosen.push((by, false));
        }
        let joined = chosen.len() > 1 || pair.is_some();
        // Who meets and signs on one day does both.
        let meetings = triggers.iter().filter(own).filter(|weak| {
            let deed = &deeds[weak.deed];
            deed.weak && deed.fact == MEETING && !deed.needs_place
        });
        let met = meetings.min_by_key(|weak| (cost(&weak.chars), weak.chars.start)).filter(|weak| {
            let between = (mark.end..nearest.chars.start.max(mark.end)).contains(&weak.chars.start);
            cost(&weak.chars) <= 12 || between && has_place && cost(&weak.chars) <= FAR / 2
        });
        let met = met.filter(|weak| !is_verb(weak));
        if let Some(weak) = met.filter(|weak| deeds[weak.deed].fact != deeds[nearest.deed].fact && inherited.is_none())
        {
            chosen.push((weak, false));
        }
        let mut others: Vec<&Trigger> = triggers
            .iter()
            .filter(|_| pair.is_none())
            .filter(own)
            .filter(|other| cost(&other.chars) <= FAR / 2)
            .collect();
        others.sort_by_key(|other| cost(&other.chars));
        for other in others {
            if chosen.iter().all(|(taken, _)| deeds[taken.deed].fact != deeds[other.deed].fact) {
                chosen.push((other, true));
            }
        }
        // "On 6 August, when it was signed": both were done on that day.
        let behind = marked.slice(mark.end..after);
        let begins = marked.text[sentence.clone()].trim_start();
        let when = dates.len() == 1 && grammar.words.when.iter().any(|words| begins.starts_with(words.as_str()));
        let same_day =
            grammar.words.same_day.iter().any(|words| behind.starts_with(words.as_str())) || when || nearest.not_only;
        let mut told_beside: Vec<usize> = Vec::new();
        if same_day {
            let clause = mark.end..after.min(mark.end + FAR);
            for trigger in triggers.iter().filter(|other| clause.contains(&other.chars.start)) {
                let other = |(taken, _): &(&Trigger, bool)| deeds[taken.deed].fact != deeds[trigger.deed].fact;
                if !deeds[trigger.deed].weak && chosen.iter().filter(|(_, alternate)| !alternate).all(other) {
                    chosen.retain(|(taken, _)| deeds[taken.deed].fact != deeds[trigger.deed].fact);
                    chosen.push((trigger, false));
                    told_beside.push(trigger.chars.start);
                }
            }
        }
        for (trigger, alternate) in chosen {
            let joined = joined || told_beside.contains(&trigger.chars.start);
            let deed = &deeds[trigger.deed];
            let Value::Date(when) = &mark.value else { continue };
            // A bare year is the day of no deed unless the word for it stands right beside it.
            let bracketed = marked.lead(mark.start, 1) == "(";
            let far = match (deed.years, bracketed) {
                (true, true) => FAR,
                (true, false) => FAR / 2,
                (false, _) => 24,
            };
            let (left, right) = (trigger.chars.end.min(mark.end), trigger.chars.start.max(mark.start));
            let crossed = dates.iter().any(|at| *at != date && (left..right).contains(&marked.marks[*at].start));
            let met_there = deed.fact == MEETING && has_place && cost(&trigger.chars) <= FAR / 2;
            let unlikely = !deed.years && (deed.weak && !told && !met_there || bracketed || crossed && !told)
                || (cost(&trigger.chars) > far && !told && !met_there);
            if !when.is_full() && when.from.month.is_none() && when.from.season.is_none() && unlikely {
                continue;
            }
            // Those before a list of days are those of each day in it.
            let first =
                (0..=place_in_list).rev().find(|at| *at == 0 || !in_one_list(marked, &dates, dates[at - 1], date));
            let before_list =
                first.and_then(|at| at.checked_sub(1)).map_or(chars.start, |at| marked.marks[dates[at]].end);
            let actors = deed
                .of_party
                .then(|| actors(marked, of(Class::Actor), mark, trigger, before_list, after, deed))
                .flatten();
            if deed.of_party && actors.is_none() && deed.needs_actor {
                continue;
            }
            let dealt = actors.map(|at| (at, dealt_out(marked, at, &dates, place_in_list, &chars)));
            let near = |class: Class, far: usize| {
                of(class)
                    .filter(|at| {
                        let other = &marked.marks[*at];
                        distance(marked, &(other.start..other.end), &(mark.start..mark.end), &dates) <= far
                    })
                    .min_by_key(|at| {
                        let other = &marked.marks[*at];
                        distance(marked, &(other.start..other.end), &(mark.start..mark.end), &dates)
                    })
            };
            let treaty = of(Class::Treaty).rfind(|at| marked.marks[*at].start < mark.end.max(trigger.chars.end));
            let treaty = treaty.or_else(|| of(Class::Treaty).next());
            let number = near(Class::Number, 60);
            if deed.needs_number && number.is_none() {
                continue;
            }
            let place = near(Class::Place, PLACE);
            if deed.needs_place && place.is_none() {
                continue;
            }
            let mut from = mark.start.min(trigger.chars.start);
            let mut to = mark.end.max(trigger.chars.end);
            // In a list the word for the deed stands far away: then the passage is the item.
            if before > trigger.chars.end || after < trigger.chars.start {
                (from, to) = (mark.start, mark.end);
            }
            if let Some((at, _)) = dealt {
                let actor = &marked.marks[at];
                if actor.start >= before.min(from) && actor.end <= after.max(to) {
                    (from, to) = (from.min(actor.start), to.max(actor.end));
                }
            }
            all.push(Found {
                deed: trigger.deed,
                date,
                actors: dealt,
                treaty,
                place,
                number,
                joined,
                alternate,
                chars: from..to,
            });
        }
    }
}

/// "Signed and ratified on 25 March and 20 September": as many days as deeds, each the day of one.
fn paired(marked: &Marked, triggers: &[Trigger], dates: &[usize], deeds: &[Deed]) -> Vec<(usize, usize)> {
    let mut all = Vec::new();
    let joins = |one: &Trigger, other: &Trigger| {
        let gap = other.chars.start.saturating_sub(one.chars.end);
        deeds[one.deed].joins
            && deeds[other.deed].joins
            && deeds[one.deed].fact != deeds[other.deed].fact
            && one.chars.end <= other.chars.start
            && gap < 22
            && !marked.within(one.chars.end..other.chars.start).iter().any(|mark| mark.class == Class::Date)
    };
    for (at, two) in triggers.windows(2).enumerate().filter(|(_, two)| joins(&two[0], &two[1])) {
        let more = triggers.get(at + 2).is_some_and(|third| joins(&two[1], third));
        let lists = dates.windows(2).enumerate().filter(|(_, days)| in_one_list(marked, dates, days[0], days[1]));
        let near = |days: &[usize]| {
            let (first, last) = (&marked.marks[days[0]], &marked.marks[days[1]]);
            first.start.saturating_sub(two[1].chars.end).max(two[0].chars.start.saturating_sub(last.end))
        };
        let Some((place, days)) = lists.min_by_key(|(_, days)| near(days)).filter(|(_, days)| near(days) < FAR) else {
            continue;
        };
        let goes_on = |next: Option<&usize>| next.is_some_and(|next| in_one_list(marked, dates, days[1], *next));
        let begun = place.checked_sub(1).is_some_and(|before| in_one_list(marked, dates, dates[before], days[0]));
        // As many participants as days: then the days are theirs.
        let span =
            two[0].chars.start.min(marked.marks[days[0]].start).saturating_sub(FAR / 2)..marked.marks[days[1]].end;
        let several = marked
            .within(span)
            .iter()
            .any(|mark| matches!(&mark.value, Value::Actors { codes, grouped: false, .. } if codes.len() == 2));
        if !more && !begun && !goes_on(dates.get(place + 2)) && !several {
            all.extend([(days[0], at), (days[1], at + 1)]);
        }
    }
    all
}

/// A deed whose day is that of another.
struct OnDayOf {
    deed: usize,
    by: usize,
    date: Option<usize>,
}

/// "It became binding on the day of the deposit, 4 June": both were done on that day, and a list that follows goes on
/// with the first.
fn on_day_of(
    marked: &Marked,
    grammar: &Grammar,
    triggers: &[Trigger],
    dates: &[usize],
    sentence: &Range<usize>,
) -> Vec<OnDayOf> {
    let text = &marked.text[sentence.clone()];
    let offset = sentence.start;
    let mut all: Vec<OnDayOf> = Vec::new();
    for words in &grammar.words.day_of {
        for (at, _) in text.match_indices(words.as_str()) {
            let phrase = marked.chars(offset + at..offset + at + words.len());
            let by = triggers
                .iter()
                .position(|trigger| trigger.chars.start >= phrase.end && trigger.chars.start < phrase.end + PROSPECT);
            let deed = triggers
                .iter()
                .rposition(|trigger| trigger.chars.end <= phrase.start && !grammar.deeds[trigger.deed].weak);
            let (Some(by), Some(deed)) = (by, deed) else { continue };
            let clear = |range: Range<usize>| marked.within(range).iter().all(|mark| mark.class != Class::Date);
            let same = grammar.deeds[triggers[by].deed].fact == grammar.deeds[triggers[deed].deed].fact;
            if same
                || !clear(triggers[deed].chars.end..triggers[by].chars.start)
                || all.iter().any(|told| told.by == by)
            {
                continue;
            }
            let end = triggers[by].chars.end;
            let date = dates.iter().copied().find(|at| marked.marks[*at].start >= end).filter(|at| {
                let gap = end..marked.marks[*at].start;
                gap.len() <= VERB && marked.within(gap).iter().all(|mark| mark.class != Class::Actor)
            });
            all.push(OnDayOf { deed, by, date });
        }
    }
    all
}

/// "On 6 August, when it was signed": the first word behind such words is the date's own.
fn claimed(marked: &Marked, grammar: &Grammar, triggers: &[Trigger], dates: &[usize]) -> Vec<(usize, usize)> {
    let mut all = Vec::new();
    for (at, date) in dates.iter().enumerate() {
        let from = marked.marks[*date].end;
        let to = dates.get(at + 1).map_or(from + FAR, |next| marked.marks[*next].start);
        let behind = marked.slice(from..to);
        if grammar.words.same_day.iter().any(|words| behind.starts_with(words.as_str())) {
            let first = triggers.iter().map(|trigger| trigger.chars.start).filter(|start| (from..to).contains(start));
            all.extend(first.min().map(|start| (start, *date)));
        }
    }
    all
}

/// "On 5 July and 29 September": a list of days shares its word.
fn in_one_list(marked: &Marked, dates: &[usize], one: usize, other: usize) -> bool {
    let (first, last) = (one.min(other), one.max(other));
    let mut between = dates.iter().filter(|at| (first..=last).contains(*at)).map(|at| &marked.marks[*at]);
    let Some(mut before) = between.next() else { return true };
    between.all(|mark| {
        let near = mark.start.saturating_sub(before.end) <= BESIDE;
        before = mark;
        near
    })
}

/// "Mali on 3 May, Chad on 4 June ratified": where the verb comes last, the items of a row before it share it.
fn in_one_row(marked: &Marked, grammar: &Grammar, dates: &[usize], one: usize, last: usize) -> bool {
    let verb_last = grammar.words.deed_before > grammar.words.deed_after;
    if !verb_last || marked.marks[one].start >= marked.marks[last].start {
        return false;
    }
    let row: Vec<&Mark> = dates.iter().map(|at| &marked.marks[*at]).collect();
    let (from, to) = (marked.marks[one].start, marked.marks[last].start);
    let within: Vec<&&Mark> = row.iter().filter(|mark| (from..=to).contains(&mark.start)).collect();
    within.windows(2).all(|two| {
        let between = two[0].end..two[1].start;
        let signs: usize = marked.within(between.clone()).iter().map(|_| 1).sum();
        let text =
            grammar.words.dealt.iter().fold(marked.slice(between).to_owned(), |text, word| text.replace(word, ""));
        let bare = text.chars().filter(|c| !"、和及与于在以并，".contains(*c)).count();
        text.contains(['、', '和', '及', '与', '，']) && bare <= signs
    })
}

/// "On the eve of its entry into force on 3 May": the day tells when something else was still to come.
fn is_of_an_eve(marked: &Marked, grammar: &Grammar, at: usize) -> bool {
    let lead = marked.lead(marked.marks[at].start, FAR);
    let clause = lead.rsplit([',', '.', ';']).next().unwrap_or(&lead);
    let eve = grammar.words.eve.iter().filter_map(|words| clause.rfind(words.as_str())).max();
    // The eve itself has its day right behind the word.
    eve.is_some_and(|from| clause[from..].chars().count() > VERB)
}

/// "The Treaty of 1987": the year belongs to the name.
fn is_of_a_name(marked: &Marked, grammar: &Grammar, at: usize) -> bool {
    let mark = &marked.marks[at];
    let Some(before) = at.checked_sub(1).map(|before| &marked.marks[before]) else { return false };
    let year = matches!(&mark.value, Value::Date(when) if when.from.month.is_none() && when.from.season.is_none());
    let named = matches!(&before.value, Value::Treaty { ends, .. } if ends.is_empty());
    let between = if before.end <= mark.start { marked.slice(before.end..mark.start) } else { return false };
    year && named && grammar.words.of_year.iter().any(|words| between == words.as_str())
}

/// The date that a word has for its own because it stands right beside it, on the side where its language puts it.
fn bound(marked: &Marked, grammar: &Grammar, trigger: &Trigger, dates: &[usize]) -> Option<usize> {
    let short = |from: usize, to: usize, most: usize| {
        let between = if from <= to { marked.slice(from..to) } else { return false };
        between.chars().count() <= most && !between.contains([',', '，', '、', ';', '(', ')'])
    };
    let behind = dates.iter().find(|at| short(trigger.chars.end, marked.marks[**at].start, BESIDE));
    let before = dates.iter().rev().find(|at| short(marked.marks[**at].end, trigger.chars.start, BESIDE / 2));
    // Where the verb comes last its date stands before it.
    let verb_last = grammar.words.deed_before > grammar.words.deed_after;
    let told_of = dates.iter().find(|at| is_told_of(marked, grammar, &trigger.chars, &marked.marks[**at]));
    if verb_last { told_of.or(before).copied() } else { behind.copied() }
}

/// "The signature was on": a word before its date, with nothing but these words between them.
fn is_told_of(marked: &Marked, grammar: &Grammar, word: &Range<usize>, date: &Mark) -> bool {
    word.end <= date.start
        && grammar.words.told_of.iter().any(|words| marked.slice(word.end..date.start) == words.as_str())
}

/// The nearest word, and those that are joined to it: "signed and ratified".
fn together<'t>(triggers: &'t [Trigger], nearest: &'t Trigger, marked: &Marked, grammar: &Grammar) -> Vec<&'t Trigger> {
    let deeds = &grammar.deeds;
    // Where the verb comes last a participant between two verbs does the second.
    let verb_last = grammar.words.deed_before > grammar.words.deed_after;
    let mut all = vec![nearest];
    for trigger in triggers.iter().filter(|trigger| deeds[trigger.deed].fact != deeds[nearest.deed].fact) {
        let (first, second) =
            if trigger.chars.start < nearest.chars.start { (trigger, nearest) } else { (nearest, trigger) };
        let gap = second.chars.start.saturating_sub(first.chars.end);
        let between = marked.within(first.chars.end..second.chars.start);
        let joined = gap < 22
            && between.iter().all(|mark| mark.class != Class::Date && !(verb_last && mark.class == Class::Actor));
        if joined && deeds[trigger.deed].joins && deeds[nearest.deed].joins {
            all.push(trigger);
        }
    }
    all
}

/// How far two passages stand apart, in characters; commas, brackets and other dates between them count extra.
fn distance(marked: &Marked, a: &Range<usize>, b: &Range<usize>, dates: &[usize]) -> usize {
    let (from, to) = if a.start < b.start { (a.end, b.start) } else { (b.end, a.start) };
    if from >= to {
        return 0;
    }
    let crossed = dates.iter().filter(|at| marked.marks[**at].start >= from && marked.marks[**at].end <= to).count();
    // Marks are short in the marked text, however long the names are.
    let names: usize = marked.within(from..to).iter().map(|mark| (mark.end - mark.start).saturating_sub(2)).sum();
    let commas = marked.commas(from..to);
    (to - from).saturating_sub(names) + 7 * commas + 4 * crossed
}

/// Who did it: the participant between the last date and this one, or behind this one, or the one before all.
fn actors(
    marked: &Marked,
    actors: impl Iterator<Item = usize>,
    date: &Mark,
    trigger: &Trigger,
    before: usize,
    after: usize,
    deed: &Deed,
) -> Option<usize> {
    let mut all: Vec<usize> = actors
        .filter(|at| {
            let mark = &marked.marks[*at];
            let lead: String = marked.lead(mark.start, 12);
            !deed.not_actor_after.as_ref().is_some_and(|regex| regex.is_match(&lead))
        })
        .collect();
    // "It became a party": who did it is whoever has a name.
    let named = |at: &usize| matches!(&marked.marks[*at].value, Value::Actors { codes, .. } if !codes.is_empty());
    if all.iter().any(named) {
        all.retain(named);
    }
    let within = |range: Range<usize>| {
        move |at: &&usize| {
            let mark = &marked.marks[**at];
            range.start <= mark.start && mark.end <= range.end
        }
    };
    let ahead = all.iter().rev().find(within(before..date.start));
    let behind = all.iter().find(within(date.end..after));
    // "Mali on 3 May": nothing but a preposition between them.
    let beside = ahead.filter(|at| {
        let between = marked.slice(marked.marks[**at].end..date.start);
        between.chars().count() <= BESIDE && between.chars().all(|c| c.is_alphabetic() || c == ' ')
    });
    let first_is_date = before <= trigger.chars.start && date.start < trigger.chars.start;
    let chosen = if first_is_date { beside.or(behind).or(ahead) } else { ahead.or(behind) };
    // An ellipsis: whoever was named last before.
    chosen.or_else(|| all.iter().rev().find(|at| marked.marks[**at].end <= date.start)).copied()
}

/// Of a list of participants with as many dates behind it, the one whose date this is.
fn dealt_out(marked: &Marked, actors: usize, dates: &[usize], place: usize, sentence: &Range<usize>) -> Option<usize> {
    let Value::Actors { codes, .. } = &marked.marks[actors].value else { return None };
    let mark = &marked.marks[actors];
    let behind: Vec<usize> = (0..dates.len()).filter(|at| marked.marks[dates[*at]].start >= mark.end).collect();
    let (first, last) = behind.first().zip(behind.last())?;
    let other = marked.marks.iter().any(|other| {
        other.class == Class::Actor
            && other.start >= mark.end
            && other.end <= sentence.end
            && other.end <= marked.marks[dates[*last]].start
    });
    // Where others follow, the days that are theirs are not counted.
    let own: Vec<usize> = match other {
        false => behind,
        true => behind.iter().copied().take_while(|at| in_one_list(marked, dates, dates[*first], dates[*at])).collect(),
    };
    let at = own.iter().position(|at| *at == place)?;
    (codes.len() > 1 && codes.len() == own.len()).then_some(at)
}
