//! Restoring lines of text.

use std::sync::OnceLock;

use serde::Serialize;
use vanthu_text::{OffsetMap, TextRange};

use crate::calibration::confidence;
use crate::channel::{ChannelError, ChannelModel};
use crate::decoder::{Beam, Decoder, History};
use crate::detect::{self, Evidence, Judge, State};
use crate::language_model::LanguageModel;
use crate::lattice::{Arc, Lattice, Written};
use crate::marks::{self, ReadLine};
use crate::model_file::ModelError;
use crate::names;
use crate::ocr::{self, OcrToken};
use crate::paragraph::line_end;
use crate::reading::Reader;
use crate::stripped;
use crate::token::{Case, Token, TokenKind, tokenize};
use crate::trie::Trie;
use crate::vocabulary::{BOUNDARY, WordId};

/// The model that the program carries.
pub(crate) static MODEL: &[u8] = include_bytes!("../model/language.bin");
/// The noise model that the program carries.
static CHANNEL: &str = include_str!("../model/channel.tsv");

/// One of the readings of a word.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Candidate {
    /// How it would be written.
    pub text: String,
    /// Its probability.
    pub p: f32,
}

/// One changed word.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The bytes of the input line that it replaces.
    #[serde(flatten)]
    pub range: TextRange,
    /// What stood there.
    pub from: String,
    /// What stands there now.
    pub to: String,
    /// How sure the change is: the share of such changes that are right.
    pub confidence: f32,
    /// The likeliest readings, best first.
    pub candidates: Vec<Candidate>,
}

/// One restored line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RestoredLine {
    /// The restored text.
    pub text: String,
    /// What the line was.
    pub state: State,
    /// The changes, in order.
    pub changes: Vec<Change>,
    /// Words that stay although another reading is nearly as likely (`from` and `to` are the same).
    #[serde(skip)]
    pub kept: Vec<Change>,
    /// Where each byte of `text` comes from in the input line.
    #[serde(skip)]
    pub map: OffsetMap,
}

/// What the search may cost.
const BEAM: Beam = Beam { width: 9.0, states: 24 };
/// A search that drops nothing.
const EXACT: Beam = Beam { width: f32::INFINITY, states: usize::MAX };
/// Tokens after which a stretch of text is decoded at the latest.
const WINDOW: usize = 2000;
/// Readings named beside a change, and the least probability of one.
const CANDIDATES: usize = 5;
const LEAST_P: f32 = 0.005;

/// Restores text with one model; made once and used for many texts.
#[derive(Debug)]
pub struct Restorer<'m> {
    model: LanguageModel<'m>,
    channel: ChannelModel,
    /// The vocabulary as a trie, made when the first line of an OCR is met.
    trie: OnceLock<Trie>,
    beam: Beam,
}

impl Restorer<'static> {
    /// A restorer with the model that the program carries.
    ///
    /// # Panics
    /// Never: the model is a part of the program and opened by its tests.
    #[must_use]
    pub fn new() -> Self {
        #[expect(clippy::expect_used, reason = "the carried model is opened by the tests")]
        Self::with_model(MODEL).expect("the carried model opens")
    }
}

impl Default for Restorer<'static> {
    fn default() -> Self {
        Self::new()
    }
}

/// What a place of the lattice covers: bytes of a line. A line's end covers nothing.
#[derive(Debug, Clone, Copy)]
struct Spot {
    line: usize,
    start: usize,
    end: usize,
}

impl<'m> Restorer<'m> {
    /// A restorer with the language model in `bytes`, read in place.
    ///
    /// # Errors
    /// Where `bytes` is no language model of this version.
    pub fn with_model(bytes: &'m [u8]) -> Result<Self, ModelError> {
        let channel = ChannelModel::parse(CHANNEL).unwrap_or_default();
        Ok(Self { model: LanguageModel::open(bytes)?, channel, trie: OnceLock::new(), beam: BEAM })
    }

    /// The same restorer with another noise model: a table as [`crate::train::train_channel`] writes it.
    ///
    /// # Errors
    /// Where the table cannot be read.
    pub fn with_channel(self, table: &str) -> Result<Self, ChannelError> {
        Ok(Self { channel: ChannelModel::parse(table)?, ..self })
    }

    /// The same restorer with a search that drops nothing: it measures what the usual one, which keeps only likely states,
    /// loses. Its time grows with the cube of the readings of a word.
    #[must_use]
    pub fn with_exact_search(self) -> Self {
        Self { beam: EXACT, ..self }
    }

    /// The language model.
    #[must_use]
    pub fn model(&self) -> &LanguageModel<'m> {
        &self.model
    }

    /// Restores `lines`, which follow each other in one document; gives one line for each.
    #[must_use]
    pub fn restore_lines(&self, lines: &[&str]) -> Vec<RestoredLine> {
        let mut judge = Judge::new(&self.model);
        let evidence: Vec<Evidence> = lines.iter().map(|line| judge.weigh(line)).collect();
        let states = detect::judge(&evidence);
        let mut pass = Pass::new(self, lines, &states);
        for number in 0..lines.len() {
            pass.add_line(number);
        }
        pass.decode();
        for (line, out) in lines.iter().zip(&mut pass.out) {
            (out.text, out.map) = rewrite(line, &out.changes);
        }
        pass.out
    }

    /// Corrects the marks of lines that an OCR of Vietnamese read, which follow each other in one document; gives one line
    /// for each. Words change only into words of the same letters.
    #[must_use]
    pub fn correct_marks(&self, lines: &[ReadLine<'_>]) -> Vec<RestoredLine> {
        let texts: Vec<&str> = lines.iter().map(|line| line.text).collect();
        let mut pass = Pass::new(self, &texts, &vec![State::Ocr; lines.len()]);
        pass.read = Some(lines);
        for number in 0..lines.len() {
            pass.add_line(number);
        }
        pass.decode();
        for ((read, line), out) in lines.iter().zip(&texts).zip(&mut pass.out) {
            read_names(*read, out);
            (out.text, out.map) = rewrite(line, &out.changes);
        }
        pass.out
    }
}

/// Reads the pieces of a line that are names by themselves as such.
fn read_names(line: ReadLine<'_>, out: &mut RestoredLine) {
    let mut at = 0;
    // Columns are parted by wide spaces.
    for piece in line.text.split("   ") {
        let name = piece.trim();
        let offset = at + (piece.len() - piece.trim_start().len());
        if let Some(name) = names::read(name, offset, |range| line.confidence(range)) {
            let end = at + piece.len();
            out.changes.retain(|change| change.range.end <= at || change.range.start >= end);
            out.changes.extend(name.changed);
            out.changes.sort_by_key(|change| change.range.start);
            out.kept.extend(name.kept);
        }
        at += piece.len() + 3;
    }
}

/// One way through the lines.
struct Pass<'a> {
    restorer: &'a Restorer<'a>,
    lines: &'a [&'a str],
    /// What an OCR of Vietnamese said of the lines, where one read them.
    read: Option<&'a [ReadLine<'a>]>,
    out: Vec<RestoredLine>,
    history: History,
    lattice: Lattice,
    decoder: Decoder,
    spots: Vec<Spot>,
    tokens: Vec<Token>,
    ocr_tokens: Vec<OcrToken>,
    settings: Vec<stripped::Setting>,
    reader: Reader,
    base: String,
}

impl<'a> Pass<'a> {
    fn new(restorer: &'a Restorer<'a>, lines: &'a [&'a str], states: &[State]) -> Self {
        let blank = |state: &State| RestoredLine {
            text: String::new(),
            state: *state,
            changes: Vec::new(),
            kept: Vec::new(),
            map: OffsetMap::default(),
        };
        Self {
            restorer,
            lines,
            read: None,
            out: states.iter().map(blank).collect(),
            history: History::START,
            lattice: Lattice::default(),
            decoder: Decoder::default(),
            spots: Vec::new(),
            tokens: Vec::new(),
            ocr_tokens: Vec::new(),
            settings: Vec::new(),
            reader: Reader::default(),
            base: String::new(),
        }
    }

    /// Adds line `number` and its end to the lattice.
    fn add_line(&mut self, number: usize) {
        let (Some(&line), Some(state)) = (self.lines.get(number), self.out.get(number).map(|l| l.state))
        else {
            return;
        };
        match state {
            State::Ocr if self.read.is_none() => self.add_ocr_line(number, line),
            _ => self.add_stripped_line(number, line, state != State::Stripped),
        }
        let next = self.lines.get(number + 1..).and_then(|rest| rest.iter().find(|l| !l.trim().is_empty()));
        if let (false, Some(next)) = (line.trim().is_empty(), next) {
            let end = line_end(line, next);
            self.spots.push(Spot { line: number, start: line.len(), end: line.len() });
            self.lattice.push_word(None, Written::Keep, end.goes_on);
            self.lattice.push_word(Some(BOUNDARY), Written::Keep, end.ends);
            self.lattice.close_place();
            if self.spots.len() >= WINDOW / 2 && end.ends > -0.2 {
                self.decode();
            }
        }
    }

    fn add_stripped_line(&mut self, number: usize, line: &str, settled: bool) {
        let mut tokens = std::mem::take(&mut self.tokens);
        let mut settings = std::mem::take(&mut self.settings);
        tokens.clear();
        tokenize(line, &mut tokens);
        stripped::settings(line, &tokens, &mut settings);
        for (token, setting) in tokens.iter().zip(&settings) {
            self.spots.push(Spot { line: number, start: token.start, end: token.end });
            let setting = stripped::Setting { settled, ..*setting };
            let model = &self.restorer.model;
            let read = self.read.and_then(|read| read.get(number));
            match read {
                Some(read) if token.kind == TokenKind::Word => {
                    marks::add_word(model, *read, token, setting, &mut self.base, &mut self.lattice);
                    self.lattice.close_place();
                }
                _ => stripped::add_token(model, line, token, setting, &mut self.base, &mut self.lattice),
            }
            if self.spots.len() >= WINDOW {
                self.decode();
            }
        }
        self.tokens = tokens;
        self.settings = settings;
    }

    fn add_ocr_line(&mut self, number: usize, line: &str) {
        let restorer = self.restorer;
        let models = ocr::Models {
            language: &restorer.model,
            channel: &restorer.channel,
            trie: restorer.trie.get_or_init(|| Trie::new(&restorer.model)),
        };
        let mut tokens = std::mem::take(&mut self.ocr_tokens);
        let mut settings = std::mem::take(&mut self.settings);
        tokens.clear();
        ocr::tokenize(line, &mut tokens);
        ocr::settings(line, &tokens, &mut settings);
        for (index, token) in tokens.iter().enumerate() {
            self.spots.push(Spot { line: number, start: token.range.start, end: token.range.end });
            ocr::add_token(models, &mut self.reader, line, &tokens, &settings, index, &mut self.lattice);
            if self.spots.len() >= WINDOW {
                self.decode();
            }
        }
        self.ocr_tokens = tokens;
        self.settings = settings;
    }

    /// Decodes what has been added and writes the changes to their lines.
    fn decode(&mut self) {
        if self.spots.is_empty() {
            return;
        }
        self.history =
            self.decoder.decode(&self.restorer.model, &self.lattice, self.history, self.restorer.beam);
        let mut place = 0_u32;
        for &number in &self.decoder.path {
            let Some(arc) = self.lattice.arc(number) else { break };
            if let Some(change) = self.change(place, number, arc) {
                let line = self.spots.get(place as usize).map_or(0, |s| s.line);
                if let Some(out) = self.out.get_mut(line) {
                    out.changes.push(change);
                }
            }
            place = arc.to;
        }
        self.lattice.clear();
        self.spots.clear();
    }

    /// The change that arc `number` from `place` makes, if it makes one.
    fn change(&self, place: u32, number: u32, arc: &Arc) -> Option<Change> {
        if arc.written == Written::Keep {
            return None;
        }
        let (first, last) = (self.spots.get(place as usize)?, self.spots.get(arc.to as usize - 1)?);
        let range = TextRange::new(first.start, last.end);
        let from = self.lines.get(first.line)?.get(range.start..range.end)?;
        let to = self.written(arc, from);
        let state = self.out.get(first.line)?.state;
        if to == from {
            return None;
        }
        let posterior = |n: u32| self.decoder.posterior.get(n as usize).copied().unwrap_or_default();
        let mut candidates: Vec<Candidate> = self
            .lattice
            .arcs_from(place)
            .filter(|&n| posterior(n) >= LEAST_P)
            .filter_map(|n| Some((n, self.lattice.arc(n)?)))
            .filter(|(_, other)| other.to == arc.to)
            .map(|(n, other)| Candidate { text: self.written(other, from), p: posterior(n) })
            .collect();
        candidates.sort_by(|a, b| b.p.total_cmp(&a.p));
        candidates.truncate(CANDIDATES);
        Some(Change {
            range,
            from: from.to_owned(),
            to,
            confidence: confidence(state, posterior(number)),
            candidates,
        })
    }

    /// The text that `arc` writes in the place of `from`.
    fn written(&self, arc: &Arc, from: &str) -> String {
        let word = |w: &WordId| self.restorer.model.vocabulary().word(*w);
        match arc.written {
            Written::Keep => from.to_owned(),
            Written::Verbatim => arc.words().iter().map(word).collect::<Vec<_>>().join(" "),
            Written::Sentence => {
                Case::Title.apply(&arc.words().iter().map(word).collect::<Vec<_>>().join(" "))
            }
            Written::As(case) => {
                arc.words().iter().map(|w| case.apply(word(w))).collect::<Vec<_>>().join(" ")
            }
        }
    }
}

/// `line` with `changes` made, and the way back.
fn rewrite(line: &str, changes: &[Change]) -> (String, OffsetMap) {
    let mut out = String::with_capacity(line.len() + line.len() / 3);
    let mut map = OffsetMap::default();
    let mut at = 0;
    for change in changes {
        out.push_str(line.get(at..change.range.start).unwrap_or_default());
        map.keep(change.range.start - at);
        out.push_str(&change.to);
        map.replace(change.range.len(), change.to.len());
        at = change.range.end;
    }
    out.push_str(line.get(at..).unwrap_or_default());
    map.keep(line.len() - at);
    (out, map)
}
