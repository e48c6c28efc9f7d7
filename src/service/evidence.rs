//! What a submission is assessed on, besides its document.

use evidence::facts::Facts;
use evidence::indicators::Observed;
use evidence::links::Links;
use evidence::observation::Observation;
use scoring::champion::Champion;
use scoring::decision::Assessment;

use super::assess::{Grounds, assess};
use super::history::{self, Applicant};
use super::policies::Versioned;
use super::submission::{Inputs, Submission};
use super::{Internal, observations};
use crate::app::App;
use crate::store::Tx;

/// What a submission is assessed on, besides its document.
pub(super) struct Evidence {
    facts: Facts,
    links: Links,
    observed: Vec<Observed>,
    notes: Vec<Observation>,
}

impl Evidence {
    /// Reads what is known of the applicant, if they are, and observes every indicator.
    pub(super) async fn gather(
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

    /// Scores it.
    pub(super) fn assess(
        &self,
        submission: &Submission,
        champion: &Champion,
        policy: &Versioned,
    ) -> Assessment {
        assess(Grounds {
            observed: &self.observed,
            links: &self.links,
            facts: &self.facts,
            now: submission.now,
            champion,
            policy,
        })
    }

    /// The part that is kept with a decision.
    pub(super) fn into_inputs(self, submission: &Submission) -> Inputs {
        let finding = |one: Observed| (one.indicator.id.to_owned(), one.finding);
        Inputs {
            now: submission.now,
            facts: self.facts,
            links: self.links,
            findings: self.observed.into_iter().map(finding).collect(),
            notes: self.notes,
            file_warnings: submission.file_warnings.clone(),
        }
    }
}
