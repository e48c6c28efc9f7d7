//! Ids of things and names of actors.

pub mod actor;
mod ids;
mod schema;

pub use ids::*;
