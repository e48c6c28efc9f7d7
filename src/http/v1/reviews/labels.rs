//! `/v1/labels`: outcomes, from reviews and from outside.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use chrono::{DateTime, Utc};
use ids::actor::Actor;
use ids::{ApplicantId, DecisionId, LabelId, ReviewId};
use learning::label::{self, Chosen, EvidenceKind, LabelSource, Verdict};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::subject;
use crate::app::App;
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::http::query::{self, Parameters};
use crate::http::v1::scoring::decisions::milliseconds;
use crate::service::reviews::{self, LabelFilter};

/// An outcome you learned outside this service. Provide exactly one of `applicant_id` and `external_id`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewLabel {
    /// Id of the applicant, `app_…`.
    applicant_id: Option<ApplicantId>,
    /// Your id for the applicant.
    #[schema(example = "cand-20931")]
    external_id: Option<String>,
    /// What turned out to be true.
    verdict: Verdict,
    /// Kind of evidence the outcome is based on.
    evidence: EvidenceKind,
    /// When you learned the outcome. The default is now.
    known_since: Option<DateTime<Utc>>,
}

/// A label: a verdict or outcome that models learn from.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Label {
    /// Id of the label, `lab_…`.
    id: LabelId,
    /// Id of the applicant, `app_…`.
    applicant_id: ApplicantId,
    /// Id of the decision whose findings the label is paired with, `dec_…`.
    decision_id: Option<DecisionId>,
    /// What turned out to be true.
    verdict: Verdict,
    /// Kind of evidence the label is based on.
    evidence: EvidenceKind,
    /// Where the label comes from.
    source: LabelSource,
    /// Why the case was reviewed.
    selected_by: Chosen,
    /// Probability with which the case was selected; `null` if it wasn't selected at random.
    selection_probability: Option<f64>,
    /// Whether the author had seen the score.
    score_visible: bool,
    /// Who gave the verdict or reported the outcome.
    author: Actor,
    /// Id of the review the label comes from, `rev_…`.
    review_id: Option<ReviewId>,
    /// When the author learned the outcome.
    #[serde(serialize_with = "milliseconds")]
    known_since: DateTime<Utc>,
    /// When the label was stored.
    #[serde(serialize_with = "milliseconds")]
    created_at: DateTime<Utc>,
    /// When the label was withdrawn; `null` if it is in effect.
    withdrawn_at: Option<DateTime<Utc>>,
}

#[derive(Serialize, ToSchema)]
pub(in crate::http) struct LabelPage {
    /// Labels, newest first.
    data: Vec<Label>,
    /// Pass it as `cursor` to get the next page; `null` on the last page.
    next_cursor: Option<String>,
}

/// A label with the labels that contradict it.
#[derive(Serialize, ToSchema)]
struct ContestedLabel {
    #[serde(flatten)]
    label: Label,
    /// Ids of the labels in effect that say the opposite.
    contradicted_by: Vec<LabelId>,
}

/// All labels of an applicant.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct ApplicantLabels {
    /// Whether two labels in effect contradict each other.
    conflict: bool,
    /// Labels, newest first, including withdrawn ones.
    data: Vec<ContestedLabel>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct LabelQuery {
    /// Only labels from this source.
    source: Option<LabelSource>,
    /// Only labels with this verdict.
    verdict: Option<Verdict>,
    /// Maximum number of entries per page.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u16>,
    /// `next_cursor` of the previous page.
    cursor: Option<LabelId>,
}

/// Report an outcome learned elsewhere
///
/// Existing labels are kept, even if the new one contradicts them. Sending the same outcome with the same `known_since`
/// again returns the same label.
#[utoipa::path(post, path = "", request_body = NewLabel,
    responses((status = 201, description = "The label", body = Label)))]
pub(in crate::http) async fn record(
    app: Data<App>,
    caller: Caller,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let NewLabel { applicant_id, external_id, verdict, evidence, known_since } = body.read()?;
    let subject = subject(applicant_id, external_id)?;
    let new = reviews::NewLabel { subject, verdict, evidence, learned_at: known_since };
    let label = reviews::record_label(&app, &caller.reviewer(), &new).await?;
    Ok(HttpResponse::Created().json(Label::from(label)))
}

/// List labels, newest first
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

/// List an applicant's labels
///
/// Shows which labels contradict each other.
#[utoipa::path(get, path = "",
    responses((status = 200, description = "All labels of the applicant", body = ApplicantLabels)))]
pub(in crate::http) async fn of_applicant(
    app: Data<App>,
    caller: Caller,
    id: Path<ApplicantId>,
) -> Result<Json<ApplicantLabels>, Problem> {
    let labels = reviews::labels_of(&app, &caller.reviewer(), *id).await?;
    let body = |(label, contradicted_by): (label::Label, Vec<LabelId>)| ContestedLabel {
        label: label.into(),
        contradicted_by,
    };
    let data = labels.labels.into_iter().map(body).collect();
    Ok(Json(ApplicantLabels { conflict: labels.conflict, data }))
}

impl From<label::Label> for Label {
    fn from(from: label::Label) -> Self {
        Self {
            id: from.id,
            applicant_id: from.applicant_id,
            decision_id: from.decision_id,
            verdict: from.verdict,
            evidence: from.evidence,
            source: from.source,
            selected_by: from.chosen,
            selection_probability: from.chosen_with,
            score_visible: from.score_visible,
            author: from.actor,
            review_id: from.review_id,
            known_since: from.learned_at,
            created_at: from.created_at,
            withdrawn_at: from.withdrawn_at,
        }
    }
}
