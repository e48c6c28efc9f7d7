//! Rings: which there are, and one with its members and what is to be decided about each.

use std::collections::BTreeMap;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::applicants::hide;
use super::case::{BandView, LinksView, Sight};
use super::failure::Failure;
use super::frame::{page, to};
use super::reviews::{VerdictChoice, evidence, judgement, reviewer, verdicts};
use super::shell::Shell;
use super::shown::{percent, shown};
use super::visitor::{Posted, Visitor};
use crate::app::App;
use crate::auth::Scope;
use crate::domain::ids::{ApplicantId, ReviewId, RingId};
use crate::domain::ring::{Ring, RingSummary};
use crate::service::reviews::{self, Listed, ReviewError};
use crate::service::rings;
use crate::store::review_lists::Filter;
use crate::store::rings::{After, Sort};

/// How many rings a page shows.
const PAGE: u16 = 50;

#[derive(Template)]
#[template(path = "console/rings.html")]
struct RingsPage {
    s: Shell,
    by_size: bool,
    rings: Vec<RingRow>,
    more: Option<String>,
}

struct RingRow {
    href: String,
    name: String,
    members: i64,
    risk: String,
    mean: String,
    first: String,
    last: String,
}

#[derive(Template)]
#[template(path = "console/ring.html")]
struct RingPage {
    s: Shell,
    id: String,
    summary: RingRow,
    g: LinksView,
    members: Vec<MemberRow>,
    running: usize,
    verdicts: Vec<VerdictChoice>,
    evidence: Vec<(String, String)>,
}

/// A member with the review that runs about them.
pub(super) struct MemberRow {
    pub(super) name: String,
    pub(super) href: String,
    pub(super) band: Option<BandView>,
    pub(super) score: u8,
    pub(super) review: Option<String>,
    pub(super) review_href: String,
    pub(super) state: String,
    pub(super) verdict: String,
    /// Whether the visitor can give a verdict on them now.
    pub(super) open: bool,
}

/// `GET /console/rings`.
pub(super) async fn list(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<HttpResponse, Failure> {
    let asked = url::form_urlencoded::parse(request.query_string().as_bytes());
    let asked: BTreeMap<String, String> = asked.into_owned().collect();
    let get = |name: &str| asked.get(name).map_or("", String::as_str);
    let sort = if get("sort") == "size" { Sort::Size } else { Sort::Risk };
    let after = get("after").split_once('/').and_then(|(value, ring)| {
        Some(After { value: value.parse().ok()?, ring: ring.parse().ok()? })
    });
    let filter = rings::Filter { sort, min_size: 2, after, limit: PAGE };
    let found = rings::list(&app, &visitor.tenant, &filter).await?;
    let s = Shell::of(&visitor, "rings.title", &request);
    let next = |last: &RingSummary| {
        let (name, value) = match sort {
            Sort::Size => ("size", last.members.to_string()),
            Sort::Risk => ("risk", last.risk.to_string()),
        };
        format!("/console/rings?sort={name}&after={value}/{}", last.id)
    };
    Ok(page(&RingsPage {
        by_size: sort == Sort::Size,
        rings: found.items.iter().map(|one| ring_row(&s, one)).collect(),
        more: found.items.last().filter(|_| found.more).map(next),
        s,
    }))
}

fn ring_row(s: &Shell, ring: &RingSummary) -> RingRow {
    let id = ring.id.to_string();
    RingRow {
        href: format!("/console/rings/{id}"),
        name: format!("…{}", &id[id.len() - 8..]),
        members: ring.members,
        risk: percent(ring.risk),
        mean: percent(ring.mean_probability),
        first: s.time(&ring.first_seen_at),
        last: s.time(&ring.last_seen_at),
    }
}

/// `GET /console/rings/{id}`.
pub(super) async fn ring(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    id: Path<RingId>,
) -> Result<HttpResponse, Failure> {
    let (summary, mut ring) = rings::find(&app, &visitor.tenant, *id).await?;
    hide(&app, &visitor, &mut ring).await?;
    let s = Shell::of(&visitor, "ring.title", &request);
    let members = members(&app, &visitor, &s, &ring).await?;
    let judges = visitor.may(Scope::ReviewsWrite) && members.iter().any(|one| one.open);
    Ok(page(&RingPage {
        id: id.to_string(),
        summary: ring_row(&s, &summary),
        g: LinksView::of(&s, &ring, None, Sight::Open),
        running: members.iter().filter(|one| one.open).count(),
        members,
        verdicts: if judges { verdicts(&s) } else { Vec::new() },
        evidence: evidence(&s),
        s,
    }))
}

async fn members(
    app: &App,
    visitor: &Visitor,
    s: &Shell,
    ring: &Ring,
) -> Result<Vec<MemberRow>, Failure> {
    let mut by_applicant: BTreeMap<ApplicantId, Listed> = BTreeMap::new();
    if visitor.may(Scope::ReviewsRead) {
        let filter = Filter { ring: ring.id, ..Filter::default() };
        let (running, _) = reviews::list(app, &reviewer(visitor), &filter, 200).await?;
        let items = running.items.into_iter();
        by_applicant.extend(items.map(|one| (one.review.applicant_id, one)));
    }
    let now = app.clock.now();
    let me = visitor.actor();
    let row = |node: &crate::domain::ring::Node| {
        let review = by_applicant.get(&node.applicant_id).map(|one| &one.review);
        let free = review.is_some_and(|review| {
            let held = review.claim_now(now).is_some_and(|claim| claim.by != me);
            review.given().is_none() && !held && review.appeal_id.is_none()
        });
        let verdict = review.and_then(|review| review.given());
        MemberRow {
            name: shown(&node.external_id, 60),
            href: format!("/console/applicants/{}", node.applicant_id),
            band: node.band.map(|band| BandView::of(s, band)),
            score: node.score.unwrap_or(0),
            review: review.map(|review| review.id.to_string()),
            review_href: review
                .map(|review| format!("/console/reviews/{}", review.id))
                .unwrap_or_default(),
            state: review
                .map(|review| s.t(&format!("state.{}", review.state(now).name())))
                .unwrap_or_default(),
            verdict: verdict
                .map(|given| s.t(&format!("verdict.{}", given.verdict.name())))
                .unwrap_or_default(),
            open: free,
        }
    };
    Ok(ring.nodes.iter().map(row).collect())
}

/// `POST /console/rings/{id}/verdict`: one verdict for the members that were chosen. Each is claimed and judged by
/// itself: what somebody else has meanwhile stays theirs, and the page says so.
pub(super) async fn give(
    app: Data<App>,
    id: Path<RingId>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let Posted { visitor, fields } = posted;
    let who = reviewer(&visitor);
    let judgement = judgement(&fields)?;
    let chosen: Vec<ReviewId> =
        fields.all("review").iter().filter_map(|review| review.parse().ok()).collect();
    if chosen.is_empty() {
        return Err(Failure::Refused("refused.nobody_chosen"));
    }
    let mut left = 0;
    for review in chosen {
        let claimed = reviews::claim(&app, &who, review).await;
        let given = match claimed {
            Ok(_) => reviews::give(&app, &who, review, &judgement).await,
            Err(error) => Err(error),
        };
        match given {
            Ok(_) => {}
            Err(ReviewError::Refused(_) | ReviewError::NotFound | ReviewError::Erased) => left += 1,
            Err(error) => return Err(error.into()),
        }
    }
    let said = if left == 0 { "verdict_given" } else { "ring_partly" };
    Ok(to(format!("/console/rings/{}?said={said}", *id)))
}
