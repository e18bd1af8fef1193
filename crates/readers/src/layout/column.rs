//! Columns side by side outside tables: letterheads, recipients beside the signer.
//!
//! Rows that leave a common vertical gap are read column by column. A region begins at a row with two segments and goes
//! on over rows that leave the gap free, as long as a row with text on one side only is set like that side's other rows:
//! with their left edge, or centred with them. So the centred title below a letterhead is not drawn into a column.

use super::line::{Row, Segment, merged};

/// A line in reading order.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    pub(crate) segment: Segment,
    /// Lines with the same number are set in the same column.
    pub(crate) column: u32,
}

/// Narrowest gap between columns, in parts of the font size.
const GUTTER: f32 = 1.0;
/// Edges and centres no farther apart, in parts of the font size, are set alike.
const ALIKE: f32 = 0.8;
/// Rows farther apart than this, in parts of the font size, belong to no common region: the space for a signature is less.
const FARTHEST: f32 = 9.0;

/// Puts rows in reading order. `column` is the number of the text's own column; columns of regions get the ones behind it.
pub(crate) fn ordered(rows: Vec<Row>, column: &mut u32) -> Vec<Piece> {
    let body = *column;
    let mut out = Vec::new();
    let mut rows = rows.into_iter().peekable();
    while let Some(row) = rows.next() {
        if row.len() < 2 {
            out.extend(row.into_iter().map(|segment| Piece { segment, column: body }));
            continue;
        }
        let mut region = Region::new(row);
        while let Some(next) = rows.next_if(|next| region.takes(next)) {
            region.push(next);
        }
        let (left, right) = region.sides();
        if left.len() < 2 || right.len() < 2 {
            // A single row with a wide gap in it.
            let mut both = left.into_iter().chain(right).collect::<Vec<_>>();
            both.sort_by(|a, b| a.baseline.total_cmp(&b.baseline).then(a.area.x0.total_cmp(&b.area.x0)));
            let rows = both.chunk_by(|a, b| a.baseline == b.baseline).map(<[Segment]>::to_vec);
            out.extend(rows.filter_map(merged).map(|segment| Piece { segment, column: body }));
            continue;
        }
        for side in [left, right] {
            *column += 1;
            let column = *column;
            out.extend(side.into_iter().map(|segment| Piece { segment, column }));
        }
    }
    out
}

/// Rows with a common gap.
struct Region {
    rows: Vec<Row>,
    /// The gap.
    from: f32,
    to: f32,
    bottom: f32,
}

impl Region {
    fn new(first: Row) -> Self {
        // The widest gap of the row.
        let (mut from, mut to) = (0.0, 0.0);
        for pair in first.windows(2) {
            let (a, b) = (pair[0].area.x1, pair[1].area.x0);
            if b - a > to - from {
                (from, to) = (a, b);
            }
        }
        let bottom = first.iter().map(|s| s.baseline).fold(f32::NEG_INFINITY, f32::max);
        Self { rows: vec![first], from, to, bottom }
    }

    /// The gap that stays if `row` belongs here.
    fn narrowed(&self, row: &Row) -> Option<(f32, f32)> {
        let (mut from, mut to) = (self.from, self.to);
        let size = row.first()?.size;
        for segment in row {
            let (x0, x1) = (segment.area.x0, segment.area.x1);
            if x1 <= from || x0 >= to {
                continue;
            }
            // It reaches into the gap from one side, or stands across it.
            if (x0 + x1) < (from + to) {
                from = x1;
            } else {
                to = x0;
            }
        }
        (to - from > GUTTER * size && from <= self.to && to >= self.from).then_some((from, to))
    }

    fn takes(&self, row: &Row) -> bool {
        let Some((from, to)) = self.narrowed(row) else { return false };
        let Some(first) = row.first() else { return false };
        if first.baseline - self.bottom > FARTHEST * first.size {
            return false;
        }
        let middle = f32::midpoint(from, to);
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for segment in row {
            if segment.area.x1 <= middle { left.push(segment) } else { right.push(segment) }
        }
        if !left.is_empty() && !right.is_empty() {
            return true;
        }
        let side = |s: &&Segment| (s.area.x1 <= middle) != left.is_empty();
        let near = |a: f32, b: f32| (a - b).abs() <= ALIKE * first.size;
        self.rows.iter().flatten().filter(side).any(|s| {
            near(s.area.x0, first.area.x0)
                || near(
                    s.area.center().0,
                    f32::midpoint(first.area.x0, row.last().map_or(0.0, |l| l.area.x1)),
                )
        })
    }

    fn push(&mut self, row: Row) {
        if let Some((from, to)) = self.narrowed(&row) {
            (self.from, self.to) = (from, to);
        }
        self.bottom = row.iter().map(|s| s.baseline).fold(self.bottom, f32::max);
        self.rows.push(row);
    }

    /// The lines left and right of the gap.
    fn sides(self) -> (Vec<Segment>, Vec<Segment>) {
        let middle = f32::midpoint(self.from, self.to);
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for row in self.rows {
            let (a, b): (Row, Row) = row.into_iter().partition(|s| s.area.center().0 < middle);
            left.extend(merged(a));
            right.extend(merged(b));
        }
        (left, right)
    }
}
