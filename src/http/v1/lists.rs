//! `/v1/lists`: threat lists.

use actix_web::HttpResponse;
use actix_web::http::header::{self};
use actix_web::web::{Data, Json, Path};
use chrono::{DateTime, Utc};
use evidence::lists::{self as threat, ListKind, ListMeaning};
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
use crate::service::lists::{self, Import, NewList};

/// A new threat list.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewThreatList {
    /// Name of the list, as shown in results.
    #[schema(min_length = 1, max_length = 100, example = "reported-exits-2026")]
    name: String,
    /// Type of value on the list.
    kind: ListKind,
    /// What a match means.
    meaning: ListMeaning,
}

/// A threat list.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct ThreatList {
    /// Id of the list, `list_…`.
    id: ListId,
    /// Name of the list, as shown in results.
    name: String,
    /// Type of value on the list.
    kind: ListKind,
    /// What a match means.
    meaning: ListMeaning,
    /// Version in use; 0 if nothing was imported yet.
    version: i32,
    /// Number of entries, including expired ones.
    entries: i64,
    /// When the list was created.
    created_at: DateTime<Utc>,
}

/// The tenant's threat lists.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct ThreatListPage {
    /// All lists, sorted by name.
    data: Vec<ThreatList>,
}

/// An import into a threat list.
#[derive(Debug, Serialize, ToSchema)]
struct ListVersion {
    /// Version number, starting at 1.
    version: i32,
    /// Whether earlier entries were kept.
    appended: bool,
    /// Where the file came from, as stated by the importer.
    source: String,
    /// SHA-256 digest of the imported file.
    #[schema(example = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    digest: String,
    /// Number of entries read from the file.
    entries_read: i64,
    /// Number of invalid lines or objects that were skipped.
    skipped: i64,
    /// Number of entries in the list after the import.
    entries: i64,
    /// When the file was imported.
    created_at: DateTime<Utc>,
}

/// The imports of a threat list.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct ListVersionPage {
    /// The latest 100 imports, newest first.
    data: Vec<ListVersion>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ImportQuery {
    /// Where the file comes from, such as a report, a feed or a date. Stored with the import.
    source: Option<String>,
    /// Whether to keep the entries already on the list.
    #[param(default = false)]
    append: Option<bool>,
    /// Days until entries without their own expiry date expire. By default, IP addresses expire after 180 days, and
    /// other types never.
    #[param(minimum = 1, maximum = 3650)]
    expires_in_days: Option<u16>,
    /// Whether to skip invalid lines instead of rejecting the file.
    #[param(default = false)]
    skip_invalid: Option<bool>,
}

/// Result of an import.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct ListImport {
    /// Version the import created.
    version: i32,
    /// Number of entries read from the file.
    entries_read: usize,
    /// Number of entries that appeared more than once in the file.
    duplicates: usize,
    /// Number of invalid lines or objects that were skipped.
    skipped: usize,
    /// Number of entries in the list after the import.
    entries: i64,
    /// Errors in the skipped lines, at most 100.
    errors: Vec<ListFileError>,
}

/// An error in an imported file.
#[derive(Debug, Serialize, ToSchema)]
struct ListFileError {
    /// Line number, starting at 1. For STIX, the position of the object.
    line: usize,
    /// What is wrong with the line.
    detail: String,
}

/// List threat lists
#[utoipa::path(get, path = "",
    responses((status = 200, description = "All lists, sorted by name", body = ThreatListPage)))]
pub(in crate::http) async fn list(
    app: Data<App>,
    caller: Caller,
) -> Result<Json<ThreatListPage>, Problem> {
    let all = lists::all(&app, &caller.tenant).await?;
    Ok(Json(ThreatListPage { data: all.into_iter().map(Into::into).collect() }))
}

/// Create an empty threat list
///
/// Fill it with `POST /v1/lists/{id}/imports`. Empty lists are not checked.
#[utoipa::path(post, path = "", request_body = NewThreatList,
    responses((status = 201, description = "The list", body = ThreatList)))]
pub(in crate::http) async fn create(
    app: Data<App>,
    caller: Caller,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let new: NewThreatList = body.read_or(|fault| {
        let detail = format!("the list is invalid: {}", fault.detail);
        Problem::new(ErrorCode::ListInvalid, detail).with_errors(vec![fault])
    })?;
    let NewThreatList { name, kind, meaning } = new;
    let made = lists::create(&app, &caller.tenant, NewList { name, kind, meaning }).await?;
    let location = format!("/v1/lists/{}", made.id);
    let body = ThreatList::from(made);
    Ok(HttpResponse::Created().insert_header((header::LOCATION, location)).json(body))
}

/// Get a threat list
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The list", body = ThreatList)))]
pub(in crate::http) async fn find(
    app: Data<App>,
    caller: Caller,
    id: Path<ListId>,
) -> Result<Json<ThreatList>, Problem> {
    Ok(Json(lists::find(&app, &caller.tenant, *id).await?.into()))
}

/// Delete a threat list
///
/// Deletes its entries. Existing decisions keep the matches they recorded.
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
    responses((status = 200, description = "The imports, newest first", body = ListVersionPage)))]
pub(in crate::http) async fn versions(
    app: Data<App>,
    caller: Caller,
    id: Path<ListId>,
) -> Result<Json<ListVersionPage>, Problem> {
    let versions = lists::versions(&app, &caller.tenant, *id).await?;
    Ok(Json(ListVersionPage { data: versions.into_iter().map(Into::into).collect() }))
}

/// Import a file into a threat list
///
/// Formats: one value per line as `text/plain`; `text/csv` and `application/x-ndjson` with the field `value` and
/// optionally `expires_at` and `confidence`; or a STIX 2.1 bundle as `application/stix+json`. The file becomes a new
/// version of the list, completely or not at all.
#[utoipa::path(post, path = "", params(ImportQuery),
    request_body(content(
        (String = "text/plain", example = "192.0.2.0/24\n198.51.100.7 # a comment\n"),
        (String = "text/csv", example = "value,expires_at,confidence\n192.0.2.7,2027-01-01T00:00:00Z,80\n"),
        (String = "application/x-ndjson"),
        (String = "application/stix+json"),
    )),
    responses((status = 201, description = "Result of the import", body = ListImport)))]
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
    let fault = |fault: evidence::lists::parse::LineFault| ListFileError {
        line: fault.line,
        detail: fault.detail,
    };
    Ok(HttpResponse::Created().json(ListImport {
        version: done.version,
        entries_read: done.read,
        duplicates: done.duplicates,
        skipped: done.skipped,
        entries: done.entries,
        errors: done.faults.into_iter().map(fault).collect(),
    }))
}

impl From<threat::ThreatList> for ThreatList {
    fn from(from: threat::ThreatList) -> Self {
        let threat::ThreatList { id, name, kind, meaning, version, entries, created_at } = from;
        Self { id, name, kind, meaning, version, entries, created_at }
    }
}

impl From<lists::ListVersion> for ListVersion {
    fn from(from: lists::ListVersion) -> Self {
        Self {
            version: from.version,
            appended: from.append,
            source: from.source,
            digest: format!("sha256:{}", from.digest),
            entries_read: from.read,
            skipped: from.skipped,
            entries: from.entries,
            created_at: from.created_at,
        }
    }
}
