//! The audit: who did what, to what, when.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde_json::Value;

use super::failure::Failure;
use super::frame::page;
use super::shell::Shell;
use super::shown::shown;
use super::visitor::{Fields, Visitor};
use crate::app::App;
use crate::service::audit::{self, Choices};
use crate::service::users;
use crate::store::audit::{Filter, Record};

/// How many entries a page shows.
const PAGE: i64 = 50;
/// Where the things are that have a page, by the prefix of their names.
const PLACES: [(&str, &str); 8] = [
    ("rev_", "/console/reviews/"),
    ("app_", "/console/applicants/"),
    ("dec_", "/console/decisions/"),
    ("ring_", "/console/rings/"),
    ("mod_", "/console/models/"),
    ("list_", "/console/lists/"),
    ("whe_", "/console/webhooks/"),
    ("train_", "/console/training/"),
];

#[derive(Template)]
#[template(path = "console/audit.html")]
struct AuditPage {
    s: Shell,
    is_filtered: bool,
    actors: Vec<ChoiceView>,
    actions: Vec<ChoiceView>,
    subject: String,
    rows: Vec<AuditRow>,
    more: Option<String>,
}

struct ChoiceView {
    value: String,
    text: String,
    is_chosen: bool,
}

struct AuditRow {
    at: String,
    by: String,
    action: String,
    subject: String,
    /// The whole name, where the row shows its end alone.
    whole: String,
    href: Option<String>,
    details: Vec<(String, String)>,
}

/// `GET /console/audit`.
pub(super) async fn list(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<HttpResponse, Failure> {
    let asked = Fields::asked(&request);
    let given =
        |name: &str| Some(asked.text(name).trim().to_owned()).filter(|value| !value.is_empty());
    let filter = Filter {
        actor: given("actor"),
        action: given("action"),
        subject: given("subject"),
        before: asked.parse("before").ok(),
        limit: PAGE,
    };
    let found = audit::list(&app, &visitor.tenant, filter.clone()).await?;
    let Choices { actors, actions } = audit::choices(&app, &visitor.tenant).await?;
    let names = users::names(&app, &visitor.tenant).await?;
    let s = Shell::of(&visitor, "audit.title", &request);
    let last = found.items.last().filter(|_| found.more);
    let called = |actor: &str| shown(names.get(actor).map_or(actor, String::as_str), 60);
    Ok(page(&AuditPage {
        is_filtered: filter.actor.is_some() || filter.action.is_some() || filter.subject.is_some(),
        actors: choices(actors, filter.actor.as_deref(), &called),
        actions: choices(actions, filter.action.as_deref(), &str::to_owned),
        more: last.map(|last| next_page(&filter, last)),
        subject: filter.subject.as_deref().map(|it| shown(it, 100)).unwrap_or_default(),
        rows: found.items.iter().map(|one| row(&s, &called, one)).collect(),
        s,
    }))
}

/// The choices of a filter; what is chosen is among them even if nothing like it was ever done.
fn choices(
    mut all: Vec<String>,
    chosen: Option<&str>,
    called: &dyn Fn(&str) -> String,
) -> Vec<ChoiceView> {
    if let Some(chosen) = chosen.filter(|chosen| !all.iter().any(|one| one == chosen)) {
        all.push(chosen.to_owned());
    }
    let choice = |value: String| ChoiceView {
        text: called(&value),
        is_chosen: Some(value.as_str()) == chosen,
        value,
    };
    let mut choices: Vec<ChoiceView> = all.into_iter().map(choice).collect();
    choices.sort_by_key(|one| one.text.to_lowercase());
    choices
}

fn next_page(filter: &Filter, last: &Record) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let kept = [("actor", &filter.actor), ("action", &filter.action), ("subject", &filter.subject)];
    for (name, value) in kept {
        if let Some(value) = value {
            query.append_pair(name, value);
        }
    }
    query.append_pair("before", &last.id.to_string());
    format!("/console/audit?{}", query.finish())
}

fn row(s: &Shell, called: &dyn Fn(&str) -> String, record: &Record) -> AuditRow {
    let place = PLACES.iter().find(|(prefix, _)| record.subject.starts_with(prefix));
    AuditRow {
        at: s.time(&record.at),
        by: called(&record.actor),
        action: record.action.clone(),
        href: place.map(|(_, place)| format!("{place}{}", record.subject)),
        subject: short(&called(&record.subject)),
        whole: shown(&record.subject, 200),
        details: details(&record.details, called),
    }
}

/// A name on record by its kind and its end; all of anything else.
fn short(name: &str) -> String {
    match name.split_once('_') {
        Some((kind, rest)) if rest.len() == 32 && rest.is_ascii() => {
            format!("{kind}_…{}", &rest[24..])
        }
        _ => name.to_owned(),
    }
}

/// What else is known, a pair each; what is nothing is left out.
fn details(details: &Value, called: &dyn Fn(&str) -> String) -> Vec<(String, String)> {
    let Some(fields) = details.as_object() else { return Vec::new() };
    let known = fields.iter().filter(|(_, value)| !value.is_null());
    let pair = |(name, value): (&String, &Value)| {
        let text = match value {
            Value::String(text) => short(&called(text)),
            Value::Array(items) if items.iter().all(Value::is_string) => {
                items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
            }
            other => shown(&other.to_string(), 300),
        };
        (shown(name, 60), text)
    };
    known.map(pair).collect()
}
