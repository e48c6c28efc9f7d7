//! What an error looks like from outside: problem details (RFC 9457), and the one place that decides
//! status and code.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use evidence::lists::parse::LineFault;
use evidence::profile::BadProfile;
use evidence::profile::json::BadJson;
use evidence::profile::read::{Fault, counted};
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::Scope;
use crate::domain::review::Refusal;
use crate::service::Internal;
use crate::service::adapters::TakeError;
use crate::service::decisions::{DecideError, FindError};
use crate::service::lists::ListError;
use crate::service::observations::RecordError;
use crate::service::policies::PutError;
use crate::service::reviews::{BadQueue, BadReason, Misfit, ReviewError};
use crate::service::scores::ScoreError;
use crate::service::webhook_endpoints::EndpointError;

/// An error. Clients branch on `code`; `detail` is for people and may change.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Names the kind of problem, as a URI.
    #[serde(rename = "type")]
    #[schema(value_type = String, example = "urn:bonafide:problem:profile_invalid")]
    kind: String,
    /// The kind of problem, in a few words.
    #[schema(value_type = String, example = "Unprocessable Entity")]
    title: &'static str,
    /// The HTTP status, again.
    #[schema(example = 422)]
    status: u16,
    /// What went wrong and what to do, in a sentence.
    #[schema(example = "the profile has 2 faults; mend what `errors` names")]
    detail: String,
    /// The request, as in the header `X-Request-Id`.
    #[schema(value_type = String, example = "urn:bonafide:request:4f1f9f6a5b0c4c3f9b1d0c8f3a2e1d00")]
    instance: String,
    /// A stable name of what went wrong.
    #[schema(value_type = String, example = "profile_invalid")]
    code: &'static str,
    /// Every fault of the body, with its place.
    errors: Vec<Fault>,
    #[serde(skip)]
    headers: Vec<(header::HeaderName, HeaderValue)>,
}

tokio::task_local! {
    /// The id of the request that is being answered.
    pub(super) static REQUEST_ID: String;
}

impl Problem {
    /// A problem of the caller's making.
    pub(super) fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        let request = REQUEST_ID.try_with(Clone::clone).unwrap_or_default();
        Self {
            kind: format!("urn:bonafide:problem:{code}"),
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail: detail.into(),
            instance: format!("urn:bonafide:request:{request}"),
            code,
            errors: Vec::new(),
            headers: Vec::new(),
        }
    }

    /// A problem of our making: logged with its whole cause here, and told to nobody outside.
    fn internal(error: &Internal) -> Self {
        tracing::error!(error = error as &dyn std::error::Error, "a request failed");
        match error {
            Internal::Unavailable(_) => {
                let detail = "the service is not ready; try again in a moment, with the same idempotency key";
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail)
                    .with(header::RETRY_AFTER, "1")
            }
            Internal::Store(_) | Internal::Corrupt(_) | Internal::Key(_) => {
                let detail = "something went wrong on our side; nothing was stored";
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", detail)
            }
        }
    }

    /// A defect of ours. What panicked has said so on stderr.
    pub(super) fn panicked() -> Self {
        tracing::error!("a request failed: its handler panicked");
        Self::of_status(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// A body beyond the limit.
    pub(super) fn body_too_large(most: usize) -> Self {
        let detail = format!("the body is larger than {most} bytes");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", detail)
    }

    /// A body that takes too long to arrive.
    pub(super) fn body_too_slow() -> Self {
        let detail = "the body did not arrive in time";
        Self::new(StatusCode::REQUEST_TIMEOUT, "body_too_slow", detail)
    }

    /// An error that came without a document, from the framework or the documentation's files.
    pub(super) fn of_status(status: StatusCode) -> Self {
        let (code, detail) = match status {
            StatusCode::NOT_FOUND => ("not_found", "there is no such thing"),
            StatusCode::METHOD_NOT_ALLOWED => {
                ("method_not_allowed", "this route does not take that method")
            }
            _ if status.is_client_error() => ("bad_request", "the request cannot be read"),
            _ => ("internal", "something went wrong on our side"),
        };
        Self::new(status, code, detail)
    }

    pub(super) fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", format!("there is no such {what}"))
    }

    pub(super) fn query(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "query_invalid", detail)
    }

    /// Nothing of the applicant can be read again.
    fn erased() -> Self {
        let detail = "the applicant was erased; nothing of them can be read again";
        Self::new(StatusCode::GONE, "erased", detail)
    }

    /// A policy that cannot be used.
    pub(super) fn policy(errors: Vec<Fault>) -> Self {
        let detail = "the policy cannot be used; mend what `errors` names";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "policy_invalid", detail).with_errors(errors)
    }

    /// An observation that cannot be recorded.
    pub(super) fn observation(errors: Vec<Fault>) -> Self {
        let detail = "the observation cannot be recorded; mend what `errors` names";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "observation_invalid", detail)
            .with_errors(errors)
    }

    /// A cursor that is none of the list that it was sent to.
    pub(super) fn cursor() -> Self {
        Self::query("the query parameter `cursor` must be a `next_cursor` of this list")
    }

    /// A body that is not JSON.
    pub(super) fn malformed(error: BadJson) -> Self {
        Self::from(BadProfile::Json(error))
    }

    /// A body that is JSON and not what the route takes.
    pub(super) fn misfit(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::faults(vec![Fault {
            pointer: pointer.into(),
            code: "invalid",
            detail: detail.into(),
        }])
    }

    /// A body with faults.
    pub(super) fn faults(errors: Vec<Fault>) -> Self {
        let detail = "the body is not what this route takes; mend what `errors` names";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "body_invalid", detail).with_errors(errors)
    }

    /// A list that cannot be made.
    pub(super) fn list(error: impl std::fmt::Display) -> Self {
        let detail = format!("the list cannot be made: {error}");
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "list_invalid", detail)
    }

    /// A webhook endpoint, or what is to be done with one, that cannot be used.
    pub(super) fn webhook(field: &str, detail: String) -> Self {
        let pointer = if field.is_empty() { String::new() } else { format!("/{field}") };
        let fault = Fault { pointer, code: "invalid_webhook", detail };
        let detail = "the request for a webhook endpoint cannot be used; mend what `errors` names";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "webhook_invalid", detail)
            .with_errors(vec![fault])
    }

    /// Nobody is known to call (RFC 6750 §3).
    pub(super) fn unauthorized(detail: impl Into<String>, challenge: &str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", detail)
            .with(header::WWW_AUTHENTICATE, challenge)
    }

    /// The caller may not do this.
    pub(super) fn scope_missing(scope: Scope) -> Self {
        let challenge = format!(
            "Bearer realm=\"bonafide\", error=\"insufficient_scope\", scope=\"{}\"",
            scope.name()
        );
        let detail = format!("the token lacks the scope `{}`", scope.name());
        Self::new(StatusCode::FORBIDDEN, "scope_missing", detail)
            .with(header::WWW_AUTHENTICATE, &challenge)
    }

    pub(super) fn with_errors(mut self, errors: Vec<Fault>) -> Self {
        self.errors = errors;
        self
    }

    pub(super) fn with(mut self, name: header::HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((name, value));
        }
        self
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}: {}", self.status, self.code, self.detail)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        response.content_type("application/problem+json");
        for (name, value) in &self.headers {
            response.insert_header((name.clone(), value.clone()));
        }
        response.json(self)
    }
}

impl From<BadProfile> for Problem {
    fn from(error: BadProfile) -> Self {
        match error {
            BadProfile::Json(error) => {
                Self::new(StatusCode::BAD_REQUEST, "malformed_json", error.to_string())
            }
            BadProfile::Faults(faults) => {
                let faulty = counted(faults.len());
                let detail = format!("the profile has {faulty}; mend what `errors` names");
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "profile_invalid", detail)
                    .with_errors(faults)
            }
        }
    }
}

impl From<ListError> for Problem {
    fn from(error: ListError) -> Self {
        match error {
            ListError::NotFound => Self::not_found("list"),
            ListError::BadName => Self::list(error),
            ListError::NameTaken => {
                let detail = "there is a list of this name already; import into it";
                Self::new(StatusCode::CONFLICT, "list_exists", detail)
            }
            ListError::Faults(parsed) => {
                let detail = format!(
                    "the file has {} and nothing was imported; mend what `errors` names or send `skip_invalid=true`",
                    counted(parsed.faulty)
                );
                let fault = |fault: LineFault| Fault {
                    pointer: format!("/lines/{}", fault.line),
                    code: "invalid_entry",
                    detail: fault.detail,
                };
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "list_file_invalid", detail)
                    .with_errors(parsed.faults.into_iter().map(fault).collect())
            }
            ListError::Internal(error) => error.into(),
        }
    }
}

impl From<RecordError> for Problem {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::Faults(faults) => Self::observation(faults),
            RecordError::Find(error) => error.into(),
        }
    }
}

impl From<TakeError> for Problem {
    fn from(error: TakeError) -> Self {
        match error {
            TakeError::Faults(faults) => {
                let detail = "the input cannot be converted and nothing was stored; mend what `errors` names";
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "input_invalid", detail)
                    .with_errors(faults)
            }
            TakeError::Decide(error) => error.into(),
            TakeError::Score(error) => error.into(),
            TakeError::Internal(error) => error.into(),
        }
    }
}

impl From<ReviewError> for Problem {
    fn from(error: ReviewError) -> Self {
        let conflict = |code| Self::new(StatusCode::CONFLICT, code, error.to_string());
        match error {
            ReviewError::NotFound => Self::not_found("thing for this tenant"),
            ReviewError::Erased => Self::erased(),
            ReviewError::Refused(ref refusal) => conflict(refusal_code(refusal)),
            ReviewError::OtherRunning(_) => conflict("review_running"),
            ReviewError::NothingDecided => conflict("nothing_decided"),
            ReviewError::AppealRunning(_) => conflict("appeal_running"),
            ReviewError::AppealDecided => conflict("appeal_decided"),
            ReviewError::RingTooLarge(_) => conflict("ring_too_large"),
            ReviewError::LinkUsed => Self::new(StatusCode::GONE, "link_used", error.to_string()),
            ReviewError::LinkExpired => {
                Self::new(StatusCode::GONE, "link_expired", error.to_string())
            }
            ReviewError::Correction(error) => error.into(),
            ReviewError::CorrectsName | ReviewError::NotTheRing(_) => {
                Self::misfit("", error.to_string())
            }
            ReviewError::BadReasons(reasons) => {
                Self::faults(reasons.into_iter().map(bad_reason).collect())
            }
            ReviewError::Internal(error) => error.into(),
        }
    }
}

/// Where a reason stands that cannot stand with its verdict, and why.
fn bad_reason(bad: BadReason) -> Fault {
    let BadReason { member, place, misfit } = bad;
    let judgement = member.map(|member| format!("/verdicts/{member}/judgement"));
    let code = match misfit {
        Misfit::Unknown(_) => "unknown_reason",
        Misfit::Contradicts { .. } => "reason_contradicts",
    };
    let pointer = format!("{}/reasons/{place}", judgement.unwrap_or_default());
    Fault { pointer, code, detail: misfit.to_string() }
}

/// What a client branches on when a review's state does not allow something.
fn refusal_code(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Held { .. } => "review_held",
        Refusal::LeaseRanOut(_) => "lease_ran_out",
        Refusal::NotClaimed => "review_not_claimed",
        Refusal::NotInState(_) => "review_state",
        Refusal::Barred => "different_reviewer_needed",
        Refusal::OwnVerdict => "own_verdict",
        Refusal::NotTheirs(_) => "not_your_verdict",
        Refusal::TooLate(_) => "undo_too_late",
        Refusal::IsAppeal => "review_is_appeal",
    }
}

impl From<BadQueue> for Problem {
    fn from(error: BadQueue) -> Self {
        match error {
            BadQueue::Faults(faults) => {
                let fault = |(pointer, detail)| Fault { pointer, code: "out_of_range", detail };
                Self::faults(faults.into_iter().map(fault).collect())
            }
            BadQueue::Internal(error) => error.into(),
        }
    }
}

impl From<Internal> for Problem {
    fn from(error: Internal) -> Self {
        Self::internal(&error)
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
            DecideError::Erased => Self::erased(),
            DecideError::KeyReused => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "idempotency_key_reused",
                "this idempotency key came before with another body; use a new key for a new request",
            ),
            DecideError::KeyRunning => Self::new(
                StatusCode::CONFLICT,
                "idempotency_key_running",
                "a request with this idempotency key is still running; send it again in a moment",
            )
            .with(header::RETRY_AFTER, "1"),
            DecideError::Internal(error) => error.into(),
        }
    }
}

impl From<FindError> for Problem {
    fn from(error: FindError) -> Self {
        match error {
            FindError::NotFound => Self::not_found("thing for this tenant"),
            FindError::Erased => Self::erased(),
            FindError::Internal(error) => error.into(),
        }
    }
}

impl From<PutError> for Problem {
    fn from(error: PutError) -> Self {
        match error {
            PutError::Faults(faults) => {
                let fault = |fault: scoring::policy::PolicyFault| Fault {
                    pointer: format!("/{}", fault.field),
                    code: "out_of_range",
                    detail: fault.detail.to_owned(),
                };
                Self::policy(faults.into_iter().map(fault).collect())
            }
            PutError::Internal(error) => error.into(),
        }
    }
}

impl From<EndpointError> for Problem {
    fn from(error: EndpointError) -> Self {
        match error {
            EndpointError::NotFound => Self::not_found("thing for this tenant"),
            EndpointError::BadUrl(error) => Self::webhook("url", error.to_string()),
            EndpointError::Fault { field, detail } => Self::webhook(field, detail.to_owned()),
            EndpointError::TooMany => {
                Self::new(StatusCode::CONFLICT, "webhook_endpoints_full", error.to_string())
            }
            EndpointError::Disabled => {
                Self::new(StatusCode::CONFLICT, "webhook_endpoint_disabled", error.to_string())
            }
            EndpointError::Internal(error) => error.into(),
        }
    }
}
