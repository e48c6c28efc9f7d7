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
use crate::service::drift::{self, DriftReport};
use crate::service::models;

/// Over which days to look.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct DriftQuery {
    /// How many whole days before today, by UTC; those of the setting if it is left out.
    #[param(minimum = 1, maximum = 90)]
    days: Option<u32>,
}

/// See whether what comes in is unlike what the model learned from
///
/// Population stability indices of the scores and of each indicator against the reference in the model's
/// evaluation, how much is unknown, and how late labels come. Days are counted by a job after midnight (UTC), from
/// a sample; today is not among them. `corrected` is the index less what chance alone makes of it with so few
/// people.
#[utoipa::path(get, path = "", params(DriftQuery),
    responses((status = 200, description = "What was found", body = DriftReport)))]
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

/// What reviewers can work, and what errors cost.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct OperatingQuery {
    /// How many hours reviewers have each day, all together.
    #[param(value_type = f64, required = true, exclusive_minimum = 0, maximum = 1_000_000_000, example = 16.0)]
    reviewer_hours_per_day: Option<f64>,
    /// How many minutes a case takes.
    #[param(value_type = f64, required = true, exclusive_minimum = 0, maximum = 1_000_000_000, example = 12.0)]
    minutes_per_case: Option<f64>,
    /// How many applicants come each day.
    #[param(value_type = f64, required = true, exclusive_minimum = 0, maximum = 1_000_000_000, example = 2000.0)]
    applicants_per_day: Option<f64>,
    /// The share of them that is fake; the base rate of the policy in force if it is left out.
    #[param(minimum = 0.0001, maximum = 0.5)]
    base_rate: Option<f64>,
    /// What it costs to miss a fake, in any unit.
    #[param(exclusive_minimum = 0, maximum = 1_000_000_000, default = 100.0)]
    cost_of_miss: Option<f64>,
    /// What it costs to send an honest person to review, in the same unit.
    #[param(exclusive_minimum = 0, maximum = 1_000_000_000, default = 1.0)]
    cost_of_false_alarm: Option<f64>,
    /// How many cases wait already.
    #[param(minimum = 0, maximum = 1_000_000_000, default = 0.0)]
    waiting: Option<f64>,
}

/// See where to set a model's threshold
///
/// From the model's evaluation, at the base rate that is given: the threshold of least cost that reviewers can
/// work, what it brings with intervals, where bands would begin, and the backlog for thirty days. Reviews that are
/// opened because of a ring or a rule, whatever the score is, come on top.
#[utoipa::path(get, path = "", params(OperatingQuery),
    responses((status = 200, description = "Where to set it, and what to expect", body = OperatingPoint)))]
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
        // The policy's is known to be in range, and is put in its place later.
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
