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
use crate::service::reassess::{self, Options, Reassessment, Version};

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

/// Today's, or the decision's own.
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

/// What today's code says about a decision.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct ReassessmentBody {
    /// The decision, which stays as it is.
    decision_id: DecisionId,
    /// The model that scored now.
    model: ModelReference,
    /// The version of the policy that was applied now; 0 for the one that comes with the service.
    #[schema(example = 4)]
    policy_version: i32,
    /// What comes out now.
    assessment: BriefAssessmentBody,
    /// Whether nothing differs from the decision.
    identical: bool,
    /// What differs: numbers, band, findings by indicator, contributions by indicator, warnings.
    differences: Vec<ReassessedDifferenceBody>,
}

/// An assessment without evidence and wording.
#[derive(Debug, Serialize, ToSchema)]
struct BriefAssessmentBody {
    /// The band by the policy that was applied.
    band: Band,
    /// What that policy recommends.
    recommendation: Recommendation,
    /// Why.
    reasons: Vec<Reason>,
    /// The weight of the evidence, whatever the base rate.
    #[schema(minimum = 0, maximum = 99, example = 87)]
    score: u8,
    /// Calibrated, with the policy's base rate.
    #[schema(minimum = 0, maximum = 1, example = 0.034)]
    probability: f64,
    /// The log-odds of `probability`.
    #[schema(example = -3.35)]
    log_odds: f64,
    /// The log-odds before any evidence.
    #[schema(example = -5.83)]
    base_log_odds: f64,
    /// What each known indicator adds, the strongest first.
    contributions: Vec<BriefContributionBody>,
    /// Families whose sum was cut to their cap.
    capped_families: Vec<String>,
}

/// What one indicator adds to the log-odds.
#[derive(Debug, Serialize, ToSchema)]
struct BriefContributionBody {
    /// Which indicator.
    #[schema(example = "payout_account_shared")]
    indicator: String,
    /// What it adds.
    #[schema(example = 2.31)]
    log_odds: f64,
}

/// One value that differs.
#[derive(Debug, Serialize, ToSchema)]
struct ReassessedDifferenceBody {
    /// Where, as a JSON Pointer. `/findings` and `/contributions` are keyed by indicator.
    #[schema(example = "/findings/payout_account_shared/state")]
    pointer: String,
    /// What the decision has; `null` if nothing.
    stored: Value,
    /// What comes out now; `null` if nothing.
    reassessed: Value,
}

/// Reassess a decision
///
/// Reads, observes and scores the sealed profile again with today's parser, indicators, policy and model. Use it to see
/// what a change would have meant for past decisions. Unlike a replay, it may differ. Stores nothing.
#[utoipa::path(post, path = "", params(ReassessQuery),
    responses((status = 200, description = "What comes out today, and what differs from the decision", body = ReassessmentBody)))]
pub(in crate::http) async fn reassess(
    app: Data<App>,
    caller: Caller,
    id: Path<DecisionId>,
    query: Parameters<ReassessQuery>,
) -> Result<Json<ReassessmentBody>, Problem> {
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

impl From<Reassessment> for ReassessmentBody {
    fn from(from: Reassessment) -> Self {
        let sheet = from.reading.sheet;
        let contribution = |one: Weight| BriefContributionBody {
            indicator: one.indicator.into(),
            log_odds: one.log_odds,
        };
        let difference = |one: Difference| ReassessedDifferenceBody {
            pointer: one.pointer,
            stored: one.stored,
            reassessed: one.recomputed,
        };
        Self {
            decision_id: from.decision,
            model: from.model.into(),
            policy_version: from.policy_version,
            assessment: BriefAssessmentBody {
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
