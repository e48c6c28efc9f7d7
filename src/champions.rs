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
    /// The models that this process offers to every tenant, oldest first.
    offered: Vec<Arc<Champion>>,
    /// The model of tenants from before champions were stored.
    first: Arc<Champion>,
    /// The model that new tenants start with.
    newest: Arc<Champion>,
    chosen: ArcSwap<BTreeMap<TenantId, Chosen>>,
}

/// A tenant's champion, or why this build cannot use it. Nothing takes its place.
pub type Loaded = Result<Arc<Champion>, Arc<UnusableChampion>>;

/// A champion that this build cannot use.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("the champion {model} cannot be used: {problem}")]
pub struct UnusableChampion {
    /// Its id, `mod_…`.
    pub model: String,
    /// What is wrong with it.
    pub problem: String,
}

/// A change of a tenant's champion.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// Counts up with each change.
    pub generation: i64,
    pub champion: Loaded,
}

impl Champions {
    /// With a single model for everyone.
    pub fn new(only: Champion) -> Self {
        Self::starting_with(Arc::new(only), Vec::new())
    }

    /// With the models that come with the service, oldest first, and the configured one, which takes the place of both
    /// the first and the newest.
    pub fn offering(shipped: Vec<Champion>, configured: Option<Champion>) -> Option<Self> {
        let mut offered: Vec<Arc<Champion>> = shipped.into_iter().map(Arc::new).collect();
        if let Some(configured) = configured {
            return Some(Self::starting_with(Arc::new(configured), offered));
        }
        let (first, newest) = (Arc::clone(offered.first()?), Arc::clone(offered.last()?));
        offered.dedup_by(|a, b| a.reference == b.reference);
        Some(Self { offered, first, newest, chosen: ArcSwap::default() })
    }

    fn starting_with(model: Arc<Champion>, mut offered: Vec<Arc<Champion>>) -> Self {
        offered.retain(|other| other.reference != model.reference);
        offered.push(Arc::clone(&model));
        let (first, newest) = (Arc::clone(&model), model);
        Self { offered, first, newest, chosen: ArcSwap::default() }
    }

    /// The models that this process offers to every tenant, oldest first.
    pub fn offered(&self) -> &[Arc<Champion>] {
        &self.offered
    }

    /// The model of tenants that have decisions but no stored champion: they are from before champions were stored.
    pub fn first(&self) -> &Arc<Champion> {
        &self.first
    }

    /// The model that new tenants start with.
    pub fn newest(&self) -> &Arc<Champion> {
        &self.newest
    }

    /// The tenant's champion; `None` if this process has not looked it up yet.
    pub fn find(&self, tenant: &TenantId) -> Option<Loaded> {
        self.chosen.load().get(tenant).map(|chosen| chosen.champion.clone())
    }

    /// A model that this process has loaded already, by its digest.
    pub fn loaded(&self, digest: &str) -> Option<Arc<Champion>> {
        let offered = self.offered.iter().find(|model| model.reference.digest == digest);
        offered.cloned().or_else(|| {
            let chosen = self.chosen.load();
            let champions = chosen.values().filter_map(|chosen| chosen.champion.as_ref().ok());
            champions.into_iter().find(|model| model.reference.digest == digest).cloned()
        })
    }

    /// The number of the last change of the tenant's champion; 0 if there was none.
    pub fn generation(&self, tenant: &TenantId) -> i64 {
        self.chosen.load().get(tenant).map_or(0, |chosen| chosen.generation)
    }

    /// The champions that this build cannot use, each with the number of tenants.
    pub fn unusable(&self) -> BTreeMap<Arc<UnusableChampion>, usize> {
        let mut unusable = BTreeMap::new();
        for chosen in self.chosen.load().values() {
            if let Err(error) = &chosen.champion {
                *unusable.entry(Arc::clone(error)).or_default() += 1;
            }
        }
        unusable
    }

    /// Sets the champions of some tenants. Returns those that changed: a later change may have been applied already,
    /// since notifications can arrive out of order.
    pub fn put(&self, changes: &BTreeMap<TenantId, Chosen>) -> Vec<TenantId> {
        let mut newer = Vec::new();
        self.chosen.rcu(|chosen| {
            let is_newer = |(tenant, change): &(&TenantId, &Chosen)| {
                chosen.get(*tenant).is_none_or(|current| current.generation < change.generation)
            };
            let applied: Vec<_> = changes.iter().filter(is_newer).collect();
            newer = applied.iter().map(|(tenant, _)| (*tenant).clone()).collect();
            if applied.is_empty() {
                return Arc::clone(chosen);
            }
            let mut next = BTreeMap::clone(chosen);
            next.extend(applied.into_iter().map(|(tenant, it)| (tenant.clone(), it.clone())));
            Arc::new(next)
        });
        newer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tenant(name: &str) -> TenantId {
        TenantId::parse(name).unwrap()
    }

    fn change(name: &str, generation: i64, champion: &Arc<Champion>) -> BTreeMap<TenantId, Chosen> {
        [(tenant(name), Chosen { generation, champion: Ok(Arc::clone(champion)) })].into()
    }

    #[test]
    fn an_old_notification_does_not_undo_a_later_change_and_affects_only_its_tenant() {
        let champions = Champions::new(Champion::baseline().unwrap());
        let (acme, globex) = (tenant("acme"), tenant("globex"));
        let [first, second] = [(); 2].map(|()| Arc::new(Champion::baseline().unwrap()));
        assert!(champions.find(&acme).is_none());
        assert_eq!(champions.put(&change("acme", 2, &second)), std::slice::from_ref(&acme));
        assert_eq!(champions.put(&change("acme", 1, &first)), []);
        assert!(Arc::ptr_eq(&champions.find(&acme).unwrap().unwrap(), &second));
        assert!(champions.find(&globex).is_none());
        assert_eq!((champions.generation(&acme), champions.generation(&globex)), (2, 0));
    }

    #[test]
    fn an_unusable_champion_stays_the_champion_and_is_counted() {
        let champions = Champions::new(Champion::baseline().unwrap());
        let error = UnusableChampion { model: "mod_1".to_owned(), problem: "is torn".to_owned() };
        let broken = Chosen { generation: 1, champion: Err(Arc::new(error.clone())) };
        let changes = ["acme", "globex"].map(|name| (tenant(name), broken.clone())).into();
        assert_eq!(champions.put(&changes).len(), 2);
        assert_eq!(*champions.find(&tenant("acme")).unwrap().unwrap_err(), error);
        assert_eq!(champions.unusable(), [(Arc::new(error), 2)].into());
    }

    #[test]
    fn a_configured_model_starts_every_tenant_and_the_shipped_ones_stay_on_offer() {
        let shipped = || vec![Champion::baseline().unwrap()];
        let champions = Champions::offering(shipped(), None).unwrap();
        assert!(Arc::ptr_eq(champions.first(), champions.newest()));
        let text = shipped().remove(0).document.replace("\"shift\": -", "\"shift\": -1");
        let mut file: serde_json::Value = serde_json::from_str(&text).unwrap();
        file.as_object_mut().unwrap().remove("digest");
        let own = Champion::load(&file.to_string()).unwrap();
        let digest = own.reference.digest.clone();
        let champions = Champions::offering(shipped(), Some(own)).unwrap();
        assert_eq!(champions.offered().len(), 2);
        assert_eq!(champions.first().reference.digest, digest);
        assert_eq!(champions.newest().reference.digest, digest);
    }
}
