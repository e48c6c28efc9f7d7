//! Operating points.

use scoring::model::{logit, sigmoid};

use super::{evaluated, people};
use crate::evaluation::{Growth, OperatingPoint, Workload, operating_point, workload_fault};

fn workload() -> Workload {
    Workload {
        reviewer_hours_per_day: 8.0,
        minutes_per_case: 12.0,
        applicants_per_day: 1000.0,
        base_rate: 0.02,
        cost_of_miss: 50.0,
        cost_of_false_alarm: 1.0,
        waiting: 0.0,
    }
}

fn chosen(workload: &Workload) -> OperatingPoint {
    operating_point(&evaluated(&people(3000)), workload, 0.25).unwrap()
}

#[test]
fn queue_precision_and_recall_are_those_of_the_threshold_at_the_given_base_rate() {
    let (report, workload) = (evaluated(&people(3000)), workload());
    let chosen = operating_point(&report, &workload, 0.25).unwrap();
    assert!((chosen.capacity_per_day - 40.0).abs() < 1e-9, "8 hours of 12-minute cases");
    for (point, threshold) in chosen.curve.iter().zip(&report.thresholds) {
        let (found, wrong) =
            (20.0 * threshold.recall.value, 980.0 * threshold.false_positive_rate.value);
        assert!((point.queue_per_day.value - found - wrong).abs() < 1e-6);
        assert!((point.precision.value - found / (found + wrong)).abs() < 1e-6);
        let cost = 50.0 * (20.0 - found) + wrong;
        assert!((point.cost_per_day - cost).abs() < 1e-6);
        let log_odds = logit(0.02) + report.model.shift + threshold.evidence;
        assert!((point.threshold - sigmoid(log_odds)).abs() < 1e-9);
        assert!(point.precision.low <= point.precision.value);
        assert!(point.precision.value <= point.precision.high);
    }
}

#[test]
fn what_is_recommended_can_be_worked_and_nothing_cheaper_can() {
    let chosen = chosen(&workload());
    assert!(
        chosen.fits_capacity && chosen.recommended.queue_per_day.value <= chosen.capacity_per_day
    );
    let cheaper = (chosen.curve.iter())
        .filter(|point| point.queue_per_day.value <= chosen.capacity_per_day)
        .filter(|point| point.cost_per_day < chosen.recommended.cost_per_day);
    assert_eq!(cheaper.count(), 0);
    assert!(chosen.bands.elevated_threshold < chosen.bands.high_threshold);
    assert!(chosen.bands.elevated_threshold > workload().base_rate);
}

#[test]
fn cheap_misses_raise_the_threshold_and_dear_ones_spend_the_reviewers() {
    let cheap = chosen(&Workload { cost_of_miss: 1.0, ..workload() });
    let dear = chosen(&Workload { cost_of_miss: 10_000.0, ..workload() });
    assert!(cheap.recommended.threshold > dear.recommended.threshold);
    assert_eq!(Some(dear.recommended), dear.lowest_within_capacity);
    assert!(dear.lowest_cost.queue_per_day.value > dear.capacity_per_day, "they would need more");
}

#[test]
fn a_backlog_shrinks_when_it_can_and_grows_without_end_when_it_must() {
    let worked = chosen(&Workload { waiting: 60.0, ..workload() }).backlog;
    assert!(worked.load < 1.0 && worked.grows_without_limit != Growth::Yes);
    assert!(worked.days.is_sorted_by(|one, next| one.cases.value >= next.cases.value));
    assert_eq!(worked.days.len(), 30);
    // One case in ten days: not even the highest threshold fits.
    let short = Workload { reviewer_hours_per_day: 0.02, ..workload() };
    let growing = chosen(&short);
    assert!(!growing.fits_capacity && growing.lowest_within_capacity.is_none());
    assert_eq!(growing.backlog.grows_without_limit, Growth::Yes);
    let (queue, last) = (growing.recommended.queue_per_day.value, growing.backlog.days[29]);
    assert!((last.cases.value - 30.0 * (queue - 0.1)).abs() < 1e-6);
    assert!(growing.backlog.first_day_behind.is_some());
    let most = growing.backlog.max_applicants_per_day;
    assert!((most * queue / 1000.0 - 0.1).abs() < 1e-6, "there the queue is what can be worked");
}

#[test]
fn a_workload_that_makes_no_sense_is_named() {
    assert_eq!(workload_fault(&workload()), None);
    let bad = Workload { minutes_per_case: 0.0, ..workload() };
    assert_eq!(workload_fault(&bad), Some(("minutes_per_case", "above 0 and at most 1000000000")));
    let bad = Workload { cost_of_miss: f64::NAN, ..workload() };
    assert_eq!(workload_fault(&bad).map(|fault| fault.0), Some("cost_of_miss"));
    assert_eq!(operating_point(&evaluated(&[]), &workload(), 0.25), None);
}
