//! Recommends a threshold for the reviewers' capacity and the cost of errors.
//!
//! Each threshold's recall and false-positive rate come from the evaluation, the base rate from the caller (prior
//! correction, Elkan 2001), so the forecast does not depend on the share of fakes among the labels. It does not include
//! reviews that are opened by a ring or a rule, regardless of the score.

use scoring::model::{logit, sigmoid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ranking::OperatingRates;
use super::report::{Evaluation, Interval, Threshold};

/// The length of the backlog forecast.
const DAYS: u32 = 30;

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Workload {
    /// The total of all reviewers.
    pub reviewer_hours_per_day: f64,
    pub minutes_per_case: f64,
    pub applicants_per_day: f64,
    /// The share of fakes among the applicants.
    pub base_rate: f64,
    /// In any unit.
    pub cost_of_miss: f64,
    /// The cost of sending a genuine person to review, in the same unit.
    pub cost_of_false_alarm: f64,
    /// The number of cases already waiting.
    pub waiting: f64,
}

/// The recommended threshold and its expected outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OperatingPoint {
    /// The number of cases that reviewers have time for each day.
    pub capacity_per_day: f64,
    /// The cheapest threshold within the reviewers' capacity.
    pub recommended: Point,
    /// Whether the recommended threshold is within the reviewers' capacity. If none is, the highest is recommended.
    #[serde(alias = "fits")]
    pub fits_capacity: bool,
    /// The bands that go with the recommended threshold.
    pub bands: Bands,
    /// The threshold with the lowest cost, regardless of capacity.
    #[serde(alias = "least_cost")]
    pub lowest_cost: Point,
    /// The lowest threshold within the reviewers' capacity.
    #[serde(alias = "within_capacity")]
    pub lowest_within_capacity: Option<Point>,
    /// The threshold of the current policy.
    pub current: Option<Point>,
    /// All thresholds, highest first.
    pub curve: Vec<Point>,
    /// The forecast at the recommended threshold.
    pub backlog: Backlog,
}

/// The minimum probabilities of the bands.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = BandThresholds)]
pub struct Bands {
    /// The probability from which a miss is expected to cost more than a false alarm. It is never below the base rate
    /// or above `high_threshold`.
    #[serde(alias = "elevated_from")]
    pub elevated_threshold: f64,
    /// Applicants with at least this probability go to review.
    #[serde(alias = "high_from")]
    pub high_threshold: f64,
}

/// The expected outcome of a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ThresholdOutcome)]
pub struct Point {
    /// The threshold at the given base rate.
    #[serde(alias = "probability")]
    pub threshold: f64,
    /// The number of cases that go to review each day.
    pub queue_per_day: Interval,
    /// The share of fakes that go to review.
    pub recall: Interval,
    /// The share of fakes among the cases. The interval combines the worst recall with the worst false-positive rate, so it
    /// covers more than 95%.
    pub precision: Interval,
    /// The daily cost of misses and false alarms.
    pub cost_per_day: f64,
}

/// The backlog: new cases minus completed cases.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Backlog {
    /// New cases divided by the cases that reviewers can handle.
    pub load: f64,
    /// Whether the backlog grows without limit.
    #[serde(alias = "grows")]
    pub grows_without_limit: Growth,
    /// The number of applicants per day above which the backlog grows without limit.
    #[serde(alias = "grows_above_applicants_per_day")]
    pub max_applicants_per_day: f64,
    /// The first day on which more cases are waiting than reviewers can handle in a day; `null` if that does not happen
    /// within the forecast.
    #[serde(alias = "a_day_behind_on")]
    pub first_day_behind: Option<u32>,
    pub days: Vec<BacklogDay>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = BacklogGrowth)]
pub enum Growth {
    No,
    /// The capacity is within the interval of the queue.
    Maybe,
    Yes,
}

/// The backlog at the end of a day.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BacklogDay {
    /// Counted from 1.
    pub day: u32,
    /// The number of cases waiting.
    pub cases: Interval,
}

/// The first invalid field of a workload, and its valid range.
pub fn fault(workload: &Workload) -> Option<(&'static str, &'static str)> {
    const POSITIVE: &str = "above 0 and at most 1000000000";
    let positive = |number: f64| number.is_finite() && number > 0.0 && number <= 1e9;
    let checks = [
        ("reviewer_hours_per_day", positive(workload.reviewer_hours_per_day), POSITIVE),
        ("minutes_per_case", positive(workload.minutes_per_case), POSITIVE),
        ("applicants_per_day", positive(workload.applicants_per_day), POSITIVE),
        ("base_rate", (0.0001..=0.5).contains(&workload.base_rate), "between 0.0001 and 0.5"),
        ("cost_of_miss", positive(workload.cost_of_miss), POSITIVE),
        ("cost_of_false_alarm", positive(workload.cost_of_false_alarm), POSITIVE),
        ("waiting", (0.0..=1e9).contains(&workload.waiting), "from 0 to 1000000000"),
    ];
    checks.into_iter().find(|(_, is_valid, _)| !is_valid).map(|(name, _, range)| (name, range))
}

/// Recommends a threshold; `None` if the evaluation has none. Under the current policy, applicants go to review from
/// the probability `reviewed_from`.
pub fn operating_point(
    evaluation: &Evaluation,
    workload: &Workload,
    reviewed_from: f64,
) -> Option<OperatingPoint> {
    let capacity = workload.reviewer_hours_per_day * 60.0 / workload.minutes_per_case;
    let base = logit(workload.base_rate) + evaluation.model.shift;
    let thresholds = &evaluation.thresholds;
    let curve: Vec<Point> =
        thresholds.iter().map(|threshold| point(threshold, base, workload)).collect();
    let first = *curve.first()?;
    let cheaper = |best: Point, point: Point| {
        if point.cost_per_day < best.cost_per_day { point } else { best }
    };
    let lowest_cost = curve.iter().copied().reduce(cheaper)?;
    let fitting = curve.iter().take_while(|point| point.queue_per_day.value <= capacity);
    let within_capacity = fitting.last().copied();
    let recommended = match within_capacity {
        None => first,
        Some(_) if lowest_cost.queue_per_day.value <= capacity => lowest_cost,
        Some(lowest) => lowest,
    };
    let evidence = logit(reviewed_from) - base;
    let current =
        thresholds.iter().zip(&curve).take_while(|(threshold, _)| threshold.evidence >= evidence);
    Some(OperatingPoint {
        capacity_per_day: capacity,
        recommended,
        fits_capacity: within_capacity.is_some(),
        bands: bands(&recommended, workload),
        lowest_cost,
        lowest_within_capacity: within_capacity,
        current: current.last().map(|(_, point)| *point),
        backlog: backlog(&recommended, capacity, workload),
        curve,
    })
}

fn point(threshold: &Threshold, base: f64, workload: &Workload) -> Point {
    let Workload { applicants_per_day, base_rate, cost_of_miss, cost_of_false_alarm, .. } =
        *workload;
    let Threshold { evidence, recall, false_positive_rate: rate } = *threshold;
    let queue = |recall: f64, false_positive_rate: f64| {
        applicants_per_day * OperatingRates { recall, false_positive_rate }.flagged(base_rate)
    };
    let precision = |recall: f64, false_positive_rate: f64| {
        OperatingRates { recall, false_positive_rate }.precision(base_rate).unwrap_or_default()
    };
    let missed = base_rate * (1.0 - recall.value) * cost_of_miss;
    let false_alarms = (1.0 - base_rate) * rate.value * cost_of_false_alarm;
    Point {
        threshold: sigmoid(base + evidence),
        queue_per_day: Interval {
            value: queue(recall.value, rate.value),
            low: queue(recall.low, rate.low),
            high: queue(recall.high, rate.high),
        },
        recall,
        precision: Interval {
            value: precision(recall.value, rate.value),
            low: precision(recall.low, rate.high),
            high: precision(recall.high, rate.low),
        },
        cost_per_day: applicants_per_day * (missed + false_alarms),
    }
}

fn bands(recommended: &Point, workload: &Workload) -> Bands {
    let break_even =
        workload.cost_of_false_alarm / (workload.cost_of_false_alarm + workload.cost_of_miss);
    // A policy requires that base rate < `elevated_threshold` < `high_threshold`.
    let high_threshold = recommended.threshold.clamp(workload.base_rate * 1.5, 1.0 - 1e-6);
    let elevated_threshold = break_even.clamp(workload.base_rate * 1.2, high_threshold * 0.9);
    Bands { elevated_threshold, high_threshold }
}

fn backlog(point: &Point, capacity: f64, workload: &Workload) -> Backlog {
    let queue = point.queue_per_day;
    let mut days = Vec::new();
    let mut cases = [workload.waiting; 3];
    for day in 1..=DAYS {
        for (cases, new) in cases.iter_mut().zip([queue.value, queue.low, queue.high]) {
            *cases = (*cases + new - capacity).max(0.0);
        }
        let [value, low, high] = cases;
        days.push(BacklogDay { day, cases: Interval { value, low, high } });
    }
    let grows_without_limit =
        match (queue.value > capacity, queue.low <= capacity && capacity < queue.high) {
            (_, true) => Growth::Maybe,
            (true, false) => Growth::Yes,
            (false, false) => Growth::No,
        };
    Backlog {
        load: queue.value / capacity,
        grows_without_limit,
        max_applicants_per_day: workload.applicants_per_day * capacity / queue.value,
        first_day_behind: days.iter().find(|day| day.cases.value > capacity).map(|day| day.day),
        days,
    }
}
