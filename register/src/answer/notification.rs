//! An act that was entered, as the depositary tells it: who, what, when, and what it brought about.

use law::{Act, ActKind, Dated, Day, Status, TreatyIx};
use serde::Serialize;

use crate::World;
use crate::answer::consequence;
use crate::answer::why::about_party;
use crate::entry::{Body, Entry};
use crate::state::convert;

/// The answer of `semey print notification`, version 1.
#[derive(Debug, Serialize)]
pub struct NotificationAnswer {
    /// 1.
    pub version: u32,
    /// The place of the entry in the ledger.
    pub entry: u64,
    /// When it was entered.
    pub entered: String,
    /// The ledger's name.
    pub ledger: String,
    /// The id of the treaty.
    pub treaty: String,
    /// Its title.
    pub title: String,
    /// The participant whose act it is.
    pub party: Option<String>,
    /// Its name on the day of the act.
    pub name: Option<String>,
    /// What was done; none where a rectification says that nothing was.
    pub act: Option<ActKind>,
    /// When.
    pub date: Option<Dated>,
    /// The day on which the States were told.
    pub known: Option<Day>,
    /// The day of effect, where the act gives its own.
    pub effect: Option<Day>,
    /// Where.
    pub place: Option<String>,
    /// For which territory.
    pub territory: Option<String>,
    /// What is to be remarked.
    pub note: Option<String>,
    /// Why its meaning is in doubt.
    pub doubt: Option<String>,
    /// Where the act is told.
    pub source: Option<String>,
    /// The SHA-256 of the files that prove it.
    pub documents: Vec<String>,
    /// Who signed the entry.
    pub officers: Vec<String>,
    /// The entry that it sets right, and why.
    pub rectifies: Option<Rectifies>,
    /// What the participant was to the treaty without the entry, when everything has had its effect.
    pub was: Option<Status>,
    /// What it is with it.
    pub becomes: Option<Status>,
    /// From which day.
    pub since: Option<Day>,
    /// What the act brought about, in sentences.
    pub brings: Vec<String>,
    /// The entry as it was signed.
    pub content: serde_json::Value,
}

/// An entry that was wrong.
#[derive(Debug, Serialize)]
pub struct Rectifies {
    /// Its place in the ledger.
    pub entry: u64,
    /// Why it was wrong.
    pub why: String,
}

/// The answer about one entry, held against the record before it and the record with it.
///
/// None if the entry is not about an act.
///
/// # Errors
/// When the record has no such treaty, or the act means nothing there.
pub fn answer(
    before: &World,
    after: &World,
    index: u64,
    entry: &Entry<'_>,
    wrong: Option<&Entry<'_>>,
    bytes: &[u8],
) -> Result<Option<NotificationAnswer>, String> {
    let statement = &entry.statement;
    let (told, rectifies) = match &statement.body {
        Body::Act(act) => (Some((**act).clone()), None),
        Body::Rectification(rectification) => (
            rectification.instead.clone(),
            Some(Rectifies { entry: rectification.of, why: rectification.why.clone().into_owned() }),
        ),
        _ => return Ok(None),
    };
    // Of a rectification that puts nothing instead, the act that was taken back says what it is about.
    let about = told.clone().or_else(|| wrong.and_then(|wrong| wrong.statement.body.as_act()));
    let about = about.ok_or_else(|| format!("entry {index} does not say which act it is about"))?;
    let (t, act) = convert(&after.packs, &about, Some(index))?;
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let settled = |world: &World| act.party.map(|party| settled(world, t, party));
    let (was, becomes) = (settled(before), settled(after));
    let is_done = told.is_some();
    Ok(Some(NotificationAnswer {
        version: 1,
        entry: index,
        entered: entry.entered.clone().into_owned(),
        ledger: statement.ledger.clone().into_owned(),
        treaty: after.packs[t].id.clone(),
        title: pack::in_language(&after.packs[t].title, &after.lang).to_owned(),
        party: act.party.map(|party| after.code(party).to_owned()),
        name: act.party.map(|party| after.party_name(party, act.date.first).to_owned()),
        act: is_done.then_some(act.kind),
        date: is_done.then_some(act.date),
        known: act.known,
        effect: act.effect,
        place: text(after.place_name(&about.place, act.date.first)),
        territory: text(&about.territory),
        note: text(&about.note),
        doubt: text(&about.doubt),
        source: text(&about.source),
        documents: about.documents.iter().map(|document| document.sha256.clone()).collect(),
        officers: entry.signatures.iter().map(|signature| signature.key.clone()).collect(),
        brings: if rectifies.is_none() { brings(before, t, &act) } else { Vec::new() },
        rectifies,
        was: was.map(|(status, _)| status),
        becomes: becomes.map(|(status, _)| status),
        since: becomes.and_then(|(_, since)| since),
        content: serde_json::from_slice(bytes).map_err(|error| error.to_string())?,
    }))
}

fn brings(before: &World, t: TreatyIx, act: &Act) -> Vec<String> {
    let of_one = consequence::of(before, t, std::slice::from_ref(act));
    of_one.into_iter().flat_map(|consequence| consequence.sentences).collect()
}

/// What a participant is when every period has run out, and since when.
fn settled(world: &World, t: TreatyIx, party: law::PartyIx) -> (Status, Option<Day>) {
    let why = about_party(world, t, party, Day::LAST, None);
    let since = why.history.last().map(|stay| stay.from);
    (why.status.unwrap_or(Status::None), since)
}
