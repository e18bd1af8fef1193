//! Every agency of the index: who leads and supports how many tasks, of which rank it is, what it was and became.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tantivy::Term;
use vanthu_appendix::agency;

use crate::entry::DocumentRef;
use crate::error::IndexError;
use crate::index::Index;
use crate::schema::{sort, successors};

/// Tasks of an agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct YearTally {
    /// Tasks that it leads.
    pub lead: u64,
    /// Tasks that it supports.
    pub support: u64,
}

/// Tasks of an agency in one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct DocumentTally {
    /// The document.
    pub document: DocumentRef,
    /// Tasks that it leads.
    pub lead: u64,
    /// Tasks that it supports.
    pub support: u64,
}

/// Rank of an agency in the state's hierarchy, as far as its name tells.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Trung ương: ministries and what belongs to them.
    Central,
    /// Tỉnh, thành phố: people's committee, departments (sở).
    Province,
    /// Quận, huyện, thị xã, which ended on 1 July 2025.
    District,
    /// Xã, phường, đặc khu.
    Commune,
}

/// An agency with all that the index holds of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Agency {
    /// Canonical id.
    pub agency: String,
    /// Its name as printed most often.
    pub name: String,
    /// All its names as printed, the most frequent first.
    pub variants: Vec<String>,
    /// Tasks that it leads.
    pub lead: u64,
    /// Tasks that it supports.
    pub support: u64,
    /// The same by year; a task of a document for several years counts in each.
    pub by_year: BTreeMap<String, YearTally>,
    /// The same by document.
    pub by_document: Vec<DocumentTally>,
    /// Rank, where its name tells it.
    pub level: Option<Level>,
    /// Canonical id of the body above it, where its name tells it.
    pub parent: Option<String>,
    /// Canonical id of what it became.
    pub successor: Option<String>,
    /// Canonical ids of agencies of the index that became this one.
    pub predecessors: Vec<String>,
}

#[derive(Default)]
struct Sum {
    variants: BTreeMap<String, u64>,
    by_year: BTreeMap<String, YearTally>,
    by_document: Vec<DocumentTally>,
    successor: Option<String>,
}

impl Index {
    /// Every agency, those that lead most first.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn agencies(&self) -> Result<Vec<Agency>, IndexError> {
        let mut records = self.records(Term::from_field_u64(self.fields.sort, sort::RECORD))?;
        records.sort_by(|a, b| (&a.document.source, &a.sha256).cmp(&(&b.document.source, &b.sha256)));
        let mut sums: BTreeMap<String, Sum> = BTreeMap::new();
        for record in &records {
            for (id, tally) in &record.agencies {
                let sum = sums.entry(id.clone()).or_default();
                for (variant, count) in &tally.variants {
                    *sum.variants.entry(variant.clone()).or_default() += count;
                }
                for year in record.years() {
                    let by_year = sum.by_year.entry(year.to_string()).or_default();
                    by_year.lead += tally.lead;
                    by_year.support += tally.support;
                }
                let document = record.document.clone();
                sum.by_document.push(DocumentTally { document, lead: tally.lead, support: tally.support });
                if sum.successor.is_none() {
                    let last = successors(id, &record.surroundings).into_iter().next();
                    sum.successor = last.map(str::to_owned);
                }
            }
        }
        let mut predecessors: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (id, sum) in &sums {
            if let Some(successor) = &sum.successor {
                predecessors.entry(successor.clone()).or_default().push(id.clone());
            }
        }
        let finish = |(id, sum): (String, Sum)| {
            let mut variants: Vec<(String, u64)> = sum.variants.into_iter().collect();
            variants.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            let variants: Vec<String> = variants.into_iter().map(|(name, _)| name).collect();
            let (level, parent) = rank(&id);
            Agency {
                name: variants.first().cloned().unwrap_or_default(),
                variants,
                lead: sum.by_document.iter().map(|d| d.lead).sum(),
                support: sum.by_document.iter().map(|d| d.support).sum(),
                by_year: sum.by_year,
                by_document: sum.by_document,
                level,
                parent: parent.map(str::to_owned),
                successor: sum.successor,
                predecessors: predecessors.remove(&id).unwrap_or_default(),
                agency: id,
            }
        };
        let mut all: Vec<Agency> = sums.into_iter().map(finish).collect();
        all.sort_by(|a, b| {
            (b.lead, b.support).cmp(&(a.lead, a.support)).then_with(|| a.agency.cmp(&b.agency))
        });
        Ok(all)
    }
}

/// Rank and the body above, by the words with which an id begins (`data/levels.tsv`).
fn rank(id: &str) -> (Option<Level>, Option<&'static str>) {
    let tier = agency::tier(id).map(|(_, tier)| match tier {
        agency::Tier::Commune => Level::Commune,
        agency::Tier::District | agency::Tier::Both => Level::District,
    });
    if let Some(level) = tier {
        return (Some(level), Some("uy-ban-nhan-dan-tinh").filter(|_| level != Level::Province));
    }
    let rows = include_str!("../data/levels.tsv").lines().filter(|line| !line.starts_with('#'));
    for row in rows {
        let mut cells = row.split('\t');
        let (Some(head), Some(level)) = (cells.next(), cells.next()) else { continue };
        let begins = id.strip_prefix(head).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
        if begins {
            let level = match level {
                "central" => Some(Level::Central),
                "province" => Some(Level::Province),
                "district" => Some(Level::District),
                "commune" => Some(Level::Commune),
                _ => None,
            };
            return (level, cells.next().filter(|parent| !parent.is_empty()));
        }
    }
    (None, None)
}
