//! XML, read as events within limits. Entities are never expanded and a document type is refused: nothing
//! that a resume holds needs either.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::Refusal;

/// How deep elements may be nested.
const MOST_DEPTH: usize = 256;
/// How many events are read.
const MOST_EVENTS: usize = 4_000_000;

/// What stands in a document, in its order. Names are without their prefix.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// An element begins; one that is empty ends with the next piece.
    Begin(&'a str, Attributes),
    /// An element ends.
    End(&'a str),
    /// Text.
    Text(&'a str),
}

/// The attributes of an element, names without their prefix.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Attributes(Vec<(String, String)>);

impl Attributes {
    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn of(element: &BytesStart<'_>) -> Self {
        /// Word writes a dozen at most.
        const MOST: usize = 64;
        let mut attributes = element.attributes();
        let attributes = attributes.with_checks(false).take(MOST).flatten();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let pair = attributes
            .map(|one| (text(one.key.local_name().as_ref()), unescaped(&text(&one.value))));
        Self(pair.collect())
    }
}

/// A value with the five entities that XML defines, and numbers of characters, in their place.
fn unescaped(text: &str) -> String {
    quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), std::borrow::Cow::into_owned)
}

/// Gives every piece to `take`.
pub(super) fn each(
    xml: &[u8],
    take: &mut impl FnMut(Piece<'_>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut reader = Reader::from_reader(xml);
    reader.config_mut().check_end_names = false;
    let mut depth = 0_usize;
    for _ in 0..MOST_EVENTS {
        match reader.read_event().map_err(|_| Refusal::Damaged)? {
            Event::Start(element) => {
                depth += 1;
                if depth > MOST_DEPTH {
                    return Err(Refusal::TooDemanding);
                }
                let name = local(element.local_name().as_ref());
                take(Piece::Begin(&name, Attributes::of(&element)))?;
            }
            Event::Empty(element) => {
                let name = local(element.local_name().as_ref());
                take(Piece::Begin(&name, Attributes::of(&element)))?;
                take(Piece::End(&name))?;
            }
            Event::End(element) => {
                depth = depth.saturating_sub(1);
                take(Piece::End(&local(element.local_name().as_ref())))?;
            }
            Event::Text(text) => take(Piece::Text(&String::from_utf8_lossy(&text)))?,
            Event::CData(text) => take(Piece::Text(&String::from_utf8_lossy(&text)))?,
            Event::GeneralRef(reference) => take(Piece::Text(&resolved(&reference)))?,
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

/// A number of a character or one of the five entities that XML defines; any other is nothing.
fn resolved(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    let name = String::from_utf8_lossy(reference);
    resolve_predefined_entity(&name).unwrap_or_default().to_owned()
}

/// The texts of elements without elements in them, by their names: what metadata is made of. Of an
/// element that stands twice the first counts. Attributes of `Description` elements count as well (XMP).
pub(super) fn values(xml: &[u8]) -> Vec<(String, String)> {
    /// More than any metadata has.
    const MOST: usize = 1_000;
    const MOST_VALUE: usize = 1_000;
    let mut found: Vec<(String, String)> = Vec::new();
    let mut open: Vec<String> = Vec::new();
    // Metadata that is broken further down is still what it was above.
    let _ = each(xml, &mut |piece| {
        match piece {
            Piece::Begin(name, attributes) => {
                if name == "Description" {
                    found.extend(attributes.0.into_iter().take(64));
                }
                open.push(name.to_owned());
            }
            Piece::End(_) => {
                open.pop();
            }
            Piece::Text(text) => {
                // Lists (`<dc:creator><rdf:Seq><rdf:li>`) are known by the name around them.
                let list = |name: &&String| !matches!(name.as_str(), "li" | "Seq" | "Bag" | "Alt");
                if let Some(name) = open.iter().rev().find(list)
                    && !text.trim().is_empty()
                {
                    let value = text.trim().chars().take(MOST_VALUE).collect();
                    found.push((name.clone(), value));
                }
            }
        }
        if found.len() > MOST { Err(Refusal::TooDemanding) } else { Ok(()) }
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(xml: &str) -> Result<String, Refusal> {
        let mut text = String::new();
        each(xml.as_bytes(), &mut |piece| {
            if let Piece::Text(one) = piece {
                text.push_str(one);
            }
            Ok(())
        })?;
        Ok(text)
    }

    #[test]
    fn entities_are_not_expanded_and_a_document_type_is_refused() {
        assert_eq!(text("<a>x &amp; y&#233; &secret;</a>").unwrap(), "x & yé ");
        let bomb = "<!DOCTYPE a [<!ENTITY b \"cccc\"><!ENTITY d \"&b;&b;\">]><a>&d;</a>";
        assert_eq!(text(bomb), Err(Refusal::Damaged));
        let outside = "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>";
        assert_eq!(text(outside), Err(Refusal::Damaged));
    }

    #[test]
    fn nesting_has_an_end() {
        let deep = |levels: usize| format!("{}{}", "<a>".repeat(levels), "</a>".repeat(levels));
        assert_eq!(text(&deep(MOST_DEPTH)).unwrap(), "");
        assert_eq!(text(&deep(100_000)), Err(Refusal::TooDemanding));
    }

    #[test]
    fn metadata_is_found_in_elements_lists_and_attributes() {
        let xml = "<x:xmpmeta><rdf:RDF><rdf:Description xmp:CreatorTool='Tool' >\
            <dc:creator><rdf:Seq><rdf:li>Robin Example</rdf:li></rdf:Seq></dc:creator>\
            </rdf:Description></rdf:RDF></x:xmpmeta>";
        let values = values(xml.as_bytes());
        let of = |name: &str| values.iter().find(|(key, _)| key == name).map(|one| one.1.as_str());
        assert_eq!(of("CreatorTool"), Some("Tool"));
        assert_eq!(of("creator"), Some("Robin Example"));
    }
}
