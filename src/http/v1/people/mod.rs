//! People: applicants and rings.

pub(in crate::http) mod applicants;
pub(in crate::http) mod observations;
pub(in crate::http) mod relations;
pub(in crate::http) mod rings;
