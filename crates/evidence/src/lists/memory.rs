//! Lists in memory, for cohorts that never see a database.

use std::collections::{BTreeMap, BTreeSet};

use super::normal::{normal, prefix};
use super::probes::probes;
use crate::facts::Facts;
use crate::lists::{Consulted, ListKind, ListLookup, ListMeaning, Listed};
use crate::profile::Profile;

/// Every entry with what it means.
#[derive(Clone, Debug, Default)]
pub struct MemoryLists {
    entries: BTreeMap<(ListKind, String), ListMeaning>,
    lists: BTreeSet<(ListKind, ListMeaning)>,
    prefixes: BTreeSet<i16>,
}

impl MemoryLists {
    /// Lists with these entries; what is no value of its kind is left out.
    pub fn new(entries: impl IntoIterator<Item = (ListKind, ListMeaning, String)>) -> Self {
        let mut lists = Self::default();
        for (kind, meaning, written) in entries {
            let Ok(value) = normal(kind, &written) else { continue };
            lists.prefixes.extend(prefix(&value).filter(|_| kind == ListKind::Ip));
            lists.lists.insert((kind, meaning));
            lists.entries.insert((kind, value), meaning);
        }
        lists
    }

    /// Looks a profile up, as the service does on a tenant's lists.
    pub fn consult(&self, profile: &Profile, facts: &Facts) -> ListLookup {
        let kinds: BTreeSet<ListKind> = self.lists.iter().map(|(kind, _)| *kind).collect();
        let probes = probes(profile, facts, &kinds, &self.prefixes);
        let on = |kind, meaning| Consulted { list: "memory".to_owned(), kind, meaning, version: 1 };
        let listed = probes.iter().filter_map(|probe| {
            let meaning = self.entries.get(&(probe.kind, probe.value.clone()))?;
            let pointer = probe.pointer.clone();
            Some(Listed { on: on(probe.kind, *meaning), pointer, confidence: None })
        });
        let probed: BTreeSet<ListKind> = probes.iter().map(|probe| probe.kind).collect();
        ListLookup {
            listed: listed.collect(),
            probed: probed.into_iter().collect(),
            consulted: self.lists.iter().map(|(kind, meaning)| on(*kind, *meaning)).collect(),
        }
    }
}
