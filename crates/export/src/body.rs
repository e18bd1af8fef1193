//! Articles and labels as they are printed: what stands before the first clause, and the mark that closes a label.

use vanthu_document::model::{Article, Clause};

/// The text of an article up to its first clause; `None` where that clause is not found in it.
pub(crate) fn lead_in(article: &Article) -> Option<&str> {
    let Some(first) = article.clauses.first() else { return Some(&article.text) };
    let wanted = bare(&first.text);
    article.text.match_indices(&first.label).map(|(at, _)| at).find_map(|at| {
        let (before, rest) = article.text.split_at_checked(at)?;
        let behind = rest.get(first.label.len()..)?;
        let opens = before.is_empty() || before.ends_with(char::is_whitespace);
        (opens && bare(behind).starts_with(wanted)).then(|| before.trim_end())
    })
}

/// The text without the marks that may close a label before it.
fn bare(text: &str) -> &str {
    text.trim_start_matches([' ', '.', ')', '/', ':'])
}

/// A label with the mark that usually closes it: `1.`, `II.`, `a)`, `-`.
pub(crate) fn closed(label: &str) -> String {
    let mut chars = label.chars();
    match (chars.next_back(), chars.next()) {
        (Some('-' | '+' | '•' | '*'), None) | (None, _) => label.to_owned(),
        (Some(last), None) if last.is_lowercase() => format!("{label})"),
        _ => format!("{label}."),
    }
}

/// The label and the text of a clause in one line.
pub(crate) fn clause_line(clause: &Clause) -> String {
    format!("{} {}", closed(&clause.label), clause.text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn the_lead_in_ends_before_the_first_clause() {
        let document = sample::plan();
        let articles = &document.document.articles;
        assert_eq!(lead_in(&articles[0]), Some("Số hóa như sau:"));
        assert_eq!(lead_in(&articles[1]), Some("Thi hành./."));
        let torn = Article { text: "Nội dung khác.".to_owned(), ..articles[0].clone() };
        assert_eq!(lead_in(&torn), None);
    }

    #[test]
    fn labels_close_as_usual() {
        for (label, printed) in
            [("1", "1."), ("IV", "IV."), ("a", "a)"), ("đ", "đ)"), ("1.2", "1.2."), ("-", "-")]
        {
            assert_eq!(closed(label), printed);
        }
    }
}
