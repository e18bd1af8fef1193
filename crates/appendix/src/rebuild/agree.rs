//! What the cells of a table that OCR read say about each other: a phrase that a column repeats mends its odd readings, and the
//! run of the ordinals those that the OCR lost.

use std::collections::BTreeMap;

use vanthu_document::table::Table;
use vanthu_text::fold;

use super::dump::Column;
use super::label::{Label, Shape};
use super::lexicon::Kind;
use super::respell::respell;
use super::source::MODEL;

/// How often a cell must stand in its column before it mends others.
const REPEATED: usize = 3;
/// Phrases of a column that mend others, the most frequent ones.
const PHRASES: usize = 64;
/// Rows below a lost ordinal in which the next one is looked for.
const AHEAD: usize = 8;
/// Longest word that is compared letter by letter, folded, in bytes.
const LONGEST_WORD: usize = 24;
/// The most that a mended cell is trusted.
const MENDED: f32 = 0.8;

/// Lets the cells below the header mend each other; those of restored text are spelled again.
pub(super) fn agree(table: &mut Table, columns: &[Column], restored: bool) {
    for row in table.rows.iter_mut().skip(1) {
        for cell in row.cells.iter_mut().filter(|c| c.text.contains('—')) {
            // Vietnamese print has en dashes; an OCR of another language reads them as em dashes.
            cell.text = cell.text.replace('—', "–");
        }
        for cell in row.cells.iter_mut().skip(1).filter(|_| restored) {
            if let Some(spelled) = respell(&MODEL, &cell.text) {
                cell.text = spelled;
                cell.confidence = cell.confidence.min(MENDED);
            }
        }
    }
    for (c, column) in columns.iter().enumerate() {
        if matches!(column.kind, Kind::Agency | Kind::Product | Kind::Leader) {
            mend_repeated(table, c);
        }
    }
    if columns.first().is_some_and(|c| c.kind == Kind::Ordinal) {
        mend_ordinals(table);
    }
}

/// For each row, the number of its cell that stands in `column`, if one begins there.
fn cells_of(table: &Table, column: usize) -> Vec<Option<usize>> {
    let mut covered: Vec<u32> = Vec::new();
    let mut out = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let mut at = 0;
        let mut found = None;
        for (i, cell) in row.cells.iter().enumerate() {
            while covered.get(at).is_some_and(|&left| left > 0) {
                at += 1;
            }
            if at == column {
                found = Some(i);
            }
            for _ in 0..cell.col_span.min(64) {
                if covered.len() <= at {
                    covered.resize(at + 1, 0);
                }
                if let Some(slot) = covered.get_mut(at) {
                    *slot = cell.row_span;
                }
                at += 1;
            }
        }
        for left in &mut covered {
            *left = left.saturating_sub(1);
        }
        out.push(found.filter(|_| row.cells.iter().all(|c| c.col_span == 1)));
    }
    out
}

/// Odd readings of a phrase that the column repeats become that phrase.
fn mend_repeated(table: &mut Table, column: usize) {
    let places = cells_of(table, column);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (row, place) in table.rows.iter().zip(&places).skip(1) {
        if let Some(cell) = place.and_then(|p| row.cells.get(p)).filter(|c| !c.text.is_empty()) {
            *counts.entry(cell.text.clone()).or_default() += 1;
        }
    }
    let mut known: Vec<(&String, usize)> =
        counts.iter().filter(|(_, n)| **n >= REPEATED).map(|(t, n)| (t, *n)).collect();
    known.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    known.truncate(PHRASES);
    for (row, place) in table.rows.iter_mut().zip(&places).skip(1) {
        let Some(cell) = place.and_then(|p| row.cells.get_mut(p)) else { continue };
        let own = counts.get(&cell.text).copied().unwrap_or(0);
        let better = known.iter().find(|(phrase, n)| *n >= 3 * own && misreads(&cell.text, phrase));
        if let Some((phrase, _)) = better {
            cell.text.clone_from(phrase);
            cell.confidence = cell.confidence.min(MENDED);
        }
    }
}

/// Whether `odd` may be a misread `phrase`: word by word the same but for marks, and for a slip in one word of four.
fn misreads(odd: &str, phrase: &str) -> bool {
    if odd == phrase || odd.len().abs_diff(phrase.len()) > phrase.len() / 2 {
        return false;
    }
    let (a, b): (Vec<&str>, Vec<&str>) =
        (odd.split_whitespace().collect(), phrase.split_whitespace().collect());
    if a.len() != b.len() {
        return false;
    }
    let mut slips = 0;
    let core = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    for (x, y) in a.iter().map(|w| core(w)).zip(b.iter().map(|w| core(w))) {
        let (x, y) = (x.as_str(), y.as_str());
        if x == y {
            continue;
        }
        let digits = |w: &str| w.chars().filter(char::is_ascii_digit).collect::<String>();
        let (fx, fy) = (fold(x), fold(y));
        if digits(x) != digits(y) {
            // A letter may have been read as a digit, but no number as another one.
            if !y.chars().all(char::is_alphabetic) || x.chars().all(|c| c.is_ascii_digit()) {
                return false;
            }
            slips += 1;
        } else if fx == fy {
            // Two words of the language that differ in their marks alone may both be meant, if the case is the same.
        } else if (3..=LONGEST_WORD).contains(&fy.len())
            && fx.len() <= LONGEST_WORD
            && strsim::osa_distance(&fx, &fy) <= 1
        {
            slips += 1;
        } else {
            return false;
        }
    }
    slips * 4 <= a.len().max(4)
}

/// A label that no reading gave, between two that leave one number free, is that number.
fn mend_ordinals(table: &mut Table) {
    let number = |text: &str| Label::parse(text.trim()).filter(|l| l.shape == Shape::Number).map(|l| l.value);
    let ordinals = cells_of(table, 0);
    let tasks = cells_of(table, 1);
    let text = |row: usize, place: &[Option<usize>]| -> Option<String> {
        let cell = place.get(row).copied().flatten()?;
        table.rows.get(row)?.cells.get(cell).map(|c| c.text.trim().to_owned())
    };
    let mut mended: Vec<(usize, u16)> = Vec::new();
    let mut before: Option<u16> = None;
    for at in 1..table.rows.len() {
        let Some(own) = text(at, &ordinals) else { continue };
        if let Some(value) = number(&own) {
            before = Some(value);
            continue;
        }
        let tasked = text(at, &tasks).is_some_and(|t| t.chars().count() > 3)
            && own.chars().count() <= 1
            && Label::parse(&own).is_none();
        let next = (at + 1..table.rows.len().min(at + 1 + AHEAD))
            .filter_map(|r| text(r, &ordinals))
            .find(|t| !t.is_empty())
            .and_then(|t| number(&t));
        let free = before.map_or(1, |b| b.saturating_add(1));
        if tasked && next == Some(free.saturating_add(1)) {
            mended.push((at, free));
            before = Some(free);
        }
    }
    for (row, value) in mended {
        let place = ordinals.get(row).copied().flatten().unwrap_or(0);
        if let Some(cell) = table.rows.get_mut(row).and_then(|r| r.cells.get_mut(place)) {
            cell.text = value.to_string();
            cell.confidence = cell.confidence.min(MENDED);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vanthu_document::table::{Cell, Row};

    use super::super::lexicon::PhraseModel;

    fn table(rows: &[&[&str]]) -> Table {
        let cell = |t: &&str| Cell { text: (*t).to_owned(), ..Cell::default() };
        let rows =
            rows.iter().map(|r| Row { cells: r.iter().map(cell).collect(), ..Row::default() }).collect();
        Table { rows, ..Table::default() }
    }

    fn columns() -> Vec<Column> {
        [Kind::Ordinal, Kind::Task, Kind::Agency]
            .map(|kind| Column { kind, width: None, learned: PhraseModel::default() })
            .into()
    }

    #[test]
    fn repeated_phrases_and_runs_of_numbers_mend_odd_readings() {
        let mut table = table(&[
            &["TT", "Nhiệm vụ", "Chủ trì"],
            &["1", "Kiểm kê rừng", "Hạt Kiểm lâm — Thủy sản"],
            &["»", "Trồng rừng", "Hạt Kiểm lâm — Thủy sản"],
            &["3", "Chăn nuôi", "Hạt Kiêm lam — Thủy sản"],
            &["4", "Thú y", "Trạm Thú y"],
            &["5", "Thủy lợi", "Hạt Kiểm lâm — Thủy sản"],
        ]);
        agree(&mut table, &columns(), true);
        let texts: Vec<&str> = table.rows.iter().map(|r| r.cells[2].text.as_str()).collect();
        assert_eq!(texts[3], "Hạt Kiểm lâm – Thủy sản");
        assert_eq!(texts[4], "Trạm Thú y");
        assert_eq!(table.rows[2].cells[0].text, "2");
        assert!(table.rows[3].cells[2].confidence <= MENDED);
    }

    #[test]
    fn numbers_are_never_mended() {
        assert!(!misreads("Khu vực 2", "Khu vực 3"));
        assert!(misreads("Phòng Văn hóa – X2 hội", "Phòng Văn hóa – Xã hội"));
        assert!(!misreads("Sở Nội vụ", "Sở Tài chính"));
    }
}
