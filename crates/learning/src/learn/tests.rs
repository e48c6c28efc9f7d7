use super::*;

/// Columns of four places each, of which the first four say something together that no three of them do.
fn frame(rows: usize, seed: u64) -> Frame {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut places = vec![Vec::new(); 6];
    let mut fakes = Vec::new();
    for _ in 0..rows {
        let row: Vec<u8> = (0..6).map(|_| random.random_range(1..5)).collect();
        let alike = |one: usize, other: usize| (row[one] > 2) == (row[other] > 2);
        let both = alike(0, 1) && alike(2, 3);
        fakes.push(random.random::<f64>() < if both { 0.8 } else { 0.05 });
        places.iter_mut().zip(row).for_each(|(column, place)| column.push(place));
    }
    let feature = |places: Vec<u8>| Feature {
        places,
        size: 5,
        coarse: (0..5).collect(),
        rough: (0..5).collect(),
        axis: Axis::Ordered,
        anchor: None,
        lines: Vec::new(),
    };
    Frame {
        features: places.into_iter().map(feature).collect(),
        fakes,
        weights: vec![1.0; rows],
        groups: (0..rows as u64).collect(),
        ..Frame::default()
    }
}

fn learned(quads: usize) -> (Frame, Learned) {
    let frame = frame(3000, 3);
    let how = Learning::for_table(frame.len(), frame.classes().0, 3, 1);
    let learned = learn(&frame, &Learning { quads, ..how }).unwrap();
    (frame, learned)
}

/// The mean loss on rows that were not learned from.
fn loss(learned: &Learned) -> f64 {
    let unseen = frame(1500, 4);
    let one = |row: usize| {
        let at = |feature: usize| unseen.features[feature].places[row];
        let Additive { intercept, mains, joints } = &learned.additive;
        let mains =
            mains.iter().enumerate().map(|(feature, table)| table[usize::from(at(feature))]);
        let margin =
            intercept + mains.sum::<f64>() + joints.iter().map(|one| one.at(at)).sum::<f64>();
        bag::softplus(if unseen.fakes[row] { -margin } else { margin })
    };
    (0..unseen.len()).map(one).sum::<f64>() / unseen.len() as f64
}

#[test]
fn what_four_columns_say_only_together_is_found() {
    let ((_, with), (_, without)) = (learned(64), learned(0));
    assert!(with.additive.joints.iter().any(|joint| joint.features == [0, 1, 2, 3]));
    assert!(without.additive.joints.iter().all(|joint| joint.features.len() < 4));
    let (with, without) = (loss(&with), loss(&without));

    assert!(with < without - 0.005, "{with} with terms of four, {without} without");
}

#[test]
fn a_term_keeps_nothing_that_one_or_two_of_its_columns_say() {
    let (frame, learned) = learned(64);
    let joints = learned.additive.joints.iter().filter(|joint| joint.features.len() > 2);
    let mut terms = 0;
    for joint in joints {
        terms += 1;
        let share = |axis: usize, class: usize| {
            let feature = &frame.features[joint.features[axis]];
            let there = |place: &&u8| usize::from(joint.axes[axis][usize::from(**place)]) == class;
            feature.places.iter().filter(there).count() as f64 / frame.len() as f64
        };
        for (first, second) in [(0, 1), (0, 2), (1, 2)] {
            let mut means = vec![0.0; joint.sizes[first] * joint.sizes[second]];
            for (entry, value) in joint.values.iter().enumerate() {
                let mut rest = entry;
                let mut classes = vec![0; joint.sizes.len()];
                for (class, size) in classes.iter_mut().zip(&joint.sizes).rev() {
                    *class = rest % size;
                    rest /= size;
                }
                let others = (0..classes.len()).filter(|axis| ![first, second].contains(axis));
                means[classes[first] * joint.sizes[second] + classes[second]] +=
                    value * others.map(|axis| share(axis, classes[axis])).product::<f64>();
            }
            assert!(means.iter().all(|mean| mean.abs() < 1e-9), "{:?}: {means:?}", joint.features);
        }
    }
    assert!(terms > 0);
}
