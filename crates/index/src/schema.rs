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
//! | `lead_id`, `support_id`, `issuer_id` | canonical ids, columnar | facets |
//! | `number`, `year`, `due`, `order` | the document's number; years of its period; last day of the deadline; printed order | filters, ties |
//! | `document`, `content`, `path`, `sort` | hash of the source; of what was read; its absolute path; task, part of a body, or record of a document | adding, replacing, deleting |
//! | `stored` | the entry as JSON | what is shown |

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
pub const VERSION: &str = "1";

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
    lead_id: Field,
    support_id: Field,
    issuer_id: Field,
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
    pub(crate) const LEAD: &str = "lead_id";
    pub(crate) const SUPPORT: &str = "support_id";
    pub(crate) const ISSUER: &str = "issuer_id";
    pub(crate) const ORDER: &str = "order";
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
    let facet = || TextOptions::default().set_fast(RAW_TOKENIZER_NAME);
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
        lead_id: builder.add_text_field(fast::LEAD, facet()),
        support_id: builder.add_text_field(fast::SUPPORT, facet()),
        issuer_id: builder.add_text_field(fast::ISSUER, facet()),
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

    /// An assignment as the engine takes it. `order` is its number in the document.
    pub(crate) fn task(
        &self,
        entry: &TaskEntry,
        record: &Record,
        order: u64,
        stored: &[u8],
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
            (Column::Lead, &entry.lead, self.lead_id, self.lead_name, self.lead_heir),
            (Column::Support, &entry.support, self.support_id, self.support_name, self.support_heir),
        ];
        for (column, agencies, facet, name, heir) in kinds {
            for named in agencies {
                say(&mut out, Some(column), &named.text);
                self.agency(&mut out, column, named, record, [facet, name, heir]);
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
        named: &AgencyRef,
        record: &Record,
        [facet, name, heir]: [Field; 3],
    ) {
        if named.agency.is_empty() {
            return;
        }
        out.add_text(facet, &named.agency);
        out.add_text(name, &named.agency);
        let printed = agency::canonical(&named.text, None);
        if printed != named.agency {
            out.add_text(name, &printed);
        }
        // Abbreviations that only a name's place in a cell explains (`TT`, `VP`) are written out in the id.
        let words = printed.replace('-', " ");
        if words != vanthu_text::fold(&named.text) {
            out.add_text(self.column(column), &words);
        }
        for id in successors(&named.agency, &record.surroundings) {
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
            out.add_text(self.issuer_id, id);
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

/// A day as a number that orders as days do: 20251231.
pub(crate) fn day_number(day: jiff::civil::Date) -> u64 {
    let part = |n: i8| u64::from(n.unsigned_abs());
    u64::from(day.year().unsigned_abs()) * 10_000 + part(day.month()) * 100 + part(day.day())
}
