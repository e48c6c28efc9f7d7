//! The audit log.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde_json::Value;

use super::answer::page;
use super::choice::{Choice, choices};
use super::display::safe_text;
use super::failure::Failure;
use super::names::Names;
use super::shell::Shell;
use super::visitor::{Fields, Visitor};
use crate::app::App;
use crate::service::audit::{self, Choices};
use crate::store::audit::{Filter, Record};

/// Entries per page.
const PAGE: i64 = 50;
/// The pages of subjects, by the prefix of their ids.
const SUBJECT_PAGES: [(&str, &str); 8] = [
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
    actors: Vec<Choice>,
    actions: Vec<Choice>,
    subject: String,
    rows: Vec<AuditRow>,
    more: Option<String>,
}

struct AuditRow {
    at: String,
    by: String,
    action: String,
    subject: String,
    /// The full id, of which the row shows only the end.
    full_subject: String,
    href: Option<String>,
    details: Vec<(String, String)>,
}

/// `GET /console/audit`.
pub(super) async fn list(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<HttpResponse, Failure> {
    let query = Fields::from_query(&request);
    let optional =
        |name: &str| Some(query.text(name).trim().to_owned()).filter(|value| !value.is_empty());
    let filter = Filter {
        actor: optional("actor"),
        action: optional("action"),
        subject: optional("subject"),
        before: query.parse("before").ok(),
        limit: PAGE,
    };
    let page_of_log = audit::list(&app, &visitor.tenant, filter.clone()).await?;
    let Choices { actors, actions } = audit::choices(&app, &visitor.tenant).await?;
    let names = Names::load(&app, &visitor.tenant).await?;
    let s = Shell::new(&visitor, "audit.title", &request);
    let last = page_of_log.items.last().filter(|_| page_of_log.more);
    let display_name = |actor: &str| names.display_id(actor);
    Ok(page(&AuditPage {
        is_filtered: filter.actor.is_some() || filter.action.is_some() || filter.subject.is_some(),
        actors: filter_choices(actors, filter.actor.as_deref(), &display_name),
        actions: filter_choices(actions, filter.action.as_deref(), &str::to_owned),
        more: last.map(|last| next_page(&filter, last)),
        subject: filter.subject.as_deref().map(|it| safe_text(it, 100)).unwrap_or_default(),
        rows: page_of_log.items.iter().map(|record| row(&s, &names, record)).collect(),
        s,
    }))
}

/// The choices of a filter. They contain the chosen value even if the log doesn't.
fn filter_choices(
    mut values: Vec<String>,
    chosen: Option<&str>,
    display: &dyn Fn(&str) -> String,
) -> Vec<Choice> {
    if let Some(chosen) = chosen.filter(|chosen| !values.iter().any(|value| value == chosen)) {
        values.push(chosen.to_owned());
    }
    let pairs = values.into_iter().map(|value| {
        let text = display(&value);
        (value, text)
    });
    let mut choices = choices(pairs, |value| Some(value) == chosen);
    choices.sort_by_key(|choice| choice.text.to_lowercase());
    choices
}

fn next_page(filter: &Filter, last: &Record) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let parts =
        [("actor", &filter.actor), ("action", &filter.action), ("subject", &filter.subject)];
    for (name, value) in parts {
        if let Some(value) = value {
            query.append_pair(name, value);
        }
    }
    query.append_pair("before", &last.id.to_string());
    format!("/console/audit?{}", query.finish())
}

fn row(s: &Shell, names: &Names, record: &Record) -> AuditRow {
    let page = SUBJECT_PAGES.iter().find(|(prefix, _)| record.subject.starts_with(prefix));
    AuditRow {
        at: s.time(&record.at),
        by: names.display_id(&record.actor),
        action: record.action.clone(),
        href: page.map(|(_, path)| format!("{path}{}", record.subject)),
        subject: short_id(&names.display_id(&record.subject)),
        full_subject: safe_text(&record.subject, 200),
        details: details(&record.details, names),
    }
}

/// The prefix and the end of an id; anything else as it is.
fn short_id(text: &str) -> String {
    match text.split_once('_') {
        Some((kind, rest)) if rest.len() == 32 && rest.is_ascii() => {
            format!("{kind}_…{}", &rest[24..])
        }
        _ => text.to_owned(),
    }
}

/// The details of an entry, except those that are null.
fn details(details: &Value, names: &Names) -> Vec<(String, String)> {
    let Some(fields) = details.as_object() else { return Vec::new() };
    let present = fields.iter().filter(|(_, value)| !value.is_null());
    let pair = |(name, value): (&String, &Value)| {
        let text = match value {
            Value::String(text) => short_id(&names.display_id(text)),
            Value::Array(items) if items.iter().all(Value::is_string) => {
                items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
            }
            other => safe_text(&other.to_string(), 300),
        };
        (safe_text(name, 60), text)
    };
    present.map(pair).collect()
}
