//! Any bytes decode to clean text whose every character leads back to its bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vanthu_text::{Encoding, TextRange, decode, exact_key, fold, nfc};

fuzz_target!(|bytes: &[u8]| {
    let decoded = decode(bytes);
    let text = decoded.text.as_str();
    assert_eq!(nfc(text), text);
    assert!(!text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\u{C}')));
    assert_eq!((decoded.map.source_len(), decoded.map.target_len()), (bytes.len(), text.len()));
    let (mut last, mut reached) = (0, 0);
    for (at, c) in text.char_indices() {
        let source = decoded.map.to_source(TextRange::new(at, at + c.len_utf8()));
        let dropped = decoded.map.to_source(TextRange::new(at, at));
        assert!(source.start >= last && source.end <= bytes.len());
        assert!(source.start <= reached || dropped.start <= reached);
        (last, reached) = (source.start, source.end);
    }
    assert_eq!(fold(&fold(text)), fold(text));
    let key = exact_key(text);
    assert_eq!(exact_key(&key), key);
    // What is clean stays as it is, but for a mark that would be taken as the byte order mark of a file, and for
    // what looks like another encoding once more.
    let again = decode(text.as_bytes());
    assert!(again.text == text || text.starts_with('\u{FEFF}') || again.encodings != [Encoding::Utf8]);
});
