//! How money is asked for and how fast it leaves.

use chrono::Duration;

use super::super::reading::{count, ratio, said};
use super::super::{Case, Family, Indicator, Policy, Scope};
use crate::finding::{Evidence, Finding};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] =
    &[PAYOUT_RAPID_PASS_THROUGH, PREPAYMENT_DEMAND_OR_AGGRESSION];

const PAYOUT_RAPID_PASS_THROUGH: Indicator = Indicator {
    id: "payout_rapid_pass_through",
    family: Family::Payout,
    policy: Policy::ContextOnly,
    scope: Scope::Temporal,
    observed: "Funds withdrawn at once and in full every time.",
    unit: "share of withdrawals",
    question: "When does earned money leave? Send `activity.withdrawals[]` with `earned_at` and `share_of_balance`.",
    false_positives: "Low-income workers, unstable-currency countries.",
    settle: "Nothing needs settling alone: who lives from it or fears for its worth does the same.",
    sources: &["US2022", "FLAME"],
    observe: payout_rapid_pass_through,
};

const PREPAYMENT_DEMAND_OR_AGGRESSION: Indicator = Indicator {
    id: "prepayment_demand_or_aggression",
    family: Family::Payout,
    policy: Policy::Use,
    scope: Scope::Profile,
    observed: "Asks pay before milestones, angry when refused.",
    unit: "messages",
    question: "What was written about pay? Send `messages`.",
    false_positives: "Freelancers burned before.",
    settle: "Ask the client what happened; freelancers who were cheated before are careful.",
    sources: &["US2022", "PSA23"],
    observe: prepayment_demand_or_aggression,
};

/// Nine of ten withdrawals take everything within a day.
fn payout_rapid_pass_through(case: &Case<'_>) -> Finding {
    const NEEDED: usize = 5;
    const NEARLY_ALL: f64 = 0.9;
    const QUICK: Duration = Duration::hours(24);
    let withdrawals = case.profile.activity.iter().flat_map(|activity| &activity.withdrawals);
    let told: Vec<(usize, bool)> = (withdrawals.enumerate())
        .filter_map(|(i, one)| {
            let everything = one.share_of_balance?.0 >= 0.95;
            Some((i, everything && one.at - one.earned_at? <= QUICK))
        })
        .collect();
    if told.len() < NEEDED {
        return Finding::Unknown;
    }
    let quick: Vec<usize> = told.iter().filter(|(_, quick)| *quick).map(|(i, _)| *i).collect();
    let share = ratio(quick.len(), told.len());
    let text =
        format!("{} of {} withdrawals took everything within a day", quick.len(), told.len());
    let evidence = Evidence::new(text, quick.iter().map(|i| format!("/activity/withdrawals/{i}")));
    if share >= NEARLY_ALL { Finding::hit(share, evidence) } else { Finding::miss(evidence) }
}

/// A threat over pay, or the demand to be paid before the work in three messages. To ask for a part in
/// advance is ordinary business.
fn prepayment_demand_or_aggression(case: &Case<'_>) -> Finding {
    const AGAIN_AND_AGAIN: usize = 3;
    const DEMANDS: &[&[&str]] = &[
        &["pay", "before i start"],
        &["pay", "before i begin"],
        &["payment", "before i start"],
        &["pay me first"],
        &["pay first"],
        &["full payment", "advance"],
        &["pay", "in advance"],
        &["upfront", "or i will not"],
        &["release the milestone", "before"],
    ];
    const THREATS: &[&[&str]] = &[
        &["you will regret"],
        &["pay me now or"],
        &["if you do not pay", "you will"],
        &["if you don't pay", "you will"],
        &["if you don't pay", "i will report"],
        &["if you do not pay", "i will report"],
        &["i know where you"],
        &["i will ruin"],
    ];
    let (demands, threats) = (said(case, DEMANDS), said(case, THREATS));
    if demands.looked_at == 0 {
        return Finding::Unknown;
    }
    let text = format!(
        "of {} messages by the applicant {} demand pay before the work and {} threaten",
        demands.looked_at,
        demands.hits.len(),
        threats.hits.len()
    );
    let hits = demands.hits.iter().chain(&threats.hits);
    let evidence = Evidence::new(text, hits.map(|(i, _)| format!("/messages/{i}/text")));
    let pressing = demands.hits.len() >= AGAIN_AND_AGAIN;
    if pressing || !threats.hits.is_empty() {
        let value = demands.hits.len() + threats.hits.len();
        return Finding::hit(count(value), evidence);
    }
    Finding::miss(evidence)
}

#[cfg(test)]
mod tests;
