//! The models that score, bound to this build's indicators: one for each tenant, exchanged as a whole.

use std::collections::BTreeMap;
use std::sync::Arc;

use arc_swap::ArcSwap;

use crate::domain::decision::ModelRef;
use crate::domain::tenant::TenantId;
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

/// The tenants' champions.
///
/// Whoever scores asks once and holds what it got to its end: an exchange meanwhile changes nothing for it, so
/// that no answer is made with two models.
#[derive(Debug)]
pub struct Champions {
    shipped: Arc<Champion>,
    chosen: ArcSwap<BTreeMap<TenantId, Chosen>>,
}

#[derive(Clone, Debug)]
struct Chosen {
    generation: i64,
    champion: Arc<Champion>,
}

/// Why a model cannot score here.
#[derive(Debug, thiserror::Error)]
pub enum BadChampion {
    /// It is not a model.
    #[error(transparent)]
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
        Self::of(&Model::from_json(document)?)
    }

    /// Binds a model to this build's scored indicators.
    pub fn of(model: &Model) -> Result<Self, BadChampion> {
        let columns: Vec<(&str, &str)> =
            indicators::scored().map(|indicator| (indicator.id, indicator.family.name())).collect();
        let scorer = model.bind(&columns)?;
        let reference = ModelRef { id: model.id().to_owned(), digest: model.digest().to_owned() };
        Ok(Self { reference, document: model.to_json(), scorer })
    }
}

impl Champions {
    /// Every tenant has the shipped model until another is put.
    pub fn new(shipped: Champion) -> Self {
        Self { shipped: Arc::new(shipped), chosen: ArcSwap::default() }
    }

    /// The model of a tenant that chose none.
    pub fn shipped(&self) -> &Arc<Champion> {
        &self.shipped
    }

    /// The model of a tenant.
    pub fn of(&self, tenant: &TenantId) -> Arc<Champion> {
        let chosen = self.chosen.load();
        Arc::clone(chosen.get(tenant).map_or(&self.shipped, |chosen| &chosen.champion))
    }

    /// Which change of a tenant's champion is in force here; 0 if there was none.
    pub fn generation(&self, tenant: &TenantId) -> i64 {
        self.chosen.load().get(tenant).map_or(0, |chosen| chosen.generation)
    }

    /// Puts a model in force. False if a later change is in force already: news can overtake each other.
    pub fn put(&self, tenant: &TenantId, generation: i64, champion: &Arc<Champion>) -> bool {
        let mut newer = false;
        self.chosen.rcu(|chosen| {
            newer = chosen.get(tenant).is_none_or(|there| there.generation < generation);
            if !newer {
                return Arc::clone(chosen);
            }
            let mut next = BTreeMap::clone(chosen);
            let champion = Arc::clone(champion);
            next.insert(tenant.clone(), Chosen { generation, champion });
            Arc::new(next)
        });
        newer
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
        assert_eq!(baseline.document, include_str!("../models/baseline/model.json"));
    }

    #[test]
    fn what_is_no_model_is_said_once() {
        let error = anyhow::Error::new(Champion::load("{}").unwrap_err()).context("m.json");
        let said = format!("{error:#}");
        assert!(
            said.starts_with("m.json: the model file cannot be read: missing field `definition`"),
            "{said}"
        );
    }

    #[test]
    fn old_news_do_not_undo_a_later_change_and_concern_one_tenant() {
        let champions = Champions::new(Champion::baseline().unwrap());
        let [acme, globex] = ["acme", "globex"].map(|name| TenantId::parse(name).unwrap());
        let [first, second] = [(); 2].map(|()| Arc::new(Champion::baseline().unwrap()));
        let held = champions.of(&acme);
        assert!(champions.put(&acme, 2, &second));
        assert!(!champions.put(&acme, 1, &first));
        assert!(Arc::ptr_eq(&champions.of(&acme), &second));
        assert!(Arc::ptr_eq(&champions.of(&globex), champions.shipped()));
        assert!(Arc::ptr_eq(&held, champions.shipped()), "who began with it ends with it");
        assert_eq!((champions.generation(&acme), champions.generation(&globex)), (2, 0));
    }
}
