//! The model that scores, bound to this build's indicators.

use crate::domain::decision::ModelRef;
use crate::indicators;
use crate::model::{BindError, Model, ModelError, Scorer};

/// A model that fits this build.
#[derive(Debug)]
pub struct Champion {
    /// Its name.
    pub reference: ModelRef,
    /// Its artefact, as it is stored for replays.
    pub document: String,
    /// What scores with it.
    pub scorer: Scorer,
}

/// Why a model cannot score here.
#[derive(Debug, thiserror::Error)]
pub enum BadChampion {
    /// It is not a model.
    #[error("the model cannot be read")]
    Model(#[from] ModelError),
    /// It needs indicators that this build does not have.
    #[error("the model does not fit this build")]
    Bind(#[from] BindError),
}

impl Champion {
    /// The model that comes with the service.
    pub fn baseline() -> Result<Self, BadChampion> {
        Self::load(include_str!("../models/baseline/model.json"))
    }

    /// Reads an artefact and binds it to this build's scored indicators.
    pub fn load(document: &str) -> Result<Self, BadChampion> {
        let model = Model::from_json(document)?;
        let columns: Vec<(&str, &str)> =
            indicators::scored().map(|indicator| (indicator.id, indicator.family.name())).collect();
        let scorer = model.bind(&columns)?;
        let reference = ModelRef { id: model.id().to_owned(), digest: model.digest().to_owned() };
        Ok(Self { reference, document: document.to_owned(), scorer })
    }
}
