//! Files within containers (ZIP archives, mails) as inputs of their own.

use std::fs::File;
use std::path::{Path, PathBuf};

use vanthu_archive::name::RawName;
use vanthu_document::diagnostic::Language;
use vanthu_readers::ReadError;
use vanthu_readers::container::{Container, HEAD, Kind, Limits, Source, walk};

use crate::inputs;
use crate::load::is_json;
use crate::pipeline::ConvertError;

/// An input: a file, or what lies within one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// The file.
    pub(crate) file: PathBuf,
    /// The names that lead to it within the file.
    pub(crate) within: Vec<String>,
}

impl Place {
    /// As a person is told.
    pub(crate) fn shown(&self) -> PathBuf {
        let path = RawName::from(self.file.as_path()).within(&self.within);
        path.to_path().unwrap_or_else(|| self.file.clone())
    }
}

/// What a container may ask for where a file may have `bytes`.
pub(crate) fn limits(bytes: u64) -> Limits {
    Limits { bytes, ..Limits::default() }
}

/// What the file at `path` may be by its first bytes. A document that is made as an archive is not taken for one where that
/// shows there, as it mostly does.
pub(crate) fn may_be(path: &Path) -> Option<Kind> {
    use std::io::Read;
    let mut head = Vec::with_capacity(HEAD);
    File::open(path).ok()?.take(HEAD as u64).read_to_end(&mut head).ok()?;
    let kind = Kind::of(&head)?;
    let says = |name: &str| head.windows(name.len()).any(|part| part == name.as_bytes());
    let is_document = kind == Kind::Zip && (says("[Content_Types].xml") || says("mimetypeapplication/"));
    (!is_document).then_some(kind)
}

/// What lies in the container at `path`, with its bytes or why it has none; `None` where the file is no container. JSON
/// is left out, as it is in folders.
pub(crate) fn members(
    path: &Path,
    limits: &Limits,
    mut take: impl FnMut(&[String], Result<&[u8], ReadError>),
) -> Result<Option<Kind>, ReadError> {
    let Ok(file) = File::open(path) else { return Ok(None) };
    let Some(mut container) = Container::open(Source::File(file), limits)? else { return Ok(None) };
    walk(&mut container, limits, &mut |place, content| {
        if !place.last().is_some_and(|name| is_json(Path::new(name))) {
            take(place, content);
        }
    });
    Ok(Some(container.kind()))
}

/// The inputs that `paths` name: a container's members in its stead. What cannot be opened stays as it is: reading it says why.
pub(crate) fn expand(paths: Vec<PathBuf>, limits: &Limits) -> Vec<Place> {
    let mut places = Vec::with_capacity(paths.len());
    for file in paths {
        let first = places.len();
        let opened = may_be(&file).map(|_| {
            members(&file, limits, |place, _| {
                places.push(Place { file: file.clone(), within: place.to_vec() });
            })
        });
        if !matches!(opened, Some(Ok(Some(_)))) {
            places.truncate(first);
            places.push(Place { file, within: Vec::new() });
        }
    }
    places
}

/// Reads what lies in containers, and keeps the last ones open: their members mostly come one after the other.
#[derive(Default)]
pub(crate) struct Opener {
    file: PathBuf,
    /// The open containers: that of the file, and under the name of each the one within.
    open: Vec<(String, Container)>,
}

impl Opener {
    /// The bytes of an input, at most `limit` of them, or why it has none in the user's language.
    pub(crate) fn bytes(&mut self, place: &Place, limit: u64, language: Language) -> Result<Vec<u8>, String> {
        if place.within.is_empty() {
            return inputs::read(&place.file, limit, language);
        }
        let read = self.read(&place.file, &place.within, &limits(limit));
        read.map_err(|error| ConvertError::from(error).explain(language))
    }

    /// The bytes at `within` in the file at `path`.
    pub(crate) fn read(
        &mut self,
        path: &Path,
        within: &[String],
        limits: &Limits,
    ) -> Result<Vec<u8>, ReadError> {
        let Some((name, folders)) = within.split_last() else { return Err(ReadError::NoMember) };
        if self.file != path || self.open.is_empty() {
            let file = File::open(path).map_err(|_| ReadError::NoMember)?;
            let container = Container::open(Source::File(file), limits)?.ok_or(ReadError::NoMember)?;
            self.open = vec![(String::new(), container)];
            self.file = path.to_path_buf();
        }
        let same =
            self.open.iter().skip(1).zip(folders).take_while(|((open, _), name)| open == *name).count();
        self.open.truncate(same + 1);
        for folder in folders.iter().skip(same) {
            let (_, outer) = self.open.last_mut().ok_or(ReadError::NoMember)?;
            let bytes = outer.read(folder, limits.bytes)?;
            let inner = Container::open(Source::Bytes(bytes), limits)?.ok_or(ReadError::NoMember)?;
            self.open.push((folder.clone(), inner));
        }
        let (_, container) = self.open.last_mut().ok_or(ReadError::NoMember)?;
        container.read(name, limits.bytes)
    }

    /// Closes what is open.
    pub(crate) fn close(&mut self) {
        self.open.clear();
    }
}
