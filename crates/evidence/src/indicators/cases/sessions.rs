//! What sharing looks like.

use chrono::Duration;
use serde_json::json;

use super::{Cases, of};
use crate::identifier::IdentifierKind as Kind;
use crate::indicators::fixture::Fixture;
use crate::links::Declared;

/// Shares something with others, undeclared, as of yesterday.
pub(super) fn shared(kind: Kind, others: u128, declared: Option<Declared>) -> Fixture {
    Fixture::new(json!({})).sharing(kind, others, Duration::days(1), declared)
}

/// The cases of an indicator that counts strangers; who was declared is no stranger.
pub(super) fn sharing(id: &'static str, kind: Kind, named: &'static str) -> Cases {
    let agency = shared(kind, 3, Some(Declared::Agency));
    of(id, shared(kind, 3, None), shared(kind, 0, None), named, agency)
}
