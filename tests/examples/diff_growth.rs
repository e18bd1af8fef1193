//! How time and memory of a comparison grow from a hundred tasks a side to ten thousand.
//!
//! ```sh
//! cargo run --release -p vanthu-tests --example diff_growth
//! ```

#![expect(clippy::print_stdout, reason = "it prints what it found")]

use std::time::Instant;

use anyhow::Result;
use vanthu_diff::compare;
use vanthu_tests::generator::random::Random;
use vanthu_tests::successor::{corpus_pool, generate, no_source};

fn main() -> Result<()> {
    let pool = corpus_pool()?;
    let source = no_source();
    println!("old     new     matches  right  seconds  peak MB");
    for size in [100, 300, 1000, 3000, 10_000] {
        let made = generate(&pool, size, &mut Random::new(1));
        let (old, new) = made.sides(&source);
        let start = Instant::now();
        let diff = compare(&old, &new);
        let seconds = start.elapsed().as_secs_f64();
        let right = diff.matches.iter().filter(|m| {
            let pair = m.old_tasks.first().zip(m.new_tasks.first()).map(|(o, n)| (o.index, n.index));
            pair.is_some_and(|pair| made.pairs.contains(&pair))
        });
        let (of_old, of_new) = (made.old.tasks.len(), made.new.tasks.len());
        println!(
            "{of_old:<7} {of_new:<7} {:<8} {:<6} {seconds:<8.2} {}",
            diff.matches.len(),
            right.count(),
            peak()
        );
    }
    Ok(())
}

/// The most memory that the process has held, in megabytes, where the system tells.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|l| l.trim().split(' ').next()?.parse::<u64>().ok());
    kilobytes.map_or_else(|| "?".to_owned(), |k| (k / 1024).to_string())
}
