//! Decisions: make one, find one, list them, replay one.

use crate::app::App;
use crate::domain::decision::{Band, Decision};
use crate::domain::ids::{ApplicantId, DecisionId};
use crate::domain::profile::{BadProfile, ExternalId};
use crate::domain::tenant::TenantId;

use super::{Internal, Page};

/// A name that a caller gives to a request, so that sending it again changes nothing:
/// 1 to 255 visible ASCII characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// Takes a key as it stands in the header.
    pub fn parse(written: &str) -> Option<Self> {
        let fits = (1..=255).contains(&written.len());
        let visible = written.bytes().all(|byte| byte.is_ascii_graphic());
        (fits && visible).then(|| Self(written.to_owned()))
    }
}

/// A decision, made now or earlier under the same key.
#[derive(Clone, Debug)]
pub struct Decided {
    /// The decision.
    pub decision: Decision,
    /// Whether it was made by an earlier request with the same key and body.
    pub replayed: bool,
}

/// Why no decision was made.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// The document is not a profile.
    #[error(transparent)]
    Profile(#[from] BadProfile),
    /// The key came before with another body.
    #[error("this idempotency key was used with another body")]
    KeyReused,
    /// Another request with the same key is running.
    #[error("a request with this idempotency key is still running")]
    KeyRunning,
    /// Not the caller's fault.
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// Why something was not found.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    /// The tenant has no such thing.
    #[error("there is no such thing")]
    NotFound,
    /// Not the caller's fault.
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// Which decisions to list.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Only this band.
    pub band: Option<Band>,
    /// Only about this applicant.
    pub applicant: Option<ApplicantId>,
    /// Only about the applicant of this name.
    pub external_id: Option<ExternalId>,
    /// Only those made before this one.
    pub before: Option<DecisionId>,
    /// At most so many.
    pub limit: u16,
}

/// What replaying a decision gave.
#[derive(Clone, Debug)]
pub struct Replay {
    /// The decision as it is stored.
    pub decision: Decision,
    /// What came out differently. Empty if every bit is the same.
    pub differences: Vec<Difference>,
}

/// One value that came out differently.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Where in the decision, as a JSON Pointer.
    pub pointer: String,
    /// What is stored.
    pub stored: serde_json::Value,
    /// What came out.
    pub replayed: serde_json::Value,
}

/// Scores a profile document and stores the decision, once for each idempotency key.
pub async fn decide(
    app: &App,
    tenant: &TenantId,
    document: &[u8],
    key: Option<&IdempotencyKey>,
) -> Result<Decided, DecideError> {
    todo!()
}

/// A stored decision.
pub async fn find(app: &App, tenant: &TenantId, id: DecisionId) -> Result<Decision, FindError> {
    todo!()
}

/// A page of decisions, the latest first.
pub async fn list(
    app: &App,
    tenant: &TenantId,
    filter: &Filter,
) -> Result<Page<Decision>, Internal> {
    todo!()
}

/// Makes a stored decision again from what was stored with it, and compares.
pub async fn replay(app: &App, tenant: &TenantId, id: DecisionId) -> Result<Replay, FindError> {
    todo!()
}
