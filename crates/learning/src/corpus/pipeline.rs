//! Decides on the corpus as the service does, one profile after the other, in memory.
//!
//! Everything that depends on how links, rings and policy work is here, in three steps: find the links, join the rings,
//! assess.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use evidence::enrichment::{Enricher, EnrichmentConfig, EnrichmentError, no_files};
use evidence::facts::{Facts, IpFacts};
use evidence::finding::State;
use evidence::indicators::{self, Case};
use evidence::linkage::identifiers::identifiers;
use evidence::linkage::index::Index;
use evidence::linkage::links::links;
use evidence::linkage::ring::companions;
use evidence::links::Links;
use evidence::lists::memory::MemoryLists;
use evidence::pepper::Pepper;
use evidence::profile::{self, Profile};
use evidence::similarity::index::TextIndex;
use evidence::similarity::photos::{self, DISTANCE, NearPhoto, PhotoHash};
use evidence::similarity::{sketches, verified};
use ids::ApplicantId;
use scoring::assess::assess;
use scoring::champion::Champion;
use scoring::decision::{Band, Reason, Recommendation};
use scoring::grounds::Grounds;
use scoring::model::ModelError;
use scoring::policy::Versioned;
use uuid::Uuid;

use crate::simulator::lists;

#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    #[error(transparent)]
    Model(#[from] ModelError),
    #[error(transparent)]
    Enrichment(#[from] EnrichmentError),
}

/// The service in memory.
pub(super) struct Pipeline {
    pepper: Pepper,
    index: Index,
    texts: TextIndex,
    photos: Photos,
    enricher: Enricher,
    lists: Option<MemoryLists>,
    champion: Champion,
    policy: Versioned,
    rings: Rings,
    next: u128,
}

/// What was decided about a profile.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    pub(super) applicant: ApplicantId,
    pub(super) band: Band,
    pub(super) recommendation: Recommendation,
    pub(super) reasons: Vec<Reason>,
    /// The known findings, with what they added to the log-odds, if they are scored.
    pub(super) findings: Vec<Known>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    pub(super) indicator: &'static str,
    pub(super) is_hit: bool,
    pub(super) log_odds: f64,
}

impl Pipeline {
    /// A service with a default installation's data, or also with network and threat lists.
    pub(super) fn new(with_lists: bool) -> Result<Self, PipelineError> {
        let enrichment = EnrichmentConfig { demo: true, ..EnrichmentConfig::default() };
        Ok(Self {
            pepper: Pepper::new([0; 32]),
            index: Index::default(),
            texts: TextIndex::default(),
            photos: Photos::default(),
            enricher: Enricher::load(&enrichment, no_files)?,
            lists: with_lists.then(|| MemoryLists::new(lists())),
            champion: scoring::shipped::newest()?,
            policy: Versioned::shipped(),
            rings: Rings::default(),
            next: 1,
        })
    }

    /// Decides on a profile. The error says why it was refused.
    pub(super) fn submit(
        &mut self,
        document: &[u8],
        now: DateTime<Utc>,
    ) -> Result<Outcome, String> {
        let (profile, _) = profile::parse(document).map_err(|error| error.to_string())?;
        let applicant = ApplicantId(Uuid::from_u128(self.next));
        self.next += 1;
        let links = self.link(applicant, &profile, now);
        let facts = self.facts(&profile, now);
        let case = Case::new(&profile, &facts, &links, &[], now);
        let observed = indicators::observe(&case);
        let grounds = Grounds {
            observed: &observed,
            links: &links,
            facts: &facts,
            now,
            champion: &self.champion,
            policy: &self.policy,
        };
        let assessment = assess(&grounds);
        let is_tied = assessment.reasons.contains(&Reason::Linked);
        self.rings.join(applicant, &companions(&links, now), is_tied);
        let added: BTreeMap<&str, f64> = (assessment.contributions.iter())
            .map(|contribution| (&*contribution.indicator, contribution.log_odds))
            .collect();
        let known = observed.iter().filter(|observed| observed.finding.state() != State::Unknown);
        let known = known.map(|observed| Known {
            indicator: observed.indicator.id,
            is_hit: observed.finding.state() == State::Hit,
            log_odds: added.get(observed.indicator.id).copied().unwrap_or_default(),
        });
        Ok(Outcome {
            applicant,
            band: assessment.band,
            recommendation: assessment.recommendation,
            findings: known.collect(),
            reasons: assessment.reasons,
        })
    }

    /// The members of each ring, in a fixed order, and whether it is under review.
    pub(super) fn rings(&self) -> Vec<(Vec<ApplicantId>, bool)> {
        self.rings.all()
    }

    /// Links a profile to the earlier ones, and indexes it for the later ones.
    fn link(&mut self, applicant: ApplicantId, profile: &Profile, now: DateTime<Utc>) -> Links {
        let identifiers = identifiers(profile, &self.pepper, now);
        let mut links = links(&identifiers, &self.index.sightings(applicant, &identifiers));
        let sketches = sketches(profile, self.pepper.text_key());
        links.texts = verified(&sketches, &self.texts.candidates(applicant, &sketches), &links);
        let hashes = photos::hashes(profile, &BTreeMap::new(), self.pepper.photo_key());
        photos::add(&mut links, &hashes, &self.photos.near(applicant, &hashes));
        self.index.insert(applicant, &identifiers);
        self.texts.insert(applicant, &sketches);
        self.photos.insert(applicant, &hashes, now);
        links
    }

    /// The facts about a profile's values. The documentation addresses of the corpus are known only to the demo's table,
    /// which also knows what a default installation doesn't: the kind of network, its number and its region.
    fn facts(&self, profile: &Profile, now: DateTime<Utc>) -> Facts {
        let mut facts = self.enricher.enrich(profile, now);
        if let Some(lists) = &self.lists {
            facts.lists = lists.consult(profile, &facts);
            return facts;
        }
        let sessions = facts.sessions.iter_mut().filter_map(|session| session.ip.as_mut());
        for ip in sessions.chain(facts.identity_checks.iter_mut().flatten()) {
            *ip = IpFacts { country: ip.country, sanctioned: ip.sanctioned, ..IpFacts::default() };
        }
        facts
    }
}

/// The hashes of all photos, and when they were submitted.
#[derive(Default)]
struct Photos(Vec<(ApplicantId, i64, DateTime<Utc>)>);

impl Photos {
    fn insert(&mut self, applicant: ApplicantId, hashes: &[PhotoHash], now: DateTime<Utc>) {
        let stored = hashes.iter().flat_map(|hash| &hash.stored);
        self.0.extend(stored.map(|stored| (applicant, *stored, now)));
    }

    fn near(&self, applicant: ApplicantId, hashes: &[PhotoHash]) -> Vec<NearPhoto> {
        let mut near = Vec::new();
        for (photo, hash) in hashes.iter().enumerate() {
            for (other, stored, used_at) in self.0.iter().filter(|(other, ..)| *other != applicant)
            {
                let is_near =
                    |searched: &i64| (searched ^ stored).count_ones() <= DISTANCE.unsigned_abs();
                if hash.searched.iter().any(is_near) {
                    near.push(NearPhoto { photo, applicant: *other, used_at: *used_at });
                }
            }
        }
        near
    }
}

/// Who is in which ring. Rings grow and merge as members arrive, as in the service.
#[derive(Default)]
struct Rings {
    ring_of: BTreeMap<ApplicantId, usize>,
    members: BTreeMap<usize, BTreeSet<ApplicantId>>,
    under_review: BTreeSet<usize>,
    next: usize,
}

impl Rings {
    /// Joins an applicant with their companions. A ring is under review once a tie was strong enough to call for one.
    fn join(&mut self, applicant: ApplicantId, companions: &[ApplicantId], is_tied: bool) {
        if companions.is_empty() {
            return;
        }
        let ring = self.next;
        self.next += 1;
        let mut joined = BTreeSet::from([applicant]);
        for other in companions.iter().chain([&applicant]) {
            joined.insert(*other);
            if let Some(old) = self.ring_of.get(other).copied() {
                joined.extend(self.members.remove(&old).unwrap_or_default());
                if self.under_review.remove(&old) {
                    self.under_review.insert(ring);
                }
            }
        }
        if is_tied {
            self.under_review.insert(ring);
        }
        self.ring_of.extend(joined.iter().map(|member| (*member, ring)));
        self.members.insert(ring, joined);
    }

    fn all(&self) -> Vec<(Vec<ApplicantId>, bool)> {
        let ring = |(ring, members): (&usize, &BTreeSet<ApplicantId>)| {
            (members.iter().copied().collect(), self.under_review.contains(ring))
        };
        self.members.iter().map(ring).collect()
    }
}
