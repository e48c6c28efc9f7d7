//! One function for each thing that a caller can ask for. Each owns its transaction.

pub mod applicants;
pub mod decisions;
pub mod policies;
pub mod scores;

/// Something went wrong on our side: nothing that the caller can mend.
#[derive(Debug, thiserror::Error)]
pub enum Internal {
    /// The database did not answer.
    #[error("the database does not answer")]
    Unavailable(#[source] sqlx::Error),
    /// The database refused.
    #[error("the database refused a statement")]
    Store(#[source] sqlx::Error),
    /// What is stored cannot be read.
    #[error("a stored row cannot be read: {0}")]
    Corrupt(String),
}

/// One page of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The items, the latest first.
    pub items: Vec<T>,
    /// Whether there are more after the last one.
    pub more: bool,
}
