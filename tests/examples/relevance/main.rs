//! How well searches answer questions, beside SQLite FTS5 with folding and tantivy's default analyser.
//!
//! ```sh
//! cargo run --release -p vanthu-tests --example relevance [SHOW]
//! ```
//!
//! Prints nDCG@10 and recall@10 over the corpus, and over the documents beside the checkout where they are; with SHOW,
//! the questions whose nDCG@10 is below it. The others get the same words of the same entries, title and issuer of the
//! document among them. FTS5 is that of the `sqlite3` module of Python 3; where there is none, its column is left out.

#![expect(clippy::print_stdout, reason = "it prints what it found")]

use std::io::Write;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use tantivy::collector::TopDocs;
use tantivy::query::QueryParser;
use tantivy::schema::{FAST, Schema, TEXT, Value};
use tantivy::{Index, TantivyDocument};
use vanthu_index::{Request, TaskEntry};
use vanthu_tests::relevance::{Evaluation, Form, Question, evaluate, held_out, questions};
use vanthu_tests::searching::{Collection, indexed};
use vanthu_tests::seeds::shared;
use vanthu_text::fold;

/// The printed words of an entry.
fn text(entry: &TaskEntry) -> String {
    let document = &entry.document;
    let mut parts: Vec<&str> = vec![&entry.task, &entry.appendix_title];
    let optional = [&entry.product, &entry.leader, &entry.source_note, &document.title, &document.issuer];
    parts.extend(optional.into_iter().filter_map(|part| part.as_deref()));
    parts.extend(entry.lead.iter().chain(&entry.support).map(|agency| &*agency.text));
    parts.extend(entry.section.iter().map(|section| section.title.as_str()));
    parts.extend(entry.deadline.iter().map(|deadline| deadline.text.as_str()));
    parts.extend(entry.extra.values().map(String::as_str));
    parts.join("\n")
}

/// The ten best of `entries` for each query, by tantivy as it is.
fn plain_tantivy(entries: &[TaskEntry], queries: &[String]) -> Result<Vec<Vec<usize>>> {
    let mut schema = Schema::builder();
    let (words, place) =
        (schema.add_text_field("text", TEXT), schema.add_u64_field("place", FAST | tantivy::schema::STORED));
    let index = Index::create_in_ram(schema.build());
    let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, 32 << 20)?;
    for (at, entry) in entries.iter().enumerate() {
        let mut document = TantivyDocument::new();
        document.add_text(words, text(entry));
        document.add_u64(place, at as u64);
        writer.add_document(document)?;
    }
    writer.commit()?;
    let searcher = index.reader()?.searcher();
    let parser = QueryParser::for_index(&index, vec![words]);
    let ask = |typed: &String| -> Result<Vec<usize>> {
        let (query, _) = parser.parse_query_lenient(typed);
        let best = searcher.search(&query, &TopDocs::with_limit(10).order_by_score())?;
        best.into_iter()
            .map(|(_, address)| {
                let document: TantivyDocument = searcher.doc(address)?;
                let place = document.get_first(place).and_then(|value| value.as_u64());
                Ok(usize::try_from(place.context("an entry without its place")?)?)
            })
            .collect()
    };
    queries.iter().map(ask).collect()
}

/// The same by SQLite FTS5 over folded text; `None` where Python is not there.
fn fts5(entries: &[TaskEntry], queries: &[String]) -> Result<Option<Vec<Vec<usize>>>> {
    let folded = |texts: Vec<String>| texts.iter().map(|t| fold(t)).collect::<Vec<_>>();
    let asked = serde_json::json!({
        "texts": folded(entries.iter().map(text).collect()),
        "queries": folded(queries.to_vec()),
    });
    let script = include_str!("fts5.py");
    let started =
        Command::new("python3").args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut python) = started else { return Ok(None) };
    let mut input = python.stdin.take().context("no standard input")?;
    input.write_all(asked.to_string().as_bytes())?;
    drop(input);
    let output = python.wait_with_output()?;
    ensure!(output.status.success(), "FTS5 failed");
    Ok(Some(serde_json::from_slice(&output.stdout)?))
}

/// Scores answers that were found before, one list of entries for each question asked.
fn scored(
    questions: &[Question],
    entries: &[TaskEntry],
    form: Form,
    ranked: Vec<Vec<usize>>,
) -> Result<Evaluation> {
    let mut ranked = ranked.into_iter();
    evaluate(questions, entries, form, |_| {
        let places = ranked.next().unwrap_or_default();
        Ok(places.into_iter().filter_map(|place| entries.get(place).cloned()).collect())
    })
}

fn compare(name: &str, collection: &Collection, questions: &[Question], show: f64) -> Result<()> {
    let entries = collection.entries()?;
    println!("\n{name}: {} entries", entries.len());
    println!(
        "{:<10} {:>9}  {:<16} {:<16} {:<16}",
        "form", "questions", "vanthu", "SQLite FTS5", "tantivy default"
    );
    for form in Form::ALL {
        let ours = evaluate(questions, &entries, form, |typed| collection.search(typed))?;
        let typed: Vec<String> = ours.by_question.iter().map(|q| q.0.clone()).collect();
        let others = [
            fts5(&entries, &typed)?.map(|ranked| scored(questions, &entries, form, ranked)).transpose()?,
            Some(scored(questions, &entries, form, plain_tantivy(&entries, &typed)?)?),
        ];
        let shown = |evaluation: &Evaluation| {
            let (ndcg, recall) = evaluation.means();
            format!("{ndcg:.3} / {recall:.3}")
        };
        let [sqlite, tantivy] = others.map(|other| other.as_ref().map_or_else(|| "-".to_owned(), shown));
        let count = ours.by_question.len();
        println!("{:<10} {count:>9}  {:<16} {sqlite:<16} {tantivy:<16}", format!("{form:?}"), shown(&ours));
        for (typed, ndcg, recall) in ours.by_question.iter().filter(|q| q.1 < show) {
            println!("    {ndcg:.2} / {recall:.2}  {typed}");
            let Some(question) = questions.iter().find(|q| q.typed(form) == *typed) else { continue };
            for hit in collection.index.search(&Request::new(typed))?.hits {
                let gain = question.gain(&hit.entry);
                println!("        {gain} {:6.2} {:?} {}", hit.score, hit.quality, hit.entry.task);
            }
        }
    }
    Ok(())
}

fn main() -> Result<()> {
    let show = std::env::args().nth(1).map_or(Ok(0.0), |n| n.parse())?;
    println!("nDCG@10 / recall@10");
    let corpus = indexed(None)?;
    compare("corpus, questions of the setting", &corpus, &questions()?, show)?;
    compare("corpus, questions held out", &corpus, &held_out()?, show)?;
    if let Some(shared) = shared() {
        let all = indexed(Some(&shared))?;
        compare("with ../shared, questions of the setting", &all, &questions()?, show)?;
        compare("with ../shared, questions held out", &all, &held_out()?, show)?;
    }
    Ok(())
}
