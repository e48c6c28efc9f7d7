//! `/v1/indicators`: the catalogue.

use actix_web::web::{Json, Path};
use evidence::indicators::{self, CATALOGUE, Entry, Family, Indicator, REFUSALS, Scope, Usage};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::http::query::Parameters;

/// A red flag in the catalogue.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct IndicatorBody {
    #[schema(example = "payout_account_shared")]
    id: String,
    family: Family,
    /// How the indicator may be used.
    policy: Usage,
    /// What must be known to evaluate the indicator.
    scope: Scope,
    /// Whether this build computes the indicator.
    implemented: bool,
    /// Why the indicator is excluded, if it is.
    refused_because: Option<&'static str>,
    /// What the indicator looks for.
    observed: String,
    /// The unit of a hit's value, if the indicator is computed.
    unit: Option<&'static str>,
    /// What to ask for when the finding is unknown, if the indicator is computed.
    question: Option<&'static str>,
    /// Legitimate behaviour that looks the same.
    innocent_explanations: String,
    /// How to prove or clear a hit, if the indicator is computed.
    how_to_verify: Option<&'static str>,
    /// The publications that describe the red flag.
    sources: Vec<SourceBody>,
}

/// A publication.
#[derive(Debug, Serialize, ToSchema)]
struct SourceBody {
    /// A short key.
    #[schema(example = "US2022")]
    key: String,
    title: &'static str,
    publisher: &'static str,
    date: &'static str,
    /// Empty for our own measurements.
    url: &'static str,
}

/// The catalogue of red flags.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct IndicatorPage {
    /// Computed indicators first.
    data: Vec<IndicatorBody>,
    /// Always `null`; the catalogue is one page.
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ListQuery {
    /// Only indicators of this family.
    family: Option<Family>,
    /// Only indicators with this use.
    policy: Option<Usage>,
    /// Only indicators that this build computes (`true`) or does not compute (`false`).
    implemented: Option<bool>,
}

/// List the red flags
///
/// Lists every published red flag, computed or not, and how each may be used. Flags that stand in for a person's
/// origin are excluded; the list says why.
#[utoipa::path(get, path = "", params(ListQuery),
    responses((status = 200, description = "The catalogue", body = IndicatorPage)))]
pub(in crate::http) async fn list(
    _caller: Caller,
    query: Parameters<ListQuery>,
) -> Json<IndicatorPage> {
    let query = query.0;
    let matches = |indicator: &IndicatorBody| {
        query.family.is_none_or(|family| family == indicator.family)
            && query.policy.is_none_or(|policy| policy == indicator.policy)
            && query.implemented.is_none_or(|implemented| implemented == indicator.implemented)
    };
    Json(IndicatorPage {
        data: catalogue().into_iter().filter(matches).collect(),
        next_cursor: None,
    })
}

/// Find a red flag
#[utoipa::path(get, path = "",
    params(("id" = String, Path, description = "The id of the indicator", example = "payout_account_shared")),
    responses((status = 200, description = "The red flag", body = IndicatorBody)))]
pub(in crate::http) async fn find(
    _caller: Caller,
    id: Path<String>,
) -> Result<Json<IndicatorBody>, Problem> {
    let indicator = catalogue().into_iter().find(|indicator| indicator.id == *id);
    indicator.map(Json).ok_or_else(|| Problem::not_found("indicator"))
}

fn catalogue() -> Vec<IndicatorBody> {
    let computed = indicators::all().map(IndicatorBody::from);
    computed.chain(CATALOGUE.indicators.iter().map(IndicatorBody::from)).collect()
}

fn source(key: &str) -> Option<SourceBody> {
    let source = CATALOGUE.sources.get(key)?;
    Some(SourceBody {
        key: key.to_owned(),
        title: &source.title,
        publisher: &source.publisher,
        date: &source.date,
        url: &source.url,
    })
}

impl From<&'static Indicator> for IndicatorBody {
    fn from(from: &'static Indicator) -> Self {
        Self {
            id: from.id.to_owned(),
            family: from.family,
            policy: from.usage,
            scope: from.scope,
            implemented: true,
            refused_because: None,
            observed: from.observed.to_owned(),
            unit: Some(from.unit),
            question: Some(from.question),
            innocent_explanations: from.innocent_explanations.to_owned(),
            how_to_verify: Some(from.how_to_verify),
            sources: from.sources.iter().filter_map(|key| source(key)).collect(),
        }
    }
}

impl From<&'static Entry> for IndicatorBody {
    fn from(from: &'static Entry) -> Self {
        let refusal = REFUSALS.iter().find(|refusal| refusal.id == from.id);
        Self {
            id: from.id.clone(),
            family: from.family,
            policy: from.usage,
            scope: from.scope,
            implemented: false,
            refused_because: refusal.map(|refusal| refusal.reason),
            observed: from.observed.clone(),
            unit: None,
            question: None,
            innocent_explanations: from.innocent_explanations.clone(),
            how_to_verify: None,
            sources: from.sources.iter().filter_map(|key| source(key)).collect(),
        }
    }
}
