//! Strangers' files are read in a process of their own, and whatever they do there ends with a text or a sentence.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

#[allow(dead_code, reason = "a room of the program, of which only a part is tested here")]
#[path = "../src/failure.rs"]
mod failure;
#[allow(dead_code, reason = "a room of tests, of which only a part is used here")]
#[path = "../../intake/tests/made/mod.rs"]
mod made;
#[allow(dead_code, reason = "a room of the program, of which only a part is tested here")]
#[path = "../src/paper.rs"]
mod paper;

#[path = "../../intake/tests/made/hostile.rs"]
mod hostile;

use made::Letters;
use paper::Reader;

fn semey() -> Reader {
    Reader {
        program: PathBuf::from(env!("CARGO_BIN_EXE_semey")),
        arguments: vec!["intake-child".into()],
        deadline: Duration::from_secs(30),
    }
}

/// A program that does something else than it should.
fn shell(script: &str) -> Reader {
    let arguments = ["-c", script].map(OsString::from).to_vec();
    Reader { program: PathBuf::from("/bin/sh"), arguments, deadline: Duration::from_secs(2) }
}

fn read(reader: &Reader, bytes: &[u8]) -> Result<String, String> {
    let taken = reader.read("the file x", bytes).map_err(|failure| failure.to_string())?;
    Ok(document::text::string(&taken.1))
}

#[test]
fn a_file_is_read_in_a_child() {
    assert_eq!(read(&semey(), "<p>Договор &amp; 条约".as_bytes()).as_deref(), Ok("Договор & 条约\n"));
    assert_eq!(read(&semey(), &made::docx(&made::p("Договор"))).as_deref(), Ok("Договор\n"));
    let (format, glyphs) = semey().read("x", "Договор".as_bytes()).expect("a text");
    assert_eq!((format, glyphs.len(), glyphs[1].start, glyphs[1].end), ("UTF-8", 7, 2, 4));
    let pdf = made::pdf(&[vec![(72.0, 700.0, "Договор вступил в силу")]], &Letters::WithTable);
    if !cfg!(feature = "pdf") {
        eprintln!("SKIPPED: PDF, because this was built without the feature `pdf`");
        assert!(read(&semey(), &pdf).is_err_and(|why| why.contains("--features pdf")));
        return;
    }
    assert_eq!(read(&semey(), &pdf).as_deref(), Ok("Договор вступил в силу\n"));
    assert_eq!(
        read(&semey(), &made::pdf_of_a_picture()),
        Err("error: the file x is not read: this PDF has no text layer; its one page is a picture: run OCR first"
            .to_owned())
    );
}

#[test]
fn the_child_is_in_no_help() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_semey")).arg("help").output().expect("semey runs");
    assert!(!String::from_utf8_lossy(&output.stdout).contains("intake"));
}

#[test]
fn what_becomes_of_the_child_is_a_sentence() {
    for (script, why) in [
        ("kill -SEGV $$", "the reader was ended by signal 11"),
        ("kill -KILL $$", "the system ended the reader, for computing or memory"),
        ("kill -XCPU $$", "it takes more than 20 s of computing"),
        ("kill -XFSZ $$", "the reader wanted to write a file"),
        ("exit 101", "the reader found itself in an error of its own"),
        ("exit 3", "the reader ended with code 3"),
        ("echo 'memory allocation of 9 bytes failed' >&2; kill -ABRT $$", "it needs more than 1024 MiB of memory"),
        ("echo \"thread 'main' has overflowed its stack\" >&2; kill -ABRT $$", "it is nested too deeply"),
        ("exec sleep 60", "it takes more than 2 s"),
        ("exec 1>&-; exec sleep 60", "it does not end"),
        ("exec cat /dev/zero >&2", "it does not end"),
        ("exec cat /dev/zero", "the stream of characters is wrong in its beginning"),
        ("echo 'semey characters 1'", "what it gives breaks off"),
    ] {
        let begun = Instant::now();
        let said = read(&shell(script), b"x").expect_err("a refusal");
        assert!(begun.elapsed() < Duration::from_secs(4), "{script}: {:?}", begun.elapsed());
        let whole =
            format!("error: the file x makes the reader fail ({why})\n  help: convert it to text and give the text");
        assert_eq!(said, whole, "{script}");
    }
}

#[test]
fn the_limits_hold_for_the_child() {
    let limits = |what: &str| {
        let script = format!(
            "sleep 2 | {} intake-child > /dev/null & sleep 0.5; grep '{what}' /proc/$!/limits; kill $!",
            env!("CARGO_BIN_EXE_semey")
        );
        let output = std::process::Command::new("/bin/sh").args(["-c", &script]).output().expect("a shell");
        String::from_utf8_lossy(&output.stdout).split_whitespace().map(str::to_owned).collect::<Vec<_>>().join(" ")
    };
    for (what, most) in [
        ("Max cpu time", "20 21 seconds"),
        ("Max address space", "1073741824 1073741824 bytes"),
        ("Max file size", "0 0 bytes"),
        ("Max open files", "16 16 files"),
        ("Max core file size", "0 0 bytes"),
    ] {
        assert_eq!(limits(what), format!("{what} {most}"));
    }
}

#[test]
fn a_file_that_cannot_be_had_is_named() {
    let failure = paper::read(Path::new("/no/such/file")).expect_err("a refusal").to_string();
    assert_eq!(failure, "error: the file /no/such/file cannot be read: No such file or directory (os error 2)");
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("paper-{}.rtf", std::process::id()));
    fs::write(&path, "{\\rtf1 Treaty}").expect("a file");
    let failure = paper::read(&path).expect_err("a refusal").to_string();
    assert_eq!(
        failure,
        format!("error: the file {} is not read: the file is rich text (RTF): save it as DOCX", path.display())
    );
    fs::write(&path, "Договор").expect("a file");
    let (glyphs, format, bytes) = paper::read(&path).expect("a text");
    assert_eq!((glyphs.len(), format, bytes.as_slice()), (7, "UTF-8", "Договор".as_bytes()));
    drop(fs::remove_file(&path));
}

/// Whatever is in the file, there is an end within the deadline: a text, or a sentence that says what to do.
#[test]
fn hostile_files_end_with_a_text_or_a_sentence() {
    let files = hostile::files();
    assert!(files.len() >= 60);
    let slow = Mutex::new(Vec::new());
    let next = Mutex::new(files.iter());
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let Some((name, bytes)) = next.lock().expect("the files").next() else { return };
                    let begun = Instant::now();
                    let taken = read(&semey(), bytes);
                    let took = begun.elapsed();
                    assert!(took < Duration::from_secs(33), "{name}: {took:?}");
                    let said = match &taken {
                        Ok(text) => format!("{} characters", text.chars().count()),
                        Err(sentence) => {
                            assert!(sentence.starts_with("error: the file x "), "{name}: {sentence}");
                            assert!(sentence.len() < 600 && !sentence.contains('\u{1b}'), "{name}: {sentence}");
                            sentence.clone()
                        }
                    };
                    slow.lock().expect("the times").push((took, name, said));
                }
            });
        }
    });
    let mut slow = slow.into_inner().expect("the times");
    slow.sort_by_key(|(took, ..)| std::cmp::Reverse(*took));
    // What `cargo test -- --nocapture` shows.
    for (took, name, said) in slow {
        println!("{:>6} ms  {name}: {said}", took.as_millis());
    }
}
