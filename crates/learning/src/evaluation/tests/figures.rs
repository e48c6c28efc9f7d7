//! Compares figures with those of scikit-learn 1.9.1: `roc_auc_score`, `average_precision_score`, `brier_score_loss`
//! and the largest recall of `roc_curve` (`drop_intermediate=False`) at a false-positive rate of at most 0.2, for the
//! twenty rows below, with and without `sample_weight`.

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

fn assert_near(actual: f64, expected: f64) {
    assert!((actual - expected).abs() < 1e-12, "{actual}, expected {expected}");
}

#[test]
fn figures_match_scikit_learn() {
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
fn precision_at_a_recall_is_from_the_first_threshold_that_reaches_it() {
    let curve = curve(&WEIGHTS);
    let (fakes, genuine) = curve.totals();
    let own = fakes / (fakes + genuine);
    let precision = |recall: f64| curve.reaching(recall).unwrap().precision(own).unwrap();
    // From `precision_recall_curve` for the same rows.
    assert_near(precision(0.428), 0.857_142_857_142_857_1);
    assert_near(precision(0.5), 0.842_105_263_157_894_7);
    assert_near(precision(0.75), 0.611_111_111_111_111_2);
    assert_near(precision(1.0), 0.411_764_705_882_352_9);
}

#[test]
fn a_budget_is_spent_from_the_top_and_shared_by_equal_scores() {
    // At a base rate of 0.1, the flagged share is 0.1 · recall + 0.9 · false-positive rate.
    let curve = curve(&[1.0; 20]);
    let rates = curve.worked(0.1, 0.1).unwrap();
    assert_near(rates.flagged(0.1), 0.1);
    // The first row is fake and costs 0.1 / 6; the next two are tied and cost 0.1 / 6 + 0.9 / 14.
    let part = (0.1 - 0.1 / 6.0) / (0.1 / 6.0 + 0.9 / 14.0);
    let rest = (part - 1.0) * (0.1 / 6.0 + 0.9 / 14.0) / (0.1 / 6.0 + 0.9 / 14.0);
    assert_near(rates.recall, 1.0 / 6.0 + 1.0 / 6.0 + rest / 6.0);
    let all = curve.worked(0.999_999, 0.1).unwrap();
    assert!(all.recall > 0.99 && all.precision(0.1).unwrap() < 0.11);
}

#[test]
fn calibration_groups_have_similar_weights_and_keep_equal_scores_together() {
    let calibration = calibration(&[1.0; 20]);
    let counts: Vec<usize> = calibration.groups.iter().map(|group| group.rows).collect();
    assert_eq!(counts.iter().sum::<usize>(), 20);
    assert!(counts.iter().all(|count| (1..=4).contains(count)), "{counts:?}");
    assert!(calibration.groups.is_sorted_by_key(|group| group.predicted));
    // The mean gap, weighted by group size.
    let gap: f64 = (calibration.groups.iter())
        .map(|group| group.rows as f64 * (group.predicted - group.observed.value).abs())
        .sum();
    assert_near(calibration.error.value, gap / 20.0);
}
