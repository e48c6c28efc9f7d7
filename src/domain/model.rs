//! Models of a tenant: ids, roles, origins and cards.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Names a model by its content: `mod_` and the first 16 digits of its digest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "mod_9f86d081884c7d65")]
pub struct ModelId(String);

/// Why a text is not a model id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be `mod_` and 16 lower-case hexadecimal digits")]
pub struct BadModelId;

impl ModelId {
    pub fn parse(written: &str) -> Result<Self, BadModelId> {
        let digits = written.strip_prefix("mod_").ok_or(BadModelId)?;
        let digit = |c: u8| c.is_ascii_digit() || (b'a'..=b'f').contains(&c);
        let fits = digits.len() == 16 && digits.bytes().all(digit);
        if fits { Ok(Self(written.to_owned())) } else { Err(BadModelId) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for ModelId {
    type Err = BadModelId;

    fn from_str(written: &str) -> Result<Self, BadModelId> {
        Self::parse(written)
    }
}

impl TryFrom<String> for ModelId {
    type Error = BadModelId;

    fn try_from(written: String) -> Result<Self, BadModelId> {
        Self::parse(&written)
    }
}

impl From<ModelId> for String {
    fn from(id: ModelId) -> Self {
        id.0
    }
}

impl std::fmt::Display for ModelId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a model does for its tenant.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// It waits to be chosen.
    Candidate,
    /// It scores what the champion scores, shown to nobody.
    Shadow,
    /// It scores.
    Champion,
    /// It is kept for replays and for a way back.
    Retired,
}

impl Role {
    pub const ALL: [Self; 4] = [Self::Candidate, Self::Shadow, Self::Champion, Self::Retired];

    /// The name in the database and in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Candidate => "candidate",
            Self::Shadow => "shadow",
            Self::Champion => "champion",
            Self::Retired => "retired",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// Where a model comes from.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The service was started with it.
    Shipped,
    /// A training job made it.
    Training,
    /// Somebody brought it in.
    Upload,
}

impl Origin {
    pub const ALL: [Self; 3] = [Self::Shipped, Self::Training, Self::Upload];

    /// The name in the database and in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Shipped => "shipped",
            Self::Training => "training",
            Self::Upload => "upload",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|origin| origin.name() == name)
    }
}

/// What a model is, for people who must answer for it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Card {
    /// What it is and what it was made of, in a sentence.
    pub description: String,
    /// What it is for, and what it is not for.
    pub intended_use: String,
    /// What it was learned from, if that is known here.
    pub data: Option<CardData>,
    /// How parity was looked at, and what came of it.
    pub parity: String,
    /// What it cannot know.
    pub limits: Vec<String>,
}

/// What a model was learned from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CardData {
    /// When the first decision that was learned from was made.
    pub from: DateTime<Utc>,
    /// When the last one was.
    pub to: DateTime<Utc>,
    /// How many decisions were learned from.
    pub learned: u32,
    /// How many were kept for measuring.
    pub measured: u32,
    /// How many of all were labelled fake.
    pub fakes: u32,
    /// The labels by provenance: how many of each.
    pub labels: BTreeMap<String, u32>,
    /// How the two parts were set apart.
    pub split: String,
    /// What the weights correct.
    pub corrected: Vec<String>,
    /// What they do not.
    pub not_corrected: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_id_has_its_prefix_and_sixteen_digits() {
        assert!(ModelId::parse("mod_9f86d081884c7d65").is_ok());
        for bad in ["", "mod_", "mod_9F86d081884c7d65", "mod_9f86d081884c7d651", "9f86d081884c7d65"]
        {
            assert_eq!(ModelId::parse(bad), Err(BadModelId), "{bad}");
        }
    }
}
