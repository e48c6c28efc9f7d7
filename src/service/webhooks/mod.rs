//! Webhooks and events.

pub mod events;
pub(in crate::service) mod outbox;
pub mod webhook_deliveries;
pub mod webhook_endpoints;
