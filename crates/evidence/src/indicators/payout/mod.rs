//! Where the money goes.

pub(super) mod manners;

use chrono::{DateTime, Duration, Utc};

use super::history::changes;
use super::reading::{count, fullest, ratio, said};
use super::sharing::shared;
use super::{Case, Family, Indicator, Policy, Scope};
use crate::finding::{Evidence, Finding};
use crate::identifier::IdentifierKind;
use crate::profile::Agreement;
use crate::profile::contact::ChangeOf;
use crate::profile::payouts::{Payout, PayoutMethod};

/// Every indicator of the family.
pub(super) const INDICATORS: &[Indicator] = &[
    PAYOUT_ACCOUNT_SHARED,
    PAYOUT_NAME_MISMATCH,
    PAYOUT_CHANGED_FREQUENTLY,
    PAYOUT_COUNTRY_VS_CLAIMED_COUNTRY,
    PAYOUT_CRYPTO_INSISTENCE,
    PAYOUT_NEWLY_CREATED_MULTI_PROCESSOR,
    ACCOUNT_LOCKOUT_STORY_NEEDS_LETTER,
];

const PAYOUT_ACCOUNT_SHARED: Indicator = Indicator {
    id: "payout_account_shared",
    family: Family::Payout,
    policy: Policy::Use,
    scope: Scope::CrossAccount,
    observed: "Same bank/wallet/payment account on 2+ accounts.",
    unit: "other applicants",
    question: "Where is the applicant paid? Send `payouts[].account`.",
    false_positives: "Agencies, spouses, minors: declared-agency flag.",
    settle: "Ask the payment provider who holds the account; ask the accounts for what connects them.",
    sources: &["US2022", "JP24", "PSA25"],
    observe: payout_account_shared,
};

const PAYOUT_NAME_MISMATCH: Indicator = Indicator {
    id: "payout_name_mismatch",
    family: Family::Payout,
    policy: Policy::Use,
    scope: Scope::Profile,
    observed: "Payout holder differs from account holder.",
    unit: "payouts in another name",
    question: "Whose are the payout accounts? Send `payouts[].holder_name`.",
    false_positives: "Transliteration, joint or business accounts.",
    settle: "Ask for a statement of the account, or the business or spouse that is paid.",
    sources: &["JP24", "US2022", "PSA25"],
    observe: payout_name_mismatch,
};

const PAYOUT_CHANGED_FREQUENTLY: Indicator = Indicator {
    id: "payout_changed_frequently",
    family: Family::Payout,
    policy: Policy::Use,
    scope: Scope::Temporal,
    observed: "Payout destination changed repeatedly or right before withdrawal.",
    unit: "changes in 90 days",
    question: "How often did the payout destination change? Send `payouts[].added_at` and `removed_at`.",
    false_positives: "Bank problems, moves.",
    settle: "Hold the next withdrawal and call back on a number from before the change.",
    sources: &["JP24", "PSA25", "PSA23"],
    observe: payout_changed_frequently,
};

const PAYOUT_COUNTRY_VS_CLAIMED_COUNTRY: Indicator = Indicator {
    id: "payout_country_vs_claimed_country",
    family: Family::Payout,
    policy: Policy::UseInconsistencyOnly,
    scope: Scope::Profile,
    observed: "Payout country differs from claimed residence.",
    unit: "share of payouts",
    question: "Where are the payout accounts held? Send `payouts[].country`.",
    false_positives: "Migrants, multi-currency fintechs.",
    settle: "Ask how long the account exists and why it is there; a former home explains it.",
    sources: &["US2022"],
    observe: payout_country_vs_claimed_country,
};

const PAYOUT_CRYPTO_INSISTENCE: Indicator = Indicator {
    id: "payout_crypto_insistence",
    family: Family::Payout,
    policy: Policy::Use,
    scope: Scope::Profile,
    observed: "Insists on virtual currency where platform norm is fiat.",
    unit: "messages",
    question: "What did the applicant write about payment? Send `messages`.",
    false_positives: "Web3 sector norm, unbanked regions.",
    settle: "Offer the platform's ordinary payment and see whether it is taken.",
    sources: &["US2022", "OFSI24", "SEAL", "TRI25"],
    observe: payout_crypto_insistence,
};

const PAYOUT_NEWLY_CREATED_MULTI_PROCESSOR: Indicator = Indicator {
    id: "payout_newly_created_multi_processor",
    family: Family::Payout,
    policy: Policy::Use,
    scope: Scope::Temporal,
    observed: "Several new payment-service accounts opened around onboarding.",
    unit: "accounts",
    question: "When were the payment accounts opened? Send `payouts[].opened_at`.",
    false_positives: "Fee shopping.",
    settle: "Ask for a statement of an account from before the sign-up.",
    sources: &["GLAB26", "DOJ", "MSMT25"],
    observe: payout_newly_created_multi_processor,
};

const ACCOUNT_LOCKOUT_STORY_NEEDS_LETTER: Indicator = Indicator {
    id: "account_lockout_story_needs_letter",
    family: Family::Payout,
    policy: Policy::Use,
    scope: Scope::Profile,
    observed: "Asks client for letters to unfreeze an exchange/payment account.",
    unit: "messages",
    question: "What did the applicant write? Send `messages`.",
    false_positives: "Genuine freezes.",
    settle: "Ask the exchange or bank that is named, over a contact found independently.",
    sources: &["SEAL"],
    observe: account_lockout_story_needs_letter,
};

fn payout_account_shared(case: &Case<'_>) -> Finding {
    shared(case, IdentifierKind::PayoutAccount, "paid to this account")
}

fn current<'a>(case: &Case<'a>) -> impl Iterator<Item = (usize, &'a Payout)> {
    let payouts = case.profile.payouts.iter().enumerate();
    payouts.filter(|(_, payout)| payout.removed_at.is_none())
}

/// Only names that share nothing: joint accounts, initials and former names share a part.
fn payout_name_mismatch(case: &Case<'_>) -> Finding {
    let claimed = case.profile.claims.as_ref().and_then(|claims| claims.name.as_ref());
    let Some(claimed) = claimed else { return Finding::Unknown };
    let agency = case.profile.claims.as_ref().and_then(|claims| claims.declared_agency.as_ref());
    if agency.is_some() {
        // Who works for an agency is paid through it.
        return Finding::Unknown;
    }
    let holders: Vec<(usize, Agreement)> = current(case)
        .filter_map(|(i, payout)| Some((i, payout.holder_name.as_ref()?.agrees_with(claimed))))
        .filter(|(_, agreement)| agreement.is_known())
        .collect();
    if holders.is_empty() {
        return Finding::Unknown;
    }
    let others: Vec<usize> = (holders.iter())
        .filter(|(_, agreement)| *agreement == Agreement::Differ)
        .map(|(i, _)| *i)
        .collect();
    let text = format!("{} of {} payout accounts are in another name", others.len(), holders.len());
    let pointers = others.iter().map(|i| format!("/payouts/{i}/holder_name"));
    Finding::graded(count(others.len()), Evidence::new(text, pointers))
}

/// Three destinations within a quarter, or a new one within two days before money was taken out. What
/// is set up together at the beginning counts as one.
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
    let most = destinations(&added).max(fullest_quarter(&logged) + 1).max(between + 1);
    let hurried = later(&added).filter(|(_, at)| is_before_withdrawal(case, *at)).count();
    let text = format!(
        "{most} payout destinations within 90 days, {hurried} of them new within two days before a withdrawal"
    );
    let pointers = added.iter().map(|(i, _)| format!("/payouts/{i}/added_at"));
    let log = logged.iter().map(|(i, _)| format!("/contact/changes/{i}"));
    let seen = (between > 0).then(|| "/payouts".to_owned());
    let evidence = Evidence::new(text, pointers.chain(log).chain(seen));
    if most >= FREQUENT || hurried > 0 {
        return Finding::hit(count(most + hurried), evidence);
    }
    Finding::miss(evidence)
}

/// When one version of the profile had a destination that the one before had not. Nothing if there is no
/// earlier version, or no destination now.
fn between_versions(case: &Case<'_>) -> Option<Vec<DateTime<Utc>>> {
    case.profile.payouts.iter().find(|payout| payout.account.is_some())?;
    let changed = changes(case)?.into_iter().filter(|one| one.what == ChangeOf::Payout);
    Some(changed.map(|one| one.at).collect())
}

/// The destinations that came after those of the first week.
fn later(
    added: &[(usize, DateTime<Utc>)],
) -> impl Iterator<Item = &(usize, DateTime<Utc>)> + Clone {
    const SET_UP: Duration = Duration::days(7);
    let first = added.iter().map(|(_, at)| *at).min();
    added.iter().filter(move |(_, at)| first.is_some_and(|first| *at - first > SET_UP))
}

/// The most destinations of a quarter, those of the first week as one.
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

/// Payment services hold money where it suits them; banks and cards are where people live or lived.
fn payout_country_vs_claimed_country(case: &Case<'_>) -> Finding {
    let Some(claims) = case.profile.claims.as_ref().filter(|claims| claims.country.is_some())
    else {
        return Finding::Unknown;
    };
    let placed =
        |payout: &Payout| matches!(payout.method, Some(PayoutMethod::Bank | PayoutMethod::Card));
    let known: Vec<(usize, bool)> = current(case)
        .filter(|(_, payout)| placed(payout))
        .filter_map(|(i, payout)| {
            let at = payout.added_at.unwrap_or(case.now);
            let country = payout.country?;
            Some((i, claims.covers(country, at) || claims.covers(country, case.now)))
        })
        .collect();
    if known.is_empty() {
        return Finding::Unknown;
    }
    let hits: Vec<usize> = known.iter().filter(|(_, covered)| !covered).map(|(i, _)| *i).collect();
    let text = format!(
        "{} of {} bank accounts and cards are held elsewhere than claimed",
        hits.len(),
        known.len()
    );
    let pointers = hits.iter().map(|i| format!("/payouts/{i}/country"));
    Finding::graded(ratio(hits.len(), known.len()), Evidence::new(text, pointers))
}

/// Asking once is a question; insisting is asking again.
fn payout_crypto_insistence(case: &Case<'_>) -> Finding {
    const PHRASES: &[&[&str]] = &[
        &["only usdt"],
        &["only in usdt"],
        &["only in crypto"],
        &["only accept crypto"],
        &["accept only crypto"],
        &["only accept usdt"],
        &["pay", "in usdt"],
        &["pay", "in crypto"],
        &["pay", "in bitcoin"],
        &["paid in crypto"],
        &["paid in usdt"],
        &["payment in usdt"],
        &["payment in crypto"],
        &["payment in cryptocurrency"],
        &["send it in usdt"],
        &["send me", "usdt"],
        &["оплат*", "в usdt"],
        &["оплат*", "в криптовалют*"],
        &["pago en criptomoneda*"],
        &["请", "usdt"],
        &["코인으로", "지급"],
    ];
    let mut said = said(case, PHRASES);
    if said.hits.len() < 2 {
        said.hits.clear();
    }
    said.finding("ask for payment in virtual currency")
}

fn payout_newly_created_multi_processor(case: &Case<'_>) -> Finding {
    const AROUND: Duration = Duration::days(30);
    const SEVERAL: usize = 2;
    let signed_up = case.profile.activity.as_ref().and_then(|activity| activity.signed_up_at);
    let Some(signed_up) = signed_up else { return Finding::Unknown };
    let opened: Vec<(usize, DateTime<Utc>)> = (case.profile.payouts.iter().enumerate())
        .filter(|(_, payout)| payout.method == Some(PayoutMethod::Processor))
        .filter_map(|(i, payout)| Some((i, payout.opened_at?)))
        .collect();
    if opened.is_empty() {
        return Finding::Unknown;
    }
    let fresh: Vec<usize> = (opened.iter())
        .filter(|(_, at)| (*at - signed_up).abs() <= AROUND)
        .map(|(i, _)| *i)
        .collect();
    let text = format!(
        "{} of {} payment accounts were opened within a month of the sign-up",
        fresh.len(),
        opened.len()
    );
    let evidence = Evidence::new(text, fresh.iter().map(|i| format!("/payouts/{i}/opened_at")));
    if fresh.len() >= SEVERAL {
        Finding::hit(count(fresh.len()), evidence)
    } else {
        Finding::miss(evidence)
    }
}

fn account_lockout_story_needs_letter(case: &Case<'_>) -> Finding {
    const PHRASES: &[&[&str]] = &[
        &["letter", "unfreeze"],
        &["letter", "unlock", "account"],
        &["letter", "account", "frozen"],
        &["letter", "account", "locked"],
        &["account", "frozen", "letter"],
        &["account", "locked", "letter"],
        &["confirm", "my bank", "salary letter"],
        &["письм*", "разблокир*"],
        &["carta", "desbloquear"],
    ];
    said(case, PHRASES).finding("ask for a letter to unlock a payment account")
}

#[cfg(test)]
mod tests;
