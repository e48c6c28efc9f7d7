//! Tests the indicators on whole populations: the seeds and simulated applicants.

mod parity;

use std::collections::BTreeMap;

use evidence::enrichment::{Enricher, EnrichmentConfig, no_files};
use evidence::finding::{Finding, State};
use evidence::indicators::{Case, Observed, observe};
use evidence::linkage::identifiers::identifiers;
use evidence::linkage::index::Index;
use evidence::linkage::links::links;
use evidence::pepper::Pepper;
use evidence::profile;
use evidence::relation::Memberships;
use serde_json::Value;

use crate::simulator::{CohortOptions, cohort};

/// Observes documents one by one, as the service would, and calls `check` with each result.
fn observe_all(documents: &[Value], mut check: impl FnMut(&Value, &Observed)) {
    let config = EnrichmentConfig { demo: true, ..EnrichmentConfig::default() };
    let (enricher, pepper) = (Enricher::load(&config, no_files).unwrap(), Pepper::new([1; 32]));
    let mut index = Index::default();
    let now = "2026-06-01T12:00:00Z".parse().unwrap();
    for (n, document) in documents.iter().enumerate() {
        let (profile, _) = profile::parse(document.to_string().as_bytes()).unwrap();
        let applicant = ids::ApplicantId(uuid::Uuid::from_u128(n as u128 + 1));
        let facts = enricher.enrich(&profile, now);
        let identifiers = identifiers(&profile, &facts, &pepper, now);
        let sightings = index.sightings(applicant, &identifiers);
        let links = links(applicant, &identifiers, &sightings, &Memberships::default());
        index.insert(applicant, &identifiers);
        let case = Case::new(&profile, &facts, &links, &[], now);
        for observed in &observe(&case) {
            check(document, observed);
        }
    }
}

#[test]
fn all_evidence_points_into_the_document_and_every_value_is_finite() {
    let simulated = cohort(&CohortOptions::new(400, 5)).into_iter().map(|person| person.document);
    let documents: Vec<Value> = seeds().into_iter().chain(simulated).collect();
    observe_all(&documents, |document, observed| {
        let (id, finding) = (observed.indicator.id, &observed.finding);
        assert!(finding.value().is_none_or(|value| value.is_finite() && value >= 0.0), "{id}");
        assert_eq!(*finding == Finding::Unknown, finding.evidence().is_empty(), "{id}");
        for evidence in finding.evidence() {
            assert!(!evidence.text("en").is_empty(), "{id}");
            for pointer in &evidence.pointers {
                assert!(document.pointer(pointer).is_some(), "{id} points to {pointer}");
            }
        }
    });
}

#[test]
fn genuine_people_mostly_miss() {
    let cohort = cohort(&CohortOptions::new(1500, 6));
    let genuine: BTreeMap<&str, bool> = (cohort.iter())
        .map(|person| (person.label.external_id.as_str(), !person.label.fake))
        .collect();
    let documents: Vec<Value> = cohort.iter().map(|person| person.document.clone()).collect();
    let mut counts: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    observe_all(&documents, |document, observed| {
        let state = observed.finding.state();
        if state != State::Unknown
            && genuine[document["external_id"].as_str().unwrap()]
            && observed.indicator.usage.is_scored()
        {
            let (hits, all) = counts.entry(observed.indicator.id).or_default();
            *hits += u32::from(state == State::Hit);
            *all += 1;
        }
    });
    for (id, (hits, all)) in counts {
        assert!(all < 50 || hits * 4 < all, "{id} hits {hits} of {all} genuine people");
    }
}

/// The profiles in `seeds/`, in order.
fn seeds() -> Vec<Value> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../seeds");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.file_name().unwrap().as_encoded_bytes()[0].is_ascii_digit());
    paths.sort();
    assert!(paths.len() > 10);
    paths
        .iter()
        .map(|path| serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap())
        .collect()
}
