//! Evaluations that are stored with models, and what can be asked of them.

use std::sync::LazyLock;

use learning::evaluation::{Evaluation, OperatingPoint, Workload, operating_point};

use super::Internal;
use super::models::{self, FindModelError};
use super::policies;
use crate::app::App;
use crate::domain::model::ModelId;
use crate::domain::tenant::TenantId;
use crate::store::{self, Tx};

/// How the model was measured that comes with the service.
static SHIPPED: LazyLock<Evaluation> = LazyLock::new(|| {
    let text = include_str!("../../models/baseline/evaluation/evaluation.json");
    serde_json::from_str(text).expect("a test reads the file in the binary")
});

/// How the model of this content was measured, if it is the one that comes with the service.
pub(super) fn shipped(digest: &str) -> Option<&'static Evaluation> {
    Some(&*SHIPPED).filter(|evaluation| evaluation.model.digest == digest)
}

/// How a model was measured, if it was.
pub(super) async fn find(tx: &mut Tx, digest: &str) -> Result<Option<Evaluation>, Internal> {
    let Some(stored) = store::registry::evaluation(tx, digest).await? else {
        return Ok(shipped(digest).cloned());
    };
    let read = serde_json::from_value(stored);
    read.map(Some)
        .map_err(|error| Internal::Corrupt(format!("the evaluation of {digest}: {error}")))
}

/// Where to set the threshold of a model. Without a base rate that of the policy in force counts.
pub async fn operate(
    app: &App,
    tenant: &TenantId,
    id: &ModelId,
    workload: impl FnOnce(f64) -> Workload,
) -> Result<OperatingPoint, FindModelError> {
    let digest = models::find(app, tenant, id).await?.model.digest;
    let mut tx = app.begin(tenant).await?;
    let missing = || FindModelError::NotFound("evaluation of this model");
    let evaluation = find(&mut tx, &digest).await?.ok_or_else(missing)?;
    let policy = policies::in_force(&mut tx).await?.policy;
    operating_point(&evaluation, &workload(policy.base_rate), policy.high_threshold)
        .ok_or_else(missing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use scoring::champion::Champion;

    #[test]
    fn the_shipped_evaluation_is_that_of_the_shipped_model() {
        let baseline = Champion::baseline().unwrap();
        let evaluation = shipped(&baseline.reference.digest).unwrap();
        assert_eq!(evaluation.model.id, baseline.reference.id);
        assert!(evaluation.headline.recall_at_budget.is_some());
        assert!(evaluation.model.synthetic, "its report must say that nobody in it is real");
    }
}
