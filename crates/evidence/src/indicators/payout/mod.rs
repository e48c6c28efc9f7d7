//! Payouts: the accounts, and requests about money.

pub(super) mod accounts;
mod changes;
mod holders;
pub(super) mod requests;

use super::reading::ending;
use crate::profile::payouts::Payout;

/// A payout account as quoted in a sentence: the end of its number, or its position if the number is unknown.
pub(super) fn label(index: usize, payout: &Payout) -> String {
    let account = payout.account.as_ref();
    account.map_or_else(|| format!("#{}", index + 1), |account| ending(account.expose()))
}
