//! Ids and actor names.

pub mod actor;
mod ids;
mod schema;

pub use ids::*;
