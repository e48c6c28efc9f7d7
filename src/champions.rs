//! The models that score, one for each tenant, exchanged as a whole.

use std::collections::BTreeMap;
use std::sync::Arc;

use arc_swap::ArcSwap;
use scoring::champion::Champion;

use crate::domain::tenant::TenantId;

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
