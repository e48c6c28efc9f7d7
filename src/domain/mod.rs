//! What the product talks about, and the rules that always hold. No I/O, no framework.

pub mod actor;
pub mod agreement;
pub mod appeal;
pub mod applicant;
pub mod decision;
pub mod event;
pub mod facts;
pub mod history;
pub mod identifier;
pub mod ids;
pub mod job;
pub mod label;
pub mod links;
pub mod lists;
pub mod model;
pub mod noted;
pub mod observation;
pub mod policy;
pub mod profile;
pub mod queue;
pub mod review;
pub mod ring;
pub mod tenant;
pub mod training;
pub mod user;
pub mod webhook;
