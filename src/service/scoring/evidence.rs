//! What a submission is assessed on, besides its document.

use std::sync::Arc;

use evidence::enrichment::Enricher;
use evidence::facts::Facts;
use evidence::indicators::Observed;
use evidence::links::Links;
use evidence::observation::Observation;
use scoring::assess::assess;
use scoring::champion::Champion;
use scoring::decision::Assessment;
use scoring::grounds::Grounds;
use scoring::policy::Versioned;
use scoring::sealed::NewInputs;

use super::history::{self, Applicant, EarlierDocument};
use super::submission::Submission;
use crate::service::Internal;
use crate::service::people::observations;
use crate::store::Tx;

/// What was stored about an applicant before a submission, and who shares something with them.
pub(in crate::service) struct Background {
    links: Links,
    earlier: Vec<EarlierDocument>,
    notes: Vec<Observation>,
}

/// What a submission is assessed on, besides its document.
pub(in crate::service) struct Evidence {
    facts: Facts,
    links: Links,
    observed: Vec<Observed>,
    notes: Vec<Observation>,
}

/// What an assessment is computed with.
pub(in crate::service) struct Method {
    pub(in crate::service) enricher: Arc<Enricher>,
    pub(in crate::service) champion: Arc<Champion>,
    pub(in crate::service) policy: Versioned,
}

impl Background {
    /// Reads the applicant's history, if they are known.
    pub(in crate::service) async fn read(
        tx: &mut Tx,
        links: Links,
        applicant: Option<Applicant<'_>>,
    ) -> Result<Self, Internal> {
        let (mut earlier, mut notes) = (Vec::new(), Vec::new());
        if let Some(applicant) = applicant {
            earlier = history::before(tx, applicant, i32::MAX).await?;
            notes = observations::latest(tx, applicant).await?;
        }
        Ok(Self { links, earlier, notes })
    }

    /// Observes every indicator and assesses the result. It needs CPU time.
    pub(in crate::service) fn assess(
        self,
        submission: &Submission,
        method: &Method,
    ) -> (Evidence, Assessment) {
        let Self { links, notes, .. } = self;
        let earlier = history::parse(&self.earlier);
        let facts = method.enricher.recall(submission.facts.clone(), &earlier);
        let observed = submission.observe(&facts, &links, &earlier, &notes);
        let evidence = Evidence { facts, links, observed, notes };
        let assessment = assess(&evidence.grounds(submission, method));
        (evidence, assessment)
    }
}

impl Evidence {
    /// What scoring needs of it.
    pub(in crate::service) fn grounds<'a>(
        &'a self,
        submission: &Submission,
        method: &'a Method,
    ) -> Grounds<'a> {
        Grounds {
            observed: &self.observed,
            links: &self.links,
            facts: &self.facts,
            now: submission.now,
            champion: &method.champion,
            policy: &method.policy,
        }
    }

    /// What a decision on these grounds seals.
    pub(in crate::service) fn inputs<'a>(
        &'a self,
        grounds: &Grounds<'a>,
        submission: &'a Submission,
    ) -> NewInputs<'a> {
        NewInputs::new(grounds, &self.notes, &submission.file_warnings)
    }
}
