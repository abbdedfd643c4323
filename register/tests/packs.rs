//! The bundled packs, entered as a real registry: its answers are those of the packs.

use std::path::Path;

use register::registry::{Folder, Founder, Proposal, reading};
use register::{Registry, World};

mod support;

use support::{ORIGIN, answers, now, officer};

#[test]
fn a_registry_answers_as_the_packs_that_were_entered() {
    let (files, problems) = pack::read_folder(Path::new("../packs")).expect("the packs");
    assert_eq!(problems, []);
    let (packs, problems) = pack::load(&files);
    let from_packs = World::new(packs, problems, "en");

    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("registry");
    let key = officer("aida");
    let founder =
        Founder { origin: ORIGIN, depositary: "Kyrgyzstan", seat: "Asia/Bishkek", officers: &[&key], store: "sqlite" };
    let mut registry = Registry::create(&root, &founder, now(0)).expect("a registry");
    let adoption = register::adopt::compare(&mut registry, &files).expect("packs");
    let statements = adoption.statements(ORIGIN, now(1));
    let proposals: Vec<Proposal> =
        statements.iter().map(|statement| Proposal::new(statement, &[&key]).expect("canonical")).collect();
    let entered = registry.enter(&proposals, now(1)).expect("it enters");
    assert_eq!(entered.len(), proposals.len());
    assert!(entered.iter().all(|entered| !entered.again), "every row is an entry of its own");
    let size = registry.state().size;
    assert_eq!(size, 1 + proposals.len() as u64);

    let read = reading(&Folder::new(&root), None, "en").expect("a reading");
    let mut treaties = 0;
    for instrument in &from_packs.packs.instruments {
        let id = &instrument.id;
        let wanted = answers(&from_packs, id);
        assert!(answers(&read.world, id) == wanted, "the registry answers otherwise about {id}");
        treaties += 1;
    }
    assert_eq!(treaties, read.world.packs.instruments.len());
    let order = |world: &World| world.packs.instruments.iter().map(|i| i.id.clone()).collect::<Vec<_>>();
    assert_eq!(order(&from_packs), order(&read.world), "instruments stand in the order of the packs");

    // What is entered later does not change what was so at an earlier place.
    let act = support::act("canwfz-protocol USA ratification 2026-11-18");
    let statement = register::entry::Statement::new(ORIGIN, register::entry::Body::Act(Box::new(act)));
    registry.enter(&[Proposal::new(&statement, &[&key]).expect("canonical")], now(2)).expect("it enters");
    let then = reading(&Folder::new(&root), Some(size), "en").expect("a reading");
    let head = reading(&Folder::new(&root), None, "en").expect("a reading");
    assert!(answers(&then.world, "canwfz-protocol") == answers(&from_packs, "canwfz-protocol"));
    assert!(answers(&head.world, "canwfz-protocol") != answers(&from_packs, "canwfz-protocol"));

    // Loading the same packs again enters nothing.
    assert!(register::adopt::compare(&mut registry, &files).expect("packs").is_empty());
}
