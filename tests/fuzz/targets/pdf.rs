//! PDF of any kind, its cross-references among it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vanthu_fuzz::read_office;

fuzz_target!(|bytes: &[u8]| read_office(&[&b"%PDF-1.7\n"[..], bytes].concat()));
