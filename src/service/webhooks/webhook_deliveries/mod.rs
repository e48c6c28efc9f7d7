//! Deliveries to endpoints: testing, listing, replaying and deleting.
//!
//! [`attempt`] makes one attempt.

pub mod attempt;

use chrono::{DateTime, Duration, Utc};
use ids::actor::Actor;
use ids::{DeliveryId, EndpointId, EventId};

use super::outbox;
use super::webhook_endpoints::{EndpointError, record};
use crate::app::App;
use crate::domain::audit::AuditAction;
use crate::domain::event::TestMessage;
use crate::domain::tenant::TenantId;
use crate::domain::webhook::{Attempt, Delivery, DeliveryState, Endpoint, TEST_KIND};
use crate::service::{Internal, Page};
use crate::store::webhooks::webhook_deliveries::{Filter, Message};
use crate::store::{self, Tx};

/// The most deliveries that one call replays.
const MAX_REPLAYED: i64 = 10_000;
/// How many of a delivery's latest attempts are shown.
const MAX_ATTEMPTS: i32 = 30;
/// How many old deliveries are deleted at once.
const MAX_FORGOTTEN: i64 = 10_000;

/// A delivery with its attempts.
#[derive(Clone, Debug)]
pub struct Logged {
    pub delivery: Delivery,
    /// The latest attempts, the oldest first.
    pub attempts: Vec<Attempt>,
}

/// The result of a replay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replayed {
    /// How many deliveries were restarted.
    pub deliveries: usize,
    /// Whether there may be more. Repeat the call to continue.
    pub more: bool,
}

/// Sends a test message to one endpoint.
pub async fn test(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    id: EndpointId,
) -> Result<Delivery, EndpointError> {
    let at = app.clock.now();
    let mut tx = app.begin(tenant).await?;
    enabled(&mut tx, id).await?;
    let data = TestMessage { endpoint_id: id, message: "this is a test; nothing happened" };
    let payload = outbox::payload(TEST_KIND, at, &data);
    let message = Message { event: EventId::new(at), kind: TEST_KIND, payload: &payload, at };
    let written = outbox::enqueue(&mut tx, &[id], message).await?;
    record(&mut tx, actor, AuditAction::TestEndpoint {}, id).await?;
    let delivery = match written.first() {
        Some(delivery) => store::webhooks::webhook_deliveries::find(&mut tx, *delivery).await?,
        None => None,
    };
    tx.commit().await?;
    delivery.ok_or(EndpointError::NotFound)
}

/// A page of deliveries to an endpoint, the latest first.
pub async fn list(
    app: &App,
    tenant: &TenantId,
    filter: Filter,
) -> Result<Page<Logged>, EndpointError> {
    let mut tx = app.begin(tenant).await?;
    let endpoint = store::webhooks::webhook_endpoints::find(&mut tx, filter.endpoint).await?;
    endpoint.ok_or(EndpointError::NotFound)?;
    let more = Filter { limit: filter.limit + 1, ..filter };
    let deliveries = store::webhooks::webhook_deliveries::list(&mut tx, more).await?;
    let page = Page::new(deliveries, filter.limit);
    let ids: Vec<DeliveryId> = page.items.iter().map(|delivery| delivery.id).collect();
    let attempts =
        store::webhooks::webhook_attempts::for_deliveries(&mut tx, &ids, MAX_ATTEMPTS).await?;
    let logged = |delivery: Delivery| {
        let own = attempts.iter().filter(|attempt| attempt.delivery == delivery.id);
        Logged { attempts: own.cloned().collect(), delivery }
    };
    Ok(Page { items: page.items.into_iter().map(logged).collect(), more: page.more })
}

pub async fn find(app: &App, tenant: &TenantId, id: DeliveryId) -> Result<Logged, EndpointError> {
    let mut tx = app.begin(tenant).await?;
    let delivery = store::webhooks::webhook_deliveries::find(&mut tx, id).await?;
    let delivery = delivery.ok_or(EndpointError::NotFound)?;
    let attempts =
        store::webhooks::webhook_attempts::for_deliveries(&mut tx, &[id], MAX_ATTEMPTS).await?;
    Ok(Logged { delivery, attempts })
}

/// Restarts a delivery in any state: it is due at once, and its schedule starts again.
pub async fn replay(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    id: DeliveryId,
) -> Result<Logged, EndpointError> {
    let mut tx = app.begin(tenant).await?;
    let now = tx.now;
    let delivery = store::webhooks::webhook_deliveries::find(&mut tx, id).await?;
    let endpoint = delivery.ok_or(EndpointError::NotFound)?.endpoint;
    enabled(&mut tx, endpoint).await?;
    let delivery = store::webhooks::webhook_deliveries::find_for_update(&mut tx, id).await?;
    let mut delivery = delivery.ok_or(EndpointError::NotFound)?;
    delivery.state = DeliveryState::Pending;
    delivery.tries = 0;
    delivery.next_attempt_at = Some(now);
    delivery.finished_at = None;
    store::webhooks::webhook_deliveries::update(&mut tx, &delivery).await?;
    outbox::enqueue_jobs(&mut tx, &[(id, endpoint)], now).await?;
    record(&mut tx, actor, AuditAction::ReplayDelivery {}, endpoint).await?;
    tx.commit().await?;
    find(app, tenant, id).await
}

/// Restarts all failed and held deliveries of an endpoint that were written since a time.
pub async fn replay_since(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    id: EndpointId,
    since: DateTime<Utc>,
) -> Result<Replayed, EndpointError> {
    let mut tx = app.begin(tenant).await?;
    let now = tx.now;
    enabled(&mut tx, id).await?;
    let restarted =
        store::webhooks::webhook_deliveries::restart_since(&mut tx, id, since, MAX_REPLAYED)
            .await?;
    let jobs: Vec<(DeliveryId, EndpointId)> =
        restarted.iter().map(|delivery| (*delivery, id)).collect();
    outbox::enqueue_jobs(&mut tx, &jobs, now).await?;
    record(&mut tx, actor, AuditAction::ReplayEndpoint {}, id).await?;
    tx.commit().await?;
    let deliveries = restarted.len();
    Ok(Replayed { deliveries, more: i64::try_from(deliveries).is_ok_and(|n| n == MAX_REPLAYED) })
}

/// Deletes deliveries that ended long ago. Returns when to look again; `None` if the tenant has no endpoint.
pub async fn forget_old(app: &App, tenant: &TenantId) -> Result<Option<DateTime<Utc>>, Internal> {
    let now = app.clock.now();
    let before = now - Duration::days(app.courier.config.keep_days.into());
    let mut tx = app.begin(tenant).await?;
    let forgotten =
        store::webhooks::webhook_deliveries::delete_ended(&mut tx, before, MAX_FORGOTTEN).await?;
    let endpoints = store::webhooks::webhook_endpoints::all(&mut tx).await?;
    tx.commit().await?;
    if endpoints.is_empty() {
        return Ok(None);
    }
    let full = i64::try_from(forgotten).is_ok_and(|n| n == MAX_FORGOTTEN);
    Ok(Some(if full { now } else { now + Duration::days(1) }))
}

/// Finds an enabled endpoint and locks it until the transaction ends.
async fn enabled(tx: &mut Tx, id: EndpointId) -> Result<Endpoint, EndpointError> {
    let endpoint = store::webhooks::webhook_endpoints::find_for_update(tx, id).await?;
    let endpoint = endpoint.ok_or(EndpointError::NotFound)?;
    if endpoint.disabled.is_some() { Err(EndpointError::Disabled) } else { Ok(endpoint) }
}
