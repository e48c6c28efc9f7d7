//! `/v1/indicators`: the catalogue.

use actix_web::web::{Json, Path};
use evidence::indicators::{self, CATALOGUE, Cause, EXCLUSIONS, Entry, Family, Scope, Usage};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::http::query::Parameters;

/// A red flag in the catalogue.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct Indicator {
    /// Id of the indicator.
    #[schema(example = "payout_account_shared")]
    id: String,
    /// Area the indicator belongs to.
    family: Family,
    /// Single act that triggers the indicator together with others; `null` if none is known.
    cause: Option<Cause>,
    /// How the indicator may be used.
    #[serde(rename = "use")]
    usage: Usage,
    /// Data needed to observe the indicator.
    scope: Scope,
    /// Whether this build computes the indicator.
    implemented: bool,
    /// Why the indicator is excluded by design; `null` if it isn't.
    excluded_because: Option<&'static str>,
    /// What is observed.
    observed: String,
    /// Unit of a hit's value, such as `other accounts`; `null` if the indicator isn't computed.
    unit: Option<&'static str>,
    /// Question to ask when the indicator is unknown; `null` if it isn't computed.
    question: Option<&'static str>,
    /// Why genuine applicants may show the same red flag.
    innocent_explanations: String,
    /// How to prove or clear the red flag; `null` if the indicator isn't computed.
    how_to_verify: Option<&'static str>,
    /// Publications that describe the red flag.
    sources: Vec<IndicatorSource>,
}

/// A publication.
#[derive(Debug, Serialize, ToSchema)]
struct IndicatorSource {
    /// Short key of the publication.
    #[schema(example = "US2022")]
    key: String,
    /// Title of the publication.
    title: &'static str,
    /// Organisation that published it.
    publisher: &'static str,
    /// Date of publication, `YYYY-MM-DD` or less precise.
    date: &'static str,
    /// URL of the publication; empty for our own measurements.
    url: &'static str,
}

/// The indicator catalogue.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct IndicatorPage {
    /// Indicators, those this build computes first.
    data: Vec<Indicator>,
    /// Always `null`: the catalogue fits on one page.
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ListQuery {
    /// Only indicators of this family.
    family: Option<Family>,
    /// Only indicators with this use.
    #[serde(rename = "use")]
    usage: Option<Usage>,
    /// Only indicators that this build computes (`true`) or doesn't compute (`false`).
    implemented: Option<bool>,
}

/// List indicators
///
/// Returns all published red flags, whether computed or not, and how each may be used. Those that would act as a proxy
/// for origin are excluded; the list gives the reason.
#[utoipa::path(get, path = "", params(ListQuery),
    responses((status = 200, description = "The indicator catalogue", body = IndicatorPage)))]
pub(in crate::http) async fn list(
    _caller: Caller,
    query: Parameters<ListQuery>,
) -> Json<IndicatorPage> {
    let query = query.0;
    let matches = |indicator: &Indicator| {
        query.family.is_none_or(|family| family == indicator.family)
            && query.usage.is_none_or(|usage| usage == indicator.usage)
            && query.implemented.is_none_or(|implemented| implemented == indicator.implemented)
    };
    Json(IndicatorPage {
        data: catalogue().into_iter().filter(matches).collect(),
        next_cursor: None,
    })
}

/// Get an indicator
#[utoipa::path(get, path = "",
    params(("id" = String, Path, description = "Id of the indicator", example = "payout_account_shared")),
    responses((status = 200, description = "The indicator", body = Indicator)))]
pub(in crate::http) async fn find(
    _caller: Caller,
    id: Path<String>,
) -> Result<Json<Indicator>, Problem> {
    let indicator = catalogue().into_iter().find(|indicator| indicator.id == *id);
    indicator.map(Json).ok_or_else(|| Problem::not_found("indicator"))
}

fn catalogue() -> Vec<Indicator> {
    let computed = indicators::all().map(Indicator::from);
    computed.chain(CATALOGUE.indicators.iter().map(Indicator::from)).collect()
}

fn source(key: &str) -> Option<IndicatorSource> {
    let source = CATALOGUE.sources.get(key)?;
    Some(IndicatorSource {
        key: key.to_owned(),
        title: &source.title,
        publisher: &source.publisher,
        date: &source.date,
        url: &source.url,
    })
}

impl From<&'static indicators::Indicator> for Indicator {
    fn from(from: &'static indicators::Indicator) -> Self {
        Self {
            id: from.id.to_owned(),
            family: from.family,
            cause: from.cause,
            usage: from.usage,
            scope: from.scope,
            implemented: true,
            excluded_because: None,
            observed: from.observed.to_owned(),
            unit: Some(from.unit),
            question: Some(from.question),
            innocent_explanations: from.innocent_explanations.to_owned(),
            how_to_verify: Some(from.how_to_verify),
            sources: from.sources.iter().filter_map(|key| source(key)).collect(),
        }
    }
}

impl From<&'static Entry> for Indicator {
    fn from(from: &'static Entry) -> Self {
        let exclusion = EXCLUSIONS.iter().find(|exclusion| exclusion.id == from.id);
        Self {
            id: from.id.clone(),
            family: from.family,
            cause: None,
            usage: from.usage,
            scope: from.scope,
            implemented: false,
            excluded_because: exclusion.map(|exclusion| exclusion.reason),
            observed: from.observed.clone(),
            unit: None,
            question: None,
            innocent_explanations: from.innocent_explanations.clone(),
            how_to_verify: None,
            sources: from.sources.iter().filter_map(|key| source(key)).collect(),
        }
    }
}
