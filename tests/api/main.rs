//! The service as its callers see it, against a real Postgres.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod adapters;
mod adapters_hostile;
mod batches;
mod champions;
mod compression;
mod console;
mod contract;
mod decisions;
mod developers;
mod docs;
mod drift;
mod durability;
mod files;
mod github;
mod growth;
mod harness;
mod hostile;
mod idempotency;
mod import;
mod isolation;
mod jobs;
mod layers;
mod lists;
mod models;
mod observations;
mod overload;
mod postgres;
mod queries;
mod relations;
mod replay;
mod reviews;
mod ring_summaries;
mod rings;
mod scale;
mod seeds;
mod shadow;
mod similarity;
mod surface;
mod swap;
mod tenants;
mod training;
mod versions;
mod webhooks;
