//! The person or program behind an action, for the audit trail.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The name of a person (a console user) or a program (the subject of a token): 1 to 200 characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String")]
#[schema(value_type = String, example = "reviewer-7")]
pub struct Actor(String);

/// The text is not a valid actor name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be 1 to 200 characters without control characters")]
pub struct BadActor;

impl Actor {
    pub fn parse(written: &str) -> Result<Self, BadActor> {
        let length = written.chars().count();
        let fits = (1..=200).contains(&length) && !written.chars().any(char::is_control);
        if fits { Ok(Self(written.to_owned())) } else { Err(BadActor) }
    }

    /// The service itself, for actions of a rule or a schedule.
    pub fn service() -> Self {
        Self("bonafide".to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Actor {
    type Error = BadActor;

    fn try_from(written: String) -> Result<Self, BadActor> {
        Self::parse(&written)
    }
}

impl std::fmt::Display for Actor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_long_and_control_characters_are_rejected() {
        assert!(Actor::parse("reviewer-7").is_ok());
        assert_eq!(Actor::parse(""), Err(BadActor));
        assert_eq!(Actor::parse("a\nb"), Err(BadActor));
        assert_eq!(Actor::parse(&"a".repeat(201)), Err(BadActor));
    }
}
