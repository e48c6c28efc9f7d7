//! Rings: listing, reading and rebuilding.

use chrono::{DateTime, Utc};
use evidence::linkage::ring::{edges, groups};
use ids::RingId;

use super::applicants;
use crate::app::App;
use crate::domain::ring::{Ring, RingSummary};
use crate::domain::tenant::TenantId;
use crate::service::{FindError, Internal, Page};
pub use crate::store::people::rings::Filter;
use crate::store::{self, Tx};

/// How many applicants are shown.
const MAX_NODES: i64 = 200;
/// How many of their identifiers are read.
const MAX_IDENTIFIERS: i64 = 20_000;

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
    let summary = store::people::rings::find(&mut tx, id).await?.ok_or(FindError::NotFound)?;
    let members = store::people::rings::members(&mut tx, id, MAX_NODES + 1).await?;
    let Page { items: shown, more: truncated } = Page::new(members, MAX_NODES);
    let nodes = applicants::nodes(app, &mut tx, &shown).await?;
    let shared = store::scoring::identifiers::held_by(&mut tx, &shown, MAX_IDENTIFIERS).await?;
    let edges = edges(&shared, tx.read_clock());
    Ok((summary, Ring { id: Some(id), nodes, edges, truncated }))
}

/// Rebuilds a ring from its members, because links between them may be gone. The largest group keeps the ring's id,
/// others get new rings, and members without links leave.
pub(in crate::service) async fn rebuild(
    tx: &mut Tx,
    ring: RingId,
    now: DateTime<Utc>,
) -> Result<(), Internal> {
    let members = store::people::rings::members(tx, ring, i64::from(i32::MAX)).await?;
    let held = store::scoring::identifiers::held_by(tx, &members, i64::from(i32::MAX)).await?;
    let groups = groups(&members, &edges(&held, now));
    store::people::rings::leave(tx, ring).await?;
    for (i, group) in groups.iter().enumerate() {
        let id = if i == 0 { ring } else { RingId::new(now) };
        store::people::applicants::join_ring(tx, id, group, &[]).await?;
    }
    Ok(())
}
