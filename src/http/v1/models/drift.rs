//! `/v1/drift`, and operating points under `/v1/models`.

use actix_web::web::{Data, Json, Path};
use learning::evaluation::{OperatingPoint, Workload, workload_fault};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::App;
use crate::domain::model::ModelId;
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::http::query::Parameters;
use crate::service::models;
use crate::service::models::drift::{self, DriftReport};

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct DriftQuery {
    /// Number of full days before today (UTC). The default is the configured window.
    #[param(minimum = 1, maximum = 90)]
    days: Option<u32>,
}

/// Get the drift report
///
/// Compares recent applicants with the reference in the model's evaluation: population stability indices of the score
/// and of each indicator, shares of unknown values, and delays of labels. A job counts a sample of each day after
/// midnight UTC, so today is not included. `excess` is the index minus what chance alone would cause at this sample
/// size.
#[utoipa::path(get, path = "", params(DriftQuery),
    responses((status = 200, description = "The drift report", body = DriftReport)))]
pub(in crate::http) async fn find(
    app: Data<App>,
    caller: Caller,
    query: Parameters<DriftQuery>,
) -> Result<Json<DriftReport>, Problem> {
    let days = query.0.days.unwrap_or(app.drift.config.window_days);
    if !(1..=90).contains(&days) {
        return Err(Problem::query_invalid("the query parameter `days` must be between 1 and 90"));
    }
    Ok(Json(drift::report(&app, &caller.tenant, days).await?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct OperatingQuery {
    /// Hours per day that all reviewers together spend on reviews.
    #[param(value_type = f64, required = true, exclusive_minimum = 0, maximum = 1_000_000_000, example = 16.0)]
    reviewer_hours_per_day: Option<f64>,
    /// Minutes a reviewer needs per case.
    #[param(value_type = f64, required = true, exclusive_minimum = 0, maximum = 1_000_000_000, example = 12.0)]
    minutes_per_case: Option<f64>,
    /// Number of new applicants per day.
    #[param(value_type = f64, required = true, exclusive_minimum = 0, maximum = 1_000_000_000, example = 2000.0)]
    applicants_per_day: Option<f64>,
    /// Share of applicants that are fake. The default is the base rate of the current policy.
    #[param(minimum = 0.0001, maximum = 0.5)]
    base_rate: Option<f64>,
    /// Cost of missing a fake applicant, in any unit.
    #[param(exclusive_minimum = 0, maximum = 1_000_000_000, default = 100.0)]
    cost_of_miss: Option<f64>,
    /// Cost of sending a genuine applicant to review, in the same unit.
    #[param(exclusive_minimum = 0, maximum = 1_000_000_000, default = 1.0)]
    cost_of_false_alarm: Option<f64>,
    /// Number of cases already waiting.
    #[param(minimum = 0, maximum = 1_000_000_000, default = 0.0)]
    waiting: Option<f64>,
}

/// Recommend a review threshold for a model
///
/// Uses the model's evaluation and the given base rate to find the threshold with the lowest cost that reviewers can
/// handle. Returns its expected recall, precision and queue with intervals, the band thresholds, and a 30-day backlog
/// forecast. Reviews opened because of a ring or a rule are not included.
#[utoipa::path(get, path = "", params(OperatingQuery),
    responses((status = 200, description = "The recommended threshold and what to expect", body = OperatingPoint)))]
pub(in crate::http) async fn operating_point(
    app: Data<App>,
    caller: Caller,
    id: Path<ModelId>,
    query: Parameters<OperatingQuery>,
) -> Result<Json<OperatingPoint>, Problem> {
    let workload = workload(&query.0)?;
    let at =
        |base_rate: f64| Workload { base_rate: query.0.base_rate.unwrap_or(base_rate), ..workload };
    Ok(Json(models::operating_point(&app, &caller.tenant, &id, at).await?))
}

fn workload(query: &OperatingQuery) -> Result<Workload, Problem> {
    let required = |name: &str, value: Option<f64>| {
        value.ok_or_else(|| {
            Problem::query_invalid(format!("the query parameter `{name}` is required"))
        })
    };
    let workload = Workload {
        reviewer_hours_per_day: required("reviewer_hours_per_day", query.reviewer_hours_per_day)?,
        minutes_per_case: required("minutes_per_case", query.minutes_per_case)?,
        applicants_per_day: required("applicants_per_day", query.applicants_per_day)?,
        // Replaced later by the base rate of the policy, which is known to be in range.
        base_rate: query.base_rate.unwrap_or(0.5),
        cost_of_miss: query.cost_of_miss.unwrap_or(100.0),
        cost_of_false_alarm: query.cost_of_false_alarm.unwrap_or(1.0),
        waiting: query.waiting.unwrap_or_default(),
    };
    match workload_fault(&workload) {
        None => Ok(workload),
        Some((name, must)) => {
            Err(Problem::query_invalid(format!("the query parameter `{name}` must be {must}")))
        }
    }
}
