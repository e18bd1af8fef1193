//! ZIP archives and mails of any kind: every member has a name of its own, and what it unpacks to stays within the limits.
#![no_main]

use std::collections::BTreeSet;

use libfuzzer_sys::fuzz_target;
use vanthu_fuzz::stored_archive;
use vanthu_readers::container::{Container, Limits, Source, walk};

const MAIL: &[u8] = b"From: a@b.invalid\nMessage-ID: <1@b>\nMIME-Version: 1.0\n";

fn check(bytes: &[u8]) {
    let limits = Limits { bytes: 1 << 20, members: 100, depth: 3, unpacked: 4 << 20 };
    let Ok(Some(mut container)) = Container::open(Source::Bytes(bytes.to_vec()), &limits) else { return };
    let (mut places, mut unpacked) = (BTreeSet::new(), 0);
    walk(&mut container, &limits, &mut |place, content| {
        assert!(places.insert(place.to_vec()), "{place:?} twice");
        assert!(place.len() <= limits.depth && place.iter().all(|name| !name.chars().any(char::is_control)));
        unpacked += content.map_or(0, <[u8]>::len) as u64;
    });
    assert!(unpacked <= limits.unpacked);
}

fuzz_target!(|bytes: &[u8]| {
    check(bytes);
    check(&[MAIL, bytes].concat());
    check(&stored_archive(&[("a", bytes), ("a/b.eml", &[MAIL, bytes].concat())]));
});
