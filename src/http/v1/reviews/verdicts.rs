//! `/v1/reviews/{id}/verdict`, and approving, undoing and reopening it.

use std::fmt::Write as _;

use actix_web::web::{Data, Json, Path};
use ids::ReviewId;
use learning::label::{EvidenceKind, Verdict};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use utoipa::openapi::schema::{Array, ArrayBuilder, Object, Type};

use super::review::Review;
use super::text;
use crate::app::App;
use crate::domain::reason::{REASON_CODES, ReasonCode};
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::service::reviews::{self, Judgement};

/// How many reasons a verdict can have.
const MAX_REASONS: usize = 20;

/// A reviewer's verdict.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewVerdict {
    /// What you concluded.
    verdict: Verdict,
    /// Kind of evidence the verdict is based on.
    evidence: EvidenceKind,
    // Documented in `reasons_schema`.
    #[serde(default)]
    #[schema(schema_with = reasons_schema)]
    reasons: Vec<String>,
    /// Explanation in your own words. It is encrypted with the applicant's key.
    #[schema(min_length = 1, max_length = 4000)]
    note: Option<String>,
}

/// `approve` makes the verdict final. `return` sends the case back to a reviewer.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ApprovalKind {
    /// The verdict becomes final.
    Approve,
    /// The review is opened again; `note` must say why.
    Return,
}

/// A second person's response to a verdict.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Approval {
    /// Whether to approve or return the verdict.
    approval: ApprovalKind,
    /// Explanation in your own words. Required to return a verdict.
    #[schema(min_length = 1, max_length = 4000)]
    note: Option<String>,
}

/// A request to reopen a review.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct ReopenRequest {
    /// Why the review is reopened.
    #[schema(min_length = 1, max_length = 4000, example = "The school wrote back.")]
    note: String,
}

/// Give a verdict
///
/// Only the person who claimed the review can do this. `genuine` and `unsure` close the review and become labels;
/// `fake` needs approval by someone else. Repeating the same verdict returns the same result. A reason that contradicts
/// the verdict is rejected; the error points to it and lists the codes that fit. If your claim has expired, nothing is
/// stored and the error says so.
#[utoipa::path(post, path = "", request_body = NewVerdict,
    responses((status = 200, description = "The review with its verdict", body = Review)))]
pub(in crate::http) async fn give(
    app: Data<App>,
    caller: Caller,
    id: Path<ReviewId>,
    body: JsonBytes,
) -> Result<Json<Review>, Problem> {
    let judgement = body.read::<NewVerdict>()?.judgement()?;
    let who = caller.reviewer();
    let stored = reviews::give(&app, &who, *id, &judgement).await?;
    Ok(Json(Review::changed(&app, &who, stored)?))
}

/// Approve or return a verdict
///
/// A `fake` verdict needs approval, and you can't approve your own. Approving it again returns the same result.
#[utoipa::path(post, path = "", request_body = Approval,
    responses((status = 200, description = "The closed or returned review", body = Review)))]
pub(in crate::http) async fn approve(
    app: Data<App>,
    caller: Caller,
    id: Path<ReviewId>,
    body: JsonBytes,
) -> Result<Json<Review>, Problem> {
    let Approval { approval, note } = body.read()?;
    let note = note.as_deref().map(|note| text(note, "/note")).transpose()?;
    let who = caller.reviewer();
    let stored = match (approval, note) {
        (ApprovalKind::Approve, note) => reviews::approve(&app, &who, *id, note).await?,
        (ApprovalKind::Return, Some(note)) => reviews::send_back(&app, &who, *id, note).await?,
        (ApprovalKind::Return, None) => {
            return Err(Problem::body_invalid(
                "/note",
                "`note` must say why the verdict is returned",
            ));
        }
    };
    Ok(Json(Review::changed(&app, &who, stored)?))
}

/// Undo a verdict
///
/// The person who gave the verdict can undo it for as long as the policy allows (`undo_minutes`). Its label is
/// withdrawn, another event informs the platform, and you have the claim again. After that time, reopen the review
/// instead.
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The review, claimed by you again", body = Review)))]
pub(in crate::http) async fn undo(
    app: Data<App>,
    caller: Caller,
    id: Path<ReviewId>,
) -> Result<Json<Review>, Problem> {
    let who = caller.reviewer();
    let stored = reviews::undo(&app, &who, *id).await?;
    Ok(Json(Review::changed(&app, &who, stored)?))
}

/// Reopen a closed review
///
/// The label of the earlier verdict stays in effect; the next verdict adds another one.
#[utoipa::path(post, path = "", request_body = ReopenRequest,
    responses((status = 200, description = "The reopened review", body = Review)))]
pub(in crate::http) async fn reopen(
    app: Data<App>,
    caller: Caller,
    id: Path<ReviewId>,
    body: JsonBytes,
) -> Result<Json<Review>, Problem> {
    let ReopenRequest { note } = body.read()?;
    let who = caller.reviewer();
    let stored = reviews::reopen(&app, &who, *id, text(&note, "/note")?).await?;
    Ok(Json(Review::changed(&app, &who, stored)?))
}

/// The schema of `reasons`, with the meaning of each code.
fn reasons_schema() -> Array {
    let mut description =
        "Reason codes that fit the verdict, and ids of indicators. The codes are:\n".to_owned();
    for ReasonCode { code, says, verdicts } in REASON_CODES {
        let with: Vec<String> = verdicts.iter().map(|one| format!("`{}`", one.name())).collect();
        let _ = write!(description, "\n- `{code}` (with {}): {says}", with.join(" or "));
    }
    ArrayBuilder::new()
        .items(Object::with_type(Type::String))
        .max_items(Some(MAX_REASONS))
        .description(Some(description))
        .examples([json!(["document_of_another", "payout_account_shared"])])
        .build()
}

impl NewVerdict {
    /// The judgement, its texts looked at.
    pub(in crate::http::v1) fn judgement(self) -> Result<Judgement, Problem> {
        let Self { verdict, evidence, reasons, note } = self;
        if reasons.len() > MAX_REASONS {
            let detail = format!("`reasons` must have at most {MAX_REASONS} elements");
            return Err(Problem::body_invalid("/reasons", detail));
        }
        if let Some(note) = &note {
            text(note, "/note")?;
        }
        Ok(Judgement { verdict, evidence, reasons, note })
    }
}
