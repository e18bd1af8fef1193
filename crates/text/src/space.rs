//! White space: single spacing without touching anything else.

use std::borrow::Cow;

/// `text` with every run of white space (no-break spaces and line ends too) as one space, and none at either end.
#[must_use]
pub fn single_spaced(text: &str) -> Cow<'_, str> {
    let mut clean = true;
    let mut before_space = true;
    for c in text.chars() {
        let space = c.is_whitespace();
        if space && (before_space || c != ' ') {
            clean = false;
            break;
        }
        before_space = space;
    }
    if clean && (text.is_empty() || !before_space) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    Cow::Owned(out)
}
