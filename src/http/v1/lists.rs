//! `/v1/lists`: threat lists.

use actix_web::HttpResponse;
use actix_web::http::header::{self};
use actix_web::web::{Data, Json, Path};
use chrono::{DateTime, Utc};
use evidence::lists::{ListKind, ListMeaning, ThreatList};
use ids::ListId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::app::App;
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::error_code::ErrorCode;
use crate::http::file::ListFile;
use crate::http::problem::Problem;
use crate::http::query::Parameters;
use crate::service::lists::{self, Import, ListVersion, NewList};

/// A new threat list.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewListBody {
    /// The name, as responses show it.
    #[schema(min_length = 1, max_length = 100, example = "reported-exits-2026")]
    name: String,
    /// What the entries are.
    kind: ListKind,
    /// What a match means.
    meaning: ListMeaning,
}

/// A threat list.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct ListBody {
    id: ListId,
    name: String,
    /// What the entries are.
    kind: ListKind,
    /// What a match means.
    meaning: ListMeaning,
    /// The current version; 0 before the first import.
    version: i32,
    /// The number of entries, including expired ones.
    entries: i64,
    created_at: DateTime<Utc>,
}

/// The tenant's threat lists.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct ListPage {
    /// Every list, ordered by name.
    data: Vec<ListBody>,
}

/// An import into a list.
#[derive(Debug, Serialize, ToSchema)]
struct ListVersionBody {
    /// From 1.
    version: i32,
    /// Whether the import kept the earlier entries.
    append: bool,
    /// The source, as the importer described it.
    source: String,
    /// The SHA-256 digest of the imported bytes.
    #[schema(example = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    digest: String,
    /// The number of entries in the file.
    read: i64,
    /// The number of lines or objects that were skipped.
    skipped: i64,
    /// The number of entries in the list after the import.
    entries: i64,
    created_at: DateTime<Utc>,
}

/// The imports into a list.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct VersionPage {
    /// The latest 100, the latest first.
    data: Vec<ListVersionBody>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ImportQuery {
    /// The source of the file, such as a report, a feed or a date. Stored with the version.
    source: Option<String>,
    /// Whether to keep the earlier entries.
    #[param(default = false)]
    append: Option<bool>,
    /// The number of days after which entries without a date of their own expire. By default 180 for addresses and never
    /// for other kinds.
    #[param(minimum = 1, maximum = 3650)]
    expires_in_days: Option<u16>,
    /// Whether to skip invalid lines instead of refusing the file.
    #[param(default = false)]
    skip_invalid: Option<bool>,
}

/// The result of an import.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct ImportBody {
    /// The new version of the list.
    version: i32,
    /// The number of entries in the file.
    read: usize,
    /// The number of duplicates among them.
    duplicates: usize,
    /// The number of lines or objects that were skipped.
    skipped: usize,
    /// The number of entries in the list now.
    entries: i64,
    /// The first 100 faults in skipped lines.
    faults: Vec<FaultBody>,
}

/// A fault in a file.
#[derive(Debug, Serialize, ToSchema)]
struct FaultBody {
    /// The line, from 1. In STIX, the number of the object.
    line: usize,
    detail: String,
}

/// List the threat lists
#[utoipa::path(get, path = "",
    responses((status = 200, description = "Every list, ordered by name", body = ListPage)))]
pub(in crate::http) async fn list(
    app: Data<App>,
    caller: Caller,
) -> Result<Json<ListPage>, Problem> {
    let all = lists::all(&app, &caller.tenant).await?;
    Ok(Json(ListPage { data: all.into_iter().map(Into::into).collect() }))
}

/// Create an empty threat list
///
/// Fill it with `POST /v1/lists/{id}/imports`. An empty list is not consulted.
#[utoipa::path(post, path = "", request_body = NewListBody,
    responses((status = 201, description = "The list", body = ListBody)))]
pub(in crate::http) async fn create(
    app: Data<App>,
    caller: Caller,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let new: NewListBody = body.read_or(|fault| {
        let detail = format!("the list is invalid: {}", fault.detail);
        Problem::new(ErrorCode::ListInvalid, detail).with_errors(vec![fault])
    })?;
    let NewListBody { name, kind, meaning } = new;
    let made = lists::create(&app, &caller.tenant, NewList { name, kind, meaning }).await?;
    let location = format!("/v1/lists/{}", made.id);
    let body = ListBody::from(made);
    Ok(HttpResponse::Created().insert_header((header::LOCATION, location)).json(body))
}

/// Find a threat list
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The list", body = ListBody)))]
pub(in crate::http) async fn find(
    app: Data<App>,
    caller: Caller,
    id: Path<ListId>,
) -> Result<Json<ListBody>, Problem> {
    Ok(Json(lists::find(&app, &caller.tenant, *id).await?.into()))
}

/// Delete a threat list
///
/// Deletes its entries too. Earlier decisions keep their matches.
#[utoipa::path(delete, path = "", responses((status = 204, description = "The list was deleted")))]
pub(in crate::http) async fn delete(
    app: Data<App>,
    caller: Caller,
    id: Path<ListId>,
) -> Result<HttpResponse, Problem> {
    lists::delete(&app, &caller.tenant, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// List a threat list's imports
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The imports, the latest first", body = VersionPage)))]
pub(in crate::http) async fn versions(
    app: Data<App>,
    caller: Caller,
    id: Path<ListId>,
) -> Result<Json<VersionPage>, Problem> {
    let versions = lists::versions(&app, &caller.tenant, *id).await?;
    Ok(Json(VersionPage { data: versions.into_iter().map(Into::into).collect() }))
}

/// Import a file into a threat list
///
/// Formats: one value per line as `text/plain`; `text/csv` or `application/x-ndjson` with the field `value` and
/// optionally `expires_at` and `confidence`; or a STIX 2.1 bundle as `application/stix+json`. The file becomes a new
/// version of the list as a whole, or not at all.
#[utoipa::path(post, path = "", params(ImportQuery),
    request_body(content(
        (String = "text/plain", example = "192.0.2.0/24\n198.51.100.7 # a comment\n"),
        (String = "text/csv", example = "value,expires_at,confidence\n192.0.2.7,2027-01-01T00:00:00Z,80\n"),
        (String = "application/x-ndjson"),
        (String = "application/stix+json"),
    )),
    responses((status = 201, description = "The result of the import", body = ImportBody)))]
pub(in crate::http) async fn import(
    app: Data<App>,
    caller: Caller,
    id: Path<ListId>,
    query: Parameters<ImportQuery>,
    file: ListFile,
) -> Result<HttpResponse, Problem> {
    let ImportQuery { source, append, expires_in_days, skip_invalid } = query.0;
    if expires_in_days.is_some_and(|days| !(1..=3650).contains(&days)) {
        let detail = "the query parameter `expires_in_days` must be between 1 and 3650";
        return Err(Problem::query_invalid(detail));
    }
    let source = source.unwrap_or_default();
    if source.chars().count() > 500 || source.contains(char::is_control) {
        let detail = "the query parameter `source` must be at most 500 characters of text";
        return Err(Problem::query_invalid(detail));
    }
    let import = Import {
        format: file.format,
        bytes: file.bytes,
        append: append.unwrap_or_default(),
        source,
        expires_in_days,
        skip_invalid: skip_invalid.unwrap_or_default(),
    };
    let done = lists::import(&app, &caller.tenant, *id, import, |_, _| {}).await?;
    let fault = |fault: evidence::lists::parse::LineFault| FaultBody {
        line: fault.line,
        detail: fault.detail,
    };
    Ok(HttpResponse::Created().json(ImportBody {
        version: done.version,
        read: done.read,
        duplicates: done.duplicates,
        skipped: done.skipped,
        entries: done.entries,
        faults: done.faults.into_iter().map(fault).collect(),
    }))
}

impl From<ThreatList> for ListBody {
    fn from(from: ThreatList) -> Self {
        let ThreatList { id, name, kind, meaning, version, entries, created_at } = from;
        Self { id, name, kind, meaning, version, entries, created_at }
    }
}

impl From<ListVersion> for ListVersionBody {
    fn from(from: ListVersion) -> Self {
        Self {
            version: from.version,
            append: from.append,
            source: from.source,
            digest: format!("sha256:{}", from.digest),
            read: from.read,
            skipped: from.skipped,
            entries: from.entries,
            created_at: from.created_at,
        }
    }
}
