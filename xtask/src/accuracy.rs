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
    let day: Day = "2015-03-14".parse()?;
    let mut acts: Vec<BTreeMap<String,String>> = Vec::new();
    for r in csv::Reader::from_path(data.join("actions.csv"))?.deserialize() { acts.push(r?); }
    let mut sp = std::collections::HashMap::new();
    for n in packs.names.iter().filter(|n| n.form == "source") { sp.insert(n.text.clone(), n.party); }
    for n in packs.names.iter().filter(|n| n.lang == "en") { sp.entry(n.text.clone()).or_insert(n.party); }
    for r in rows.iter().filter(|r| !r["published_eif_date"].is_empty()) {
        let refid = r["id"].trim_start_matches("untc:");
        let i = packs.instruments.iter().find(|i| i.refs.get("untc").is_some_and(|x| x == refid)).ok_or("none")?;
        let mut snap: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for a in acts.iter().filter(|a| a["source"]=="UNTC-XML-2015-03-14" && a["treaty_id"]==r["id"]) {
            let p = sp.get(&a["participant"]).ok_or_else(|| a["participant"].clone())?;
            let k = match a["action"].as_str() { x if x.starts_with("provisional") => "provisional", "succession_to_signature" => "signature", x => x };
            snap.entry(packs.parties[*p].code.to_string()).or_default().push(format!("{} {}", a["date"], k.replace('_',"-")));
        }
        let mut reg: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut out = Vec::new();
        packs.engine.standings(i.ix, day, day, &Default::default(), &mut scratch, &mut out);
        for s in &out {
            let e = reg.entry(packs.parties[s.party].code.to_string()).or_default();
            if s.signed.is_real() { e.push(format!("{} signature", s.signed)); }
            if s.consented.is_real() {
                let h = packs.engine.history(i.ix, s.party, day, &mut scratch);
                let mine = h.iter().rev().find(|h| h.from <= day).map(|h| h.acts.clone()).unwrap_or_default();
                if let Some(c) = mine.iter().rev().map(|&a| &i.acts[a as usize]).find(|a| a.kind.is_consent()) { e.push(format!("{} {}", c.date, c.kind)); }
            }
            for a in i.acts.iter().filter(|a| a.party==Some(s.party) && a.kind==law::ActKind::ProvisionalApplication && a.date.first<=day) { e.push(format!("{} provisional", a.date)); }
        }
        let mut keys: Vec<_> = snap.keys().chain(reg.keys()).cloned().collect(); keys.sort(); keys.dedup();
        for k in keys {
            let mut a = snap.remove(&k).unwrap_or_default(); a.sort();
            let mut b = reg.remove(&k).unwrap_or_default(); b.sort();
            if a != b { println!("{} {} table {:?} register {:?}", r["id"], k, a, b); }
        }
    }
    Ok(())
}
