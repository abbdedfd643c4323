//! Where in a part of the index the things wanted stand, and which passages fit best.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use law::Day;

use crate::fault::Fault;
use crate::list::{Bits, Cursor};
use crate::segment::Segment;
use crate::wanted::{Term, Want};

/// Something wanted, over the lists of one part.
enum Node<'s> {
    List(List<'s>),
    /// Rarest first.
    Phrase(Vec<(u32, List<'s>)>),
    Any(Vec<Node<'s>>),
    Without {
        wanted: Box<Node<'s>>,
        unwanted: Vec<Node<'s>>,
        /// The last passage that had nothing unwanted.
        passed: Option<u32>,
    },
    Nothing,
}

/// The places of one term.
enum List<'s> {
    Packed(Cursor<'s>),
    Bits(Bits),
}

impl List<'_> {
    fn count(&self) -> usize {
        match self {
            List::Packed(list) => list.count(),
            List::Bits(bits) => bits.count(),
        }
    }

    #[inline]
    fn seek(&mut self, target: u32) -> Option<u32> {
        match self {
            List::Packed(list) => list.seek(target),
            List::Bits(bits) => bits.seek(target),
        }
    }
}

impl<'s> Node<'s> {
    fn over(want: &Want, segment: &'s Segment) -> Result<Node<'s>, Fault> {
        let list = |term: &Term| -> Result<Option<List<'s>>, Fault> {
            Ok(match term {
                Term::Pair(pair) => segment.pair_list(*pair)?.map(List::Packed),
                Term::Text(text) => segment.term_list(text)?.map(List::Packed),
                Term::Sign(sign) => segment.sign_list(*sign)?.map(List::Bits),
            })
        };
        Ok(match want {
            Want::Term(term) => list(term)?.map_or(Node::Nothing, Node::List),
            Want::Phrase(terms) => {
                // Lists are read only where all are there.
                if terms.iter().any(|(_, term)| count(term, segment) == 0) {
                    return Ok(Node::Nothing);
                }
                let mut lists = Vec::with_capacity(terms.len());
                for (offset, term) in terms {
                    let Some(list) = list(term)? else { return Ok(Node::Nothing) };
                    lists.push((*offset, list));
                }
                lists.sort_by_key(|(_, list)| list.count());
                Node::Phrase(lists)
            }
            Want::Any(wants) => {
                let nodes: Result<Vec<_>, Fault> = wants.iter().map(|want| Node::over(want, segment)).collect();
                let mut nodes = nodes?;
                nodes.retain(|node| !matches!(node, Node::Nothing));
                match nodes.len() {
                    0 => Node::Nothing,
                    1 => nodes.swap_remove(0),
                    _ => Node::Any(nodes),
                }
            }
            Want::Without(wanted, unwanted) => {
                let wanted = Box::new(Node::over(wanted, segment)?);
                let unwanted: Result<Vec<_>, Fault> = unwanted.iter().map(|want| Node::over(want, segment)).collect();
                Node::Without { wanted, unwanted: unwanted?, passed: None }
            }
        })
    }

    /// How much there is to go through, at most.
    fn cost(&self) -> usize {
        match self {
            Node::List(list) => list.count(),
            Node::Phrase(lists) => lists.first().map_or(0, |(_, list)| list.count()),
            Node::Any(nodes) => nodes.iter().map(Node::cost).sum(),
            Node::Without { wanted, .. } => wanted.cost(),
            Node::Nothing => 0,
        }
    }

    /// The first place not before this one. Places asked for never go back.
    fn seek(&mut self, target: u32, segment: &Segment) -> Option<u32> {
        match self {
            Node::List(list) => list.seek(target),
            Node::Phrase(lists) => {
                let mut place = target;
                'again: loop {
                    for (offset, list) in lists.iter_mut() {
                        let found = list.seek(place.checked_add(*offset)?)? - *offset;
                        if found > place {
                            place = found;
                            continue 'again;
                        }
                    }
                    return Some(place);
                }
            }
            Node::Any(nodes) => nodes.iter_mut().filter_map(|node| node.seek(target, segment)).min(),
            Node::Without { wanted, unwanted, passed } => {
                let mut target = target;
                loop {
                    let place = wanted.seek(target, segment)?;
                    let passage = segment.passage_at(place)?;
                    if *passed == Some(passage) {
                        return Some(place);
                    }
                    let places = segment.places(passage);
                    let mut has =
                        |node: &mut Node<'_>| node.seek(places.start, segment).is_some_and(|place| place < places.end);
                    if !unwanted.iter_mut().any(&mut has) {
                        *passed = Some(passage);
                        return Some(place);
                    }
                    target = places.end;
                }
            }
            Node::Nothing => None,
        }
    }
}

impl Node<'_> {
    /// How often it is there between two places. Those asked for never go back.
    fn count_between(&mut self, start: u32, end: u32, segment: &Segment) -> u32 {
        match self {
            Node::List(List::Packed(list)) => match list.seek(start) {
                Some(place) if place < end => list.count_until(end),
                _ => 0,
            },
            Node::List(List::Bits(bits)) => bits.count_between(start, end),
            _ => {
                let (mut count, mut target) = (0, start);
                while let Some(place) = self.seek(target, segment).filter(|&place| place < end) {
                    count += 1;
                    target = place + 1;
                }
                count
            }
        }
    }
}

fn count(term: &Term, segment: &Segment) -> u32 {
    match term {
        Term::Pair(pair) => segment.count_pair(*pair),
        Term::Text(text) => segment.count_term(text),
        Term::Sign(_) => 1,
    }
}

/// How often something wanted occurs, at most; what stands for its rarity.
pub(crate) fn occurrences(want: &Want, segment: &Segment) -> u64 {
    match want {
        Want::Term(Term::Sign(sign)) => u64::from(segment.count_sign(*sign)),
        Want::Term(term) => u64::from(count(term, segment)),
        Want::Phrase(terms) => {
            let counts = terms.iter().map(|(_, term)| occurrences(&Want::Term(term.clone()), segment));
            counts.min().unwrap_or(0)
        }
        Want::Any(wants) => wants.iter().map(|want| occurrences(want, segment)).sum(),
        Want::Without(wanted, _) => occurrences(wanted, segment),
    }
}

/// What must hold beside the words.
#[derive(Debug, Clone, Default)]
pub(crate) struct Conditions {
    pub(crate) facts: Vec<Want>,
    pub(crate) from: Option<Day>,
    pub(crate) until: Option<Day>,
}

impl Conditions {
    fn hold(&self, date: impl FnOnce() -> Option<Day>) -> bool {
        if self.from.is_none() && self.until.is_none() {
            return true;
        }
        let within = |date| self.from.is_none_or(|from| from <= date) && self.until.is_none_or(|until| date <= until);
        date().is_some_and(within)
    }
}

/// How passages are weighed: BM25, in which a word of the title counts as three.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    pub(crate) average: f32,
}

impl Scale {
    const K: f32 = 1.2;
    const B: f32 = 0.75;
    const TITLE: f32 = 3.0;

    /// The weight of something in so many of all passages.
    pub(crate) fn rarity(passages: u64, occurrences: u64) -> f32 {
        let with = occurrences.min(passages) as f32;
        (1.0 + (passages as f32 - with + 0.5) / (with + 0.5)).ln()
    }

    fn weigh(self, rarity: f32, times: f32, length: u32) -> f32 {
        let long = Self::K * (1.0 - Self::B + Self::B * length as f32 / self.average.max(1.0));
        rarity * times * (Self::K + 1.0) / (times + long)
    }
}

/// A passage that fits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ranked {
    pub(crate) score: f32,
    pub(crate) rank: u32,
    pub(crate) passage: u32,
}

impl Eq for Ranked {}

impl Ord for Ranked {
    /// The better is the smaller: the heap of the best has the worst of them on top.
    fn cmp(&self, other: &Ranked) -> Ordering {
        other.score.total_cmp(&self.score).then(self.rank.cmp(&other.rank))
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Ranked) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The best of a part, best first, and how many fit.
pub(crate) struct Best {
    pub(crate) total: u64,
    pub(crate) ranked: Vec<Ranked>,
}

struct Gathering {
    most: usize,
    total: u64,
    heap: BinaryHeap<Ranked>,
}

impl Gathering {
    fn add(&mut self, ranked: Ranked) {
        self.total += 1;
        if self.heap.len() < self.most {
            self.heap.push(ranked);
        } else if self.heap.peek().is_some_and(|worst| ranked < *worst) {
            self.heap.pop();
            self.heap.push(ranked);
        }
    }

    fn end(self) -> Best {
        Best { total: self.total, ranked: self.heap.into_sorted_vec() }
    }
}

/// Wants with their rarity.
pub(crate) type Weighted<'w> = [(&'w Want, f32)];

struct Match<'s> {
    segment: &'s Segment,
    scale: Scale,
    conditions: &'s Conditions,
}

impl Match<'_> {
    /// What the occurrences of a node in a passage weigh.
    fn weigh(&self, node: &mut Node<'_>, rarity: f32, passage: u32) -> f32 {
        let places = self.segment.places(passage);
        let text = self.segment.text_begins(passage);
        let in_title = node.count_between(places.start, text, self.segment);
        let in_text = node.count_between(text, places.end, self.segment);
        let times = in_title as f32 * Scale::TITLE + in_text as f32;
        if times > 0.0 { self.scale.weigh(rarity, times, self.segment.length(passage)) } else { 0.0 }
    }

    fn ranked(&self, score: f32, passage: u32) -> Ranked {
        Ranked { score, rank: self.segment.rank(passage), passage }
    }

    /// Whether a passage has all the facts.
    fn fits(&self, passage: u32, facts: &mut [Node<'_>]) -> bool {
        let place = self.segment.places(passage).start;
        self.conditions.hold(|| self.segment.date(passage))
            && facts.iter_mut().all(|fact| fact.seek(place, self.segment) == Some(place))
    }
}

/// The best passages of a part that have all the words and hold to the conditions; without words all that do.
pub(crate) fn all(
    wants: &Weighted<'_>,
    conditions: &Conditions,
    scale: Scale,
    segment: &Segment,
    most: usize,
) -> Result<Best, Fault> {
    let mut gathering = Gathering { most, total: 0, heap: BinaryHeap::new() };
    let of = Match { segment, scale, conditions };
    let mut nodes = Vec::with_capacity(wants.len() + conditions.facts.len());
    for (want, rarity) in wants {
        nodes.push((Node::over(want, segment)?, Some(*rarity)));
    }
    for fact in &conditions.facts {
        nodes.push((Node::over(fact, segment)?, None));
    }
    if nodes.iter().any(|(node, _)| matches!(node, Node::Nothing)) {
        return Ok(gathering.end());
    }
    if nodes.is_empty() {
        for passage in 0..segment.passages() as u32 {
            if conditions.hold(|| segment.date(passage)) {
                gathering.add(of.ranked(0.0, passage));
            }
        }
        return Ok(gathering.end());
    }
    // The order of addition is that of the question, so that equal passages weigh the same everywhere.
    let mut order: Vec<usize> = (0..nodes.len()).collect();
    order.sort_by_key(|&at| nodes[at].0.cost());
    let mut target = 0;
    'passages: while let Some(place) = nodes[order[0]].0.seek(target, segment) {
        let Some(passage) = segment.passage_at(place) else { break };
        let places = segment.places(passage);
        target = places.end;
        for &at in &order[1..] {
            let Some(found) = nodes[at].0.seek(places.start, segment) else { break 'passages };
            if found >= places.end {
                let Some(next) = segment.passage_at(found) else { break 'passages };
                target = segment.places(next).start;
                continue 'passages;
            }
        }
        if conditions.hold(|| segment.date(passage)) {
            let weights = nodes.iter_mut().filter_map(|(node, rarity)| Some(of.weigh(node, (*rarity)?, passage)));
            let score = weights.sum();
            gathering.add(of.ranked(score, passage));
        }
    }
    Ok(gathering.end())
}

/// The best passages of a part that have any of the words and hold to the conditions.
pub(crate) fn any(
    wants: &Weighted<'_>,
    conditions: &Conditions,
    scale: Scale,
    segment: &Segment,
    most: usize,
) -> Result<Best, Fault> {
    let mut gathering = Gathering { most, total: 0, heap: BinaryHeap::new() };
    let of = Match { segment, scale, conditions };
    let mut nodes = Vec::with_capacity(wants.len());
    for (want, rarity) in wants {
        nodes.push((Node::over(want, segment)?, *rarity));
    }
    let facts: Result<Vec<_>, Fault> = conditions.facts.iter().map(|fact| Node::over(fact, segment)).collect();
    let mut facts = facts?;
    let mut target = 0;
    while let Some(place) = nodes.iter_mut().filter_map(|(node, _)| node.seek(target, segment)).min() {
        let Some(passage) = segment.passage_at(place) else { break };
        target = segment.places(passage).end;
        if of.fits(passage, &mut facts) {
            let score = nodes.iter_mut().map(|(node, rarity)| of.weigh(node, *rarity, passage)).sum();
            gathering.add(of.ranked(score, passage));
        }
    }
    Ok(gathering.end())
}
