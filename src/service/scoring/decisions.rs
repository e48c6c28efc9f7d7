//! Making, finding and listing decisions.

use sha2::{Digest, Sha256};

use super::evidence::Evidence;
use super::history::Applicant;
use super::submission::{self, Submission};
use super::{linking, policies};
use crate::app::App;
use crate::domain::event::EventData;
use crate::domain::tenant::TenantId;
use crate::keys::DataKey;
use crate::service::Page;
use crate::service::models::drift;
use crate::service::reviews::opening::{self, JudgedDecision};
use crate::service::webhooks::events;
pub use crate::service::{FindError, Internal};
use crate::store::idempotency::KeyUse;
use crate::store::people::applicants::StoredApplicant;
use crate::store::scoring::locks::{Lock, try_take, wait};
use crate::store::scoring::profile_versions::StoredVersion;
use crate::store::{self, Tx};
use crate::telemetry::metrics::METRICS;
use evidence::profile::{BadProfile, ExternalId};
use ids::{ApplicantId, DecisionId};
use scoring::assess::assess;
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
/// One transaction writes everything that belongs to the decision. The answer leaves only once it is durable.
#[tracing::instrument(skip_all, fields(tenant = %tenant))]
pub async fn decide(
    app: &App,
    tenant: &TenantId,
    document: &[u8],
    key: Option<&IdempotencyKey>,
) -> Result<Decided, DecideError> {
    let mut submission = Submission::read(app, tenant, document).await?;
    let mut tx = app.begin(tenant).await?;
    let request = key.map(|key| Request::new(key, &submission));
    if let Some(request) = &request
        && let Some(earlier) = request.earlier(&mut tx).await?
    {
        let decision = stored(app, &mut tx, earlier).await?;
        return Ok(Decided { decision, replayed: true });
    }
    let decision = make(app, &mut tx, &mut submission).await?;
    if let Some(request) = &request {
        request.keep(&mut tx, &decision).await?;
    }
    let counted = drift::schedule(app, &mut tx, decision.created_at).await?;
    tx.commit().await?;
    if let Some(day) = counted {
        app.drift.set_scheduled(tenant, day);
    }
    METRICS.decision(decision.assessment.band.name());
    tracing::info!(decision.id = %decision.id, band = decision.assessment.band.name(), "made a decision");
    Ok(Decided { decision, replayed: false })
}

/// Decides within the caller's transaction, which must not have taken any lock that a decision takes.
pub(in crate::service) async fn decide_within(
    app: &App,
    tx: &mut Tx,
    document: &[u8],
) -> Result<Decision, DecideError> {
    let mut submission = Submission::read(app, &tx.tenant, document).await?;
    let decision = make(app, tx, &mut submission).await?;
    drift::schedule(app, tx, decision.created_at).await?;
    Ok(decision)
}

async fn make(app: &App, tx: &mut Tx, submission: &mut Submission) -> Result<Decision, Internal> {
    submission.consult(app, tx).await?;
    // One submission of an applicant at a time, so that versions are numbered without gaps.
    wait(tx, Lock::Applicant(&submission.external_digest)).await?;
    let (applicant, key) = find_or_create_applicant(app, tx, submission).await?;
    let links = linking::link(tx, submission, &applicant).await?;
    let applicant = Applicant { id: applicant.id, key: &key };
    let evidence = Evidence::gather(app, tx, submission, links, Some(applicant)).await?;
    let policy = policies::in_force(tx).await?;
    let champion = app.champions.for_tenant(&tx.tenant);
    let grounds = evidence.grounds(submission, &champion, &policy);
    let assessment = assess(&grounds);
    let profile_version = keep_version(tx, submission, applicant).await?;
    let id = DecisionId::new(submission.now);
    let judged = JudgedDecision {
        applicant: applicant.id,
        decision: id,
        assessment: &assessment,
        now: submission.now,
    };
    let review = opening::for_decision(app, tx, &policy.policy, &judged).await?;
    let decision = Decision {
        id,
        applicant_id: applicant.id,
        external_id: submission.profile.external_id.as_str().to_owned(),
        profile_version,
        created_at: submission.now,
        review,
        assessment,
        warnings: submission.every_warning(),
    };
    let inputs = evidence.inputs(&grounds, submission);
    let answer = submission::seal(&key, &decision, &submission::answer_purpose(&id));
    let inputs = submission::seal(&key, &inputs, &submission::inputs_purpose(&id));
    store::scoring::decisions::insert(tx, &decision, &answer, &inputs).await?;
    if let Some(ring) = decision.assessment.links.ring_id {
        store::people::rings::mark_changed(tx, ring).await?;
    }
    events::emit(tx, EventData::DecisionCreated((&decision).into())).await?;
    Ok(decision)
}

/// Finds the applicant whom a submission names, or creates them, with the key to their data.
async fn find_or_create_applicant(
    app: &App,
    tx: &mut Tx,
    submission: &Submission,
) -> Result<(StoredApplicant, DataKey), Internal> {
    let digest = &submission.external_digest;
    if let Some(known) = store::people::applicants::find_by_external(tx, digest).await? {
        let key = submission::data_key(app, &tx.tenant, known.id, &known.data_key)?;
        return Ok((known, key));
    }
    let id = ApplicantId::new(submission.now);
    let key = app.keys.new_data_key()?;
    let name = submission.profile.external_id.as_str();
    let new = StoredApplicant {
        id,
        external_id: key.seal(name.as_bytes(), &submission::name_purpose(id)),
        external_digest: digest.to_vec(),
        data_key: app.keys.wrap(&tx.tenant, id, &key),
        ring_id: None,
        created_at: submission.now,
    };
    store::people::applicants::insert(tx, &new).await?;
    Ok((new, key))
}

async fn keep_version(
    tx: &mut Tx,
    submission: &Submission,
    applicant: Applicant<'_>,
) -> Result<i32, Internal> {
    let Applicant { id, key } = applicant;
    let version = store::scoring::profile_versions::next_version(tx, id).await?;
    let sealed = key.seal(&submission.document, &submission::document_purpose(id, version));
    let digest = submission.digest.to_vec();
    let row = StoredVersion { version, digest, created_at: submission.now };
    store::scoring::profile_versions::insert(tx, id, &row, &sealed).await?;
    Ok(version)
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

async fn stored(app: &App, tx: &mut Tx, id: DecisionId) -> Result<Decision, DecideError> {
    let row = store::scoring::decisions::find(tx, id).await?;
    let row =
        row.ok_or_else(|| Internal::Corrupt(format!("{id} is named by a key and missing")))?;
    if row.data_key.is_empty() {
        return Err(DecideError::Erased);
    }
    Ok(submission::decision(app, &tx.tenant, &row)?)
}

/// A request with an idempotency key.
struct Request {
    key: [u8; 32],
    body: [u8; 32],
}

impl Request {
    fn new(key: &IdempotencyKey, submission: &Submission) -> Self {
        Self { key: Sha256::digest(&key.0).into(), body: submission.digest }
    }

    /// The decision that an earlier request with this key made, if its body was the same.
    async fn earlier(&self, tx: &mut Tx) -> Result<Option<DecisionId>, DecideError> {
        if !try_take(tx, Lock::Request(&self.key)).await? {
            return Err(DecideError::KeyRunning);
        }
        match store::idempotency::find(tx, &self.key).await? {
            Some(earlier) if earlier.body_digest != self.body => Err(DecideError::KeyReused),
            earlier => Ok(earlier.map(|earlier| earlier.decision_id)),
        }
    }

    async fn keep(&self, tx: &mut Tx, decision: &Decision) -> Result<(), Internal> {
        let earlier = KeyUse { body_digest: self.body.to_vec(), decision_id: decision.id };
        store::idempotency::insert(tx, &self.key, &earlier, decision.created_at).await
    }
}
