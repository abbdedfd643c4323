//! R3: EIO at every call that can say so, once, and from that call on for all of them.

use std::collections::HashMap;

use super::Cases;
use super::kill::broken;
use super::oracle::Speech;
use super::scene::Workshop;
use super::strace::Call;
use crate::Failure;

/// Calls that a failing disk makes fail. The end of the program cannot fail, nor can giving memory back or
/// taking some that is no file's; and when a folder that was listed is closed, nothing is written.
fn can_fail(call: &Call) -> bool {
    match call.name.as_str() {
        "exit_group" | "munmap" => false,
        "mmap" => call.fd.is_some_and(|fd| fd >= 0),
        "close" => !call.lists,
        _ => true,
    }
}

pub(super) fn cases(workshop: &Workshop) -> Result<Cases<'_>, Failure> {
    let mut cases = Cases::default();
    for scene in &workshop.scenes {
        let calls: Vec<Call> = workshop.calls(scene)?.into_iter().filter(can_fail).collect();
        let last: HashMap<&str, usize> = calls.iter().map(|call| (call.name.as_str(), call.nth)).collect();
        let mut from: HashMap<&str, usize> = HashMap::new();
        for call in calls.iter().rev() {
            from.insert(&call.name, call.nth);
            let once = vec![format!("{}:error=EIO:when={}", call.name, call.nth)];
            cases.push(format!("{} {} {} once", scene.name, call.name, call.nth), move |at| {
                broken(workshop, scene, at, &once, Speech::Sentence)
            });
            // Of names that are not called again as far as is known, the next ones fail too.
            let next = |name: &str| from.get(name).copied().unwrap_or(last[name] + 1);
            // Closing is left to work, because the kernel closes even where it says that it did not; and so is
            // mapping, by which a program also gets its memory.
            let names = last.keys().filter(|name| !matches!(**name, "close" | "mmap"));
            let all: Vec<String> = names.map(|name| format!("{name}:error=EIO:when={}+", next(name))).collect();
            cases.push(format!("{} {} {} on", scene.name, call.name, call.nth), move |at| {
                broken(workshop, scene, at, &all, Speech::Mute)
            });
        }
    }
    cases.cases.reverse();
    Ok(cases)
}
