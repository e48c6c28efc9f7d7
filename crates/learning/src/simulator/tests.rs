use std::collections::{BTreeMap, BTreeSet};

use evidence::profile;

use super::*;

#[test]
fn every_document_is_a_profile_without_faults_or_warnings() {
    for simulated in cohort(&CohortOptions::new(600, 1)) {
        let (_, warnings) = profile::parse(simulated.document.to_string().as_bytes())
            .unwrap_or_else(|error| panic!("{error:?}: {:#}", simulated.document));
        assert_eq!(warnings, []);
    }
}

#[test]
fn the_same_seed_gives_the_same_cohort_and_another_gives_another() {
    let [one, again, other] = [7, 7, 8].map(|seed| cohort(&CohortOptions::new(120, seed)));
    assert_eq!(one, again);
    assert_ne!(one, other);
}

#[test]
fn there_are_honest_people_of_every_kind_and_rings_of_every_care() {
    let all = cohort(&CohortOptions::new(6000, 2));
    let kinds: BTreeSet<&str> = all.iter().map(|one| one.label.kind.as_str()).collect();
    assert!(kinds.len() >= 30, "{kinds:?}");
    let care: BTreeSet<u8> = all.iter().filter_map(|one| one.label.care).collect();
    assert_eq!(care.len(), 4);
    let fakes = all.iter().filter(|one| one.label.fake).count();
    assert!((400..800).contains(&fakes), "{fakes}");
}

#[test]
fn where_somebody_lives_tells_nothing_about_being_fake() {
    let mut places: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    for one in cohort(&CohortOptions::new(8000, 3)) {
        let counts = places.entry(one.label.region).or_default();
        if one.label.fake { counts.0 += 1.0 } else { counts.1 += 1.0 }
    }
    let (fakes, honest) =
        places.values().fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    for (place, (fake, rest)) in places {
        let (expected, all) = (fakes / (fakes + honest), fake + rest);
        // Rings come as a whole, so the shares swing more widely than those of persons would.
        let swing = 4.0 * (expected * (1.0 - expected) * super::rings::MEAN_SIZE / all).sqrt();
        assert!((fake / all - expected).abs() < swing, "{place}: {fake} of {all}");
    }
}

#[test]
fn names_of_applicants_do_not_tell_the_label() {
    let all = cohort(&CohortOptions::new(200, 4));
    assert!(all.iter().all(|one| one.label.external_id.starts_with("sim-")));
    assert!(all.is_sorted_by_key(|one| one.submitted_at));
}
