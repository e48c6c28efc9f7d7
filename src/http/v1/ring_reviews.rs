//! `/v1/rings/{id}/reviews`: reviewing a ring as a whole.

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

/// A verdict on each member of a ring.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct RingVerdictsBody {
    /// Exactly one for each member.
    #[schema(min_items = 1, max_items = 100)]
    verdicts: Vec<MemberBody>,
}

/// A verdict on one member.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MemberBody {
    applicant_id: ApplicantId,
    judgement: JudgementBody,
}

/// The reviews of a ring's members.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct RingReviews {
    /// One for each member, the earliest first.
    data: Vec<ReviewBody>,
}

/// Claim all reviews of a ring
///
/// Opens a review for members without one. If someone else has claimed one of the reviews, or one needs approval, none
/// is claimed and the response says why.
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The claimed reviews", body = RingReviews)))]
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
/// All verdicts are stored, or none. Needs a claim on the review of every member. Each `fake` verdict needs approval by
/// someone else.
#[utoipa::path(post, path = "", request_body = RingVerdictsBody,
    responses((status = 200, description = "The reviews with their verdicts", body = RingReviews)))]
pub(in crate::http) async fn judge(
    app: Data<App>,
    caller: Caller,
    id: Path<RingId>,
    body: JsonBytes,
) -> Result<Json<RingReviews>, Problem> {
    let RingVerdictsBody { verdicts } = body.read()?;
    let member = |MemberBody { applicant_id, judgement }: MemberBody| {
        Ok(MemberVerdict { applicant: applicant_id, judgement: judgement.judgement()? })
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
    let data = stored.into_iter().map(|review| ReviewBody::changed(app, who, review));
    Ok(Json(RingReviews { data: data.collect::<Result<_, _>>()? }))
}
