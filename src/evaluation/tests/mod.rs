//! What evaluations are held against.

mod figures;
mod verdicts;

use chrono::{DateTime, TimeDelta};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::*;
use crate::model::{Cap, Column, Definition, Model, Pair, Term, Trained};

/// A model of two flags in two families, graded by their values, and what they mean together.
pub(super) fn model(strongest: f64) -> Model {
    let term = |indicator: &str, family: &str, strongest: f64| Term {
        indicator: indicator.to_owned(),
        family: family.to_owned(),
        edges: vec![2.0, 3.0],
        miss: -0.5,
        hits: vec![strongest / 3.0, strongest / 1.5, strongest],
    };
    let pair = Pair {
        first: "device".to_owned(),
        second: "payout".to_owned(),
        hits: vec![vec![0.0; 3], vec![0.0; 3], vec![0.0, 0.0, -strongest.min(0.25)]],
    };
    let cap = Cap { least: -5.0, most: 9.0 };
    Model::new(Definition {
        schema: Model::SCHEMA.to_owned(),
        description: "Two flags.".to_owned(),
        trained: Trained { synthetic: true, rows: 400, fakes: 100, seed: 1 },
        shift: 0.25,
        caps: ["session", "payout"].map(|family| (family.to_owned(), cap)).into(),
        terms: vec![term("device", "session", 3.0), term("payout", "payout", strongest)],
        pairs: vec![pair],
    })
    .unwrap()
}

pub(super) fn columns() -> Vec<Column> {
    let column = |(indicator, family): (&str, &str)| Column {
        indicator: indicator.to_owned(),
        family: family.to_owned(),
    };
    [("device", "session"), ("payout", "payout")].map(column).into()
}

pub(super) fn row(turn: usize, values: [Option<f64>; 2], fake: bool) -> HeldOut {
    let days = TimeDelta::hours(i64::try_from(turn).unwrap());
    HeldOut {
        decision: None,
        at: DateTime::from_timestamp(1_780_000_000, 0).unwrap() + days,
        group: turn as u64,
        values: values.into(),
        fake,
        weight: 1.0,
        audit_group: Some(if turn.is_multiple_of(2) { "north" } else { "south" }.to_owned()),
    }
}

/// Many people: fakes have more of both flags.
pub(super) fn people(count: usize) -> Vec<HeldOut> {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let one = |turn: usize| {
        let fake = turn.is_multiple_of(5);
        let mut value = |honest: f64| match random.random::<f64>() {
            0.0..0.2 => None,
            share if share < 0.2 + if fake { 0.5 } else { honest } => {
                Some(f64::from(random.random_range(1..4_u8)))
            }
            _ => Some(0.0),
        };
        row(turn, [value(0.04), value(0.02)], fake)
    };
    (0..count).map(one).collect()
}

fn evaluated(rows: &[HeldOut]) -> Evaluation {
    let (columns, model) = (columns(), model(4.0));
    evaluate(&EvaluationInput::new(&columns, rows, &model)).unwrap()
}

#[test]
fn the_same_rows_models_and_seed_give_the_same_bytes() {
    let rows = people(300);
    assert_eq!(evaluated(&rows).to_json(), evaluated(&rows).to_json());
    let read: Evaluation = serde_json::from_str(&evaluated(&rows).to_json()).unwrap();
    assert_eq!(read.to_json(), evaluated(&rows).to_json());
    let (columns, model) = (columns(), model(4.0));
    let other = EvaluationInput { seed: 2, ..EvaluationInput::new(&columns, &rows, &model) };
    assert_ne!(evaluate(&other).unwrap().headline, evaluated(&rows).headline);
}

#[test]
fn what_cannot_be_stated_is_left_out_and_nothing_is_nan() {
    let honest: Vec<HeldOut> = people(40).into_iter().filter(|row| !row.fake).collect();
    let fakes: Vec<HeldOut> = people(40).into_iter().filter(|row| row.fake).collect();
    let weightless = people(40).into_iter().map(|row| HeldOut { weight: 0.0, ..row }).collect();
    let tied = (0..40).map(|turn| row(turn, [None, None], turn.is_multiple_of(4))).collect();
    let one = vec![row(0, [Some(3.0), None], true)];
    for rows in [Vec::new(), one, honest, fakes, weightless, tied] {
        let report = evaluated(&rows);
        let json = report.to_json();
        let read: Evaluation = serde_json::from_str(&json).unwrap_or_else(|error| {
            panic!("{} rows: {error}: a number that JSON cannot hold\n{json}", rows.len())
        });
        assert_eq!(read, report, "{} rows", rows.len());
    }
}

#[test]
fn tied_scores_are_worked_in_any_order() {
    let rows: Vec<HeldOut> = (0..100).map(|turn| row(turn, [None, None], turn < 10)).collect();
    let headline = evaluated(&rows).headline;
    assert!((headline.roc_auc.unwrap().value - 0.5).abs() < 1e-12);
    assert!((headline.recall_at_budget.unwrap().value - 0.02).abs() < 1e-12, "2 in 100 of all");
    assert_eq!(headline.recall_at_one_percent.unwrap().value, 0.0, "no threshold parts them");
}

#[test]
fn a_model_is_as_good_as_itself_and_not_better() {
    let (rows, columns, model) = (people(300), columns(), model(4.0));
    let input =
        EvaluationInput { champion: Some(&model), ..EvaluationInput::new(&columns, &rows, &model) };
    let beside = evaluate(&input).unwrap().comparison.unwrap();
    let nothing = Some(Interval { value: 0.0, low: 0.0, high: 0.0 });
    assert_eq!((beside.average_precision, beside.recall_at_budget), (nothing, nothing));
}

#[test]
fn rows_that_do_not_fit_the_columns_are_refused() {
    let (columns, model) = (columns(), model(4.0));
    let mut rows = people(10);
    rows[3].values.pop();
    let short = evaluate(&EvaluationInput::new(&columns, &rows, &model));
    assert!(matches!(short, Err(EvaluateError::Shape { row: 3, values: 1, columns: 2 })));
    rows[3].values = vec![Some(f64::NAN), None];
    let odd = evaluate(&EvaluationInput::new(&columns, &rows, &model));
    assert!(matches!(odd, Err(EvaluateError::Value { row: 3 })));
    let share = EvaluationInput { base_rate: 0.0, ..EvaluationInput::new(&columns, &[], &model) };
    assert!(matches!(evaluate(&share), Err(EvaluateError::Share { name: "base_rate" })));
}

#[test]
fn the_worst_errors_are_named_with_what_moved_their_scores() {
    let mut rows = people(100);
    rows[5].values = vec![Some(0.0), Some(0.0)];
    rows[1].values = vec![Some(9.0), Some(9.0)];
    let report = evaluated(&rows);
    assert!(report.misses.iter().all(|case| rows[case.row].fake));
    assert!(report.misses.is_sorted_by(|one, next| one.probability <= next.probability));
    let missed = report.misses.iter().find(|case| case.row == 5).unwrap();
    assert!(missed.above > 0.5, "{missed:?}");
    let alarm = &report.false_alarms[0];
    assert_eq!((alarm.row, alarm.reasons[0].indicator.as_str()), (1, "payout"));
}

#[test]
fn a_ring_counts_as_one_draw_so_that_its_intervals_are_wider() {
    let rows = people(400);
    let apart = evaluated(&rows).headline.average_precision.unwrap();
    let ringed = |(turn, row): (usize, HeldOut)| HeldOut {
        group: if row.fake { turn as u64 / 100 } else { row.group + 1000 },
        ..row
    };
    let ringed: Vec<HeldOut> = rows.into_iter().enumerate().map(ringed).collect();
    let together = evaluated(&ringed).headline.average_precision.unwrap();
    assert!((apart.value - together.value).abs() < 1e-12);
    let width = |interval: Interval| interval.high - interval.low;
    assert!(width(apart) > 0.0 && width(together) != width(apart));
}
