//! In-memory threat lists for cohorts without a database.

use std::collections::{BTreeMap, BTreeSet};

use super::normalize::{normalize, prefix_length};
use super::probes::probes;
use crate::facts::Facts;
use crate::lists::{Consulted, ListKind, ListLookup, ListMeaning, Listed};
use crate::profile::Profile;

/// The entries of all lists with their meanings.
#[derive(Clone, Debug, Default)]
pub struct MemoryLists {
    entries: BTreeMap<(ListKind, String), ListMeaning>,
    lists: BTreeSet<(ListKind, ListMeaning)>,
    prefixes: BTreeSet<i16>,
}

impl MemoryLists {
    /// Makes lists of these entries. Invalid values are skipped.
    pub fn new(entries: impl IntoIterator<Item = (ListKind, ListMeaning, String)>) -> Self {
        let mut lists = Self::default();
        for (kind, meaning, written) in entries {
            let Ok(value) = normalize(kind, &written) else { continue };
            lists.prefixes.extend(prefix_length(&value).filter(|_| kind == ListKind::Ip));
            lists.lists.insert((kind, meaning));
            lists.entries.insert((kind, value), meaning);
        }
        lists
    }

    /// Looks up a profile's values, like the service on a tenant's lists.
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
