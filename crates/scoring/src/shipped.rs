//! The models that come with the service.
//!
//! An artefact never changes and never leaves the list: tenants keep scoring with the one they started with until they
//! promote another, and decisions name it. A new fit is a new entry at the end. New tenants start with the last one.

use crate::champion::Champion;
use crate::model::ModelError;

/// An artefact with its evaluation.
#[derive(Clone, Copy, Debug)]
pub struct ShippedModel {
    pub artefact: &'static str,
    pub evaluation: &'static str,
}

/// Every model that ever shipped, oldest first.
pub const SHIPPED: &[ShippedModel] = &[
    ShippedModel {
        artefact: include_str!("../../../models/baseline/model.json"),
        evaluation: include_str!("../../../models/baseline/evaluation/evaluation.json"),
    },
    ShippedModel {
        artefact: include_str!("../../../models/2026-12/model.json"),
        evaluation: include_str!("../../../models/2026-12/evaluation/evaluation.json"),
    },
];

/// Binds every shipped model to this build, oldest first.
pub fn champions() -> Result<Vec<Champion>, ModelError> {
    SHIPPED.iter().map(|shipped| Champion::load(shipped.artefact)).collect()
}

/// Binds the model that new tenants start with.
pub fn newest() -> Result<Champion, ModelError> {
    let newest = SHIPPED.last().map(|shipped| shipped.artefact);
    newest.map_or_else(Champion::baseline, Champion::load)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The digests of all artefacts that ever shipped, oldest first. Only ever append to it.
    const DIGESTS: &[&str] = &[
        "sha256:e7557607f260de2ba75b46f6110ee47a2e8baa4a08821ecbc5a942c35840f868",
        "sha256:86a7f3308e1fbff0367c7641966f0c51b2aa36665e5cc5fda52e8503984e99a5",
    ];

    #[test]
    fn no_shipped_artefact_ever_changes_or_leaves() {
        let champions = champions().unwrap();
        let digests: Vec<&str> =
            champions.iter().map(|champion| champion.reference.digest.as_str()).collect();
        assert_eq!(digests, DIGESTS);
        assert_eq!(digests.iter().collect::<BTreeSet<_>>().len(), digests.len());
        assert_eq!(newest().unwrap().reference.digest, *DIGESTS.last().unwrap());
    }

    #[test]
    fn each_shipped_model_has_its_own_evaluation() {
        for shipped in SHIPPED {
            let evaluation: serde_json::Value = serde_json::from_str(shipped.evaluation).unwrap();
            let champion = Champion::load(shipped.artefact).unwrap();
            assert_eq!(evaluation["model"]["digest"], champion.reference.digest.as_str());
        }
    }
}
