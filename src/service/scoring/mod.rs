//! Scoring: decisions, trial scores, policies.

pub mod adapters;
pub mod batches;
pub mod cases;
pub(in crate::service) mod deciding;
pub mod decisions;
pub(in crate::service) mod evidence;
pub(in crate::service) mod files;
pub(in crate::service) mod history;
pub(in crate::service) mod linking;
pub mod offline;
pub mod policies;
pub mod reassess;
pub mod replay;
pub mod scores;
pub mod stream_links;
pub(in crate::service) mod submission;
pub mod upkeep;

pub use submission::Submitted;
