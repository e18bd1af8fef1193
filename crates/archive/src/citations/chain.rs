//! Chains of change: documents that amend, replace or repeal one another, from the first to what holds today.

use std::collections::{BTreeMap, BTreeSet};

use super::{Chain, Cited, Draft, Label, Link, Paper, Step};

/// What a document does to another one that is no more the same afterwards.
const CHANGES: [&str; 3] = ["amends", "replaces", "repeals"];

/// A document of the archive, or one that is only cited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Paper(usize),
    Cited(usize),
}

/// The chains: documents that hang together by changes, each from the oldest to the newest. A cited document that the
/// archive lacks is one node however it is cited, and a draft that probably is it stands in its place.
pub(super) fn chains(
    papers: &[Paper],
    cited: &[Cited],
    links: &[Link],
    resolved: &BTreeSet<usize>,
    drafts: &[Draft],
    label: Label,
) -> Vec<Chain> {
    let mut edges: BTreeMap<(Node, Node), BTreeSet<&'static str>> = BTreeMap::new();
    let changes = |relations: &BTreeSet<&'static str>| {
        relations.iter().copied().filter(|relation| CHANGES.contains(relation)).collect::<BTreeSet<_>>()
    };
    for link in links {
        let changes = changes(&link.relations);
        if !changes.is_empty() {
            edges.entry((Node::Paper(link.from), Node::Paper(link.to))).or_default().extend(changes);
        }
    }
    let of_draft: BTreeMap<(Option<&String>, _), usize> =
        drafts.iter().map(|draft| ((draft.reference.as_ref(), draft.date), draft.document)).collect();
    // The first of the identities with this number, symbol and day stands for all of them.
    let mut first_of = BTreeMap::new();
    for (from, paper) in papers.iter().enumerate() {
        for (at, relations) in &paper.cites {
            let changes = changes(relations);
            let Some(one) = cited.get(*at).filter(|_| !changes.is_empty() && !resolved.contains(at)) else {
                continue;
            };
            let reference = one.identity.label(label);
            let to = match of_draft.get(&(reference.as_ref(), one.identity.date)) {
                Some(draft) => Node::Paper(*draft),
                None => Node::Cited(*first_of.entry((&one.identity.key, one.identity.date)).or_insert(*at)),
            };
            if to != Node::Paper(from) {
                edges.entry((Node::Paper(from), to)).or_default().extend(changes);
            }
        }
    }
    components(edges.keys().copied())
        .into_iter()
        .map(|mut nodes| {
            let date = |node: &Node| match *node {
                Node::Paper(at) => papers.get(at).and_then(|paper| paper.date),
                Node::Cited(at) => cited.get(at).and_then(|one| one.identity.date),
            };
            nodes.sort_by_key(|node| (date(node).is_none(), date(node).map(|d| d.first_day()), *node));
            let places: BTreeMap<Node, usize> =
                nodes.iter().enumerate().map(|(at, node)| (*node, at)).collect();
            let mut steps: Vec<Step> =
                nodes.iter().map(|node| step(*node, papers, cited, drafts, label)).collect();
            for node in &nodes {
                let Some(step) = places.get(node).and_then(|at| steps.get_mut(*at)) else { continue };
                let last = (*node, Node::Cited(usize::MAX));
                let out = edges.range((*node, Node::Paper(0))..=last);
                for ((_, to), relations) in out {
                    let Some(to) = places.get(to) else { continue };
                    step.changes.extend(relations.iter().map(|relation| (*relation, *to)));
                }
            }
            Chain { steps }
        })
        .collect()
}

fn step(node: Node, papers: &[Paper], cited: &[Cited], drafts: &[Draft], label: Label) -> Step {
    match node {
        Node::Paper(at) => {
            let paper = papers.get(at);
            let draft =
                drafts.binary_search_by_key(&at, |draft| draft.document).ok().and_then(|at| drafts.get(at));
            let reference = paper.and_then(|paper| paper.reference.clone());
            let name = match (draft, reference) {
                (Some(draft), _) => format!("{} ?", draft.likely),
                (None, Some(reference)) => reference,
                (None, None) => paper.map(|paper| paper.path.clone()).unwrap_or_default(),
            };
            Step { name, date: paper.and_then(|paper| paper.date), document: Some(at), changes: Vec::new() }
        }
        Node::Cited(at) => {
            let identity = cited.get(at).map(|one| &one.identity);
            let name = identity.and_then(|identity| identity.label(label)).unwrap_or_default();
            Step { name, date: identity.and_then(|i| i.date), document: None, changes: Vec::new() }
        }
    }
}

/// The nodes that hang together, in the order of their first nodes.
fn components(edges: impl Iterator<Item = (Node, Node)>) -> Vec<Vec<Node>> {
    let mut neighbours: BTreeMap<Node, Vec<Node>> = BTreeMap::new();
    for (a, b) in edges {
        neighbours.entry(a).or_default().push(b);
        neighbours.entry(b).or_default().push(a);
    }
    let mut seen = BTreeSet::new();
    let mut components = Vec::new();
    for start in neighbours.keys() {
        let mut component = Vec::new();
        let mut waiting = vec![*start];
        while let Some(node) = waiting.pop() {
            if seen.insert(node) {
                component.push(node);
                waiting.extend(neighbours.get(&node).into_iter().flatten());
            }
        }
        if !component.is_empty() {
            components.push(component);
        }
    }
    components
}
