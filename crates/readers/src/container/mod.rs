//! Containers: ZIP archives and mails, whose members are files of their own.
//!
//! [`Container::open`] takes what may be one, tells what lies in it and gives each member's bytes; [`walk`] goes through all
//! of it, containers in containers too. A file of an office program is a ZIP archive as well, but one document: it is no
//! container here. Names are made so that every member has one of its own and none can hold a control character; nothing is
//! ever written under them.
//!
//! ```
//! use vanthu_readers::container::{Container, Limits, Source, walk};
//!
//! let mail = b"From: a@example.invalid\r\nMessage-ID: <1@example.invalid>\r\nMIME-Version: 1.0\r\n\
//!     Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n\
//!     Content-Transfer-Encoding: base64\r\n\r\nS8OtbmggZ+G7rWk=\r\n\
//!     --x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=k.txt\r\n\r\n1. A\r\n--x--\r\n";
//! let limits = Limits::default();
//! let mut container = Container::open(Source::Bytes(mail.to_vec()), &limits).unwrap().unwrap();
//! let mut found = Vec::new();
//! walk(&mut container, &limits, &mut |place, content| {
//!     found.push((place.join("!/"), String::from_utf8(content.unwrap().to_vec()).unwrap()));
//! });
//! assert_eq!(found, [("body.txt".into(), "Kính gửi".to_owned()), ("k.txt".into(), "1. A".to_owned())]);
//! ```

mod archive;
mod mail;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek};

use crate::error::{Binary, ReadError};

pub use mail::HEAD;

/// What parts the names of a place: `archive.zip!/folder/letter.eml!/body.txt`.
pub const WITHIN: &str = "!/";

/// A kind of container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A ZIP archive.
    Zip,
    /// A mail as its program saves it (RFC 5322, MIME).
    Mail,
}

impl Kind {
    /// What a file may be by its first bytes ([`HEAD`] of them are enough).
    #[must_use]
    pub fn of(head: &[u8]) -> Option<Self> {
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            Some(Kind::Zip)
        } else {
            mail::is_mail(head).then_some(Kind::Mail)
        }
    }

    /// The name in catalogues and reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::Zip => "zip",
            Kind::Mail => "mail",
        }
    }
}

/// How much a container may ask for.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Most bytes of a member, and of a mail.
    pub bytes: u64,
    /// Most members of a container; one with more is refused as a whole.
    pub members: usize,
    /// Most containers within one another; what lies deeper is not opened.
    pub depth: usize,
    /// Most bytes that all of it unpacks to.
    pub unpacked: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 512 << 20, members: 100_000, depth: 4, unpacked: 16 << 30 }
    }
}

/// Where a container's bytes are.
#[derive(Debug)]
pub enum Source {
    /// In a file, of which only what is asked for is read where the kind allows it.
    File(File),
    /// In memory.
    Bytes(Vec<u8>),
}

/// An open container.
pub struct Container {
    kind: Kind,
    content: Content,
    /// Number of each member by its name.
    numbers: BTreeMap<String, usize>,
    /// The names in the order of the container.
    names: Vec<String>,
}

enum Content {
    Zip(archive::Archive<'static>),
    Mail(Vec<Vec<u8>>),
}

/// A member as its container has it.
struct Member {
    number: usize,
    name: String,
}

impl Container {
    /// Opens a container; `None` for what is none, such as a document that is made as a ZIP archive.
    ///
    /// # Errors
    /// [`ReadError`] where it is damaged, or asks for more than the limits give.
    pub fn open(source: Source, limits: &Limits) -> Result<Option<Self>, ReadError> {
        let (head, source) = match source {
            Source::Bytes(bytes) => (bytes.get(..HEAD).unwrap_or(&bytes).to_vec(), Source::Bytes(bytes)),
            Source::File(mut file) => {
                let mut head = Vec::new();
                let read = file.by_ref().take(HEAD as u64).read_to_end(&mut head);
                if read.and_then(|_| file.rewind()).is_err() {
                    return Ok(None);
                }
                (head, Source::File(file))
            }
        };
        let Some(kind) = Kind::of(&head) else { return Ok(None) };
        let (content, members) = match kind {
            Kind::Zip => {
                let bytes: Box<dyn archive::Bytes> = match source {
                    Source::File(file) => Box::new(BufReader::new(file)),
                    Source::Bytes(bytes) => Box::new(Cursor::new(bytes)),
                };
                let Some(mut opened) = archive::open(bytes, &head)? else { return Ok(None) };
                let members = archive::members(&mut opened, limits)?;
                (Content::Zip(opened), members)
            }
            Kind::Mail => {
                let bytes = match source {
                    Source::Bytes(bytes) => bytes,
                    Source::File(file) => {
                        let mut bytes = Vec::new();
                        let read = file.take(limits.bytes.saturating_add(1)).read_to_end(&mut bytes);
                        read.map_err(|_| ReadError::Damaged(Binary::Mail))?;
                        bytes
                    }
                };
                check_size(bytes.len() as u64, limits.bytes)?;
                let parts = mail::parts(&bytes, limits)?;
                let (names, parts): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
                let members = names.into_iter().enumerate().map(|(number, name)| Member { number, name });
                (Content::Mail(parts), members.collect())
            }
        };
        let (mut numbers, mut names) = (BTreeMap::new(), Vec::with_capacity(members.len()));
        for Member { number, name } in members {
            let name = name_of_its_own(clean(&name), &numbers);
            numbers.insert(name.clone(), number);
            names.push(name);
        }
        Ok(Some(Self { kind, content, numbers, names }))
    }

    /// What it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The names of its members, in their order.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The bytes of a member.
    ///
    /// # Errors
    /// [`ReadError`] where it is damaged, encrypted, packed in a way that cannot be read, larger than `limit`, or not there.
    pub fn read(&mut self, name: &str, limit: u64) -> Result<Vec<u8>, ReadError> {
        let number = *self.numbers.get(name).ok_or(ReadError::NoMember)?;
        match &mut self.content {
            Content::Zip(opened) => archive::read(opened, number, limit),
            Content::Mail(parts) => {
                let part = parts.get(number).ok_or(ReadError::NoMember)?;
                check_size(part.len() as u64, limit)?;
                Ok(part.clone())
            }
        }
    }
}

/// Whether `bytes` are a container.
fn is_container(bytes: &[u8]) -> bool {
    match Kind::of(bytes) {
        Some(Kind::Zip) => !matches!(archive::open(Box::new(Cursor::new(bytes)), bytes), Ok(None)),
        Some(Kind::Mail) => true,
        None => false,
    }
}

/// What takes the files of a container: the names that lead to each, and its bytes or why it has none.
pub type Take<'a> = dyn FnMut(&[String], Result<&[u8], ReadError>) + 'a;

/// Gives `take` every file in `container` with the names that lead to it, and its bytes or why it has none. A container
/// within is gone through in its place; it is given itself where it cannot be opened.
pub fn walk(container: &mut Container, limits: &Limits, take: &mut Take<'_>) {
    let mut left = limits.unpacked;
    descend(container, limits, &mut Vec::new(), &mut left, take);
}

fn descend(
    container: &mut Container,
    limits: &Limits,
    place: &mut Vec<String>,
    left: &mut u64,
    take: &mut Take<'_>,
) {
    for name in container.names().to_vec() {
        let content = container.read(&name, limits.bytes.min(*left)).map_err(|error| match error {
            ReadError::TooLarge { .. } if *left < limits.bytes => {
                ReadError::Expands { limit: usize::try_from(limits.unpacked).unwrap_or(usize::MAX) }
            }
            other => other,
        });
        place.push(name);
        match content {
            Err(error) => take(place, Err(error)),
            Ok(bytes) => {
                *left -= (bytes.len() as u64).min(*left);
                if place.len() < limits.depth && is_container(&bytes) {
                    match Container::open(Source::Bytes(bytes), limits) {
                        Ok(Some(mut inner)) => descend(&mut inner, limits, place, left, take),
                        Ok(None) => take(place, Err(ReadError::Damaged(Binary::Zip))),
                        Err(error) => take(place, Err(error)),
                    }
                } else {
                    take(place, Ok(&bytes));
                }
            }
        }
        place.pop();
    }
}

fn check_size(bytes: u64, limit: u64) -> Result<(), ReadError> {
    let size = |n| usize::try_from(n).unwrap_or(usize::MAX);
    if bytes > limit {
        return Err(ReadError::TooLarge { bytes: size(bytes), limit: size(limit) });
    }
    Ok(())
}

/// Longest name that is kept, in bytes.
const LONGEST_NAME: usize = 1000;

/// A name without what no name of a file should have, with `/` between folders.
fn clean(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.trim_start_matches(['/', '\\']).chars() {
        if out.len() > LONGEST_NAME {
            break;
        }
        out.push(match c {
            '\\' => '/',
            c if c.is_control() => '_',
            c => c,
        });
    }
    // What parts a place from what lies within it must not stand in a name.
    let out = out.replace(WITHIN, "!_/");
    if out.is_empty() { "_".to_owned() } else { out }
}

/// `name`, or with a number before its ending where it is taken.
fn name_of_its_own(name: String, taken: &BTreeMap<String, usize>) -> String {
    if !taken.contains_key(&name) {
        return name;
    }
    let folder = name.rfind('/').map_or(0, |at| at + 1);
    let dot = name.rfind('.').filter(|dot| *dot > folder).unwrap_or(name.len());
    let (stem, ending) = name.split_at(dot);
    // There are as many names as members: one of so many numbers is free, and most often the first.
    let numbers = taken.len()..=taken.len() * 2;
    let mut free = numbers.map(|number| format!("{stem}-{number}{ending}"));
    free.find(|name| !taken.contains_key(name)).unwrap_or(name)
}

#[cfg(test)]
mod tests;
