//! `/v1/decisions/batch`.

use std::pin::pin;

use actix_web::HttpResponse;
use actix_web::http::header::ContentType;
use actix_web::web::Data;
use evidence::profile::Profile;
use futures_util::StreamExt as _;
use serde::Serialize;
use utoipa::ToSchema;

use super::decisions::Decision;
use super::scores::StrictQuery;
use crate::app::App;
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::example;
use crate::http::problem::Problem;
use crate::http::query::Parameters;
use crate::service;
use crate::service::scoring::batches::Outcome;

/// Profiles to decide on.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the body, which the service reads item by item")]
pub(in crate::http) struct DecisionBatch {
    /// The profiles, each with its own key.
    #[schema(max_items = 1_000)]
    items: Vec<DecisionBatchItem>,
}

/// A profile to decide on.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the body, which the service reads item by item")]
struct DecisionBatchItem {
    /// The profile document.
    profile: Profile,
    /// Unique key of this item, as in the header `Idempotency-Key` of a single decision.
    #[schema(max_length = 255, example = "3f1c7b0e-8a54-4d0c-9a39-0c3d6f6f1d2a")]
    idempotency_key: Option<String>,
}

/// Results of a batch.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the response, which is written item by item")]
pub(in crate::http) struct DecisionBatchResult {
    /// The result of each item, in the order of the items.
    items: Vec<DecisionBatchItemResult>,
}

/// Result of an item: a decision, or a problem.
#[derive(Serialize, ToSchema)]
struct DecisionBatchItemResult {
    /// Status that a request with only this item would have got.
    #[schema(example = 201)]
    status: u16,
    /// Whether the key and profile are a repetition and nothing new was stored.
    replayed: bool,
    /// The decision; `null` if there is a problem.
    decision: Option<Decision>,
    /// Why there is no decision. Its pointers start at the item, such as `/profile/sessions/3/ip`.
    problem: Option<Problem>,
}

/// Score up to 1,000 profiles and store the decisions
///
/// Each item gets its own decision or problem, in the order of the items. An invalid item does not affect the others.
/// Two items about the same applicant become two versions, in their order. All decisions are stored durably before the
/// response is sent. Give each item its own `idempotency_key`, so that you can repeat a batch that was cut off; a header
/// `Idempotency-Key` is ignored. The body can be up to 8 MiB.
#[utoipa::path(post, path = "", params(StrictQuery),
    request_body(content = DecisionBatch, content_type = "application/json", example = json!(
        { "items": [{ "profile": example::profile(), "idempotency_key": "3f1c7b0e-8a54-4d0c-9a39-0c3d6f6f1d2a" }] })),
    responses((status = 200, description = "The result of each item", body = DecisionBatchResult)))]
pub(in crate::http) async fn decide(
    app: Data<App>,
    caller: Caller,
    query: Parameters<StrictQuery>,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let strictness = query.0.strictness();
    let outcomes =
        service::scoring::batches::decide(&app, &caller.tenant, body.0, strictness).await?;
    let mut outcomes = pin!(outcomes);
    let mut response = br#"{"items":["#.to_vec();
    // Each result is written when it is there, so that a large response does not occupy the thread in one go.
    while let Some(outcome) = outcomes.next().await {
        if response.last() == Some(&b'}') {
            response.push(b',');
        }
        serde_json::to_writer(&mut response, &DecisionBatchItemResult::from(outcome))
            .expect("a result is plain JSON");
    }
    response.extend_from_slice(b"]}");
    Ok(HttpResponse::Ok().content_type(ContentType::json()).body(response))
}

impl From<Outcome> for DecisionBatchItemResult {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Ok(decided) => Self {
                status: 201,
                replayed: decided.replayed,
                decision: Some(decided.decision.into()),
                problem: None,
            },
            Err(error) => {
                let problem = Problem::from(error);
                let (status, problem) = (problem.status(), Some(problem));
                Self { status, replayed: false, decision: None, problem }
            }
        }
    }
}
