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

#[cfg(test)]
mod tests {
    use evidence::enrichment::{Enricher, EnrichmentConfig, no_files};
    use evidence::lists::memory::MemoryLists;
    use scoring::champion::columns;
    use serde_json::json;

    use super::*;
    use crate::training::{LabelledProfile, observe};

    #[test]
    fn a_confirmed_agency_explains_one_payout_account_and_a_declared_one_does_not() {
        let submitted = |external_id: &str| {
            let document = json!({
                "external_id": external_id, "claims": { "declared_agency": "Example Studio" },
                "payouts": [{ "account": "ACCT-OFFICE" }],
            });
            LabelledProfile {
                document: document.to_string().into_bytes(),
                submitted_at: "2026-06-01T12:00:00Z".parse().unwrap(),
                fake: false,
                ring: None,
                audit_group: None,
            }
        };
        let people = [submitted("ann"), submitted("ben")];
        let enricher = Enricher::load(&EnrichmentConfig::default(), no_files).unwrap();
        let lists = MemoryLists::new(Vec::new());
        let column = columns().iter().position(|(id, _)| *id == "payout_account_shared");
        let input = |confirmed: &Confirmed| {
            let observed = observe(&people, confirmed, &enricher, &lists).unwrap();
            observed[1].inputs[column.unwrap()]
        };
        let mut confirmed = Confirmed::default();
        assert_eq!(input(&confirmed), Some(1.0), "declared");
        confirmed.confirm(RelationKind::Agency, ["ann"]);
        assert_eq!(input(&confirmed), Some(1.0), "one member");
        confirmed.confirm(RelationKind::Agency, ["ann", "ben"]);
        assert_eq!(input(&confirmed), Some(0.0), "confirmed");
        assert_eq!(confirmed.of("ann").len(), 2);
    }
}
