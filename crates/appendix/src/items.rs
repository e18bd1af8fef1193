//! The text of a cell that may hold a list: items on lines of their own, wraps undone.

use vanthu_text::single_spaced;

use crate::compound;
use crate::token::{Kind, Tokens, is_dash};

/// The text of a cell in one line.
pub(crate) fn line(text: &str) -> String {
    single_spaced(text).into_owned()
}

/// The text of a cell with each list item on its own line behind its mark; a cell without list marks is one line.
///
/// Items that stand side by side (`- Kế hoạch - Báo cáo`) are parted where a dash with a space before it is followed
/// by a capital or an amount; the dash of `2026 - 2030` and of compounds parts nothing.
pub(crate) fn list(text: &str) -> String {
    let mut items: Vec<String> = Vec::new();
    for row in text.split('\n').map(str::trim).filter(|l| !l.is_empty()) {
        match mark(row) {
            Some((mark, rest)) => {
                for item in side_by_side(rest, mark) {
                    items.push(format!("{mark} {}", single_spaced(item)));
                }
            }
            None => match items.last_mut() {
                Some(open) => {
                    open.push(' ');
                    open.push_str(&single_spaced(row));
                }
                None => items.push(line(row)),
            },
        }
    }
    items.join("\n")
}

/// The list mark of a line, dashes as `-`, and what follows it.
fn mark(row: &str) -> Option<(char, &str)> {
    let first = row.chars().next()?;
    let rest = row.get(first.len_utf8()..)?.trim_start();
    match first {
        c if is_dash(c) => Some(('-', rest)),
        '+' | '•' | '*' | '▪' => Some((first, rest)),
        _ => None,
    }
    .filter(|(_, rest)| !rest.is_empty())
}

/// Cuts an item where further items stand beside it on the line.
fn side_by_side(item: &str, mark: char) -> Vec<&str> {
    let again = |c: char| if mark == '-' { is_dash(c) } else { c == mark };
    if !item.contains(again) {
        return vec![item];
    }
    let tokens = Tokens::new(item);
    let mut out = Vec::new();
    let mut start = 0;
    for (i, token) in tokens.list().iter().enumerate().skip(1) {
        let Kind::Mark(c) = token.kind else { continue };
        let Some(next) = tokens.get(i + 1).filter(|_| again(c) && token.spaced) else { continue };
        let opens = match next.kind {
            Kind::Word => next.capital,
            Kind::Number => tokens.number(i - 1).is_none(),
            _ => false,
        };
        if opens && !compound::at(&tokens, i) {
            out.extend(item.get(start..token.start));
            start = token.end;
        }
    }
    out.extend(item.get(start..));
    out.retain(|i| !i.trim().is_empty());
    out
}

/// Blocks of a cell that are parted by empty lines.
pub(crate) fn blocks(text: &str) -> Vec<&str> {
    if !text.contains("\n\n") {
        return vec![text];
    }
    text.split("\n\n").map(str::trim).filter(|b| !b.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lists_keep_their_items() {
        assert_eq!(list("- Kế hoạch\n- Báo cáo"), "- Kế hoạch\n- Báo cáo");
        assert_eq!(list("- Kế hoạch - Báo cáo; -Quyết định"), "- Kế hoạch\n- Báo cáo;\n- Quyết định");
        assert_eq!(list("- 100% xã thực hiện - 02 hội nghị"), "- 100% xã thực hiện\n- 02 hội nghị");
        assert_eq!(list("• Đề án • Tờ trình"), "• Đề án\n• Tờ trình");
    }

    #[test]
    fn dashes_inside_items_part_nothing() {
        let text = "- Đề án phát triển Kinh tế - Xã hội giai đoạn 2026 - 2030";
        assert_eq!(list(text), text);
        assert_eq!(list("Tài liệu bồi dưỡng 2026 - 2030"), "Tài liệu bồi dưỡng 2026 - 2030");
        assert_eq!(list("- Chỉ số hài lòng về\ndịch vụ công"), "- Chỉ số hài lòng về dịch vụ công");
    }

    #[test]
    fn wraps_are_undone() {
        assert_eq!(list("Kế hoạch\ncủa  UBND"), "Kế hoạch của UBND");
        assert_eq!(blocks("Sở A\n\n- Sở B\n- Sở C"), ["Sở A", "- Sở B\n- Sở C"]);
    }

    proptest! {
        #[test]
        fn no_letter_is_lost(text in "[A-Za-zĐà-ỹ0-9 \n+-]{0,60}") {
            let letters = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            prop_assert_eq!(letters(&list(&text)), letters(&text));
            prop_assert_eq!(blocks(&text).iter().map(|b| letters(b)).collect::<String>(), letters(&text));
        }
    }
}
