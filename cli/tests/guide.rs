//! The commands of the pages of the guide, run in their order as a newcomer would.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The code blocks of a page in some language.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let open = format!("```{language}\n");
    let after = page.split(open.as_str()).skip(1);
    after.filter_map(|rest| rest.split("```").next()).map(str::to_owned).collect()
}

/// Runs all commands of a page in an empty folder; gives what they wrote.
fn run(name: &str) -> (String, String) {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name)).expect("the page");
    let blocks = blocks(&page, "sh");
    assert!(blocks.len() >= 4, "the page has {} blocks of commands", blocks.len());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("guide-{name}-{}", std::process::id()));
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).expect("a folder");
    let semey = Path::new(env!("CARGO_BIN_EXE_semey")).parent().expect("a folder");
    let path = format!("{}:{}", semey.display(), env::var("PATH").unwrap_or_default());
    // A command after `!` must fail; bash -e passes over it, so it is checked here.
    let script = blocks.concat().replace("\n! ", "\nmust_fail ");
    let preamble =
        "set -euo pipefail\nmust_fail() { if \"$@\"; then echo \"this should have failed: $*\" >&2; exit 9; fi; }\n";
    let output = Command::new("bash")
        .args(["-c", &format!("{preamble}{script}")])
        .current_dir(&folder)
        .env("PATH", path)
        .env_remove("SEMEY_REGISTRY")
        .env_remove("SEMEY_PASSPHRASE")
        .stdin(std::process::Stdio::null())
        .output()
        .expect("bash runs");
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{out}\n{err}");
    drop(fs::remove_dir_all(&folder));
    (out.into_owned(), err.into_owned())
}

fn says(out: &str, all: &[&str]) {
    for said in all {
        assert!(out.contains(said), "the commands never say `{said}`:\n{out}");
    }
}

#[test]
fn the_commands_of_the_ledgers_page_do_what_it_says() {
    let (out, err) = run("ledger.md");
    says(
        &out,
        &[
            "the fifth consent to be bound",
            "GOOD: entry",
            "The copy holds",
            "It watches:",
            "again holds",
            "becomes party from 20 November 2026",
        ],
    );
    says(&err, &["not-entitled, VCLT 15, F14"]);
}

#[test]
fn the_commands_of_the_documents_page_do_what_it_says() {
    let (out, _) = run("documents.md");
    says(
        &out,
        &[
            "letter in en; of 2023-05-04; from KAZ; to UNGA; items 99 (q)",
            "deposit · FRA · [CANWFZ-PROTOCOL] · 2014-11-18",
            "Киргизия is KGZ",
            "▸Kyrgyz Republic◂",
            "contradicts: deposit",
            "ratification 2014-11-17",
            "this is the United States of America",
            "entered as",
        ],
    );
}

#[test]
fn the_commands_of_the_exchanges_page_do_what_it_says() {
    let (out, err) = run("exchanges.md");
    says(
        &out,
        &[
            "Other ledgers call it kg.example/zone#",
            "receipted for KEN ZAF",
            "Kenya: answered",
            "South Africa: received",
            "Beside it: africa.example/zone",
            "The shipment was stopped at the border.",
        ],
    );
    says(&err, &["no-proof", "it is sealed to other keys"]);
}
