//! Which error of the service gets which code.

use evidence::lists::parse::LineFault;
use evidence::profile::BadProfile;
use evidence::profile::json::BadJson;
use evidence::profile::read::{Fault, counted};
use scoring::policy::PolicyFault;

use super::error_code::ErrorCode;
use super::problem::Problem;
use crate::compute::ComputeError;
use crate::domain::review::Refusal;
use crate::service::Internal;
use crate::service::lists::ListError;
use crate::service::models::training::{MeasureError, TrainingError};
use crate::service::models::{FindModelError, RegisterError, RoleError};
use crate::service::people::observations::RecordError;
use crate::service::people::relations::RelationError;
use crate::service::reviews::{BadQueue, BadReason, Misfit, ReviewError};
use crate::service::scoring::adapters::ApplyError;
use crate::service::scoring::batches::{BatchError, ItemError};
use crate::service::scoring::decisions::{DecideError, FindError};
use crate::service::scoring::policies::PutError;
use crate::service::scoring::reassess::ReassessError;
use crate::service::scoring::scores::ScoreError;
use crate::service::webhooks::webhook_endpoints::EndpointError;

/// Logs the error with its causes. Outsiders learn nothing about them. Refusals are only counted, because there can be
/// thousands per second.
impl From<Internal> for Problem {
    fn from(error: Internal) -> Self {
        let code = match &error {
            Internal::ConnectionsBusy
            | Internal::Compute(ComputeError::Overloaded | ComputeError::DeadlinePassed) => {
                return ErrorCode::Overloaded.into();
            }
            Internal::Compute(ComputeError::ClientLeft) => {
                tracing::info!("the client left before it was answered");
                return ErrorCode::Unavailable.into();
            }
            Internal::Unavailable(_) | Internal::Compute(ComputeError::Stopped) => {
                ErrorCode::Unavailable
            }
            // Logged when it was loaded.
            Internal::UnusableChampion(_) => {
                return Self::new(ErrorCode::ChampionUnusable, error.to_string());
            }
            Internal::Compute(ComputeError::Panicked)
            | Internal::Store(_)
            | Internal::Corrupt(_)
            | Internal::Key(_) => ErrorCode::Internal,
        };
        tracing::error!(error = &error as &dyn std::error::Error, "a request failed");
        code.into()
    }
}

impl From<BadJson> for Problem {
    fn from(error: BadJson) -> Self {
        Self::new(ErrorCode::MalformedJson, error.to_string())
    }
}

impl From<BadProfile> for Problem {
    fn from(error: BadProfile) -> Self {
        match error {
            BadProfile::Json(error) => error.into(),
            BadProfile::Faults(faults) => {
                let detail =
                    format!("the profile has {}; fix what `errors` lists", counted(faults.len()));
                Self::new(ErrorCode::ProfileInvalid, detail).with_errors(faults)
            }
            BadProfile::Warnings(warnings) => {
                let detail = "the profile has warnings, and the request has `strict=true`; fix \
                              what `errors` lists or leave `strict` out";
                Self::new(ErrorCode::ProfileInvalid, detail).with_errors(warnings)
            }
        }
    }
}

impl From<ScoreError> for Problem {
    fn from(error: ScoreError) -> Self {
        match error {
            ScoreError::Profile(error) => error.into(),
            ScoreError::Internal(error) => error.into(),
        }
    }
}

impl From<DecideError> for Problem {
    fn from(error: DecideError) -> Self {
        match error {
            DecideError::Profile(error) => error.into(),
            DecideError::Erased => ErrorCode::ApplicantErased.into(),
            DecideError::KeyReused => ErrorCode::IdempotencyKeyReused.into(),
            DecideError::KeyRunning => ErrorCode::IdempotencyKeyInUse.into(),
            DecideError::Internal(error) => error.into(),
        }
    }
}

impl From<BatchError> for Problem {
    fn from(error: BatchError) -> Self {
        match error {
            BatchError::Json(error) => error.into(),
            BatchError::Form(fault) => Self::invalid(ErrorCode::BodyInvalid, vec![fault]),
            BatchError::Internal(error) => error.into(),
        }
    }
}

/// Pointers start at the item.
impl From<ItemError> for Problem {
    fn from(error: ItemError) -> Self {
        match error {
            ItemError::Form(fault) => Self::invalid(ErrorCode::BodyInvalid, vec![fault]),
            ItemError::Key => ErrorCode::IdempotencyKeyInvalid.into(),
            ItemError::Decide(error) => Self::from(error).below("/profile"),
        }
    }
}

impl From<FindError> for Problem {
    fn from(error: FindError) -> Self {
        match error {
            FindError::NotFound => ErrorCode::NotFound.into(),
            FindError::Erased => ErrorCode::ApplicantErased.into(),
            FindError::Internal(error) => error.into(),
        }
    }
}

impl From<ReassessError> for Problem {
    fn from(error: ReassessError) -> Self {
        match error {
            ReassessError::Find(error) => error.into(),
            ReassessError::Profile(BadProfile::Json(error)) => {
                Self::new(ErrorCode::ProfileInvalid, error.to_string())
            }
            ReassessError::Profile(error) => error.into(),
        }
    }
}

impl From<RecordError> for Problem {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::Faults(faults) => Self::invalid(ErrorCode::ObservationInvalid, faults),
            RecordError::Find(error) => error.into(),
        }
    }
}

impl From<RelationError> for Problem {
    fn from(error: RelationError) -> Self {
        let detail = error.to_string();
        match error {
            RelationError::NotFound => ErrorCode::NotFound.into(),
            RelationError::Faults(faults) => Self::invalid(ErrorCode::RelationInvalid, faults),
            RelationError::TooMany => Self::new(ErrorCode::TooManyRelations, detail),
            RelationError::NotInForce(_) => Self::new(ErrorCode::RelationNotInForce, detail),
            RelationError::Internal(error) => error.into(),
        }
    }
}

impl From<ApplyError> for Problem {
    fn from(error: ApplyError) -> Self {
        match error {
            ApplyError::Faults(faults) => Self::invalid(ErrorCode::InputInvalid, faults),
            ApplyError::Decide(error) => error.into(),
            ApplyError::Score(error) => error.into(),
            ApplyError::Internal(error) => error.into(),
        }
    }
}

impl From<PutError> for Problem {
    fn from(error: PutError) -> Self {
        match error {
            PutError::Faults(faults) => {
                let fault = |PolicyFault { field, detail, .. }: PolicyFault| {
                    out_of_range(format!("/{field}"), detail.to_owned())
                };
                Self::invalid(ErrorCode::PolicyInvalid, faults.into_iter().map(fault).collect())
            }
            PutError::Internal(error) => error.into(),
        }
    }
}

impl From<ListError> for Problem {
    fn from(error: ListError) -> Self {
        match error {
            ListError::NotFound => Self::not_found("list"),
            ListError::BadName => {
                Self::new(ErrorCode::ListInvalid, format!("the list is invalid: {error}"))
            }
            ListError::NameTaken => ErrorCode::ListExists.into(),
            ListError::Faults(parsed) => {
                let detail = format!(
                    "the file has {} and nothing was imported; fix what `errors` lists or send `skip_invalid=true`",
                    counted(parsed.fault_count)
                );
                let faults = parsed.faults.into_iter().map(line_fault).collect();
                Self::new(ErrorCode::ListFileInvalid, detail).with_errors(faults)
            }
            ListError::Internal(error) => error.into(),
        }
    }
}

fn line_fault(fault: LineFault) -> Fault {
    let pointer = format!("/lines/{}", fault.line);
    Fault { pointer, code: "invalid_entry", detail: fault.detail }
}

impl From<ReviewError> for Problem {
    fn from(error: ReviewError) -> Self {
        let detail = error.to_string();
        let code = match error {
            ReviewError::NotFound => return ErrorCode::NotFound.into(),
            ReviewError::Erased => return ErrorCode::ApplicantErased.into(),
            ReviewError::Refused(refusal) => (&refusal).into(),
            ReviewError::OtherRunning(_) => ErrorCode::ReviewAlreadyOpen,
            ReviewError::NothingDecided => ErrorCode::NoDecision,
            ReviewError::AppealRunning(_) => ErrorCode::AppealAlreadyOpen,
            ReviewError::AppealDecided => ErrorCode::AppealDecided,
            ReviewError::RingTooLarge(_) => ErrorCode::RingTooLarge,
            ReviewError::LinkUsed => ErrorCode::LinkUsed,
            ReviewError::LinkExpired => ErrorCode::LinkExpired,
            ReviewError::Correction(error) => return error.into(),
            ReviewError::CorrectsName | ReviewError::NotTheRing(_) => {
                return Self::body_invalid("", detail);
            }
            ReviewError::BadReasons(reasons) => {
                let faults = reasons.into_iter().map(bad_reason).collect();
                return Self::invalid(ErrorCode::BodyInvalid, faults);
            }
            ReviewError::Internal(error) => return error.into(),
        };
        Self::new(code, detail)
    }
}

/// What the state of a review does not allow.
impl From<&Refusal> for ErrorCode {
    fn from(refusal: &Refusal) -> Self {
        match refusal {
            Refusal::ClaimedByAnother { .. } => Self::ClaimedByAnother,
            Refusal::ClaimExpired(_) => Self::ClaimExpired,
            Refusal::NotClaimed => Self::ReviewNotClaimed,
            Refusal::NotInState(_) => Self::WrongReviewState,
            Refusal::Barred => Self::DifferentReviewerNeeded,
            Refusal::OwnVerdict => Self::OwnVerdictApproval,
            Refusal::NotTheirs(_) => Self::NotYourVerdict,
            Refusal::TooLate(_) => Self::UndoTooLate,
            Refusal::IsAppeal => Self::ReviewDecidesAppeal,
        }
    }
}

/// A reason that does not fit its verdict.
fn bad_reason(BadReason { member, place, misfit }: BadReason) -> Fault {
    let judgement = member.map(|member| format!("/verdicts/{member}/judgement"));
    let code = match misfit {
        Misfit::Unknown(_) => "unknown_reason",
        Misfit::Contradicts { .. } => "reason_contradicts",
    };
    let pointer = format!("{}/reasons/{place}", judgement.unwrap_or_default());
    Fault { pointer, code, detail: misfit.to_string() }
}

impl From<BadQueue> for Problem {
    fn from(error: BadQueue) -> Self {
        match error {
            BadQueue::Faults(faults) => {
                let fault = |(pointer, detail)| out_of_range(pointer, detail);
                Self::invalid(ErrorCode::BodyInvalid, faults.into_iter().map(fault).collect())
            }
            BadQueue::Internal(error) => error.into(),
        }
    }
}

impl From<EndpointError> for Problem {
    fn from(error: EndpointError) -> Self {
        let detail = error.to_string();
        match error {
            EndpointError::NotFound => ErrorCode::NotFound.into(),
            EndpointError::BadUrl(error) => Self::webhook_invalid("/url", error.to_string()),
            EndpointError::Fault { field: "", detail } => Self::webhook_invalid("", detail),
            EndpointError::Fault { field, detail } => {
                Self::webhook_invalid(format!("/{field}"), detail)
            }
            EndpointError::TooMany => Self::new(ErrorCode::TooManyWebhookEndpoints, detail),
            EndpointError::Disabled => Self::new(ErrorCode::WebhookEndpointDisabled, detail),
            EndpointError::Internal(error) => error.into(),
        }
    }
}

impl From<TrainingError> for Problem {
    fn from(error: TrainingError) -> Self {
        let detail = error.to_string();
        match error {
            TrainingError::NotFound => Self::not_found("training job"),
            TrainingError::Running => Self::new(ErrorCode::TrainingRunning, detail),
            TrainingError::Over(_) => Self::new(ErrorCode::TrainingFinished, detail),
            TrainingError::Option { field, .. } => {
                let pointer = match field {
                    "audit_groups" => "/audit_groups".to_owned(),
                    option => format!("/options/{option}"),
                };
                Self::invalid(ErrorCode::TrainingInvalid, vec![out_of_range(pointer, detail)])
            }
            TrainingError::Internal(error) => error.into(),
        }
    }
}

impl From<MeasureError> for Problem {
    fn from(error: MeasureError) -> Self {
        match error {
            MeasureError::NotFound => Self::not_found("model"),
            MeasureError::OneClass { .. } | MeasureError::Evaluate(_) => {
                Self::new(ErrorCode::NotEnoughLabels, error.to_string())
            }
            MeasureError::Internal(error) => error.into(),
        }
    }
}

impl From<FindModelError> for Problem {
    fn from(error: FindModelError) -> Self {
        match error {
            FindModelError::NotFound(what) => Self::not_found(what),
            FindModelError::Internal(error) => error.into(),
        }
    }
}

impl From<RegisterError> for Problem {
    fn from(error: RegisterError) -> Self {
        match error {
            RegisterError::Json(error) => error.into(),
            RegisterError::Faults(faults) => Self::invalid(ErrorCode::ModelInvalid, faults),
            RegisterError::Internal(error) => error.into(),
        }
    }
}

impl From<RoleError> for Problem {
    fn from(error: RoleError) -> Self {
        let detail = error.to_string();
        let code = match error {
            RoleError::NotFound => return Self::not_found("model"),
            RoleError::Gate(faults) => {
                return Self::new(ErrorCode::GateNotPassed, detail).with_errors(faults);
            }
            RoleError::Role { .. } => ErrorCode::WrongModelRole,
            RoleError::NothingBefore => ErrorCode::NothingToRollBackTo,
            RoleError::NotPending => ErrorCode::PromotionNotPending,
            RoleError::OwnRequest => ErrorCode::OwnPromotionRequest,
            RoleError::Unusable(_) => ErrorCode::ModelUnusable,
            RoleError::BadReason => {
                let fault = out_of_range("/force_reason".to_owned(), detail);
                return Self::invalid(ErrorCode::PromotionInvalid, vec![fault]);
            }
            RoleError::Internal(error) => return error.into(),
        };
        Self::new(code, detail)
    }
}

fn out_of_range(pointer: String, detail: String) -> Fault {
    Fault { pointer, code: "out_of_range", detail }
}
