//! The gate: whether a model may take the champion's place, by the figures of its report.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::number;
use super::report::{Evaluation, GroupParity, Interval, ParityVerdict};

/// What a model must show.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GatePolicy {
    /// How many fakes must have been held out at least.
    pub fakes_needed: u32,
    /// How many genuine applicants must have been held out at least.
    pub genuine_needed: u32,
    /// By how much recall at the review budget may surely not be lower than the champion's: the interval of the
    /// difference must end above it.
    pub recall_margin: f64,
    /// The largest calibration error.
    pub calibration_error: f64,
    /// Whether parity that is unknown, because no groups were given or there are too few people, passes.
    pub unknown_parity_passes: bool,
}

impl Default for GatePolicy {
    fn default() -> Self {
        Self {
            fakes_needed: 30,
            genuine_needed: 100,
            recall_margin: 0.05,
            calibration_error: 0.05,
            unknown_parity_passes: false,
        }
    }
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// How many fakes were held out.
    Fakes,
    /// How many genuine applicants were held out.
    Genuine,
    /// Recall at the review budget, less the champion's.
    RecallAtBudget,
    /// The expected calibration error.
    CalibrationError,
    /// The flag rate of honest people of a group, divided by the others'.
    Parity,
    /// How many scores a swap of name, nationality and school may move.
    Swap,
}

/// Why a model may not be promoted, with the numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// What was measured.
    pub measure: Measure,
    /// What came out; nothing if it could not be measured.
    pub value: Option<f64>,
    /// The interval around it, if there is one.
    pub interval: Option<Interval>,
    /// What it was held against.
    pub bound: f64,
    /// The same in a sentence.
    pub detail: String,
}

/// Whether a model may take the champion's place. Everything that is wrong is named at once.
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

/// Why parity is unknown, if it is.
pub fn unknown_parity(evaluation: &Evaluation) -> Option<String> {
    let Some(parity) = &evaluation.parity else {
        return Some(
            "parity is unknown: there were no two groups of enough people to measure it for"
                .to_owned(),
        );
    };
    if parity.verdict != ParityVerdict::Unknown {
        return None;
    }
    let groups = parity.groups.iter().filter(|group| group.verdict == ParityVerdict::Unknown);
    let names: Vec<String> = groups.map(|group| format!("`{}`", group.group)).collect();
    Some(format!(
        "parity is unknown: too few honest people were held out to tell whether those of {} go to review more often than \
         others",
        if names.is_empty() { "a group".to_owned() } else { names.join(", ") }
    ))
}

fn labels(evaluation: &Evaluation, policy: &GatePolicy) -> Vec<Refusal> {
    let counts = &evaluation.counts;
    let wanted = [
        (Measure::Fakes, counts.fakes, policy.fakes_needed, "fakes"),
        (Measure::Genuine, counts.rows - counts.fakes, policy.genuine_needed, "genuine applicants"),
    ];
    let refusal = |(measure, count, needed, what): (Measure, usize, u32, &str)| Refusal {
        measure,
        value: Some(number(count)),
        interval: None,
        bound: f64::from(needed),
        detail: format!("{count} {what} were held out, {needed} are needed"),
    };
    let is_short =
        |(_, count, needed, _): &(Measure, usize, u32, &str)| number(*count) < f64::from(*needed);
    wanted.into_iter().filter(is_short).map(refusal).collect()
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
            "recall at the review budget is {} (the difference is {low:+.3} to {high:+.3} at 95 %), so that it may be lower \
             by more than the {:.3} that the gate allows",
            beside(value, &comparison.champion),
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

/// A difference to the champion in words.
fn beside(difference: f64, champion: &str) -> String {
    let side = if difference < 0.0 { "lower" } else { "higher" };
    format!("{:.3} {side} than that of the champion {champion}", difference.abs())
}

fn calibration(evaluation: &Evaluation, policy: &GatePolicy) -> Option<Refusal> {
    let error = evaluation.calibration.as_ref().map(|calibration| calibration.error);
    let bound = policy.calibration_error;
    if error.is_some_and(|error| error.value <= bound) {
        return None;
    }
    let detail = match error {
        Some(error) => {
            format!("the calibration error is {:.3}, {bound} is allowed", error.value)
        }
        None => "the calibration error could not be measured".to_owned(),
    };
    let value = error.map(|error| error.value);
    Some(Refusal { measure: Measure::CalibrationError, value, interval: error, bound, detail })
}

fn parity(evaluation: &Evaluation, policy: &GatePolicy) -> Vec<Refusal> {
    if let Some(detail) = unknown_parity(evaluation) {
        let refusal = not_shown(None, detail);
        return if policy.unknown_parity_passes { Vec::new() } else { vec![refusal] };
    }
    let groups = evaluation.parity.iter().flat_map(|parity| &parity.groups);
    let flagged = |group: &&GroupParity| group.verdict == ParityVerdict::DoesNotHold;
    let refusal = |group: &GroupParity| {
        let Interval { value, low, high } = group.ratio;
        let detail = format!(
            "honest people of `{}` go to review {value:.2} times ({low:.2} to {high:.2}) as often as others",
            group.group
        );
        not_shown(Some(group.ratio), detail)
    };
    groups.filter(flagged).map(refusal).collect()
}

fn not_shown(ratio: Option<Interval>, detail: String) -> Refusal {
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
            "scores of {} people moved when their names, nationalities and schools were exchanged",
            proof.people
        ),
    })
}
