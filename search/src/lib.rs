//! Finds passages and instruments by words, in every script.
//!
//! The index is derived from documents and from the register and holds nothing else: it is deleted
//! and built again at will. It is given plain [`Passage`]s and knows neither files nor ledgers.
//!
//! # What finds what
//!
//! Text is folded (width, case, accents; ё is е, й is not и), then read as units. Words are stemmed by their script,
//! Cyrillic as Russian and Latin as English. Signs of scripts without spaces (Han, kana, Hangul, Thai and the
//! like) stand for themselves; white space, brackets and title marks between them do not count, so that 中亚 无核武器 区
//! is found by 无核武器区. Numbers and symbols are found as typed and in parts: A/RES/75/67 by itself, by 75/67 and by
//! 67. A word with hyphens is found with them, without, and by its parts.
//!
//! What has names in several languages ([`Entities`], a table of the caller's) is found by any of them: a question that
//! names Kyrgyzstan finds a Chinese text that only has 吉尔吉斯. Longer names hide shorter ones inside them, in text and
//! question; words in quotation marks are only words.
//!
//! All words must be there. Where no passage has them all, those come that have some, and the answer says so.
//!
//! # How it is built
//!
//! Units are numbered through, the pairs of a term and its place are sorted by term, and each term gets one packed
//! list of places. A phrase is where shifted lists meet, so that a run of signs needs every second pair only; a
//! passage follows from the place. Ranking is BM25.
//!
//! A general engine was measured first: tantivy 0.27 took less Chinese text in a CPU second with pairs of signs than with
//! a dictionary, since it looks up every pair in a table that no cache holds. Sorting looks nothing up. `cargo
//! bench -p benches --features peers --bench search` has the figures side by side.
//!
//! An [`Index`] can be asked by many threads at once. Passages are added by one writer; there is no taking away: what changed
//! is built anew.
//!
//! ```
//! use std::sync::Arc;
//! use search::{Class, Entities, Index, Passage, Question};
//!
//! let mut entities = Entities::new();
//! for name in ["Kyrgyzstan", "Киргизия", "吉尔吉斯"] {
//!     entities.add(Class::Participant, "KGZ", name);
//! }
//! let mut index = Index::in_memory(Arc::new(entities));
//! let text = "吉尔吉斯作为保存国".to_owned();
//! index.fill([Passage { document: "memo".to_owned(), text, ..Passage::default() }], &mut |_| ())?;
//! let found = index.find(&Question::about("Киргизии"))?;
//! let snippet = &found.hits[0].snippet;
//! assert_eq!(&snippet.text[snippet.marks[0].clone()], "吉尔吉斯");
//! # Ok::<(), search::Fault>(())
//! ```

mod entities;
mod fault;
mod index;
mod list;
mod matching;
mod passage;
mod segment;
mod snippet;
mod units;
mod wanted;
mod words;

pub use entities::{Class, Entities};
pub use fault::Fault;
pub use index::{Found, Hit, Index, Named, Question, Writer};
pub use passage::{Kind, Passage};
pub use snippet::Snippet;
