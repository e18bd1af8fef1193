//! Training a language model from text.
//!
//! Each source of text is counted and discounted by itself (modified Kneser–Ney smoothing, Chen & Goodman 1998), the
//! sources are mixed with weights that grow with what a source knows of a context, and the mixture is pruned to a size.
//! Pruning ranks an n-gram by what its loss would do to the choice among words that look alike without their marks,
//! and, to a smaller part, to the whole distribution. The result depends on the text and the options alone.

mod channel;
mod corpus;
mod counts;
mod mix;
mod write;

pub use channel::{Pair, train_channel};
use corpus::Corpus;
use counts::Counts;
use mix::Mixer;

/// One source of training text.
#[derive(Debug)]
pub struct Source {
    /// Its name, for the model's note.
    pub name: String,
    /// Its weight in the mixture, relative to the other sources.
    pub weight: f64,
    /// Its text, one paragraph a line; a line that begins with `# ` is a comment.
    pub text: String,
    /// Every line whose number (from zero) is a multiple of this is left out, to measure on; zero leaves out none.
    pub hold_out: usize,
}

impl Source {
    fn training_lines(&self) -> impl Iterator<Item = &str> {
        let every = self.hold_out;
        let lines = self.text.lines().enumerate().filter(move |(i, _)| every == 0 || i % every != 0);
        lines.map(|(_, line)| line).filter(|line| !line.starts_with("# "))
    }
}

/// How to mix and prune.
#[derive(Debug, Clone)]
pub struct TrainOptions {
    /// Most bigrams kept.
    pub bigrams: usize,
    /// Most trigrams kept.
    pub trigrams: usize,
    /// Fewest uses of a bigram in all sources together.
    pub min_bigram: u32,
    /// Fewest uses of a trigram in all sources together.
    pub min_trigram: u32,
    /// Uses that every source is taken to have of every context: a great value makes the weights the same everywhere.
    pub context_prior: f64,
    /// Share of the whole distribution's divergence in the rank of an n-gram.
    pub whole_share: f64,
}

impl Default for TrainOptions {
    fn default() -> Self {
        Self {
            bigrams: 400_000,
            trigrams: 1_720_000,
            min_bigram: 1,
            min_trigram: 1,
            context_prior: 0.3,
            whole_share: 0.3,
        }
    }
}

/// Trains a model; the bytes are what [`crate::LanguageModel::open`] reads.
#[must_use]
pub fn train(sources: &[Source], options: &TrainOptions) -> Vec<u8> {
    let corpus = Corpus::read(sources);
    let counts: Vec<Counts> = corpus.streams.iter().map(|s| Counts::of(s, corpus.words.len())).collect();
    let weights: Vec<f64> = sources.iter().map(|s| s.weight).collect();
    let mixed = Mixer::new(&counts, &weights, &corpus.words, options).mix();
    let mut note = String::from("vanthu-restore language model, trained on:\n");
    for (source, stream) in sources.iter().zip(&corpus.streams) {
        note += &format!(
            "{}: {} bytes, {} tokens, weight {}\n",
            source.name,
            source.text.len(),
            stream.len(),
            source.weight
        );
    }
    write::model(&corpus, &mixed, &note)
}
