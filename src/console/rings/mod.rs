//! Rings: which there are. One of them is [`one`]'s.

mod one;
mod work;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::failure::Failure;
use super::frame::page;
use super::shell::Shell;
use super::shown::percent;
use super::visitor::{Fields, Visitor};
use crate::app::App;
use crate::domain::ring::RingSummary;
use crate::service::rings;
use crate::store::rings::{After, Sort};

pub(super) use one::ring;
pub(super) use work::{claim, give, release, renew};

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

/// `GET /console/rings`.
pub(super) async fn list(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<HttpResponse, Failure> {
    let asked = Fields::asked(&request);
    let sort = if asked.text("sort") == "size" { Sort::Size } else { Sort::Risk };
    let after = asked.text("after").split_once('/').and_then(|(value, ring)| {
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
