//! `/v1/labels`: outcomes, from reviews and from outside.

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

/// An outcome that the platform learned. Give either `applicant_id` or `external_id`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewLabelBody {
    applicant_id: Option<ApplicantId>,
    /// The tenant's identifier for the applicant.
    #[schema(example = "cand-20931")]
    external_id: Option<String>,
    /// Whether the applicant turned out to be fake.
    verdict: Verdict,
    /// What the verdict is based on.
    evidence: EvidenceKind,
    /// When the outcome became known; now by default.
    learned_at: Option<DateTime<Utc>>,
}

#[derive(Serialize, ToSchema)]
pub(in crate::http) struct LabelBody {
    id: LabelId,
    applicant_id: ApplicantId,
    /// The decision that the label is attached to.
    decision_id: Option<DecisionId>,
    /// Whether the applicant turned out to be fake.
    verdict: Verdict,
    /// What the verdict is based on.
    evidence: EvidenceKind,
    /// Where the label comes from.
    source: LabelSource,
    /// Why the case was reviewed.
    chosen: Chosen,
    /// The probability of choosing the case, if it was chosen at random.
    chosen_with: Option<f64>,
    /// Whether the author could see the score before deciding.
    score_visible: bool,
    /// The author.
    actor: Actor,
    /// The review that the label comes from.
    review_id: Option<ReviewId>,
    /// When the author learned the outcome.
    #[serde(serialize_with = "milliseconds")]
    learned_at: DateTime<Utc>,
    #[serde(serialize_with = "milliseconds")]
    created_at: DateTime<Utc>,
    /// When the label was withdrawn, if it was.
    withdrawn_at: Option<DateTime<Utc>>,
}

#[derive(Serialize, ToSchema)]
pub(in crate::http) struct LabelPage {
    /// The latest first.
    data: Vec<LabelBody>,
    /// The `cursor` of the next page; `null` on the last page.
    next_cursor: Option<String>,
}

/// A label, and the labels that contradict it.
#[derive(Serialize, ToSchema)]
struct ContestedLabelBody {
    #[serde(flatten)]
    label: LabelBody,
    /// Current labels with the opposite verdict.
    contradicted_by: Vec<LabelId>,
}

/// All labels of an applicant.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct ApplicantLabels {
    /// Whether current labels contradict each other.
    conflict: bool,
    /// The latest first, including withdrawn labels.
    data: Vec<ContestedLabelBody>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct LabelQuery {
    /// Only labels from this source.
    source: Option<LabelSource>,
    /// Only labels with this verdict.
    verdict: Option<Verdict>,
    /// The largest number of items to return.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u16>,
    /// The `next_cursor` of the previous page.
    cursor: Option<LabelId>,
}

/// Record an outcome that was learned elsewhere
///
/// Nothing is overwritten: a label that contradicts an earlier one is stored next to it. Repeating the call with the
/// same `learned_at` returns the same label.
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
    let next_cursor = query::next_cursor(&page, |last| last.id.to_string());
    Ok(Json(LabelPage { data: page.items.into_iter().map(Into::into).collect(), next_cursor }))
}

/// Find an applicant's labels, with contradictions
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The labels", body = ApplicantLabels)))]
pub(in crate::http) async fn of_applicant(
    app: Data<App>,
    caller: Caller,
    id: Path<ApplicantId>,
) -> Result<Json<ApplicantLabels>, Problem> {
    let labels = reviews::labels_of(&app, &caller.reviewer(), *id).await?;
    let body = |(label, contradicted_by): (Label, Vec<LabelId>)| ContestedLabelBody {
        label: label.into(),
        contradicted_by,
    };
    let data = labels.labels.into_iter().map(body).collect();
    Ok(Json(ApplicantLabels { conflict: labels.conflict, data }))
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
