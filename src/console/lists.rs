//! Threat lists: which there are, what was imported, and a new import.

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use evidence::lists::parse::{Format, Parsed};
use evidence::lists::{ListKind, ListMeaning, ThreatList};
use ids::ListId;

use super::failure::Failure;
use super::frame::{page, page_with, to};
use super::shell::Shell;
use super::shown::shown;
use super::upload::{File, MOST_UPLOAD, Uploaded};
use super::visitor::{Fields, Posted, Visitor};
use crate::app::App;
use crate::auth::Scope;
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
const MEANINGS: [ListMeaning; 4] =
    [ListMeaning::Actor, ListMeaning::Sanctions, ListMeaning::Forwarder, ListMeaning::Disposable];

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
    most_bytes: usize,
    formats: Vec<(&'static str, String)>,
    form: ImportForm,
    /// What was sent and not imported.
    refused: Option<RefusedView>,
}

/// What the form of an import holds: what the API takes for granted, or what was sent and is to be put right.
#[derive(Default)]
struct ImportForm {
    lines: String,
    source: String,
    days: String,
    format: String,
    append: bool,
    skip_invalid: bool,
}

/// An import that was refused: what is wrong where.
struct RefusedView {
    what: String,
    faults: Vec<(usize, String)>,
    more: usize,
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
    Ok(page(&list_page(&app, &request, &visitor, *id).await?))
}

async fn list_page(
    app: &App,
    request: &HttpRequest,
    visitor: &Visitor,
    id: ListId,
) -> Result<ListPage, Failure> {
    let found = lists::find(app, &visitor.tenant, id).await?;
    let versions = lists::versions(app, &visitor.tenant, id).await?;
    let s = Shell::of(visitor, "lists.list", request);
    Ok(ListPage {
        may_change: visitor.may(Scope::ListsWrite),
        l: list_view(&s, &found),
        versions: versions.iter().map(|one| version_row(&s, one)).collect(),
        most_bytes: MOST_UPLOAD,
        formats: FORMATS.map(|(name, _)| (name, s.t(&format!("list_format.{name}")))).into(),
        form: ImportForm::default(),
        refused: None,
        s,
    })
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

/// How a file can be written, with the names of the form.
const FORMATS: [(&str, Format); 4] = [
    ("text", Format::Text),
    ("csv", Format::Csv),
    ("ndjson", Format::Ndjson),
    ("stix", Format::Stix),
];

/// `POST /console/lists/{id}/import`: a file, or lines that were pasted. What is refused is shown with its lines.
pub(super) async fn import(
    app: Data<App>,
    request: HttpRequest,
    id: Path<ListId>,
    sent: Uploaded,
) -> Done {
    let Uploaded { visitor, fields, file } = sent;
    let import = import_of(&fields, file)?;
    let refused = match lists::import(&app, &visitor.tenant, *id, import, |_, _| {}).await {
        Ok(_) => return Ok(to(format!("/console/lists/{}?said=imported", *id))),
        Err(ListError::Faults(parsed)) => parsed,
        Err(error) => return Err(error.into()),
    };
    let mut shown = list_page(&app, &request, &visitor, *id).await?;
    shown.refused = Some(refused_view(&shown.s, &refused));
    shown.form = ImportForm::of(&fields);
    Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown))
}

fn import_of(fields: &Fields, file: Option<File>) -> Result<Import, Failure> {
    let source = fields.text("source").trim().to_owned();
    let days = fields.text("days").trim();
    let expires_in_days = if days.is_empty() { None } else { Some(fields.parse("days")?) };
    let days_fit = expires_in_days.is_none_or(|days| (1..=3_650).contains(&days));
    if source.chars().count() > 500 || source.contains(char::is_control) || !days_fit {
        return Err(Failure::BadForm);
    }
    let named = FORMATS.iter().find(|(name, _)| *name == fields.text("format"));
    let by_name = file.as_ref().map_or(Format::Text, |file| format_of(&file.name));
    Ok(Import {
        format: named.map_or(by_name, |(_, format)| *format),
        bytes: match file {
            Some(file) => file.bytes,
            None => Bytes::from(fields.text("lines").to_owned()),
        },
        append: fields.text("mode") == "append",
        source,
        expires_in_days,
        skip_invalid: !fields.text("skip_invalid").is_empty(),
    })
}

/// How a file is written, by the end of its name.
fn format_of(name: &str) -> Format {
    let end = name.rsplit_once('.').map_or("", |(_, end)| end).to_ascii_lowercase();
    match end.as_str() {
        "csv" => Format::Csv,
        "ndjson" | "jsonl" => Format::Ndjson,
        "json" | "stix" => Format::Stix,
        _ => Format::Text,
    }
}

impl ImportForm {
    /// As it was sent; a browser does not give a file back.
    fn of(fields: &Fields) -> Self {
        Self {
            lines: fields.text("lines").to_owned(),
            source: fields.text("source").to_owned(),
            days: fields.text("days").to_owned(),
            format: fields.text("format").to_owned(),
            append: fields.text("mode") == "append",
            skip_invalid: !fields.text("skip_invalid").is_empty(),
        }
    }
}

fn refused_view(s: &Shell, parsed: &Parsed) -> RefusedView {
    let faults = parsed.faults.iter().map(|fault| (fault.line, shown(&fault.detail, 200)));
    RefusedView {
        what: if parsed.entries.is_empty() {
            s.t("lists.no_entries")
        } else {
            s.with2("lists.faults", "n", parsed.faulty, "good", parsed.entries.len())
        },
        more: parsed.faulty.saturating_sub(parsed.faults.len()),
        faults: faults.collect(),
    }
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
            ListError::BadName | ListError::Faults(_) => Self::BadForm,
            ListError::NameTaken => Self::Refused("lists.name_taken"),
            ListError::Internal(error) => error.into(),
        }
    }
}
