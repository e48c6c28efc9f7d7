//! The corpus itself: its tables and its people.

use std::collections::BTreeSet;

use super::personas::personas;
use super::regions::regions;
use super::rings::WAYS;
use super::*;

#[test]
fn the_tables_hold_what_the_goals_ask_for() {
    assert!(regions().len() >= 18 && personas().len() >= 20 && WAYS.len() >= 10);
    assert!(names::compare().len() >= 12);
    let ids: BTreeSet<&str> = personas().iter().map(|persona| &*persona.id).collect();
    assert_eq!(ids.len(), personas().len());
    let codes: BTreeSet<&str> = regions().iter().map(|region| &*region.code).collect();
    assert_eq!(codes.len(), regions().len());
    for region in regions() {
        let demo = evidence::enrichment::demo::blocks();
        assert!(demo.iter().any(|block| block.country.to_string() == region.code), "{region:?}");
        assert!(region.zone.parse::<chrono_tz::Tz>().is_ok(), "{region:?}");
    }
}

#[test]
fn the_same_seed_gives_the_same_people_and_another_seed_gives_others() {
    let documents = |seed| {
        let mut corpus = Corpus::default();
        corpus.add_everyone_honest(seed, 0, &mut 0);
        corpus.add_rings(seed, Variant::Plain, &mut 0);
        corpus.submissions.iter().map(|one| one.document.to_string()).collect::<Vec<_>>()
    };
    let first = documents(7);
    assert_eq!(first, documents(7));
    assert!(first.iter().collect::<BTreeSet<_>>().is_disjoint(&documents(8).iter().collect()));
}

/// Otherwise honest people would be linked by accident, and rings by more than their one link.
#[test]
fn telephone_numbers_and_addresses_repeat_only_within_a_persona_or_a_ring() {
    let mut corpus = Corpus::default();
    corpus.add_everyone_honest(5, 0, &mut 0);
    corpus.add_rings(5, Variant::Every, &mut 0);
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    for submission in &corpus.submissions {
        let owner = match &submission.truth {
            Truth::Honest { persona, .. } => (*persona).to_owned(),
            Truth::Member { ring } => ring.to_string(),
        };
        let phones = submission.document["contact"]["phones"].as_array().unwrap();
        let phones = phones.iter().map(|phone| &phone["number"]);
        let lines = submission.document["sessions"].as_array().unwrap();
        let lines = lines.iter().map(|session| &session["ip"]);
        for value in phones.chain(lines) {
            let value = value.as_str().unwrap();
            // The carriers' and the VPNs' gateways.
            if value.ends_with(":1") {
                continue;
            }
            let first = owners.entry(value.to_owned()).or_insert_with(|| owner.clone());
            assert_eq!(*first, owner, "{value}");
        }
    }
}

#[test]
fn every_trick_changes_a_document_of_every_ring() {
    for trick in Trick::ALL {
        for way in &WAYS {
            let mut draw = Draw::new(3);
            let plain = way.ring(&mut draw, Care::Careful);
            let mut evading = plain.clone();
            trick.apply(&mut draw, &mut evading);
            let written = |people: &[Person]| -> Vec<String> {
                let mut draw = Draw::new(4);
                people.iter().map(|one| document::document(&mut draw, one).to_string()).collect()
            };
            assert_ne!(written(&plain), written(&evading), "{} {}", way.id, trick.name());
        }
    }
}

#[test]
fn an_indicator_that_stands_in_for_a_region_is_found_and_chance_is_not() {
    let row = |indicator, hits_in_us| {
        let others = [("CA", 20), ("DE", 22), ("KR", 19), ("NG", 21)];
        let regions = others.into_iter().chain([("US", hits_in_us)]);
        let by_region: By<Share> =
            regions.map(|(region, hits)| (region.to_owned(), Share { hits, all: 200 })).collect();
        let mut circles = Share::default();
        for share in by_region.values() {
            circles.add(*share);
        }
        report::IndicatorRow { indicator, circles, by_region, power: 0.0, copies_needed: None }
    };
    let found = report::outliers(&[row("proxy", 60), row("chance", 27), row("rare", 0)]);
    let found: Vec<(&str, &str)> = found.iter().map(|it| (it.indicator, &*it.region)).collect();
    assert_eq!(found, [("proxy", "US")]);
}
