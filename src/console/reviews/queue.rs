//! The queue, and the verdicts that await approval.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::{DateTime, Utc};
use ids::ReviewId;
use scoring::decision::{Band, ReviewState};
use serde_json::json;

use crate::app::App;
use crate::auth::Scope;
use crate::console::answer::{page, redirect, redirect_with};
use crate::console::band::BandView;
use crate::console::choice::{Choice, choices};
use crate::console::display::{percent, safe_text};
use crate::console::failure::Failure;
use crate::console::names::Names;
use crate::console::shell::Shell;
use crate::console::visibility::reviewer;
use crate::console::visitor::{Fields, Posted, Visitor};
use crate::domain::queue::QueueName;
use crate::domain::review::Review;
use crate::service::access::users::filters::{self, SavedFilter};
use crate::service::reviews::{self, Listed, QueueState, Reviewer};
use crate::store::reviews::review_lists::{After, Filter, Sort};

/// Reviews per page.
const PAGE: u16 = 50;

/// The queue or the approvals.
#[derive(Template)]
#[template(path = "console/queue.html")]
struct QueuePage {
    s: Shell,
    path: &'static str,
    may_claim: bool,
    is_filtered: bool,
    counts: Option<Counts>,
    filters: Vec<FilterField>,
    saved: Vec<SavedView>,
    /// The filter of this page, to be saved.
    query: String,
    rows: Vec<RowView>,
    more: Option<String>,
}

/// Open reviews in all queues.
struct Counts {
    open: i64,
    claimed: i64,
    awaiting: i64,
    overdue: i64,
}

struct FilterField {
    name: &'static str,
    label: String,
    choices: Vec<Choice>,
}

struct SavedView {
    name: String,
    href: String,
    is_current: bool,
}

struct RowView {
    href: String,
    name: String,
    /// `None` while the score is hidden.
    risk: Option<RiskView>,
    opened_because: String,
    queue: String,
    is_in_ring: bool,
    state: String,
    state_name: &'static str,
    assignee: String,
    age: String,
    due: String,
    is_overdue: bool,
    opened: String,
}

struct RiskView {
    band: BandView,
    probability: String,
    /// The filled part of the meter, in percent.
    filled: String,
}

/// The part of the query that is a filter, without the page and the message.
fn filter_query(query: &Fields) -> String {
    let set = FILTERS.map(|name| (name, query.text(name)));
    let set = set.iter().filter(|(_, value)| !value.is_empty());
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(set).finish()
}

fn parse_filter(query: &Fields, reviewer: &Reviewer) -> Filter {
    let after = query.text("after").split_once('/').and_then(|(rank, id)| {
        Some(After { rank: rank.parse().ok()?, review: id.parse::<ReviewId>().ok()? })
    });
    Filter {
        state: ReviewState::from_name(query.text("state")),
        queue: QueueName::parse(query.text("queue")).ok(),
        band: Band::from_name(query.text("band")),
        claimed_by: (query.text("whose") == "mine").then(|| reviewer.actor.clone()),
        sort: match query.text("sort") {
            "age" => Sort::Age,
            "risk" => Sort::Risk,
            _ => Sort::Due,
        },
        after,
        ..Filter::default()
    }
}

const FILTERS: [&str; 5] = ["queue", "state", "band", "whose", "sort"];

/// `GET /console/reviews`.
pub async fn queue(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<HttpResponse, Failure> {
    let (reviewer, query) = (reviewer(&visitor), Fields::from_query(&request));
    let s = Shell::new(&visitor, "queue.title", &request);
    let queues = reviews::queues(&app, &reviewer).await?;
    let (rows, after) = rows(&app, &s, &reviewer, &parse_filter(&query, &reviewer)).await?;
    let saved = filters::for_user(&app, &visitor.tenant, visitor.user.id).await?;
    let filters = filter_fields(&s, &query, &queues);
    let query = filter_query(&query);
    Ok(page(&QueuePage {
        path: "/console/reviews",
        may_claim: visitor.may(Scope::ReviewsWrite),
        is_filtered: !query.is_empty(),
        counts: Some(Counts::new(&queues)),
        filters,
        saved: saved.into_iter().map(|filter| saved_view(filter, &query)).collect(),
        more: after.map(|after| next_page("/console/reviews", &query, after)),
        query,
        rows,
        s,
    }))
}

/// `GET /console/approvals`.
pub async fn approvals(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<HttpResponse, Failure> {
    let (reviewer, query) = (reviewer(&visitor), Fields::from_query(&request));
    let s = Shell::new(&visitor, "approvals.title", &request);
    let state = Some(ReviewState::AwaitingApproval);
    let filter = Filter { state, ..parse_filter(&query, &reviewer) };
    let (rows, after) = rows(&app, &s, &reviewer, &filter).await?;
    Ok(page(&QueuePage {
        path: "/console/approvals",
        may_claim: false,
        is_filtered: false,
        counts: None,
        filters: Vec::new(),
        saved: Vec::new(),
        query: String::new(),
        more: after.map(|after| next_page("/console/approvals", "", after)),
        rows,
        s,
    }))
}

/// `GET /console/reviews/figures`: the counts as JSON, for an open page that refreshes them.
pub async fn counts(app: Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    let queues = reviews::queues(&app, &reviewer(&visitor)).await?;
    let Counts { open, claimed, awaiting, overdue } = Counts::new(&queues);
    Ok(HttpResponse::Ok().json(
        json!({ "open": open, "claimed": claimed, "awaiting": awaiting, "overdue": overdue }),
    ))
}

impl Counts {
    fn new(queues: &[QueueState]) -> Self {
        let waiting = || queues.iter().filter_map(|queue| queue.waiting.as_ref());
        Self {
            open: waiting().map(|counts| counts.open).sum(),
            claimed: waiting().map(|counts| counts.claimed).sum(),
            awaiting: waiting().map(|counts| counts.awaiting_approval).sum(),
            overdue: waiting().map(|counts| counts.late).sum(),
        }
    }
}

async fn rows(
    app: &App,
    s: &Shell,
    reviewer: &Reviewer,
    filter: &Filter,
) -> Result<(Vec<RowView>, Option<After>), Failure> {
    let (page, after) = reviews::list(app, reviewer, filter, PAGE).await?;
    let names = Names::load(app, &reviewer.tenant).await?;
    let now = app.clock.now();
    Ok((page.items.iter().map(|listed| row(s, &names, listed, now)).collect(), after))
}

fn row(s: &Shell, names: &Names, listed: &Listed, now: DateTime<Utc>) -> RowView {
    let Listed { review, external_id } = listed;
    let is_hidden = review.hides_score();
    let state = review.state(now);
    let assignee = match state {
        ReviewState::Claimed => review.claim_now(now).map(|claim| &claim.by),
        _ => review.recorded_verdict().map(|verdict| &verdict.by),
    };
    let opened_because = s.named("opened_because", review.chosen.name());
    RowView {
        href: format!("/console/reviews/{}", review.id),
        name: safe_text(external_id, 60),
        risk: (!is_hidden).then(|| risk(s, review)),
        opened_because: if is_hidden { "–".to_owned() } else { opened_because },
        queue: review.queue.to_string(),
        is_in_ring: review.ring_id.is_some(),
        state: s.named("state", state.name()),
        state_name: state.name(),
        assignee: assignee.map(|actor| names.display(actor)).unwrap_or_default(),
        age: s.span(now - review.opened_at),
        due: s.span(review.due_at - now),
        is_overdue: review.due_at < now && state != ReviewState::Closed,
        opened: s.time(&review.opened_at),
    }
}

fn risk(s: &Shell, review: &Review) -> RiskView {
    RiskView {
        band: BandView::new(s, review.band),
        probability: percent(review.probability),
        filled: format!("{:.1}", review.probability * 100.0),
    }
}

fn next_page(path: &str, query: &str, after: After) -> String {
    let mark = if query.is_empty() { "" } else { "&" };
    format!("{path}?{query}{mark}after={}/{}", after.rank, after.review)
}

fn filter_fields(s: &Shell, query: &Fields, queues: &[QueueState]) -> Vec<FilterField> {
    let field = |name: &'static str, label: &str, pairs: Vec<(String, String)>| {
        let choices = choices(pairs, |value| value == query.text(name));
        FilterField { name, label: s.t(label), choices }
    };
    let pair = |value: &str, key: &str| (value.to_owned(), s.t(key));
    let named = |prefix: &str, name: &str| (name.to_owned(), s.named(prefix, name));
    let mut queue_pairs = vec![pair("", "label.all")];
    queue_pairs.extend(queues.iter().map(|state| {
        let name = state.queue.name.to_string();
        (name.clone(), name)
    }));
    let mut states = vec![pair("", "queue.all_open")];
    states.extend(ReviewState::ALL.map(|state| named("state", state.name())));
    let mut bands = vec![pair("", "label.all")];
    bands.extend(Band::ALL.map(|band| named("band", band.name())));
    let assignees = vec![pair("", "label.anyone"), pair("mine", "queue.mine")];
    let sorts =
        vec![pair("", "queue.by_due"), pair("risk", "queue.by_risk"), pair("age", "queue.by_age")];
    vec![
        field("queue", "label.queue", queue_pairs),
        field("state", "label.status", states),
        field("band", "queue.band", bands),
        field("whose", "queue.assignee", assignees),
        field("sort", "queue.sort", sorts),
    ]
}

fn saved_view(saved: SavedFilter, query: &str) -> SavedView {
    SavedView {
        href: format!("/console/reviews?{}", saved.query),
        is_current: saved.query == query,
        name: saved.name,
    }
}

/// `POST /console/filters`.
pub async fn save_filter(app: Data<App>, posted: Posted) -> Result<HttpResponse, Failure> {
    let Posted { visitor, fields } = posted;
    let query = fields.text("query").to_owned();
    let filter = SavedFilter { name: fields.text("name").to_owned(), query: query.clone() };
    filters::save(&app, &visitor.tenant, visitor.user.id, filter).await?;
    Ok(redirect_with(format!("/console/reviews?{query}"), "done.saved"))
}

/// `POST /console/filters/forget`.
pub async fn forget_filter(app: Data<App>, posted: Posted) -> Result<HttpResponse, Failure> {
    let Posted { visitor, fields } = posted;
    filters::forget(&app, &visitor.tenant, visitor.user.id, fields.text("name")).await?;
    Ok(redirect("/console/reviews"))
}
