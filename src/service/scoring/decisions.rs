//! Making, finding and listing decisions.

use super::deciding::{self, Prepared};
use super::submission::{self, Submitted};
use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::service::Page;
use crate::service::models::drift;
pub use crate::service::{FindError, Internal};
use crate::store::{self, Tx};
use crate::telemetry::metrics::METRICS;
use evidence::profile::{BadProfile, ExternalId};
use ids::{ApplicantId, DecisionId};
use scoring::decision::{Band, Decision};

/// An idempotency key: a caller's name for a request, so that sending it again changes nothing. It has 1 to 255 visible
/// ASCII characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// Parses a key from the header.
    pub fn parse(written: &str) -> Option<Self> {
        let fits = (1..=255).contains(&written.len());
        let visible = written.bytes().all(|byte| byte.is_ascii_graphic());
        (fits && visible).then(|| Self(written.to_owned()))
    }

    /// The key as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A decision, made now or earlier under the same key.
#[derive(Clone, Debug)]
pub struct Decided {
    pub decision: Decision,
    /// Whether an earlier request with the same key and body made it.
    pub replayed: bool,
}

/// Why no decision was made.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// The document is not a profile.
    #[error(transparent)]
    Profile(#[from] BadProfile),
    /// The key was used with another body.
    #[error("this idempotency key was used with another body")]
    KeyReused,
    /// The key belongs to a decision about an applicant who has been erased.
    #[error("the applicant was erased")]
    Erased,
    /// Another request with the same key is running.
    #[error("a request with this idempotency key is still running")]
    KeyRunning,
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
    /// Only about the applicant with this external id.
    pub external_id: Option<ExternalId>,
    /// Only those made before this one.
    pub before: Option<DecisionId>,
    pub limit: u16,
}

/// Scores a profile document and stores the decision, once for each idempotency key.
///
/// One transaction writes everything that belongs to the decision, perhaps with other decisions. The answer leaves only
/// once it is durable.
#[tracing::instrument(skip_all, fields(tenant = %tenant))]
pub async fn decide(
    app: &App,
    tenant: &TenantId,
    submitted: Submitted<'_>,
    key: Option<&IdempotencyKey>,
) -> Result<Decided, DecideError> {
    let prepared = Prepared::new(app, tenant, submitted, key).await??;
    let decided = deciding::decide(app, tenant, prepared).await?;
    record(&decided);
    Ok(decided)
}

/// Counts and logs a new decision.
pub(super) fn record(decided: &Decided) {
    if !decided.replayed {
        let Decision { id, assessment, .. } = &decided.decision;
        METRICS.decision(assessment.band.name());
        tracing::info!(decision.id = %id, band = assessment.band.name(), "made a decision");
    }
}

/// Decides within the caller's transaction, which must not have taken any lock that a decision takes.
pub(in crate::service) async fn decide_within(
    app: &App,
    tx: &mut Tx,
    document: &[u8],
) -> Result<Decision, DecideError> {
    let prepared = Prepared::new(app, &tx.tenant, Submitted::liberal(document), None).await??;
    let decision = Box::pin(deciding::decide_one(app, tx, prepared)).await?.decision;
    drift::schedule(app, tx, decision.created_at).await?;
    Ok(decision)
}

/// A stored decision.
pub async fn find(app: &App, tenant: &TenantId, id: DecisionId) -> Result<Decision, FindError> {
    let mut tx = app.begin(tenant).await?;
    let row = submission::readable(store::scoring::decisions::find(&mut tx, id).await?)?;
    Ok(submission::decision(app, tenant, &row)?)
}

/// A page of decisions, the latest first.
pub async fn list(
    app: &App,
    tenant: &TenantId,
    filter: &Filter,
) -> Result<Page<Decision>, Internal> {
    let none = Page { items: Vec::new(), more: false };
    let mut tx = app.begin(tenant).await?;
    let mut applicant = filter.applicant;
    if let Some(name) = &filter.external_id {
        let digest = app.keys.pepper(tenant).external(name);
        let Some(named) = store::people::applicants::find_by_external(&mut tx, &digest).await?
        else {
            return Ok(none);
        };
        if applicant.is_some_and(|earlier| earlier != named.id) {
            return Ok(none);
        }
        applicant = Some(named.id);
    }
    let wanted = store::scoring::decision_lists::Filter {
        band: filter.band,
        applicant,
        before: filter.before,
    };
    let rows =
        store::scoring::decision_lists::list(&mut tx, &wanted, i64::from(filter.limit) + 1).await?;
    Page::new(rows, filter.limit).try_map(|row| submission::decision(app, tenant, &row))
}
