use super::*;

/// Six features of four bins. Only the first four together have an effect; no three of them do.
fn data(rows: usize, seed: u64) -> BinnedData {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut bins = vec![Vec::new(); 6];
    let mut fakes = Vec::new();
    for _ in 0..rows {
        let row: Vec<u8> = (0..6).map(|_| random.random_range(1..5)).collect();
        let same_half = |a: usize, b: usize| (row[a] > 2) == (row[b] > 2);
        let both = same_half(0, 1) && same_half(2, 3);
        fakes.push(random.random::<f64>() < if both { 0.8 } else { 0.05 });
        bins.iter_mut().zip(row).for_each(|(column, bin)| column.push(bin));
    }
    let feature = |bins: Vec<u8>| Feature {
        bins,
        bin_count: 5,
        coarse: (0..5).collect(),
        rough: (0..5).collect(),
        order: BinOrder::Ordered,
        neutral_bin: None,
        lines: Vec::new(),
    };
    BinnedData {
        features: bins.into_iter().map(feature).collect(),
        fakes,
        weights: vec![1.0; rows],
        groups: (0..rows as u64).collect(),
        ..BinnedData::default()
    }
}

fn learned(large_interactions: usize) -> (BinnedData, Learned) {
    let data = data(3000, 3);
    let options = LearnerOptions::for_table(data.len(), data.classes().0, 3, 1);
    let learned = learn(&data, &LearnerOptions { large_interactions, ..options }).unwrap();
    (data, learned)
}

/// The mean loss on rows that were not used for training.
fn loss(learned: &Learned) -> f64 {
    let data = data(1500, 4);
    let row_loss = |row: usize| {
        let at = |feature: usize| data.features[feature].bins[row];
        let AdditiveModel { intercept, main_effects, interactions } = &learned.model;
        let main_effects: f64 = (main_effects.iter().enumerate())
            .map(|(feature, table)| table[usize::from(at(feature))])
            .sum();
        let interactions: f64 = interactions.iter().map(|interaction| interaction.at(at)).sum();
        let margin = intercept + main_effects + interactions;
        bag::softplus(if data.fakes[row] { -margin } else { margin })
    };
    (0..data.len()).map(row_loss).sum::<f64>() / data.len() as f64
}

#[test]
fn finds_an_effect_of_four_features_together() {
    let ((_, with), (_, without)) = (learned(64), learned(0));
    assert!(with.model.interactions.iter().any(|interaction| interaction.features == [0, 1, 2, 3]));
    assert!(without.model.interactions.iter().all(|interaction| interaction.features.len() < 4));
    let (with, without) = (loss(&with), loss(&without));

    assert!(with < without - 0.005, "{with} with terms of four features, {without} without");
}

#[test]
fn a_large_term_contains_no_effect_of_fewer_than_three_features() {
    let (data, learned) = learned(64);
    let interactions =
        learned.model.interactions.iter().filter(|interaction| interaction.features.len() > 2);
    let mut terms = 0;
    for interaction in interactions {
        terms += 1;
        let share = |axis: usize, class: usize| {
            let feature = &data.features[interaction.features[axis]];
            let is_in_class =
                |bin: &&u8| usize::from(interaction.classes[axis][usize::from(**bin)]) == class;
            feature.bins.iter().filter(is_in_class).count() as f64 / data.len() as f64
        };
        for (first, second) in [(0, 1), (0, 2), (1, 2)] {
            let mut means = vec![0.0; interaction.sizes[first] * interaction.sizes[second]];
            for (entry, value) in interaction.values.iter().enumerate() {
                let mut rest = entry;
                let mut classes = vec![0; interaction.sizes.len()];
                for (class, size) in classes.iter_mut().zip(&interaction.sizes).rev() {
                    *class = rest % size;
                    rest /= size;
                }
                let others = (0..classes.len()).filter(|axis| ![first, second].contains(axis));
                means[classes[first] * interaction.sizes[second] + classes[second]] +=
                    value * others.map(|axis| share(axis, classes[axis])).product::<f64>();
            }
            assert!(
                means.iter().all(|mean| mean.abs() < 1e-9),
                "{:?}: {means:?}",
                interaction.features
            );
        }
    }
    assert!(terms > 0);
}
