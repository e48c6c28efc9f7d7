//! Review queues: which cases they get and when reviews are due.

use chrono::{DateTime, Duration, Utc};
use evidence::finding::State;
use learning::label::Chosen;
use scoring::decision::{Assessment, Band, Recommendation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Names a queue: 1 to 63 lower-case letters, digits, `-` and `_`, beginning with a letter or digit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String")]
#[schema(value_type = String, example = "rings")]
pub struct QueueName(String);

/// Why a text is not the name of a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be 1 to 63 lower-case letters, digits, `-` and `_`, starting with a letter or digit")]
pub struct BadQueueName;

impl QueueName {
    pub fn parse(written: &str) -> Result<Self, BadQueueName> {
        let first = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        let known = |c: char| first(c) || c == '-' || c == '_';
        let fits = (1..=63).contains(&written.len());
        let fits = fits && written.starts_with(first) && written.chars().all(known);
        if fits { Ok(Self(written.to_owned())) } else { Err(BadQueueName) }
    }

    /// The queue of each tenant for cases that no other queue matches.
    pub fn default_queue() -> Self {
        Self("default".to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for QueueName {
    type Error = BadQueueName;

    fn try_from(written: String) -> Result<Self, BadQueueName> {
        Self::parse(&written)
    }
}

impl std::str::FromStr for QueueName {
    type Err = BadQueueName;

    fn from_str(written: &str) -> Result<Self, BadQueueName> {
        Self::parse(written)
    }
}

impl std::fmt::Display for QueueName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A queue with its rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Queue {
    pub name: QueueName,
    pub rules: QueueRules,
}

/// How a queue works.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QueueRules {
    /// Queues are tried in this order, the smallest first; the first that fits takes the case.
    #[serde(default)]
    #[schema(example = 10)]
    pub position: i32,
    /// Which cases are routed here: one of these must fit. None: nothing is routed here by rule.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub rules: Vec<Condition>,
    /// Whether a case that fits gets a review even where the policy asks for none.
    #[serde(default)]
    pub opens: bool,
    /// Whether score, probability, band and contributions are hidden until the verdict.
    #[serde(default)]
    pub blind: bool,
    /// How soon a review is due.
    #[serde(default = "QueueRules::default_due_minutes")]
    #[schema(minimum = 1, maximum = 525_600, example = 1440)]
    pub due_within_minutes: i32,
    /// How many known cases are mixed in for each case that comes, as a share.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 0.5, example = 0.05)]
    pub golden_rate: f64,
}

/// What a case must be like. Every field that is given must fit; a list fits if one of its elements does.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The band.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<Band>,
    /// The recommendation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recommendations: Vec<Recommendation>,
    /// Why the case is looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chosen: Vec<Chosen>,
    /// Indicators of which one is a hit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(example = json!(["payout_account_shared"]))]
    pub hits: Vec<String>,
    /// Families in which there is a hit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(example = json!(["payout"]))]
    pub families: Vec<String>,
    /// A score of so much at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 99)]
    pub score_from: Option<u8>,
    /// A score of so much at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 99)]
    pub score_to: Option<u8>,
    /// A ring of so many members at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 2, example = 3)]
    pub ring_size_from: Option<i64>,
}

/// What routing depends on.
#[derive(Clone, Copy, Debug)]
pub struct RoutedCase<'a> {
    pub assessment: &'a Assessment,
    /// The number of applicants in the ring; 0 without a ring.
    pub ring_size: i64,
    /// Why the case was selected. `None` while that is undecided.
    pub chosen: Option<Chosen>,
}

impl QueueRules {
    /// One day.
    pub fn default_due_minutes() -> i32 {
        1_440
    }

    pub fn due_at(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        now + Duration::minutes(i64::from(self.due_within_minutes))
    }

    /// Whether the rules route a case to this queue.
    pub fn matches(&self, case: &RoutedCase<'_>) -> bool {
        self.rules.iter().any(|rule| rule.fits(case))
    }

    /// The faults of these rules, each with a JSON Pointer.
    pub fn faults(&self) -> Vec<(String, &'static str)> {
        let mut faults = Vec::new();
        if !(1..=525_600).contains(&self.due_within_minutes) {
            faults.push(("/due_within_minutes".to_owned(), "must be a number from 1 to 525600"));
        }
        if !(0.0..=0.5).contains(&self.golden_rate) {
            faults.push(("/golden_rate".to_owned(), "must be a share from 0 to 0.5"));
        }
        if self.rules.len() > 20 {
            faults.push(("/rules".to_owned(), "must have at most 20 elements"));
        }
        if self.opens && self.rules.is_empty() {
            faults.push(("/opens".to_owned(), "needs at least one rule"));
        }
        for (i, rule) in self.rules.iter().enumerate() {
            if *rule == Condition::default() && self.opens {
                faults.push((format!("/rules/{i}"), "would open a review for every case"));
            }
            let out_of_range = rule.faults().into_iter();
            faults.extend(out_of_range.map(|(field, text)| (format!("/rules/{i}/{field}"), text)));
        }
        faults
    }
}

impl Default for QueueRules {
    /// The rules of the default queue.
    fn default() -> Self {
        Self {
            position: i32::MAX,
            rules: Vec::new(),
            opens: false,
            blind: false,
            due_within_minutes: Self::default_due_minutes(),
            golden_rate: 0.0,
        }
    }
}

impl Condition {
    /// Fields with impossible numbers.
    fn faults(&self) -> Vec<(&'static str, &'static str)> {
        let mut faults = Vec::new();
        for (field, score) in [("score_from", self.score_from), ("score_to", self.score_to)] {
            if score.is_some_and(|score| score > 99) {
                faults.push((field, "must be a score from 0 to 99"));
            }
        }
        if self.ring_size_from.is_some_and(|from| from < 2) {
            faults.push(("ring_size_from", "must be 2 or more"));
        }
        faults
    }

    fn fits(&self, case: &RoutedCase<'_>) -> bool {
        let RoutedCase { assessment, ring_size, chosen } = *case;
        includes(&self.bands, &assessment.band)
            && includes(&self.recommendations, &assessment.recommendation)
            && (self.chosen.is_empty()
                || chosen.is_some_and(|chosen| self.chosen.contains(&chosen)))
            && has_hit(&self.hits, assessment, |hit| hit.0)
            && has_hit(&self.families, assessment, |hit| hit.1)
            && self.score_from.is_none_or(|from| assessment.score >= from)
            && self.score_to.is_none_or(|to| assessment.score <= to)
            && self.ring_size_from.is_none_or(|from| ring_size >= from)
    }
}

/// An empty list includes everything.
fn includes<T: PartialEq>(wanted: &[T], value: &T) -> bool {
    wanted.is_empty() || wanted.contains(value)
}

/// Whether a hit, in the score or in the context, has one of the wanted names.
fn has_hit<'a>(
    wanted: &[String],
    assessment: &'a Assessment,
    name: fn((&'a String, &'a String)) -> &'a String,
) -> bool {
    let scored = assessment.contributions.iter().filter(|part| part.state == State::Hit);
    let scored = scored.map(|part| (&part.indicator, &part.family));
    let shown = assessment.context.iter().chain(&assessment.human_evidence);
    let shown = shown.map(|remark| (&remark.indicator, &remark.family));
    wanted.is_empty() || scored.chain(shown).any(|hit| wanted.contains(name(hit)))
}

/// The first queue that matches a case. The queues must be sorted by position.
pub fn route<'a>(queues: &'a [Queue], case: &RoutedCase<'_>) -> Option<&'a Queue> {
    queues.iter().find(|queue| queue.rules.matches(case))
}
