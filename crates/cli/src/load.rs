//! A document from a file: converted now, or read from the JSON of an earlier conversion.

use std::path::Path;

use vanthu_appendix::model::ConvertedDocument;
use vanthu_document::diagnostic::Language;

use crate::locale::pick;
use crate::pipeline::{self, Limits, SCHEMA};

/// The document in `bytes`, which were read from `path`.
///
/// # Errors
/// The reason in the user's language.
pub(crate) fn document(
    path: &Path,
    bytes: &[u8],
    limits: &Limits,
    language: Language,
) -> Result<ConvertedDocument, String> {
    converted(path, bytes, language).unwrap_or_else(|| {
        pipeline::convert(&path.display().to_string(), bytes, limits, language)
            .map_err(|error| error.explain(language))
    })
}

/// The document whose JSON `bytes` are, which were read from `path`; `None` where they are something else.
pub(crate) fn converted(
    path: &Path,
    bytes: &[u8],
    language: Language,
) -> Option<Result<ConvertedDocument, String>> {
    if !bytes.trim_ascii_start().starts_with(b"{") {
        return None;
    }
    match serde_json::from_slice(bytes) {
        Ok(document) => Some(Ok(document)),
        Err(error) if is_json(path) => {
            let what = "không phải JSON do vanthu convert ghi";
            Some(Err(format!("{}: {error}", pick(language, what, "no JSON that vanthu convert wrote"))))
        }
        Err(_) => None,
    }
}

/// Whether a file's name says that it is JSON.
pub(crate) fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
}

/// Whether JSON begins as that of a converted document does: its first field names the schema.
pub(crate) fn is_converted(bytes: &[u8]) -> bool {
    let mut rest = bytes.trim_ascii_start();
    for token in [&b"{"[..], b"\"schema\"", b":", b"\"", SCHEMA.as_bytes(), b"\""] {
        let Some(after) = rest.strip_prefix(token) else { return false };
        rest = after.trim_ascii_start();
    }
    true
}

#[cfg(test)]
mod tests {
    use super::is_converted;

    #[test]
    fn converted_json_is_known_by_its_first_field() {
        assert!(is_converted(b"{\n  \"schema\": \"vanthu/document/1\",\n"));
        assert!(!is_converted(b"{\"schema\": \"vanthu/diff/1\"}"));
        assert!(!is_converted(b"{\"document\": {}}"));
    }
}
