//! Files inside a document, in base64 (RFC 4648 §4).

/// Declares the bytes of a file with a size limit in MiB, and the advice for larger files.
macro_rules! file_bytes {
    ($(#[$meta:meta])* pub struct $name:ident: $mib:literal MiB, $instead:literal;) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(pub Vec<u8>);

        impl $name {
            /// The longest accepted base64 text.
            const MAX_LENGTH: usize = ($mib * 1024 * 1024_usize).div_ceil(3) * 4;
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({} bytes)", stringify!($name), self.0.len())
            }
        }

        impl $crate::profile::read::Read for $name {
            fn read(
                value: &$crate::profile::json_value::Json<'_>,
                at: &$crate::profile::read::Pointer<'_>,
                notes: &mut $crate::profile::read::Notes,
            ) -> Option<Self> {
                use base64::Engine as _;
                let written = notes.exact_text(value, at)?;
                if written.len() > Self::MAX_LENGTH {
                    let detail = concat!("is larger than ", $mib, " MiB; ", $instead);
                    notes.fault(at, "too_long", detail);
                    return None;
                }
                let bytes = base64::engine::general_purpose::STANDARD.decode(written).ok();
                if bytes.is_none() {
                    notes.fault(at, "invalid_base64", "is not base64 (RFC 4648 §4)");
                }
                bytes.map(Self)
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .format(Some(SchemaFormat::KnownFormat(KnownFormat::Byte)))
                    .content_encoding("base64")
                    .max_length(Some(Self::MAX_LENGTH))
                    .build()
                    .into()
            }
        }

        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
        }
    };
}

pub(super) use file_bytes;
