//! The words room: says things in the reader's language.
//!
//! Sentences lie in catalogues (`words/en/*.ftl` and so on, in [Fluent](https://projectfluent.org)), one folder for each
//! language, with the same messages in every one; days, numbers and the order of names are those of Unicode's CLDR.
//! Nothing that a reader sees is written in Rust source.
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

mod catalogue;

pub use catalogue::{Arg, LANGUAGES, Words, of};
