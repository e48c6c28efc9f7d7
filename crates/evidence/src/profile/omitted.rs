//! What was left out of a document because it could not be read.

use std::collections::{BTreeMap, BTreeSet};

use super::pointer::Pointer;

/// The values of a document that could not be read.
///
/// Lists without their unreadable elements are shorter than in the document. So [`Omitted::in_document`] translates a
/// pointer into such a list to the place in the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Omitted {
    /// The indexes of unreadable elements in ascending order, by the pointer to their list.
    elements: BTreeMap<String, Vec<usize>>,
    /// Unreadable fields and cut texts, each shortened to the outermost list around it.
    places: BTreeSet<String>,
}

impl Omitted {
    /// Leaves out an element of a list.
    pub(super) fn element(&mut self, list: &Pointer<'_>, index: usize) {
        self.elements.entry(list.to_string()).or_default().push(index);
        self.field(list);
    }

    /// Leaves out a field, a list or a part of a text.
    pub(super) fn field(&mut self, at: &Pointer<'_>) {
        let pointer = at.to_string();
        self.places.insert(outermost_list(&pointer).to_owned());
    }

    /// Whether everything could be read.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Whether something is missing at a place, around it or below it.
    pub(crate) fn concerns(&self, pointer: &str) -> bool {
        let contains = |outer: &str, inner: &str| {
            inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.places.iter().any(|place| contains(place, pointer) || contains(pointer, place))
    }

    /// The place in the document that a pointer into the profile belongs to.
    pub fn in_document(&self, pointer: &str) -> String {
        if self.elements.is_empty() {
            return pointer.to_owned();
        }
        let mut found = String::with_capacity(pointer.len());
        for token in pointer.split('/').skip(1) {
            let index = self.elements.get(&found).zip(token.parse().ok());
            found.push('/');
            match index {
                Some((omitted, index)) => found.push_str(&original(omitted, index).to_string()),
                None => found.push_str(token),
            }
        }
        found
    }

    /// The nearest element around a place that was left out as a whole, or the place itself.
    pub(crate) fn around<'p>(&self, pointer: &'p str) -> Option<&'p str> {
        let mut place = pointer;
        loop {
            let (list, token) = place.rsplit_once('/')?;
            let index: Option<usize> = token.parse().ok();
            let omitted = self.elements.get(list).zip(index);
            if omitted.is_some_and(|(omitted, index)| omitted.binary_search(&index).is_ok()) {
                return Some(place);
            }
            place = list;
        }
    }
}

/// The index in the document of the element that comes at `index` without the omitted ones.
fn original(omitted: &[usize], index: usize) -> usize {
    // As many as are omitted before it; each found one can bring further ones before it.
    omitted.iter().fold(index, |index, left_out| index + usize::from(*left_out <= index))
}

/// The pointer up to its first index.
fn outermost_list(pointer: &str) -> &str {
    let is_index = |token: &str| !token.is_empty() && token.bytes().all(|b| b.is_ascii_digit());
    let mut end = 0;
    for token in pointer.split('/').skip(1) {
        if is_index(token) {
            break;
        }
        end += 1 + token.len();
    }
    pointer.get(..end).unwrap_or(pointer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_leads_to_the_element_in_the_document() {
        let mut omitted = Omitted::default();
        let root = Pointer::root();
        let jobs = root.field("work");
        for index in [0, 2, 3] {
            omitted.element(&jobs, index);
        }
        let job = jobs.index(4);
        omitted.element(&job.field("highlights"), 1);
        for (read, written) in [
            ("/work/0", "/work/1"),
            ("/work/1/highlights/0", "/work/4/highlights/0"),
            ("/work/1/highlights/1", "/work/4/highlights/2"),
            ("/work/2/highlights/1", "/work/5/highlights/1"),
            ("/work", "/work"),
            ("", ""),
            ("/skills/0", "/skills/0"),
        ] {
            assert_eq!(omitted.in_document(read), written);
        }
        assert!(omitted.concerns("/work/9/position") && omitted.concerns("/work"));
        assert!(!omitted.concerns("/workshops") && !omitted.concerns("/skills"));
        assert_eq!(omitted.around("/work/2/endDate"), Some("/work/2"));
        assert_eq!(omitted.around("/work/4/endDate"), None);
    }
}
