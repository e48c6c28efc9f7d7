//! Who does something: a person or a program, by the name under which it is on record.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A person (a console user) or a program (the subject of a token): 1 to 200 characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String")]
#[schema(value_type = String, example = "reviewer-7")]
pub struct Actor(String);

/// Why a text names nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("somebody is named by 1 to 200 characters, none of them a control character")]
pub struct BadActor;

impl Actor {
    /// Takes somebody's name on record.
    pub fn parse(written: &str) -> Result<Self, BadActor> {
        let length = written.chars().count();
        let fits = (1..=200).contains(&length) && !written.chars().any(char::is_control);
        if fits { Ok(Self(written.to_owned())) } else { Err(BadActor) }
    }

    /// The service itself: what a rule or a schedule does, nobody in person.
    pub fn service() -> Self {
        Self("bonafide".to_owned())
    }

    /// The name as text.
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
    fn nobody_and_control_characters_are_no_names() {
        assert!(Actor::parse("reviewer-7").is_ok());
        assert_eq!(Actor::parse(""), Err(BadActor));
        assert_eq!(Actor::parse("a\nb"), Err(BadActor));
        assert_eq!(Actor::parse(&"a".repeat(201)), Err(BadActor));
    }
}
