//! Tasks as Parquet, for programs that query many of them (DuckDB, pandas, Spark): a row for each assignment.
//!
//! Names of columns are fixed and English, as in the JSON; lists (agencies) are repeated fields. Dates stay text, since
//! many have no day (`2025-06`), in an order that sorts as they do.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, FloatType, Int32Type};
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;
use vanthu_appendix::model::ConvertedDocument;

use crate::rows::{Row, document_reference, rows};

/// Rows that are held in memory before they are written.
const GROUP: usize = 20_000;

/// What a column holds.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// Text, or nothing.
    Text,
    /// Any number of texts.
    Texts,
    /// A whole number, or nothing.
    Number,
    /// From 0 to 1.
    Share,
}

/// The columns of the file.
const COLUMNS: [(&str, Kind); 26] = [
    ("source", Kind::Text),
    ("sha256", Kind::Text),
    ("kind", Kind::Text),
    ("number", Kind::Text),
    ("date", Kind::Text),
    ("issuer", Kind::Text),
    ("title", Kind::Text),
    ("appendix", Kind::Text),
    ("section", Kind::Text),
    ("ordinal", Kind::Text),
    ("task", Kind::Text),
    ("product", Kind::Text),
    ("leader", Kind::Text),
    ("lead", Kind::Texts),
    ("lead_agency", Kind::Texts),
    ("support", Kind::Texts),
    ("support_agency", Kind::Texts),
    ("deadline", Kind::Text),
    ("deadline_start", Kind::Text),
    ("deadline_end", Kind::Text),
    ("recurrence", Kind::Text),
    ("source_note", Kind::Text),
    ("extra", Kind::Text),
    ("page", Kind::Number),
    ("line", Kind::Number),
    ("confidence", Kind::Share),
];

/// A value of a row.
enum Value {
    Text(Option<String>),
    Texts(Vec<String>),
    Number(Option<u32>),
    Share(f32),
}

/// Values of a column that are not written yet, and for each row, or each text of a list, whether there is one and whether
/// it goes on with the list of the one before: the format's levels of definition and repetition.
#[derive(Default)]
struct Column {
    texts: Vec<ByteArray>,
    numbers: Vec<i32>,
    shares: Vec<f32>,
    defined: Vec<i16>,
    repeated: Vec<i16>,
}

/// Writes the tasks of `document`.
///
/// # Errors
/// What `out` says.
pub fn write(document: &ConvertedDocument, out: impl Write + Send) -> io::Result<()> {
    let mut file = File::new(out)?;
    file.add(document)?;
    file.finish().map(|_| ())
}

/// A file while documents are added to it.
pub struct File<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    columns: Vec<Column>,
    rows: usize,
}

impl<W: Write + Send> File<W> {
    /// A file without rows.
    ///
    /// # Errors
    /// What `out` says.
    pub fn new(out: W) -> io::Result<Self> {
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let writer = schema().and_then(|schema| SerializedFileWriter::new(out, schema, Arc::new(properties)));
        let columns = COLUMNS.iter().map(|_| Column::default()).collect();
        Ok(Self { writer: writer.map_err(io_error)?, columns, rows: 0 })
    }

    /// Adds the tasks of a document.
    ///
    /// # Errors
    /// What the file's writer says.
    pub fn add(&mut self, document: &ConvertedDocument) -> io::Result<()> {
        for row in rows(document) {
            for (column, value) in self.columns.iter_mut().zip(values(document, &row)) {
                column.push(value);
            }
            self.rows += 1;
            if self.rows >= GROUP {
                self.write_group().map_err(io_error)?;
            }
        }
        Ok(())
    }

    /// Writes what is still held back, and gives the writer back.
    ///
    /// # Errors
    /// What the file's writer says.
    pub fn finish(mut self) -> io::Result<W> {
        if self.rows > 0 {
            self.write_group().map_err(io_error)?;
        }
        self.writer.into_inner().map_err(io_error)
    }

    fn write_group(&mut self) -> Result<()> {
        self.rows = 0;
        let mut group = self.writer.next_row_group()?;
        for ((_, kind), column) in COLUMNS.iter().zip(&mut self.columns) {
            let Some(mut writer) = group.next_column()? else { break };
            std::mem::take(column).write(*kind, &mut writer)?;
            writer.close()?;
        }
        group.close().map(|_| ())
    }
}

impl Column {
    fn push(&mut self, value: Value) {
        match value {
            Value::Text(text) => {
                self.defined.push(i16::from(text.is_some()));
                self.texts.extend(text.map(|text| ByteArray::from(text.into_bytes())));
            }
            Value::Texts(texts) if texts.is_empty() => {
                self.defined.push(0);
                self.repeated.push(0);
            }
            Value::Texts(texts) => {
                for (place, text) in texts.into_iter().enumerate() {
                    self.defined.push(1);
                    self.repeated.push(i16::from(place > 0));
                    self.texts.push(ByteArray::from(text.into_bytes()));
                }
            }
            Value::Number(number) => {
                let number = number.and_then(|number| i32::try_from(number).ok());
                self.defined.push(i16::from(number.is_some()));
                self.numbers.extend(number);
            }
            Value::Share(share) => self.shares.push(share),
        }
    }

    fn write(self, kind: Kind, writer: &mut SerializedColumnWriter<'_>) -> Result<()> {
        let defined = Some(&self.defined[..]);
        match kind {
            Kind::Text => writer.typed::<ByteArrayType>().write_batch(&self.texts, defined, None),
            Kind::Texts => {
                writer.typed::<ByteArrayType>().write_batch(&self.texts, defined, Some(&self.repeated))
            }
            Kind::Number => writer.typed::<Int32Type>().write_batch(&self.numbers, defined, None),
            Kind::Share => writer.typed::<FloatType>().write_batch(&self.shares, None, None),
        }
        .map(|_| ())
    }
}

fn schema() -> Result<Arc<Type>> {
    let field = |(name, kind): &(&str, Kind)| {
        let (physical, repetition) = match kind {
            Kind::Text => (Physical::BYTE_ARRAY, Repetition::OPTIONAL),
            Kind::Texts => (Physical::BYTE_ARRAY, Repetition::REPEATED),
            Kind::Number => (Physical::INT32, Repetition::OPTIONAL),
            Kind::Share => (Physical::FLOAT, Repetition::REQUIRED),
        };
        let converted =
            if physical == Physical::BYTE_ARRAY { ConvertedType::UTF8 } else { ConvertedType::NONE };
        let field = Type::primitive_type_builder(name, physical).with_repetition(repetition);
        field.with_converted_type(converted).build().map(Arc::new)
    };
    let fields = COLUMNS.iter().map(field).collect::<Result<_>>()?;
    Type::group_type_builder("tasks").with_fields(fields).build().map(Arc::new)
}

/// The values of a row, in the order of [`COLUMNS`].
fn values(document: &ConvertedDocument, row: &Row<'_>) -> [Value; COLUMNS.len()] {
    let (front, source) = (&document.document, &document.source);
    let text = |text: &str| Value::Text((!text.is_empty()).then(|| text.to_owned()));
    let maybe = |text: &Option<String>| Value::Text(text.clone());
    let deadline = row.assignment.deadline.as_ref();
    let place = &row.task.provenance;
    let (lead, support) = (&row.assignment.lead, &row.assignment.support);
    [
        text(&source.path),
        text(&source.sha256),
        maybe(&front.kind),
        Value::Text(document_reference(front)),
        Value::Text(front.date.map(|date| date.to_string())),
        maybe(&front.issuer),
        maybe(&front.title),
        text(&row.appendix_name()),
        text(&row.section()),
        maybe(&row.task.ordinal),
        text(&row.task.task),
        maybe(&row.assignment.product),
        Value::Text(row.leader().map(str::to_owned)),
        Value::Texts(lead.iter().map(|agency| agency.text.to_string()).collect()),
        Value::Texts(lead.iter().map(|agency| agency.agency.to_string()).collect()),
        Value::Texts(support.iter().map(|agency| agency.text.to_string()).collect()),
        Value::Texts(support.iter().map(|agency| agency.agency.to_string()).collect()),
        Value::Text(deadline.map(|deadline| deadline.text.clone())),
        Value::Text(deadline.and_then(|d| d.start).map(|date| date.to_string())),
        Value::Text(deadline.and_then(|d| d.end).map(|date| date.to_string())),
        Value::Text(deadline.and_then(|d| d.recurrence.clone())),
        maybe(&row.task.source_note),
        text(&row.extra()),
        Value::Number(place.page),
        Value::Number(place.lines.map(|(first, _)| first)),
        Value::Share(row.task.confidence),
    ]
}

fn io_error(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::other(error),
        },
        error => io::Error::other(error),
    }
}

#[cfg(test)]
mod tests {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;

    use super::*;
    use crate::sample;

    #[test]
    fn every_assignment_is_a_row_that_comes_back() {
        let document = sample::plan();
        let mut file = File::new(Vec::new()).unwrap();
        for _ in 0..GROUP / 3 + 1 {
            file.add(&document).unwrap();
        }
        let bytes = file.finish().unwrap();
        let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
        assert_eq!(reader.metadata().num_row_groups(), 2);
        let names: Vec<_> = reader
            .metadata()
            .file_metadata()
            .schema_descr()
            .columns()
            .iter()
            .map(|c| c.name().to_owned())
            .collect();
        assert_eq!(names, COLUMNS.map(|(name, _)| name));
        let rows: Vec<_> = reader.get_row_iter(None).unwrap().collect::<Result<_>>().unwrap();
        assert_eq!(rows.len(), (GROUP / 3 + 1) * 3);
        let last = &rows[rows.len() - 3..];
        assert_eq!(last[1].get_string(10).unwrap(), "Quét hồ sơ hộ tịch");
        assert_eq!(last[1].get_string(11).unwrap(), "- Tệp PDF\n- Sổ *mục lục* | <bìa>");
        assert_eq!(last[0].get_string(18).unwrap(), "2026-01");
        let lead = last[0].get_list(13).unwrap();
        let assignment = &document.appendices[0].tasks[0].assignments[0];
        assert_eq!(lead.len(), assignment.lead.len());
        assert!((last[0].get_float(25).unwrap() - document.appendices[0].tasks[0].confidence).abs() < 1e-6);
        assert!(last[2].get_string(4).is_ok());
    }

    #[test]
    fn a_document_without_tasks_makes_a_file_without_rows() {
        let document = ConvertedDocument { appendices: Vec::new(), ..sample::plan() };
        let mut bytes = Vec::new();
        write(&document, &mut bytes).unwrap();
        let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
        assert_eq!(reader.metadata().file_metadata().num_rows(), 0);
    }
}
