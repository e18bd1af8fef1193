//! The vocabulary as a trie, for the search of words that look like what was read.

use std::collections::VecDeque;

use crate::language_model::LanguageModel;
use crate::lattice::LogProb;
use crate::vocabulary::WordId;

/// A node's number; zero is the root.
pub(crate) type NodeId = u32;

#[derive(Debug, Clone, Copy)]
struct Node {
    label: char,
    /// The children are `first..first + count`, sorted by label.
    first: NodeId,
    count: u32,
    /// The word that ends here, if one does.
    word: Option<WordId>,
    /// The greatest log p(w) of the words below.
    best: LogProb,
}

/// The trie, its nodes level by level.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trie {
    nodes: Vec<Node>,
}

/// A node, the words below it, and how many bytes they share.
type Below<'a, 'w> = (usize, &'a [(&'w str, WordId)], usize);

impl Trie {
    /// The trie of all words of `model` that hold a letter.
    pub(crate) fn new(model: &LanguageModel<'_>) -> Self {
        let vocabulary = model.vocabulary();
        let mut words: Vec<(&str, WordId)> = (0..vocabulary.len())
            .map(|i| (vocabulary.word(i as WordId), i as WordId))
            .filter(|(w, _)| w.starts_with(char::is_alphabetic))
            .collect();
        words.sort_unstable();
        let root = Node { label: ' ', first: 0, count: 0, word: None, best: LogProb::NEG_INFINITY };
        let mut nodes = vec![root];
        let mut queue: VecDeque<Below<'_, '_>> = VecDeque::from([(0, words.as_slice(), 0)]);
        while let Some((id, below, depth)) = queue.pop_front() {
            let here = below.iter().take_while(|(w, _)| w.len() == depth).count();
            let best = below.iter().map(|(_, w)| model.unigram(*w)).fold(LogProb::NEG_INFINITY, LogProb::max);
            let next = |w: &str| w.get(depth..).and_then(|rest| rest.chars().next());
            let first = nodes.len();
            let longer = below.get(here..).unwrap_or_default();
            for group in longer.chunk_by(|a, b| next(a.0) == next(b.0)) {
                let Some(label) = group.first().and_then(|(w, _)| next(w)) else { continue };
                queue.push_back((nodes.len(), group, depth + label.len_utf8()));
                nodes.push(Node { label, ..root });
            }
            let count = (nodes.len() - first) as u32;
            if let Some(node) = nodes.get_mut(id) {
                node.first = first as NodeId;
                node.count = count;
                node.word = below.first().filter(|_| here > 0).map(|(_, w)| *w);
                node.best = best;
            }
        }
        Self { nodes }
    }

    /// The child of `node` under `label`.
    #[inline]
    pub(crate) fn child(&self, node: NodeId, label: char) -> Option<NodeId> {
        let parent = self.nodes.get(node as usize)?;
        let first = parent.first as usize;
        let children = self.nodes.get(first..first + parent.count as usize)?;
        children.binary_search_by_key(&label, |n| n.label).ok().map(|i| (first + i) as NodeId)
    }

    /// The word that ends at `node`.
    pub(crate) fn word(&self, node: NodeId) -> Option<WordId> {
        self.nodes.get(node as usize)?.word
    }

    /// The greatest log p(w) of the words at and below `node`.
    #[inline]
    pub(crate) fn best(&self, node: NodeId) -> LogProb {
        self.nodes.get(node as usize).map_or(LogProb::NEG_INFINITY, |n| n.best)
    }
}
