//! Figures against those of scikit-learn 1.9.1: `roc_auc_score`, `average_precision_score`, `brier_score_loss`
//! and the largest recall of `roc_curve` (`drop_intermediate=False`) at a false-positive rate of at most 0.2,
//! on the twenty rows below, with and without `sample_weight`.

use scoring::model::sigmoid;

use super::row;
use crate::data::TrainingExample;
use crate::evaluation::Calibration;
use crate::evaluation::bootstrap::Draw;
use crate::evaluation::calibration::CalibrationFigures;
use crate::evaluation::ranking::{Curve, Ranking};

const FAKE: [u8; 20] = [1, 0, 1, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0];
const SCORES: [f64; 20] = [
    3.0, 2.5, 2.5, 2.0, 2.0, 1.5, 1.0, 1.0, 1.0, 0.5, 0.5, 0.0, 0.0, 0.0, -0.5, -0.5, -0.5, -1.0,
    -1.0, -2.0,
];
const WEIGHTS: [f64; 20] = [
    1.0, 0.5, 2.0, 1.0, 0.25, 1.0, 1.5, 1.0, 0.75, 1.0, 0.5, 1.0, 2.0, 1.0, 0.5, 1.0, 1.0, 1.0,
    0.25, 1.0,
];

fn rows() -> Vec<TrainingExample> {
    FAKE.iter().enumerate().map(|(turn, fake)| row(turn, [None, None], *fake == 1)).collect()
}

fn curve(weights: &[f64]) -> Curve {
    Ranking::new(&SCORES, &rows()).curve(weights)
}

fn calibration(weights: &[f64]) -> Calibration {
    let (rows, probabilities) = (rows(), SCORES.map(sigmoid));
    let ranking = Ranking::new(&SCORES, &rows);
    let original = Draw { weights, curve: &ranking.curve(weights) };
    CalibrationFigures::new(&rows, &probabilities, &ranking, &original).report().unwrap()
}

fn brier(weights: &[f64]) -> f64 {
    calibration(weights).brier.value
}

fn assert_near(one: f64, other: f64) {
    assert!((one - other).abs() < 1e-12, "{one} and {other}");
}

#[test]
fn figures_are_those_of_scikit_learn() {
    let plain = [1.0; 20];
    assert_near(curve(&plain).roc_auc().unwrap(), 0.744_047_619_047_619_1);
    assert_near(curve(&plain).average_precision().unwrap(), 0.586_432_957_021_192_4);
    assert_near(curve(&plain).recall_at(0.2).unwrap(), 0.5);
    assert_near(brier(&plain), 0.278_654_791_662_205_36);
    assert_near(curve(&WEIGHTS).roc_auc().unwrap(), 0.809_766_763_848_396_4);
    assert_near(curve(&WEIGHTS).average_precision().unwrap(), 0.738_648_090_815_273_5);
    assert_near(curve(&WEIGHTS).recall_at(0.2).unwrap(), 0.571_428_571_428_571_4);
    assert_near(brier(&WEIGHTS), 0.235_103_773_277_757_2);
}

#[test]
fn precision_at_a_recall_is_that_of_the_first_threshold_that_reaches_it() {
    let curve = curve(&WEIGHTS);
    let (fakes, genuine) = curve.totals();
    let own = fakes / (fakes + genuine);
    let precision = |recall: f64| curve.reaching(recall).unwrap().precision(own).unwrap();
    // `precision_recall_curve` of the same rows.
    assert_near(precision(0.428), 0.857_142_857_142_857_1);
    assert_near(precision(0.5), 0.842_105_263_157_894_7);
    assert_near(precision(0.75), 0.611_111_111_111_111_2);
    assert_near(precision(1.0), 0.411_764_705_882_352_9);
}

#[test]
fn a_budget_is_spent_from_the_top_and_shared_by_equals() {
    // One of ten is fake where it is spent: 1 in 10 · recall + 9 in 10 · false alarms.
    let curve = curve(&[1.0; 20]);
    let found = curve.worked(0.1, 0.1).unwrap();
    assert_near(found.flagged(0.1), 0.1);
    // The first row is fake and costs 0.1 / 6; the next two are tied and cost 0.1 / 6 + 0.9 / 14.
    let part = (0.1 - 0.1 / 6.0) / (0.1 / 6.0 + 0.9 / 14.0);
    let rest = (part - 1.0) * (0.1 / 6.0 + 0.9 / 14.0) / (0.1 / 6.0 + 0.9 / 14.0);
    assert_near(found.recall, 1.0 / 6.0 + 1.0 / 6.0 + rest / 6.0);
    let all = curve.worked(0.999_999, 0.1).unwrap();
    assert!(all.recall > 0.99 && all.precision(0.1).unwrap() < 0.11);
}

#[test]
fn calibration_groups_are_of_equal_weight_and_keep_equals_together() {
    let stated = calibration(&[1.0; 20]);
    let counts: Vec<usize> = stated.groups.iter().map(|group| group.rows).collect();
    assert_eq!(counts.iter().sum::<usize>(), 20);
    assert!(counts.iter().all(|count| (1..=4).contains(count)), "{counts:?}");
    assert!(stated.groups.is_sorted_by(|one, next| one.predicted <= next.predicted));
    // The mean gap, weighted by how many are in each group.
    let gap: f64 = (stated.groups.iter())
        .map(|group| group.rows as f64 * (group.predicted - group.observed.value).abs())
        .sum();
    assert_near(stated.error.value, gap / 20.0);
}
