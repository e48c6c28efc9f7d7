//! Scoring a stream of profiles without a database, with the same parser, indicators and model as a request.
//!
//! No relations are confirmed. Nothing is stored, so versions of an applicant are not compared, and rings have no id.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use evidence::enrichment::Enricher;
use evidence::facts::Facts;
use evidence::indicators::{self, Case};
use evidence::linkage::identifiers::{Identifier, identifiers};
use evidence::linkage::index::Index;
use evidence::linkage::links::links;
use evidence::linkage::risk::own_risk;
use evidence::links::Links;
use evidence::lists::memory::MemoryLists;
use evidence::pepper::Pepper;
use evidence::profile::read::Warning;
use evidence::profile::{self, BadProfile, Profile, Strictness};
use evidence::relation::Memberships;
use evidence::similarity::index::TextIndex;
use evidence::similarity::{Sketch, sketches, verified};
use ids::ApplicantId;
use scoring::assess::assess;
use scoring::champion::Champion;
use scoring::grounds::Grounds;
use scoring::policy::Versioned;

use super::scores::Scored;
use super::stream_links::{self, ForeignLinks, StreamKeys, StreamLinks};
use crate::compute::Compute;
use crate::domain::tenant::TenantId;

/// Scores a stream.
#[derive(Debug)]
pub struct Offline {
    pub method: Arc<Method>,
    /// Earlier applicants of the stream, if profiles are linked. It grows with the stream.
    pub before: Option<Before>,
    pub compute: Compute,
}

/// What a stream is scored with.
#[derive(Debug)]
pub struct Method {
    pub champion: Champion,
    /// What is known about addresses, mail domains and phones.
    pub enricher: Enricher,
    /// The lists that are consulted.
    pub lists: MemoryLists,
    /// The thresholds and the base rate.
    pub policy: Versioned,
    /// Whether warnings make a profile invalid.
    pub strictness: Strictness,
    /// The time at which the profiles count as submitted.
    pub now: DateTime<Utc>,
    /// Keys the digests that profiles are linked by.
    pub pepper: Pepper,
}

/// The earlier applicants of the stream and their identifiers.
#[derive(Debug, Default)]
pub struct Before {
    identifiers: Index,
    texts: TextIndex,
}

/// A profile that was read.
struct Submitted {
    profile: Profile,
    warnings: Vec<Warning>,
    facts: Facts,
    applicant: ApplicantId,
    identifiers: Vec<Identifier>,
    sketches: Vec<Sketch>,
}

impl Offline {
    /// Scores documents in order. Each is linked to all earlier ones, including those of earlier calls.
    pub fn score(&mut self, documents: Vec<Vec<u8>>) -> Vec<Result<Scored, BadProfile>> {
        let tenant = TenantId::parse("stream").expect("`stream` is a valid tenant name");
        let (reader, scorer) = (Arc::clone(&self.method), Arc::clone(&self.method));
        let Some(before) = &mut self.before else {
            return self.compute.map(&tenant, documents, move |document: Vec<u8>| {
                Ok(scorer.assess(reader.read(&document)?, &Links::default()))
            });
        };
        let read = self.compute.map(&tenant, documents, move |document| reader.read(&document));
        let mut linked = Vec::with_capacity(read.len());
        for result in read {
            linked.push(result.map(|submitted| {
                let links = before.link(&submitted);
                (submitted, links)
            }));
        }
        self.compute.map(&tenant, linked, move |result: Result<(Submitted, Links), BadProfile>| {
            result.map(|(submitted, links)| scorer.assess(submitted, &links))
        })
    }
}

impl Offline {
    /// What profiles can be linked by, in order.
    pub fn keys(&self, documents: Vec<Vec<u8>>) -> Vec<Result<StreamKeys, BadProfile>> {
        let method = Arc::clone(&self.method);
        self.map(documents, move |document: Vec<u8>| {
            let Submitted { applicant, identifiers, sketches, .. } = method.read(&document)?;
            Ok(StreamKeys::new(applicant, &identifiers, &sketches))
        })
    }

    /// Scores documents in order, each with the links that were found for it.
    pub fn score_linked(
        &self,
        documents: Vec<(StreamLinks, Vec<u8>)>,
    ) -> Vec<Result<Result<Scored, BadProfile>, ForeignLinks>> {
        let method = Arc::clone(&self.method);
        self.map(documents, move |(found, document): (StreamLinks, Vec<u8>)| {
            let submitted = match method.read(&document) {
                Ok(submitted) => submitted,
                Err(error) => return Ok(Err(error)),
            };
            let Submitted { identifiers, sketches, .. } = &submitted;
            let sightings = found.sightings(identifiers)?;
            let none = Memberships::default();
            let mut links = links(submitted.applicant, identifiers, &sightings, &none);
            links.texts = verified(sketches, &found.candidates(sketches)?);
            Ok(Ok(method.assess(submitted, &links)))
        })
    }

    fn map<T, R>(&self, items: Vec<T>, work: impl Fn(T) -> R + Send + Sync + 'static) -> Vec<R>
    where
        T: Send + 'static,
        R: Send + 'static,
    {
        let tenant = TenantId::parse("stream").expect("`stream` is a valid tenant name");
        self.compute.map(&tenant, items, work)
    }
}

impl Method {
    fn read(&self, document: &[u8]) -> Result<Submitted, BadProfile> {
        let pepper = &self.pepper;
        let (profile, warnings) = profile::parse(document)?;
        self.strictness.check(&warnings)?;
        let mut facts = self.enricher.enrich(&profile, self.now);
        facts.lists = self.lists.consult(&profile, &facts);
        Ok(Submitted {
            applicant: stream_links::applicant(&pepper.external(&profile.external_id)),
            identifiers: identifiers(&profile, &facts, pepper, self.now),
            sketches: sketches(&profile, pepper.text_key()),
            profile,
            warnings,
            facts,
        })
    }

    fn assess(&self, submitted: Submitted, links: &Links) -> Scored {
        let Submitted { profile, warnings, facts, applicant, .. } = submitted;
        let now = self.now;
        let mut links = links.clone();
        links.ring_risk = own_risk(applicant, &links, now);
        let links = &links;
        let case = Case::new(&profile, &facts, links, &[], now);
        let mut assessment = assess(&Grounds {
            observed: &indicators::observe(&case),
            links,
            facts: &facts,
            now,
            champion: &self.champion,
            policy: &self.policy,
        });
        assessment.lists.point_into_document(&profile.omitted);
        Scored { external_id: profile.external_id.as_str().to_owned(), assessment, warnings }
    }
}

impl Before {
    /// Finds links to earlier applicants, and remembers this one's identifiers.
    fn link(&mut self, submitted: &Submitted) -> Links {
        let applicant = submitted.applicant;
        let identifiers = &submitted.identifiers;
        let sightings = self.identifiers.sightings(applicant, identifiers);
        let mut links = links(applicant, identifiers, &sightings, &Memberships::default());
        let near = self.texts.candidates(applicant, &submitted.sketches);
        links.texts = verified(&submitted.sketches, &near);
        self.identifiers.insert(applicant, identifiers);
        self.texts.insert(applicant, &submitted.sketches);
        links
    }
}
