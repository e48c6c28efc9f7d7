//! Findings: the result of one indicator for one profile.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::profile::CountryCode;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Finding {
    /// The red flag is present.
    Hit {
        /// How much of the red flag there is, above 0, in the indicator's unit. Larger is more.
        value: f64,
        /// Sentences that quote the values, with their pointers.
        evidence: Vec<Evidence>,
    },
    /// The red flag is absent, although the data could have shown it.
    Miss {
        /// Sentences about what was checked.
        evidence: Vec<Evidence>,
    },
    /// Something resembles the red flag, but is no evidence of it. It is shown; for the score, the indicator is unknown.
    Context {
        /// How much of it there is, above 0, in the indicator's unit.
        value: f64,
        /// Sentences that quote the values, with their pointers.
        evidence: Vec<Evidence>,
    },
    /// The profile lacks the data that the indicator needs.
    Unknown,
}

/// One sentence of evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The sentence, as a key with arguments.
    #[serde(flatten)]
    pub statement: Statement,
    /// JSON Pointers (RFC 6901) to the values in the submitted profile, at most [`Evidence::MAX_POINTERS`].
    pub pointers: Vec<String>,
}

/// The content of a piece of evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Statement {
    /// A sentence that is worded when someone reads it.
    Keyed {
        /// The indicator and its variant, such as `payout_account_shared.hit`.
        key: Cow<'static, str>,
        /// The values that the sentence quotes.
        args: BTreeMap<Cow<'static, str>, Arg>,
    },
    /// The worded sentence, as release 0.1.0 stored it.
    Stored { text: String },
}

/// A value that a sentence quotes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Arg {
    /// A number of things.
    Count(u64),
    /// A measured value.
    Number(f64),
    /// A text.
    Text(String),
    /// Several texts. The sentence can also use `$<name>_count`.
    List(Vec<String>),
    /// Countries by code. The sentence gets their names, and `$<name>_count`.
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
    /// The red flag is present.
    Hit,
    /// The red flag is absent, although the data could have shown it.
    Miss,
    /// Not enough data. Adds exactly nothing to the score.
    Unknown,
}

impl Evidence {
    /// The maximum number of pointers of a sentence.
    pub const MAX_POINTERS: usize = 20;

    /// A sentence about the values at `pointers`. Its wording is the indicator's attribute `.hit` or `.miss`, unless
    /// [`Evidence::worded`] selects another one.
    pub fn about(pointers: impl IntoIterator<Item = String>) -> Self {
        let statement = Statement::Keyed { key: Cow::Borrowed(""), args: BTreeMap::new() };
        Self { statement, pointers: pointers.into_iter().take(Self::MAX_POINTERS).collect() }
    }

    /// Adds an argument to the sentence.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        if let Statement::Keyed { args, .. } = &mut self.statement {
            args.insert(Cow::Borrowed(name), value.into());
        }
        self
    }

    /// Selects another attribute than `.hit` or `.miss` for the wording.
    #[must_use]
    pub fn worded(mut self, variant: &'static str) -> Self {
        if let Statement::Keyed { key, .. } = &mut self.statement {
            *key = Cow::Borrowed(variant);
        }
        self
    }

    fn or_worded(self, variant: &'static str) -> Self {
        match &self.statement {
            Statement::Keyed { key, .. } if key.is_empty() => self.worded(variant),
            _ => self,
        }
    }

    /// Completes the key with the indicator's id.
    pub(crate) fn complete_keys(&mut self, id: &str) {
        if let Statement::Keyed { key, .. } = &mut self.statement
            && !key.contains('.')
        {
            *key = [id, ".", &**key].concat().into();
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

/// A quoted text on one line, shortened to 160 characters.
fn short(text: &str) -> String {
    const MAX_CHARACTERS: usize = 160;
    if text.len() <= MAX_CHARACTERS && is_one_line(text) {
        return text.to_owned();
    }
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MAX_CHARACTERS {
        return line;
    }
    let kept: String = line.chars().take(MAX_CHARACTERS).collect();
    format!("{}…", kept.trim_end())
}

/// Whether an ASCII text has only single spaces between its words.
fn is_one_line(text: &str) -> bool {
    let is_plain = |pair: &[u8]| !(pair[0] == b' ' && pair[1] == b' ');
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
        && text.as_bytes().windows(2).all(is_plain)
        && !text.starts_with(' ')
        && !text.ends_with(' ')
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

    /// A miss with a sentence about what was checked.
    pub fn miss(evidence: Evidence) -> Self {
        Self::Miss { evidence: vec![evidence.or_worded("miss")] }
    }

    /// Context with one sentence, which is worded by the attribute `.context`.
    ///
    /// # Panics
    ///
    /// In debug builds, if `value` is not a finite number above 0.
    pub fn context(value: f64, evidence: Evidence) -> Self {
        debug_assert!(value.is_finite() && value > 0.0, "context has a value above 0");
        Self::Context { value, evidence: vec![evidence.or_worded("context")] }
    }

    /// Adds another sentence, if there is one.
    #[must_use]
    pub fn also(mut self, sentence: Option<Evidence>) -> Self {
        if let Self::Hit { evidence, .. }
        | Self::Miss { evidence }
        | Self::Context { evidence, .. } = &mut self
        {
            evidence.extend(sentence);
        }
        self
    }

    /// A hit if `value` is above 0, otherwise a miss.
    pub fn graded(value: f64, evidence: Evidence) -> Self {
        if value > 0.0 { Self::hit(value, evidence) } else { Self::miss(evidence) }
    }

    /// Turns a miss into unknown if something was left out that could have shown a hit.
    #[must_use]
    pub fn unless_cut(self, is_cut: impl FnOnce() -> bool) -> Self {
        match self {
            Self::Miss { .. } if is_cut() => Self::Unknown,
            finding => finding,
        }
    }

    /// The model's input: `None` for unknown and for context, 0 for a miss, the value of a hit.
    pub fn value(&self) -> Option<f64> {
        match self {
            Self::Hit { value, .. } => Some(*value),
            Self::Miss { .. } => Some(0.0),
            Self::Context { .. } | Self::Unknown => None,
        }
    }

    /// The value of what is only shown.
    pub fn context_value(&self) -> Option<f64> {
        match self {
            Self::Context { value, .. } => Some(*value),
            Self::Hit { .. } | Self::Miss { .. } | Self::Unknown => None,
        }
    }

    /// The state for the score. Context is unknown.
    pub fn state(&self) -> State {
        match self {
            Self::Hit { .. } => State::Hit,
            Self::Miss { .. } => State::Miss,
            Self::Context { .. } | Self::Unknown => State::Unknown,
        }
    }

    /// Adds an argument to the sentences of its evidence.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        let value = value.into();
        if let Self::Hit { evidence, .. }
        | Self::Miss { evidence }
        | Self::Context { evidence, .. } = &mut self
        {
            for sentence in evidence {
                if let Statement::Keyed { args, .. } = &mut sentence.statement {
                    args.insert(Cow::Borrowed(name), value.clone());
                }
            }
        }
        self
    }

    /// Changes the pointers of its evidence.
    pub(crate) fn map_pointers(&mut self, change: impl Fn(&str) -> String) {
        if let Self::Hit { evidence, .. } | Self::Miss { evidence } = self {
            for pointer in evidence.iter_mut().flat_map(|sentence| &mut sentence.pointers) {
                *pointer = change(pointer);
            }
        }
    }

    /// Selects another attribute for the wording of its sentences.
    #[must_use]
    pub fn worded(mut self, variant: &'static str) -> Self {
        if let Self::Hit { evidence, .. } | Self::Miss { evidence } = &mut self {
            for sentence in evidence {
                *sentence = sentence.clone().worded(variant);
            }
        }
        self
    }

    /// Completes the keys of its evidence with the indicator's id.
    pub(crate) fn complete_keys(mut self, id: &str) -> Self {
        if let Self::Hit { evidence, .. }
        | Self::Miss { evidence }
        | Self::Context { evidence, .. } = &mut self
        {
            for sentence in evidence {
                sentence.complete_keys(id);
            }
        }
        self
    }

    /// The evidence. Empty if unknown.
    pub fn evidence(&self) -> &[Evidence] {
        match self {
            Self::Hit { evidence, .. }
            | Self::Miss { evidence }
            | Self::Context { evidence, .. } => evidence,
            Self::Unknown => &[],
        }
    }
}
