//! Scoring, deciding and erasing what an adapter converted.

use evidence::adapters::{self, Converted, Kind, Options};
use evidence::identifier::hex;
use evidence::profile::ExternalId;
use evidence::profile::read::{Fault, counted};
use ids::actor::Actor;
use scoring::model::Stop;
use sha2::{Digest, Sha256};

use super::decisions::{DecideError, Decided, IdempotencyKey, decide};
use super::scores::{ScoreError, Scored, score};
use super::submission::Submitted;
use crate::app::App;
use crate::compute::Class;
use crate::domain::tenant::TenantId;
use crate::service::Internal;
use crate::service::people::erasure;
use crate::service::people::merging::{self, Merged};

/// The most profiles of one input that are scored or decided.
pub const MAX_PROFILES: usize = 100;

/// Inputs up to this size are converted within milliseconds. Larger ones must not delay decisions.
const QUICK_BYTES: usize = 256 * 1024;

/// What a webhook led to.
#[derive(Clone, Debug)]
pub enum Applied {
    /// A decision on each profile.
    Decided(Vec<Decided>),
    /// An applicant was erased; false if there was none of that name.
    Erased(bool),
    /// An applicant was merged into another one.
    Merged(Merged),
    /// It was not about a profile.
    Nothing,
}

/// Why an input was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// It cannot be converted. Nothing was stored.
    #[error("the input has {}", counted(.0.len()))]
    Faults(Vec<Fault>),
    #[error(transparent)]
    Decide(#[from] DecideError),
    #[error(transparent)]
    Score(#[from] ScoreError),
    /// Not the caller's fault.
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// Converts an input without storing anything.
pub async fn convert(
    app: &App,
    tenant: &TenantId,
    kind: Kind,
    bytes: bytes::Bytes,
    options: Options,
) -> Result<Converted, ApplyError> {
    let class = if bytes.len() <= QUICK_BYTES { Class::Interactive } else { Class::Bulk };
    let work = move |_: &Stop| adapters::convert(kind, &bytes, &options);
    app.run(class, tenant, work).await?.map_err(ApplyError::Faults)
}

/// Scores converted profiles without storing anything.
pub async fn try_out(
    app: &App,
    tenant: &TenantId,
    converted: &Converted,
) -> Result<Vec<Scored>, ApplyError> {
    let mut scored = Vec::new();
    for document in profiles(converted)? {
        scored.push(score(app, tenant, Submitted::liberal(document.to_string().as_bytes())).await?);
    }
    Ok(scored)
}

/// Applies a converted input: decides on profiles, and erases or merges applicants as the vendor did. Repeating the
/// same `input` changes nothing.
pub async fn apply(
    app: &App,
    tenant: &TenantId,
    converted: &Converted,
    input: &[u8],
) -> Result<Applied, ApplyError> {
    match converted {
        Converted::Profiles { .. } => {
            let digest = hex(&Sha256::digest(input));
            let mut decided = Vec::new();
            for (i, document) in profiles(converted)?.iter().enumerate() {
                let key = IdempotencyKey::parse(&format!("adapter/{digest}/{i}"));
                let document = document.to_string();
                let submitted = Submitted::liberal(document.as_bytes());
                decided.push(decide(app, tenant, submitted, key.as_ref()).await?);
            }
            Ok(Applied::Decided(decided))
        }
        Converted::Erase { external_id } => {
            Ok(Applied::Erased(erase(app, tenant, external_id).await?))
        }
        Converted::Merge { from, into } => {
            let both = ExternalId::parse(from).zip(ExternalId::parse(into));
            let Some((from, into)) = both else { return Ok(Applied::Merged(Merged::Nobody)) };
            Ok(Applied::Merged(merging::merge(app, tenant, &Actor::service(), &from, &into).await?))
        }
        Converted::Nothing => Ok(Applied::Nothing),
    }
}

async fn erase(app: &App, tenant: &TenantId, name: &str) -> Result<bool, Internal> {
    match ExternalId::parse(name) {
        Some(name) => erasure::erase(app, tenant, &Actor::service(), &name).await,
        None => Ok(false),
    }
}

fn profiles(converted: &Converted) -> Result<&[serde_json::Value], ApplyError> {
    match converted {
        Converted::Profiles { documents, .. } if documents.len() > MAX_PROFILES => {
            let detail = format!(
                "{} profiles; at most {MAX_PROFILES} are scored or decided at once: convert them and send them one by one",
                documents.len()
            );
            let fault = Fault { pointer: String::new(), code: "too_many", detail };
            Err(ApplyError::Faults(vec![fault]))
        }
        Converted::Profiles { documents, .. } => Ok(documents),
        _ => Ok(&[]),
    }
}
