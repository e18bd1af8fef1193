//! How right `vanthu-diff` is on generated successor appendices: pairs, calibration, causes.
//!
//! ```sh
//! cargo run --release -p vanthu-tests --example diff_accuracy [PAIRS] [SHOW]
//! ```

#![expect(clippy::print_stdout, reason = "it prints what it found")]

use anyhow::Result;
use vanthu_tests::successor::accuracy::{Accuracy, measure};
use vanthu_tests::successor::corpus_pool;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let count = arguments.next().map_or(Ok(400), |n| n.parse())?;
    let show = arguments.next().map_or(Ok(0), |n| n.parse())?;
    let accuracy: Accuracy = measure(&corpus_pool()?, 0..count);
    println!("{accuracy}");
    for fault in accuracy.faults.iter().take(show) {
        println!("{fault}");
    }
    Ok(())
}
