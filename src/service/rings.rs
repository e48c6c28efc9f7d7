//! Rings: listed, looked at, made anew.

use chrono::{DateTime, Utc};
use evidence::linkage::ring::{edges, groups};
use ids::{ApplicantId, RingId};
use sqlx::PgConnection;

use super::decisions::FindError;
use super::{Internal, Page, applicants};
use crate::app::App;
use crate::domain::ring::{Ring, RingSummary};
use crate::domain::tenant::TenantId;
use crate::store::rings::{After, Sort};
use crate::store::{self, StoreError};

/// How many applicants a ring is drawn with.
const MOST_NODES: i64 = 200;
/// How many identifiers of them are looked at.
const MOST_HELD: i64 = 20_000;

/// Which rings to list.
#[derive(Clone, Copy, Debug)]
pub struct Filter {
    /// In which order.
    pub sort: Sort,
    /// Only rings of so many members at least.
    pub min_size: u16,
    /// Only those after this one.
    pub after: Option<After>,
    /// At most so many.
    pub limit: u16,
}

/// A page of rings, the largest or most risky first.
pub async fn list(
    app: &App,
    tenant: &TenantId,
    filter: &Filter,
) -> Result<Page<RingSummary>, Internal> {
    let mut tx = store::begin(&app.db, tenant).await?;
    let most = i64::from(filter.limit) + 1;
    let Filter { sort, min_size, after, .. } = *filter;
    let mut items =
        store::rings::list(&mut tx, tenant, sort, i64::from(min_size), after, most).await?;
    let more = items.len() > usize::from(filter.limit);
    items.truncate(usize::from(filter.limit));
    Ok(Page { items, more })
}

/// A ring with its members and what pairs of them share.
pub async fn find(
    app: &App,
    tenant: &TenantId,
    id: RingId,
) -> Result<(RingSummary, Ring), FindError> {
    let mut tx = store::begin(&app.db, tenant).await?;
    let summary = store::rings::find(&mut tx, tenant, id).await?.ok_or(FindError::NotFound)?;
    let members = store::rings::members(&mut tx, tenant, id, MOST_NODES + 1).await?;
    let truncated = members.len() > usize::try_from(MOST_NODES).unwrap_or(usize::MAX);
    let shown: Vec<ApplicantId> =
        members.into_iter().take(usize::try_from(MOST_NODES).unwrap_or(usize::MAX)).collect();
    let nodes = applicants::nodes(app, tenant, &mut tx, &shown).await?;
    let held = store::identifiers::held_by(&mut tx, tenant, &shown, MOST_HELD).await?;
    let edges = edges(&held, app.clock.now());
    Ok((summary, Ring { id: Some(id), nodes, edges, truncated }))
}

/// Makes a ring anew of those who are in it: what binds them may have gone. The largest group keeps its
/// name, others get new ones, and who is left alone is in none.
pub(super) async fn make_anew(
    connection: &mut PgConnection,
    tenant: &TenantId,
    ring: RingId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let members = store::rings::members(connection, tenant, ring, i64::from(i32::MAX)).await?;
    let held =
        store::identifiers::held_by(connection, tenant, &members, i64::from(i32::MAX)).await?;
    let groups = groups(&members, &edges(&held, now));
    store::rings::leave(connection, tenant, ring).await?;
    for (i, group) in groups.iter().enumerate() {
        let id = if i == 0 { ring } else { RingId::new(now) };
        store::applicants::join_ring(connection, id, group, &[]).await?;
    }
    Ok(())
}
