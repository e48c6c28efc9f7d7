//! `/v1/golden-items`, `/v1/queues/agreement`, `/v1/reviewers`: quality control by review leads.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use chrono::{DateTime, Duration, Utc};
use ids::{ApplicantId, DecisionId};
use learning::label::Verdict;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{queue, subject};
use crate::app::App;
use crate::domain::agreement;
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::http::query::Parameters;
use crate::http::v1::scoring::decisions::milliseconds;
use crate::service::reviews::{self, ReviewerFigures};
use crate::store::reviews::golden;

/// A case with a known verdict, used to measure reviewers. Provide exactly one of `applicant_id` and `external_id`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewGoldenItem {
    /// Id of the applicant, `app_…`.
    applicant_id: Option<ApplicantId>,
    /// Your id for the applicant.
    external_id: Option<String>,
    /// Known verdict: `fake` or `genuine`.
    known_verdict: Verdict,
}

/// A case with a known verdict, used to measure reviewers.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct GoldenItem {
    /// Id of the applicant, `app_…`.
    applicant_id: ApplicantId,
    /// Id of the decision shown to reviewers, `dec_…`.
    decision_id: DecisionId,
    /// Known verdict: `fake` or `genuine`.
    #[schema(example = "fake")]
    known_verdict: String,
    /// Who added the golden item.
    marked_by: String,
    /// When it was added.
    #[serde(serialize_with = "milliseconds")]
    marked_at: DateTime<Utc>,
}

/// All golden items.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct GoldenItemList {
    /// Golden items, newest first.
    data: Vec<GoldenItem>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct AgreementQuery {
    /// Only reviews in this queue.
    queue: Option<String>,
    /// Only verdicts given at or after this time. The default is the last 90 days.
    since: Option<DateTime<Utc>>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct SinceQuery {
    /// Only verdicts given at or after this time. The default is the last 90 days.
    since: Option<DateTime<Utc>>,
}

/// How well two sets of verdicts agree.
#[derive(Serialize, ToSchema)]
struct Agreement {
    /// Number of cases with a verdict from both.
    cases: usize,
    /// Share of cases with the same verdict, from 0 to 1.
    #[serde(rename = "observed_agreement")]
    observed: f64,
    /// Share of cases with the same verdict that chance alone would give.
    #[serde(rename = "expected_agreement")]
    expected: f64,
    /// Cohen's kappa, `(observed_agreement − expected_agreement) / (1 − expected_agreement)`: 1 is perfect agreement, 0
    /// is no better than chance. `null` if chance alone would give perfect agreement.
    kappa: Option<f64>,
}

/// How well two reviewers agree.
#[derive(Serialize, ToSchema)]
struct ReviewerPairAgreement {
    /// Names of the two reviewers.
    reviewers: [String; 2],
    #[serde(flatten)]
    agreement: Agreement,
}

/// How well a reviewer agrees with the golden items.
#[derive(Serialize, ToSchema)]
struct GoldenAgreement {
    /// Name of the reviewer.
    reviewer: String,
    #[serde(flatten)]
    agreement: Agreement,
}

/// How well reviewers agree.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct AgreementReport {
    /// All pairs together; `null` if no two reviewers had the same case.
    overall: Option<Agreement>,
    /// Each pair of reviewers who gave verdicts on the same decisions.
    pairs: Vec<ReviewerPairAgreement>,
    /// Each reviewer compared with the golden items.
    golden: Vec<GoldenAgreement>,
}

/// Statistics of a reviewer.
#[derive(Serialize, ToSchema)]
struct ReviewerStatistics {
    /// Name of the reviewer.
    reviewer: String,
    /// Number of cases with a final verdict by this reviewer.
    cases: usize,
    /// Median time per case, in minutes.
    median_minutes: f64,
    /// Share of cases in which other reviewers gave the same verdict; `null` if no case was reviewed twice.
    agreement: Option<f64>,
    /// Number of golden items reviewed.
    golden_cases: usize,
    /// Share of golden items with the correct verdict; `null` if none was reviewed.
    golden_accuracy: Option<f64>,
    /// Number of verdicts overturned on appeal.
    overturned_verdicts: i64,
}

/// Statistics of all reviewers.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct ReviewerStatisticsList {
    /// Reviewers, sorted by name.
    data: Vec<ReviewerStatistics>,
}

/// Add a golden item
///
/// Copies of the case are mixed into queues that have a `golden_rate`. Reviewers can't tell them from other cases, and
/// people who already reviewed the case don't get a copy. Verdicts on copies create no labels and no events.
#[utoipa::path(post, path = "", request_body = NewGoldenItem,
    responses((status = 201, description = "The golden item", body = GoldenItem)))]
pub(in crate::http) async fn mark(
    app: Data<App>,
    caller: Caller,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let NewGoldenItem { applicant_id, external_id, known_verdict } = body.read()?;
    if known_verdict == Verdict::Unsure {
        return Err(Problem::body_invalid(
            "/known_verdict",
            "`known_verdict` must be `fake` or `genuine`",
        ));
    }
    let subject = subject(applicant_id, external_id)?;
    let item = reviews::mark_golden(&app, &caller.reviewer(), &subject, known_verdict).await?;
    Ok(HttpResponse::Created().json(GoldenItem::from(item)))
}

/// List golden items
#[utoipa::path(get, path = "",
    responses((status = 200, description = "All golden items", body = GoldenItemList)))]
pub(in crate::http) async fn list(
    app: Data<App>,
    caller: Caller,
) -> Result<Json<GoldenItemList>, Problem> {
    let items = reviews::golden_items(&app, &caller.reviewer()).await?;
    Ok(Json(GoldenItemList { data: items.into_iter().map(Into::into).collect() }))
}

/// Remove a golden item
///
/// No further copies of the case are mixed into queues.
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
/// Compares reviewers with each other on the same decisions, and with golden items, as Cohen's kappa.
#[utoipa::path(get, path = "", params(AgreementQuery),
    responses((status = 200, description = "How well reviewers agree", body = AgreementReport)))]
pub(in crate::http) async fn agreement(
    app: Data<App>,
    caller: Caller,
    query: Parameters<AgreementQuery>,
) -> Result<Json<AgreementReport>, Problem> {
    let queue = queue(query.0.queue)?;
    let since = since(&app, query.0.since);
    let report = reviews::agreement_report(&app, &caller.reviewer(), since, queue.as_ref()).await?;
    let pair = |(first, second, agreement): (String, String, agreement::Agreement)| {
        ReviewerPairAgreement { reviewers: [first, second], agreement: agreement.into() }
    };
    let golden = |(reviewer, agreement): (String, agreement::Agreement)| GoldenAgreement {
        reviewer,
        agreement: agreement.into(),
    };
    Ok(Json(AgreementReport {
        overall: report.overall.map(Into::into),
        pairs: report.pairs.into_iter().map(pair).collect(),
        golden: report.with_truth.into_iter().map(golden).collect(),
    }))
}

/// List reviewers with their statistics
#[utoipa::path(get, path = "", params(SinceQuery),
    responses((status = 200, description = "The statistics", body = ReviewerStatisticsList)))]
pub(in crate::http) async fn reviewers(
    app: Data<App>,
    caller: Caller,
    query: Parameters<SinceQuery>,
) -> Result<Json<ReviewerStatisticsList>, Problem> {
    let since = since(&app, query.0.since);
    let figures = reviews::reviewers(&app, &caller.reviewer(), since).await?;
    Ok(Json(ReviewerStatisticsList { data: figures.into_iter().map(Into::into).collect() }))
}

fn since(app: &App, asked: Option<DateTime<Utc>>) -> DateTime<Utc> {
    asked.unwrap_or_else(|| app.clock.now() - Duration::days(90))
}

impl From<golden::GoldenItem> for GoldenItem {
    fn from(from: golden::GoldenItem) -> Self {
        let golden::GoldenItem { applicant_id, decision_id, truth, marked_by, marked_at } = from;
        Self { applicant_id, decision_id, known_verdict: truth, marked_by, marked_at }
    }
}

impl From<agreement::Agreement> for Agreement {
    fn from(from: agreement::Agreement) -> Self {
        let agreement::Agreement { cases, observed, expected, kappa } = from;
        Self { cases, observed, expected, kappa }
    }
}

impl From<ReviewerFigures> for ReviewerStatistics {
    fn from(from: ReviewerFigures) -> Self {
        Self {
            reviewer: from.reviewer,
            cases: from.cases,
            median_minutes: from.median_minutes,
            agreement: from.agreement,
            golden_cases: from.golden_cases,
            golden_accuracy: from.golden_accuracy,
            overturned_verdicts: from.overturned,
        }
    }
}
