//! Colours and hatchings.
//!
//! Hues are spaced so that they stay apart for readers with the common kinds of colour blindness (after the muted
//! scheme of Paul Tol, 2021), and every tone but the first is hatched in its own way, for those who see or print grey.
//! What follows in order, as numbers do, has steps of one hue instead.

use std::fmt::Write as _;

/// How many tones there are: for kinds, each with a hue and a hatching of its own.
pub const TONES: usize = 8;

/// How many steps there are from little to much: they follow the tones, in one hue that stands out more with each step,
/// and are not hatched. They are told apart by lightness alone, so that they can be read in grey.
pub const STEPS: usize = 5;

/// Tones and steps.
const ALL: usize = TONES + STEPS;

/// The tone that comes at this place, counted on from the first behind the last.
pub(crate) fn around(tone: usize) -> usize {
    tone % ALL
}

/// The style sheet of every drawing, for a page that holds drawings made for [`Frame::Inline`](crate::Frame::Inline).
pub const STYLE: &str = include_str!("style.css");

/// The lines of each tone's hatching: the size of its tile, how it is turned, and its path.
const HATCHINGS: [(u8, u8, &str); TONES] = [
    (0, 0, ""),
    (5, 45, "M0 2.5h5"),
    (5, 0, "M0 2.5h5"),
    (5, 135, "M0 2.5h5"),
    (6, 45, "M0 3h6M3 0v6"),
    (5, 0, "M2.5 0v5"),
    (6, 0, "M0 3h6M3 0v6"),
    (9, 45, "M0 2.5h9M0 5h9"),
];

/// Defines the hatchings of these tones.
pub(crate) fn hatchings(svg: &mut String, prefix: &str, tones: &[usize]) {
    let mut tones: Vec<usize> =
        tones.iter().map(|tone| around(*tone)).filter(|tone| (1..TONES).contains(tone)).collect();
    tones.sort_unstable();
    tones.dedup();
    if tones.is_empty() {
        return;
    }
    svg.push_str("<defs>");
    for tone in tones {
        let (size, turn, path) = HATCHINGS[tone];
        let _ = write!(
            svg,
            "<pattern id=\"{prefix}-h{tone}\" width=\"{size}\" height=\"{size}\" patternUnits=\"userSpaceOnUse\""
        );
        if turn > 0 {
            let _ = write!(svg, " patternTransform=\"rotate({turn})\"");
        }
        let _ = write!(
            svg,
            "><rect class=\"t{tone}\" width=\"{size}\" height=\"{size}\"/><path class=\"ha\" d=\"{path}\"/></pattern>"
        );
    }
    svg.push_str("</defs>");
}

/// The attributes by which a shape is filled with a tone; `class` is the rest of its classes.
pub(crate) fn fill(prefix: &str, tone: usize, class: &str) -> String {
    match around(tone) {
        tone if tone == 0 || tone >= TONES => format!("class=\"{class} t{tone}\""),
        tone => format!("class=\"{class}\" fill=\"url(#{prefix}-h{tone})\""),
    }
}

/// The class of the dashes of the series, or edges, that stand at this place in their list.
pub(crate) fn dash(at: usize) -> String {
    if at.is_multiple_of(TONES) { String::new() } else { format!(" d{}", at % TONES) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The colour that a custom property falls back to, the first time in light and the second in dark.
    fn colours(property: &str) -> Vec<&'static str> {
        let start = format!("var(--chart-{property},");
        STYLE.split(start.as_str()).skip(1).filter_map(|rest| rest.split_once(')')).map(|found| found.0).collect()
    }

    /// Relative luminance, as WCAG 2.2 defines it.
    fn luminance(colour: &str) -> f64 {
        let digits: Vec<u32> = colour.chars().filter_map(|sign| sign.to_digit(16)).collect();
        let channels = match digits.as_slice() {
            [r, g, b] => [r * 17, g * 17, b * 17],
            [r, s, g, h, b, c] => [r * 16 + s, g * 16 + h, b * 16 + c],
            _ => panic!("{colour} is no colour"),
        };
        let linear = channels.map(|channel| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn tones_and_words_stand_out() {
        let paper = colours("paper");
        assert_eq!(paper.len(), 2);
        for (at, paper) in paper.iter().enumerate() {
            for words in ["ink", "muted"] {
                assert!(contrast(colours(words)[at], paper) >= 4.5, "{words} on {paper}");
            }
            for tone in 0..TONES {
                let tone_colour = colours(&format!("tone-{tone}"))[at];
                assert!(contrast(tone_colour, paper) >= 3.0, "tone {tone} on {paper}");
                assert!(contrast(tone_colour, colours("sea")[at]) >= 3.0, "tone {tone} on the sea of {paper}");
                let name = if tone == 1 { "#1d2329" } else { paper };
                assert!(contrast(tone_colour, name) >= 4.5, "a name on tone {tone}");
            }
            let steps: Vec<&str> = (0..STEPS).map(|step| colours(&format!("step-{step}"))[at]).collect();
            for (step, colour) in steps.iter().enumerate() {
                assert!(contrast(colour, colours("sea")[at]) >= 3.0, "step {step} on the sea of {paper}");
                let name = match (step, at) {
                    (0, 0) => "#1d2329",
                    (0, _) => "#fff",
                    _ => paper,
                };
                assert!(contrast(colour, name) >= 4.5, "a name on step {step} of {paper}");
            }
            for (step, two) in steps.windows(2).enumerate() {
                assert!(contrast(two[0], two[1]) >= 1.35, "step {step} and the next on {paper}");
                assert!(contrast(two[1], paper) > contrast(two[0], paper), "step {step} stands out less");
            }
        }
    }
}
