//! Names of things and people: one type for each kind of id, so that one can't be passed for another.

pub mod actor;
mod ids;
mod schema;

pub use ids::*;
