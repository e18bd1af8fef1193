//! A whole document: whether it needs restoring, and what restoring did to it.

use serde::Serialize;

use crate::detect::State;
use crate::restorer::{RestoredLine, Restorer};
use crate::token::{Token, TokenKind, tokenize};

/// The state of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DocumentState {
    /// Nearly all of its words stand in lines of one state.
    All(State),
    /// Lines of several states.
    Mixed,
}

/// What restoring did to a document.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RestorationStats {
    /// Whether anything was changed.
    pub applied: bool,
    /// Words of the input.
    pub syllables: usize,
    /// Changed words.
    pub changed: usize,
    /// Mean confidence of the changes; 1 where nothing was changed.
    pub confidence: f32,
}

/// A restored document.
#[derive(Debug, Clone, PartialEq)]
pub struct RestoredDocument {
    /// Its lines, as many as went in.
    pub lines: Vec<RestoredLine>,
    /// What it was.
    pub state: DocumentState,
    /// What was done.
    pub stats: RestorationStats,
}

/// Share of the words that makes a document's state.
const NEARLY_ALL: f64 = 0.9;

impl Restorer<'_> {
    /// Restores the lines of one document as far as they need it.
    #[must_use]
    pub fn restore_document(&self, lines: &[&str]) -> RestoredDocument {
        let restored = self.restore_lines(lines);
        let mut tokens: Vec<Token> = Vec::new();
        let mut words_in = [(State::Clean, 0), (State::Stripped, 0), (State::Ocr, 0), (State::Other, 0)];
        let mut syllables = 0;
        for (line, done) in lines.iter().zip(&restored) {
            tokens.clear();
            tokenize(line, &mut tokens);
            let words = tokens.iter().filter(|t| t.kind == TokenKind::Word).count();
            syllables += words;
            if let Some(count) = words_in.iter_mut().find(|(state, _)| *state == done.state) {
                count.1 += words;
            }
        }
        let (most, words) = words_in.into_iter().max_by_key(|(_, n)| *n).unwrap_or((State::Other, 0));
        let state = if words as f64 >= NEARLY_ALL * syllables as f64 {
            DocumentState::All(most)
        } else {
            DocumentState::Mixed
        };
        let (mut changed, mut sum) = (0_usize, 0.0);
        for change in restored.iter().flat_map(|l| &l.changes) {
            changed += 1;
            sum += f64::from(change.confidence);
        }
        let confidence = if changed == 0 { 1.0 } else { (sum / changed as f64) as f32 };
        let stats = RestorationStats { applied: changed > 0, syllables, changed, confidence };
        RestoredDocument { lines: restored, state, stats }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clean_document_is_left_alone() {
        let lines = [
            "Ủy ban nhân dân tỉnh giao Sở Y tế chủ trì, phối hợp với các đơn vị liên quan",
            "báo cáo trong tháng 6.",
        ];
        let done = Restorer::new().restore_document(&lines);
        assert_eq!(done.state, DocumentState::All(State::Clean));
        assert!(!done.stats.applied && done.lines.iter().zip(lines).all(|(l, given)| l.text == given));
    }

    #[test]
    fn a_stripped_document_is_counted() {
        let done = Restorer::new()
            .restore_document(&["So Y te chu tri, phoi hop voi cac don vi lien quan bao cao trong thang 6."]);
        assert_eq!(done.state, DocumentState::All(State::Stripped));
        assert_eq!(done.stats.syllables, 17);
        assert!(done.stats.applied && done.stats.changed > 10 && done.stats.confidence > 0.9);
    }
}
