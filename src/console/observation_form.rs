//! The form for an observation.

use evidence::indicators;
use evidence::profile::observations::{ClaimantCheck, ObserverRole};

use super::choice::{Choice, choices};
use super::display::title_from_name;
use super::shell::Shell;

/// The form: empty, or a rejected observation with its error.
pub(super) struct ObservationForm {
    pub(super) indicators: Vec<Choice>,
    pub(super) roles: Vec<Choice>,
    pub(super) checks: Vec<Choice>,
    pub(super) quote: String,
    pub(super) note: String,
    pub(super) error: Option<String>,
}

pub(super) const ROLES: [ObserverRole; 4] = [
    ObserverRole::Client,
    ObserverRole::Recruiter,
    ObserverRole::Moderator,
    ObserverRole::IdentityOwner,
];
pub(super) const CHECKS: [ClaimantCheck; 3] =
    [ClaimantCheck::OneTimeLink, ClaimantCheck::CallBack, ClaimantCheck::Letter];

impl ObservationForm {
    pub(super) fn empty(s: &Shell) -> Self {
        Self::new(s, |_| "")
    }

    /// The form with the values of its fields.
    pub(super) fn new<'a>(s: &Shell, value: impl Fn(&str) -> &'a str) -> Self {
        let accepted =
            indicators::all().filter(|indicator| indicators::accepts_notes(indicator.id).is_ok());
        let mut ids: Vec<&str> = accepted.map(|indicator| indicator.id).collect();
        ids.sort_unstable();
        let nothing = || ("", s.t("observe.none"));
        let roles = ROLES.map(|role| (role.word(), s.named("observer_role", role.word())));
        let checks = CHECKS.map(|check| (check.word(), s.named("claimant_check", check.word())));
        Self {
            indicators: choices(ids.into_iter().map(|id| (id, title_from_name(id))), |id| {
                id == value("indicator")
            }),
            roles: choices([nothing()].into_iter().chain(roles), |role| role == value("role")),
            checks: choices([nothing()].into_iter().chain(checks), |it| it == value("verified_by")),
            quote: value("quote").to_owned(),
            note: value("note").to_owned(),
            error: None,
        }
    }
}
