//! Clusters: the pieces of a text that encodings before Unicode change independently, and what was found of them before.

/// Whether a byte belongs to clusters: a letter of ASCII, a byte of other characters, or a control character, which two
/// encodings have letters for.
const IN_CLUSTER: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        table[byte] = b.is_ascii_alphabetic() || b >= 0x7F || (b < b' ' && !matches!(b, b'\t'..=b'\r'));
        byte += 1;
    }
    table
};

/// A cluster in the text that it stands in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cluster<'a> {
    /// The text from the cluster on.
    from: &'a [u8],
    len: usize,
}

impl<'a> Cluster<'a> {
    /// Its bytes.
    pub(super) fn bytes(self) -> &'a [u8] {
        self.from.get(..self.len).unwrap_or_default()
    }
}

/// The clusters of `bytes`.
pub(super) fn clusters(bytes: &[u8]) -> impl Iterator<Item = Cluster<'_>> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let start = rest.iter().position(|&b| IN_CLUSTER[usize::from(b)])?;
        let from = rest.get(start..)?;
        let len = from.iter().position(|&b| !IN_CLUSTER[usize::from(b)]).unwrap_or(from.len());
        rest = from.get(len..).unwrap_or_default();
        Some(Cluster { from, len })
    })
}

/// What was found of short clusters: a table whose places each keep the last two that fell there, so that time and memory
/// have a bound whatever the text is.
#[derive(Debug)]
pub(super) struct Cache<T> {
    places: Vec<[(Key, T); 2]>,
    asked: usize,
}

/// A cluster of at most [`LONGEST`] bytes, and behind them its length; all zero for none.
type Key = [u64; 2];
const LONGEST: usize = 15;

impl<T> Default for Cache<T> {
    fn default() -> Self {
        Self { places: Vec::new(), asked: 0 }
    }
}

/// Two to the power of this is the number of places.
const PLACE_BITS: u32 = 12;

/// Clusters that are asked for before a table pays.
const FEW: usize = 64;

impl<T: Copy + Default> Cache<T> {
    /// What `find` gives for `cluster`, which is text or not; `None` where it is too long to be kept.
    pub(super) fn get(&mut self, cluster: Cluster<'_>, is_text: bool, find: impl FnOnce() -> T) -> Option<T> {
        let key = key(cluster, is_text)?;
        if self.places.is_empty() {
            if self.asked < FEW {
                self.asked += 1;
                return Some(find());
            }
            self.places = vec![Default::default(); 1 << PLACE_BITS];
        }
        let [last, other] = self.places.get_mut(place_of(key))?;
        if last.0 != key {
            std::mem::swap(last, other);
            if last.0 != key {
                *last = (key, find());
            }
        }
        Some(last.1)
    }
}

fn key(cluster: Cluster<'_>, is_text: bool) -> Option<Key> {
    let Cluster { from, len } = cluster;
    if len > LONGEST {
        return None;
    }
    let kind = (len << 1 | usize::from(is_text)) as u128;
    let packed = match from.first_chunk() {
        Some(&bytes) => u128::from_le_bytes(bytes) & ((1 << (8 * len)) - 1),
        None => cluster.bytes().iter().rev().fold(0, |packed, &b| packed << 8 | u128::from(b)),
    } | kind << (8 * LONGEST);
    Some([packed as u64, (packed >> 64) as u64])
}

/// Multiplicative hashing: the upper bits are the well-mixed ones.
fn place_of([low, high]: Key) -> usize {
    let mixed = (low ^ high.rotate_left(23)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> (u64::BITS - PLACE_BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clusters_are_what_stands_between_blanks_and_signs_of_ascii() {
        let text = b" S\xE8 12/Q\xA7-UB,\tng\xB5y\x02\n";
        let found: Vec<&[u8]> = clusters(text).map(Cluster::bytes).collect();
        assert_eq!(found, [&b"S\xE8"[..], b"Q\xA7", b"UB", b"ng\xB5y\x02"]);
    }

    #[test]
    fn clusters_are_told_apart() {
        let text = b"abcdefghijklmno\0abcdefghijklmno";
        let keys = |from: usize| (1..=LONGEST).map(move |len| Cluster { from: &text[from..], len });
        let mut all: Vec<_> = keys(0).flat_map(|cluster| [key(cluster, false), key(cluster, true)]).collect();
        // The same clusters where the text ends behind them, and where it goes on.
        assert!(keys(0).zip(keys(16)).all(|(a, b)| key(a, true) == key(b, true)));
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 2 * LONGEST);
        assert_eq!(key(Cluster { from: &text[..], len: LONGEST + 1 }, true), None);
    }

    #[test]
    fn what_was_found_is_kept() {
        let mut cache = Cache::default();
        let mut asked = 0;
        for _ in 0..1000 {
            let found = cache.get(Cluster { from: b"Quy", len: 3 }, false, || {
                asked += 1;
                7
            });
            assert_eq!(found, Some(7));
        }
        assert_eq!(asked, FEW + 1);
    }
}
