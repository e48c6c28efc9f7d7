//! Names of authors, as Git and code hosts record them: any text, from a real name to a pseudonym.

use ids::text_schema;

use super::json_value::Json;
use super::read::{Notes, Pointer, Read};
use super::values::is_longer;
use super::{PersonName, fold};

/// A person's name as recorded by Git or shown by a code host. It can be any text.
#[derive(Clone)]
pub struct GitName {
    /// Empty if it is too long to be a name.
    written: String,
    name: Option<PersonName>,
}

impl GitName {
    pub(super) fn new(written: &str) -> Self {
        const MAX_LENGTH: usize = 200;
        let written = written.trim();
        if is_longer(written, MAX_LENGTH) {
            return Self { written: String::new(), name: None };
        }
        Self { written: written.to_owned(), name: PersonName::new(written) }
    }

    /// The name, if it contains a letter.
    pub fn name(&self) -> Option<&PersonName> {
        self.name.as_ref()
    }

    /// Whether it is exactly this text, except for case and look-alike letters of other scripts. Unlike two names of
    /// people, an equal part is not enough.
    pub(crate) fn is(&self, text: &str) -> bool {
        let text = text.trim();
        if self.written.is_empty() || text.is_empty() {
            return false;
        }
        if self.written.is_ascii() && text.is_ascii() {
            return self.written.eq_ignore_ascii_case(text);
        }
        fold(&self.written) == fold(text)
    }

    /// The text for look-ups among many names.
    pub(crate) fn lower_case(&self) -> String {
        self.written.to_lowercase()
    }

    /// Whether both are the same text.
    pub(crate) fn equals(&self, other: &Self) -> bool {
        self.is(&other.written)
    }
}

impl std::fmt::Debug for GitName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("GitName(..)")
    }
}

impl Read for GitName {
    fn read(value: &Json<'_>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        notes.text(value, at).map(|written| Self::new(&written))
    }
}

text_schema!(
    GitName,
    "GitName",
    "A person's name as recorded by Git. It can be any text.",
    "Sam Example"
);
