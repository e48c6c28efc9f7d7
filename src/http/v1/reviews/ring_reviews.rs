//! `/v1/rings/{id}/reviews`: reviewing a ring as a whole.

use actix_web::web::{Data, Json, Path};
use ids::{ApplicantId, RingId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::review::Review;
use super::verdicts::NewVerdict;
use crate::app::App;
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::service::reviews::{self, Reviewer};
use crate::store::reviews::StoredReview;

/// Verdicts on all members of a ring.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct RingVerdicts {
    /// One verdict per member.
    #[schema(min_items = 1, max_items = 100)]
    verdicts: Vec<MemberVerdict>,
}

/// A verdict on one member of a ring.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MemberVerdict {
    /// Id of the applicant, `app_…`.
    applicant_id: ApplicantId,
    /// The verdict on this member.
    judgement: NewVerdict,
}

/// The reviews of a ring's members.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct RingReviews {
    /// One review per member, in the order in which the members applied.
    data: Vec<Review>,
}

/// Claim all reviews of a ring
///
/// Opens missing reviews. If someone else has claimed one of them, or one needs approval, none is claimed and the error
/// says why.
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

/// Give verdicts on all members of a ring
///
/// You must have claimed all of their reviews. Either all verdicts are stored or none. Each `fake` verdict needs
/// approval by someone else.
#[utoipa::path(post, path = "", request_body = RingVerdicts,
    responses((status = 200, description = "The reviews with their verdicts", body = RingReviews)))]
pub(in crate::http) async fn judge(
    app: Data<App>,
    caller: Caller,
    id: Path<RingId>,
    body: JsonBytes,
) -> Result<Json<RingReviews>, Problem> {
    let RingVerdicts { verdicts } = body.read()?;
    let member = |MemberVerdict { applicant_id, judgement }: MemberVerdict| {
        Ok(reviews::MemberVerdict { applicant: applicant_id, judgement: judgement.judgement()? })
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
    let data = stored.into_iter().map(|review| Review::changed(app, who, review));
    Ok(Json(RingReviews { data: data.collect::<Result<_, _>>()? }))
}
