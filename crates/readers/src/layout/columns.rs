//! Where the columns of a table without vertical rules stand: strips that no word of its lines crosses.
//!
//! A run of lines shares such strips (rivers). Lines are added as long as two rivers stay; a line that crosses a river
//! which many lines have left free (the title of a section, a header over two columns) is taken in and does not count,
//! as long as others that leave it free follow soon. Of all runs the one with most lines and columns is the table, if
//! its columns are filled, and the text beside each river begins in one place or is parted widely.

use super::grid::is_ordinal;
use super::line::Band;

/// Narrowest river, in parts of the font size: wider than a space, narrower than the padding of two cells.
const NARROWEST: f32 = 0.42;
/// The usual distance across a river, in parts of the font size.
const APART: f32 = 0.75;
/// Lines that start or are centred within this, in parts of the font size, are aligned.
const ALIGNED: f32 = 0.25;
/// Share of the lines of a column that are aligned.
const MOSTLY: f32 = 0.6;
/// So many lines must have left a river free on both sides, before a line may cross it.
const TRUSTED: usize = 3;
/// Most lines one behind the other that cross rivers.
const MOST_CROSSING: usize = 4;
/// Fewest lines of a table that have several columns.
const FEWEST: usize = 3;
/// Lines farther apart than this, in parts of the font size, belong to no common table.
const FARTHEST: f32 = 3.2;
/// Most work for a page, in words looked at.
const MOST_WORK: usize = 4_000_000;

/// A table's place among the lines of a region, and its columns.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Columns {
    /// Lines from `first` to before `end`.
    pub(crate) first: usize,
    pub(crate) end: usize,
    /// Rivers between the columns, from the left.
    pub(crate) rivers: Vec<(f32, f32)>,
}

impl Columns {
    /// The column in which something from `x0` to `x1` stands.
    pub(crate) fn column(&self, x0: f32, x1: f32) -> usize {
        let middle = f32::midpoint(x0, x1);
        self.rivers.iter().take_while(|r| f32::midpoint(r.0, r.1) < middle).count()
    }
}

/// The tables among the lines of a region, from the top. What an OCR has `read` has gaps by accident, where letters are
/// lost: there a table must count its rows.
pub(crate) fn tables(bands: &[Band], known: Option<&[(f32, f32)]>, read: bool) -> Vec<Columns> {
    // A page's number above or below is none of its table.
    let first = usize::from(is_number(bands.first()));
    let end = bands.len().saturating_sub(usize::from(is_number(bands.last())));
    let mut work = 0;
    let mut candidates: Vec<(f32, Columns)> = Vec::new();
    for start in first..end.saturating_sub(FEWEST - 1) {
        if work > MOST_WORK {
            break;
        }
        candidates.extend(runs(bands, start, end, &mut work));
    }
    candidates.retain(|(_, columns)| {
        let lines = bands.get(columns.first..columns.end).unwrap_or_default();
        let several = lines.iter().filter(|band| columns.filled(band) > 2).count();
        several > 1 && (!read || counts(lines, columns))
    });
    let mut out = chosen(candidates);
    let mut from = first;
    for columns in &mut out {
        take_header(bands, from, columns);
        from = columns.end;
    }
    if let Some(rivers) = known
        // A table that has lost a column here (one that is empty on this page) goes on; another one does not.
        && let whole = out.iter().filter(|c| c.rivers.len() >= rivers.len())
        && let Some(going_on) = continued(bands, rivers, whole.map(|c| c.first).min())
    {
        out.retain(|columns| columns.first >= going_on.end);
        out.push(going_on);
    }
    out.sort_by_key(|columns| columns.first);
    out
}

/// Whether the first column of some lines holds ordinals, mostly.
fn counts(lines: &[Band], columns: &Columns) -> bool {
    let (mut ordinals, mut others) = (0, 0);
    for band in lines {
        let mut first = band.words.iter().filter(|w| columns.column(w.area.x0, w.area.x1) == 0);
        match (first.next(), first.next()) {
            (Some(word), None) if is_ordinal(&word.text) => ordinals += 1,
            (Some(_), _) => others += 1,
            (None, _) => {}
        }
    }
    ordinals > 1 && ordinals > others
}

/// Whether a line is a number and nothing else.
fn is_number(band: Option<&Band>) -> bool {
    let Some([word]) = band.map(|b| b.words.as_slice()) else { return false };
    let bare = word.text.trim_matches(|c: char| !c.is_alphanumeric());
    !bare.is_empty() && bare.len() <= 4 && bare.bytes().all(|b| b.is_ascii_digit())
}

/// The lines at the top of a page, `before` others, that go on with the columns of the page before. Titles of sections among
/// them cross the rivers; few do, and others that leave the rivers free follow.
fn continued(bands: &[Band], rivers: &[(f32, f32)], before: Option<usize>) -> Option<Columns> {
    let mut columns = Columns { first: 0, end: 0, rivers: rivers.to_vec() };
    let (mut several, mut crossing, mut since) = (0, 0, 0);
    for (at, band) in bands.iter().enumerate().take(before.unwrap_or(bands.len())) {
        if rivers.iter().any(|river| crosses(band, *river)) {
            since += 1;
            if since > MOST_CROSSING {
                break;
            }
        } else if columns.filled(band) > 1 {
            several += 1;
            crossing += since;
            since = 0;
            columns.end = at + 1;
        } else if columns.end == at {
            // A cell that goes on alone.
            columns.end = at + 1;
        }
    }
    // A page number or a heading alone goes on with nothing.
    (several > 3 * crossing).then_some(columns)
}

impl Columns {
    /// How many columns a line has words in.
    fn filled(&self, band: &Band) -> usize {
        let mut count = 0;
        let mut last = None;
        for word in &band.words {
            let column = self.column(word.area.x0, word.area.x1);
            if last != Some(column) {
                count += 1;
                last = Some(column);
            }
        }
        count
    }
}

fn crosses(band: &Band, (from, to): (f32, f32)) -> bool {
    let middle = f32::midpoint(from, to);
    band.words.iter().any(|w| w.area.x0 < middle && w.area.x1 > middle)
}

/// A strip that the lines of a run leave free.
#[derive(Debug, Clone, Copy)]
struct River {
    from: f32,
    to: f32,
    /// Lines that have words on both sides.
    parted: usize,
}

/// What a table more costs, in filled cells: one table is likelier than two with the same columns.
const ONE_MORE: f32 = 3.0;

/// Of runs that overlap, those that have the most filled cells together.
fn chosen(mut candidates: Vec<(f32, Columns)>) -> Vec<Columns> {
    candidates.sort_by(|a, b| a.1.end.cmp(&b.1.end).then(a.1.first.cmp(&b.1.first)));
    // The best of the candidates so far, and whether the last of them is taken.
    let mut best: Vec<(f32, bool)> = Vec::with_capacity(candidates.len());
    let before = |best: &[(f32, bool)], ended: usize| ended.checked_sub(1).map_or(0.0, |i| best[i].0);
    for (score, columns) in &candidates {
        let ended = candidates.partition_point(|(_, other)| other.end <= columns.first).min(best.len());
        let with = score - ONE_MORE + before(&best, ended);
        let without = best.last().map_or(0.0, |b| b.0);
        best.push((with.max(without), with > without));
    }
    let mut out = Vec::new();
    let mut at = candidates.len();
    while let Some(last) = at.checked_sub(1) {
        if best[last].1 {
            let columns = candidates[last].1.clone();
            at = candidates.partition_point(|(_, other)| other.end <= columns.first).min(last);
            out.push(columns);
        } else {
            at = last;
        }
    }
    out.reverse();
    out
}

/// Most runs with one beginning that are looked at, the longest ones.
const MOST_RUNS: usize = 6;

/// Runs that begin with the line `first`, each as long as its rivers go on.
fn runs(bands: &[Band], first: usize, to: usize, work: &mut usize) -> Vec<(f32, Columns)> {
    let mut rivers = vec![River { from: f32::NEG_INFINITY, to: f32::INFINITY, parted: 0 }];
    let mut taken: Vec<usize> = Vec::new();
    let mut crossing = 0;
    let mut ends: Vec<(usize, Vec<River>)> = Vec::new();
    let mut bottom: Option<f32> = None;
    let inner = |rivers: &[River]| rivers.iter().filter(|r| r.parted > 0).count();
    let mut end = |taken: &[usize], rivers: &[River]| {
        if inner(rivers) >= 2 && taken.len() >= FEWEST && ends.last().is_none_or(|e| e.0 < taken.len()) {
            if ends.len() >= MOST_RUNS {
                ends.remove(0);
            }
            ends.push((taken.len(), rivers.to_vec()));
        }
    };
    for (at, band) in bands.iter().enumerate().take(to).skip(first) {
        *work += band.words.len() + rivers.len();
        if bottom.is_some_and(|bottom| band.baseline - bottom > FARTHEST * band.size()) {
            break;
        }
        bottom = Some(band.baseline);
        let next = narrowed(&rivers, band);
        let trusted = rivers.iter().filter(|r| r.parted >= TRUSTED);
        let lost = trusted.filter(|r| !next.iter().any(|n| n.from < r.to && n.to > r.from)).count();
        if lost > 0 {
            // It may be the title of a section, or the end of the table.
            end(&taken, &rivers);
            crossing += 1;
            if crossing > MOST_CROSSING {
                break;
            }
            continue;
        }
        if inner(&next) < inner(&rivers) {
            end(&taken, &rivers);
        }
        rivers = next;
        crossing = 0;
        taken.push(at);
        if inner(&rivers) < 2 && taken.len() > 2 * TRUSTED {
            break;
        }
    }
    end(&taken, &rivers);
    let mut out = Vec::new();
    for (count, rivers) in ends {
        let taken = taken.get(..count).unwrap_or_default();
        *work += 8 * taken.len();
        let rivers = trusted(bands, taken, &rivers);
        let mut columns = Columns { first, end: taken.last().map_or(first, |last| last + 1), rivers };
        if columns.rivers.len() < 2 {
            continue;
        }
        trim(bands, &mut columns);
        let inside: Vec<usize> =
            taken.iter().copied().filter(|at| (columns.first..columns.end).contains(at)).collect();
        if !is_filled(bands, &inside, &columns) {
            continue;
        }
        let filled =
            inside.iter().filter_map(|at| bands.get(*at)).map(|band| columns.filled(band) as f32 - 1.0);
        let crossing = columns.end - columns.first - inside.len();
        out.push((filled.sum::<f32>() - crossing as f32, columns));
    }
    out
}

/// Leaves out the first and the last lines that stand in one column and are set like no other line of it: what stands
/// above and below a table.
fn trim(bands: &[Band], columns: &mut Columns) {
    while columns.end > columns.first + FEWEST && is_strange(bands, columns, columns.end - 1) {
        columns.end -= 1;
    }
    while columns.end > columns.first + FEWEST && is_strange(bands, columns, columns.first) {
        columns.first += 1;
    }
}

fn is_strange(bands: &[Band], columns: &Columns, at: usize) -> bool {
    let Some(band) = bands.get(at) else { return false };
    let (Some(left), Some(right)) = (band.words.first(), band.words.last()) else { return false };
    if columns.rivers.iter().any(|river| crosses(band, *river)) {
        return true;
    }
    if columns.filled(band) > 1 {
        return false;
    }
    let (x0, x1) = (left.area.x0, right.area.x1);
    let column = columns.column(x0, x0);
    let near = ALIGNED * band.size();
    let others =
        (columns.first..columns.end).filter(|other| *other != at).filter_map(|other| bands.get(other));
    let ends = |band: &Band| {
        let own = band.words.iter().filter(|w| columns.column(w.area.x0, w.area.x1) == column);
        own.fold(None, |ends: Option<(f32, f32)>, w| {
            Some(ends.map_or((w.area.x0, w.area.x1), |(x0, _)| (x0, w.area.x1)))
        })
    };
    !others.filter_map(ends).any(|(a, b)| (a - x0).abs() < near || (a + b - x0 - x1).abs() < 2.0 * near)
}

/// The rivers that a line leaves.
fn narrowed(rivers: &[River], band: &Band) -> Vec<River> {
    let narrowest = NARROWEST * band.size();
    let (Some(left), Some(right)) = (band.words.first(), band.words.last()) else { return rivers.to_vec() };
    let mut out = Vec::with_capacity(rivers.len() + 1);
    let mut words = band.words.iter().peekable();
    for river in rivers {
        let mut from = river.from;
        while words.next_if(|w| w.area.x1 <= from).is_some() {}
        let mut rest = words.clone();
        let mut push = |from: f32, to: f32| {
            if to - from >= narrowest {
                let parted = from >= left.area.x0 && to <= right.area.x1;
                out.push(River { from, to, parted: river.parted + usize::from(parted) });
            }
        };
        while let Some(word) = rest.next_if(|w| w.area.x0 < river.to) {
            push(from, word.area.x0);
            from = from.max(word.area.x1);
        }
        push(from, river.to);
    }
    out
}

/// The rivers that part columns, and not words that happen to stand below each other.
fn trusted(bands: &[Band], taken: &[usize], rivers: &[River]) -> Vec<(f32, f32)> {
    let mut out: Vec<(f32, f32)> = Vec::new();
    for river in rivers.iter().filter(|r| r.from.is_finite() && r.to.is_finite()) {
        let mut gaps: Vec<f32> = Vec::new();
        for band in taken.iter().filter_map(|at| bands.get(*at)) {
            let split = band.words.partition_point(|w| w.area.x1 <= river.from + 0.01);
            let before = split.checked_sub(1).and_then(|i| band.words.get(i));
            if let (Some(before), Some(behind)) = (before, band.words.get(split)) {
                gaps.push((behind.area.x0 - before.area.x1) / band.size());
            }
        }
        gaps.sort_by(f32::total_cmp);
        if gaps.get(gaps.len() / 2).is_some_and(|usual| *usual >= APART) {
            out.push((river.from, river.to));
        }
    }
    out
}

/// Whether each column has text of its own in several lines, and most columns are aligned.
fn is_filled(bands: &[Band], taken: &[usize], columns: &Columns) -> bool {
    let count = columns.rivers.len() + 1;
    let mut edges: Vec<Vec<(f32, f32)>> = vec![Vec::new(); count];
    let mut size = 1.0_f32;
    for band in taken.iter().filter_map(|at| bands.get(*at)) {
        size = size.max(band.size());
        let mut open: Option<(usize, f32, f32)> = None;
        for word in &band.words {
            let column = columns.column(word.area.x0, word.area.x1);
            match &mut open {
                Some((same, _, x1)) if *same == column => *x1 = word.area.x1,
                _ => {
                    if let Some((column, x0, x1)) = open.replace((column, word.area.x0, word.area.x1)) {
                        edges[column].push((x0, x1));
                    }
                }
            }
        }
        if let Some((column, x0, x1)) = open {
            edges[column].push((x0, x1));
        }
    }
    let aligned = |column: &Vec<(f32, f32)>| {
        let share = |of: fn(&(f32, f32)) -> f32| {
            let mut places: Vec<f32> = column.iter().map(of).collect();
            places.sort_by(f32::total_cmp);
            let within = ALIGNED * size;
            let mut most = 0;
            let mut start = 0;
            for end in 0..places.len() {
                while places[end] - places[start] > 2.0 * within {
                    start += 1;
                }
                most = most.max(end - start + 1);
            }
            most as f32 / column.len().max(1) as f32
        };
        share(|e| e.0).max(share(|e| f32::midpoint(e.0, e.1))).max(share(|e| e.1)) >= MOSTLY
    };
    let filled = edges.iter().all(|column| column.len() >= 2);
    filled && edges.iter().filter(|column| aligned(column)).count() * 4 >= count * 3
}

/// Takes in the lines of the header above that cross rivers: `Cơ quan thực hiện` over two columns.
fn take_header(bands: &[Band], from: usize, columns: &mut Columns) {
    for _ in 0..MOST_CROSSING {
        let Some(at) = columns.first.checked_sub(1).filter(|at| *at >= from) else { return };
        let (Some(band), Some(below)) = (bands.get(at), bands.get(columns.first)) else { return };
        if below.baseline - band.baseline > 1.7 * band.size() {
            return;
        }
        let free = columns.rivers.iter().filter(|r| !crosses(band, **r)).count();
        let parts = columns.filled(band);
        if parts < 2 || free == 0 || !band.words.iter().all(|w| w.bold) {
            return;
        }
        columns.first = at;
    }
}
