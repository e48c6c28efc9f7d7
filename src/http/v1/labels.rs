//! `/v1/labels`: outcomes that were learned, here and elsewhere.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use chrono::{DateTime, Utc};
use ids::actor::Actor;
use ids::{ApplicantId, DecisionId, LabelId, ReviewId};
use learning::label::{Chosen, EvidenceKind, Label, LabelSource, Verdict};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::decisions::milliseconds;
use super::reviews::subject;
use crate::app::App;
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::http::query::{self, Parameters};
use crate::service::reviews::{self, LabelFilter, NewLabel};

/// An outcome that the platform learned. One of `applicant_id` and `external_id`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewLabelBody {
    /// The applicant.
    applicant_id: Option<ApplicantId>,
    /// The tenant's own name of them.
    #[schema(example = "cand-20931")]
    external_id: Option<String>,
    /// What was found.
    verdict: Verdict,
    /// On what ground.
    evidence: EvidenceKind,
    /// When it was learned; now if it is left out.
    learned_at: Option<DateTime<Utc>>,
}

/// A label.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct LabelBody {
    /// Its name.
    id: LabelId,
    /// About whom.
    applicant_id: ApplicantId,
    /// The decision that it is learned with.
    decision_id: Option<DecisionId>,
    /// What was found.
    verdict: Verdict,
    /// On what ground.
    evidence: EvidenceKind,
    /// Where it comes from.
    source: LabelSource,
    /// Why the case was looked at.
    chosen: Chosen,
    /// With which probability the case was chosen, if by chance.
    chosen_with: Option<f64>,
    /// Whether its author saw the score before.
    score_visible: bool,
    /// Its author.
    actor: Actor,
    /// The review that it comes from.
    review_id: Option<ReviewId>,
    /// When its author came to know.
    #[serde(serialize_with = "milliseconds")]
    learned_at: DateTime<Utc>,
    /// When it was stored.
    #[serde(serialize_with = "milliseconds")]
    created_at: DateTime<Utc>,
    /// When it was taken back, if it was.
    withdrawn_at: Option<DateTime<Utc>>,
}

/// A page of labels.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct LabelPage {
    /// The labels, the latest first.
    data: Vec<LabelBody>,
    /// What to send as `cursor` for the next page; `null` on the last.
    next_cursor: Option<String>,
}

/// A label and what contradicts it.
#[derive(Serialize, ToSchema)]
struct ContestedLabelBody {
    #[serde(flatten)]
    label: LabelBody,
    /// The labels that stand and say the contrary.
    contradicted_by: Vec<LabelId>,
}

/// All labels of an applicant.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct ApplicantLabels {
    /// Whether two that stand contradict each other.
    conflict: bool,
    /// The labels, the latest first, those that were taken back among them.
    data: Vec<ContestedLabelBody>,
}

/// Which labels to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct LabelQuery {
    /// Only from there.
    source: Option<LabelSource>,
    /// Only with this verdict.
    verdict: Option<Verdict>,
    /// How many at most.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u16>,
    /// Where the page before ended.
    cursor: Option<LabelId>,
}

/// Tell an outcome that was learned elsewhere
///
/// Nothing is overwritten: a label that contradicts an earlier one stands beside it. The same again with the same
/// `learned_at` is the same label.
#[utoipa::path(post, path = "", request_body = NewLabelBody,
    responses((status = 201, description = "The label", body = LabelBody)))]
pub(in crate::http) async fn record(
    app: Data<App>,
    caller: Caller,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let NewLabelBody { applicant_id, external_id, verdict, evidence, learned_at } = body.read()?;
    let subject = subject(applicant_id, external_id)?;
    let new = NewLabel { subject, verdict, evidence, learned_at };
    let label = reviews::record_label(&app, &caller.reviewer(), &new).await?;
    Ok(HttpResponse::Created().json(LabelBody::from(label)))
}

/// List labels, the latest first
#[utoipa::path(get, path = "", params(LabelQuery),
    responses((status = 200, description = "A page of labels", body = LabelPage)))]
pub(in crate::http) async fn list(
    app: Data<App>,
    caller: Caller,
    query: Parameters<LabelQuery>,
) -> Result<Json<LabelPage>, Problem> {
    let LabelQuery { source, verdict, limit, cursor } = query.0;
    let limit = query::limit(limit)?;
    let filter = LabelFilter { source, verdict, before: cursor, limit };
    let page = reviews::labels(&app, &caller.reviewer(), &filter).await?;
    let next_cursor = page.items.last().filter(|_| page.more).map(|last| last.id.to_string());
    Ok(Json(LabelPage { data: page.items.into_iter().map(Into::into).collect(), next_cursor }))
}

/// Find an applicant's labels, and which contradict which
#[utoipa::path(get, path = "",
    responses((status = 200, description = "All of them", body = ApplicantLabels)))]
pub(in crate::http) async fn of_applicant(
    app: Data<App>,
    caller: Caller,
    id: Path<ApplicantId>,
) -> Result<Json<ApplicantLabels>, Problem> {
    let found = reviews::labels_of(&app, &caller.reviewer(), *id).await?;
    let body = |(label, contradicted_by): (Label, Vec<LabelId>)| ContestedLabelBody {
        label: label.into(),
        contradicted_by,
    };
    let data = found.labels.into_iter().map(body).collect();
    Ok(Json(ApplicantLabels { conflict: found.conflict, data }))
}

impl From<Label> for LabelBody {
    fn from(from: Label) -> Self {
        Self {
            id: from.id,
            applicant_id: from.applicant_id,
            decision_id: from.decision_id,
            verdict: from.verdict,
            evidence: from.evidence,
            source: from.source,
            chosen: from.chosen,
            chosen_with: from.chosen_with,
            score_visible: from.score_visible,
            actor: from.actor,
            review_id: from.review_id,
            learned_at: from.learned_at,
            created_at: from.created_at,
            withdrawn_at: from.withdrawn_at,
        }
    }
}
