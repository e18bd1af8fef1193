//! Organs (cơ quan) by the words with which their names begin: in a letterhead, a signature, a list.

use std::sync::LazyLock;

use vanthu_text::{fold, fold_char};

use crate::lexer::folded::strip_phrase;

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

static WORDS: LazyLock<Vec<(String, Option<Role>)>> = LazyLock::new(|| {
    let mut words: Vec<(String, Option<Role>)> = include_str!("../data/organs.tsv")
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
            Some((fold(name), role))
        })
        .collect();
    words.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    words
});

static POSITIONS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut positions: Vec<String> = include_str!("../data/positions.tsv")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(fold)
        .collect();
    positions.sort_by_key(|name| std::cmp::Reverse(name.len()));
    positions
});

/// What the first words of `text` say, and what follows them.
pub(crate) fn role(text: &str) -> Option<(Role, &str)> {
    let first = text.chars().next().and_then(fold_char)?;
    WORDS
        .iter()
        .filter(|(word, _)| word.starts_with(first))
        .find_map(|(word, role)| strip_phrase(text, word).map(|rest| (*role, rest)))
        .and_then(|(role, rest)| role.map(|role| (role, rest)))
}

/// What follows the position (chức vụ) that `text` begins with.
pub(crate) fn position(text: &str) -> Option<&str> {
    let first = text.chars().next().and_then(fold_char)?;
    POSITIONS.iter().filter(|name| name.starts_with(first)).find_map(|name| strip_phrase(text, name))
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
        assert_eq!(position("PHÓ CHỦ TỊCH THƯỜNG TRỰC"), Some(" THƯỜNG TRỰC"));
        assert_eq!(position("Phong cách"), None);
    }
}
