//! Identifiers of parts (`art_1__cl_2__point_a`) after the Akoma Ntoso Naming Convention 1.0, section 5.

use std::collections::BTreeMap;

/// Elements whose identifiers are abbreviated; all others stand with their own name.
const ABBREVIATIONS: [(&str, &str); 16] = [
    ("article", "art"),
    ("attachment", "att"),
    ("chapter", "chp"),
    ("clause", "cl"),
    ("conclusions", "concl"),
    ("division", "dvs"),
    ("list", "list"),
    ("mainBody", "body"),
    ("paragraph", "para"),
    ("recital", "rec"),
    ("recitals", "recs"),
    ("section", "sec"),
    ("subclause", "subcl"),
    ("subdivision", "subdvs"),
    ("subparagraph", "subpara"),
    ("subsection", "subsec"),
];

/// The identifiers given so far, with how often each was asked for.
#[derive(Default)]
pub(super) struct Ids {
    given: BTreeMap<String, usize>,
}

impl Ids {
    /// The identifier of an element below `parent` that bears `label`; of a label used twice the second becomes `…-2`.
    pub(super) fn give(&mut self, parent: &str, element: &str, label: &str) -> String {
        let name =
            ABBREVIATIONS.iter().find(|(long, _)| *long == element).map_or(element, |(_, short)| short);
        let mut id = if parent.is_empty() { String::new() } else { format!("{parent}__") };
        id.push_str(name);
        let number = number(label);
        if !number.is_empty() {
            id.push('_');
            id.push_str(&number);
        }
        loop {
            let times = self.given.entry(id.clone()).or_default();
            *times += 1;
            if *times == 1 {
                return id;
            }
            id = format!("{id}-{times}");
        }
    }
}

/// What is the number of a label: `1` of `Điều 1`, `a` of `a`, nothing of a dash.
fn number(label: &str) -> String {
    let word = label.split_whitespace().next_back().unwrap_or_default();
    let kept = word.chars().filter(|c| c.is_alphanumeric() || matches!(c, '.' | '-'));
    let kept: String = kept.take(40).collect();
    kept.trim_matches(['.', '-']).replace('.', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_follow_the_convention_and_differ() {
        let mut ids = Ids::default();
        let article = ids.give("", "article", "Điều 1");
        assert_eq!(article, "art_1");
        let clause = ids.give(&article, "clause", "2");
        assert_eq!(ids.give(&clause, "point", "đ"), "art_1__cl_2__point_đ");
        assert_eq!(ids.give(&clause, "point", "đ"), "art_1__cl_2__point_đ-2");
        assert_eq!(ids.give(&clause, "point", "đ"), "art_1__cl_2__point_đ-3");
        assert_eq!(ids.give("", "section", "1.2"), "sec_1-2");
        assert_eq!(ids.give("", "indent", "-"), "indent");
        assert_eq!(ids.give("", "indent", "-"), "indent-2");
    }
}
