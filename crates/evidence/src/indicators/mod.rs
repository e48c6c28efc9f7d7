//! The indicators: red flags from published advisories, each computed by a pure function.
//!
//! An indicator is a `const` item in its family's file, with its texts, usage, sources and `observe` function. To add
//! an indicator, add it to the list of that file: the model's columns, the API's catalogue, the console's texts and
//! `docs/INDICATORS.md` are generated from [`all`].
//!
//! An indicator reads only a [`Case`]. There, names can only be compared, and schools, languages and nationality have
//! no field, so a proxy for origin cannot be written by accident.

mod case;
mod catalogue;
mod checks;
mod code_hosting;
mod contact;
mod disputes;
mod engagement;
mod excluded;
mod history;
mod identity_check;
mod interview;
mod listed;
mod marketplace;
mod messages;
mod notes;
mod observe;
mod omissions;
mod page;
mod payout;
mod phrases;
mod reading;
mod reports;
mod resume;
mod session;
mod sharing;
mod shipping;
mod similar;
mod spelling;
mod wording;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[cfg(test)]
mod bounds;
#[cfg(test)]
mod examples;
#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod hostile;

pub use case::Case;
pub use catalogue::{CATALOGUE, Entry, Exclusion};
pub use excluded::EXCLUSIONS;
pub use notes::{NotesRejected, accepts_notes, add_notes};
pub use observe::{Observed, observe};
pub use page::page;
pub use reports::{ReportRejected, check_observation};

use crate::finding::Finding;
use crate::profile::build_tables;

/// A red flag and how to observe it.
#[derive(Debug)]
pub struct Indicator {
    /// Its id in the API, the model and the database. Never reused for another meaning.
    pub id: &'static str,
    /// The area that it belongs to.
    pub family: Family,
    /// The act that also triggers other indicators, if one is known.
    pub cause: Option<Cause>,
    /// How it may be used.
    pub usage: Usage,
    /// The data needed to observe it.
    pub scope: Scope,
    /// How much a true hit should concern a reviewer, from 1 to 5. An expert judgement.
    pub strength: u8,
    /// What is observed, in a sentence.
    pub observed: &'static str,
    /// The unit of a hit's value, for example `other accounts`.
    pub unit: &'static str,
    /// What to ask for if it is unknown.
    pub question: &'static str,
    /// What genuine people do that looks like the red flag.
    pub innocent_explanations: &'static str,
    /// How to prove or clear the red flag.
    pub how_to_verify: &'static str,
    /// Who published it: keys of the catalogue's sources.
    pub sources: &'static [&'static str],
    /// The sentences of its evidence: the attributes of a Fluent message, `.hit`, `.miss` and further variants.
    pub wording: &'static str,
    /// Whether a miss counts.
    pub miss: MissRule,
    /// Examines a case. Call [`Indicator::examine`] instead, which completes the evidence.
    observe: fn(&Case<'_>) -> Finding,
    /// Profiles that are a hit, a miss or unknown, with their sentences.
    #[cfg(test)]
    examples: fn() -> examples::Examples,
}

/// Whether the model learns from a miss.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissRule {
    /// A miss is evidence, because the data could have shown the red flag.
    Counts,
    /// A miss is no input, because the absence of a match is not clearance.
    Ignored,
}

impl Indicator {
    /// The indicator with this id, if this build computes it.
    pub fn from_id(id: &str) -> Option<&'static Self> {
        all().find(|indicator| indicator.id == id)
    }

    /// Whether only a person's report makes it known.
    pub fn needs_report(&self) -> bool {
        reports::accepts_reports(self.id)
    }

    /// The finding for a case.
    pub fn examine(&self, case: &Case<'_>) -> Finding {
        let finding = (self.observe)(case).complete_keys(self.id);
        omissions::applied(finding, self.id, self.family, &case.profile.omitted)
    }
}

/// Area an indicator belongs to.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Sign-ins: addresses, devices, time zones, hours.
    Session,
    /// E-mail addresses, phone numbers and their changes.
    Contact,
    /// The resume, the photo and the claims in them.
    Resume,
    /// Code-hosting accounts.
    CodeHosting,
    /// Applications, bids, ratings and messages.
    Marketplace,
    /// Identity checks.
    IdentityCheck,
    /// Payout accounts and money.
    Payout,
    /// Delivery addresses of devices.
    Shipping,
    /// Observations by interviewers.
    Interview,
    /// Behaviour and devices after hiring.
    Engagement,
}

impl Family {
    /// The name in answers and in the model.
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

/// A single act that triggers several indicators together. Their evidence overlaps: two hits of one cause can be the same
/// fact twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = IndicatorCause)]
pub enum Cause {
    /// Commits were rewritten or copied: their times, clocks and authors change together.
    RewrittenHistory,
}

impl Cause {
    /// The name in answers and in the tables of rates.
    pub fn name(self) -> &'static str {
        match self {
            Self::RewrittenHistory => "rewritten_history",
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
    /// Scored, but only as a contradiction with the applicant's own claim.
    UseInconsistencyOnly,
    /// Scored, but only when shared between accounts.
    UseCrossAccountOnly,
    /// Shown, without weight.
    ContextOnly,
    /// Reported by a named person, with a note.
    HumanEvidenceOnly,
    /// Reported to the sanctions desk next to the score, never part of it.
    ComplianceRouteOnly,
    /// Excluded, because it stands in for origin.
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
    /// Several accounts.
    CrossAccount,
    /// Earlier versions of the profile.
    Temporal,
}

/// Every indicator of this build, family by family.
pub fn all() -> impl Iterator<Item = &'static Indicator> {
    FAMILIES.iter().copied().flatten()
}

/// Builds all tables and automata. Otherwise, the first profiles take longer.
pub fn prepare() {
    build_tables();
    crate::geography::build_tables();
    phrases::prepare();
    crate::linkage::rates::prepare();
    resume::build_automaton();
}

/// The indicators that are columns of the model, in the order of the columns.
pub fn scored() -> impl Iterator<Item = &'static Indicator> {
    all().filter(|indicator| indicator.usage.is_scored())
}

/// One list for each file of a family.
const FAMILIES: &[&[Indicator]] = &[
    session::sharing::INDICATORS,
    session::places::INDICATORS,
    session::travel::INDICATORS,
    session::clocks::INDICATORS,
    session::hours::INDICATORS,
    session::clients::INDICATORS,
    session::changes::INDICATORS,
    session::devices::INDICATORS,
    session::careers::INDICATORS,
    contact::sharing::INDICATORS,
    contact::changes::INDICATORS,
    contact::providers::INDICATORS,
    contact::footprint::INDICATORS,
    contact::names::INDICATORS,
    contact::credentials::INDICATORS,
    identity_check::INDICATORS,
    disputes::INDICATORS,
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
    resume::records::INDICATORS,
    resume::wording::INDICATORS,
    code_hosting::accounts::INDICATORS,
    code_hosting::timeline::INDICATORS,
    code_hosting::clocks::INDICATORS,
    code_hosting::content::INDICATORS,
    code_hosting::rewriting::INDICATORS,
    code_hosting::origins::INDICATORS,
    code_hosting::duplicates::INDICATORS,
    marketplace::applications::INDICATORS,
    marketplace::clients::INDICATORS,
    marketplace::requests::INDICATORS,
    marketplace::offers::INDICATORS,
    marketplace::proxies::INDICATORS,
    shipping::INDICATORS,
    shipping::home::INDICATORS,
    interview::INDICATORS,
    interview::meetings::INDICATORS,
    interview::signals::INDICATORS,
    interview::style::INDICATORS,
    engagement::devices::INDICATORS,
    engagement::conduct::INDICATORS,
    listed::identifiers::INDICATORS,
    listed::accounts::INDICATORS,
    similar::INDICATORS,
];

#[cfg(test)]
mod tests;
