//! `/v1/reviews`: queue, cases, claims, notes and history.

pub(in crate::http) mod appeals;
pub(in crate::http) mod golden;
pub(in crate::http) mod labels;
pub(in crate::http) mod notices;
pub(in crate::http) mod queues;
pub(in crate::http::v1) mod review;
pub(in crate::http) mod ring_reviews;
pub(in crate::http) mod verdicts;

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

use super::people::applicants::RingGraph;
use super::reviews::review::Review;
use super::scoring::assessment::{ReviewAssessment, UnscoredFinding};
use super::scoring::decisions::milliseconds;
use crate::app::App;
use crate::domain::queue::QueueName;
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::http::query::{self, Parameters};
use crate::service::reviews::{self, Case, Event, Reviewer, Subject};
use crate::store::reviews::review_lists::{After, Filter, Sort};

/// Order of reviews: `sla` (due first), `age` (oldest first) or `risk` (highest probability first; reviews with a
/// hidden score count as equal).
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::http) enum ReviewSort {
    /// What is due first.
    Sla,
    /// The oldest first.
    Age,
    /// The highest probability first. Reviews with a hidden score have equal rank.
    Risk,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ListQuery {
    /// Only reviews in this state. The default is all except closed ones.
    state: Option<ReviewState>,
    /// Only reviews in this queue.
    queue: Option<String>,
    /// Only reviews with this band. Leaves out reviews whose score is hidden.
    band: Option<Band>,
    /// Only reviews claimed by this person.
    claimed_by: Option<String>,
    /// Only reviews of this ring's members.
    ring_id: Option<RingId>,
    /// Only reviews of this applicant.
    applicant_id: Option<ApplicantId>,
    /// Only reviews opened before this time.
    older_than: Option<DateTime<Utc>>,
    /// Only reviews opened for this reason. Leaves out reviews whose score is hidden.
    selected_by: Option<Chosen>,
    /// Order of the list. The default is `sla`.
    sort: Option<ReviewSort>,
    /// Maximum number of entries per page.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u16>,
    /// `next_cursor` of the previous page.
    cursor: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(in crate::http) struct ReviewPage {
    /// Reviews, in the requested order.
    data: Vec<Review>,
    /// Pass it as `cursor` to get the next page; `null` on the last page.
    next_cursor: Option<String>,
}

/// A review with the full case.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct ReviewCase {
    #[serde(flatten)]
    review: Review,
    /// The latest scored profile document, as submitted.
    profile: Value,
    /// Result of scoring; `null` while the queue hides the score.
    decision: Option<ReviewAssessment>,
    /// Observations by named people, in their own words.
    human_evidence: Vec<UnscoredFinding>,
    /// The applicant's ring as a graph; `null` if there is none.
    ring: Option<RingGraph>,
}

/// A request to review an applicant. Provide exactly one of `applicant_id` and `external_id`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct ReviewRequest {
    /// Id of the applicant, `app_…`.
    applicant_id: Option<ApplicantId>,
    /// Your id for the applicant.
    #[schema(example = "cand-20931")]
    external_id: Option<String>,
    /// Why the applicant should be reviewed.
    #[schema(
        min_length = 1,
        max_length = 4000,
        example = "A client reported that someone else joined the call."
    )]
    reason: String,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ClaimNextQuery {
    /// Only claim reviews from this queue. The default is any queue.
    queue: Option<String>,
}

/// A note on a review.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct ReviewNote {
    /// Text of the note.
    #[schema(
        min_length = 1,
        max_length = 4000,
        example = "Called the school; they will call back tomorrow."
    )]
    text: String,
}

/// History of a review.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct ReviewHistory {
    /// Entries, oldest first.
    data: Vec<HistoryEntry>,
}

/// An entry in the history of a review.
#[derive(Serialize, ToSchema)]
struct HistoryEntry {
    /// Id of the entry, `his_…`.
    id: HistoryId,
    /// What happened: `opened`, `decision_joined`, `requested`, `claimed`, `released`, `noted`, `verdict_given`,
    /// `verdict_approved`, `verdict_returned`, `verdict_undone`, `reopened`, `appeal_opened`, `facts_corrected` or
    /// `appeal_decided`.
    #[schema(example = "verdict_given")]
    action: String,
    #[schema(example = "reviewer-7")]
    actor: String,
    /// More about the action. The fields depend on `action`.
    details: Value,
    /// Note the person wrote.
    note: Option<String>,
    /// When it happened.
    #[serde(serialize_with = "milliseconds")]
    occurred_at: DateTime<Utc>,
}

/// List reviews
///
/// By default the reviews due first come first. Scores are `null` where a queue hides them until the verdict.
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
    let data = page.items.into_iter().map(|listed| Review::listed(listed, &who, now)).collect();
    Ok(Json(ReviewPage { data, next_cursor: after.map(write) }))
}

/// Request a review
///
/// Opens a review of the applicant's latest decision, or returns the one that is already open.
#[utoipa::path(post, path = "", request_body = ReviewRequest,
    responses((status = 201, description = "The review", body = Review)))]
pub(in crate::http) async fn request(
    app: Data<App>,
    caller: Caller,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let ReviewRequest { applicant_id, external_id, reason } = body.read()?;
    let subject = subject(applicant_id, external_id)?;
    let reason = text(&reason, "/reason")?;
    let who = caller.reviewer();
    let stored = reviews::request(&app, &who, &subject, reason).await?;
    Ok(HttpResponse::Created().json(Review::changed(&app, &who, stored)?))
}

/// Claim the review due first
///
/// If you already have a claimed review in the queue, you get that one again. The request needs no body.
#[utoipa::path(post, path = "", params(ClaimNextQuery),
    responses((status = 200, description = "The review you claimed", body = Review),
        (status = 204, description = "No review is waiting that you can claim")))]
pub(in crate::http) async fn claim_next(
    app: Data<App>,
    caller: Caller,
    query: Parameters<ClaimNextQuery>,
) -> Result<HttpResponse, Problem> {
    let queue = queue(query.0.queue)?;
    let who = caller.reviewer();
    match reviews::claim_next(&app, &who, queue.as_ref()).await? {
        Some(stored) => Ok(HttpResponse::Ok().json(Review::changed(&app, &who, stored)?)),
        None => Ok(HttpResponse::NoContent().finish()),
    }
}

/// Get a review with its case
///
/// Includes the profile, the result of scoring with its evidence, and the ring. The result is left out while a blind
/// queue hides the score.
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The review", body = ReviewCase)))]
pub(in crate::http) async fn find(
    app: Data<App>,
    caller: Caller,
    id: Path<ReviewId>,
) -> Result<Json<ReviewCase>, Problem> {
    let case = reviews::find(&app, &caller.reviewer(), *id).await?;
    Ok(Json(ReviewCase::new(case, &caller.reviewer(), app.clock.now())))
}

/// Claim a review
///
/// Nobody else can work on it for ten minutes after your last claim, renewal or note. Claiming it again renews the
/// claim.
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The claimed review", body = Review)))]
pub(in crate::http) async fn claim(
    app: Data<App>,
    caller: Caller,
    id: Path<ReviewId>,
) -> Result<Json<Review>, Problem> {
    let who = caller.reviewer();
    let stored = reviews::claim(&app, &who, *id).await?;
    Ok(Json(Review::changed(&app, &who, stored)?))
}

/// Release a claimed review
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The released review", body = Review)))]
pub(in crate::http) async fn release(
    app: Data<App>,
    caller: Caller,
    id: Path<ReviewId>,
) -> Result<Json<Review>, Problem> {
    let who = caller.reviewer();
    let stored = reviews::release(&app, &who, *id).await?;
    Ok(Json(Review::changed(&app, &who, stored)?))
}

/// Renew a claim for ten minutes
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The renewed review", body = Review)))]
pub(in crate::http) async fn renew(
    app: Data<App>,
    caller: Caller,
    id: Path<ReviewId>,
) -> Result<Json<Review>, Problem> {
    let who = caller.reviewer();
    let stored = reviews::renew(&app, &who, *id).await?;
    Ok(Json(Review::changed(&app, &who, stored)?))
}

/// Add a note to a review
///
/// The note is encrypted with the applicant's key and appears in the history. A note by the person who claimed the
/// review renews the claim.
#[utoipa::path(post, path = "", request_body = ReviewNote,
    responses((status = 201, description = "The review", body = Review)))]
pub(in crate::http) async fn note(
    app: Data<App>,
    caller: Caller,
    id: Path<ReviewId>,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let ReviewNote { text: written } = body.read()?;
    let who = caller.reviewer();
    let stored = reviews::note(&app, &who, *id, text(&written, "/text")?).await?;
    Ok(HttpResponse::Created().json(Review::changed(&app, &who, stored)?))
}

/// Get the history of a review
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The history, oldest entry first", body = ReviewHistory)))]
pub(in crate::http) async fn history(
    app: Data<App>,
    caller: Caller,
    id: Path<ReviewId>,
) -> Result<Json<ReviewHistory>, Problem> {
    let events = reviews::history(&app, &caller.reviewer(), *id).await?;
    let body = |event: Event| {
        let Event { id, action, actor, details, note, at } = event;
        HistoryEntry { id, action, actor, details, note, occurred_at: at }
    };
    Ok(Json(ReviewHistory { data: events.into_iter().map(body).collect() }))
}

/// The applicant that a body identifies in one of two ways.
pub(super) fn subject(
    applicant_id: Option<ApplicantId>,
    external_id: Option<String>,
) -> Result<Subject, Problem> {
    match (applicant_id, external_id) {
        (Some(id), None) => Ok(Subject::Applicant(id)),
        (None, Some(name)) => match ExternalId::parse(&name) {
            Some(name) => Ok(Subject::External(name)),
            None => Err(Problem::body_invalid(
                "/external_id",
                "`external_id` must be 1 to 200 characters",
            )),
        },
        _ => {
            let detail = "give either `applicant_id` or `external_id`";
            Err(Problem::body_invalid("", detail))
        }
    }
}

/// Checks a text by a person: 1 to 4,000 characters, not blank.
pub(super) fn text<'a>(written: &'a str, at: &str) -> Result<&'a str, Problem> {
    let fits = (1..=4_000).contains(&written.chars().count()) && !written.trim().is_empty();
    if fits {
        Ok(written)
    } else {
        let detail = format!("`{}` must be 1 to 4000 characters", at.trim_start_matches('/'));
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
            chosen: self.selected_by,
            sort: match self.sort {
                Some(ReviewSort::Age) => Sort::Age,
                Some(ReviewSort::Risk) => Sort::Risk,
                Some(ReviewSort::Sla) | None => Sort::Due,
            },
            after: after.transpose()?,
        };
        Ok((filter, limit))
    }
}

/// The queue in a query parameter.
pub(super) fn queue(name: Option<String>) -> Result<Option<QueueName>, Problem> {
    let name = name.map(|name| QueueName::parse(&name)).transpose();
    name.map_err(|error| Problem::query_invalid(format!("`queue`: {error}")))
}

/// A cursor: the bits of the rank, so that it stays exact, and the review.
fn write(after: After) -> String {
    format!("{:016x}.{}", after.rank.to_bits(), after.review)
}

fn read(cursor: &str) -> Option<After> {
    let (bits, review) = cursor.split_once('.')?;
    let rank = f64::from_bits(u64::from_str_radix(bits, 16).ok()?);
    rank.is_finite().then_some(())?;
    Some(After { rank, review: review.parse().ok()? })
}

impl ReviewCase {
    fn new(case: Case, who: &Reviewer, now: DateTime<Utc>) -> Self {
        let Case { review, external_id, profile, decision, human_evidence, ring } = case;
        Self {
            review: Review::new(&review, external_id, who, now),
            profile,
            decision: decision.map(|decision| ReviewAssessment::undated(decision.assessment)),
            human_evidence: human_evidence.into_iter().map(Into::into).collect(),
            ring: ring.map(Into::into),
        }
    }
}
