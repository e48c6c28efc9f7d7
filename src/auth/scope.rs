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
    /// Look at threat lists.
    ListsRead,
    /// Make, fill and delete threat lists.
    ListsWrite,
}

/// No such scope.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no scope `{0}`; there are {list}", list = Scope::ALL.map(Scope::name).join(", "))]
pub struct BadScope(String);

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 9] = [
        Self::DecisionsRead,
        Self::DecisionsWrite,
        Self::ApplicantsRead,
        Self::ApplicantsWrite,
        Self::IndicatorsRead,
        Self::PolicyRead,
        Self::PolicyWrite,
        Self::ListsRead,
        Self::ListsWrite,
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
            Self::ListsRead => "lists:read",
            Self::ListsWrite => "lists:write",
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
