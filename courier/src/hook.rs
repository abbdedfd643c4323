//! Signed webhooks, as Standard Webhooks has them (version 1.0.0): `webhook-id`, `webhook-timestamp` and
//! `webhook-signature` over `id.timestamp.body`, with Ed25519 (`v1a`) or with HMAC-SHA256 (`v1`).

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use ureq::http::Uri;
use zeroize::Zeroizing;

use crate::Fault;

/// So that a receiver tells which kind of key it is.
const SECRET: &str = "whsec_";
const PRIVATE: &str = "whsk_";
const PUBLIC: &str = "whpk_";
/// What is read of an answer, which nothing is done with.
const MOST_ANSWER: u64 = 64 << 10;

/// A key that webhooks are signed with.
enum Key {
    /// Only the sender has it: Ed25519.
    Private(SigningKey),
    /// Both sides have it: HMAC-SHA256.
    Secret(Zeroizing<Vec<u8>>),
}

/// The keys of one webhook, one on a line: with two of them each message has two signatures, so that a receiver can
/// change from one to the other in his own time.
pub struct Keys(Vec<Key>);

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys({})", self.0.len())
    }
}

impl FromStr for Keys {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Keys, Fault> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let keys = lines.map(key).collect::<Result<Vec<_>, _>>()?;
        if keys.is_empty() { Err(Fault::new("there is no key in it")) } else { Ok(Keys(keys)) }
    }
}

fn key(line: &str) -> Result<Key, Fault> {
    let decoded = |text: &str| {
        let bytes = STANDARD.decode(text).map(Zeroizing::new);
        bytes.map_err(|_| Fault::new("what follows the key's prefix is not base64"))
    };
    if let Some(text) = line.strip_prefix(PRIVATE) {
        let bytes = decoded(text)?;
        let wrong = || Fault::new(format!("a key that begins with {PRIVATE} has 32 bytes, or 64 with the public key"));
        return match bytes.len() {
            32 => Ok(Key::Private(SigningKey::from_bytes(bytes[..].try_into().map_err(|_| wrong())?))),
            64 => {
                let pair = SigningKey::from_keypair_bytes(bytes[..].try_into().map_err(|_| wrong())?);
                pair.map(Key::Private).map_err(|_| Fault::new("the private key and the public one are no pair"))
            }
            _ => Err(wrong()),
        };
    }
    if let Some(text) = line.strip_prefix(SECRET) {
        let bytes = decoded(text)?;
        return if (24..=64).contains(&bytes.len()) {
            Ok(Key::Secret(bytes))
        } else {
            Err(Fault::new(format!(
                "a secret that begins with {SECRET} has 24 to 64 bytes, and this has {}",
                bytes.len()
            )))
        };
    }
    Err(Fault::new(format!("a key begins with {PRIVATE} (Ed25519) or {SECRET} (HMAC-SHA256)")))
}

impl Keys {
    /// The value of `webhook-signature`.
    pub fn sign(&self, id: &str, second: i64, body: &str) -> String {
        let signed = format!("{id}.{second}.{body}");
        let one = |key: &Key| match key {
            Key::Private(key) => format!("v1a,{}", STANDARD.encode(key.sign(signed.as_bytes()).to_bytes())),
            Key::Secret(secret) => {
                let mac = Hmac::<Sha256>::new_from_slice(secret);
                // HMAC takes keys of every length.
                let mut mac = mac.unwrap_or_else(|_| unreachable!("a key of 24 to 64 bytes"));
                mac.update(signed.as_bytes());
                format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
            }
        };
        self.0.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    /// The public keys, for receivers; a secret has none.
    pub fn public(&self) -> Vec<String> {
        let public = |key: &Key| match key {
            Key::Private(key) => Some(standard_key(&key.verifying_key())),
            Key::Secret(_) => None,
        };
        self.0.iter().filter_map(public).collect()
    }
}

/// A public key, as receivers are given it.
pub fn standard_key(key: &VerifyingKey) -> String {
    format!("{PUBLIC}{}", STANDARD.encode(key.as_bytes()))
}

/// A key file with an Ed25519 key from 32 bytes of chance.
pub fn new_pair(seed: &[u8; 32]) -> Zeroizing<String> {
    let pair = Zeroizing::new(SigningKey::from_bytes(seed).to_keypair_bytes());
    Zeroizing::new(format!("{PRIVATE}{}\n", STANDARD.encode(&pair[..])))
}

/// A key file with a secret for HMAC-SHA256 from 32 bytes of chance.
pub fn new_secret(seed: &[u8; 32]) -> Zeroizing<String> {
    Zeroizing::new(format!("{SECRET}{}\n", STANDARD.encode(seed)))
}

/// An address that takes webhooks.
#[derive(Debug)]
pub struct Hook {
    url: Uri,
    keys: Keys,
    agent: ureq::Agent,
}

impl Hook {
    /// A webhook; nothing is asked of it yet.
    ///
    /// # Errors
    /// When the address is none of HTTPS. HTTP goes only to this very machine.
    pub fn new(url: &str, keys: Keys) -> Result<Hook, Fault> {
        // The address is not said: what stands in it may be a secret of the receiver's.
        let wrong = || Fault::new("the url is not an address that begins with https://");
        let url: Uri = url.parse().map_err(|_| wrong())?;
        if url.authority().is_some_and(|authority| authority.as_str().contains('@')) {
            return Err(Fault::new("the url has a name or a password before its host, which no webhook needs"));
        }
        let host = url.host().filter(|host| !host.is_empty()).ok_or_else(wrong)?;
        match url.scheme_str() {
            Some("https") => {}
            Some("http") if crate::is_own(host) => {}
            Some("http") => {
                return Err(Fault::new("without TLS webhooks go only to this machine; write the url with https://"));
            }
            _ => return Err(wrong()),
        }
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(30)))
            .timeout_connect(Some(Duration::from_secs(10)))
            .http_status_as_error(false)
            // A redirect would take a signed message to a place that nobody wrote into the file.
            .max_redirects(0)
            .user_agent(concat!("semey/", env!("CARGO_PKG_VERSION")))
            .build();
        Ok(Hook { url, keys, agent: agent.into() })
    }

    /// Sends a message: `id` stays the same when it is sent again, `second` is the time of this try.
    ///
    /// # Errors
    /// When it cannot be delivered, or the answer is not one of success.
    pub fn send(&self, id: &str, second: i64, body: &str) -> Result<(), Fault> {
        let sent = self
            .agent
            .post(&self.url)
            .header("content-type", "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", second.to_string())
            .header("webhook-signature", self.keys.sign(id, second, body))
            .send(body);
        let mut answer = sent.map_err(|error| Fault::because("the receiver cannot be reached", &error))?;
        let status = answer.status();
        // What is left unread would only close the connection roughly.
        drop(answer.body_mut().with_config().limit(MOST_ANSWER).read_to_vec());
        match status.as_u16() {
            200..300 => Ok(()),
            300..400 => Err(Fault::new(format!("the receiver answered {status}, and redirects are not followed"))),
            410 => {
                Err(Fault::new(format!("the receiver answered {status}: it wants no more; take it out of the file")))
            }
            _ => Err(Fault::new(format!("the receiver answered {status}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example that the specification's libraries share.
    #[test]
    fn the_signature_of_the_specification() {
        let keys: Keys = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".parse().expect("a secret");
        let signature = keys.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}");
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn both_kinds_of_keys_sign_and_can_be_checked() {
        let pair = new_pair(&[7; 32]);
        let keys: Keys = format!("# old\n{}\n\n{}", &*new_secret(&[9; 32]), &*pair).parse().expect("two keys");
        let signature = keys.sign("alert_1", 12, "{}");
        let (mac, own) = signature.split_once(' ').expect("two signatures");
        assert!(mac.starts_with("v1,"), "{signature}");
        let public = keys.public();
        let public = STANDARD.decode(public[0].strip_prefix("whpk_").expect("its prefix")).expect("base64");
        let public = VerifyingKey::from_bytes(public[..].try_into().expect("32 bytes")).expect("a key");
        let own = STANDARD.decode(own.strip_prefix("v1a,").expect("its version")).expect("base64");
        let own = ed25519_dalek::Signature::from_slice(&own).expect("64 bytes");
        public.verify_strict(b"alert_1.12.{}", &own).expect("it is good");
        // A seed alone is the same key.
        let seed: Keys = format!("whsk_{}", STANDARD.encode([7; 32])).parse().expect("a key");
        assert_eq!(seed.public(), keys.public());
        assert!(!format!("{keys:?}").contains("whs"));
    }

    #[test]
    fn what_is_no_key_or_no_address_is_refused() {
        for (text, sentence) in [
            ("", "no key"),
            ("whpk_AAAA", "a key begins with"),
            ("whsec_AAAA", "24 to 64 bytes"),
            ("whsk_AAAA", "32 bytes"),
            ("whsk_*", "not base64"),
        ] {
            let fault = text.parse::<Keys>().expect_err(text);
            assert!(fault.to_string().contains(sentence), "{text}: {fault}");
        }
        let keys = || new_secret(&[1; 32]).parse::<Keys>().expect("a secret");
        for url in [
            "ftp://a.example/",
            "a.example",
            "http://a.example/",
            "http://192.168.0.1/",
            "https://",
            "/hook",
            "https://a:b@c.example/",
        ] {
            assert!(Hook::new(url, keys()).is_err(), "{url}");
        }
        for url in ["https://a.example/hook", "http://127.0.0.1:8000/", "http://[::1]:1/", "http://localhost/"] {
            Hook::new(url, keys()).expect(url);
        }
    }
}
