//! Review queues: the rules for their cases and due times.

use chrono::{DateTime, Duration, Utc};
use evidence::finding::State;
use learning::label::Chosen;
use scoring::decision::{Assessment, Band, Recommendation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::tenant::is_slug;

/// Name of a queue: 1 to 63 lower-case letters, digits, `-` and `_`, starting with a letter or digit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String")]
#[schema(value_type = String, example = "rings")]
pub struct QueueName(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be 1 to 63 lower-case letters, digits, `-` and `_`, starting with a letter or digit")]
pub struct BadQueueName;

impl QueueName {
    pub fn parse(written: &str) -> Result<Self, BadQueueName> {
        if is_slug(written) { Ok(Self(written.to_owned())) } else { Err(BadQueueName) }
    }

    /// The queue for cases that match no other queue; every tenant has it.
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

/// Settings of a queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QueueRules {
    /// Queues are tried in ascending order of position. The first one with a matching condition gets the case.
    #[serde(default)]
    #[schema(example = 10)]
    pub position: i32,
    /// Conditions for cases in this queue; one of them must match. Without conditions, no case is routed here.
    #[serde(default, alias = "rules")]
    #[schema(max_items = 20)]
    pub conditions: Vec<Condition>,
    /// Whether a matching case gets a review even if the policy doesn't ask for one.
    #[serde(default, alias = "opens")]
    pub opens_reviews: bool,
    /// Whether score, probability, band and contributions are hidden until the verdict.
    #[serde(default)]
    pub blind: bool,
    /// Minutes until a new review is due.
    #[serde(default = "QueueRules::default_due_minutes")]
    #[schema(minimum = 1, maximum = 525_600, example = 1440)]
    pub due_within_minutes: i32,
    /// Golden items to add for each new case, as a share: 0.05 adds one for every 20 cases.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 0.5, example = 0.05)]
    pub golden_rate: f64,
}

/// A condition for cases. All given fields must match; a list matches if one of its elements does.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = QueueCondition)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Bands of the decision.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<Band>,
    /// Recommendations of the decision.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recommendations: Vec<Recommendation>,
    /// Reasons for which the review is opened.
    #[serde(default, alias = "chosen", skip_serializing_if = "Vec::is_empty")]
    pub selected_by: Vec<Chosen>,
    /// Ids of indicators, one of which must be a hit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(example = json!(["payout_account_shared"]))]
    pub hits: Vec<String>,
    /// Families, one of which must have a hit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(example = json!(["payout"]))]
    pub families: Vec<String>,
    /// Minimum score.
    #[serde(default, alias = "score_from", skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 99)]
    pub min_score: Option<u8>,
    /// Maximum score.
    #[serde(default, alias = "score_to", skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 99)]
    pub max_score: Option<u8>,
    /// Minimum number of applicants in the ring.
    #[serde(default, alias = "ring_size_from", skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 2, example = 3)]
    pub min_ring_size: Option<i64>,
}

/// The properties of a case that routing depends on.
#[derive(Clone, Copy, Debug)]
pub struct RoutedCase<'a> {
    pub assessment: &'a Assessment,
    /// The number of applicants in the ring; 0 without a ring.
    pub ring_size: i64,
    /// Why the case was selected; `None` while undecided.
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
        self.conditions.iter().any(|rule| rule.fits(case))
    }

    /// The errors in these rules, each with a JSON Pointer.
    pub fn faults(&self) -> Vec<(String, &'static str)> {
        let mut faults = Vec::new();
        if !(1..=525_600).contains(&self.due_within_minutes) {
            faults.push(("/due_within_minutes".to_owned(), "must be a number from 1 to 525600"));
        }
        if !(0.0..=0.5).contains(&self.golden_rate) {
            faults.push(("/golden_rate".to_owned(), "must be a share from 0 to 0.5"));
        }
        if self.conditions.len() > 20 {
            faults.push(("/conditions".to_owned(), "must have at most 20 elements"));
        }
        if self.opens_reviews && self.conditions.is_empty() {
            faults.push(("/opens_reviews".to_owned(), "needs at least one condition"));
        }
        for (i, rule) in self.conditions.iter().enumerate() {
            if *rule == Condition::default() && self.opens_reviews {
                faults.push((format!("/conditions/{i}"), "would open a review for every case"));
            }
            let pointer = |(field, text)| (format!("/conditions/{i}/{field}"), text);
            faults.extend(rule.faults().into_iter().map(pointer));
        }
        faults
    }
}

impl Default for QueueRules {
    /// The rules of the default queue.
    fn default() -> Self {
        Self {
            position: i32::MAX,
            conditions: Vec::new(),
            opens_reviews: false,
            blind: false,
            due_within_minutes: Self::default_due_minutes(),
            golden_rate: 0.0,
        }
    }
}

impl Condition {
    /// Fields with numbers out of range.
    fn faults(&self) -> Vec<(&'static str, &'static str)> {
        let mut faults = Vec::new();
        for (field, score) in [("min_score", self.min_score), ("max_score", self.max_score)] {
            if score.is_some_and(|score| score > 99) {
                faults.push((field, "must be a score from 0 to 99"));
            }
        }
        if self.min_ring_size.is_some_and(|from| from < 2) {
            faults.push(("min_ring_size", "must be 2 or more"));
        }
        faults
    }

    fn fits(&self, case: &RoutedCase<'_>) -> bool {
        let RoutedCase { assessment, ring_size, chosen } = *case;
        includes(&self.bands, &assessment.band)
            && includes(&self.recommendations, &assessment.recommendation)
            && (self.selected_by.is_empty()
                || chosen.is_some_and(|chosen| self.selected_by.contains(&chosen)))
            && has_hit(&self.hits, assessment, |hit| hit.0)
            && has_hit(&self.families, assessment, |hit| hit.1)
            && self.min_score.is_none_or(|from| assessment.score >= from)
            && self.max_score.is_none_or(|to| assessment.score <= to)
            && self.min_ring_size.is_none_or(|from| ring_size >= from)
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
    let unscored = assessment.context.iter().chain(&assessment.human_evidence);
    let unscored = unscored.map(|hit| (&hit.indicator, &hit.family));
    wanted.is_empty() || scored.chain(unscored).any(|hit| wanted.contains(name(hit)))
}

/// Finds the first queue that matches a case. The queues must be sorted by position.
pub fn route<'a>(queues: &'a [Queue], case: &RoutedCase<'_>) -> Option<&'a Queue> {
    queues.iter().find(|queue| queue.rules.matches(case))
}
