//! The OpenAPI schema of types that JSON represents as strings.

/// Implements the schema of a type that JSON represents as a string.
#[macro_export]
macro_rules! text_schema {
    ($kind:ty, $name:expr, $description:expr, $example:expr $(, $pattern:expr)?) => {
        impl utoipa::PartialSchema for $kind {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::schema::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .description(Some($description))
                    $(.pattern(Some($pattern)))?
                    .examples([serde_json::json!($example)])
                    .build()
                    .into()
            }
        }

        impl utoipa::ToSchema for $kind {
            fn name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }
        }
    };
}
