//! Evaluations of registered models and of the shipped model.

use std::sync::LazyLock;

use learning::evaluation::Evaluation;
use scoring::shipped::{SHIPPED, ShippedModel};

use crate::service::Internal;
use crate::store::{self, Tx};

static EVALUATIONS: LazyLock<Vec<Evaluation>> = LazyLock::new(|| {
    let read = |shipped: &ShippedModel| serde_json::from_str(shipped.evaluation);
    SHIPPED.iter().map(read).collect::<Result<_, _>>().expect("a test reads the embedded files")
});

/// The evaluation of the shipped model with this digest.
pub(in crate::service) fn shipped(digest: &str) -> Option<&'static Evaluation> {
    EVALUATIONS.iter().find(|evaluation| evaluation.model.digest == digest)
}

/// The evaluation of a model, if it has one.
pub(in crate::service) async fn find(
    tx: &mut Tx,
    digest: &str,
) -> Result<Option<Evaluation>, Internal> {
    let Some(stored) = store::models::registry::evaluation(tx, digest).await? else {
        return Ok(shipped(digest).cloned());
    };
    let read = serde_json::from_value(stored);
    read.map(Some)
        .map_err(|error| Internal::Corrupt(format!("the evaluation of {digest}: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use scoring::shipped::champions;

    #[test]
    fn every_shipped_model_has_its_evaluation() {
        for model in champions().unwrap() {
            let evaluation = shipped(&model.reference.digest).unwrap();
            assert_eq!(evaluation.model.id, model.reference.id);
            assert!(evaluation.headline.recall_at_budget.is_some());
            assert!(evaluation.model.synthetic, "its report must say that the data is simulated");
        }
    }
}
