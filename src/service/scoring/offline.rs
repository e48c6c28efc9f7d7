//! Scoring a stream of profiles without a database, with the same parser, indicators and model as a request.
//!
//! Nothing is stored, so versions of an applicant are not compared, and rings have no id.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::thread;

use chrono::{DateTime, Utc};
use evidence::enrichment::Enricher;
use evidence::facts::Facts;
use evidence::indicators::{self, Case};
use evidence::linkage::identifiers::{Identifier, identifiers};
use evidence::linkage::index::Index;
use evidence::linkage::links::links;
use evidence::links::Links;
use evidence::lists::memory::MemoryLists;
use evidence::pepper::Pepper;
use evidence::profile::read::Warning;
use evidence::profile::{self, BadProfile, Profile};
use evidence::similarity::index::TextIndex;
use evidence::similarity::{Sketch, sketches, verified};
use ids::ApplicantId;
use scoring::assess::assess;
use scoring::champion::Champion;
use scoring::grounds::Grounds;
use scoring::policy::Versioned;
use uuid::Uuid;

use super::scores::Scored;

/// What a stream is scored with.
#[derive(Debug)]
pub struct Offline {
    pub champion: Champion,
    /// What is known about addresses, mail domains and phones.
    pub enricher: Enricher,
    /// The lists that are consulted.
    pub lists: MemoryLists,
    /// The thresholds and the base rate.
    pub policy: Versioned,
    /// Earlier applicants of the stream, if profiles are linked. It grows with the stream.
    pub before: Option<Before>,
    pub threads: NonZeroUsize,
    /// The time at which the profiles count as submitted.
    pub now: DateTime<Utc>,
}

/// The earlier applicants of the stream and their identifiers.
#[derive(Debug, Default)]
pub struct Before {
    identifiers: Index,
    texts: TextIndex,
    applicants: HashMap<String, ApplicantId>,
}

/// A profile that was read.
struct Submitted {
    profile: Profile,
    warnings: Vec<Warning>,
    facts: Facts,
    identifiers: Vec<Identifier>,
    sketches: Vec<Sketch>,
}

impl Offline {
    /// Scores documents in order. Each is linked to all earlier ones, including those of earlier calls.
    pub fn score(&mut self, documents: &[&[u8]]) -> Vec<Result<Scored, BadProfile>> {
        // Nothing outlives the process, so any pepper will do.
        let pepper = Pepper::new([0; 32]);
        let read =
            in_parallel(self.threads, documents.to_vec(), |document| self.read(document, &pepper));
        let mut linked = Vec::with_capacity(read.len());
        for result in read {
            linked.push(result.map(|submitted| {
                let links = self.before.as_mut().map(|before| before.link(&submitted));
                (submitted, links.unwrap_or_default())
            }));
        }
        in_parallel(self.threads, linked, |result| {
            result.map(|(submitted, links)| self.assess(submitted, &links))
        })
    }

    fn read(&self, document: &[u8], pepper: &Pepper) -> Result<Submitted, BadProfile> {
        let (profile, warnings) = profile::parse(document)?;
        let mut facts = self.enricher.enrich(&profile, self.now);
        facts.lists = self.lists.consult(&profile, &facts);
        Ok(Submitted {
            identifiers: identifiers(&profile, pepper, self.now),
            sketches: sketches(&profile, pepper.text_key()),
            profile,
            warnings,
            facts,
        })
    }

    fn assess(&self, submitted: Submitted, links: &Links) -> Scored {
        let Submitted { profile, warnings, facts, .. } = submitted;
        let now = self.now;
        let case = Case::new(&profile, &facts, links, &[], now);
        let assessment = assess(&Grounds {
            observed: &indicators::observe(&case),
            links,
            facts: &facts,
            now,
            champion: &self.champion,
            policy: &self.policy,
        });
        Scored { external_id: profile.external_id.as_str().to_owned(), assessment, warnings }
    }
}

impl Before {
    /// Finds links to earlier applicants, and remembers this one's identifiers.
    fn link(&mut self, submitted: &Submitted) -> Links {
        let name = submitted.profile.external_id.as_str().to_owned();
        let next = self.applicants.len() as u128 + 1;
        let applicant =
            *self.applicants.entry(name).or_insert_with(|| ApplicantId(Uuid::from_u128(next)));
        let identifiers = &submitted.identifiers;
        let mut links = links(identifiers, &self.identifiers.sightings(applicant, identifiers));
        let near = self.texts.candidates(applicant, &submitted.sketches);
        links.texts = verified(&submitted.sketches, &near, &links);
        self.identifiers.insert(applicant, identifiers);
        self.texts.insert(applicant, &submitted.sketches);
        links
    }
}

/// Processes items on several threads and returns the results in the items' order.
fn in_parallel<T: Send, R: Send>(
    threads: NonZeroUsize,
    items: Vec<T>,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    let each = items.len().div_ceil(threads.get()).max(1);
    let mut items = items.into_iter();
    let mut shares: Vec<Vec<T>> = Vec::new();
    loop {
        let share: Vec<T> = items.by_ref().take(each).collect();
        if share.is_empty() {
            break;
        }
        shares.push(share);
    }
    thread::scope(|scope| {
        let work = &work;
        let running: Vec<_> = (shares.into_iter())
            .map(|share| scope.spawn(move || share.into_iter().map(work).collect::<Vec<R>>()))
            .collect();
        let joined = running.into_iter().map(thread::ScopedJoinHandle::join);
        // A panic in a thread is our bug, so it continues here.
        joined
            .flat_map(|done| done.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items_on_any_number_of_threads() {
        for threads in 1..9 {
            let threads = NonZeroUsize::new(threads).unwrap();
            let doubled = in_parallel(threads, (0..1_000).collect(), |n: u32| n * 2);
            assert_eq!(doubled, (0..1_000).map(|n| n * 2).collect::<Vec<_>>());
            assert_eq!(in_parallel(threads, Vec::<u32>::new(), |n| n), Vec::<u32>::new());
        }
    }
}
