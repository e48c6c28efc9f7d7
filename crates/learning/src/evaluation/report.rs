//! The evaluation as versioned, plain data.
//!
//! Aliases read stored evaluations with earlier field names.

use chrono::{DateTime, Utc};
use ids::DecisionId;
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};
use utoipa::ToSchema;

use super::input::SwapProof;

/// The version of the format.
pub const SCHEMA: &str = "bonafide.evaluation/v1";

/// The measurements of a model on held-out applicants.
///
/// A figure that cannot be computed, such as recall without any fakes, is `null`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evaluation {
    pub schema: String,
    pub model: EvaluatedModel,
    pub counts: Counts,
    /// The share of fakes for which precision is stated.
    pub base_rate: f64,
    /// The share of applicants that reviewers have time for.
    pub review_budget: f64,
    /// How many times groups were resampled for the intervals.
    pub draws: usize,
    /// The seed of the resampling.
    pub seed: u64,
    pub headline: Headline,
    /// Recall and precision at fixed false-positive rates.
    pub budgets: Vec<Budget>,
    pub curves: Curves,
    pub calibration: Option<Calibration>,
    /// The comparison with the champion.
    pub comparison: Option<Comparison>,
    pub ablation: Ablation,
    /// Models fitted on fewer examples, fewest first; the model itself is last.
    #[serde(alias = "learning")]
    pub learning_curve: Vec<LearningPoint>,
    /// The contributions of every term.
    pub shapes: Vec<Shape>,
    /// The contributions of every pair in addition to its terms.
    pub pairs: Vec<PairShape>,
    /// The results on applicants who differ from the training data.
    #[serde(alias = "elsewhere")]
    pub other_cohort: Option<OtherCohort>,
    /// Highest first.
    pub thresholds: Vec<Threshold>,
    /// The reference for drift.
    pub reference: Reference,
    pub parity: Option<Parity>,
    /// The proof that swapping name, nationality and school changes no score.
    pub swap: Option<SwapProof>,
    /// The fakes with the lowest scores.
    pub misses: Vec<Case>,
    /// The genuine applicants with the highest scores.
    pub false_alarms: Vec<Case>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvaluatedModel {
    pub id: String,
    pub digest: String,
    pub description: String,
    /// Whether the training data was simulated.
    pub synthetic: bool,
    /// The number of training examples.
    pub learned_from: usize,
    pub fakes: usize,
    /// The amount it adds to the base rate's log-odds before any evidence.
    pub shift: f64,
}

/// The applicants in the measurement.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// The number of profiles.
    pub rows: usize,
    pub fakes: usize,
    /// The number of rings plus that of applicants without a ring.
    pub groups: usize,
    /// The share of fakes, by weight.
    pub base_rate: f64,
    /// The time of the first submission.
    pub from: Option<DateTime<Utc>>,
    /// The time of the last submission.
    pub until: Option<DateTime<Utc>>,
}

/// A figure with its 95% interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Estimate)]
pub struct Interval {
    pub value: f64,
    /// 2.5% of the bootstrap draws are below this value.
    pub low: f64,
    /// 2.5% of the bootstrap draws are above this value.
    pub high: f64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Headline {
    /// At the data's own share of fakes.
    pub average_precision: Option<Interval>,
    /// The area under the ROC curve.
    pub roc_auc: Option<Interval>,
    /// The share of fakes above the lowest threshold with at most 1 % of genuine applicants above it.
    pub recall_at_one_percent: Option<Interval>,
    /// The share of fakes within the review budget, at the stated base rate.
    pub recall_at_budget: Option<Interval>,
    /// The share of fakes among the applicants within the review budget, at the stated base rate.
    pub precision_at_budget: Option<Interval>,
}

/// Recall and precision at a fixed false-positive rate.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// The largest share of genuine applicants above the threshold.
    pub false_positive_rate: f64,
    pub recall: Option<Interval>,
    /// At the stated base rate.
    pub precision: Option<f64>,
}

/// The curves at fixed points, so that they can have intervals.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Curves {
    pub roc: Vec<RocPoint>,
    pub precision: Vec<PrecisionPoint>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RocPoint {
    pub false_positive_rate: f64,
    pub recall: Interval,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrecisionPoint {
    pub recall: f64,
    /// At the data's own share of fakes.
    pub precision: Interval,
    /// Precision at the stated base rate.
    pub at_base_rate: Interval,
}

/// How far probabilities are from observed shares of fakes, with the data's own share of fakes as the base rate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// The expected calibration error over groups of equal weight.
    pub error: Interval,
    /// The mean squared error of the probabilities (Brier 1950).
    pub brier: Interval,
    /// The groups, least suspicious first.
    pub groups: Vec<CalibrationGroup>,
}

/// People with similar probabilities.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalibrationGroup {
    /// The number of profiles.
    pub rows: usize,
    /// The mean probability.
    #[serde(alias = "said")]
    pub predicted: f64,
    /// The share of fakes.
    #[serde(alias = "was")]
    pub observed: Interval,
}

/// A model compared with the champion, on the same applicants and draws.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    pub champion: String,
    /// The champion's own figures.
    pub headline: Headline,
    /// The model's average precision minus the champion's.
    pub average_precision: Option<Interval>,
    /// The model's recall at the review budget minus the champion's.
    pub recall_at_budget: Option<Interval>,
}

/// The loss if a family or an indicator is unknown for everyone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ablation {
    /// Most important first.
    pub families: Vec<FamilyAblation>,
    /// Most important first.
    pub indicators: Vec<IndicatorAblation>,
    /// The number of profiles on which indicators were measured.
    pub rows: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FamilyAblation {
    pub family: String,
    /// The share of profiles with a known value.
    #[serde(alias = "known")]
    pub known_share: f64,
    #[serde(alias = "lost")]
    pub average_precision_lost: Option<Interval>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorAblation {
    pub indicator: String,
    pub family: String,
    /// The share of profiles with a known value.
    #[serde(alias = "known")]
    pub known_share: f64,
    #[serde(alias = "lost")]
    pub average_precision_lost: Option<f64>,
}

/// A model fitted on some of the examples.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LearningPoint {
    /// The number of examples it was fitted on.
    pub rows: usize,
    pub fakes: usize,
    pub average_precision: Option<Interval>,
    pub recall_at_budget: Option<Interval>,
}

/// The contributions of a term to the log-odds. Unknown contributes exactly 0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shape {
    pub indicator: String,
    pub family: String,
    /// A miss, then each grade of hits.
    #[serde(alias = "places")]
    pub bins: Vec<ShapeBin>,
}

/// A bin of a term's table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShapeBin {
    /// The range of values, in the indicator's unit.
    pub label: String,
    pub log_odds: f64,
    /// The share of profiles in this bin.
    pub share: f64,
}

/// The extra contributions when two indicators are both hits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PairShape {
    pub first: String,
    pub second: String,
    /// The first indicator's grade for each row of `log_odds`.
    pub first_hits: Vec<String>,
    /// The second indicator's grade for each column.
    pub second_hits: Vec<String>,
    pub log_odds: Vec<Vec<f64>>,
}

/// The measurements of a model on applicants who differ from its training data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherCohort {
    /// How they differ.
    pub description: String,
    pub counts: Counts,
    pub headline: Headline,
    /// The expected calibration error.
    pub calibration_error: Option<Interval>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// The log-odds of the evidence at the threshold, without the base rate and the model's shift.
    pub evidence: f64,
    pub recall: Interval,
    pub false_positive_rate: Interval,
}

/// The distributions of inputs and scores in the training data, weighted to the stated base rate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    pub rows: usize,
    /// The number of rows of equal weight that would be as informative (Kish 1965).
    pub effective_rows: f64,
    pub scores: ScoreReference,
    pub indicators: Vec<IndicatorReference>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreReference {
    /// The lower edges of the bins, in log-odds of the evidence. The first bin has none.
    pub edges: Vec<f64>,
    /// The share of each bin.
    pub shares: Vec<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorReference {
    pub indicator: String,
    pub family: String,
    /// The lower edges of the grades of hits. The first grade begins above 0.
    pub edges: Vec<f64>,
    /// The share of unknown values.
    pub unknown: f64,
    /// Of the known values, the share of misses, then of each grade of hits.
    pub known: Vec<f64>,
}

/// How often genuine people of each group would go to review within the budget, compared with all others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parity {
    pub verdict: ParityVerdict,
    /// The log-odds of the evidence at the edge of the budget.
    pub threshold: f64,
    /// Small groups are merged.
    pub groups: Vec<GroupParity>,
}

/// Whether a group is flagged as often as others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ParityVerdict {
    /// Certainly less than twice as often, or less than one percentage point more.
    Holds,
    /// More often by at least a quarter, and significantly so.
    DoesNotHold,
    /// Too few people for a result.
    Unknown,
}

/// A group compared with all others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupParity {
    /// The group's name in the audit.
    pub group: String,
    pub rows: usize,
    pub genuine: usize,
    /// The share of its people who are flagged.
    pub flagged: f64,
    /// The share of its genuine people who are flagged.
    pub flagged_genuine: f64,
    /// `flagged_genuine` divided by that of the others, with half a person added to each count.
    pub ratio: Interval,
    /// `flagged_genuine` minus that of the others.
    pub difference: Interval,
    pub verdict: ParityVerdict,
}

/// An applicant with a wrong prediction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The decision, if it is stored.
    pub decision: Option<DecisionId>,
    /// The index of the example, counted from 0.
    pub row: usize,
    /// When the profile was submitted.
    pub at: DateTime<Utc>,
    /// The probability at the stated base rate.
    pub probability: f64,
    /// The share of people with a higher score.
    #[serde(alias = "above")]
    pub share_above: f64,
    /// The largest contributions to the score.
    pub reasons: Vec<Reason>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    pub indicator: String,
    pub log_odds: f64,
}

impl Evaluation {
    /// JSON with a final newline. The same evaluation gives the same bytes.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("an evaluation is plain JSON");
        text.push('\n');
        text
    }

    /// The evaluation rounded to six decimal places. Further digits are noise and can differ between machines.
    pub(super) fn rounded(&self) -> Self {
        let mut value = serde_json::to_value(self).expect("an evaluation is plain JSON");
        round(&mut value);
        serde_json::from_value(value).expect("rounding keeps the format")
    }
}

impl Shape {
    pub(super) fn largest_effect(&self) -> f64 {
        self.bins.iter().map(|bin| bin.log_odds.abs()).fold(0.0, f64::max)
    }
}

fn round(value: &mut Value) {
    match value {
        Value::Number(number) if number.is_f64() => {
            let rounded = number.as_f64().map(|number| (number * 1e6).round() / 1e6);
            // No "-0".
            let rounded = rounded.map(|number| if number == 0.0 { 0.0 } else { number });
            *number = rounded.and_then(Number::from_f64).unwrap_or_else(|| number.clone());
        }
        Value::Array(list) => list.iter_mut().for_each(round),
        Value::Object(fields) => fields.values_mut().for_each(round),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
