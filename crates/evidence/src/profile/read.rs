//! Reads JSON into typed sections. A value that can't be used is left out with a fault; the rest is still read.

use utoipa::ToSchema;

use super::json_value::Json;
pub use super::notes::{Fault, Notes, Warning, counted};
pub use super::pointer::Pointer;

/// A type that can be read from a JSON value. `None` means that the value can't be used and a fault was added.
pub trait Read: Sized {
    /// How many of them a list may contain.
    const MAX_ITEMS: usize = 100;
    fn read(value: &Json<'_>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self>;
}

/// A field of a section: optional, a list, or required.
pub trait Field: Sized {
    /// Reads the field from its value, or from its absence. `None` means that the section can't be used without it, and
    /// a fault was added.
    fn take(value: Option<&Json<'_>>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self>;
}

/// A value that can't be read is left out, as if it were missing.
impl<T: Read> Field for Option<T> {
    fn take(value: Option<&Json<'_>>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        match value {
            None | Some(Json::Null) => Some(None),
            Some(value) => {
                let read = T::read(value, at, notes);
                if read.is_none() {
                    notes.omitted.field(at);
                }
                Some(read)
            }
        }
    }
}

impl<T: Read> Field for Vec<T> {
    fn take(value: Option<&Json<'_>>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        match value {
            None | Some(Json::Null) => Some(Self::new()),
            Some(value) => {
                let read = Self::read(value, at, notes);
                if read.is_none() {
                    notes.omitted.field(at);
                }
                Some(read.unwrap_or_default())
            }
        }
    }
}

/// A list behind `Option`: a missing list is unknown, an empty one means that there was nothing. Elements that can't be
/// read are left out.
impl<T: Read> Read for Vec<T> {
    fn read(value: &Json<'_>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        let Json::List(items) = value else {
            notes.wrong_type(at, "an array", value);
            return None;
        };
        if items.len() > T::MAX_ITEMS {
            let detail = format!("has {} elements; the maximum is {}", items.len(), T::MAX_ITEMS);
            notes.refuse(at, "too_many", detail);
            return None;
        }
        let mut list = Self::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            match T::read(item, &at.index(index), notes) {
                Some(item) => list.push(item),
                None => notes.omitted.element(at, index),
            }
        }
        Some(list)
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

/// Reads a field whose absence has a meaning. If it is there and can't be read, its section can't be used.
pub fn decisive<T: Field>(
    value: Option<&Json<'_>>,
    at: &Pointer<'_>,
    notes: &mut Notes,
) -> Option<T> {
    let before = notes.faulty();
    let field = T::take(value, at, notes);
    field.filter(|_| notes.faulty() == before)
}

/// Reads the end of a period whose absence means that it continues. People also write that in words, in all languages:
/// an end without a digit is none.
pub fn open_end<T: Field>(
    value: Option<&Json<'_>>,
    at: &Pointer<'_>,
    notes: &mut Notes,
) -> Option<T> {
    match value {
        Some(Json::Text(text)) if !text.contains(char::is_numeric) => {
            notes.warn(at, "no_date", "contains no date, so the period counts as continuing");
            T::take(None, at, notes)
        }
        value => decisive(value, at, notes),
    }
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
///
/// A field that can't be read is left out. With `; decisive` behind it, its section is left out instead, because
/// the absence of the field means something: an account without a time of removal is still in use.
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
        $($(#[$doc:meta])* pub $field:ident: $kind:ty $(= $key:literal)? $(| $old:literal)? $(; $how:ident)?,)+
        $(@ $(#[$about:meta])* $added:ident: $what:ty,)?
    }) => {
        #[derive(Clone, Debug, utoipa::ToSchema)]
        $(#[$meta])*
        pub struct $name {
            $($(#[$doc])* $(#[schema(rename = $key)])? pub $field: $kind,)+
            $($(#[$about])* #[schema(ignore)] pub $added: $what,)?
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
                    $(let key = if object.get(key).is_none() && object.get($old).is_some() { $old } else { key };)?
                    let $field: Option<$kind> = sections!(@take $($how)?)(
                        object.get(key), &at.field(key), notes,
                    );
                )+
                Some(Self { $($field: $field?,)+ $($added: <$what>::default(),)? })
            }
        }
    };
    (@take) => { $crate::profile::read::Field::take };
    (@take open_end) => { $crate::profile::read::open_end };
    (@take decisive) => { $crate::profile::read::decisive };
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
                match &*notes.text(value, at)? {
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
