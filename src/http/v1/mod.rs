//! Version 1 of the API: a file for each resource, with its bodies beside its handlers.

pub(super) mod adapters;
pub(super) mod applicants;
mod assessment;
pub(super) mod audit;
pub(super) mod decisions;
pub(super) mod drift;
pub(super) mod events;
pub(super) mod indicators;
pub(super) mod lists;
pub(super) mod model_roles;
pub(super) mod models;
pub(super) mod observations;
pub(super) mod policy;
pub(super) mod queues;
mod review;
pub(super) mod reviews;
pub(super) mod rings;
pub(super) mod scores;
pub(super) mod shadow;
pub(super) mod training_data;
pub(super) mod training_jobs;
pub(super) mod verdicts;
pub(super) mod webhook_deliveries;
pub(super) mod webhook_endpoints;
