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

/// The clusters of `bytes`.
pub(super) fn clusters(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let start = rest.iter().position(|&b| IN_CLUSTER[usize::from(b)])?;
        let from = rest.get(start..)?;
        let len = from.iter().position(|&b| !IN_CLUSTER[usize::from(b)]).unwrap_or(from.len());
        let (cluster, behind) = from.split_at_checked(len)?;
        rest = behind;
        Some(cluster)
    })
}

/// What was found of short clusters: a table whose places each keep the last that fell there, so that time and memory
/// have a bound whatever the text is.
#[derive(Debug)]
pub(super) struct Cache<T> {
    places: Vec<(Key, T)>,
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
const PLACE_BITS: u32 = 13;

/// Clusters that are asked for before a table pays.
const FEW: usize = 64;

impl<T: Copy + Default> Cache<T> {
    /// What `find` gives for `cluster`, which is text or not; `None` where it is too long to be kept.
    pub(super) fn get(&mut self, cluster: &[u8], is_text: bool, find: impl FnOnce() -> T) -> Option<T> {
        let key = key(cluster, is_text)?;
        if self.places.is_empty() {
            if self.asked < FEW {
                self.asked += 1;
                return Some(find());
            }
            self.places = vec![Default::default(); 1 << PLACE_BITS];
        }
        let place = self.places.get_mut(place_of(key))?;
        if place.0 != key {
            *place = (key, find());
        }
        Some(place.1)
    }
}

fn key(cluster: &[u8], is_text: bool) -> Option<Key> {
    let len = cluster.len();
    if len > LONGEST {
        return None;
    }
    let half = |half: &[u8]| half.iter().rev().fold(0, |packed, &b| packed << 8 | u64::from(b));
    let (low, high) = cluster.split_at_checked(8).unwrap_or((cluster, &[]));
    let kind = (len << 1 | usize::from(is_text)) as u64;
    Some([half(low), half(high) | kind << 56])
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
        let found: Vec<&[u8]> = clusters(b" S\xE8 12/Q\xA7-UB,\tng\xB5y\x02\n").collect();
        assert_eq!(found, [&b"S\xE8"[..], b"Q\xA7", b"UB", b"ng\xB5y\x02"]);
    }

    #[test]
    fn clusters_are_told_apart() {
        let clusters: [&[u8]; 6] = [b"", b"a", b"a\0", b"abcdefgh", b"abcdefghi", b"abcdefghijklmno"];
        let mut keys: Vec<_> = clusters.iter().flat_map(|c| [key(c, false), key(c, true)]).collect();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), 2 * clusters.len());
        assert_eq!(key(&[b'x'; 16], true), None);
    }

    #[test]
    fn what_was_found_is_kept() {
        let mut cache = Cache::default();
        let mut asked = 0;
        for _ in 0..1000 {
            let found = cache.get(b"Quy", false, || {
                asked += 1;
                7
            });
            assert_eq!(found, Some(7));
        }
        assert_eq!(asked, FEW + 1);
    }
}
