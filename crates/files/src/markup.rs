//! Reads XML as a series of events, within limits. Entities are never expanded and document types are rejected; resumes
//! need neither.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::Refusal;

/// How deep elements may be nested.
const MAX_DEPTH: usize = 256;
/// How many events are read.
const MAX_EVENTS: usize = 4_000_000;

/// A part of a document. Names have no prefix.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// The start of an element. For an empty element, `End` follows.
    Begin(&'a str, Attributes),
    End(&'a str),
    Text(&'a str),
}

/// The attributes of an element. Names have no prefix.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Attributes(Vec<(String, String)>);

impl Attributes {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn from_element(element: &BytesStart<'_>) -> Self {
        /// Word writes at most a dozen.
        const MAX_ATTRIBUTES: usize = 64;
        let mut attributes = element.attributes();
        let attributes = attributes.with_checks(false).take(MAX_ATTRIBUTES).flatten();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let pair = attributes.map(|attribute| {
            let name = text(attribute.key.local_name().as_ref());
            (name, unescaped(&text(&attribute.value)))
        });
        Self(pair.collect())
    }
}

/// Replaces the five predefined entities and character references.
fn unescaped(text: &str) -> String {
    quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), std::borrow::Cow::into_owned)
}

/// Passes each piece to `handle`.
pub(super) fn each(
    xml: &[u8],
    handle: &mut impl FnMut(Piece<'_>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut reader = Reader::from_reader(xml);
    reader.config_mut().check_end_names = false;
    let mut depth = 0_usize;
    for _ in 0..MAX_EVENTS {
        match reader.read_event().map_err(|_| Refusal::Damaged)? {
            Event::Start(element) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(Refusal::TooDemanding);
                }
                let name = local(element.local_name().as_ref());
                handle(Piece::Begin(&name, Attributes::from_element(&element)))?;
            }
            Event::Empty(element) => {
                let name = local(element.local_name().as_ref());
                handle(Piece::Begin(&name, Attributes::from_element(&element)))?;
                handle(Piece::End(&name))?;
            }
            Event::End(element) => {
                depth = depth.saturating_sub(1);
                handle(Piece::End(&local(element.local_name().as_ref())))?;
            }
            Event::Text(text) => handle(Piece::Text(&String::from_utf8_lossy(&text)))?,
            Event::CData(text) => handle(Piece::Text(&String::from_utf8_lossy(&text)))?,
            Event::GeneralRef(reference) => handle(Piece::Text(&resolved(&reference)))?,
            Event::DocType(_) => return Err(Refusal::Damaged),
            Event::Eof => return Ok(()),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
    Err(Refusal::TooDemanding)
}

fn local(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}

/// A character reference or one of the five predefined entities. Any other entity is empty.
fn resolved(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    let name = String::from_utf8_lossy(reference);
    resolve_predefined_entity(&name).unwrap_or_default().to_owned()
}

/// The texts of elements without child elements, by name, as in metadata. Includes the attributes of `Description`
/// elements (XMP).
pub(super) fn values(xml: &[u8]) -> Vec<(String, String)> {
    /// No real metadata has more.
    const MAX_VALUES: usize = 1_000;
    const MAX_VALUE: usize = 1_000;
    let mut values: Vec<(String, String)> = Vec::new();
    let mut open: Vec<String> = Vec::new();
    // If the metadata is damaged, everything before the damage is used.
    let _ = each(xml, &mut |piece| {
        match piece {
            Piece::Begin(name, attributes) => {
                if name == "Description" {
                    values.extend(attributes.0.into_iter().take(64));
                }
                open.push(name.to_owned());
            }
            Piece::End(_) => {
                open.pop();
            }
            Piece::Text(text) => {
                // For lists (`<dc:creator><rdf:Seq><rdf:li>`), the name of the outer element is used.
                let list = |name: &&String| !matches!(name.as_str(), "li" | "Seq" | "Bag" | "Alt");
                if let Some(name) = open.iter().rev().find(list)
                    && !text.trim().is_empty()
                {
                    let value = text.trim().chars().take(MAX_VALUE).collect();
                    values.push((name.clone(), value));
                }
            }
        }
        if values.len() > MAX_VALUES { Err(Refusal::TooDemanding) } else { Ok(()) }
    });
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(xml: &str) -> Result<String, Refusal> {
        let mut text = String::new();
        each(xml.as_bytes(), &mut |piece| {
            if let Piece::Text(part) = piece {
                text.push_str(part);
            }
            Ok(())
        })?;
        Ok(text)
    }

    #[test]
    fn entities_are_not_expanded_and_document_types_are_rejected() {
        assert_eq!(text("<a>x &amp; y&#233; &secret;</a>").unwrap(), "x & yé ");
        let bomb = "<!DOCTYPE a [<!ENTITY b \"cccc\"><!ENTITY d \"&b;&b;\">]><a>&d;</a>";
        assert_eq!(text(bomb), Err(Refusal::Damaged));
        let outside = "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>";
        assert_eq!(text(outside), Err(Refusal::Damaged));
    }

    #[test]
    fn nesting_is_limited() {
        let deep = |levels: usize| format!("{}{}", "<a>".repeat(levels), "</a>".repeat(levels));
        assert_eq!(text(&deep(MAX_DEPTH)).unwrap(), "");
        assert_eq!(text(&deep(100_000)), Err(Refusal::TooDemanding));
    }

    #[test]
    fn metadata_is_found_in_elements_lists_and_attributes() {
        let xml = "<x:xmpmeta><rdf:RDF><rdf:Description xmp:CreatorTool='Tool' >\
            <dc:creator><rdf:Seq><rdf:li>Robin Example</rdf:li></rdf:Seq></dc:creator>\
            </rdf:Description></rdf:RDF></x:xmpmeta>";
        let values = values(xml.as_bytes());
        let get =
            |name: &str| values.iter().find(|(key, _)| key == name).map(|pair| pair.1.as_str());
        assert_eq!(get("CreatorTool"), Some("Tool"));
        assert_eq!(get("creator"), Some("Robin Example"));
    }
}
