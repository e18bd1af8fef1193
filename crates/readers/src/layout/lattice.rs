//! Tables from rules: the lattice that crossing rules make, and the cells whose borders are drawn in it.
//!
//! Rules that cross or touch belong to one lattice. Its columns and rows lie between the places of the rules, its outer edge
//! counts as a border where none is drawn (tables open at the sides or at a page's end). A cell reaches right while no
//! border is drawn there, then down while none is drawn under its whole width: so merged cells come out as rectangles
//! whatever pieces a file draws.

use super::geometry::Rect;
use super::rule::{NEAR, Rule, joined};

/// A cell of a lattice: first column and row, how many of each, and its area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Slot {
    pub(crate) column: usize,
    pub(crate) row: usize,
    pub(crate) columns: usize,
    pub(crate) rows: usize,
    pub(crate) area: Rect,
}

/// A ruled table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lattice {
    pub(crate) area: Rect,
    /// Places of the borders between columns, outer edges included.
    pub(crate) xs: Vec<f32>,
    /// Places of the borders between rows, outer edges included.
    pub(crate) ys: Vec<f32>,
    /// Cells by row, then by column.
    pub(crate) slots: Vec<Slot>,
}

/// Rules that end this near to another one touch it.
const TOUCH: f32 = 4.0;
/// Narrowest column and lowest row.
const THINNEST: f32 = 5.0;
/// Share of a cell's side over which its border must be drawn.
const DRAWN: f32 = 0.6;
/// Most rules of a page that are looked at: a drawing has more.
const MOST_RULES: usize = 4_000;

/// The ruled tables of a page, from the top.
pub(crate) fn lattices(rules: &[Rule]) -> Vec<Lattice> {
    let horizontal = joined(rules, false, THINNEST);
    let vertical = joined(rules, true, THINNEST);
    if horizontal.len().max(vertical.len()) > MOST_RULES {
        return Vec::new();
    }
    let mut out: Vec<Lattice> =
        groups(&horizontal, &vertical).iter().flat_map(|(h, v)| stacked(h, v)).collect();
    // One table inside a cell of another is a part of that cell.
    let areas: Vec<Rect> = out.iter().map(|l| l.area).collect();
    let mut at = 0;
    out.retain(|lattice| {
        let own = at;
        at += 1;
        !areas.iter().enumerate().any(|(i, a)| {
            i != own
                && a.holds((lattice.area.x0 + 0.1, lattice.area.y0 + 0.1))
                && a.holds((lattice.area.x1 - 0.1, lattice.area.y1 - 0.1))
        })
    });
    out.sort_by(|a, b| a.area.y0.total_cmp(&b.area.y0).then(a.area.x0.total_cmp(&b.area.x0)));
    out
}

/// Rules that hang together, horizontal and vertical ones.
fn groups(horizontal: &[Rule], vertical: &[Rule]) -> Vec<(Vec<Rule>, Vec<Rule>)> {
    let mut parent: Vec<usize> = (0..horizontal.len() + vertical.len()).collect();
    fn root(parent: &mut [usize], mut at: usize) -> usize {
        while parent[at] != at {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        at
    }
    for (v, rule) in vertical.iter().enumerate() {
        let first = horizontal.partition_point(|h| h.at < rule.from - TOUCH);
        for (h, other) in horizontal.iter().enumerate().skip(first) {
            if other.at > rule.to + TOUCH {
                break;
            }
            if rule.at >= other.from - TOUCH && rule.at <= other.to + TOUCH {
                let (a, b) = (root(&mut parent, h), root(&mut parent, horizontal.len() + v));
                parent[a.max(b)] = a.min(b);
            }
        }
    }
    let mut out: Vec<(Vec<Rule>, Vec<Rule>)> = Vec::new();
    let mut place = vec![usize::MAX; parent.len()];
    for at in 0..parent.len() {
        let of = root(&mut parent, at);
        if place[of] == usize::MAX {
            place[of] = out.len();
            out.push(Default::default());
        }
        let group = &mut out[place[of]];
        match at.checked_sub(horizontal.len()) {
            None => group.0.push(horizontal[at]),
            Some(v) => group.1.push(vertical[v]),
        }
    }
    out
}

/// The lattices of rules that hang together: tables that stand right below each other share a rule, but hardly a column.
fn stacked(horizontal: &[Rule], vertical: &[Rule]) -> Vec<Lattice> {
    let Some(whole) = lattice(horizontal, vertical) else { return Vec::new() };
    // The inner borders beside each row's cells.
    let mut borders: Vec<Vec<usize>> = vec![Vec::new(); whole.ys.len() - 1];
    for slot in whole.slots.iter().filter(|slot| slot.column > 0) {
        for row in &mut borders[slot.row..slot.row + slot.rows] {
            row.push(slot.column);
        }
    }
    let mut cuts = vec![0];
    for (row, pair) in borders.windows(2).enumerate() {
        let shared = pair[0].iter().filter(|x| pair[1].contains(x)).count();
        if pair.iter().all(|b| b.len() >= 2) && shared * 3 < pair[0].len().min(pair[1].len()) {
            cuts.push(row + 1);
        }
    }
    if cuts.len() == 1 {
        return vec![whole];
    }
    cuts.push(whole.ys.len() - 1);
    let parts = cuts.windows(2).filter_map(|cut| {
        let (top, bottom) = (whole.ys[cut[0]], whole.ys[cut[1]]);
        let inside = |at: f32| at > top - NEAR && at < bottom + NEAR;
        let across: Vec<Rule> = horizontal.iter().filter(|r| inside(r.at)).copied().collect();
        let down: Vec<Rule> = vertical
            .iter()
            .map(|r| Rule { from: r.from.max(top), to: r.to.min(bottom), ..*r })
            .filter(|r| r.len() > NEAR)
            .collect();
        lattice(&across, &down)
    });
    parts.collect()
}

/// The lattice of rules that hang together; nothing where they make less than two cells.
fn lattice(horizontal: &[Rule], vertical: &[Rule]) -> Option<Lattice> {
    if horizontal.len() < 2 || vertical.is_empty() {
        return None;
    }
    let reach = |rules: &[Rule]| {
        let from = rules.iter().map(|r| r.from).fold(f32::INFINITY, f32::min);
        let to = rules.iter().map(|r| r.to).fold(f32::NEG_INFINITY, f32::max);
        [from, to]
    };
    let xs = places(vertical.iter().map(|r| r.at), reach(horizontal));
    let ys = places(horizontal.iter().map(|r| r.at), reach(vertical));
    let (columns, rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
    if columns * rows < 2 {
        return None;
    }
    let border = |rules: &[Rule], at: f32, from: f32, to: f32| {
        let drawn: f32 = rules
            .iter()
            .filter(|r| (r.at - at).abs() <= TOUCH)
            .map(|r| (r.to.min(to) - r.from.max(from)).max(0.0))
            .sum();
        drawn >= DRAWN * (to - from)
    };
    let right = |column: usize, row: usize| border(vertical, xs[column + 1], ys[row], ys[row + 1]);
    let below = |column: usize, row: usize| border(horizontal, ys[row + 1], xs[column], xs[column + 1]);
    let mut taken = vec![false; columns * rows];
    let mut slots = Vec::new();
    for row in 0..rows {
        for column in 0..columns {
            if taken[row * columns + column] {
                continue;
            }
            let mut width = 1;
            while column + width < columns
                && !taken[row * columns + column + width]
                && !right(column + width - 1, row)
            {
                width += 1;
            }
            let mut height = 1;
            while row + height < rows
                && (column..column + width).all(|c| !below(c, row + height - 1))
                && (column..column + width - 1).all(|c| !right(c, row + height))
                && (column..column + width).all(|c| !taken[(row + height) * columns + c])
            {
                height += 1;
            }
            for r in row..row + height {
                for c in column..column + width {
                    taken[r * columns + c] = true;
                }
            }
            let area = Rect::new(xs[column], ys[row], xs[column + width], ys[row + height]);
            slots.push(Slot { column, row, columns: width, rows: height, area });
        }
    }
    let area = Rect::new(*xs.first()?, *ys.first()?, *xs.last()?, *ys.last()?);
    (slots.len() > 1).then_some(Lattice { area, xs, ys, slots })
}

/// Places of borders: those of the rules, and the outer edges; places too near to each other are one.
fn places(rules: impl Iterator<Item = f32>, edges: [f32; 2]) -> Vec<f32> {
    let mut all: Vec<f32> = rules.chain(edges).collect();
    all.sort_by(f32::total_cmp);
    let mut out: Vec<(f32, f32)> = Vec::new();
    for at in all {
        match out.last_mut() {
            Some((sum, count)) if at - *sum / *count < THINNEST.max(NEAR) => {
                *sum += at;
                *count += 1.0;
            }
            _ => out.push((at, 1.0)),
        }
    }
    out.into_iter().map(|(sum, count)| sum / count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn h(at: f32, from: f32, to: f32) -> Rule {
        Rule { vertical: false, at, from, to }
    }

    fn v(at: f32, from: f32, to: f32) -> Rule {
        Rule { vertical: true, at, from, to }
    }

    fn shape(lattice: &Lattice) -> Vec<(usize, usize, usize, usize)> {
        lattice.slots.iter().map(|s| (s.row, s.column, s.rows, s.columns)).collect()
    }

    #[test]
    fn plain_grid() {
        let rules = [
            h(0.0, 0.0, 100.0),
            h(20.0, 0.0, 100.0),
            h(40.0, 0.0, 100.0),
            v(0.0, 0.0, 40.0),
            v(50.0, 0.0, 40.0),
            v(100.0, 0.0, 40.0),
        ];
        let found = lattices(&rules);
        assert_eq!(found.len(), 1);
        assert_eq!(shape(&found[0]), [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]);
    }

    #[test]
    fn merged_cells() {
        // The first column is merged down, the first row's last two columns across.
        let rules = [
            h(0.0, 0.0, 150.0),
            h(20.0, 50.0, 150.0),
            h(40.0, 0.0, 150.0),
            v(0.0, 0.0, 40.0),
            v(50.0, 0.0, 40.0),
            v(100.0, 20.0, 40.0),
            v(150.0, 0.0, 40.0),
        ];
        assert_eq!(shape(&lattices(&rules)[0]), [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]);
    }

    #[test]
    fn tables_right_below_each_other_stay_apart() {
        let mut rules = vec![h(0.0, 0.0, 200.0), h(20.0, 0.0, 200.0), h(40.0, 0.0, 200.0)];
        rules.extend([0.0, 40.0, 90.0, 200.0].map(|x| v(x, 0.0, 20.0)));
        rules.extend([0.0, 60.0, 120.0, 200.0].map(|x| v(x, 20.0, 40.0)));
        let found = lattices(&rules);
        assert_eq!(found.iter().map(|l| l.slots.len()).collect::<Vec<_>>(), [3, 3]);
    }

    #[test]
    fn open_sides_count_as_borders() {
        let rules = [h(0.0, 0.0, 100.0), h(20.0, 0.0, 100.0), v(40.0, 0.0, 35.0)];
        assert_eq!(shape(&lattices(&rules)[0]), [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]);
    }

    #[test]
    fn frames_and_underlines_are_no_tables() {
        let frame = [h(0.0, 0.0, 100.0), h(20.0, 0.0, 100.0), v(0.0, 0.0, 20.0), v(100.0, 0.0, 20.0)];
        assert!(lattices(&frame).is_empty());
        assert!(lattices(&[h(0.0, 0.0, 100.0), h(20.0, 0.0, 100.0)]).is_empty());
    }
}
