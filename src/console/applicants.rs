//! An applicant: what was submitted, decided and reviewed.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use ids::ApplicantId;
use scoring::decision::{Decision, ReviewState};

use super::case::{BandView, LinksView, Seen, Sight, Traces};
use super::failure::Failure;
use super::frame::page;
use super::reviews::{reviewer, seen};
use super::shell::Shell;
use super::shown::shown;
use super::visitor::Visitor;
use crate::app::App;
use crate::auth::Scope;
use crate::domain::ring::Ring;
use crate::service::applicants;
use crate::service::reviews::{self, Listed};
use crate::store::review_lists::Filter;

#[derive(Template)]
#[template(path = "console/applicant.html")]
struct ApplicantPage {
    s: Shell,
    name: String,
    /// Their name on record and since when they are known, if that may be told.
    since: Option<(String, String)>,
    blind: bool,
    decisions: Vec<DecisionRow>,
    reviews: Vec<ReviewRow>,
    versions: Vec<(i32, String, String)>,
    g: LinksView,
}

struct DecisionRow {
    href: String,
    at: String,
    version: i32,
    band: Option<BandView>,
    score: u8,
}

struct ReviewRow {
    href: String,
    opened: String,
    state: String,
    queue: String,
    verdict: String,
}

/// `GET /console/applicants/{id}`.
pub(super) async fn applicant(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    id: Path<ApplicantId>,
) -> Result<HttpResponse, Failure> {
    let tenant = &visitor.tenant;
    let found = applicants::find(&app, tenant, *id).await?;
    let mut ring = applicants::links(&app, tenant, *id).await?;
    let (sight, traces) = seen(&app, &visitor, *id).await?;
    let is_dated = traces == Traces::Shown;
    hide(&app, &visitor, &mut ring).await?;
    let s = Shell::of(&visitor, "applicant.title", &request);
    let version = |one: &crate::domain::applicant::ProfileVersion| {
        let at = if is_dated { s.time(&one.created_at) } else { String::new() };
        (one.version, at, one.digest.chars().take(19).collect())
    };
    Ok(page(&ApplicantPage {
        name: shown(&found.external_id, 80),
        since: is_dated.then(|| (found.id.to_string(), s.time(&found.created_at))),
        blind: sight == Sight::Blind,
        decisions: found
            .decisions
            .iter()
            .map(|one| decision(&s, &visitor, one, (sight, traces)))
            .collect(),
        reviews: reviews_of(&app, &visitor, &s, *id).await?,
        versions: found.versions.iter().map(version).collect(),
        g: LinksView::of(&s, &ring, Some(*id), (sight, Traces::Shown)),
        s,
    }))
}

fn decision(
    s: &Shell,
    visitor: &Visitor,
    decision: &Decision,
    (sight, traces): Seen,
) -> DecisionRow {
    let href = if visitor.may(Scope::DecisionsRead) {
        format!("/console/decisions/{}", decision.id)
    } else {
        String::new()
    };
    DecisionRow {
        href,
        at: if traces == Traces::Shown {
            s.time(&decision.created_at)
        } else {
            s.with("case.version", "n", decision.profile_version)
        },
        version: decision.profile_version,
        band: (sight == Sight::Open).then(|| BandView::of(s, decision.assessment.band)),
        score: decision.assessment.score,
    }
}

async fn reviews_of(
    app: &App,
    visitor: &Visitor,
    s: &Shell,
    id: ApplicantId,
) -> Result<Vec<ReviewRow>, Failure> {
    if !visitor.may(Scope::ReviewsRead) {
        return Ok(Vec::new());
    }
    let who = reviewer(visitor);
    let now = app.clock.now();
    let running = Filter { applicant: Some(id), ..Filter::default() };
    let closed = Filter { state: Some(ReviewState::Closed), ..running.clone() };
    let mut rows = Vec::new();
    for filter in [running, closed] {
        let (page, _) = reviews::list(app, &who, &filter, 50).await?;
        rows.extend(page.items.iter().map(|one| review(s, one, now)));
    }
    Ok(rows)
}

fn review(s: &Shell, listed: &Listed, now: chrono::DateTime<chrono::Utc>) -> ReviewRow {
    let review = &listed.review;
    let verdict = review.given().map(|given| s.t(&format!("verdict.{}", given.verdict.name())));
    ReviewRow {
        href: format!("/console/reviews/{}", review.id),
        opened: s.time(&review.opened_at),
        state: s.t(&format!("state.{}", review.state(now).name())),
        queue: review.queue.to_string(),
        verdict: verdict.unwrap_or_default(),
    }
}

/// Takes band and score from those whose blind review is running, unless the visitor sees to queues.
pub(super) async fn hide(app: &App, visitor: &Visitor, ring: &mut Ring) -> Result<(), Failure> {
    let who = reviewer(visitor);
    let Some(id) = ring.id.filter(|_| !who.leads) else { return Ok(()) };
    let filter = Filter { ring: Some(id), ..Filter::default() };
    let (running, _) = reviews::list(app, &who, &filter, 200).await?;
    let hidden = running.items.iter().filter(|one| one.review.hides_score());
    let hidden: Vec<ApplicantId> = hidden.map(|one| one.review.applicant_id).collect();
    for node in ring.nodes.iter_mut().filter(|node| hidden.contains(&node.applicant_id)) {
        (node.band, node.score) = (None, None);
    }
    Ok(())
}
