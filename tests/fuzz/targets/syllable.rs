//! Reading a syllable, spelling it and reading it again gives the same syllable.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vanthu_text::{Placement, Syllable, lower, title_case, upper};

fuzz_target!(|text: &str| {
    for word in text.split_whitespace() {
        let Some(syllable) = Syllable::parse(word) else { continue };
        for placement in [Placement::Old, Placement::New] {
            assert_eq!(Syllable::parse(&syllable.spell(placement)), Some(syllable));
        }
        for cased in [lower(word), upper(word), title_case(word)] {
            assert_eq!(Syllable::parse(&cased), Some(syllable));
        }
    }
});
