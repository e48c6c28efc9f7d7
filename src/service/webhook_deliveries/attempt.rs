//! One attempt to deliver, and what follows from it.
//!
//! Nothing is held while the receiver is waited for. What came of it, the delivery's next state and the end of the
//! job are written in one transaction: a process that is killed before it leaves the job to another, which sends
//! again. So every event arrives, and may arrive twice.

use chrono::{DateTime, Duration, Utc};
use ids::DeliveryId;
use ids::actor::Actor;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::app::App;
use crate::domain::job::Job;
use crate::domain::webhook::{
    Attempt, Delivery, DeliveryState, Disabled, DisabledReason, Endpoint, next_try, retry_after,
};
use crate::service::Internal;
use crate::service::webhook_endpoints::{record, signing_secrets};
use crate::store::{self, StoreError};
use crate::telemetry::metrics::METRICS;
use crate::webhooks::{Answer, EndpointUrl, Letter, SendError};

/// What is to be sent.
struct Due {
    delivery: Delivery,
    endpoint: Endpoint,
    letter: Letter,
    at: DateTime<Utc>,
}

/// What came of an attempt.
struct Outcome {
    status: Option<u16>,
    failure: Option<&'static str>,
    body: Vec<u8>,
    pause: Option<Duration>,
    duration_ms: i32,
}

/// Makes the attempt that a job stands for.
#[tracing::instrument(skip_all, fields(job.subject = %job.subject))]
pub async fn deliver(app: &App, job: &Job, worker: Uuid) -> Result<(), Internal> {
    let Some(due) = due(app, job, worker).await? else { return Ok(()) };
    let started = tokio::time::Instant::now();
    let sent = match EndpointUrl::parse(&due.endpoint.url, &app.courier.config) {
        Ok(url) => app.courier.send(&url, &due.letter).await,
        // The operator allows less than when the endpoint was set up.
        Err(_) => Err(SendError::AddressRefused),
    };
    let duration_ms = i32::try_from(started.elapsed().as_millis()).unwrap_or(i32::MAX);
    let result = read(sent, duration_ms, app.clock.now());
    METRICS.webhook_attempt(result.failure.unwrap_or("delivered"));
    settle(app, job, worker, &due, result).await
}

/// What a job asks to be sent now; nothing if it is settled without an attempt.
async fn due(app: &App, job: &Job, worker: Uuid) -> Result<Option<Due>, Internal> {
    let now = app.clock.now();
    let mut tx = store::begin(&app.db, &job.tenant).await?;
    let Some((delivery, endpoint)) = wanted(&mut tx, job).await? else {
        store::jobs::finish(&mut tx, job, worker).await?;
        tx.commit().await?;
        return Ok(None);
    };
    if endpoint.disabled.is_some() {
        hold(&mut tx, job, worker, delivery, now).await?;
        tx.commit().await?;
        return Ok(None);
    }
    if let Some(until) = endpoint.paused_until.filter(|until| *until > now) {
        let delivery = Delivery { next_attempt_at: Some(until), ..delivery };
        store::webhook_deliveries::update(&mut tx, &job.tenant, &delivery).await?;
        store::jobs::put_back(&mut tx, job, worker, until).await?;
        tx.commit().await?;
        return Ok(None);
    }
    let secrets = signing_secrets(app, &job.tenant, &mut tx, endpoint.id, now).await?;
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
    Ok(Some(Due { delivery, endpoint, letter, at: now }))
}

/// The delivery of a job and its endpoint, if it still waits to be sent.
async fn wanted(
    connection: &mut PgConnection,
    job: &Job,
) -> Result<Option<(Delivery, Endpoint)>, StoreError> {
    let Ok(id) = job.subject.parse::<DeliveryId>() else { return Ok(None) };
    let delivery = store::webhook_deliveries::find(connection, &job.tenant, id).await?;
    let Some(delivery) = delivery.filter(|one| one.state == DeliveryState::Pending) else {
        return Ok(None);
    };
    let endpoint =
        store::webhook_endpoints::find(connection, &job.tenant, delivery.endpoint).await?;
    Ok(endpoint.map(|endpoint| (delivery, endpoint)))
}

/// Keeps a delivery that an endpoint cannot be told at present. Who enables the endpoint meanwhile waits, so that a
/// replay afterwards finds it.
async fn hold(
    connection: &mut PgConnection,
    job: &Job,
    worker: Uuid,
    delivery: Delivery,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let tenant = &job.tenant;
    let endpoint =
        store::webhook_endpoints::find_for_update(connection, tenant, delivery.endpoint).await?;
    if endpoint.is_some_and(|endpoint| endpoint.disabled.is_none()) {
        store::jobs::put_back(connection, job, worker, now).await?;
        return Ok(());
    }
    let held = Delivery {
        state: DeliveryState::Held,
        next_attempt_at: None,
        finished_at: Some(now),
        ..delivery
    };
    store::webhook_deliveries::update(connection, tenant, &held).await?;
    store::jobs::finish(connection, job, worker).await?;
    Ok(())
}

fn read(sent: Result<Answer, SendError>, duration_ms: i32, now: DateTime<Utc>) -> Outcome {
    match sent {
        Err(error) => Outcome {
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
            Outcome { status: Some(answer.status), failure, body: answer.body, pause, duration_ms }
        }
    }
}

/// Writes what came of an attempt and what follows: the end, another attempt, or the endpoint's end.
async fn settle(
    app: &App,
    job: &Job,
    worker: Uuid,
    due: &Due,
    result: Outcome,
) -> Result<(), Internal> {
    let now = app.clock.now();
    let tenant = &job.tenant;
    let mut tx = store::begin(&app.db, tenant).await?;
    // The endpoint is locked before the delivery, as everywhere.
    let troubled = result.failure.is_some() || due.endpoint.failing_since.is_some();
    let disabled = troubled && judge(app, job, &mut tx, due, &result, now).await?;
    let id = due.delivery.id;
    let Some(mut delivery) =
        store::webhook_deliveries::find_for_update(&mut tx, tenant, id).await?
    else {
        // The endpoint was removed while its receiver was waited for.
        store::jobs::finish(&mut tx, job, worker).await?;
        tx.commit().await?;
        return Ok(());
    };
    delivery.attempts += 1;
    let again = follow(&mut delivery, &result, disabled, now);
    store::webhook_attempts::insert(&mut tx, tenant, &attempt(due, &delivery, result)).await?;
    store::webhook_deliveries::update(&mut tx, tenant, &delivery).await?;
    let kept = match again {
        Some(at) => store::jobs::put_back(&mut tx, job, worker, at).await?,
        None => store::jobs::finish(&mut tx, job, worker).await?,
    };
    tx.commit().await?;
    if !kept {
        tracing::warn!(delivery.id = %id, "a delivery outlived its lease and may be sent twice");
    }
    Ok(())
}

/// What becomes of a delivery: gives the time of the next attempt if there is to be one.
fn follow(
    delivery: &mut Delivery,
    result: &Outcome,
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
        _ if disabled => (DeliveryState::Held, None),
        Some(at) => (DeliveryState::Pending, Some(at)),
        None => (DeliveryState::Failed, None),
    };
    delivery.finished_at = delivery.next_attempt_at.is_none().then_some(now);
    delivery.next_attempt_at
}

/// What an attempt says about the endpoint: whether it fails, since when, and whether that is the end. True if the
/// endpoint is disabled now.
async fn judge(
    app: &App,
    job: &Job,
    connection: &mut PgConnection,
    due: &Due,
    result: &Outcome,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let tenant = &job.tenant;
    let id = due.endpoint.id;
    let found = store::webhook_endpoints::find_for_update(connection, tenant, id).await?;
    let Some(mut endpoint) = found else { return Ok(false) };
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
        store::webhook_endpoints::update(connection, tenant, &endpoint).await?;
    }
    if let (None, Some(disabled)) = (before.disabled, endpoint.disabled) {
        let action = format!("webhook_endpoint.disable.{}", disabled.reason.name());
        record(app, tenant, connection, &Actor::service(), &action, id).await?;
        tracing::warn!(endpoint.id = %id, reason = disabled.reason.name(), "a webhook endpoint was disabled");
    }
    Ok(endpoint.disabled.is_some())
}

fn attempt(due: &Due, delivery: &Delivery, result: Outcome) -> Attempt {
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
