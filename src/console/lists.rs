//! Threat lists: which there are, what was imported, and a new import.

use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::failure::Failure;
use super::frame::{page, to};
use super::shell::Shell;
use super::shown::shown;
use super::visitor::{Posted, Visitor};
use crate::app::App;
use crate::auth::Scope;
use crate::domain::ids::ListId;
use crate::domain::lists::{ListKind, ListMeaning, ThreatList};
use crate::lists::parse::Format;
use crate::service::lists::{self, Import, ListError, ListVersion, NewList};

/// Every kind of list, in the order of the page's choice.
const KINDS: [ListKind; 11] = [
    ListKind::Ip,
    ListKind::Email,
    ListKind::Domain,
    ListKind::Phone,
    ListKind::Handle,
    ListKind::Wallet,
    ListKind::Device,
    ListKind::Document,
    ListKind::Address,
    ListKind::Asn,
    ListKind::Account,
];
const MEANINGS: [ListMeaning; 3] =
    [ListMeaning::Actor, ListMeaning::Sanctions, ListMeaning::Forwarder];

#[derive(Template)]
#[template(path = "console/lists.html")]
struct ListsPage {
    s: Shell,
    may_change: bool,
    lists: Vec<ListView>,
    kinds: Vec<(&'static str, String)>,
    meanings: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "console/list.html")]
struct ListPage {
    s: Shell,
    may_change: bool,
    l: ListView,
    versions: Vec<VersionRow>,
}

struct ListView {
    id: String,
    href: String,
    name: String,
    kind: String,
    meaning: String,
    version: i32,
    entries: i64,
    made: String,
}

struct VersionRow {
    version: i32,
    at: String,
    mode: String,
    source: String,
    read: i64,
    skipped: i64,
    entries: i64,
    digest: String,
}

/// `GET /console/lists`.
pub(super) async fn list(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<HttpResponse, Failure> {
    let all = lists::all(&app, &visitor.tenant).await?;
    let s = Shell::of(&visitor, "lists.title", &request);
    Ok(page(&ListsPage {
        may_change: visitor.may(Scope::ListsWrite),
        lists: all.iter().map(|one| list_view(&s, one)).collect(),
        kinds: KINDS.map(|kind| (kind.name(), s.t(&format!("list_kind.{}", kind.name())))).into(),
        meanings: MEANINGS
            .map(|one| (one.name(), s.t(&format!("list_meaning.{}", one.name()))))
            .into(),
        s,
    }))
}

fn list_view(s: &Shell, list: &ThreatList) -> ListView {
    ListView {
        id: list.id.to_string(),
        href: format!("/console/lists/{}", list.id),
        name: shown(&list.name, 100),
        kind: s.t(&format!("list_kind.{}", list.kind.name())),
        meaning: s.t(&format!("list_meaning.{}", list.meaning.name())),
        version: list.version,
        entries: list.entries,
        made: s.day(&list.created_at),
    }
}

/// `GET /console/lists/{id}`.
pub(super) async fn one(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    id: Path<ListId>,
) -> Result<HttpResponse, Failure> {
    let found = lists::find(&app, &visitor.tenant, *id).await?;
    let versions = lists::versions(&app, &visitor.tenant, *id).await?;
    let s = Shell::of(&visitor, "lists.list", &request);
    Ok(page(&ListPage {
        may_change: visitor.may(Scope::ListsWrite),
        l: list_view(&s, &found),
        versions: versions.iter().map(|one| version_row(&s, one)).collect(),
        s,
    }))
}

fn version_row(s: &Shell, version: &ListVersion) -> VersionRow {
    VersionRow {
        version: version.version,
        at: s.time(&version.created_at),
        mode: s.t(if version.append { "lists.append" } else { "lists.replace" }),
        source: shown(&version.source, 200),
        read: version.read,
        skipped: version.skipped,
        entries: version.entries,
        digest: version.digest.chars().take(12).collect(),
    }
}

type Done = Result<HttpResponse, Failure>;

/// `POST /console/lists`.
pub(super) async fn create(app: Data<App>, posted: Posted) -> Done {
    let Posted { visitor, fields } = posted;
    let new = NewList {
        name: fields.text("name").trim().to_owned(),
        kind: fields.parse("kind")?,
        meaning: fields.parse("meaning")?,
    };
    let made = lists::create(&app, &visitor.tenant, new).await?;
    Ok(to(format!("/console/lists/{}?said=saved", made.id)))
}

/// `POST /console/lists/{id}/import`: lines that were pasted; files go through the API.
pub(super) async fn import(app: Data<App>, id: Path<ListId>, posted: Posted) -> Done {
    let Posted { visitor, fields } = posted;
    let import = Import {
        format: Format::Text,
        bytes: Bytes::from(fields.text("lines").to_owned()),
        append: fields.text("mode") == "append",
        source: fields.text("source").trim().to_owned(),
        expires_in_days: fields.text("days").parse().ok(),
        skip_invalid: !fields.text("skip_invalid").is_empty(),
    };
    if import.source.is_empty() {
        return Err(Failure::BadForm);
    }
    lists::import(&app, &visitor.tenant, *id, import, |_, _| {}).await?;
    Ok(to(format!("/console/lists/{}?said=imported", *id)))
}

/// `POST /console/lists/{id}/delete`.
pub(super) async fn delete(app: Data<App>, id: Path<ListId>, posted: Posted) -> Done {
    lists::delete(&app, &posted.visitor.tenant, *id).await?;
    Ok(to("/console/lists?said=deleted"))
}

impl From<ListError> for Failure {
    fn from(error: ListError) -> Self {
        match error {
            ListError::NotFound => Self::NotFound,
            ListError::BadName => Self::BadForm,
            ListError::NameTaken => Self::Refused("lists.name_taken"),
            ListError::Faults(_) => Self::Refused("lists.faults"),
            ListError::Internal(error) => error.into(),
        }
    }
}
