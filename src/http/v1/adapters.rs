//! `/v1/adapters`: profiles in the formats of other products.

use std::collections::BTreeMap;

use actix_web::HttpRequest;
use actix_web::web::{Data, Json, Path};
use evidence::adapters::{Converted, Kind, Note, Options, signature};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::decisions::DecisionBody;
use super::scores::ScoreBody;
use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::http::caller::Caller;
use crate::http::error_code::ErrorCode;
use crate::http::file::AnyFile;
use crate::http::problem::Problem;
use crate::http::query::Parameters;
use crate::service::adapters::{self, Taken};
use crate::service::merging::Merged;

/// What to do with the converted documents.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::http) enum AfterConversion {
    /// Return them.
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
    /// Your identifier for the applicant, if the input has none or you want a different one.
    external_id: Option<String>,
    /// For `csv`: a JSON object that maps fields of the profile to columns, such as
    /// `{"external_id": "id", "contact.emails[].address": "mail"}`.
    mapping: Option<String>,
    /// What to do with the converted documents.
    then: Option<AfterConversion>,
}

/// The result of a conversion.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(in crate::http) struct ConvertedBody {
    documents: Vec<Value>,
    /// What was omitted, and why.
    notes: Vec<Note>,
    /// With `then=score`: a score for each document.
    scores: Vec<ScoreBody>,
    /// With `then=decide`: a decision on each document.
    decisions: Vec<DecisionBody>,
    /// What happened at the vendor, if the input is an event.
    event: Option<VendorEventBody>,
}

/// An event from a vendor.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(in crate::http) struct VendorEventBody {
    /// What happened at the vendor.
    outcome: VendorOutcome,
    /// The applicant, by the identifier that the adapter assigns.
    external_id: Option<String>,
    /// After a merge: the identifier that remains.
    into: Option<String>,
    /// Whether an applicant with this identifier existed and was erased.
    erased: bool,
}

/// What an event was about.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum VendorOutcome {
    /// Profiles, on which decisions were made.
    Decided,
    Erase,
    /// A candidate was merged into another.
    Merge,
    /// Nothing about an applicant.
    #[default]
    Nothing,
}

/// Convert a profile from another format
///
/// Kinds: `json-resume`, `github`, `gh-fake-analyzer`, `greenhouse` and `ashby` as JSON, `csv` as `text/csv`. By
/// default the response has the converted documents and nothing is stored. One call scores or decides at most 100
/// documents.
#[utoipa::path(post, path = "",
    params(("kind" = String, Path, description = "The format of the input"), ConvertQuery),
    request_body(content((Value = "application/json"), (String = "text/csv"))),
    responses((status = 200, description = "The converted documents", body = ConvertedBody)))]
pub(in crate::http) async fn convert(
    app: Data<App>,
    caller: Caller,
    kind: Path<String>,
    query: Parameters<ConvertQuery>,
    file: AnyFile,
) -> Result<Json<ConvertedBody>, Problem> {
    let kind: Kind = kind.parse().map_err(|_| Problem::not_found("adapter"))?;
    file.is_for(kind == Kind::Accounts)?;
    let ConvertQuery { external_id, mapping, then } = query.0;
    let mapping: BTreeMap<String, String> = match mapping {
        None => BTreeMap::new(),
        Some(text) => serde_json::from_str(&text).map_err(|error| {
            Problem::query_invalid(format!("the query parameter `mapping` is invalid: {error}"))
        })?,
    };
    let options = Options { external_id, mapping };
    let converted = adapters::convert(kind, file.bytes.clone(), options).await?;
    let mut body = ConvertedBody::default();
    match then.unwrap_or_default() {
        AfterConversion::Convert => {}
        AfterConversion::Score => {
            let scored = adapters::try_out(&app, &caller.tenant, &converted).await?;
            body.scores = scored.into_iter().map(Into::into).collect();
        }
        AfterConversion::Decide => {
            let taken = adapters::take(&app, &caller.tenant, &converted, &file.bytes).await?;
            (body.decisions, body.event) = results(taken, &converted);
        }
    }
    body.event = body.event.or_else(|| event(&converted, false));
    if let Converted::Profiles { documents, notes } = converted {
        (body.documents, body.notes) = (documents, notes);
    }
    Ok(Json(body))
}

/// Receive a vendor's webhook
///
/// For `greenhouse` and `ashby`, signed by the vendor with a secret from the tenant's configuration. Without a secret
/// the response is 404. Candidates get decisions, erased candidates are erased, and when two candidates are merged,
/// the remaining one inherits the identifiers of the other. Repeating an event changes nothing.
#[utoipa::path(post, path = "",
    params(("kind" = String, Path, description = "The vendor"), ("tenant" = String, Path, description = "The tenant")),
    request_body(content((Value = "application/json"))),
    responses((status = 200, description = "The webhook was received", body = VendorEventBody)))]
pub(in crate::http) async fn webhook(
    app: Data<App>,
    request: HttpRequest,
    path: Path<(String, String)>,
    file: AnyFile,
) -> Result<Json<VendorEventBody>, Problem> {
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
        return Err(ErrorCode::BadSignature.into());
    }
    file.is_for(false)?;
    let converted = adapters::convert(kind, file.bytes.clone(), Options::default()).await?;
    let taken = adapters::take(&app, &tenant, &converted, &file.bytes).await?;
    let (_, event) = results(taken, &converted);
    Ok(Json(event.unwrap_or_default()))
}

/// The decisions and the event in a response.
fn results(taken: Taken, converted: &Converted) -> (Vec<DecisionBody>, Option<VendorEventBody>) {
    match taken {
        Taken::Decided(decided) => {
            let decisions = decided.into_iter().map(|decided| decided.decision.into());
            let outcome = VendorOutcome::Decided;
            (decisions.collect(), Some(VendorEventBody { outcome, ..Default::default() }))
        }
        Taken::Erased(erased) => (Vec::new(), event(converted, erased)),
        Taken::Merged(merged) => (Vec::new(), event(converted, merged == Merged::Joined)),
        Taken::Nothing => (Vec::new(), event(converted, false)),
    }
}

fn event(converted: &Converted, erased: bool) -> Option<VendorEventBody> {
    let (outcome, external_id, into) = match converted {
        Converted::Profiles { .. } => return None,
        Converted::Erase { external_id } => (VendorOutcome::Erase, Some(external_id.clone()), None),
        Converted::Merge { from, into } => {
            (VendorOutcome::Merge, Some(from.clone()), Some(into.clone()))
        }
        Converted::Nothing => (VendorOutcome::Nothing, None, None),
    };
    Some(VendorEventBody { outcome, external_id, into, erased })
}
