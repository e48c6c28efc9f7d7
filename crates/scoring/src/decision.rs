//! Decisions: the stored result of scoring one profile version.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use evidence::finding::{Evidence, State};
use evidence::indicators::Indicator;
use evidence::lists::ListLookup;
use evidence::profile::read::Warning;
use ids::{ApplicantId, DecisionId, ReviewId, RingId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What scoring found, before anything is stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// Where the policy puts it.
    pub band: Band,
    /// What the policy recommends.
    pub recommendation: Recommendation,
    /// The weight of the evidence alone, from 0 to 99: `round(99 · σ(log_odds − base_log_odds))`.
    pub score: u8,
    /// Calibrated, with the tenant's base rate.
    pub probability: f64,
    /// The log-odds of `probability`: `base_log_odds` and every contribution.
    pub log_odds: f64,
    /// The log-odds of the tenant's base rate, before any evidence.
    pub base_log_odds: f64,
    /// Every indicator that was observed, hit or miss, the strongest first. They sum to the log-odds.
    pub contributions: Vec<Contribution>,
    /// Observations that are shown and weigh nothing.
    pub context: Vec<Remark>,
    /// What named people observed, in their words; weighs nothing. Decisions made before this was kept have none.
    #[serde(default)]
    pub human_evidence: Vec<Remark>,
    /// What the tenant's own lists say. Decisions made before there were lists have none.
    #[serde(default)]
    pub lists: ListLookup,
    /// Why that is recommended. Decisions made before this was kept have none.
    #[serde(default)]
    pub reasons: Vec<Reason>,
    /// Observations for the sanctions desk. They weigh nothing.
    pub compliance: Vec<Remark>,
    /// Families whose sum was held at its cap.
    pub capped_families: Vec<String>,
    /// What is unknown and would move the score, the most first.
    pub ask_next: Vec<Ask>,
    /// What the applicant shares with others.
    pub links: LinkSummary,
    /// The model that scored.
    pub model: ModelRef,
    /// The tenant's policy that was applied; 0 for the one that comes with the service.
    pub policy_version: i32,
    /// The lists that were consulted: `sha256:…` of each one's content, by name.
    pub list_versions: BTreeMap<String, String>,
}

/// A stored decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Its name.
    pub id: DecisionId,
    /// About whom.
    pub applicant_id: ApplicantId,
    /// The tenant's own name of the applicant.
    pub external_id: String,
    /// Which submission of the applicant's profile was scored, from 1.
    pub profile_version: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// What scoring found.
    pub assessment: Assessment,
    /// The review that it opened or joined, if the policy asked for one.
    pub review: Option<ReviewRef>,
    /// What was passed over in the document.
    pub warnings: Vec<Warning>,
}

/// Band of a decision: `insufficient_evidence` (too little is known; see `ask_next`), `low`, `elevated` (something to
/// clear up) or `high` (strong evidence from at least two independent families).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// Too little is known to say anything. Not a low score: see what to ask next.
    InsufficientEvidence,
    /// Nothing that calls for more.
    Low,
    /// Something to clear up.
    Elevated,
    /// Strong evidence from at least two independent families.
    High,
}

/// Recommended next step: `proceed`, `verify` (ask what `ask_next` lists, or verify the hits) or `review` (a person
/// should look). There is no `reject`: people decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Recommendation {
    /// Go on.
    Proceed,
    /// Ask for what `ask_next` names, or settle the hits.
    Verify,
    /// A person should look.
    Review,
}

/// Why a step is recommended: the `probability`, `insufficient_evidence` (too little is known) or `linked` (undeclared
/// personal identifiers shared with another applicant).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RecommendationReason)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The probability, by the policy's thresholds.
    Probability,
    /// Too little is known to say anything.
    #[serde(rename = "insufficient_evidence", alias = "little_known")]
    LittleKnown,
    /// Something personal is shared with another applicant, undeclared.
    Linked,
}

/// One indicator's part of the score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    /// Which indicator.
    pub indicator: String,
    /// Its family.
    pub family: String,
    /// Hit or miss. What is unknown contributes nothing and is not listed.
    pub state: State,
    /// How much of the red flag, in the indicator's unit; 0 for a miss.
    pub value: f64,
    /// What it adds to the log-odds.
    pub log_odds: f64,
    /// What was seen, and where in the profile.
    pub evidence: Vec<Evidence>,
    /// How to verify it, as release 0.1.0 stored it. Read [`Self::how_to_verify`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub settle: String,
    /// Innocent explanations, as release 0.1.0 stored them. Read [`Self::innocent_explanations`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub false_positives: String,
}

/// A hit that weighs nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Remark {
    /// Which indicator.
    pub indicator: String,
    /// Its family.
    pub family: String,
    /// How much of it, in the indicator's unit.
    pub value: f64,
    /// What was seen, and where in the profile.
    pub evidence: Vec<Evidence>,
    /// How to verify it, as release 0.1.0 stored it. Read [`Self::how_to_verify`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub settle: String,
    /// Innocent explanations, as release 0.1.0 stored them. Read [`Self::innocent_explanations`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub false_positives: String,
}

/// An unknown that is worth asking about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ask {
    /// Which indicator is unknown.
    pub indicator: String,
    /// Its family.
    pub family: String,
    /// What to ask for, as release 0.1.0 stored it. Read [`Self::question`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub question: String,
    /// How far the answer could move this log-odds, either way.
    pub could_move: f64,
}

/// What an applicant shares with others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkSummary {
    /// How many other applicants share something that is evidence and was not declared.
    pub applicants: usize,
    /// The ring, if there is one.
    pub ring_id: Option<RingId>,
}

impl Contribution {
    /// The check that would prove or clear the red flag.
    pub fn how_to_verify(&self) -> &str {
        stored_or(&self.settle, &self.indicator, |indicator| indicator.how_to_verify)
    }

    /// What honest people do that looks like it.
    pub fn innocent_explanations(&self) -> &str {
        stored_or(&self.false_positives, &self.indicator, |one| one.innocent_explanations)
    }
}

impl Remark {
    /// The check that would prove or clear the red flag.
    pub fn how_to_verify(&self) -> &str {
        stored_or(&self.settle, &self.indicator, |indicator| indicator.how_to_verify)
    }

    /// What honest people do that looks like it.
    pub fn innocent_explanations(&self) -> &str {
        stored_or(&self.false_positives, &self.indicator, |one| one.innocent_explanations)
    }
}

impl Ask {
    /// What to ask for.
    pub fn question(&self) -> &str {
        stored_or(&self.question, &self.indicator, |indicator| indicator.question)
    }
}

/// The text that the decision stored, as 0.1.0 did, or the catalogue's.
fn stored_or<'a>(
    stored: &'a str,
    id: &str,
    text: fn(&'static Indicator) -> &'static str,
) -> &'a str {
    match Indicator::from_id(id) {
        Some(indicator) if stored.is_empty() => text(indicator),
        _ => stored,
    }
}

/// Names a model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelRef {
    /// Short.
    pub id: String,
    /// By its content: `sha256:…`.
    pub digest: String,
}

/// A review that a decision belongs to, as it stood when the decision was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewRef {
    /// Its name.
    pub id: ReviewId,
    /// How far it is.
    pub state: ReviewState,
}

/// State of a review: `open`, `claimed`, `awaiting_approval` (a `fake` verdict needs approval by someone else) or
/// `closed`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReviewState {
    /// Waiting for a reviewer.
    Open,
    /// A reviewer has it, until the lease runs out.
    Claimed,
    /// A verdict of `fake` waits for a second person.
    AwaitingApproval,
    /// Done.
    Closed,
}

impl ReviewState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Open, Self::Claimed, Self::AwaitingApproval, Self::Closed];

    /// Its name in the store and in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Claimed => "claimed",
            Self::AwaitingApproval => "awaiting_approval",
            Self::Closed => "closed",
        }
    }

    /// The one of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

impl Band {
    /// Every band, the least first.
    pub const ALL: [Self; 4] = [Self::InsufficientEvidence, Self::Low, Self::Elevated, Self::High];

    /// Its name in the store and in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::InsufficientEvidence => "insufficient_evidence",
            Self::Low => "low",
            Self::Elevated => "elevated",
            Self::High => "high",
        }
    }

    /// The one of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

impl Recommendation {
    /// Its name in the store and in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Proceed => "proceed",
            Self::Verify => "verify",
            Self::Review => "review",
        }
    }
}
