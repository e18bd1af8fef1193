//! What was worked out for a text, remembered. The tables of an archive name the same agencies and columns in document
//! after document, so what is kept by a thread serves all that it reads.

use rustc_hash::FxHashMap;

/// Values by the text that they were worked out from.
#[derive(Debug)]
pub(crate) struct Memo<V> {
    /// A fast hash will do: however its keys collide, they are few.
    known: FxHashMap<Box<str>, V>,
}

/// Texts remembered at once. An archive with more different ones is no longer helped by remembering.
const MOST: usize = 1024;
/// Bytes of the longest text remembered: longer ones do not come again.
const LONGEST: usize = 512;

impl<V> Default for Memo<V> {
    fn default() -> Self {
        Self { known: FxHashMap::default() }
    }
}

impl<V: Clone> Memo<V> {
    /// What `work` makes of `text`; the work is done where it is not known.
    pub(crate) fn of(&mut self, text: &str, work: impl FnOnce() -> V) -> V {
        if text.len() > LONGEST {
            return work();
        }
        if let Some(known) = self.known.get(text) {
            return known.clone();
        }
        let value = work();
        if self.known.len() >= MOST {
            self.known.clear();
        }
        self.known.insert(text.into(), value.clone());
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_done_once_for_a_short_text() {
        let mut memo = Memo::default();
        let mut times = 0;
        for text in ["a", "b", "a", "a"] {
            let len = memo.of(text, || {
                times += 1;
                text.len()
            });
            assert_eq!(len, 1);
        }
        assert_eq!(times, 2);
        let long = "x".repeat(LONGEST + 1);
        assert_eq!((memo.of(&long, || 1), memo.of(&long, || 2)), (1, 2));
    }

    #[test]
    fn no_more_is_kept_than_the_bound() {
        let mut memo = Memo::default();
        for number in 0..3 * MOST {
            assert_eq!(memo.of(&number.to_string(), || number), number);
            assert!(memo.known.len() <= MOST);
        }
    }
}
