//! Policies: whose signatures a reader of a log asks for (C2SP tlog-policy).

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use crate::checkpoint::CheckpointError;
use crate::note::Algorithm;
use crate::{Checkpoint, Note, VerifierKey, cosignature};

/// A log or a witness, and where it can be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its key.
    pub key: VerifierKey,
    /// Its address, for those who talk to it.
    pub url: Option<String>,
}

/// What counts as a witness: one, or so many members of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Rule {
    Witness(usize),
    Group { least: usize, members: Vec<usize> },
}

/// Logs, witnesses, and the quorum of witnesses that makes a checkpoint good.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policy {
    /// The logs whose checkpoints are accepted; a log has one line for each of its keys.
    pub logs: Vec<Known>,
    /// The witnesses, in the order of the file.
    pub witnesses: Vec<Known>,
    /// Names of witnesses and groups with what they stand for, in the order of the file.
    names: Vec<(String, Rule)>,
    /// None for `quorum none`.
    quorum: Option<usize>,
}

/// A checkpoint that a policy accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witnessed {
    /// The checkpoint.
    pub checkpoint: Checkpoint,
    /// Which of the policy's witnesses cosigned it, and when, in seconds since 1970.
    pub witnesses: Vec<(usize, u64)>,
}

impl Policy {
    /// The policy that trusts a log's own word and asks for no witness.
    pub fn of_log(keys: impl IntoIterator<Item = VerifierKey>) -> Policy {
        Policy { logs: keys.into_iter().map(|key| Known { key, url: None }).collect(), ..Policy::default() }
    }

    /// Whether any witness is asked for.
    pub fn asks_for_witnesses(&self) -> bool {
        self.quorum.is_some()
    }

    /// Whether these witnesses, by their place, are a quorum.
    pub fn is_quorum(&self, witnesses: &[usize]) -> bool {
        let Some(quorum) = self.quorum else { return true };
        // Groups name only what stands before them, so one walk in the order of the file decides all.
        let mut holds: Vec<bool> = Vec::with_capacity(self.names.len());
        for (_, rule) in &self.names {
            holds.push(match rule {
                Rule::Witness(at) => witnesses.contains(at),
                Rule::Group { least, members } => members.iter().filter(|member| holds[**member]).count() >= *least,
            });
        }
        holds[quorum]
    }

    /// The witnesses of the policy that cosigned a note, with the times.
    ///
    /// # Errors
    /// When a cosignature that claims to be by one of them is not.
    pub fn witnesses_of(&self, note: &Note) -> Result<Vec<(usize, u64)>, CheckpointError> {
        let mut found: Vec<(usize, u64)> = Vec::new();
        for (at, witness) in self.witnesses.iter().enumerate() {
            for signature in note.signatures.iter().filter(|signature| signature.is_by(&witness.key)) {
                let time = cosignature::time_of(&witness.key, &note.text, &signature.bytes);
                let time = time.ok_or_else(|| crate::NoteError::BadSignature { name: signature.name.clone() })?;
                found.retain(|(other, _)| *other != at);
                found.push((at, time));
            }
        }
        Ok(found)
    }

    /// Checks a signed checkpoint: by a known log, and by a quorum of the witnesses.
    ///
    /// # Errors
    /// When it is no checkpoint, not by a known log, or too few witnesses cosigned it.
    pub fn check(&self, bytes: &[u8]) -> Result<Witnessed, PolicyError> {
        let keys: Vec<VerifierKey> = self.logs.iter().map(|log| log.key.clone()).collect();
        let (checkpoint, note) = Checkpoint::open(bytes, &keys)?;
        let witnesses = self.witnesses_of(&note)?;
        let places: Vec<usize> = witnesses.iter().map(|(at, _)| *at).collect();
        if self.is_quorum(&places) {
            Ok(Witnessed { checkpoint, witnesses })
        } else {
            Err(PolicyError::Quorum { found: places.len(), known: self.witnesses.len() })
        }
    }

    fn line(&mut self, words: &[&str]) -> Result<(), &'static str> {
        match *words {
            [] => Ok(()),
            ["log", key, ref url @ ..] => {
                let known = known(key, url)?;
                let cosigner = known.key.algorithm() == Algorithm::Cosignature;
                add(&mut self.logs, known, cosigner.then_some("the key is a cosigner's, not a log's"))
            }
            ["witness", name, key, ref url @ ..] => {
                let known = known(key, url)?;
                let cosigner = known.key.algorithm() == Algorithm::Cosignature;
                let at = self.witnesses.len();
                add(&mut self.witnesses, known, (!cosigner).then_some("the key is not a cosigner's (type 0x04)"))?;
                self.name(name, Rule::Witness(at))
            }
            ["group", name, least, ref members @ ..] if !members.is_empty() => {
                let places: Vec<usize> = members.iter().map(|member| self.place(member)).collect::<Result<_, _>>()?;
                let used = self.names.iter().filter_map(|(_, rule)| match rule {
                    Rule::Group { members, .. } => Some(members),
                    Rule::Witness(_) => None,
                });
                let twice = places.iter().enumerate().any(|(at, place)| places[..at].contains(place));
                if twice || used.flatten().any(|used| places.contains(used)) {
                    return Err("a name is a member of a group twice");
                }
                let least = match least {
                    "all" => places.len(),
                    "any" => 1,
                    number => decimal(number).ok_or("after the group's name stands `all`, `any` or a number")?,
                };
                if least == 0 || least > places.len() {
                    return Err("the group asks for no member, or for more than it has");
                }
                self.name(name, Rule::Group { least, members: places })
            }
            ["quorum", name] => {
                self.quorum = if name == "none" { None } else { Some(self.place(name)?) };
                Ok(())
            }
            _ => Err(
                "a line is `log KEY [URL]`, `witness NAME KEY [URL]`, `group NAME all|any|K MEMBER…` or `quorum NAME`",
            ),
        }
    }

    fn name(&mut self, name: &str, rule: Rule) -> Result<(), &'static str> {
        if name == "none" || self.names.iter().any(|(other, _)| other == name) {
            return Err("the name is taken");
        }
        self.names.push((name.into(), rule));
        Ok(())
    }

    fn place(&self, name: &str) -> Result<usize, &'static str> {
        let at = self.names.iter().position(|(other, _)| other == name);
        at.ok_or("no witness or group of that name stands above")
    }
}

fn known(key: &str, url: &[&str]) -> Result<Known, &'static str> {
    let key = key.parse::<VerifierKey>().map_err(|_| "the key is not a vkey with an Ed25519 key")?;
    match url {
        [] => Ok(Known { key, url: None }),
        [url] => Ok(Known { key, url: Some((*url).into()) }),
        _ => Err("something stands after the address"),
    }
}

/// A number in its only spelling: without a sign and leading zeros.
fn decimal(text: &str) -> Option<usize> {
    text.parse().ok().filter(|number: &usize| number.to_string() == text)
}

/// One public key counts once, whatever name it goes by.
fn add(all: &mut Vec<Known>, known: Known, wrong: Option<&'static str>) -> Result<(), &'static str> {
    if let Some(why) = wrong {
        return Err(why);
    }
    if all.iter().any(|other| other.key.public() == known.key.public()) {
        return Err("the public key stands twice");
    }
    all.push(known);
    Ok(())
}

impl FromStr for Policy {
    type Err = PolicyError;

    fn from_str(text: &str) -> Result<Policy, PolicyError> {
        let mut policy = Policy::default();
        let mut quorums = 0;
        for (at, line) in text.split('\n').enumerate() {
            let wrong = |why| PolicyError::Line { line: at + 1, why };
            if line.bytes().any(|b| b < 0x20 && b != b'\t' || b == 0x7f) {
                return Err(wrong("it has a control character"));
            }
            let words: Vec<&str> = line.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
            if words.first().is_some_and(|word| word.starts_with('#')) {
                continue;
            }
            quorums += usize::from(words.first() == Some(&"quorum"));
            if quorums > 1 {
                return Err(wrong("there is a second quorum"));
            }
            policy.line(&words).map_err(wrong)?;
        }
        if quorums == 1 { Ok(policy) } else { Err(PolicyError::NoQuorum) }
    }
}

/// What a policy does not accept, or what is wrong with its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PolicyError {
    /// The checkpoint is not by a known log.
    Checkpoint(CheckpointError),
    /// Too few witnesses cosigned it.
    Quorum {
        /// How many of the policy's did.
        found: usize,
        /// How many the policy has.
        known: usize,
    },
    /// A line of the file is not understood.
    Line {
        /// Which, counted from 1.
        line: usize,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The file has no quorum.
    NoQuorum,
}

impl From<CheckpointError> for PolicyError {
    fn from(error: CheckpointError) -> PolicyError {
        PolicyError::Checkpoint(error)
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PolicyError::Checkpoint(error) => error.fmt(f),
            PolicyError::Quorum { found, known } => {
                write!(f, "{found} of the {known} known witnesses cosigned the checkpoint, which is no quorum")
            }
            PolicyError::Line { line, why } => write!(f, "line {line} of the policy: {why}"),
            PolicyError::NoQuorum => f.write_str("the policy has no quorum; write `quorum none` to ask for no witness"),
        }
    }
}

impl core::error::Error for PolicyError {}
