//! What is typed, understood: text to a syntax tree that always exists.
//!
//! Reading cannot fail. A parenthesis without its other half is passed over, an unknown column is text with a
//! [`Warning`], and a query that is too long is cut with one.

mod column;
mod parser;
mod question;
mod when;

pub use column::Target;
pub use parser::parse;
pub(crate) use parser::words_of;
pub(crate) use question::is_marked;
pub use question::{Asked, Role, Sought, Span, Understanding, understand};
pub use when::{Days, parse_days, parse_years};

use vanthu_text::TextRange;

use crate::tokenizer::Kind;

/// A word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As typed; of an abbreviation one of the words that it stands for.
    pub printed: String,
    /// Without case and diacritics.
    pub folded: String,
    /// With diacritics, in one spelling.
    pub exact: String,
    /// What the token is.
    pub kind: Kind,
    /// Where it stands in the query.
    pub range: TextRange,
}

/// A query's syntax tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// Words, all of them, anywhere.
    Text(Vec<Word>),
    /// Words side by side.
    Phrase(Vec<Word>),
    /// Words that begin so: `x*`.
    Prefix(Word),
    /// Words that differ by a letter or two: `x~`, `x~2`.
    Fuzzy(Word, u8),
    /// What stands in a column.
    In(Target, Box<Node>),
    /// Documents of these years.
    Years(u64, u64),
    /// Deadlines that end on these days.
    Due(Days),
    /// None of that.
    Not(Box<Node>),
    /// All of these.
    And(Vec<Node>),
    /// Any of these.
    Or(Vec<Node>),
}

/// Something in the query that was read otherwise than it may have been meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// A name before a colon is no column's: it was taken as text.
    UnknownColumn(String),
    /// What stands behind `han:` is no time, or behind `nam:` no year: it was taken as text.
    NoTime {
        /// The column as typed.
        column: String,
        /// The value as typed.
        value: String,
    },
    /// The query was longer than what is read.
    Cut,
}

/// A query as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What it asks.
    pub node: Node,
    /// What was read otherwise than it may have been meant.
    pub warnings: Vec<Warning>,
}
