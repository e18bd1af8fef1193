//! Which language the user reads.

use vanthu_document::diagnostic::Language;

/// The language that the environment asks for: the first of `VANTHU_LANG`, `LC_ALL`, `LC_MESSAGES`, `LANG` that is
/// set decides; `vi…` is Vietnamese, anything else English.
pub(crate) fn from_environment(get: impl Fn(&str) -> Option<String>) -> Language {
    ["VANTHU_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(get)
        .find(|value| !value.is_empty())
        .map_or(Language::English, |value| {
            if is_vietnamese(&value) { Language::Vietnamese } else { Language::English }
        })
}

fn is_vietnamese(value: &str) -> bool {
    let code = value.split(['_', '-', '.', '@']).next().unwrap_or_default();
    code.eq_ignore_ascii_case("vi")
}

/// The words of the user's language.
pub(crate) fn pick<T>(language: Language, vietnamese: T, english: T) -> T {
    language.pick(vietnamese, english)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_variable_set_decides() {
        let environment = |pairs: &'static [(&str, &str)]| {
            from_environment(move |name| pairs.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
        };
        assert_eq!(environment(&[("LANG", "vi_VN.UTF-8")]), Language::Vietnamese);
        assert_eq!(environment(&[("LANG", "vi_VN.UTF-8"), ("LC_ALL", "C")]), Language::English);
        assert_eq!(environment(&[("LANG", "en_US.UTF-8"), ("VANTHU_LANG", "vi")]), Language::Vietnamese);
        assert_eq!(environment(&[("LC_ALL", ""), ("LANG", "vi")]), Language::Vietnamese);
        assert_eq!(environment(&[("LANG", "vilamovian")]), Language::English);
        assert_eq!(environment(&[]), Language::English);
    }
}
