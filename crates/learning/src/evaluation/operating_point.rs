//! The operating point: where to set the threshold, given reviewers' time and what errors cost.
//!
//! Recall and false alarms of each threshold are those of the evaluation; the base rate is the asker's (prior
//! correction, Elkan 2001), so that what is expected of a queue does not hang on how many fakes the labels hold.
//! Not in it: reviews that are opened because of a ring or a rule, whatever the score is.

use scoring::model::{logit, sigmoid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ranking::Found;
use super::report::{Evaluation, Interval, Threshold};

/// How many days are forecast.
const DAYS: u32 = 30;

/// What is given.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Workload {
    /// How many hours reviewers have each day, all together.
    pub reviewer_hours_per_day: f64,
    /// How many minutes a case takes.
    pub minutes_per_case: f64,
    /// How many applicants come each day.
    pub applicants_per_day: f64,
    /// The share of them that is fake.
    pub base_rate: f64,
    /// What it costs to miss a fake, in any unit.
    pub cost_of_miss: f64,
    /// What it costs to send an honest person to review, in the same unit.
    pub cost_of_false_alarm: f64,
    /// How many cases wait already.
    pub waiting: f64,
}

/// Where to set the threshold, and what to expect.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OperatingPoint {
    /// How many cases reviewers can work each day.
    pub capacity_per_day: f64,
    /// What is recommended: the least cost that reviewers can work.
    pub recommended: Point,
    /// Whether reviewers can work it. If not even the highest threshold fits, that one is recommended.
    #[serde(rename = "fits_capacity", alias = "fits")]
    pub fits: bool,
    /// Where bands would begin.
    pub bands: Bands,
    /// The least cost, whatever reviewers can work.
    #[serde(rename = "lowest_cost", alias = "least_cost")]
    pub least_cost: Point,
    /// The lowest threshold that reviewers can work.
    #[serde(rename = "lowest_within_capacity", alias = "within_capacity")]
    pub within_capacity: Option<Point>,
    /// What is to be expected where the policy in force sends people to review.
    pub current: Option<Point>,
    /// Every threshold, the highest first.
    pub curve: Vec<Point>,
    /// The backlog day by day.
    pub backlog: Backlog,
}

/// Where bands would begin, as probabilities.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = BandThresholds)]
pub struct Bands {
    /// Where asking pays: the probability from which on a miss is expected to cost more than a false alarm, held
    /// between the base rate and `high_from`.
    #[serde(rename = "elevated_threshold", alias = "elevated_from")]
    pub elevated_from: f64,
    /// Where review begins.
    #[serde(rename = "high_threshold", alias = "high_from")]
    pub high_from: f64,
}

/// What a threshold brings.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ThresholdOutcome)]
pub struct Point {
    /// From which probability on, at the given base rate.
    #[serde(rename = "threshold", alias = "probability")]
    pub probability: f64,
    /// How many cases come to review each day.
    pub queue_per_day: Interval,
    /// The share of fakes that is found.
    pub recall: Interval,
    /// The share of cases that are fake. Its interval takes the worst of recall and of false alarms together, so
    /// it is wider than 95 %.
    pub precision: Interval,
    /// What misses and false alarms cost each day.
    pub cost_per_day: f64,
}

/// The backlog at the recommended threshold: cases that come less those that are worked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Backlog {
    /// Cases that come, divided by those that can be worked.
    pub load: f64,
    /// Whether it grows without end.
    #[serde(rename = "grows_without_limit", alias = "grows")]
    pub grows: Growth,
    /// Above how many applicants each day it would grow at this threshold.
    #[serde(rename = "max_applicants_per_day", alias = "grows_above_applicants_per_day")]
    pub grows_above_applicants_per_day: f64,
    /// The day on which more cases wait than reviewers work in a day, if it comes within the forecast.
    #[serde(rename = "backlog_exceeds_one_day_on", alias = "a_day_behind_on")]
    pub a_day_behind_on: Option<u32>,
    /// Each day.
    pub days: Vec<BacklogDay>,
}

/// Whether a backlog grows without end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = BacklogGrowth)]
pub enum Growth {
    /// It does not.
    No,
    /// It may: the interval of the queue holds the capacity.
    Maybe,
    /// It does.
    Yes,
}

/// The backlog at the end of a day.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BacklogDay {
    /// Which day, from 1.
    pub day: u32,
    /// How many cases wait.
    pub cases: Interval,
}

/// What is wrong with a workload: the field, and what it must be.
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
    checks.into_iter().find(|(_, holds, _)| !holds).map(|(name, _, must)| (name, must))
}

/// Chooses a threshold; nothing if the evaluation has none. `reviewed_from` is the probability from which on the
/// policy in force sends people to review.
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
    let least_cost = curve.iter().copied().reduce(|least, point| {
        if point.cost_per_day < least.cost_per_day { point } else { least }
    })?;
    let fitting = || curve.iter().take_while(|point| point.queue_per_day.value <= capacity);
    let within_capacity = fitting().last().copied();
    let fits = within_capacity.is_some();
    let recommended = match within_capacity {
        None => first,
        Some(_) if least_cost.queue_per_day.value <= capacity => least_cost,
        Some(most) => most,
    };
    let evidence = logit(reviewed_from) - base;
    let current = thresholds.iter().zip(&curve).take_while(|(one, _)| one.evidence >= evidence);
    Some(OperatingPoint {
        capacity_per_day: capacity,
        recommended,
        fits,
        bands: bands(&recommended, workload),
        least_cost,
        within_capacity,
        current: current.last().map(|(_, point)| *point),
        backlog: backlog(&recommended, capacity, workload),
        curve,
    })
}

fn point(threshold: &Threshold, base: f64, workload: &Workload) -> Point {
    let Workload { applicants_per_day, base_rate, cost_of_miss, cost_of_false_alarm, .. } =
        *workload;
    let Threshold { evidence, recall, false_positive_rate: wrong } = *threshold;
    let queue = |recall: f64, false_positive_rate: f64| {
        applicants_per_day * Found { recall, false_positive_rate }.flagged(base_rate)
    };
    let precision = |recall: f64, false_positive_rate: f64| {
        Found { recall, false_positive_rate }.precision(base_rate).unwrap_or_default()
    };
    let missed = base_rate * (1.0 - recall.value) * cost_of_miss;
    let alarmed = (1.0 - base_rate) * wrong.value * cost_of_false_alarm;
    Point {
        probability: sigmoid(base + evidence),
        queue_per_day: Interval {
            value: queue(recall.value, wrong.value),
            low: queue(recall.low, wrong.low),
            high: queue(recall.high, wrong.high),
        },
        recall,
        precision: Interval {
            value: precision(recall.value, wrong.value),
            low: precision(recall.low, wrong.high),
            high: precision(recall.high, wrong.low),
        },
        cost_per_day: applicants_per_day * (missed + alarmed),
    }
}

fn bands(recommended: &Point, workload: &Workload) -> Bands {
    let pays =
        workload.cost_of_false_alarm / (workload.cost_of_false_alarm + workload.cost_of_miss);
    // A policy wants the base rate, `elevated_from` and `high_from` in this order.
    let high_from = recommended.probability.clamp(workload.base_rate * 1.5, 1.0 - 1e-6);
    let elevated_from = pays.clamp(workload.base_rate * 1.2, high_from * 0.9);
    Bands { elevated_from, high_from }
}

fn backlog(point: &Point, capacity: f64, workload: &Workload) -> Backlog {
    let queue = point.queue_per_day;
    let mut days = Vec::new();
    let mut cases = [workload.waiting; 3];
    for day in 1..=DAYS {
        for (cases, come) in cases.iter_mut().zip([queue.value, queue.low, queue.high]) {
            *cases = (*cases + come - capacity).max(0.0);
        }
        let [value, low, high] = cases;
        days.push(BacklogDay { day, cases: Interval { value, low, high } });
    }
    let grows = match (queue.value > capacity, queue.low <= capacity && capacity < queue.high) {
        (_, true) => Growth::Maybe,
        (true, false) => Growth::Yes,
        (false, false) => Growth::No,
    };
    Backlog {
        load: queue.value / capacity,
        grows,
        grows_above_applicants_per_day: workload.applicants_per_day * capacity / queue.value,
        a_day_behind_on: days.iter().find(|day| day.cases.value > capacity).map(|day| day.day),
        days,
    }
}
