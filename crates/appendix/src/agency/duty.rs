//! Cells that name who leads and who supports: `Chủ trì: Sở Y tế; Phối hợp: Công an tỉnh`, `Sở Y tế chủ trì, phối hợp với
//! Công an tỉnh`.

use crate::token::{Kind, Tokens};

/// The two parts of such a cell, without the words that name the duties.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Duties {
    /// Who leads (chủ trì).
    pub(crate) lead: String,
    /// Who supports (phối hợp).
    pub(crate) support: String,
}

/// Words that a label begins with, folded.
const WHO: [&str; 5] = ["co quan don vi", "co quan", "don vi", "phong ban", "bo phan"];
/// Words behind a label's duty.
const MORE: [&str; 3] = ["thuc hien", "tham muu", "voi"];
/// Words of a sentence between who leads and who supports.
const BETWEEN: [&str; 6] = [
    "chu tri , phoi hop voi",
    "chu tri phoi hop voi",
    "chu tri va phoi hop voi",
    "chu tri , phoi hop cung",
    "chu tri phoi hop cung",
    "chu tri va phoi hop cung",
];

/// Divides a cell that names both duties; `None` where it does not name who supports, or nobody is left to lead.
pub(crate) fn divide(cell: &str) -> Option<Duties> {
    // Most cells are told by a look.
    let named = ["phối hợp", "Phối hợp", "PHỐI HỢP"].iter().any(|word| cell.contains(word));
    if !named {
        return None;
    }
    let tokens = Tokens::new(cell);
    labelled(cell, &tokens)
        .or_else(|| sentence(cell, &tokens))
        .filter(|duties| !duties.lead.is_empty() && !duties.support.is_empty())
}

/// `Chủ trì: …; Phối hợp: …`; what stands before the first label leads.
fn labelled(cell: &str, tokens: &Tokens) -> Option<Duties> {
    let mut duties = Duties::default();
    let mut supports = false;
    let mut from = 0;
    let mut any = false;
    for at in 0..tokens.list().len() {
        let Some((label_supports, behind)) = label(tokens, at) else { continue };
        let (Some(first), Some(last)) = (tokens.get(at), tokens.get(behind - 1)) else { continue };
        // A list mark before the label goes with it.
        let start =
            at.checked_sub(1).filter(|&b| tokens.dash(b)).and_then(|b| tokens.get(b)).unwrap_or(first).start;
        duties.add(supports, cell.get(from..start)?);
        supports = label_supports;
        any |= supports;
        from = last.end;
    }
    duties.add(supports, cell.get(from..)?);
    any.then_some(duties)
}

/// A label at token `at`, where something ends before it and a colon closes it: whether it is that of who supports, and the
/// token behind the colon.
fn label(tokens: &Tokens, at: usize) -> Option<(bool, usize)> {
    let before = at.checked_sub(1);
    let opens = before.and_then(|b| tokens.get(b)).is_none_or(|t| match t.kind {
        Kind::Line => true,
        Kind::Mark(c) => matches!(c, ';' | '.' | ',' | '+' | '*' | '•') || crate::token::is_dash(c),
        Kind::Word | Kind::Number => false,
    });
    if !opens {
        return None;
    }
    let mut next = at;
    next += WHO.iter().find_map(|who| tokens.phrase_at(next, who)).unwrap_or(0);
    let supports = match (tokens.phrase_at(next, "chu tri"), tokens.phrase_at(next, "phoi hop")) {
        (Some(n), _) => {
            next += n;
            false
        }
        (None, n) => {
            next += n?;
            true
        }
    };
    while let Some(n) = MORE.iter().find_map(|more| tokens.phrase_at(next, more)) {
        next += n;
    }
    (tokens.mark(next) == Some(':')).then_some((supports, next + 1))
}

/// `Sở Y tế chủ trì, phối hợp với Công an tỉnh`
fn sentence(cell: &str, tokens: &Tokens) -> Option<Duties> {
    let (at, n) = (1..tokens.list().len())
        .find_map(|at| BETWEEN.iter().find_map(|words| tokens.phrase_at(at, words)).map(|n| (at, n)))?;
    let mut duties = Duties::default();
    duties.add(false, cell.get(..tokens.get(at)?.start)?);
    duties.add(true, cell.get(tokens.get(at + n - 1)?.end..)?);
    Some(duties)
}

impl Duties {
    fn add(&mut self, supports: bool, text: &str) {
        let text = text.trim().trim_end_matches([';', ',', '.']).trim_end();
        let into = if supports { &mut self.support } else { &mut self.lead };
        if !into.is_empty() && !text.is_empty() {
            into.push('\n');
        }
        into.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(cell: &str) -> Option<(String, String)> {
        divide(cell).map(|d| (d.lead, d.support))
    }

    #[test]
    fn labels_and_sentences_divide_a_cell() {
        let both = |lead: &str, support: &str| Some((lead.to_owned(), support.to_owned()));
        assert_eq!(
            parts("Chủ trì: Sở Y tế; Phối hợp: Công an tỉnh, UBND các xã."),
            both("Sở Y tế", "Công an tỉnh, UBND các xã")
        );
        assert_eq!(
            parts("- Cơ quan chủ trì: Sở Y tế\n- Cơ quan phối hợp thực hiện: Công an tỉnh"),
            both("Sở Y tế", "Công an tỉnh")
        );
        assert_eq!(parts("Phòng Nội vụ\nPhối hợp: Các phòng"), both("Phòng Nội vụ", "Các phòng"));
        assert_eq!(parts("Ban Tổ chức chủ trì, phối hợp với Văn phòng"), both("Ban Tổ chức", "Văn phòng"));
    }

    #[test]
    fn other_cells_stay_whole() {
        for cell in [
            "Sở Y tế",
            "Phối hợp: Công an tỉnh",
            "Ban Chỉ đạo phối hợp liên ngành",
            "Tổ phối hợp: 3 người",
            "",
        ] {
            assert_eq!(parts(cell), None, "{cell}");
        }
    }
}
