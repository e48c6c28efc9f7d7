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

/// What is contested, and why. One of `decision_id`, `applicant_id` and `external_id`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewAppealBody {
    /// The decision.
    decision_id: Option<DecisionId>,
    /// The applicant, whose latest decision is meant.
    applicant_id: Option<ApplicantId>,
    /// The tenant's own name of them.
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
    /// For how many hours it is good: from 1 to 2160; 14 days if it is left out.
    #[schema(minimum = 1, maximum = 2160)]
    valid_hours: Option<u16>,
}

/// A one-time link. It is shown once.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct LinkBody {
    /// Its name.
    id: AppealLinkId,
    /// What stands in it.
    token: String,
    /// Where it leads on this service: give it to the applicant with your own address in front.
    #[schema(example = "/appeals/demo.alk_01937a1e5c007bd28f3c2a5d8e6b4f10.0f…")]
    path: String,
    /// Until when it is good.
    expires_at: DateTime<Utc>,
}

/// Facts to be corrected.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct CorrectionBody {
    /// A JSON Merge Patch (RFC 7396) on the latest profile: a new version is stored and scored.
    #[schema(value_type = Object, example = json!({ "claims": { "time_zone": "Europe/Lisbon" } }))]
    merge_patch: Map<String, Value>,
}

/// How an appeal ends.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct OutcomeBody {
    /// Whether what was found stands.
    outcome: Outcome,
    /// On what ground.
    evidence: EvidenceKind,
    /// Why, in your words.
    #[schema(min_length = 1, max_length = 4000)]
    note: String,
}

/// An appeal.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct AppealBody {
    /// Its name.
    id: AppealId,
    /// Whose case it is.
    applicant_id: ApplicantId,
    /// The decision that is contested.
    decision_id: DecisionId,
    /// The review that decides it.
    review_id: ReviewId,
    /// Who contests.
    opened_by: OpenedBy,
    /// Who sent it in.
    actor: Actor,
    /// In the applicant's words.
    statement: String,
    /// What they say is wrong.
    corrections: Option<String>,
    /// The decision on the corrected facts, if some were corrected.
    rescored_decision_id: Option<DecisionId>,
    /// When it came.
    #[serde(serialize_with = "milliseconds")]
    opened_at: DateTime<Utc>,
    /// How it ended; `null` while it runs.
    outcome: Option<Outcome>,
    /// What whoever decided wrote.
    outcome_note: Option<String>,
    /// Who decided.
    decided_by: Option<Actor>,
    /// When.
    decided_at: Option<DateTime<Utc>>,
}

/// A page of appeals.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct AppealPage {
    /// The appeals, the latest first.
    data: Vec<AppealBody>,
    /// What to send as `cursor` for the next page; `null` on the last.
    next_cursor: Option<String>,
}

/// Which appeals to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct AppealQuery {
    /// How many at most.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u16>,
    /// Where the page before ended.
    cursor: Option<AppealId>,
}

/// Contest a decision for an applicant
///
/// Opens a review that whoever gave or approved the verdict can't take. One appeal of an applicant runs at a time.
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
            let detail = "name one of `decision_id`, `applicant_id` and `external_id`";
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
/// How one ended whose applicant is a golden item is told to leads, and to whoever decided it.
#[utoipa::path(get, path = "", params(AppealQuery),
    responses((status = 200, description = "A page of appeals", body = AppealPage)))]
pub(in crate::http) async fn list(
    app: Data<App>,
    caller: Caller,
    query: Parameters<AppealQuery>,
) -> Result<Json<AppealPage>, Problem> {
    let limit = query::limit(query.0.limit)?;
    let page = reviews::appeals(&app, &caller.reviewer(), query.0.cursor, limit).await?;
    let next_cursor =
        page.items.last().filter(|_| page.more).map(|last| last.appeal.id.to_string());
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
/// The corrected profile is a new version and is scored; the appeal's reviewer sees it. `external_id` stays.
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
/// By whoever has claimed its review. The outcome becomes a label and is sent. The same again by the same person
/// answers the same.
#[utoipa::path(post, path = "", request_body = OutcomeBody,
    responses((status = 200, description = "The appeal is decided", body = AppealBody)))]
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

/// Make a one-time link for an applicant
///
/// Signed, good until it expires or is used. Behind it stand the applicant's notice and a form.
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
        return Err(Problem::body_invalid(
            "/valid_hours",
            "`valid_hours` is a number from 1 to 2160",
        ));
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
