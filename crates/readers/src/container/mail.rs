//! Mails as containers: their text and what is attached to them.

use mail_parser::{MessageParser, MimeHeaders, PartType};

use super::Limits;
use crate::error::{Binary, ReadError};
use crate::guard;

/// How much of a file is looked at for the fields of a mail.
pub const HEAD: usize = 1 << 14;

/// Fields of a header (RFC 5322, 3.6; RFC 2045; those that servers add), in small letters.
const FIELDS: [&str; 17] = [
    "received",
    "return-path",
    "delivered-to",
    "message-id",
    "mime-version",
    "from",
    "to",
    "cc",
    "sender",
    "reply-to",
    "subject",
    "date",
    "in-reply-to",
    "references",
    "content-type",
    "content-transfer-encoding",
    "dkim-signature",
];
/// Those of them that only a mail program writes; a letter that a person typed may say from whom and to whom it is.
const WRITTEN_BY_PROGRAMS: usize = 5;
/// Known fields that make a mail.
const ENOUGH_FIELDS: usize = 3;

/// Whether a file begins with the header of a mail.
pub(super) fn is_mail(head: &[u8]) -> bool {
    let (mut known, mut sure) = (0, false);
    for line in head.get(..HEAD).unwrap_or(head).split(|b| *b == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match line.first() {
            None => break,
            // A field goes on.
            Some(b' ' | b'\t') if known > 0 || sure => continue,
            _ => {}
        }
        let Some(colon) = memchr::memchr(b':', line) else { break };
        let name = line.get(..colon).unwrap_or_default();
        if name.is_empty() || !name.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) {
            break;
        }
        if let Some(at) = FIELDS.iter().position(|field| name.eq_ignore_ascii_case(field.as_bytes())) {
            known += 1;
            sure |= at < WRITTEN_BY_PROGRAMS;
        }
    }
    sure && known >= ENOUGH_FIELDS
}

/// The text of a mail, in the form that keeps most of it, and its attachments, each with its name.
pub(super) fn parts(bytes: &[u8], limits: &Limits) -> Result<Vec<(String, Vec<u8>)>, ReadError> {
    // The parser takes some mails whose parts do not close for impossible.
    let message = guard::wait(|| MessageParser::default().parse(bytes)).flatten();
    let message = message.ok_or(ReadError::Damaged(Binary::Mail))?;
    let mut parts = Vec::new();
    // A part of plain text that has no other form stands among these, too.
    for part in message.html_bodies() {
        let (name, text) = match &part.body {
            PartType::Html(text) => ("body.html", text),
            PartType::Text(text) => ("body.txt", text),
            _ => continue,
        };
        if !text.trim().is_empty() {
            parts.push((name.to_owned(), text.as_bytes().to_vec()));
        }
    }
    for (number, part) in message.attachments().enumerate() {
        let content = match &part.body {
            PartType::Message(inner) => inner.raw_message(),
            PartType::Multipart(_) => continue,
            _ => part.contents(),
        };
        let ending = if part.is_message() { ".eml" } else { "" };
        let name = part.attachment_name().map_or_else(|| format!("{}{ending}", number + 1), str::to_owned);
        parts.push((name, content.to_vec()));
    }
    if parts.len() > limits.members {
        return Err(ReadError::TooManyMembers { members: parts.len(), limit: limits.members });
    }
    Ok(parts)
}
