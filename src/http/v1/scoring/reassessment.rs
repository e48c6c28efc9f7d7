//! `/v1/decisions/{id}/reassess`: what today's code says.

use actix_web::web::{Data, Json, Path};
use ids::DecisionId;
use scoring::decision::{Band, Reason, Recommendation};
use scoring::difference::Difference;
use scoring::score_sheet::Weight;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::assessment::ModelReference;
use crate::app::App;
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::http::query::Parameters;
use crate::service::scoring::reassess::{self, Options, Version};

/// With which policy and model to reassess.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ReassessQuery {
    /// The tenant's policy today, or the one that the decision was made with.
    #[serde(default)]
    #[param(inline)]
    policy: VersionBody,
    /// The tenant's champion today, or the model that scored the decision.
    #[serde(default)]
    #[param(inline)]
    model: VersionBody,
}

/// `current` (in force today) or `sealed` (the one the decision was made with).
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ReassessVersion)]
pub(in crate::http) enum VersionBody {
    /// The one that decides today.
    #[default]
    Current,
    /// The one that the decision was made with.
    Sealed,
}

/// Result of scoring a decision's profile again with today's code.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct Reassessment {
    /// Id of the decision, which stays as it is, `dec_…`.
    decision_id: DecisionId,
    /// Model that computed the new score.
    model: ModelReference,
    /// Version of the policy that was applied; 0 for the built-in policy.
    #[schema(example = 4)]
    policy_version: i32,
    /// The new result.
    assessment: BriefAssessment,
    /// Whether the new result is the same as the decision.
    identical: bool,
    /// Differences in numbers, band, findings, contributions and warnings.
    differences: Vec<ReassessmentDifference>,
}

/// A result without evidence and texts.
#[derive(Debug, Serialize, ToSchema)]
struct BriefAssessment {
    /// Band, according to the policy that was applied.
    band: Band,
    /// Recommended next step, according to the policy.
    recommendation: Recommendation,
    /// Why this step is recommended.
    reasons: Vec<Reason>,
    /// Weight of the evidence, independent of the base rate.
    #[schema(minimum = 0, maximum = 99, example = 87)]
    score: u8,
    /// Calibrated probability that the applicant is fake, at the policy's base rate.
    #[schema(minimum = 0, maximum = 1, example = 0.034)]
    probability: f64,
    /// Log-odds of `probability`.
    #[schema(example = -3.35)]
    log_odds: f64,
    /// Log-odds before any evidence, from the policy's base rate.
    #[schema(example = -5.83)]
    base_log_odds: f64,
    /// Contribution of every known indicator, strongest first.
    contributions: Vec<BriefContribution>,
    /// Families whose total contribution reached its cap.
    capped_families: Vec<String>,
}

/// Contribution of one indicator to the log-odds.
#[derive(Debug, Serialize, ToSchema)]
struct BriefContribution {
    /// Id of the indicator.
    #[schema(example = "payout_account_shared")]
    indicator: String,
    /// Amount added to the log-odds. Positive values point to a fake.
    #[schema(example = 2.31)]
    log_odds: f64,
}

/// A value that differs from the decision.
#[derive(Debug, Serialize, ToSchema)]
struct ReassessmentDifference {
    /// JSON Pointer to the value. `/findings` and `/contributions` are keyed by indicator.
    #[schema(example = "/findings/payout_account_shared/state")]
    pointer: String,
    /// Value in the decision; `null` if it has none.
    stored: Value,
    /// Value in the new result; `null` if it has none.
    reassessed: Value,
}

/// Reassess a decision
///
/// Parses and scores the sealed profile again with today's parser, indicators, policy and model. Use it to see how a
/// change would have affected past decisions. Unlike in a replay, the result may differ. Stores nothing.
#[utoipa::path(post, path = "", params(ReassessQuery),
    responses((status = 200, description = "The new result, and how it differs from the decision", body = Reassessment)))]
pub(in crate::http) async fn reassess(
    app: Data<App>,
    caller: Caller,
    id: Path<DecisionId>,
    query: Parameters<ReassessQuery>,
) -> Result<Json<Reassessment>, Problem> {
    let ReassessQuery { policy, model } = query.0;
    let options = Options { policy: policy.into(), model: model.into() };
    let reassessment = reassess::reassess(&app, &caller.tenant, *id, options).await?;
    Ok(Json(reassessment.into()))
}

impl From<VersionBody> for Version {
    fn from(from: VersionBody) -> Self {
        match from {
            VersionBody::Current => Self::Current,
            VersionBody::Sealed => Self::Sealed,
        }
    }
}

impl From<reassess::Reassessment> for Reassessment {
    fn from(from: reassess::Reassessment) -> Self {
        let sheet = from.reading.sheet;
        let contribution = |one: Weight| BriefContribution {
            indicator: one.indicator.into(),
            log_odds: one.log_odds,
        };
        let difference = |one: Difference| ReassessmentDifference {
            pointer: one.pointer,
            stored: one.stored,
            reassessed: one.recomputed,
        };
        Self {
            decision_id: from.decision,
            model: from.model.into(),
            policy_version: from.policy_version,
            assessment: BriefAssessment {
                band: sheet.band,
                recommendation: sheet.recommendation,
                reasons: sheet.reasons,
                score: sheet.score,
                probability: sheet.probability,
                log_odds: sheet.log_odds,
                base_log_odds: sheet.base_log_odds,
                contributions: sheet.contributions.into_iter().map(contribution).collect(),
                capped_families: sheet.capped_families,
            },
            identical: from.differences.is_empty(),
            differences: from.differences.into_iter().map(difference).collect(),
        }
    }
}
