//! Changes between the versions of a profile. They replace the log of changes for platforms that don't keep one.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};

use super::Case;
use crate::profile::contact::ChangeOf;
use crate::profile::payouts::{Payout, PayoutMethod};
use crate::profile::{CountryCode, Profile, ShortText};

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
            let moved = has_moved(then, now).then_some(ChangeOf::Address);
            changed
                .map(|(what, _)| *what)
                .chain(moved)
                .map(|what| Changed { at: *at, what })
                .collect()
        })
        .collect();
    (!steps.is_empty() || spans_a_day(case)).then_some(steps)
}

/// Whether the oldest version is more than a day old.
pub(super) fn spans_a_day(case: &Case<'_>) -> bool {
    case.earlier.first().is_some_and(|first| case.now - first.at >= Duration::days(1))
}

type Details = fn(&Profile) -> BTreeSet<String>;

const KINDS: [(ChangeOf, Details); 3] =
    [(ChangeOf::Email, emails), (ChangeOf::Phone, phones), (ChangeOf::Payout, payouts)];

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

fn has_moved(then: &Profile, now: &Profile) -> bool {
    claimed_home(then).zip(claimed_home(now)).is_some_and(|(then, now)| now.differs_from(&then))
}

/// A home, as far as it is stated.
#[derive(Clone, Copy, Debug)]
pub(super) struct Home<'a> {
    pub(super) country: Option<CountryCode>,
    pub(super) region: Option<&'a ShortText>,
    pub(super) city: Option<&'a ShortText>,
}

impl Home<'_> {
    /// Whether two homes are certainly different. A part that one of them leaves out, adds or writes in another script
    /// shows no difference.
    pub(super) fn differs_from(&self, other: &Home<'_>) -> bool {
        let countries = self.country.zip(other.country);
        let countries_differ = countries
            .is_some_and(|(country, other)| !country.includes(other) && !other.includes(country));
        let texts_differ = |first: Option<&ShortText>, other: Option<&ShortText>| {
            first.zip(other).is_some_and(|(first, other)| are_other_places(first, other))
        };
        countries_differ
            || texts_differ(self.city, other.city)
            || self.city.is_some()
                && other.city.is_some()
                && texts_differ(self.region, other.region)
    }
}

/// Whether two names are those of different places. “Berlin” and “Berlin-Mitte” can be one place, and so can names in
/// two scripts.
fn are_other_places(first: &ShortText, other: &ShortText) -> bool {
    let words = |text: &ShortText| -> BTreeSet<String> {
        let words = text.folded().split(|c: char| !c.is_alphanumeric());
        words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let is_latin = |text: &ShortText| text.as_str().chars().any(|c| c.is_ascii_alphabetic());
    let (own, others) = (words(first), words(other));
    is_latin(first) == is_latin(other)
        && !own.is_empty()
        && !others.is_empty()
        && !own.is_subset(&others)
        && !others.is_subset(&own)
}

/// Where the applicant claims to live.
pub(super) fn claimed_home(profile: &Profile) -> Option<Home<'_>> {
    let claims = profile.claims.as_ref()?;
    let (region, city) = (claims.region.as_ref(), claims.city.as_ref());
    Some(Home { country: Some(claims.country?), region, city })
}
