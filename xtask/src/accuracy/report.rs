//! The report: sections of lines, and how many of them agree.

use crate::Failure;

/// What a comparison came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Same,
    /// They differ, by evidence that is written down.
    Explained,
    Differs,
}

impl Verdict {
    pub(super) fn of(same: bool) -> Verdict {
        if same { Verdict::Same } else { Verdict::Differs }
    }

    const fn word(self) -> &'static str {
        match self {
            Verdict::Same => "same",
            Verdict::Explained => "explained",
            Verdict::Differs => "DIFFERS",
        }
    }
}

/// Counts of verdicts.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    same: usize,
    explained: usize,
    differs: usize,
}

impl Tally {
    fn add(&mut self, verdict: Verdict, times: usize) {
        match verdict {
            Verdict::Same => self.same += times,
            Verdict::Explained => self.explained += times,
            Verdict::Differs => self.differs += times,
        }
    }
}

/// Prints as it goes, and counts.
#[derive(Debug, Default)]
pub(super) struct Report {
    sections: Vec<(String, Tally)>,
}

impl Report {
    pub(super) fn section(&mut self, title: &str) {
        println!("\n{}. {title}\n", self.sections.len() + 1);
        self.sections.push((title.to_owned(), Tally::default()));
    }

    /// A line that is counted.
    pub(super) fn line(&mut self, verdict: Verdict, text: &str) {
        println!("   {:<10} {text}", verdict.word());
        self.count(verdict, 1);
    }

    /// Comparisons that are counted and not printed one by one.
    pub(super) fn count(&mut self, verdict: Verdict, times: usize) {
        if let Some((_, tally)) = self.sections.last_mut() {
            tally.add(verdict, times);
        }
    }

    /// Differences with one explanation, told in one line.
    pub(super) fn explained(&mut self, times: usize, text: &str) {
        println!("   {:<10} {text}", Verdict::Explained.word());
        self.count(Verdict::Explained, times);
    }

    /// A remark; it is not counted.
    pub(super) fn remark(&self, text: &str) {
        println!("   {text}");
    }

    pub(super) fn finish(&self) -> Result<(), Failure> {
        println!("\nSummary\n");
        let mut total = Tally::default();
        for (title, tally) in &self.sections {
            println!(
                "   {:>5} same {:>4} explained {:>3} not explained   {title}",
                tally.same, tally.explained, tally.differs
            );
            total.differs += tally.differs;
            total.same += tally.same;
        }
        match total {
            Tally { same: 0, .. } => Err("accuracy: nothing was compared".into()),
            Tally { differs: 0, .. } => Ok(()),
            Tally { differs: 1, .. } => Err("accuracy: 1 difference is not explained".into()),
            Tally { differs, .. } => Err(format!("accuracy: {differs} differences are not explained").into()),
        }
    }
}
