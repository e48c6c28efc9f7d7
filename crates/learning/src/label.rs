//! Labels for training: a verdict or outcome, its author and basis, and whether the author had seen the score.

use chrono::{DateTime, Utc};
use ids::actor::Actor;
use ids::{ApplicantId, DecisionId, LabelId, ReviewId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A label for training. Contradictory labels are all kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    pub id: LabelId,
    pub applicant_id: ApplicantId,
    /// The decision whose findings training uses: the latest at `learned_at`.
    pub decision_id: Option<DecisionId>,
    pub verdict: Verdict,
    pub evidence: EvidenceKind,
    pub source: LabelSource,
    /// Why the case was reviewed.
    pub chosen: Chosen,
    /// The probability with which the case was chosen, if it was a random sample.
    pub chosen_with: Option<f64>,
    /// Whether the author could see the score.
    pub score_visible: bool,
    pub actor: Actor,
    pub review_id: Option<ReviewId>,
    /// When the author learned the outcome.
    pub learned_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
    pub withdrawn_at: Option<DateTime<Utc>>,
}

/// A person's conclusion: `fake` (the identity is someone else's or invented), `genuine` or `unsure`. Models don't
/// learn from `unsure`.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The identity is invented or belongs to someone else.
    Fake,
    /// The person is who they say they are.
    Genuine,
    /// Undecided. Training ignores it.
    Unsure,
}

impl Verdict {
    pub const ALL: [Self; 3] = [Self::Fake, Self::Genuine, Self::Unsure];

    /// The name in the database and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fake => "fake",
            Self::Genuine => "genuine",
            Self::Unsure => "unsure",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|item| item.name() == name)
    }
}

/// Kind of evidence, strongest first: `document` (checked with its issuer), `admission` (the applicant admitted it),
/// `call_back` (a call to an independently found number), `confirmed_link` (a link to a confirmed case),
/// `platform_outcome` (such as a chargeback or a closed account) or `opinion` (the reviewer's judgement of the case).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// A document that was checked with its issuer.
    Document,
    /// The person admitted it.
    Admission,
    /// A call to an independently found number.
    CallBack,
    /// A link to a confirmed fake or genuine applicant.
    ConfirmedLink,
    /// An event on the platform, such as a returned payment or a closed account.
    PlatformOutcome,
    /// The reviewer's judgement of the case.
    Opinion,
}

impl EvidenceKind {
    pub const ALL: [Self; 6] = [
        Self::Document,
        Self::Admission,
        Self::CallBack,
        Self::ConfirmedLink,
        Self::PlatformOutcome,
        Self::Opinion,
    ];

    /// The name in the database and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Admission => "admission",
            Self::CallBack => "call_back",
            Self::ConfirmedLink => "confirmed_link",
            Self::PlatformOutcome => "platform_outcome",
            Self::Opinion => "opinion",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|item| item.name() == name)
    }
}

/// Where a label comes from: a `review`, an `appeal` or the `platform`.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum LabelSource {
    /// A reviewer's verdict.
    Review,
    /// The outcome of an appeal.
    Appeal,
    /// The platform reported it.
    Platform,
}

impl LabelSource {
    pub const ALL: [Self; 3] = [Self::Review, Self::Appeal, Self::Platform];

    /// The name in the database and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Appeal => "appeal",
            Self::Platform => "platform",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|item| item.name() == name)
    }
}

/// Why a case was reviewed: its `band`, a `rule`, a random `sample`, an `appeal`, a `request` by the platform, or
/// `external` (it was not reviewed here). Cases selected by their score are not representative of all cases.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[schema(as = SelectionReason)]
#[serde(rename_all = "snake_case")]
pub enum Chosen {
    /// Because of its band.
    Band,
    /// Because of a rule of the policy.
    Rule,
    /// As a random sample, to measure quality.
    Sample,
    /// The applicant appealed.
    Appeal,
    /// The platform requested it.
    Request,
    /// It was not reviewed in this service.
    #[serde(alias = "elsewhere")]
    External,
}

impl Chosen {
    pub const ALL: [Self; 6] =
        [Self::Band, Self::Rule, Self::Sample, Self::Appeal, Self::Request, Self::External];

    /// The name in the database and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Band => "band",
            Self::Rule => "rule",
            Self::Sample => "sample",
            Self::Appeal => "appeal",
            Self::Request => "request",
            Self::External => "elsewhere",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|item| item.name() == name)
    }
}
