use std::collections::{BTreeMap, BTreeSet};

use evidence::profile;

use super::*;

#[test]
fn every_document_is_a_valid_profile_without_warnings() {
    for simulated in cohort(&CohortOptions::new(600, 1)) {
        let (_, warnings) = profile::parse(simulated.document.to_string().as_bytes())
            .unwrap_or_else(|error| panic!("{error:?}: {:#}", simulated.document));
        assert_eq!(warnings, []);
    }
}

#[test]
fn the_seed_determines_the_cohort() {
    let [first, same, other] = [7, 7, 8].map(|seed| cohort(&CohortOptions::new(120, seed)));
    assert_eq!(first, same);
    assert_ne!(first, other);
}

#[test]
fn a_cohort_has_genuine_people_of_every_kind_and_rings_of_every_level_of_care() {
    let all = cohort(&CohortOptions::new(6000, 2));
    let kinds: BTreeSet<&str> = all.iter().map(|applicant| applicant.label.kind.as_str()).collect();
    assert!(kinds.len() >= 30, "{kinds:?}");
    let care: BTreeSet<u8> = all.iter().filter_map(|applicant| applicant.label.care).collect();
    assert_eq!(care.len(), 4);
    let fakes = all.iter().filter(|applicant| applicant.label.fake).count();
    assert!((400..800).contains(&fakes), "{fakes}");
}

#[test]
fn the_region_says_nothing_about_being_fake() {
    let mut regions: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    for Simulated { label, .. } in cohort(&CohortOptions::new(8000, 3)) {
        let counts = regions.entry(label.region).or_default();
        if label.fake { counts.0 += 1.0 } else { counts.1 += 1.0 }
    }
    let (fakes, genuine) = (regions.values())
        .fold((0.0, 0.0), |(fakes, genuine), counts| (fakes + counts.0, genuine + counts.1));
    for (region, (fake, rest)) in regions {
        let (expected, all) = (fakes / (fakes + genuine), fake + rest);
        // Whole rings are drawn at once, so the shares vary more than for independent applicants.
        let tolerance = 4.0 * (expected * (1.0 - expected) * super::rings::MEAN_SIZE / all).sqrt();
        assert!((fake / all - expected).abs() < tolerance, "{region}: {fake} of {all}");
    }
}

#[test]
fn neither_ids_nor_order_reveal_the_label() {
    let all = cohort(&CohortOptions::new(200, 4));
    assert!(all.iter().all(|applicant| applicant.label.external_id.starts_with("sim-")));
    assert!(all.is_sorted_by_key(|applicant| applicant.submitted_at));
}
