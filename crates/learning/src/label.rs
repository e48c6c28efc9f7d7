//! Labels: what training learns from, with who said it, on what ground, and what they had seen.

use chrono::{DateTime, Utc};
use ids::actor::Actor;
use ids::{ApplicantId, DecisionId, LabelId, ReviewId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A label. One that contradicts another stands beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Its name.
    pub id: LabelId,
    /// About whom.
    pub applicant_id: ApplicantId,
    /// The decision whose observations it is learned with: the latest when it was learned.
    pub decision_id: Option<DecisionId>,
    /// What was found.
    pub verdict: Verdict,
    /// On what ground.
    pub evidence: EvidenceKind,
    /// Where it comes from.
    pub source: LabelSource,
    /// Why the case was looked at.
    pub chosen: Chosen,
    /// With which probability the case was chosen, if by chance.
    pub chosen_with: Option<f64>,
    /// Whether its author saw the score before.
    pub score_visible: bool,
    /// Its author.
    pub actor: Actor,
    /// The review that it comes from.
    pub review_id: Option<ReviewId>,
    /// When its author came to know.
    pub learned_at: DateTime<Utc>,
    /// When it was stored.
    pub created_at: DateTime<Utc>,
    /// When it was taken back, if it was.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

/// A person's conclusion: `fake` (the identity is someone else's or invented), `genuine` or `unsure`. Models don't
/// learn from `unsure`.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The identity is not the person's own, or is invented.
    Fake,
    /// The person is who they say.
    Genuine,
    /// It cannot be told. Not learned from.
    Unsure,
}

impl Verdict {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Fake, Self::Genuine, Self::Unsure];

    /// Its name in the store and in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fake => "fake",
            Self::Genuine => "genuine",
            Self::Unsure => "unsure",
        }
    }

    /// The one of this name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
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
    /// A document was checked with whoever issued it.
    Document,
    /// The person said so.
    Admission,
    /// A call to a number that was found independently.
    CallBack,
    /// A link to somebody who is confirmed.
    ConfirmedLink,
    /// What happened on the platform: a payment that came back, an account that was closed.
    PlatformOutcome,
    /// What somebody thinks, having read the case.
    Opinion,
}

impl EvidenceKind {
    /// Every one.
    pub const ALL: [Self; 6] = [
        Self::Document,
        Self::Admission,
        Self::CallBack,
        Self::ConfirmedLink,
        Self::PlatformOutcome,
        Self::Opinion,
    ];

    /// Its name in the store and in answers.
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

    /// The one of this name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
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
    /// The platform learned it elsewhere.
    Platform,
}

impl LabelSource {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Review, Self::Appeal, Self::Platform];

    /// Its name in the store and in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Appeal => "appeal",
            Self::Platform => "platform",
        }
    }

    /// The one of this name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
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
    /// By its band.
    Band,
    /// By a rule of the policy.
    Rule,
    /// By chance, to measure.
    Sample,
    /// It was contested.
    Appeal,
    /// The platform asked for it.
    Request,
    /// It was not looked at here.
    #[serde(rename = "external", alias = "elsewhere")]
    Elsewhere,
}

impl Chosen {
    /// Every one.
    pub const ALL: [Self; 6] =
        [Self::Band, Self::Rule, Self::Sample, Self::Appeal, Self::Request, Self::Elsewhere];

    /// Its name in the store and in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Band => "band",
            Self::Rule => "rule",
            Self::Sample => "sample",
            Self::Appeal => "appeal",
            Self::Request => "request",
            Self::Elsewhere => "elsewhere",
        }
    }

    /// The one of this name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}
