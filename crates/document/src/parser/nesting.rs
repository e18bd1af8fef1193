//! Nesting of labelled paragraphs: which label stands below which. The marks decide, not the numbers, which are often wrong.

use crate::lexer::label::Mark;

/// The marks of the labels that are open, outermost first.
#[derive(Debug, Default)]
pub(crate) struct Nesting {
    open: Vec<Mark>,
}

impl Nesting {
    /// Opens a label of `mark`: how many labels it stands below.
    ///
    /// A mark that is open already closes what is below it; a new one closes what is finer than itself.
    pub(crate) fn open(&mut self, mark: Mark) -> usize {
        match self.open.iter().position(|open| *open == mark) {
            Some(at) => self.open.truncate(at),
            None => {
                while self.open.last().is_some_and(|open| rank(*open) > rank(mark)) {
                    self.open.pop();
                }
            }
        }
        self.open.push(mark);
        self.open.len() - 1
    }
}

/// How fine a mark is.
fn rank(mark: Mark) -> u8 {
    match mark {
        Mark::Part => 0,
        Mark::Chapter => 1,
        Mark::Division => 2,
        Mark::Subdivision => 3,
        Mark::Upper => 4,
        Mark::Roman => 5,
        Mark::RomanNumber(groups) => 5 + groups.min(6),
        Mark::Number(groups) => 11 + groups.min(8),
        Mark::Lower => 20,
        Mark::Dash => 21,
        Mark::Plus => 22,
        Mark::Bullet => 23,
    }
}

/// Something with others of its sort inside.
pub(crate) trait Nested: Sized {
    /// What is inside.
    fn inside(&mut self) -> &mut Vec<Self>;
}

/// Puts `node` into `roots`, below the last node of each level down to `depth`.
pub(crate) fn insert<T: Nested>(roots: &mut Vec<T>, depth: usize, node: T) {
    match roots.last_mut() {
        Some(last) if depth > 0 => insert(last.inside(), depth - 1, node),
        _ => roots.push(node),
    }
}

/// The node that was inserted last.
pub(crate) fn last<T: Nested>(roots: &mut [T]) -> Option<&mut T> {
    let mut node = roots.last_mut()?;
    while !node.inside().is_empty() {
        node = node.inside().last_mut()?;
    }
    Some(node)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_decide_the_depth() {
        let mut nesting = Nesting::default();
        let marks = [
            (Mark::Roman, 0),
            (Mark::Number(1), 1),
            (Mark::Number(2), 2),
            (Mark::Lower, 3),
            (Mark::Dash, 4),
            (Mark::Number(2), 2),
            (Mark::Number(1), 1),
            (Mark::Roman, 0),
            (Mark::Number(2), 1),
            (Mark::Number(1), 1),
        ];
        for (mark, depth) in marks {
            assert_eq!(nesting.open(mark), depth, "{mark:?}");
        }
    }
}
