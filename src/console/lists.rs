//! Threat lists: the lists, their imports and a form for a new import.

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use evidence::lists::parse::{Format, Parsed};
use evidence::lists::{ListKind, ListMeaning, ThreatList};
use ids::ListId;

use super::answer::{page, page_with, redirect_with};
use super::choice::{Choice, choices};
use super::display::safe_text;
use super::failure::Failure;
use super::shell::Shell;
use super::upload::{File, MAX_UPLOAD_BYTES, Uploaded};
use super::visitor::{Fields, Posted, Visitor};
use crate::app::App;
use crate::auth::Scope;
use crate::service::lists::{self, Import, ListError, ListVersion, NewList};

/// Every kind of list, in the order of the form.
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
    kinds: Vec<Choice>,
    meanings: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "console/list.html")]
struct ListPage {
    s: Shell,
    may_change: bool,
    l: ListView,
    versions: Vec<VersionRow>,
    max_bytes: usize,
    form: ImportForm,
    /// The errors of an import that was just rejected.
    errors: Option<ImportErrors>,
}

/// The import form: empty, or as it was sent, to be fixed. A browser doesn't keep the file.
struct ImportForm {
    lines: String,
    source: String,
    days: String,
    formats: Vec<Choice>,
    append: bool,
    skip_invalid: bool,
}

/// Why an import was rejected.
struct ImportErrors {
    summary: String,
    /// Line numbers and what is wrong with each line.
    lines: Vec<(usize, String)>,
    /// Invalid lines that aren't in `lines`.
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
    created: String,
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
    let s = Shell::new(&visitor, "lists.title", &request);
    Ok(page(&ListsPage {
        may_change: visitor.may(Scope::ListsWrite),
        lists: all.iter().map(|list| list_view(&s, list)).collect(),
        kinds: choices(KINDS.map(|kind| (kind.name(), s.named("list_kind", kind.name()))), |_| {
            false
        }),
        meanings: choices(
            MEANINGS.map(|meaning| (meaning.name(), s.named("list_meaning", meaning.name()))),
            |_| false,
        ),
        s,
    }))
}

fn list_view(s: &Shell, list: &ThreatList) -> ListView {
    ListView {
        id: list.id.to_string(),
        href: format!("/console/lists/{}", list.id),
        name: safe_text(&list.name, 100),
        kind: s.named("list_kind", list.kind.name()),
        meaning: s.named("list_meaning", list.meaning.name()),
        version: list.version,
        entries: list.entries,
        created: s.day(&list.created_at),
    }
}

/// `GET /console/lists/{id}`.
pub(super) async fn details(
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
    let list = lists::find(app, &visitor.tenant, id).await?;
    let versions = lists::versions(app, &visitor.tenant, id).await?;
    let s = Shell::new(visitor, "lists.list", request);
    Ok(ListPage {
        may_change: visitor.may(Scope::ListsWrite),
        l: list_view(&s, &list),
        versions: versions.iter().map(|version| version_row(&s, version)).collect(),
        max_bytes: MAX_UPLOAD_BYTES,
        form: ImportForm::new(&s, &Fields::new(Vec::new())),
        errors: None,
        s,
    })
}

fn version_row(s: &Shell, version: &ListVersion) -> VersionRow {
    VersionRow {
        version: version.version,
        at: s.time(&version.created_at),
        mode: s.t(if version.append { "lists.append" } else { "lists.replace" }),
        source: safe_text(&version.source, 200),
        read: version.read,
        skipped: version.skipped,
        entries: version.entries,
        digest: version.digest.chars().take(12).collect(),
    }
}

type Answer = Result<HttpResponse, Failure>;

/// `POST /console/lists`.
pub(super) async fn create(app: Data<App>, posted: Posted) -> Answer {
    let Posted { visitor, fields } = posted;
    let new = NewList {
        name: fields.text("name").trim().to_owned(),
        kind: fields.parse("kind")?,
        meaning: fields.parse("meaning")?,
    };
    let created = lists::create(&app, &visitor.tenant, new).await?;
    Ok(redirect_with(format!("/console/lists/{}", created.id), "done.saved"))
}

/// File formats, with the names that the form uses.
const FORMATS: [(&str, Format); 4] = [
    ("text", Format::Text),
    ("csv", Format::Csv),
    ("ndjson", Format::Ndjson),
    ("stix", Format::Stix),
];

/// `POST /console/lists/{id}/import`: imports a file or pasted lines. Errors are shown line by line.
pub(super) async fn import(
    app: Data<App>,
    request: HttpRequest,
    id: Path<ListId>,
    sent: Uploaded,
) -> Answer {
    let Uploaded { visitor, fields, file } = sent;
    let import = parse_import(&fields, file)?;
    let parsed = match lists::import(&app, &visitor.tenant, *id, import, |_, _| {}).await {
        Ok(_) => return Ok(redirect_with(format!("/console/lists/{}", *id), "done.imported")),
        Err(ListError::Faults(parsed)) => parsed,
        Err(error) => return Err(error.into()),
    };
    let mut page = list_page(&app, &request, &visitor, *id).await?;
    page.errors = Some(import_errors(&page.s, &parsed));
    page.form = ImportForm::new(&page.s, &fields);
    Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

fn parse_import(fields: &Fields, file: Option<File>) -> Result<Import, Failure> {
    let source = fields.text("source").trim().to_owned();
    let days = fields.text("days").trim();
    let expires_in_days = if days.is_empty() { None } else { Some(fields.parse("days")?) };
    let days_fit = expires_in_days.is_none_or(|days| (1..=3_650).contains(&days));
    if source.chars().count() > 500 || source.contains(char::is_control) || !days_fit {
        return Err(Failure::BadForm);
    }
    let chosen = FORMATS.iter().find(|(name, _)| *name == fields.text("format"));
    let detected = file.as_ref().map_or(Format::Text, |file| format_from_name(&file.name));
    Ok(Import {
        format: chosen.map_or(detected, |(_, format)| *format),
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

fn format_from_name(name: &str) -> Format {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "csv" => Format::Csv,
        "ndjson" | "jsonl" => Format::Ndjson,
        "json" | "stix" => Format::Stix,
        _ => Format::Text,
    }
}

impl ImportForm {
    fn new(s: &Shell, fields: &Fields) -> Self {
        let formats = FORMATS.map(|(name, _)| (name, s.named("list_format", name)));
        Self {
            lines: fields.text("lines").to_owned(),
            source: fields.text("source").to_owned(),
            days: fields.text("days").to_owned(),
            formats: choices(formats, |name| name == fields.text("format")),
            append: fields.text("mode") == "append",
            skip_invalid: !fields.text("skip_invalid").is_empty(),
        }
    }
}

fn import_errors(s: &Shell, parsed: &Parsed) -> ImportErrors {
    let lines = parsed.faults.iter().map(|fault| (fault.line, safe_text(&fault.detail, 200)));
    ImportErrors {
        summary: if parsed.entries.is_empty() {
            s.t("error.no_entries")
        } else {
            s.with2("error.invalid_lines", "n", parsed.fault_count, "valid", parsed.entries.len())
        },
        more: parsed.fault_count.saturating_sub(parsed.faults.len()),
        lines: lines.collect(),
    }
}

/// `POST /console/lists/{id}/delete`.
pub(super) async fn delete(app: Data<App>, id: Path<ListId>, posted: Posted) -> Answer {
    lists::delete(&app, &posted.visitor.tenant, *id).await?;
    Ok(redirect_with("/console/lists", "done.deleted"))
}

impl From<ListError> for Failure {
    fn from(error: ListError) -> Self {
        match error {
            ListError::NotFound => Self::NotFound,
            ListError::BadName | ListError::Faults(_) => Self::BadForm,
            ListError::NameTaken => Self::Refused("error.list_name_taken"),
            ListError::Internal(error) => error.into(),
        }
    }
}
