//! Appeals: a decision is contested, somebody else looks, and the outcome is on record.

use chrono::{DateTime, Utc};
use ids::actor::Actor;
use ids::{AppealId, ApplicantId, DecisionId, ReviewId, VerdictId};
use learning::label::Verdict;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An appeal.
#[derive(Clone, Debug, PartialEq)]
pub struct Appeal {
    /// Its name.
    pub id: AppealId,
    /// Whose case it is.
    pub applicant_id: ApplicantId,
    /// The decision that is contested.
    pub decision_id: DecisionId,
    /// The verdict that stood when it was contested, if there was one.
    pub contested: Option<VerdictId>,
    /// The review that decides it.
    pub review_id: ReviewId,
    /// Who contests.
    pub opened_by: OpenedBy,
    /// Who sent it in.
    pub actor: Actor,
    /// The decision on the corrected facts, if some were corrected.
    pub rescored_decision_id: Option<DecisionId>,
    /// When it came.
    pub opened_at: DateTime<Utc>,
    /// How it ended.
    pub decided: Option<Decided>,
}

/// How an appeal ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Decided {
    /// The outcome.
    pub outcome: Outcome,
    /// Who decided.
    pub by: Actor,
    /// When.
    pub at: DateTime<Utc>,
}

/// Who opened an appeal: the `platform` on the applicant's behalf, or the `applicant` through a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = AppealOpenedBy)]
#[serde(rename_all = "snake_case")]
pub enum OpenedBy {
    /// The platform, for the applicant.
    Platform,
    /// The applicant, through a link.
    Applicant,
}

impl OpenedBy {
    /// Its name in the store.
    pub fn name(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::Applicant => "applicant",
        }
    }

    /// The one of this name.
    pub fn of(name: &str) -> Option<Self> {
        [Self::Platform, Self::Applicant].into_iter().find(|one| one.name() == name)
    }
}

/// Outcome of an appeal: `upheld` (the contested result stands) or `overturned` (it was wrong).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = AppealOutcome)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// What was found stands.
    Upheld,
    /// It does not.
    Overturned,
}

impl Outcome {
    /// Its name in the store.
    pub fn name(self) -> &'static str {
        match self {
            Self::Upheld => "upheld",
            Self::Overturned => "overturned",
        }
    }

    /// The one of this name.
    pub fn of(name: &str) -> Option<Self> {
        [Self::Upheld, Self::Overturned].into_iter().find(|one| one.name() == name)
    }

    /// What is learned from it, given the verdict that was contested. Where none was, an appeal that is not
    /// granted tells nothing: it makes nobody a fake, for that takes two people.
    pub fn teaches(self, contested: Option<Verdict>) -> Verdict {
        match (self, contested) {
            (Self::Upheld, Some(verdict)) => verdict,
            (Self::Upheld, None) => Verdict::Unsure,
            (Self::Overturned, _) => Verdict::Genuine,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_appeal_makes_a_fake_of_somebody_who_was_none() {
        for contested in [None, Some(Verdict::Genuine), Some(Verdict::Unsure)] {
            for outcome in [Outcome::Upheld, Outcome::Overturned] {
                assert_ne!(outcome.teaches(contested), Verdict::Fake, "{outcome:?} {contested:?}");
            }
        }
        assert_eq!(Outcome::Upheld.teaches(Some(Verdict::Fake)), Verdict::Fake);
        assert_eq!(Outcome::Overturned.teaches(Some(Verdict::Fake)), Verdict::Genuine);
    }
}
