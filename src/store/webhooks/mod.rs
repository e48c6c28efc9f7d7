//! Webhooks and events.

pub mod events;
pub mod webhook_attempts;
pub mod webhook_deliveries;
pub mod webhook_endpoints;
pub mod webhook_secrets;
