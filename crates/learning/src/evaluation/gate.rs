//! The gate: decides from an evaluation whether a model may replace the champion.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::number;
use super::report::{Evaluation, GroupParity, Interval, ParityVerdict};

/// The requirements for a model.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GatePolicy {
    /// The smallest number of held-out fakes.
    #[serde(alias = "fakes_needed")]
    pub min_fakes: u32,
    /// The smallest number of held-out genuine applicants.
    #[serde(alias = "genuine_needed")]
    pub min_genuine: u32,
    /// How much lower than the champion's the recall at the review budget may be. The whole 95 % interval of the
    /// difference must be within this margin.
    pub recall_margin: f64,
    /// The largest calibration error.
    pub calibration_error: f64,
    /// Whether a model passes if its parity is unknown because there are no groups or they have too few people.
    pub unknown_parity_passes: bool,
}

impl Default for GatePolicy {
    fn default() -> Self {
        Self {
            min_fakes: 30,
            min_genuine: 100,
            recall_margin: 0.05,
            calibration_error: 0.05,
            unknown_parity_passes: false,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// The number of held-out fakes.
    Fakes,
    /// The number of held-out genuine applicants.
    Genuine,
    /// Recall at the review budget minus the champion's.
    RecallAtBudget,
    /// The expected calibration error.
    CalibrationError,
    /// The flag rate of genuine people in a group, divided by that of all others.
    Parity,
    /// Whether scores change when name, nationality and school are swapped.
    Swap,
}

/// A reason why a model may not be promoted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    pub measure: Measure,
    /// The measured value; `null` if it could not be measured.
    pub value: Option<f64>,
    pub interval: Option<Interval>,
    /// The bound that the value must meet.
    pub bound: f64,
    /// The reason, as a sentence.
    pub detail: String,
}

/// Checks whether a model may replace the champion, and returns all reasons if not.
pub fn gate(evaluation: &Evaluation, policy: &GatePolicy) -> Result<(), Vec<Refusal>> {
    let refusals: Vec<Refusal> = [
        labels(evaluation, policy),
        recall(evaluation, policy).into_iter().collect(),
        calibration(evaluation, policy).into_iter().collect(),
        parity(evaluation, policy),
        swap(evaluation).into_iter().collect(),
    ]
    .into_iter()
    .flatten()
    .collect();
    if refusals.is_empty() { Ok(()) } else { Err(refusals) }
}

/// Why parity is unknown, if it is. Group names are in backticks.
pub fn unknown_parity(evaluation: &Evaluation) -> Option<String> {
    let Some(parity) = &evaluation.parity else {
        return Some(
            "parity is unknown: it takes two groups with enough people to measure it".to_owned(),
        );
    };
    if parity.verdict != ParityVerdict::Unknown {
        return None;
    }
    let groups = parity.groups.iter().filter(|group| group.verdict == ParityVerdict::Unknown);
    let names: Vec<String> = groups.map(|group| format!("`{}`", group.group)).collect();
    Some(format!(
        "parity is unknown: too few genuine people were held out to tell whether those of {} go to review more often than \
         others",
        if names.is_empty() { "a group".to_owned() } else { names.join(", ") }
    ))
}

fn labels(evaluation: &Evaluation, policy: &GatePolicy) -> Vec<Refusal> {
    let counts = &evaluation.counts;
    let wanted = [
        (Measure::Fakes, counts.fakes, policy.min_fakes, "fakes"),
        (Measure::Genuine, counts.rows - counts.fakes, policy.min_genuine, "genuine applicants"),
    ];
    let too_few = wanted.into_iter().filter(|(_, count, min, _)| number(*count) < f64::from(*min));
    too_few
        .map(|(measure, count, min, noun)| Refusal {
            measure,
            value: Some(number(count)),
            interval: None,
            bound: f64::from(min),
            detail: format!("{count} {noun} are held out, but {min} are needed"),
        })
        .collect()
}

fn recall(evaluation: &Evaluation, policy: &GatePolicy) -> Option<Refusal> {
    let comparison = evaluation.comparison.as_ref()?;
    let difference = comparison.recall_at_budget;
    let bound = -policy.recall_margin;
    if difference.is_some_and(|difference| difference.low >= bound) {
        return None;
    }
    let detail = match difference {
        Some(Interval { value, low, high }) => format!(
            "recall at the review budget is {:.3} {} than that of the champion {} (95 % interval of the difference: {low:+.3} \
             to {high:+.3}), so it may be lower by more than the {:.3} that the gate allows",
            value.abs(),
            if value < 0.0 { "lower" } else { "higher" },
            comparison.champion,
            policy.recall_margin
        ),
        None => "recall at the review budget could not be compared".to_owned(),
    };
    Some(Refusal {
        measure: Measure::RecallAtBudget,
        value: difference.map(|difference| difference.value),
        interval: difference,
        bound,
        detail,
    })
}

fn calibration(evaluation: &Evaluation, policy: &GatePolicy) -> Option<Refusal> {
    let error = evaluation.calibration.as_ref().map(|calibration| calibration.error);
    let bound = policy.calibration_error;
    if error.is_some_and(|error| error.value <= bound) {
        return None;
    }
    let detail = match error {
        Some(error) => {
            format!("the calibration error is {:.3}, but at most {bound} is allowed", error.value)
        }
        None => "the calibration error could not be measured".to_owned(),
    };
    let value = error.map(|error| error.value);
    Some(Refusal { measure: Measure::CalibrationError, value, interval: error, bound, detail })
}

fn parity(evaluation: &Evaluation, policy: &GatePolicy) -> Vec<Refusal> {
    if let Some(detail) = unknown_parity(evaluation) {
        let refusal = parity_refusal(None, detail);
        return if policy.unknown_parity_passes { Vec::new() } else { vec![refusal] };
    }
    let groups = evaluation.parity.iter().flat_map(|parity| &parity.groups);
    let is_unequal = |group: &&GroupParity| group.verdict == ParityVerdict::DoesNotHold;
    let refusal = |group: &GroupParity| {
        let Interval { value, low, high } = group.ratio;
        let detail = format!(
            "genuine people of `{}` go to review {value:.2} times ({low:.2} to {high:.2}) as often as others",
            group.group
        );
        parity_refusal(Some(group.ratio), detail)
    };
    groups.filter(is_unequal).map(refusal).collect()
}

fn parity_refusal(ratio: Option<Interval>, detail: String) -> Refusal {
    let value = ratio.map(|ratio| ratio.value);
    Refusal { measure: Measure::Parity, value, interval: ratio, bound: 1.0, detail }
}

fn swap(evaluation: &Evaluation) -> Option<Refusal> {
    let proof = evaluation.swap.as_ref().filter(|proof| !proof.holds())?;
    Some(Refusal {
        measure: Measure::Swap,
        value: None,
        interval: None,
        bound: 0.0,
        detail: format!(
            "the scores of {} people changed when their names, nationalities and schools were swapped",
            proof.people
        ),
    })
}
