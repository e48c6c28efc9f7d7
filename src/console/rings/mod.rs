//! Rings: the list, a ring's page, and working on a ring as a whole.

mod details;
mod work;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::answer::page;
use super::display::percent;
use super::failure::Failure;
use super::shell::Shell;
use super::visitor::{Fields, Visitor};
use crate::app::App;
use crate::domain::ring::RingSummary;
use crate::service::people::rings;
use crate::store::people::rings::{After, Sort};

pub(super) use details::ring;
pub(super) use work::{claim, give_verdict, release, renew};

/// Rings per page.
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
    mean_probability: String,
    first_seen: String,
    last_seen: String,
}

/// `GET /console/rings`.
pub(super) async fn list(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<HttpResponse, Failure> {
    let query = Fields::from_query(&request);
    let sort = if query.text("sort") == "size" { Sort::Size } else { Sort::Risk };
    let after = query.text("after").split_once('/').and_then(|(value, ring)| {
        Some(After { value: value.parse().ok()?, ring: ring.parse().ok()? })
    });
    let filter = rings::Filter { sort, min_size: 2, after, limit: PAGE };
    let rings = rings::list(&app, &visitor.tenant, &filter).await?;
    let s = Shell::new(&visitor, "rings.title", &request);
    let next_page = |last: &RingSummary| {
        let (name, value) = match sort {
            Sort::Size => ("size", last.members.to_string()),
            Sort::Risk => ("risk", last.risk.to_string()),
        };
        format!("/console/rings?sort={name}&after={value}/{}", last.id)
    };
    Ok(page(&RingsPage {
        by_size: sort == Sort::Size,
        rings: rings.items.iter().map(|ring| ring_row(&s, ring)).collect(),
        more: rings.items.last().filter(|_| rings.more).map(next_page),
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
        mean_probability: percent(ring.mean_probability),
        first_seen: s.time(&ring.first_seen_at),
        last_seen: s.time(&ring.last_seen_at),
    }
}
