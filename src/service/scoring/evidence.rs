//! What a submission is assessed on, besides its document.

use evidence::facts::Facts;
use evidence::history::EarlierVersion;
use evidence::indicators::Observed;
use evidence::links::Links;
use evidence::observation::Observation;
use scoring::champion::Champion;
use scoring::grounds::Grounds;
use scoring::policy::Versioned;
use scoring::sealed::NewInputs;

use super::submission::Submission;

/// What a submission is assessed on, besides its document.
pub(in crate::service) struct Evidence {
    facts: Facts,
    links: Links,
    observed: Vec<Observed>,
    notes: Vec<Observation>,
}

impl Evidence {
    /// Observes every indicator.
    pub(in crate::service) fn observe(
        submission: &Submission,
        facts: Facts,
        links: Links,
        (earlier, notes): (&[EarlierVersion], Vec<Observation>),
    ) -> Self {
        let observed = submission.observe(&facts, &links, earlier, &notes);
        Self { facts, links, observed, notes }
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
