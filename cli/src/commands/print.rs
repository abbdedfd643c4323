use std::path::{Path, PathBuf};

#[cfg(not(feature = "press"))]
use crate::failure::Failure;

/// Print a status list, a treaty sheet, a notification, a report or a certified true copy as PDF
///
/// The file is PDF/A with the records attached from which it was set. The same question
/// always gives the same bytes, and `semey verify FILE.pdf` checks it offline. It is in
/// English, Russian or Chinese (--lang). Programs built without it say how to get it.
///
/// Examples:
///   semey print status canwfz --on 2021-11-01 -o canwfz.pdf
///   semey print sheet 中亚无核武器区条约 --lang zh -o canwfz.pdf
///   semey print notification 301 --registry registry --lang ru -o 301.pdf
///   semey print report canwfz --from 2020-01-01 --until 2021-11-01 --lang zh -o report.pdf
///   semey print copy canwfz --text canwfz.txt --text-lang en -o copy.pdf
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

/// What is printed.
#[derive(Debug, clap::Subcommand)]
enum What {
    /// Who is what to a treaty on a day
    Status {
        /// The treaty: id, number in another register, or name in any language
        treaty: String,
        #[command(flatten)]
        when: super::When,
        #[command(flatten)]
        to: To,
    },
    /// What a treaty is, how it came into force, who takes part, what happened
    Sheet {
        /// The treaty: id, number in another register, or name in any language
        treaty: String,
        #[command(flatten)]
        when: super::When,
        #[command(flatten)]
        to: To,
    },
    /// What the depositary tells about an act that was entered in a registry
    Notification {
        /// The entry, counted from 0
        entry: u64,
        #[command(flatten)]
        to: To,
    },
    /// The report of a depositary, a chair or a secretariat on a stretch of days
    Report {
        #[command(flatten)]
        about: super::report::Args,
        #[command(flatten)]
        to: To,
    },
    /// A text with the depositary's certificate, to be signed by hand
    Copy {
        /// The treaty: id, number in another register, or name in any language
        treaty: String,
        /// The file with the text, in UTF-8
        #[arg(long, value_name = "FILE")]
        text: PathBuf,
        /// The language of the text, as in BCP 47 [default: that of --lang]
        #[arg(long, value_name = "LANG")]
        text_lang: Option<String>,
        #[command(flatten)]
        when: super::When,
        #[command(flatten)]
        to: To,
    },
}

/// Where it goes.
#[derive(Debug, clap::Args)]
struct To {
    /// Where to write it [default: the standard output]
    #[arg(short = 'o', long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Where the question is asked.
pub(crate) struct Place<'a> {
    pub(crate) packs: Option<&'a Path>,
    pub(crate) registry: Option<&'a Path>,
    pub(crate) at: Option<u64>,
    pub(crate) lang: &'a str,
    pub(crate) json: bool,
}

/// What a program without the feature says.
#[cfg(not(feature = "press"))]
pub(crate) fn run(args: &Args, place: &Place<'_>) -> Result<(), Failure> {
    let _ = (&args.what, place.packs, place.registry, place.at, place.lang, place.json);
    Err(Failure::data("this program was built without what sets PDFs")
        .help("build it with `cargo install --path cli --features press`; `--json` gives the same records"))
}

#[cfg(feature = "press")]
pub(crate) use with_press::run;

#[cfg(feature = "press")]
mod with_press {
    use std::fs;
    use std::io::{IsTerminal, Write};
    use std::path::Path;

    use law::Day;
    use ledger::{StoreError, each_entry, receipt_of};
    use press::order::{self, Period, Question};
    use press::{Fault, Files, Ledger, Name, Order};
    use register::answer::notification;
    use register::entry::{Body, read};
    use register::registry::{self, Folder};
    use register::{State, World};
    use serde::Serialize;

    use super::{Args, Place, To, What};
    use crate::failure::Failure;
    use crate::{desk, output, world};

    /// The longest text that is certified.
    const MOST_TEXT: u64 = 8 << 20;

    pub(crate) fn run(args: &Args, place: &Place<'_>) -> Result<(), Failure> {
        let (order, files, to) = match &args.what {
            What::Status { treaty, when, to } => {
                let asked = Asked::open(place)?;
                let (order, files) = order::status(&asked.world, &asked.question(treaty, when)?).map_err(failure)?;
                (order, asked.proved(files)?, to)
            }
            What::Sheet { treaty, when, to } => {
                let asked = Asked::open(place)?;
                let (order, files) = order::sheet(&asked.world, &asked.question(treaty, when)?).map_err(failure)?;
                (order, asked.proved(files)?, to)
            }
            What::Notification { entry, to } => {
                let (order, files) = notified(place, *entry)?;
                (order, files, to)
            }
            What::Report { about, to } => {
                let asked = Asked::open(place)?;
                let (subject, until) = super::super::report::asked(&asked.world, asked.today, about)?;
                let ledger = asked.ledger(until)?;
                let period = Period { subject, from: about.from, until, known: about.known, ledger };
                let (order, files) = order::report(&asked.world, period).map_err(failure)?;
                (order, asked.proved(files)?, to)
            }
            What::Copy { treaty, text, text_lang, when, to } => {
                let asked = Asked::open(place)?;
                let question = asked.question(treaty, when)?;
                let bytes = text_of(text)?;
                let lang = text_lang.as_deref().unwrap_or(place.lang);
                let (order, files) = order::copy(&asked.world, &question, &bytes, lang).map_err(failure)?;
                (order, asked.proved(files)?, to)
            }
        };
        let pdf = press::set(&order, &files).map_err(failure)?;
        write(&order, &pdf, to, place.json)
    }

    /// A record opened for a question.
    struct Asked {
        world: World,
        today: Day,
        registry: Option<(Folder, State)>,
    }

    impl Asked {
        fn open(place: &Place<'_>) -> Result<Asked, Failure> {
            let Some(root) = place.registry else {
                let world = world::load(place.packs, place.lang)?;
                return Ok(Asked { world, today: Day::from(jiff::Zoned::now().date()), registry: None });
            };
            let folder = Folder::new(root);
            let read = register::reading(&folder, place.at, place.lang)?;
            let today = desk::now(&read.state).today;
            Ok(Asked { world: read.world, today, registry: Some((folder, read.state)) })
        }

        fn question(&self, treaty: &str, when: &super::super::When) -> Result<Question, Failure> {
            let on = when.on(self.today);
            Ok(Question { treaty: self.world.treaty(treaty)?, on, known: when.known, ledger: self.ledger(on)? })
        }

        /// The ledger that the record rests on.
        fn ledger(&self, on: Day) -> Result<Option<Ledger>, Failure> {
            let own = self.registry.as_ref().map(|(folder, state)| ledger(folder, state, &self.world, on));
            own.transpose()
        }

        /// The same with the receipt of the last entry that counts.
        fn proved(&self, files: Files) -> Result<Files, Failure> {
            match &self.registry {
                Some((folder, state)) if state.size > 0 => {
                    Ok(files.with(Name::Receipt, receipt(folder, state.size - 1)?.into_bytes()))
                }
                _ => Ok(files),
            }
        }
    }

    fn ledger(folder: &Folder, state: &State, world: &World, on: Day) -> Result<Ledger, Failure> {
        let published = registry::published(folder)?;
        let origin = published.map_or_else(String::new, |signed| signed.checkpoint.origin);
        let keeper = state.founding.as_ref().map_or("", |founding| founding.depositary.as_str());
        let party = world.party(keeper).ok();
        let depositary = party.map_or(keeper, |party| world.party_name(party, on)).to_owned();
        Ok(Ledger { origin, depositary, entries: state.size })
    }

    fn receipt(folder: &Folder, index: u64) -> Result<String, Failure> {
        let published =
            registry::published(folder)?.ok_or_else(|| Failure::data("the ledger has no published entry"))?;
        let mut store = folder.store()?;
        let receipt = receipt_of(&mut *store, index, &published).map_err(register::Refusal::from)?;
        Ok(registry::with_entry(&mut *store, receipt)?.to_string())
    }

    fn bytes_of(folder: &Folder, index: u64) -> Result<Vec<u8>, Failure> {
        let published = registry::published(folder)?.map_or(0, |signed| signed.checkpoint.size);
        if index >= published {
            return Err(Failure::data(format!("the ledger has no published entry {index}"))
                .help(format!("it has {published} entries, counted from 0")));
        }
        let mut store = folder.store()?;
        let mut bytes = Vec::new();
        each_entry::<StoreError>(&mut *store, index..index + 1, |_, found| {
            bytes = found.to_vec();
            Ok(())
        })
        .map_err(register::Refusal::from)?;
        Ok(bytes)
    }

    /// What the depositary tells about an entry, as of the place just behind it.
    fn notified(place: &Place<'_>, index: u64) -> Result<(Order, Files), Failure> {
        if place.at.is_some() {
            return Err(Failure::usage("a notification rests on the entries up to its own").help("leave out --at"));
        }
        let folder = desk::folder(place.registry)?;
        let bytes = bytes_of(&folder, index)?;
        let entry = read(&bytes).map_err(|error| Failure::data(error.to_string()))?;
        let no_act = || {
            Failure::data(format!("entry {index} is not about an act"))
                .help("`semey log` lists the entries; acts and rectifications are notified")
        };
        if !matches!(entry.statement.body, Body::Act(_) | Body::Rectification(_)) {
            return Err(no_act());
        }
        let after = register::reading(&folder, Some(index + 1), place.lang)?;
        let before = register::reading(&folder, Some(index), place.lang)?;
        let wrong_bytes = match &entry.statement.body {
            Body::Rectification(rectification) => Some(bytes_of(&folder, rectification.of)?),
            _ => None,
        };
        let wrong = wrong_bytes.as_deref().map(read).transpose().map_err(|error| Failure::data(error.to_string()))?;
        let answer = notification::answer(&before.world, &after.world, index, &entry, wrong.as_ref(), &bytes);
        let answer = answer.map_err(|why| Failure::data(format!("entry {index}: {why}")))?.ok_or_else(no_act)?;
        let day = day_at_seat(&entry.entered, &after.state)?;
        let ledger = ledger(&folder, &after.state, &after.world, day)?;
        let (order, files) = order::notification(&after.world, &answer, day, ledger).map_err(failure)?;
        Ok((order, files.with(Name::Receipt, receipt(&folder, index)?.into_bytes())))
    }

    /// The day at the depositary's seat on which something was entered.
    fn day_at_seat(entered: &str, state: &State) -> Result<Day, Failure> {
        let time: jiff::Timestamp =
            entered.parse().map_err(|error| Failure::data(format!("the entry's time is none: {error}")))?;
        let seat = state.founding.as_ref().map_or("UTC", |founding| founding.seat.as_str());
        Ok(Day::from(time.to_zoned(desk::zone(seat)?).date()))
    }

    fn text_of(path: &Path) -> Result<Vec<u8>, Failure> {
        let unreadable = |error| Failure::usage(format!("{} cannot be read: {error}", path.display()));
        let size = fs::metadata(path).map_err(unreadable)?.len();
        if size > MOST_TEXT {
            return Err(Failure::usage(format!("{} is longer than {} MiB", path.display(), MOST_TEXT >> 20)));
        }
        fs::read(path).map_err(unreadable)
    }

    /// What was printed.
    #[derive(Debug, Serialize)]
    struct Answer<'a> {
        version: u32,
        kind: &'static str,
        file: String,
        bytes: usize,
        sha256: String,
        edition: &'a str,
        lang: &'a str,
        day: Day,
        entries: Option<u64>,
    }

    fn write(order: &Order, pdf: &[u8], to: &To, json: bool) -> Result<(), Failure> {
        let Some(path) = &to.out else {
            if json || output::to_person() || std::io::stdout().is_terminal() {
                return Err(
                    Failure::usage("a PDF is nothing to read at a terminal").help("say where it goes with -o FILE")
                );
            }
            let mut out = std::io::stdout().lock();
            return match out.write_all(pdf).and_then(|()| out.flush()) {
                Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
                other => other.map_err(|error| Failure::data(format!("the sheet cannot be written: {error}"))),
            };
        };
        fs::write(path, pdf)
            .map_err(|error| Failure::data(format!("{} cannot be written: {error}", path.display())))?;
        if json {
            return output::json(&Answer {
                version: 1,
                kind: order.kind.word(),
                file: path.display().to_string(),
                bytes: pdf.len(),
                sha256: press::sha256(pdf),
                edition: press::edition(),
                lang: &order.lang,
                day: order.day,
                entries: order.ledger.as_ref().map(|ledger| ledger.entries),
            });
        }
        output::say(&format!("The {} is in {}.\n", order.kind.word(), path.display()))
    }

    pub(super) fn failure(fault: Fault) -> Failure {
        let failure = match fault {
            Fault::Language(_) => Failure::usage(fault.to_string()),
            _ => Failure::data(fault.to_string()),
        };
        match fault.help() {
            Some(help) => failure.help(help),
            None => failure,
        }
    }
}
