//! Applicants: what was submitted and decided, and who they are linked to.

use std::collections::{BTreeMap, BTreeSet};

use evidence::linkage::ring::{ApplicantIdentifier, edges};
use ids::ApplicantId;
use scoring::decision::Band;

use crate::app::App;
use crate::domain::applicant::{Applicant, ProfileVersion};
use crate::domain::ring::{Node, Ring};
use crate::domain::tenant::TenantId;
use crate::service::scoring::submission;
use crate::service::{FindError, Internal};
use crate::store::people::applicants::StoredApplicant;
use crate::store::scoring::locks::{Lock, wait};
use crate::store::{self, Tx};

const MAX_DECISIONS: i64 = 100;
/// How many applicants are shown.
const MAX_NODES: usize = 200;
/// How many identifiers one step reads.
const MAX_IDENTIFIERS: i64 = 5_000;
/// How many steps to walk from the applicant.
const STEPS: u8 = 2;

/// An applicant with versions and decisions.
pub async fn find(app: &App, tenant: &TenantId, id: ApplicantId) -> Result<Applicant, FindError> {
    let mut tx = app.begin(tenant).await?;
    let row = find_readable(&mut tx, id).await?;
    let filter =
        store::scoring::decision_lists::Filter { applicant: Some(id), ..Default::default() };
    let decisions = store::scoring::decision_lists::list(&mut tx, &filter, MAX_DECISIONS).await?;
    let decisions = decisions.iter().map(|row| submission::decision(app, tenant, row));
    let decisions = decisions.collect::<Result<_, _>>()?;
    let versions = store::scoring::profile_versions::list(&mut tx, id).await?;
    let version = |row: store::scoring::profile_versions::StoredVersion| ProfileVersion {
        version: row.version,
        created_at: row.created_at,
        digest: format!("sha256:{}", evidence::identifier::hex(&row.digest)),
    };
    Ok(Applicant {
        id,
        external_id: name(app, tenant, &row)?,
        created_at: row.created_at,
        ring_id: row.ring_id,
        versions: versions.into_iter().map(version).collect(),
        decisions,
    })
}

/// The applicant's neighbourhood as nodes and edges: two steps, at most 200 applicants.
pub async fn links(app: &App, tenant: &TenantId, id: ApplicantId) -> Result<Ring, FindError> {
    let mut tx = app.begin(tenant).await?;
    let start = find_readable(&mut tx, id).await?;
    let mut walk = Walk::from(id);
    for step in 1..=STEPS {
        walk.step(&mut tx, step).await?;
    }
    let ids: Vec<ApplicantId> = walk.distance.keys().copied().collect();
    let mut nodes = nodes(app, &mut tx, &ids).await?;
    for node in &mut nodes {
        node.distance = walk.distance[&node.applicant_id];
    }
    nodes.sort_by_key(|node| (node.distance, node.applicant_id));
    let inside = |edge: &evidence::linkage::edge::Edge| {
        walk.distance.contains_key(&edge.from) && walk.distance.contains_key(&edge.to)
    };
    let now = app.clock.now();
    let confirmed = store::people::relations::memberships(&mut tx, &ids, now).await?;
    let edges = edges(&walk.identifiers, &confirmed, now).into_iter().filter(inside).collect();
    Ok(Ring { id: start.ring_id, nodes, edges, truncated: walk.truncated })
}

pub(in crate::service) async fn find_readable(
    tx: &mut Tx,
    id: ApplicantId,
) -> Result<StoredApplicant, FindError> {
    let row = store::people::applicants::find(tx, id).await?.ok_or(FindError::NotFound)?;
    if row.is_erased() { Err(FindError::Erased) } else { Ok(row) }
}

/// Finds an applicant and locks them until the transaction ends, as a submission of theirs does.
pub(in crate::service) async fn lock(
    tx: &mut Tx,
    id: ApplicantId,
) -> Result<StoredApplicant, FindError> {
    let row = store::people::applicants::find(tx, id).await?.ok_or(FindError::NotFound)?;
    let digest = <[u8; 32]>::try_from(row.external_digest.as_slice())
        .map_err(|_| Internal::Corrupt(format!("the name of {id}")))?;
    wait(tx, Lock::Applicant(&digest)).await?;
    store::people::applicants::find(tx, id).await?.ok_or(FindError::NotFound)
}

/// The tenant's own names of applicants. Those who were erased have none.
pub async fn names(
    app: &App,
    tenant: &TenantId,
    ids: &[ApplicantId],
) -> Result<BTreeMap<ApplicantId, String>, Internal> {
    let mut tx = app.begin(tenant).await?;
    let rows = store::people::applicants::find_all(&mut tx, ids).await?;
    let readable = rows.iter().filter(|row| !row.is_erased());
    readable.map(|row| Ok((row.id, name(app, tenant, row)?))).collect()
}

/// These applicants with their latest band and score, at no distance yet.
pub(in crate::service) async fn nodes(
    app: &App,
    tx: &mut Tx,
    ids: &[ApplicantId],
) -> Result<Vec<Node>, Internal> {
    let rows = store::people::applicants::find_all(tx, ids).await?;
    let latest = store::scoring::decisions::latest_of(tx, ids).await?;
    let latest: BTreeMap<_, _> =
        latest.into_iter().map(|(id, band, score)| (id, (band, score))).collect();
    let readable = rows.iter().filter(|row| !row.is_erased());
    readable.map(|row| node(app, &tx.tenant, row, latest.get(&row.id).copied())).collect()
}

fn node(
    app: &App,
    tenant: &TenantId,
    row: &StoredApplicant,
    latest: Option<(Band, u8)>,
) -> Result<Node, Internal> {
    Ok(Node {
        applicant_id: row.id,
        external_id: name(app, tenant, row)?,
        band: latest.map(|(band, _)| band),
        score: latest.map(|(_, score)| score),
        distance: 0,
    })
}

/// The tenant's own name of an applicant.
fn name(app: &App, tenant: &TenantId, row: &StoredApplicant) -> Result<String, Internal> {
    let key = submission::data_key(app, tenant, row.id, &row.data_key)?;
    let purpose = submission::name_purpose(row.id);
    let plain = key
        .open(&row.external_id, &purpose)
        .map_err(|error| submission::cannot_open(error, &purpose))?;
    String::from_utf8(plain).map_err(|_| Internal::Corrupt(format!("{purpose} is not text")))
}

/// A walk from one applicant over what is shared, a step at a time.
struct Walk {
    distance: BTreeMap<ApplicantId, u8>,
    frontier: Vec<ApplicantId>,
    identifiers: Vec<ApplicantIdentifier>,
    truncated: bool,
}

impl Walk {
    fn from(id: ApplicantId) -> Self {
        Self {
            distance: BTreeMap::from([(id, 0)]),
            frontier: vec![id],
            identifiers: Vec::new(),
            truncated: false,
        }
    }

    /// Finds everybody who shares an identifier with the applicants found last.
    async fn step(&mut self, tx: &mut Tx, step: u8) -> Result<(), Internal> {
        if self.frontier.is_empty() {
            return Ok(());
        }
        let identifiers = store::scoring::identifiers::held_by(tx, &self.frontier, MAX_IDENTIFIERS);
        let mut identifiers = identifiers.await?;
        identifiers.retain(|held| held.kind.connects() || held.kind.is_declaration());
        let holders = store::scoring::identifiers::holders(tx, &identifiers).await?;
        self.frontier.clear();
        for holder in holders.iter().filter(|holder| holder.kind.connects()) {
            if self.distance.contains_key(&holder.applicant) {
                continue;
            }
            if self.distance.len() >= MAX_NODES {
                self.truncated = true;
                break;
            }
            self.distance.insert(holder.applicant, step);
            self.frontier.push(holder.applicant);
        }
        let known: BTreeSet<_> = self
            .identifiers
            .iter()
            .map(|identifier| (identifier.kind, identifier.digest, identifier.applicant))
            .collect();
        let new = |identifier: &ApplicantIdentifier| {
            !known.contains(&(identifier.kind, identifier.digest, identifier.applicant))
        };
        self.identifiers.extend(holders.into_iter().filter(new));
        Ok(())
    }
}
