//! People: applicants and rings.

pub mod applicants;
pub mod declarations;
pub mod erasure;
pub mod merging;
pub mod observations;
pub mod relations;
pub mod rings;
