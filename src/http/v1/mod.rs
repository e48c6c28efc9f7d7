//! Version 1 of the API: a file for each resource, with its bodies beside its handlers.

pub(super) mod audit;
pub(super) mod lists;
pub(super) mod models;
pub(super) mod people;
pub(super) mod reviews;
pub(super) mod scoring;
pub(super) mod webhooks;
