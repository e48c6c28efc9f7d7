//! The things that the service works with, and the rules that always apply to them. No I/O, no framework.

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
pub mod review;
pub mod review_action;
pub mod ring;
pub mod tenant;
pub mod training;
pub mod user;
pub mod webhook;
