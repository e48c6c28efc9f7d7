//! Reads JSON into typed sections. Collects all faults instead of stopping at the first.

use serde::Serialize;
use utoipa::ToSchema;

use super::json_value::{Json, Object};
use crate::work::{Work, count};

/// An error in the submitted document, with its position.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ErrorDetail)]
pub struct Fault {
    /// JSON Pointer (RFC 6901) to the wrong value. Empty if the error is about the whole document.
    #[schema(example = "/sessions/3/ip")]
    pub pointer: String,
    /// Stable code for the kind of error.
    #[schema(value_type = String, example = "invalid_ip")]
    pub code: &'static str,
    /// What is wrong and how to fix it. Never repeats the submitted value.
    #[schema(example = "is not an IPv4 or IPv6 address")]
    pub detail: String,
}

/// The number of faults in words: `1 error`, `2 errors`.
pub fn counted(faults: usize) -> String {
    format!("{faults} {}", if faults == 1 { "error" } else { "errors" })
}

/// Something in the document that was ignored. The rest of the document is scored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize, ToSchema)]
#[schema(as = ProfileWarning)]
pub struct Warning {
    /// JSON Pointer to what was ignored.
    #[schema(example = "/sessions/0/colour")]
    pub pointer: String,
    /// Stable code for the kind of warning.
    #[schema(example = "unknown_field")]
    pub code: String,
    /// What was ignored and why.
    #[schema(example = "this field is not known and was kept but not used")]
    pub detail: String,
}

/// Faults and warnings found while a document is read.
#[derive(Debug, Default)]
pub struct Notes {
    pub faults: Vec<Fault>,
    pub warnings: Vec<Warning>,
}

impl Notes {
    /// How many faults, and how many warnings, a response lists.
    pub const MAX: usize = 500;

    pub fn fault(&mut self, at: &Pointer<'_>, code: &'static str, detail: impl Into<String>) {
        if self.faults.len() < Self::MAX {
            self.faults.push(Fault { pointer: at.to_string(), code, detail: detail.into() });
        }
    }

    pub fn warn(&mut self, at: &Pointer<'_>, code: &str, detail: impl Into<String>) {
        if self.warnings.len() < Self::MAX {
            let (pointer, code) = (at.to_string(), code.to_owned());
            self.warnings.push(Warning { pointer, code, detail: detail.into() });
        }
    }

    /// The value as an object. Otherwise adds a fault.
    pub fn object<'v, 'd>(
        &mut self,
        value: &'v Json<'d>,
        at: &Pointer<'_>,
    ) -> Option<&'v Object<'d>> {
        if let Json::Object(object) = value {
            return Some(object);
        }
        self.wrong_type(at, "an object", value);
        None
    }

    /// The value as a string. Otherwise adds a fault.
    pub fn text<'v>(&mut self, value: &'v Json<'_>, at: &Pointer<'_>) -> Option<&'v str> {
        if let Json::Text(text) = value {
            return Some(text);
        }
        self.wrong_type(at, "a string", value);
        None
    }

    pub fn wrong_type(&mut self, at: &Pointer<'_>, expected: &str, found: &Json<'_>) {
        let found = match found {
            Json::Null => "null",
            Json::Bool(_) => "a boolean",
            Json::Number(_) => "a number",
            Json::Text(_) => "a string",
            Json::List(_) => "an array",
            Json::Object(_) => "an object",
        };
        self.fault(at, "wrong_type", format!("must be {expected}, but is {found}"));
    }

    /// Warns about each key that is not known, in alphabetical order.
    pub fn unknown_fields(&mut self, object: &Object<'_>, at: &Pointer<'_>, known: &[&str]) {
        let mut unknown: Vec<&str> = object.keys().filter(|key| !known.contains(key)).collect();
        let listed = Self::MAX - self.warnings.len();
        if unknown.len() > listed {
            unknown.select_nth_unstable(listed);
            unknown.truncate(listed);
        }
        unknown.sort_unstable();
        for key in unknown {
            let hint = nearest(key, known).map(|name| format!("; did you mean `{name}`?"));
            let hint = hint.unwrap_or_default();
            let detail = format!("this field is not known; it was stored but not used{hint}");
            self.warn(&at.field(key), "unknown_field", detail);
        }
    }
}

/// The known name with the fewest typing errors in `key`, at most two.
fn nearest<'a>(key: &str, known: &[&'a str]) -> Option<&'a str> {
    const MAX_ERRORS: usize = 2;
    // Each error adds, removes or replaces at most one character.
    let is_near = |name: &&&str| {
        key.chars().count().abs_diff(name.chars().count()) <= MAX_ERRORS
            && missing(key, name).max(missing(name, key)) <= MAX_ERRORS
    };
    let errors = |name: &&'a str| {
        count(Work::Pairs, 1);
        (strsim::damerau_levenshtein(name, key), *name)
    };
    let nearest = known.iter().filter(is_near).map(errors).min_by_key(|(errors, _)| *errors);
    nearest.filter(|(errors, _)| *errors <= MAX_ERRORS).map(|(_, name)| name)
}

/// How many characters of a text another one lacks, regardless of their order, as far as their first bytes show it.
fn missing(text: &str, other: &str) -> usize {
    let first_bytes = |text: &str| -> Vec<usize> {
        text.char_indices().map(|(start, _)| usize::from(text.as_bytes()[start])).collect()
    };
    let mut counts = [0_i32; 256];
    for byte in first_bytes(other) {
        counts[byte] += 1;
    }
    for byte in first_bytes(text) {
        counts[byte] -= 1;
    }
    counts.iter().map(|count| usize::try_from(-count).unwrap_or_default()).sum()
}

/// A position in a document, displayed as a JSON Pointer (RFC 6901). It allocates only when it is displayed.
#[derive(Clone, Copy)]
pub struct Pointer<'a> {
    parent: Option<&'a Pointer<'a>>,
    token: Token<'a>,
}

#[derive(Clone, Copy)]
enum Token<'a> {
    Root,
    Field(&'a str),
    Index(usize),
}

impl<'a> Pointer<'a> {
    pub fn root() -> Self {
        Self { parent: None, token: Token::Root }
    }

    pub fn field(&'a self, name: &'a str) -> Self {
        Self { parent: Some(self), token: Token::Field(name) }
    }

    pub fn index(&'a self, index: usize) -> Self {
        Self { parent: Some(self), token: Token::Index(index) }
    }
}

impl std::fmt::Display for Pointer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.token {
            Token::Root => Ok(()),
            Token::Index(index) => write!(f, "/{index}"),
            Token::Field(name) => {
                // Callers choose the names of unknown fields, so long ones are cut.
                let name: String = name.chars().take(80).collect();
                write!(f, "/{}", name.replace('~', "~0").replace('/', "~1"))
            }
        }
    }
}

/// A type that can be read from a JSON value. `None` means that a fault was added.
pub trait Read: Sized {
    /// How many of them a list may contain.
    const MAX_ITEMS: usize = 100;
    fn read(value: &Json<'_>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self>;
}

/// A field of a section: optional, a list, or required.
pub trait Field: Sized {
    /// Reads the field from its value, or from its absence. `None` means that a fault was added.
    fn take(value: Option<&Json<'_>>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self>;
}

impl<T: Read> Field for Option<T> {
    fn take(value: Option<&Json<'_>>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        match value {
            None | Some(Json::Null) => Some(None),
            Some(value) => T::read(value, at, notes).map(Some),
        }
    }
}

impl<T: Read> Field for Vec<T> {
    fn take(value: Option<&Json<'_>>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        let items = match value {
            None | Some(Json::Null) => return Some(Self::new()),
            Some(Json::List(items)) => items,
            Some(other) => {
                notes.wrong_type(at, "an array", other);
                return None;
            }
        };
        if items.len() > T::MAX_ITEMS {
            let detail = format!("has {} elements; the maximum is {}", items.len(), T::MAX_ITEMS);
            notes.fault(at, "too_many", detail);
            return None;
        }
        // Collected first, so that the faults of all elements are reported.
        let read: Vec<Option<T>> = (items.iter().enumerate())
            .map(|(index, item)| T::read(item, &at.index(index), notes))
            .collect();
        read.into_iter().collect()
    }
}

/// A list behind `Option`: a missing list is unknown, an empty one means that there was nothing.
impl<T: Read> Read for Vec<T> {
    fn read(value: &Json<'_>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        Field::take(Some(value), at, notes)
    }
}

/// Reads a required field.
pub fn required<T: Read>(
    value: Option<&Json<'_>>,
    at: &Pointer<'_>,
    notes: &mut Notes,
) -> Option<T> {
    let Some(value) = value else {
        notes.fault(at, "required", "is required");
        return None;
    };
    T::read(value, at, notes)
}

/// A known field whose value is stored but never read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ignored;

impl utoipa::PartialSchema for Ignored {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        let any = utoipa::openapi::schema::SchemaType::AnyValue;
        utoipa::openapi::schema::ObjectBuilder::new().schema_type(any).build().into()
    }
}

impl ToSchema for Ignored {
    fn name() -> std::borrow::Cow<'static, str> {
        "IgnoredValue".into()
    }
}

impl Field for Ignored {
    fn take(_: Option<&Json<'_>>, _: &Pointer<'_>, _: &mut Notes) -> Option<Self> {
        Some(Self)
    }
}

/// A field of earlier releases that is no longer used. Sending it causes a warning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Deprecated;

impl utoipa::PartialSchema for Deprecated {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        <Ignored as utoipa::PartialSchema>::schema()
    }
}

impl ToSchema for Deprecated {
    fn name() -> std::borrow::Cow<'static, str> {
        "DeprecatedValue".into()
    }
}

impl Field for Deprecated {
    fn take(value: Option<&Json<'_>>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        if value.is_some_and(|value| *value != Json::Null) {
            let detail = "this field is deprecated; it was stored but not used";
            notes.warn(at, "deprecated_field", detail);
        }
        Some(Self)
    }
}

/// Declares sections of the document. One list of fields gives the struct, its schema and its parser.
///
/// A field may have another name in the document (`= "startDate"`), and an older one that stored documents still
/// use (`| "name_before"`). In an `open` section, unlisted fields cause no warning: such objects come from other
/// systems and carry many more.
macro_rules! sections {
    () => {};
    ($(#[$meta:meta])* pub struct $name:ident $([$max:literal])? { $($body:tt)* } $($rest:tt)*) => {
        sections!(@section [warn] $(#[$meta])* $name [$($max)?] { $($body)* });
        sections!($($rest)*);
    };
    ($(#[$meta:meta])* pub open struct $name:ident $([$max:literal])? { $($body:tt)* } $($rest:tt)*) => {
        sections!(@section [silent] $(#[$meta])* $name [$($max)?] { $($body)* });
        sections!($($rest)*);
    };
    (@section [$mode:ident] $(#[$meta:meta])* $name:ident [$($max:literal)?] {
        $($(#[$doc:meta])* pub $field:ident: $kind:ty $(= $key:literal)? $(| $old:literal)?,)+
    }) => {
        #[derive(Clone, Debug, utoipa::ToSchema)]
        $(#[$meta])*
        pub struct $name {
            $($(#[$doc])* $(#[schema(rename = $key)])? pub $field: $kind,)+
        }

        impl $crate::profile::read::Read for $name {
            $(const MAX_ITEMS: usize = $max;)?

            fn read(
                value: &$crate::profile::json_value::Json<'_>,
                at: &$crate::profile::read::Pointer<'_>,
                notes: &mut $crate::profile::read::Notes,
            ) -> Option<Self> {
                let object = notes.object(value, at)?;
                sections!(@unknown $mode object at notes [$(sections!(@key $field $($key)?) $(, $old)?),+]);
                $(
                    let key = sections!(@key $field $($key)?);
                    let $field = <$kind as $crate::profile::read::Field>::take(
                        object.get(key) $(.or_else(|| object.get($old)))?, &at.field(key), notes,
                    );
                )+
                Some(Self { $($field: $field?),+ })
            }
        }
    };
    (@key $field:ident $key:literal) => { $key };
    (@key $field:ident) => { stringify!($field) };
    (@unknown warn $object:ident $at:ident $notes:ident [$($known:expr),+]) => {
        $notes.unknown_fields($object, $at, &[$($known),+]);
    };
    (@unknown silent $object:ident $at:ident $notes:ident [$($known:expr),+]) => {};
}

/// Declares an enum of fixed words, with its schema and its parser.
macro_rules! choices {
    ($($(#[$meta:meta])* pub enum $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ })+) => {$(
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, utoipa::ToSchema)]
        $(#[$meta])*
        pub enum $name { $($(#[$doc])* #[schema(rename = $word)] $variant,)+ }

        impl $name {
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl $crate::profile::read::Read for $name {
            fn read(
                value: &$crate::profile::json_value::Json<'_>,
                at: &$crate::profile::read::Pointer<'_>,
                notes: &mut $crate::profile::read::Notes,
            ) -> Option<Self> {
                match notes.text(value, at)? {
                    $($word => Some(Self::$variant),)+
                    _ => {
                        let words = [$(concat!("`", $word, "`")),+].join(", ");
                        notes.fault(at, "unknown_choice", format!("must be one of {words}"));
                        None
                    }
                }
            }
        }
    )+};
}

pub(crate) use {choices, sections};
