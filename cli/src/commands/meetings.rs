use law::Day;
use register::World;
use register::answer::meetings::{self, Filter};

use crate::english;
use crate::failure::Failure;
use crate::output;

/// Show the calendar of meetings: held, foreseen, postponed, as known on a day
///
/// Examples:
///   semey meetings --regime canwfz
///   semey meetings --from 2019 --until 2021 --known 2019-01-01
///   semey meetings --body npt-review-conference --foreseen --known 2021-11-01
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Only those of this body
    #[arg(long)]
    body: Option<String>,
    /// Only those of this regime
    #[arg(long)]
    regime: Option<String>,
    /// Only those that end on this day or later
    #[arg(long, value_parser = super::first_day)]
    from: Option<Day>,
    /// Only those that begin on this day or earlier
    #[arg(long, value_parser = super::last_day)]
    until: Option<Day>,
    /// As one could know on this day [default: everything entered]
    #[arg(long, value_parser = super::last_day)]
    known: Option<Day>,
    /// Only those in this place, by its id or one of its names, whatever it was called then
    #[arg(long)]
    place: Option<String>,
    /// Only those that were held
    #[arg(long, conflicts_with = "foreseen")]
    held: bool,
    /// Only those that are not known to have been held
    #[arg(long)]
    foreseen: bool,
}

pub(crate) fn run(world: &World, args: &Args, json: bool) -> Result<(), Failure> {
    super::check_regime(world, args.regime.as_deref())?;
    let place = args.place.as_deref().map(|word| place(world, word)).transpose()?;
    if let (Some(from), Some(until)) = (args.from, args.until)
        && until < from
    {
        return Err(Failure::usage(format!("{until} is before {from}")).help("give the earlier day as --from"));
    }
    let body = args.body.as_deref().map(|word| world.matter(word)).transpose()?;
    let filter = Filter {
        body: body.map(|matter| matter.id.as_str()),
        regime: args.regime.as_deref(),
        from: args.from,
        until: args.until,
        held: if args.held { Some(true) } else { args.foreseen.then_some(false) },
        place,
    };
    let rows = meetings::answer(world, args.known.unwrap_or(Day::LAST), &filter);
    if json {
        return output::json(&rows);
    }
    if rows.is_empty() {
        return output::say("The record has no such meeting.\n");
    }
    let mut table = output::table(&["date", "meeting", "no.", "place", "how", ""]);
    for row in &rows {
        let [date, number, place, manner, remarks] = super::bodies::cells(&row.meeting);
        let held = if row.meeting.held || row.meeting.cancelled { String::new() } else { "foreseen; ".to_owned() };
        table.add_row([date, row.name.clone(), number, place, manner, held + &remarks]);
    }
    output::keep_whole(&mut table, &[0]);
    output::say(&format!("{table}\n{}\n", english::count(rows.len(), "meeting", "meetings")))
}

/// The id of a place that a person means.
fn place<'w>(world: &'w World, word: &str) -> Result<&'w str, Failure> {
    let key = pack::names::key(word);
    let called = |name: &&pack::PlaceName| name.place == word || pack::names::key(&name.text) == key;
    let found = world.packs.places.iter().find(called).map(|name| name.place.as_str());
    found.ok_or_else(|| {
        let held = world.packs.happenings.iter().filter_map(|own| own.place.as_deref());
        let held: std::collections::BTreeSet<&str> = held.collect();
        let held = held.into_iter().collect::<Vec<_>>().join(", ");
        Failure::data(format!("there is no place `{word}`")).help(format!("the record has meetings in {held}"))
    })
}
