//! Decisions: make one, find one, list them.

use evidence::facts::Facts;
use evidence::indicators::Observed;
use evidence::linkage::links::links;
use evidence::linkage::ring::{bonds, companions};
use evidence::links::Links;
use evidence::noted::Noted;
use evidence::profile::{BadProfile, ExternalId};
use evidence::similarity::{self, photos, verified};
use ids::{ApplicantId, DecisionId, RingId};
use scoring::decision::{Assessment, Band, Decision, ReviewRef};
use scoring::policy::Policy;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use super::assess::{Grounds, assess};
use super::history::{self, Applicant};
use super::reviews::opening::{self, Judged};
use super::submission::{self, Inputs, Submission};
use super::{Internal, Page, drift, events, observations, policies, rings};
use crate::app::App;
use crate::domain::event::EventKind;
use crate::domain::tenant::TenantId;
use crate::keys::DataKey;
use crate::store::applicants::StoredApplicant;
use crate::store::idempotency::Asked;
use crate::store::locks::{Lock, try_take, wait, wait_for_bonds};
use crate::store::profile_versions::StoredVersion;
use crate::store::{self, StoreError};
use crate::telemetry::metrics::METRICS;

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

    /// The key as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
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
    /// The key led to a decision about an applicant who was erased since.
    #[error("the applicant was erased")]
    Erased,
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
    /// It was about an applicant who was erased.
    #[error("the applicant was erased")]
    Erased,
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

impl From<StoreError> for DecideError {
    fn from(error: StoreError) -> Self {
        Self::Internal(error.into())
    }
}

impl From<StoreError> for FindError {
    fn from(error: StoreError) -> Self {
        Self::Internal(error.into())
    }
}

/// Scores a profile document and stores the decision, once for each idempotency key.
///
/// Everything that belongs to the decision is written in one transaction, and the answer leaves only
/// after that transaction is durable.
#[tracing::instrument(skip_all, fields(tenant = %tenant))]
pub async fn decide(
    app: &App,
    tenant: &TenantId,
    document: &[u8],
    key: Option<&IdempotencyKey>,
) -> Result<Decided, DecideError> {
    let mut submission = Submission::read(app, tenant, document).await?;
    let mut tx = store::begin(&app.db, tenant).await?;
    let request = key.map(|key| Request::new(key, &submission));
    if let Some(request) = &request
        && let Some(earlier) = request.earlier(&mut tx, tenant).await?
    {
        let decision = stored(app, tenant, &mut tx, earlier).await?;
        return Ok(Decided { decision, replayed: true });
    }
    let decision = make(app, tenant, &mut tx, &mut submission).await?;
    if let Some(request) = &request {
        request.keep(&mut tx, tenant, &decision).await?;
    }
    let counted = drift::schedule(app, tenant, &mut tx, decision.created_at).await?;
    tx.commit().await?;
    if let Some(day) = counted {
        app.drift.note(tenant, day);
    }
    METRICS.decision(decision.assessment.band.name());
    tracing::info!(decision.id = %decision.id, band = decision.assessment.band.name(), "decided");
    Ok(Decided { decision, replayed: false })
}

/// The same within a transaction of the caller's, who has locked nothing yet.
pub(super) async fn decide_within(
    app: &App,
    tenant: &TenantId,
    tx: &mut PgConnection,
    document: &[u8],
) -> Result<Decision, DecideError> {
    let mut submission = Submission::read(app, tenant, document).await?;
    let decision = make(app, tenant, tx, &mut submission).await?;
    drift::schedule(app, tenant, tx, decision.created_at).await?;
    Ok(decision)
}

async fn make(
    app: &App,
    tenant: &TenantId,
    tx: &mut PgConnection,
    submission: &mut Submission,
) -> Result<Decision, Internal> {
    submission.consult(app, tenant, tx).await?;
    let decision = Making { app, tenant, submission, tx }.make().await?;
    events::emit(app, tenant, tx, EventKind::DecisionCreated, told(&decision)).await?;
    Ok(decision)
}

/// What a webhook tells of a decision; who wants more asks for it.
fn told(decision: &Decision) -> serde_json::Value {
    let assessment = &decision.assessment;
    serde_json::json!({
        "decision_id": decision.id,
        "applicant_id": decision.applicant_id,
        "profile_version": decision.profile_version,
        "band": assessment.band,
        "recommendation": assessment.recommendation,
        "score": assessment.score,
        "review_id": decision.review.map(|review| review.id),
    })
}

/// A stored decision.
pub async fn find(app: &App, tenant: &TenantId, id: DecisionId) -> Result<Decision, FindError> {
    let mut tx = store::begin(&app.db, tenant).await?;
    let row = submission::readable(store::decisions::find(&mut tx, id).await?)?;
    Ok(submission::decision(app, tenant, &row)?)
}

/// A page of decisions, the latest first.
pub async fn list(
    app: &App,
    tenant: &TenantId,
    filter: &Filter,
) -> Result<Page<Decision>, Internal> {
    let none = Page { items: Vec::new(), more: false };
    let mut tx = store::begin(&app.db, tenant).await?;
    let mut applicant = filter.applicant;
    if let Some(name) = &filter.external_id {
        let digest = app.keys.pepper(tenant).external(name);
        let Some(named) = store::applicants::find_by_external(&mut tx, &digest).await? else {
            return Ok(none);
        };
        if applicant.is_some_and(|asked| asked != named.id) {
            return Ok(none);
        }
        applicant = Some(named.id);
    }
    let wanted = store::decisions::Filter { band: filter.band, applicant, before: filter.before };
    let most = i64::from(filter.limit) + 1;
    let mut rows = store::decisions::list(&mut tx, tenant, &wanted, most).await?;
    let more = rows.len() > usize::from(filter.limit);
    rows.truncate(usize::from(filter.limit));
    let items = rows.iter().map(|row| submission::decision(app, tenant, row));
    Ok(Page { items: items.collect::<Result<_, _>>()?, more })
}

async fn stored(
    app: &App,
    tenant: &TenantId,
    connection: &mut PgConnection,
    id: DecisionId,
) -> Result<Decision, DecideError> {
    let row = store::decisions::find(connection, id).await?;
    let row =
        row.ok_or_else(|| Internal::Corrupt(format!("{id} is named by a key and missing")))?;
    if row.data_key.is_empty() {
        return Err(DecideError::Erased);
    }
    Ok(submission::decision(app, tenant, &row)?)
}

/// A request that has a key.
struct Request {
    key: [u8; 32],
    body: [u8; 32],
}

impl Request {
    fn new(key: &IdempotencyKey, submission: &Submission) -> Self {
        Self { key: Sha256::digest(&key.0).into(), body: submission.digest }
    }

    /// What the key led to before, if this is the same request.
    async fn earlier(
        &self,
        connection: &mut PgConnection,
        tenant: &TenantId,
    ) -> Result<Option<DecisionId>, DecideError> {
        if !try_take(connection, tenant, Lock::Request(&self.key)).await? {
            return Err(DecideError::KeyRunning);
        }
        match store::idempotency::find(connection, &self.key).await? {
            Some(asked) if asked.body_digest != self.body => Err(DecideError::KeyReused),
            asked => Ok(asked.map(|asked| asked.decision_id)),
        }
    }

    async fn keep(
        &self,
        connection: &mut PgConnection,
        tenant: &TenantId,
        decision: &Decision,
    ) -> Result<(), StoreError> {
        let asked = Asked { body_digest: self.body.to_vec(), decision_id: decision.id };
        store::idempotency::insert(connection, tenant, &self.key, &asked, decision.created_at).await
    }
}

/// What a decision is made from, beside the document.
struct Seen {
    facts: Facts,
    links: Links,
    observed: Vec<Observed>,
    notes: Vec<Noted>,
}

/// A decision in the making, inside its transaction.
struct Making<'a> {
    app: &'a App,
    tenant: &'a TenantId,
    submission: &'a Submission,
    tx: &'a mut PgConnection,
}

impl Making<'_> {
    async fn make(&mut self) -> Result<Decision, Internal> {
        let now = self.submission.now;
        // One submission of an applicant at a time: versions count up without holes.
        let lock = Lock::Applicant(&self.submission.external_digest);
        wait(self.tx, self.tenant, lock).await?;
        let (applicant, key) = self.applicant().await?;
        let links = self.link(&applicant).await?;
        let known = Applicant { id: applicant.id, key: &key };
        let earlier = history::before(self.tx, known, i32::MAX).await?;
        let notes = observations::latest(self.tx, self.tenant, applicant.id, &key).await?;
        let facts = self.app.enricher.recall(self.submission.facts.clone(), &earlier);
        let observed = self.submission.observe(&facts, &links, &earlier, &notes);
        let seen = Seen { facts, links, observed, notes };
        let placed = self.assess(&seen).await?;
        let profile_version = self.keep_version(applicant.id, &key).await?;
        let id = DecisionId::new(now);
        let decision = Decision {
            id,
            applicant_id: applicant.id,
            external_id: self.submission.profile.external_id.as_str().to_owned(),
            profile_version,
            created_at: now,
            review: self.review(applicant.id, id, &placed).await?,
            assessment: placed.0,
            warnings: self.submission.every_warning(),
        };
        self.keep(&decision, &key, seen).await?;
        Ok(decision)
    }

    /// The applicant of this name, new or known, and the key to its data.
    async fn applicant(&mut self) -> Result<(StoredApplicant, DataKey), Internal> {
        let Self { app, tenant, submission, .. } = *self;
        let digest = &submission.external_digest;
        if let Some(known) = store::applicants::find_by_external(self.tx, digest).await? {
            let key = submission::data_key(app, tenant, known.id, &known.data_key)?;
            return Ok((known, key));
        }
        let id = ApplicantId::new(submission.now);
        let key = app.keys.new_data_key()?;
        let name = submission.profile.external_id.as_str();
        let new = StoredApplicant {
            id,
            external_id: key.seal(name.as_bytes(), &submission::name_purpose(id)),
            external_digest: digest.to_vec(),
            data_key: app.keys.wrap(tenant, id, &key),
            ring_id: None,
            created_at: submission.now,
        };
        store::applicants::insert(self.tx, tenant, &new).await?;
        Ok((new, key))
    }

    /// Who shares what, and the ring that this makes.
    async fn link(&mut self, applicant: &StoredApplicant) -> Result<Links, StoreError> {
        let Self { tenant, submission, .. } = *self;
        let identifiers = &submission.identifiers;
        let bands = similarity::bonds(&submission.sketches);
        wait_for_bonds(self.tx, tenant, &bonds(identifiers), &bands).await?;
        store::identifiers::keep(self.tx, tenant, applicant.id, identifiers).await?;
        let sightings =
            store::identifiers::sightings(self.tx, tenant, Some(applicant.id), identifiers).await?;
        let mut links = links(identifiers, &sightings);
        let sketches = &submission.sketches;
        let near = store::texts::candidates(self.tx, tenant, Some(applicant.id), sketches).await?;
        links.texts = verified(sketches, &near, &links);
        store::texts::keep(self.tx, tenant, applicant.id, sketches, submission.now).await?;
        let photos = &submission.photos;
        let near = store::photos::near(self.tx, tenant, Some(applicant.id), photos).await?;
        photos::add(&mut links, photos, &near);
        store::photos::keep(self.tx, tenant, applicant.id, photos, submission.now).await?;
        links.ring = self.ring(applicant, &links).await?;
        Ok(links)
    }

    async fn ring(
        &mut self,
        applicant: &StoredApplicant,
        links: &Links,
    ) -> Result<Option<RingId>, StoreError> {
        let mut members = companions(links, self.submission.now);
        if members.is_empty() {
            return self.without_companions(applicant, links).await;
        }
        members.push(applicant.id);
        if let [Some(ring)] = store::applicants::rings_of(self.tx, &members).await?[..] {
            return Ok(Some(ring));
        }
        // Rings are joined one at a time; this lock is the last that a decision takes.
        wait(self.tx, self.tenant, Lock::Rings).await?;
        // Who was erased since they were seen binds nobody.
        let members = store::applicants::alive(self.tx, &members).await?;
        if members.len() < 2 {
            return Ok(applicant.ring_id);
        }
        let rings: Vec<RingId> =
            store::applicants::rings_of(self.tx, &members).await?.into_iter().flatten().collect();
        let ring = rings.first().copied().unwrap_or_else(|| RingId::new(self.submission.now));
        store::applicants::join_ring(self.tx, ring, &members, &rings).await?;
        Ok(Some(ring))
    }

    /// Nothing binds the applicant to others now. Who declared what a ring was made of leaves it.
    async fn without_companions(
        &mut self,
        applicant: &StoredApplicant,
        links: &Links,
    ) -> Result<Option<RingId>, StoreError> {
        let declared = links.shared.iter().flat_map(|shared| &shared.others);
        let declared = declared.into_iter().any(|other| other.declared.is_some());
        let Some(ring) = applicant.ring_id.filter(|_| declared) else {
            return Ok(applicant.ring_id);
        };
        wait(self.tx, self.tenant, Lock::Rings).await?;
        rings::make_anew(self.tx, self.tenant, ring, self.submission.now).await?;
        let after = store::applicants::find(self.tx, applicant.id).await?;
        Ok(after.and_then(|after| after.ring_id))
    }

    async fn assess(&mut self, seen: &Seen) -> Result<(Assessment, Policy), Internal> {
        let policy = policies::in_force(self.tx).await?;
        let assessment = assess(Grounds {
            observed: &seen.observed,
            links: &seen.links,
            facts: &seen.facts,
            now: self.submission.now,
            champion: &self.app.champions.of(self.tenant),
            policy: &policy,
        });
        Ok((assessment, policy.policy))
    }

    async fn keep_version(
        &mut self,
        applicant: ApplicantId,
        key: &DataKey,
    ) -> Result<i32, StoreError> {
        let version = store::profile_versions::next_version(self.tx, applicant).await?;
        let sealed =
            key.seal(&self.submission.document, &submission::document_purpose(applicant, version));
        let digest = self.submission.digest.to_vec();
        let row = StoredVersion { version, digest, created_at: self.submission.now };
        store::profile_versions::insert(self.tx, self.tenant, applicant, &row, &sealed).await?;
        Ok(version)
    }

    /// Opens a review, or joins the one that is running, when a person should look.
    async fn review(
        &mut self,
        applicant: ApplicantId,
        decision: DecisionId,
        placed: &(Assessment, Policy),
    ) -> Result<Option<ReviewRef>, Internal> {
        let Self { app, tenant, submission, .. } = *self;
        let (assessment, policy) = placed;
        let judged = Judged { applicant, decision, assessment, now: submission.now };
        opening::for_decision(app, tenant, self.tx, policy, &judged).await
    }

    async fn keep(
        &mut self,
        decision: &Decision,
        key: &DataKey,
        seen: Seen,
    ) -> Result<(), StoreError> {
        let Seen { facts, links, observed, notes } = seen;
        let named = |one: Observed| (one.indicator.id.to_owned(), one.finding);
        let inputs = Inputs {
            now: self.submission.now,
            facts,
            links,
            findings: observed.into_iter().map(named).collect(),
            notes,
            file_warnings: self.submission.file_warnings.clone(),
        };
        let answer = submission::seal(key, decision, &submission::answer_purpose(&decision.id));
        let inputs = submission::seal(key, &inputs, &submission::inputs_purpose(&decision.id));
        store::decisions::insert(self.tx, self.tenant, decision, &answer, &inputs).await
    }
}
