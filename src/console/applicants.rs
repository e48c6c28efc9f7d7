//! An applicant's page: decisions, reviews, profile versions and links.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::{DateTime, Utc};
use ids::ApplicantId;
use scoring::decision::{Decision, ReviewState};

use super::answer::page;
use super::band::BandView;
use super::case::LinksView;
use super::display::safe_text;
use super::failure::Failure;
use super::observation_form::ObservationForm;
use super::relations::sentences;
use super::shell::Shell;
use super::visibility::{Visibility, hide_blind_scores, reviewer};
use super::visitor::Visitor;
use crate::app::App;
use crate::auth::Scope;
use crate::domain::applicant::ProfileVersion;
use crate::service::people::{applicants, declarations};
use crate::service::reviews::{self, Listed};
use crate::store::reviews::review_lists::Filter;

#[derive(Template)]
#[template(path = "console/applicant.html")]
pub(super) struct ApplicantPage {
    pub(super) s: Shell,
    name: String,
    /// The applicant's id and when they were first seen, unless that is hidden.
    since: Option<(String, String)>,
    blind: bool,
    decisions: Vec<DecisionRow>,
    reviews: Vec<ReviewRow>,
    versions: Vec<(i32, String, String)>,
    g: LinksView,
    /// What the applicant declares about others, and which relations are confirmed.
    relations: Vec<String>,
    /// Whether the visitor may confirm relations.
    may_confirm: bool,
    /// The form for observations, if the visitor may record them.
    pub(super) form: Option<ObservationForm>,
    id: String,
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
    Ok(page(&applicant_page(&app, &request, &visitor, *id).await?))
}

pub(super) async fn applicant_page(
    app: &App,
    request: &HttpRequest,
    visitor: &Visitor,
    id: ApplicantId,
) -> Result<ApplicantPage, Failure> {
    let tenant = &visitor.tenant;
    let record = applicants::find(app, tenant, id).await?;
    let mut ring = applicants::links(app, tenant, id).await?;
    let visibility = Visibility::of_applicant(app, visitor, id).await?;
    hide_blind_scores(app, visitor, &mut ring).await?;
    let s = Shell::new(visitor, "label.applicant", request);
    let declared = declarations::find(app, tenant, id).await?;
    let confirmed = declarations::confirmed(app, tenant, &record.external_id).await?;
    let version = |version: &ProfileVersion| {
        let at = if visibility.dates { s.time(&version.created_at) } else { String::new() };
        (version.version, at, version.digest.chars().take(19).collect())
    };
    let decision = |decision: &Decision| decision_row(&s, visitor, decision, visibility);
    Ok(ApplicantPage {
        name: safe_text(&record.external_id, 80),
        since: visibility.dates.then(|| (record.id.to_string(), s.time(&record.created_at))),
        blind: !visibility.score,
        decisions: record.decisions.iter().map(decision).collect(),
        reviews: review_rows(app, visitor, &s, id).await?,
        versions: record.versions.iter().map(version).collect(),
        g: LinksView::new(&s, &ring, Some(id), Visibility { dates: true, ..visibility }),
        relations: sentences(&s, &declared, &confirmed),
        may_confirm: visitor.may(Scope::RelationsWrite),
        form: visitor.may(Scope::ReviewsWrite).then(|| ObservationForm::empty(&s)),
        id: id.to_string(),
        s,
    })
}

fn decision_row(
    s: &Shell,
    visitor: &Visitor,
    decision: &Decision,
    visibility: Visibility,
) -> DecisionRow {
    let href = if visitor.may(Scope::DecisionsRead) {
        format!("/console/decisions/{}", decision.id)
    } else {
        String::new()
    };
    DecisionRow {
        href,
        at: if visibility.dates {
            s.time(&decision.created_at)
        } else {
            s.with("case.version", "n", decision.profile_version)
        },
        version: decision.profile_version,
        band: visibility.score.then(|| BandView::new(s, decision.assessment.band)),
        score: decision.assessment.score,
    }
}

async fn review_rows(
    app: &App,
    visitor: &Visitor,
    s: &Shell,
    id: ApplicantId,
) -> Result<Vec<ReviewRow>, Failure> {
    if !visitor.may(Scope::ReviewsRead) {
        return Ok(Vec::new());
    }
    let now = app.clock.now();
    let open = Filter { applicant: Some(id), ..Filter::default() };
    let closed = Filter { state: Some(ReviewState::Closed), ..open.clone() };
    let mut rows = Vec::new();
    for filter in [open, closed] {
        let (page, _) = reviews::list(app, &reviewer(visitor), &filter, 50).await?;
        rows.extend(page.items.iter().map(|listed| review_row(s, listed, now)));
    }
    Ok(rows)
}

fn review_row(s: &Shell, listed: &Listed, now: DateTime<Utc>) -> ReviewRow {
    let review = &listed.review;
    let verdict = review.recorded_verdict().map(|given| s.named("verdict", given.verdict.name()));
    ReviewRow {
        href: format!("/console/reviews/{}", review.id),
        opened: s.time(&review.opened_at),
        state: s.named("state", review.state(now).name()),
        queue: review.queue.to_string(),
        verdict: verdict.unwrap_or_default(),
    }
}
