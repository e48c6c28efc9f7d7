//! Evaluations of registered models and of the shipped model.

use std::sync::LazyLock;

use learning::evaluation::Evaluation;

use crate::service::Internal;
use crate::store::{self, Tx};

static SHIPPED: LazyLock<Evaluation> = LazyLock::new(|| {
    let text = include_str!("../../../models/baseline/evaluation/evaluation.json");
    serde_json::from_str(text).expect("a test checks the embedded file")
});

/// The evaluation of the shipped model, if the digest is its own.
pub(in crate::service) fn shipped(digest: &str) -> Option<&'static Evaluation> {
    Some(&*SHIPPED).filter(|evaluation| evaluation.model.digest == digest)
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
    use scoring::champion::Champion;

    #[test]
    fn the_shipped_evaluation_belongs_to_the_shipped_model() {
        let baseline = Champion::baseline().unwrap();
        let evaluation = shipped(&baseline.reference.digest).unwrap();
        assert_eq!(evaluation.model.id, baseline.reference.id);
        assert!(evaluation.headline.recall_at_budget.is_some());
        assert!(evaluation.model.synthetic, "its report must say that the data is simulated");
    }
}
