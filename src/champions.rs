//! The champions: the model that scores for each tenant.

use std::collections::BTreeMap;
use std::sync::Arc;

use arc_swap::ArcSwap;
use scoring::champion::Champion;

use crate::domain::tenant::TenantId;

/// The champions of all tenants.
///
/// A caller gets the champion once and keeps it until it is done. A promotion in the meantime has no effect on it, so
/// every result comes from a single model.
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
    /// All tenants start with the shipped model.
    pub fn new(shipped: Champion) -> Self {
        Self { shipped: Arc::new(shipped), chosen: ArcSwap::default() }
    }

    /// The model of tenants that have not promoted one.
    pub fn shipped(&self) -> &Arc<Champion> {
        &self.shipped
    }

    pub fn for_tenant(&self, tenant: &TenantId) -> Arc<Champion> {
        let chosen = self.chosen.load();
        Arc::clone(chosen.get(tenant).map_or(&self.shipped, |chosen| &chosen.champion))
    }

    /// The number of the last change of the tenant's champion; 0 if there was none.
    pub fn generation(&self, tenant: &TenantId) -> i64 {
        self.chosen.load().get(tenant).map_or(0, |chosen| chosen.generation)
    }

    /// Sets a tenant's champion. Returns false if a later change was applied already, since notifications can arrive
    /// out of order.
    pub fn put(&self, tenant: &TenantId, generation: i64, champion: &Arc<Champion>) -> bool {
        let mut newer = false;
        self.chosen.rcu(|chosen| {
            newer = chosen.get(tenant).is_none_or(|current| current.generation < generation);
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
    fn an_old_notification_does_not_undo_a_later_change_and_affects_only_its_tenant() {
        let champions = Champions::new(Champion::baseline().unwrap());
        let [acme, globex] = ["acme", "globex"].map(|name| TenantId::parse(name).unwrap());
        let [first, second] = [(); 2].map(|()| Arc::new(Champion::baseline().unwrap()));
        let before = champions.for_tenant(&acme);
        assert!(champions.put(&acme, 2, &second));
        assert!(!champions.put(&acme, 1, &first));
        assert!(Arc::ptr_eq(&champions.for_tenant(&acme), &second));
        assert!(Arc::ptr_eq(&champions.for_tenant(&globex), champions.shipped()));
        assert!(Arc::ptr_eq(&before, champions.shipped()), "a caller keeps the model it got");
        assert_eq!((champions.generation(&acme), champions.generation(&globex)), (2, 0));
    }
}
