//! Links: what a profile shares with other applicants of the same tenant. Indicators read them.

use chrono::{DateTime, Utc};
use ids::{ApplicantId, RingId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::identifier::IdentifierKind;
use crate::relation::{self, Declared, RelationKind};

/// Everything that a profile shares with other applicants.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Links {
    /// One entry for each identifier of the profile that was looked up, shared or not.
    pub shared: Vec<Shared>,
    /// One entry for each text of the profile that was compared, with or without near-duplicates.
    #[serde(default)]
    pub texts: Vec<SharedText>,
    /// The applicant's ring, if the links are strong enough.
    pub ring: Option<RingId>,
    /// What the members of the ring share. Links of decisions before 2026-12 have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ring_risk: Option<RingRisk>,
    /// The confirmed relations of this applicant.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub confirmed: Vec<Declared>,
}

/// An identifier of the profile and the other applicants who have it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shared {
    pub kind: IdentifierKind,
    /// A JSON Pointer into the profile.
    pub pointer: String,
    /// When this applicant first used it. Links of decisions before 2026-12 have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_used_at: Option<DateTime<Utc>>,
    /// When this applicant last used it, for example the start of the session; otherwise the time of submission.
    pub used_at: DateTime<Utc>,
    /// The other applicants, most recent first, at most [`Links::CAP`].
    pub others: Vec<Other>,
    /// Whether there are more.
    pub capped: bool,
    /// How much sharing it means, from 0 (a hub) to 1 (no one shares it by chance).
    pub strength: f64,
}

/// Another applicant with the same identifier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Other {
    pub applicant: ApplicantId,
    /// When they first used it. Links of decisions before 2026-12 have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_used_at: Option<DateTime<Utc>>,
    /// When they last used it.
    pub used_at: DateTime<Utc>,
    /// The confirmed relation that explains sharing it.
    #[serde(default, deserialize_with = "relation::only_confirmed")]
    pub declared: Option<Declared>,
}

/// What kind of text.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum TextKind {
    /// A resume.
    Resume,
    /// A cover letter, a proposal, a message.
    Letter,
    /// A portfolio page.
    Portfolio,
}

impl TextKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Resume => "resume",
            Self::Letter => "letter",
            Self::Portfolio => "portfolio",
        }
    }
}

/// A text of the profile and the other applicants with a near-duplicate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SharedText {
    pub kind: TextKind,
    /// A JSON Pointer into the profile.
    pub pointer: String,
    /// The other applicants, the most similar first.
    pub others: Vec<Similar>,
}

/// Another applicant with a near-duplicate text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Similar {
    pub applicant: ApplicantId,
    /// From 0 to 1: the share of common shingles or of common passages, whichever is greater.
    pub similarity: f64,
}

/// What the links within a ring say, before the base rate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RingRisk {
    /// The logarithm of how many times likelier such a ring is among fakes than among honest people.
    pub log_odds: f64,
    /// What its members share, the most telling first.
    pub shared: Vec<RingShare>,
    /// The share of pairs of members whose claimed places contradict each other, if enough is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub apart: Option<f64>,
    /// Whether its members are probably one person who registered more than once.
    #[serde(default)]
    pub same_person: bool,
}

/// What several members of a ring share.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RingShare {
    pub kind: IdentifierKind,
    /// How many members share something of this kind with another one.
    pub members: usize,
    /// What it adds, on average over all members, if it were the only thing.
    pub log_odds: f64,
}

impl RingRisk {
    /// The probability that a ring like this is fake, where `base_rate` of the applicants are.
    pub fn probability(&self, base_rate: f64) -> f64 {
        let prior = (base_rate / (1.0 - base_rate)).ln();
        1.0 / (1.0 + (-(prior + self.log_odds)).exp())
    }
}

impl Links {
    /// How many other applicants are read for one identifier. It bounds the cost of hubs, such as a campus IP address.
    pub const CAP: usize = 50;

    /// The identifiers of one kind. Empty if the profile has none of that kind.
    pub fn of_kind(&self, kind: IdentifierKind) -> impl Iterator<Item = &Shared> {
        self.shared.iter().filter(move |shared| shared.kind == kind)
    }

    /// Whether the applicant belongs to an agency that the tenant confirmed.
    pub fn is_in_agency(&self) -> bool {
        self.confirmed.iter().any(|declared| declared.kind == RelationKind::Agency)
    }

    /// How many other applicants share evidence with this one that no confirmed relation explains.
    pub fn applicants(&self) -> usize {
        let mut others: Vec<ApplicantId> = (self.shared.iter())
            .filter(|shared| shared.kind.connects() && shared.strength > 0.0)
            .flat_map(Shared::undeclared)
            .map(|other| other.applicant)
            .chain(self.texts.iter().flat_map(|text| &text.others).map(|other| other.applicant))
            .collect();
        others.sort_unstable();
        others.dedup();
        others.len()
    }
}

impl Shared {
    /// The other applicants with whom no confirmed relation explains sharing it.
    pub fn undeclared(&self) -> impl Iterator<Item = &Other> {
        self.others.iter().filter(|other| self.explanation(other).is_none())
    }

    /// The confirmed relations that explain sharing it with some of the other applicants.
    pub fn explanations(&self) -> impl Iterator<Item = Declared> {
        self.others.iter().filter_map(|other| self.explanation(other))
    }

    fn explanation(&self, other: &Other) -> Option<Declared> {
        other.declared.filter(|declared| declared.explains(self.kind))
    }
}
