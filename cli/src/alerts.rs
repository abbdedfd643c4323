//! Alerts: the file that says who is told of which watches, and the file that remembers what was told.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::ops::Range;
use std::path::{Path, PathBuf};

use courier::{Fault, Hook, Keys, Server, Tls};
use law::Day;
use register::World;
use register::answer::bodies;
use register::answer::watch::Answered;
use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::failure::Failure;

/// The languages of names, as in `--lang`.
const LANGUAGES: [&str; 6] = ["en", "fr", "es", "ru", "zh", "ar"];

/// `alerts.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Config {
    site: Option<Spanned<String>>,
    state: Option<PathBuf>,
    smtp: Option<Spanned<Smtp>>,
    #[serde(default)]
    mail: Vec<Mail>,
    #[serde(default)]
    webhook: Vec<Webhook>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Smtp {
    host: String,
    port: Option<u16>,
    #[serde(default)]
    tls: Layer,
    from: String,
    user: Option<String>,
    password_file: Option<PathBuf>,
    ca_file: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Layer {
    #[default]
    Starttls,
    Implicit,
    None,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Mail {
    to: Spanned<String>,
    lang: Option<Spanned<String>>,
    #[serde(default)]
    watches: Vec<Spanned<String>>,
    #[serde(default)]
    regimes: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Webhook {
    name: Spanned<String>,
    url: Spanned<String>,
    key_file: Spanned<PathBuf>,
    lang: Option<Spanned<String>>,
    #[serde(default)]
    watches: Vec<Spanned<String>>,
    #[serde(default)]
    regimes: Vec<Spanned<String>>,
}

/// Who is told, of what, and where it is remembered.
#[derive(Debug)]
pub(crate) struct Plan {
    /// Where the portal is served, without a slash at its end.
    pub(crate) site: Option<String>,
    /// The file that remembers.
    pub(crate) state: PathBuf,
    /// The server of all letters.
    pub(crate) server: Option<Server>,
    /// Each with the watches that it is told of.
    pub(crate) receivers: Vec<Receiver>,
}

/// Somebody who is told.
#[derive(Debug)]
pub(crate) struct Receiver {
    /// What it is called here and in the state: the address of a mailbox, or the name of a webhook.
    pub(crate) name: String,
    /// The language that it is told in.
    pub(crate) lang: String,
    /// Ids of watches, in their order.
    pub(crate) watches: Vec<String>,
    /// How it is told.
    pub(crate) way: Way,
}

/// How somebody is told.
#[derive(Debug)]
pub(crate) enum Way {
    /// By a letter to the mailbox that is the receiver's name.
    Mail,
    /// By a webhook.
    Hook(Box<Hook>),
}

/// A place in the file, for whoever is told what is wrong with it.
struct Reader<'a> {
    path: &'a Path,
    text: &'a str,
    world: &'a World,
}

impl Reader<'_> {
    fn wrong(&self, at: Option<Range<usize>>, why: &str) -> Failure {
        let place = at.map_or(String::new(), |at| {
            let before = self.text.get(..at.start).unwrap_or(self.text);
            let column = before.chars().rev().take_while(|sign| *sign != '\n').count() + 1;
            format!(":{}:{column}", before.matches('\n').count() + 1)
        });
        Failure::usage(format!("{}{place}: {why}", self.path.display())).help("docs/alerts.md shows an example")
    }

    fn faulty(&self, at: Range<usize>, fault: &Fault) -> Failure {
        self.wrong(Some(at), &fault.to_string())
    }

    /// A file beside this one.
    fn beside(&self, path: &Path) -> PathBuf {
        self.path.parent().unwrap_or(Path::new("")).join(path)
    }

    fn bytes(&self, at: Range<usize>, path: &Path) -> Result<Vec<u8>, Failure> {
        let path = self.beside(path);
        fs::read(&path).map_err(|error| self.wrong(Some(at), &format!("{} cannot be read: {error}", path.display())))
    }

    fn lang(&self, lang: Option<&Spanned<String>>, usual: &str) -> Result<String, Failure> {
        let Some(lang) = lang else { return Ok(usual.to_owned()) };
        if LANGUAGES.contains(&lang.get_ref().as_str()) {
            return Ok(lang.get_ref().clone());
        }
        let why = format!("`{}` is no language of answers; they are {}", lang.get_ref(), LANGUAGES.join(", "));
        Err(self.wrong(Some(lang.span()), &why))
    }

    /// The watches that are named, and those of the regimes; without either, all.
    fn watches(&self, watches: &[Spanned<String>], regimes: &[Spanned<String>]) -> Result<Vec<String>, Failure> {
        let all = || self.world.packs.matters.of_kind(pack::MatterKind::Watch);
        for regime in regimes {
            if !bodies::regimes(self.world).contains(&regime.get_ref().as_str()) {
                let known = bodies::regimes(self.world).join(", ");
                let why = format!("the record has no regime `{}`; the regimes are {known}", regime.get_ref());
                return Err(self.wrong(Some(regime.span()), &why));
            }
        }
        for watch in watches {
            if all().all(|own| own.id != *watch.get_ref()) {
                let why = format!("the record has no watch `{}`; `semey watch` lists them", watch.get_ref());
                return Err(self.wrong(Some(watch.span()), &why));
            }
        }
        let named = |text: &str, among: &[Spanned<String>]| among.iter().any(|own| own.get_ref() == text);
        let wanted = all().filter(|own| {
            watches.is_empty() && regimes.is_empty() || named(&own.id, watches) || named(&own.regime, regimes)
        });
        Ok(wanted.map(|own| own.id.clone()).collect())
    }

    fn server(&self, smtp: &Spanned<Smtp>) -> Result<Server, Failure> {
        let (at, own) = (smtp.span(), smtp.get_ref());
        let tls = match own.tls {
            Layer::Starttls => Tls::Starttls,
            Layer::Implicit => Tls::Implicit,
            Layer::None => Tls::None,
        };
        let login = match (&own.user, &own.password_file) {
            (Some(user), Some(path)) => {
                let text = String::from_utf8(self.bytes(at.clone(), path)?)
                    .map_err(|_| self.wrong(Some(at.clone()), "the password's file is not in UTF-8"))?;
                Some((user.clone(), text.trim_end_matches(['\r', '\n']).to_owned()))
            }
            (None, None) => None,
            _ => return Err(self.wrong(Some(at), "`user` and `password-file` belong together")),
        };
        let authorities = own.ca_file.as_ref().map(|path| self.bytes(at.clone(), path)).transpose()?;
        let port = own.port.unwrap_or(tls.port());
        let server = Server::new((&own.host, port), tls, &own.from, login, authorities.as_deref());
        server.map_err(|fault| self.faulty(at, &fault))
    }

    fn hook(&self, own: &Webhook) -> Result<Hook, Failure> {
        let at = own.key_file.span();
        let text = self.bytes(at.clone(), own.key_file.get_ref())?;
        let keys = String::from_utf8_lossy(&text).parse::<Keys>();
        let keys = keys.map_err(|fault| {
            self.wrong(Some(at), &format!("{}: {fault}", self.beside(own.key_file.get_ref()).display()))
        })?;
        Hook::new(own.url.get_ref(), keys).map_err(|fault| self.faulty(own.url.span(), &fault))
    }
}

/// Reads the file, and everything that it names, before anybody is told anything.
pub(crate) fn read(path: &Path, world: &World) -> Result<Plan, Failure> {
    let text = fs::read_to_string(path)
        .map_err(|error| Failure::usage(format!("{} cannot be read: {error}", path.display())))?;
    let reader = Reader { path, text: &text, world };
    let config: Config = toml::from_str(&text).map_err(|error| reader.wrong(error.span(), error.message()))?;
    let site = match &config.site {
        None => None,
        Some(site) if ["https://", "http://"].iter().any(|scheme| site.get_ref().starts_with(scheme)) => {
            Some(site.get_ref().trim_end_matches('/').to_owned())
        }
        Some(site) => {
            return Err(reader.wrong(Some(site.span()), "`site` is the address of the portal and begins with https://"));
        }
    };
    let server = config.smtp.as_ref().map(|smtp| reader.server(smtp)).transpose()?;
    let mut receivers: Vec<Receiver> = Vec::new();
    let mut add = |name: &Spanned<String>, receiver: Receiver| {
        let unsound = receiver.name.is_empty() || receiver.name.chars().any(char::is_control);
        if unsound || receivers.iter().any(|own| own.name == receiver.name) {
            let why = format!(
                "`{}` is told twice, or has no name; give each receiver its own",
                name.get_ref().escape_debug()
            );
            return Err(reader.wrong(Some(name.span()), &why));
        }
        receivers.push(receiver);
        Ok(())
    };
    for own in &config.mail {
        if server.is_none() {
            return Err(reader.wrong(Some(own.to.span()), "a letter needs a server; describe it in [smtp]"));
        }
        courier::check_mailbox(own.to.get_ref()).map_err(|fault| reader.faulty(own.to.span(), &fault))?;
        let lang = reader.lang(own.lang.as_ref(), &world.lang)?;
        let watches = reader.watches(&own.watches, &own.regimes)?;
        add(&own.to, Receiver { name: own.to.get_ref().clone(), lang, watches, way: Way::Mail })?;
    }
    for own in &config.webhook {
        let way = Way::Hook(Box::new(reader.hook(own)?));
        let lang = reader.lang(own.lang.as_ref(), &world.lang)?;
        let watches = reader.watches(&own.watches, &own.regimes)?;
        add(&own.name, Receiver { name: own.name.get_ref().clone(), lang, watches, way })?;
    }
    if receivers.is_empty() {
        return Err(reader.wrong(None, "nobody is told; add a [[mail]] or a [[webhook]]"));
    }
    let state = config.state.map_or_else(|| path.with_extension("state.json"), |state| reader.beside(&state));
    Ok(Plan { site, state, server, receivers })
}

/// What was told, and what is still to be told.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct State {
    version: u32,
    /// The ledger that it is about; none for packs.
    pub(crate) origin: Option<String>,
    /// How many of its entries were there.
    pub(crate) entries: Option<u64>,
    /// By the names of receivers.
    pub(crate) receivers: BTreeMap<String, Remembered>,
}

/// What one receiver was told.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Remembered {
    /// How many alerts were made for it.
    pub(crate) made: u64,
    /// The last answer of each watch that was told, or put to be told.
    pub(crate) told: BTreeMap<String, Told>,
    /// Alerts that were made and not yet taken, in their order.
    pub(crate) waiting: Vec<Waiting>,
}

/// An answer that was told.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Told {
    /// The answer.
    pub(crate) answer: Answered,
    /// The last day on which it was seen.
    pub(crate) on: Day,
    /// The last size of the ledger with which it was seen.
    pub(crate) entries: Option<u64>,
}

/// An alert as it is sent, kept so that it is sent again as it was.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Waiting {
    /// Its id.
    pub(crate) id: String,
    /// The watch.
    pub(crate) watch: String,
    /// When it was made, in seconds since 1970.
    pub(crate) second: i64,
    /// The language of the letter.
    pub(crate) lang: String,
    /// The subject of the letter.
    pub(crate) subject: String,
    /// The letter.
    pub(crate) letter: String,
    /// The body of the webhook.
    pub(crate) body: String,
}

impl State {
    /// What the file remembers; nothing if it is not there yet.
    pub(crate) fn read(path: &Path, origin: Option<&str>, entries: Option<u64>) -> Result<State, Failure> {
        let wrong = |why: &str, help: &str| Failure::data(format!("{}: {why}", path.display())).help(help);
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let origin = origin.map(str::to_owned);
                return Ok(State { version: 1, origin, entries, receivers: BTreeMap::new() });
            }
            Err(error) => return Err(wrong(&format!("what was told cannot be read: {error}"), "mend what keeps it")),
        };
        let state: State = serde_json::from_slice(&bytes).map_err(|error| {
            wrong(&format!("this is not what was told before: {error}"), "put it aside; the next run begins anew")
        })?;
        if state.version != 1 {
            return Err(wrong("it was written by a later program", "use that one, or name another state file"));
        }
        if state.origin.as_deref() != origin {
            let name =
                |origin: Option<&str>| origin.map_or("packs".to_owned(), |origin| format!("the ledger `{origin}`"));
            let why = format!("it remembers what {} was, and this is {}", name(state.origin.as_deref()), name(origin));
            return Err(wrong(&why, "give each record a state file of its own with `state`"));
        }
        if let (Some(had), Some(has)) = (state.entries, entries)
            && has < had
        {
            let why = format!("the ledger had {had} entries when it was last looked at, and has {has}");
            return Err(wrong(&why, "ask why entries are gone; `semey verify --against` finds out what was signed"));
        }
        Ok(state)
    }

    /// Keeps it, so that it is there after the power has failed.
    pub(crate) fn write(&self, path: &Path) -> Result<(), Failure> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        ledger::durable::replace(path, &bytes).map_err(|error| {
            Failure::data(format!("what was told cannot be remembered in {}: {error}", path.display()))
                .help("whoever was told in this run may be told again, under the same ids")
        })
    }
}

/// One run at a time, so that nobody is told twice.
pub(crate) fn lock(state: &Path) -> Result<File, Failure> {
    let mut path = state.as_os_str().to_owned();
    path.push(".lock");
    let path = PathBuf::from(path);
    let cannot = |error| Failure::data(format!("{} cannot be written: {error}", path.display()));
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(cannot)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => {
            Err(Failure::data(format!("another run is telling from {} now", state.display())).help("let it finish"))
        }
        Err(fs::TryLockError::Error(error)) => Err(cannot(error)),
    }
}
