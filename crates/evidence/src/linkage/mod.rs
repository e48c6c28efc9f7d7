//! Linkage: the identifiers of a profile and what sharing them means. The database look-up is in `store`; training
//! uses the in-memory index with the same rules.

pub mod edge;
mod held;
pub mod identifiers;
pub mod index;
pub mod links;
pub mod pairs;
pub mod rates;
pub mod ring;
pub mod risk;
mod submission;
