//! Scoring: decisions, trial scores, policies.

pub mod decision_lists;
pub mod decisions;
pub mod identifiers;
pub mod locks;
pub mod orphans;
pub mod policies;
pub mod profile_versions;
pub mod reading;
pub mod texts;
pub mod writing;
