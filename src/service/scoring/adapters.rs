//! Scoring, deciding and erasing what an adapter converted.

use evidence::adapters::{self, Converted, Kind, Options};
use evidence::identifier::hex;
use evidence::profile::ExternalId;
use evidence::profile::read::{Fault, counted};
use ids::ApplicantId;
use ids::actor::Actor;
use scoring::decision::Decision;
use scoring::model::Stop;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::decisions::{DecideError, Decided, IdempotencyKey, decide, decide_within, record};
use super::scores::{ScoreError, Scored, score};
use super::submission::{self, Submitted};
use crate::app::App;
use crate::compute::Class;
use crate::domain::tenant::TenantId;
use crate::service::Internal;
use crate::service::people::erasure;
use crate::service::people::merging::{self, Merged};
use crate::store::scoring::decision_lists::Filter;
use crate::store::scoring::locks::{Lock, wait};
use crate::store::{self, Tx};

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
        Converted::Additions { complete, .. } => {
            let mut decided = Vec::new();
            for document in profiles(converted)? {
                decided.push(Box::pin(add(app, tenant, document, complete)).await?);
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

/// Adds to the applicant's newest profile and decides on the result. An addition that changes nothing gives the newest
/// decision.
async fn add(
    app: &App,
    tenant: &TenantId,
    addition: &Value,
    complete: &'static [&'static str],
) -> Result<Decided, ApplyError> {
    let name = addition["external_id"].as_str().and_then(ExternalId::parse);
    let Some(name) = name else {
        let document = addition.to_string();
        let submitted = Submitted::liberal(document.as_bytes());
        return Ok(decide(app, tenant, submitted, None).await?);
    };
    let digest = app.keys.pepper(tenant).external(&name);
    let mut tx = app.begin(tenant).await?;
    // Two additions at once must not lose one.
    wait(&mut tx, Lock::Addition(&digest)).await?;
    let Some((newest, applicant)) = newest_document(app, &mut tx, &digest).await? else {
        let made = Box::pin(decide_within(app, &mut tx, addition.to_string().as_bytes())).await?;
        return commit(tx, made).await;
    };
    let (before, addition) = (newest.clone(), addition.clone());
    let join = move |_: &Stop| adapters::join(newest, addition, complete);
    let joined = app.run(Class::Interactive, tenant, join).await?.map_err(ApplyError::Faults)?;
    if joined == before {
        let filter = Filter { applicant: Some(applicant), ..Filter::default() };
        let rows = store::scoring::decision_lists::list(&mut tx, &filter, 1).await;
        if let Some(row) = rows?.first() {
            let decision = submission::decision(app, tenant, row)?;
            return Ok(Decided { decision, replayed: true });
        }
    }
    let made = Box::pin(decide_within(app, &mut tx, joined.to_string().as_bytes())).await?;
    commit(tx, made).await
}

async fn commit(tx: Tx, decision: Decision) -> Result<Decided, ApplyError> {
    tx.commit().await?;
    let decided = Decided { decision, replayed: false };
    record(&decided);
    Ok(decided)
}

/// The newest document of an applicant. `None` if there is none, or if the applicant was erased.
async fn newest_document(
    app: &App,
    tx: &mut Tx,
    digest: &[u8; 32],
) -> Result<Option<(Value, ApplicantId)>, Internal> {
    let applicant = store::people::applicants::find_by_external(tx, digest).await?;
    let Some(applicant) = applicant.filter(|applicant| !applicant.data_key.is_empty()) else {
        return Ok(None);
    };
    let tenant = tx.tenant.clone();
    let key = submission::data_key(app, &tenant, applicant.id, &applicant.data_key)?;
    let rows = store::scoring::profile_versions::before(tx, applicant.id, i32::MAX, 1).await?;
    let Some(newest) = rows.first() else { return Ok(None) };
    let purpose = submission::document_purpose(applicant.id, newest.version);
    let bytes = submission::unseal(&key, &newest.document, &purpose)?;
    let document = serde_json::from_slice(&bytes)
        .map_err(|error| Internal::Corrupt(format!("{purpose}: {error}")))?;
    Ok(Some((document, applicant.id)))
}

async fn erase(app: &App, tenant: &TenantId, name: &str) -> Result<bool, Internal> {
    match ExternalId::parse(name) {
        Some(name) => erasure::erase(app, tenant, &Actor::service(), &name).await,
        None => Ok(false),
    }
}

fn profiles(converted: &Converted) -> Result<&[Value], ApplyError> {
    match converted {
        Converted::Profiles { documents, .. } | Converted::Additions { documents, .. }
            if documents.len() > MAX_PROFILES =>
        {
            let detail = format!(
                "{} profiles; at most {MAX_PROFILES} are scored or decided at once: convert them and send them one by one",
                documents.len()
            );
            let fault = Fault { pointer: String::new(), code: "too_many", detail };
            Err(ApplyError::Faults(vec![fault]))
        }
        Converted::Profiles { documents, .. } | Converted::Additions { documents, .. } => {
            Ok(documents)
        }
        _ => Ok(&[]),
    }
}
