//! Status and code of what can go wrong with models: a part of [`super::problem`], apart for its length.

use actix_web::http::StatusCode;
use evidence::profile::read::Fault;

use super::problem::Problem;
use crate::service::models::{FindModelError, RegisterError, RoleError};
use crate::service::training::{MeasureError, TrainingError};

impl Problem {
    /// A training job that cannot be started.
    pub(super) fn training(errors: Vec<Fault>) -> Self {
        let detail = "the job cannot be started; mend what `errors` names";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "training_invalid", detail).with_errors(errors)
    }

    /// A wish to promote that cannot be read.
    pub(super) fn promotion(errors: Vec<Fault>) -> Self {
        let detail = "the body must be `{}` or `{\"force_reason\": \"…\"}`";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "promotion_invalid", detail).with_errors(errors)
    }
}

impl From<TrainingError> for Problem {
    fn from(error: TrainingError) -> Self {
        let detail = error.to_string();
        let conflict = |code| Self::new(StatusCode::CONFLICT, code, detail.clone());
        match error {
            TrainingError::NotFound => Self::not_found("training job"),
            TrainingError::Running => conflict("training_running"),
            TrainingError::Over(_) => conflict("training_over"),
            TrainingError::Option { field, .. } => {
                let pointer = match field {
                    "audit_groups" => "/audit_groups".to_owned(),
                    option => format!("/options/{option}"),
                };
                Self::training(vec![Fault { pointer, code: "out_of_range", detail }])
            }
            TrainingError::Internal(error) => error.into(),
        }
    }
}

impl From<MeasureError> for Problem {
    fn from(error: MeasureError) -> Self {
        let detail = error.to_string();
        match error {
            MeasureError::NotFound => Self::not_found("model"),
            MeasureError::OneClass { .. } | MeasureError::Evaluate(_) => {
                Self::new(StatusCode::CONFLICT, "not_measurable", detail)
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
            RegisterError::Json(error) => Self::malformed(error),
            RegisterError::Faults(faults) => {
                let detail = "the model cannot be taken; mend what `errors` names";
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "model_invalid", detail)
                    .with_errors(faults)
            }
            RegisterError::Internal(error) => error.into(),
        }
    }
}

impl From<RoleError> for Problem {
    fn from(error: RoleError) -> Self {
        let detail = error.to_string();
        let conflict = |code| Self::new(StatusCode::CONFLICT, code, detail.clone());
        match error {
            RoleError::NotFound => Self::not_found("model"),
            RoleError::Gate(faults) => conflict("gate_refused").with_errors(faults),
            RoleError::Role { .. } => conflict("model_role"),
            RoleError::NothingBefore => conflict("nothing_to_roll_back_to"),
            RoleError::NotPending => conflict("promotion_not_pending"),
            RoleError::OwnRequest => conflict("own_request"),
            RoleError::Unusable(_) => conflict("model_unusable"),
            RoleError::BadReason => {
                let pointer = "/force_reason".to_owned();
                Self::promotion(vec![Fault { pointer, code: "out_of_range", detail }])
            }
            RoleError::Internal(error) => error.into(),
        }
    }
}
