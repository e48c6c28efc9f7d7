//! One attempt to deliver, and what follows from it.
//!
//! No transaction is open while the receiver answers. Its result, the delivery's next state and the end of the job are
//! then written in one transaction. If the process is killed before that, another one sends again. So every event
//! arrives, and can arrive twice.

use chrono::{DateTime, Duration, Utc};
use ids::DeliveryId;
use ids::actor::Actor;
use uuid::Uuid;

use crate::app::App;
use crate::domain::audit::AuditAction;
use crate::domain::job::Job;
use crate::domain::webhook::{
    Attempt, Delivery, DeliveryState, Disabled, DisabledReason, Endpoint, next_try, retry_after,
};
use crate::service::Internal;
use crate::service::webhooks::webhook_endpoints::{record, signing_secrets};
use crate::store::{self, Tx};
use crate::telemetry::metrics::METRICS;
use crate::webhooks::{Answer, EndpointUrl, Letter, SendError};

/// A job that this worker has claimed.
#[derive(Clone, Copy)]
struct ClaimedJob<'a> {
    job: &'a Job,
    worker: Uuid,
}

impl ClaimedJob<'_> {
    async fn finish(self, tx: &mut Tx) -> Result<bool, Internal> {
        store::jobs::finish(tx, self.job, self.worker).await
    }

    async fn put_back(self, tx: &mut Tx, at: DateTime<Utc>) -> Result<bool, Internal> {
        store::jobs::put_back(tx, self.job, self.worker, at).await
    }
}

/// A delivery that is due, ready to be sent.
struct DueDelivery {
    delivery: Delivery,
    endpoint: Endpoint,
    letter: Letter,
    at: DateTime<Utc>,
}

struct AttemptResult {
    status: Option<u16>,
    failure: Option<&'static str>,
    body: Vec<u8>,
    pause: Option<Duration>,
    duration_ms: i32,
}

/// Makes the attempt of a job.
#[tracing::instrument(skip_all, fields(job.subject = %job.subject))]
pub async fn deliver(app: &App, job: &Job, worker: Uuid) -> Result<(), Internal> {
    let claimed = ClaimedJob { job, worker };
    let Some(due) = due(app, claimed).await? else { return Ok(()) };
    let started = tokio::time::Instant::now();
    let sent = match EndpointUrl::parse(&due.endpoint.url, &app.courier.config) {
        Ok(url) => app.courier.send(&url, &due.letter).await,
        // The operator allows fewer addresses than when the endpoint was set up.
        Err(_) => Err(SendError::AddressRefused),
    };
    let duration_ms = i32::try_from(started.elapsed().as_millis()).unwrap_or(i32::MAX);
    let result = read(sent, duration_ms, app.clock.now());
    METRICS.webhook_attempt(result.failure.unwrap_or("delivered"));
    settle(app, claimed, &due, result).await
}

/// The delivery of a job; `None` if the job needs no attempt now.
async fn due(app: &App, claimed: ClaimedJob<'_>) -> Result<Option<DueDelivery>, Internal> {
    let mut tx = app.begin(&claimed.job.tenant).await?;
    let now = tx.now;
    let Some((delivery, endpoint)) = wanted(&mut tx, claimed.job).await? else {
        claimed.finish(&mut tx).await?;
        tx.commit().await?;
        return Ok(None);
    };
    if endpoint.disabled.is_some() {
        hold(&mut tx, claimed, delivery).await?;
        tx.commit().await?;
        return Ok(None);
    }
    if let Some(until) = endpoint.paused_until.filter(|until| *until > now) {
        let delivery = Delivery { next_attempt_at: Some(until), ..delivery };
        store::webhooks::webhook_deliveries::update(&mut tx, &delivery).await?;
        claimed.put_back(&mut tx, until).await?;
        tx.commit().await?;
        return Ok(None);
    }
    let secrets = signing_secrets(app, &mut tx, endpoint.id).await?;
    tx.commit().await?;
    let timestamp = now.timestamp();
    let sign = |secret: &crate::webhooks::Secret| {
        secret.sign(delivery.event, timestamp, &delivery.payload)
    };
    let signatures: Vec<String> = secrets.iter().map(sign).collect();
    let letter = Letter {
        id: delivery.event.to_string(),
        timestamp,
        signatures: signatures.join(" "),
        payload: delivery.payload.clone(),
    };
    Ok(Some(DueDelivery { delivery, endpoint, letter, at: now }))
}

/// The delivery of a job with its endpoint, if it is still pending.
async fn wanted(tx: &mut Tx, job: &Job) -> Result<Option<(Delivery, Endpoint)>, Internal> {
    let Ok(id) = job.subject.parse::<DeliveryId>() else { return Ok(None) };
    let delivery = store::webhooks::webhook_deliveries::find(tx, id).await?;
    let Some(delivery) = delivery.filter(|delivery| delivery.state == DeliveryState::Pending)
    else {
        return Ok(None);
    };
    let endpoint = store::webhooks::webhook_endpoints::find(tx, delivery.endpoint).await?;
    Ok(endpoint.map(|endpoint| (delivery, endpoint)))
}

/// Holds a delivery to a disabled endpoint. Locks the endpoint, so that a replay after enabling it finds the delivery.
async fn hold(tx: &mut Tx, claimed: ClaimedJob<'_>, delivery: Delivery) -> Result<(), Internal> {
    let endpoint =
        store::webhooks::webhook_endpoints::find_for_update(tx, delivery.endpoint).await?;
    if endpoint.is_some_and(|endpoint| endpoint.disabled.is_none()) {
        let now = tx.now;
        claimed.put_back(tx, now).await?;
        return Ok(());
    }
    let held = Delivery {
        state: DeliveryState::Paused,
        next_attempt_at: None,
        finished_at: Some(tx.now),
        ..delivery
    };
    store::webhooks::webhook_deliveries::update(tx, &held).await?;
    claimed.finish(tx).await?;
    Ok(())
}

fn read(sent: Result<Answer, SendError>, duration_ms: i32, now: DateTime<Utc>) -> AttemptResult {
    match sent {
        Err(error) => AttemptResult {
            status: None,
            failure: Some(error.code()),
            body: Vec::new(),
            pause: None,
            duration_ms,
        },
        Ok(answer) => {
            let failure = match answer.status {
                200..=299 => None,
                300..=399 => Some("redirect"),
                410 => Some("gone"),
                _ => Some("status"),
            };
            let asks = matches!(answer.status, 429 | 503);
            let pause =
                answer.retry_after.filter(|_| asks).and_then(|text| retry_after(&text, now));
            AttemptResult {
                status: Some(answer.status),
                failure,
                body: answer.body,
                pause,
                duration_ms,
            }
        }
    }
}

/// Writes the result of an attempt and what follows: the end, another attempt, or disabling the endpoint.
async fn settle(
    app: &App,
    claimed: ClaimedJob<'_>,
    due: &DueDelivery,
    result: AttemptResult,
) -> Result<(), Internal> {
    let mut tx = app.begin(&claimed.job.tenant).await?;
    // The endpoint is locked before the delivery, as everywhere.
    let troubled = result.failure.is_some() || due.endpoint.failing_since.is_some();
    let disabled = troubled && judge(app, &mut tx, due, &result).await?;
    let id = due.delivery.id;
    let Some(mut delivery) =
        store::webhooks::webhook_deliveries::find_for_update(&mut tx, id).await?
    else {
        // The endpoint was deleted while its receiver answered.
        claimed.finish(&mut tx).await?;
        tx.commit().await?;
        return Ok(());
    };
    delivery.attempts += 1;
    let again = follow(&mut delivery, &result, disabled, tx.now);
    store::webhooks::webhook_attempts::insert(&mut tx, &attempt(due, &delivery, result)).await?;
    store::webhooks::webhook_deliveries::update(&mut tx, &delivery).await?;
    let kept = match again {
        Some(at) => claimed.put_back(&mut tx, at).await?,
        None => claimed.finish(&mut tx).await?,
    };
    tx.commit().await?;
    if !kept {
        tracing::warn!(delivery.id = %id, "a delivery outlived its lease and may arrive twice");
    }
    Ok(())
}

/// Updates the delivery's state; returns the time of the next attempt, if there is one.
fn follow(
    delivery: &mut Delivery,
    result: &AttemptResult,
    disabled: bool,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    if delivery.state != DeliveryState::Pending {
        return None;
    }
    delivery.tries += 1;
    let next = next_try(delivery.tries, now, result.pause, rand::random());
    (delivery.state, delivery.next_attempt_at) = match next {
        _ if result.failure.is_none() => (DeliveryState::Delivered, None),
        _ if disabled => (DeliveryState::Paused, None),
        Some(at) => (DeliveryState::Pending, Some(at)),
        None => (DeliveryState::Failed, None),
    };
    delivery.finished_at = delivery.next_attempt_at.is_none().then_some(now);
    delivery.next_attempt_at
}

/// Updates the endpoint after an attempt: since when it fails, and whether to disable it. True if it is disabled now.
async fn judge(
    app: &App,
    tx: &mut Tx,
    due: &DueDelivery,
    result: &AttemptResult,
) -> Result<bool, Internal> {
    let now = tx.now;
    let id = due.endpoint.id;
    let endpoint = store::webhooks::webhook_endpoints::find_for_update(tx, id).await?;
    let Some(mut endpoint) = endpoint else { return Ok(false) };
    let before = endpoint.clone();
    if result.failure.is_none() {
        endpoint.failing_since = None;
    } else {
        endpoint.failing_since = endpoint.failing_since.or(Some(due.at));
        endpoint.paused_until = result.pause.map(|pause| now + pause).or(endpoint.paused_until);
        let patience = Duration::days(app.courier.config.disable_after_days.into());
        let days = endpoint.failing_since.is_some_and(|since| now - since >= patience);
        let reason = match result.status {
            Some(410) => Some(DisabledReason::Gone),
            _ if days => Some(DisabledReason::Failing),
            _ => None,
        };
        let end = reason.map(|reason| Disabled { reason, at: now });
        endpoint.disabled = endpoint.disabled.or(end);
    }
    if endpoint != before {
        store::webhooks::webhook_endpoints::update(tx, &endpoint).await?;
    }
    if let (None, Some(disabled)) = (before.disabled, endpoint.disabled) {
        let action = AuditAction::DisableEndpoint(disabled.reason);
        record(tx, &Actor::service(), action, id).await?;
        tracing::warn!(endpoint.id = %id, reason = disabled.reason.name(), "disabled a webhook endpoint");
    }
    Ok(endpoint.disabled.is_some())
}

fn attempt(due: &DueDelivery, delivery: &Delivery, result: AttemptResult) -> Attempt {
    Attempt {
        delivery: delivery.id,
        number: delivery.attempts,
        started_at: due.at,
        duration_ms: result.duration_ms,
        status: result.status,
        failure: result.failure.map(str::to_owned),
        answer: result.body,
    }
}
