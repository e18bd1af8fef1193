//! Remains of HTML inside text: tags and character references, as OCR models leave them in tables.

/// What a tag does to the text around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Bold from here, or up to here.
    Bold,
    /// Italic from here, or up to here.
    Italic,
    /// A new line.
    Break,
    /// What follows stands on a line of its own.
    Block,
    /// A list item: a block that gets a `- ` where it has no mark of its own.
    Item,
    /// A heading of this level: a block.
    Heading(u8),
    /// Nothing that matters here.
    None,
}

/// The tags that are taken as markup. Anything else in angle brackets is text.
const TAGS: &[(&str, Effect)] = &[
    ("b", Effect::Bold),
    ("strong", Effect::Bold),
    ("i", Effect::Italic),
    ("em", Effect::Italic),
    ("br", Effect::Break),
    ("p", Effect::Block),
    ("div", Effect::Block),
    ("ul", Effect::Block),
    ("ol", Effect::Block),
    ("li", Effect::Item),
    ("hr", Effect::Block),
    ("table", Effect::Block),
    ("thead", Effect::Block),
    ("tbody", Effect::Block),
    ("tfoot", Effect::Block),
    ("caption", Effect::Block),
    ("tr", Effect::Block),
    ("td", Effect::Block),
    ("th", Effect::Block),
    ("blockquote", Effect::Block),
    ("center", Effect::Block),
    ("pre", Effect::Block),
    ("figure", Effect::Block),
    ("figcaption", Effect::Block),
    ("header", Effect::Block),
    ("footer", Effect::Block),
    ("section", Effect::Block),
    ("h1", Effect::Heading(1)),
    ("h2", Effect::Heading(2)),
    ("h3", Effect::Heading(3)),
    ("h4", Effect::Heading(4)),
    ("h5", Effect::Heading(5)),
    ("h6", Effect::Heading(6)),
    ("u", Effect::None),
    ("s", Effect::None),
    ("del", Effect::None),
    ("ins", Effect::None),
    ("sub", Effect::None),
    ("sup", Effect::None),
    ("span", Effect::None),
    ("font", Effect::None),
    ("small", Effect::None),
    ("big", Effect::None),
    ("mark", Effect::None),
    ("code", Effect::None),
    ("a", Effect::None),
    ("img", Effect::None),
    ("colgroup", Effect::None),
    ("col", Effect::None),
    ("html", Effect::None),
    ("body", Effect::None),
];

/// A tag at the start of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    /// What it does.
    pub(crate) effect: Effect,
    /// Whether it ends what another began.
    pub(crate) closing: bool,
    /// Name as written.
    pub(crate) name: &'a str,
    /// What stands between the name and the `>`.
    pub(crate) attributes: &'a str,
    /// Bytes from `<` to `>`, both included.
    pub(crate) len: usize,
}

/// Longest tag that is looked for, which bounds the search from each `<`.
const LONGEST_TAG: usize = 400;
/// Longest comment that is taken for one.
const LONGEST_COMMENT: usize = 4000;

/// Reads the tag or comment at the start of `text`, which begins with `<`.
pub(crate) fn tag(text: &str) -> Option<Tag<'_>> {
    if text.starts_with("<!--") {
        let head = text.as_bytes().get(..LONGEST_COMMENT).unwrap_or(text.as_bytes());
        let end = memchr::memmem::find(head, b"-->")?;
        return Some(Tag { effect: Effect::None, closing: false, name: "", attributes: "", len: end + 3 });
    }
    let bytes = text.as_bytes();
    let closing = bytes.get(1) == Some(&b'/');
    let start = 1 + usize::from(closing);
    let rest = bytes.get(start..)?;
    let name_len = rest.iter().take(LONGEST_TAG).take_while(|b| b.is_ascii_alphanumeric()).count();
    let name = text.get(start..start + name_len)?;
    let &(_, effect) = TAGS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    let after = rest.get(name_len..)?;
    let head = after.get(..LONGEST_TAG).unwrap_or(after);
    let end = memchr::memchr2(b'>', b'<', head)?;
    let attributes = text.get(start + name_len..start + name_len + end)?;
    let parted = attributes.is_empty() || attributes.starts_with([' ', '\t', '/', '\n']);
    (after.get(end) == Some(&b'>') && parted).then_some(Tag {
        effect,
        closing,
        name,
        attributes,
        len: start + name_len + end + 1,
    })
}

/// Names of characters that HTML in Vietnamese documents uses, with the letters of Latin-1 that old editors wrote so.
const NAMED: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{A0}'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("bull", '•'),
    ("middot", '·'),
    ("deg", '°'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("times", '×'),
    ("divide", '÷'),
    ("plusmn", '±'),
    ("ge", '≥'),
    ("le", '≤'),
    ("ne", '≠'),
    ("rarr", '→'),
    ("sup2", '²'),
    ("sup3", '³'),
    ("frac12", '½'),
    ("sect", '§'),
    ("copy", '©'),
    ("reg", '®'),
    ("agrave", 'à'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("atilde", 'ã'),
    ("egrave", 'è'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("igrave", 'ì'),
    ("iacute", 'í'),
    ("ograve", 'ò'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("otilde", 'õ'),
    ("ugrave", 'ù'),
    ("uacute", 'ú'),
    ("yacute", 'ý'),
    ("Agrave", 'À'),
    ("Aacute", 'Á'),
    ("Acirc", 'Â'),
    ("Atilde", 'Ã'),
    ("Egrave", 'È'),
    ("Eacute", 'É'),
    ("Ecirc", 'Ê'),
    ("Igrave", 'Ì'),
    ("Iacute", 'Í'),
    ("Ograve", 'Ò'),
    ("Oacute", 'Ó'),
    ("Ocirc", 'Ô'),
    ("Otilde", 'Õ'),
    ("Ugrave", 'Ù'),
    ("Uacute", 'Ú'),
    ("Yacute", 'Ý'),
    // The rest of Latin-1, for which texts in encodings before Unicode were taken.
    ("AElig", 'Æ'),
    ("aelig", 'æ'),
    ("Auml", 'Ä'),
    ("auml", 'ä'),
    ("Aring", 'Å'),
    ("aring", 'å'),
    ("Ccedil", 'Ç'),
    ("ccedil", 'ç'),
    ("Euml", 'Ë'),
    ("euml", 'ë'),
    ("Icirc", 'Î'),
    ("icirc", 'î'),
    ("Iuml", 'Ï'),
    ("iuml", 'ï'),
    ("ETH", 'Ð'),
    ("eth", 'ð'),
    ("Ntilde", 'Ñ'),
    ("ntilde", 'ñ'),
    ("Ouml", 'Ö'),
    ("ouml", 'ö'),
    ("Oslash", 'Ø'),
    ("oslash", 'ø'),
    ("Ucirc", 'Û'),
    ("ucirc", 'û'),
    ("Uuml", 'Ü'),
    ("uuml", 'ü'),
    ("THORN", 'Þ'),
    ("Thorn", 'Þ'),
    ("thorn", 'þ'),
    ("yuml", 'ÿ'),
    ("szlig", 'ß'),
    ("iexcl", '¡'),
    ("cent", '¢'),
    ("pound", '£'),
    ("curren", '¤'),
    ("yen", '¥'),
    ("brvbar", '¦'),
    ("uml", '¨'),
    ("ordf", 'ª'),
    ("not", '¬'),
    ("shy", '\u{AD}'),
    ("macr", '¯'),
    ("acute", '´'),
    ("micro", 'µ'),
    ("para", '¶'),
    ("cedil", '¸'),
    ("sup1", '¹'),
    ("ordm", 'º'),
    ("frac14", '¼'),
    ("frac34", '¾'),
    ("iquest", '¿'),
];

/// Longest character reference, with `&` and `;`.
const LONGEST_REFERENCE: usize = 10;

/// Reads the character reference at the start of `text`, which begins with `&`: the character and the length in bytes.
pub(crate) fn reference(text: &str) -> Option<(char, usize)> {
    let head = text.as_bytes().get(..LONGEST_REFERENCE).unwrap_or(text.as_bytes());
    let end = memchr::memchr(b';', head)?;
    let name = text.get(1..end)?;
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| !c.is_control())?
        }
        None => NAMED.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((c, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_by_name_only() {
        let len = |text| tag(text).map(|t| (t.effect, t.closing, t.len));
        assert_eq!(len("<BR/>x"), Some((Effect::Break, false, 5)));
        assert_eq!(len("</li> x"), Some((Effect::Item, true, 5)));
        assert_eq!(len("<ul style=\"a: b\">"), Some((Effect::Block, false, 17)));
        assert_eq!(len("<!-- trang 2 -->x"), Some((Effect::None, false, 16)));
        for text in ["<5%", "< br>", "<bản nháp>", "<b", "<b <i>", "<>", "<", "<tên>", "<px>"] {
            assert_eq!(len(text), None, "{text}");
        }
    }

    #[test]
    fn references_known_and_unknown() {
        assert_eq!(reference("&amp;x"), Some(('&', 5)));
        assert_eq!(reference("&#7841;"), Some(('ạ', 7)));
        assert_eq!(reference("&#x1EA1; "), Some(('ạ', 8)));
        for text in ["&ĐT;", "& ", "&", "&#0;", "&#xD800;", "&khong;", "&amp"] {
            assert_eq!(reference(text), None, "{text}");
        }
    }
}
