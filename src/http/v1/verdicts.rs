//! `/v1/reviews/{id}/verdict` and what follows it: approval, undo, reopening.

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

/// How many reasons a verdict can have.
const MOST_REASONS: usize = 20;

/// What a reviewer says of a case.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct JudgementBody {
    /// What was found.
    verdict: Verdict,
    /// On what ground.
    evidence: EvidenceKind,
    /// Why: codes that fit the verdict, and ids of indicators.
    #[serde(default)]
    #[schema(schema_with = reasons_schema)]
    reasons: Vec<String>,
    /// In your words; sealed with the applicant's key.
    #[schema(min_length = 1, max_length = 4000)]
    note: Option<String>,
}

/// What a second person says.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ApprovalKind {
    /// The verdict is final.
    Approve,
    /// The case waits for a reviewer again; say why.
    Return,
}

/// What a second person says of a verdict.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct ApprovalBody {
    /// Approve or return.
    approval: ApprovalKind,
    /// In your words; needed to return.
    #[schema(min_length = 1, max_length = 4000)]
    note: Option<String>,
}

/// Why a review is opened again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct ReopenBody {
    /// In your words.
    #[schema(min_length = 1, max_length = 4000, example = "The school wrote back.")]
    note: String,
}

/// Give a verdict
///
/// By whoever holds the case. `genuine` and `unsure` close it and become labels; `fake` waits for a second
/// person. The same verdict again by the same person answers the same. A reason that contradicts the verdict is
/// refused with its place and with the codes that fit. When the lease has run out, nothing is
/// stored and the answer says so.
#[utoipa::path(post, path = "", request_body = JudgementBody,
    responses((status = 200, description = "The verdict stands", body = ReviewBody)))]
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
/// A verdict of `fake` takes two people: nobody approves their own. Approving again what you approved answers
/// the same.
#[utoipa::path(post, path = "", request_body = ApprovalBody,
    responses((status = 200, description = "The verdict is final, or the case waits again", body = ReviewBody)))]
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
            return Err(Problem::body_invalid("/note", "`note` says why the verdict is returned"));
        }
    };
    Ok(Json(ReviewBody::changed(&app, &who, stored)?))
}

/// Take a verdict back
///
/// By whoever gave it, within the policy's window (`undo_minutes`). Its label is withdrawn, a second event tells
/// the platform, and the case is in your hands again. Later, reopen the review.
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The verdict is taken back", body = ReviewBody)))]
pub(in crate::http) async fn undo(
    app: Data<App>,
    caller: Caller,
    id: Path<ReviewId>,
) -> Result<Json<ReviewBody>, Problem> {
    let who = caller.reviewer();
    let stored = reviews::undo(&app, &who, *id).await?;
    Ok(Json(ReviewBody::changed(&app, &who, stored)?))
}

/// Open a closed review again
///
/// The earlier verdict's label stands; the next verdict's will stand beside it.
#[utoipa::path(post, path = "", request_body = ReopenBody,
    responses((status = 200, description = "The review waits again", body = ReviewBody)))]
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

/// The reasons, with what the domain says of each code.
fn reasons_schema() -> Array {
    let mut description =
        "Why: ids of indicators, and codes that do not contradict the verdict:\n".to_owned();
    for ReasonCode { code, says, verdicts } in REASON_CODES {
        let with: Vec<String> = verdicts.iter().map(|one| format!("`{}`", one.name())).collect();
        let _ = write!(description, "\n- `{code}` (with {}): {says}", with.join(" or "));
    }
    ArrayBuilder::new()
        .items(Object::with_type(Type::String))
        .max_items(Some(MOST_REASONS))
        .description(Some(description))
        .examples([json!(["document_of_another", "payout_account_shared"])])
        .build()
}

impl JudgementBody {
    /// The judgement, its texts looked at.
    pub(super) fn judgement(self) -> Result<Judgement, Problem> {
        let Self { verdict, evidence, reasons, note } = self;
        if reasons.len() > MOST_REASONS {
            let detail = format!("`reasons` has at most {MOST_REASONS} elements");
            return Err(Problem::body_invalid("/reasons", detail));
        }
        if let Some(note) = &note {
            text(note, "/note")?;
        }
        Ok(Judgement { verdict, evidence, reasons, note })
    }
}
