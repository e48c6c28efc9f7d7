//! `/v1/golden-items`, `/v1/queues/agreement`, `/v1/reviewers`: quality control by review leads.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use chrono::{DateTime, Duration, Utc};
use ids::{ApplicantId, DecisionId};
use learning::label::Verdict;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::decisions::milliseconds;
use super::reviews::{queue, subject};
use crate::app::App;
use crate::domain::agreement::Agreement;
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::http::query::Parameters;
use crate::service::reviews::{self, ReviewerFigures};
use crate::store::golden::GoldenItem;

/// A case whose truth is known. Give either `applicant_id` or `external_id`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewGoldenBody {
    applicant_id: Option<ApplicantId>,
    /// The tenant's identifier for the applicant.
    external_id: Option<String>,
    /// `fake` or `genuine`.
    truth: Verdict,
}

/// A golden item.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct GoldenBody {
    applicant_id: ApplicantId,
    decision_id: DecisionId,
    /// `fake` or `genuine`.
    #[schema(example = "fake")]
    truth: String,
    marked_by: String,
    #[serde(serialize_with = "milliseconds")]
    marked_at: DateTime<Utc>,
}

/// The golden items.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct GoldenList {
    /// The latest first.
    data: Vec<GoldenBody>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct AgreementQuery {
    /// Only verdicts in this queue.
    queue: Option<String>,
    /// Only verdicts since this time; the last 90 days by default.
    since: Option<DateTime<Utc>>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct SinceQuery {
    /// Only verdicts since this time; the last 90 days by default.
    since: Option<DateTime<Utc>>,
}

/// How well two sources of verdicts agree.
#[derive(Serialize, ToSchema)]
struct AgreementBody {
    /// The number of cases with a verdict from both.
    cases: usize,
    /// The share of these cases with the same verdict.
    observed: f64,
    /// The share that would have the same verdict by chance.
    expected: f64,
    /// Cohen's kappa, (observed − expected) / (1 − expected): 1 is full agreement, 0 is no better than chance. `null` if
    /// `expected` is 1.
    kappa: Option<f64>,
}

/// The agreement between two reviewers.
#[derive(Serialize, ToSchema)]
struct PairBody {
    reviewers: [String; 2],
    #[serde(flatten)]
    agreement: AgreementBody,
}

/// The agreement between a reviewer and the golden items.
#[derive(Serialize, ToSchema)]
struct TruthBody {
    reviewer: String,
    #[serde(flatten)]
    agreement: AgreementBody,
}

/// The agreement between reviewers.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct AgreementReportBody {
    /// Over all pairs; `null` if no decision has verdicts from two reviewers.
    overall: Option<AgreementBody>,
    /// Each pair of reviewers with verdicts on the same decisions.
    pairs: Vec<PairBody>,
    /// Each reviewer with verdicts on golden items.
    golden: Vec<TruthBody>,
}

/// Statistics for a reviewer.
#[derive(Serialize, ToSchema)]
struct ReviewerBody {
    reviewer: String,
    /// The number of cases with a current verdict by this reviewer.
    cases: usize,
    /// The median time per case, in minutes.
    median_minutes: f64,
    /// The share of shared cases on which other reviewers gave the same verdict.
    agreement: Option<f64>,
    /// The number of golden items with a verdict by this reviewer.
    golden_cases: usize,
    /// The share of these golden items with the right verdict.
    golden_accuracy: Option<f64>,
    /// The number of verdicts overturned on appeal.
    overturned: i64,
}

/// Statistics for every reviewer.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct ReviewerList {
    /// Ordered by name.
    data: Vec<ReviewerBody>,
}

/// Mark a case as a golden item
///
/// Copies of the case are mixed into queues with a `golden_rate`. Reviewers cannot tell them from other cases, and
/// someone who judged the case before does not get a copy. Verdicts on copies create no labels and no events.
#[utoipa::path(post, path = "", request_body = NewGoldenBody,
    responses((status = 201, description = "The golden item", body = GoldenBody)))]
pub(in crate::http) async fn mark(
    app: Data<App>,
    caller: Caller,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let NewGoldenBody { applicant_id, external_id, truth } = body.read()?;
    if truth == Verdict::Unsure {
        return Err(Problem::body_invalid("/truth", "`truth` must be `fake` or `genuine`"));
    }
    let subject = subject(applicant_id, external_id)?;
    let item = reviews::mark_golden(&app, &caller.reviewer(), &subject, truth).await?;
    Ok(HttpResponse::Created().json(GoldenBody::from(item)))
}

/// List the golden items
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The golden items", body = GoldenList)))]
pub(in crate::http) async fn list(
    app: Data<App>,
    caller: Caller,
) -> Result<Json<GoldenList>, Problem> {
    let items = reviews::golden_items(&app, &caller.reviewer()).await?;
    Ok(Json(GoldenList { data: items.into_iter().map(Into::into).collect() }))
}

/// Remove a golden item
#[utoipa::path(delete, path = "",
    responses((status = 204, description = "The golden item was removed")))]
pub(in crate::http) async fn remove(
    app: Data<App>,
    caller: Caller,
    id: Path<ApplicantId>,
) -> Result<HttpResponse, Problem> {
    reviews::remove_golden(&app, &caller.reviewer(), *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Measure how well reviewers agree
///
/// With each other on the same decisions, and with the truth of golden items, as Cohen's kappa.
#[utoipa::path(get, path = "", params(AgreementQuery),
    responses((status = 200, description = "The agreement", body = AgreementReportBody)))]
pub(in crate::http) async fn agreement(
    app: Data<App>,
    caller: Caller,
    query: Parameters<AgreementQuery>,
) -> Result<Json<AgreementReportBody>, Problem> {
    let queue = queue(query.0.queue)?;
    let since = since(&app, query.0.since);
    let report = reviews::agreement_report(&app, &caller.reviewer(), since, queue.as_ref()).await?;
    let pair = |(first, second, agreement): (String, String, Agreement)| PairBody {
        reviewers: [first, second],
        agreement: agreement.into(),
    };
    let truth = |(reviewer, agreement): (String, Agreement)| TruthBody {
        reviewer,
        agreement: agreement.into(),
    };
    Ok(Json(AgreementReportBody {
        overall: report.overall.map(Into::into),
        pairs: report.pairs.into_iter().map(pair).collect(),
        golden: report.with_truth.into_iter().map(truth).collect(),
    }))
}

/// List statistics for every reviewer
#[utoipa::path(get, path = "", params(SinceQuery),
    responses((status = 200, description = "The statistics", body = ReviewerList)))]
pub(in crate::http) async fn reviewers(
    app: Data<App>,
    caller: Caller,
    query: Parameters<SinceQuery>,
) -> Result<Json<ReviewerList>, Problem> {
    let since = since(&app, query.0.since);
    let figures = reviews::reviewers(&app, &caller.reviewer(), since).await?;
    Ok(Json(ReviewerList { data: figures.into_iter().map(Into::into).collect() }))
}

fn since(app: &App, asked: Option<DateTime<Utc>>) -> DateTime<Utc> {
    asked.unwrap_or_else(|| app.clock.now() - Duration::days(90))
}

impl From<GoldenItem> for GoldenBody {
    fn from(from: GoldenItem) -> Self {
        let GoldenItem { applicant_id, decision_id, truth, marked_by, marked_at } = from;
        Self { applicant_id, decision_id, truth, marked_by, marked_at }
    }
}

impl From<Agreement> for AgreementBody {
    fn from(from: Agreement) -> Self {
        let Agreement { cases, observed, expected, kappa } = from;
        Self { cases, observed, expected, kappa }
    }
}

impl From<ReviewerFigures> for ReviewerBody {
    fn from(from: ReviewerFigures) -> Self {
        Self {
            reviewer: from.reviewer,
            cases: from.cases,
            median_minutes: from.median_minutes,
            agreement: from.agreement,
            golden_cases: from.golden_cases,
            golden_accuracy: from.golden_accuracy,
            overturned: from.overturned,
        }
    }
}
