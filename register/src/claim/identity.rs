//! Which source of the packs a document is.

use pack::SourceAbout;
use pack::names::key;

use super::{Given, Span};
use crate::World;
use crate::state::TOLD;

/// What a document is called in citations.
#[derive(Debug, Clone)]
pub(super) struct Identity<'w> {
    /// The key of the source that it is.
    key: Option<&'w str>,
    /// Whether it is so to the byte.
    pub(super) exact: bool,
    sha256: String,
}

impl<'w> Identity<'w> {
    /// A source with these bytes; of other bytes, the one source that has its symbol or title and its date.
    pub(super) fn of(world: &'w World, given: Given<'_>) -> Identity<'w> {
        let sources = || world.packs.packs.values().flat_map(|pack| &pack.sources);
        let same = |about: &SourceAbout| about.sha256.as_deref() == Some(given.sha256);
        let exact = sources().find(|(_, about)| same(about)).map(|(key, _)| key.as_str());
        let alike = || {
            let mut keys: Vec<&str> =
                sources().filter(|(_, about)| is_copy(about, given)).map(|(key, _)| key.as_str()).collect();
            keys.sort_unstable();
            keys.dedup();
            if let [one] = keys.as_slice() { Some(*one) } else { None }
        };
        Identity { key: exact.or_else(alike), exact: exact.is_some(), sha256: given.sha256.to_owned() }
    }

    /// The place that a citation names in this document, empty for all of it; none where it cites another.
    pub(super) fn place<'s>(&self, citation: &'s str) -> Option<&'s str> {
        let citation = citation.trim();
        let rest = match citation.strip_prefix(TOLD) {
            Some(told) => told.strip_prefix(self.sha256.as_str())?,
            None => citation.strip_prefix(self.key?)?,
        };
        let place = if rest.is_empty() { rest } else { rest.strip_prefix(' ')? };
        Some(place.split(' ').next().unwrap_or(""))
    }

    /// Whether a list of citations cites nothing but this document.
    pub(super) fn is_all_of(&self, source: &str) -> bool {
        source.split(';').all(|citation| self.place(citation).is_some())
    }
}

/// Whether a source is this document in other bytes.
fn is_copy(about: &SourceAbout, given: Given<'_>) -> bool {
    let own = &given.document.about;
    let symbol = about.symbol.as_ref().map(|symbol| own.symbols.iter().any(|own| key(own) == key(symbol)));
    let title = about.title.as_ref().zip(own.title.as_ref()).map(|(title, own)| key(title) == key(own));
    let named = symbol != Some(false) && title != Some(false) && (symbol, title) != (None, None);
    let dated = about.dated.clone().or_else(|| about.date.map(|date| date.to_string()));
    let span = |date: &Option<String>| date.as_deref().and_then(Span::read).map(|span| (span.first, span.last));
    named && dated.is_some() && span(&dated) == span(&own.date)
}
