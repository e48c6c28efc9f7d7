//! Decides on several submissions of a tenant in one transaction.

use std::collections::BTreeSet;
use std::sync::Arc;

use evidence::facts::Facts;
use evidence::linkage::identifiers::{Identifier, stored};
use evidence::linkage::pairs::of_pairs;
use evidence::linkage::ring::{ApplicantIdentifier, companions};
use evidence::links::Links;
use evidence::relation::Memberships;
use futures_util::future::join_all;
use ids::{ApplicantId, DecisionId, RingId};
use scoring::decision::ReviewRef;
use scoring::model::Stop;
use scoring::policy::Versioned;

use super::judging::{Bench, Case, Judged, KeyHolder, Progress, Sealed, linked};
use super::prepared::Prepared;
use crate::app::App;
use crate::domain::event::EventKind;
use crate::domain::tenant::TenantId;
use crate::service::Internal;
use crate::service::lists::Probes;
use crate::service::models::{champion_within, drift};
use crate::service::people::rings;
use crate::service::reviews::opening::{self, JudgedDecision};
use crate::service::scoring::decisions::{DecideError, Decided};
use crate::service::scoring::linking;
use crate::service::scoring::scores::Scored;
use crate::service::scoring::submission::{self, Submission};
use crate::service::webhooks::outbox;
use crate::store::idempotency::KeyUse;
use crate::store::people::applicants::StoredApplicant;
use crate::store::scoring::locks::{self, DecisionLocks};
use crate::store::scoring::reading::{Found, Settings, read};
use crate::store::scoring::writing::write;
use crate::store::webhooks::webhook_deliveries::Message;
use crate::store::{self, Tx};

/// What became of each submission, in their order.
pub(super) type Outcomes = Vec<Result<Decided, DecideError>>;

/// Decides on submissions that no other one of the tenant can see at the moment. Either all decisions are durable, or
/// nothing was written.
pub(super) async fn decide_all(
    app: &App,
    tenant: &TenantId,
    batch: Vec<Arc<Prepared>>,
) -> Result<Outcomes, Internal> {
    let mut all = DecisionLocks::default();
    for prepared in &batch {
        all.add(&prepared.locks);
    }
    let mut tx = Tx::begin_locked(&app.db, &app.clock, tenant, &all).await?;
    let outcomes = decide(app, &mut tx, batch).await?;
    let latest = outcomes.iter().flatten().map(|decided| decided.decision.created_at).max();
    let counted = match latest {
        Some(latest) => drift::schedule(app, &mut tx, latest).await?,
        None => None,
    };
    tx.commit().await?;
    if let Some(day) = counted {
        app.drift.set_scheduled(tenant, day);
    }
    Ok(outcomes)
}

/// Decides on a submission within the caller's transaction, which must not have taken any lock that a decision takes.
pub(in crate::service) async fn decide_one(
    app: &App,
    tx: &mut Tx,
    prepared: Prepared,
) -> Result<Decided, DecideError> {
    locks::wait_for_all(tx, &prepared.locks).await?;
    let outcome = decide(app, tx, vec![Arc::new(prepared)]).await?.pop();
    outcome.ok_or_else(|| Internal::Corrupt("a decision was lost".to_owned()))?
}

/// What a decision would say about a submission. Nothing is written, and no ring changes.
pub(in crate::service) async fn score(
    app: &App,
    tx: &mut Tx,
    prepared: Prepared,
) -> Result<Scored, Internal> {
    let prepared = Arc::new(prepared);
    let (mut settings, found) = read(tx, &[prepared.lookup()]).await?;
    let bench = bench(app, tx, &mut settings).await?;
    let found = found.into_iter().next().unwrap_or_default();
    let case = case(app, tx, (Arc::clone(&prepared), found), &settings).await?;
    let now = prepared.submission.now;
    let mut links = linked(&case);
    let mut members = companions(&links, now);
    let rings = store::people::applicants::rings_of(tx, &members).await?.into_iter().flatten();
    let rings: BTreeSet<RingId> = rings.chain(case.applicant.ring_id).collect();
    links.ring = case.applicant.ring_id.or(rings.first().copied());
    if !members.is_empty() || links.ring.is_some() {
        members.push(case.applicant.id);
        for ring in rings {
            members.extend(rings::members(tx, ring).await?);
        }
        members.sort_unstable();
        members.dedup();
        let new = with_pairs(app, &tx.tenant, &case, &links);
        let new = new.iter().map(|(id, identifier)| ApplicantIdentifier::new(*id, identifier));
        links.ring_risk = Some(rings::risk_with(tx, &members, new.collect(), now).await?);
    }
    let judge =
        |bench: &Bench, case: &Case| Ok(Progress::Review(Box::new(bench.judge(case, links)?)));
    let (_, Progress::Review(judged)) = compute(&bench, case, judge).await? else {
        return Err(Internal::Corrupt("a score was not finished".to_owned()));
    };
    let Submission { profile, .. } = &prepared.submission;
    Ok(Scored {
        external_id: profile.external_id.as_str().to_owned(),
        assessment: judged.assessment,
        warnings: prepared.submission.every_warning(),
    })
}

async fn bench(app: &App, tx: &mut Tx, settings: &mut Settings) -> Result<Arc<Bench>, Internal> {
    let policy = settings.policy.take();
    let champion = champion_within(app, tx).await?;
    Ok(Arc::new(Bench {
        app: app.clone(),
        tenant: tx.tenant.clone(),
        champion,
        policy: policy
            .map_or_else(Versioned::shipped, |(version, policy)| Versioned { version, policy }),
        queues: std::mem::take(&mut settings.queues),
    }))
}

async fn decide(app: &App, tx: &mut Tx, batch: Vec<Arc<Prepared>>) -> Result<Outcomes, Internal> {
    let lookups: Vec<_> = batch.iter().map(|prepared| prepared.lookup()).collect();
    let (mut settings, found) = read(tx, &lookups).await?;
    let bench = bench(app, tx, &mut settings).await?;
    let mut begun = Vec::with_capacity(batch.len());
    for (prepared, found) in batch.into_iter().zip(found) {
        begun.push(match &found.key_use {
            Some(earlier) => Err(repeated(app, tx, &prepared, earlier).await),
            None => Ok(case(app, tx, (prepared, found), &settings).await?),
        });
    }
    // All compute at the same time; what needs the database follows one by one.
    let computed = begun.into_iter().map(async |begun| match begun {
        Ok(case) => Ok(compute(&bench, case, Bench::decide).await),
        Err(earlier) => Err(earlier),
    });
    let computed = join_all(computed).await.into_iter().enumerate();
    // Whoever joins a ring holds up others who do, until the transaction ends. So they come last.
    let (joining, others): (Vec<_>, Vec<_>) =
        computed.partition(|(_, computed)| matches!(computed, Ok(Ok((_, Progress::Ring(_))))));
    let mut outcomes = Vec::new();
    for group in [others, joining] {
        let mut made = Vec::new();
        for (place, computed) in group {
            match computed {
                Ok(computed) => made.push((place, complete(&bench, tx, computed?).await?)),
                Err(earlier) => outcomes.push((place, earlier)),
            }
        }
        record(tx, &settings, &made).await?;
        outcomes.extend(made.into_iter().map(|(place, (_, sealed))| {
            (place, Ok(Decided { decision: sealed.decision, replayed: false }))
        }));
    }
    outcomes.sort_unstable_by_key(|(place, _)| *place);
    Ok(outcomes.into_iter().map(|(_, outcome)| outcome).collect())
}

/// Writes decisions, and what follows from them.
async fn record(
    tx: &mut Tx,
    settings: &Settings,
    made: &[(usize, (Case, Box<Sealed>))],
) -> Result<(), Internal> {
    if made.is_empty() {
        return Ok(());
    }
    let written: Vec<_> = made.iter().map(|(_, (case, sealed))| sealed.written(case)).collect();
    write(tx, &written).await?;
    let sealed = || made.iter().map(|(_, (_, sealed))| sealed);
    let rings: BTreeSet<RingId> =
        sealed().filter_map(|sealed| sealed.decision.assessment.links.ring_id).collect();
    store::people::rings::mark_changed(tx, &rings).await?;
    notify(tx, settings, sealed()).await
}

/// The decision that an earlier request with the same key led to, if its body was the same.
async fn repeated(
    app: &App,
    tx: &mut Tx,
    prepared: &Prepared,
    earlier: &KeyUse,
) -> Result<Decided, DecideError> {
    if earlier.body_digest != prepared.submission.digest {
        return Err(DecideError::KeyReused);
    }
    let id = earlier.decision_id;
    let row = store::scoring::decisions::find(tx, id).await?;
    let row =
        row.ok_or_else(|| Internal::Corrupt(format!("{id} is named by a key and missing")))?;
    if row.data_key.is_empty() {
        return Err(DecideError::Erased);
    }
    let decision = submission::decision(app, &tx.tenant, &row)?;
    Ok(Decided { decision, replayed: true })
}

/// Updates the ring and opens the review of a decision that needs them, and completes it. Nothing else about it is
/// written yet.
async fn complete(
    bench: &Arc<Bench>,
    tx: &mut Tx,
    (mut case, mut progress): (Case, Progress),
) -> Result<(Case, Box<Sealed>), Internal> {
    if let Progress::Ring(mut links) = progress {
        links.ring = join_ring(bench, tx, &mut case, &links).await?;
        if let Some(ring) = links.ring {
            let now = case.prepared.submission.now;
            links.ring_risk = Some(rings::risk(tx, ring, now).await?);
        }
        let judge = |bench: &Bench, case: &Case| bench.judge_and_seal(case, links);
        (case, progress) = compute(bench, case, judge).await?;
    }
    if let Progress::Review(judged) = progress {
        let review = open_review(bench, tx, &mut case, &judged).await?;
        let seal = move |bench: &Bench, case: &Case| {
            Ok(Progress::Sealed(Box::new(bench.seal(case, *judged, review))))
        };
        (case, progress) = compute(bench, case, seal).await?;
    }
    match progress {
        Progress::Sealed(sealed) => Ok((case, sealed)),
        Progress::Ring(_) | Progress::Review(_) => {
            Err(Internal::Corrupt(format!("{} was not finished", case.id)))
        }
    }
}

async fn case(
    app: &App,
    tx: &mut Tx,
    (prepared, found): (Arc<Prepared>, Found),
    settings: &Settings,
) -> Result<Case, Internal> {
    let facts = facts(app, tx, &prepared, (settings, &found)).await?;
    let applicant = key_holder(app, &tx.tenant, &prepared.submission, &found)?;
    let confirmed = confirmed(tx, (&prepared.submission, applicant.id), &found).await?;
    let version = found.versions.first().map_or(0, |latest| latest.version) + 1;
    let id = DecisionId::new(prepared.submission.now);
    Ok(Case { prepared, facts, found, confirmed, applicant, id, version })
}

/// The confirmed relations of an applicant and of those who have something in common with them. Most applicants are in
/// none; then nobody else's are needed.
async fn confirmed(
    tx: &mut Tx,
    (submission, applicant): (&Submission, ApplicantId),
    found: &Found,
) -> Result<Memberships, Internal> {
    if found.confirmed.is_empty() {
        return Ok(Memberships::default());
    }
    let others: BTreeSet<ApplicantId> =
        found.sightings.iter().flatten().map(|sighting| sighting.applicant).collect();
    let others: Vec<ApplicantId> = others.into_iter().collect();
    let now = submission.now;
    let mut confirmed = store::people::relations::memberships(tx, &others, now).await?;
    for declared in &found.confirmed {
        confirmed.insert(applicant, *declared);
    }
    Ok(confirmed)
}

/// The facts about a submission, with what the tenant's lists say.
async fn facts(
    app: &App,
    tx: &mut Tx,
    prepared: &Prepared,
    (settings, found): (&Settings, &Found),
) -> Result<Facts, Internal> {
    let Submission { profile, facts, now, .. } = &prepared.submission;
    let mut facts = facts.clone();
    let lists = &settings.lists;
    if prepared.probes.lists[..] == lists[..] {
        prepared.probes.apply(&mut facts, &found.list_matches)?;
    } else {
        // The lists changed since this process saw them last.
        app.lists.put(&tx.tenant, lists);
        let probes = Probes::new(app, &tx.tenant, profile, &facts);
        let matches = store::lists::matches(tx, &probes.keys, *now).await?;
        probes.apply(&mut facts, &matches)?;
    }
    Ok(facts)
}

/// Computes off the threads that answer requests.
async fn compute(
    bench: &Arc<Bench>,
    case: Case,
    work: impl FnOnce(&Bench, &Case) -> Result<Progress, Internal> + Send + 'static,
) -> Result<(Case, Progress), Internal> {
    let (bench, prepared) = (Arc::clone(bench), Arc::clone(&case.prepared));
    let compute = move |_: &Stop| {
        let progress = work(&bench, &case)?;
        Ok((case, progress))
    };
    prepared.ticket.run(compute).await?
}

/// The applicant whom a submission names, or a new one.
fn key_holder(
    app: &App,
    tenant: &TenantId,
    submission: &Submission,
    found: &Found,
) -> Result<KeyHolder, Internal> {
    if let Some(known) = &found.applicant {
        let key = submission::data_key(app, tenant, known.id, &known.data_key)?;
        return Ok(KeyHolder { id: known.id, key, ring_id: known.ring_id, new: None });
    }
    let id = ApplicantId::new(submission.now);
    let key = app.keys.new_data_key()?;
    let name = submission.profile.external_id.as_str();
    let new = StoredApplicant {
        id,
        external_id: key.seal(name.as_bytes(), &submission::name_purpose(id)),
        external_digest: submission.external_digest.to_vec(),
        data_key: app.keys.wrap(tenant, id, &key),
        ring_id: None,
        created_at: submission.now,
    };
    Ok(KeyHolder { id, key, ring_id: None, new: Some(new) })
}

/// Writes the applicant now, because something else refers to them.
async fn write_applicant(tx: &mut Tx, case: &mut Case) -> Result<(), Internal> {
    match case.applicant.new.take() {
        Some(new) => store::people::applicants::insert(tx, &new).await,
        None => Ok(()),
    }
}

async fn join_ring(
    bench: &Bench,
    tx: &mut Tx,
    case: &mut Case,
    links: &Links,
) -> Result<Option<RingId>, Internal> {
    write_applicant(tx, case).await?;
    let KeyHolder { id, ring_id, .. } = case.applicant;
    // A ring is rebuilt from what is stored.
    let kept = with_pairs(&bench.app, &tx.tenant, case, links);
    store::scoring::identifiers::keep(tx, &kept).await?;
    linking::ring(tx, (id, ring_id), links, case.prepared.submission.now).await
}

/// The applicant's identifiers, and those that stand for a pair, which both of the pair have.
fn with_pairs(
    app: &App,
    tenant: &TenantId,
    case: &Case,
    links: &Links,
) -> Vec<(ApplicantId, Identifier)> {
    let (submission, id) = (&case.prepared.submission, case.applicant.id);
    let own = stored(&submission.identifiers).into_iter();
    let own = own.map(|identifier| (id, identifier.clone()));
    let near = case.found.photos.iter().map(|near| near.applicant);
    let pairs = of_pairs(id, links, near, &app.keys.pepper(tenant), submission.now);
    let of_both = pairs.into_iter().flat_map(|(other, it)| [(id, it.clone()), (other, it)]);
    own.chain(of_both).collect()
}

async fn open_review(
    bench: &Bench,
    tx: &mut Tx,
    case: &mut Case,
    judged: &Judged,
) -> Result<Option<ReviewRef>, Internal> {
    write_applicant(tx, case).await?;
    let judged = JudgedDecision {
        applicant: case.applicant.id,
        decision: case.id,
        assessment: &judged.assessment,
        now: case.prepared.submission.now,
    };
    opening::for_decision(&bench.app, tx, (&bench.policy.policy, &bench.queues), &judged).await
}

/// Queues deliveries to the endpoints that want to know.
async fn notify<'a>(
    tx: &mut Tx,
    settings: &Settings,
    decided: impl Iterator<Item = &'a Box<Sealed>>,
) -> Result<(), Internal> {
    if settings.endpoints.is_empty() {
        return Ok(());
    }
    let kind = EventKind::DecisionCreated.name();
    for sealed in decided {
        let (event, data) = &sealed.event;
        let at = sealed.decision.created_at;
        let payload = outbox::payload(kind, at, data);
        let message = Message { event: *event, kind, payload: &payload, at };
        outbox::enqueue(tx, &settings.endpoints, message).await?;
    }
    Ok(())
}
