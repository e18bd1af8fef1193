//! Organs (cơ quan) by the words with which their names begin: in a letterhead, a signature, a list.

use std::sync::LazyLock;

use vanthu_text::{exact_key, fold, single_spaced};

use crate::lexer::folded::{ByFirstLetter, strip_phrase};

/// What a word at the start of a name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// It begins the name of an organ.
    Body,
    /// A place that completes the name before it.
    Area,
    /// The person at the head, whose title stands before the organ's name.
    Office,
}

/// A phrase of a table.
struct Word {
    folded: String,
    key: String,
    role: Option<Role>,
}

impl Word {
    fn new(name: &str, role: Option<Role>) -> Word {
        Word { folded: fold(name), key: exact_key(name), role }
    }

    /// What follows the phrase at the start of `text`. The marks count where the text has any (`BÁN HÀNG` is no `Ban`);
    /// a text that lost them is taken as it is.
    fn strip<'a>(&self, text: &'a str) -> Option<&'a str> {
        let rest = strip_phrase(text, &self.folded)?;
        let printed = text.get(..text.len() - rest.len())?;
        (printed.is_ascii() && text.is_ascii() || exact_key(&single_spaced(printed)) == self.key)
            .then_some(rest)
    }
}

static WORDS: LazyLock<ByFirstLetter<Word>> = LazyLock::new(|| {
    let mut words: Vec<Word> = include_str!("../data/organs.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (name, role) = line.split_once('\t')?;
            let role = match role {
                "body" => Some(Role::Body),
                "area" => Some(Role::Area),
                "office" => Some(Role::Office),
                _ => None,
            };
            Some(Word::new(name, role))
        })
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.folded.len()));
    ByFirstLetter::new(words, |word| word.folded.bytes().next())
});

static POSITIONS: LazyLock<ByFirstLetter<Word>> = LazyLock::new(|| {
    let mut positions: Vec<Word> = include_str!("../data/positions.tsv")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|name| Word::new(name, None))
        .collect();
    positions.sort_by_key(|word| std::cmp::Reverse(word.folded.len()));
    ByFirstLetter::new(positions, |word| word.folded.bytes().next())
});

/// What the first words of `text` say, and what follows them.
pub(crate) fn role(text: &str) -> Option<(Role, &str)> {
    WORDS
        .candidates(text)
        .iter()
        .find_map(|word| word.strip(text).map(|rest| (word.role, rest)))
        .and_then(|(role, rest)| role.map(|role| (role, rest)))
}

/// What follows the position (chức vụ) that `text` begins with.
pub(crate) fn position(text: &str) -> Option<&str> {
    POSITIONS.candidates(text).iter().find_map(|word| word.strip(text))
}

/// The organ that an office is at the head of: `BỘ TRƯỞNG BỘ Y TẾ` is `BỘ Y TẾ`; `THỦ TƯỚNG CHÍNH PHỦ` stays itself.
pub(crate) fn without_office(text: &str) -> &str {
    let text = text.trim();
    match role(text) {
        Some((Role::Office, rest)) if role(rest.trim_start()).is_some_and(|(role, _)| role == Role::Body) => {
            rest.trim_start()
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_and_their_organs() {
        assert_eq!(without_office("BỘ TRƯỞNG BỘ Y TẾ"), "BỘ Y TẾ");
        assert_eq!(without_office("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH LÀO CAI"), "ỦY BAN NHÂN DÂN TỈNH LÀO CAI");
        assert_eq!(without_office("THỦ TƯỚNG CHÍNH PHỦ"), "THỦ TƯỚNG CHÍNH PHỦ");
        assert_eq!(without_office("GIÁM ĐỐC SỞ Y TẾ"), "SỞ Y TẾ");
    }

    #[test]
    fn roles() {
        assert_eq!(role("TỈNH ỦY NGHỆ AN").map(|(r, _)| r), Some(Role::Body));
        assert_eq!(role("TỈNH NGHỆ AN").map(|(r, _)| r), Some(Role::Area));
        assert_eq!(role("Cải cách"), None);
        assert_eq!(role("BAN HÀNH QUY CHẾ"), None);
        assert_eq!(role("BÁN HÀNG"), None);
        assert_eq!(role("UỶ BAN NHÂN DÂN").map(|(r, _)| r), Some(Role::Body));
        assert_eq!(role("UY BAN NHAN DAN").map(|(r, _)| r), Some(Role::Body));
        assert_eq!(position("PHÓ CHỦ TỊCH THƯỜNG TRỰC"), Some(" THƯỜNG TRỰC"));
        assert_eq!(position("Phong cách"), None);
    }
}
