//! Trains a language model from text files.
//!
//! ```text
//! vanthu-restore-train -o MODEL [--trigrams N] [--bigrams N] [--hold-out N] NAME:WEIGHT=FILE…
//! ```
//! Compressed text is given through the shell: `laws:1=<(xzcat laws.txt.xz)`.

use std::process::ExitCode;

use vanthu_restore::train::{Source, TrainOptions, train};

const USAGE: &str = "usage: vanthu-restore-train -o MODEL [--bigrams N] [--trigrams N] [--hold-out N] [--prior X] [--whole X] NAME:WEIGHT=FILE…";

fn run() -> Result<(), String> {
    let mut args = std::env::args().skip(1);
    let mut options = TrainOptions::default();
    let (mut out, mut hold_out, mut sources) = (None, 0, Vec::new());
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or(USAGE);
        let number = |text: String| text.parse::<f64>().map_err(|e| format!("{arg} {text}: {e}"));
        match arg.as_str() {
            "-o" => out = Some(value()?),
            "--bigrams" => options.bigrams = number(value()?)? as usize,
            "--trigrams" => options.trigrams = number(value()?)? as usize,
            "--min-bigram" => options.min_bigram = number(value()?)? as u32,
            "--min-trigram" => options.min_trigram = number(value()?)? as u32,
            "--prior" => options.context_prior = number(value()?)?,
            "--whole" => options.whole_share = number(value()?)?,
            "--hold-out" => hold_out = number(value()?)? as usize,
            _ => {
                let (name, rest) = arg.split_once(':').ok_or(USAGE)?;
                let (weight, path) = rest.split_once('=').ok_or(USAGE)?;
                let weight = weight.parse().map_err(|e| format!("{arg}: {e}"))?;
                let bytes = std::fs::read(path).map_err(|e| format!("{path}: {e}"))?;
                let text = String::from_utf8_lossy(&bytes).into_owned();
                sources.push((name.to_owned(), weight, text));
            }
        }
    }
    let out = out.ok_or(USAGE)?;
    if sources.is_empty() {
        return Err(USAGE.to_owned());
    }
    let sources: Vec<Source> =
        sources.into_iter().map(|(name, weight, text)| Source { name, weight, text, hold_out }).collect();
    std::fs::write(&out, train(&sources, &options)).map_err(|e| format!("{out}: {e}"))
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            #[expect(clippy::print_stderr, reason = "a program's message to its user")]
            {
                eprintln!("{message}");
            }
            ExitCode::from(2)
        }
    }
}
