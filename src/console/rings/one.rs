//! One ring: what binds it, its members, and whether it can be worked as one.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::{DateTime, Utc};
use ids::actor::Actor;
use ids::{ApplicantId, RingId};
use scoring::decision::ReviewState;

use super::{RingRow, ring_row};
use crate::app::App;
use crate::auth::Scope;
use crate::console::applicants::hide;
use crate::console::case::{BandView, LinksView, Sight, Traces};
use crate::console::failure::Failure;
use crate::console::frame::page;
use crate::console::reviews::{VerdictChoice, called, evidence, reviewer, verdicts};
use crate::console::shell::Shell;
use crate::console::shown::shown;
use crate::console::visitor::Visitor;
use crate::domain::review::Review;
use crate::domain::ring::{Node, Ring};
use crate::service::reviews::{self, MOST_MEMBERS};
use crate::service::{rings, users};
use crate::store::review_lists::Filter;

#[derive(Template)]
#[template(path = "console/ring.html")]
struct RingPage {
    s: Shell,
    id: String,
    summary: RingRow,
    g: LinksView,
    members: Vec<MemberRow>,
    /// How many wait for a verdict.
    to_judge: usize,
    /// Who stands in the way of working the ring as one, and why.
    blocks: Vec<(String, String)>,
    can_claim: bool,
    /// How many members with a verdict would be opened again.
    settled: usize,
    /// What to choose from, if the visitor has every member's case.
    verdicts: Vec<VerdictChoice>,
    evidence: Vec<(String, String)>,
}

/// A member with the review that runs about them.
struct MemberRow {
    applicant: String,
    name: String,
    href: String,
    band: Option<BandView>,
    score: u8,
    review_href: String,
    state: String,
    verdict: String,
}

/// `GET /console/rings/{id}`.
pub(in crate::console) async fn ring(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    id: Path<RingId>,
) -> Result<HttpResponse, Failure> {
    let (summary, mut ring) = rings::find(&app, &visitor.tenant, *id).await?;
    hide(&app, &visitor, &mut ring).await?;
    let s = Shell::of(&visitor, "ring.title", &request);
    let running = running(&app, &visitor, &ring).await?;
    let names = users::names(&app, &visitor.tenant).await?;
    let work = Work { s: &s, me: visitor.actor(), now: app.clock.now(), names: &names };
    let blocks = work.blocks(&ring, &running);
    let yours = ring.nodes.iter().all(|node| work.is_mine(running.get(&node.applicant_id)));
    let may = visitor.may(Scope::ReviewsWrite) && blocks.is_empty();
    let settled = if may && !yours { settled(&app, &visitor, &ring, &running).await? } else { 0 };
    Ok(page(&RingPage {
        id: id.to_string(),
        summary: ring_row(&s, &summary),
        g: LinksView::of(&s, &ring, None, (Sight::Open, Traces::Shown)),
        to_judge: running.values().filter(|review| review.given().is_none()).count(),
        members: ring.nodes.iter().map(|node| work.row(node, &running)).collect(),
        blocks: if visitor.may(Scope::ReviewsWrite) { blocks } else { Vec::new() },
        can_claim: may && !yours,
        settled,
        verdicts: if may && yours { verdicts(&s) } else { Vec::new() },
        evidence: evidence(&s),
        s,
    }))
}

type Running = BTreeMap<ApplicantId, Review>;

/// The reviews of a ring's members that are not closed.
pub(super) async fn running(app: &App, visitor: &Visitor, ring: &Ring) -> Result<Running, Failure> {
    if !visitor.may(Scope::ReviewsRead) {
        return Ok(Running::new());
    }
    let filter = Filter { ring: ring.id, ..Filter::default() };
    let (running, _) = reviews::list(app, &reviewer(visitor), &filter, 200).await?;
    Ok(running.items.into_iter().map(|one| (one.review.applicant_id, one.review)).collect())
}

/// How many members have a closed review with a verdict and none that runs. What is kept from the visitor does not
/// count.
async fn settled(
    app: &App,
    visitor: &Visitor,
    ring: &Ring,
    running: &Running,
) -> Result<usize, Failure> {
    let filter = Filter { ring: ring.id, state: Some(ReviewState::Closed), ..Filter::default() };
    let (closed, _) = reviews::list(app, &reviewer(visitor), &filter, 1_000).await?;
    let judged = closed.items.iter().filter(|one| one.review.given().is_some());
    let members: BTreeSet<_> = judged.map(|one| one.review.applicant_id).collect();
    Ok(members.iter().filter(|member| !running.contains_key(member)).count())
}

/// Who would work the ring, and when.
struct Work<'a> {
    s: &'a Shell,
    me: Actor,
    now: DateTime<Utc>,
    names: &'a BTreeMap<String, String>,
}

impl Work<'_> {
    fn is_mine(&self, review: Option<&Review>) -> bool {
        let claim = review.and_then(|review| review.claim_now(self.now));
        claim.is_some_and(|claim| claim.by == self.me)
    }

    /// Members whose case the visitor cannot take, and why not.
    fn blocks(&self, ring: &Ring, running: &Running) -> Vec<(String, String)> {
        if ring.truncated || ring.nodes.len() > MOST_MEMBERS {
            return vec![(String::new(), self.s.t("ring.block_large"))];
        }
        let block = |node: &Node| {
            let why = self.block(running.get(&node.applicant_id)?)?;
            Some((shown(&node.external_id, 60), why))
        };
        ring.nodes.iter().filter_map(block).collect()
    }

    fn block(&self, review: &Review) -> Option<String> {
        if review.appeal_id.is_some() {
            return Some(self.s.t("ring.block_appeal"));
        }
        if review.state(self.now) == ReviewState::AwaitingApproval {
            return Some(self.s.t("ring.block_waits"));
        }
        if let Some(claim) = review.claim_now(self.now) {
            let held = claim.by != self.me;
            let by = called(self.names, &claim.by);
            return held.then(|| self.s.with("ring.block_held", "name", by));
        }
        review.barred.contains(&self.me).then(|| self.s.t("ring.block_barred"))
    }

    fn row(&self, node: &Node, running: &Running) -> MemberRow {
        let review = running.get(&node.applicant_id);
        let verdict = review.and_then(Review::given);
        MemberRow {
            applicant: node.applicant_id.to_string(),
            name: shown(&node.external_id, 60),
            href: format!("/console/applicants/{}", node.applicant_id),
            band: node.band.map(|band| BandView::of(self.s, band)),
            score: node.score.unwrap_or(0),
            review_href: review
                .map(|review| format!("/console/reviews/{}", review.id))
                .unwrap_or_default(),
            state: review
                .map(|review| self.s.t(&format!("state.{}", review.state(self.now).name())))
                .unwrap_or_default(),
            verdict: verdict
                .map(|given| self.s.t(&format!("verdict.{}", given.verdict.name())))
                .unwrap_or_default(),
        }
    }
}
