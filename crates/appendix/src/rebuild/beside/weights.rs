//! What the search weighs, in nats.
//!
//! The weights were climbed on generated tables (`vanthu-tests`, `generator::beside`) and one page of real OCR, for the share of
//! cells that come out exact, less what is found too many of rows; see `tests/tests/rebuild.rs`. `ORPHAN`, `NAMELESS`, `LABEL`
//! and `FOLLOWS` were set by hand afterwards, among few values, by the same measure on other tables.

/// What a nat of the language model counts.
pub(super) const FLOW: f32 = 0.65;
/// A border between two words.
pub(super) const CUT: f32 = -1.33;
/// A border where the OCR saw a ruling line.
pub(super) const RULED: f32 = 4.24;
/// A ruling line inside a piece.
pub(super) const RULE_INSIDE: f32 = -1.82;
/// The most that a line costs whose end is no good end of a cell: it may go on below.
pub(super) const PAUSE: f32 = -1.05;
/// A full line that is the last of its cell.
pub(super) const FULL: f32 = -0.63;
/// What the place of a cell in its row counts.
pub(super) const PLACED: f32 = 0.35;
/// A row.
pub(super) const ROW: f32 = 0.49;
/// A row without ordinal.
pub(super) const UNLABELLED: f32 = -0.47;
/// A row that ends without ordinal, beyond that.
pub(super) const ORPHAN: f32 = -1.5;
/// A row with an ordinal that ends without a task.
pub(super) const NAMELESS: f32 = -6.0;
/// A further product and deadline in a row.
pub(super) const SUB_ROW: f32 = -4.0;
/// A sub-row without one of both.
pub(super) const HALF_ROW: f32 = -4.5;
/// A row without a task.
pub(super) const NO_TASK: f32 = 0.15;
/// A row without a remark or a number.
pub(super) const NO_NOTE: f32 = -0.12;
/// A row without any other cell.
pub(super) const NO_CELL: f32 = -0.67;
/// A cell of agencies that goes on below with a capital letter.
pub(super) const CAPITAL_AGENCY: f32 = -0.65;
/// Any other cell that does.
pub(super) const CAPITAL: f32 = -1.07;
/// A first word that reads like an ordinal, taken for it.
pub(super) const LABEL: f32 = 4.0;
/// How well it follows the ordinal before it, in the unit of [`Label::follows`](super::super::label::Label::follows).
pub(super) const FOLLOWS: f32 = 0.6;
/// What the first words of a cell say for their column.
pub(super) const START: f32 = 0.9;
/// What its further words say.
pub(super) const BODY: f32 = 1.5;
/// A cell that begins with a small letter.
pub(super) const SMALL: f32 = -4.78;
/// A first word that would be the next ordinal, taken for something else, in the same unit.
pub(super) const UNREAD: f32 = -0.58;
/// A run of noise.
pub(super) const NOISE: f32 = -0.3;
/// What it costs that the word which goes on should have other marks than those it was restored with.
pub(super) const RESPELLED: f32 = 1.5;
/// What follows a word if the language does not know it.
pub(super) const STRANGE: f32 = -0.5;
/// A word that is none, in any cell.
pub(super) const GARBLED: f32 = -1.0;
/// What cannot be.
pub(super) const IMPOSSIBLE: f32 = -20.0;
