//! Links: what a profile shares with other applicants of the same tenant.

use chrono::{DateTime, Utc};
use ids::{ApplicantId, RingId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::identifier::IdentifierKind;

/// Everything that a profile shares with others, as the indicators see it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Links {
    /// One entry for each identifier of the profile that was looked up, shared or not.
    pub shared: Vec<Shared>,
    /// One entry for each text of the profile that was compared, alike or not.
    #[serde(default)]
    pub texts: Vec<SharedText>,
    /// The ring that the applicant belongs to, if it is linked strongly enough to one.
    pub ring: Option<RingId>,
}

/// One identifier of the profile, and who else has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shared {
    /// What kind of identifier.
    pub kind: IdentifierKind,
    /// Where in the profile it stands, as a JSON Pointer.
    pub pointer: String,
    /// When this profile used it last: the session's start, the rating's time, else the submission.
    pub used_at: DateTime<Utc>,
    /// The other applicants who have it, most recent first; at most [`Links::CAP`] are looked up.
    pub others: Vec<Other>,
    /// Whether there were more than that.
    pub capped: bool,
    /// How much sharing it means, from 0 (a hub that everyone shares) to 1 (nobody shares it by chance).
    pub strength: f64,
}

/// Another applicant with the same identifier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Other {
    /// Who.
    pub applicant: ApplicantId,
    /// When that applicant used it last.
    pub used_at: DateTime<Utc>,
    /// What both sides declared beforehand that would explain the sharing.
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
    /// Its name in the store.
    pub fn name(self) -> &'static str {
        match self {
            Self::Resume => "resume",
            Self::Letter => "letter",
            Self::Portfolio => "portfolio",
        }
    }
}

/// A text of the profile, and whose are nearly the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SharedText {
    /// What kind of text.
    pub kind: TextKind,
    /// Where in the profile it stands, as a JSON Pointer.
    pub pointer: String,
    /// The others, the most alike first.
    pub others: Vec<Similar>,
}

/// Another applicant with nearly the same text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Similar {
    /// Who.
    pub applicant: ApplicantId,
    /// The share of common shingles or, if that is more, of common passages, from 0 to 1.
    pub similarity: f64,
    /// What both sides declared beforehand that would explain it.
    pub declared: Option<Declared>,
}

impl SharedText {
    /// The others with whom no agency or relation was declared.
    pub fn undeclared(&self) -> impl Iterator<Item = &Similar> {
        self.others.iter().filter(|other| other.declared.is_none())
    }
}

/// A declared reason for two accounts to share things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Declared {
    /// Both name the same agency.
    Agency,
    /// Each names the other as a related account (household, business partner).
    Relation,
}

impl Links {
    /// How many other applicants are looked up for one identifier: a campus address with a million
    /// accounts costs what a pair costs.
    pub const CAP: usize = 50;

    /// The looked-up identifiers of one kind. Empty when the profile has none of that kind.
    pub fn of(&self, kind: IdentifierKind) -> impl Iterator<Item = &Shared> {
        self.shared.iter().filter(move |shared| shared.kind == kind)
    }

    /// What was declared together with another applicant.
    pub fn declared(&self, applicant: ApplicantId) -> Option<Declared> {
        let declarations = self.shared.iter().filter(|shared| shared.kind.is_declaration());
        let mut others = declarations.flat_map(|shared| &shared.others);
        others.find(|other| other.applicant == applicant)?.declared
    }

    /// How many different other applicants share something that is evidence, declared ones left out.
    pub fn applicants(&self) -> usize {
        let mut others: Vec<ApplicantId> = (self.shared.iter())
            .filter(|shared| shared.kind.connects() && shared.strength > 0.0)
            .flat_map(Shared::undeclared)
            .map(|other| other.applicant)
            .chain(self.texts.iter().flat_map(SharedText::undeclared).map(|other| other.applicant))
            .collect();
        others.sort_unstable();
        others.dedup();
        others.len()
    }
}

impl Shared {
    /// The others with whom no agency or relation was declared.
    pub fn undeclared(&self) -> impl Iterator<Item = &Other> {
        self.others.iter().filter(|other| other.declared.is_none())
    }
}
