//! Observations: what one indicator says of one profile.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::profile::CountryCode;

/// What an indicator found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Finding {
    /// The red flag is there.
    Hit {
        /// How much of it, above 0; larger is more. The indicator says in which unit.
        value: f64,
        /// Sentences with the actual values, and where in the profile they stand.
        evidence: Vec<Evidence>,
    },
    /// The profile holds what the indicator needs, and the red flag is not there.
    Miss {
        /// What was looked at.
        evidence: Vec<Evidence>,
    },
    /// The profile does not hold what the indicator needs.
    Unknown,
}

/// One sentence of evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// What it says.
    #[serde(flatten)]
    pub statement: Statement,
    /// Where the values are in the submitted profile, as JSON Pointers (RFC 6901); the first 20.
    pub pointers: Vec<String>,
}

/// What a piece of evidence says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Statement {
    /// A sentence that is made when somebody reads it.
    Keyed {
        /// The indicator and its variant, such as `payout_account_shared.hit`.
        key: String,
        /// The values that the sentence quotes.
        args: BTreeMap<String, Arg>,
    },
    /// The sentence itself, as release 0.1.0 stored it.
    Stored {
        /// The sentence.
        text: String,
    },
}

/// A value that a sentence quotes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Arg {
    /// How many.
    Count(u64),
    /// A measured value.
    Number(f64),
    /// A text.
    Text(String),
    /// Several texts. The sentence can also use their number, as `$<name>_count`.
    List(Vec<String>),
    /// Countries by code. The sentence gets their names, and their number as `$<name>_count`.
    Countries {
        /// ISO 3166-1 alpha-2 codes.
        countries: Vec<CountryCode>,
    },
}

/// State of an indicator: `hit` (the red flag is present), `miss` (it is absent, although the data could have shown it)
/// or `unknown` (not enough data; adds exactly nothing to the score).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FindingState)]
pub enum State {
    /// The red flag is there.
    Hit,
    /// It is not.
    Miss,
    /// The profile does not tell. Adds exactly nothing to the score.
    Unknown,
}

impl Evidence {
    /// How many pointers one sentence carries at most.
    pub const MAX_POINTERS: usize = 20;

    /// A sentence about the values at `pointers`. It is worded by the indicator's attribute `.hit` or
    /// `.miss`, unless [`Evidence::worded`] names another.
    pub fn about(pointers: impl IntoIterator<Item = String>) -> Self {
        let statement = Statement::Keyed { key: String::new(), args: BTreeMap::new() };
        Self { statement, pointers: pointers.into_iter().take(Self::MAX_POINTERS).collect() }
    }

    /// With an argument of the sentence.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Arg>) -> Self {
        if let Statement::Keyed { args, .. } = &mut self.statement {
            args.insert(name.to_owned(), value.into());
        }
        self
    }

    /// Worded by another attribute than `.hit` or `.miss`.
    #[must_use]
    pub fn worded(mut self, variant: &str) -> Self {
        if let Statement::Keyed { key, .. } = &mut self.statement {
            variant.clone_into(key);
        }
        self
    }

    fn or_worded(self, variant: &str) -> Self {
        match &self.statement {
            Statement::Keyed { key, .. } if key.is_empty() => self.worded(variant),
            _ => self,
        }
    }

    /// Completes the key with the indicator that it belongs to.
    pub(crate) fn of_indicator(&mut self, id: &str) {
        if let Statement::Keyed { key, .. } = &mut self.statement
            && !key.contains('.')
        {
            *key = format!("{id}.{key}");
        }
    }
}

impl From<usize> for Arg {
    fn from(count: usize) -> Self {
        Self::Count(u64::try_from(count).unwrap_or(u64::MAX))
    }
}

impl From<f64> for Arg {
    fn from(number: f64) -> Self {
        Self::Number(number + 0.0) // -0 + 0 is 0
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(short(text))
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(short(&text))
    }
}

impl From<Vec<String>> for Arg {
    fn from(texts: Vec<String>) -> Self {
        Self::List(texts.iter().map(|text| short(text)).collect())
    }
}

impl From<CountryCode> for Arg {
    fn from(country: CountryCode) -> Self {
        Self::Countries { countries: vec![country] }
    }
}

impl From<Vec<CountryCode>> for Arg {
    fn from(countries: Vec<CountryCode>) -> Self {
        Self::Countries { countries }
    }
}

/// A quoted text on one line, cut after 160 characters.
fn short(text: &str) -> String {
    const MAX_CHARACTERS: usize = 160;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MAX_CHARACTERS {
        return line;
    }
    let kept: String = line.chars().take(MAX_CHARACTERS).collect();
    format!("{}…", kept.trim_end())
}

impl Finding {
    /// A hit with one sentence.
    ///
    /// # Panics
    ///
    /// In debug builds, if `value` is not a finite number above 0.
    pub fn hit(value: f64, evidence: Evidence) -> Self {
        debug_assert!(value.is_finite() && value > 0.0, "a hit has a value above 0");
        Self::Hit { value, evidence: vec![evidence.or_worded("hit")] }
    }

    /// A miss with one sentence about what was looked at.
    pub fn miss(evidence: Evidence) -> Self {
        Self::Miss { evidence: vec![evidence.or_worded("miss")] }
    }

    /// A hit when `value` is above 0, else a miss.
    pub fn graded(value: f64, evidence: Evidence) -> Self {
        if value > 0.0 { Self::hit(value, evidence) } else { Self::miss(evidence) }
    }

    /// The model's input: nothing for unknown, 0 for a miss, the value for a hit.
    pub fn value(&self) -> Option<f64> {
        match self {
            Self::Hit { value, .. } => Some(*value),
            Self::Miss { .. } => Some(0.0),
            Self::Unknown => None,
        }
    }

    /// Its state alone.
    pub fn state(&self) -> State {
        match self {
            Self::Hit { .. } => State::Hit,
            Self::Miss { .. } => State::Miss,
            Self::Unknown => State::Unknown,
        }
    }

    /// With an argument for the sentences of its evidence.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Arg>) -> Self {
        let value = value.into();
        if let Self::Hit { evidence, .. } | Self::Miss { evidence } = &mut self {
            for sentence in evidence {
                *sentence = sentence.clone().with(name, value.clone());
            }
        }
        self
    }

    /// Completes the keys of its evidence with the indicator that they belong to.
    pub(crate) fn of_indicator(mut self, id: &str) -> Self {
        if let Self::Hit { evidence, .. } | Self::Miss { evidence } = &mut self {
            for sentence in evidence {
                sentence.of_indicator(id);
            }
        }
        self
    }

    /// Its evidence. Empty for unknown.
    pub fn evidence(&self) -> &[Evidence] {
        match self {
            Self::Hit { evidence, .. } | Self::Miss { evidence } => evidence,
            Self::Unknown => &[],
        }
    }
}
