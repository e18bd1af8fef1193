//! Rows cut by a page: is the first row behind a page break the rest of the row before it, or a sub-row of its own?
//!
//! The two readings are scored on what the cells say. A fragment begins in the middle of a sentence, or the cell
//! before it stops in one; a sub-row has cells that are whole by themselves (an agency, a deadline, a leader).

use std::borrow::Cow;

use crate::agency;
use crate::columns::Columns;
use crate::deadline;
use crate::leader;
use crate::model::Role;

/// Words after which a sentence goes on, folded.
const OPEN_ENDS: &[&str] = &[
    "va", "cua", "den", "tu", "cac", "theo", "voi", "ve", "tai", "cho", "trong", "de", "la", "nhung", "hoac",
    "do", "bang", "tren", "so", "ngay", "thang", "nam", "quy", "cong", "uy", "ban",
];

/// How much speaks for the row being the rest of the one before: positive for a fragment, negative for a sub-row.
///
/// `before` and `after` are the texts of the two rows by column, `repeated` says that the header stands between them.
pub(crate) fn fragment_score(
    columns: &Columns,
    before: &[Cow<'_, str>],
    after: &[&str],
    repeated: bool,
) -> f32 {
    // Where the header is repeated the printer broke the page by itself, wherever it fell.
    let mut score = if repeated { 1.0 } else { 0.3 };
    let mut filled = 0;
    for (column, part) in after.iter().enumerate().filter(|(_, p)| !p.is_empty()) {
        let role = columns.list.get(column).map_or(Role::Other, |c| c.role);
        let open = before.get(column).map_or("", |b| b.trim());
        filled += 1;
        score += cell_score(role, open, part);
    }
    if filled == 1 { score + 0.5 } else { score }
}

fn cell_score(role: Role, open: &str, part: &str) -> f32 {
    if open.is_empty() {
        return -1.0;
    }
    let first = part.chars().next().unwrap_or(' ');
    let mut score = 0.0;
    if first.is_lowercase() {
        score += 1.5;
    } else if first.is_ascii_digit() || "()/".contains(first) {
        score += 0.2;
    }
    match open.chars().next_back() {
        Some('.' | ';' | ':' | '!' | '?') => score -= 0.8,
        Some(',' | '-' | '–' | '/' | '(') => score += 1.5,
        _ => {
            let last = vanthu_text::fold(open.rsplit(char::is_whitespace).next().unwrap_or(""));
            if OPEN_ENDS.contains(&last.as_str()) {
                score += 1.0;
            }
        }
    }
    let listed = part.starts_with(['-', '+', '•']);
    score += match role {
        Role::Deadline => {
            let whole =
                deadline::likeness(part) > 0.6 && first.is_uppercase() && deadline::likeness(open) > 0.6;
            if whole { -1.5 } else { 0.5 }
        }
        Role::Lead | Role::Support => match (agency::begins(part), listed) {
            (true, true) if open.starts_with(['-', '+', '•']) => 0.0,
            (true, _) => -1.0,
            (false, _) => 1.0,
        },
        Role::Leader => {
            if leader::likeness(part) > 0.5 {
                -1.5
            } else {
                1.0
            }
        }
        Role::Task if first.is_uppercase() => -0.7,
        Role::Product if first.is_uppercase() => -0.3,
        Role::Product if listed => -0.3,
        _ => 0.0,
    };
    score
}

/// Appends the rest of a cell to its beginning: `QĐ-` and `UBND` without a space, list items on a line of their own.
pub(crate) fn join(open: &mut Cow<'_, str>, part: &str) {
    if part.is_empty() {
        return;
    }
    let text = open.to_mut();
    text.truncate(text.trim_end().len());
    let mut back = text.chars().rev();
    let glued = back.next() == Some('-')
        && back.next().is_some_and(|c| !c.is_whitespace())
        && part.starts_with(char::is_alphabetic);
    if part.starts_with(['-', '+', '•']) {
        text.push('\n');
    } else if !glued && !text.is_empty() {
        text.push(' ');
    }
    text.push_str(part);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns;
    use crate::grid::Grid;
    use crate::testing::table;

    fn score(before: &str, after: &str) -> f32 {
        let table = table(&format!(
            "TT | Nhiệm vụ | Sản phẩm | Lãnh đạo | Chủ trì | Phối hợp | Thời hạn\n{before}\n{after}"
        ));
        let grid = Grid::new(&table);
        let (columns, _) = columns::find(&grid).unwrap();
        let cells = |n: usize| (0..7).map(|c| grid.rows[n].own(c)).collect::<Vec<_>>();
        let before: Vec<Cow<'_, str>> = cells(1).into_iter().map(Cow::Borrowed).collect();
        fragment_score(&columns, &before, &cells(2), true)
    }

    #[test]
    fn fragments() {
        for (before, after) in [
            (
                "7 | Tập huấn nghiệp vụ | 06 lớp bồi dưỡng | Đ/c An, Phó Chủ tịch | Sở Y tế | - Sở, Ban, Ngành\\- UBND các quận, | Từ tháng 3/2024 đến",
                "| | nghiệp vụ | UBND tỉnh | | huyện, thị xã | tháng 6/2024",
            ),
            (
                "13 | Chấm điểm chỉ số năm | Kế hoạch | Đ/c An | Sở Y tế | Sở, Ban | Quý I/2024",
                "| 2023 | | | | |",
            ),
            (
                "35 | Tổng hợp kết quả thực | Báo cáo | Đ/c An, | Sở Y tế | Sở, Ban | Theo kỳ báo",
                "| hiện Kế hoạch | | Phó Chủ tịch | | | cáo năm",
            ),
        ] {
            assert!(score(before, after) > 0.0, "{after}");
        }
    }

    #[test]
    fn sub_rows() {
        for (before, after) in [
            (
                "8 | Tổ chức hội thi. | Kế hoạch | Đ/c An | Sở Y tế | Sở, Ban | Tháng 3/2024",
                "| | Tổ chức hội thi | | | | Tháng 8/2024",
            ),
            (
                "8 | Tổ chức hội thi | Kế hoạch | Đ/c An | Sở Y tế | Sở, Ban | Tháng 3/2024",
                "| | Báo cáo | | Công an tỉnh | | Quý IV/2024",
            ),
        ] {
            assert!(score(before, after) < 0.0, "{after}");
        }
    }

    #[test]
    fn parts_join_as_they_were_cut() {
        let joined = |a: &str, b: &str| {
            let mut text = Cow::Borrowed(a);
            join(&mut text, b);
            text.into_owned()
        };
        assert_eq!(joined("Quyết định số 12/QĐ-", "UBND"), "Quyết định số 12/QĐ-UBND");
        assert_eq!(joined("kinh tế -", "xã hội"), "kinh tế - xã hội");
        assert_eq!(joined("- Sở A", "- Sở B"), "- Sở A\n- Sở B");
    }
}
