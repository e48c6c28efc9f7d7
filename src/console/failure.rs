//! Why a page or a form fails. The middleware turns a failure into a page in the visitor's language.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

use crate::compute::ComputeError;
use crate::service::Internal;
use crate::service::access::users::UserError;
use crate::service::scoring::decisions::FindError;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Failure {
    #[error("not signed in")]
    SignedOut,
    #[error("no role of the visitor allows this")]
    Forbidden,
    /// A form came from another site or another session.
    #[error("the form belongs to another session")]
    ForeignForm,
    #[error("a form field is missing or invalid")]
    BadForm,
    #[error("not found")]
    NotFound,
    #[error("the applicant was erased")]
    Erased,
    /// The action conflicts with the current state. Holds the key of the text that explains it.
    #[error("{0}")]
    Refused(&'static str),
    /// The database doesn't respond.
    #[error("the service is unavailable")]
    Unavailable,
    #[error("internal error")]
    Internal,
}

impl Failure {
    /// The key of the text that explains the failure.
    pub(super) fn key(&self) -> &'static str {
        match self {
            Self::SignedOut => "error.signed_out",
            Self::Forbidden => "error.forbidden",
            Self::ForeignForm => "error.foreign_form",
            Self::BadForm => "error.bad_form",
            Self::NotFound => "error.not_found",
            Self::Erased => "error.erased",
            Self::Refused(key) => key,
            Self::Unavailable => "error.unavailable",
            Self::Internal => "error.internal",
        }
    }
}

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::SignedOut => StatusCode::SEE_OTHER,
            Self::Forbidden | Self::ForeignForm => StatusCode::FORBIDDEN,
            Self::BadForm => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Erased => StatusCode::GONE,
            Self::Refused(_) => StatusCode::CONFLICT,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::new(self.status_code());
        response.extensions_mut().insert(self.clone());
        response
    }
}

impl From<Internal> for Failure {
    fn from(error: Internal) -> Self {
        // The log has the whole cause; the page reveals nothing.
        tracing::error!(error = &error as &dyn std::error::Error, "failed to serve a page");
        match error {
            Internal::Unavailable(_)
            | Internal::ConnectionsBusy
            | Internal::Compute(
                ComputeError::Overloaded
                | ComputeError::DeadlinePassed
                | ComputeError::ClientLeft
                | ComputeError::Stopped,
            ) => Self::Unavailable,
            Internal::UnusableChampion(_) => Self::Refused("error.champion_unusable"),
            Internal::Compute(ComputeError::Panicked)
            | Internal::Store(_)
            | Internal::Corrupt(_)
            | Internal::Key(_) => Self::Internal,
        }
    }
}

impl From<FindError> for Failure {
    fn from(error: FindError) -> Self {
        match error {
            FindError::NotFound => Self::NotFound,
            FindError::Erased => Self::Erased,
            FindError::Internal(error) => error.into(),
        }
    }
}

impl From<UserError> for Failure {
    fn from(error: UserError) -> Self {
        match error {
            UserError::NotFound => Self::NotFound,
            UserError::Internal(error) => error.into(),
            UserError::Unusable(_) => Self::BadForm,
            UserError::EmailTaken => Self::Refused("error.email_taken"),
            UserError::LastAdmin => Self::Refused("error.last_admin"),
            UserError::WrongPassword => Self::Refused("error.wrong_password"),
            UserError::BadPassword(_) => Self::Refused("error.weak_password"),
            UserError::LinkGone => Self::Refused("error.link_invalid"),
        }
    }
}
