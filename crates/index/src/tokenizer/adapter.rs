//! The tokens as the engine takes them.
//!
//! The engine asks for the tokens of each text several times, once for each field that it stands in, and names of
//! agencies, sections and deadlines come again and again: each thread keeps the tokens of the texts that it met last.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

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

thread_local! {
    static RECENT: RefCell<Recent> = RefCell::default();
}

/// Bytes of texts whose tokens are kept; then all are forgotten.
const MOST_RECENT: usize = 1 << 20;

/// Tokens of the texts that a thread met last.
#[derive(Default)]
struct Recent {
    tokens: HashMap<String, Rc<Tokens>>,
    bytes: usize,
}

impl Recent {
    fn tokens(&mut self, text: &str) -> Rc<Tokens> {
        if let Some(tokens) = self.tokens.get(text) {
            return Rc::clone(tokens);
        }
        let tokens = Rc::new(Tokens::new(text));
        if text.len() > MOST_RECENT {
            return tokens;
        }
        if self.bytes + text.len() > MOST_RECENT {
            self.tokens.clear();
            self.bytes = 0;
        }
        self.bytes += text.len();
        self.tokens.insert(text.to_owned(), Rc::clone(&tokens));
        tokens
    }
}

/// Gives the tokens of texts in one form.
#[derive(Debug, Clone)]
pub(crate) struct FormTokenizer {
    form: Form,
    token: Token,
}

impl FormTokenizer {
    pub(crate) fn new(form: Form) -> Self {
        Self { form, token: Token::default() }
    }
}

impl Tokenizer for FormTokenizer {
    type TokenStream<'a> = FormStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> FormStream<'a> {
        let tokens = RECENT.with_borrow_mut(|recent| recent.tokens(text));
        self.token.reset();
        FormStream { form: self.form, tokens, token: &mut self.token, next: 0 }
    }
}

/// The tokens of one text.
pub(crate) struct FormStream<'a> {
    form: Form,
    tokens: Rc<Tokens>,
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
