//! The words room: says things in the reader's language.
//!
//! Sentences lie in catalogues (`words/en/*.ftl` and so on, in [Fluent](https://projectfluent.org)), one folder for each
//! language, with the same messages in every one; days, numbers and the order of names are those of Unicode's CLDR.
//! Nothing that a reader sees is written in Rust source. What the law's values are called is asked of [`Words`] by the value:
//! [`Words::deed`], [`Words::ground`], [`Words::period`].
//!
//! ```
//! use law::Day;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let day = Day::new(2009, 3, 21)?;
//! assert_eq!(words::of("en").day(day), "21 March 2009");
//! assert_eq!(words::of("ru").day(day), "21 марта 2009\u{202f}г.");
//! assert_eq!(words::of("zh").day(day), "2009年3月21日");
//! # Ok(())
//! # }
//! ```

mod act;
mod article;
mod catalogue;
mod clause;
mod fault;
mod ground;
mod list;
mod period;
mod provision;
mod reservation;
mod status;
mod title;

pub use catalogue::{Arg, LANGUAGES, Words, catalogues, of};
pub use clause::Names;
pub use provision::Provision;
