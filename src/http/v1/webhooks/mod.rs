//! Webhooks and events.

pub(in crate::http) mod events;
pub(in crate::http) mod webhook_deliveries;
pub(in crate::http) mod webhook_endpoints;
