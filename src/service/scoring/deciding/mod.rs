//! How decisions are made: prepared one by one, then made and written together with others of the tenant.
//!
//! A decision needs two round trips between `BEGIN` (which waits for its locks) and `COMMIT`: one statement reads
//! everything, one writes everything. Linked applicants and reviews need some more. Decisions that wait at the same time
//! share a transaction if none of them could see another.

mod batch;
mod judging;
mod prepared;
mod queue;

pub(in crate::service) use batch::{decide_one, score};
pub(in crate::service) use prepared::Prepared;
pub(in crate::service) use queue::decide;
