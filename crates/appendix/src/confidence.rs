//! How sure the program is of a task: named doubts, each of which takes away a share.

/// Something that makes a task unsure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// The row has no ordinal where others have one.
    MissingOrdinal,
    /// The ordinal does not read as one.
    OddOrdinal,
    /// The row was put together from two pages.
    JoinedAcrossPages,
    /// A first row behind a page break might as well have been the end of the row before it.
    UnsureBreak,
    /// Values were taken from the row above.
    Inherited,
    /// A numbered row has no text of its own.
    InheritedTask,
    /// One cell was cut into several sub-rows.
    PairedBlocks,
    /// The row has more or fewer cells than the header.
    Ragged,
    /// The header leaves the role of a column unclear.
    UnclearHeader,
    /// The columns have no header at all.
    GuessedColumns,
    /// The year of a deadline is not printed.
    YearInferred,
    /// A deadline names a time that cannot be dated.
    DeadlineUnclear,
    /// The table has lead agencies, this row has none.
    NoLead,
    /// Nothing but an ordinal stands in the row.
    EmptyTask,
}

impl Doubt {
    /// The share of certainty that remains. Set by hand, in the order of how easily each reading goes wrong; the gold
    /// rows and the corpus hold too few wrong cells to fit them.
    fn remains(self) -> f32 {
        match self {
            Self::Inherited | Self::NoLead => 0.97,
            Self::YearInferred => 0.95,
            Self::InheritedTask | Self::PairedBlocks | Self::JoinedAcrossPages => 0.93,
            Self::MissingOrdinal | Self::DeadlineUnclear => 0.9,
            Self::UnclearHeader => 0.85,
            Self::OddOrdinal | Self::UnsureBreak | Self::Ragged => 0.75,
            Self::GuessedColumns => 0.7,
            Self::EmptyTask => 0.5,
        }
    }
}

/// The confidence of a row whose cells were read with `cells` certainty, under these doubts.
pub(crate) fn confidence(cells: f32, doubts: &[Doubt]) -> f32 {
    let mut value = 0.99 * if cells.is_finite() { cells.clamp(0.0, 1.0) } else { 0.0 };
    for (n, doubt) in doubts.iter().enumerate() {
        if !doubts[..n].contains(doubt) {
            value *= doubt.remains();
        }
    }
    (value * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubts_lower_confidence_once() {
        let one = confidence(1.0, &[Doubt::Ragged]);
        assert!(one < confidence(1.0, &[]));
        assert_eq!(one, confidence(1.0, &[Doubt::Ragged, Doubt::Ragged]));
        assert!(confidence(0.5, &[]) < one);
        assert_eq!(confidence(f32::NAN, &[]), 0.0);
    }
}
