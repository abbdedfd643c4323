//! Sealed messages: a text that only its recipients can read, as an age file that any age program opens for them.
//!
//! What is said exists in memory alone. No error and no `Debug` output in this room has a word of it.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{Read, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ledger::canonical;
use ledger::tlog::Hash;
use serde::{Deserialize, Serialize};

/// The version of the form of sealed texts.
const VERSION: u32 = 1;

/// What is sealed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Letter {
    /// Files that go with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Attached>,
    /// What is told in the fields of a form.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, String>,
    /// Who sends it, by code.
    pub from: Vec<String>,
    /// What no one can guess: 32 random bytes in hexadecimal, so that the commitment betrays nothing.
    nonce: String,
    /// What is said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// To whom, by code.
    pub to: Vec<String>,
    /// The version of this form.
    version: u32,
}

/// A file in a sealed message.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Attached {
    /// Its bytes, in base64.
    bytes: String,
    /// What kind of file it is.
    pub media: String,
    /// Its name, without folders.
    pub name: String,
}

impl fmt::Debug for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Letter { sealed }")
    }
}

impl fmt::Debug for Attached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Attached { sealed }")
    }
}

impl Attached {
    /// A file of this name.
    pub fn new(name: &str, media: &str, bytes: &[u8]) -> Attached {
        Attached { bytes: STANDARD.encode(bytes), media: media.to_owned(), name: name.to_owned() }
    }

    /// Its bytes.
    ///
    /// # Errors
    /// When what was sealed is no file.
    pub fn bytes(&self) -> Result<Vec<u8>, SealError> {
        STANDARD.decode(&self.bytes).map_err(|_| SealError::Form)
    }
}

/// A sealed message: the age file, and the commitment to what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The age file.
    pub file: Vec<u8>,
    /// SHA-256 of what is in it.
    pub commitment: Hash,
}

impl Letter {
    /// A message with 32 random bytes of its own.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn new(from: Vec<String>, to: Vec<String>) -> Result<Letter, SealError> {
        let mut nonce = [0; 32];
        getrandom::fill(&mut nonce).map_err(|_| SealError::Random)?;
        let nothing = Letter {
            files: Vec::new(),
            fields: BTreeMap::new(),
            from,
            nonce: Hash(nonce).hex(),
            note: String::new(),
            to,
            version: VERSION,
        };
        Ok(nothing)
    }

    /// Seals it to those who may read it.
    ///
    /// # Errors
    /// When it cannot be written as canonical text, or nobody may read it.
    pub fn seal(&self, recipients: &[age::x25519::Recipient]) -> Result<Envelope, SealError> {
        let text = canonical::bytes(self).map_err(|_| SealError::Text)?;
        let to = recipients.iter().map(|recipient| recipient as &dyn age::Recipient);
        let sealed = age::Encryptor::with_recipients(to).map_err(|_| SealError::Nobody)?;
        let mut file = Vec::new();
        let written = sealed.wrap_output(&mut file).and_then(|mut writer| {
            writer.write_all(&text)?;
            writer.finish().map(|_| ())
        });
        written.map_err(|_| SealError::Damaged)?;
        Ok(Envelope { file, commitment: Hash::of(&text) })
    }

    /// Opens a sealed message and compares it with what was promised about it.
    ///
    /// # Errors
    /// When it is for others, damaged, or not what the ledger says was sent.
    pub fn open(file: &[u8], commitment: &Hash, identities: &[age::x25519::Identity]) -> Result<Letter, SealError> {
        let decryptor = age::Decryptor::new(file).map_err(SealError::of)?;
        let keys = identities.iter().map(|identity| identity as &dyn age::Identity);
        let mut reader = decryptor.decrypt(keys).map_err(SealError::of)?;
        let mut text = Vec::new();
        reader.read_to_end(&mut text).map_err(|_| SealError::Damaged)?;
        if Hash::of(&text) != *commitment {
            return Err(SealError::Commitment);
        }
        let letter: Letter = serde_json::from_slice(&text).map_err(|_| SealError::Form)?;
        if letter.version == VERSION { Ok(letter) } else { Err(SealError::Version(letter.version)) }
    }
}

/// Why a message is not sealed, or not opened. It never has a word of what is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealError {
    /// A text in it is not in Unicode normal form C.
    Text,
    /// The system gives no random bytes.
    Random,
    /// There is nobody to seal it to.
    Nobody,
    /// It is sealed to other keys.
    Others,
    /// The age file is not whole.
    Damaged,
    /// What is in the age file is not what the ledger says was sent.
    Commitment,
    /// What is in the age file is no message.
    Form,
    /// The message has a form that this program does not know.
    Version(u32),
}

impl SealError {
    fn of(error: age::DecryptError) -> SealError {
        match error {
            age::DecryptError::NoMatchingKeys => SealError::Others,
            _ => SealError::Damaged,
        }
    }
}

impl fmt::Display for SealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SealError::Text => f.write_str("a text in it is not in Unicode normal form C"),
            SealError::Random => f.write_str("the system gives no random bytes"),
            SealError::Nobody => f.write_str("there is no key to seal it to"),
            SealError::Others => f.write_str("it is sealed to other keys than those given"),
            SealError::Damaged => f.write_str("its age file is not whole"),
            SealError::Commitment => {
                f.write_str("what is in its age file is not what the ledger's commitment says was sent")
            }
            SealError::Form => f.write_str("what is in its age file is no message of this program"),
            SealError::Version(version) => {
                write!(f, "its message has the form {version}, this program reads {VERSION}; take a newer one")
            }
        }
    }
}

impl std::error::Error for SealError {}

/// The keys of those to whom messages are sealed, and whose they are.
#[derive(Clone, Default)]
pub struct Recipients {
    keys: Vec<(age::x25519::Recipient, Option<String>)>,
}

impl fmt::Debug for Recipients {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Recipients").field(&self.keys.len()).finish()
    }
}

impl Recipients {
    /// Reads a file of keys: `age1…` and, where it is known, the code of whose it is, one a line. `#` begins a remark.
    ///
    /// # Errors
    /// A sentence on the first line that is none; it does not repeat the line, which may be a secret.
    pub fn parse(text: &str) -> Result<Recipients, String> {
        let mut keys = Vec::new();
        for (at, line) in (1..).zip(text.lines()) {
            let line = line.split('#').next().unwrap_or("").trim();
            let mut words = line.split_whitespace();
            let Some(key) = words.next() else { continue };
            if key.starts_with("AGE-SECRET-KEY-") {
                return Err(format!("line {at} is a secret key, which belongs to nobody else; write its `age1…`"));
            }
            let key = key.parse().map_err(|_| format!("line {at} does not begin with a key, such as age1…"))?;
            let (code, more) = (words.next().map(str::to_owned), words.next());
            if more.is_some() {
                return Err(format!("line {at} has more than a key and a code"));
            }
            keys.push((key, code));
        }
        if keys.is_empty() { Err("it has no key".to_owned()) } else { Ok(Recipients { keys }) }
    }

    /// The keys for messages to some participants: theirs, and those of nobody in particular.
    ///
    /// # Errors
    /// The first code of somebody who has no key here, where keys say whose they are.
    pub fn of(&self, codes: &[String]) -> Result<Vec<age::x25519::Recipient>, String> {
        let named = self.keys.iter().any(|(_, code)| code.is_some());
        let has = |code: &String| self.keys.iter().any(|(_, own)| own.as_ref() == Some(code));
        if let Some(missing) = codes.iter().find(|code| named && !has(code)) {
            return Err(missing.clone());
        }
        let wanted = |own: &&(_, Option<String>)| own.1.as_ref().is_none_or(|code| codes.contains(code));
        Ok(self.keys.iter().filter(wanted).map(|(key, _)| key.clone()).collect())
    }
}

/// Reads a file of secret keys, as `age-keygen` writes it.
///
/// # Errors
/// A sentence on the first line that is none; it does not repeat the line.
pub fn identities(text: &str) -> Result<Vec<age::x25519::Identity>, String> {
    let mut keys = Vec::new();
    for (at, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        keys.push(line.parse().map_err(|_| format!("line {at} is no secret key, such as AGE-SECRET-KEY-1…"))?);
    }
    if keys.is_empty() { Err("it has no secret key".to_owned()) } else { Ok(keys) }
}

/// A new secret key as a file of `age-keygen`'s form, and the key that others seal to.
pub fn new_identity() -> (String, String) {
    let identity = age::x25519::Identity::generate();
    let public = identity.to_public().to_string();
    let secret = identity.to_string();
    (format!("# public key: {public}\n{}\n", age::secrecy::ExposeSecret::expose_secret(&secret)), public)
}

/// Whether a name is one of a file alone, which leads nowhere else.
pub fn is_file_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 200
        && !name.starts_with('.')
        && !name.contains(['/', '\\'])
        && !name.chars().any(|c| c.is_control() || pack::is_hidden(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter() -> Letter {
        let mut letter = Letter::new(vec!["KGZ".to_owned()], vec!["KAZ".to_owned()]).expect("random bytes");
        letter.note = "the canary".to_owned();
        letter.fields.insert("seen".to_owned(), "canary".to_owned());
        letter.files.push(Attached::new("canary.txt", "text/plain", b"canary"));
        letter
    }

    #[test]
    fn recipients_and_nobody_else_open_it() {
        let (one, two, other) = (identity(), identity(), identity());
        let sent = letter();
        let envelope = sent.seal(&[one.to_public(), two.to_public()]).expect("it is sealed");
        for own in [&one, &two] {
            let opened = Letter::open(&envelope.file, &envelope.commitment, std::slice::from_ref(own));
            assert!(opened.is_ok_and(|opened| opened == sent));
        }
        let with_other = Letter::open(&envelope.file, &envelope.commitment, &[other.clone(), one.clone()]);
        assert!(with_other.is_ok());
        let closed = Letter::open(&envelope.file, &envelope.commitment, &[other]).expect_err("it is closed");
        assert_eq!(closed, SealError::Others);
        let wrong = Letter::open(&envelope.file, &Hash::EMPTY, std::slice::from_ref(&one)).expect_err("a lie");
        assert_eq!(wrong, SealError::Commitment);
        for at in 0..envelope.file.len() {
            let mut damaged = envelope.file.clone();
            damaged[at] ^= 1;
            assert!(Letter::open(&damaged, &envelope.commitment, std::slice::from_ref(&one)).is_err(), "byte {at}");
        }
        assert_ne!(letter().seal(&[one.to_public()]).expect("sealed").commitment, envelope.commitment);
    }

    fn identity() -> age::x25519::Identity {
        age::x25519::Identity::generate()
    }

    #[test]
    fn nothing_of_it_is_in_debug_output_or_errors() {
        let sent = letter();
        for shown in [format!("{sent:?}"), format!("{:?}", sent.files), format!("{:#?}", Some(&sent))] {
            assert!(!shown.contains("anary"), "{shown}");
        }
        let mut decomposed = letter();
        decomposed.note = "canary e\u{301}".to_owned();
        let error = decomposed.seal(&[identity().to_public()]).expect_err("not in normal form C");
        assert!(!format!("{error:?} {error}").contains("canary"));
    }

    #[test]
    fn keys_are_sealed_to_those_addressed() {
        let keys: Vec<String> = (0..3).map(|_| identity().to_public().to_string()).collect();
        let text = format!("# of the zone\n{} KAZ\n{} UZB # Tashkent\n{}\n", keys[0], keys[1], keys[2]);
        let known = Recipients::parse(&text).expect("keys");
        let to = |codes: &[&str]| {
            let codes: Vec<String> = codes.iter().map(|code| (*code).to_owned()).collect();
            known.of(&codes).map(|keys| keys.iter().map(ToString::to_string).collect::<Vec<_>>())
        };
        assert_eq!(to(&["KAZ"]), Ok(vec![keys[0].clone(), keys[2].clone()]));
        assert_eq!(to(&["KAZ", "TJK"]), Err("TJK".to_owned()));
        let (secret, public) = new_identity();
        assert!(secret.contains(&public) && identities(&secret).is_ok_and(|keys| keys.len() == 1));
        let refused = Recipients::parse(&secret).expect_err("a secret");
        assert!(!refused.contains("AGE-SECRET-KEY-1") && refused.contains("line 2"), "{refused}");
        assert!(Recipients::parse("# none\n").is_err() && identities("age1x\n").is_err());
        let twice = Recipients::parse(&format!("{} KAZ UZB", keys[0])).expect_err("two codes");
        assert!(twice.contains("line 1"));
    }

    #[test]
    fn names_of_files_lead_nowhere() {
        for name in ["report.pdf", "отчёт.txt"] {
            assert!(is_file_name(name), "{name}");
        }
        for name in ["", ".", "..", "../x", "a/b", "a\\b", ".ssh", "a\nb", "a\u{202e}b"] {
            assert!(!is_file_name(name), "{name:?}");
        }
    }
}
