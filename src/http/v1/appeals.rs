//! `/v1/appeals`.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use chrono::{DateTime, Utc};
use ids::actor::Actor;
use ids::{AppealId, AppealLinkId, ApplicantId, DecisionId, ReviewId};
use learning::label::EvidenceKind;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};

use super::decisions::milliseconds;
use super::reviews::{subject, text};
use crate::app::App;
use crate::domain::appeal::{OpenedBy, Outcome};
use crate::domain::language::Language;
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::http::query::{self, Parameters};
use crate::service::reviews::{self, AppealView, Contested, NewAppeal};

/// What is contested, and why. Give one of `decision_id`, `applicant_id` and `external_id`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewAppealBody {
    /// The decision.
    decision_id: Option<DecisionId>,
    /// The applicant, whose latest decision is contested.
    applicant_id: Option<ApplicantId>,
    /// The tenant's identifier for the applicant.
    external_id: Option<String>,
    /// In the applicant's words.
    #[schema(
        min_length = 1,
        max_length = 4000,
        example = "I moved in January; the account abroad is my old one."
    )]
    statement: String,
}

/// A one-time link for the applicant of a decision.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewLinkBody {
    /// The decision.
    decision_id: DecisionId,
    /// The language of the page.
    language: Language,
    /// How many hours the link is valid, from 1 to 2160; 14 days by default.
    #[schema(minimum = 1, maximum = 2160)]
    valid_hours: Option<u16>,
}

/// A one-time link, shown only once.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct LinkBody {
    id: AppealLinkId,
    /// The secret part of the link.
    token: String,
    /// The path on this service. Put your own host name in front before you send it.
    #[schema(example = "/appeals/demo.alk_01937a1e5c007bd28f3c2a5d8e6b4f10.0f…")]
    path: String,
    expires_at: DateTime<Utc>,
}

/// A correction of facts.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct CorrectionBody {
    /// A JSON Merge Patch (RFC 7396) for the latest profile. The result is stored and scored as a new version.
    #[schema(value_type = Object, example = json!({ "claims": { "time_zone": "Europe/Lisbon" } }))]
    merge_patch: Map<String, Value>,
}

/// The outcome of an appeal.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct OutcomeBody {
    /// Whether the verdict is upheld.
    outcome: Outcome,
    /// What the outcome is based on.
    evidence: EvidenceKind,
    /// Why, in your words.
    #[schema(min_length = 1, max_length = 4000)]
    note: String,
}

/// An appeal.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct AppealBody {
    id: AppealId,
    applicant_id: ApplicantId,
    /// The contested decision.
    decision_id: DecisionId,
    /// The review in which the appeal is decided.
    review_id: ReviewId,
    /// Who contests the decision.
    opened_by: OpenedBy,
    /// Who submitted the appeal.
    actor: Actor,
    /// In the applicant's words.
    statement: String,
    /// What the applicant says is wrong.
    corrections: Option<String>,
    /// The decision on the corrected facts, if any.
    rescored_decision_id: Option<DecisionId>,
    #[serde(serialize_with = "milliseconds")]
    opened_at: DateTime<Utc>,
    /// `null` while the appeal is open.
    outcome: Option<Outcome>,
    /// The explanation of the outcome.
    outcome_note: Option<String>,
    decided_by: Option<Actor>,
    decided_at: Option<DateTime<Utc>>,
}

#[derive(Serialize, ToSchema)]
pub(in crate::http) struct AppealPage {
    /// The latest first.
    data: Vec<AppealBody>,
    /// The `cursor` of the next page; `null` on the last page.
    next_cursor: Option<String>,
}

/// Which appeals to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct AppealQuery {
    /// The largest number of items to return.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u16>,
    /// The `next_cursor` of the previous page.
    cursor: Option<AppealId>,
}

/// Contest a decision on behalf of an applicant
///
/// Opens a review that the people who gave or approved the verdict cannot claim. An applicant has at most one open
/// appeal.
#[utoipa::path(post, path = "", request_body = NewAppealBody,
    responses((status = 201, description = "The appeal", body = AppealBody)))]
pub(in crate::http) async fn open(
    app: Data<App>,
    caller: Caller,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let NewAppealBody { decision_id, applicant_id, external_id, statement } = body.read()?;
    let contested = match (decision_id, applicant_id, external_id) {
        (Some(id), None, None) => Contested::Decision(id),
        (None, applicant, external) if applicant.is_some() || external.is_some() => {
            Contested::Latest(subject(applicant, external)?)
        }
        _ => {
            let detail = "give one of `decision_id`, `applicant_id` and `external_id`";
            return Err(Problem::body_invalid("", detail));
        }
    };
    let statement = text(&statement, "/statement")?.to_owned();
    let new = NewAppeal { contested, statement, corrections: None };
    let view = reviews::open_appeal(&app, &caller.reviewer(), &new).await?;
    Ok(HttpResponse::Created().json(AppealBody::from(view)))
}

/// List appeals, the latest first
///
/// If the applicant is a golden item, only review leads and the person who decided the appeal see its outcome.
#[utoipa::path(get, path = "", params(AppealQuery),
    responses((status = 200, description = "A page of appeals", body = AppealPage)))]
pub(in crate::http) async fn list(
    app: Data<App>,
    caller: Caller,
    query: Parameters<AppealQuery>,
) -> Result<Json<AppealPage>, Problem> {
    let limit = query::limit(query.0.limit)?;
    let page = reviews::appeals(&app, &caller.reviewer(), query.0.cursor, limit).await?;
    let next_cursor = query::next_cursor(&page, |last| last.appeal.id.to_string());
    Ok(Json(AppealPage { data: page.items.into_iter().map(Into::into).collect(), next_cursor }))
}

/// Find an appeal
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The appeal", body = AppealBody)))]
pub(in crate::http) async fn find(
    app: Data<App>,
    caller: Caller,
    id: Path<AppealId>,
) -> Result<Json<AppealBody>, Problem> {
    Ok(Json(reviews::appeal(&app, &caller.reviewer(), *id).await?.into()))
}

/// Correct facts
///
/// The corrected profile becomes a new version and is scored. The appeal's reviewer sees both. `external_id` cannot
/// be changed.
#[utoipa::path(post, path = "", request_body = CorrectionBody,
    responses((status = 201, description = "The appeal, with the new decision", body = AppealBody)))]
pub(in crate::http) async fn correct(
    app: Data<App>,
    caller: Caller,
    id: Path<AppealId>,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let patch = Value::Object(body.read::<CorrectionBody>()?.merge_patch);
    let view = reviews::correct(&app, &caller.reviewer(), *id, &patch).await?;
    Ok(HttpResponse::Created().json(AppealBody::from(view)))
}

/// Decide an appeal
///
/// Only the person who has claimed its review can decide it. The outcome becomes a label and an event. Repeating the
/// call returns the same response.
#[utoipa::path(post, path = "", request_body = OutcomeBody,
    responses((status = 200, description = "The decided appeal", body = AppealBody)))]
pub(in crate::http) async fn decide(
    app: Data<App>,
    caller: Caller,
    id: Path<AppealId>,
    body: JsonBytes,
) -> Result<Json<AppealBody>, Problem> {
    let OutcomeBody { outcome, evidence, note } = body.read()?;
    let note = text(&note, "/note")?;
    let who = caller.reviewer();
    Ok(Json(reviews::decide_appeal(&app, &who, *id, outcome, evidence, note).await?.into()))
}

/// Create a one-time link for an applicant
///
/// The link is signed and valid until it expires or is used. It shows the applicant's notice and an appeal form.
#[utoipa::path(post, path = "", request_body = NewLinkBody,
    responses((status = 201, description = "The link", body = LinkBody)))]
pub(in crate::http) async fn link(
    app: Data<App>,
    caller: Caller,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    const DAYS_14: u16 = 14 * 24;
    let NewLinkBody { decision_id, language, valid_hours } = body.read()?;
    let hours = valid_hours.unwrap_or(DAYS_14);
    if !(1..=2_160).contains(&hours) {
        return Err(Problem::body_invalid("/valid_hours", "`valid_hours` must be from 1 to 2160"));
    }
    let who = caller.reviewer();
    let link = reviews::new_link(&app, &who, decision_id, language, hours).await?;
    let path = format!("/appeals/{}", link.token);
    let body = LinkBody { id: link.id, token: link.token, path, expires_at: link.expires_at };
    Ok(HttpResponse::Created().json(body))
}

impl From<AppealView> for AppealBody {
    fn from(from: AppealView) -> Self {
        let AppealView { appeal, statement, corrections, outcome_note } = from;
        let decided = appeal.decided;
        Self {
            id: appeal.id,
            applicant_id: appeal.applicant_id,
            decision_id: appeal.decision_id,
            review_id: appeal.review_id,
            opened_by: appeal.opened_by,
            actor: appeal.actor,
            statement,
            corrections,
            rescored_decision_id: appeal.rescored_decision_id,
            opened_at: appeal.opened_at,
            outcome: decided.as_ref().map(|decided| decided.outcome),
            outcome_note,
            decided_at: decided.as_ref().map(|decided| decided.at),
            decided_by: decided.map(|decided| decided.by),
        }
    }
}
