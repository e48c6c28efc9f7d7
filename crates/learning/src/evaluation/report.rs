//! The report: plain data, with a version.

use chrono::{DateTime, Utc};
use ids::DecisionId;
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};
use utoipa::ToSchema;

use super::input::SwapProof;

/// The version of the report's shape.
pub const SCHEMA: &str = "bonafide.evaluation/v1";

/// How a model did on people that it had not seen.
///
/// A figure that cannot be stated, such as recall where nobody is fake, is left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evaluation {
    /// The version of the report's shape.
    pub schema: String,
    /// What was measured.
    pub model: Tried,
    /// On whom.
    pub counts: Counts,
    /// The share of fakes for which precision is stated.
    pub base_rate: f64,
    /// The share of all applicants that reviewers can work.
    pub review_budget: f64,
    /// How many times the groups were drawn anew for the intervals.
    pub draws: usize,
    /// The seed of the draws.
    pub seed: u64,
    /// What to look at first.
    pub headline: Headline,
    /// What is found when so many genuine applicants may be looked at for nothing.
    pub budgets: Vec<Budget>,
    /// The curves.
    pub curves: Curves,
    /// How far probabilities are what they say.
    pub calibration: Option<Calibration>,
    /// How it does beside the model that scores now.
    pub comparison: Option<Comparison>,
    /// What would be lost if a family or an indicator were unknown of everybody.
    pub ablation: Ablation,
    /// How it does with fewer labels, the fewest first; the model itself is the last.
    pub learning: Vec<Learning>,
    /// What every term adds.
    pub shapes: Vec<Shape>,
    /// What every pair adds beyond its terms.
    pub pairs: Vec<PairShape>,
    /// How it does on people unlike those that it learned from.
    pub elsewhere: Option<Apart>,
    /// What each threshold finds, the highest first.
    pub thresholds: Vec<Threshold>,
    /// What drift is measured against.
    pub reference: Reference,
    /// How often groups that were given for the audit alone are flagged.
    pub parity: Option<Parity>,
    /// What a swap of name, nationality and school changed.
    pub swap: Option<SwapProof>,
    /// The fakes with the lowest scores.
    pub misses: Vec<Case>,
    /// The genuine applicants with the highest scores.
    pub false_alarms: Vec<Case>,
}

/// A model that was measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tried {
    /// Its name.
    pub id: String,
    /// Its digest.
    pub digest: String,
    /// What it is, in a sentence.
    pub description: String,
    /// Whether the people that it learned from were simulated.
    pub synthetic: bool,
    /// How many profiles it learned from.
    pub learned_from: usize,
    /// How many of them were fake.
    pub fakes: usize,
    /// What it adds to the log-odds of the base rate before any evidence.
    pub shift: f64,
}

/// On whom was measured.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// How many profiles.
    pub rows: usize,
    /// How many of them were fake.
    pub fakes: usize,
    /// How many rings and persons.
    pub groups: usize,
    /// The share of fakes, by weight.
    pub base_rate: f64,
    /// When the first was submitted.
    pub from: Option<DateTime<Utc>>,
    /// When the last was submitted.
    pub until: Option<DateTime<Utc>>,
}

/// A figure with the interval that holds 95 % of the draws.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Estimate)]
pub struct Interval {
    /// The figure.
    pub value: f64,
    /// 2.5 % of the draws are below.
    pub low: f64,
    /// 2.5 % of the draws are above.
    pub high: f64,
}

/// What to look at first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Headline {
    /// The area under the precision-recall curve, as average precision, at the rows' own share of fakes.
    pub average_precision: Option<Interval>,
    /// The area under the ROC curve.
    pub roc_auc: Option<Interval>,
    /// The share of fakes above the lowest threshold with at most 1 % of genuine applicants.
    pub recall_at_one_percent: Option<Interval>,
    /// The share of fakes among those that reviewers can work, at the stated base rate.
    pub recall_at_budget: Option<Interval>,
    /// How many of those that reviewers can work are fake, at the stated base rate.
    pub precision_at_budget: Option<Interval>,
}

/// What is found when a share of all genuine applicants may be looked at for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// The share of genuine applicants above the threshold, at most.
    pub false_positive_rate: f64,
    /// The share of fakes above it.
    pub recall: Option<Interval>,
    /// How many of those above it are fake, at the stated base rate.
    pub precision: Option<f64>,
}

/// The curves, at fixed places so that intervals can be stated.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Curves {
    /// Recall by the share of genuine applicants above the threshold.
    pub roc: Vec<RateAt>,
    /// Precision by recall.
    pub precision: Vec<PrecisionAt>,
}

/// A place of the ROC curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RateAt {
    /// The share of genuine applicants above the threshold.
    pub false_positive_rate: f64,
    /// The share of fakes above it.
    pub recall: Interval,
}

/// A place of the precision-recall curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrecisionAt {
    /// The share of fakes above the threshold.
    pub recall: f64,
    /// How many of those above it are fake, at the rows' own share of fakes.
    pub precision: Interval,
    /// The same at the stated base rate.
    pub at_base_rate: Interval,
}

/// How far probabilities are what they say, at the rows' own share of fakes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// The expected calibration error over groups of equal weight.
    pub error: Interval,
    /// The mean squared error of the probabilities (Brier 1950).
    pub brier: Interval,
    /// The groups, the least suspicious first.
    pub groups: Vec<CalibrationGroup>,
}

/// People with probabilities near each other.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalibrationGroup {
    /// How many profiles.
    pub rows: usize,
    /// The mean probability.
    pub said: f64,
    /// The share of fakes.
    pub was: Interval,
}

/// How a model does beside the champion, on the same people and the same draws: its figure less the champion's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// The champion.
    pub champion: String,
    /// The champion's own figures.
    pub headline: Headline,
    /// By how much average precision is higher.
    pub average_precision: Option<Interval>,
    /// By how much recall at the review budget is higher.
    pub recall_at_budget: Option<Interval>,
}

/// What would be lost if something were unknown of everybody, in average precision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ablation {
    /// Each family, the most important first.
    pub families: Vec<FamilyAblation>,
    /// Each indicator alone, the most important first.
    pub indicators: Vec<IndicatorAblation>,
    /// On how many rows the indicators were measured.
    pub rows: usize,
}

/// What a family is worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FamilyAblation {
    /// Which family.
    pub family: String,
    /// The share of rows of which it knows something.
    pub known: f64,
    /// By how much average precision would be lower.
    pub lost: Option<Interval>,
}

/// What an indicator is worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorAblation {
    /// Which indicator.
    pub indicator: String,
    /// Its family.
    pub family: String,
    /// The share of rows of which it knows something.
    pub known: f64,
    /// By how much average precision would be lower.
    pub lost: Option<f64>,
}

/// How a model does that was fitted on a part of the rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Learning {
    /// On how many rows.
    pub rows: usize,
    /// How many of them were fake.
    pub fakes: usize,
    /// Its average precision.
    pub average_precision: Option<Interval>,
    /// Its recall at the review budget.
    pub recall_at_budget: Option<Interval>,
}

/// What a term adds to the log-odds. Unknown adds exactly nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shape {
    /// Which indicator.
    pub indicator: String,
    /// Its family.
    pub family: String,
    /// A miss, then each grade of hits.
    pub places: Vec<Place>,
}

/// A place of a term's table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Which values, in the indicator's unit.
    pub label: String,
    /// What they add.
    pub log_odds: f64,
    /// The share of rows that have them.
    pub share: f64,
}

/// What two hits add together beyond what each adds alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PairShape {
    /// One indicator.
    pub first: String,
    /// The other.
    pub second: String,
    /// The grades of the first, one for each row of `log_odds`.
    pub first_hits: Vec<String>,
    /// The grades of the second, one for each column.
    pub second_hits: Vec<String>,
    /// What they add.
    pub log_odds: Vec<Vec<f64>>,
}

/// How a model does on people unlike those that it learned from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Apart {
    /// How they are unlike.
    pub description: String,
    /// On whom was measured.
    pub counts: Counts,
    /// What to look at first.
    pub headline: Headline,
    /// The expected calibration error.
    pub calibration_error: Option<Interval>,
}

/// What a threshold finds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// From which log-odds of the evidence on; the base rate's and the model's shift are added to it.
    pub evidence: f64,
    /// The share of fakes above it.
    pub recall: Interval,
    /// The share of genuine applicants above it.
    pub false_positive_rate: Interval,
}

/// How observations and scores lay where the model learned, as if the stated base rate held.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// How many rows.
    pub rows: usize,
    /// How many rows of equal weight would say as much (Kish 1965).
    pub effective_rows: f64,
    /// The scores.
    pub scores: ScoreReference,
    /// The indicators.
    pub indicators: Vec<IndicatorReference>,
}

/// How scores lay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreReference {
    /// Where bins begin, in log-odds of the evidence; the first begins nowhere.
    pub edges: Vec<f64>,
    /// The share in each.
    pub shares: Vec<f64>,
}

/// How often an indicator said what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorReference {
    /// Which indicator.
    pub indicator: String,
    /// Its family.
    pub family: String,
    /// Where grades of hits begin; the first begins above 0.
    pub edges: Vec<f64>,
    /// The share of rows of which it knew nothing.
    pub unknown: f64,
    /// Of the others: misses, then hits of each grade.
    pub known: Vec<f64>,
}

/// How often honest people of each group would go to review within the budget, beside all others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parity {
    /// Whether it holds for every group.
    pub verdict: ParityVerdict,
    /// The log-odds of the evidence from which on somebody is within the budget.
    pub threshold: f64,
    /// The groups. Those of few people are one.
    pub groups: Vec<GroupParity>,
}

/// Whether a group is flagged as others are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ParityVerdict {
    /// Not twice as often, or not one in a hundred more often.
    Holds,
    /// More than a quarter more often, which is not chance.
    DoesNotHold,
    /// There are too few people to tell.
    Unknown,
}

/// One group beside all others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupParity {
    /// Its name in the audit.
    pub group: String,
    /// How many profiles.
    pub rows: usize,
    /// How many of them are genuine.
    pub genuine: usize,
    /// The share of all of them that is flagged.
    pub flagged: f64,
    /// The share of the genuine ones that is flagged.
    pub flagged_genuine: f64,
    /// That share divided by the others', half a person added to each count.
    pub ratio: Interval,
    /// That share less the others'.
    pub difference: Interval,
    /// What this says.
    pub verdict: ParityVerdict,
}

/// Somebody whom the model judged wrongly.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The decision, if one was stored.
    pub decision: Option<DecisionId>,
    /// Which of the rows, from 0.
    pub row: usize,
    /// When the profile was submitted.
    pub at: DateTime<Utc>,
    /// The probability at the stated base rate.
    pub probability: f64,
    /// The share of the rows with a higher score.
    pub above: f64,
    /// What moved the score most.
    pub reasons: Vec<Reason>,
}

/// One indicator's part of a score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Which indicator.
    pub indicator: String,
    /// What it added to the log-odds.
    pub log_odds: f64,
}

impl Evaluation {
    /// The report as it is stored: JSON with a line's end. The same report gives the same bytes.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("a report is plain JSON");
        text.push('\n');
        text
    }

    /// The report with every figure to six digits after the point: what is beyond them is noise, and may differ
    /// from one machine's logarithm to another's.
    pub(super) fn rounded(&self) -> Self {
        let mut value = serde_json::to_value(self).expect("a report is plain JSON");
        round(&mut value);
        serde_json::from_value(value).expect("rounding keeps the shape")
    }
}

fn round(value: &mut Value) {
    match value {
        Value::Number(number) if number.is_f64() => {
            let rounded = number.as_f64().map(|number| (number * 1e6).round() / 1e6);
            // Minus nothing is nothing.
            let rounded = rounded.map(|number| if number == 0.0 { 0.0 } else { number });
            *number = rounded.and_then(Number::from_f64).unwrap_or_else(|| number.clone());
        }
        Value::Array(list) => list.iter_mut().for_each(round),
        Value::Object(fields) => fields.values_mut().for_each(round),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
