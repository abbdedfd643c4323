//! Sheets at the terminal and from the portal: printed, checked, forged.

mod semey;

#[cfg(not(feature = "press"))]
use semey::ask;

/// Without the feature the command says how to get it.
#[cfg(not(feature = "press"))]
#[test]
fn a_program_without_it_says_how_to_get_it() {
    let printed = ask(&["print", "status", "canwfz"]);
    assert_eq!(printed.code, Some(1));
    assert!(printed.err.contains("--features press"), "{}", printed.err);
    let folder = semey::Folder::new("print-without").with("a.pdf", "%PDF-1.7\n");
    let checked = ask(&["verify", &folder.path("a.pdf")]);
    assert!(checked.err.contains("built without what checks printed sheets"), "{}", checked.err);
}

#[cfg(feature = "press")]
mod with_press {
    use std::fs;
    use std::io::{BufRead, BufReader, Read, Write};
    use std::net::TcpStream;
    use std::process::Stdio;

    use crate::semey::{Folder, answer, ask, command};

    #[test]
    fn a_status_list_is_printed_and_checked_offline() {
        let folder = Folder::new("print-status");
        let (one, two) = (folder.path("one.pdf"), folder.path("two.pdf"));
        for path in [&one, &two] {
            answer(&["print", "status", "canwfz", "--on", "2021-11-01", "--lang", "ru", "-o", path]);
        }
        let bytes = fs::read(&one).expect("a file");
        assert!(bytes == fs::read(&two).expect("a file"), "the same question gives other bytes");
        let said = answer(&["verify", &one]);
        assert!(said.contains("GOOD: the sheet is what its records say."), "{said}");
        let again = "semey status canwfz --lang ru --json --on 2021-11-01";
        assert!(said.replace("\n  ", " ").contains(again), "{said}");
        // What is attached is what the command writes, byte for byte.
        let (_, files, _) = press::take_out(&bytes).expect("it is a sheet");
        let status = answer(&again.split(' ').skip(1).collect::<Vec<_>>());
        assert_eq!(files.get(press::Name::Status), Some(status.as_bytes()));

        fs::write(&two, [&bytes[..], b"\n"].concat()).expect("written");
        let changed = ask(&["verify", &two]);
        assert_eq!(changed.code, Some(1));
        assert!(changed.err.contains("CHANGED"), "{}", changed.err);
        fs::write(&two, "%PDF-1.7\nhello").expect("written");
        let foreign = ask(&["verify", &two]);
        assert!(foreign.err.contains("was not printed by Semey"), "{}", foreign.err);
    }

    #[test]
    fn a_report_is_printed_and_checked_and_asked_for_again() {
        let folder = Folder::new("print-report");
        let path = folder.path("report.pdf");
        for (about, lang) in [(&["canwfz"][..], "zh"), (&["--regime", "cica"], "ru")] {
            let asked = [about, &["--from", "2019", "--until", "2021-11-01", "--lang", lang]].concat();
            answer(&[&["print", "report"], &asked[..], &["-o", &path]].concat());
            let bytes = fs::read(&path).expect("a file");
            let (_, files, _) = press::take_out(&bytes).expect("it is a sheet");
            let record = answer(&[&["report"], &asked[..], &["--json"]].concat());
            assert_eq!(files.get(press::Name::Report), Some(record.as_bytes()));
            let said = answer(&["verify", &path]).replace("\n  ", " ");
            let again =
                format!("semey report {} --from 2019-01-01 --until 2021-11-01 --lang {lang} --json", about.join(" "));
            assert!(said.contains("GOOD") && said.contains(&again), "{said}");
            assert_eq!(answer(&again.split(' ').skip(1).collect::<Vec<_>>()), record);
        }
        for (arguments, sentence) in [
            (&["print", "report", "canwfz", "--from", "2022", "--until", "2021", "-o", "/dev/null"][..], "lies before"),
            (&["print", "report", "--regime", "mars", "-o", "/dev/null"], "belongs to the regime `mars`"),
            (&["print", "report", "-o", "/dev/null"], "<TREATY>"),
        ] {
            let refused = ask(arguments);
            assert_ne!(refused.code, Some(0), "{arguments:?}");
            assert!(refused.err.contains(sentence), "{arguments:?}: {}", refused.err);
        }
    }

    #[test]
    fn questions_that_cannot_be_printed_are_refused_with_a_sentence() {
        for (arguments, sentence) in [
            (&["print", "status", "canwfz", "--lang", "fr", "-o", "/dev/null"][..], "in the language `fr`"),
            (&["print", "status", "nothing-such", "-o", "/dev/null"], "no treaty answers to"),
            (&["print", "notification", "3", "-o", "/dev/null"], "none was named"),
            (&["print", "copy", "canwfz", "--text", "/nowhere", "-o", "/dev/null"], "/nowhere cannot be read"),
            (&["print", "status", "canwfz", "-o", "/nowhere/a.pdf"], "/nowhere/a.pdf cannot be written"),
        ] {
            let refused = ask(arguments);
            assert_ne!(refused.code, Some(0), "{arguments:?}");
            assert!(refused.err.contains(sentence), "{arguments:?}: {}", refused.err);
        }
    }

    #[test]
    fn a_notification_carries_the_proof_of_its_entry() {
        let folder = Folder::new("print-notification");
        let root = folder.path("r");
        let registry = |arguments: &[&str]| answer(&[arguments, &["--registry", &root]].concat());
        let made = ["init", &root, "--origin", "zone.example/r", "--officer", "aida", "--depositary", "Kyrgyzstan"];
        answer(&[&made[..], &["--pack", "central-asia"]].concat());
        registry(&["enter", "canwfz-protocol", "--act", "USA ratification 2024-11-20"]);
        let key = registry(&["keys", "show", "--vkey"]).trim().to_owned();
        let log: serde_json::Value = serde_json::from_str(&registry(&["log", "--limit", "1", "--json"])).expect("JSON");
        let entry = log[0]["entry"].as_u64().expect("a number");
        for (lang, name) in [("en", "Kyrgyzstan"), ("ru", "Кыргызстан"), ("zh", "吉尔吉斯斯坦")] {
            let path = folder.path(&format!("{lang}.pdf"));
            registry(&["print", "notification", &entry.to_string(), "--lang", lang, "-o", &path]);
            let unsaid = ask(&["verify", &path]);
            assert!(unsaid.err.contains("it must be said whose word is accepted"), "{}", unsaid.err);
            let said = answer(&["verify", &path, "--vkey", &key]);
            assert!(said.contains(&format!("entry {entry} is in the ledger `zone.example/r`")), "{said}");
            assert!(said.contains("the one in the ledger, with its officers' signatures"), "{said}");
            let (order, _, _) = press::take_out(&fs::read(&path).expect("a file")).expect("a sheet");
            assert_eq!(order.ledger.expect("a ledger").depositary, name);
        }
        // Another registry's key does not vouch for it.
        let other = folder.path("other");
        answer(&["init", &other, "--origin", "zone.example/r", "--officer", "ben", "--pack", "central-asia"]);
        let stranger = answer(&["keys", "show", "--vkey", "--registry", &other]).trim().to_owned();
        assert_ne!(ask(&["verify", &folder.path("en.pdf"), "--vkey", &stranger]).code, Some(0));
        // A sheet of somebody's own making, with the receipt of a true entry.
        let bytes = fs::read(folder.path("en.pdf")).expect("a file");
        let (order, files, _) = press::take_out(&bytes).expect("a sheet");
        let record = String::from_utf8(files.get(press::Name::Notification).expect("a record").to_vec()).expect("text");
        let lie = record.replace("2024-11-20", "2020-11-20");
        let forged = press::set(&order, &files.with(press::Name::Notification, lie.into_bytes())).expect("it is set");
        fs::write(folder.path("forged.pdf"), forged).expect("written");
        let found = ask(&["verify", &folder.path("forged.pdf"), "--vkey", &key]);
        assert!(found.err.contains("the ledger has another entry there"), "{}", found.err);
        // An earlier place in the ledger: a status list rests on it, with the receipt of its last entry.
        let before = folder.path("before.pdf");
        let at = entry.to_string();
        registry(&["print", "status", "canwfz-protocol", "--on", "2025-01-01", "--at", &at, "-o", &before]);
        let said = answer(&["verify", &before, "--vkey", &key]);
        assert!(said.contains(&format!("from {entry} entries of")), "{said}");
        let rectified = registry(&["print", "sheet", "canwfz-protocol", "-o", &folder.path("s.pdf"), "--json"]);
        assert!(rectified.contains("\"kind\": \"sheet\""), "{rectified}");
        let no_act = ask(&["print", "notification", "0", "--registry", &root, "-o", &before]);
        assert!(no_act.err.contains("entry 0 is not about an act"), "{}", no_act.err);
        served(&folder, &root, entry);
    }

    /// The portal's sheet: one address, one file, which is checked like any other.
    fn served(folder: &Folder, root: &str, at: u64) {
        let mut child = command(&["serve", "--listen", "127.0.0.1:0", "--registry", root])
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("it says where");
        let address = line.trim().trim_start_matches("serving at http://").trim_end_matches('/').to_owned();
        let get = |path: &str| {
            let mut stream = TcpStream::connect(&address).expect("it listens");
            let request = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
            stream.write_all(request.as_bytes()).expect("sent");
            let mut bytes = Vec::new();
            stream.read_to_end(&mut bytes).expect("an answer");
            let end = memchr(&bytes);
            (String::from_utf8_lossy(&bytes[..end]).to_lowercase(), bytes[end + 4..].to_vec())
        };
        let sheet = format!("/treaties/canwfz-protocol.pdf?on=2025-01-01&at={at}&lang=zh");
        let (head, one) = get(&sheet);
        assert!(head.starts_with("http/1.1 200") && head.contains("application/pdf"), "{head}");
        assert!(one == get(&sheet).1, "another file the second time");
        fs::write(folder.path("served.pdf"), &one).expect("written");
        let (page, _) = get("/treaties/canwfz-protocol.pdf?status=party&lang=en");
        assert!(page.contains("location: /treaties/canwfz-protocol.pdf?lang=en"), "{page}");
        for address in
            ["/treaties/canwfz/report.pdf?from=2019&until=2021-11-01", "/regimes/canwfz.pdf?until=2021-11-01"]
        {
            let (head, report) = get(&format!("{address}&lang=ru&at={at}"));
            assert!(head.starts_with("http/1.1 200") && head.contains("application/pdf"), "{head}");
            fs::write(folder.path("report.pdf"), &report).expect("written");
            let said = answer(&["verify", &folder.path("report.pdf")]);
            assert!(
                said.replace("\n  ", " ").contains(&format!("--lang ru --json --registry DIR --at {at}")),
                "{said}"
            );
        }
        let html = String::from_utf8(get("/treaties/canwfz-protocol?lang=en").1).expect("text");
        assert!(html.contains("/treaties/canwfz-protocol.pdf?lang=en"), "no link:\n{html}");
        drop(child.kill());
        drop(child.wait());
        let said = answer(&["verify", &folder.path("served.pdf")]);
        assert!(said.contains("no receipt is attached"), "{said}");
    }

    fn memchr(bytes: &[u8]) -> usize {
        bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head")
    }
}
