//! The indicators: red flags of the published advisories, each computed by one pure function.
//!
//! An indicator is one `const` item in its family's file: its words, its policy, its sources and its
//! `observe` function. Adding it to that file's list is all it takes: the model's columns, the API's
//! catalogue, the console's texts and `docs/INDICATORS.md` are made from [`all`].
//!
//! An indicator sees a [`Case`] and nothing else. Names can only be compared there, and schools,
//! languages and nationality cannot be reached at all, so a proxy for origin cannot be written by accident.

mod case;
mod catalogue;
mod checks;
mod code_hosting;
mod contact;
mod engagement;
mod history;
mod identity_check;
mod interview;
mod listed;
mod marketplace;
mod notes;
mod observe;
mod page;
mod payout;
mod reading;
mod refused;
mod resume;
mod session;
mod sharing;
mod shipping;
mod similar;
mod wording;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[cfg(test)]
mod examples;
#[cfg(test)]
mod fixture;

pub use case::Case;
pub use catalogue::{CATALOGUE, Entry, Refusal};
pub use notes::{NotNoted, add_notes, takes_notes};
pub use observe::{Observed, observe};
pub use page::page;
pub use refused::REFUSALS;

use crate::finding::Finding;

/// A red flag and how it is observed.
#[derive(Debug)]
pub struct Indicator {
    /// Its name everywhere. Never reused for another meaning.
    pub id: &'static str,
    /// The group of indicators that see the same thing.
    pub family: Family,
    /// How it may be used.
    pub usage: Usage,
    /// What must be known to observe it.
    pub scope: Scope,
    /// How much a true hit should move a reviewer, by judgement, from 1 to 5.
    pub strength: u8,
    /// What is observed, in a sentence.
    pub observed: &'static str,
    /// What a hit's value counts, such as `other accounts`.
    pub unit: &'static str,
    /// What to ask for when it is unknown.
    pub question: &'static str,
    /// What honest people do that looks like it.
    pub innocent_explanations: &'static str,
    /// The check that would prove or clear it.
    pub how_to_verify: &'static str,
    /// Who published it: keys of the catalogue's sources.
    pub sources: &'static [&'static str],
    /// The sentences of its evidence: attributes of a Fluent message, `.hit`, `.miss` and further variants.
    pub wording: &'static str,
    /// Whether a miss counts.
    pub miss: MissRule,
    /// Looks at a case. Call [`Indicator::look`] instead, which completes the evidence.
    observe: fn(&Case<'_>) -> Finding,
    /// Profiles that are hits, misses and unknown, with their sentences.
    #[cfg(test)]
    examples: fn() -> examples::Examples,
}

/// Whether the model learns from a miss.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissRule {
    /// The red flag could have been there and was not: evidence of its own.
    Counts,
    /// The absence of a match is no clearance: a miss is no input.
    SaysNothing,
}

impl Indicator {
    /// The indicator with this id, if this build computes it.
    pub fn from_id(id: &str) -> Option<&'static Self> {
        all().find(|indicator| indicator.id == id)
    }

    /// What it finds in a case.
    pub fn look(&self, case: &Case<'_>) -> Finding {
        (self.observe)(case).of_indicator(self.id)
    }
}

/// Area an indicator belongs to.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Sign-ins: addresses, devices, zones, hours.
    Session,
    /// E-mail addresses, phones and how they change.
    Contact,
    /// The resume, the photo and what is claimed there.
    Resume,
    /// Code-hosting accounts.
    CodeHosting,
    /// Applications, bids, ratings and messages.
    Marketplace,
    /// Identity checks.
    IdentityCheck,
    /// Where the money goes.
    Payout,
    /// Where devices are sent.
    Shipping,
    /// What interviewers observe.
    Interview,
    /// What happens after hiring.
    Engagement,
}

impl Family {
    /// Its name in answers and in the model.
    pub fn name(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Contact => "contact",
            Self::Resume => "resume",
            Self::CodeHosting => "code_hosting",
            Self::Marketplace => "marketplace",
            Self::IdentityCheck => "identity_check",
            Self::Payout => "payout",
            Self::Shipping => "shipping",
            Self::Interview => "interview",
            Self::Engagement => "engagement",
        }
    }
}

/// How an indicator may be used: `use`, `use_inconsistency_only` (only as a contradiction with the applicant's own
/// claim), `use_cross_account_only` (only when shared between accounts), `context_only` (shown, never scored),
/// `human_evidence_only` (only as a named person's observation), `compliance_route_only` (only for the sanctions desk)
/// or `exclude` (never).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = IndicatorUse)]
pub enum Usage {
    /// Scored.
    Use,
    /// Scored, and emitted only as a contradiction with the person's own claim.
    UseInconsistencyOnly,
    /// Scored, and emitted only as something that accounts share.
    UseCrossAccountOnly,
    /// Shown with weight 0.
    ContextOnly,
    /// Entered by a named person with a note.
    HumanEvidenceOnly,
    /// Goes to a sanctions notice beside the score, never into it.
    ComplianceRouteOnly,
    /// Refused: it stands in for origin.
    Exclude,
}

impl Usage {
    /// Whether an indicator of this usage is a column of the model.
    pub fn is_scored(self) -> bool {
        matches!(self, Self::Use | Self::UseInconsistencyOnly | Self::UseCrossAccountOnly)
    }
}

/// Data needed to observe an indicator: one `profile`, several accounts (`cross_account`) or earlier versions
/// (`temporal`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = IndicatorScope)]
pub enum Scope {
    /// One profile.
    Profile,
    /// What accounts share.
    CrossAccount,
    /// How things change over time.
    Temporal,
}

/// Every indicator of this build, family by family.
pub fn all() -> impl Iterator<Item = &'static Indicator> {
    FAMILIES.iter().copied().flatten()
}

/// The indicators that are columns of the model, in its order.
pub fn scored() -> impl Iterator<Item = &'static Indicator> {
    all().filter(|indicator| indicator.usage.is_scored())
}

/// One list for each file of a family.
const FAMILIES: &[&[Indicator]] = &[
    session::sharing::INDICATORS,
    session::places::INDICATORS,
    session::clocks::INDICATORS,
    session::clients::INDICATORS,
    session::changes::INDICATORS,
    session::devices::INDICATORS,
    contact::sharing::INDICATORS,
    contact::changes::INDICATORS,
    contact::providers::INDICATORS,
    contact::footprint::INDICATORS,
    contact::names::INDICATORS,
    identity_check::INDICATORS,
    payout::accounts::INDICATORS,
    payout::requests::INDICATORS,
    resume::INDICATORS,
    resume::author::INDICATORS,
    resume::elsewhere::INDICATORS,
    resume::photos::INDICATORS,
    resume::portfolio::INDICATORS,
    resume::references::INDICATORS,
    resume::rotation::INDICATORS,
    resume::verification::INDICATORS,
    resume::wording::INDICATORS,
    code_hosting::accounts::INDICATORS,
    code_hosting::timeline::INDICATORS,
    code_hosting::clocks::INDICATORS,
    code_hosting::content::INDICATORS,
    marketplace::applications::INDICATORS,
    marketplace::clients::INDICATORS,
    marketplace::requests::INDICATORS,
    marketplace::offers::INDICATORS,
    shipping::INDICATORS,
    shipping::home::INDICATORS,
    interview::INDICATORS,
    interview::meetings::INDICATORS,
    interview::style::INDICATORS,
    engagement::devices::INDICATORS,
    engagement::conduct::INDICATORS,
    listed::identifiers::INDICATORS,
    listed::accounts::INDICATORS,
    similar::INDICATORS,
];

#[cfg(test)]
mod tests;
