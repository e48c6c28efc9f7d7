//! `/v1/golden-items`, `/v1/queues/agreement`, `/v1/reviewers`: what leads see to.

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

/// A case of which the truth is known. One of `applicant_id` and `external_id`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewGoldenBody {
    /// The applicant.
    applicant_id: Option<ApplicantId>,
    /// The tenant's own name of them.
    external_id: Option<String>,
    /// What is known: `fake` or `genuine`.
    truth: Verdict,
}

/// A known case.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct GoldenBody {
    /// Whose.
    applicant_id: ApplicantId,
    /// The decision that reviewers see.
    decision_id: DecisionId,
    /// What is known.
    #[schema(example = "fake")]
    truth: String,
    /// Who marked it.
    marked_by: String,
    /// When.
    #[serde(serialize_with = "milliseconds")]
    marked_at: DateTime<Utc>,
}

/// The known cases.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct GoldenList {
    /// The cases, the latest first.
    data: Vec<GoldenBody>,
}

/// What to count.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct AgreementQuery {
    /// Only in this queue.
    queue: Option<String>,
    /// Only verdicts given since; the last 90 days if it is left out.
    since: Option<DateTime<Utc>>,
}

/// Since when to count.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct SinceQuery {
    /// Only verdicts given since; the last 90 days if it is left out.
    since: Option<DateTime<Utc>>,
}

/// How far two agree.
#[derive(Serialize, ToSchema)]
struct AgreementBody {
    /// On how many cases both said something.
    cases: usize,
    /// On which share of them they said the same.
    observed: f64,
    /// On which share they would by chance.
    expected: f64,
    /// Cohen's kappa, (observed − expected) / (1 − expected): 1 is always, 0 is no more than chance. `null` where
    /// chance alone would agree on all.
    kappa: Option<f64>,
}

/// How far two reviewers agree.
#[derive(Serialize, ToSchema)]
struct PairBody {
    /// Who.
    reviewers: [String; 2],
    #[serde(flatten)]
    agreement: AgreementBody,
}

/// How far a reviewer agrees with what is known.
#[derive(Serialize, ToSchema)]
struct TruthBody {
    /// Who.
    reviewer: String,
    #[serde(flatten)]
    agreement: AgreementBody,
}

/// How far reviewers agree.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct AgreementReportBody {
    /// All pairs together; `null` if no two looked at the same decision.
    overall: Option<AgreementBody>,
    /// Each pair of reviewers who looked at the same decisions.
    pairs: Vec<PairBody>,
    /// Each reviewer and the golden items.
    golden: Vec<TruthBody>,
}

/// The figures of a reviewer.
#[derive(Serialize, ToSchema)]
struct ReviewerBody {
    /// Who.
    reviewer: String,
    /// On how many cases they gave a verdict that stands.
    cases: usize,
    /// How many minutes half of their cases took at most.
    median_minutes: f64,
    /// On which share of the cases that others looked at too they said the same.
    agreement: Option<f64>,
    /// Of how many golden items.
    golden_cases: usize,
    /// On which share of golden items they found what is known.
    golden_accuracy: Option<f64>,
    /// How many of their verdicts were overturned on appeal.
    overturned: i64,
}

/// The figures of every reviewer.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct ReviewerList {
    /// By name.
    data: Vec<ReviewerBody>,
}

/// Mark a case as known
///
/// Copies of it are mixed into queues with a `golden_rate`, and no answer to a reviewer tells them from others.
/// Whoever judged the case before does not get one. Their verdicts become no labels and no events.
#[utoipa::path(post, path = "", request_body = NewGoldenBody,
    responses((status = 201, description = "It is known", body = GoldenBody)))]
pub(in crate::http) async fn mark(
    app: Data<App>,
    caller: Caller,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let NewGoldenBody { applicant_id, external_id, truth } = body.read()?;
    if truth == Verdict::Unsure {
        return Err(Problem::body_invalid("/truth", "`truth` is `fake` or `genuine`"));
    }
    let subject = subject(applicant_id, external_id)?;
    let item = reviews::mark_golden(&app, &caller.reviewer(), &subject, truth).await?;
    Ok(HttpResponse::Created().json(GoldenBody::from(item)))
}

/// List the known cases
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The cases", body = GoldenList)))]
pub(in crate::http) async fn list(
    app: Data<App>,
    caller: Caller,
) -> Result<Json<GoldenList>, Problem> {
    let items = reviews::golden_items(&app, &caller.reviewer()).await?;
    Ok(Json(GoldenList { data: items.into_iter().map(Into::into).collect() }))
}

/// Take a case out of those that are mixed in
#[utoipa::path(delete, path = "",
    responses((status = 204, description = "It is mixed in no more")))]
pub(in crate::http) async fn remove(
    app: Data<App>,
    caller: Caller,
    id: Path<ApplicantId>,
) -> Result<HttpResponse, Problem> {
    reviews::remove_golden(&app, &caller.reviewer(), *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Find how far reviewers agree
///
/// With each other on the same decisions, and with what is known of golden items, as Cohen's kappa.
#[utoipa::path(get, path = "", params(AgreementQuery),
    responses((status = 200, description = "How far they agree", body = AgreementReportBody)))]
pub(in crate::http) async fn agreement(
    app: Data<App>,
    caller: Caller,
    query: Parameters<AgreementQuery>,
) -> Result<Json<AgreementReportBody>, Problem> {
    let queue = queue(query.0.queue)?;
    let since = since(&app, query.0.since);
    let found = reviews::agreement_report(&app, &caller.reviewer(), since, queue.as_ref()).await?;
    let pair = |(one, other, agreement): (String, String, Agreement)| PairBody {
        reviewers: [one, other],
        agreement: agreement.into(),
    };
    let truth = |(reviewer, agreement): (String, Agreement)| TruthBody {
        reviewer,
        agreement: agreement.into(),
    };
    Ok(Json(AgreementReportBody {
        overall: found.overall.map(Into::into),
        pairs: found.pairs.into_iter().map(pair).collect(),
        golden: found.with_truth.into_iter().map(truth).collect(),
    }))
}

/// Find the figures of every reviewer
#[utoipa::path(get, path = "", params(SinceQuery),
    responses((status = 200, description = "The figures", body = ReviewerList)))]
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
