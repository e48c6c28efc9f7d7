//! Observes a cohort as the service would: profile by profile, each linked to the earlier ones.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use evidence::enrichment::Enricher;
use evidence::facts::Facts;
use evidence::history::EarlierVersion;
use evidence::indicators::{self, Case};
use evidence::linkage::identifiers::identifiers;
use evidence::linkage::index::Index;
use evidence::linkage::links::links;
use evidence::links::Links;
use evidence::lists::memory::MemoryLists;
use evidence::pepper::Pepper;
use evidence::profile::{self, BadProfile, Profile};
use evidence::relation::Memberships;
use evidence::similarity::index::TextIndex;
use evidence::similarity::{sketches, verified};
use ids::ApplicantId;
use scoring::sealed::{self, model_inputs};
use uuid::Uuid;

use super::Confirmed;
use crate::data::TrainingExample;
use crate::simulator::Simulated;

/// A profile document with the truth about its applicant.
#[derive(Clone, Debug)]
pub struct LabelledProfile {
    pub document: Vec<u8>,
    pub submitted_at: DateTime<Utc>,
    pub fake: bool,
    /// The ring, if known.
    pub ring: Option<String>,
    /// The group for which parity is measured, if any. No model sees it.
    pub audit_group: Option<String>,
}

impl From<Simulated> for LabelledProfile {
    fn from(simulated: Simulated) -> Self {
        Self {
            document: simulated.document.to_string().into_bytes(),
            submitted_at: simulated.submitted_at,
            fake: simulated.label.fake,
            ring: simulated.label.ring,
            audit_group: None,
        }
    }
}

#[derive(Debug, thiserror::Error)]
#[error("profile {number} of the cohort cannot be read: {fault}")]
pub struct CohortError {
    /// Counted from 1.
    pub number: usize,
    pub fault: String,
}

/// Observes a cohort with its tenant's confirmed relations and threat lists. The profiles must be in order of submission.
pub fn observe(
    cohort: &[LabelledProfile],
    confirmed: &Confirmed,
    enricher: &Enricher,
    lists: &MemoryLists,
) -> Result<Vec<TrainingExample>, CohortError> {
    let mut observer = Observer { confirmed: confirmed.clone(), ..Observer::default() };
    let observe = |(i, labelled): (usize, &LabelledProfile)| {
        let (profile, _) =
            profile::parse(&labelled.document).map_err(|error| unreadable(i, &error))?;
        Ok(observer.observe(labelled, profile, enricher, lists))
    };
    cohort.iter().enumerate().map(observe).collect()
}

/// The state after the profiles so far.
struct Observer {
    pepper: Pepper,
    index: Index,
    texts: TextIndex,
    applicants: BTreeMap<String, ApplicantId>,
    confirmed: Confirmed,
    memberships: Memberships,
    groups: BTreeMap<String, u64>,
    earlier: BTreeMap<ApplicantId, Vec<EarlierVersion>>,
}

impl Default for Observer {
    fn default() -> Self {
        Self {
            // Digests never leave the process, so the pepper need not be secret.
            pepper: Pepper::new([0; 32]),
            index: Index::default(),
            texts: TextIndex::default(),
            applicants: BTreeMap::new(),
            confirmed: Confirmed::default(),
            memberships: Memberships::default(),
            groups: BTreeMap::new(),
            earlier: BTreeMap::new(),
        }
    }
}

impl Observer {
    fn observe(
        &mut self,
        labelled: &LabelledProfile,
        profile: Profile,
        enricher: &Enricher,
        lists: &MemoryLists,
    ) -> TrainingExample {
        let now = labelled.submitted_at;
        let external_id = profile.external_id.as_str().to_owned();
        let next = self.applicants.len() as u128 + 1;
        let applicant = *self
            .applicants
            .entry(external_id.clone())
            .or_insert_with(|| ApplicantId(Uuid::from_u128(next)));
        for declared in self.confirmed.of(&external_id) {
            self.memberships.insert(applicant, *declared);
        }
        let mut facts = enricher.enrich(&profile, now);
        let links = self.link(applicant, (&profile, &facts), now);
        facts.lists = lists.consult(&profile, &facts);
        let earlier = self.earlier.entry(applicant).or_default();
        let chosen = EarlierVersion::chosen_of(earlier);
        let facts = enricher.recall(facts, &chosen);
        let case = Case::new(&profile, &facts, &links, &chosen, now);
        let inputs = model_inputs(&sealed::findings(&indicators::observe(&case)));
        earlier.push(EarlierVersion { at: now, profile });
        let next = self.groups.len() as u64;
        let group = labelled.ring.clone().unwrap_or(external_id);
        TrainingExample {
            decision: None,
            submitted_at: now,
            group: *self.groups.entry(group).or_insert(next),
            inputs,
            fake: labelled.fake,
            weight: 1.0,
            audit_group: labelled.audit_group.clone(),
        }
    }

    /// Links a profile to the earlier ones, and indexes it for the later ones.
    fn link(
        &mut self,
        applicant: ApplicantId,
        (profile, facts): (&Profile, &Facts),
        now: DateTime<Utc>,
    ) -> Links {
        let identifiers = identifiers(profile, facts, &self.pepper, now);
        let sightings = self.index.sightings(applicant, &identifiers);
        let mut links = links(applicant, &identifiers, &sightings, &self.memberships);
        let sketches = sketches(profile, self.pepper.text_key());
        links.texts = verified(&sketches, &self.texts.candidates(applicant, &sketches));
        self.index.insert(applicant, &identifiers);
        self.texts.insert(applicant, &sketches);
        links
    }
}

fn unreadable(i: usize, error: &BadProfile) -> CohortError {
    let fault = match error {
        BadProfile::Json(_) | BadProfile::Warnings(_) => error.to_string(),
        BadProfile::Faults(faults) => faults
            .first()
            .map(|fault| format!("{} {}", fault.pointer, fault.detail))
            .unwrap_or_default(),
    };
    CohortError { number: i + 1, fault }
}
