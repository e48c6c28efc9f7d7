//! Confirmed relations: agencies and households that the tenant knows to exist. They explain what their members share.
//!
//! What applicants declare about each other is shown and explains nothing: every ring would declare it. Confirming,
//! expiry and withdrawal are in the service; this module knows only relations in force.

use std::collections::BTreeMap;

use ids::{ApplicantId, RelationId};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use crate::identifier::IdentifierKind;

/// Kind of a confirmed relation.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum RelationKind {
    /// An agency with its staff: one office, one payout account.
    Agency,
    /// People who live together.
    Household,
}

impl RelationKind {
    pub const ALL: [Self; 2] = [Self::Agency, Self::Household];

    /// The name in the database and in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Household => "household",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether members have an innocent reason to share identifiers of a kind. Nobody has one for a document, a face, an
    /// e-mail address, a text or a commit identity under two names.
    pub fn explains(self, kind: IdentifierKind) -> bool {
        use IdentifierKind as K;
        match kind {
            K::ShippingAddress
            | K::Device
            | K::BrowserSession
            | K::Ip
            | K::HomeLine
            | K::PayoutAccount => true,
            // The device of an agency's meeting room.
            K::MeetingSlot | K::CloudMachine => self == Self::Agency,
            K::Phone => self == Self::Household,
            K::Email
            | K::Document
            | K::Photo
            | K::SimilarPhoto
            | K::ResumeText
            | K::LetterText
            | K::PortfolioText
            | K::CommitRoot
            | K::CopiedHistory
            | K::HostLogin
            | K::Referee
            | K::SamePerson
            | K::ClaimedPlace
            | K::CommitEmail
            | K::ResumeFile
            | K::FileOrigin
            | K::RatingClient
            | K::EmailFamily
            | K::IdImage
            | K::IdSubmission
            | K::AnalyticsId
            | K::CommitContent
            | K::CommitDigest
            | K::ReferenceEmail
            | K::ReferencePhone
            | K::Agency
            | K::Relation => false,
        }
    }
}

/// A confirmed relation that an applicant belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Declared {
    pub relation: RelationId,
    pub kind: RelationKind,
}

impl Declared {
    /// Whether members have an innocent reason to share identifiers of a kind.
    pub fn explains(self, kind: IdentifierKind) -> bool {
        self.kind.explains(kind)
    }
}

/// The confirmed relations in force, by member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memberships(BTreeMap<ApplicantId, Vec<Declared>>);

impl Memberships {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn insert(&mut self, applicant: ApplicantId, declared: Declared) {
        let relations = self.0.entry(applicant).or_default();
        if let Err(place) = relations.binary_search(&declared) {
            relations.insert(place, declared);
        }
    }

    /// The relations of an applicant.
    pub fn of(&self, applicant: ApplicantId) -> &[Declared] {
        self.0.get(&applicant).map(Vec::as_slice).unwrap_or_default()
    }

    /// The relation that explains why two applicants share an identifier of a kind.
    pub fn explanation(
        &self,
        (first, second): (ApplicantId, ApplicantId),
        kind: IdentifierKind,
    ) -> Option<Declared> {
        explanation(self.of(first), self.of(second), kind)
    }
}

/// The relation in both lists that explains sharing an identifier of a kind.
pub(crate) fn explanation(
    first: &[Declared],
    second: &[Declared],
    kind: IdentifierKind,
) -> Option<Declared> {
    first.iter().copied().find(|declared| declared.explains(kind) && second.contains(declared))
}

/// Reads what a decision stored about sharing. Earlier builds stored what applicants had declared as a text, which
/// nobody had confirmed.
pub(crate) fn only_confirmed<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Declared>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Stored {
        Confirmed(Declared),
        Unconfirmed(#[expect(dead_code, reason = "it explains nothing")] String),
    }
    Ok(Option::<Stored>::deserialize(deserializer)?.and_then(|stored| match stored {
        Stored::Confirmed(declared) => Some(declared),
        Stored::Unconfirmed(_) => None,
    }))
}

#[cfg(test)]
impl Declared {
    pub(crate) const AGENCY: Self =
        Self { relation: RelationId(uuid::Uuid::from_u128(1)), kind: RelationKind::Agency };
    pub(crate) const HOUSEHOLD: Self =
        Self { relation: RelationId(uuid::Uuid::from_u128(2)), kind: RelationKind::Household };
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::links::Other;

    #[test]
    fn a_relation_explains_places_and_devices_and_never_a_person() {
        use IdentifierKind as K;
        let explained = |kind: RelationKind| -> Vec<K> {
            K::ALL.into_iter().filter(|identifier| kind.explains(*identifier)).collect()
        };
        let session = [K::Device, K::BrowserSession, K::Ip, K::HomeLine];
        let both = [K::PayoutAccount, K::ShippingAddress];
        let agency =
            session.into_iter().chain([K::CloudMachine]).chain(both).chain([K::MeetingSlot]);
        let agency: Vec<K> = agency.collect();
        assert_eq!(explained(RelationKind::Agency), agency);
        let household: Vec<K> = [K::Phone].into_iter().chain(session).chain(both).collect();
        assert_eq!(explained(RelationKind::Household), household);
    }

    #[test]
    fn only_members_of_the_same_relation_explain_each_other() {
        let [first, second, third] = [1, 2, 3].map(|n| ApplicantId(uuid::Uuid::from_u128(n)));
        let other = Declared { relation: RelationId(uuid::Uuid::from_u128(9)), ..Declared::AGENCY };
        let mut memberships = Memberships::default();
        memberships.insert(first, Declared::AGENCY);
        memberships.insert(second, Declared::AGENCY);
        memberships.insert(third, other);
        let device = |pair| memberships.explanation(pair, IdentifierKind::Device);
        assert_eq!(device((first, second)), Some(Declared::AGENCY));
        assert_eq!(device((first, third)), None);
        assert_eq!(memberships.explanation((first, second), IdentifierKind::Document), None);
    }

    #[test]
    fn a_declaration_that_an_earlier_build_stored_is_not_confirmed() {
        let stored = |declared: serde_json::Value| -> Option<Declared> {
            let other = json!({
                "applicant": ApplicantId(uuid::Uuid::from_u128(1)), "used_at": "2026-01-01T00:00:00Z", "declared": declared,
            });
            serde_json::from_value::<Other>(other).unwrap().declared
        };
        assert_eq!(stored("agency".into()), None);
        assert_eq!(stored("relation".into()), None);
        assert_eq!(stored(json!(null)), None);
        assert_eq!(stored(json!(Declared::AGENCY)), Some(Declared::AGENCY));
    }
}
