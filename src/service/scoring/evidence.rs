//! What a submission is assessed on, besides its document.

use evidence::facts::Facts;
use evidence::indicators::Observed;
use evidence::links::Links;
use evidence::observation::Observation;
use scoring::champion::Champion;
use scoring::grounds::Grounds;
use scoring::policy::Versioned;
use scoring::sealed::NewInputs;

use super::history::{self, Applicant};
use super::submission::Submission;
use crate::app::App;
use crate::service::Internal;
use crate::service::people::observations;
use crate::store::Tx;

/// What a submission is assessed on, besides its document.
pub(in crate::service) struct Evidence {
    facts: Facts,
    links: Links,
    observed: Vec<Observed>,
    notes: Vec<Observation>,
}

impl Evidence {
    /// Reads the applicant's history, if they are known, and observes every indicator.
    pub(in crate::service) async fn gather(
        app: &App,
        tx: &mut Tx,
        submission: &Submission,
        links: Links,
        applicant: Option<Applicant<'_>>,
    ) -> Result<Self, Internal> {
        let (mut earlier, mut notes) = (Vec::new(), Vec::new());
        if let Some(applicant) = applicant {
            earlier = history::before(tx, applicant, i32::MAX).await?;
            notes = observations::latest(tx, applicant).await?;
        }
        let facts = app.enricher.recall(submission.facts.clone(), &earlier);
        let observed = submission.observe(&facts, &links, &earlier, &notes);
        Ok(Self { facts, links, observed, notes })
    }

    /// What scoring needs of it.
    pub(in crate::service) fn grounds<'a>(
        &'a self,
        submission: &Submission,
        champion: &'a Champion,
        policy: &'a Versioned,
    ) -> Grounds<'a> {
        Grounds {
            observed: &self.observed,
            links: &self.links,
            facts: &self.facts,
            now: submission.now,
            champion,
            policy,
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
