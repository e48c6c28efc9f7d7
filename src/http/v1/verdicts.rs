//! `/v1/reviews/{id}/verdict`, and approving, undoing and reopening it.

use std::fmt::Write as _;

use actix_web::web::{Data, Json, Path};
use ids::ReviewId;
use learning::label::{EvidenceKind, Verdict};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use utoipa::openapi::schema::{Array, ArrayBuilder, Object, Type};

use super::review::ReviewBody;
use super::reviews::text;
use crate::app::App;
use crate::domain::reason::{REASON_CODES, ReasonCode};
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::service::reviews::{self, Judgement};

const MAX_REASONS: usize = 20;

/// A reviewer's verdict on a case.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct JudgementBody {
    verdict: Verdict,
    /// What the verdict is based on.
    evidence: EvidenceKind,
    // Documented in `reasons_schema`.
    #[serde(default)]
    #[schema(schema_with = reasons_schema)]
    reasons: Vec<String>,
    /// An explanation, sealed with the applicant's key.
    #[schema(min_length = 1, max_length = 4000)]
    note: Option<String>,
}

/// The response to a verdict that needs approval.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ApprovalKind {
    /// The verdict becomes final.
    Approve,
    /// The review is opened again; `note` must say why.
    Return,
}

/// The response to a verdict that needs approval.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct ApprovalBody {
    approval: ApprovalKind,
    /// Required to return a verdict.
    #[schema(min_length = 1, max_length = 4000)]
    note: Option<String>,
}

/// The reason for reopening a review.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct ReopenBody {
    #[schema(min_length = 1, max_length = 4000, example = "The school wrote back.")]
    note: String,
}

/// Give a verdict
///
/// Only the person who has claimed the case can give a verdict. `genuine` and `unsure` close the review and become
/// labels; `fake` needs approval by someone else. Repeating the same verdict returns the same response. A reason that
/// contradicts the verdict is refused; the error lists the codes that fit. If the claim has expired, nothing is stored
/// and the response says so.
#[utoipa::path(post, path = "", request_body = JudgementBody,
    responses((status = 200, description = "The review with the verdict", body = ReviewBody)))]
pub(in crate::http) async fn give(
    app: Data<App>,
    caller: Caller,
    id: Path<ReviewId>,
    body: JsonBytes,
) -> Result<Json<ReviewBody>, Problem> {
    let judgement = body.read::<JudgementBody>()?.judgement()?;
    let who = caller.reviewer();
    let stored = reviews::give(&app, &who, *id, &judgement).await?;
    Ok(Json(ReviewBody::changed(&app, &who, stored)?))
}

/// Approve or return a verdict
///
/// A `fake` verdict needs two people; you cannot approve your own. Repeating an approval returns the same response.
#[utoipa::path(post, path = "", request_body = ApprovalBody,
    responses((status = 200, description = "The review, closed or open again", body = ReviewBody)))]
pub(in crate::http) async fn approve(
    app: Data<App>,
    caller: Caller,
    id: Path<ReviewId>,
    body: JsonBytes,
) -> Result<Json<ReviewBody>, Problem> {
    let ApprovalBody { approval, note } = body.read()?;
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
    Ok(Json(ReviewBody::changed(&app, &who, stored)?))
}

/// Undo a verdict
///
/// Only its author can undo a verdict, and only within the policy's `undo_minutes`. The label is withdrawn, an event is
/// sent, and the author has claimed the case again. After that time, reopen the review instead.
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The review, claimed by you again", body = ReviewBody)))]
pub(in crate::http) async fn undo(
    app: Data<App>,
    caller: Caller,
    id: Path<ReviewId>,
) -> Result<Json<ReviewBody>, Problem> {
    let who = caller.reviewer();
    let stored = reviews::undo(&app, &who, *id).await?;
    Ok(Json(ReviewBody::changed(&app, &who, stored)?))
}

/// Reopen a closed review
///
/// The label of the earlier verdict stays; the next verdict adds another.
#[utoipa::path(post, path = "", request_body = ReopenBody,
    responses((status = 200, description = "The open review", body = ReviewBody)))]
pub(in crate::http) async fn reopen(
    app: Data<App>,
    caller: Caller,
    id: Path<ReviewId>,
    body: JsonBytes,
) -> Result<Json<ReviewBody>, Problem> {
    let ReopenBody { note } = body.read()?;
    let who = caller.reviewer();
    let stored = reviews::reopen(&app, &who, *id, text(&note, "/note")?).await?;
    Ok(Json(ReviewBody::changed(&app, &who, stored)?))
}

/// The schema of `reasons`, with the meaning of each code.
fn reasons_schema() -> Array {
    let mut description =
        "The reasons: ids of indicators, and codes that do not contradict the verdict:\n"
            .to_owned();
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

impl JudgementBody {
    /// Checks the lengths of texts and lists.
    pub(super) fn judgement(self) -> Result<Judgement, Problem> {
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
