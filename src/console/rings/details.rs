//! A ring's page: what the members share, their reviews, and whether the visitor can work on the ring as a whole.

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
use crate::console::answer::page;
use crate::console::band::BandView;
use crate::console::case::LinksView;
use crate::console::choice::Choice;
use crate::console::display::safe_text;
use crate::console::failure::Failure;
use crate::console::names::Names;
use crate::console::reviews::{VerdictChoice, basis_choices, verdict_choices};
use crate::console::shell::Shell;
use crate::console::visibility::{Visibility, hide_blind_scores, reviewer};
use crate::console::visitor::Visitor;
use crate::domain::review::Review;
use crate::domain::ring::{Node, Ring};
use crate::service::people::rings;
use crate::service::reviews::{self, MAX_MEMBERS};
use crate::store::reviews::review_lists::Filter;

#[derive(Template)]
#[template(path = "console/ring.html")]
struct RingPage {
    s: Shell,
    id: String,
    summary: RingRow,
    g: LinksView,
    members: Vec<MemberRow>,
    /// Members without a verdict.
    to_review: usize,
    /// Members that the visitor can't claim, each with the reason.
    blocks: Vec<(String, String)>,
    can_claim: bool,
    /// Whether the visitor may confirm relations.
    may_confirm: bool,
    /// Members whose closed case a claim would reopen.
    reopens: usize,
    /// Empty unless the visitor has claimed every member's case.
    verdicts: Vec<VerdictChoice>,
    bases: Vec<Choice>,
}

/// A member with their open review, if there is one.
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
pub async fn ring(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    id: Path<RingId>,
) -> Result<HttpResponse, Failure> {
    let (summary, mut ring) = rings::find(&app, &visitor.tenant, *id).await?;
    hide_blind_scores(&app, &visitor, &mut ring).await?;
    let s = Shell::new(&visitor, "ring.title", &request);
    let open = open_reviews(&app, &visitor, &ring).await?;
    let names = Names::load(&app, &visitor.tenant).await?;
    let work = Work { s: &s, me: visitor.actor(), now: app.clock.now(), names: &names };
    let blocks = work.blocks(&ring, &open);
    let is_claimed = ring.nodes.iter().all(|node| work.is_mine(open.get(&node.applicant_id)));
    let writes = visitor.may(Scope::ReviewsWrite);
    let may_work = writes && blocks.is_empty();
    let can_claim = may_work && !is_claimed;
    let reopens = if can_claim { judged_members(&app, &visitor, &ring, &open).await? } else { 0 };
    Ok(page(&RingPage {
        id: id.to_string(),
        summary: ring_row(&s, &summary),
        g: LinksView::new(&s, &ring, None, Visibility::FULL),
        to_review: open.values().filter(|review| review.recorded_verdict().is_none()).count(),
        members: ring.nodes.iter().map(|node| work.row(node, &open)).collect(),
        blocks: if writes { blocks } else { Vec::new() },
        can_claim,
        may_confirm: visitor.may(Scope::RelationsWrite),
        reopens,
        verdicts: if may_work && is_claimed { verdict_choices(&s) } else { Vec::new() },
        bases: basis_choices(&s),
        s,
    }))
}

type OpenReviews = BTreeMap<ApplicantId, Review>;

/// The members' reviews that aren't closed.
pub(super) async fn open_reviews(
    app: &App,
    visitor: &Visitor,
    ring: &Ring,
) -> Result<OpenReviews, Failure> {
    if !visitor.may(Scope::ReviewsRead) {
        return Ok(OpenReviews::new());
    }
    let filter = Filter { ring: ring.id, ..Filter::default() };
    let (open, _) = reviews::list(app, &reviewer(visitor), &filter, 200).await?;
    Ok(open.items.into_iter().map(|it| (it.review.applicant_id, it.review)).collect())
}

/// The number of members with a verdict and no open review. Reviews that are hidden from the visitor don't count.
async fn judged_members(
    app: &App,
    visitor: &Visitor,
    ring: &Ring,
    open: &OpenReviews,
) -> Result<usize, Failure> {
    let filter = Filter { ring: ring.id, state: Some(ReviewState::Closed), ..Filter::default() };
    let (closed, _) = reviews::list(app, &reviewer(visitor), &filter, 1_000).await?;
    let judged = closed.items.iter().filter(|listed| listed.review.recorded_verdict().is_some());
    let members: BTreeSet<_> = judged.map(|listed| listed.review.applicant_id).collect();
    Ok(members.iter().filter(|member| !open.contains_key(member)).count())
}

/// The visitor's work on a ring.
struct Work<'a> {
    s: &'a Shell,
    me: Actor,
    now: DateTime<Utc>,
    names: &'a Names,
}

impl Work<'_> {
    fn is_mine(&self, review: Option<&Review>) -> bool {
        let claim = review.and_then(|review| review.claim_now(self.now));
        claim.is_some_and(|claim| claim.by == self.me)
    }

    /// Members whose case the visitor can't claim, each with the reason.
    fn blocks(&self, ring: &Ring, open: &OpenReviews) -> Vec<(String, String)> {
        if ring.truncated || ring.nodes.len() > MAX_MEMBERS {
            return vec![(String::new(), self.s.t("ring.blocked_large"))];
        }
        let block = |node: &Node| {
            let reason = self.block_reason(open.get(&node.applicant_id)?)?;
            Some((safe_text(&node.external_id, 60), reason))
        };
        ring.nodes.iter().filter_map(block).collect()
    }

    fn block_reason(&self, review: &Review) -> Option<String> {
        if review.appeal_id.is_some() {
            return Some(self.s.t("ring.blocked_appeal"));
        }
        if review.state(self.now) == ReviewState::AwaitingApproval {
            return Some(self.s.t("ring.blocked_approval"));
        }
        if let Some(claim) = review.claim_now(self.now) {
            let name = self.names.display(&claim.by);
            let is_other = claim.by != self.me;
            return is_other.then(|| self.s.with("ring.blocked_claimed", "name", name));
        }
        review.barred.contains(&self.me).then(|| self.s.t("ring.blocked_conflict"))
    }

    fn row(&self, node: &Node, open: &OpenReviews) -> MemberRow {
        let review = open.get(&node.applicant_id);
        let state = review.map(|review| self.s.named("state", review.state(self.now).name()));
        let verdict = review.and_then(Review::recorded_verdict);
        let verdict = verdict.map(|given| self.s.named("verdict", given.verdict.name()));
        let review_href = review.map(|review| format!("/console/reviews/{}", review.id));
        MemberRow {
            applicant: node.applicant_id.to_string(),
            name: safe_text(&node.external_id, 60),
            href: format!("/console/applicants/{}", node.applicant_id),
            band: node.band.map(|band| BandView::new(self.s, band)),
            score: node.score.unwrap_or(0),
            review_href: review_href.unwrap_or_default(),
            state: state.unwrap_or_default(),
            verdict: verdict.unwrap_or_default(),
        }
    }
}
