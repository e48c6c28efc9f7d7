//! What is told to endpoints: written with the event, replayed, listed, forgotten.
//!
//! How one attempt goes and what follows from it is in [`attempt`].

pub mod attempt;

use chrono::{DateTime, Duration, Utc};
use ids::actor::Actor;
use ids::{DeliveryId, EndpointId, EventId};
use serde_json::json;
use sqlx::PgConnection;

use super::webhook_endpoints::{EndpointError, record};
use super::{Internal, Page, events};
use crate::app::App;
use crate::domain::job::JobKind;
use crate::domain::tenant::TenantId;
use crate::domain::webhook::{Attempt, Delivery, DeliveryState, Endpoint, TEST_KIND};
use crate::store::webhook_deliveries::{Filter, Told};
use crate::store::{self, StoreError};

/// How many deliveries one replay begins anew.
const MOST_REPLAYED: i64 = 10_000;
/// How many attempts of a delivery are shown: the latest.
const MOST_ATTEMPTS: i32 = 30;
/// How many old deliveries are forgotten at once.
const MOST_FORGOTTEN: i64 = 10_000;

/// A delivery with its attempts.
#[derive(Clone, Debug)]
pub struct Logged {
    /// The delivery.
    pub delivery: Delivery,
    /// Its latest attempts, the first first.
    pub attempts: Vec<Attempt>,
}

/// What a replay began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replayed {
    /// How many deliveries were begun anew.
    pub deliveries: usize,
    /// Whether there may be more: the same call goes on.
    pub more: bool,
}

/// Writes a delivery for each endpoint, and the job that delivers it.
pub(super) async fn enqueue(
    connection: &mut PgConnection,
    tenant: &TenantId,
    endpoints: &[EndpointId],
    told: Told<'_>,
) -> Result<Vec<DeliveryId>, StoreError> {
    let deliveries: Vec<(DeliveryId, EndpointId)> =
        endpoints.iter().map(|endpoint| (DeliveryId::new(told.at), *endpoint)).collect();
    store::webhook_deliveries::insert(connection, tenant, &deliveries, told).await?;
    enqueue_jobs(connection, tenant, &deliveries, told.at).await?;
    Ok(deliveries.into_iter().map(|(id, _)| id).collect())
}

/// Sends a test to one endpoint, as an event that nothing happened for.
pub async fn test(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    id: EndpointId,
) -> Result<Delivery, EndpointError> {
    let at = app.clock.now();
    let mut tx = store::begin(&app.db, tenant).await?;
    enabled(&mut tx, tenant, id).await?;
    let data = json!({ "endpoint_id": id, "message": "this is a test; nothing happened" });
    let payload = events::payload(TEST_KIND, at, &data);
    let told = Told { event: EventId::new(at), kind: TEST_KIND, payload: &payload, at };
    let written = enqueue(&mut tx, tenant, &[id], told).await?;
    record(app, tenant, &mut tx, actor, "webhook_endpoint.test", id).await?;
    let delivery = match written.first() {
        Some(delivery) => store::webhook_deliveries::find(&mut tx, tenant, *delivery).await?,
        None => None,
    };
    tx.commit().await?;
    delivery.ok_or(EndpointError::NotFound)
}

/// The deliveries to an endpoint, the latest first; `filter.limit` of them at most.
pub async fn list(
    app: &App,
    tenant: &TenantId,
    filter: Filter,
) -> Result<Page<Logged>, EndpointError> {
    let mut tx = store::begin(&app.db, tenant).await?;
    let endpoint = store::webhook_endpoints::find(&mut tx, tenant, filter.endpoint).await?;
    endpoint.ok_or(EndpointError::NotFound)?;
    let more = Filter { limit: filter.limit + 1, ..filter };
    let deliveries = store::webhook_deliveries::list(&mut tx, tenant, more).await?;
    let page = Page::of(deliveries, filter.limit);
    let ids: Vec<DeliveryId> = page.items.iter().map(|delivery| delivery.id).collect();
    let attempts = store::webhook_attempts::of(&mut tx, tenant, &ids, MOST_ATTEMPTS).await?;
    let logged = |delivery: Delivery| {
        let own = attempts.iter().filter(|attempt| attempt.delivery == delivery.id);
        Logged { attempts: own.cloned().collect(), delivery }
    };
    Ok(Page { items: page.items.into_iter().map(logged).collect(), more: page.more })
}

/// One delivery.
pub async fn find(app: &App, tenant: &TenantId, id: DeliveryId) -> Result<Logged, EndpointError> {
    let mut tx = store::begin(&app.db, tenant).await?;
    let delivery = store::webhook_deliveries::find(&mut tx, tenant, id).await?;
    let delivery = delivery.ok_or(EndpointError::NotFound)?;
    let attempts = store::webhook_attempts::of(&mut tx, tenant, &[id], MOST_ATTEMPTS).await?;
    Ok(Logged { delivery, attempts })
}

/// Begins a delivery anew, whatever became of it: it is due at once, and its schedule starts again.
pub async fn replay(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    id: DeliveryId,
) -> Result<Logged, EndpointError> {
    let now = app.clock.now();
    let mut tx = store::begin(&app.db, tenant).await?;
    let delivery = store::webhook_deliveries::find(&mut tx, tenant, id).await?;
    let endpoint = delivery.ok_or(EndpointError::NotFound)?.endpoint;
    enabled(&mut tx, tenant, endpoint).await?;
    let delivery = store::webhook_deliveries::find_for_update(&mut tx, tenant, id).await?;
    let mut delivery = delivery.ok_or(EndpointError::NotFound)?;
    delivery.state = DeliveryState::Pending;
    delivery.tries = 0;
    delivery.next_attempt_at = Some(now);
    delivery.finished_at = None;
    store::webhook_deliveries::update(&mut tx, tenant, &delivery).await?;
    enqueue_jobs(&mut tx, tenant, &[(id, endpoint)], now).await?;
    record(app, tenant, &mut tx, actor, "webhook_delivery.replay", endpoint).await?;
    tx.commit().await?;
    find(app, tenant, id).await
}

/// Begins all failed and held deliveries of an endpoint anew that were written from a time on.
pub async fn replay_since(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    id: EndpointId,
    since: DateTime<Utc>,
) -> Result<Replayed, EndpointError> {
    let now = app.clock.now();
    let mut tx = store::begin(&app.db, tenant).await?;
    enabled(&mut tx, tenant, id).await?;
    let restarted =
        store::webhook_deliveries::restart_since(&mut tx, tenant, id, since, now, MOST_REPLAYED)
            .await?;
    let jobs: Vec<(DeliveryId, EndpointId)> = restarted.iter().map(|one| (*one, id)).collect();
    enqueue_jobs(&mut tx, tenant, &jobs, now).await?;
    record(app, tenant, &mut tx, actor, "webhook_endpoint.replay", id).await?;
    tx.commit().await?;
    let deliveries = restarted.len();
    Ok(Replayed { deliveries, more: i64::try_from(deliveries).is_ok_and(|n| n == MOST_REPLAYED) })
}

/// Forgets deliveries that ended long ago. Gives when to look again; nothing when the tenant has no endpoint.
pub async fn forget_old(app: &App, tenant: &TenantId) -> Result<Option<DateTime<Utc>>, Internal> {
    let now = app.clock.now();
    let before = now - Duration::days(app.courier.config.keep_days.into());
    let mut tx = store::begin(&app.db, tenant).await?;
    let forgotten =
        store::webhook_deliveries::delete_ended(&mut tx, tenant, before, MOST_FORGOTTEN).await?;
    let endpoints = store::webhook_endpoints::all(&mut tx, tenant).await?;
    tx.commit().await?;
    if endpoints.is_empty() {
        return Ok(None);
    }
    let full = i64::try_from(forgotten).is_ok_and(|n| n == MOST_FORGOTTEN);
    Ok(Some(if full { now } else { now + Duration::days(1) }))
}

/// An endpoint that is told, and that nobody disables until the transaction ends.
async fn enabled(
    connection: &mut PgConnection,
    tenant: &TenantId,
    id: EndpointId,
) -> Result<Endpoint, EndpointError> {
    let endpoint = store::webhook_endpoints::find_for_update(connection, tenant, id).await?;
    let endpoint = endpoint.ok_or(EndpointError::NotFound)?;
    if endpoint.disabled.is_some() { Err(EndpointError::Disabled) } else { Ok(endpoint) }
}

/// The jobs of deliveries; those of one endpoint are a lane.
async fn enqueue_jobs(
    connection: &mut PgConnection,
    tenant: &TenantId,
    deliveries: &[(DeliveryId, EndpointId)],
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let jobs: Vec<(String, String)> =
        deliveries.iter().map(|(id, endpoint)| (id.to_string(), endpoint.to_string())).collect();
    store::jobs::enqueue_in_lanes(connection, tenant, JobKind::Delivery, &jobs, at).await
}
