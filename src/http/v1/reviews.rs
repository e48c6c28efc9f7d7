//! `/v1/reviews`: the queue, a case, claims, notes and history.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use chrono::{DateTime, Utc};
use evidence::profile::ExternalId;
use ids::actor::Actor;
use ids::{ApplicantId, HistoryId, ReviewId, RingId};
use learning::label::Chosen;
use scoring::decision::{Band, ReviewState};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::applicants::RingBody;
use super::assessment::{FoundBody, RemarkBody};
use super::decisions::milliseconds;
use super::review::ReviewBody;
use crate::app::App;
use crate::domain::queue::QueueName;
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::http::query::{self, Parameters};
use crate::service::reviews::{self, Case, Event, Reviewer, Subject};
use crate::store::review_lists::{After, Filter, Sort};

/// In which order reviews are listed.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::http) enum ReviewSortBody {
    /// What is due first.
    Sla,
    /// The oldest first.
    Age,
    /// The most probable fake first; where the score is hidden all stand alike.
    Risk,
}

/// Which reviews to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ListQuery {
    /// Only in this state; if it is left out, all but closed ones.
    state: Option<ReviewState>,
    /// Only in this queue.
    queue: Option<String>,
    /// Only with this band. Reviews whose score is hidden are left out.
    band: Option<Band>,
    /// Only those that this person has now.
    claimed_by: Option<String>,
    /// Only members of this ring.
    ring_id: Option<RingId>,
    /// Only about this applicant.
    applicant_id: Option<ApplicantId>,
    /// Only those opened before.
    older_than: Option<DateTime<Utc>>,
    /// Only those opened for this reason. Reviews whose score is hidden are left out.
    chosen: Option<Chosen>,
    /// In which order: `sla` if it is left out.
    sort: Option<ReviewSortBody>,
    /// How many at most.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u16>,
    /// Where the page before ended.
    cursor: Option<String>,
}

/// A page of reviews.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct ReviewPage {
    /// The reviews.
    data: Vec<ReviewBody>,
    /// What to send as `cursor` for the next page; `null` on the last.
    next_cursor: Option<String>,
}

/// A review with its case.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct CaseBody {
    #[serde(flatten)]
    review: ReviewBody,
    /// The profile document that was scored last, as it was submitted.
    profile: Value,
    /// What the decision says; `null` while the queue hides the score.
    decision: Option<FoundBody>,
    /// What named people observed, in their words.
    human_evidence: Vec<RemarkBody>,
    /// The applicant's ring as nodes and edges; `null` if there is none.
    ring: Option<RingBody>,
}

/// Whom to review, and why. One of `applicant_id` and `external_id`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct RequestBody {
    /// The applicant.
    applicant_id: Option<ApplicantId>,
    /// The tenant's own name of them.
    #[schema(example = "cand-20931")]
    external_id: Option<String>,
    /// Why somebody should look.
    #[schema(
        min_length = 1,
        max_length = 4000,
        example = "A client reported somebody else on the call."
    )]
    reason: String,
}

/// From which queue.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ClaimNextQuery {
    /// Only from this queue; from any if it is left out.
    queue: Option<String>,
}

/// A note.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NoteBody {
    /// What is to be known.
    #[schema(
        min_length = 1,
        max_length = 4000,
        example = "Called the school; they will ring back tomorrow."
    )]
    text: String,
}

/// What happened to a review, the first first.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct HistoryBody {
    /// What happened.
    data: Vec<HappenedBody>,
}

/// Something that happened to a review.
#[derive(Serialize, ToSchema)]
struct HappenedBody {
    /// Its name.
    id: HistoryId,
    /// What: `opened`, `decision_joined`, `requested`, `claimed`, `released`, `noted`, `verdict_given`,
    /// `verdict_approved`, `verdict_returned`, `verdict_undone`, `reopened`, `appeal_opened`, `facts_corrected`,
    /// `appeal_decided`.
    #[schema(example = "verdict_given")]
    action: String,
    /// Who did it.
    #[schema(example = "reviewer-7")]
    actor: String,
    /// What else is to be known of it.
    details: Value,
    /// What they wrote.
    note: Option<String>,
    /// When.
    #[serde(serialize_with = "milliseconds")]
    at: DateTime<Utc>,
}

/// List reviews
///
/// The queue, what is due first at the top. Scores are `null` where a queue hides them until the verdict.
#[utoipa::path(get, path = "", params(ListQuery),
    responses((status = 200, description = "A page of reviews", body = ReviewPage)))]
pub(in crate::http) async fn list(
    app: Data<App>,
    caller: Caller,
    query: Parameters<ListQuery>,
) -> Result<Json<ReviewPage>, Problem> {
    let (filter, limit) = query.0.filter()?;
    let who = caller.reviewer();
    let (page, after) = reviews::list(&app, &who, &filter, limit).await?;
    let now = app.clock.now();
    let data = page.items.into_iter().map(|one| ReviewBody::of(one, &who, now)).collect();
    Ok(Json(ReviewPage { data, next_cursor: after.map(write) }))
}

/// Ask for a review
///
/// Opens one on the applicant's latest decision, or answers with the one that is running.
#[utoipa::path(post, path = "", request_body = RequestBody,
    responses((status = 201, description = "The review", body = ReviewBody)))]
pub(in crate::http) async fn request(
    app: Data<App>,
    caller: Caller,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let RequestBody { applicant_id, external_id, reason } = body.read()?;
    let subject = subject(applicant_id, external_id)?;
    let reason = text(&reason, "/reason")?;
    let who = caller.reviewer();
    let stored = reviews::request(&app, &who, &subject, reason).await?;
    Ok(HttpResponse::Created().json(ReviewBody::changed(&app, &who, stored)?))
}

/// Take the case that is due first
///
/// Whoever holds a case of the queue already gets that one again. Needs no body.
#[utoipa::path(post, path = "", params(ClaimNextQuery),
    responses((status = 200, description = "The case is yours for ten minutes from your last sign of life", body = ReviewBody),
        (status = 204, description = "Nothing waits that you may take")))]
pub(in crate::http) async fn claim_next(
    app: Data<App>,
    caller: Caller,
    query: Parameters<ClaimNextQuery>,
) -> Result<HttpResponse, Problem> {
    let queue = queue(query.0.queue)?;
    let who = caller.reviewer();
    match reviews::claim_next(&app, &who, queue.as_ref()).await? {
        Some(stored) => Ok(HttpResponse::Ok().json(ReviewBody::changed(&app, &who, stored)?)),
        None => Ok(HttpResponse::NoContent().finish()),
    }
}

/// Find a review with its case
///
/// The profile, the decision with its evidence, the ring. While a blind queue hides the score, no decision.
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The review", body = CaseBody)))]
pub(in crate::http) async fn find(
    app: Data<App>,
    caller: Caller,
    id: Path<ReviewId>,
) -> Result<Json<CaseBody>, Problem> {
    let case = reviews::find(&app, &caller.reviewer(), *id).await?;
    Ok(Json(CaseBody::of(case, &caller.reviewer(), app.clock.now())))
}

/// Take a case
///
/// Exclusive for ten minutes from the last claim, renewal or note of whoever holds it. Claiming again renews.
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The case is yours", body = ReviewBody)))]
pub(in crate::http) async fn claim(
    app: Data<App>,
    caller: Caller,
    id: Path<ReviewId>,
) -> Result<Json<ReviewBody>, Problem> {
    let who = caller.reviewer();
    let stored = reviews::claim(&app, &who, *id).await?;
    Ok(Json(ReviewBody::changed(&app, &who, stored)?))
}

/// Give a case back
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The case waits again", body = ReviewBody)))]
pub(in crate::http) async fn release(
    app: Data<App>,
    caller: Caller,
    id: Path<ReviewId>,
) -> Result<Json<ReviewBody>, Problem> {
    let who = caller.reviewer();
    let stored = reviews::release(&app, &who, *id).await?;
    Ok(Json(ReviewBody::changed(&app, &who, stored)?))
}

/// Keep a case for ten more minutes
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The case stays yours", body = ReviewBody)))]
pub(in crate::http) async fn renew(
    app: Data<App>,
    caller: Caller,
    id: Path<ReviewId>,
) -> Result<Json<ReviewBody>, Problem> {
    let who = caller.reviewer();
    let stored = reviews::renew(&app, &who, *id).await?;
    Ok(Json(ReviewBody::changed(&app, &who, stored)?))
}

/// Note something on a review
///
/// Sealed with the applicant's key, shown in the history. From whoever holds the case it is a sign of life.
#[utoipa::path(post, path = "", request_body = NoteBody,
    responses((status = 201, description = "It was noted", body = ReviewBody)))]
pub(in crate::http) async fn note(
    app: Data<App>,
    caller: Caller,
    id: Path<ReviewId>,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let NoteBody { text: written } = body.read()?;
    let who = caller.reviewer();
    let stored = reviews::note(&app, &who, *id, text(&written, "/text")?).await?;
    Ok(HttpResponse::Created().json(ReviewBody::changed(&app, &who, stored)?))
}

/// Find what happened to a review
#[utoipa::path(get, path = "",
    responses((status = 200, description = "What happened, the first first", body = HistoryBody)))]
pub(in crate::http) async fn history(
    app: Data<App>,
    caller: Caller,
    id: Path<ReviewId>,
) -> Result<Json<HistoryBody>, Problem> {
    let events = reviews::history(&app, &caller.reviewer(), *id).await?;
    let body = |event: Event| {
        let Event { id, action, actor, details, note, at } = event;
        HappenedBody { id, action, actor, details, note, at }
    };
    Ok(Json(HistoryBody { data: events.into_iter().map(body).collect() }))
}

/// The applicant that a body names in one of two ways.
pub(super) fn subject(
    applicant_id: Option<ApplicantId>,
    external_id: Option<String>,
) -> Result<Subject, Problem> {
    match (applicant_id, external_id) {
        (Some(id), None) => Ok(Subject::Applicant(id)),
        (None, Some(name)) => match ExternalId::parse(&name) {
            Some(name) => Ok(Subject::External(name)),
            None => {
                Err(Problem::body_invalid("/external_id", "`external_id` is 1 to 200 characters"))
            }
        },
        _ => {
            let detail = "name the applicant by one of `applicant_id` and `external_id`";
            Err(Problem::body_invalid("", detail))
        }
    }
}

/// A text that people write: 1 to 4,000 characters.
pub(super) fn text<'a>(written: &'a str, at: &str) -> Result<&'a str, Problem> {
    let fits = (1..=4_000).contains(&written.chars().count()) && !written.trim().is_empty();
    if fits {
        Ok(written)
    } else {
        let detail = format!("`{}` is 1 to 4000 characters", at.trim_start_matches('/'));
        Err(Problem::body_invalid(at, detail))
    }
}

impl ListQuery {
    fn filter(self) -> Result<(Filter, u16), Problem> {
        let limit = query::limit(self.limit)?;
        let queue = queue(self.queue)?;
        let claimed_by = self.claimed_by.map(|name| Actor::parse(&name)).transpose();
        let claimed_by =
            claimed_by.map_err(|error| Problem::query_invalid(format!("`claimed_by`: {error}")))?;
        let after =
            self.cursor.as_deref().map(|cursor| read(cursor).ok_or_else(Problem::cursor_invalid));
        let filter = Filter {
            state: self.state,
            queue,
            band: self.band,
            claimed_by,
            ring: self.ring_id,
            applicant: self.applicant_id,
            opened_before: self.older_than,
            chosen: self.chosen,
            sort: match self.sort {
                Some(ReviewSortBody::Age) => Sort::Age,
                Some(ReviewSortBody::Risk) => Sort::Risk,
                Some(ReviewSortBody::Sla) | None => Sort::Due,
            },
            after: after.transpose()?,
        };
        Ok((filter, limit))
    }
}

/// The queue that a parameter names.
pub(super) fn queue(name: Option<String>) -> Result<Option<QueueName>, Problem> {
    let name = name.map(|name| QueueName::parse(&name)).transpose();
    name.map_err(|error| Problem::query_invalid(format!("`queue`: {error}")))
}

/// The place's bits, so that it comes back exact, and the review.
fn write(after: After) -> String {
    format!("{:016x}.{}", after.rank.to_bits(), after.review)
}

fn read(cursor: &str) -> Option<After> {
    let (bits, review) = cursor.split_once('.')?;
    let rank = f64::from_bits(u64::from_str_radix(bits, 16).ok()?);
    rank.is_finite().then_some(())?;
    Some(After { rank, review: review.parse().ok()? })
}

impl CaseBody {
    fn of(case: Case, who: &Reviewer, now: DateTime<Utc>) -> Self {
        let Case { review, external_id, profile, decision, human_evidence, ring } = case;
        Self {
            review: ReviewBody::new(&review, external_id, who, now),
            profile,
            decision: decision.map(|decision| FoundBody::undated(decision.assessment)),
            human_evidence: human_evidence.into_iter().map(Into::into).collect(),
            ring: ring.map(Into::into),
        }
    }
}
