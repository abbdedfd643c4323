//! Signed notes: text, a blank line, and who signed it (C2SP signed-note).

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use ed25519_dalek::Signer as _;

use crate::hash::{base64, unbase64};
use crate::{Hash, cosignature};

/// The longest note that is read, in bytes; signatures after quantum computers take some 3 kB each.
pub const MAX_NOTE: usize = 1 << 20;
/// The most signatures that are read.
pub const MAX_SIGNATURES: usize = 100;

/// What kind of signature a key makes. The byte is the one that signed-note assigns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Algorithm {
    /// Ed25519 over the text of a note (0x01): logs and officers.
    Ed25519 = 0x01,
    /// Ed25519 over a time and a checkpoint (0x04): witnesses and mirrors.
    Cosignature = 0x04,
}

/// A name that a key may have: not empty, without spaces and plus signs.
pub fn is_key_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|c| c.is_whitespace() || c < ' ' || c == '+')
}

fn key_id(name: &str, algorithm: Algorithm, public: &[u8]) -> u32 {
    let mut bytes = Vec::with_capacity(name.len() + 2 + public.len());
    bytes.extend_from_slice(name.as_bytes());
    bytes.extend_from_slice(&[b'\n', algorithm as u8]);
    bytes.extend_from_slice(public);
    let [a, b, c, d, ..] = Hash::of(&bytes).0;
    u32::from_be_bytes([a, b, c, d])
}

/// A public key with its name: what checks signatures. Written as a vkey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    id: u32,
    algorithm: Algorithm,
    key: ed25519_dalek::VerifyingKey,
}

impl VerifierKey {
    /// The name in its signature lines; of a log, its origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The four bytes that tell keys of one name apart.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// What kind of signature it checks.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The 32 bytes of the public key, which two names can share.
    pub fn public(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }

    /// Whether the bytes are this key's signature of a note's text.
    ///
    /// Ed25519 is checked strictly: no signature has a second form, and weak keys sign nothing.
    pub fn verifies(&self, text: &str, signature: &[u8]) -> bool {
        match self.algorithm {
            Algorithm::Ed25519 => self.verifies_bytes(text.as_bytes(), signature),
            Algorithm::Cosignature => cosignature::time_of(self, text, signature).is_some(),
        }
    }

    /// Whether the bytes are this key's plain Ed25519 signature of a message.
    pub fn verifies_bytes(&self, message: &[u8], signature: &[u8]) -> bool {
        let signature = ed25519_dalek::Signature::from_slice(signature);
        signature.is_ok_and(|signature| self.key.verify_strict(message, &signature).is_ok())
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut material = Vec::from([self.algorithm as u8]);
        material.extend_from_slice(self.key.as_bytes());
        write!(f, "{}+{:08x}+{}", self.name, self.id, base64(&material))
    }
}

/// A text that is no key, or a key of a kind that is not known here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyError {
    text: String,
    why: &'static str,
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a key: {}", self.text, self.why)
    }
}

impl core::error::Error for KeyError {}

/// Name, id, kind and 32 bytes of `name+id+base64`, where the id has still to be compared.
fn parts(text: &str) -> Result<(String, u32, Algorithm, [u8; 32]), &'static str> {
    let mut parts = text.splitn(3, '+');
    let (Some(name), Some(id), Some(material)) = (parts.next(), parts.next(), parts.next()) else {
        return Err("a key is NAME+ID+BASE64");
    };
    if !is_key_name(name) {
        return Err("its name is empty or has a space in it");
    }
    let hex = id.len() == 8 && id.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    let id = u32::from_str_radix(id, 16).ok().filter(|_| hex).ok_or("its id is not eight hexadecimal digits")?;
    let material = unbase64(material).ok_or("its last part is not standard base64")?;
    let (kind, key) = material.split_first().ok_or("its last part is empty")?;
    let algorithm = match kind {
        0x01 => Algorithm::Ed25519,
        0x04 => Algorithm::Cosignature,
        _ => return Err("it is neither an Ed25519 key (0x01) nor an Ed25519 cosigner's (0x04)"),
    };
    let key = <[u8; 32]>::try_from(key).map_err(|_| "an Ed25519 key has 32 bytes")?;
    Ok((name.into(), id, algorithm, key))
}

impl FromStr for VerifierKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<VerifierKey, KeyError> {
        // Given by mistake, a secret must not end in a log of errors.
        if text.contains(PRIVATE) {
            let why = "what is wanted is its public part, NAME+ID+BASE64";
            return Err(KeyError { text: "the private key".into(), why });
        }
        let wrong = |why| KeyError { text: text.into(), why };
        let (name, id, algorithm, key) = parts(text).map_err(wrong)?;
        if id != key_id(&name, algorithm, &key) {
            return Err(wrong("its id does not belong to its name and bytes"));
        }
        let key = ed25519_dalek::VerifyingKey::from_bytes(&key);
        let key = key.ok().filter(|key| !key.is_weak()).ok_or_else(|| wrong("its bytes are no Ed25519 key"))?;
        Ok(VerifierKey { name, id, algorithm, key })
    }
}

/// A private key with its name. Only [`SigningKey::secret`] shows it.
#[derive(Clone)]
pub struct SigningKey {
    key: ed25519_dalek::SigningKey,
    public: VerifierKey,
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SigningKey").field(&self.public.name).finish()
    }
}

const PRIVATE: &str = "PRIVATE+KEY+";

impl SigningKey {
    /// The key that grows from 32 random bytes.
    ///
    /// # Errors
    /// When the name cannot be a key's.
    pub fn from_seed(name: &str, algorithm: Algorithm, seed: &[u8; 32]) -> Result<SigningKey, KeyError> {
        if !is_key_name(name) {
            return Err(KeyError { text: name.into(), why: "a name is not empty and has no space or plus sign in it" });
        }
        let key = ed25519_dalek::SigningKey::from_bytes(seed);
        let id = key_id(name, algorithm, key.verifying_key().as_bytes());
        let public = VerifierKey { name: name.into(), id, algorithm, key: key.verifying_key() };
        Ok(SigningKey { key, public })
    }

    /// The key that was written by [`SigningKey::secret`].
    ///
    /// # Errors
    /// When the text is no private key, or was damaged. The text is not repeated.
    pub fn from_secret(text: &str) -> Result<SigningKey, KeyError> {
        let wrong = |why| KeyError { text: String::from("the private key"), why };
        let rest = text.trim_end().strip_prefix(PRIVATE).ok_or_else(|| wrong("it does not begin with PRIVATE+KEY+"))?;
        let (name, id, algorithm, seed) = parts(rest).map_err(wrong)?;
        let key = SigningKey::from_seed(&name, algorithm, &seed)?;
        if key.public.id == id { Ok(key) } else { Err(wrong("its id does not belong to its name and bytes")) }
    }

    /// The key as text, to be kept secret; the form is that of golang.org/x/mod/sumdb/note.
    pub fn secret(&self) -> String {
        let mut material = Vec::from([self.public.algorithm as u8]);
        material.extend_from_slice(self.key.as_bytes());
        format!("{PRIVATE}{}+{:08x}+{}", self.public.name, self.public.id, base64(&material))
    }

    /// The key that checks what this one signs.
    pub fn verifier(&self) -> &VerifierKey {
        &self.public
    }

    /// The plain Ed25519 signature of a message.
    pub fn sign_bytes(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }

    /// The signature line of a note's text, without the newline.
    ///
    /// # Panics
    /// When the key is a cosigner's: such keys sign a time too, with [`cosignature::sign`].
    pub fn sign(&self, text: &str) -> Signature {
        assert_eq!(self.public.algorithm, Algorithm::Ed25519, "bad use: a cosigner's key signs with a time");
        Signature::new(&self.public, self.sign_bytes(text.as_bytes()).to_vec())
    }
}

/// One signature line of a note.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Signature {
    /// The key's name.
    pub name: String,
    /// The key's id.
    pub id: u32,
    /// What it signed, in the form of its algorithm.
    pub bytes: Vec<u8>,
}

impl Signature {
    /// A signature by a key.
    pub fn new(key: &VerifierKey, bytes: Vec<u8>) -> Signature {
        Signature { name: key.name.clone(), id: key.id, bytes }
    }

    /// Whether it claims to be by this key.
    pub fn is_by(&self, key: &VerifierKey) -> bool {
        self.id == key.id && self.name == key.name
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = Vec::from(self.id.to_be_bytes());
        bytes.extend_from_slice(&self.bytes);
        write!(f, "— {} {}", self.name, base64(&bytes))
    }
}

impl FromStr for Signature {
    type Err = NoteError;

    fn from_str(line: &str) -> Result<Signature, NoteError> {
        let wrong = || NoteError::SignatureLine { line: line.into() };
        let (name, bytes) = line.strip_prefix("— ").and_then(|rest| rest.split_once(' ')).ok_or_else(wrong)?;
        let bytes = unbase64(bytes).filter(|_| is_key_name(name)).ok_or_else(wrong)?;
        let (id, signature) = bytes.split_first_chunk::<4>().ok_or_else(wrong)?;
        if signature.is_empty() {
            return Err(wrong());
        }
        Ok(Signature { name: name.into(), id: u32::from_be_bytes(*id), bytes: signature.to_vec() })
    }
}

/// A text with signatures. Nothing in it is to be believed before [`Note::verified_by`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The text, with its last newline.
    pub text: String,
    /// The signatures, in the order of their lines.
    pub signatures: Vec<Signature>,
}

impl Note {
    /// Reads a note, strictly.
    ///
    /// # Errors
    /// When the bytes are not a note, or are one that is too long.
    pub fn parse(bytes: &[u8]) -> Result<Note, NoteError> {
        if bytes.len() > MAX_NOTE {
            return Err(NoteError::TooLong { length: bytes.len() });
        }
        let whole = core::str::from_utf8(bytes).map_err(|_| NoteError::NotText)?;
        if whole.bytes().any(|b| b < 0x20 && b != b'\n') {
            return Err(NoteError::NotText);
        }
        let (text, lines) = whole.rsplit_once("\n\n").ok_or(NoteError::NoSignatures)?;
        let lines = lines.strip_suffix('\n').ok_or(NoteError::NoSignatures)?;
        let signatures: Vec<Signature> =
            lines.split('\n').take(MAX_SIGNATURES + 1).map(str::parse).collect::<Result<_, _>>()?;
        if signatures.len() > MAX_SIGNATURES {
            return Err(NoteError::TooMany);
        }
        Ok(Note { text: format!("{text}\n"), signatures })
    }

    /// Which of the keys signed the text; the places are those in `keys`.
    ///
    /// Signatures of other keys are passed over.
    ///
    /// # Errors
    /// When a signature that claims to be by one of the keys is not: then nothing in the note is to be believed.
    pub fn verified_by(&self, keys: &[VerifierKey]) -> Result<Vec<usize>, NoteError> {
        let mut found = Vec::new();
        for signature in &self.signatures {
            let Some(at) = keys.iter().position(|key| signature.is_by(key)) else { continue };
            if !keys[at].verifies(&self.text, &signature.bytes) {
                return Err(NoteError::BadSignature { name: signature.name.clone() });
            }
            if !found.contains(&at) {
                found.push(at);
            }
        }
        Ok(found)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| writeln!(f, "{signature}"))
    }
}

/// What is wrong with a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoteError {
    /// It is longer than [`MAX_NOTE`].
    TooLong {
        /// Its length in bytes.
        length: usize,
    },
    /// It is not UTF-8, or has control characters.
    NotText,
    /// It has no signature lines after a blank line.
    NoSignatures,
    /// It has more than [`MAX_SIGNATURES`] signatures.
    TooMany,
    /// A signature line is not `— NAME BASE64`.
    SignatureLine {
        /// The line.
        line: String,
    },
    /// A signature that claims to be by a known key is not.
    BadSignature {
        /// The key's name.
        name: String,
    },
}

impl fmt::Display for NoteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoteError::TooLong { length } => write!(f, "the note has {length} bytes; a note has at most {MAX_NOTE}"),
            NoteError::NotText => f.write_str("the note is not UTF-8 text without control characters"),
            NoteError::NoSignatures => f.write_str("the note has no signature lines after a blank line"),
            NoteError::TooMany => write!(f, "the note has more than {MAX_SIGNATURES} signatures"),
            NoteError::SignatureLine { line } => write!(f, "`{line}` is not a signature line: — NAME BASE64"),
            NoteError::BadSignature { name } => write!(f, "the signature by `{name}` is not by that key"),
        }
    }
}

impl core::error::Error for NoteError {}
