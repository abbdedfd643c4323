//! A witness told everything, and what it must answer (C2SP tlog-witness).

mod support;

use ledger::evidence::Evidence;
use ledger::witness::{Answer, Witness};
use support::{Dice, ORIGIN, key, number, sign};
use tlog::proof::prove_consistency;
use tlog::tree::Memory as Tree;
use tlog::{Checkpoint, Hash, SigningKey, cosignature};

/// A log with two histories that part after twenty entries.
struct Log {
    key: SigningKey,
    trees: [Tree; 2],
    roots: [Vec<Hash>; 2],
}

impl Log {
    fn new() -> Log {
        let mut log = Log {
            key: key(ORIGIN, 1),
            trees: [Tree::default(), Tree::default()],
            roots: [vec![Hash::EMPTY], vec![Hash::EMPTY]],
        };
        for at in 0..64_u64 {
            for history in 0..2 {
                let said = if at < 20 { 0 } else { history as u64 };
                log.trees[history].push(Hash::leaf(format!("{at} {said}").as_bytes()));
                log.roots[history].push(log.trees[history].root());
            }
        }
        log
    }

    fn proof(&mut self, history: usize, old: u64, new: u64) -> Vec<Hash> {
        if old > new { Vec::new() } else { prove_consistency(&mut self.trees[history], old, new).expect("a proof") }
    }

    fn note(&self, history: usize, size: u64) -> String {
        sign(&self.key, size, self.roots[history][size as usize]).note
    }
}

fn body(old: u64, proof: &[Hash], note: &str) -> String {
    let proof: String = proof.iter().map(|hash| format!("{hash}\n")).collect();
    format!("old {old}\n{proof}\n{note}")
}

fn witness(folder: &std::path::Path) -> Witness {
    let witness = Witness::create(&folder.join("witness"), "w.example").expect("a witness");
    witness.watch(key(ORIGIN, 1).verifier()).expect("watching");
    witness
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder")
}

/// The head and the time that the witness remembers.
fn remembered(witness: &Witness) -> Option<(Checkpoint, u64)> {
    let note = witness.last(&Hash::of(ORIGIN.as_bytes()).hex()).expect("its memory")?;
    let note = tlog::Note::parse(note.as_bytes()).expect("a note");
    let mut times =
        note.signatures.iter().filter_map(|s| cosignature::time_of(witness.verifier(), &note.text, &s.bytes));
    Some((note.text.parse().expect("a checkpoint"), times.next_back().expect("its cosignature")))
}

#[test]
fn each_request_has_its_status() {
    let folder = folder();
    let (witness, mut log) = (witness(folder.path()), Log::new());
    let ask = |body: &str| witness.add_checkpoint(body.as_bytes(), 1000);
    let (ten, thirty) = (log.note(0, 10), log.note(0, 30));
    assert_eq!(ask(&body(0, &[], &ten)).status, 200);
    let proof = log.proof(0, 10, 30);
    for (status, asked) in [
        (400, String::new()),
        (400, "old 10".to_owned()),
        (400, body(10, &proof, &thirty).replace("old 10", "old 010")),
        (400, body(10, &proof, &thirty).replace("old 10", "old +10")),
        (400, body(10, &proof, &thirty).replace("old 10", "old 10 ")),
        (400, body(10, &proof, &thirty).replace("old 10\n", "old 10\r\n")),
        (400, body(10, &[Hash::EMPTY; 64], &thirty)),
        (400, body(31, &[], &thirty)),
        (403, body(10, &proof, &sign(&key(ORIGIN, 2), 30, log.roots[0][30]).note)),
        (403, body(10, &proof, &thirty.replace("\n30\n", "\n31\n"))),
        (404, body(10, &proof, &sign(&key("example.org/other", 1), 30, log.roots[0][30]).note)),
        (404, body(10, &proof, "")),
        (409, body(0, &[], &thirty)),
        (409, body(9, &log.proof(0, 9, 30), &thirty)),
        (409, body(11, &log.proof(0, 11, 30), &thirty)),
        (422, body(10, &[], &sign(&log.key, 10, Hash::of(b"another tree")).note)),
        (422, body(10, &proof[1..], &thirty)),
        (422, body(10, &[], &thirty)),
        (422, body(10, &[Hash::EMPTY; 63], &thirty)),
        (422, body(10, &proof, &sign(&log.key, 30, Hash::of(b"another tree")).note)),
        (422, body(10, &[Hash::EMPTY], &ten)),
        (200, body(10, &[], &ten)),
        (200, body(10, &proof, &thirty)),
    ] {
        let answer = ask(&asked);
        assert_eq!(answer.status, status, "{asked}\n{}", answer.body);
        if status == 409 {
            assert_eq!((answer.content_type, answer.body.as_str()), ("text/x.tlog.size", "10\n"));
        }
    }
    assert_eq!(remembered(&witness).expect("a head").0.size, 30);
    // Two trees of ten entries, both signed: it keeps what proves it.
    let kept = folder.path().join("witness").join(Hash::of(ORIGIN.as_bytes()).hex());
    let files = std::fs::read_dir(kept).expect("its folder").map(|entry| entry.expect("a file").path());
    let evidence: Vec<_> = files.filter(|path| path.extension().is_some_and(|ending| ending == "tar")).collect();
    assert_eq!(evidence.len(), 1);
    let evidence = Evidence::from_tar(&std::fs::read(&evidence[0]).expect("the file")).expect("evidence");
    assert!(evidence.verify(&[log.key.verifier().clone()]).is_ok());
}

/// R21: random requests, true and false, against what the specification says of each.
#[test]
fn no_sequence_of_requests_makes_it_go_back_or_cosign_a_fork() {
    let mut dice = Dice::new(number("SEMEY_SEED").unwrap_or(21));
    let mut log = Log::new();
    let stranger = key(ORIGIN, 2);
    let (mut cosigned, mut counts) = (0_u64, std::collections::BTreeMap::new());
    let requests = number("SEMEY_REQUESTS").unwrap_or(8_000);
    let mut start = None;
    for request in 0..requests {
        // A witness that came to the end starts again as a new one; all are opened anew now and then.
        let (folder, mut witness, mut model): (tempfile::TempDir, Witness, Option<(u64, Hash, u64)>) =
            start.take().unwrap_or_else(|| {
                let folder = folder();
                let witness = witness(folder.path());
                (folder, witness, None)
            });
        if dice.once_in(50) {
            witness = Witness::open(&folder.path().join("witness")).expect("opened");
        }
        let (size, root, time) = model.unwrap_or((0, Hash::EMPTY, 0));
        let history = usize::from(dice.once_in(3));
        let new = if dice.once_in(3) { dice.below(65) } else { (size + dice.below(4)).min(64) };
        let old = if dice.once_in(4) { dice.below(65) } else { size };
        let mut proof = log.proof(history, old, new);
        let whole = proof.clone();
        match dice.below(8) {
            0 => drop(proof.pop()),
            1 => proof.push(Hash::of(b"one more")),
            2 if !proof.is_empty() => proof[0].0[3] ^= 4,
            _ => {}
        }
        let is_signed = !dice.once_in(10);
        let note = if is_signed {
            log.note(history, new)
        } else {
            sign(&stranger, new, log.roots[history][new as usize]).note
        };
        let now = dice.below(1 << 40);
        let answer: Answer = witness.add_checkpoint(body(old, &proof, &note).as_bytes(), now);
        let new_root = log.roots[history][new as usize];
        let expected = match () {
            () if !is_signed => 403,
            () if old > new => 400,
            () if old != size => 409,
            () if old == new && new_root != root => 422,
            () if proof != whole => 422,
            () if log.roots[history][old as usize] != root => 422,
            () => 200,
        };
        assert_eq!(
            answer.status, expected,
            "request {request}: old {old}, new {new} of history {history}: {}",
            answer.body
        );
        *counts.entry(expected).or_insert(0_u64) += 1;
        if expected == 200 {
            cosigned += 1;
            model = Some((new, new_root, now.max(time)));
        }
        let found = remembered(&witness).map(|(head, time)| (head.size, head.root, time));
        assert_eq!(found, model, "request {request}: what it remembers");
        if model.is_none_or(|(size, ..)| size < 64 || !dice.once_in(20)) {
            start = Some((folder, witness, model));
        }
    }
    eprintln!("{requests} requests, {cosigned} cosigned: {counts:?}");
}

/// Two requests at once: the one that comes second is told so.
#[test]
fn requests_at_once_are_answered_one_after_another() {
    let folder = folder();
    let (witness, log) = (witness(folder.path()), Log::new());
    for round in 0..20 {
        let (old, new) = (round * 3, round * 3 + 3);
        let statuses: Vec<u16> = std::thread::scope(|scope| {
            let asked: Vec<_> = (0..8)
                .map(|at| {
                    let mut log = Log { key: log.key.clone(), trees: log.trees.clone(), roots: log.roots.clone() };
                    let witness = &witness;
                    scope.spawn(move || {
                        // Each asks for another size, so that only one can be the next.
                        let new = new - at % 3;
                        let asked = body(old, &log.proof(0, old, new), &log.note(0, new));
                        witness.add_checkpoint(asked.as_bytes(), 1000).status
                    })
                })
                .collect();
            asked.into_iter().map(|asked| asked.join().expect("answered")).collect()
        });
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
        assert!(statuses.iter().all(|status| [200, 409].contains(status)), "{statuses:?}");
        // On to where the next round begins.
        let (head, _) = remembered(&witness).expect("a head");
        let mut log = Log::new();
        let asked = body(head.size, &log.proof(0, head.size, new), &log.note(0, new));
        assert_eq!(witness.add_checkpoint(asked.as_bytes(), 1000).status, 200);
    }
}
