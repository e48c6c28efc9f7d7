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
            unknown_parity_passes: true,
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
            "recall at the review budget is {value:+.3} ({low:+.3} to {high:+.3}) beside {}'s; it may surely not be \
             lower than {bound:+.3}",
            comparison.champion
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
            format!("the calibration error is {:.3}, {bound} is allowed", error.value)
        }
        None => "the calibration error could not be measured".to_owned(),
    };
    let value = error.map(|error| error.value);
    Some(Refusal { measure: Measure::CalibrationError, value, interval: error, bound, detail })
}

fn parity(evaluation: &Evaluation, policy: &GatePolicy) -> Vec<Refusal> {
    let parity = evaluation.parity.as_ref();
    let verdict = parity.map_or(ParityVerdict::Unknown, |parity| parity.verdict);
    let passes = match verdict {
        ParityVerdict::Holds => true,
        ParityVerdict::Unknown => policy.unknown_parity_passes,
        ParityVerdict::DoesNotHold => false,
    };
    if passes {
        return Vec::new();
    }
    let Some(parity) = parity else {
        let detail = "no groups were given to measure parity for".to_owned();
        let bound = 1.0;
        return vec![Refusal {
            measure: Measure::Parity,
            value: None,
            interval: None,
            bound,
            detail,
        }];
    };
    let groups = || parity.groups.iter().filter(|group| group.verdict == verdict);
    if verdict == ParityVerdict::Unknown {
        let names: Vec<String> = groups().map(|group| format!("`{}`", group.group)).collect();
        let detail = format!("too few people are in {} to tell of parity", names.join(", "));
        return vec![Refusal {
            measure: Measure::Parity,
            value: None,
            interval: None,
            bound: 1.0,
            detail,
        }];
    }
    let refusal = |group: &GroupParity| {
        let Interval { value, low, high } = group.ratio;
        let detail = format!(
            "honest people of `{}` go to review {value:.2} times ({low:.2} to {high:.2}) as often as others",
            group.group
        );
        Refusal {
            measure: Measure::Parity,
            value: Some(value),
            interval: Some(group.ratio),
            bound: 1.0,
            detail,
        }
    };
    groups().map(refusal).collect()
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
