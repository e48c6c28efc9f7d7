//! Payout accounts: who else uses them, who holds them, where they are and how often they change.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};

use super::super::history::changes;
use super::super::reading::{count, fullest, ratio};
use super::super::sharing::shared_with_others;
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::label;
use crate::finding::{Evidence, Finding};
use crate::identifier::IdentifierKind;
use crate::profile::contact::ChangeOf;
use crate::profile::payouts::{Payout, PayoutMethod};
use crate::profile::{Agreement, CountryCode};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[
    PAYOUT_ACCOUNT_SHARED,
    PAYOUT_NAME_MISMATCH,
    PAYOUT_CHANGED_FREQUENTLY,
    PAYOUT_COUNTRY_VS_CLAIMED_COUNTRY,
];

const PAYOUT_ACCOUNT_SHARED: Indicator = Indicator {
    id: "payout_account_shared",
    family: Family::Payout,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "The same bank account, wallet or payment account is used by two or more applicants.",
    unit: "other applicants",
    question: "Where is the applicant paid? Send `payouts[].account`.",
    innocent_explanations: "Couples, parents of young freelancers, and agencies that did not declare the connection.",
    how_to_verify: "Ask the payment provider who owns the account. Ask the applicants how they are connected.",
    sources: &["US2022", "JP24", "PSA25"],
    wording: "
    .hit = { $values_count ->
        [one] The payout account { $values } is
       *[other] The payout accounts { $values } are
    } also used by { other-applicants }.
    .miss = { $values_count ->
        [one] The payout account { $values } is
       *[other] The payout accounts { $values } are
    } used { by-too-few-applicants }.
",
    miss: MissRule::Counts,
    observe: payout_account_shared,
    #[cfg(test)]
    examples: tests::payout_account_shared,
};

const PAYOUT_NAME_MISMATCH: Indicator = Indicator {
    id: "payout_name_mismatch",
    family: Family::Payout,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "The holder of the payout account has a different name than the applicant.",
    unit: "payouts in another name",
    question: "Who owns the payout accounts? Send `payouts[].holder_name`.",
    innocent_explanations: "A business account, the account of a spouse or parent, or a name spelled in another alphabet.",
    how_to_verify: "Ask for an account statement, or for proof of the business or the relationship.",
    sources: &["JP24", "US2022", "PSA25"],
    wording: "
    .hit = { $accounts_count ->
        [one] The holder of the payout account { $accounts } has
       *[other] The holders of the payout accounts { $accounts } have
    } a different name than the applicant.
    .miss = { $accounts_count ->
        [one] The holder’s name of the payout account { $accounts } fits
       *[other] The holders’ names of the payout accounts { $accounts } fit
    } the applicant’s name.
",
    miss: MissRule::Counts,
    observe: payout_name_mismatch,
    #[cfg(test)]
    examples: tests::payout_name_mismatch,
};

const PAYOUT_CHANGED_FREQUENTLY: Indicator = Indicator {
    id: "payout_changed_frequently",
    family: Family::Payout,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 4,
    observed: "The payout destination changed several times, or right before a withdrawal.",
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
",
    miss: MissRule::Counts,
    observe: payout_changed_frequently,
    #[cfg(test)]
    examples: tests::payout_changed_frequently,
};

const PAYOUT_COUNTRY_VS_CLAIMED_COUNTRY: Indicator = Indicator {
    id: "payout_country_vs_claimed_country",
    family: Family::Payout,
    usage: Usage::UseInconsistencyOnly,
    scope: Scope::Profile,
    strength: 3,
    observed: "The bank account or card is held in a different country than the applicant claims to live in.",
    unit: "share of payouts",
    question: "Where are the payout accounts held? Send `payouts[].country`.",
    innocent_explanations: "Migrants who kept an account at home, and accounts in several currencies.",
    how_to_verify: "Ask how long the account has existed and why it is held there. A former home explains it.",
    sources: &["US2022"],
    wording: "
    .hit = { $accounts_count ->
        [one] The bank account or card { $accounts } is held in { $held_in },
       *[other] The bank accounts or cards { $accounts } are held in { $held_in },
    } but the applicant claims to live in { $claimed }.
    .miss = { $accounts_count ->
        [one] The bank account or card { $accounts } is
       *[other] The bank accounts or cards { $accounts } are
    } held in { $held_in }, which fits where the applicant claims to live or stay.
",
    miss: MissRule::Counts,
    observe: payout_country_vs_claimed_country,
    #[cfg(test)]
    examples: tests::payout_country_vs_claimed_country,
};

fn payout_account_shared(case: &Case<'_>) -> Finding {
    shared_with_others(case, IdentifierKind::PayoutAccount, |shared| {
        let index = shared.pointer.strip_prefix("/payouts/")?.strip_suffix("/account")?;
        let index: usize = index.parse().ok()?;
        Some(label(index, case.profile.payouts.get(index)?))
    })
}

fn current<'a>(case: &Case<'a>) -> impl Iterator<Item = (usize, &'a Payout)> {
    let payouts = case.profile.payouts.iter().enumerate();
    payouts.filter(|(_, payout)| payout.removed_at.is_none())
}

/// Only names that share nothing. Joint accounts, initials and former names share a part.
fn payout_name_mismatch(case: &Case<'_>) -> Finding {
    let claimed = case.profile.claims.as_ref().and_then(|claims| claims.name.as_ref());
    let Some(claimed) = claimed else { return Finding::Unknown };
    let agency = case.profile.claims.as_ref().and_then(|claims| claims.declared_agency.as_ref());
    if agency.is_some() {
        // An agency is paid on behalf of the people who work for it.
        return Finding::Unknown;
    }
    let mut holders: Vec<(usize, &Payout, Agreement)> = current(case)
        .filter_map(|(i, payout)| {
            Some((i, payout, payout.holder_name.as_ref()?.agrees_with(claimed)))
        })
        .collect();
    let is_cut = holders.iter().any(|(.., agreement)| *agreement == Agreement::TooLong);
    holders.retain(|(.., agreement)| agreement.is_known());
    if holders.is_empty() {
        return Finding::Unknown;
    }
    let differ: Vec<_> = (holders.iter())
        .filter(|(_, _, agreement)| *agreement == Agreement::Differ)
        .copied()
        .collect();
    let named = if differ.is_empty() { &holders } else { &differ };
    let accounts: Vec<String> = named.iter().map(|(i, payout, _)| label(*i, payout)).collect();
    let pointers = differ.iter().map(|(i, ..)| format!("/payouts/{i}/holder_name"));
    let evidence = Evidence::about(pointers).with("accounts", accounts);
    Finding::graded(count(differ.len()), evidence).unless_cut(|| is_cut)
}

/// Three payout destinations within 90 days, or a new one within two days before a withdrawal. Destinations that are
/// set up in the first week count as one.
fn payout_changed_frequently(case: &Case<'_>) -> Finding {
    const FREQUENT: usize = 3;
    let log = case.profile.contact.as_ref().and_then(|contact| contact.changes.as_ref());
    let logged: Vec<(usize, DateTime<Utc>)> = (log.iter().copied().flatten())
        .enumerate()
        .filter(|(_, change)| change.changed == Some(ChangeOf::Payout))
        .map(|(i, change)| (i, change.at))
        .collect();
    let added: Vec<(usize, DateTime<Utc>)> = (case.profile.payouts.iter().enumerate())
        .filter_map(|(i, payout)| Some((i, payout.added_at?)))
        .collect();
    let between = between_versions(case);
    if added.is_empty() && log.is_none() && between.is_none() {
        return Finding::Unknown;
    }
    let between = fullest(&between.unwrap_or_default(), Duration::days(90)).0;
    let destinations = destinations(&added).max(fullest_quarter(&logged) + 1).max(between + 1);
    let hurried: Vec<usize> = (later(&added))
        .filter(|(_, at)| is_before_withdrawal(case, *at))
        .map(|(i, _)| *i)
        .collect();
    let pointers = added.iter().map(|(i, _)| format!("/payouts/{i}/added_at"));
    let log = logged.iter().map(|(i, _)| format!("/contact/changes/{i}"));
    let versions = (between > 0).then(|| "/payouts".to_owned());
    let evidence =
        Evidence::about(pointers.chain(log).chain(versions)).with("destinations", destinations);
    let value = count(destinations + hurried.len());
    if !hurried.is_empty() {
        let accounts: Vec<String> =
            hurried.iter().map(|i| label(*i, &case.profile.payouts[*i])).collect();
        return Finding::hit(value, evidence.worded("hurried").with("accounts", accounts));
    }
    if destinations >= FREQUENT { Finding::hit(value, evidence) } else { Finding::miss(evidence) }
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

fn is_before_withdrawal(case: &Case<'_>, added: DateTime<Utc>) -> bool {
    const HURRY: Duration = Duration::days(2);
    let mut withdrawals = case.profile.activity.iter().flat_map(|activity| &activity.withdrawals);
    withdrawals.any(|withdrawal| {
        let after = withdrawal.at - added;
        after >= Duration::zero() && after <= HURRY
    })
}

/// Payment services choose where they hold money, so only bank accounts and cards count: people have them where they
/// live or lived.
fn payout_country_vs_claimed_country(case: &Case<'_>) -> Finding {
    let claims = case.profile.claims.as_ref();
    let Some((claims, claimed)) = claims.and_then(|claims| Some((claims, claims.country?))) else {
        return Finding::Unknown;
    };
    let has_place =
        |payout: &Payout| matches!(payout.method, Some(PayoutMethod::Bank | PayoutMethod::Card));
    let known: Vec<(usize, &Payout, CountryCode, bool)> = current(case)
        .filter(|(_, payout)| has_place(payout))
        .filter_map(|(i, payout)| {
            let at = payout.added_at.unwrap_or(case.now);
            let country = payout.country?;
            let is_claimed = claims.covers(country, at) || claims.covers(country, case.now);
            Some((i, payout, country, is_claimed))
        })
        .collect();
    if known.is_empty() {
        return Finding::Unknown;
    }
    let hits: Vec<_> = known.iter().filter(|(.., is_claimed)| !is_claimed).copied().collect();
    let named = if hits.is_empty() { &known } else { &hits };
    let accounts: Vec<String> = named.iter().map(|(i, payout, ..)| label(*i, payout)).collect();
    let held_in: BTreeSet<CountryCode> = named.iter().map(|(_, _, country, _)| *country).collect();
    let evidence = Evidence::about(hits.iter().map(|(i, ..)| format!("/payouts/{i}/country")))
        .with("accounts", accounts)
        .with("held_in", held_in.into_iter().collect::<Vec<_>>());
    if hits.is_empty() {
        return Finding::miss(evidence);
    }
    Finding::hit(ratio(hits.len(), known.len()), evidence.with("claimed", claimed))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::identifier::IdentifierKind;
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;
    use crate::links::Declared;

    fn paid(payouts: Value) -> Fixture {
        let claims = json!({ "name": "Sam Example", "country": "US" });
        Fixture::new(json!({ "payouts": payouts, "claims": claims }))
    }

    pub(super) fn payout_account_shared() -> Examples {
        let shared = |others, declared| {
            let case = paid(json!([{ "account": "US-ACCT-4401" }]));
            case.sharing_at("/payouts/0/account", IdentifierKind::PayoutAccount, others, declared)
        };
        let mut hub = shared(50, None);
        hub.links.shared[0].strength = 0.0;
        hub.links.shared[0].capped = true;
        Examples::new()
            .hit("three strangers are paid to the account", shared(3, None))
            .says("The payout account …4401 is also used by 3 other applicants.")
            .hit("one stranger is paid to the account", shared(1, None))
            .says("The payout account …4401 is also used by one other applicant.")
            .miss("no one else is paid to the account", shared(0, None))
            .says("The payout account …4401 is used by no other applicant.")
            .miss("everyone is paid to the account", hub)
            .says("The payout account …4401 is used by at least 50 other applicants, too many to mean anything.")
            .innocent("spouses who declared each other", shared(3, Some(Declared::Relation)))
            .innocent("an agency that both declared", shared(3, Some(Declared::Agency)))
            .says("The payout account …4401 is used only by applicants who declared the connection.")
    }

    pub(super) fn payout_name_mismatch() -> Examples {
        let held_by = |holder: &str, claimed: &str| {
            let payouts = json!([{ "holder_name": holder, "account": "US-ACCT-4401" }]);
            Fixture::new(json!({ "payouts": payouts, "claims": { "name": claimed } }))
        };
        let payout = |holder: &str| held_by(holder, "Sam Example");
        let removed =
            json!([{ "holder_name": "Robin Stone", "removed_at": "2026-01-01T00:00:00Z" }]);
        let agency = Fixture::new(json!({
            "payouts": [{ "holder_name": "Example Studio" }],
            "claims": { "name": "Sam Example", "declared_agency": "Example Studio" }
        }));
        let two = json!([{ "holder_name": "Robin Stone" }, { "holder_name": "Lee Stone" }]);
        Examples::new()
            .hit("a stranger's account", payout("Robin Stone"))
            .says("The holder of the payout account …4401 has a different name than the applicant.")
            .hit("two accounts whose numbers are not known", paid(two))
            .says("The holders of the payout accounts #1 and #2 have a different name than the applicant.")
            .hit("names in the same script can be compared", held_by("이지은", "김민수"))
            .miss("the applicant's own account", payout("Sam Example"))
            .says("The holder’s name of the payout account …4401 fits the applicant’s name.")
            .miss("a former name", payout("Sam Stone"))
            .miss("another romanisation is no other name", held_by("Gim Minsoo", "Kim Min-su"))
            .miss("another spelling is no other name", held_by("Iurii Petroff", "Yuriy Petrov"))
            .miss("a joint account is a miss", payout("Sam and Robin Example"))
            .unknown("no holder", paid(json!([{}])))
            .unknown("Korean cannot be compared with Latin", payout("김민수"))
            .unknown("Chinese cannot be compared with Latin", payout("王小明"))
            .unknown("Arabic cannot be compared with Latin", payout("محمد علي"))
            .unknown("the stranger's account was removed", paid(removed))
            .unknown("an agency is paid for its people", agency)
            .innocent("a joint account", payout("Sam and Robin Example"))
    }

    fn added(days: &[&str]) -> Value {
        days.iter().map(|day| json!({ "added_at": format!("{day}T00:00:00Z") })).collect()
    }

    fn added_and_withdrawn(days: &[&str], withdrawn: &str) -> Fixture {
        let withdrawals = json!([{ "at": format!("{withdrawn}T00:00:00Z") }]);
        let activity = json!({ "withdrawals": withdrawals });
        Fixture::new(json!({ "payouts": added(days), "activity": activity }))
    }

    pub(super) fn payout_changed_frequently() -> Examples {
        let log = |changes: Value| Fixture::new(json!({ "contact": { "changes": changes } }));
        let changed = |day: &str| json!({ "at": format!("{day}T00:00:00Z"), "changed": "payout" });
        let hurried =
            |withdrawn: &str| added_and_withdrawn(&["2024-01-01", "2026-05-01"], withdrawn);
        let first = |days: &[&str]| added_and_withdrawn(days, "2024-01-02");
        let often = ["2024-01-01", "2026-03-01", "2026-04-01", "2026-05-01"];
        Examples::new()
            .hit("three in three months", paid(added(&["2026-03-01", "2026-04-01", "2026-05-01"])))
            .says("Within 90 days, the applicant had 3 payout destinations.")
            .hit("a new one on the day before a withdrawal", hurried("2026-05-02"))
            .says("The payout account #2 was added within two days before a withdrawal.")
            .hit("often, and before a withdrawal", added_and_withdrawn(&often, "2026-05-02"))
            .says(
                "The payout account #4 was added within two days before a withdrawal. \
                 The applicant had 3 destinations within 90 days.",
            )
            .hit("two logged changes", log(json!([changed("2026-05-01"), changed("2026-05-09")])))
            .value(3.0)
            .pointers(&["/contact/changes/0", "/contact/changes/1"])
            .miss("a single destination", paid(added(&["2024-03-01"])))
            .says("The payout destination did not change within any 90 days, and none was added right before a withdrawal.")
            .miss("one a year", paid(added(&["2024-03-01", "2025-04-01", "2026-05-01"])))
            .miss("two in three months", paid(added(&["2024-03-01", "2026-04-01", "2026-05-01"])))
            .says(
                "Within 90 days, the applicant had no more than 2 payout destinations, \
                 and none was added right before a withdrawal.",
            )
            .miss("a new one long before a withdrawal", hurried("2026-05-20"))
            .miss("set up together", paid(added(&["2026-01-01", "2026-01-01", "2026-01-03"])))
            .miss("a withdrawal after the first one", first(&["2024-01-01", "2025-05-01"]))
            .miss("the first one is listed last", first(&["2025-05-01", "2024-01-01"]))
            .miss("an empty log is knowledge", log(json!([])))
            .unknown("no times", paid(json!([{}])))
            .innocent(
                "trouble with a bank once a year",
                paid(added(&["2024-03-01", "2025-04-01", "2026-05-01"])),
            )
    }

    pub(super) fn payout_country_vs_claimed_country() -> Examples {
        let payout = |method: &str, country: &str| {
            paid(json!([{ "method": method, "country": country, "account": "FR-ACCT-4401" }]))
        };
        let two = json!([
            { "method": "bank", "country": "FR", "account": "FR-ACCT-4401" },
            { "method": "card", "country": "NL", "account": "NL-CARD-5512" },
            { "method": "bank", "country": "US", "account": "US-ACCT-6623" },
        ]);
        Examples::new()
            .hit("a bank elsewhere", payout("bank", "FR"))
            .says("The bank account or card …4401 is held in France, but the applicant claims to live in the United States.")
            .hit("two of three are elsewhere", paid(two))
            .says(
                "The bank accounts or cards …4401 and …5512 are held in France and the Netherlands, \
                 but the applicant claims to live in the United States.",
            )
            .miss("a bank at home", payout("bank", "US"))
            .says(
                "The bank account or card …4401 is held in the United States, \
                 which fits where the applicant claims to live or stay.",
            )
            .unknown("a payment service has no home", payout("processor", "IE"))
            .innocent("a payment service's seat", payout("processor", "IE"))
    }
}
