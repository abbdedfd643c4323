use law::Day;
use register::World;
use register::answer::why::{ConditionAnswer, SmallestAnswer, WhyAnswer, about_party, about_treaty};

use crate::english;
use crate::failure::Failure;
use crate::output;

/// Say why a treaty is or is not in force, or a State is or is not bound
///
/// Examples:
///   semey why ctbt
///   semey why canwfz-protocol USA --on 2021-11-01
///   semey why npt 朝鲜
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The treaty: id, number in another register, or name in any language
    treaty: String,
    /// The participant: code, or name in any language
    party: Option<String>,
    #[command(flatten)]
    when: super::When,
}

pub(crate) fn run(world: &World, today: Day, args: &Args, json: bool) -> Result<(), Failure> {
    let t = world.treaty(&args.treaty)?;
    let on = args.when.on(today);
    let answer = match &args.party {
        Some(party) => about_party(world, t, world.party(party)?, on, args.when.known),
        None => about_treaty(world, t, on, args.when.known),
    };
    if json { output::json(&answer) } else { output::say(&text(&answer)) }
}

fn text(answer: &WhyAnswer) -> String {
    let width = output::width();
    let known = answer.known.map_or(String::new(), |known| format!(" As known on {}.", english::day(known)));
    let mut text = output::bold(&output::wrap(&(answer.conclusion.clone() + &known), width, 0)) + "\n";
    let mut section = |title: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            text += &format!("\n{title}\n");
            for line in lines {
                text += &format!("  {}\n", output::wrap(&line, width - 2, 4));
            }
        }
    };
    let of = |kinds: &[&str]| -> Vec<String> {
        answer.because.iter().filter(|b| kinds.contains(&b.kind)).map(|b| b.text.clone()).collect()
    };
    section("Acts", of(&["act"]));
    let mut rules = of(&["clause"]);
    let unbound = matches!(answer.status, None | Some(law::Status::None | law::Status::Signatory));
    if unbound {
        rules.insert(0, answer.rule.clone());
    }
    section("Rule", rules);
    section("From the general law of treaties", of(&["fallback"]));
    section("Contested, or not followed", of(&["contested", "overruled"]));
    section("Assumed", of(&["assumption"]));
    section("Conditions", answer.conditions.iter().flatten().map(condition).collect());
    section("Fewest further consents", answer.smallest.iter().map(smallest).collect());
    let deposit = answer.if_it_deposited.map(|bound| {
        format!(
            "by an instrument deposited on {}, it would be bound from {}",
            english::day(answer.on),
            english::day(bound)
        )
    });
    section("What would change it", deposit.into_iter().collect());
    let history = answer.history.iter().map(|stay| {
        let until = stay.until.map_or(String::new(), |day| format!(" to {}", day.plus(-1)));
        format!("{}{until}: {}", stay.from, stay.status)
    });
    section("Life", history.collect());
    let territories = answer.territories.iter().map(|territory| {
        let stays: Vec<String> =
            territory.history.iter().map(|stay| format!("{} from {}", stay.status, stay.from)).collect();
        let article = territory.article.as_ref().map_or(String::new(), |article| format!(" ({article})"));
        format!("{}{article}: {}", territory.territory, stays.join(", "))
    });
    section("Territories", territories.collect());
    section("Notes", answer.notes.clone());
    text
}

fn condition(condition: &ConditionAnswer) -> String {
    let mark = if condition.met { "met" } else { "not met" };
    let missing = if condition.missing.is_empty() {
        String::new()
    } else {
        format!("; missing: {}", condition.missing.join(", "))
    };
    format!("{}: {} of {} {}{missing}", mark, condition.have, condition.need, condition.condition)
}

fn smallest(smallest: &SmallestAnswer) -> String {
    let required = smallest.required.join(", ");
    let choices: Vec<String> = smallest.choices.iter().map(|set| set.join(" + ")).collect();
    match (smallest.required.is_empty(), smallest.further) {
        (false, 0) => required,
        (false, further) => format!("{required}, and {further} more{}", of(&choices)),
        (true, further) => format!("any {further} more{}", of(&choices)),
    }
}

fn of(choices: &[String]) -> String {
    if choices.is_empty() { String::new() } else { format!(", such as {}", choices.join(" or ")) }
}
