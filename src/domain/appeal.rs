//! Appeals: an applicant or the platform challenges a decision, and a different reviewer decides.

use chrono::{DateTime, Utc};
use ids::actor::Actor;
use ids::{AppealId, ApplicantId, DecisionId, ReviewId, VerdictId};
use learning::label::Verdict;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq)]
pub struct Appeal {
    pub id: AppealId,
    pub applicant_id: ApplicantId,
    /// The decision that is appealed.
    pub decision_id: DecisionId,
    /// The verdict at the time of the appeal, if there was one.
    pub contested: Option<VerdictId>,
    /// The review in which the appeal is decided.
    pub review_id: ReviewId,
    pub opened_by: OpenedBy,
    /// Who submitted it.
    pub actor: Actor,
    /// The decision on the corrected profile, if the appeal corrected facts.
    pub rescored_decision_id: Option<DecisionId>,
    pub opened_at: DateTime<Utc>,
    /// The outcome, once there is one.
    pub decided: Option<Decided>,
}

/// The outcome of an appeal.
#[derive(Clone, Debug, PartialEq)]
pub struct Decided {
    pub outcome: Outcome,
    pub by: Actor,
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
    pub fn name(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::Applicant => "applicant",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Platform, Self::Applicant].into_iter().find(|by| by.name() == name)
    }
}

/// Outcome of an appeal: `upheld` (the contested result stands) or `overturned` (it was wrong).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = AppealOutcome)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The contested result stands.
    Upheld,
    /// The contested result was wrong.
    Overturned,
}

impl Outcome {
    pub fn name(self) -> &'static str {
        match self {
            Self::Upheld => "upheld",
            Self::Overturned => "overturned",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Upheld, Self::Overturned].into_iter().find(|outcome| outcome.name() == name)
    }

    /// The label that follows from an appeal. Upholding a decision without a verdict gives no usable label, because
    /// only two people together can label someone as fake.
    pub fn label(self, contested: Option<Verdict>) -> Verdict {
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
    fn an_appeal_never_turns_another_verdict_into_fake() {
        for contested in [None, Some(Verdict::Genuine), Some(Verdict::Unsure)] {
            for outcome in [Outcome::Upheld, Outcome::Overturned] {
                assert_ne!(outcome.label(contested), Verdict::Fake, "{outcome:?} {contested:?}");
            }
        }
        assert_eq!(Outcome::Upheld.label(Some(Verdict::Fake)), Verdict::Fake);
        assert_eq!(Outcome::Overturned.label(Some(Verdict::Fake)), Verdict::Genuine);
    }
}
