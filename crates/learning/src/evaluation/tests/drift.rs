//! Drift.

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

/// The indices of the device flag: its values, and how much is unknown.
fn device(reference: &Reference, counts: DriftCounts) -> [Stability; 2] {
    let one = &reference.indicators[0];
    assert_eq!(one.indicator, "device");
    [values_stability, unknown_stability].map(|of| of(reference, one, &counts, &BOUNDS))
}

fn drawn(reference: &Reference, people: u64, seed: u64) -> DriftCounts {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let one = &reference.indicators[0];
    let mut counts = DriftCounts::for_indicator(one);
    for _ in 0..people {
        if random.random_bool(one.unknown) {
            counts.unknown += 1;
            continue;
        }
        let mut left: f64 = random.random();
        let place = one.known.iter().position(|share| {
            left -= share;
            left < 0.0
        });
        counts.known[place.unwrap_or(0)] += 1;
    }
    counts
}

#[test]
fn the_index_is_that_of_its_formula() {
    // Half of one kind becomes three quarters, of many people so that half a person is nothing:
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
fn without_drift_the_index_is_on_average_what_chance_makes_of_it() {
    let mut reference = reference();
    // Bins that are all common: for rare ones chance is larger than the formula says.
    reference.indicators[0].known = vec![0.4, 0.3, 0.2, 0.1];
    reference.effective_rows = 1e9;
    let draws = 200;
    let indices = (0..draws).map(|seed| device(&reference, drawn(&reference, 300, seed))[0]);
    let (psi, expected_by_chance) =
        indices.fold((0.0, 0.0), |sum, one| (sum.0 + one.psi, sum.1 + one.expected_by_chance));
    assert!((psi / expected_by_chance - 1.0).abs() < 0.15, "{psi} and {expected_by_chance}");
}

#[test]
fn the_same_people_do_not_drift_and_others_do() {
    let reference = reference();
    let same = device(&reference, drawn(&reference, 2000, 1));
    assert_eq!(same.map(|one| one.level), [DriftLevel::Stable; 2], "{same:?}");
    let mut counts = drawn(&reference, 2000, 2);
    counts.known[3] += 800;
    assert_eq!(device(&reference, counts)[0].level, DriftLevel::Drifted);
    let mut counts = drawn(&reference, 2000, 3);
    counts.unknown += 1500;
    let [values, unknown] = device(&reference, counts);
    assert_eq!(
        (values.level, unknown.level),
        (DriftLevel::Stable, DriftLevel::Drifted),
        "what a platform no longer sends is no drift of what it sends"
    );
}

#[test]
fn of_few_people_nothing_is_said() {
    let reference = reference();
    let few = DriftCounts { unknown: 0, known: vec![0, 0, 0, 40] };
    assert_eq!(device(&reference, few).map(|one| one.level), [DriftLevel::InsufficientData; 2]);
    let none = DriftCounts::for_indicator(&reference.indicators[0]);
    let [values, _] = device(&reference, none);
    assert!(values.psi.is_finite() && values.expected_by_chance.is_finite());
}

fn scored(reference: &Reference, rows: &[TrainingExample]) -> Stability {
    let scorer = bind(&model(4.0), &columns()).unwrap();
    let mut counts = DriftCounts::for_scores(&reference.scores);
    for row in rows {
        counts.add_score(&reference.scores, &scorer, &row.inputs);
    }
    score_stability(reference, &counts, &BOUNDS)
}

#[test]
fn scores_of_honest_people_are_as_in_the_reference_and_those_of_fakes_are_not() {
    let (reference, rows) = (reference(), people(3000));
    let honest: Vec<TrainingExample> = rows.iter().filter(|row| !row.fake).cloned().collect();
    let fakes: Vec<TrainingExample> = rows.iter().filter(|row| row.fake).cloned().collect();
    assert_eq!(scored(&reference, &honest).level, DriftLevel::Stable);
    assert_eq!(scored(&reference, &fakes).level, DriftLevel::Drifted);
}
