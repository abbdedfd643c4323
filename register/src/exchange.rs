//! Happenings of other ledgers: what they are called, how they are proved, read from a mirror, and taken over.
//!
//! Outside its ledger a happening is called `ORIGIN#ENTRY`. Whoever speaks of one in a ledger of their own puts its proof
//! beside it: the receipt (C2SP tlog-proof) with the foreign entry in it. What was sent to somebody here is taken over as
//! it stands, and receipted; what answers something of this ledger is taken over too.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use law::{Day, Deed, Happening, Part, PartyIx};
use ledger::blob::Blobs;
use ledger::source::{Folder as Files, tile_hashes};
use ledger::tlog::proof::{check_inclusion, prove_inclusion};
use ledger::tlog::tile::TileNodes;
use ledger::tlog::{Checkpoint, Hash, Policy, Receipt};
use ledger::verify;
use pack::Packs;

use crate::entry::{Body, Document, Statement, read};
use crate::happening::{self, HappeningEntry, Told};
use crate::refusal::Refusal;
use crate::registry::{BLOBS, Registry};
use crate::state::State;

/// The kind of file that a receipt with its entry is; no registry of media types has one for it.
pub const PROOF: &str = "application/x.tlog-proof";

/// The kind of file that a sealed message is.
pub const AGE: &str = "application/age";

/// How the source of a happening begins that was taken over from another ledger: its name there follows, and its id there
/// if it has one.
pub const LEDGER: &str = "ledger ";

/// What a happening is called outside its own ledger.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name {
    /// The origin of the ledger.
    pub origin: String,
    /// The entry.
    pub entry: u64,
}

impl Name {
    /// The name of an entry of a ledger.
    pub fn new(origin: &str, entry: u64) -> Name {
        Name { origin: origin.to_owned(), entry }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.origin, self.entry)
    }
}

/// A text that is no name of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoName;

impl FromStr for Name {
    type Err = NoName;

    fn from_str(text: &str) -> Result<Name, NoName> {
        pack::in_ledger(text).map(|(origin, entry)| Name::new(origin, entry)).ok_or(NoName)
    }
}

/// What a happening that was taken over is called in its own ledger, and its id there, by its source.
pub fn taken_from(source: &str) -> Option<(Name, Option<&str>)> {
    let mut words = source.strip_prefix(LEDGER)?.splitn(2, ' ');
    let name = words.next()?.parse().ok()?;
    Some((name, words.next()))
}

/// The happening that a proof is for. The proof is checked but for the ledger's signature, which only somebody who has the
/// ledger's key can check.
///
/// # Errors
/// A sentence on why it proves nothing of the kind.
pub fn proved(bytes: &[u8], name: &Name) -> Result<HappeningEntry<'static>, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not text".to_owned())?;
    let receipt: Receipt = text.parse().map_err(|error: ledger::tlog::receipt::ReceiptError| error.to_string())?;
    if receipt.index != name.entry {
        return Err(format!("it is for entry {}", receipt.index));
    }
    let head = receipt.checkpoint.split_once("\n\n").map(|(head, _)| format!("{head}\n")).unwrap_or_default();
    let head: Checkpoint = head.parse().map_err(|_| "it holds no checkpoint".to_owned())?;
    if head.origin != name.origin {
        return Err(format!("it is of the ledger `{}`", head.origin));
    }
    let entry = receipt.extra.as_deref().ok_or("it does not hold the entry")?;
    check_inclusion(Hash::leaf(entry), receipt.index, head.size, head.root, &receipt.proof)
        .map_err(|error| error.to_string())?;
    let entry = read(entry).map_err(|error| error.to_string())?;
    if *entry.statement.ledger != name.origin {
        return Err(format!("its entry is for the ledger `{}`", entry.statement.ledger));
    }
    match entry.statement.body {
        Body::Happening(happening) => Ok(happening.owned()),
        _ => Err("its entry is no happening".to_owned()),
    }
}

/// Whether a happening says what another ledger says, all but the names that hold only there.
pub(crate) fn same(taken: &HappeningEntry<'_>, original: &HappeningEntry<'_>) -> bool {
    let bare = |entry: &HappeningEntry<'_>| HappeningEntry {
        documents: Vec::new(),
        table: "".into(),
        occurrence: None,
        source: "".into(),
        within: "".into(),
        id: "".into(),
        about: "".into(),
        ..entry.clone().owned()
    };
    let files = |entry: &HappeningEntry<'_>, document: &Document| entry.documents.contains(document);
    bare(taken) == bare(original)
        && taken.about.is_empty() == original.about.is_empty()
        && original.documents.iter().all(|document| files(taken, document))
        && taken.documents.iter().all(|document| document.media == PROOF || files(original, document))
}

/// Whether this is the own word of whoever keeps the ledger, not a row of a pack nor what another ledger said.
fn is_own(entry: &HappeningEntry<'_>) -> bool {
    entry.table.is_empty() && !entry.source.starts_with(LEDGER)
}

/// What a copy of another ledger tells of happenings, every byte of it checked against the signed head.
#[derive(Debug, Clone)]
pub struct Elsewhere {
    /// The origin of the ledger.
    pub origin: String,
    /// How many entries the copy holds.
    pub size: u64,
    /// The signed head, with its cosignatures.
    pub checkpoint: String,
    log: PathBuf,
    policy: Policy,
    state: State,
}

impl Elsewhere {
    /// Reads the folder that `semey mirror` keeps, by the policy that lies in it.
    ///
    /// # Errors
    /// When it is none, or not what its head says.
    pub fn of_mirror(folder: &Path) -> Result<Elsewhere, Refusal> {
        let path = folder.join("policy");
        let text = std::fs::read_to_string(&path).map_err(|error| {
            let message = format!("{} is no folder of a mirror: {}: {error}", folder.display(), path.display());
            Refusal::form("no-mirror", "the folder", message, "`semey mirror SOURCE DIR` makes one")
        })?;
        let policy = text.parse::<Policy>().map_err(|error| {
            let message = format!("{}: {error}", path.display());
            Refusal::form("bad-policy", "C2SP tlog-policy", message, "see docs/ledger.md for an example")
        })?;
        Elsewhere::read(folder, policy)
    }

    /// Reads the folder that `semey mirror` keeps, by another policy than the one in it.
    ///
    /// # Errors
    /// When it is none, or not what its head says.
    pub fn read(folder: &Path, policy: Policy) -> Result<Elsewhere, Refusal> {
        let log = folder.join("log");
        let mut state = State::default();
        let mut note = |index: u64, bytes: &[u8]| -> Result<(), String> {
            // What is said of instruments and packs is another question.
            if ["happening", "rectification", "registry"].iter().all(|word| !speaks_of(bytes, word)) {
                return Ok(());
            }
            let entry = read(bytes).map_err(|error| format!("entry {index}: {error}"))?;
            if matches!(&entry.statement.body, Body::Happening(happening) if !is_own(happening)) {
                return Ok(());
            }
            state.note(index, &entry).map_err(|why| format!("entry {index}: {why}"))
        };
        let verified = verify::fsck(&mut Files(log.clone()), &policy, &mut note, &mut |_| ()).map_err(|error| {
            let message = format!("the copy in {} is not believed: {error}", folder.display());
            Refusal::form("bad-mirror", "RFC 6962", message, "`semey mirror SOURCE DIR` brings it up to date")
        })?;
        let head = verified.head.checkpoint;
        Ok(Elsewhere { origin: head.origin, size: head.size, checkpoint: verified.note, log, policy, state })
    }

    /// What the ledger itself says in the life of regimes, in order of its entries.
    pub fn told(&self) -> &[Told] {
        &self.state.happenings
    }

    /// What one of its entries says.
    pub fn at(&self, entry: u64) -> Option<&Told> {
        let at = self.state.happenings.binary_search_by_key(&entry, |told| told.index).ok()?;
        self.state.happenings.get(at)
    }

    /// A happening as some packs read it.
    ///
    /// # Errors
    /// A sentence on what the packs do not have.
    pub fn convert(&self, packs: &Packs, told: &Told) -> Result<Happening, String> {
        let mut happening = happening::convert(packs, &told.entry, Some(told.index), told.entered)?;
        happening.wrong_from = happening.wrong_from.or_else(|| self.state.wrong_from(told.index));
        Ok(happening)
    }

    /// A file that its entries name.
    ///
    /// # Errors
    /// When it is there and damaged.
    pub fn file(&self, hash: &Hash) -> std::io::Result<Option<Vec<u8>>> {
        Blobs::new(self.log.join(BLOBS)).get(hash)
    }

    /// The proof of an entry against the head, with the entry in it, checked by the policy.
    ///
    /// # Errors
    /// When the copy does not hold what it should.
    pub fn proof(&self, entry: u64) -> Result<Receipt, Refusal> {
        let wrong = |why: String| Refusal::form("bad-mirror", "RFC 6962", format!("{}: {why}", self.log.display()), "");
        let mut files = Files(self.log.clone());
        let bundle = ledger::tlog::Tile::bundle_in(entry / ledger::tlog::tile::WIDTH, self.size)
            .ok_or_else(|| wrong(format!("it has no entry {entry}")))?;
        let entries = ledger::source::bundle_entries(&mut files, bundle).map_err(|error| wrong(error.to_string()))?;
        let bytes = usize::try_from(entry - bundle.first()).ok().and_then(|at| entries.get(at));
        let bytes = bytes.ok_or_else(|| wrong(format!("it has no entry {entry}")))?;
        let mut nodes = TileNodes::new(self.size, |tile| tile_hashes(&mut files, tile));
        let proof = prove_inclusion(&mut nodes, entry, self.size).map_err(|error| wrong(error.to_string()))?;
        let receipt = Receipt { extra: Some(bytes.clone()), index: entry, proof, checkpoint: self.checkpoint.clone() };
        receipt.verify(bytes, &self.policy).map_err(|error| wrong(error.to_string()))?;
        Ok(receipt)
    }

    /// What an answer there is about, in a name that holds everywhere.
    fn about(&self, told: &Told) -> String {
        let about = told.entry.about.trim();
        if about.is_empty() || about.parse::<Name>().is_ok() {
            return about.to_owned();
        }
        let found = self.state.happenings.iter().find(|other| other.entry.id == about);
        found.map_or_else(String::new, |other| Name::new(&self.origin, other.index).to_string())
    }
}

/// Whether the canonical bytes of an entry are a statement of this kind.
fn speaks_of(bytes: &[u8], word: &str) -> bool {
    let begins = [b",\"statement\":{\"body\":{\"".as_slice(), word.as_bytes(), b"\":".as_slice()].concat();
    memchr::memmem::find(bytes, &begins).is_some()
}

/// A happening of another ledger that is to be taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taking {
    /// What it is called.
    pub name: Name,
    /// What it is.
    pub deed: Deed,
    /// Who receipts it, by code; nobody where it is a receipt, or was receipted.
    pub receipted: Vec<String>,
    /// What is to be entered.
    pub statements: Vec<Statement<'static>>,
}

/// A happening of another ledger that cannot be taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// What it is called.
    pub name: Name,
    /// Why.
    pub why: String,
}

/// What another ledger has for somebody here, and what answers something of this ledger, as far as it is not here yet.
/// Its files and proofs are kept.
///
/// # Errors
/// When a file cannot be kept or the copy is damaged.
pub fn takings(
    registry: &Registry,
    other: &Elsewhere,
    ours: &[PartyIx],
    today: Day,
) -> Result<(Vec<Taking>, Vec<Left>), Refusal> {
    let world = registry.world();
    let origin = registry.origin();
    let (mut all, mut left) = (Vec::new(), Vec::new());
    for told in other.told() {
        let name = Name::new(&other.origin, told.index);
        let answers = about_ours(other, told, &origin);
        let named = |word: &str| {
            let party = world.packs.parties.find(word);
            party.is_some_and(|party| ours.contains(&party))
        };
        let happening = match other.convert(&world.packs, told) {
            Ok(happening) => happening,
            Err(why) if answers || told.entry.to.split_whitespace().any(named) => {
                left.push(Left { name, why });
                continue;
            }
            Err(_) => continue,
        };
        let exchanged = happening.deed.group() == Part::Exchanges || happening.deed == Deed::DistributionRequest;
        let addressed: Vec<PartyIx> = happening.to.iter().copied().filter(|party| ours.contains(party)).collect();
        if !exchanged || happening.wrong_from.is_some() || addressed.is_empty() && !answers {
            continue;
        }
        match taking(registry, other, told, &happening, &addressed, today)? {
            Ok(taking) if taking.statements.is_empty() => {}
            Ok(taking) => all.push(taking),
            Err(why) => left.push(Left { name, why }),
        }
    }
    Ok((all, left))
}

/// Whether what another ledger tells is about a happening of this one.
fn about_ours(other: &Elsewhere, told: &Told, origin: &str) -> bool {
    pack::in_ledger(&other.about(told)).is_some_and(|(about, _)| about == origin)
}

fn taking(
    registry: &Registry,
    other: &Elsewhere,
    told: &Told,
    happening: &Happening,
    addressed: &[PartyIx],
    today: Day,
) -> Result<Result<Taking, String>, Refusal> {
    let world = registry.world();
    let name = Name::new(&other.origin, told.index);
    let (full, own) = (name.to_string(), registry.origin());
    let known = |source: &str| taken_from(source).is_some_and(|(taken, _)| taken == name);
    let here = || world.packs.happenings.iter();
    let taken = here().any(|other| other.wrong_from.is_none() && known(&other.source));
    let has_receipt = |party: &PartyIx| {
        let receipts = here().filter(|own| own.deed == Deed::Receipt && own.about.as_deref() == Some(full.as_str()));
        receipts.filter(|own| own.wrong_from.is_none()).any(|own| own.actors.contains(party))
    };
    let missing: Vec<PartyIx> = match happening.deed {
        Deed::Receipt => Vec::new(),
        _ => addressed.iter().copied().filter(|party| !has_receipt(party)).collect(),
    };
    let codes = |parties: &[PartyIx]| parties.iter().map(|party| world.code(*party).to_owned()).collect::<Vec<_>>();
    let receipted = codes(&missing);
    let mut taking = Taking { name, deed: happening.deed, receipted, statements: Vec::new() };
    if taken && taking.receipted.is_empty() {
        return Ok(Ok(taking));
    }
    let mut files = Vec::new();
    for document in &told.entry.documents {
        let hash = Hash::from_hex(&document.sha256).ok();
        let Some(bytes) = hash.map(|hash| other.file(&hash)).transpose()?.flatten() else {
            let way = "`semey mirror` fetches it when the other ledger gives it";
            return Ok(Err(format!("its file {} is not in the copy; {way}", document.sha256)));
        };
        files.push((bytes, document));
    }
    let proof = registry.keep(other.proof(told.index)?.to_string().as_bytes(), PROOF)?;
    if !taken {
        for (bytes, document) in files {
            registry.keep(&bytes, &document.media)?;
        }
        let original = &told.entry;
        let id = if original.id.is_empty() { String::new() } else { format!(" {}", original.id) };
        let copy = HappeningEntry {
            documents: original.documents.iter().cloned().chain([proof.clone()]).collect(),
            source: format!("{LEDGER}{full}{id}").into(),
            about: other.about(told).into(),
            within: "".into(),
            id: "".into(),
            ..original.clone()
        };
        taking.statements.push(Statement::new(&own, Body::Happening(Box::new(copy))));
    }
    if !taking.receipted.is_empty() {
        let receipt = HappeningEntry {
            documents: vec![proof],
            happening: Deed::Receipt.word().into(),
            date: today.to_string().into(),
            actors: taking.receipted.join(" ").into(),
            to: codes(&happening.actors).join(" ").into(),
            matter: told.entry.matter.clone(),
            instrument: told.entry.instrument.clone(),
            about: full.into(),
            ..HappeningEntry::default()
        };
        taking.statements.push(Statement::new(&own, Body::Happening(Box::new(receipt))));
    }
    Ok(Ok(taking))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for name in ["kg.example/semey#0", "a#b#12"] {
            assert_eq!(name.parse::<Name>().map(|read| read.to_string()), Ok(name.to_owned()));
        }
        for no_name in ["", "#1", "kg.example", "kg.example#", "kg.example#01", "kg.example#-1", "kg.example#1 "] {
            assert_eq!(no_name.parse::<Name>(), Err(NoName), "{no_name}");
        }
        let (name, id) = taken_from("ledger kg.example/semey#12 tailings").expect("a source");
        assert_eq!((name, id), (Name::new("kg.example/semey", 12), Some("tailings")));
        assert_eq!(taken_from("ledger 12"), None);
    }
}
