//! `/v1/adapters`: profiles in others' forms.

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

/// What is to be done with what was converted.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::http) enum AfterConversion {
    /// Nothing: the documents are the answer.
    #[default]
    Convert,
    /// Score them, and store nothing.
    Score,
    /// Decide on them, and erase whom the input erases.
    Decide,
}

/// How to convert.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ConvertQuery {
    /// Your own name of the applicant, where the input has none or you want another one.
    external_id: Option<String>,
    /// For `csv`: a JSON object from places in the profile to columns, such as
    /// `{"external_id": "id", "contact.emails[].address": "mail"}`.
    mapping: Option<String>,
    /// What is to be done then.
    then: Option<AfterConversion>,
}

/// What was made of an input.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct ConvertedBody {
    /// The profile documents.
    documents: Vec<Value>,
    /// What was left out, and why.
    notes: Vec<Note>,
    /// With `then=score`: the score of each document.
    scores: Vec<ScoreBody>,
    /// With `then=decide`: the decision on each document.
    decisions: Vec<DecisionBody>,
    /// What else the input says or led to.
    event: Option<VendorEventBody>,
}

/// An event that is no profile.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct VendorEventBody {
    /// What happened at the vendor.
    outcome: VendorOutcome,
    /// Whom it concerns, by the name that the adapter gives.
    external_id: Option<String>,
    /// After a merge: the name under which the applicant goes on.
    into: Option<String>,
    /// Whether somebody of that name was here and was erased.
    erased: bool,
}

/// What an event is or led to.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum VendorOutcome {
    /// Decisions were made.
    Decided,
    /// A candidate was erased.
    Erase,
    /// A candidate was merged into another one.
    Merge,
    /// It concerns no profile.
    Nothing,
}

/// Convert a profile in somebody else's form
///
/// Kinds: `json-resume`, `github`, `gh-fake-analyzer`, `greenhouse`, `ashby` as JSON, `csv` as `text/csv`. By default
/// the documents are the answer and nothing is stored. At most 100 documents are scored or decided at once.
#[utoipa::path(post, path = "",
    params(("kind" = String, Path, description = "Whose form the input has"), ConvertQuery),
    request_body(content((Value = "application/json"), (String = "text/csv"))),
    responses((status = 200, description = "What was made of it", body = ConvertedBody)))]
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
            Problem::query_invalid(format!("the query parameter `mapping` cannot be used: {error}"))
        })?,
    };
    let options = Options { external_id, mapping };
    let converted = adapters::convert(kind, file.bytes.clone(), options).await?;
    let mut body = ConvertedBody {
        documents: Vec::new(),
        notes: Vec::new(),
        scores: Vec::new(),
        decisions: Vec::new(),
        event: None,
    };
    match then.unwrap_or_default() {
        AfterConversion::Convert => {}
        AfterConversion::Score => {
            let scored = adapters::try_out(&app, &caller.tenant, &converted).await?;
            body.scores = scored.into_iter().map(Into::into).collect();
        }
        AfterConversion::Decide => {
            let taken = adapters::take(&app, &caller.tenant, &converted, &file.bytes).await?;
            (body.decisions, body.event) = told(taken, &converted);
        }
    }
    body.event = body.event.or_else(|| event(&converted, false));
    if let Converted::Profiles { documents, notes } = converted {
        (body.documents, body.notes) = (documents, notes);
    }
    Ok(Json(body))
}

/// Take a vendor's webhook
///
/// For `greenhouse` and `ashby`, signed by the vendor with a secret of the tenant's from the configuration; without
/// one there is no such route. Candidates are decided on, erased ones are erased, and of two who were merged what the one could be linked
/// by belongs to the other. The same event
/// again changes nothing.
#[utoipa::path(post, path = "",
    params(("kind" = String, Path, description = "The vendor"), ("tenant" = String, Path, description = "The tenant")),
    request_body(content((Value = "application/json"))),
    responses((status = 200, description = "It was taken", body = VendorEventBody)))]
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
    let (_, event) = told(taken, &converted);
    let nothing = VendorEventBody {
        outcome: VendorOutcome::Nothing,
        external_id: None,
        into: None,
        erased: false,
    };
    Ok(Json(event.unwrap_or(nothing)))
}

fn told(taken: Taken, converted: &Converted) -> (Vec<DecisionBody>, Option<VendorEventBody>) {
    match taken {
        Taken::Decided(decided) => {
            let decisions: Vec<DecisionBody> =
                decided.into_iter().map(|one| one.decision.into()).collect();
            let event = VendorEventBody {
                outcome: VendorOutcome::Decided,
                external_id: None,
                into: None,
                erased: false,
            };
            (decisions, Some(event))
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
