//! The fields of the index, and the version that stands for them.
//!
//! | field | holds | for |
//! |---|---|---|
//! | `text`, `exact` | every column of an assignment, folded and exact; the task twice, so that it weighs more | words, phrases, ranking |
//! | `task` … `note` | one column each, folded | `nhiemvu:`, `chutri:` … |
//! | `context` | title of document and appendix, issuer | words that only the surroundings hold |
//! | `body`, `body_exact` | an article, a section, the front part | `--documents` |
//! | `lead_name`, `support_name`, `issuer_name` | canonical ids and those of the names as printed | filters, names in questions |
//! | `lead_heir`, `support_heir` | ids of what the agencies became | `--successors` |
//! | `facet` | canonical ids behind their [part](Part), columnar: one column is read faster than three | facets |
//! | `number`, `year`, `due`, `order` | the document's number; years of its period; last day of the deadline; printed order | filters, ties |
//! | `document`, `content`, `path`, `sort` | hash of the source; of what was read; its absolute path; task, part of a body, or record of a document | adding, replacing, deleting |
//! | `stored` | the entry as JSON | what is shown |

use std::collections::HashMap;

use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, STRING, Schema, TextFieldIndexing,
    TextOptions,
};
use tantivy::tokenizer::{RAW_TOKENIZER_NAME, TokenizerManager};
use vanthu_appendix::agency;
use vanthu_appendix::model::AgencyRef;

use crate::entry::{PartEntry, Record, TaskEntry};
use crate::tokenizer::adapter::{Form, FormTokenizer};
use crate::writer::Origin;

/// Version of the fields and of the tokens in them. It changes with either, and then an index is built anew.
pub const VERSION: &str = "2";

/// A column of a task table, as a query names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Column {
    /// Nhiệm vụ.
    Task,
    /// Sản phẩm.
    Product,
    /// Lãnh đạo phụ trách.
    Leader,
    /// Cơ quan chủ trì.
    Lead,
    /// Cơ quan phối hợp.
    Support,
    /// Mục.
    Section,
    /// Nguồn, ghi chú, other columns.
    Note,
    /// Thời hạn as printed.
    Deadline,
}

/// The fields by their names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    pub(crate) text: Field,
    pub(crate) exact: Field,
    columns: [Field; 8],
    pub(crate) context: Field,
    pub(crate) body: Field,
    pub(crate) body_exact: Field,
    pub(crate) lead_name: Field,
    pub(crate) support_name: Field,
    pub(crate) issuer_name: Field,
    pub(crate) lead_heir: Field,
    pub(crate) support_heir: Field,
    facet: Field,
    pub(crate) number: Field,
    pub(crate) year: Field,
    pub(crate) due: Field,
    order: Field,
    pub(crate) document: Field,
    pub(crate) content: Field,
    pub(crate) path: Field,
    pub(crate) sort: Field,
    pub(crate) stored: Field,
}

/// Names of the columnar fields, which the engine asks for by name.
pub(crate) mod fast {
    pub(crate) const FACET: &str = "facet";
    pub(crate) const ORDER: &str = "order";
}

/// An agency's part in an assignment, as the field `facet` has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Lead,
    Support,
    Issuer,
}

impl Part {
    pub(crate) const ALL: [Self; 3] = [Self::Lead, Self::Support, Self::Issuer];

    fn sign(self) -> char {
        match self {
            Self::Lead => 'l',
            Self::Support => 's',
            Self::Issuer => 'i',
        }
    }

    fn facet(self, id: &str) -> String {
        format!("{}{id}", self.sign())
    }

    /// The part and the id that a value of `facet` stands for.
    pub(crate) fn of_facet(value: &str) -> Option<(Self, &str)> {
        Self::ALL.into_iter().find_map(|part| Some((part, value.strip_prefix(part.sign())?)))
    }
}

/// What sort of entry it is: values of the field `sort`.
pub(crate) mod sort {
    /// An assignment.
    pub(crate) const TASK: u64 = 0;
    /// The record of a document.
    pub(crate) const RECORD: u64 = 1;
    /// A part of a document's body.
    pub(crate) const PART: u64 = 2;
}

/// The schema with its fields.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let text = |form: Form, record: IndexRecordOption, norms: bool| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(form.name())
            .set_index_option(record)
            .set_fieldnorms(norms);
        TextOptions::default().set_indexing_options(indexing)
    };
    let positions = IndexRecordOption::WithFreqsAndPositions;
    let words = || text(Form::Folded, IndexRecordOption::Basic, false);
    let phrases = || text(Form::Folded, positions, false);
    let raw = || {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(RAW_TOKENIZER_NAME)
            .set_index_option(IndexRecordOption::Basic)
            .set_fieldnorms(false);
        TextOptions::default().set_indexing_options(indexing)
    };
    let fields = Fields {
        text: builder.add_text_field("text", text(Form::Folded, positions, true)),
        exact: builder.add_text_field("exact", text(Form::Exact, positions, false)),
        columns: [
            builder.add_text_field("task", words()),
            builder.add_text_field("product", words()),
            builder.add_text_field("leader", phrases()),
            builder.add_text_field("lead", phrases()),
            builder.add_text_field("support", phrases()),
            builder.add_text_field("section", phrases()),
            builder.add_text_field("note", words()),
            builder.add_text_field("deadline", words()),
        ],
        context: builder.add_text_field("context", words()),
        body: builder.add_text_field("body", text(Form::Folded, positions, true)),
        body_exact: builder.add_text_field("body_exact", text(Form::Exact, positions, false)),
        lead_name: builder.add_text_field("lead_name", raw()),
        support_name: builder.add_text_field("support_name", raw()),
        issuer_name: builder.add_text_field("issuer_name", raw()),
        lead_heir: builder.add_text_field("lead_heir", raw()),
        support_heir: builder.add_text_field("support_heir", raw()),
        facet: builder.add_text_field(fast::FACET, TextOptions::default().set_fast(RAW_TOKENIZER_NAME)),
        number: builder.add_text_field("number", raw()),
        year: builder.add_u64_field("year", INDEXED),
        due: builder.add_u64_field("due", NumericOptions::default().set_fast()),
        order: builder.add_u64_field(fast::ORDER, FAST),
        document: builder.add_text_field("document", STRING),
        content: builder.add_text_field("content", STRING),
        path: builder.add_text_field("path", STRING),
        sort: builder.add_u64_field("sort", INDEXED),
        stored: builder.add_bytes_field("stored", STORED),
    };
    (builder.build(), fields)
}

/// The tokenizers that the schema names.
pub(crate) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    for form in [Form::Folded, Form::Exact] {
        manager.register(form.name(), FormTokenizer::new(form));
    }
    manager
}

impl Fields {
    /// The field of a column.
    pub(crate) fn column(&self, column: Column) -> Field {
        let [task, product, leader, lead, support, section, note, deadline] = self.columns;
        match column {
            Column::Task => task,
            Column::Product => product,
            Column::Leader => leader,
            Column::Lead => lead,
            Column::Support => support,
            Column::Section => section,
            Column::Note => note,
            Column::Deadline => deadline,
        }
    }

    /// Whether the positions of a column's words are known.
    pub(crate) fn has_positions(column: Column) -> bool {
        matches!(column, Column::Leader | Column::Lead | Column::Support | Column::Section)
    }

    /// An assignment as the engine takes it. `order` is its number in the document, `names` are those that were met in
    /// the document.
    pub(crate) fn task(
        &self,
        entry: &TaskEntry,
        record: &Record,
        order: u64,
        stored: &[u8],
        names: &mut Names,
    ) -> TantivyDocument {
        let mut out = TantivyDocument::new();
        let say = |out: &mut TantivyDocument, column: Option<Column>, text: &str| {
            if text.is_empty() {
                return;
            }
            out.add_text(self.text, text);
            out.add_text(self.exact, text);
            if let Some(column) = column {
                out.add_text(self.column(column), text);
            }
        };
        say(&mut out, Some(Column::Task), &entry.task);
        // Once more: BM25 over fields with weights is BM25 over one field with repeated text.
        out.add_text(self.text, &entry.task);
        say(&mut out, Some(Column::Product), entry.product.as_deref().unwrap_or_default());
        say(&mut out, Some(Column::Leader), entry.leader.as_deref().unwrap_or_default());
        let kinds = [
            (Column::Lead, &entry.lead, Part::Lead, self.lead_name, self.lead_heir),
            (Column::Support, &entry.support, Part::Support, self.support_name, self.support_heir),
        ];
        for (column, agencies, part, name, heir) in kinds {
            for named in agencies {
                say(&mut out, Some(column), &named.text);
                if !named.agency.is_empty() {
                    out.add_text(self.facet, part.facet(&named.agency));
                    let known = names.of(named, &record.surroundings);
                    self.agency(&mut out, column, &named.agency, known, [name, heir]);
                }
            }
        }
        for section in &entry.section {
            say(&mut out, Some(Column::Section), &section.title);
            out.add_text(self.column(Column::Section), &section.label);
        }
        if let Some(deadline) = &entry.deadline {
            say(&mut out, Some(Column::Deadline), &deadline.text);
            if let Some(end) = deadline.end {
                out.add_u64(self.due, day_number(end.last_day()));
            }
        }
        for note in entry.source_note.iter().chain(entry.extra.values()) {
            say(&mut out, Some(Column::Note), note);
        }
        self.surroundings(&mut out, record);
        out.add_text(self.context, &entry.appendix_title);
        out.add_u64(self.sort, sort::TASK);
        out.add_u64(self.order, order);
        out.add_text(self.document, &record.sha256);
        out.add_bytes(self.stored, stored);
        out
    }

    fn agency(
        &self,
        out: &mut TantivyDocument,
        column: Column,
        id: &str,
        known: &Name,
        [name, heir]: [Field; 2],
    ) {
        out.add_text(name, id);
        if let Some(printed) = &known.printed {
            out.add_text(name, printed);
        }
        if let Some(words) = &known.words {
            out.add_text(self.column(column), words);
        }
        for id in &known.heirs {
            out.add_text(heir, id);
        }
    }

    /// What is known of the document around an entry.
    fn surroundings(&self, out: &mut TantivyDocument, record: &Record) {
        let document = &record.document;
        for text in [&document.title, &document.issuer].into_iter().flatten() {
            out.add_text(self.context, text);
        }
        if let Some(id) = &record.issuer {
            out.add_text(self.facet, Part::Issuer.facet(id));
            out.add_text(self.issuer_name, id);
        }
        for number in &record.numbers {
            out.add_text(self.number, number);
        }
        for year in record.years() {
            out.add_u64(self.year, year);
        }
    }

    /// A part of a document's body as the engine takes it.
    pub(crate) fn part(
        &self,
        entry: &PartEntry,
        record: &Record,
        order: u64,
        stored: &[u8],
    ) -> TantivyDocument {
        let mut out = TantivyDocument::new();
        for text in [&entry.label, &entry.title, &entry.text] {
            if !text.is_empty() {
                out.add_text(self.body, text);
                out.add_text(self.body_exact, text);
            }
        }
        out.add_u64(self.sort, sort::PART);
        self.surroundings(&mut out, record);
        out.add_u64(self.order, order);
        out.add_text(self.document, &record.sha256);
        out.add_bytes(self.stored, stored);
        out
    }

    /// The record of a document as the engine takes it.
    pub(crate) fn record(&self, record: &Record, origin: &Origin, stored: &[u8]) -> TantivyDocument {
        let mut out = TantivyDocument::new();
        out.add_u64(self.sort, sort::RECORD);
        out.add_text(self.document, &record.sha256);
        out.add_text(self.content, &origin.content);
        if let Some(path) = &origin.path {
            out.add_text(self.path, path);
        }
        out.add_bytes(self.stored, stored);
        out
    }
}

/// What is indexed of an agency's printed name beside the name itself.
struct Name {
    /// The id of the name alone, where that of the agency is another one.
    printed: Option<String>,
    /// The words of the name, where abbreviations that only its place in a cell explains (`TT`, `VP`) are written out.
    words: Option<String>,
    /// Ids of what the agency became.
    heirs: Vec<&'static str>,
}

impl Name {
    fn new(named: &AgencyRef, surroundings: &str) -> Self {
        let printed = agency::canonical(&named.text, None);
        let words = printed.replace('-', " ");
        Self {
            words: (words != vanthu_text::fold(&named.text)).then_some(words),
            printed: (printed != *named.agency).then_some(printed),
            heirs: successors(&named.agency, surroundings),
        }
    }
}

/// The names of agencies that were met in a document, by name and id: a few, each many times.
#[derive(Default)]
pub(crate) struct Names(HashMap<AgencyRef, Name>);

impl Names {
    fn of(&mut self, named: &AgencyRef, surroundings: &str) -> &Name {
        self.0.entry(named.clone()).or_insert_with(|| Name::new(named, surroundings))
    }
}

/// Ids of what an agency became, one after the other; `surroundings` name its place.
pub(crate) fn successors(id: &str, surroundings: &str) -> Vec<&'static str> {
    let mut found: Vec<&'static str> = Vec::new();
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        for passed in agency::after(id, surroundings) {
            let heir = passed.successor_id.as_str();
            let follows =
                passed.passing != agency::Passing::Transferred && passed.believed && !heir.is_empty();
            if follows && !found.contains(&heir) {
                found.push(heir);
                open.push(heir);
            }
        }
    }
    found
}

/// Bits that number the entries of one document.
const ENTRY_BITS: u32 = 24;

/// Printed order of a document's entries: documents keep apart, and each has the same place in every index.
pub(crate) fn orders(sha256: &str) -> impl Iterator<Item = u64> + use<> {
    let head = sha256.get(..10).and_then(|h| u64::from_str_radix(h, 16).ok()).unwrap_or_default();
    (0_u64..1 << ENTRY_BITS).map(move |number| head << ENTRY_BITS | number)
}

/// What the entries of one document have in common in their orders.
pub(crate) fn document_of(order: u64) -> u64 {
    order >> ENTRY_BITS
}

/// A day as a number that orders as days do: 20251231.
pub(crate) fn day_number(day: jiff::civil::Date) -> u64 {
    let part = |n: i8| u64::from(n.unsigned_abs());
    u64::from(day.year().unsigned_abs()) * 10_000 + part(day.month()) * 100 + part(day.day())
}
