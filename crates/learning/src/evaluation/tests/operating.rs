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

fn recommend(workload: &Workload) -> OperatingPoint {
    operating_point(&evaluated(&people(3000)), workload, 0.25).unwrap()
}

#[test]
fn a_point_has_the_figures_of_its_threshold_at_the_given_base_rate() {
    let (report, workload) = (evaluated(&people(3000)), workload());
    let chosen = operating_point(&report, &workload, 0.25).unwrap();
    assert!((chosen.capacity_per_day - 40.0).abs() < 1e-9, "8 hours of 12-minute cases");
    for (point, threshold) in chosen.curve.iter().zip(&report.thresholds) {
        let (fakes, genuine) =
            (20.0 * threshold.recall.value, 980.0 * threshold.false_positive_rate.value);
        assert!((point.queue_per_day.value - fakes - genuine).abs() < 1e-6);
        assert!((point.precision.value - fakes / (fakes + genuine)).abs() < 1e-6);
        let cost = 50.0 * (20.0 - fakes) + genuine;
        assert!((point.cost_per_day - cost).abs() < 1e-6);
        let log_odds = logit(0.02) + report.model.shift + threshold.evidence;
        assert!((point.threshold - sigmoid(log_odds)).abs() < 1e-9);
        assert!(point.precision.low <= point.precision.value);
        assert!(point.precision.value <= point.precision.high);
    }
}

#[test]
fn the_recommended_threshold_is_the_cheapest_within_capacity() {
    let chosen = recommend(&workload());
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
fn cheap_misses_raise_the_threshold_and_expensive_misses_use_all_capacity() {
    let cheap = recommend(&Workload { cost_of_miss: 1.0, ..workload() });
    let expensive = recommend(&Workload { cost_of_miss: 10_000.0, ..workload() });
    assert!(cheap.recommended.threshold > expensive.recommended.threshold);
    assert_eq!(Some(expensive.recommended), expensive.lowest_within_capacity);
    assert!(expensive.lowest_cost.queue_per_day.value > expensive.capacity_per_day);
}

#[test]
fn a_backlog_shrinks_within_capacity_and_grows_without_limit_above_it() {
    let worked = recommend(&Workload { waiting: 60.0, ..workload() }).backlog;
    assert!(worked.load < 1.0 && worked.grows_without_limit != Growth::Yes);
    assert!(worked.days.is_sorted_by(|day, next| day.cases.value >= next.cases.value));
    assert_eq!(worked.days.len(), 30);
    // With one case in ten days, not even the highest threshold fits.
    let short = Workload { reviewer_hours_per_day: 0.02, ..workload() };
    let growing = recommend(&short);
    assert!(!growing.fits_capacity && growing.lowest_within_capacity.is_none());
    assert_eq!(growing.backlog.grows_without_limit, Growth::Yes);
    let (queue, last) = (growing.recommended.queue_per_day.value, growing.backlog.days[29]);
    assert!((last.cases.value - 30.0 * (queue - 0.1)).abs() < 1e-6);
    assert!(growing.backlog.first_day_behind.is_some());
    let max = growing.backlog.max_applicants_per_day;
    assert!((max * queue / 1000.0 - 0.1).abs() < 1e-6, "at the maximum, the queue fills capacity");
}

#[test]
fn an_invalid_workload_has_a_fault() {
    assert_eq!(workload_fault(&workload()), None);
    let bad = Workload { minutes_per_case: 0.0, ..workload() };
    assert_eq!(workload_fault(&bad), Some(("minutes_per_case", "above 0 and at most 1000000000")));
    let bad = Workload { cost_of_miss: f64::NAN, ..workload() };
    assert_eq!(workload_fault(&bad).map(|fault| fault.0), Some("cost_of_miss"));
    assert_eq!(operating_point(&evaluated(&[]), &workload(), 0.25), None);
}
