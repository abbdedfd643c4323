//! Computed against published.
use std::path::Path;
use std::collections::BTreeMap;
use crate::{Failure, load_packs};
use law::{Day, Scratch};
pub(crate) fn run(data: &Path, root: &Path) -> Result<(), Failure> {
    let (packs, problems) = load_packs(root)?;
    println!("{} problems, errors {}", problems.len(), pack::Packs::has_errors(&problems));
    let mut rows: Vec<BTreeMap<String,String>> = Vec::new();
    for r in csv::Reader::from_path(data.join("treaties.csv"))?.deserialize() { rows.push(r?); }
    let mut scratch = Scratch::default();
    let on: Day = "2026-02-03".parse()?;
    for r in rows.iter().filter(|r| !r["published_eif_date"].is_empty()) {
        let refid = r["id"].trim_start_matches("untc:");
        let i = packs.instruments.iter().find(|i| i.refs.get("untc").is_some_and(|x| x == refid)).ok_or("none")?;
        let o = packs.engine.outcome(i.ix, Day::LAST, &mut scratch);
        let mut out = Vec::new();
        packs.engine.standings(i.ix, on, Day::LAST, &Default::default(), &mut scratch, &mut out);
        let mut c: BTreeMap<&str, usize> = BTreeMap::new();
        for s in &out { *c.entry(s.status.word()).or_default() += 1; }
        let contr: Vec<&str> = out.iter().filter(|s| s.status == law::Status::ContractingState).map(|s| &*packs.parties[s.party].code).collect();
        let former: Vec<&str> = out.iter().filter(|s| s.status == law::Status::FormerParty).map(|s| &*packs.parties[s.party].code).collect();
        let odd: Vec<&str> = out.iter().filter(|s| s.status.is_bound() && packs.parties[s.party].kind != law::PartyKind::State).map(|s| &*packs.parties[s.party].code).collect();
        println!("{} trig {} comp {} pub {} {} | pub {} {:?} contr {:?} former {:?} odd {:?}", r["id"], o.trigger, o.entry_into_force, r["published_eif_date"], if o.entry_into_force.to_string()==r["published_eif_date"] {"ok"} else {"DIFF"}, r["parties_published"], c, contr, former, odd);
    }
    Ok(())
}
