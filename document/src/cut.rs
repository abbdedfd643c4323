//! Where paragraphs began in a Chinese text that was put on one line.
//!
//! Nothing marks them any more. What does not change when lines are lost gives them back: the title of the
//! letter, the formulas that begin and end it, signatures, numbers that go up by one, the verbs that begin the
//! clauses of a preamble, the day and place at the end.

use crate::grammar::Structure;

/// The bytes of the text at which a paragraph begins, in order.
pub(crate) fn cuts(text: &str, s: &Structure) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut at = 0;
    if let Some(title) = s.letter_within.find(text) {
        if let Some(agenda) = s.agenda_within.find(&text[..title.start()]) {
            cuts.push(agenda.end());
        }
        cuts.extend([title.start(), title.end()]);
        let end = s.original_within.find_at(text, title.end()).map_or(text.len(), |original| original.start());
        letter(&text[..end], title.end(), s, &mut cuts);
        at = end;
    }
    while let Some(original) = s.original_within.find_at(text, at) {
        cuts.extend([original.start(), original.end()]);
        let end = s.original_within.find_at(text, original.end()).map_or(text.len(), |next| next.start());
        annex(&text[..end], original.end(), s, &mut cuts);
        at = end;
    }
    if at == 0 {
        body(text, 0, s, &mut cuts);
    }
    cuts.retain(|cut| *cut > 0 && *cut < text.len());
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

/// The sentences of a part of the text, each with its full stop.
fn sentences(text: &str, from: usize) -> Vec<(usize, usize)> {
    let mut all = Vec::new();
    let mut start = from;
    for (at, stop) in text[from..].match_indices('。') {
        let end = from + at + stop.len();
        all.push((start, end));
        start = end;
    }
    if start < text.len() {
        all.push((start, text.len()));
    }
    all
}

fn letter(text: &str, from: usize, s: &Structure, cuts: &mut Vec<usize>) {
    let mut alone = true;
    for (start, end) in sentences(text, from) {
        let sentence = &text[start..end];
        if sentence.contains("(签名)") || sentence.contains("(签字)") {
            cuts.push(start);
            let marks = sentence.match_indices("(签名)").chain(sentence.match_indices("(签字)"));
            cuts.extend(marks.map(|(at, mark)| start + at + mark.len()));
            continue;
        }
        let formula = s.transmits.is_match(sentence) || s.closing.is_match(sentence);
        if formula || alone || s.opens.is_match(sentence) {
            cuts.push(start);
        }
        alone = formula;
    }
}

fn annex(text: &str, from: usize, s: &Structure, cuts: &mut Vec<usize>) {
    let title = s.annex_title.captures_at(text, from).and_then(|found| found.get(1)).filter(|m| m.start() == from);
    let start = title.map_or(from, |title| title.end());
    cuts.push(start);
    body(text, start, s, cuts);
}

/// A number with a full stop, and whether it counts paragraphs or headings.
struct Item {
    at: usize,
    heading: bool,
}

fn body(text: &str, from: usize, s: &Structure, cuts: &mut Vec<usize>) {
    let mut end = text.len();
    if let Some(closing) = s.date_line_at_end.captures_at(text, from).and_then(|found| found.get(1)) {
        cuts.push(closing.start());
        end = closing.start();
    }
    let text = &text[..end];
    let items = items(text, from);
    let first = items.first().map_or(end, |item| item.at);
    preamble(&text[..first], from, s, cuts);
    cuts.extend(items.iter().map(|item| item.at));
    if items.is_empty() {
        cuts.extend(
            sentences(text, from).into_iter().map(|(start, _)| start).filter(|start| s.opens.is_match(&text[*start..])),
        );
    }
    // A heading ends where the next item begins; nothing else tells.
    let _ = items.iter().filter(|item| item.heading).count();
}

/// Numbers that go up by one, and headings among them that are counted apart or by other numerals.
fn items(text: &str, from: usize) -> Vec<Item> {
    let mut found: Vec<(usize, Result<u32, ()>)> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(stop) = text[at..].find('.').map(|stop| at + stop) {
        at = stop + 1;
        if bytes.get(at).is_some_and(u8::is_ascii_digit) {
            continue;
        }
        let digits = text[from..stop].bytes().rev().take_while(u8::is_ascii_digit).count();
        let numerals = text[from..stop].chars().rev().take_while(|c| "一二三四五六七八九十".contains(*c)).count();
        if digits > 0 && digits < 4 {
            let start = stop - digits;
            if !text[..start].ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '(' | '第')) {
                found.push((start, text[start..stop].parse().map_err(|_| ())));
            }
        } else if numerals > 0 && numerals < 4 {
            found.push((stop - numerals * '一'.len_utf8(), Err(())));
        }
    }
    let mut items = Vec::new();
    let (mut last, mut sub) = (0, 0);
    for (index, (start, number)) in found.iter().enumerate() {
        let until = found.get(index + 1).map_or(text.len(), |next| next.0);
        let short = until - start < 40 * '一'.len_utf8() && !text[*start..until].contains('。');
        match number {
            Err(()) if short => {
                sub = 0;
                items.push(Item { at: *start, heading: true });
            }
            Ok(number) if *number == last + 1 && !(short && *number == sub + 1 && sub > 0) => {
                last = *number;
                items.push(Item { at: *start, heading: false });
            }
            Ok(number) if *number == sub + 1 && short => {
                sub = *number;
                items.push(Item { at: *start, heading: true });
            }
            _ => {}
        }
    }
    items
}

fn preamble(text: &str, from: usize, s: &Structure, cuts: &mut Vec<usize>) {
    // Clauses end with a semicolon where a verb follows most of them, and with a comma otherwise.
    let behind = |mark: char| -> Vec<usize> {
        text[from..].match_indices(mark).map(|(at, mark)| from + at + mark.len()).collect()
    };
    let opens = |at: &usize| s.preamble.is_match(&text[*at..]) || s.preamble_ends.is_match(&text[*at..]);
    let semicolons = behind('；');
    let verbs = semicolons.iter().filter(|at| opens(at)).count();
    let marks = if verbs * 2 > semicolons.len() { semicolons } else { behind('，') };
    cuts.extend(marks.into_iter().filter(opens));
    // What comes before the first clause ends with the verb that adopts, if there is one.
    if let Some(end) = s.preamble_ends.find_at(text, from)
        && text[..end.start()].ends_with(['；', '，', '。'])
    {
        cuts.push(end.start());
    }
}
