//! `/v1/rings/{id}/reviews`: a ring worked as one.

use actix_web::web::{Data, Json, Path};
use ids::{ApplicantId, RingId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::review::ReviewBody;
use super::verdicts::JudgementBody;
use crate::app::App;
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::service::reviews::{self, MemberVerdict, Reviewer};
use crate::store::reviews::StoredReview;

/// A verdict on every member.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct RingVerdictsBody {
    /// Each member once.
    #[schema(min_items = 1, max_items = 100)]
    verdicts: Vec<MemberBody>,
}

/// A verdict on a member.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MemberBody {
    /// Of whom.
    applicant_id: ApplicantId,
    /// What.
    judgement: JudgementBody,
}

/// The reviews of a ring's members.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct RingReviews {
    /// One for each member, the first to come first.
    data: Vec<ReviewBody>,
}

/// Take all reviews of a ring
///
/// Those that are missing are opened. If somebody else has one of them, or one waits for a second person, none is
/// taken and the answer says why.
#[utoipa::path(post, path = "",
    responses((status = 200, description = "All of them are yours", body = RingReviews)))]
pub(in crate::http) async fn claim(
    app: Data<App>,
    caller: Caller,
    id: Path<RingId>,
) -> Result<Json<RingReviews>, Problem> {
    let who = caller.reviewer();
    let claimed = reviews::claim_ring(&app, &who, *id).await?;
    bodies(&app, &who, claimed)
}

/// Give a verdict on every member of a ring
///
/// All or nothing, by whoever has all their reviews. Each verdict of `fake` waits for a second person.
#[utoipa::path(post, path = "", request_body = RingVerdictsBody,
    responses((status = 200, description = "All verdicts stand", body = RingReviews)))]
pub(in crate::http) async fn judge(
    app: Data<App>,
    caller: Caller,
    id: Path<RingId>,
    body: JsonBytes,
) -> Result<Json<RingReviews>, Problem> {
    let RingVerdictsBody { verdicts } = body.read()?;
    let member = |one: MemberBody| {
        Ok(MemberVerdict { applicant: one.applicant_id, judgement: one.judgement.judgement()? })
    };
    let verdicts = verdicts.into_iter().map(member).collect::<Result<Vec<_>, Problem>>()?;
    let who = caller.reviewer();
    let judged = reviews::judge_ring(&app, &who, *id, verdicts).await?;
    bodies(&app, &who, judged)
}

fn bodies(
    app: &App,
    who: &Reviewer,
    stored: Vec<StoredReview>,
) -> Result<Json<RingReviews>, Problem> {
    let data = stored.into_iter().map(|one| ReviewBody::changed(app, who, one));
    Ok(Json(RingReviews { data: data.collect::<Result<_, _>>()? }))
}
