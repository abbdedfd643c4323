//! A witness: says that it saw the same ledger, and says it of one history only (C2SP tlog-witness).

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tlog::note::{Algorithm, Signature};
use tlog::proof::check_consistency;
use tlog::{Checkpoint, Hash, Note, SigningKey, VerifierKey, cosignature};

use crate::durable;
use crate::evidence::Evidence;
use crate::signer::{SignerError, new_key};

/// The most hashes that a request may carry.
const MAX_PROOF: usize = 63;

/// A witness with its key and its memory in a folder.
///
/// `key` holds its private key, `logs` one verifier key a line, and a folder for each log,
/// named by the hexadecimal SHA-256 of its origin, the last checkpoint that it cosigned.
#[derive(Debug)]
pub struct Witness {
    folder: PathBuf,
    key: SigningKey,
}

/// An answer to a request, as HTTP carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The kind of content.
    pub content_type: &'static str,
    /// The content.
    pub body: String,
}

impl Answer {
    fn text(status: u16, body: impl Into<String>) -> Answer {
        Answer { status, content_type: "text/plain; charset=utf-8", body: body.into() + "\n" }
    }
}

/// What was asked: old size, proof, checkpoint.
struct Request<'r> {
    old: u64,
    proof: Vec<Hash>,
    note: &'r str,
}

impl<'r> Request<'r> {
    fn parse(body: &'r [u8]) -> Option<Request<'r>> {
        let (head, note) = std::str::from_utf8(body).ok()?.split_once("\n\n")?;
        let mut lines = head.split('\n');
        let number = lines.next()?.strip_prefix("old ")?;
        let old: u64 = number.parse().ok().filter(|old: &u64| old.to_string() == number)?;
        let proof: Vec<Hash> = lines.map(|line| line.parse().ok()).collect::<Option<_>>()?;
        (proof.len() <= MAX_PROOF).then_some(Request { old, proof, note })
    }
}

impl Witness {
    /// Makes a folder with a new key for a witness of this name.
    ///
    /// # Errors
    /// When the folder holds a witness already or cannot be written.
    pub fn create(folder: &Path, name: &str) -> Result<Witness, SignerError> {
        let key = new_key(name, Algorithm::Cosignature)?;
        durable::folder(folder)?;
        let path = folder.join("key");
        if path.exists() {
            return Err(SignerError::Key(format!("{} holds a witness already", folder.display())));
        }
        crate::signer::write_secret(&path, &[&key])?;
        Ok(Witness { folder: folder.to_path_buf(), key })
    }

    /// Opens the witness in a folder.
    ///
    /// # Errors
    /// When its key cannot be read.
    pub fn open(folder: &Path) -> Result<Witness, SignerError> {
        let path = folder.join("key");
        let text =
            fs::read_to_string(&path).map_err(|error| SignerError::Io(format!("{}: {error}", path.display())))?;
        let key = SigningKey::from_secret(&text).map_err(|error| SignerError::Key(error.to_string()))?;
        if key.verifier().algorithm() == Algorithm::Cosignature {
            Ok(Witness { folder: folder.to_path_buf(), key })
        } else {
            Err(SignerError::Key(format!("{} is not a cosigner's key", path.display())))
        }
    }

    /// The key that checks its cosignatures.
    pub fn verifier(&self) -> &VerifierKey {
        self.key.verifier()
    }

    /// Its private key, for a mirror that it does not run beside: one key makes one statement.
    pub fn key(&self) -> &SigningKey {
        &self.key
    }

    /// The keys of the logs it watches.
    ///
    /// # Errors
    /// When the file that names them cannot be read.
    pub fn logs(&self) -> io::Result<Vec<VerifierKey>> {
        let text = match fs::read_to_string(self.folder.join("logs")) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            other => other?,
        };
        let keys = text.lines().filter(|line| !line.trim().is_empty()).map(str::parse::<VerifierKey>);
        keys.collect::<Result<_, _>>().map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.to_string()))
    }

    /// Watches a further log, or a log by a further key.
    ///
    /// # Errors
    /// When the file that names them cannot be written.
    pub fn watch(&self, key: &VerifierKey) -> io::Result<()> {
        let mut keys = self.logs()?;
        if !keys.contains(key) {
            keys.push(key.clone());
        }
        let text: String = keys.iter().map(|key| format!("{key}\n")).collect();
        durable::replace(&self.folder.join("logs"), text.as_bytes())
    }

    /// The last checkpoint of the log that it cosigned, as a note with its cosignature.
    ///
    /// `hash` is the hexadecimal SHA-256 of the log's origin.
    ///
    /// # Errors
    /// When the file that holds it cannot be read.
    pub fn last(&self, hash: &str) -> io::Result<Option<String>> {
        if Hash::from_hex(hash).is_err() {
            return Ok(None);
        }
        match fs::read_to_string(self.folder.join(hash).join("checkpoint")) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            other => other.map(Some),
        }
    }

    /// Answers `POST add-checkpoint` at a time in seconds since 1970.
    ///
    /// Looking at the last checkpoint and replacing it happen under one lock, and the new one
    /// is on the disk before the cosignature leaves.
    pub fn add_checkpoint(&self, body: &[u8], now: u64) -> Answer {
        let Some(request) = Request::parse(body) else {
            return Answer::text(400, "the body is `old SIZE`, lines of a proof, an empty line and a checkpoint");
        };
        self.answer(&request, now).unwrap_or_else(|error| {
            Answer::text(500, format!("the witness cannot keep what it signs ({error}); nothing was signed"))
        })
    }

    fn answer(&self, request: &Request<'_>, now: u64) -> io::Result<Answer> {
        let origin = request.note.lines().next().unwrap_or("");
        let keys: Vec<VerifierKey> = self.logs()?.into_iter().filter(|key| key.name() == origin).collect();
        if keys.is_empty() {
            return Ok(Answer::text(404, format!("the log `{origin}` is not watched here")));
        }
        let (new, note) = match Checkpoint::open(request.note.as_bytes(), &keys) {
            Ok(found) => found,
            Err(error) => return Ok(Answer::text(403, error.to_string())),
        };
        if request.old > new.size {
            return Ok(Answer::text(400, "the old size is larger than the checkpoint's"));
        }
        let folder = self.folder.join(Hash::of(origin.as_bytes()).hex());
        durable::folder(&folder)?;
        let lock = File::options().create(true).truncate(false).write(true).open(folder.join(".lock"))?;
        lock.lock()?;
        let last = fs::read(folder.join("checkpoint"));
        let last = match last {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            other => Some(self.remembered(&other?, origin)?),
        };
        let (size, root, time) = last.as_ref().map_or((0, Hash::EMPTY, 0), |(old, time)| (old.size, old.root, *time));
        if request.old != size {
            return Ok(Answer { status: 409, content_type: "text/x.tlog.size", body: format!("{size}\n") });
        }
        if new.size == 0 && new.root != Hash::EMPTY {
            return Ok(Answer::text(422, "an empty tree has the root of the empty tree"));
        }
        if let Err(error) = check_consistency(size, new.size, root, new.root, &request.proof) {
            // Version 1.0.0 of the specification answered another root of the same size with 409; what
            // came after it answers every contradiction alike, so that nobody asks again with that size.
            if size == new.size && root != new.root && size > 0 {
                self.alarm(&folder, &keys, request.note);
            }
            return Ok(Answer::text(422, error.to_string()));
        }
        // A clock that was set back does not set back what was said.
        let cosignature = cosignature::sign(&self.key, now.max(time), &note.text);
        let mut signatures: Vec<Signature> =
            note.signatures.into_iter().filter(|s| keys.iter().any(|key| s.is_by(key))).collect();
        signatures.push(cosignature.clone());
        let kept = Note { text: note.text, signatures }.to_string();
        durable::replace(&folder.join("checkpoint"), kept.as_bytes())?;
        Ok(Answer::text(200, cosignature.to_string()))
    }

    /// The head in its memory, and when it was cosigned.
    fn remembered(&self, note: &[u8], origin: &str) -> io::Result<(Checkpoint, u64)> {
        let damaged = || io::Error::new(io::ErrorKind::InvalidData, format!("its memory of `{origin}` is damaged"));
        let note = Note::parse(note).map_err(|_| damaged())?;
        let checkpoint: Checkpoint = note.text.parse().map_err(|_| damaged())?;
        let mut own = note.signatures.iter().filter(|signature| signature.is_by(self.verifier()));
        let time = own.find_map(|own| cosignature::time_of(self.verifier(), &note.text, &own.bytes));
        time.filter(|_| checkpoint.origin == origin).map(|time| (checkpoint, time)).ok_or_else(damaged)
    }

    /// Two signed trees of one size need no tiles to be evidence.
    fn alarm(&self, folder: &Path, keys: &[VerifierKey], new: &str) {
        let Ok(old) = fs::read_to_string(folder.join("checkpoint")) else { return };
        let evidence = Evidence { keys: keys.to_vec(), old, new: new.to_owned(), tiles: Vec::new() };
        if evidence.verify(keys).is_ok()
            && let Ok(bytes) = evidence.to_tar()
        {
            let path = folder.join(format!("evidence-{}.tar", &Hash::of(&bytes).hex()[..16]));
            drop(durable::replace(&path, &bytes));
        }
    }
}

/// Witnesses behind addresses, asked one after another.
#[cfg(feature = "http")]
pub struct Asked {
    witnesses: Vec<(VerifierKey, String)>,
    /// The size that each cosigned last, as far as is known.
    sizes: std::collections::HashMap<String, u64>,
    agent: ureq::Agent,
}

#[cfg(feature = "http")]
impl std::fmt::Debug for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Asked").field(&self.witnesses.len()).finish()
    }
}

#[cfg(feature = "http")]
impl Asked {
    /// The witnesses of a policy that have an address.
    pub fn of(policy: &tlog::Policy) -> Asked {
        let with_address = policy.witnesses.iter().filter_map(|known| Some((known.key.clone(), known.url.clone()?)));
        Asked {
            witnesses: with_address.collect(),
            sizes: std::collections::HashMap::new(),
            agent: crate::source::agent(),
        }
    }

    fn ask(
        &mut self,
        at: usize,
        signed: &crate::Signed,
        prove: &mut dyn FnMut(u64) -> Option<Vec<Hash>>,
    ) -> Option<Signature> {
        let (key, url) = self.witnesses[at].clone();
        let mut old = self.sizes.get(&url).copied().unwrap_or(0);
        // Once with what is known, once with what the witness says; a third time would be a loop.
        for _ in 0..2 {
            let proof: String = prove(old)?.iter().map(|hash| format!("{hash}\n")).collect();
            let body = format!("old {old}\n{proof}\n{}", signed.note);
            let address = format!("{}/add-checkpoint", url.trim_end_matches('/'));
            let mut answer = self.agent.post(address).send(body).ok()?;
            let text = answer.body_mut().with_config().limit(64 << 10).read_to_string().ok()?;
            match answer.status().as_u16() {
                200 => {
                    self.sizes.insert(url, signed.checkpoint.size);
                    let text_signed = signed.checkpoint.to_string();
                    let mut signatures = text.lines().filter_map(|line| line.parse::<Signature>().ok());
                    return signatures.find(|s| s.is_by(&key) && key.verifies(&text_signed, &s.bytes));
                }
                409 => old = text.trim_end().parse().ok()?,
                _ => return None,
            }
        }
        None
    }
}

#[cfg(feature = "http")]
impl crate::Cosigners for Asked {
    fn gather(&mut self, signed: &crate::Signed, prove: &mut dyn FnMut(u64) -> Option<Vec<Hash>>) -> Vec<Signature> {
        (0..self.witnesses.len()).filter_map(|at| self.ask(at, signed, prove)).collect()
    }
}
