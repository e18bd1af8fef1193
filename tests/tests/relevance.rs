//! How well searches answer questions: over the corpus, and over the documents beside the checkout where they are.

use anyhow::Result;
use vanthu_tests::relevance::{Form, evaluate, questions};
use vanthu_tests::searching::{Collection, indexed};
use vanthu_tests::seeds::shared;

/// Least mean nDCG@10 by form.
const LEAST: [(Form, f64); 3] = [(Form::Marked, 0.92), (Form::Unmarked, 0.92), (Form::Misspelt, 0.88)];

fn check(collection: &Collection) -> Result<()> {
    let entries = collection.entries()?;
    for (form, least) in LEAST {
        let found = evaluate(&questions()?, &entries, form, |typed| collection.search(typed))?;
        let (ndcg, recall) = found.means();
        let worst: Vec<_> = found.by_question.iter().filter(|q| q.1 < 0.6).collect();
        assert!(found.by_question.len() > 50, "{form:?}: only {} questions", found.by_question.len());
        assert!(ndcg >= least, "{form:?}: nDCG@10 {ndcg:.4}, recall@10 {recall:.4}\n{worst:#?}");
    }
    Ok(())
}

#[test]
fn questions_about_the_corpus_are_answered() -> Result<()> {
    check(&indexed(None)?)
}

#[test]
fn questions_about_real_documents_are_answered() -> Result<()> {
    let Some(shared) = shared() else {
        eprintln!("SKIPPED relevance: ../shared is not there (set VANTHU_SHARED)");
        return Ok(());
    };
    check(&indexed(Some(&shared))?)
}
