//! The relations that the tenant of a cohort confirmed.

use std::collections::BTreeMap;

use evidence::relation::{Declared, RelationKind};
use ids::RelationId;
use uuid::Uuid;

use crate::simulator::{Label, Relation};

/// Confirmed relations by the `external_id` of their members. They are in force for the whole cohort.
#[derive(Clone, Debug, Default)]
pub struct Confirmed {
    relations: u128,
    members: BTreeMap<String, Vec<Declared>>,
}

impl Confirmed {
    /// Confirms a relation between applicants, who need not have applied yet.
    pub fn confirm<'a>(
        &mut self,
        kind: RelationKind,
        members: impl IntoIterator<Item = &'a str>,
    ) -> RelationId {
        self.relations += 1;
        let relation = RelationId(Uuid::from_u128(self.relations));
        for member in members {
            let declared = Declared { relation, kind };
            self.members.entry(member.to_owned()).or_default().push(declared);
        }
        relation
    }

    /// The relations that labels state.
    pub fn from_labels<'a>(labels: impl IntoIterator<Item = &'a Label>) -> Self {
        let mut relations: BTreeMap<&Relation, Vec<&str>> = BTreeMap::new();
        for label in labels {
            if let Some(relation) = &label.relation {
                relations.entry(relation).or_default().push(&label.external_id);
            }
        }
        let mut confirmed = Self::default();
        for (relation, members) in relations {
            confirmed.confirm(relation.kind, members);
        }
        confirmed
    }

    /// The relations of a member.
    pub fn of(&self, external_id: &str) -> &[Declared] {
        self.members.get(external_id).map(Vec::as_slice).unwrap_or_default()
    }
}
