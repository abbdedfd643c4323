//! Letters by SMTP.

use std::time::{Duration, SystemTime};

use lettre::address::Envelope;
use lettre::message::Mailbox;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls as Layer, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Message, SmtpTransport, Transport};

use crate::Fault;

/// How long a server may be silent.
const PATIENCE: Duration = Duration::from_secs(30);

/// How a connection is kept from being read and changed on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// It begins in the open and must be secured before anything is said (RFC 3207), usually on port 587.
    Starttls,
    /// It is secured from its first byte (RFC 8314), usually on port 465.
    Implicit,
    /// Not at all: only to this very machine.
    None,
}

impl Tls {
    /// The port that servers use for it.
    pub fn port(self) -> u16 {
        match self {
            Tls::Starttls => 587,
            Tls::Implicit => 465,
            Tls::None => 25,
        }
    }
}

/// A server that takes letters.
pub struct Server {
    transport: SmtpTransport,
    from: Mailbox,
}

/// The transport holds the password.
impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("from", &self.from).finish_non_exhaustive()
    }
}

/// What is sent.
#[derive(Debug, Clone, Copy)]
pub struct Letter<'a> {
    /// What tells it from every other letter: letters, figures and `_`; the same when it is sent again.
    pub id: &'a str,
    /// When it was written.
    pub date: SystemTime,
    /// Its language, as in BCP 47.
    pub lang: &'a str,
    /// Its subject, on one line.
    pub subject: &'a str,
    /// What it says.
    pub text: &'a str,
}

impl Server {
    /// A server; nothing is asked of it yet. `authorities` are certificates (PEM) that are trusted beside Mozilla's.
    ///
    /// # Errors
    /// When an address or a certificate cannot be read, or what goes to another machine would go in the open.
    pub fn new(
        (host, port): (&str, u16),
        tls: Tls,
        from: &str,
        login: Option<(String, String)>,
        authorities: Option<&[u8]>,
    ) -> Result<Server, Fault> {
        let from = mailbox(from)?;
        let layer = match tls {
            Tls::None if crate::is_own(host) => Layer::None,
            Tls::None => return Err(Fault::new(format!("without TLS letters go only to this machine, not to {host}"))),
            Tls::Starttls => Layer::Required(parameters(host, authorities)?),
            Tls::Implicit => Layer::Wrapper(parameters(host, authorities)?),
        };
        let transport = SmtpTransport::builder_dangerous(host)
            .port(port)
            .tls(layer)
            .timeout(Some(PATIENCE))
            .hello_name(ClientId::Domain(from.email.domain().to_owned()));
        let transport = match login {
            Some((user, password)) => transport.credentials(Credentials::new(user, password)),
            None => transport,
        };
        Ok(Server { transport: transport.build(), from })
    }

    /// Sends a letter to one address.
    ///
    /// # Errors
    /// When the server cannot be reached or does not take it.
    pub fn send(&self, to: &str, letter: &Letter<'_>) -> Result<(), Fault> {
        let to = mailbox(to)?;
        let header =
            |name: &'static str, value: &str| HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned());
        let envelope = Envelope::new(Some(self.from.email.clone()), vec![to.email.clone()])
            .map_err(|error| Fault::because("the letter has no envelope", &error))?;
        let message = Message::builder()
            .envelope(envelope)
            .from(self.from.clone())
            .to(to)
            .date(letter.date)
            .message_id(Some(format!("<{}@{}>", letter.id, self.from.email.domain())))
            .subject(letter.subject)
            // So that no machine answers a machine (RFC 3834).
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .raw_header(header("Content-Language", letter.lang))
            .header(ContentType::TEXT_PLAIN)
            .header(ContentTransferEncoding::QuotedPrintable)
            .body(letter.text.to_owned())
            .map_err(|error| Fault::because("the letter cannot be written", &error))?;
        let sent = self.transport.send(&message);
        sent.map(|_| ()).map_err(|error| Fault::because("the mail server did not take it", &error))
    }
}

/// Says what is wrong with the address of a mailbox.
///
/// # Errors
/// When it is none.
pub fn check_mailbox(text: &str) -> Result<(), Fault> {
    mailbox(text).map(|_| ())
}

/// An address, with or without a name: `Semey <semey@zone.example>`.
fn mailbox(text: &str) -> Result<Mailbox, Fault> {
    text.parse().map_err(|_| Fault::new(format!("`{text}` is not the address of a mailbox")))
}

fn parameters(host: &str, authorities: Option<&[u8]>) -> Result<TlsParameters, Fault> {
    let wrong = |error| Fault::because("the connection cannot be secured", &error);
    let mut parameters = TlsParameters::builder(host.to_owned()).certificate_store(CertificateStore::WebpkiRoots);
    if let Some(pem) = authorities {
        // Of a file without any, nothing would be said.
        if !String::from_utf8_lossy(pem).contains("-----BEGIN CERTIFICATE-----") {
            return Err(Fault::new("there is no certificate in the file of authorities"));
        }
        let own =
            Certificate::from_pem(pem).map_err(|error| Fault::because("the certificates cannot be read", &error))?;
        parameters = parameters.add_root_certificate(own);
    }
    parameters.build_rustls().map_err(wrong)
}
