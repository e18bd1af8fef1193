//! Text that needs no restoring, as the language model sees it: what other crates ask the model about.

use crate::language_model::LanguageModel;
use crate::restorer::MODEL;
use crate::token::{Case, Token, TokenKind, mark_symbol, number_symbol, standard_form, tokenize};
use crate::vocabulary::{BOUNDARY, UNKNOWN, WordId};

impl LanguageModel<'static> {
    /// The model that the program carries.
    ///
    /// # Panics
    /// Never: the model is a part of the program and opened by its tests.
    #[must_use]
    pub fn carried() -> Self {
        #[expect(clippy::expect_used, reason = "the carried model is opened by the tests")]
        Self::open(MODEL).expect("the carried model opens")
    }
}

impl LanguageModel<'_> {
    /// Appends the model's words for `text`, as they stand in it: nothing is restored. What the model does not know is
    /// [`UNKNOWN`].
    pub fn encode(&self, text: &str, out: &mut Vec<WordId>) {
        let text = vanthu_text::nfc(text);
        let mut tokens: Vec<Token> = Vec::new();
        tokenize(&text, &mut tokens);
        for token in &tokens {
            let printed = token.text(&text);
            match token.kind {
                TokenKind::Word => out.push(self.known(printed).unwrap_or(UNKNOWN)),
                TokenKind::Number => {
                    out.push(self.vocabulary().id(number_symbol(printed)).unwrap_or(UNKNOWN));
                }
                TokenKind::Mark => out.extend(mark_symbol(printed).and_then(|s| self.vocabulary().id(s))),
                TokenKind::Separator => out.push(BOUNDARY),
                TokenKind::Address => out.push(UNKNOWN),
            }
        }
    }

    /// The number of a word printed with its marks, in whatever case and with either placing of its tone mark.
    pub(crate) fn known(&self, printed: &str) -> Option<WordId> {
        let vocabulary = self.vocabulary();
        let own = if matches!(Case::of(printed), Case::Upper | Case::Mixed) {
            vocabulary.id(printed)
        } else {
            None
        };
        own.or_else(|| {
            let lower = printed.to_lowercase();
            vocabulary.id(&lower).or_else(|| standard_form(&lower).and_then(|form| vocabulary.id(&form)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_follow_each_other_as_in_the_language() {
        let model = LanguageModel::carried();
        let mut ids = Vec::new();
        model.encode("Phòng Văn hoá", &mut ids);
        let [phong, van, hoa] = ids[..] else { panic!("{ids:?}") };
        assert_eq!(model.known("hóa"), Some(hoa));
        assert!(model.score(phong, van, hoa) > model.unigram(hoa) + 2.0);
    }
}
