//! Learns the noise of an OCR from aligned pairs of words, `read<TAB>printed[<TAB>count]` a line.
//!
//! ```text
//! vanthu-restore-train-channel PAIRS… > channel.tsv
//! ```

use std::io::Write;

use vanthu_restore::train::{Pair, train_channel};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut pairs = Vec::new();
    for path in std::env::args().skip(1) {
        pairs.extend(std::fs::read_to_string(path)?.lines().filter_map(Pair::parse));
    }
    let note = format!("Learned from {} aligned pairs by vanthu-restore-train-channel.", pairs.len());
    Ok(std::io::stdout().write_all(train_channel(&pairs, &note).as_bytes())?)
}
