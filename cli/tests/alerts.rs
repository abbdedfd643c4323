//! Alerts: told once, in order, to receivers that come and go; by a real mail server and by webhooks that are checked by
//! programs of others.
//!
//! `./test` installs aiosmtpd and standardwebhooks (Python). Where they are missing, their part is skipped, out loud.

mod semey;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};
use std::{env, fs};

use semey::{Answer, Folder, answer, ask};
use serde_json::Value;

/// A registry of the zone's own pack, with the file of its alerts.
struct Desk(Folder);

impl Desk {
    fn new(name: &str) -> Desk {
        let desk = Desk(Folder::new(name));
        let made = ["init", &desk.path("r"), "--origin", "zone.example/r", "--officer", "aida"];
        answer(&[&made[..], &["--pack", "central-asia"]].concat());
        desk
    }

    fn path(&self, name: &str) -> String {
        self.0.path(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("written");
    }

    fn enter(&self, treaty: &str, act: &str) {
        answer(&["enter", treaty, "--act", act, "--registry", &self.path("r")]);
    }

    fn ask(&self, args: &[&str]) -> Answer {
        ask(&[&["alert", &self.path("alerts.toml"), "--registry", &self.path("r"), "--json"], args].concat())
    }

    fn alert(&self, args: &[&str]) -> Value {
        let answer = self.ask(args);
        assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""));
        json(&answer.out)
    }

    /// The alerts that were taken in a run: by whom, of which watch.
    fn told(&self) -> Vec<(String, String)> {
        told(&self.alert(&[]))
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn told(answer: &Value) -> Vec<(String, String)> {
    let word = |value: &Value| value.as_str().expect("a word").to_owned();
    answer["told"].as_array().expect("a list").iter().map(|own| (word(&own["to"]), word(&own["watch"]))).collect()
}

fn pair(to: &str, watch: &str) -> (String, String) {
    (to.to_owned(), watch.to_owned())
}

/// What a webhook brought.
#[derive(Clone)]
struct Brought {
    head: String,
    body: String,
}

impl Brought {
    fn header(&self, name: &str) -> &str {
        let found = self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        found.unwrap_or_else(|| panic!("no {name} in {}", self.head))
    }

    fn data(&self) -> Value {
        json(&self.body)["data"].clone()
    }
}

/// A receiver of webhooks, which answers what it is told to.
struct Taker {
    port: u16,
    status: Arc<AtomicU16>,
    brought: Arc<Mutex<Vec<Brought>>>,
}

impl Taker {
    /// Listens at a port; 0 is any.
    fn at(port: u16) -> Taker {
        let listener = TcpListener::bind(("127.0.0.1", port)).expect("the port is free");
        let taker = Taker {
            port: listener.local_addr().expect("an address").port(),
            status: Arc::new(AtomicU16::new(204)),
            brought: Arc::default(),
        };
        let (status, brought) = (Arc::clone(&taker.status), Arc::clone(&taker.brought));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let own = take(&stream);
                let status = status.load(Ordering::SeqCst);
                brought.lock().expect("not poisoned").push(own);
                let more = if status == 302 { "location: http://127.0.0.1:1/\r\n" } else { "" };
                let answer =
                    format!("HTTP/1.1 {status} Whatever\r\n{more}content-length: 0\r\nconnection: close\r\n\r\n");
                drop((&stream).write_all(answer.as_bytes()));
            }
        });
        taker
    }

    fn answers(&self, status: u16) {
        self.status.store(status, Ordering::SeqCst);
    }

    fn brought(&self) -> Vec<Brought> {
        self.brought.lock().expect("not poisoned").clone()
    }
}

fn take(stream: &TcpStream) -> Brought {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).expect("a line") == 0 {
            break;
        }
    }
    let head = head.replace('\r', "");
    let lower = |line: &str| match line.split_once(": ") {
        Some((name, value)) => format!("{}: {value}\n", name.to_lowercase()),
        None => format!("{line}\n"),
    };
    let own = Brought { head: head.lines().map(lower).collect(), body: String::new() };
    let mut body = vec![0; own.header("content-length").parse().expect("a number")];
    reader.read_exact(&mut body).expect("a body");
    Brought { body: String::from_utf8(body).expect("UTF-8"), ..own }
}

/// Python with aiosmtpd and standardwebhooks; says so out loud where it is missing.
fn python() -> Option<PathBuf> {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/tools/python/bin/python3");
    let found = env::var_os("SEMEY_VERIFY_PYTHON").map_or(default, PathBuf::from);
    let modules = "import aiosmtpd, standardwebhooks, cryptography";
    let has = Command::new(&found).args(["-c", modules]).stderr(Stdio::null()).status();
    if has.is_ok_and(|status| status.success()) {
        return Some(found);
    }
    println!("SKIPPED: {}, because aiosmtpd, standardwebhooks or cryptography is not installed", found.display());
    None
}

fn strangers() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/alerts/strangers.py")
}

/// A mail server in a process of its own.
struct MailServer(Child, u16);

impl MailServer {
    fn new(python: &Path, mode: &str, folder: &str) -> MailServer {
        fs::create_dir_all(folder).expect("a folder");
        let mut child = Command::new(python)
            .arg(strangers())
            .args(["smtp", mode, folder])
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("it says where");
        MailServer(child, line.trim().parse().expect("a port"))
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn letters(folder: &str) -> Vec<Value> {
    let read = |at: usize| fs::read_to_string(format!("{folder}/letter-{at}.json")).ok();
    (0..).map_while(read).map(|text| json(&text)).collect()
}

/// The receiver's side of the standard, by its own library and by OpenSSL.
fn good_signatures(brought: &Brought, public: Option<&str>, secret: Option<&str>) -> Option<String> {
    let python = python()?;
    let names = ["webhook-id", "webhook-timestamp", "webhook-signature"];
    let headers: serde_json::Map<String, Value> =
        names.iter().map(|name| ((*name).to_owned(), brought.header(name).into())).collect();
    let asked = serde_json::json!({"headers": headers, "body": brought.body, "public": public, "secret": secret});
    let mut child = Command::new(python)
        .arg(strangers())
        .arg("verify")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    child.stdin.take().expect("a pipe").write_all(asked.to_string().as_bytes()).expect("sent");
    let said = child.wait_with_output().expect("it ends");
    assert!(said.status.success());
    Some(String::from_utf8(said.stdout).expect("text").trim().to_owned())
}

#[test]
fn a_change_is_told_once_whatever_becomes_of_the_receivers() {
    let desk = Desk::new("alerts-hooks");
    let public = answer(&["alert", "--new-key", &desk.path("ministry.key")]);
    let public = public.lines().find(|line| line.starts_with("whpk_")).expect("a public key").to_owned();
    answer(&["alert", "--new-secret", &desk.path("archive.key")]);
    let secret = fs::read_to_string(desk.path("archive.key")).expect("a secret").trim().to_owned();
    let (ministry, archive) = (Taker::at(0), Taker::at(0));
    let file = |archive: u16, watches: &str| {
        format!(
            "site = \"https://semey.example/\"\n\n[[webhook]]\nname = \"ministry\"\nurl = \"http://127.0.0.1:{}/in?a=b\"\n\
             key-file = \"ministry.key\"\nwatches = {watches}\nlang = \"ru\"\n\n\
             [[webhook]]\nname = \"archive\"\nurl = \"http://localhost:{archive}/\"\nkey-file = \"archive.key\"\n\
             watches = [\"watch-protocol\"]\n",
            ministry.port
        )
    };
    desk.write("alerts.toml", &file(archive.port, "[\"watch-protocol\"]"));

    // The first run remembers.
    let first = desk.alert(&[]);
    assert_eq!((told(&first), first["remembered"].as_u64()), (Vec::new(), Some(2)), "{first}");
    assert!(ministry.brought().is_empty() && archive.brought().is_empty());
    let size = first["ledger"]["entries"].as_u64().expect("a number");
    assert_eq!(desk.told(), Vec::new());

    // The protocol's last ratification: both are told, each in its language and under its own id.
    desk.enter("canwfz-protocol", "USA ratification 2024-11-20");
    let rehearsed = desk.alert(&["--rehearse"]);
    let both = vec![pair("ministry", "watch-protocol"), pair("archive", "watch-protocol")];
    assert_eq!(told(&rehearsed), both);
    assert!(ministry.brought().is_empty(), "a rehearsal tells nothing");
    let run = desk.alert(&[]);
    assert_eq!(told(&run), both);
    assert_eq!(run["told"], rehearsed["told"], "the same ids");
    let [own] = ministry.brought().try_into().ok().expect("one message");
    let data = own.data();
    assert_eq!(own.header("webhook-id"), data["id"]);
    assert_eq!(own.header("content-type"), "application/json");
    assert!(own.head.starts_with("POST /in?a=b HTTP/1.1\n"), "{}", own.head);
    assert_eq!(json(&own.body)["type"], "watch.changed");
    assert_eq!((data["number"].as_u64(), data["before"]["number"].as_u64()), (Some(0), Some(1)), "{data}");
    assert_eq!((&data["went"][0]["id"], &data["came"]), (&"USA".into(), &Value::Array(Vec::new())));
    assert_eq!(data["name"], "Ядерные государства, не связанные протоколом");
    let ledger = serde_json::json!({"origin": "zone.example/r", "entries": size + 1, "before": size});
    assert_eq!(data["ledger"], ledger);
    let page = format!(
        "https://semey.example/watch/watch-protocol?on={}&at={}&lang=ru",
        data["on"].as_str().expect("a day"),
        size + 1
    );
    assert_eq!(data["page"], page.as_str());
    assert_eq!(data["cite"][0], "001 text.18");
    let [other] = archive.brought().try_into().ok().expect("one message");
    assert_ne!(other.header("webhook-id"), own.header("webhook-id"));
    assert_eq!(other.data()["went"][0]["name"], "United States of America");
    if let Some(good) = good_signatures(&own, Some(&public), None) {
        assert_eq!(good, "v1a");
        assert_eq!(good_signatures(&other, None, Some(&secret)).as_deref(), Some("v1"));
    }
    assert_eq!(desk.told(), Vec::new(), "told once");

    // The archive's machine is away: the ministry is told all the same.
    let away = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    desk.write("alerts.toml", &file(away, "[\"watch-protocol\"]"));
    assert_eq!(told(&desk.alert(&[])), Vec::new());
    desk.enter("canwfz-protocol", "RUS withdrawal 2024-12-01");
    let refused = desk.ask(&[]);
    assert_eq!(refused.code, Some(1));
    assert!(
        refused.err.contains("1 receiver could not be told: archive: the receiver cannot be reached"),
        "{}",
        refused.err
    );
    assert_eq!(told(&json(&refused.out)), [pair("ministry", "watch-protocol")]);
    // It answers with a failure, with a redirect; more happens meanwhile.
    let back = Taker::at(away);
    desk.enter("canwfz-protocol", "CHN withdrawal 2024-12-02");
    for (status, sentence) in
        [(500, "the receiver answered 500"), (302, "redirects are not followed"), (410, "it wants no more")]
    {
        back.answers(status);
        let refused = desk.ask(&[]);
        assert_eq!(refused.code, Some(1));
        assert!(refused.err.contains(sentence), "{}", refused.err);
        assert_eq!(json(&refused.out)["waiting"][0]["alerts"], 2);
    }
    assert_eq!(ministry.brought().len(), 3, "the ministry was told each change once");
    back.answers(200);
    let before = fs::read(desk.path("alerts.state.json")).expect("a state");
    assert_eq!(desk.told(), vec![pair("archive", "watch-protocol"); 2]);
    // A program that is killed before it could strike them out sends them again, under the same ids.
    let struck = fs::read(desk.path("alerts.state.json")).expect("a state");
    fs::write(desk.path("alerts.state.json"), before).expect("written");
    assert_eq!(desk.told(), vec![pair("archive", "watch-protocol"); 2]);
    assert_eq!(fs::read(desk.path("alerts.state.json")).expect("a state"), struck);
    assert_eq!(desk.told(), Vec::new());
    let all = back.brought();
    let ids: Vec<&str> = all.iter().map(|own| own.header("webhook-id")).collect();
    assert_eq!(ids.len(), 7, "three in vain, and two alerts twice");
    assert!(ids[..4].iter().all(|id| *id == ids[0]) && ids[4] != ids[0], "{ids:?}");
    assert_eq!(ids[5..], ids[3..5]);
    assert!(all[..4].iter().all(|own| own.body == all[0].body), "sent again as it was");
    let came = |at: usize| all[at].data()["came"][0]["id"].clone();
    assert_eq!((came(3), came(4)), ("RUS".into(), "CHN".into()), "in order");

    // A record that is not the one that was watched.
    let packs = ask(&["alert", &desk.path("alerts.toml")]);
    assert_eq!(packs.code, Some(1));
    assert!(
        packs.err.contains("it remembers what the ledger `zone.example/r` was, and this is packs"),
        "{}",
        packs.err
    );
}

#[test]
fn answers_that_were_never_told_are_told_when_asked_for() {
    let folder = Folder::new("alerts-packs");
    answer(&["alert", "--new-key", &folder.path("hook.key")]);
    let again = ask(&["alert", "--new-key", &folder.path("hook.key")]);
    assert!(again.err.contains("the key cannot be kept"), "{}", again.err);
    let taker = Taker::at(0);
    let text = format!("[[webhook]]\nname = \"a\"\nurl = \"http://[::1]:{}/\"\nkey-file = \"hook.key\"\n", taker.port);
    let folder = folder.with("alerts.toml", &text.replace("[::1]", "127.0.0.1"));
    let file = folder.path("alerts.toml");
    let watches = json(&answer(&["watch", "--json"])).as_array().expect("a list").len();
    let said = answer(&["alert", &file, "--tell-all"]);
    assert!(said.contains(&format!("{watches} answers remembered for the first time")), "{said}");
    let brought = taker.brought();
    assert_eq!(brought.len(), watches);
    let protocol = brought.iter().map(Brought::data).find(|own| own["watch"] == "watch-protocol").expect("told");
    assert_eq!(
        (&protocol["before"], &protocol["ledger"], &protocol["page"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    assert_eq!(protocol["came"][0]["id"], "USA");
    assert!(brought.iter().all(|own| json(&own.body)["type"] == "watch.told"));
    assert_eq!(answer(&["alert", &file, "--tell-all"]), "Nothing is new.\n");
    // A regime in place of watches.
    let zone = text.replace("[::1]", "127.0.0.1").replace("\"a\"", "\"b\"") + "regimes = [\"canwfz\"]\n";
    fs::write(&file, format!("state = \"other.json\"\n{zone}")).expect("written");
    let told = told(&json(&answer(&["alert", &file, "--tell-all", "--rehearse", "--json"])));
    assert!(told.contains(&pair("b", "watch-protocol")) && told.len() < watches, "{told:?}");
    assert!(!Path::new(&folder.path("other.json")).exists(), "a rehearsal remembers nothing");
    fs::write(&file, text.replace("[::1]", "127.0.0.1")).expect("written");
    // Whoever spoils what is remembered is told so.
    fs::write(folder.path("alerts.state.json"), "{\"version\":1,\"origin\":null").expect("written");
    let spoilt = ask(&["alert", &file]);
    assert!(spoilt.err.contains("this is not what was told before"), "{}", spoilt.err);
    // One run at a time.
    let lock = fs::File::options().write(true).open(folder.path("alerts.state.json.lock")).expect("a lock");
    lock.lock().expect("it is free");
    let second = ask(&["alert", &file]);
    assert!(second.err.contains("another run is telling"), "{}", second.err);
}

#[test]
fn what_is_wrong_with_the_file_is_said_with_its_line() {
    let folder = Folder::new("alerts-wrong");
    answer(&["alert", "--new-key", &folder.path("hook.key")]);
    let folder = folder.with("no.key", "hello\n").with("secret", "x\n");
    let file = folder.path("alerts.toml");
    let hook = "[[webhook]]\nname = \"a\"\nurl = \"https://a.example/\"\nkey-file = \"hook.key\"\n";
    let smtp = "[smtp]\nhost = \"mail.example\"\nfrom = \"Semey <semey@zone.example>\"\n";
    let mail = "[[mail]]\nto = \"duty@mfa.example\"\n";
    let cases = [
        (String::new(), "alerts.toml: nobody is told"),
        ("[[webhook]\n".to_owned(), "alerts.toml:1:"),
        (format!("colour = 1\n{hook}"), "alerts.toml:1:1: unknown field `colour`"),
        (format!("{hook}password = \"x\"\n"), "alerts.toml:5:1: unknown field `password`"),
        (
            format!("{hook}watches = [\"watch-protocol\",\n  \"nothing\"]\n"),
            "alerts.toml:6:3: the record has no watch `nothing`",
        ),
        (format!("{hook}regimes = [\"mars\"]\n"), "alerts.toml:5:12: the record has no regime `mars`; the regimes are"),
        (format!("{hook}lang = \"tlh\"\n"), "alerts.toml:5:8: `tlh` is no language of answers"),
        (
            hook.replace("https://a.example/", "http://a.example/"),
            "alerts.toml:3:7: without TLS webhooks go only to this",
        ),
        (hook.replace("https://a.example/", "gopher:a"), "alerts.toml:3:7: the url is not an address"),
        (hook.replace("hook.key", "none.key"), "none.key cannot be read"),
        (hook.replace("hook.key", "no.key"), "no.key: a key begins with whsk_"),
        (format!("{hook}{hook}"), "alerts.toml:6:8: `a` is told twice"),
        (format!("site = \"semey.example\"\n{hook}"), "alerts.toml:1:8: `site` is the address of the portal"),
        (mail.to_owned(), "alerts.toml:2:6: a letter needs a server"),
        (format!("{smtp}{mail}password = \"x\"\n"), "unknown field `password`"),
        (format!("{smtp}password = \"x\"\n{mail}"), "alerts.toml:4:1: unknown field `password`"),
        (format!("{smtp}user = \"x\"\n{mail}"), "alerts.toml:1:1: `user` and `password-file` belong together"),
        (format!("{smtp}tls = \"none\"\n{mail}"), "without TLS letters go only to this machine, not to mail.example"),
        (format!("{smtp}tls = \"tls\"\n{mail}"), "alerts.toml:4:7: unknown variant `tls`"),
        (format!("{smtp}ca-file = \"no.key\"\n{mail}"), "certificate"),
        (format!("{smtp}{}", mail.replace("duty@", "duty")), "alerts.toml:5:6: `dutymfa.example` is not the address"),
        (format!("{smtp}{mail}").replace("semey@zone.example", "semey"), "is not the address of a mailbox"),
    ];
    for (text, sentence) in cases {
        fs::write(&file, &text).expect("written");
        let refused = ask(&["alert", &file]);
        assert!(refused.err.contains(sentence), "{text}\n{}", refused.err);
        assert_eq!((refused.code, refused.out.as_str()), (Some(2), ""), "{text}");
        assert!(!Path::new(&folder.path("alerts.state.json")).exists(), "nothing was remembered");
    }
    let none = ask(&["alert", &folder.path("nothing.toml")]);
    assert!(none.err.contains("nothing.toml cannot be read"), "{}", none.err);
}

#[test]
fn letters_are_taken_by_a_real_mail_server() {
    let Some(python) = python() else { return };
    let desk = Desk::new("alerts-mail");
    desk.write("password", "correct horse battery\n");
    desk.write("wrong", "incorrect horse\n");
    let file = |port: u16, more: &str, others: &str| {
        format!(
            "site = \"https://semey.example/zone\"\n[smtp]\nhost = \"127.0.0.1\"\nport = {port}\n\
             from = \"Semey of the zone <semey@zone.example>\"\n{more}\n{others}\
             [[mail]]\nto = \"Duty officer <duty@mfa.example>\"\nwatches = [\"watch-protocol\"]\nlang = \"zh\"\n\
             [[mail]]\nto = \"chair@zone.example\"\nregimes = [\"canwfz\"]\nlang = \"ru\"\n"
        )
    };
    let login = |mode: &str, password: &str, folder: &str| {
        format!(
            "tls = \"{mode}\"\nuser = \"semey\"\npassword-file = \"{password}\"\nca-file = \"{folder}/authority.pem\"\n"
        )
    };

    // The connection begins in the open and is secured.
    let folder = desk.path("starttls");
    let server = MailServer::new(&python, "starttls", &folder);
    let nobody = "[[mail]]\nto = \"nobody@zone.example\"\nwatches = [\"watch-protocol\"]\n";
    desk.write("alerts.toml", &file(server.1, &login("starttls", "password", "starttls"), nobody));
    assert_eq!(desk.told(), Vec::new());
    desk.enter("canwfz-protocol", "USA ratification 2024-11-20");
    let refused = desk.ask(&[]);
    assert_eq!(refused.code, Some(1));
    assert!(
        refused.err.contains("nobody@zone.example: the mail server did not take it: permanent error (550)"),
        "{}",
        refused.err
    );
    let duty = "Duty officer <duty@mfa.example>";
    let both = [pair(duty, "watch-protocol"), pair("chair@zone.example", "watch-protocol")];
    assert_eq!(told(&json(&refused.out)), both);
    let [letter, _] = letters(&folder).try_into().expect("two letters");
    assert_eq!((&letter["from"], &letter["to"][0]), (&"semey@zone.example".into(), &"duty@mfa.example".into()));
    assert_eq!(
        (&letter["secured"], &letter["user"], &letter["hello"]),
        (&true.into(), &"semey".into(), &"zone.example".into())
    );
    let header =
        |name: &str| letter["headers"][name].as_str().unwrap_or_else(|| panic!("no {name}: {letter}")).to_owned();
    let id = json(&refused.out)["told"][0]["id"].as_str().expect("an id").to_owned();
    assert_eq!(header("Message-ID"), format!("<{id}@zone.example>"));
    assert_eq!((header("Auto-Submitted").as_str(), header("Content-Language").as_str()), ("auto-generated", "zh"));
    assert!(header("Subject").starts_with("未受议定书约束的核武器国家："), "{}", header("Subject"));
    let text = letter["text"].as_str().expect("text");
    for part in [
        "消失：\n  - 美利坚合众国",
        "https://semey.example/zone/watch/watch-protocol?on=",
        "账簿zone.example/r",
        "001 text.18",
        &id,
    ] {
        assert!(text.contains(part), "`{part}` is not in\n{text}");
    }
    assert!(letter["longest"].as_u64().is_some_and(|longest| longest <= 78), "RFC 5322: {letter}");
    println!("{}\n\n{text}", header("Subject"));

    // Wrong passwords and strangers' certificates: a sentence without the password, and nothing is lost.
    desk.write("alerts.toml", &file(server.1, &login("starttls", "wrong", "starttls"), ""));
    desk.enter("canwfz-protocol", "RUS withdrawal 2024-12-01");
    let refused = desk.ask(&[]);
    assert!(refused.err.contains("2 receivers could not be told") && refused.err.contains("535"), "{}", refused.err);
    assert!(!format!("{}{}", refused.err, refused.out).contains("horse"), "{}", refused.err);
    let unknown = "tls = \"starttls\"\n";
    desk.write("alerts.toml", &file(server.1, unknown, ""));
    let refused = desk.ask(&[]);
    assert!(refused.err.contains("certificate"), "{}", refused.err);
    drop(server);
    let refused = desk.ask(&[]);
    assert!(refused.err.contains("the mail server did not take it: Connection error"), "{}", refused.err);

    // Another server, secured from the first byte: what waited comes, once.
    let folder = desk.path("implicit");
    let server = MailServer::new(&python, "implicit", &folder);
    desk.write("alerts.toml", &file(server.1, &login("implicit", "password", "implicit"), ""));
    assert_eq!(desk.told(), both);
    assert_eq!(desk.told(), Vec::new());
    let [_, russian] = letters(&folder).try_into().expect("two letters");
    let text = russian["text"].as_str().expect("text");
    assert!(text.contains("Появилось:\n  - Росси"), "{text}");
    println!("{}\n\n{text}", russian["headers"]["Subject"]);
    // A server without TLS is not told anything where TLS is asked for.
    let open = MailServer::new(&python, "none", &desk.path("open"));
    desk.write("alerts.toml", &file(open.1, unknown, ""));
    desk.enter("canwfz-protocol", "CHN withdrawal 2024-12-02");
    let refused = desk.ask(&[]);
    assert!(refused.err.contains("STARTTLS"), "{}", refused.err);
    assert_eq!(letters(&desk.path("open")).len(), 0);
    // Asked for without, on this machine, it goes.
    desk.write("alerts.toml", &file(open.1, "tls = \"none\"\n", ""));
    assert_eq!(desk.told(), both);
    assert_eq!(letters(&desk.path("open")).len(), 2);
}

/// What docs/alerts.md promises about the body of a webhook is what it has.
#[test]
fn every_key_of_a_webhook_is_documented() {
    let folder = Folder::new("alerts-keys");
    answer(&["alert", "--new-key", &folder.path("hook.key")]);
    let taker = Taker::at(0);
    let hook =
        format!("[[webhook]]\nname = \"a\"\nurl = \"http://127.0.0.1:{}/\"\nkey-file = \"hook.key\"\n", taker.port);
    let folder =
        folder.with("alerts.toml", &format!("site = \"https://a.example\"\n{hook}watches = [\"watch-protocol\"]\n"));
    answer(&["alert", &folder.path("alerts.toml"), "--tell-all"]);
    let page = include_str!("../../docs/alerts.md");
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| `")).collect();
    let body = json(&taker.brought()[0].body);
    for key in body.as_object().expect("an object").keys().filter(|key| *key != "data") {
        assert!(rows.iter().any(|row| row.contains(&format!("`{key}`"))), "`{key}` is not described");
    }
    for key in body["data"].as_object().expect("an object").keys() {
        assert!(rows.iter().any(|row| row.contains(&format!("`data.{key}`"))), "`data.{key}` is not described");
    }
    let example = page.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let keys = |value: &Value| value["data"].as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&json(example)), keys(&body), "the example has other keys");
}
