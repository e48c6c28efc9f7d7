//! `/v1/indicators`: the catalogue.

use actix_web::web::{Json, Path};
use evidence::indicators::{self, CATALOGUE, Entry, Family, Indicator, REFUSALS, Scope, Usage};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::http::query::Parameters;

/// A published red flag.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct IndicatorBody {
    /// Its name.
    #[schema(example = "payout_account_shared")]
    id: String,
    /// Its family.
    family: Family,
    /// How it may be used.
    policy: Usage,
    /// What must be known to observe it.
    scope: Scope,
    /// Whether this build computes it.
    implemented: bool,
    /// Why it is refused, if it is.
    refused_because: Option<&'static str>,
    /// What is observed.
    observed: String,
    /// What a hit's value counts, if it is computed.
    unit: Option<&'static str>,
    /// What to ask for when it is unknown, if it is computed.
    question: Option<&'static str>,
    /// What honest people do that looks like it.
    innocent_explanations: String,
    /// The check that would prove or clear it, if it is computed.
    how_to_verify: Option<&'static str>,
    /// Who published it.
    sources: Vec<SourceBody>,
}

/// A publication.
#[derive(Debug, Serialize, ToSchema)]
struct SourceBody {
    /// A short key.
    #[schema(example = "US2022")]
    key: String,
    /// What it is called.
    title: &'static str,
    /// Who published it.
    publisher: &'static str,
    /// When.
    date: &'static str,
    /// Where; empty for our own measurements.
    url: &'static str,
}

/// The catalogue.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct IndicatorPage {
    /// The red flags: those that are computed first.
    data: Vec<IndicatorBody>,
    /// Always `null`: the catalogue is one page.
    next_cursor: Option<String>,
}

/// Which red flags to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ListQuery {
    /// Only this family.
    family: Option<Family>,
    /// Only this policy.
    policy: Option<Usage>,
    /// Only those that are computed, or that are not.
    implemented: Option<bool>,
}

/// List the published red flags
///
/// Computed or not, with how each may be used. Those that stand in for origin are listed with the reason
/// why they are refused.
#[utoipa::path(get, path = "", params(ListQuery),
    responses((status = 200, description = "The catalogue", body = IndicatorPage)))]
pub(in crate::http) async fn list(
    _caller: Caller,
    query: Parameters<ListQuery>,
) -> Json<IndicatorPage> {
    let query = query.0;
    let wanted = |one: &IndicatorBody| {
        query.family.is_none_or(|family| family == one.family)
            && query.policy.is_none_or(|policy| policy == one.policy)
            && query.implemented.is_none_or(|implemented| implemented == one.implemented)
    };
    Json(IndicatorPage {
        data: catalogue().into_iter().filter(wanted).collect(),
        next_cursor: None,
    })
}

/// Find a published red flag
#[utoipa::path(get, path = "",
    params(("id" = String, Path, description = "Its name", example = "payout_account_shared")),
    responses((status = 200, description = "The red flag", body = IndicatorBody)))]
pub(in crate::http) async fn find(
    _caller: Caller,
    id: Path<String>,
) -> Result<Json<IndicatorBody>, Problem> {
    let found = catalogue().into_iter().find(|one| one.id == *id);
    found.map(Json).ok_or_else(|| Problem::not_found("indicator"))
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
