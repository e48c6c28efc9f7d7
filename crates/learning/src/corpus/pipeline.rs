//! Decides on the corpus as the service does, one profile after the other, in memory.
//!
//! Everything that depends on how links, rings and policy work is here, in three steps: find the links, join the rings,
//! assess.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use evidence::enrichment::{Enricher, EnrichmentConfig, EnrichmentError, no_files};
use evidence::facts::{Facts, IpFacts};
use evidence::finding::State;
use evidence::identifier::IdentifierDigest;
use evidence::indicators::{self, Case};
use evidence::linkage::identifiers::{Identifier, identifiers, stored};
use evidence::linkage::index::Index;
use evidence::linkage::links::links;
use evidence::linkage::pairs::of_pairs;
use evidence::linkage::ring::{ApplicantIdentifier, companions};
use evidence::linkage::risk::ring_risk;
use evidence::links::{Links, RingRisk};
use evidence::lists::memory::MemoryLists;
use evidence::pepper::Pepper;
use evidence::profile::{self, Profile};
use evidence::relation::Memberships;
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
use crate::training::Confirmed;

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
    confirmed: Confirmed,
    memberships: Memberships,
    held: BTreeMap<ApplicantId, Vec<ApplicantIdentifier>>,
    /// How many applicants have an identifier.
    sizes: BTreeMap<IdentifierDigest, usize>,
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
    pub(super) fn new(with_lists: bool, confirmed: Confirmed) -> Result<Self, PipelineError> {
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
            confirmed,
            memberships: Memberships::default(),
            held: BTreeMap::new(),
            sizes: BTreeMap::new(),
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
        for declared in self.confirmed.of(profile.external_id.as_str()) {
            self.memberships.insert(applicant, *declared);
        }
        let facts = self.facts(&profile, now);
        let mut links = self.link(applicant, (&profile, &facts), now);
        let ring = self.rings.join(applicant, &companions(&links, now));
        links.ring_risk = ring.map(|members| self.risk(&members, now));
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
        // A ring below the threshold asks its members to verify for the same reason.
        let is_tied = assessment.recommendation == Recommendation::Review
            && assessment.reasons.contains(&Reason::Linked);
        if is_tied {
            self.rings.review(applicant);
        }
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
        let hashes = photos::hashes(profile, &BTreeMap::new(), self.pepper.photo_key());
        let near = self.photos.near(applicant, &hashes);
        photos::add(&mut links, &hashes, &near);
        self.keep(applicant, stored(&identifiers));
        let near = near.iter().map(|near| near.applicant);
        for (other, pair) in of_pairs(applicant, &links, near, &self.pepper, now) {
            self.keep(applicant, [&pair]);
            self.keep(other, [&pair]);
        }
        self.index.insert(applicant, &identifiers);
        self.texts.insert(applicant, &sketches);
        self.photos.insert(applicant, &hashes, now);
        links
    }

    fn keep<'a>(
        &mut self,
        applicant: ApplicantId,
        identifiers: impl IntoIterator<Item = &'a Identifier>,
    ) {
        for identifier in identifiers {
            *self.sizes.entry(identifier.digest).or_default() += 1;
            let held = ApplicantIdentifier::new(applicant, identifier);
            self.held.entry(applicant).or_default().push(held);
        }
    }

    /// What the members of a ring share.
    fn risk(&self, members: &[ApplicantId], now: DateTime<Utc>) -> RingRisk {
        let held: Vec<ApplicantIdentifier> =
            members.iter().filter_map(|member| self.held.get(member)).flatten().copied().collect();
        ring_risk(members, &held, &self.sizes, &self.memberships, now)
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
    /// Joins an applicant with their companions. Returns the members of the ring, if there is one.
    fn join(
        &mut self,
        applicant: ApplicantId,
        companions: &[ApplicantId],
    ) -> Option<Vec<ApplicantId>> {
        if companions.is_empty() {
            return None;
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
        self.ring_of.extend(joined.iter().map(|member| (*member, ring)));
        let members = joined.iter().copied().collect();
        self.members.insert(ring, joined);
        Some(members)
    }

    /// Puts the ring of an applicant under review.
    fn review(&mut self, applicant: ApplicantId) {
        self.under_review.extend(self.ring_of.get(&applicant));
    }

    fn all(&self) -> Vec<(Vec<ApplicantId>, bool)> {
        let ring = |(ring, members): (&usize, &BTreeSet<ApplicantId>)| {
            (members.iter().copied().collect(), self.under_review.contains(ring))
        };
        self.members.iter().map(ring).collect()
    }
}
