//! How far a converted document is from the truth: cell by cell, and field by field of the front part.
//!
//! Rows are paired in order, so that as much as possible is alike ([`pair_rows`]); a row without partner costs all
//! of its cells. A cell that is empty on both sides counts for nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write};

use vanthu_appendix::model::{Appendix, ConvertedDocument};

use crate::gold::{Gold, GoldAppendix};
use crate::norm::{norm, norm_items, norm_opt};

/// One place where the output is not the truth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// Appendix, section and ordinal, or `front`.
    pub place: String,
    /// Which cell or field.
    pub field: &'static str,
    /// The truth, in normal form.
    pub want: String,
    /// The output, in normal form.
    pub got: String,
}

/// What was right, of how many, and what was not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Score {
    /// Right and all, by cell or field, in the order in which they were met.
    figures: Vec<(&'static str, u32, u32)>,
    /// Every miss, in the document's order.
    pub misses: Vec<Miss>,
}

impl Score {
    /// The share that is right, 0 to 1; 1 where there was nothing to compare.
    #[must_use]
    pub fn share(&self) -> f64 {
        let (right, all) = self.figures.iter().fold((0, 0), |(r, a), &(_, right, all)| (r + right, a + all));
        if all == 0 { 1.0 } else { f64::from(right) / f64::from(all) }
    }

    /// Right and all of one cell or field.
    #[must_use]
    pub fn figure(&self, field: &str) -> (u32, u32) {
        self.figures.iter().find(|f| f.0 == field).map_or((0, 0), |&(_, right, all)| (right, all))
    }

    fn count(&mut self, field: &'static str, right: bool) {
        let at = self.figures.iter().position(|f| f.0 == field).unwrap_or_else(|| {
            self.figures.push((field, 0, 0));
            self.figures.len() - 1
        });
        if let Some(figure) = self.figures.get_mut(at) {
            figure.1 += u32::from(right);
            figure.2 += 1;
        }
    }

    fn compare(&mut self, place: &str, field: &'static str, want: String, got: String) {
        if want.is_empty() && got.is_empty() {
            return;
        }
        self.count(field, want == got);
        if want != got {
            self.misses.push(Miss { place: place.to_owned(), field, want, got });
        }
    }

    /// Compares as sets: what is missing and what is too much each count as one miss.
    fn compare_sets(&mut self, field: &'static str, want: &BTreeSet<String>, got: &BTreeSet<String>) {
        for item in want.union(got) {
            let (w, g) = (want.contains(item), got.contains(item));
            let side = |here: bool| if here { item.clone() } else { String::new() };
            self.compare("front", field, side(w), side(g));
        }
    }
}

impl fmt::Display for Score {
    /// The figures on one line, then a line for each miss.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = format!("{:.4}", self.share());
        for (field, right, all) in &self.figures {
            if right < all {
                write!(line, "  {field} {right}/{all}")?;
            }
        }
        writeln!(f, "{line}")?;
        for miss in &self.misses {
            writeln!(f, "    {} {}: want {:?} got {:?}", miss.place, miss.field, miss.want, miss.got)?;
        }
        Ok(())
    }
}

/// Compares everything that the truth speaks of.
#[must_use]
pub fn compare(gold: &Gold, got: &ConvertedDocument) -> Score {
    let mut score = Score::default();
    compare_front(&mut score, gold, got);
    let wanted = gold.appendices.iter().filter(|a| !a.rows.is_empty());
    let found: Vec<&Appendix> = got.appendices.iter().filter(|a| !a.tasks.is_empty()).collect();
    for (position, appendix) in wanted.enumerate() {
        let label = norm(&appendix.label).to_lowercase();
        let mut same = found.iter().copied().filter(|a| norm(&a.label).to_lowercase() == label);
        let partner = match (same.next(), same.next()) {
            (Some(only), None) => Some(only),
            _ => found.get(position).copied(),
        };
        compare_rows(&mut score, appendix, partner);
    }
    score
}

// ---------------------------------------------------------------- front part

fn compare_front(score: &mut Score, gold: &Gold, got: &ConvertedDocument) {
    let (want, have) = (&gold.document, &got.document);
    let signer = have.signer.clone().unwrap_or_default();
    let mut want_signer = (norm_opt(want.signer.as_deref()), norm_opt(want.signer_position.as_deref()));
    let got_signer = (norm_opt(signer.name.as_deref()), norm_opt(signer.position.as_deref()));
    if gold.signers.iter().any(|(name, position)| (norm(name), norm(position)) == got_signer) {
        want_signer = got_signer.clone();
    }
    let text = |value: &Option<String>| norm_opt(value.as_deref());
    let slug = |kind: &Option<String>| vanthu_text::fold(&text(kind)).replace(' ', "-");
    let authority = |value: &Option<String>| text(value).replace(". ", ".");
    let date = have.date.map(|d| d.to_string());
    let period = have.period.map(|p| format!("{}/{}", p.from, p.to));
    let want_period = gold.period.as_ref().map(|p| format!("{}/{}", p.from, p.to));
    let fields = [
        ("kind", slug(&want.kind), text(&have.kind)),
        ("number", text(&want.number), text(&have.number)),
        ("symbol", text(&want.symbol), text(&have.symbol)),
        ("date", text(&want.date), text(&date)),
        ("place", text(&want.place), text(&have.place)),
        ("issuer", text(&want.issuer), text(&have.issuer)),
        ("title", text(&want.title), text(&have.title)),
        ("signer", want_signer.0, got_signer.0),
        ("signer_position", want_signer.1, got_signer.1),
    ];
    if want_period.is_some() {
        score.compare("front", "period", text(&want_period), text(&period));
    }
    if gold.signer_authority.is_some() || gold.signers.is_empty() {
        score.compare(
            "front",
            "signer_authority",
            authority(&gold.signer_authority),
            authority(&signer.authority),
        );
    }
    for (field, want, got) in fields {
        let same = want.to_lowercase() == got.to_lowercase();
        score.compare("front", field, if same { got.clone() } else { want }, got);
    }

    let cited = |number: &str, symbol: &str, date: &str| {
        format!("{} {} {date}", norm(number).trim_start_matches('0'), norm(symbol))
    };
    score.compare_sets(
        "citations",
        &want.citations.iter().map(|c| cited(&c.number, &c.symbol, &text(&c.date))).collect(),
        &have
            .citations
            .iter()
            .map(|c| {
                let date = c.date.map(|d| d.to_string());
                cited(&text(&c.number), &text(&c.symbol), &text(&date))
            })
            .collect(),
    );
    score.compare_sets(
        "legal_bases",
        &want.legal_bases.iter().map(|b| norm(b)).collect(),
        &have.legal_bases.iter().map(|b| norm(&b.text)).collect(),
    );
    score.compare_sets(
        "recipients",
        &want.recipients.iter().map(|r| norm(r)).collect(),
        &have.recipients.iter().map(|r| norm(r)).collect(),
    );
    score.compare_sets(
        "articles",
        &want.articles.iter().map(|a| format!("{}: {}", norm(&a.label), norm(&a.text))).collect(),
        &have.articles.iter().map(|a| format!("{}: {}", norm(&a.label), norm(&a.text))).collect(),
    );
    compare_relations(score, gold, got);
    if !gold.outline.is_empty() {
        score.compare_sets(
            "outline",
            &gold.outline.iter().map(|(label, title)| format!("{} {}", norm(label), norm(title))).collect(),
            // One without label and title only holds what stands before the first heading.
            &have
                .outline
                .iter()
                .filter(|s| !s.label.is_empty() || !s.title.is_empty())
                .map(|s| format!("{} {}", norm(&s.label), norm(&s.title)))
                .collect(),
        );
    }
    for code in &gold.warnings {
        let given = got.warnings.iter().any(|w| w.code == *code);
        score.compare("front", "warnings", code.clone(), if given { code.clone() } else { String::new() });
    }
}

/// What a document does to the life of others must be right to the last one. What it implements or is attached to
/// was written down in clear cases only: one more is none of this comparison's business.
fn compare_relations(score: &mut Score, gold: &Gold, got: &ConvertedDocument) {
    let want: BTreeSet<String> =
        gold.relations.iter().map(|r| related(&r.relation, &norm(&r.number), &norm(&r.symbol))).collect();
    let text = |value: &Option<String>| norm_opt(value.as_deref());
    let have: BTreeSet<String> = got
        .document
        .relations
        .iter()
        .map(|r| related(r.relation.name(), &text(&r.target.number), &text(&r.target.symbol)))
        .filter(|r| want.contains(r) || !r.starts_with("implements") && !r.starts_with("attached-to"))
        .collect();
    score.compare_sets("relations", &want, &have);
}

fn related(relation: &str, number: &str, symbol: &str) -> String {
    format!("{relation} {}/{symbol}", number.trim_start_matches('0'))
}

// ---------------------------------------------------------------- rows

/// A printed row in normal form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Row {
    section: String,
    ordinal: String,
    task: String,
    product: String,
    leader: String,
    lead: Vec<String>,
    support: Vec<String>,
    deadline: String,
    source: String,
    extra: Vec<String>,
}

impl Row {
    fn cells(&self) -> [(&'static str, String); 10] {
        [
            ("section", self.section.clone()),
            ("ordinal", self.ordinal.clone()),
            ("task", self.task.clone()),
            ("product", self.product.clone()),
            ("leader", self.leader.clone()),
            ("lead", self.lead.join("; ")),
            ("support", self.support.join("; ")),
            ("deadline", self.deadline.clone()),
            ("source", self.source.clone()),
            ("extra", self.extra.join("; ")),
        ]
    }

    /// How alike two rows are, 0 to 1: mostly the task, then who, what and when, then the ordinal.
    fn similarity(&self, other: &Row) -> f64 {
        let rest = |row: &Row| format!("{}{}{}", row.lead.join(" "), row.product, row.deadline);
        0.6 * alike(&self.task, &other.task)
            + 0.15 * f64::from(u8::from(self.ordinal == other.ordinal))
            + 0.25 * alike(&rest(self), &rest(other))
    }
}

fn alike(a: &str, b: &str) -> f64 {
    if a == b { 1.0 } else { strsim::sorensen_dice(a, b) }
}

fn extra_values(extra: &BTreeMap<String, String>) -> Vec<String> {
    norm_items(extra.values().map(String::as_str))
}

fn gold_rows(appendix: &GoldAppendix) -> Vec<Row> {
    appendix
        .rows
        .iter()
        .map(|r| Row {
            section: norm_opt(r.section_path.last().map(String::as_str)),
            ordinal: norm_opt(r.ordinal.as_deref()),
            task: norm_opt(r.task.as_deref()),
            product: norm_opt(r.product.as_deref()),
            leader: norm_opt(r.leader.as_deref()),
            lead: norm_items(r.lead.iter().map(String::as_str)),
            support: norm_items(r.support.iter().map(String::as_str)),
            deadline: norm_opt(r.deadline.as_deref()),
            source: norm_opt(r.source.as_deref()),
            extra: extra_values(&r.extra),
        })
        .collect()
}

fn output_rows(appendix: &Appendix) -> Vec<Row> {
    let mut rows = Vec::new();
    for task in &appendix.tasks {
        for a in &task.assignments {
            rows.push(Row {
                section: norm_opt(task.section.last().map(|s| s.label.as_str())),
                ordinal: norm_opt(task.ordinal.as_deref()),
                task: norm(&task.task),
                product: norm_opt(a.product.as_deref()),
                leader: norm_opt(a.leader.as_deref().or(task.leader.as_deref())),
                lead: norm_items(a.lead.iter().map(|x| &*x.text)),
                support: norm_items(a.support.iter().map(|x| &*x.text)),
                deadline: norm_opt(a.deadline.as_ref().map(|d| d.text.as_str())),
                source: norm_opt(task.source_note.as_deref()),
                extra: extra_values(&task.extra),
            });
        }
    }
    rows
}

fn compare_rows(score: &mut Score, gold: &GoldAppendix, got: Option<&Appendix>) {
    let want = gold_rows(gold);
    let have = got.map(output_rows).unwrap_or_default();
    let pairs = pair_rows(&want, &have);
    for (i, row) in want.iter().enumerate() {
        let place = format!("{} {}/{}", gold.label, row.section, row.ordinal);
        let Some(partner) = pairs.get(&i).and_then(|&j| have.get(j)) else {
            row.cells()
                .iter()
                .filter(|(_, want)| !want.is_empty())
                .for_each(|(field, _)| score.count(field, false));
            score.compare(&place, "rows", row.task.clone(), String::new());
            continue;
        };
        score.count("rows", true);
        for ((field, want), (_, got)) in row.cells().into_iter().zip(partner.cells()) {
            score.compare(&place, field, want, got);
        }
    }
    let paired: BTreeSet<usize> = pairs.into_values().collect();
    for (_, row) in have.iter().enumerate().filter(|(j, _)| !paired.contains(j)) {
        score.compare(
            &format!("{} {}/{}", gold.label, row.section, row.ordinal),
            "rows",
            String::new(),
            row.task.clone(),
        );
    }
}

/// Pairs rows in order so that the sum of their likeness is greatest; unlike rows (below one half) stay alone.
fn pair_rows(want: &[Row], have: &[Row]) -> BTreeMap<usize, usize> {
    let width = have.len() + 1;
    let cell = |i: usize, j: usize| i * width + j;
    let mut likeness = vec![0.0; (want.len() + 1) * width];
    let mut best = vec![0.0_f64; (want.len() + 1) * width];
    for (i, a) in want.iter().enumerate().rev() {
        for (j, b) in have.iter().enumerate().rev() {
            let s = a.similarity(b);
            likeness[cell(i, j)] = if s < 0.5 { 0.0 } else { s };
            best[cell(i, j)] = best[cell(i + 1, j)]
                .max(best[cell(i, j + 1)])
                .max(best[cell(i + 1, j + 1)] + likeness[cell(i, j)]);
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = BTreeMap::new();
    while i < want.len() && j < have.len() {
        let here = best[cell(i, j)];
        if likeness[cell(i, j)] > 0.0 && here == best[cell(i + 1, j + 1)] + likeness[cell(i, j)] {
            pairs.insert(i, j);
            (i, j) = (i + 1, j + 1);
        } else if here == best[cell(i + 1, j)] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(ordinal: &str, task: &str) -> Row {
        Row { ordinal: ordinal.into(), task: task.into(), ..Row::default() }
    }

    #[test]
    fn rows_pair_in_order_past_gaps() {
        let want =
            [row("1", "Lập danh mục hồ sơ"), row("2", "Kiểm tra công vụ"), row("3", "Tập huấn kỹ năng số")];
        let have =
            [row("1", "Lập danh mục hồ sơ"), row("9", "Bầu cử hội đồng"), row("3", "Tập huấn kĩ năng số")];
        assert_eq!(pair_rows(&want, &have), BTreeMap::from([(0, 0), (2, 2)]));
        assert!(pair_rows(&want, &[]).is_empty());
    }

    #[test]
    fn a_wrong_cell_is_a_miss_and_an_empty_one_counts_for_nothing() {
        let mut score = Score::default();
        score.compare("x", "deadline", "Quý I".into(), "Quý I".into());
        score.compare("x", "deadline", String::new(), String::new());
        score.compare("x", "deadline", "Quý II".into(), String::new());
        assert_eq!(score.figure("deadline"), (1, 2));
        assert_eq!(score.misses.len(), 1);
        assert!((score.share() - 0.5).abs() < f64::EPSILON);
    }
}
