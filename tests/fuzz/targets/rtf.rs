//! RTF of any kind.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vanthu_fuzz::read_office;

fuzz_target!(|bytes: &[u8]| read_office(&[&b"{\\rtf1\\ansi "[..], bytes].concat()));
