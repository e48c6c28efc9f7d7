//! The actions in a review's history, with their details.

use ids::actor::Actor;
use ids::{AppealId, DecisionId, VerdictId};
use learning::label::{EvidenceKind, Verdict};
use serde::Serialize;
use serde_json::Value;

use super::appeal::{OpenedBy, Outcome};
use super::queue::QueueName;

/// An action on a review. Its details contain neither personal data nor the score.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "action", content = "details", rename_all = "snake_case")]
pub enum ReviewAction {
    AppealDecided {
        appeal_id: AppealId,
        outcome: Outcome,
    },
    AppealOpened {
        appeal_id: AppealId,
        opened_by: OpenedBy,
    },
    Claimed {
        /// The reviewer whose claim on the case expired before.
        after_lease_of: Option<Actor>,
    },
    DecisionJoined {
        decision_id: DecisionId,
    },
    FactsCorrected {
        appeal_id: AppealId,
        decision_id: DecisionId,
    },
    Noted {},
    Opened {
        queue: QueueName,
    },
    Released {},
    Reopened {},
    Requested {},
    VerdictApproved {
        verdict_id: VerdictId,
        verdict_by: Actor,
    },
    VerdictGiven {
        verdict_id: VerdictId,
        verdict: Verdict,
        evidence: EvidenceKind,
        reasons: Vec<String>,
        score_visible: bool,
    },
    VerdictReturned {
        verdict_id: VerdictId,
        verdict_by: Actor,
    },
    VerdictUndone {
        verdict_id: VerdictId,
        verdict: Verdict,
    },
}

impl ReviewAction {
    /// The action's name and its details.
    pub fn to_parts(&self) -> (String, Value) {
        super::audit::to_parts(self)
    }
}
