//! The tokens as the engine takes them.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::Tokens;

/// Which form of the tokens is indexed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// [`super::Token::folded`].
    Folded,
    /// [`super::Token::exact`].
    Exact,
}

impl Form {
    /// The name under which the engine knows the tokenizer; a part of the index.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Form::Folded => "vanthu-folded",
            Form::Exact => "vanthu-exact",
        }
    }
}

/// Gives the tokens of texts in one form.
#[derive(Debug, Clone)]
pub(crate) struct FormTokenizer {
    form: Form,
    tokens: Tokens,
    token: Token,
}

impl FormTokenizer {
    pub(crate) fn new(form: Form) -> Self {
        Self { form, tokens: Tokens::default(), token: Token::default() }
    }
}

impl Tokenizer for FormTokenizer {
    type TokenStream<'a> = FormStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> FormStream<'a> {
        self.tokens.fill(text);
        self.token.reset();
        FormStream { form: self.form, tokens: &self.tokens, token: &mut self.token, next: 0 }
    }
}

/// The tokens of one text.
pub(crate) struct FormStream<'a> {
    form: Form,
    tokens: &'a Tokens,
    token: &'a mut Token,
    next: usize,
}

impl TokenStream for FormStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(token) = self.tokens.get(self.next) else { return false };
        self.next += 1;
        self.token.text.clear();
        self.token.text.push_str(match self.form {
            Form::Folded => token.folded,
            Form::Exact => token.exact,
        });
        self.token.position = token.position;
        self.token.offset_from = token.range.start;
        self.token.offset_to = token.range.end;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
