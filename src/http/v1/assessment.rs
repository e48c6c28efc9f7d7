//! The result of scoring, which decisions and trial scores share.

use std::collections::BTreeMap;

use evidence::finding::{Evidence, State};
use evidence::lists::{Consulted, ListKind, ListLookup, ListMeaning, Listed};
use ids::RingId;
use scoring::decision::{
    Ask, Assessment, Band, Contribution, LinkSummary, ModelRef, Reason, Recommendation, Remark,
};
use serde::Serialize;
use utoipa::ToSchema;

/// The result of scoring, with the model, policy and lists it is based on.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct AssessmentBody {
    #[serde(flatten)]
    found: FoundBody,
    model: ModelReference,
    /// The version of the tenant's policy; 0 for the policy that ships with the service.
    #[schema(example = 4)]
    policy_version: i32,
    /// The version of each list that was consulted, by name.
    #[schema(example = json!({ "iptocc": "1.4.175" }))]
    list_versions: BTreeMap<String, String>,
}

/// The result of scoring, as reviews show it. Model, policy and list versions are left out: they would reveal how old a
/// decision is, and so which case is a golden item.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct FoundBody {
    /// The band under the tenant's policy.
    band: Band,
    /// What the policy recommends. It never recommends rejecting an applicant; people decide.
    recommendation: Recommendation,
    /// Why the policy recommends it.
    reasons: Vec<Reason>,
    /// The weight of the evidence, independent of the base rate: `round(99 · σ(log_odds − base_log_odds))`.
    #[schema(minimum = 0, maximum = 99, example = 87)]
    score: u8,
    /// The calibrated probability that the applicant is fake, at the tenant's base rate.
    #[schema(minimum = 0, maximum = 1, example = 0.034)]
    probability: f64,
    /// The log-odds of `probability`: the sum of `base_log_odds` and all contributions, exact to 1e-9.
    #[schema(example = -3.35)]
    log_odds: f64,
    /// The log-odds before any evidence.
    #[schema(example = -5.83)]
    base_log_odds: f64,
    /// Every indicator that is a hit or a miss, the strongest first.
    contributions: Vec<ContributionBody>,
    /// Hits that are shown but do not count.
    context: Vec<RemarkBody>,
    /// What named people observed, in their own words. It does not count.
    human_evidence: Vec<RemarkBody>,
    /// The tenant's lists that were consulted, and their matches.
    lists: ListsBody,
    /// Hits for the sanctions team. They do not count.
    compliance: Vec<RemarkBody>,
    /// Families whose contributions reached the family's cap.
    capped_families: Vec<String>,
    /// Unknown indicators that are worth asking about, the most informative first.
    ask_next: Vec<AskBody>,
    /// The applicant's links to other applicants.
    links: LinksBody,
}

/// Matches on the tenant's lists.
#[derive(Debug, Serialize, ToSchema)]
struct ListsBody {
    /// The lists that were consulted.
    consulted: Vec<ConsultedBody>,
    /// Matches, except on sanctions lists, which are under `compliance`.
    matches: Vec<MatchBody>,
    /// How to read the absence of a match.
    #[schema(value_type = Option<String>, example = "no match is not clearance")]
    note: Option<&'static str>,
}

#[derive(Debug, Serialize, ToSchema)]
struct ConsultedBody {
    /// The name of the list.
    list: String,
    kind: ListKind,
    /// What a match means.
    meaning: ListMeaning,
    /// The version that was consulted; `null` in a review.
    version: Option<i32>,
}

/// A value in the profile that matches a list.
#[derive(Debug, Serialize, ToSchema)]
struct MatchBody {
    /// The name of the list.
    list: String,
    kind: ListKind,
    /// The value's JSON Pointer in the profile.
    #[schema(example = "/sessions/3/ip")]
    pointer: String,
    /// The source's confidence from 0 to 100, if stated.
    confidence: Option<i16>,
}

impl From<ListLookup> for ListsBody {
    fn from(from: ListLookup) -> Self {
        let note = (!from.consulted.is_empty()).then_some("no match is not clearance");
        let consulted = |consulted: Consulted| ConsultedBody {
            list: consulted.list,
            kind: consulted.kind,
            meaning: consulted.meaning,
            version: Some(consulted.version),
        };
        let matched = |listed: Listed| MatchBody {
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

/// The contribution of one indicator to the log-odds.
#[derive(Debug, Serialize, ToSchema)]
struct ContributionBody {
    #[schema(example = "payout_account_shared")]
    indicator: String,
    #[schema(example = "payout")]
    family: String,
    /// Hit or miss. An unknown indicator contributes exactly 0 and is not listed.
    state: State,
    /// The strength of the hit in the indicator's unit; 0 for a miss.
    #[schema(example = 2.0)]
    value: f64,
    /// The contribution.
    #[schema(example = 2.31)]
    log_odds: f64,
    /// What was found, and where in the profile.
    evidence: Vec<EvidenceBody>,
    /// How to prove the red flag or clear the applicant.
    how_to_verify: String,
    /// Legitimate behaviour that looks the same.
    innocent_explanations: String,
}

/// A hit that does not count.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct RemarkBody {
    indicator: String,
    family: String,
    /// The strength of the hit in the indicator's unit.
    value: f64,
    /// What was found, and where in the profile.
    evidence: Vec<EvidenceBody>,
    /// How to prove the red flag or clear the applicant.
    how_to_verify: String,
    /// Legitimate behaviour that looks the same.
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
struct AskBody {
    #[schema(example = "verification_device_differs_from_use_device")]
    indicator: String,
    family: String,
    question: String,
    /// How much the answer could change the log-odds, in either direction.
    #[schema(example = 1.9)]
    could_move: f64,
}

/// The applicant's links to other applicants.
#[derive(Debug, Serialize, ToSchema)]
struct LinksBody {
    /// The number of other applicants with an undeclared link that counts as evidence.
    #[schema(example = 3)]
    applicants: usize,
    /// The applicant's ring, if any.
    ring_id: Option<RingId>,
}

/// Identifies a model.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ModelReference {
    #[schema(example = "mod_0123456789abcdef")]
    id: String,
    /// The digest of the model.
    #[schema(example = "sha256:…")]
    digest: String,
}

impl From<Assessment> for AssessmentBody {
    fn from(mut from: Assessment) -> Self {
        let list_versions = std::mem::take(&mut from.list_versions);
        Self {
            model: from.model.clone().into(),
            policy_version: from.policy_version,
            list_versions,
            found: from.into(),
        }
    }
}

impl FoundBody {
    /// The result as reviews show it, without list versions.
    pub(super) fn undated(from: Assessment) -> Self {
        let mut body = Self::from(from);
        for consulted in &mut body.lists.consulted {
            consulted.version = None;
        }
        body
    }
}

impl From<Assessment> for FoundBody {
    fn from(from: Assessment) -> Self {
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

impl From<Contribution> for ContributionBody {
    fn from(from: Contribution) -> Self {
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

impl From<Remark> for RemarkBody {
    fn from(from: Remark) -> Self {
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

impl From<Ask> for AskBody {
    fn from(from: Ask) -> Self {
        let question = from.question().to_owned();
        let Ask { indicator, family, could_move, .. } = from;
        Self { indicator, family, question, could_move }
    }
}

impl From<LinkSummary> for LinksBody {
    fn from(from: LinkSummary) -> Self {
        Self { applicants: from.applicants, ring_id: from.ring_id }
    }
}

impl From<ModelRef> for ModelReference {
    fn from(from: ModelRef) -> Self {
        Self { id: from.id, digest: from.digest }
    }
}
