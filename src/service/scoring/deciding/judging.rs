//! The part of a decision that only computes.

use std::sync::Arc;

use evidence::facts::Facts;
use evidence::linkage::links::links;
use evidence::linkage::ring::companions;
use evidence::links::Links;
use evidence::relation::Memberships;
use evidence::similarity::{photos, verified};
use ids::{ApplicantId, DecisionId, EventId, RingId};
use scoring::assess::assess;
use scoring::champion::Champion;
use scoring::decision::{Assessment, Decision, ReviewRef};
use scoring::policy::Versioned;
use serde_json::Value;

use super::prepared::Prepared;
use crate::app::App;
use crate::domain::event::EventData;
use crate::domain::queue::Queue;
use crate::domain::tenant::TenantId;
use crate::keys::DataKey;
use crate::service::Internal;
use crate::service::people::observations;
use crate::service::reviews::opening;
use crate::service::scoring::evidence::Evidence;
use crate::service::scoring::history::{self, Applicant};
use crate::service::scoring::submission::{self, Submission};
use crate::store::people::applicants::StoredApplicant;
use crate::store::scoring::reading::Found;
use crate::store::scoring::writing::Written;

/// What all decisions of a batch are made with.
pub(super) struct Bench {
    pub(super) app: App,
    pub(super) tenant: TenantId,
    pub(super) champion: Arc<Champion>,
    pub(super) policy: Versioned,
    pub(super) queues: Vec<Queue>,
}

/// A submission, and what is stored about its applicant and others.
pub(super) struct Case {
    pub(super) prepared: Arc<Prepared>,
    pub(super) facts: Facts,
    pub(super) found: Found,
    /// The confirmed relations of the applicant and of those who have something in common with them.
    pub(super) confirmed: Memberships,
    pub(super) applicant: KeyHolder,
    pub(super) id: DecisionId,
    pub(super) version: i32,
}

/// An applicant with the key to their data.
pub(super) struct KeyHolder {
    pub(super) id: ApplicantId,
    pub(super) key: DataKey,
    pub(super) ring_id: Option<RingId>,
    /// The row to write, if nothing was known of the applicant.
    pub(super) new: Option<StoredApplicant>,
}

/// How far a decision can be made without the database.
pub(super) enum Progress {
    /// All the way.
    Sealed(Box<Sealed>),
    /// The links put the applicant in a ring, or out of one.
    Ring(Links),
    /// A person has to look, or is looking already.
    Review(Box<Judged>),
}

/// An assessed submission.
pub(super) struct Judged {
    pub(super) evidence: Evidence,
    pub(super) assessment: Assessment,
}

/// The links of a submission to others, without a ring.
pub(super) fn linked(case: &Case) -> Links {
    let Submission { identifiers, sketches, photos, .. } = &case.prepared.submission;
    let Case { found, applicant, confirmed, .. } = case;
    let mut links = links(applicant.id, identifiers, &found.sightings, confirmed);
    links.texts = verified(sketches, &found.candidates);
    photos::add(&mut links, photos, &found.photos);
    links
}

impl Bench {
    pub(super) fn decide(&self, case: &Case) -> Result<Progress, Internal> {
        let links = linked(case);
        let joins = !companions(&links, case.prepared.submission.now).is_empty();
        if joins || case.applicant.ring_id.is_some() {
            return Ok(Progress::Ring(links));
        }
        self.judge_and_seal(case, links)
    }

    /// Judges, and seals unless a person has to look.
    pub(super) fn judge_and_seal(&self, case: &Case, links: Links) -> Result<Progress, Internal> {
        let judged = self.judge(case, links)?;
        let alone = judged.assessment.links.ring_id.is_none() && !case.found.in_review;
        let (policy, queues) = (&self.policy.policy, &self.queues);
        let looked_at = !alone
            || opening::needs_review(
                &self.app,
                &self.tenant,
                (policy, queues),
                (&judged.assessment, case.id),
            );
        if looked_at {
            return Ok(Progress::Review(Box::new(judged)));
        }
        Ok(Progress::Sealed(Box::new(self.seal(case, judged, None))))
    }

    /// Observes every indicator and scores.
    pub(super) fn judge(&self, case: &Case, links: Links) -> Result<Judged, Internal> {
        let applicant = Applicant { id: case.applicant.id, key: &case.applicant.key };
        let earlier = history::parse(&history::open(applicant, &case.found.versions)?);
        let notes = observations::open_latest(applicant, &case.found.observations)?;
        let submission = &case.prepared.submission;
        let facts = self.app.enricher.recall(case.facts.clone(), &earlier);
        let evidence = Evidence::observe(submission, facts, links, (&earlier, notes));
        let mut assessment = assess(&evidence.grounds(submission, &self.champion, &self.policy));
        assessment.lists.point_into_document(&submission.profile.omitted);
        Ok(Judged { evidence, assessment })
    }

    pub(super) fn seal(&self, case: &Case, judged: Judged, review: Option<ReviewRef>) -> Sealed {
        let Case { prepared, applicant, id, version, .. } = case;
        let (submission, key) = (&prepared.submission, &applicant.key);
        let Judged { evidence, assessment } = judged;
        let grounds = evidence.grounds(submission, &self.champion, &self.policy);
        let inputs = evidence.inputs(&grounds, submission);
        let inputs = submission::seal(key, &inputs, &submission::inputs_purpose(id));
        let decision = Decision {
            id: *id,
            applicant_id: applicant.id,
            external_id: submission.profile.external_id.as_str().to_owned(),
            profile_version: *version,
            created_at: submission.now,
            review,
            assessment,
            warnings: submission.every_warning(),
        };
        let answer = submission::seal(key, &decision, &submission::answer_purpose(id));
        let purpose = submission::document_purpose(applicant.id, *version);
        let document = key.seal(&submission.document, &purpose);
        let event = EventData::DecisionCreated((&decision).into()).to_json();
        let event = (EventId::new(submission.now), event);
        Sealed { decision, document, answer, inputs, event }
    }
}

/// A decision that is ready to be written.
pub(super) struct Sealed {
    pub(super) decision: Decision,
    document: Vec<u8>,
    answer: Vec<u8>,
    inputs: Vec<u8>,
    pub(super) event: (EventId, Value),
}

impl Sealed {
    pub(super) fn written<'a>(&'a self, case: &'a Case) -> Written<'a> {
        let submission = &case.prepared.submission;
        Written {
            new_applicant: case.applicant.new.as_ref(),
            identifiers: &submission.identifiers,
            sketches: &submission.sketches,
            photos: &submission.photos,
            document: &self.document,
            digest: &submission.digest,
            decision: &self.decision,
            answer: &self.answer,
            inputs: &self.inputs,
            event: self.event.clone(),
            request_key: case.prepared.request_key.as_ref(),
        }
    }
}
