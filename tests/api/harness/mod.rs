//! What every test stands on: the real service on a port of its own, around a database of its own.

mod app;
pub mod cluster;
pub mod profiles;

pub use app::{Reply, Service, TENANT, outbound, start};
