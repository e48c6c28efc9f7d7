use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::{columns, evaluated, model, people};
use crate::data::{TrainingExample, bind};
use crate::evaluation::{
    DriftBounds, DriftCounts, DriftLevel, Reference, Stability, score_stability, unknown_stability,
    values_stability,
};

const BOUNDS: DriftBounds =
    DriftBounds { moved_threshold: 0.1, drifted_threshold: 0.25, min_sample_size: 100 };

fn reference() -> Reference {
    evaluated(&people(4000)).reference
}

/// The stability of the device flag's values, and of its unknown share.
fn device(reference: &Reference, counts: DriftCounts) -> [Stability; 2] {
    let device = &reference.indicators[0];
    assert_eq!(device.indicator, "device");
    [values_stability, unknown_stability]
        .map(|stability| stability(reference, device, &counts, &BOUNDS))
}

fn drawn(reference: &Reference, people: u64, seed: u64) -> DriftCounts {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let device = &reference.indicators[0];
    let mut counts = DriftCounts::for_indicator(device);
    for _ in 0..people {
        if random.random_bool(device.unknown) {
            counts.unknown += 1;
            continue;
        }
        let mut left: f64 = random.random();
        let bin = device.known.iter().position(|share| {
            left -= share;
            left < 0.0
        });
        counts.known[bin.unwrap_or(0)] += 1;
    }
    counts
}

#[test]
fn the_index_follows_its_formula() {
    // A share of one half becomes three quarters. With many people, the extra half person is negligible:
    // 0.25 · ln 1.5 − 0.25 · ln 0.5 = 0.274653.
    let mut reference = reference();
    reference.effective_rows = 1e9;
    reference.indicators[0].unknown = 0.5;
    let counts = DriftCounts { unknown: 750_000_000, known: vec![250_000_000, 0, 0, 0] };
    let [_, unknown] = device(&reference, counts);
    assert!((unknown.psi - 0.274_653).abs() < 1e-6, "{unknown:?}");
    assert_eq!(unknown.level, DriftLevel::Drifted);
}

#[test]
fn without_drift_the_mean_index_is_the_one_expected_by_chance() {
    let mut reference = reference();
    // Only common bins: for rare bins, the index is larger than the formula says.
    reference.indicators[0].known = vec![0.4, 0.3, 0.2, 0.1];
    reference.effective_rows = 1e9;
    let draws = 200;
    let indices = (0..draws).map(|seed| device(&reference, drawn(&reference, 300, seed))[0]);
    let (psi, expected_by_chance) = indices
        .fold((0.0, 0.0), |sum, index| (sum.0 + index.psi, sum.1 + index.expected_by_chance));
    assert!((psi / expected_by_chance - 1.0).abs() < 0.15, "{psi} and {expected_by_chance}");
}

#[test]
fn only_a_changed_distribution_drifts() {
    let reference = reference();
    let same = device(&reference, drawn(&reference, 2000, 1));
    assert_eq!(same.map(|stability| stability.level), [DriftLevel::Stable; 2], "{same:?}");
    let mut counts = drawn(&reference, 2000, 2);
    counts.known[3] += 800;
    assert_eq!(device(&reference, counts)[0].level, DriftLevel::Drifted);
    let mut counts = drawn(&reference, 2000, 3);
    counts.unknown += 1500;
    let [values, unknown] = device(&reference, counts);
    assert_eq!(
        (values.level, unknown.level),
        (DriftLevel::Stable, DriftLevel::Drifted),
        "missing values are not a drift of the known values"
    );
}

#[test]
fn few_people_are_insufficient_data() {
    let reference = reference();
    let few = DriftCounts { unknown: 0, known: vec![0, 0, 0, 40] };
    let levels = device(&reference, few).map(|stability| stability.level);
    assert_eq!(levels, [DriftLevel::InsufficientData; 2]);
    let none = DriftCounts::for_indicator(&reference.indicators[0]);
    let [values, _] = device(&reference, none);
    assert!(values.psi.is_finite() && values.expected_by_chance.is_finite());
}

fn scored(reference: &Reference, rows: &[TrainingExample]) -> Stability {
    let scorer = bind(&model(4.0), &columns());
    let mut counts = DriftCounts::for_scores(&reference.scores);
    for row in rows {
        counts.add_score(&reference.scores, &scorer, &row.inputs);
    }
    score_stability(reference, &counts, &BOUNDS)
}

#[test]
fn scores_of_genuine_people_match_the_reference_and_those_of_fakes_do_not() {
    let (reference, rows) = (reference(), people(3000));
    let genuine: Vec<TrainingExample> = rows.iter().filter(|row| !row.fake).cloned().collect();
    let fakes: Vec<TrainingExample> = rows.iter().filter(|row| row.fake).cloned().collect();
    assert_eq!(scored(&reference, &genuine).level, DriftLevel::Stable);
    assert_eq!(scored(&reference, &fakes).level, DriftLevel::Drifted);
}
