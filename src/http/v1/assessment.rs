//! The part of an answer that scoring gives, the same for a decision and for a try-out.

use std::collections::BTreeMap;

use evidence::finding::{Evidence, State};
use evidence::lists::{Consulted, ListKind, ListLookup, ListMeaning, Listed};
use ids::RingId;
use scoring::decision::{
    Ask, Assessment, Band, Contribution, LinkSummary, ModelRef, Reason, Recommendation, Remark,
};
use serde::Serialize;
use utoipa::ToSchema;

/// What scoring found, and with what.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct AssessmentBody {
    #[serde(flatten)]
    found: FoundBody,
    /// The model that scored.
    model: ModelReference,
    /// The tenant's policy that was applied; 0 for the one that comes with the service.
    #[schema(example = 4)]
    policy_version: i32,
    /// The lists that were consulted, by name.
    #[schema(example = json!({ "iptocc": "1.4.175" }))]
    list_versions: BTreeMap<String, String>,
}

/// What scoring found. It is all that a review shows: model, policy and versions of lists would tell how old a
/// decision is, and so which case is a golden item.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct FoundBody {
    /// Where the tenant's policy puts it.
    band: Band,
    /// What the policy recommends. It never recommends to turn somebody away: people decide.
    recommendation: Recommendation,
    /// Why.
    reasons: Vec<Reason>,
    /// The weight of the evidence alone, whatever the base rate: `round(99 · σ(log_odds − base_log_odds))`.
    #[schema(minimum = 0, maximum = 99, example = 87)]
    score: u8,
    /// Calibrated, with the tenant's base rate.
    #[schema(minimum = 0, maximum = 1, example = 0.034)]
    probability: f64,
    /// The log-odds of `probability`: `base_log_odds` and every contribution, to 1e-9.
    #[schema(example = -3.35)]
    log_odds: f64,
    /// The log-odds before any evidence.
    #[schema(example = -5.83)]
    base_log_odds: f64,
    /// Every indicator that is known, hit or miss, the strongest first.
    contributions: Vec<ContributionBody>,
    /// Hits that are shown and weigh nothing.
    context: Vec<RemarkBody>,
    /// What named people observed, in their words. It weighs nothing.
    human_evidence: Vec<RemarkBody>,
    /// The tenant's own lists that were consulted, and what of the profile stands on them.
    lists: ListsBody,
    /// Hits for the sanctions desk. They weigh nothing.
    compliance: Vec<RemarkBody>,
    /// Families whose sum was held at its cap.
    capped_families: Vec<String>,
    /// Unknowns that are worth asking about, the most telling first.
    ask_next: Vec<AskBody>,
    /// What the applicant shares with others.
    links: LinksBody,
}

/// What the tenant's own lists say.
#[derive(Debug, Serialize, ToSchema)]
struct ListsBody {
    /// The lists that were consulted.
    consulted: Vec<ConsultedBody>,
    /// What stands on them. Sanctions lists answer under `compliance` alone.
    matches: Vec<MatchBody>,
    /// What no match means.
    #[schema(value_type = Option<String>, example = "no match is not clearance")]
    note: Option<&'static str>,
}

/// A list that was consulted.
#[derive(Debug, Serialize, ToSchema)]
struct ConsultedBody {
    /// The operator's name of it.
    list: String,
    /// What it holds.
    kind: ListKind,
    /// What an entry means.
    meaning: ListMeaning,
    /// The version that was looked up; `null` in a review.
    version: Option<i32>,
}

/// Something of the profile that stands on a list.
#[derive(Debug, Serialize, ToSchema)]
struct MatchBody {
    /// On which list.
    list: String,
    /// What it holds.
    kind: ListKind,
    /// Where in the profile it stands, as a JSON Pointer.
    #[schema(example = "/sessions/3/ip")]
    pointer: String,
    /// How sure the source is, from 0 to 100, if it tells.
    confidence: Option<i16>,
}

impl From<ListLookup> for ListsBody {
    fn from(from: ListLookup) -> Self {
        let note = (!from.consulted.is_empty()).then_some("no match is not clearance");
        let consulted = |one: Consulted| ConsultedBody {
            list: one.list,
            kind: one.kind,
            meaning: one.meaning,
            version: Some(one.version),
        };
        let found = |one: Listed| MatchBody {
            list: one.on.list,
            kind: one.on.kind,
            pointer: one.pointer,
            confidence: one.confidence,
        };
        Self {
            consulted: from.consulted.into_iter().map(consulted).collect(),
            matches: from.listed.into_iter().map(found).collect(),
            note,
        }
    }
}

/// What one indicator adds to the log-odds.
#[derive(Debug, Serialize, ToSchema)]
struct ContributionBody {
    /// Which indicator.
    #[schema(example = "payout_account_shared")]
    indicator: String,
    /// Its family.
    #[schema(example = "payout")]
    family: String,
    /// Hit or miss. What is unknown adds exactly nothing and is not listed.
    state: State,
    /// How much of it, in the indicator's unit; 0 for a miss.
    #[schema(example = 2.0)]
    value: f64,
    /// What it adds.
    #[schema(example = 2.31)]
    log_odds: f64,
    /// What was seen, and where in the profile.
    evidence: Vec<EvidenceBody>,
    /// The check that would prove or clear it.
    how_to_verify: String,
    /// What honest people do that looks like it.
    innocent_explanations: String,
}

/// A hit that weighs nothing.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct RemarkBody {
    /// Which indicator.
    indicator: String,
    /// Its family.
    family: String,
    /// How much of it, in the indicator's unit.
    value: f64,
    /// What was seen, and where in the profile.
    evidence: Vec<EvidenceBody>,
    /// The check that would prove or clear it.
    how_to_verify: String,
    /// What honest people do that looks like it.
    innocent_explanations: String,
}

/// One sentence of evidence.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Evidence)]
struct EvidenceBody {
    /// The sentence, with the actual values.
    #[schema(example = "The payout account …6819 is also used by 2 other applicants.")]
    text: String,
    /// Where the values are in the submitted profile, as JSON Pointers (RFC 6901); the first 20.
    #[schema(example = json!(["/payouts/0/account"]))]
    pointers: Vec<String>,
}

/// An unknown that is worth asking about.
#[derive(Debug, Serialize, ToSchema)]
struct AskBody {
    /// Which indicator is unknown.
    #[schema(example = "verification_device_differs_from_use_device")]
    indicator: String,
    /// Its family.
    family: String,
    /// What to ask for.
    question: String,
    /// How far the answer could move this log-odds, either way.
    #[schema(example = 1.9)]
    could_move: f64,
}

/// What the applicant shares with others.
#[derive(Debug, Serialize, ToSchema)]
struct LinksBody {
    /// How many other applicants share something that is evidence and was not declared.
    #[schema(example = 3)]
    applicants: usize,
    /// The ring, if there is one.
    ring_id: Option<RingId>,
}

/// A model.
#[derive(Debug, Serialize, ToSchema)]
struct ModelReference {
    /// Its name.
    #[schema(example = "mod_0123456789abcdef")]
    id: String,
    /// The digest of its content.
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
    /// As a review shows it.
    pub(super) fn undated(from: Assessment) -> Self {
        let mut found = Self::from(from);
        for consulted in &mut found.lists.consulted {
            consulted.version = None;
        }
        found
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
