//! The domain types and their invariants, without I/O or frameworks.

pub mod agreement;
pub mod appeal;
pub mod applicant;
pub mod audit;
pub mod event;
pub mod job;
pub mod language;
pub mod model;
pub mod queue;
pub mod reason;
pub mod relation;
pub mod review;
pub mod review_action;
pub mod ring;
pub mod tenant;
pub mod training;
pub mod user;
pub mod webhook;
