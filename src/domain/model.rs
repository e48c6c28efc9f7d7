//! Models of a tenant: ids, roles, origins and cards.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Id of a model: `mod_` and the first 16 hexadecimal digits of its digest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String")]
#[schema(value_type = String, example = "mod_9f86d081884c7d65")]
pub struct ModelId(String);

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

impl std::fmt::Display for ModelId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Role of a model: `candidate` (registered but not in use), `shadow` (scores alongside the champion without effect),
/// `champion` (scores applicants) or `retired` (kept for replays and rollbacks).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[schema(as = ModelRole)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Registered but not in use.
    Candidate,
    /// Scores alongside the champion without effect.
    Shadow,
    /// Scores applicants.
    Champion,
    /// Kept for replays and rollbacks.
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

/// Where a model comes from: `shipped` (built in), `training` (a training job) or `upload`.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[schema(as = ModelOrigin)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The service was started with it.
    Shipped,
    /// A training job created it.
    Training,
    /// A user uploaded it.
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

/// A model card: what the model is for, what it was trained on, and its limits.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ModelCard)]
pub struct Card {
    /// What the model is and how it was made, in one sentence.
    pub description: String,
    /// What the model is and isn't meant for.
    pub intended_use: String,
    /// Training data of the model; `null` if unknown.
    pub data: Option<CardData>,
    /// How parity between groups was measured, and the result.
    pub parity: String,
    /// Known limits of the model.
    pub limits: Vec<String>,
}

/// Training data of a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ModelCardData)]
pub struct CardData {
    /// Time of the earliest decision in the data.
    #[serde(alias = "from")]
    pub first_decision_at: DateTime<Utc>,
    /// Time of the latest decision in the data.
    #[serde(alias = "to")]
    pub last_decision_at: DateTime<Utc>,
    /// Number of decisions used for training.
    #[serde(alias = "learned")]
    pub training_examples: u32,
    /// Number of decisions reserved for testing.
    #[serde(alias = "measured")]
    pub test_examples: u32,
    /// Number of decisions labelled fake, in both parts together.
    pub fakes: u32,
    /// Number of labels by source.
    pub labels: BTreeMap<String, u32>,
    /// How the data was split into training and test parts.
    pub split: String,
    /// Biases that the example weights correct for.
    #[serde(alias = "corrected")]
    pub corrected_for: Vec<String>,
    /// Biases that are not corrected for.
    #[serde(alias = "not_corrected")]
    pub not_corrected_for: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_id_has_a_prefix_and_sixteen_digits() {
        assert!(ModelId::parse("mod_9f86d081884c7d65").is_ok());
        for bad in ["", "mod_", "mod_9F86d081884c7d65", "mod_9f86d081884c7d651", "9f86d081884c7d65"]
        {
            assert_eq!(ModelId::parse(bad), Err(BadModelId), "{bad}");
        }
    }
}
