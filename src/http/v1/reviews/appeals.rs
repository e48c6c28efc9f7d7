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

use super::{subject, text};
use crate::app::App;
use crate::domain::appeal::{OpenedBy, Outcome};
use crate::domain::language::Language;
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::http::query::{self, Parameters};
use crate::http::v1::scoring::decisions::milliseconds;
use crate::service::reviews::{self, AppealView, Contested};

/// A new appeal against a decision. Provide exactly one of `decision_id`, `applicant_id` and `external_id`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewAppeal {
    /// Id of the contested decision, `dec_…`.
    decision_id: Option<DecisionId>,
    /// Id of the applicant, `app_…`. The appeal then contests the applicant's latest decision.
    applicant_id: Option<ApplicantId>,
    /// Your id for the applicant. The appeal then contests the applicant's latest decision.
    external_id: Option<String>,
    /// Why the applicant contests the decision, in the applicant's own words.
    #[schema(
        min_length = 1,
        max_length = 4000,
        example = "I moved in January; the account abroad is my old one."
    )]
    statement: String,
}

/// A new one-time link that lets an applicant contest a decision.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewAppealLink {
    /// Id of the decision the applicant may contest, `dec_…`.
    decision_id: DecisionId,
    /// Language of the page behind the link.
    language: Language,
    /// How long the link stays valid, in hours: 1 to 2160. The default is 336 (14 days).
    #[schema(minimum = 1, maximum = 2160)]
    valid_hours: Option<u16>,
}

/// A one-time appeal link. Only this response contains it.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct AppealLink {
    /// Id of the link, `alk_…`.
    id: AppealLinkId,
    /// Secret token of the link.
    token: String,
    /// Path of the page on this service. Put your own host name in front and send the URL to the applicant.
    #[schema(example = "/appeals/demo.alk_01937a1e5c007bd28f3c2a5d8e6b4f10.0f…")]
    path: String,
    /// When the link expires.
    expires_at: DateTime<Utc>,
}

/// A correction of facts in the applicant's profile.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct FactCorrection {
    /// JSON Merge Patch (RFC 7396) applied to the latest profile. The result is stored and scored as a new version.
    #[schema(value_type = Object, example = json!({ "claims": { "time_zone": "Europe/Lisbon" } }))]
    merge_patch: Map<String, Value>,
}

/// The outcome of an appeal.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewAppealOutcome {
    /// `upheld` if the contested result stands, `overturned` if it was wrong.
    outcome: Outcome,
    /// Kind of evidence the outcome is based on.
    evidence: EvidenceKind,
    /// Reason for the outcome, in your own words.
    #[schema(min_length = 1, max_length = 4000)]
    note: String,
}

/// An appeal against a decision.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Appeal {
    /// Id of the appeal, `apl_…`.
    id: AppealId,
    /// Id of the applicant, `app_…`.
    applicant_id: ApplicantId,
    /// Id of the contested decision, `dec_…`.
    decision_id: DecisionId,
    /// Id of the review that decides the appeal, `rev_…`.
    review_id: ReviewId,
    /// Whether the platform or the applicant opened the appeal.
    opened_by: OpenedBy,
    /// Who submitted it: a user, the subject of a token, or `applicant/app_…` for an appeal through a link.
    submitted_by: Actor,
    /// Why the applicant contests the decision, in the applicant's own words.
    statement: String,
    /// Facts the applicant says are wrong.
    corrections: Option<String>,
    /// Id of the decision on the corrected profile; `null` if no facts were corrected.
    rescored_decision_id: Option<DecisionId>,
    /// When the appeal was opened.
    #[serde(serialize_with = "milliseconds")]
    opened_at: DateTime<Utc>,
    /// Outcome; `null` while the appeal is open.
    outcome: Option<Outcome>,
    /// Reason for the outcome, as written by the person who decided.
    outcome_note: Option<String>,
    /// Who decided the appeal; `null` while it is open.
    decided_by: Option<Actor>,
    /// When the appeal was decided; `null` while it is open.
    decided_at: Option<DateTime<Utc>>,
}

#[derive(Serialize, ToSchema)]
pub(in crate::http) struct AppealPage {
    /// Appeals, newest first.
    data: Vec<Appeal>,
    /// Pass it as `cursor` to get the next page; `null` on the last page.
    next_cursor: Option<String>,
}

/// Which appeals to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct AppealQuery {
    /// Maximum number of entries per page.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u16>,
    /// `next_cursor` of the previous page.
    cursor: Option<AppealId>,
}

/// Open an appeal for an applicant
///
/// Opens a review that must be decided by someone who neither gave nor approved the verdict. Each applicant can have
/// one open appeal.
#[utoipa::path(post, path = "", request_body = NewAppeal,
    responses((status = 201, description = "The appeal", body = Appeal)))]
pub(in crate::http) async fn open(
    app: Data<App>,
    caller: Caller,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let NewAppeal { decision_id, applicant_id, external_id, statement } = body.read()?;
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
    let new = reviews::NewAppeal { contested, statement, corrections: None };
    let view = reviews::open_appeal(&app, &caller.reviewer(), &new).await?;
    Ok(HttpResponse::Created().json(Appeal::from(view)))
}

/// List appeals, newest first
///
/// For golden items, only leads and the person who decided the appeal see the outcome.
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

/// Get an appeal
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The appeal", body = Appeal)))]
pub(in crate::http) async fn find(
    app: Data<App>,
    caller: Caller,
    id: Path<AppealId>,
) -> Result<Json<Appeal>, Problem> {
    Ok(Json(reviews::appeal(&app, &caller.reviewer(), *id).await?.into()))
}

/// Correct facts during an appeal
///
/// Stores the corrected profile as a new version, scores it and shows the result to the reviewer. `external_id` can't
/// be changed.
#[utoipa::path(post, path = "", request_body = FactCorrection,
    responses((status = 201, description = "The appeal, with the id of the new decision", body = Appeal)))]
pub(in crate::http) async fn correct(
    app: Data<App>,
    caller: Caller,
    id: Path<AppealId>,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let patch = Value::Object(body.read::<FactCorrection>()?.merge_patch);
    let view = reviews::correct(&app, &caller.reviewer(), *id, &patch).await?;
    Ok(HttpResponse::Created().json(Appeal::from(view)))
}

/// Decide an appeal
///
/// Only the person who claimed its review can decide it. The outcome becomes a label and is sent as a webhook event.
/// Repeating the same request returns the same result.
#[utoipa::path(post, path = "", request_body = NewAppealOutcome,
    responses((status = 200, description = "The decided appeal", body = Appeal)))]
pub(in crate::http) async fn decide(
    app: Data<App>,
    caller: Caller,
    id: Path<AppealId>,
    body: JsonBytes,
) -> Result<Json<Appeal>, Problem> {
    let NewAppealOutcome { outcome, evidence, note } = body.read()?;
    let note = text(&note, "/note")?;
    let who = caller.reviewer();
    Ok(Json(reviews::decide_appeal(&app, &who, *id, outcome, evidence, note).await?.into()))
}

/// Create a one-time appeal link for an applicant
///
/// The page behind the link shows the applicant's notice and an appeal form. The link is signed and stops working when
/// it is used or expires.
#[utoipa::path(post, path = "", request_body = NewAppealLink,
    responses((status = 201, description = "The new link", body = AppealLink)))]
pub(in crate::http) async fn link(
    app: Data<App>,
    caller: Caller,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    const DAYS_14: u16 = 14 * 24;
    let NewAppealLink { decision_id, language, valid_hours } = body.read()?;
    let hours = valid_hours.unwrap_or(DAYS_14);
    if !(1..=2_160).contains(&hours) {
        return Err(Problem::body_invalid("/valid_hours", "`valid_hours` must be from 1 to 2160"));
    }
    let who = caller.reviewer();
    let link = reviews::new_link(&app, &who, decision_id, language, hours).await?;
    let path = format!("/appeals/{}", link.token);
    let body = AppealLink { id: link.id, token: link.token, path, expires_at: link.expires_at };
    Ok(HttpResponse::Created().json(body))
}

impl From<AppealView> for Appeal {
    fn from(from: AppealView) -> Self {
        let AppealView { appeal, statement, corrections, outcome_note } = from;
        let decided = appeal.decided;
        Self {
            id: appeal.id,
            applicant_id: appeal.applicant_id,
            decision_id: appeal.decision_id,
            review_id: appeal.review_id,
            opened_by: appeal.opened_by,
            submitted_by: appeal.actor,
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
