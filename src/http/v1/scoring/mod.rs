//! Scoring: decisions, trial scores, policies.

pub(in crate::http) mod adapters;
pub(in crate::http::v1) mod assessment;
pub(in crate::http) mod batches;
pub(in crate::http) mod decisions;
pub(in crate::http) mod indicators;
pub(in crate::http) mod policy;
pub(in crate::http) mod reassessment;
pub(in crate::http) mod scores;
