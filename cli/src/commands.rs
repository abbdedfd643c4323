//! One file per command; the help is its comment.

mod alert;
mod backup;
mod bodies;
mod check;
mod cited;
mod claims;
mod commitments;
mod diff;
mod documents;
mod drafts;
mod due;
mod enter;
mod export;
mod facts;
mod fsck;
mod init;
mod keys;
mod load;
mod log;
mod matrix;
mod measures;
mod meetings;
mod mirror;
mod notices;
mod party;
mod print;
mod read;
mod receipt;
mod report;
mod restore;
mod review;
mod search;
mod serve;
mod show;
mod sites;
mod status;
mod timeline;
mod treaties;
mod verify;
mod watch;
mod whatif;
mod why;
mod witness;
mod zones;

use std::path::PathBuf;
use std::process::ExitCode;

pub(crate) use enter::{keep, media_of};
pub(crate) use notices::is_to_be_sealed;

use clap::{CommandFactory, Parser, Subcommand};
use law::{Dated, Day, Status};
use pack::InstrumentKind;
use register::answer::notices::Letters;

use crate::failure::Failure;
use crate::output;
use crate::world;

/// Asks questions of treaties: who is bound, since when, and why.
///
/// Every answer is computed from acts and final clauses. Names of treaties and
/// States are understood in any language; dates are written 2021-11-01 or 2021.
#[derive(Debug, Parser)]
#[command(version, name = "semey")]
pub(crate) struct Cli {
    /// Write JSON instead of a table; docs/json.md describes it
    #[arg(long, global = true, help_heading = "For every command")]
    json: bool,
    /// Read the packs in this folder instead of those built in
    #[arg(long, global = true, value_name = "DIR", help_heading = "For every command")]
    packs: Option<PathBuf>,
    /// Answer from the registry in this folder, and enter into it
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "SEMEY_REGISTRY",
        conflicts_with = "packs",
        help_heading = "For every command"
    )]
    registry: Option<PathBuf>,
    /// Answer from the first N entries of the registry [default: all that are published]
    #[arg(long, global = true, value_name = "N", help_heading = "For every command")]
    at: Option<u64>,
    /// The language of names and titles
    #[arg(
        long,
        help_heading = "For every command",
        global = true,
        default_value = "en", value_name = "LANG", value_parser = ["en", "fr", "es", "ru", "zh", "ar"])]
    lang: String,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Status(status::Args),
    Why(why::Args),
    Timeline(timeline::Args),
    Party(party::Args),
    Treaties(treaties::Args),
    Diff(diff::Args),
    Whatif(whatif::Args),
    Matrix(matrix::Args),
    Due(due::Args),
    Zones(zones::Args),
    Bodies(bodies::Args),
    Meetings(meetings::Args),
    Measures(measures::Args),
    Commitments(commitments::Args),
    Drafts(drafts::Args),
    Notices(Box<notices::Args>),
    Watch(watch::Args),
    Alert(alert::Args),
    Report(report::Args),
    Sites(sites::Args),
    Check(check::Args),
    Export(export::Args),
    Print(print::Args),
    Read(read::Args),
    Facts(facts::Args),
    Claims(claims::Args),
    Cited(cited::Args),
    Documents(documents::Args),
    Search(Box<search::Args>),
    Review(Box<review::Args>),
    Init(init::Args),
    Load(load::Args),
    Enter(Box<enter::Args>),
    Log(log::Args),
    Show(show::Args),
    Receipt(receipt::Args),
    Verify(verify::Args),
    Mirror(mirror::Args),
    Witness(witness::Args),
    Fsck(fsck::Args),
    Backup(backup::Args),
    Restore(restore::Args),
    Keys(keys::Args),
    Serve(serve::Args),
    /// Write completions for a shell
    ///
    /// Examples:
    ///   semey completions bash
    ///   semey completions zsh
    #[command(verbatim_doc_comment)]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

impl Command {
    /// Whether it can be asked as of an earlier place in the ledger.
    fn looks_back(&self) -> bool {
        use Command::{
            Bodies, Cited, Claims, Commitments, Diff, Documents, Drafts, Due, Export, Facts, Keys, Log, Matrix,
            Measures, Meetings, Notices, Party, Print, Read, Report, Search, Sites, Status, Timeline, Treaties, Watch,
            Whatif, Why, Zones,
        };
        let question = matches!(
            self,
            Status(_)
                | Why(_)
                | Timeline(_)
                | Party(_)
                | Treaties(_)
                | Diff(_)
                | Whatif(_)
                | Matrix(_)
                | Due(_)
                | Zones(_)
                | Bodies(_)
                | Meetings(_)
                | Measures(_)
                | Commitments(_)
                | Drafts(_)
                | Notices(_)
                | Watch(_)
                | Report(_)
                | Sites(_)
                | Export(_)
                | Read(_)
                | Facts(_)
                | Claims(_)
                | Cited(_)
                | Documents(_)
                | Search(_)
        );
        question || matches!(self, Log(_) | Keys(_) | Print(_))
    }
}

impl Cli {
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        if let Command::Completions { shell } = &self.command {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "semey", &mut script);
            output::say(&String::from_utf8_lossy(&script))?;
            return Ok(ExitCode::SUCCESS);
        }
        let deed = matches!(&self.command, Command::Notices(args) if args.is_deed());
        if self.at.is_some() && (deed || !self.command.looks_back()) {
            return Err(Failure::usage("--at is for questions, and this is none").help("leave it out"));
        }
        // Packs with errors give no answers, but can be checked.
        if let Command::Check(args) = &self.command {
            let entered = self.registry.as_deref().filter(|_| args.is_about_no_folder());
            let entered = entered.map(|_| self.world()).transpose()?.map(|(world, ..)| world);
            return check::run(args, self.packs.as_deref(), entered, self.json);
        }
        if let Some(done) = self.at_the_desk() {
            return done.map(|()| ExitCode::SUCCESS);
        }
        let (world, letters, today) = self.world()?;
        match &self.command {
            Command::Status(args) => status::run(&world, today, args, self.json),
            Command::Why(args) => why::run(&world, today, args, self.json),
            Command::Timeline(args) => timeline::run(&world, today, args, self.json),
            Command::Party(args) => party::run(&world, today, args, self.json),
            Command::Treaties(args) => treaties::run(&world, today, args, self.json),
            Command::Diff(args) => diff::run(&world, args, self.json),
            Command::Whatif(args) => whatif::run(&world, today, args, self.json),
            Command::Matrix(args) => matrix::run(&world, today, args, self.json),
            Command::Due(args) => due::run(&world, today, args, self.json),
            Command::Zones(args) => zones::run(&world, today, args, self.json),
            Command::Bodies(args) => bodies::run(&world, today, args, self.json),
            Command::Meetings(args) => meetings::run(&world, args, self.json),
            Command::Measures(args) => measures::run(&world, &*letters, today, args, self.json),
            Command::Commitments(args) => commitments::run(&world, today, args, self.json),
            Command::Drafts(args) => drafts::run(&world, today, args, self.json),
            Command::Notices(args) => notices::run(&world, &*letters, today, args, self.json),
            Command::Watch(args) => watch::run(&world, today, args, self.json),
            Command::Report(args) => report::run(&world, today, args, self.json),
            Command::Sites(args) => sites::run(&world, today, args, self.json),
            Command::Export(args) => export::run(&world, today, args, self.json),
            Command::Read(args) => read::run(&world, args, self.json),
            Command::Facts(args) => facts::run(&world, args, self.json),
            Command::Claims(args) => claims::run(&world, args, self.json),
            Command::Cited(args) => cited::run(&world, args, self.json),
            Command::Documents(args) => documents::run(&world, args, self.json),
            Command::Search(args) => search::run(&world, args, self.json),
            _ => Ok(()),
        }?;
        Ok(ExitCode::SUCCESS)
    }

    /// Runs a command about a registry; none if it is a question.
    fn at_the_desk(&self) -> Option<Result<(), Failure>> {
        let registry = self.registry.as_deref();
        if let (Some(_), true) = (self.at, registry.is_none()) {
            return Some(Err(Failure::usage("--at is a place in a registry's ledger, and no registry was named")
                .help("give --registry DIR too")));
        }
        Some(match &self.command {
            Command::Init(args) => init::run(args, self.packs.as_deref(), self.json),
            Command::Load(args) => load::run(registry, args, self.json),
            Command::Enter(args) => enter::run(registry, args, self.json),
            Command::Log(args) => log::run(registry, self.at, &self.lang, args, self.json),
            Command::Show(args) => show::run(registry, &self.lang, args, self.json),
            Command::Receipt(args) => receipt::run(registry, args, self.json),
            Command::Verify(args) => verify::run(args, self.json),
            Command::Mirror(args) => mirror::run(args, self.json),
            Command::Witness(args) => witness::run(args, self.json),
            Command::Fsck(args) => fsck::run(registry, args, self.json),
            Command::Backup(args) => backup::run(registry, args, self.json),
            Command::Restore(args) => restore::run(args, self.json),
            Command::Serve(args) => serve::run(self.packs.as_deref(), registry, args),
            Command::Review(args) => review::run(registry, args, self.json),
            Command::Keys(args) => keys::run(registry, self.at, args, self.json),
            Command::Alert(args) => {
                let (packs, lang) = (self.packs.as_deref(), self.lang.as_str());
                alert::run(&alert::Place { packs, registry, lang, json: self.json }, args)
            }
            Command::Notices(args) => return args.deed(self.packs.as_deref(), registry, &self.lang, self.json),
            Command::Print(args) => {
                let (packs, lang) = (self.packs.as_deref(), self.lang.as_str());
                print::run(args, &print::Place { packs, registry, at: self.at, lang, json: self.json })
            }
            _ => return None,
        })
    }

    /// What questions are asked of, what only its ledger knows of letters, and the day on which they are asked.
    fn world(&self) -> Result<(register::World, Box<dyn Letters>, Day), Failure> {
        match &self.registry {
            Some(folder) => {
                let read = register::reading(&register::registry::Folder::new(folder), self.at, &self.lang)?;
                let today = crate::desk::now(&read.state).today;
                Ok((read.world, Box::new(read.state), today))
            }
            None => {
                let world = world::load(self.packs.as_deref(), &self.lang)?;
                Ok((world, Box::new(()), Day::from(jiff::Zoned::now().date())))
            }
        }
    }
}

/// A policy from its file.
fn read_policy(path: &std::path::Path) -> Result<ledger::tlog::Policy, Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::usage(format!("{} cannot be read: {error}", path.display())))?;
    text.parse().map_err(|error: ledger::tlog::policy::PolicyError| {
        Failure::data(format!("{}: {error}", path.display())).help("docs/ledger.md shows an example")
    })
}

/// The two days of a question: the day asked about, and the day as of which acts count.
#[derive(Debug, clap::Args)]
struct When {
    /// The day asked about; a year means its last day [default: today]
    #[arg(long, value_parser = last_day)]
    on: Option<Day>,
    /// As the States could know on this day [default: everything entered]
    #[arg(long, value_parser = last_day)]
    known: Option<Day>,
}

impl When {
    fn on(&self, today: Day) -> Day {
        self.on.unwrap_or(today)
    }

    fn known_day(&self) -> Day {
        self.known.unwrap_or(Day::LAST)
    }
}

/// Refuses a regime that no matter belongs to.
fn check_regime(world: &register::World, regime: Option<&str>) -> Result<(), Failure> {
    let all = register::answer::bodies::regimes(world);
    match regime.filter(|regime| !all.contains(regime)) {
        None => Ok(()),
        Some(regime) => {
            let help = format!("the regimes are {}", all.join(", "));
            Err(Failure::data(format!("nothing in the record belongs to the regime `{regime}`")).help(help))
        }
    }
}

/// Refuses a stretch of days that ends before it begins.
fn in_order(from: Option<Day>, until: Option<Day>) -> Result<(), Failure> {
    match from.zip(until).filter(|(from, until)| until < from) {
        Some((from, until)) => Err(Failure::usage(format!("--until {until} lies before --from {from}"))),
        None => Ok(()),
    }
}

/// A day as people write it; a year stands for its last day, a month for its last.
fn last_day(text: &str) -> Result<Day, String> {
    text.parse::<Dated>().map(Dated::last).map_err(|error| error.to_string())
}

/// A day as people write it; a year stands for its first day, a month for its first.
fn first_day(text: &str) -> Result<Day, String> {
    text.parse::<Dated>().map(|dated| dated.first).map_err(|error| error.to_string())
}

/// A status as it is written in tables.
fn status_word(text: &str) -> Result<Status, String> {
    let words: Vec<&str> = Status::ALL.iter().map(|status| status.word()).collect();
    let found = Status::ALL.iter().find(|status| status.word() == text);
    found.copied().ok_or_else(|| format!("the statuses are {}", words.join(", ")))
}

/// A kind of instrument as it is written in treaty.toml.
fn kind_word(text: &str) -> Result<InstrumentKind, String> {
    let words: Vec<&str> = InstrumentKind::ALL.iter().map(|kind| kind.word()).collect();
    let found = InstrumentKind::ALL.iter().find(|kind| kind.word() == text);
    found.copied().ok_or_else(|| format!("the kinds are {}", words.join(", ")))
}
