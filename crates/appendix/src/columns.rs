//! The columns of a table: header rows found and joined, each column with its role.

use std::collections::HashMap;

use vanthu_text::{fold, single_spaced};

use crate::agency;
use crate::deadline;
use crate::grid::{Grid, GridRow, Reach};
use crate::header::{self, RoleScores};
use crate::label::Label;
use crate::leader;
use crate::model::{Column, Role};

/// The columns of a table and which of them plays which role.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Columns {
    /// From the left, as the output gives them.
    pub(crate) list: Vec<Column>,
    /// How clear each column's role is, 0 to 1.
    pub(crate) clarity: Vec<f32>,
    /// Folded text of each header row, to know it again on the next page.
    pub(crate) keys: Vec<Vec<String>>,
    /// Whether the roles were found without a header.
    pub(crate) guessed: bool,
}

/// Rows from the top among which the header is looked for.
const HEADER_WITHIN: usize = 4;

/// Rows of a table from which the content of its columns is judged.
const SAMPLE: usize = 30;

impl Columns {
    /// The column with this role.
    pub(crate) fn of(&self, role: Role) -> Option<usize> {
        self.list.iter().position(|c| c.role == role)
    }

    /// Number of columns.
    pub(crate) fn width(&self) -> usize {
        self.list.len()
    }

    /// Whether rows under these columns are tasks: a text column together with a column that says who or by when,
    /// or a column that is plainly called a task.
    pub(crate) fn hold_tasks(&self) -> bool {
        let Some(task) = self.of(Role::Task) else { return false };
        if self.guessed {
            // Without a header the cells alone must say that this is a list of duties.
            let clear =
                |role: Role| self.of(role).and_then(|c| self.clarity.get(c)).is_some_and(|c| *c >= 0.4);
            return clear(Role::Ordinal) && (clear(Role::Lead) || clear(Role::Deadline));
        }
        let duty = [Role::Lead, Role::Support, Role::Leader, Role::Deadline]
            .into_iter()
            .any(|r| self.of(r).is_some());
        let named = self.clarity.get(task).is_some_and(|c| *c >= 1.0);
        duty || named && (self.of(Role::Ordinal).is_some() || self.of(Role::Product).is_some())
    }

    /// Same roles in the same places, so that the tables can be parts of one.
    pub(crate) fn same_roles(&self, other: &Columns) -> bool {
        self.list.len() == other.list.len()
            && self.list.iter().zip(&other.list).all(|(a, b)| a.role == b.role)
    }

    /// Whether `row` prints one of the header rows again.
    pub(crate) fn is_header(&self, row: &GridRow<'_>) -> bool {
        let mut filled = row.filled().peekable();
        let Some(first) = filled.peek().copied() else { return false };
        // Most rows differ from the header in their first cell already.
        let start = fold(row.own(first).get(..row.own(first).len().min(64)).unwrap_or(""));
        let candidates =
            || self.keys.iter().filter(|k| k.get(first).is_some_and(|h| h.starts_with(start.trim())));
        if start.is_empty() || candidates().next().is_none() {
            return false;
        }
        let key = row_key(row);
        candidates().any(|k| {
            let same = k.iter().zip(&key).filter(|(a, b)| a == b && !a.is_empty()).count();
            let cells = k.iter().filter(|c| !c.is_empty()).count();
            cells > 1 && same * 10 >= cells * 8
        })
    }
}

fn row_key(row: &GridRow<'_>) -> Vec<String> {
    (0..row.len()).map(|c| fold(&single_spaced(row.own(c)))).collect()
}

/// Finds the header of `grid`: the columns, and the index of the first row below.
pub(crate) fn find(grid: &Grid<'_>) -> Option<(Columns, usize)> {
    let (at, _) = (0..grid.rows.len().min(HEADER_WITHIN))
        .map(|r| (r, strength(&grid.rows[r], grid.width)))
        .filter(|(_, s)| *s > 0.0)
        .fold(None, |best: Option<(usize, f32)>, (r, s)| match best {
            Some((_, b)) if b >= s => best,
            _ => Some((r, s)),
        })?;
    let top = &grid.rows[at];
    let sub = grid.rows.get(at + 1).filter(|sub| is_sub_header(top, sub, grid.width));
    let mut names: Vec<String> = Vec::with_capacity(grid.width);
    for column in 0..grid.width {
        names.push(name(top, sub, column));
    }
    let body = at + 1 + usize::from(sub.is_some());
    let keys = std::iter::once(row_key(top)).chain(sub.map(row_key)).collect();
    Some((assign(names, grid, body, keys, false), body))
}

/// Columns of a table that prints no header, from what its cells hold.
pub(crate) fn guess(grid: &Grid<'_>) -> Columns {
    assign(vec![String::new(); grid.width], grid, 0, Vec::new(), true)
}

fn assign(
    names: Vec<String>,
    grid: &Grid<'_>,
    body: usize,
    keys: Vec<Vec<String>>,
    guessed: bool,
) -> Columns {
    let claims: Vec<RoleScores> = names
        .iter()
        .enumerate()
        .map(|(column, name)| {
            let mut scores = header::scores(name);
            let (best, score) = scores.best().unwrap_or((Role::Other, 0.0));
            if score < 4.5 || best == Role::Product {
                let content = content(grid, body, column);
                for (own, more) in scores.0.iter_mut().zip(content.0) {
                    *own += more;
                }
            }
            scores
        })
        .collect();
    let assigned = header::assign(&claims);
    Columns {
        list: names.into_iter().zip(&assigned).map(|(header, a)| Column { header, role: a.role }).collect(),
        clarity: assigned.iter().map(|a| a.clarity).collect(),
        keys,
        guessed,
    }
}

/// How much a row looks like a header; 0 where it does not.
fn strength(row: &GridRow<'_>, width: usize) -> f32 {
    let filled: Vec<usize> = row.filled().collect();
    // A numbered row is no header.
    let numbered = || filled.iter().any(|c| Label::parse(row.own(*c)).is_some_and(|l| l.rest.is_empty()));
    let long = || filled.iter().any(|c| row.own(*c).len() >= 200);
    if filled.len() < 2 || filled.len() * 2 < width || long() || numbered() {
        return 0.0;
    }
    let claims: Vec<RoleScores> = filled.iter().map(|c| header::scores(row.own(*c))).collect();
    let known = claims.iter().filter(|s| s.best().is_some_and(|(_, score)| score >= 2.0)).count();
    let mut roles: Vec<Role> = header::assign(&claims)
        .iter()
        .filter(|a| a.clarity >= 0.5 && a.role != Role::Other)
        .map(|a| a.role)
        .collect();
    roles.dedup();
    if known * 2 >= filled.len() && (roles.len() >= 2 || known >= 3) {
        known as f32 + roles.len() as f32
    } else {
        0.0
    }
}

/// Whether `sub` divides groups of the header row `top`: it has cells only below merged or empty ones, or its cells
/// are themselves header names while the rest is empty.
fn is_sub_header(top: &GridRow<'_>, sub: &GridRow<'_>, width: usize) -> bool {
    let filled: Vec<usize> = sub.filled().collect();
    if filled.len() < 2 || filled.len() == width || numbers_columns(sub) {
        return false;
    }
    let known = filled
        .iter()
        .filter(|c| {
            sub.own(**c).len() < 100 && header::scores(sub.own(**c)).best().is_some_and(|(_, s)| s >= 2.0)
        })
        .count();
    let below_group = filled.iter().any(|c| {
        top.own(*c).is_empty() || top.place(*c).reach == Reach::Across || top.place(*c).cell.col_span > 1
    });
    below_group && known * 2 > filled.len()
}

/// The header of a column in one line: the group's name before the column's own.
fn name(top: &GridRow<'_>, sub: Option<&GridRow<'_>>, column: usize) -> String {
    let line = |text: &str| single_spaced(text).into_owned();
    let own = line(top.own(column));
    let Some(below) = sub.map(|s| s.own(column)).filter(|t| !t.is_empty()) else { return own };
    if !own.is_empty() {
        return format!("{own} {}", line(below));
    }
    // The group's name stands in the nearest column to the left that has one and is divided too.
    let group = (0..column).rev().find(|c| !top.own(*c).is_empty());
    match group {
        Some(c) if sub.is_some_and(|s| !s.own(c).is_empty()) => {
            format!("{} {}", line(top.own(c)), line(below))
        }
        _ => line(below),
    }
}

/// Whether a row only numbers the columns: `1 2 3 …`, `(1) (2) …`, `A B 1 2 …`, also with gaps.
pub(crate) fn numbers_columns(row: &GridRow<'_>) -> bool {
    let mut last = 0;
    let mut cells = 0;
    for column in row.filled() {
        let text = row.own(column);
        if text.len() > 12 {
            return false;
        }
        cells += 1;
        let first = text.split(['=', '+']).next().unwrap_or(text).trim();
        let Some(label) = Label::parse(first).filter(|l| l.rest.is_empty() && l.depth == 1) else {
            return false;
        };
        let letter = matches!(label.series, crate::label::Series::Letter | crate::label::Series::Small);
        if letter {
            continue;
        }
        if label.value <= last {
            return false;
        }
        last = label.value;
    }
    cells >= 3
}

/// What the cells of a column speak for.
fn content(grid: &Grid<'_>, body: usize, column: usize) -> RoleScores {
    let cells = grid.rows.iter().skip(body).map(|r| r.own(column)).filter(|t| !t.is_empty());
    let (mut n, mut labels, mut numbers, mut letters) = (0.0f32, 0.0f32, 0.0f32, 0usize);
    let (mut agencies, mut deadlines, mut leaders) = (0.0f32, 0.0f32, 0.0f32);
    // The same few agencies and products stand in many cells.
    let mut known: HashMap<&str, [f32; 3]> = HashMap::new();
    for text in cells.take(SAMPLE) {
        n += 1.0;
        letters += text.chars().count();
        if Label::parse(text).is_some_and(|l| l.rest.is_empty()) {
            labels += 1.0;
        }
        if text.chars().all(|c| c.is_ascii_digit() || " .,%-".contains(c)) {
            numbers += 1.0;
        }
        let [agency, deadline, leader] = *known
            .entry(text)
            .or_insert_with(|| [agency::likeness(text), deadline::likeness(text), leader::likeness(text)]);
        agencies += agency;
        deadlines += deadline;
        leaders += leader;
    }
    let mut scores = RoleScores::default();
    if n == 0.0 {
        return scores;
    }
    let mut add = |role: Role, score: f32| scores.0[header::index(role)] += score;
    let share = |x: f32| if x / n >= 0.5 { x / n } else { 0.0 };
    if numbers / n > 0.6 && labels / n < 0.6 {
        add(Role::Other, 4.0);
    }
    add(Role::Ordinal, 2.0 * share(labels));
    add(Role::Lead, 3.0 * share(agencies));
    add(Role::Support, 2.5 * share(agencies));
    add(Role::Deadline, 3.5 * share(deadlines));
    add(Role::Leader, 3.5 * share(leaders));
    if letters as f32 / n > 40.0 && agencies / n < 0.5 && leaders / n < 0.5 {
        add(Role::Task, 1.5);
    }
    scores
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::table;

    fn found(text: &str) -> Option<(Vec<(String, Role)>, usize)> {
        let table = table(text);
        let (columns, body) = find(&Grid::new(&table))?;
        Some((columns.list.into_iter().map(|c| (c.header, c.role)).collect(), body))
    }

    #[test]
    fn groups_over_two_rows() {
        use Role::{Deadline, Lead, Ordinal, Support, Task};
        let (columns, body) = found(
            "STT | Nhiệm vụ | Đơn vị thực hiện | | Tiến độ\n\
             | | Chủ trì | Phối hợp |\n\
             1 | Ban hành kế hoạch | Văn phòng | Vụ Pháp chế | Quý I/2024",
        )
        .unwrap();
        let roles: Vec<Role> = columns.iter().map(|c| c.1).collect();
        assert_eq!(roles, [Ordinal, Task, Lead, Support, Deadline]);
        assert_eq!(columns[3].0, "Đơn vị thực hiện Phối hợp");
        assert_eq!(body, 2);
    }

    #[test]
    fn content_decides_where_the_header_is_silent() {
        let (columns, _) = found(
            "STT | Mục | Giao cho | Khi nào\n\
             1 | Rà soát toàn bộ văn bản của xã đã ban hành trong năm | UBND xã | Tháng 3/2025\n\
             2 | Lập danh sách hộ gia đình cần được hỗ trợ nhà ở | Công an xã | Quý II/2025",
        )
        .unwrap_or_default();
        assert!(columns.is_empty(), "one known header name is no header row");
        let table = table(
            "1 | Rà soát toàn bộ văn bản của xã đã ban hành trong năm | UBND xã | Tháng 3/2025\n\
             2 | Lập danh sách hộ gia đình cần được hỗ trợ nhà ở | Công an xã | Quý II/2025",
        );
        let roles: Vec<Role> = guess(&Grid::new(&table)).list.iter().map(|c| c.role).collect();
        assert_eq!(roles, [Role::Ordinal, Role::Task, Role::Lead, Role::Deadline]);
    }

    #[test]
    fn column_numbers() {
        let yes =
            ["1 | 2 | 3 | 4", "(1) | (2) | (3)", "A | B | 1 | 2", "1 | 2 | 3 | 5 | 6", "1 | 2 | 3=1+2 | | 5"];
        for text in yes {
            let table = table(text);
            assert!(numbers_columns(&Grid::new(&table).rows[0]), "{text}");
        }
        for text in ["1 | Kế hoạch | 3", "1 | 2", "3 | 2 | 1", "2023 | 2024 | 2025"] {
            let table = table(text);
            assert!(!numbers_columns(&Grid::new(&table).rows[0]), "{text}");
        }
    }

    #[test]
    fn tables_that_hold_no_tasks() {
        for text in [
            "STT | Chỉ tiêu | Đơn vị tính | Thực hiện 2024 | Kế hoạch 2025\n1 | Doanh thu | Tỷ đồng | 12,5 | 14",
            "STT | Họ và tên | Chức vụ\n1 | Nguyễn Văn An | Trưởng ban",
        ] {
            let table = table(text);
            let (columns, _) = find(&Grid::new(&table)).unwrap();
            assert!(!columns.hold_tasks(), "{columns:?}");
        }
        assert_eq!(
            found("ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 12/KH-UBND | ngày 2/3/2025"),
            None
        );
    }
}
