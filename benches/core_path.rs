//! Benchmarks the core path without a database: reads, enriches, observes and scores a seed's document.
//!
//! ```text
//! cargo bench -p bonafide-scoring
//! ```

use chrono::{DateTime, Utc};
use divan::black_box;
use evidence::enrichment::{Enricher, EnrichmentConfig, no_files};
use evidence::facts::Facts;
use evidence::indicators::{self, Case, Observed};
use evidence::links::Links;
use evidence::profile::{self, Profile};
use scoring::champion::Champion;
use scoring::sealed;

/// The richest of the seeds: sessions, contacts, a resume, payouts.
const SEED: &str = include_str!("../seeds/17-laptop-farm.json");
const BASE_RATE: f64 = 0.02;

fn main() {
    divan::main();
}

#[divan::bench]
fn parse(bencher: divan::Bencher) {
    bencher.bench_local(|| read(black_box(SEED)));
}

#[divan::bench]
fn enrich(bencher: divan::Bencher) {
    let (enricher, profile) = (enricher(), read(SEED));
    bencher.bench_local(|| enricher.enrich(black_box(&profile), now()));
}

#[divan::bench]
fn observe(bencher: divan::Bencher) {
    let (enricher, profile) = (enricher(), read(SEED));
    let facts = enricher.enrich(&profile, now());
    bencher.bench_local(|| observed(black_box(&profile), black_box(&facts)));
}

#[divan::bench]
fn parse_to_score(bencher: divan::Bencher) {
    let (enricher, champion) = (enricher(), Champion::baseline().expect("the baseline is read"));
    bencher.bench_local(|| {
        let profile = read(black_box(SEED));
        let facts = enricher.enrich(&profile, now());
        score(&champion, &observed(&profile, &facts))
    });
}

fn enricher() -> Enricher {
    Enricher::load(&EnrichmentConfig::default(), no_files).expect("no file is named")
}

fn read(document: &str) -> Profile {
    profile::parse(document.as_bytes()).expect("a seed is a profile").0
}

fn observed(profile: &Profile, facts: &Facts) -> Vec<Observed> {
    let links = Links::default();
    indicators::observe(&Case::new(profile, facts, &links, &[], now()))
}

fn score(champion: &Champion, observed: &[Observed]) -> f64 {
    let values = sealed::model_inputs(&sealed::findings(observed));
    champion.scorer.score(&values, BASE_RATE).log_odds
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_780_315_200, 0).expect("a time within the calendar")
}
