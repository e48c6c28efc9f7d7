//! Why a page is not shown. The frame around every page makes a page of it, in the visitor's language.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

use crate::service::Internal;
use crate::service::decisions::FindError;
use crate::service::users::UserError;

/// Why a page is not shown, or a form does nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Failure {
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    SignedOut,
    /// No role of the visitor allows it.
    #[error("no role allows it")]
    Forbidden,
    /// A form came from elsewhere, or from a session that has ended.
    #[error("the form is not of this session")]
    ForeignForm,
    /// A form lacks something or holds something that cannot be used.
    #[error("the form cannot be used")]
    BadForm,
    /// There is no such page or thing.
    #[error("there is no such thing")]
    NotFound,
    /// It was about an applicant who was erased.
    #[error("the applicant was erased")]
    Erased,
    /// Something changed since the page was shown: the key of a text that says what.
    #[error("{0}")]
    Refused(&'static str),
    /// The database does not answer.
    #[error("the service is not ready")]
    Unavailable,
    /// Our fault.
    #[error("something went wrong")]
    Internal,
}

impl Failure {
    /// The key of the text that says what happened.
    pub(super) fn key(&self) -> &'static str {
        match self {
            Self::SignedOut => "failure.signed_out",
            Self::Forbidden => "failure.forbidden",
            Self::ForeignForm => "failure.foreign_form",
            Self::BadForm => "failure.bad_form",
            Self::NotFound => "failure.not_found",
            Self::Erased => "failure.erased",
            Self::Refused(key) => key,
            Self::Unavailable => "failure.unavailable",
            Self::Internal => "failure.internal",
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
        // Logged here with its whole cause, and told to nobody outside.
        tracing::error!(error = &error as &dyn std::error::Error, "a page failed");
        match error {
            Internal::Unavailable(_) => Self::Unavailable,
            Internal::Store(_) | Internal::Corrupt(_) | Internal::Key(_) => Self::Internal,
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
            UserError::Taken => Self::Refused("users.taken"),
            UserError::LastAdmin => Self::Refused("users.last_admin"),
            UserError::WrongPassword => Self::Refused("settings.wrong_password"),
            UserError::BadPassword(_) => Self::Refused("join.bad_password"),
            UserError::LinkGone => Self::Refused("join.link_gone"),
        }
    }
}
