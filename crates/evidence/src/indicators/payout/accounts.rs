//! Payout accounts: who else uses them and where they are. This file lists the indicators of `changes` and `holders`
//! too.

use std::collections::BTreeSet;

use super::super::reading::ratio;
use super::super::sharing::shared_with_others;
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::changes::PAYOUT_CHANGED_FREQUENTLY;
use super::holders::PAYOUT_NAME_MISMATCH;
use super::{current, is_elsewhere, label};
use crate::finding::{Evidence, Finding};
use crate::identifier::IdentifierKind;
use crate::profile::CountryCode;
use crate::profile::payouts::Payout;

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
    cause: None,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "The same bank account, wallet or payment account is used by two or more applicants.",
    unit: "strength of the link, from 0 to 1",
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

const PAYOUT_COUNTRY_VS_CLAIMED_COUNTRY: Indicator = Indicator {
    id: "payout_country_vs_claimed_country",
    family: Family::Payout,
    cause: None,
    usage: Usage::UseInconsistencyOnly,
    scope: Scope::Profile,
    strength: 3,
    observed: "A bank account or card was opened in a different country while the applicant claims to have lived in another.",
    unit: "share of payouts",
    question: "Where and when were the payout accounts opened? Send `payouts[].country` and `opened_at`, and `claims.resident_since`.",
    innocent_explanations: "Accounts in several currencies, and accounts that were opened abroad for a planned move.",
    how_to_verify: "Ask why the account was opened there. Accounts from before a move do not count.",
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

/// A bank account or card that was opened elsewhere while the applicant claims to have lived here. Migrants keep the
/// account of their former home, so an account whose age is unknown is no evidence.
fn payout_country_vs_claimed_country(case: &Case<'_>) -> Finding {
    let claims = case.profile.claims.as_ref();
    let Some((claims, claimed)) = claims.and_then(|claims| Some((claims, claims.country?))) else {
        return Finding::Unknown;
    };
    let known: Vec<(usize, &Payout, CountryCode, bool)> = current(case)
        .filter_map(|(i, payout)| {
            let is_elsewhere = is_elsewhere(case, payout)?;
            let opened_here = payout.opened_at.is_some_and(|at| claims.apply_at(at, case.now));
            (!is_elsewhere || opened_here).then_some((i, payout, payout.country?, is_elsewhere))
        })
        .collect();
    if known.is_empty() {
        return Finding::Unknown;
    }
    let hits: Vec<_> = known.iter().filter(|(.., is_elsewhere)| *is_elsewhere).copied().collect();
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
    use crate::relation::Declared;

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
            .innocent("spouses in a confirmed household", shared(3, Some(Declared::HOUSEHOLD)))
            .innocent("a confirmed agency", shared(3, Some(Declared::AGENCY)))
            .says("The payout account …4401 is used only by other members of a confirmed agency or household (rel_00000000000000000000000000000001).")
    }

    pub(super) fn payout_country_vs_claimed_country() -> Examples {
        let payout = |method: &str, country: &str, opened: &str| {
            paid(json!([{
                "method": method, "country": country, "account": "FR-ACCT-4401",
                "opened_at": format!("{opened}T00:00:00Z"),
            }]))
        };
        let at = "2026-03-01T00:00:00Z";
        let two = json!([
            { "method": "bank", "country": "FR", "account": "FR-ACCT-4401", "opened_at": at },
            { "method": "card", "country": "NL", "account": "NL-CARD-5512", "opened_at": at },
            { "method": "bank", "country": "US", "account": "US-ACCT-6623" },
        ]);
        let undated = |country: &str| {
            paid(json!([{ "method": "bank", "country": country, "account": "FR-ACCT-4401" }]))
        };
        let settled = |since: &str| {
            let claims = json!({ "country": "US", "resident_since": since });
            let payouts =
                json!([{ "method": "bank", "country": "FR", "opened_at": "2021-05-01T00:00:00Z" }]);
            Fixture::new(json!({ "payouts": payouts, "claims": claims }))
        };
        Examples::new()
            .hit("a bank elsewhere", payout("bank", "FR", "2026-03-01"))
            .says("The bank account or card …4401 is held in France, but the applicant claims to live in the United States.")
            .hit("two of three are elsewhere", paid(two))
            .says(
                "The bank accounts or cards …4401 and …5512 are held in France and the Netherlands, \
                 but the applicant claims to live in the United States.",
            )
            .hit("opened years after the move", settled("2016"))
            .miss("a bank at home", undated("US"))
            .says(
                "The bank account or card …4401 is held in the United States, \
                 which fits where the applicant claims to live or stay.",
            )
            .unknown("an account whose age is not known", undated("FR"))
            .unknown("an account of a former home", settled("2024-02"))
            .unknown("a payment service has no home", payout("processor", "IE", "2026-03-01"))
            .unknown("a wallet has no home", payout("crypto", "IE", "2026-03-01"))
            .innocent("a migrant's account from years before", payout("bank", "FR", "2015-03-01"))
    }
}
