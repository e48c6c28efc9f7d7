//! The queue: what waits, how old, how risky, whose. And what waits for a second person.

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::{DateTime, Utc};
use ids::ReviewId;
use scoring::decision::{Band, ReviewState};
use serde_json::json;

use super::panel::called;
use super::reviewer;
use crate::app::App;
use crate::auth::Scope;
use crate::console::case::BandView;
use crate::console::failure::Failure;
use crate::console::frame::{page, to};
use crate::console::shell::Shell;
use crate::console::shown::{percent, shown};
use crate::console::visitor::{Posted, Visitor};
use crate::domain::queue::QueueName;
use crate::domain::review::Review;
use crate::service::reviews::{self, Listed, QueueState, Reviewer};
use crate::service::users;
use crate::service::users::filters::{self, SavedFilter};
use crate::store::review_lists::{After, Filter, Sort};

/// How many reviews a page shows.
const PAGE: u16 = 50;

#[derive(Template)]
#[template(path = "console/queue.html")]
struct QueuePage {
    s: Shell,
    heading: String,
    /// Where the page's own form leads.
    path: &'static str,
    may_claim: bool,
    filtered: bool,
    figures: Option<Figures>,
    fields: Vec<Field>,
    saved: Vec<SavedView>,
    /// The query of this very list, to be kept.
    query: String,
    rows: Vec<RowView>,
    more: Option<String>,
}

/// What waits, in all queues.
struct Figures {
    open: i64,
    claimed: i64,
    awaiting: i64,
    late: i64,
}

/// One filter with its choices.
struct Field {
    name: &'static str,
    label: String,
    choices: Vec<(String, String, bool)>,
}

struct SavedView {
    name: String,
    href: String,
    here: bool,
}

/// One review.
struct RowView {
    href: String,
    name: String,
    /// Nothing while it is hidden.
    risk: Option<RiskView>,
    why: String,
    queue: String,
    ring: bool,
    state: String,
    state_name: &'static str,
    holder: String,
    age: String,
    due: String,
    late: bool,
    opened: String,
}

/// How likely a fake is.
struct RiskView {
    band: BandView,
    probability: String,
    /// How much of the bar is filled, in hundredths.
    filled: String,
}

/// What the address asks for.
struct Asked {
    pairs: Vec<(String, String)>,
}

impl Asked {
    fn of(request: &HttpRequest) -> Self {
        let pairs = url::form_urlencoded::parse(request.query_string().as_bytes());
        Self { pairs: pairs.into_owned().collect() }
    }

    fn get(&self, name: &str) -> &str {
        self.pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// What is asked for, without where the page begins and what was said.
    fn query(&self) -> String {
        let kept =
            |pair: &&(String, String)| FILTERS.contains(&pair.0.as_str()) && !pair.1.is_empty();
        let pairs = self.pairs.iter().filter(kept);
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    }

    fn filter(&self, who: &Reviewer) -> Filter {
        let state = self.get("state");
        let after = self.get("after").split_once('/').and_then(|(rank, id)| {
            Some(After { rank: rank.parse().ok()?, review: id.parse::<ReviewId>().ok()? })
        });
        Filter {
            state: STATES.into_iter().find(|one| one.name() == state),
            queue: QueueName::parse(self.get("queue")).ok(),
            band: Band::ALL.into_iter().find(|band| band.name() == self.get("band")),
            claimed_by: (self.get("whose") == "mine").then(|| who.actor.clone()),
            sort: match self.get("sort") {
                "age" => Sort::Age,
                "risk" => Sort::Risk,
                _ => Sort::Due,
            },
            after,
            ..Filter::default()
        }
    }
}

const FILTERS: [&str; 5] = ["state", "queue", "band", "whose", "sort"];
const STATES: [ReviewState; 4] =
    [ReviewState::Open, ReviewState::Claimed, ReviewState::AwaitingApproval, ReviewState::Closed];

/// `GET /console/reviews`.
pub(in crate::console) async fn queue(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<HttpResponse, Failure> {
    let (who, asked) = (reviewer(&visitor), Asked::of(&request));
    let s = Shell::of(&visitor, "queue.title", &request);
    let queues = reviews::queues(&app, &who).await?;
    let (rows, more) = rows(&app, &s, &who, &asked.filter(&who)).await?;
    let query = asked.query();
    let saved = filters::of(&app, &visitor.tenant, visitor.user.id).await?;
    Ok(page(&QueuePage {
        heading: s.t("queue.title"),
        path: "/console/reviews",
        may_claim: visitor.may(Scope::ReviewsWrite),
        filtered: !query.is_empty(),
        figures: Some(figures_of(&queues)),
        fields: fields(&s, &asked, &queues),
        saved: saved.into_iter().map(|one| saved_view(one, &query)).collect(),
        more: more.map(|after| next_page("/console/reviews", &query, after)),
        query,
        rows,
        s,
    }))
}

/// `GET /console/approvals`: verdicts that wait for a second person.
pub(in crate::console) async fn approvals(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<HttpResponse, Failure> {
    let (who, asked) = (reviewer(&visitor), Asked::of(&request));
    let s = Shell::of(&visitor, "approvals.title", &request);
    let filter = Filter { state: Some(ReviewState::AwaitingApproval), ..asked.filter(&who) };
    let (rows, more) = rows(&app, &s, &who, &filter).await?;
    Ok(page(&QueuePage {
        heading: s.t("approvals.title"),
        path: "/console/approvals",
        may_claim: false,
        filtered: false,
        figures: None,
        fields: Vec::new(),
        saved: Vec::new(),
        query: String::new(),
        more: more.map(|after| next_page("/console/approvals", "", after)),
        rows,
        s,
    }))
}

/// `GET /console/reviews/figures`: what waits, for a page that stands open.
pub(in crate::console) async fn figures(
    app: Data<App>,
    visitor: Visitor,
) -> Result<HttpResponse, Failure> {
    let queues = reviews::queues(&app, &reviewer(&visitor)).await?;
    let Figures { open, claimed, awaiting, late } = figures_of(&queues);
    let body = json!({ "open": open, "claimed": claimed, "awaiting": awaiting, "late": late });
    Ok(HttpResponse::Ok().json(body))
}

fn figures_of(queues: &[QueueState]) -> Figures {
    let waiting = || queues.iter().filter_map(|queue| queue.waiting.as_ref());
    Figures {
        open: waiting().map(|one| one.open).sum(),
        claimed: waiting().map(|one| one.claimed).sum(),
        awaiting: waiting().map(|one| one.awaiting_approval).sum(),
        late: waiting().map(|one| one.late).sum(),
    }
}

async fn rows(
    app: &App,
    s: &Shell,
    who: &Reviewer,
    filter: &Filter,
) -> Result<(Vec<RowView>, Option<After>), Failure> {
    let (page, after) = reviews::list(app, who, filter, PAGE).await?;
    let names = users::names(app, &who.tenant).await?;
    let now = app.clock.now();
    Ok((page.items.iter().map(|one| row(s, &names, one, now)).collect(), after))
}

fn row(
    s: &Shell,
    names: &BTreeMap<String, String>,
    listed: &Listed,
    now: DateTime<Utc>,
) -> RowView {
    let Listed { review, external_id } = listed;
    let hidden = review.hides_score();
    let state = review.state(now);
    let holder = match state {
        ReviewState::Claimed => review.claim_now(now).map(|claim| &claim.by),
        _ => review.given().map(|given| &given.by),
    };
    RowView {
        href: format!("/console/reviews/{}", review.id),
        name: shown(external_id, 60),
        risk: (!hidden).then(|| risk(s, review)),
        why: if hidden {
            "–".to_owned()
        } else {
            s.t(&format!("chosen.{}", review.chosen.name()))
        },
        queue: review.queue.to_string(),
        ring: review.ring_id.is_some(),
        state: s.t(&format!("state.{}", state.name())),
        state_name: state.name(),
        holder: holder.map(|by| called(names, by)).unwrap_or_default(),
        age: s.span(now - review.opened_at),
        due: s.span(review.due_at - now),
        late: review.due_at < now && state != ReviewState::Closed,
        opened: s.time(&review.opened_at),
    }
}

fn risk(s: &Shell, review: &Review) -> RiskView {
    RiskView {
        band: BandView::of(s, review.band),
        probability: percent(review.probability),
        filled: format!("{:.1}", review.probability * 100.0),
    }
}

fn next_page(path: &str, query: &str, after: After) -> String {
    let mark = if query.is_empty() { "" } else { "&" };
    format!("{path}?{query}{mark}after={}/{}", after.rank, after.review)
}

fn fields(s: &Shell, asked: &Asked, queues: &[QueueState]) -> Vec<Field> {
    let field = |name: &'static str, label: &str, choices: Vec<(String, String)>| {
        let chosen = asked.get(name);
        let choice = |(value, text): (String, String)| {
            let here = value == chosen;
            (value, text, here)
        };
        Field { name, label: s.t(label), choices: choices.into_iter().map(choice).collect() }
    };
    let all = |key: &str| vec![(String::new(), s.t(key))];
    let named = |prefix: &str, name: &str| (name.to_owned(), s.t(&format!("{prefix}.{name}")));
    let mut in_queues = all("queue.all");
    in_queues.extend(queues.iter().map(|state| {
        let name = state.queue.name.to_string();
        (name.clone(), name)
    }));
    let mut states = all("queue.not_closed");
    states.extend(STATES.map(|state| named("state", state.name())));
    let mut bands = all("queue.all");
    bands.extend(Band::ALL.map(|band| named("band", band.name())));
    let mut whose = all("queue.everybody");
    whose.push(("mine".to_owned(), s.t("queue.mine")));
    let sorts = vec![
        (String::new(), s.t("queue.by_due")),
        ("risk".to_owned(), s.t("queue.by_risk")),
        ("age".to_owned(), s.t("queue.by_age")),
    ];
    vec![
        field("queue", "queue.queue", in_queues),
        field("state", "queue.state", states),
        field("band", "queue.band", bands),
        field("whose", "queue.whose", whose),
        field("sort", "queue.sort", sorts),
    ]
}

fn saved_view(saved: SavedFilter, query: &str) -> SavedView {
    SavedView {
        href: format!("/console/reviews?{}", saved.query),
        here: saved.query == query,
        name: saved.name,
    }
}

/// `POST /console/filters`.
pub(in crate::console) async fn save_filter(
    app: Data<App>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let Posted { visitor, fields } = posted;
    let query = fields.text("query").to_owned();
    let filter = SavedFilter { name: fields.text("name").to_owned(), query: query.clone() };
    filters::save(&app, &visitor.tenant, visitor.user.id, filter).await?;
    let mark = if query.is_empty() { "" } else { "&" };
    Ok(to(format!("/console/reviews?{query}{mark}said=saved")))
}

/// `POST /console/filters/forget`.
pub(in crate::console) async fn forget_filter(
    app: Data<App>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let Posted { visitor, fields } = posted;
    filters::forget(&app, &visitor.tenant, visitor.user.id, fields.text("name")).await?;
    Ok(to("/console/reviews"))
}
