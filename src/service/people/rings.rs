//! Rings: listing, reading, summarising and rebuilding.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use evidence::identifier::IdentifierDigest;
use evidence::linkage::ring::{ApplicantIdentifier, edges, groups};
use evidence::linkage::risk::ring_risk;
use evidence::links::RingRisk;
use ids::{ApplicantId, RingId};

use super::applicants;
use crate::app::App;
use crate::domain::ring::{Ring, RingSummary};
use crate::domain::tenant::TenantId;
use crate::service::scoring::policies;
use crate::service::{FindError, Internal, Page};
pub use crate::store::people::rings::Filter;
use crate::store::scoring::locks::{Lock, try_take};
use crate::store::{self, Tx};

/// How many applicants are shown.
const MAX_NODES: i64 = 200;
/// How many of their identifiers are read.
const MAX_IDENTIFIERS: i64 = 20_000;
/// How many members of a ring are weighed to find its risk.
const MAX_WEIGHED: usize = 100;
/// How many changes of a tenant's rings one batch has at most.
const CHANGES_AT_ONCE: i64 = 100;

/// A page of rings, the largest or most risky first.
pub async fn list(
    app: &App,
    tenant: &TenantId,
    filter: &Filter,
) -> Result<Page<RingSummary>, Internal> {
    let mut tx = app.begin(tenant).await?;
    Ok(Page::new(store::people::rings::list(&mut tx, filter).await?, filter.limit))
}

/// A ring with its members and what each pair shares.
pub async fn find(
    app: &App,
    tenant: &TenantId,
    id: RingId,
) -> Result<(RingSummary, Ring), FindError> {
    let mut tx = app.begin(tenant).await?;
    let mut summary = summary(&mut tx, id).await?.ok_or(FindError::NotFound)?;
    let base_rate = policies::in_force(&mut tx).await?.policy.base_rate;
    let members = store::people::rings::members(&mut tx, id, MAX_NODES + 1).await?;
    let Page { items: shown, more: truncated } = Page::new(members, MAX_NODES);
    let nodes = applicants::nodes(app, &mut tx, &shown).await?;
    let shared = store::scoring::identifiers::held_by(&mut tx, &shown, MAX_IDENTIFIERS).await?;
    let now = tx.read_clock();
    let confirmed = store::people::relations::memberships(&mut tx, &shown, now).await?;
    let edges = edges(&shared, &confirmed, now);
    // As in the list and in decisions, which weigh no more members.
    let weighed: Vec<ApplicantId> = shown.iter().copied().take(MAX_WEIGHED).collect();
    let held = shared.into_iter().filter(|held| weighed.binary_search(&held.applicant).is_ok());
    let risk = weigh(&mut tx, &weighed, held.collect(), now).await?;
    summary.risk = rounded(risk.probability(base_rate));
    Ok((summary, Ring { id: Some(id), nodes, edges, truncated }))
}

/// A ring's summary. Only that of a large ring may be a moment old.
async fn summary(tx: &mut Tx, id: RingId) -> Result<Option<RingSummary>, Internal> {
    let stored = store::people::rings::find_stored(tx, id).await?;
    match stored {
        Some(stored) if stored.members > MAX_NODES => Ok(Some(stored)),
        _ => store::people::rings::compute(tx, id).await,
    }
}

/// Recomputes the summaries of changed rings of all tenants, one batch for each. Returns whether there are more.
pub async fn recompute_changed(app: &App) -> Result<bool, Internal> {
    let mut more = false;
    for tenant in store::people::rings::changed_tenants(&app.db).await? {
        let tenant = TenantId::parse(&tenant);
        let tenant = tenant.map_err(|error| Internal::Corrupt(error.to_string()))?;
        more |= recompute_tenant(app, &tenant).await? == CHANGES_AT_ONCE;
    }
    Ok(more)
}

/// Recomputes a batch of a tenant's changed rings, unless another replica is doing it. Returns the number of changes.
async fn recompute_tenant(app: &App, tenant: &TenantId) -> Result<i64, Internal> {
    let mut tx = app.begin(tenant).await?;
    if !try_take(&mut tx, Lock::RingSummaries).await? {
        return Ok(0);
    }
    let recomputed = store::people::rings::recompute(&mut tx, CHANGES_AT_ONCE).await?;
    let base_rate = policies::in_force(&mut tx).await?.policy.base_rate;
    let now = tx.read_clock();
    let mut risks = Vec::with_capacity(recomputed.rings.len());
    for ring in recomputed.rings {
        risks.push((ring, rounded(risk(&mut tx, ring, now).await?.probability(base_rate))));
    }
    store::people::rings::set_risks(&mut tx, &risks).await?;
    tx.commit().await?;
    Ok(recomputed.removed)
}

/// Rings with the same evidence are in the order of their ids, whatever the last bits say.
fn rounded(risk: f64) -> f64 {
    (risk * 1e6).round() / 1e6
}

/// What the members of a ring share. Of a large ring, the first members are weighed.
pub(in crate::service) async fn risk(
    tx: &mut Tx,
    ring: RingId,
    now: DateTime<Utc>,
) -> Result<RingRisk, Internal> {
    let members = members(tx, ring).await?;
    let held = store::scoring::identifiers::held_by(tx, &members, MAX_IDENTIFIERS).await?;
    weigh(tx, &members, held, now).await
}

/// The members of a ring who are weighed.
pub(in crate::service) async fn members(
    tx: &mut Tx,
    ring: RingId,
) -> Result<Vec<ApplicantId>, Internal> {
    let most = i64::try_from(MAX_WEIGHED).unwrap_or(i64::MAX);
    store::people::rings::members(tx, ring, most).await
}

/// What a ring would share that these applicants form, one of whom has identifiers that are not stored yet.
pub(in crate::service) async fn risk_with(
    tx: &mut Tx,
    members: &[ApplicantId],
    new: Vec<ApplicantIdentifier>,
    now: DateTime<Utc>,
) -> Result<RingRisk, Internal> {
    let mut held = store::scoring::identifiers::held_by(tx, members, MAX_IDENTIFIERS).await?;
    held.extend(new);
    weigh(tx, members, held, now).await
}

async fn weigh(
    tx: &mut Tx,
    members: &[ApplicantId],
    held: Vec<ApplicantIdentifier>,
    now: DateTime<Utc>,
) -> Result<RingRisk, Internal> {
    let mut holders: BTreeMap<IdentifierDigest, BTreeSet<ApplicantId>> = BTreeMap::new();
    for identifier in held.iter().filter(|identifier| identifier.kind.connects()) {
        holders.entry(identifier.digest).or_default().insert(identifier.applicant);
    }
    let shared = holders.into_iter().filter(|(_, holders)| holders.len() > 1);
    let shared: Vec<IdentifierDigest> = shared.map(|(digest, _)| digest).collect();
    let sizes = store::scoring::identifiers::group_sizes(tx, &shared).await?;
    let confirmed = store::people::relations::memberships(tx, members, now).await?;
    Ok(ring_risk(members, &held, &sizes, &confirmed, now))
}

/// Rebuilds a ring from its members, because links between them may be gone. The largest group keeps the ring's id,
/// others get new rings, and members without links leave.
pub(in crate::service) async fn rebuild(
    tx: &mut Tx,
    ring: RingId,
    now: DateTime<Utc>,
) -> Result<(), Internal> {
    let members = store::people::rings::members(tx, ring, i64::from(i32::MAX)).await?;
    regroup(tx, &members, now).await
}

/// Rebuilds the rings of these applicants, because links between them appeared or are gone. The caller holds the lock of
/// the rings.
pub(in crate::service) async fn regroup(
    tx: &mut Tx,
    applicants: &[ApplicantId],
    now: DateTime<Utc>,
) -> Result<(), Internal> {
    let rings = store::people::applicants::rings_of(tx, applicants).await?;
    let rings: Vec<RingId> = rings.into_iter().flatten().collect();
    let mut near = applicants.to_vec();
    for ring in &rings {
        near.extend(store::people::rings::members(tx, *ring, i64::from(i32::MAX)).await?);
    }
    let alive = store::people::applicants::alive(tx, &near).await?;
    let before: BTreeMap<ApplicantId, Option<RingId>> =
        alive.iter().map(|member| (member.id, member.ring_id)).collect();
    let members: Vec<ApplicantId> = before.keys().copied().collect();
    let held = store::scoring::identifiers::held_by(tx, &members, i64::from(i32::MAX)).await?;
    let confirmed = store::people::relations::memberships(tx, &members, now).await?;
    let groups = groups(&members, &edges(&held, &confirmed, now));
    for ring in &rings {
        store::people::rings::leave(tx, *ring).await?;
    }
    let mut left: BTreeSet<RingId> = rings.into_iter().collect();
    for group in groups {
        let known = group.iter().filter_map(|member| *before.get(member)?).min();
        let id = known.filter(|ring| left.remove(ring)).unwrap_or_else(|| RingId::new(now));
        store::people::applicants::join_ring(tx, id, &group, &[]).await?;
    }
    Ok(())
}
