//! Tables without rules, made new at every run: how much of them is found again.
//!
//! `VANTHU_SEED` runs a seed again; `VANTHU_KEEP` names a folder for the tables that went worst.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use vanthu_appendix::rebuild::rebuild;
use vanthu_tests::generator::random::Random;
use vanthu_tests::generator::score::Score;
use vanthu_tests::generator::table::Table;
use vanthu_tests::generator::typeset::{Setting, set};
use vanthu_tests::generator::words::Words;
use vanthu_tests::generator::{dump, lines};

/// The seed of this run: `VANTHU_SEED`, or the time.
fn seed() -> u64 {
    std::env::var("VANTHU_SEED")
        .ok()
        .and_then(|s| s.parse().ok())
        .unwrap_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |d| d.as_secs()))
}

fn words() -> Words {
    Words::load(Path::new("/work/shared/train/decisions.txt.xz"))
}

fn setting(random: &mut Random) -> Setting {
    Setting {
        centred: random.chance(75),
        page_lines: random.between(28, 44),
        header_repeats: random.chance(85),
    }
}

#[test]
fn dumps_are_rebuilt() {
    let seed = seed();
    let words = words();
    let mut score = Score::default();
    for i in 0..40 {
        let mut random = Random::new(seed.wrapping_mul(1000).wrapping_add(i));
        let table = Table::tasks(&mut random, &words, 30);
        let setting = setting(&mut random);
        let text = dump::write(&set(&table, setting), &mut random);
        let rebuilt = rebuild(&lines(&text));
        let before = score.exact();
        let mut own = Score::default();
        own.add(&table, rebuilt.as_ref().and_then(|r| r.tables.first()));
        score.add(&table, rebuilt.as_ref().and_then(|r| r.tables.first()));
        let _ = before;
        if own.exact() < 0.9 {
            println!(
                "table {i}: {:.3} {setting:?} {:?}",
                own.exact(),
                table.columns.iter().map(|c| c.header.as_str()).collect::<Vec<_>>()
            );
            if let Ok(folder) = std::env::var("VANTHU_KEEP") {
                std::fs::write(format!("{folder}/dump{i}.txt"), &text).unwrap();
            }
        }
    }
    println!("dumps, seed {seed}: {score}");
    for example in &score.examples {
        println!("{example}");
    }
    assert!(score.exact() >= 0.85, "seed {seed}: {score}");
}
