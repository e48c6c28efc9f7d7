use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use scoring::model::{Score, logit};

use super::*;
use crate::data::{Column, TrainingExample};
use crate::evaluation::average_precision as precision_of;

/// Applicants with a strong graded red flag, a weak one, noise, and two flags that are informative only together.
fn people(rows: usize, fake_share: f64, seed: u64) -> TrainingData {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let columns = [("strong", "a"), ("weak", "a"), ("noise", "b"), ("left", "b"), ("right", "c")];
    let columns = columns.map(|(indicator, family)| Column {
        indicator: indicator.to_owned(),
        family: family.to_owned(),
    });
    let row = |group: usize| {
        let fake = random.random::<f64>() < fake_share;
        let mut flag = |when_fake: f64, when_not: f64| {
            if random.random::<f64>() < 0.25 {
                return None;
            }
            let hit = random.random::<f64>() < if fake { when_fake } else { when_not };
            let grade: f64 = random.random::<f64>() + if fake { 0.5 } else { 0.0 };
            Some(if hit { grade.max(0.01) } else { 0.0 })
        };
        let mut values = vec![flag(0.6, 0.03), flag(0.3, 0.15), flag(0.2, 0.2)];
        // Each is as frequent among fakes as among others; only fakes have both or neither.
        let together = random.random::<f64>() < 0.5;
        let (left, right) = match (fake, together) {
            (true, true) => (1.0, 1.0),
            (true, false) => (0.0, 0.0),
            (false, true) => (1.0, 0.0),
            (false, false) => (0.0, 1.0),
        };
        values.extend([Some(left), Some(right)]);
        example(values, fake, group as u64)
    };
    TrainingData { columns: columns.to_vec(), examples: (0..rows).map(row).collect() }
}

fn options() -> FitOptions {
    FitOptions::default()
}

fn example(inputs: Vec<Option<f64>>, fake: bool, group: u64) -> TrainingExample {
    let submitted_at = chrono::DateTime::UNIX_EPOCH;
    let (decision, audit_group) = (None, None);
    TrainingExample { decision, submitted_at, group, inputs, fake, weight: 1.0, audit_group }
}

fn bind(model: &Model, data: &TrainingData) -> scoring::model::Scorer {
    crate::data::bind(model, &data.columns)
}

fn average_precision(fitted: &Fitted, test: &TrainingData, base_rate: f64) -> f64 {
    let scorer = bind(&fitted.model, test);
    let score = |row: &TrainingExample| scorer.score(&row.inputs, base_rate).log_odds;
    let scores: Vec<(f64, bool)> = test.examples.iter().map(|row| (score(row), row.fake)).collect();
    precision_of(&scores).unwrap()
}

#[test]
fn pairs_find_flags_that_are_informative_only_together() {
    let (train, test) = (people(1500, 0.2, 1), people(1500, 0.2, 2));
    let without = fit(&train, &FitOptions { pairs: 0, ..options() }).unwrap();
    let with = fit(&train, &options()).unwrap();
    assert!(with.model.definition().pairs.iter().any(|pair| pair.first == "left"));
    let gain = average_precision(&with, &test, 0.2) - average_precision(&without, &test, 0.2);
    assert!(gain > 0.05, "{gain}");
}

#[test]
fn fake_is_the_positive_class_even_if_it_is_more_frequent() {
    for share in [0.15, 0.85] {
        let fitted = fit(&people(800, share, 3), &options()).unwrap();
        let strong = &fitted.model.definition().terms[0];
        assert!(strong.hits.last().is_some_and(|hit| *hit > 1.0), "{share}: {strong:?}");
        assert!(strong.miss < 0.0, "{share}");
    }
}

#[test]
fn probabilities_are_calibrated() {
    let data = people(2000, 0.2, 4);
    let fitted = fit(&data, &options()).unwrap();
    let test = people(2000, 0.2, 5);
    let scorer = bind(&fitted.model, &test);
    let expected: f64 =
        test.examples.iter().map(|row| scorer.score(&row.inputs, 0.2).probability).sum();
    let actual = test.examples.iter().filter(|row| row.fake).count() as f64;
    assert!((expected / actual - 1.0).abs() < 0.1, "{expected} fakes expected, {actual} found");
}

#[test]
fn the_same_data_and_seed_give_the_same_bytes() {
    let data = people(500, 0.2, 6);
    let [first, second] = [(); 2].map(|()| fit(&data, &options()).unwrap().model.to_json());
    assert_eq!(first, second);
    assert_eq!(Model::from_json(&first).unwrap().to_json(), first);
}

#[test]
fn rejects_a_changed_file() {
    let json = fit(&people(500, 0.2, 6), &options()).unwrap().model.to_json();
    let changed = json.replacen("\"shift\": ", "\"shift\": 1", 1);
    assert!(matches!(
        Model::from_json(&changed),
        Err(ModelError::Digest { .. } | ModelError::Json(_))
    ));
}

#[test]
fn degenerate_columns_are_harmless() {
    let mut data = people(600, 0.2, 7);
    for name in ["constant", "nothing", "separates"] {
        let (indicator, family) = (name.to_owned(), "d".to_owned());
        data.columns.push(Column { indicator, family });
    }
    for row in &mut data.examples {
        let separates = if row.fake { 5.0 } else { 0.0 };
        row.inputs.extend([Some(1.0), None, Some(separates)]);
    }
    let fitted = fit(&data, &options()).unwrap();
    let scorer = bind(&fitted.model, &data);
    for row in &data.examples {
        assert!(scorer.score(&row.inputs, 0.01).log_odds.is_finite());
    }
}

#[test]
fn rejects_invalid_data() {
    let good = people(200, 0.3, 8);
    let mut short = good.clone();
    short.examples[7].inputs.pop();
    assert!(matches!(
        fit(&short, &options()),
        Err(FitError::Example(BadExample::Shape { row: 7, .. }))
    ));
    for bad in [f64::NAN, f64::INFINITY, -1.0] {
        let mut invalid = good.clone();
        invalid.examples[3].inputs[0] = Some(bad);
        assert!(matches!(
            fit(&invalid, &options()),
            Err(FitError::Example(BadExample::Value { row: 3 }))
        ));
    }
    let mut genuine = good;
    genuine.examples.iter_mut().for_each(|row| row.fake = false);
    assert!(matches!(fit(&genuine, &options()), Err(FitError::TooFew { fakes: 0, .. })));
}

#[test]
fn a_model_binds_to_a_build_with_other_indicators() {
    let data = people(300, 0.3, 9);
    let model = fit(&data, &options()).unwrap().model;
    let all = ["newcomer", "strong", "weak", "noise", "left", "right"];
    let scorer = model.definition().scorer(&all);
    assert!(scorer.inactive().is_empty());
    let score = scorer.score(&[Some(9.0)], 0.01);
    assert!(score.contributions[0].abs() < f64::EPSILON, "an unknown indicator adds nothing");
    let fewer = model.definition().scorer(&["strong"]);
    assert_eq!(fewer.inactive(), ["weak", "noise", "left", "right"]);
    let alone = scorer.score(&[None, Some(1.0)], 0.01);
    assert_eq!(fewer.score(&[Some(1.0)], 0.01).log_odds.to_bits(), alone.log_odds.to_bits());
}

/// The same flags on a platform where the noise flag is informative.
fn other_platform(rows: usize, seed: u64) -> TrainingData {
    let mut data = people(rows, 0.25, seed);
    let mut random = ChaCha8Rng::seed_from_u64(seed + 1000);
    for row in &mut data.examples {
        let hit = random.random::<f64>() < if row.fake { 0.5 } else { 0.02 };
        row.inputs[2] = Some(f64::from(u8::from(hit)));
    }
    data
}

#[test]
fn few_labels_do_not_spoil_an_earlier_model_and_many_improve_it() {
    let prior = fit(&people(2000, 0.2, 11), &options()).unwrap();
    let test = other_platform(3000, 12);
    let before = average_precision(&prior, &test, 0.25);
    for seed in 20..24 {
        let few = fit_from(&prior.model, &other_platform(80, seed), &options()).unwrap();
        let after = average_precision(&few, &test, 0.25);
        assert!(after > before - 0.01, "{after} after 80 labels, {before} before");
    }
    let many = fit_from(&prior.model, &other_platform(6000, 30), &options()).unwrap();
    let after = average_precision(&many, &test, 0.25);
    assert!(after > before + 0.004, "{after} after 6000 labels, {before} before");
}

#[test]
fn an_earlier_model_keeps_its_weight_if_the_labels_agree_with_it() {
    let prior = fit(&people(2000, 0.2, 11), &options()).unwrap().model;
    let again = fit_from(&prior, &people(80, 0.3, 40), &options()).unwrap();
    let (name, weight) = &again.report.weights[0];
    assert_eq!(name, "the earlier model");
    assert!((0.5..1.5).contains(weight), "{weight}");
    assert_eq!(Model::from_json(&again.model.to_json()).unwrap(), again.model);
}

#[test]
fn the_total_cap_limits_all_families_together() {
    let fitted = fit(&people(600, 0.3, 13), &options()).unwrap();
    let genuine = fitted.report.rows - fitted.report.fakes;
    let scorer = bind(&fitted.model, &people(1, 0.3, 1));
    let score = scorer.score(&[Some(9.0); 5], 0.01);
    let evidence: f64 = score.contributions.iter().sum();
    let max = f64::from(u32::try_from(genuine).unwrap() + 1).ln();
    assert!(evidence > 0.0 && evidence <= max + 1e-9, "{evidence}, limit {max}");
}

#[test]
fn the_number_of_threads_does_not_change_a_byte() {
    let data = people(400, 0.2, 14);
    let [single, parallel] = [1, 5]
        .map(|threads| fit(&data, &FitOptions { threads, ..options() }).unwrap().model.to_json());
    assert_eq!(single, parallel);
}

#[test]
fn a_fit_needs_enough_labels_and_a_column_but_leaves_out_unknown_columns() {
    assert!(matches!(
        fit(&people(30, 0.3, 15), &options()),
        Err(FitError::TooFew { needed: 20, .. })
    ));
    let none = TrainingData { columns: Vec::new(), examples: people(300, 0.3, 15).examples };
    assert!(matches!(fit(&none, &options()), Err(FitError::NoColumns)));
    let mut unknown = people(300, 0.3, 15);
    unknown.examples.iter_mut().for_each(|row| row.inputs = vec![None; 5]);
    let fitted = fit(&unknown, &options()).unwrap();
    assert_eq!(fitted.report.left_out.len(), 5);
}

fn values() -> impl Strategy<Value = Vec<Option<f64>>> {
    let value = prop_oneof![Just(None), Just(Some(0.0)), (0.01_f64..4.0).prop_map(Some)];
    proptest::collection::vec(value, 5)
}

fn score(values: &[Option<f64>], base_rate: f64) -> Score {
    static FITTED: std::sync::LazyLock<scoring::model::Scorer> = std::sync::LazyLock::new(|| {
        let data = people(1000, 0.2, 10);
        let capped = FitOptions { family_cap: 2.0, ..options() };
        bind(&fit(&data, &capped).unwrap().model, &data)
    });
    FITTED.score(values, base_rate)
}

proptest! {
    #[test]
    fn contributions_sum_to_the_log_odds(values in values(), base_rate in 0.0001_f64..0.5) {
        let score = score(&values, base_rate);
        let sum: f64 = score.contributions.iter().sum();
        prop_assert!((score.base_log_odds + sum - score.log_odds).abs() < 1e-9);
        prop_assert!(score.points <= 99);
    }

    #[test]
    fn unknown_contributes_exactly_zero(values in values()) {
        let score = score(&values, 0.01);
        for (value, contribution) in values.iter().zip(&score.contributions) {
            prop_assert!(value.is_some() || contribution.to_bits() << 1 == 0, "{contribution}");
        }
    }

    #[test]
    fn more_of_a_red_flag_never_lowers_the_score(values in values(), column in 0_usize..5, more in 0.0_f64..3.0) {
        let now = values[column].unwrap_or(0.0);
        let (mut before, mut after) = (values.clone(), values);
        before[column] = Some(now);
        after[column] = Some(now + more);
        prop_assert!(score(&after, 0.01).log_odds >= score(&before, 0.01).log_odds - 1e-9);
    }

    #[test]
    fn the_base_rate_shifts_every_score_equally(values in values(), base_rate in 0.0001_f64..0.5) {
        let (before, after) = (score(&values, 0.01), score(&values, base_rate));
        prop_assert_eq!(&before.contributions, &after.contributions);
        prop_assert_eq!(before.points, after.points);
        let shift = logit(base_rate) - logit(0.01);
        prop_assert!((after.log_odds - before.log_odds - shift).abs() < 1e-9);
    }

    #[test]
    fn no_family_exceeds_its_cap(values in values()) {
        let score = score(&values, 0.01);
        let family = score.contributions[0] + score.contributions[1];
        // The cap is 2 before calibration, whose slope is near 1.
        prop_assert!(family <= 3.0, "{family}");
    }
}

#[test]
fn a_stopped_fit_ends_before_its_next_tree() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    const STOPS_AT: usize = 23;
    let checks = Arc::new(AtomicUsize::new(0));
    let counter = checks.clone();
    let stop = Stop::when(move || counter.fetch_add(1, Ordering::Relaxed) + 1 >= STOPS_AT);
    let fitted = fit(&people(600, 0.2, 1), &FitOptions { stop, ..options() });
    assert!(matches!(fitted, Err(FitError::Learn(LearnError::Stopped))), "{fitted:?}");
    // Every running bag checks once more, and so does the code that waits for them.
    let more = checks.load(Ordering::Relaxed) - STOPS_AT;
    assert!(more <= options().folds, "{more} checks after the stop");
}

#[test]
fn an_always_known_rare_red_flag_does_not_shift_applicants_without_evidence() {
    let mut random = ChaCha8Rng::seed_from_u64(8);
    let columns = [("rare", "a"), ("other", "b")].map(|(indicator, family)| Column {
        indicator: indicator.to_owned(),
        family: family.to_owned(),
    });
    let row = |group: u64| {
        let fake = random.random::<f64>() < 0.08;
        let mut hit = |share: f64| f64::from(u8::from(random.random::<f64>() < share));
        let rare = Some(hit(if fake { 0.05 } else { 0.003 }));
        let other = hit(0.5) > 0.5;
        let other = other.then(|| hit(if fake { 0.5 } else { 0.1 }));
        example(vec![rare, other], fake, group)
    };
    let data = TrainingData { columns: columns.to_vec(), examples: (0..6000).map(row).collect() };
    let fitted = fit(&data, &options()).unwrap();
    let definition = fitted.model.definition();
    let rare = &definition.terms[0];
    assert!(rare.hits.iter().all(|hit| *hit > 1.0), "{rare:?}");
    assert!(rare.miss > -0.2, "a miss that nearly everybody has says little: {rare:?}");
    assert!(definition.shift.abs() < 0.3, "{}", definition.shift);
}
