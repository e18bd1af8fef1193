//! Any query is read, any text is cut into tokens; offsets stand on characters and rise.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vanthu_index::query::{Node, parse};
use vanthu_index::tokenizer::Tokens;

fn check(node: &Node, text: &str) {
    match node {
        Node::Text(words) | Node::Phrase(words) => {
            assert!(words.iter().all(|w| text.get(w.range.start..w.range.end).is_some()));
        }
        Node::Prefix(word) | Node::Fuzzy(word, _) => assert!(text.get(word.range.start..word.range.end).is_some()),
        Node::In(_, inner) | Node::Not(inner) => check(inner, text),
        Node::And(parts) | Node::Or(parts) => parts.iter().for_each(|part| check(part, text)),
        Node::Years(..) | Node::Due(_) => {}
    }
}

fuzz_target!(|text: &str| {
    check(&parse(text).node, text);
    let (mut position, mut start) = (0, 0);
    for token in Tokens::new(text).iter() {
        assert!(text.get(token.range.start..token.range.end).is_some_and(|t| !t.is_empty()));
        assert!(token.position >= position && token.range.start >= start && !token.folded.is_empty());
        (position, start) = (token.position, token.range.start);
    }
});
