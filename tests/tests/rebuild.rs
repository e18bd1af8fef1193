//! Tables without rules, made new at every run: how much of them is found again.
//!
//! `VANTHU_SEED` runs a seed again; `VANTHU_KEEP` names a folder for the tables that went worst.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::time::{SystemTime, UNIX_EPOCH};

use vanthu_appendix::rebuild::{Rebuilt, rebuild};
use vanthu_document::page::Line;
use vanthu_tests::generator::random::Random;
use vanthu_tests::generator::score::Score;
use vanthu_tests::generator::table::Table;
use vanthu_tests::generator::typeset::{Page, Setting, set};
use vanthu_tests::generator::words::Words;
use vanthu_tests::generator::{beside, dump, layout, lines};
use vanthu_tests::seeds::shared;

/// The seed of this run: `VANTHU_SEED`, or the time.
fn seed() -> u64 {
    std::env::var("VANTHU_SEED")
        .ok()
        .and_then(|s| s.parse().ok())
        .unwrap_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |d| d.as_secs()))
}

/// Sentences of real decisions where the shared texts are there, else the generator's own words.
fn words() -> Words {
    Words::load(&shared().unwrap_or_default().join("train/decisions.txt.xz"))
}

fn setting(random: &mut Random) -> Setting {
    Setting {
        centred: random.chance(75),
        page_lines: random.between(28, 44),
        header_repeats: random.chance(85),
    }
}

/// How a form is written.
type Write = fn(&Table, &[Page], &mut Random) -> String;

/// Makes `count` tables, writes them in a form, rebuilds them, and counts.
fn measure(name: &str, count: u64, make: fn(&mut Random, &Words) -> Table, write: Write) -> (u64, Score) {
    let seed = seed();
    let words = words();
    let mut score = Score::default();
    for i in 0..count {
        let mut random = Random::new(seed.wrapping_mul(1000).wrapping_add(i));
        let table = make(&mut random, &words);
        let setting = setting(&mut random);
        let text = write(&table, &set(&table, setting), &mut random);
        let lines = lines(&text);
        let rebuilt = rebuild(&lines, false).unwrap_or_default();
        assert_nothing_lost(&lines, &rebuilt, &format!("{name}, seed {seed}, table {i}"));
        let mut own = Score::default();
        own.add(&table, rebuilt.tables.first());
        score.add(&table, rebuilt.tables.first());
        if own.exact() < 0.9
            && let Ok(folder) = std::env::var("VANTHU_KEEP")
        {
            std::fs::write(format!("{folder}/{name}{i}.txt"), &text).unwrap();
        }
    }
    println!("{name}, seed {seed}: {score}");
    for example in &score.examples {
        println!("{example}");
    }
    (seed, score)
}

/// Every letter and digit of the source stands in a cell, outside the tables, or among the furniture.
fn assert_nothing_lost(lines: &[Line], rebuilt: &Rebuilt, place: &str) {
    let count = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let aside: usize = rebuilt.furniture.iter().map(|a| count(&a.text)).sum();
    let cells = rebuilt
        .tables
        .iter()
        .flat_map(|t| &t.rows)
        .flat_map(|r| &r.cells)
        .map(|c| count(&c.text))
        .sum::<usize>();
    let outside: usize = rebuilt.outside.iter().chain(&rebuilt.below).map(|l| count(&l.text)).sum();
    let all: usize = lines.iter().map(|l| count(&l.text)).sum();
    // Cells of a page that an OCR read mend each other: a mark becomes an ordinal, a slip the letter that is meant.
    let found = cells + outside + aside;
    let mended = if place.starts_with("beside") { all / 100 } else { 0 };
    let texts = rebuilt.tables.iter().flat_map(|t| &t.rows).flat_map(|r| &r.cells).map(|c| c.text.as_str());
    let texts = texts.chain(rebuilt.furniture.iter().map(|a| a.text.as_str()));
    let mut left: Vec<&str> = texts.flat_map(str::split_whitespace).collect();
    left.sort_unstable();
    let mut missing = Vec::new();
    for word in lines.iter().flat_map(|l| l.text.split_whitespace()) {
        match left.binary_search(&word) {
            Ok(at) => drop(left.remove(at)),
            Err(_) => missing.push(word),
        }
    }
    assert!(
        (all - mended..=all + mended).contains(&found),
        "{place}: of {all}, cells {cells}, outside {outside}, furniture {aside}; missing {missing:?}"
    );
}

#[test]
fn dumps_are_rebuilt() {
    let (seed, score) =
        measure("dump", 24, |r, w| Table::tasks(r, w, 30), |_, pages, r| dump::write(pages, r));
    assert!(score.exact() >= 0.90, "seed {seed}: {score}");
    assert!(score.sure().0 >= 0.96, "seed {seed}: {score}");
}

#[test]
fn score_tables_are_rebuilt() {
    let (seed, score) =
        measure("scores", 10, |r, w| Table::scores(r, w, 30), |_, pages, r| dump::write(pages, r));
    assert!(score.exact() >= 0.90, "seed {seed}: {score}");
}

#[test]
fn layouts_are_rebuilt() {
    let (seed, score) = measure("layout", 24, |r, w| Table::tasks(r, w, 30), layout::write);
    assert!(score.exact() >= 0.94, "seed {seed}: {score}");
    assert!(score.sure().0 >= 0.97, "seed {seed}: {score}");
}

#[test]
fn pages_of_an_ocr_are_rebuilt() {
    let (seed, score) =
        measure("beside", 8, |r, w| Table::tasks(r, w, 30), |_, pages, r| beside::write(pages, r));
    assert!(score.exact() >= 0.50, "seed {seed}: {score}");
}
