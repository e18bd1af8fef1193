//! Citations resolved over an archive: which of its documents cites, amends, replaces or repeals which.
//!
//! Documents are added one by one ([`Resolver::add`]); of each, only what identifies it and what it cites is kept, and a
//! cited document that a thousand others cite is kept once. [`Resolver::finish`] then looks up every cited document by
//! number and symbol, and weighs date and issuer: thousands of communes have a `12/KH-UBND`, so number and symbol alone
//! prove little (`identity`). A draft, whose number was left blank, is looked for among the cited documents that the
//! archive does not hold (`draft`). Documents that change one another make chains (`chain`).
//!
//! ```
//! use vanthu_archive::citations::Resolver;
//! # let documents: [vanthu_document::model::Document; 0] = [];
//! let mut resolver = Resolver::new(|number, symbol| Some(format!("{}/{}", number?, symbol?)), ["KH-UBND"]);
//! for document in &documents {
//!     resolver.add("ke-hoach.md", "ke-hoach.json", document);
//! }
//! assert!(resolver.finish().links.is_empty());
//! ```

mod chain;
mod draft;
mod identity;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;
use vanthu_document::PartialDate;
use vanthu_document::model::{Citation, Document, Section};

use identity::{Identity, Key, match_of};

/// How a number and a symbol are printed together.
pub type Label = fn(Option<&str>, Option<&str>) -> Option<String>;

/// The name of the form of what [`Resolver::finish`] gives.
const SCHEMA: &str = "vanthu/citations/1";
/// A resolution of less confidence is none.
const SURE_ENOUGH: f32 = 0.5;
/// Cited documents that the archive lacks, at most, in the list of those cited most.
const MOST_MISSING: usize = 500;
/// Cited documents of one document whose subjects are looked for.
const MOST_SUBJECTS: usize = 200;
/// Different wordings of a subject that are kept of a cited document.
const WORDINGS: usize = 4;

/// A document of the archive.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Paper {
    /// Its source.
    pub path: String,
    /// Its JSON, in the output folder.
    pub output: String,
    /// Number and symbol.
    pub reference: Option<String>,
    /// Its date.
    pub date: Option<PartialDate>,
    /// Its issuer.
    pub issuer: Option<String>,
    /// Its title.
    pub title: Option<String>,
    #[serde(skip)]
    identity: Identity,
    /// What it cites, by place in the table of cited documents, and what it does to it.
    #[serde(skip)]
    cites: Vec<(usize, BTreeSet<&'static str>)>,
}

/// One document of the archive speaks of another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Link {
    /// Place of the citing document in the list of documents, from 0.
    pub from: usize,
    /// Place of the cited document.
    pub to: usize,
    /// What the one does to the other, `cites` alone where no more is said.
    pub relations: BTreeSet<&'static str>,
    /// How likely `to` is the cited document.
    pub confidence: f32,
}

/// A cited document that the archive does not hold.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Missing {
    /// Number and symbol.
    pub reference: Option<String>,
    /// Its date as cited.
    pub date: Option<PartialDate>,
    /// Its issuer as cited.
    pub issuer: Option<String>,
    /// How many documents cite it.
    pub cited_by: usize,
}

/// A document whose number was left blank, and the number that it probably has.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Draft {
    /// Place in the list of documents.
    pub document: usize,
    /// Its source.
    pub path: String,
    /// Number, symbol and date of the cited document that it probably is.
    pub likely: String,
    /// Number and symbol.
    pub reference: Option<String>,
    /// Date.
    pub date: Option<PartialDate>,
    /// Documents that cite it, by their places.
    pub cited_by: Vec<usize>,
    /// How likely it is the one.
    pub confidence: f32,
}

/// Documents that change one another, the oldest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chain {
    /// The documents.
    pub steps: Vec<Step>,
}

/// A document of a chain.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// Number and symbol, else the source.
    pub name: String,
    /// Date.
    pub date: Option<PartialDate>,
    /// Place in the list of documents; `null` where the archive does not hold it.
    pub document: Option<usize>,
    /// What it does to which documents of the chain, by their places in the chain.
    pub changes: Vec<(&'static str, usize)>,
}

/// Every citation of an archive.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Citations {
    /// Always `vanthu/citations/1`.
    pub schema: &'static str,
    /// The documents, in the order in which they were added.
    pub documents: Vec<Paper>,
    /// Who cites whom.
    pub links: Vec<Link>,
    /// Documents without number, with the one that they probably have.
    pub drafts: Vec<Draft>,
    /// Documents that change one another.
    pub chains: Vec<Chain>,
    /// What is cited and not there, most cited first.
    pub missing: Vec<Missing>,
    /// How many citations there are, each document's each cited document once.
    pub cited: usize,
}

/// What a report says of the citations.
#[derive(Debug, Clone, PartialEq, Default, Serialize, serde::Deserialize)]
pub struct Overview {
    /// Citations, each document's each cited document once.
    pub cited: usize,
    /// Citations of documents that the archive holds.
    pub resolved: usize,
    /// Documents without number.
    pub drafts: Vec<DraftOverview>,
    /// Chains by their names, the oldest first.
    pub chains: Vec<Vec<String>>,
}

/// What a report says of a draft.
#[derive(Debug, Clone, PartialEq, Default, Serialize, serde::Deserialize)]
pub struct DraftOverview {
    /// Its source.
    pub path: String,
    /// Number, symbol and date that it probably has.
    pub likely: String,
    /// How likely.
    pub confidence: f32,
}

impl Citations {
    /// What a report says of them.
    #[must_use]
    pub fn overview(&self) -> Overview {
        let draft = |draft: &Draft| DraftOverview {
            path: draft.path.clone(),
            likely: draft.likely.clone(),
            confidence: draft.confidence,
        };
        let chain = |chain: &Chain| chain.steps.iter().map(|step| step.name.clone()).collect();
        Overview {
            cited: self.cited,
            resolved: self.links.len(),
            drafts: self.drafts.iter().map(draft).collect(),
            chains: self.chains.iter().map(chain).collect(),
        }
    }
}

/// A document as others cite it.
#[derive(Debug)]
struct Cited {
    identity: Identity,
    /// As first printed.
    issuer: Option<String>,
    /// Wordings of its subject, where a draft may be it.
    subjects: Vec<String>,
    /// Places of the documents that cite it.
    by: Vec<usize>,
}

/// Takes documents and finds who cites whom.
#[derive(Debug)]
pub struct Resolver {
    label: Label,
    draft_symbols: BTreeSet<String>,
    papers: Vec<Paper>,
    cited: Vec<Cited>,
    places: HashMap<Identity, usize>,
}

impl Resolver {
    /// A resolver without documents. `draft_symbols` are the symbols of the documents whose number was left blank: of what
    /// is cited under them, the subject is kept, too.
    #[must_use]
    pub fn new<'s>(label: Label, draft_symbols: impl IntoIterator<Item = &'s str>) -> Self {
        let draft_symbols = draft_symbols.into_iter().map(identity::symbol_key).collect();
        Self { label, draft_symbols, papers: Vec::new(), cited: Vec::new(), places: HashMap::new() }
    }

    /// Adds a document: its source, its JSON, and its front part and body.
    pub fn add(&mut self, path: &str, output: &str, document: &Document) {
        let place = self.papers.len();
        let mut cites: BTreeMap<usize, BTreeSet<&'static str>> = BTreeMap::new();
        let mut texts = None;
        let mut looked_for = 0;
        for citation in &document.citations {
            let Some(at) = self.cite(citation, place) else { continue };
            cites.entry(at).or_default();
            let wanted = citation
                .symbol
                .as_deref()
                .is_some_and(|symbol| self.draft_symbols.contains(&identity::symbol_key(symbol)));
            if wanted && looked_for < MOST_SUBJECTS {
                looked_for += 1;
                let texts = texts.get_or_insert_with(|| texts_of(document));
                let subject = draft::subject(citation, texts);
                if let (Some(subject), Some(cited)) = (subject, self.cited.get_mut(at))
                    && cited.subjects.len() < WORDINGS
                    && !cited.subjects.contains(&subject)
                {
                    cited.subjects.push(subject);
                }
            }
        }
        for relation in &document.relations {
            if let Some(at) = self.cite(&relation.target, place) {
                cites.entry(at).or_default().insert(relation.relation.name());
            }
        }
        self.papers.push(Paper {
            path: path.to_owned(),
            output: output.to_owned(),
            reference: (self.label)(document.number.as_deref(), document.symbol.as_deref()),
            date: document.date,
            issuer: document.issuer.clone(),
            title: document.title.clone(),
            identity: Identity {
                key: Key::of(document.number.as_deref(), document.symbol.as_deref()),
                date: document.date,
                issuer: document.issuer.as_deref().map(identity::issuer_key),
                number: document.number.clone(),
                symbol: document.symbol.clone(),
            },
            cites: cites.into_iter().collect(),
        });
    }

    /// The place of a cited document in the table; `None` for one without number.
    fn cite(&mut self, citation: &Citation, by: usize) -> Option<usize> {
        let key = Key::of(citation.number.as_deref(), citation.symbol.as_deref())?;
        let identity = Identity {
            key: Some(key),
            date: citation.date,
            issuer: citation.issuer.as_deref().map(identity::issuer_key),
            number: citation.number.clone(),
            symbol: citation.symbol.clone(),
        };
        let at = match self.places.get(&identity) {
            Some(at) => *at,
            None => {
                let at = self.cited.len();
                self.places.insert(identity.clone(), at);
                let issuer = citation.issuer.clone();
                self.cited.push(Cited { identity, issuer, subjects: Vec::new(), by: Vec::new() });
                at
            }
        };
        let cited = self.cited.get_mut(at)?;
        if cited.by.last() != Some(&by) {
            cited.by.push(by);
        }
        Some(at)
    }

    /// Finds who cites whom.
    #[must_use]
    pub fn finish(self) -> Citations {
        let mut by_key: HashMap<&Key, Vec<usize>> = HashMap::new();
        for (place, paper) in self.papers.iter().enumerate() {
            if let Some(key) = &paper.identity.key {
                by_key.entry(key).or_default().push(place);
            }
        }
        let candidates = |at: usize| {
            let key = self.cited.get(at).and_then(|cited| cited.identity.key.as_ref());
            key.and_then(|key| by_key.get(key)).map(Vec::as_slice).unwrap_or_default()
        };
        let mut links = Vec::new();
        let mut resolved: BTreeSet<usize> = BTreeSet::new();
        let mut count = 0;
        for (from, paper) in self.papers.iter().enumerate() {
            for (at, relations) in &paper.cites {
                count += 1;
                let Some(cited) = self.cited.get(*at) else { continue };
                let Some((to, confidence)) = self.resolve(cited, from, candidates(*at)) else { continue };
                resolved.insert(*at);
                let relations =
                    if relations.is_empty() { BTreeSet::from(["cites"]) } else { relations.clone() };
                links.push(Link { from, to, relations, confidence });
            }
        }
        // One document may be cited in two ways, with its date and without.
        links.sort_by(|a, b| (a.from, a.to).cmp(&(b.from, b.to)).then(b.confidence.total_cmp(&a.confidence)));
        links.dedup_by(|later, first| {
            let same = (later.from, later.to) == (first.from, first.to);
            if same {
                first.relations.append(&mut later.relations);
                if first.relations.len() > 1 {
                    first.relations.remove("cites");
                }
            }
            same
        });
        let drafts = draft::drafts(&self.papers, &self.cited, &resolved, self.label);
        let chains = chain::chains(&self.papers, &self.cited, &links, &resolved, &drafts, self.label);
        let missing = missing(&self.cited, &resolved, self.label);
        Citations { schema: SCHEMA, documents: self.papers, links, drafts, chains, missing, cited: count }
    }

    /// The document that is most likely meant by what the document at `from` cites, and how likely.
    fn resolve(&self, cited: &Cited, from: usize, candidates: &[usize]) -> Option<(usize, f32)> {
        let citing = self.papers.get(from)?;
        let mut best: Option<(usize, f32)> = None;
        let mut rival = 0.0_f32;
        for place in candidates.iter().copied().filter(|place| *place != from) {
            let Some(paper) = self.papers.get(place) else { continue };
            let confidence = match_of(&cited.identity, &paper.identity, citing.identity.issuer.as_deref());
            match best {
                Some((first, most)) if confidence <= most => {
                    // Two files of the same document are no rivals.
                    if self.papers.get(first).is_some_and(|p| p.identity.date != paper.identity.date) {
                        rival = rival.max(confidence);
                    }
                }
                Some((_, most)) => {
                    rival = rival.max(most);
                    best = Some((place, confidence));
                }
                None => best = Some((place, confidence)),
            }
        }
        let (place, confidence) = best?;
        // Of two that are as likely, each is the one at best half of the time.
        let confidence = if rival > confidence - 0.1 { confidence / 2.0 } else { confidence };
        (confidence >= SURE_ENOUGH).then_some((place, confidence))
    }
}

/// The texts of a document in which its citations stand.
fn texts_of(document: &Document) -> Vec<&str> {
    fn outline<'a>(sections: &'a [Section], texts: &mut Vec<&'a str>) {
        for section in sections {
            texts.extend([section.title.as_str(), section.text.as_str()]);
            outline(&section.children, texts);
        }
    }
    let mut texts: Vec<&str> = document.legal_bases.iter().map(|basis| basis.text.as_str()).collect();
    texts.extend(document.articles.iter().map(|article| article.text.as_str()));
    texts.extend(document.relations.iter().map(|relation| relation.text.as_str()));
    outline(&document.outline, &mut texts);
    texts
}

fn missing(cited: &[Cited], resolved: &BTreeSet<usize>, label: Label) -> Vec<Missing> {
    let mut missing: Vec<&Cited> =
        cited.iter().enumerate().filter(|(at, _)| !resolved.contains(at)).map(|(_, cited)| cited).collect();
    missing.sort_by(|a, b| {
        let by_key = || (&a.identity.key, a.identity.date).cmp(&(&b.identity.key, b.identity.date));
        b.by.len().cmp(&a.by.len()).then_with(by_key)
    });
    missing.truncate(MOST_MISSING);
    let missing_of = |cited: &Cited| Missing {
        reference: cited.identity.label(label),
        date: cited.identity.date,
        issuer: cited.issuer.clone(),
        cited_by: cited.by.len(),
    };
    missing.into_iter().map(missing_of).collect()
}

#[cfg(test)]
mod tests;
