//! The result of scoring, which decisions and trial scores share.

use std::collections::BTreeMap;

use evidence::finding::{Evidence, State};
use evidence::lists::{self, Consulted, ListKind, ListMeaning, Listed};
use ids::RingId;
use scoring::decision::{
    self, Ask, Band, InactiveReason, ModelRef, Reason, Recommendation, UnscoredHit,
};
use serde::Serialize;
use utoipa::ToSchema;

/// The result of scoring a profile, with the model, policy and lists that were used.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct Assessment {
    #[serde(flatten)]
    found: ReviewAssessment,
    /// Model that computed the score.
    model: ModelReference,
    /// Version of the tenant's policy that was applied; 0 for the built-in policy.
    #[schema(example = 4)]
    policy_version: i32,
    /// Version of each built-in list that was used, by list name.
    #[schema(example = json!({ "iptocc": "1.4.175" }))]
    list_versions: BTreeMap<String, String>,
    /// Terms of the model that added nothing, because their indicators were not scored. Usually empty.
    inactive_terms: Vec<InactiveTerm>,
}

/// The result of scoring a profile, as shown in reviews. It omits model, policy and list versions, because they would
/// reveal how old a decision is, and with that which cases are golden items.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct ReviewAssessment {
    /// Band, according to the tenant's policy.
    band: Band,
    /// Recommended next step, according to the policy. Rejecting is never recommended: people decide.
    recommendation: Recommendation,
    /// Why this step is recommended.
    reasons: Vec<Reason>,
    /// Weight of the evidence, independent of the base rate: `round(99 · σ(log_odds − base_log_odds))`.
    #[schema(minimum = 0, maximum = 99, example = 87)]
    score: u8,
    /// Calibrated probability that the applicant is fake, at the tenant's base rate.
    #[schema(minimum = 0, maximum = 1, example = 0.034)]
    probability: f64,
    /// Log-odds of `probability`. Equals `base_log_odds` plus all contributions, to within 1e-9.
    #[schema(example = -3.35)]
    log_odds: f64,
    /// Log-odds before any evidence, from the tenant's base rate.
    #[schema(example = -5.83)]
    base_log_odds: f64,
    /// Contribution of every known indicator, hit or miss, strongest first.
    contributions: Vec<Contribution>,
    /// Hits that are shown for context and add nothing to the score.
    context: Vec<UnscoredFinding>,
    /// Observations by named people, in their own words. They add nothing to the score.
    human_evidence: Vec<UnscoredFinding>,
    /// Threat lists that were checked, and the matches.
    lists: ListLookup,
    /// Hits for the sanctions desk. They add nothing to the score.
    compliance: Vec<UnscoredFinding>,
    /// Families whose total contribution reached its cap.
    capped_families: Vec<String>,
    /// Unknown indicators worth asking about, the most informative first.
    ask_next: Vec<SuggestedQuestion>,
    /// What the applicant shares with others.
    links: LinkSummary,
}

/// A term of the model that adds nothing to any score.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http::v1) struct InactiveTerm {
    /// Id of the indicator.
    #[schema(example = "activity_gap_then_history")]
    indicator: String,
    /// Why it adds nothing.
    reason: InactiveReason,
}

impl From<decision::InactiveTerm> for InactiveTerm {
    fn from(from: decision::InactiveTerm) -> Self {
        Self { indicator: from.indicator, reason: from.reason }
    }
}

/// Result of checking the profile against the tenant's threat lists.
#[derive(Debug, Serialize, ToSchema)]
struct ListLookup {
    /// Lists that were checked.
    consulted: Vec<ConsultedList>,
    /// Values found on a list. Matches on sanctions lists appear only under `compliance`.
    matches: Vec<ListMatch>,
    /// Reminder that the absence of a match is not clearance; `null` if no list was checked.
    #[schema(value_type = Option<String>, example = "no match is not clearance")]
    note: Option<&'static str>,
}

/// A threat list that was checked.
#[derive(Debug, Serialize, ToSchema)]
struct ConsultedList {
    /// Name of the list.
    list: String,
    /// Type of value on the list.
    kind: ListKind,
    /// What a match means.
    meaning: ListMeaning,
    /// Version of the list that was checked; `null` in reviews.
    version: Option<i32>,
}

/// A value in the profile that is on a threat list.
#[derive(Debug, Serialize, ToSchema)]
struct ListMatch {
    /// Name of the list.
    list: String,
    /// Type of value.
    kind: ListKind,
    /// JSON Pointer to the value in the profile.
    #[schema(example = "/sessions/3/ip")]
    pointer: String,
    /// The source's confidence in the entry, from 0 to 100; `null` if it gives none.
    confidence: Option<i16>,
}

impl From<lists::ListLookup> for ListLookup {
    fn from(from: lists::ListLookup) -> Self {
        let note = (!from.consulted.is_empty()).then_some("no match is not clearance");
        let consulted = |consulted: Consulted| ConsultedList {
            list: consulted.list,
            kind: consulted.kind,
            meaning: consulted.meaning,
            version: Some(consulted.version),
        };
        let matched = |listed: Listed| ListMatch {
            list: listed.on.list,
            kind: listed.on.kind,
            pointer: listed.pointer,
            confidence: listed.confidence,
        };
        Self {
            consulted: from.consulted.into_iter().map(consulted).collect(),
            matches: from.listed.into_iter().map(matched).collect(),
            note,
        }
    }
}

/// Contribution of one indicator to the log-odds.
#[derive(Debug, Serialize, ToSchema)]
struct Contribution {
    /// Id of the indicator.
    #[schema(example = "payout_account_shared")]
    indicator: String,
    /// Family of the indicator.
    #[schema(example = "payout")]
    family: String,
    /// `hit` or `miss`. Unknown indicators contribute exactly 0 and are not listed.
    state: State,
    /// Strength of the hit, in the indicator's unit; 0 for a miss.
    #[schema(example = 2.0)]
    value: f64,
    /// Amount added to the log-odds. Positive values point to a fake.
    #[schema(example = 2.31)]
    log_odds: f64,
    /// What was found, with positions in the profile.
    evidence: Vec<EvidenceBody>,
    /// How to prove or clear the red flag.
    how_to_verify: String,
    /// Why genuine applicants may show the same red flag.
    innocent_explanations: String,
}

/// A hit that adds nothing to the score.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct UnscoredFinding {
    /// Id of the indicator.
    indicator: String,
    /// Family of the indicator.
    family: String,
    /// Strength of the hit, in the indicator's unit.
    value: f64,
    /// What was found, with positions in the profile.
    evidence: Vec<EvidenceBody>,
    /// How to prove or clear the red flag.
    how_to_verify: String,
    /// Why genuine applicants may show the same red flag.
    innocent_explanations: String,
}

/// One sentence of evidence.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Evidence)]
struct EvidenceBody {
    /// The sentence, which quotes the values.
    #[schema(example = "The payout account …6819 is also used by 2 other applicants.")]
    text: String,
    /// JSON Pointers (RFC 6901) to the values in the submitted profile, at most 20.
    #[schema(example = json!(["/payouts/0/account"]))]
    pointers: Vec<String>,
}

/// An unknown indicator that is worth asking about.
#[derive(Debug, Serialize, ToSchema)]
struct SuggestedQuestion {
    /// Id of the unknown indicator.
    #[schema(example = "verification_device_differs_from_use_device")]
    indicator: String,
    /// Family of the indicator.
    family: String,
    question: String,
    /// Largest change of the log-odds, up or down, that an answer could cause.
    #[schema(example = 1.9)]
    max_log_odds_change: f64,
}

/// The applicant's links to other applicants.
#[derive(Debug, Serialize, ToSchema)]
struct LinkSummary {
    /// Number of other applicants with a shared identifier that counts as evidence and is not explained by a confirmed relation.
    #[schema(example = 3)]
    applicants: usize,
    /// Id of the applicant's ring, `ring_…`; `null` if there is none.
    ring_id: Option<RingId>,
}

/// Reference to a model.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http::v1) struct ModelReference {
    /// Id of the model, `mod_…`.
    #[schema(example = "mod_0123456789abcdef")]
    id: String,
    /// SHA-256 digest of the model's content.
    #[schema(example = "sha256:…")]
    digest: String,
}

impl From<decision::Assessment> for Assessment {
    fn from(mut from: decision::Assessment) -> Self {
        let list_versions = std::mem::take(&mut from.list_versions);
        let inactive_terms = std::mem::take(&mut from.inactive_terms);
        Self {
            model: from.model.clone().into(),
            policy_version: from.policy_version,
            list_versions,
            inactive_terms: inactive_terms.into_iter().map(Into::into).collect(),
            found: from.into(),
        }
    }
}

impl ReviewAssessment {
    /// As a review shows it.
    pub(in crate::http::v1) fn undated(from: decision::Assessment) -> Self {
        let mut body = Self::from(from);
        for consulted in &mut body.lists.consulted {
            consulted.version = None;
        }
        body
    }
}

impl From<decision::Assessment> for ReviewAssessment {
    fn from(from: decision::Assessment) -> Self {
        Self {
            band: from.band,
            recommendation: from.recommendation,
            reasons: from.reasons,
            score: from.score,
            probability: from.probability,
            log_odds: from.log_odds,
            base_log_odds: from.base_log_odds,
            contributions: from.contributions.into_iter().map(Into::into).collect(),
            context: from.context.into_iter().map(Into::into).collect(),
            human_evidence: from.human_evidence.into_iter().map(Into::into).collect(),
            lists: from.lists.into(),
            compliance: from.compliance.into_iter().map(Into::into).collect(),
            capped_families: from.capped_families,
            ask_next: from.ask_next.into_iter().map(Into::into).collect(),
            links: from.links.into(),
        }
    }
}

impl From<decision::Contribution> for Contribution {
    fn from(from: decision::Contribution) -> Self {
        Self {
            how_to_verify: from.how_to_verify().to_owned(),
            innocent_explanations: from.innocent_explanations().to_owned(),
            indicator: from.indicator,
            family: from.family,
            state: from.state,
            value: from.value,
            log_odds: from.log_odds,
            evidence: from.evidence.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<UnscoredHit> for UnscoredFinding {
    fn from(from: UnscoredHit) -> Self {
        Self {
            how_to_verify: from.how_to_verify().to_owned(),
            innocent_explanations: from.innocent_explanations().to_owned(),
            indicator: from.indicator,
            family: from.family,
            value: from.value,
            evidence: from.evidence.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Evidence> for EvidenceBody {
    fn from(from: Evidence) -> Self {
        Self { text: from.text("en"), pointers: from.pointers }
    }
}

impl From<Ask> for SuggestedQuestion {
    fn from(from: Ask) -> Self {
        let question = from.question().to_owned();
        let Ask { indicator, family, could_move, .. } = from;
        Self { indicator, family, question, max_log_odds_change: could_move }
    }
}

impl From<decision::LinkSummary> for LinkSummary {
    fn from(from: decision::LinkSummary) -> Self {
        Self { applicants: from.applicants, ring_id: from.ring_id }
    }
}

impl From<ModelRef> for ModelReference {
    fn from(from: ModelRef) -> Self {
        Self { id: from.id, digest: from.digest }
    }
}
