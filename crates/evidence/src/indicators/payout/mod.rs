//! Payouts: the accounts, and requests about money.

pub(super) mod accounts;
mod changes;
mod holders;
pub(super) mod requests;

use super::Case;
use super::reading::ending;
use crate::profile::payouts::{Payout, PayoutMethod};

/// A payout account as quoted in a sentence: the end of its number, or its position if the number is unknown.
pub(super) fn label(index: usize, payout: &Payout) -> String {
    let account = payout.account.as_ref();
    account.map_or_else(|| format!("#{}", index + 1), |account| ending(account.expose()))
}

/// The accounts that were not removed, with their indexes.
fn current<'a>(case: &Case<'a>) -> impl Iterator<Item = (usize, &'a Payout)> {
    let payouts = case.profile.payouts.iter().enumerate();
    payouts.filter(|(_, payout)| payout.removed_at.is_none())
}

/// Whether the account is in a country where the applicant does not claim to live or stay. `None` if that is unknown, or
/// if the account has no place.
fn is_elsewhere(case: &Case<'_>, payout: &Payout) -> Option<bool> {
    let claims = case.profile.claims.as_ref()?;
    claims.country?;
    // Payment services choose where they hold money. People have bank accounts and cards where they live or lived.
    if !matches!(payout.method?, PayoutMethod::Bank | PayoutMethod::Card) {
        return None;
    }
    let country = payout.country?;
    let times = [Some(case.now), payout.added_at, payout.opened_at];
    let covered = times.into_iter().flatten().map(|at| claims.covers(country, at));
    let mut is_elsewhere = Some(true);
    for covers in covered {
        match covers {
            Some(true) => return Some(false),
            Some(false) => {}
            None => is_elsewhere = None,
        }
    }
    is_elsewhere
}
