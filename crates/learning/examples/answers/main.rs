//! Prints the complete answer for each of some thousand documents, one JSON object per line: warnings or errors, facts,
//! identifiers, text sketches, links, findings with evidence, and the assessment. Equal output before and after a
//! change proves that it changes no answer.
//!
//! ```text
//! cargo run --release -p bonafide-learning --example answers > after.ndjson
//! cmp before.ndjson after.ndjson
//! ```
//!
//! The documents are simulated applicants, the seeds, and invented documents full of odd text ([`odd`]).

mod odd;

use std::collections::BTreeMap;
use std::io::{BufWriter, Write as _};

use chrono::{DateTime, Utc};
use evidence::enrichment::{Enricher, EnrichmentConfig, no_files};
use evidence::history::EarlierVersion;
use evidence::indicators::{self, Case};
use evidence::linkage::identifiers::identifiers;
use evidence::linkage::index::Index;
use evidence::linkage::links::links;
use evidence::lists::memory::MemoryLists;
use evidence::pepper::Pepper;
use evidence::profile::{self, BadProfile};
use evidence::relation::Memberships;
use evidence::similarity::index::TextIndex;
use evidence::similarity::{sketches, verified};
use ids::ApplicantId;
use learning::simulator::{Behaviour, CohortOptions, cohort, lists};
use scoring::assess::assess;
use scoring::champion::Champion;
use scoring::grounds::Grounds;
use scoring::policy::Versioned;
use serde_json::{Value, json};
use uuid::Uuid;

/// Applicants per cohort, and odd documents.
const PROFILES: usize = 1_000;
const ODD: u64 = 3_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let config = EnrichmentConfig { demo: true, ..EnrichmentConfig::default() };
    let mut answers = Answers {
        enricher: Enricher::load(&config, no_files)?,
        lists: MemoryLists::new(lists()),
        champion: Champion::baseline()?,
        pepper: Pepper::new([7; 32]),
        index: Index::default(),
        texts: TextIndex::default(),
        applicants: BTreeMap::new(),
        earlier: BTreeMap::new(),
    };
    let mut out = BufWriter::new(std::io::stdout().lock());
    for (document, now) in documents()? {
        writeln!(out, "{}", answers.answer(&document, now))?;
    }
    Ok(out.flush()?)
}

type Documents = Vec<(Vec<u8>, DateTime<Utc>)>;

fn documents() -> std::io::Result<Documents> {
    let mut all = Documents::new();
    for (seed, behaviour) in
        [(1, Behaviour::Baseline), (2, Behaviour::Baseline), (3, Behaviour::Shifted)]
    {
        let options = CohortOptions { behaviour, ..CohortOptions::new(PROFILES, seed) };
        let simulated = cohort(&options).into_iter();
        all.extend(simulated.map(|it| (it.document.to_string().into_bytes(), it.submitted_at)));
    }
    let now = CohortOptions::new(0, 0).until;
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../seeds");
    let mut seeds = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        seeds.extend(Some(entry?.path()).filter(|path| path.extension() == Some("json".as_ref())));
    }
    seeds.sort_unstable();
    for path in seeds {
        all.push((std::fs::read(path)?, now));
    }
    all.extend((0..ODD).map(|seed| (odd::document(seed).to_string().into_bytes(), now)));
    Ok(all)
}

struct Answers {
    enricher: Enricher,
    lists: MemoryLists,
    champion: Champion,
    pepper: Pepper,
    index: Index,
    texts: TextIndex,
    applicants: BTreeMap<String, ApplicantId>,
    earlier: BTreeMap<ApplicantId, Vec<EarlierVersion>>,
}

impl Answers {
    fn answer(&mut self, document: &[u8], now: DateTime<Utc>) -> Value {
        let (profile, warnings) = match profile::parse(document) {
            Ok(parsed) => parsed,
            Err(BadProfile::Faults(faults)) => return json!({ "faults": faults }),
            Err(error) => return json!({ "json": error.to_string() }),
        };
        let next = self.applicants.len() as u128 + 1;
        let name = profile.external_id.as_str().to_owned();
        let applicant = *self.applicants.entry(name).or_insert(ApplicantId(Uuid::from_u128(next)));
        let mut facts = self.enricher.enrich(&profile, now);
        let identifiers = identifiers(&profile, &facts, &self.pepper, now);
        let sketches = sketches(&profile, self.pepper.text_key());
        let sightings = self.index.sightings(applicant, &identifiers);
        let mut links = links(applicant, &identifiers, &sightings, &Memberships::default());
        links.texts = verified(&sketches, &self.texts.candidates(applicant, &sketches));
        self.index.insert(applicant, &identifiers);
        self.texts.insert(applicant, &sketches);
        facts.lists = self.lists.consult(&profile, &facts);
        let earlier = self.earlier.entry(applicant).or_default();
        let chosen = EarlierVersion::chosen_of(earlier);
        let facts = self.enricher.recall(facts, &chosen);
        let case = Case::new(&profile, &facts, &links, &chosen, now);
        let observed = indicators::observe(&case);
        let assessment = assess(&Grounds {
            observed: &observed,
            links: &links,
            facts: &facts,
            now,
            champion: &self.champion,
            policy: &Versioned::shipped(),
        });
        let findings: Vec<Value> = (observed.iter())
            .map(|observed| json!([observed.indicator.id, observed.finding]))
            .collect();
        let identifiers: Vec<String> = identifiers.iter().map(|it| format!("{it:?}")).collect();
        let sketches: Vec<Value> = (sketches.iter())
            .map(|it| json!([it.kind, it.pointer, it.id, it.bands, it.signature.to_bytes()]))
            .collect();
        let answer = json!({
            "warnings": warnings,
            "facts": facts,
            "identifiers": identifiers,
            "sketches": sketches,
            "links": links,
            "findings": findings,
            "assessment": assessment,
        });
        earlier.push(EarlierVersion { at: now, profile });
        answer
    }
}
