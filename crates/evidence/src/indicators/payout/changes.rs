//! How often payout accounts change.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};

use super::super::history::changes;
use super::super::reading::{count, fullest};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::label;
use crate::finding::{Evidence, Finding};
use crate::profile::contact::ChangeOf;
use crate::profile::payouts::PayoutMethod;

pub(super) const PAYOUT_CHANGED_FREQUENTLY: Indicator = Indicator {
    id: "payout_changed_frequently",
    family: Family::Payout,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 4,
    observed: "The payout destination changed several times in a quarter, or twice right before a withdrawal.",
    unit: "changes in 90 days",
    question: "How often did the payout destination change? Send `payouts[].added_at` and `removed_at`.",
    innocent_explanations: "Trouble with a bank, a move to another country, or a lost card.",
    how_to_verify: "Hold the next withdrawal and call the applicant on a number that was known before the change.",
    sources: &["JP24", "PSA25", "PSA23"],
    wording: "
    .hit = Within 90 days, the applicant had { $destinations } payout destinations.
    .hurried = { $accounts_count ->
        [one] The payout account { $accounts } was
       *[other] The payout accounts { $accounts } were
    } added { $destinations ->
        [one] within two days before a withdrawal.
       *[other] within two days before a withdrawal. The applicant had { $destinations } destinations within 90 days.
    }
    .miss = { $destinations ->
        [one] The payout destination did not change within any 90 days
       *[other] Within 90 days, the applicant had no more than { $destinations } payout destinations
    }, and none was added right before a withdrawal.
    .once = { $accounts_count ->
        [one] The payout account { $accounts } was
       *[other] The payout accounts { $accounts } were
    } added within two days before a withdrawal, which is too rare to count.
",
    miss: MissRule::Counts,
    observe: payout_changed_frequently,
    #[cfg(test)]
    examples: tests::payout_changed_frequently,
};

/// Three payout destinations within 90 days, or two that were added shortly before a withdrawal within a year. A single
/// one is a coincidence: after trouble with a bank, people withdraw as soon as they can.
fn payout_changed_frequently(case: &Case<'_>) -> Finding {
    const FREQUENT: usize = 3;
    const REPEATED: usize = 2;
    let log = case.profile.contact.as_ref().and_then(|contact| contact.changes.as_ref());
    let logged: Vec<(usize, DateTime<Utc>)> = (log.iter().copied().flatten())
        .enumerate()
        .filter(|(_, change)| change.changed == Some(ChangeOf::Payout))
        .map(|(i, change)| (i, change.at))
        .collect();
    // A replacement can be logged as a removal and an addition.
    let mut logged = logged;
    logged.sort_by_key(|(_, at)| *at);
    logged.dedup_by_key(|(_, at)| *at);
    let added = added(case);
    let between = between_versions(case);
    if added.is_empty() && log.is_none() && between.is_none() {
        return Finding::Unknown;
    }
    let between = fullest(&between.unwrap_or_default(), Duration::days(90)).0;
    let destinations = destinations(&added).max(fullest_quarter(&logged) + 1).max(between + 1);
    let hurried: Vec<(usize, DateTime<Utc>)> =
        later(&added).filter(|(_, at)| is_before_withdrawal(case, *at)).copied().collect();
    let times: Vec<DateTime<Utc>> = hurried.iter().map(|(_, at)| *at).collect();
    let is_hurried = fullest(&times, Duration::days(365)).0 >= REPEATED;
    let pointers = added.iter().map(|(i, _)| format!("/payouts/{i}/added_at"));
    let log = logged.iter().map(|(i, _)| format!("/contact/changes/{i}"));
    let versions = (between > 0).then(|| "/payouts".to_owned());
    let evidence =
        Evidence::about(pointers.chain(log).chain(versions)).with("destinations", destinations);
    let accounts: Vec<String> = (hurried.iter())
        .filter_map(|(i, _)| Some(label(*i, case.profile.payouts.get(*i)?)))
        .collect();
    if is_hurried {
        let value = count(destinations + hurried.len());
        return Finding::hit(value, evidence.worded("hurried").with("accounts", accounts));
    }
    if destinations >= FREQUENT {
        return Finding::hit(count(destinations), evidence);
    }
    if accounts.is_empty() {
        return Finding::miss(evidence);
    }
    Finding::miss(evidence.worded("once").with("accounts", accounts))
}

/// When each destination was added, with the index of its account. An account that was added again is no change, and
/// all crypto wallets are one destination: their software makes a new address for every payment.
fn added(case: &Case<'_>) -> Vec<(usize, DateTime<Utc>)> {
    let mut first: BTreeMap<String, (DateTime<Utc>, usize)> = BTreeMap::new();
    for (i, payout) in case.profile.payouts.iter().enumerate() {
        let Some(at) = payout.added_at else { continue };
        let destination = match (payout.method, payout.account.as_ref()) {
            (Some(PayoutMethod::Crypto), _) => "crypto".to_owned(),
            (_, Some(account)) => format!("account {}", account.expose()),
            (_, None) => format!("#{i}"),
        };
        let earliest = first.entry(destination).or_insert((at, i));
        *earliest = (*earliest).min((at, i));
    }
    let mut added: Vec<(usize, DateTime<Utc>)> =
        first.into_values().map(|(at, i)| (i, at)).collect();
    added.sort_unstable();
    added
}

/// When a version of the profile added a destination. `None` if there is no earlier version, or no current destination.
fn between_versions(case: &Case<'_>) -> Option<Vec<DateTime<Utc>>> {
    case.profile.payouts.iter().find(|payout| payout.account.is_some())?;
    let changed = changes(case)?.into_iter().filter(|change| change.what == ChangeOf::Payout);
    Some(changed.map(|change| change.at).collect())
}

/// The destinations that were added after the first week.
fn later(
    added: &[(usize, DateTime<Utc>)],
) -> impl Iterator<Item = &(usize, DateTime<Utc>)> + Clone {
    const SET_UP: Duration = Duration::days(7);
    let first = added.iter().map(|(_, at)| *at).min();
    added.iter().filter(move |(_, at)| first.is_some_and(|first| *at - first > SET_UP))
}

/// The largest number of destinations within 90 days. Those of the first week count as one.
fn destinations(added: &[(usize, DateTime<Utc>)]) -> usize {
    let first = added.iter().min_by_key(|(_, at)| *at);
    fullest_quarter(&first.into_iter().chain(later(added)).copied().collect::<Vec<_>>())
}

fn fullest_quarter(times: &[(usize, DateTime<Utc>)]) -> usize {
    let times: Vec<DateTime<Utc>> = times.iter().map(|(_, at)| *at).collect();
    fullest(&times, Duration::days(90)).0
}

/// Whether a withdrawal followed within two days. Next to regular withdrawals, every change is shortly before one, so
/// there must be none in the two weeks before.
fn is_before_withdrawal(case: &Case<'_>, added: DateTime<Utc>) -> bool {
    const HURRY: Duration = Duration::days(2);
    const PAUSE: Duration = Duration::days(14);
    let withdrawals = case.profile.activity.iter().flat_map(|activity| &activity.withdrawals);
    let (mut follows, mut is_regular) = (false, false);
    for withdrawal in withdrawals {
        let after = withdrawal.at - added;
        follows |= (Duration::zero()..=HURRY).contains(&after);
        is_regular |= (-PAUSE..Duration::zero()).contains(&after);
    }
    follows && !is_regular
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    fn added(days: &[&str]) -> Value {
        days.iter().map(|day| json!({ "added_at": format!("{day}T00:00:00Z") })).collect()
    }

    fn paid(payouts: Value) -> Fixture {
        Fixture::new(json!({ "payouts": payouts }))
    }

    pub(super) fn payout_changed_frequently() -> Examples {
        let log = |changes: Value| Fixture::new(json!({ "contact": { "changes": changes } }));
        let changed = |day: &str| json!({ "at": format!("{day}T00:00:00Z"), "changed": "payout" });
        let twice = ["2024-01-01", "2025-09-01", "2026-05-01"];
        let hurried = |days: &[&str], withdrawn: &[&str]| {
            let at = |day: &&str| json!({ "at": format!("{day}T00:00:00Z") });
            let withdrawals: Vec<Value> = withdrawn.iter().map(at).collect();
            let activity = json!({ "withdrawals": withdrawals });
            Fixture::new(json!({ "payouts": added(days), "activity": activity }))
        };
        let often = ["2024-01-01", "2026-03-01", "2026-04-01", "2026-05-01"];
        let both = ["2026-04-02", "2026-05-02"];
        let wallets = |method: &str| {
            let wallet = |i: u32| json!({ "method": method, "account": format!("0xABC{i}"), "added_at": format!("2026-0{i}-01T00:00:00Z") });
            paid((3..=5).map(wallet).collect())
        };
        let again = |i: u32| json!({ "account": "US-ACCT-4401", "added_at": format!("2026-0{i}-01T00:00:00Z") });
        let weekly = ["2025-08-20", "2025-09-02", "2026-04-25", "2026-05-02"];
        let rare = ["2024-01-01", "2025-01-01", "2026-05-01"];
        Examples::new()
            .hit("three in three months", paid(added(&["2026-03-01", "2026-04-01", "2026-05-01"])))
            .says("Within 90 days, the applicant had 3 payout destinations.")
            .hit("twice on the day before a withdrawal", hurried(&twice, &["2025-09-02", "2026-05-02"]))
            .value(3.0)
            .says("The payout accounts #2 and #3 were added within two days before a withdrawal.")
            .hit("often, and twice before a withdrawal", hurried(&often, &both))
            .says(
                "The payout accounts #3 and #4 were added within two days before a withdrawal. \
                 The applicant had 3 destinations within 90 days.",
            )
            .hit("two logged changes", log(json!([changed("2026-05-01"), changed("2026-05-09")])))
            .value(3.0)
            .pointers(&["/contact/changes/0", "/contact/changes/1"])
            .hit("three bank accounts", wallets("bank"))
            .miss("a single destination", paid(added(&["2024-03-01"])))
            .says("The payout destination did not change within any 90 days, and none was added right before a withdrawal.")
            .miss("one a year", paid(added(&["2024-03-01", "2025-04-01", "2026-05-01"])))
            .miss("two in three months", paid(added(&["2024-03-01", "2026-04-01", "2026-05-01"])))
            .says(
                "Within 90 days, the applicant had no more than 2 payout destinations, \
                 and none was added right before a withdrawal.",
            )
            .miss("once before a withdrawal", hurried(&["2024-01-01", "2026-05-01"], &["2026-05-02"]))
            .says("The payout account #2 was added within two days before a withdrawal, which is too rare to count.")
            .miss("twice in two years", hurried(&rare, &["2025-01-02", "2026-05-02"]))
            .says("The payout accounts #2 and #3 were added within two days before a withdrawal, which is too rare to count.")
            .miss("long before a withdrawal", hurried(&twice, &["2025-09-20", "2026-05-20"]))
            .miss("next to regular withdrawals", hurried(&twice, &weekly))
            .miss("set up together", paid(added(&["2026-01-01", "2026-01-01", "2026-01-03"])))
            .miss("a withdrawal after the first one", hurried(&["2024-01-01", "2025-05-01"], &["2024-01-02"]))
            .miss("the first one is listed last", hurried(&["2025-05-01", "2024-01-01"], &["2024-01-02"]))
            .miss("an account that was added again", paid((3..=5).map(again).collect()))
            .miss("an empty log is knowledge", log(json!([])))
            .unknown("no times", paid(json!([{}])))
            .innocent("a wallet with a new address for every payment", wallets("crypto"))
            .innocent(
                "trouble with a bank once a year",
                paid(added(&["2024-03-01", "2025-04-01", "2026-05-01"])),
            )
    }
}
