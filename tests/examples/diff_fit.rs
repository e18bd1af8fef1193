//! Fits the weights of `vanthu-diff` on generated successor appendices, and prints them as `crates/diff/src/score.rs` has them.
//!
//! ```sh
//! cargo run --release -p vanthu-tests --example diff_fit [PAIRS]
//! ```

#![expect(clippy::print_stdout, reason = "it prints what it found")]

use std::collections::BTreeSet;

use anyhow::Result;
use vanthu_diff::evidence::FEATURES;
use vanthu_diff::score::{Model, Regression};
use vanthu_diff::training::{Seen, observe};
use vanthu_tests::generator::random::Random;
use vanthu_tests::successor::{Successor, corpus_pool, generate, no_source, size};

fn main() -> Result<()> {
    let count = std::env::args().nth(1).map_or(Ok(400), |n| n.parse())?;
    let pool = corpus_pool()?;
    // The accuracy test draws from other seeds.
    let made: Vec<Successor> = (0..count)
        .map(|seed| {
            let mut random = Random::new(1_000_000 + seed);
            let tasks = size(&mut random);
            generate(&pool, tasks, &mut random)
        })
        .collect();
    let mut model = Model::FITTED;
    let look = |model: &Model| -> Vec<Seen> {
        let source = no_source();
        made.iter()
            .map(|s| {
                let (old, new) = s.sides(&source);
                observe(&old, &new, model)
            })
            .collect()
    };
    let labelled = |seen: &[Seen]| -> Vec<([f32; FEATURES], bool)> {
        let each = seen.iter().zip(&made);
        each.flat_map(|(seen, s)| seen.pairs.iter().map(|p| (p.evidence, s.pairs.contains(&(p.old, p.new)))))
            .collect()
    };
    model.pair = fit(&labelled(&look(&model)));
    let seen = look(&model);
    let standing: Vec<([f32; 4], bool)> = seen
        .iter()
        .zip(&made)
        .flat_map(|(seen, s)| seen.pairs.iter().map(|p| (p.standing, s.pairs.contains(&(p.old, p.new)))))
        .filter(|(features, _)| features[0] > -6.0)
        .collect();
    model.standing = fit(&standing);
    let kin: Vec<([f32; 8], bool)> = look(&model)
        .iter()
        .zip(&made)
        .flat_map(|(seen, s)| {
            let right: BTreeSet<_> = s.pairs.iter().copied().collect();
            seen.kin
                .iter()
                .filter(|k| right.contains(&k.pair))
                .map(|k| (k.features, right.contains(&(k.old, k.new))))
                .collect::<Vec<_>>()
        })
        .collect();
    model.kinship = fit(&kin);
    println!("{model:#?}");
    println!("pairs {}, of them right {}", standing.len(), standing.iter().filter(|e| e.1).count());
    println!("kin {}, of them right {}", kin.len(), kin.iter().filter(|e| e.1).count());
    Ok(())
}

/// Logistic regression by Newton's method, with a little weight decay.
fn fit<const N: usize>(examples: &[([f32; N], bool)]) -> Regression<N> {
    const DECAY: f64 = 1.0;
    let mut weights = vec![0.0_f64; N + 1];
    for _ in 0..30 {
        let mut gradient = vec![0.0; N + 1];
        let mut curvature = vec![vec![0.0; N + 1]; N + 1];
        for (features, right) in examples {
            let x: Vec<f64> = features.iter().map(|f| f64::from(*f)).chain([1.0]).collect();
            let score: f64 = x.iter().zip(&weights).map(|(x, w)| x * w).sum();
            let p = 1.0 / (1.0 + (-score).exp());
            let error = f64::from(u8::from(*right)) - p;
            for i in 0..=N {
                gradient[i] += error * x[i];
                for j in 0..=N {
                    curvature[i][j] += p * (1.0 - p) * x[i] * x[j];
                }
            }
        }
        for i in 0..N {
            gradient[i] -= DECAY * weights[i];
            curvature[i][i] += DECAY;
        }
        curvature[N][N] += 1e-6;
        let step = solve(curvature, gradient);
        weights.iter_mut().zip(&step).for_each(|(w, s)| *w += s);
        if step.iter().all(|s| s.abs() < 1e-6) {
            break;
        }
    }
    let mut fitted = Regression { weights: [0.0; N], constant: weights[N] as f32 };
    fitted.weights.iter_mut().zip(&weights).for_each(|(f, w)| *f = *w as f32);
    fitted
}

/// Solves a system of linear equations by elimination.
fn solve(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Vec<f64> {
    let n = b.len();
    for i in 0..n {
        let pivot = (i..n).max_by(|x, y| a[*x][i].abs().total_cmp(&a[*y][i].abs())).unwrap_or(i);
        a.swap(i, pivot);
        b.swap(i, pivot);
        for row in i + 1..n {
            let factor = a[row][i] / a[i][i];
            let upper = a[i].clone();
            for (cell, above) in a[row].iter_mut().zip(upper).skip(i) {
                *cell -= factor * above;
            }
            b[row] -= factor * b[i];
        }
    }
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|j| a[i][j] * b[j]).sum();
        b[i] = (b[i] - known) / a[i][i];
    }
    b
}
