//! The noise of an OCR: what a printed letter may be read as.
//!
//! A printed word is cut into segments of one or two letters, and each segment is read as one to three characters,
//! independently of the others: `ứ` as `ir`, `rn` as `m`. The probabilities p(read | printed) are learned from aligned
//! pairs of words by [`crate::train::train_channel`] and kept in a table that can be read by eye.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::lattice::LogProb;

/// Longest segment that one printed segment is read as, in characters.
pub(crate) const MAX_READ: usize = 3;

/// One way to read a segment: the printed letters and their log p(read | printed).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Segment {
    /// The first printed letter.
    pub(crate) first: char,
    /// The second printed letter, if the segment has two.
    pub(crate) second: Option<char>,
    /// log p(read | printed).
    pub(crate) p: LogProb,
}

/// What a channel's table cannot be read for.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ChannelError {
    /// A line that is not `printed<TAB>read<TAB>log p`.
    #[error("line {0} of the channel's table is no `printed<TAB>read<TAB>log p`")]
    Line(usize),
}

/// The noise model.
#[derive(Debug, Clone, Default)]
pub struct ChannelModel {
    /// Segments by what they are read as.
    by_read: BTreeMap<String, Vec<Segment>>,
    /// log p that the space between two words is lost, and that one is seen inside a word.
    pub(crate) space_lost: LogProb,
    pub(crate) space_gained: LogProb,
}

impl ChannelModel {
    /// Reads a table of lines `printed<TAB>read<TAB>log p`. The printed ` ` with nothing read is a lost space, nothing
    /// printed with ` ` read a space inside a word. Lines that begin with `#` are comments.
    ///
    /// # Errors
    /// Where a line has another form.
    pub fn parse(table: &str) -> Result<Self, ChannelError> {
        let mut model = Self { by_read: BTreeMap::new(), space_lost: -6.0, space_gained: -6.0 };
        for (i, line) in table.lines().enumerate().filter(|(_, l)| !l.starts_with("# ") && !l.is_empty()) {
            let fault = || ChannelError::Line(i + 1);
            let mut fields = line.split('\t');
            let (Some(printed), Some(read), Some(p)) = (fields.next(), fields.next(), fields.next()) else {
                return Err(fault());
            };
            let p: LogProb = p.parse().map_err(|_| fault())?;
            match (printed, read) {
                (" ", "") => model.space_lost = p,
                ("", " ") => model.space_gained = p,
                _ => {
                    let mut letters = printed.chars();
                    let (Some(first), second) = (letters.next(), letters.next()) else { return Err(fault()) };
                    if letters.next().is_some() || read.is_empty() || read.chars().count() > MAX_READ {
                        return Err(fault());
                    }
                    model.by_read.entry(read.to_owned()).or_default().push(Segment { first, second, p });
                }
            }
        }
        for segments in model.by_read.values_mut() {
            segments.sort_by(|a, b| b.p.total_cmp(&a.p));
        }
        Ok(model)
    }

    /// The segments that may be read as `read`, likeliest first.
    pub(crate) fn segments(&self, read: &str) -> &[Segment] {
        self.by_read.get(read).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_its_table() {
        let model = ChannelModel::parse("# a comment\nứ\tir\t-1.5\nrn\tm\t-3\n \t\t-5\n").unwrap();
        assert_eq!(model.segments("ir"), [Segment { first: 'ứ', second: None, p: -1.5 }]);
        assert_eq!(model.segments("m").len(), 1);
        assert!((model.space_lost + 5.0).abs() < 1e-6);
        assert_eq!(ChannelModel::parse("ứ\tir").unwrap_err(), ChannelError::Line(1));
        assert_eq!(ChannelModel::parse("abc\tx\t-1").unwrap_err(), ChannelError::Line(1));
    }
}
