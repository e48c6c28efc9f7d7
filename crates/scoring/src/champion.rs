//! A model bound to this build's indicators.

use evidence::indicators;

use crate::decision::ModelRef;
use crate::model::{BindError, Model, ModelError, Scorer};

/// The columns of a model in this build: the id and family of each scored indicator.
pub fn columns() -> Vec<(&'static str, &'static str)> {
    indicators::scored().map(|indicator| (indicator.id, indicator.family.name())).collect()
}

/// A model that this build can score with.
#[derive(Debug)]
pub struct Champion {
    pub reference: ModelRef,
    /// Its artefact, as stored for replays.
    pub document: String,
    pub scorer: Scorer,
}

/// Why this build cannot score with a model.
#[derive(Debug, thiserror::Error)]
pub enum BadChampion {
    /// The document is not a model.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// It needs indicators that this build does not have.
    #[error("the model does not fit this build")]
    Bind(#[from] BindError),
}

impl Champion {
    /// The model that comes with the service.
    pub fn baseline() -> Result<Self, BadChampion> {
        Self::load(include_str!("../../../models/baseline/model.json"))
    }

    /// Reads an artefact and binds it to this build's scored indicators.
    pub fn load(document: &str) -> Result<Self, BadChampion> {
        Self::new(&Model::from_json(document)?)
    }

    /// Binds a model to this build's scored indicators.
    pub fn new(model: &Model) -> Result<Self, BadChampion> {
        let scorer = model.bind(&columns())?;
        let reference = ModelRef { id: model.id().to_owned(), digest: model.digest().to_owned() };
        Ok(Self { reference, document: model.to_json(), scorer })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_its_digest_is_the_same_champion() {
        let baseline = Champion::baseline().unwrap();
        let mut file: serde_json::Value = serde_json::from_str(&baseline.document).unwrap();
        file.as_object_mut().unwrap().remove("digest");
        let champion = Champion::load(&file.to_string()).unwrap();
        assert_eq!(champion.reference.digest, baseline.reference.digest);
        assert_eq!(champion.document, baseline.document);
        assert_eq!(baseline.document, include_str!("../../../models/baseline/model.json"));
    }

    #[test]
    fn an_unreadable_model_is_reported_once() {
        let error = anyhow::Error::new(Champion::load("{}").unwrap_err()).context("m.json");
        let message = format!("{error:#}");
        assert!(
            message
                .starts_with("m.json: the model file cannot be read: missing field `definition`"),
            "{message}"
        );
    }
}
