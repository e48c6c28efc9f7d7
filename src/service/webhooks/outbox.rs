//! Messages to webhook endpoints, written in the transaction of the change that they report.

use chrono::{DateTime, SecondsFormat, Utc};
use ids::{DeliveryId, EndpointId};
use serde::Serialize;
use serde_json::json;

use crate::domain::job::JobKind;
use crate::service::Internal;
use crate::store::webhooks::webhook_deliveries::Message;
use crate::store::{self, Tx};

/// The bytes that are signed and sent, the same at every attempt.
pub(in crate::service) fn payload(kind: &str, at: DateTime<Utc>, data: &impl Serialize) -> Vec<u8> {
    let timestamp = at.to_rfc3339_opts(SecondsFormat::Millis, true);
    let whole = json!({ "type": kind, "timestamp": timestamp, "data": data });
    whole.to_string().into_bytes()
}

/// Writes a delivery for each endpoint, and the job that delivers it.
pub(in crate::service) async fn enqueue(
    tx: &mut Tx,
    endpoints: &[EndpointId],
    message: Message<'_>,
) -> Result<Vec<DeliveryId>, Internal> {
    let deliveries: Vec<(DeliveryId, EndpointId)> =
        endpoints.iter().map(|endpoint| (DeliveryId::new(message.at), *endpoint)).collect();
    store::webhooks::webhook_deliveries::insert(tx, &deliveries, message).await?;
    enqueue_jobs(tx, &deliveries, message.at).await?;
    Ok(deliveries.into_iter().map(|(id, _)| id).collect())
}

/// Queues the jobs of deliveries. Those of one endpoint share a lane.
pub(in crate::service) async fn enqueue_jobs(
    tx: &mut Tx,
    deliveries: &[(DeliveryId, EndpointId)],
    at: DateTime<Utc>,
) -> Result<(), Internal> {
    let jobs: Vec<(String, String)> =
        deliveries.iter().map(|(id, endpoint)| (id.to_string(), endpoint.to_string())).collect();
    store::jobs::enqueue_in_lanes(tx, JobKind::Delivery, &jobs, at).await
}
