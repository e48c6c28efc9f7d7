//! The actions in the audit trail, with their details.

use chrono::{DateTime, Utc};
use evidence::profile::read::Fault;
use evidence::relation::RelationKind;
use ids::actor::Actor;
use ids::{ApplicantId, DecisionId, ObservationId, TrainingJobId};
use learning::label::Verdict;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::model::{ModelId, Origin, Role};
use super::queue::QueueRules;
use super::review_action::ReviewAction;
use super::training::TrainingOptions;
use super::webhook::DisabledReason;

/// An audited action. Its details contain ids but no personal data.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "action", content = "details")]
pub enum AuditAction {
    #[serde(rename = "appeal_link.make")]
    MakeAppealLink { applicant_id: ApplicantId, decision_id: DecisionId },
    #[serde(rename = "applicant.erase")]
    EraseApplicant {},
    #[serde(rename = "applicant.merge")]
    MergeApplicant {
        /// Whether both applicants existed and were combined.
        joined: bool,
    },
    #[serde(rename = "applicant.observe")]
    ObserveApplicant { observation: ObservationId, indicator: String },
    #[serde(rename = "golden.mark")]
    MarkGolden {},
    #[serde(rename = "golden.remove")]
    RemoveGolden {},
    #[serde(rename = "label.record")]
    RecordLabel { applicant_id: ApplicantId, verdict: Verdict },
    #[serde(rename = "model.ask")]
    AskForPromotion { forced: Option<String> },
    #[serde(rename = "model.decline")]
    DeclinePromotion { requested_by: Actor },
    #[serde(rename = "model.promote")]
    PromoteModel {
        /// Who requested the promotion, if it needed approval.
        #[serde(skip_serializing_if = "Option::is_none")]
        requested_by: Option<Actor>,
        /// Why the gate was overridden.
        forced: Option<String>,
        objections: Vec<Fault>,
    },
    #[serde(rename = "model.register")]
    RegisterModel {
        origin: Origin,
        #[serde(skip_serializing_if = "Option::is_none")]
        training_job_id: Option<TrainingJobId>,
    },
    #[serde(rename = "model.retire")]
    RetireModel { was: Role },
    #[serde(rename = "model.roll_back")]
    RollBackModel { from: ModelId },
    #[serde(rename = "model.shadow")]
    ShadowModel {},
    #[serde(rename = "queue.put")]
    PutQueue { rules: QueueRules },
    /// Written as `review.` followed by the action in the review's history.
    #[serde(skip)]
    Review(ReviewAction),
    #[serde(rename = "relation.confirm")]
    ConfirmRelation { new: AuditedRelation },
    #[serde(rename = "relation.members")]
    ChangeRelationMembers {
        old: AuditedMembers,
        new: AuditedMembers,
        /// Those of the added members who have applied.
        added: Vec<ApplicantId>,
        /// Those of the removed members who have applied.
        removed: Vec<ApplicantId>,
    },
    #[serde(rename = "relation.withdraw")]
    WithdrawRelation { old: AuditedRelation, new: AuditedRelation },
    #[serde(rename = "training_data.read")]
    ReadTrainingData { rows: usize },
    #[serde(rename = "training_job.cancel")]
    CancelTrainingJob {},
    #[serde(rename = "training_job.start")]
    StartTrainingJob { options: TrainingOptions },
    #[serde(rename = "user.invite")]
    InviteUser { roles: Vec<String> },
    #[serde(rename = "user.join")]
    JoinAsUser {
        roles: Vec<String>,
        #[serde(skip_serializing_if = "is_false")]
        openid: bool,
    },
    #[serde(rename = "user.password")]
    ChangePassword {},
    #[serde(rename = "user.reset")]
    ResetPassword {},
    #[serde(rename = "user.roles")]
    ChangeRoles { roles: Vec<String>, disabled: bool },
    #[serde(rename = "user.sign_in")]
    SignIn {
        #[serde(skip_serializing_if = "is_false")]
        openid: bool,
    },
    #[serde(rename = "webhook_delivery.replay")]
    ReplayDelivery {},
    #[serde(rename = "webhook_endpoint.create")]
    CreateEndpoint {},
    #[serde(rename = "webhook_endpoint.delete")]
    DeleteEndpoint {},
    /// Written as `webhook_endpoint.disable.` followed by the reason.
    #[serde(skip)]
    DisableEndpoint(DisabledReason),
    #[serde(rename = "webhook_endpoint.replay")]
    ReplayEndpoint {},
    #[serde(rename = "webhook_endpoint.rotate")]
    RotateSecrets {},
    #[serde(rename = "webhook_endpoint.test")]
    TestEndpoint {},
    #[serde(rename = "webhook_endpoint.update")]
    UpdateEndpoint {},
}

/// A confirmed relation without names.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AuditedRelation {
    pub kind: RelationKind,
    pub members: i64,
    /// Those members who have applied, at most 200.
    pub applicants: Vec<ApplicantId>,
    pub expires_at: DateTime<Utc>,
    pub withdrawn_at: Option<DateTime<Utc>>,
}

/// How many members a confirmed relation has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct AuditedMembers {
    pub members: i64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

impl AuditAction {
    /// The action's name, as `thing.verb`, and its details.
    pub fn to_parts(&self) -> (String, Value) {
        match self {
            Self::Review(action) => {
                let (name, details) = action.to_parts();
                (format!("review.{name}"), details)
            }
            Self::DisableEndpoint(reason) => {
                (format!("webhook_endpoint.disable.{}", reason.name()), json!({}))
            }
            action => to_parts(action),
        }
    }
}

#[derive(Deserialize)]
struct Parts {
    action: String,
    details: Value,
}

/// The tag and content of an action.
pub(super) fn to_parts(action: &impl Serialize) -> (String, Value) {
    let written = serde_json::to_value(action).and_then(serde_json::from_value::<Parts>);
    let Parts { action, details } = written.expect("actions are tagged and plain JSON");
    (action, details)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_is_written_as_a_name_and_details() {
        let retire = AuditAction::RetireModel { was: Role::Shadow };
        assert_eq!(retire.to_parts(), ("model.retire".to_owned(), json!({ "was": "shadow" })));
        let sign_in = AuditAction::SignIn { openid: false };
        assert_eq!(sign_in.to_parts(), ("user.sign_in".to_owned(), json!({})));
        let claimed = ReviewAction::Claimed { after_lease_of: None };
        let expected = ("review.claimed".to_owned(), json!({ "after_lease_of": null }));
        assert_eq!(AuditAction::Review(claimed).to_parts(), expected);
        let disable = AuditAction::DisableEndpoint(DisabledReason::Gone);
        let expected = ("webhook_endpoint.disable.gone".to_owned(), json!({}));
        assert_eq!(disable.to_parts(), expected);
    }
}
