//! XML as Office writes it: elements by their local names, one after the other.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// A step through a part of a document.
#[derive(Debug)]
pub(crate) enum Step {
    /// An element begins. One without content ends right away.
    Start(Element),
    End(String),
    Text(String),
}

/// An element with its attributes, all without prefixes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    fn of(start: &BytesStart<'_>) -> Self {
        let local = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let attributes = start
            .attributes()
            .with_checks(false)
            .flatten()
            .take(MOST_ATTRIBUTES)
            .map(|attribute| {
                let raw = String::from_utf8_lossy(&attribute.value).into_owned();
                let value = quick_xml::escape::unescape(&raw).map(Into::into).unwrap_or(raw.clone());
                (local(attribute.key.local_name().as_ref()), value)
            })
            .collect();
        Self { name: local(start.local_name().as_ref()), attributes }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn number(&self, name: &str) -> Option<u32> {
        self.get(name)?.trim().parse().ok()
    }

    /// What an element says that turns something on: on where it says nothing.
    pub(crate) fn is_on(&self) -> bool {
        !matches!(self.get("val"), Some("0" | "false" | "off" | "none"))
    }
}

const MOST_ATTRIBUTES: usize = 100;

/// The steps of `bytes`, up to the first fault.
pub(crate) fn steps(bytes: &[u8]) -> impl Iterator<Item = Step> {
    let mut reader = Reader::from_reader(bytes);
    reader.config_mut().check_end_names = false;
    let mut ended: Option<String> = None;
    std::iter::from_fn(move || {
        if let Some(name) = ended.take() {
            return Some(Step::End(name));
        }
        loop {
            match reader.read_event().ok()? {
                Event::Start(start) => return Some(Step::Start(Element::of(&start))),
                Event::Empty(start) => {
                    let element = Element::of(&start);
                    ended = Some(element.name.clone());
                    return Some(Step::Start(element));
                }
                Event::End(end) => {
                    return Some(Step::End(String::from_utf8_lossy(end.local_name().as_ref()).into_owned()));
                }
                Event::Text(text) => return Some(Step::Text(String::from_utf8_lossy(&text).into_owned())),
                Event::CData(text) => return Some(Step::Text(String::from_utf8_lossy(&text).into_owned())),
                Event::GeneralRef(name) => {
                    let raw = format!("&{};", String::from_utf8_lossy(&name));
                    return Some(Step::Text(
                        quick_xml::escape::unescape(&raw).map(Into::into).unwrap_or(raw.clone()),
                    ));
                }
                Event::Eof => return None,
                _ => {}
            }
        }
    })
}
