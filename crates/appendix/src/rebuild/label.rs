//! Ordinals of rows and labels of sections, and whether one can follow another.

/// The shape of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// `7`, `7.`, `07`.
    Number,
    /// `1.3.1`, `II.2`, `1,4` (a number that a sheet has turned into a decimal).
    Dotted,
    /// `IV`.
    Roman,
    /// `A`, `b)`.
    Letter,
    /// `-`, `+`.
    Dash,
}

/// A label as read from one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label {
    /// Its shape.
    pub(super) shape: Shape,
    /// Value of its last part, from 1; 0 for a dash.
    pub(super) value: u16,
    /// Number of its parts.
    pub(super) depth: u8,
}

impl Label {
    /// Reads one word; `None` where it is no label.
    pub(super) fn parse(word: &str) -> Option<Label> {
        if matches!(word, "-" | "–" | "+" | "•") {
            return Some(Label { shape: Shape::Dash, value: 0, depth: 1 });
        }
        let core = word.trim_end_matches(['.', ')', ':']).trim_start_matches('(');
        if core.is_empty() || core.len() > 12 || !core.is_ascii() {
            return None;
        }
        let parts: Vec<&str> = core.split(['.', ',']).collect();
        let depth = u8::try_from(parts.len()).ok().filter(|&d| d <= 5)?;
        let number = |p: &str| {
            (p.len() <= 4 && p.bytes().all(|b| b.is_ascii_digit())).then(|| p.parse::<u16>().ok()).flatten()
        };
        let last = parts.last().copied()?;
        if depth > 1 {
            let value = number(last).filter(|_| last.len() <= 3)?;
            let head = parts.first().copied()?;
            let heads_well =
                number(head).is_some_and(|_| head.len() <= 2) || roman(head).is_some() || is_letter(head);
            return heads_well.then_some(Label { shape: Shape::Dotted, value, depth });
        }
        if let Some(value) = number(core) {
            return Some(Label { shape: Shape::Number, value, depth });
        }
        if let Some(value) = roman(core) {
            return Some(Label { shape: Shape::Roman, value, depth });
        }
        let closed = core.len() < word.len();
        let byte = core.bytes().next().filter(|_| is_letter(core))?;
        let value = u16::from(byte.to_ascii_lowercase() - b'a') + 1;
        (byte.is_ascii_uppercase() || closed).then_some(Label { shape: Shape::Letter, value, depth })
    }

    /// How well the label follows the one before it, and the last plain number before it.
    pub(super) fn follows(self, before: Option<Label>, number: Option<u16>) -> f32 {
        let next = |value: u16| self.value == value + 1;
        match self.shape {
            Shape::Number => match number {
                Some(n) if next(n) => 3.0,
                Some(n) if self.value == n => -0.5,
                _ if self.value == 1 => match before {
                    Some(b) if b.shape != Shape::Number => 2.5,
                    None => 2.5,
                    _ => -1.5,
                },
                Some(n) if self.value > n && self.value <= n + 3 => -1.0,
                None => 0.0,
                _ => -3.5,
            },
            Shape::Dotted => match before {
                Some(b) if b.shape == Shape::Dotted && b.depth == self.depth && next(b.value) => 2.0,
                Some(b) if b.depth < self.depth && self.value == 1 => 2.0,
                Some(b) if b.depth > self.depth => 1.0,
                _ => 0.0,
            },
            Shape::Roman | Shape::Letter => match before {
                Some(b) if b.shape == self.shape && next(b.value) => 2.0,
                _ if self.value == 1 => 1.0,
                _ => 0.5,
            },
            Shape::Dash => match before {
                Some(b) if b.shape == Shape::Dash => 0.5,
                _ => -1.0,
            },
        }
    }
}

fn is_letter(part: &str) -> bool {
    part.len() == 1 && part.bytes().all(|b| b.is_ascii_alphabetic())
}

/// The value of a Roman number in capitals, up to 89.
fn roman(part: &str) -> Option<u16> {
    if part.is_empty() || part.len() > 7 {
        return None;
    }
    let digit = |c| match c {
        'I' => Some(1_i32),
        'V' => Some(5),
        'X' => Some(10),
        'L' => Some(50),
        _ => None,
    };
    let digits: Vec<i32> = part.chars().map(digit).collect::<Option<_>>()?;
    let value: i32 = digits
        .iter()
        .enumerate()
        .map(|(i, &d)| if digits.get(i + 1).is_some_and(|&after| after > d) { -d } else { d })
        .sum();
    u16::try_from(value).ok().filter(|&v| v > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(word: &str) -> Label {
        Label::parse(word).expect(word)
    }

    #[test]
    fn labels_have_shapes() {
        for (word, shape, value, depth) in [
            ("7.", Shape::Number, 7, 1),
            ("IV", Shape::Roman, 4, 1),
            ("XIX.", Shape::Roman, 19, 1),
            ("II.3", Shape::Dotted, 3, 2),
            ("1,4", Shape::Dotted, 4, 2),
            ("5.3.2.", Shape::Dotted, 2, 3),
            ("B", Shape::Letter, 2, 1),
            ("a)", Shape::Letter, 1, 1),
            ("-", Shape::Dash, 0, 1),
        ] {
            assert_eq!(label(word), Label { shape, value, depth }, "{word}");
        }
        for word in ["Sở", "7/2025", "2025-2030", "a", "30/2024/NQ-", "", "(", "UBND"] {
            assert_eq!(Label::parse(word), None, "{word}");
        }
    }

    #[test]
    fn numbers_run_on() {
        let follows = |a: &str, b: &str| label(b).follows(Some(label(a)), Some(label(a).value));
        assert!(follows("3", "4.") > follows("3", "5"));
        assert!(follows("3", "5") > follows("3", "9"));
        assert!(
            label("1").follows(Some(label("II")), Some(12)) > label("1").follows(Some(label("12")), Some(12))
        );
    }
}
