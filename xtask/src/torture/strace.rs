//! What a program asked of the kernel: run under strace, counted, and broken at one call.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

use crate::Failure;

/// Every call that reads or changes files, and the end of the program. A question mark lets strace
/// pass over those that a machine does not have.
pub(super) const FILE_CALLS: [&str; 47] = [
    "access",
    "chmod",
    "close",
    "copy_file_range",
    "creat",
    "exit_group",
    "faccessat",
    "faccessat2",
    "fallocate",
    "fchmod",
    "fchown",
    "fcntl",
    "fdatasync",
    "flock",
    "fstat",
    "fsync",
    "ftruncate",
    "getdents64",
    "link",
    "linkat",
    "lseek",
    "lstat",
    "mkdir",
    "mkdirat",
    "mmap",
    "munmap",
    "newfstatat",
    "open",
    "openat",
    "pread64",
    "preadv",
    "pwrite64",
    "pwritev",
    "read",
    "readv",
    "rename",
    "renameat",
    "renameat2",
    "rmdir",
    "stat",
    "statx",
    "sync_file_range",
    "unlink",
    "unlinkat",
    "utimensat",
    "write",
    "writev",
];

/// One call of the program.
#[derive(Debug, Clone)]
pub(super) struct Call {
    /// Its name, such as `pwrite64`.
    pub(super) name: String,
    /// Which of its name it was, counted from 1, as strace counts.
    pub(super) nth: usize,
    /// What it returned; none if the program ended in it.
    pub(super) result: Option<i64>,
    /// The descriptor it was about, if it was about one.
    pub(super) fd: Option<i64>,
    /// The texts among its arguments.
    pub(super) strings: Vec<Vec<u8>>,
    /// The numbers among its arguments, in order.
    pub(super) numbers: Vec<i64>,
    /// The path that the descriptor was opened at, or that the call names.
    pub(super) path: Option<String>,
    /// Whether strace made it fail.
    pub(super) injected: bool,
    /// Whether it asked for the file to be made if it is not there.
    pub(super) creates: bool,
    /// Whether it asked for the file to be emptied.
    pub(super) truncates: bool,
    /// Whether its descriptor is a folder's that is being listed.
    pub(super) lists: bool,
}

/// What became of a program that was run.
#[derive(Debug)]
pub(super) struct Ran {
    pub(super) status: ExitStatus,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Ran {
    /// Whether it was killed, as it was to be.
    pub(super) fn is_killed(&self) -> bool {
        self.status.signal() == Some(9)
    }
}

/// Whether strace is here and may trace; otherwise why not.
pub(super) fn available() -> Result<(), String> {
    let mut command = Command::new("strace");
    command.args(["-qq", "-o", "/dev/null", "-e", "trace=none", "true"]).stdout(Stdio::null());
    match command.output() {
        Err(error) => Err(format!("strace cannot be run ({error}): apt-get install strace")),
        Ok(output) if !output.status.success() => {
            Err(format!("strace may not trace here: {}", String::from_utf8_lossy(&output.stderr).trim()))
        }
        Ok(_) => Ok(()),
    }
}

/// Runs a program to its end.
pub(super) fn run(mut command: Command) -> Result<Ran, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("{name} cannot be run: {error}"))?;
    Ok(Ran {
        status: output.status,
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}

/// The program under strace, writing what it does to `log`. One that hangs is ended, with the status 124.
pub(super) fn traced(command: &Command, log: &Path, calls: &[&str], inject: &[String]) -> Command {
    let mut strace = Command::new("timeout");
    strace.args(["300", "strace"]);
    let names: Vec<String> = calls.iter().map(|name| format!("?{name}")).collect();
    strace.args(["-f", "-qq", "-xx", "-s", "100000000", "-e", "signal=none"]);
    strace.arg("-e").arg(format!("trace={}", names.join(",")));
    for expression in inject {
        strace.arg("-e").arg(format!("inject={expression}"));
    }
    strace.arg("-o").arg(log).arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => strace.env(name, value),
            None => strace.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        strace.current_dir(folder);
    }
    strace
}

/// The calls of the program's first thread, in order, from the first one that touches `root` to its end.
pub(super) fn calls(log: &Path, root: &Path) -> Result<Vec<Call>, Failure> {
    let text = fs::read_to_string(log)?;
    let root = root.to_string_lossy();
    let mut first = None;
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut paths: HashMap<i64, String> = HashMap::new();
    let mut listed: HashSet<i64> = HashSet::new();
    let mut calls: Vec<Call> = Vec::new();
    let mut begun = false;
    for line in text.lines() {
        let Some((thread, line)) = line.split_once(' ') else { continue };
        if *first.get_or_insert_with(|| thread.to_owned()) != thread {
            continue;
        }
        let line = line.trim_start();
        if let Some(rest) = line.strip_prefix("<... ") {
            // The end of a call that was interrupted by another thread's.
            if let (Some(last), Some(result)) = (calls.last_mut(), result_of(rest)) {
                last.result = Some(result);
                if is_open(&last.name) && result >= 0 {
                    paths.insert(result, last.path.clone().unwrap_or_default());
                }
            }
            continue;
        }
        let Some((name, rest)) = line.split_once('(') else { continue };
        let count = counts.entry(name.to_owned()).or_default();
        *count += 1;
        let result = result_of(rest);
        let (fd, strings, numbers) = arguments(name, rest);
        let named = strings.first().map(|text| String::from_utf8_lossy(text).into_owned());
        let path = match fd {
            Some(fd) if fd >= 0 => paths.get(&fd).cloned(),
            _ => named.filter(|_| name != "write"),
        };
        if is_open(name)
            && let (Some(fd), Some(path)) = (result.filter(|fd| *fd >= 0), &path)
        {
            paths.insert(fd, path.clone());
            if rest.contains("O_DIRECTORY") {
                listed.insert(fd)
            } else {
                listed.remove(&fd)
            };
        }
        let injected = line.ends_with("(INJECTED)");
        if let ("close", Some(fd), false) = (name, fd, injected) {
            paths.remove(&fd);
        }
        begun |= path.as_ref().is_some_and(|path| path.starts_with(&*root));
        if begun {
            calls.push(Call {
                name: name.to_owned(),
                nth: *count,
                result,
                fd,
                strings,
                numbers,
                path,
                injected,
                creates: rest.contains("O_CREAT"),
                truncates: rest.contains("O_TRUNC"),
                lists: fd.is_some_and(|fd| listed.contains(&fd)),
            });
        }
    }
    Ok(calls)
}

fn is_open(name: &str) -> bool {
    matches!(name, "open" | "openat" | "creat")
}

/// What stands after the last `= ` of a line.
fn result_of(rest: &str) -> Option<i64> {
    let (_, result) = rest.rsplit_once(") = ").or_else(|| rest.rsplit_once(")    = ")).or_else(|| {
        let (before, after) = rest.rsplit_once("= ")?;
        before.trim_end().ends_with(')').then_some((before, after))
    })?;
    let word = result.split_whitespace().next()?;
    match word.strip_prefix("0x") {
        Some(hex) => i64::from_str_radix(hex, 16).ok(),
        None => word.parse().ok(),
    }
}

/// The descriptor that comes first, the texts and the numbers among the arguments of a call.
fn arguments(name: &str, rest: &str) -> (Option<i64>, Vec<Vec<u8>>, Vec<i64>) {
    let mut strings = Vec::new();
    let mut bare = String::new();
    let mut parts = rest.split('"');
    while let (Some(between), text) = (parts.next(), parts.next()) {
        bare += between;
        let Some(text) = text else { break };
        let bytes = text.split("\\x").skip(1).filter_map(|hex| u8::from_str_radix(hex.get(..2)?, 16).ok());
        strings.push(bytes.collect());
    }
    let before = bare.rfind(" = ").map_or(bare.as_str(), |end| &bare[..end]);
    let before = before.rfind(')').map_or(before, |end| &before[..end]);
    let words: Vec<&str> = before.split(',').map(str::trim).collect();
    let numbers: Vec<i64> = words.iter().filter_map(|word| word.parse().ok()).collect();
    // The descriptor of a mapping is its fifth argument.
    let fd = if name == "mmap" { words.get(4) } else { words.first() };
    (fd.and_then(|word| word.parse().ok()), strings, numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_read_and_counted() {
        let folder = tempfile::tempdir().expect("a folder");
        let log = folder.path().join("log");
        let lines = [
            r#"7 openat(AT_FDCWD, "\x2f\x65\x74\x63", O_RDONLY) = 3"#,
            r#"7 close(3)    = 0"#,
            r#"7 openat(AT_FDCWD, "\x2f\x72\x2f\x61", O_RDWR|O_CREAT, 0644) = 3"#,
            r#"7 pwrite64(3, "\x29\x3d\x20", 3, 4096) = 3"#,
            r#"8 fsync(9)                          = 0"#,
            r#"7 fsync(3)                          = -1 EIO (Input/output error) (INJECTED)"#,
            r#"7 exit_group(1)                     = ?"#,
        ];
        fs::write(&log, lines.join("\n")).expect("written");
        let calls = calls(&log, Path::new("/r")).expect("calls");
        let names: Vec<(&str, usize)> = calls.iter().map(|call| (call.name.as_str(), call.nth)).collect();
        assert_eq!(names, [("openat", 2), ("pwrite64", 1), ("fsync", 1), ("exit_group", 1)]);
        assert!(calls[0].creates);
        assert_eq!(calls[1].strings, [b")= ".to_vec()]);
        assert_eq!(calls[1].numbers, [3, 3, 4096]);
        assert_eq!(calls[1].path.as_deref(), Some("/r/a"));
        assert_eq!((calls[2].result, calls[2].injected), (Some(-1), true));
        assert_eq!(calls[2].path.as_deref(), Some("/r/a"));
        assert_eq!(calls[3].result, None);
    }
}
