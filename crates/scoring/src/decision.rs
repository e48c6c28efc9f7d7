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

/// The result of scoring, before anything is stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    pub band: Band,
    pub recommendation: Recommendation,
    /// The weight of the evidence, independent of the base rate, from 0 to 99: `round(99 · σ(log_odds −
    /// base_log_odds))`.
    pub score: u8,
    /// Calibrated, at the tenant's base rate.
    pub probability: f64,
    /// The log-odds of `probability`: `base_log_odds` plus every contribution.
    pub log_odds: f64,
    /// The log-odds of the tenant's base rate, before any evidence.
    pub base_log_odds: f64,
    /// Every known scored indicator, strongest first.
    pub contributions: Vec<Contribution>,
    /// Hits that give context and have no weight.
    pub context: Vec<UnscoredHit>,
    /// What people observed, in their words, without weight. Older decisions have none.
    #[serde(default)]
    pub human_evidence: Vec<UnscoredHit>,
    /// Matches on the tenant's own lists. Older decisions have none.
    #[serde(default)]
    pub lists: ListLookup,
    /// The reasons for the recommendation. Older decisions have none.
    #[serde(default)]
    pub reasons: Vec<Reason>,
    /// Hits for the sanctions desk, without weight.
    pub compliance: Vec<UnscoredHit>,
    /// Families whose sum reached its cap.
    pub capped_families: Vec<String>,
    /// Unknown indicators that could move the score, the largest effect first.
    pub ask_next: Vec<Ask>,
    /// Terms of the model that added nothing, because their indicators are not scored. Older decisions have none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inactive_terms: Vec<InactiveTerm>,
    /// Summary of the identifiers shared with other applicants.
    pub links: LinkSummary,
    pub model: ModelRef,
    /// The version of the tenant's policy that was applied; 0 for the built-in default.
    pub policy_version: i32,
    /// The lists that were consulted: the digest (`sha256:…`) of each one's content, by name.
    pub list_versions: BTreeMap<String, String>,
}

/// A stored decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    pub id: DecisionId,
    pub applicant_id: ApplicantId,
    /// The tenant's own id for the applicant.
    pub external_id: String,
    /// The version of the profile that was scored, counted from 1.
    pub profile_version: i32,
    pub created_at: DateTime<Utc>,
    pub assessment: Assessment,
    /// The review that the decision opened or joined, if the policy asked for one.
    pub review: Option<ReviewRef>,
    /// What was ignored in the document.
    pub warnings: Vec<Warning>,
}

/// Band of a decision: `insufficient_evidence` (too little is known; see `ask_next`), `low`, `elevated` (something to
/// clear up) or `high` (strong evidence from at least two independent families).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// Too little is known. This is not a low score: see `ask_next`.
    InsufficientEvidence,
    /// Nothing calls for further checks.
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
    /// Continue as usual.
    Proceed,
    /// Ask for what `ask_next` lists, or verify the hits.
    Verify,
    /// A person should look.
    Review,
}

/// Why a step is recommended: the `probability`, `insufficient_evidence` (too little is known) or `linked`
/// (personal identifiers shared with another applicant, which no confirmed relation explains).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RecommendationReason)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The probability, compared with the policy's thresholds.
    Probability,
    /// Too little is known.
    #[serde(rename = "insufficient_evidence", alias = "little_known")]
    LittleKnown,
    /// Personal identifiers are shared with another applicant, and no confirmed relation explains it.
    Linked,
}

/// What one indicator adds to the log-odds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    /// The indicator's id.
    pub indicator: String,
    pub family: String,
    /// Hit or miss. Unknown indicators contribute nothing and are not listed.
    pub state: State,
    /// The value of the hit, in the indicator's unit; 0 for a miss.
    pub value: f64,
    pub log_odds: f64,
    /// Sentences about what was found, with pointers into the profile.
    pub evidence: Vec<Evidence>,
    /// How to verify it, as release 0.1.0 stored it. Read [`Self::how_to_verify`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub settle: String,
    /// Innocent explanations, as release 0.1.0 stored them. Read [`Self::innocent_explanations`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub false_positives: String,
}

/// A hit without weight.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnscoredHit {
    /// The indicator's id.
    pub indicator: String,
    pub family: String,
    /// The value of the hit, in the indicator's unit.
    pub value: f64,
    /// Sentences about what was found, with pointers into the profile.
    pub evidence: Vec<Evidence>,
    /// How to verify it, as release 0.1.0 stored it. Read [`Self::how_to_verify`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub settle: String,
    /// Innocent explanations, as release 0.1.0 stored them. Read [`Self::innocent_explanations`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub false_positives: String,
}

/// An unknown indicator that is worth asking about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ask {
    /// The indicator's id.
    pub indicator: String,
    pub family: String,
    /// What to ask for, as release 0.1.0 stored it. Read [`Self::question`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub question: String,
    /// How far an answer could move the log-odds, in either direction.
    pub could_move: f64,
}

/// A term of the model that adds nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InactiveTerm {
    pub indicator: String,
    pub reason: InactiveReason,
}

/// Why a term of the model adds nothing: `not_scored` (its indicator is computed and shown, but has no weight) or
/// `not_computed` (its indicator no longer exists).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InactiveReason {
    /// Its indicator is computed and shown, but has no weight.
    NotScored,
    /// Its indicator no longer exists.
    NotComputed,
}

/// Summary of what an applicant shares with others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkSummary {
    /// The number of other applicants with a shared identifier that is evidence and not explained by a confirmed
    /// relation.
    pub applicants: usize,
    pub ring_id: Option<RingId>,
}

impl Contribution {
    /// How to prove or clear the red flag.
    pub fn how_to_verify(&self) -> &str {
        stored_or(&self.settle, &self.indicator, |indicator| indicator.how_to_verify)
    }

    /// What genuine people do that looks like the red flag.
    pub fn innocent_explanations(&self) -> &str {
        stored_or(&self.false_positives, &self.indicator, |indicator| {
            indicator.innocent_explanations
        })
    }
}

impl UnscoredHit {
    /// How to prove or clear the red flag.
    pub fn how_to_verify(&self) -> &str {
        stored_or(&self.settle, &self.indicator, |indicator| indicator.how_to_verify)
    }

    /// What genuine people do that looks like the red flag.
    pub fn innocent_explanations(&self) -> &str {
        stored_or(&self.false_positives, &self.indicator, |indicator| {
            indicator.innocent_explanations
        })
    }
}

impl Ask {
    pub fn question(&self) -> &str {
        stored_or(&self.question, &self.indicator, |indicator| indicator.question)
    }
}

/// The text that release 0.1.0 stored with the decision, or else the catalogue's.
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

/// Identifies a model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelRef {
    /// `mod_` and the first digits of the digest.
    pub id: String,
    /// The digest of its content: `sha256:…`.
    pub digest: String,
}

/// The review that a decision belongs to, in its state when the decision was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewRef {
    pub id: ReviewId,
    pub state: ReviewState,
}

/// State of a review: `open`, `claimed`, `awaiting_approval` (a `fake` verdict needs approval by someone else) or
/// `closed`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReviewState {
    /// Waiting for a reviewer.
    Open,
    /// A reviewer has claimed the case, until the claim expires.
    Claimed,
    /// A `fake` verdict needs approval by someone else.
    AwaitingApproval,
    Closed,
}

impl ReviewState {
    pub const ALL: [Self; 4] = [Self::Open, Self::Claimed, Self::AwaitingApproval, Self::Closed];

    /// The name in the database and in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Claimed => "claimed",
            Self::AwaitingApproval => "awaiting_approval",
            Self::Closed => "closed",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

impl Band {
    /// Every band, lowest first.
    pub const ALL: [Self; 4] = [Self::InsufficientEvidence, Self::Low, Self::Elevated, Self::High];

    /// The name in the database and in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::InsufficientEvidence => "insufficient_evidence",
            Self::Low => "low",
            Self::Elevated => "elevated",
            Self::High => "high",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|band| band.name() == name)
    }
}

impl Recommendation {
    /// The name in the database and in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Proceed => "proceed",
            Self::Verify => "verify",
            Self::Review => "review",
        }
    }
}
