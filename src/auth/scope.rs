//! Scopes: what a token allows.

use std::str::FromStr;

/// One thing that a token allows, written `resource:read` or `resource:write`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Find and list decisions.
    DecisionsRead,
    /// Make decisions; score and replay.
    DecisionsWrite,
    /// Look at applicants and whom they are linked to.
    ApplicantsRead,
    /// Erase applicants.
    ApplicantsWrite,
    /// Look at the catalogue.
    IndicatorsRead,
    /// Look at the tenant's policy.
    PolicyRead,
    /// Change the tenant's policy.
    PolicyWrite,
    /// Look at confirmed relations.
    RelationsRead,
    /// Confirm and withdraw relations, change their members.
    RelationsWrite,
    /// Look at threat lists.
    ListsRead,
    /// Make, fill and delete threat lists.
    ListsWrite,
    /// Look at queues, reviews and their history.
    ReviewsRead,
    /// Claim reviews, note, give verdicts, appeal.
    ReviewsWrite,
    /// Approve or return another person's verdict.
    ApprovalsWrite,
    /// Look at the set-up of queues, at agreement and at reviewers' figures.
    QueuesRead,
    /// Set up queues, routing and golden items.
    QueuesWrite,
    /// Look at labels.
    LabelsRead,
    /// Tell outcomes that were learned elsewhere.
    LabelsWrite,
    /// Look at models, their evaluation, training jobs and drift.
    ModelsRead,
    /// Train, bring in, promote and roll back models.
    ModelsWrite,
    /// Take the training data out.
    TrainingDataRead,
    /// Look at webhook endpoints and deliveries.
    WebhooksRead,
    /// Set up webhook endpoints, rotate secrets, replay deliveries.
    WebhooksWrite,
    /// Look at the people who work in the console.
    UsersRead,
    /// Invite people, give and take roles.
    UsersWrite,
    /// Look at who did what.
    AuditRead,
}

/// No such scope.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no scope `{0}`; there are {list}", list = Scope::ALL.map(Scope::name).join(", "))]
pub struct BadScope(String);

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 26] = [
        Self::DecisionsRead,
        Self::DecisionsWrite,
        Self::ApplicantsRead,
        Self::ApplicantsWrite,
        Self::IndicatorsRead,
        Self::PolicyRead,
        Self::PolicyWrite,
        Self::RelationsRead,
        Self::RelationsWrite,
        Self::ListsRead,
        Self::ListsWrite,
        Self::ReviewsRead,
        Self::ReviewsWrite,
        Self::ApprovalsWrite,
        Self::QueuesRead,
        Self::QueuesWrite,
        Self::LabelsRead,
        Self::LabelsWrite,
        Self::ModelsRead,
        Self::ModelsWrite,
        Self::TrainingDataRead,
        Self::WebhooksRead,
        Self::WebhooksWrite,
        Self::UsersRead,
        Self::UsersWrite,
        Self::AuditRead,
    ];

    /// How it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::DecisionsRead => "decisions:read",
            Self::DecisionsWrite => "decisions:write",
            Self::ApplicantsRead => "applicants:read",
            Self::ApplicantsWrite => "applicants:write",
            Self::IndicatorsRead => "indicators:read",
            Self::PolicyRead => "policy:read",
            Self::PolicyWrite => "policy:write",
            Self::RelationsRead => "relations:read",
            Self::RelationsWrite => "relations:write",
            Self::ListsRead => "lists:read",
            Self::ListsWrite => "lists:write",
            Self::ReviewsRead => "reviews:read",
            Self::ReviewsWrite => "reviews:write",
            Self::ApprovalsWrite => "approvals:write",
            Self::QueuesRead => "queues:read",
            Self::QueuesWrite => "queues:write",
            Self::LabelsRead => "labels:read",
            Self::LabelsWrite => "labels:write",
            Self::ModelsRead => "models:read",
            Self::ModelsWrite => "models:write",
            Self::TrainingDataRead => "training-data:read",
            Self::WebhooksRead => "webhooks:read",
            Self::WebhooksWrite => "webhooks:write",
            Self::UsersRead => "users:read",
            Self::UsersWrite => "users:write",
            Self::AuditRead => "audit:read",
        }
    }
}

impl FromStr for Scope {
    type Err = BadScope;

    fn from_str(written: &str) -> Result<Self, BadScope> {
        let known = Self::ALL.into_iter().find(|scope| scope.name() == written);
        known.ok_or_else(|| BadScope(written.to_owned()))
    }
}
