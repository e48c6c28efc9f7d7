//! What an operation of the API is: the row of the table in `operations`.

use actix_web::{HttpMessage, Route};
use utoipa::openapi::OpenApi;

use super::error_code::ErrorCode;
use crate::auth::Scope;

/// A method on a path.
#[derive(Clone, Copy)]
pub(super) struct Operation {
    pub(super) method: &'static str,
    /// With `{…}` for parameters.
    pub(super) path: &'static str,
    /// The `operationId` in the OpenAPI document.
    pub(super) id: &'static str,
    pub(super) tag: Tag,
    /// What a token must allow. `None` for operations that need no token.
    pub(super) scope: Option<Scope>,
    pub(super) key: Key,
    /// What the body is, if the handler reads one.
    pub(super) body: Body,
    /// Whether the operation fails without the database.
    pub(super) database: bool,
    /// The errors that do not follow from the rest of the row, see [`super::openapi`].
    pub(super) errors: &'static [ErrorCode],
    pub(super) route: fn() -> Route,
    /// The handler's own documentation, as a document with this operation only.
    pub(super) docs: fn() -> OpenApi,
}

/// A group of operations in the documentation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) name: &'static str,
    pub(super) description: &'static str,
}

/// What happens with an `Idempotency-Key`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    /// A POST with a key that was seen before gets the earlier response. Other methods ignore keys.
    Replayed,
    /// The handler replays by itself.
    Handler,
    /// Keys are ignored: the operation stores nothing, or repeating it does no harm.
    Ignored,
}

/// What a body is, which decides how large it may be and which errors it can have.
#[derive(Clone, Copy)]
pub(super) enum Body {
    /// JSON that the handler reads into a type.
    Json,
    /// JSON that the service checks and that has an error code of its own.
    Document,
    /// A profile document.
    Profile,
    /// Several profile documents.
    Batch,
    /// A file, which may take minutes to arrive.
    File { mib: usize },
    /// An HTML form.
    Form { kib: usize },
}

impl Operation {
    /// Whether the same request under the same key gets the earlier response.
    pub(super) fn replays(&self) -> bool {
        self.method == "POST" && self.key == Key::Replayed
    }
}

/// The operation that handles a request, as [`super::routes`] noted it.
pub(super) fn matched(request: &impl HttpMessage) -> Option<&'static Operation> {
    request.extensions().get::<&'static Operation>().copied()
}
