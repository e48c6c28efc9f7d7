//! From a score to an outcome: the band, the recommendation, and what to ask next.
//!
//! There is no rule here that rejects anybody. The highest recommendation is that a person looks.

mod ask_next;
mod bands;

pub use ask_next::ask_next;
pub use bands::{Standing, independent_families, place};
