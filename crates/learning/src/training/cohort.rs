//! Observing a cohort as the service would: one profile after the other, each linked to those before it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use evidence::enrichment::Enricher;
use evidence::history::EarlierVersion;
use evidence::indicators::{self, Case};
use evidence::linkage::identifiers::identifiers;
use evidence::linkage::index::Index;
use evidence::linkage::links::links;
use evidence::lists::memory::MemoryLists;
use evidence::pepper::Pepper;
use evidence::profile::{self, BadProfile};
use evidence::similarity::index::TextIndex;
use evidence::similarity::{sketches, verified};
use ids::ApplicantId;
use uuid::Uuid;

use crate::simulator::Simulated;

/// A profile and what its applicant turned out to be.
#[derive(Clone, Debug)]
pub struct LabelledProfile {
    /// The document.
    pub document: Vec<u8>,
    /// When it came.
    pub submitted_at: DateTime<Utc>,
    /// Whether the applicant was fake.
    pub fake: bool,
    /// The ring, if it is known.
    pub ring: Option<String>,
    /// The group that parity is measured for, if the audit was given one. No model sees it.
    pub audit_group: Option<String>,
}

impl From<Simulated> for LabelledProfile {
    fn from(one: Simulated) -> Self {
        Self {
            document: one.document.to_string().into_bytes(),
            submitted_at: one.submitted_at,
            fake: one.label.fake,
            ring: one.label.ring,
            audit_group: None,
        }
    }
}

/// A profile as a row of a data set.
#[derive(Clone, Debug, PartialEq)]
pub struct ObservedProfile {
    /// One value for each scored indicator.
    pub values: Vec<Option<f64>>,
    /// Whether the applicant was fake.
    pub fake: bool,
    /// The ring, or the person.
    pub group: u64,
    /// When it came.
    pub submitted_at: DateTime<Utc>,
    /// The group that parity is measured for.
    pub audit_group: Option<String>,
}

/// A profile of the cohort cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("profile {number} of the cohort cannot be read: {first}")]
pub struct CohortError {
    /// Which one, from 1.
    pub number: usize,
    /// The first thing that is wrong with it.
    pub first: String,
}

/// Observes a cohort with the lists that its tenant had. The profiles must be in the order in which they came.
pub fn observe(
    cohort: &[LabelledProfile],
    enricher: &Enricher,
    lists: &MemoryLists,
) -> Result<Vec<ObservedProfile>, CohortError> {
    // Nothing of this outlives the process, so any pepper will do.
    let pepper = Pepper::new([0; 32]);
    let mut index = Index::default();
    let mut texts = TextIndex::default();
    let mut applicants: BTreeMap<String, ApplicantId> = BTreeMap::new();
    let mut groups: BTreeMap<String, u64> = BTreeMap::new();
    let mut earlier: BTreeMap<ApplicantId, Vec<EarlierVersion>> = BTreeMap::new();
    let mut rows = Vec::with_capacity(cohort.len());
    for (i, one) in cohort.iter().enumerate() {
        let (profile, _) = profile::parse(&one.document).map_err(|error| unreadable(i, &error))?;
        let name = profile.external_id.as_str().to_owned();
        let next = applicants.len();
        let applicant = *applicants
            .entry(name.clone())
            .or_insert_with(|| ApplicantId(Uuid::from_u128(next as u128 + 1)));
        let found = identifiers(&profile, &pepper, one.submitted_at);
        let mut links = links(&found, &index.sightings(applicant, &found));
        let sketches = sketches(&profile, pepper.text_key());
        links.texts = verified(&sketches, &texts.candidates(applicant, &sketches), &links);
        index.insert(applicant, &found);
        texts.insert(applicant, &sketches);
        let mut facts = enricher.enrich(&profile, one.submitted_at);
        facts.lists = lists.consult(&profile, &facts);
        // A cohort tells each applicant once or, if more often, as the service would have kept them.
        let versions = earlier.entry(applicant).or_default();
        let case = Case {
            profile: &profile,
            facts: &facts,
            links: &links,
            earlier: versions,
            now: one.submitted_at,
        };
        let next = groups.len() as u64;
        let group = *groups.entry(one.ring.clone().unwrap_or(name)).or_insert(next);
        rows.push(ObservedProfile {
            values: indicators::scored().map(|one| one.input(&(one.observe)(&case))).collect(),
            fake: one.fake,
            group,
            submitted_at: one.submitted_at,
            audit_group: one.audit_group.clone(),
        });
        versions.push(EarlierVersion { at: one.submitted_at, profile });
        if versions.len() > EarlierVersion::MAX {
            versions.remove(0);
        }
    }
    Ok(rows)
}

fn unreadable(place: usize, error: &BadProfile) -> CohortError {
    let first = match error {
        BadProfile::Json(error) => error.to_string(),
        BadProfile::Faults(faults) => faults
            .first()
            .map(|fault| format!("{} {}", fault.pointer, fault.detail))
            .unwrap_or_default(),
    };
    CohortError { number: place + 1, first }
}
