//! Runs the binary as a script would, and keeps folders of packs for a test.

#![allow(dead_code, reason = "every test file uses some of it")]

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::{env, fs};

/// What came back.
pub(crate) struct Answer {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl From<Output> for Answer {
    fn from(output: Output) -> Answer {
        Answer {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
        }
    }
}

/// The binary, with nothing of the developer's terminal in its environment.
pub(crate) fn command<S: AsRef<OsStr>>(args: &[S]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_semey"));
    command.args(args).env_remove("COLUMNS").env_remove("CLICOLOR_FORCE").stdin(Stdio::null());
    command
}

/// Asks a question whatever comes of it.
pub(crate) fn ask<S: AsRef<OsStr>>(args: &[S]) -> Answer {
    command(args).output().expect("the binary runs").into()
}

/// Asks a question that has an answer.
pub(crate) fn answer(args: &[&str]) -> String {
    let answer = ask(args);
    assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""), "semey {}", args.join(" "));
    answer.out
}

/// A folder that is there for one test.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// An empty folder; no two tests may use one name.
    pub(crate) fn new(name: &str) -> Folder {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        drop(fs::remove_dir_all(&path));
        fs::create_dir_all(&path).expect("the folder can be made");
        Folder(path)
    }

    /// Adds a file with the folders above it.
    pub(crate) fn with(self, path: &str, text: &str) -> Folder {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap_or(&self.0)).expect("the folder can be made");
        fs::write(path, text).expect("the file can be written");
        self
    }

    /// Adds a pack that describes one source, `memory`.
    pub(crate) fn pack(self, id: &str) -> Folder {
        let text = format!(
            "id = \"{id}\"\ntitle = {{ en = \"A pack\" }}\n\n[sources.memory]\nwhat = {{ en = \"From memory\" }}\n"
        );
        self.with(&format!("{id}/pack.toml"), &text)
    }

    /// Adds a treaty that enters into force thirty days after the second instrument.
    pub(crate) fn treaty(self, pack: &str, id: &str, title: &str, acts: &[&str]) -> Folder {
        let text = format!(
            "id = \"{id}\"\nkind = \"treaty\"\ntitle = {{ en = \"{title}\" }}\ncite = [\"memory\"]\n\n\
             [entry-into-force]\narticle = \"1\"\nwhen = {{ deposits = 2 }}\nafter = \"30 days\"\n"
        );
        let rows = acts.iter().fold("date,party,act,source\n".to_owned(), |rows, row| rows + row + "\n");
        self.with(&format!("{pack}/{id}/treaty.toml"), &text).with(&format!("{pack}/{id}/acts.csv"), &rows)
    }

    /// The path of a file or folder in it.
    pub(crate) fn path(&self, path: &str) -> String {
        self.0.join(path).to_str().expect("the path is UTF-8").to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// A site that is served for one test.
pub(crate) struct Site {
    child: std::process::Child,
    address: String,
    /// What it says on the standard error, as far as it went.
    said: std::sync::Arc<std::sync::Mutex<String>>,
}

/// What a site answers.
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Site {
    /// Serves with these arguments.
    pub(crate) fn new(args: &[&str]) -> Site {
        use std::io::{BufRead, BufReader, Read};
        let mut child = command(&[&["serve", "--listen", "127.0.0.1:0"], args].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let said = std::sync::Arc::new(std::sync::Mutex::new(String::new()));
        let (kept, mut stderr) = (std::sync::Arc::clone(&said), child.stderr.take().expect("a pipe"));
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(read @ 1..) = stderr.read(&mut bytes) {
                kept.lock().expect("not poisoned").push_str(&String::from_utf8_lossy(&bytes[..read]));
            }
        });
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("it says where");
        let address = line.trim().trim_start_matches("serving at http://");
        let address = address.split('/').next().unwrap_or("").to_owned();
        assert!(!address.is_empty(), "{}", said.lock().expect("not poisoned"));
        Site { child, address, said }
    }

    /// Where it is served.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn said(&self) -> String {
        self.said.lock().expect("not poisoned").clone()
    }

    /// Asks for an address, as it stands.
    pub(crate) fn get(&self, path: &str) -> Page {
        use std::io::{Read, Write};
        let mut stream = std::net::TcpStream::connect(&self.address).expect("it listens");
        let request = format!("GET {path} HTTP/1.1\r\nhost: zone.example\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("it listens");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        let answer = String::from_utf8(answer).expect("UTF-8");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
        Page { status, head: head.to_lowercase(), body: body.to_owned() }
    }

    /// The body at an address that is there.
    pub(crate) fn body(&self, path: &str) -> String {
        let page = self.get(path);
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        page.body
    }

    /// The JSON at an address.
    pub(crate) fn json(&self, path: &str) -> serde_json::Value {
        serde_json::from_str(&self.body(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
