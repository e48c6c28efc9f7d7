//! Runs one stage of the core on simulated profiles. `benches/instructions/count` counts the instructions of [`stage`].

use chrono::{DateTime, Utc};
use evidence::enrichment::{Enricher, EnrichmentConfig, no_files};
use evidence::facts::Facts;
use evidence::indicators::{self, Case, Observed};
use evidence::linkage::identifiers::identifiers;
use evidence::links::Links;
use evidence::pepper::Pepper;
use evidence::profile::{self, Profile};
use evidence::similarity::sketches;
use learning::simulator::{CohortOptions, cohort};
use scoring::assess::assess;
use scoring::champion::Champion;
use scoring::grounds::Grounds;
use scoring::policy::Versioned;

const PROFILES: usize = 100;

struct Submitted {
    document: Vec<u8>,
    now: DateTime<Utc>,
    profile: Profile,
    facts: Facts,
    observed: Vec<Observed>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let chosen = std::env::args().nth(1).unwrap_or_default();
    let config = EnrichmentConfig { demo: true, ..EnrichmentConfig::default() };
    let (enricher, champion) = (Enricher::load(&config, no_files)?, Champion::baseline()?);
    let (pepper, links, policy) = (Pepper::new([7; 32]), Links::default(), Versioned::shipped());
    indicators::prepare();
    let submitted = submitted(&enricher, &links)?;
    match chosen.as_str() {
        "parse" => stage(&submitted, |it| _ = std::hint::black_box(profile::parse(&it.document))),
        "facts" => {
            stage(&submitted, |it| _ = std::hint::black_box(enricher.enrich(&it.profile, it.now)));
        }
        "links" => stage(&submitted, |it| {
            std::hint::black_box(identifiers(&it.profile, &it.facts, &pepper, it.now));
            std::hint::black_box(sketches(&it.profile, pepper.text_key()));
        }),
        "indicators" => stage(&submitted, |it| {
            let case = Case::new(&it.profile, &it.facts, &links, &[], it.now);
            std::hint::black_box(indicators::observe(&case));
        }),
        "score" => stage(&submitted, |it| {
            std::hint::black_box(assess(&Grounds {
                observed: &it.observed,
                links: &links,
                facts: &it.facts,
                now: it.now,
                champion: &champion,
                policy: &policy,
            }));
        }),
        _ => return Err("name a stage: parse, facts, links, indicators or score".into()),
    }
    Ok(())
}

/// The submissions, each parsed but not examined yet.
fn submitted(
    enricher: &Enricher,
    links: &Links,
) -> Result<Vec<Submitted>, Box<dyn std::error::Error>> {
    let mut all = Vec::new();
    for simulated in cohort(&CohortOptions::new(PROFILES, 1)) {
        let (document, now) = (simulated.document.to_string().into_bytes(), simulated.submitted_at);
        let (examined, _) = profile::parse(&document)?;
        let facts = enricher.enrich(&examined, now);
        let observed = indicators::observe(&Case::new(&examined, &facts, links, &[], now));
        let (profile, _) = profile::parse(&document)?;
        all.push(Submitted { document, now, profile, facts, observed });
    }
    Ok(all)
}

/// What is counted.
#[inline(never)]
fn stage(submitted: &[Submitted], run: impl Fn(&Submitted)) {
    submitted.iter().for_each(run);
}
