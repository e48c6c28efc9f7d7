//! `/v1/adapters`: profiles in the formats of other products.

use std::collections::BTreeMap;

use actix_web::HttpRequest;
use actix_web::web::{Data, Json, Path};
use chrono::{DateTime, Utc};
use evidence::adapters::{Converted, Kind, Note, Options, signature};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::decisions::Decision;
use super::scores::ScoreResult;
use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::http::caller::Caller;
use crate::http::error_code::ErrorCode;
use crate::http::file::AnyFile;
use crate::http::problem::Problem;
use crate::http::query::Parameters;
use crate::service::people::merging::Merged;
use crate::service::scoring::adapters::{self, Applied};

/// What to do with the converted profiles: `convert` (only return them), `score` (also score them, storing nothing) or
/// `decide` (score and store them, and erase applicants the input asks to erase).
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::http) enum ConversionAction {
    /// Nothing: the documents are the answer.
    #[default]
    Convert,
    /// Score them, without storing anything.
    Score,
    /// Make decisions on them, and erase the applicant if the input asks for it.
    Decide,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ConvertQuery {
    /// Your id for the applicant. Required if the input has none; otherwise it replaces the input's id.
    external_id: Option<String>,
    /// Required for `csv`: a JSON object that maps profile fields to columns, such as `{"external_id": "id",
    /// "contact.emails[].address": "mail"}`.
    mapping: Option<String>,
    /// When the input was submitted, for input that contains no time, such as an application to Greenhouse's job
    /// board.
    submitted_at: Option<DateTime<Utc>>,
    /// What to do with the converted profiles. The default is `convert`.
    action: Option<ConversionAction>,
}

/// The converted profiles, and what was done with them.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(in crate::http) struct ConversionResult {
    /// Profile documents made from the input.
    documents: Vec<Value>,
    /// Parts of the input that were left out, and why.
    notes: Vec<Note>,
    /// With `action=score`: the score of each document.
    scores: Vec<ScoreResult>,
    /// With `action=decide`: the decision on each document.
    decisions: Vec<Decision>,
    /// The event the input reports, such as the erasure of a candidate; `null` if there is none.
    event: Option<VendorEvent>,
}

/// What a vendor's event led to.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(in crate::http) struct VendorEvent {
    /// What the event was about.
    outcome: VendorOutcome,
    /// `external_id` of the applicant the event is about.
    external_id: Option<String>,
    /// After a merge: `external_id` of the applicant that remains.
    merged_into: Option<String>,
    /// Whether an applicant with that `external_id` existed and was erased.
    erased: bool,
}

/// What a vendor's event was about: `decided` (profiles were scored and stored), `erased` or `merged` (the vendor
/// erased or merged a candidate) or `ignored` (the event has no effect here).
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum VendorOutcome {
    /// Profiles, on which decisions were made.
    Decided,
    /// A candidate was erased.
    Erased,
    /// A candidate was merged into another one.
    Merged,
    /// The event does not concern an applicant.
    #[default]
    Ignored,
}

/// Convert profiles from another format
///
/// Formats: the names of the adapters, all of them JSON except `csv` (`text/csv`). By default the converted documents
/// are returned and nothing is stored. One request can score or decide at most 100 documents. A decision on a document
/// from an applicant tracking system or an identity check is made on the applicant's newest profile with the document
/// added to it.
#[utoipa::path(post, path = "",
    params(("kind" = String, Path, description = "Format of the input"), ConvertQuery),
    request_body(content((Value = "application/json"), (String = "text/csv"))),
    responses((status = 200, description = "The converted profiles", body = ConversionResult)))]
pub(in crate::http) async fn convert(
    app: Data<App>,
    caller: Caller,
    kind: Path<String>,
    query: Parameters<ConvertQuery>,
    file: AnyFile,
) -> Result<Json<ConversionResult>, Problem> {
    let kind: Kind = kind.parse().map_err(|_| Problem::not_found("adapter"))?;
    file.is_for(kind.is_table())?;
    let ConvertQuery { external_id, mapping, submitted_at, action } = query.0;
    let mapping: BTreeMap<String, String> = match mapping {
        None => BTreeMap::new(),
        Some(text) => serde_json::from_str(&text).map_err(|error| {
            Problem::query_invalid(format!("the query parameter `mapping` is invalid: {error}"))
        })?,
    };
    let options = Options { external_id, mapping, submitted_at };
    let converted =
        adapters::convert(&app, &caller.tenant, kind, file.bytes.clone(), options).await?;
    let mut body = ConversionResult::default();
    match action.unwrap_or_default() {
        ConversionAction::Convert => {}
        ConversionAction::Score => {
            let scored = adapters::try_out(&app, &caller.tenant, &converted).await?;
            body.scores = scored.into_iter().map(Into::into).collect();
        }
        ConversionAction::Decide => {
            let applied = adapters::apply(&app, &caller.tenant, &converted, &file.bytes).await?;
            (body.decisions, body.event) = results(applied, &converted);
        }
    }
    body.event = body.event.or_else(|| event(&converted, false));
    if let Converted::Profiles { documents, notes }
    | Converted::Additions { documents, notes, .. } = converted
    {
        (body.documents, body.notes) = (documents, notes);
    }
    Ok(Json(body))
}

/// Receive a vendor webhook
///
/// For `ashby`, `greenhouse`, `lever`, `persona` and `stripe-identity`. The vendor signs the request with a secret from the tenant's configuration; without a
/// secret the route returns 404. New candidates are scored and stored. Candidates the vendor erased are erased here
/// too. When the vendor merges two candidates, the identifiers of one are moved to the other. Repeated events change
/// nothing.
#[utoipa::path(post, path = "",
    params(("kind" = String, Path, description = "Vendor that sends the webhook"), ("tenant" = String, Path, description = "Id of the tenant")),
    request_body(content((Value = "application/json"))),
    responses((status = 200, description = "The event was processed", body = VendorEvent)))]
pub(in crate::http) async fn webhook(
    app: Data<App>,
    request: HttpRequest,
    path: Path<(String, String)>,
    file: AnyFile,
) -> Result<Json<VendorEvent>, Problem> {
    let (kind, tenant) = path.into_inner();
    let kind = kind.parse::<Kind>().ok().filter(|kind| kind.is_webhook());
    let tenant = TenantId::parse(&tenant).ok();
    let secrets =
        kind.zip(tenant.as_ref()).map(|(kind, tenant)| app.webhooks.secrets(kind, tenant));
    let secrets = secrets.filter(|secrets| !secrets.is_empty());
    let (Some(kind), Some(tenant), Some(secrets)) = (kind, tenant, secrets) else {
        return Err(Problem::not_found("webhook"));
    };
    let signed =
        signature::header(kind).and_then(|name| request.headers().get(name)?.to_str().ok());
    if !signature::is_valid(kind, signed.unwrap_or_default(), &file.bytes, &secrets) {
        return Err(ErrorCode::InvalidSignature.into());
    }
    file.is_for(false)?;
    let options = Options::default();
    let converted = adapters::convert(&app, &tenant, kind, file.bytes.clone(), options).await?;
    let applied = adapters::apply(&app, &tenant, &converted, &file.bytes).await?;
    let (_, event) = results(applied, &converted);
    Ok(Json(event.unwrap_or_default()))
}

/// The decisions and the event in a response.
fn results(applied: Applied, converted: &Converted) -> (Vec<Decision>, Option<VendorEvent>) {
    match applied {
        Applied::Decided(decided) => {
            let decisions = decided.into_iter().map(|decided| decided.decision.into());
            let outcome = VendorOutcome::Decided;
            (decisions.collect(), Some(VendorEvent { outcome, ..Default::default() }))
        }
        Applied::Erased(erased) => (Vec::new(), event(converted, erased)),
        Applied::Merged(merged) => (Vec::new(), event(converted, merged == Merged::Joined)),
        Applied::Nothing => (Vec::new(), event(converted, false)),
    }
}

fn event(converted: &Converted, erased: bool) -> Option<VendorEvent> {
    let (outcome, external_id, merged_into) = match converted {
        Converted::Profiles { .. } | Converted::Additions { .. } => return None,
        Converted::Erase { external_id } => {
            (VendorOutcome::Erased, Some(external_id.clone()), None)
        }
        Converted::Merge { from, into } => {
            (VendorOutcome::Merged, Some(from.clone()), Some(into.clone()))
        }
        Converted::Nothing => (VendorOutcome::Ignored, None, None),
    };
    Some(VendorEvent { outcome, external_id, merged_into, erased })
}
