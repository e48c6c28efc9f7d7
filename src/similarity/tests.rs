use std::collections::BTreeSet;

use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::index::TextIndex;
use super::*;
use crate::domain::links::TextKind;

const KEY: Key = Key(7);

fn person(n: u128) -> ApplicantId {
    ApplicantId(uuid::Uuid::from_u128(n))
}

fn sketch_of(text: &str) -> Sketch {
    sketch(TextKind::Resume, "/resume".to_owned(), text, &BTreeSet::new(), KEY).unwrap()
}

/// A resume of one trade: everybody's sentences have the trade's words, and the person's own facts.
fn resume(random: &mut ChaCha8Rng) -> String {
    const VERBS: [&str; 8] =
        ["built", "migrated", "tuned", "rewrote", "operated", "designed", "tested", "shipped"];
    const THINGS: [&str; 12] = [
        "payment gateway",
        "search index",
        "billing service",
        "mobile client",
        "data pipeline",
        "cluster",
        "reporting portal",
        "message broker",
        "identity provider",
        "warehouse",
        "scheduler",
        "cache",
    ];
    const HOWS: [&str; 10] = [
        "react",
        "rust",
        "postgres",
        "kafka",
        "kubernetes",
        "python",
        "terraform",
        "grpc",
        "redis",
        "java",
    ];
    let mut sentence = || {
        let pick =
            |from: &[&str], random: &mut ChaCha8Rng| (*from.choose(random).unwrap()).to_owned();
        let (verb, thing, how) = (pick(&VERBS, random), pick(&THINGS, random), pick(&HOWS, random));
        let (percent, months) = (random.random_range(3..97), random.random_range(2..40));
        format!(
            "{verb} the {thing} with {how} over {months} months and cut its cost by {percent} percent."
        )
    };
    (0..30).map(|_| sentence()).collect::<Vec<_>>().join(" ")
}

/// The same with a share of its words replaced.
fn edited(text: &str, share: f64, random: &mut ChaCha8Rng) -> String {
    let words = text.split(' ').map(|word| {
        if random.random_bool(share) {
            format!("other{}", random.random_range(0..5000))
        } else {
            word.to_owned()
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn near_duplicates_are_found_and_people_of_one_trade_are_not_linked() {
    let mut random = ChaCha8Rng::seed_from_u64(3);
    let originals: Vec<String> = (0..150).map(|_| resume(&mut random)).collect();
    let mut index = TextIndex::default();
    for (n, text) in originals.iter().enumerate() {
        index.insert(person(n as u128), &[sketch_of(text)]);
    }
    let (mut found, mut wrong) = (0, 0);
    for (n, text) in originals.iter().enumerate() {
        let sketches = [sketch_of(&edited(text, 0.05, &mut random))];
        let newcomer = person(1_000_000 + n as u128);
        let candidates = index.candidates(newcomer, &sketches);
        let shared = verified(&sketches, &candidates, &Links::default());
        for other in &shared[0].others {
            if other.applicant == person(n as u128) { found += 1 } else { wrong += 1 }
        }
    }
    assert!(found >= 149, "recall {found} of 150");
    assert!(wrong <= 1, "{wrong} strangers of the same trade were linked");
}

#[test]
fn the_estimate_is_near_the_truth() {
    let mut random = ChaCha8Rng::seed_from_u64(4);
    let text = resume(&mut random);
    let all = shingles::shingles(&text, &BTreeSet::new());
    for share in [0.0, 0.03, 0.1, 0.2, 0.5] {
        let other = edited(&text, share, &mut random);
        let theirs = shingles::shingles(&other, &BTreeSet::new());
        let (common, union) = (all.intersection(&theirs).count(), all.union(&theirs).count());
        let truth =
            f64::from(u32::try_from(common).unwrap()) / f64::from(u32::try_from(union).unwrap());
        let estimate = sketch_of(&text).signature.similarity(&sketch_of(&other).signature);
        assert!((estimate - truth).abs() < 0.15, "{estimate} is far from {truth}");
    }
}

#[test]
fn an_advertisement_and_boilerplate_are_nobodys_own() {
    let mut random = ChaCha8Rng::seed_from_u64(5);
    let ad = resume(&mut random);
    let without = shingles::shingles(&ad, &BTreeSet::new());
    assert!(sketch(TextKind::Letter, String::new(), &ad, &without, KEY).is_none());
    let boilerplate =
        "I am a passionate developer with strong experience in web development. ".repeat(20);
    assert!(sketch(TextKind::Letter, String::new(), &boilerplate, &BTreeSet::new(), KEY).is_none());
    assert!(sketch(TextKind::Letter, String::new(), "short", &BTreeSet::new(), KEY).is_none());
}

#[test]
fn a_signature_reads_back_and_another_tenants_is_another() {
    let mut random = ChaCha8Rng::seed_from_u64(6);
    let text = resume(&mut random);
    let one = sketch_of(&text);
    assert_eq!(Signature::from_bytes(&one.signature.to_bytes()), Some(one.signature.clone()));
    assert_eq!(Signature::from_bytes(&[0; 7]), None);
    let theirs = sketch(TextKind::Resume, String::new(), &text, &BTreeSet::new(), Key(8)).unwrap();
    assert!(one.signature.similarity(&theirs.signature) < 0.1);
    assert!(one.signature.bands().iter().all(|band| !theirs.signature.bands().contains(band)));
}
