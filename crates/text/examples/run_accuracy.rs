//! How many runs of mixed documents are decoded rightly: `cargo run --release -p vanthu-text --example run_accuracy -- FILE…`
//!
//! The lines of the files (UTF-8, Vietnamese) and the English and French sentences here are cut into runs. A document is
//! made of runs in two to four encodings, some under the names of their fonts, some under names that say nothing. A run
//! is right where the text comes out as it went in; of TCVN3, whose small letters may stand for capitals, as it reads
//! without its case. Clean documents, and documents of English and French only, must come out as they are.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program that measures")]

use std::process::ExitCode;

use vanthu_text::{Encoding, Run, RunDecoder, lower, nfc};

/// What a run is in, with names of its fonts and one that tells nothing.
const KINDS: [(Option<Encoding>, [&str; 3]); 7] = [
    (Some(Encoding::Tcvn3), [".VnTime", ".VnArial", "Times New Roman"]),
    (Some(Encoding::Vni), ["VNI-Times", "VNI-Helve", "Times New Roman"]),
    (Some(Encoding::Vps), ["VPS Times", "VPS Helv", "Times New Roman"]),
    (Some(Encoding::Viscii), ["VI Times", "VI Arial", "Times New Roman"]),
    (Some(Encoding::Windows1258), ["Times New Roman", "Arial", ""]),
    (None, ["Times New Roman", "Arial", ".VnTime"]),
    (None, ["Times New Roman", "Garamond", ""]),
];
/// Place of the runs in other languages among [`KINDS`].
const FOREIGN: usize = 6;

/// Invented sentences with the letters that could be taken for something else.
const OTHER_LANGUAGES: [&str; 12] = [
    "The committee shall report to the Minister before the 30th of June each year.",
    "Loan agreement No. 3421-VN between the Association and the Borrower (“Project”), § 4.02",
    "Façade works at the café — naïve estimates of £1,200 and €950",
    "Article 7. The parties' obligations ©2008, all rights reserved ®",
    "Temperature 25 °C ± 2, area 120 m², dose 5 µg",
    "Le conseil a délibéré, après lecture du rapport, à l'unanimité des membres présents.",
    "Arrêté du 12 août 1998 relatif à l'organisation générale des services déconcentrés",
    "L'élève s'est présenté où l'on a reçu le procès-verbal; ça suffit, très bientôt même.",
    "Vu le décret n° 46-432 créant l'Office; vu l'avis du contrôleur financier",
    "Société générale d'études, hôtel de ville, préfecture de la Réunion",
    "Señor Núñez, año 2001; Größe und Übung; São Tomé e Príncipe",
    "Annex 3: Summary of procurement arrangements (US$ million)",
];

/// A generator of numbers that is the same everywhere (Marsaglia, *Xorshift RNGs*, 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound.max(1) as u64).unwrap_or(0)
    }
}

/// A run as it was meant and as it is seen.
struct Sample {
    meant: String,
    seen: String,
    font: &'static str,
    kind: usize,
}

/// `text` as bytes in `encoding` look through Windows-1252, with Latin-1 where that has nothing.
fn seen(text: &str, encoding: Encoding) -> Option<String> {
    let bytes = encoding.encode(text).ok()?;
    Some(
        bytes
            .iter()
            .map(|byte| Encoding::Windows1252.decode(&[*byte]))
            .zip(&bytes)
            .map(
                |(c, b)| {
                    if c.contains(char::REPLACEMENT_CHARACTER) { char::from(*b).to_string() } else { c }
                },
            )
            .collect(),
    )
}

fn sample(kind: usize, lines: &[String], random: &mut Random) -> Option<Sample> {
    let (encoding, fonts) = KINDS[kind];
    let font = fonts[random.below(fonts.len())];
    let text = if kind == FOREIGN {
        OTHER_LANGUAGES[random.below(OTHER_LANGUAGES.len())].to_owned()
    } else {
        let line = &lines[random.below(lines.len())];
        // Runs are whole lines or a part: from three words on.
        let words: Vec<&str> = line.split(' ').collect();
        let from = random.below(words.len().saturating_sub(3));
        let count = 3 + random.below(words.len() - from);
        words.iter().skip(from).take(count).copied().collect::<Vec<_>>().join(" ")
    };
    let meant = nfc(&text).into_owned();
    let seen = match encoding {
        Some(encoding) => seen(&meant, encoding)?,
        None => meant.clone(),
    };
    Some(Sample { meant, seen, font, kind })
}

/// The runs of a document, decoded.
fn decode(document: &[Sample]) -> Vec<String> {
    let runs: Vec<[Run<'_>; 1]> =
        document.iter().map(|sample| [Run { text: &sample.seen, font: sample.font }]).collect();
    let mut decoder = RunDecoder::default();
    runs.iter().for_each(|line| decoder.observe(line));
    runs.iter().map(|line| nfc(&decoder.decode(line).texts.concat()).into_owned()).collect()
}

fn main() -> ExitCode {
    let mut lines = Vec::new();
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        lines.extend(
            text.lines().map(str::trim).filter(|line| line.split(' ').count() > 6).map(str::to_owned),
        );
    }
    if lines.is_empty() {
        eprintln!("usage: run_accuracy FILE…");
        return ExitCode::FAILURE;
    }
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    let mut counts = [(0_u32, 0_u32); KINDS.len()];
    let mut shown = 0;
    for _ in 0..400 {
        let kinds: Vec<usize> = (0..2 + random.below(3)).map(|_| random.below(KINDS.len())).collect();
        let document: Vec<Sample> =
            (0..40).filter_map(|_| sample(kinds[random.below(kinds.len())], &lines, &mut random)).collect();
        for (sample, text) in document.iter().zip(decode(&document)) {
            let is_right = match KINDS[sample.kind].0 {
                Some(Encoding::Tcvn3) => lower(&text) == lower(&sample.meant),
                _ => text == sample.meant,
            };
            let (right, all) = &mut counts[sample.kind];
            *right += u32::from(is_right);
            *all += 1;
            if !is_right && shown < 20 {
                shown += 1;
                println!("{:?} in {:?}\n  {}\n  {text}", KINDS[sample.kind].0, sample.font, sample.meant);
            }
        }
    }
    for ((encoding, _), (right, all)) in KINDS.iter().zip(counts) {
        let share = f64::from(right) / f64::from(all.max(1));
        println!("{:14} {all:6} runs, {share:.4} right", encoding.map_or("Unicode", Encoding::name));
    }
    let (right, all) = counts.iter().fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
    println!("{:14} {all:6} runs, {:.4} right", "all", f64::from(right) / f64::from(all.max(1)));
    let mut alarms = 0;
    for kind in [5, FOREIGN] {
        for _ in 0..200 {
            let document: Vec<Sample> = (0..40).filter_map(|_| sample(kind, &lines, &mut random)).collect();
            let changed = decode(&document)
                .iter()
                .zip(&document)
                .filter(|(text, sample)| **text != sample.meant)
                .count();
            alarms += changed;
        }
    }
    println!("false alarms in clean documents and in English and French: {alarms} of 16000 runs");
    ExitCode::SUCCESS
}
