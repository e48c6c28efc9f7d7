//! Changes between the versions of a profile. They replace the log of changes for platforms that don't keep one.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};

use super::Case;
use crate::profile::contact::ChangeOf;
use crate::profile::payouts::{Payout, PayoutMethod};
use crate::profile::{Profile, Text};

/// A detail that a version has and the previous version did not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Changed {
    /// When the version with the detail was submitted.
    pub(super) at: DateTime<Utc>,
    /// The kind of detail.
    pub(super) what: ChangeOf,
}

/// Every change from one version to the next, up to the current one. A section that either version leaves out shows no
/// change. `None` if there is no change and no version older than a day: sending a document twice does not prove that
/// nothing changes.
pub(super) fn changes(case: &Case<'_>) -> Option<Vec<Changed>> {
    let now = std::iter::once((case.now, case.profile));
    let versions: Vec<(DateTime<Utc>, &Profile)> =
        case.earlier.iter().map(|earlier| (earlier.at, &earlier.profile)).chain(now).collect();
    if versions.len() < 2 {
        return None;
    }
    let steps: Vec<Changed> = (versions.windows(2))
        .flat_map(|pair| {
            let [(_, then), (at, now)] = pair else { return Vec::new() };
            let changed =
                KINDS.iter().filter(|(_, details)| is_changed(&details(then), &details(now)));
            changed.map(|(what, _)| Changed { at: *at, what: *what }).collect()
        })
        .collect();
    (!steps.is_empty() || spans_a_day(case)).then_some(steps)
}

/// Whether the oldest version is more than a day old.
pub(super) fn spans_a_day(case: &Case<'_>) -> bool {
    case.earlier.first().is_some_and(|first| case.now - first.at >= Duration::days(1))
}

type Details = fn(&Profile) -> BTreeSet<String>;

const KINDS: [(ChangeOf, Details); 4] = [
    (ChangeOf::Email, emails),
    (ChangeOf::Phone, phones),
    (ChangeOf::Payout, payouts),
    (ChangeOf::Address, homes),
];

fn is_changed(then: &BTreeSet<String>, now: &BTreeSet<String>) -> bool {
    !then.is_empty() && now.iter().any(|detail| !then.contains(detail))
}

fn emails(profile: &Profile) -> BTreeSet<String> {
    let emails = profile.contact.iter().flat_map(|contact| &contact.emails);
    emails.map(|email| email.address.canonical()).collect()
}

fn phones(profile: &Profile) -> BTreeSet<String> {
    let phones = profile.contact.iter().flat_map(|contact| &contact.phones);
    phones.map(|phone| phone.number.as_str().to_owned()).collect()
}

/// All wallets are one destination: their software makes a new address for every payment.
fn payouts(profile: &Profile) -> BTreeSet<String> {
    let destination = |payout: &Payout| {
        let account = payout.account.as_ref()?.expose();
        let is_wallet = payout.method == Some(PayoutMethod::Crypto);
        Some(if is_wallet { "crypto" } else { account }.to_owned())
    };
    profile.payouts.iter().filter_map(destination).collect()
}

/// Where the applicant claims to live: city and country.
pub(super) fn homes(profile: &Profile) -> BTreeSet<String> {
    let home = profile.claims.as_ref().and_then(|claims| {
        let country = claims.country?;
        let city = claims.city.as_ref().map(Text::folded).unwrap_or_default();
        Some(format!("{city}\n{country}"))
    });
    home.into_iter().collect()
}
