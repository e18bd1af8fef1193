//! Where each piece of a changed text stood before the change: a sparse, composable map of byte offsets.

use crate::range::TextRange;

/// A run of `count` units; each unit replaces `source_step` bytes by `target_step` bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Edit {
    /// Offset of the run in the source.
    source: usize,
    /// Offset of the run in the target.
    target: usize,
    source_step: u16,
    target_step: u16,
    count: u32,
}

impl Edit {
    fn source_end(&self) -> usize {
        self.source + usize::from(self.source_step) * self.count as usize
    }

    fn target_end(&self) -> usize {
        self.target + usize::from(self.target_step) * self.count as usize
    }
}

/// One edit seen from the side that an offset comes from.
struct Seen {
    from: usize,
    from_end: usize,
    from_step: usize,
    to: usize,
    to_end: usize,
    to_step: usize,
    count: usize,
}

/// Which way offsets are mapped.
#[derive(Clone, Copy)]
enum Way {
    ToSource,
    ToTarget,
}

/// A monotone map between the byte offsets of a source and those of the target made from it.
///
/// Only changes are kept: what lies between two of them is the same in both, byte for byte. A change is
/// atomic, that is, an offset inside it has no counterpart, and a range that touches it is widened to the
/// whole of it. Equal changes in a row (the letters of a UTF-16 text) share one entry.
///
/// A map is built in order, from the first byte to the last:
///
/// ```
/// use vanthu_text::{OffsetMap, TextRange};
///
/// // "Sở\r\nNội vụ" became "Sở\nNội vụ".
/// let mut map = OffsetMap::default();
/// map.keep("Sở".len());
/// map.replace("\r\n".len(), "\n".len());
/// map.keep("Nội vụ".len());
/// assert_eq!(map.to_source(TextRange::new(5, 10)), TextRange::new(6, 11)); // "Nội"
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OffsetMap {
    edits: Vec<Edit>,
    source_len: usize,
    target_len: usize,
}

impl OffsetMap {
    /// The map of a text of `len` bytes in which nothing changed.
    #[must_use]
    pub fn identity(len: usize) -> Self {
        Self { edits: Vec::new(), source_len: len, target_len: len }
    }

    /// Number of bytes of the source.
    #[must_use]
    pub fn source_len(&self) -> usize {
        self.source_len
    }

    /// Number of bytes of the target.
    #[must_use]
    pub fn target_len(&self) -> usize {
        self.target_len
    }

    /// Whether nothing changed.
    #[must_use]
    pub fn is_identity(&self) -> bool {
        self.edits.is_empty()
    }

    /// Appends `len` bytes that are the same in source and target.
    pub fn keep(&mut self, len: usize) {
        self.source_len += len;
        self.target_len += len;
    }

    /// Appends a change: the next `source_len` bytes of the source became `target_len` bytes.
    pub fn replace(&mut self, source_len: usize, target_len: usize) {
        self.repeat(source_len, target_len, 1);
    }

    /// Appends `count` changes of the same size.
    pub fn repeat(&mut self, source_len: usize, target_len: usize, count: usize) {
        if count == 0 || (source_len, target_len) == (0, 0) {
            return;
        }
        if (source_len, target_len) == (1, 1) {
            return self.keep(count);
        }
        let (Ok(source_step), Ok(target_step)) = (u16::try_from(source_len), u16::try_from(target_len))
        else {
            // Too long for one unit: all of it goes, then all of the new comes.
            self.repeat(1, 0, source_len.saturating_mul(count));
            return self.repeat(0, 1, target_len.saturating_mul(count));
        };
        let mut count = count;
        while count > 0 {
            let part = u32::try_from(count).unwrap_or(u32::MAX);
            self.push(source_step, target_step, part);
            count -= part as usize;
        }
    }

    fn push(&mut self, source_step: u16, target_step: u16, count: u32) {
        let edit = Edit { source: self.source_len, target: self.target_len, source_step, target_step, count };
        self.source_len = edit.source_end();
        self.target_len = edit.target_end();
        if let Some(last) = self.edits.last_mut()
            && (last.source_step, last.target_step) == (source_step, target_step)
            && (last.source_end(), last.target_end()) == (edit.source, edit.target)
            && let Some(sum) = last.count.checked_add(count)
        {
            last.count = sum;
        } else {
            self.edits.push(edit);
        }
    }

    /// The source of a range of the target: from the first to the last source byte that went into it.
    ///
    /// An empty range gives what was dropped at that place. Offsets behind the end count as the end.
    #[must_use]
    pub fn to_source(&self, range: TextRange) -> TextRange {
        self.map(range, Way::ToSource)
    }

    /// What became of a range of the source; the counterpart of [`OffsetMap::to_source`].
    #[must_use]
    pub fn to_target(&self, range: TextRange) -> TextRange {
        self.map(range, Way::ToTarget)
    }

    fn map(&self, range: TextRange, way: Way) -> TextRange {
        if range.is_empty() {
            TextRange::new(self.map_end(range.start, way), self.map_start(range.start, way))
        } else {
            TextRange::new(self.map_start(range.start, way), self.map_end(range.end, way))
        }
    }

    fn seen(edit: &Edit, way: Way) -> Seen {
        let count = edit.count as usize;
        let (source_step, target_step) = (usize::from(edit.source_step), usize::from(edit.target_step));
        match way {
            Way::ToSource => Seen {
                from: edit.target,
                from_end: edit.target_end(),
                from_step: target_step,
                to: edit.source,
                to_end: edit.source_end(),
                to_step: source_step,
                count,
            },
            Way::ToTarget => Seen {
                from: edit.source,
                from_end: edit.source_end(),
                from_step: source_step,
                to: edit.target,
                to_end: edit.target_end(),
                to_step: target_step,
                count,
            },
        }
    }

    fn clamp(&self, offset: usize, way: Way) -> usize {
        offset.min(match way {
            Way::ToSource => self.target_len,
            Way::ToTarget => self.source_len,
        })
    }

    /// Counterpart of the start of a range: behind what was dropped there, at the start of a change.
    fn map_start(&self, offset: usize, way: Way) -> usize {
        let offset = self.clamp(offset, way);
        let after = self.edits.partition_point(|e| Self::seen(e, way).from <= offset);
        let Some(edit) = after.checked_sub(1).and_then(|i| self.edits.get(i)) else { return offset };
        let edit = Self::seen(edit, way);
        match (offset - edit.from).checked_div(edit.from_step) {
            Some(unit) if unit < edit.count => edit.to + unit * edit.to_step,
            _ => edit.to_end + (offset - edit.from_end),
        }
    }

    /// Counterpart of the end of a range: before what was dropped there, at the end of a change.
    fn map_end(&self, offset: usize, way: Way) -> usize {
        let offset = self.clamp(offset, way);
        let after = self.edits.partition_point(|e| Self::seen(e, way).from < offset);
        let Some(edit) = after.checked_sub(1).and_then(|i| self.edits.get(i)) else { return offset };
        let edit = Self::seen(edit, way);
        if edit.from_step > 0 {
            let unit = (offset - edit.from).div_ceil(edit.from_step);
            if unit <= edit.count {
                return edit.to + unit * edit.to_step;
            }
        }
        edit.to_end + (offset - edit.from_end)
    }

    /// The map from this map's source to the target of `next`, whose source is this map's target.
    ///
    /// Changes of the two that overlap without sharing their ends become one change. Takes time linear in
    /// the number of changes.
    #[must_use]
    pub fn then(&self, next: &OffsetMap) -> OffsetMap {
        if self.is_identity() {
            return next.clone();
        }
        if next.is_identity() {
            return self.clone();
        }
        let mut out = OffsetMap::default();
        let (mut first, mut second) = (Pieces::new(self), Pieces::new(next));
        loop {
            let (a, b) = match (first.current, second.current) {
                (None, None) => return out,
                (Some(a), None) => {
                    out.repeat(a.source_step, a.target_step, a.count);
                    first.advance(a.count);
                    continue;
                }
                (None, Some(b)) => {
                    out.repeat(b.source_step, b.target_step, b.count);
                    second.advance(b.count);
                    continue;
                }
                (Some(a), Some(b)) => (a, b),
            };
            if a.target_step == 0 {
                out.repeat(a.source_step, 0, a.count);
                first.advance(a.count);
            } else if b.source_step == 0 {
                out.repeat(0, b.target_step, b.count);
                second.advance(b.count);
            } else if a.target_step == b.source_step {
                let count = a.count.min(b.count);
                out.repeat(a.source_step, b.target_step, count);
                first.advance(count);
                second.advance(count);
            } else if a.is_kept() && a.count >= b.source_step {
                let count = (a.count / b.source_step).min(b.count);
                out.repeat(b.source_step, b.target_step, count);
                first.advance(count * b.source_step);
                second.advance(count);
            } else if b.is_kept() && b.count >= a.target_step {
                let count = (b.count / a.target_step).min(a.count);
                out.repeat(a.source_step, a.target_step, count);
                first.advance(count);
                second.advance(count * a.target_step);
            } else {
                out.overlap(&mut first, &mut second);
            }
        }
    }

    /// Takes units from both until they end at the same place, and appends them as one change.
    fn overlap(&mut self, first: &mut Pieces<'_>, second: &mut Pieces<'_>) {
        let (mut source, mut target) = (0, 0);
        let (mut reached_first, mut reached_second) = (0, 0);
        loop {
            if reached_first <= reached_second {
                let Some(a) = first.current else { break };
                source += a.source_step;
                reached_first += a.target_step;
                first.advance(1);
            } else {
                let Some(b) = second.current else { break };
                target += b.target_step;
                reached_second += b.source_step;
                second.advance(1);
            }
            if reached_first == reached_second {
                break;
            }
        }
        self.replace(source, target);
    }
}

/// A run of equal units, kept bytes being units of one byte each.
#[derive(Clone, Copy)]
struct Piece {
    source_step: usize,
    target_step: usize,
    count: usize,
}

impl Piece {
    fn is_kept(self) -> bool {
        (self.source_step, self.target_step) == (1, 1)
    }
}

/// The pieces of a map from the first byte to the last, of which a part may be taken.
struct Pieces<'a> {
    map: &'a OffsetMap,
    /// Index of the edit that is current, or that follows the kept bytes that are.
    edit: usize,
    /// Source offset behind the current piece.
    reached: usize,
    current: Option<Piece>,
}

impl<'a> Pieces<'a> {
    fn new(map: &'a OffsetMap) -> Self {
        let mut pieces = Self { map, edit: 0, reached: 0, current: None };
        pieces.load();
        pieces
    }

    fn load(&mut self) {
        let next = self.map.edits.get(self.edit);
        let gap_end = next.map_or(self.map.source_len, |e| e.source);
        self.current = if gap_end > self.reached {
            let count = gap_end - self.reached;
            self.reached = gap_end;
            Some(Piece { source_step: 1, target_step: 1, count })
        } else {
            next.map(|e| {
                self.edit += 1;
                self.reached = e.source_end();
                Piece {
                    source_step: usize::from(e.source_step),
                    target_step: usize::from(e.target_step),
                    count: e.count as usize,
                }
            })
        };
    }

    fn advance(&mut self, count: usize) {
        if let Some(piece) = &mut self.current {
            piece.count = piece.count.saturating_sub(count);
            if piece.count == 0 {
                self.load();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Sizes of changes in order; (n, n) with the flag set is a kept run.
    fn map_of(pieces: &[(usize, usize, bool)]) -> OffsetMap {
        let mut map = OffsetMap::default();
        for &(source, target, kept) in pieces {
            if kept { map.keep(source) } else { map.replace(source, target) }
        }
        map
    }

    fn pieces() -> impl Strategy<Value = Vec<(usize, usize, bool)>> {
        proptest::collection::vec((0..5usize, 0..5usize, any::<bool>()), 0..12)
    }

    #[test]
    fn a_dropped_run_belongs_to_no_neighbour() {
        let mut map = OffsetMap::default();
        map.keep(3);
        map.repeat(1, 0, 4);
        map.keep(2);
        assert_eq!(map.to_source(TextRange::new(0, 3)), TextRange::new(0, 3));
        assert_eq!(map.to_source(TextRange::new(3, 5)), TextRange::new(7, 9));
        assert_eq!(map.to_source(TextRange::new(3, 3)), TextRange::new(3, 7));
        assert_eq!(map.to_target(TextRange::new(4, 6)), TextRange::new(3, 3));
    }

    #[test]
    fn equal_units_share_an_entry_and_keep_their_bounds() {
        let mut map = OffsetMap::default();
        map.repeat(2, 1, 3);
        map.repeat(2, 1, 2);
        assert_eq!(map.edits.len(), 1);
        assert_eq!(map.to_source(TextRange::new(1, 3)), TextRange::new(2, 6));
        assert_eq!(map.to_target(TextRange::new(3, 5)), TextRange::new(1, 3));
    }

    #[test]
    fn a_change_too_long_for_one_unit_keeps_its_outer_bounds() {
        let mut map = OffsetMap::default();
        map.keep(1);
        map.replace(100_000, 70_000);
        map.keep(1);
        assert_eq!((map.source_len(), map.target_len()), (100_002, 70_002));
        assert_eq!(map.to_source(TextRange::new(70_001, 70_002)), TextRange::new(100_001, 100_002));
    }

    proptest! {
        #[test]
        fn monotone_and_within_bounds(list in pieces(), probes in proptest::collection::vec(0..80usize, 2)) {
            let map = map_of(&list);
            let (a, b) = (probes[0].min(probes[1]), probes[0].max(probes[1]));
            for way in [Way::ToSource, Way::ToTarget] {
                prop_assert!(map.map_start(a, way) <= map.map_start(b, way));
                prop_assert!(map.map_end(a, way) <= map.map_end(b, way));
            }
            prop_assert!(map.to_source(TextRange::new(a, b)).end <= map.source_len());
            prop_assert!(map.to_target(TextRange::new(a, b)).end <= map.target_len());
        }

        #[test]
        fn there_and_back_covers_the_range(list in pieces(), start in 0..60usize, len in 1..20usize) {
            let map = map_of(&list);
            let start = start % (map.target_len() + 1);
            let range = TextRange::new(start, (start + len).min(map.target_len()));
            let source = map.to_source(range);
            if range.is_empty() || source.is_empty() {
                return Ok(());
            }
            let back = map.to_target(source);
            prop_assert!(back.start <= range.start || map.to_source(TextRange::new(range.start, back.start)).is_empty());
            prop_assert!(back.end >= range.end || map.to_source(TextRange::new(back.end, range.end)).is_empty());
        }

        #[test]
        fn whole_maps_to_whole(list in pieces()) {
            let map = map_of(&list);
            prop_assert_eq!(map.map_start(0, Way::ToSource).min(map.map_end(0, Way::ToSource)), 0);
            prop_assert_eq!(map.map_start(map.target_len(), Way::ToSource), map.source_len());
        }

        #[test]
        fn composition_is_one_map_after_the_other(first in pieces(), cuts in pieces(), at in 0..60usize, len in 1..9usize) {
            let first = map_of(&first);
            // A second map whose source is exactly the first one's target.
            let mut second = OffsetMap::default();
            for (source, target, kept) in cuts {
                let source = source.min(first.target_len() - second.source_len());
                if kept { second.keep(source) } else { second.replace(source, target) }
            }
            second.keep(first.target_len() - second.source_len());
            let both = first.then(&second);
            prop_assert_eq!(both.source_len(), first.source_len());
            prop_assert_eq!(both.target_len(), second.target_len());
            let at = at % (both.target_len() + 1);
            let range = TextRange::new(at, (at + len).min(both.target_len()));
            let middle = second.to_source(range);
            if range.is_empty() || middle.is_empty() {
                return Ok(());
            }
            let (stepwise, direct) = (first.to_source(middle), both.to_source(range));
            // Overlapping changes merge, so the direct answer may only be wider.
            prop_assert!(direct.start <= stepwise.start && direct.end >= stepwise.end, "{:?} {:?}", direct, stepwise);
        }

        #[test]
        fn identity_is_neutral(list in pieces()) {
            let map = map_of(&list);
            prop_assert_eq!(&OffsetMap::identity(map.source_len()).then(&map), &map);
            prop_assert_eq!(&map.then(&OffsetMap::identity(map.target_len())), &map);
        }
    }
}
