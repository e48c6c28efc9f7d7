//! Confirmed relations: confirming, listing, changing members and withdrawing.
//!
//! Whatever changes a relation rebuilds the rings of its members: at once for a small relation, otherwise by the worker,
//! which also does it when a relation expires.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, SubsecRound, Utc};
use evidence::identifier::hex;
use evidence::profile::ExternalId;
use evidence::profile::read::{Fault, counted};
use evidence::relation::RelationKind;
use ids::actor::Actor;
use ids::{ApplicantId, RelationId};

use super::rings;
use crate::app::App;
use crate::domain::audit::{AuditAction, AuditedMembers, AuditedRelation};
use crate::domain::relation::{Member, Relation, RelationState, Withdrawal};
use crate::domain::tenant::TenantId;
use crate::service::{Internal, Page};
use crate::store::audit::Entry;
use crate::store::people::relations::{Filter, NewMember, StoredMember, StoredRelation};
use crate::store::scoring::locks::{Lock, try_take, wait};
use crate::store::{self, Tx};

/// The largest relation whose rings are rebuilt before the caller is answered.
const MAX_AT_ONCE: i64 = 200;
/// How many applicants an audit entry names.
const MAX_AUDITED: i64 = 200;
/// When the rings are rebuilt once more. A decision that read the relation before it changed may join a ring after it.
const SECOND_LOOK: Duration = Duration::minutes(1);

/// A relation to confirm.
#[derive(Clone, Debug)]
pub struct NewRelation {
    pub kind: RelationKind,
    pub name: String,
    /// The tenant's own names of the members.
    pub members: Vec<String>,
    /// In a year, if the tenant does not say.
    pub expires_at: Option<DateTime<Utc>>,
}

/// Members to add and to remove.
#[derive(Clone, Debug, Default)]
pub struct MemberChange {
    pub add: Vec<String>,
    pub remove: Vec<String>,
}

/// Which relations to list.
#[derive(Clone, Debug, Default)]
pub struct ListFilter {
    /// Only those with this member.
    pub external_id: Option<ExternalId>,
    /// Only those before this one.
    pub before: Option<RelationId>,
    pub limit: u16,
}

/// Why a relation was not confirmed or changed.
#[derive(Debug, thiserror::Error)]
pub enum RelationError {
    #[error("there is no such relation")]
    NotFound,
    /// Fields are missing or bad.
    #[error("the relation has {}", counted(.0.len()))]
    Faults(Vec<Fault>),
    #[error(
        "a tenant has at most {} confirmed relations in force; withdraw one first",
        Relation::MAX_IN_FORCE
    )]
    TooMany,
    #[error("the relation is {}; confirm a new one", .0.name())]
    NotInForce(RelationState),
    /// Not the caller's fault.
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// Confirms a relation.
pub async fn confirm(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    new: NewRelation,
) -> Result<Relation, RelationError> {
    let mut tx = app.begin(tenant).await?;
    let now = tx.now.trunc_subsecs(3);
    let expires_at = new.expires_at.unwrap_or(now + Relation::default_period()).trunc_subsecs(3);
    let name = new.name.trim();
    let (members, mut faults) = read_names(&new.members, "/members");
    faults.extend(faults_of(name, members.len(), new.kind, (now, expires_at)));
    if !faults.is_empty() {
        return Err(RelationError::Faults(faults));
    }
    wait(&mut tx, Lock::Relations).await?;
    if store::people::relations::in_force(&mut tx).await? >= Relation::MAX_IN_FORCE {
        return Err(RelationError::TooMany);
    }
    let id = RelationId::new(now);
    let key = app.keys.relation_key(tenant);
    let stored = StoredRelation {
        id,
        kind: new.kind.name().to_owned(),
        name: key.seal(name.as_bytes(), &name_purpose(id)),
        members: 0,
        confirmed_by: actor.as_str().to_owned(),
        created_at: now,
        expires_at,
        withdrawn_at: None,
        withdrawn_by: None,
    };
    store::people::relations::insert(&mut tx, &stored).await?;
    add(app, &mut tx, id, (&members, "/members"), now).await?;
    let confirmed = read(app, &mut tx, id).await?;
    let action = AuditAction::ConfirmRelation { new: audited(&mut tx, &confirmed).await? };
    let entry = Entry { actor, action, subject: id.to_string(), at: now };
    store::audit::append(&mut tx, entry).await?;
    store::people::relations::mark_due(&mut tx, id, expires_at).await?;
    changed(&mut tx, &confirmed).await?;
    tx.commit().await?;
    tracing::info!(%tenant, relation.id = %id, "confirmed a relation");
    Ok(confirmed)
}

/// A page of relations, the latest first.
pub async fn list(
    app: &App,
    tenant: &TenantId,
    filter: &ListFilter,
) -> Result<Page<Relation>, Internal> {
    let member = filter.external_id.as_ref().map(|name| app.keys.pepper(tenant).external(name));
    let stored = Filter { member, before: filter.before, limit: filter.limit };
    let mut tx = app.begin(tenant).await?;
    let page = Page::new(store::people::relations::list(&mut tx, &stored).await?, filter.limit);
    page.try_map(|row| relation(app, tenant, &row))
}

/// A relation with its members.
pub async fn find(
    app: &App,
    tenant: &TenantId,
    id: RelationId,
) -> Result<(Relation, Vec<Member>), RelationError> {
    let mut tx = app.begin(tenant).await?;
    let found = read(app, &mut tx, id).await?;
    let members = store::people::relations::members(&mut tx, id).await?;
    let members = members.iter().map(|row| member(app, tenant, id, row));
    Ok((found, members.collect::<Result<_, _>>()?))
}

/// Adds and removes members. Adding a member and removing a stranger changes nothing.
pub async fn change_members(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    id: RelationId,
    change: MemberChange,
) -> Result<Relation, RelationError> {
    let (added, mut faults) = read_names(&change.add, "/add");
    let (removed, more) = read_names(&change.remove, "/remove");
    faults.extend(more);
    if added.is_empty() && removed.is_empty() && faults.is_empty() {
        faults.push(fault("", "required", "must have `add` or `remove`"));
    }
    for (i, name) in removed.iter().enumerate() {
        if added.iter().any(|other| other == name) {
            faults.push(fault(&format!("/remove/{i}"), "duplicate", "is added as well"));
        }
    }
    if !faults.is_empty() {
        return Err(RelationError::Faults(faults));
    }
    let mut tx = app.begin(tenant).await?;
    wait(&mut tx, Lock::Relations).await?;
    let now = tx.read_clock().trunc_subsecs(3);
    let before = in_force(app, &mut tx, id, now).await?;
    let pepper = app.keys.pepper(tenant);
    let digests = |names: &[ExternalId]| -> Vec<Vec<u8>> {
        names.iter().map(|name| pepper.external(name).to_vec()).collect()
    };
    let known = applicants_of(&mut tx, id).await?;
    store::people::relations::remove(&mut tx, id, &digests(&removed), now).await?;
    add(app, &mut tx, id, (&added, "/add"), now).await?;
    let after = read(app, &mut tx, id).await?;
    let max = Relation::max_members(after.kind);
    if after.members > i64::try_from(max).unwrap_or(i64::MAX) {
        let detail = format!("makes more than {max} members");
        return Err(RelationError::Faults(vec![fault("/add", "out_of_range", &detail)]));
    }
    let members = applicants_of(&mut tx, id).await?;
    let action = AuditAction::ChangeRelationMembers {
        old: AuditedMembers { members: before.members },
        new: AuditedMembers { members: after.members },
        added: members.difference(&known).copied().collect(),
        removed: known.difference(&members).copied().collect(),
    };
    let entry = Entry { actor, action, subject: id.to_string(), at: now };
    store::audit::append(&mut tx, entry).await?;
    changed(&mut tx, &after).await?;
    tx.commit().await?;
    Ok(after)
}

/// Withdraws a relation: it explains nothing any more. Withdrawing it again changes nothing.
pub async fn withdraw(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    id: RelationId,
) -> Result<Relation, RelationError> {
    let mut tx = app.begin(tenant).await?;
    wait(&mut tx, Lock::Relations).await?;
    let now = tx.read_clock().trunc_subsecs(3);
    let before = read(app, &mut tx, id).await?;
    if before.withdrawn.is_some() {
        return Ok(before);
    }
    store::people::relations::withdraw(&mut tx, id, actor.as_str(), now).await?;
    let after = read(app, &mut tx, id).await?;
    let (old, new) = (audited(&mut tx, &before).await?, audited(&mut tx, &after).await?);
    let action = AuditAction::WithdrawRelation { old, new };
    let entry = Entry { actor, action, subject: id.to_string(), at: now };
    store::audit::append(&mut tx, entry).await?;
    changed(&mut tx, &after).await?;
    tx.commit().await?;
    tracing::info!(%tenant, relation.id = %id, "withdrew a relation");
    Ok(after)
}

/// Rebuilds the rings of members of relations that changed or expired, of all tenants, one relation for each. Returns
/// whether there may be more.
pub async fn rebuild_due(app: &App) -> Result<bool, Internal> {
    let now = app.clock.now();
    let mut more = false;
    for tenant in store::people::relations::due_tenants(&app.db, now).await? {
        let tenant = TenantId::parse(&tenant);
        let tenant = tenant.map_err(|error| Internal::Corrupt(error.to_string()))?;
        let mut tx = app.begin(&tenant).await?;
        if !try_take(&mut tx, Lock::Relations).await? {
            continue;
        }
        if let Some(id) = store::people::relations::take_due(&mut tx, now).await? {
            relink(&mut tx, id).await?;
            tx.commit().await?;
            more = true;
        }
    }
    Ok(more)
}

/// Rebuilds the rings now or leaves it to the worker. The caller holds the lock of the relations.
async fn changed(tx: &mut Tx, relation: &Relation) -> Result<(), Internal> {
    let now = tx.read_clock();
    store::people::relations::mark_due(tx, relation.id, now + SECOND_LOOK).await?;
    if relation.members > MAX_AT_ONCE {
        return store::people::relations::mark_due(tx, relation.id, now).await;
    }
    relink(tx, relation.id).await
}

async fn relink(tx: &mut Tx, id: RelationId) -> Result<(), Internal> {
    wait(tx, Lock::Rings).await?;
    let now = tx.read_clock();
    let all = store::people::relations::applicants(tx, id, i64::from(i32::MAX)).await?;
    rings::regroup(tx, &all, now).await?;
    store::people::relations::forget_removed(tx, id).await
}

async fn add(
    app: &App,
    tx: &mut Tx,
    id: RelationId,
    (names, at): (&[ExternalId], &str),
    now: DateTime<Utc>,
) -> Result<(), RelationError> {
    let (pepper, key) = (app.keys.pepper(&tx.tenant), app.keys.relation_key(&tx.tenant));
    let member = |name: &ExternalId| {
        let external_digest = pepper.external(name);
        let purpose = member_purpose(id, &external_digest);
        NewMember { external_digest, external_id: key.seal(name.as_str().as_bytes(), &purpose) }
    };
    let members: Vec<NewMember> = names.iter().map(member).collect();
    let digests: Vec<Vec<u8>> =
        members.iter().map(|member| member.external_digest.to_vec()).collect();
    let full = store::people::relations::in_many(tx, &digests, Relation::MAX_PER_MEMBER).await?;
    let full: BTreeSet<Vec<u8>> = full.into_iter().collect();
    let is_full = |(i, digest): (usize, &Vec<u8>)| full.contains(digest).then_some(i);
    let faults: Vec<Fault> = (digests.iter().enumerate().filter_map(is_full))
        .map(|i| {
            let detail = format!("is in {} relations in force already", Relation::MAX_PER_MEMBER);
            fault(&format!("{at}/{i}"), "out_of_range", &detail)
        })
        .collect();
    if !faults.is_empty() {
        return Err(RelationError::Faults(faults));
    }
    Ok(store::people::relations::add(tx, id, &members, now).await?)
}

async fn in_force(
    app: &App,
    tx: &mut Tx,
    id: RelationId,
    now: DateTime<Utc>,
) -> Result<Relation, RelationError> {
    let found = read(app, tx, id).await?;
    match found.state(now) {
        RelationState::InForce => Ok(found),
        state => Err(RelationError::NotInForce(state)),
    }
}

async fn read(app: &App, tx: &mut Tx, id: RelationId) -> Result<Relation, RelationError> {
    let row = store::people::relations::find(tx, id).await?.ok_or(RelationError::NotFound)?;
    Ok(relation(app, &tx.tenant, &row)?)
}

async fn applicants_of(tx: &mut Tx, id: RelationId) -> Result<BTreeSet<ApplicantId>, Internal> {
    let members = store::people::relations::members(tx, id).await?;
    Ok(members.into_iter().filter_map(|member| member.applicant_id).collect())
}

async fn audited(tx: &mut Tx, relation: &Relation) -> Result<AuditedRelation, Internal> {
    Ok(AuditedRelation {
        kind: relation.kind,
        members: relation.members,
        applicants: store::people::relations::applicants(tx, relation.id, MAX_AUDITED).await?,
        expires_at: relation.expires_at,
        withdrawn_at: relation.withdrawn.as_ref().map(|withdrawn| withdrawn.at),
    })
}

/// The names as they are compared, each once, and what is wrong with the others.
fn read_names(written: &[String], at: &str) -> (Vec<ExternalId>, Vec<Fault>) {
    let mut names: Vec<ExternalId> = Vec::with_capacity(written.len());
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    if written.len() > Relation::MAX_AGENCY {
        let detail = format!("has more than {} members", Relation::MAX_AGENCY);
        return (names, vec![fault(at, "out_of_range", &detail)]);
    }
    for (i, written) in written.iter().enumerate() {
        let at = format!("{at}/{i}");
        match ExternalId::parse(written) {
            None => {
                let detail =
                    "must be 1 to 200 characters without control characters or outer spaces";
                faults.push(fault(&at, "invalid_external_id", detail));
            }
            Some(_) if !seen.insert(written) => {
                faults.push(fault(&at, "duplicate", "is listed before"));
            }
            Some(name) => names.push(name),
        }
    }
    (names, faults)
}

fn faults_of(
    name: &str,
    members: usize,
    kind: RelationKind,
    (now, expires_at): (DateTime<Utc>, DateTime<Utc>),
) -> Vec<Fault> {
    let mut faults = Vec::new();
    if !(1..=Relation::MAX_NAME).contains(&name.chars().count()) || name.contains(char::is_control)
    {
        let detail =
            format!("must be 1 to {} characters without control characters", Relation::MAX_NAME);
        faults.push(fault("/name", "out_of_range", &detail));
    }
    let max = Relation::max_members(kind);
    if !(2..=max).contains(&members) {
        let detail = format!("must be 2 to {max} members");
        faults.push(fault("/members", "out_of_range", &detail));
    }
    if expires_at <= now || expires_at > now + Relation::max_period() {
        let detail = "must be in the future, at most two years from now";
        faults.push(fault("/expires_at", "out_of_range", detail));
    }
    faults
}

fn fault(pointer: &str, code: &'static str, detail: &str) -> Fault {
    Fault { pointer: pointer.to_owned(), code, detail: detail.to_owned() }
}

fn relation(app: &App, tenant: &TenantId, row: &StoredRelation) -> Result<Relation, Internal> {
    let name = open(app, tenant, &row.name, &name_purpose(row.id))?;
    let actor =
        |name: &str| Actor::parse(name).map_err(|error| Internal::Corrupt(error.to_string()));
    let withdrawn = match (row.withdrawn_at, &row.withdrawn_by) {
        (Some(at), Some(by)) => Some(Withdrawal { at, by: actor(by)? }),
        _ => None,
    };
    let kind = store::people::relations::declared(row.id, &row.kind)?.kind;
    Ok(Relation {
        id: row.id,
        kind,
        name,
        members: row.members,
        confirmed_by: actor(&row.confirmed_by)?,
        created_at: row.created_at,
        expires_at: row.expires_at,
        withdrawn,
    })
}

fn member(
    app: &App,
    tenant: &TenantId,
    relation: RelationId,
    row: &StoredMember,
) -> Result<Member, Internal> {
    let purpose = member_purpose(relation, &row.external_digest);
    Ok(Member {
        external_id: open(app, tenant, &row.external_id, &purpose)?,
        applicant_id: row.applicant_id,
        added_at: row.added_at,
    })
}

fn open(app: &App, tenant: &TenantId, sealed: &[u8], purpose: &str) -> Result<String, Internal> {
    let corrupt = |what: &str| Internal::Corrupt(format!("{purpose} {what}"));
    let plain = app.keys.relation_key(tenant).open(sealed, purpose);
    let plain = plain.map_err(|_| corrupt("does not open"))?;
    String::from_utf8(plain).map_err(|_| corrupt("is not text"))
}

fn name_purpose(id: RelationId) -> String {
    format!("relation/{id}")
}

fn member_purpose(id: RelationId, external_digest: &[u8]) -> String {
    format!("relation-member/{id}/{}", hex(external_digest))
}
