//! How much of a scan's typed text comes out of it, next to other readings of the same pages.
//!
//! `cargo run --release -p vanthu-tests --example scan_recall -- SCAN.pdf TYPED.txt [OTHER.txt …]`
//!
//! Prints for the program's reading (with restoration, and without), and for each other text, the share of the typed
//! text's syllables that it holds: anywhere, and in the same order (longest common subsequence).
#![allow(clippy::print_stdout)]

use std::collections::HashMap;
use std::fs;

use anyhow::{Context, Result};
use vanthu_cli::pipeline::{Limits, read};
use vanthu_text::nfc;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [scan, typed, others @ ..] = &arguments[..] else { anyhow::bail!("SCAN TYPED [OTHER …]") };
    let truth = syllables(&fs::read_to_string(typed).with_context(|| typed.clone())?);
    let bytes = fs::read(scan).with_context(|| scan.clone())?;
    let (pages, _) = read(&bytes, &Limits::default())?;
    let mut readings = vec![("vanthu".to_owned(), pages.text())];
    for other in others {
        readings.push((other.clone(), fs::read_to_string(other).with_context(|| other.clone())?));
    }
    for (name, text) in readings {
        let read = syllables(&text);
        let (bag, order) = (in_bag(&truth, &read), in_order(&truth, &read));
        let share = |n: usize| n as f64 / truth.len().max(1) as f64;
        println!(
            "{name}\tsyllables {}\tanywhere {:.4}\tin order {:.4}",
            truth.len(),
            share(bag),
            share(order)
        );
    }
    Ok(())
}

/// Words and numbers, in lower case.
fn syllables(text: &str) -> Vec<String> {
    let text = nfc(text).to_lowercase();
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

fn in_bag(truth: &[String], read: &[String]) -> usize {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in read {
        *counts.entry(word).or_default() += 1;
    }
    let mut found = 0;
    for word in truth {
        if let Some(left) = counts.get_mut(word.as_str()).filter(|left| **left > 0) {
            *left -= 1;
            found += 1;
        }
    }
    found
}

fn in_order(truth: &[String], read: &[String]) -> usize {
    let mut row = vec![0_usize; read.len() + 1];
    for word in truth {
        let mut diagonal = 0;
        for (at, other) in read.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if word == other { diagonal + 1 } else { above.max(row[at]) };
            diagonal = above;
        }
    }
    row[read.len()]
}
