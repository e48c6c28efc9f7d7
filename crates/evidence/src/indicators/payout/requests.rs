//! Money: how the applicant asks for it, where new accounts are and how quickly it leaves.

use chrono::{DateTime, Duration, Utc};

use super::super::messages::messages_with;
use super::super::phrases::Topic;
use super::super::reading::{count, day, part, ratio};
use super::super::reports::{reported, reported_or_written};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::label;
use crate::finding::{Evidence, Finding};
use crate::profile::payouts::{Payout, PayoutMethod};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[
    PAYOUT_CRYPTO_INSISTENCE,
    PAYOUT_NEWLY_CREATED_MULTI_PROCESSOR,
    ACCOUNT_LOCKOUT_STORY_NEEDS_LETTER,
    PAYOUT_RAPID_PASS_THROUGH,
    PREPAYMENT_DEMAND_OR_AGGRESSION,
];

const PAYOUT_CRYPTO_INSISTENCE: Indicator = Indicator {
    id: "payout_crypto_insistence",
    family: Family::Payout,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "The applicant insists on virtual currency where the platform pays in ordinary money.",
    unit: "reports",
    question: "Did anyone report that the applicant insists on virtual currency? Send the words in `observations[]`.",
    innocent_explanations: "Virtual currency is common in blockchain jobs, and for people without access to a bank.",
    how_to_verify: "Offer the platform's usual payment methods and see whether the applicant accepts one.",
    sources: &["US2022", "OFSI24", "SEAL", "TRI25"],
    wording: "
    .reported = { person-reported } that the applicant insisted on virtual currency: “{ $quote }”
    .context = { some-messages } mention payment in virtual currency: { $quotes }.
    .hit = { some-messages } ask for payment in virtual currency: { $quotes }.
    .miss = { $total ->
        [one] The applicant’s only message does not insist
       *[other] None of the applicant’s { $total } messages insists
    } on payment in virtual currency.
",
    miss: MissRule::Ignored,
    observe: payout_crypto_insistence,
    #[cfg(test)]
    examples: tests::payout_crypto_insistence,
};

const PAYOUT_NEWLY_CREATED_MULTI_PROCESSOR: Indicator = Indicator {
    id: "payout_newly_created_multi_processor",
    family: Family::Payout,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 3,
    observed: "Several new accounts at payment services were opened around the time of the sign-up.",
    unit: "accounts",
    question: "When were the payment accounts opened? Send `payouts[].opened_at`.",
    innocent_explanations: "Newcomers to freelancing who compare the fees of several services.",
    how_to_verify: "Ask for a statement of an account that existed before the sign-up.",
    sources: &["GLAB26", "DOJ", "MSMT25"],
    wording: "
    .hit = The payment-service accounts { $accounts } were opened within 30 days of the sign-up on { $signed_up }.
    .miss = { $accounts_count ->
        [0] No payment-service account was opened
       *[other] Only the payment-service account { $accounts } was opened
    } within 30 days of the sign-up on { $signed_up }.
",
    miss: MissRule::Counts,
    observe: payout_newly_created_multi_processor,
    #[cfg(test)]
    examples: tests::payout_newly_created_multi_processor,
};

const ACCOUNT_LOCKOUT_STORY_NEEDS_LETTER: Indicator = Indicator {
    id: "account_lockout_story_needs_letter",
    family: Family::Payout,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "The applicant asks a client for a letter to unfreeze an account at an exchange or payment service.",
    unit: "reports",
    question: "Did a client report such a request? Send the words in `observations[]`.",
    innocent_explanations: "The account may really be frozen.",
    how_to_verify: "Contact the exchange or bank that the applicant names. Find the contact details independently.",
    sources: &["SEAL"],
    wording: "
    .reported = { person-reported } that the applicant asked for a letter to unlock an account: “{ $quote }”
    .context = { some-messages } mention a letter to unlock an account: { $quotes }.
    .hit = { $count ->
        [one] A message asks
       *[other] { $count } messages ask
    } for a letter to unlock a payment account: { $quotes }.
    .miss = { $total ->
        [one] The applicant’s only message does not ask
       *[other] None of the applicant’s { $total } messages asks
    } for a letter to unlock a payment account.
",
    miss: MissRule::Ignored,
    observe: account_lockout_story_needs_letter,
    #[cfg(test)]
    examples: tests::account_lockout_story_needs_letter,
};

const PAYOUT_RAPID_PASS_THROUGH: Indicator = Indicator {
    id: "payout_rapid_pass_through",
    family: Family::Payout,
    cause: None,
    usage: Usage::ContextOnly,
    scope: Scope::Temporal,
    strength: 2,
    observed: "Money is withdrawn at once and in full every time.",
    unit: "share of withdrawals",
    question: "When does earned money leave? Send `activity.withdrawals[]` with `earned_at` and `share_of_balance`.",
    innocent_explanations: "People who live from month to month, and people whose currency loses value fast.",
    how_to_verify: "Nothing needs to be verified if this is the only red flag. People who need the money at once do the same.",
    sources: &["US2022", "FLAME"],
    wording: "
    .hit = { $part ->
        [all] All { $total } withdrawals
       *[some] { $count } of { $total } withdrawals
    } took the whole balance within a day of earning it.
    .miss = { $part ->
        [none] None of the { $total } withdrawals
       *[some] Only { $count } of { $total } withdrawals
    } took the whole balance within a day of earning it.
",
    miss: MissRule::Counts,
    observe: payout_rapid_pass_through,
    #[cfg(test)]
    examples: tests::payout_rapid_pass_through,
};

const PREPAYMENT_DEMAND_OR_AGGRESSION: Indicator = Indicator {
    id: "prepayment_demand_or_aggression",
    family: Family::Payout,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 2,
    observed: "The applicant demands payment before the work, or makes threats over pay.",
    unit: "reports",
    question: "Did a client report demands or threats? Send the words in `observations[]`.",
    innocent_explanations: "Freelancers who were cheated before ask for part of the money in advance.",
    how_to_verify: "Ask the client what happened. Freelancers who were cheated before are careful.",
    sources: &["US2022", "PSA23"],
    wording: "
    .reported = { person-reported } that the applicant demanded payment before the work or threatened them over pay: “{ $quote }”
    .context = { some-messages } mention payment before the work: { $quotes }.
    .threatening = { some-messages } mention consequences if payment fails: { $quotes }.
    .hit = { $demands } messages demand payment before the work: { $quotes }.
    .threats = { $threats ->
        [one] A message threatens
       *[other] { $threats } messages threaten
    } the client over pay: { $quotes }.
    .miss = { $demands ->
        [0] No message demands payment before the work or makes a threat.
        [one] Only one message asks for payment before the work, and none makes a threat.
       *[other] Only { $demands } messages ask for payment before the work, and none makes a threat.
    }
",
    miss: MissRule::Ignored,
    observe: prepayment_demand_or_aggression,
    #[cfg(test)]
    examples: tests::prepayment_demand_or_aggression,
};

fn payout_crypto_insistence(case: &Case<'_>) -> Finding {
    let written = messages_with(case, Topic::CryptoPayment);
    reported_or_written(case, "payout_crypto_insistence", &written)
}

fn payout_newly_created_multi_processor(case: &Case<'_>) -> Finding {
    const AROUND: Duration = Duration::days(30);
    const SEVERAL: usize = 2;
    let signed_up = case.profile.activity.as_ref().and_then(|activity| activity.signed_up_at);
    let Some(signed_up) = signed_up else { return Finding::Unknown };
    let opened: Vec<(usize, &Payout, DateTime<Utc>)> = (case.profile.payouts.iter().enumerate())
        .filter(|(_, payout)| payout.method == Some(PayoutMethod::Processor))
        .filter_map(|(i, payout)| Some((i, payout, payout.opened_at?)))
        .collect();
    if opened.is_empty() {
        return Finding::Unknown;
    }
    let fresh: Vec<_> =
        opened.iter().filter(|(_, _, at)| (*at - signed_up).abs() <= AROUND).collect();
    let accounts: Vec<String> = fresh.iter().map(|(i, payout, _)| label(*i, payout)).collect();
    let evidence = Evidence::about(fresh.iter().map(|(i, ..)| format!("/payouts/{i}/opened_at")))
        .with("accounts", accounts)
        .with("signed_up", day(signed_up));
    if fresh.len() >= SEVERAL {
        Finding::hit(count(fresh.len()), evidence)
    } else {
        Finding::miss(evidence)
    }
}

fn account_lockout_story_needs_letter(case: &Case<'_>) -> Finding {
    let written = messages_with(case, Topic::LockoutLetter);
    reported_or_written(case, "account_lockout_story_needs_letter", &written)
}

/// At least nine of ten withdrawals take the whole balance within a day.
fn payout_rapid_pass_through(case: &Case<'_>) -> Finding {
    const MIN_WITHDRAWALS: usize = 5;
    const NEARLY_ALL: f64 = 0.9;
    const QUICK: Duration = Duration::hours(24);
    let withdrawals = case.profile.activity.iter().flat_map(|activity| &activity.withdrawals);
    let known: Vec<(usize, bool)> = (withdrawals.enumerate())
        .filter_map(|(i, withdrawal)| {
            let everything = withdrawal.share_of_balance?.0 >= 0.95;
            Some((i, everything && withdrawal.at - withdrawal.earned_at? <= QUICK))
        })
        .collect();
    if known.len() < MIN_WITHDRAWALS {
        return Finding::Unknown;
    }
    let quick: Vec<usize> = known.iter().filter(|(_, quick)| *quick).map(|(i, _)| *i).collect();
    let share = ratio(quick.len(), known.len());
    let evidence = Evidence::about(quick.iter().map(|i| format!("/activity/withdrawals/{i}")));
    let evidence = part(evidence, quick.len(), known.len());
    if share >= NEARLY_ALL { Finding::hit(share, evidence) } else { Finding::miss(evidence) }
}

/// Threats are shown before demands. Asking for a part in advance is ordinary business.
fn prepayment_demand_or_aggression(case: &Case<'_>) -> Finding {
    let threats = messages_with(case, Topic::PaymentThreat);
    let written = match threats.evidence(case) {
        Some(evidence) => Finding::context(count(threats.count()), evidence.worded("threatening")),
        None => messages_with(case, Topic::PaymentDemand).context(case),
    };
    reported(case, "prepayment_demand_or_aggression", written)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::{Fixture, reported, wrote};

    pub(super) fn payout_crypto_insistence() -> Examples {
        let id = "payout_crypto_insistence";
        Examples::new()
            .hit("a client quotes it", reported(id, "client", "I only accept crypto."))
            .value(1.0)
            .says("A client (Kim Example) reported on 2026-05-20 that the applicant insisted on virtual currency: “I only accept crypto.”")
            .pointers(&["/observations/0/quote"])
            .context("writes it twice", wrote(&["Hi! I only accept crypto.", "Send it in USDT please", "Bye"]))
            .value(2.0)
            .says("2 of the applicant’s 3 messages mention payment in virtual currency: “I only accept crypto” and “Send it in USDT please”.")
            .unknown("writes it once", wrote(&["I only accept crypto."]))
            .unknown("thanks", wrote(&["Thank you, that is all."]))
            .unknown("a report without a quote", reported(id, "client", " "))
            .unknown("the owner of an identity reports it", reported(id, "identity_owner", "I only accept crypto."))
            .unknown("no messages", wrote(&[]))
            .unknown("a question", wrote(&["Could you pay in crypto?", "Could you pay in crypto?"]))
            .unknown("a question in Chinese", wrote(&["请问平台支持 USDT 吗", "请问平台支持 USDT 吗"]))
            .unknown("talks about former jobs", wrote(&["I worked on Stripe payments, then in crypto.", "I worked on Stripe payments, then in crypto."]))
            .innocent("work on such products", wrote(&["My wallet app lets users send USDT.", "My wallet app lets users send USDT."]))
    }

    pub(super) fn payout_newly_created_multi_processor() -> Examples {
        let opened = |days: &[&str]| {
            let payout = |(i, day): (usize, &&str)| {
                let at = format!("{day}T00:00:00Z");
                json!({ "method": "processor", "account": format!("PAY-100{i}"), "opened_at": at })
            };
            let payouts: Vec<Value> = days.iter().enumerate().map(payout).collect();
            let activity = json!({ "signed_up_at": "2026-05-01T00:00:00Z" });
            Fixture::new(json!({ "payouts": payouts, "activity": activity }))
        };
        Examples::new()
            .hit("two new accounts", opened(&["2026-04-25", "2026-05-03"]))
            .says("The payment-service accounts …000 and …001 were opened within 30 days of the sign-up on 2026-05-01.")
            .miss("two old accounts", opened(&["2020-04-25", "2020-05-03"]))
            .says("No payment-service account was opened within 30 days of the sign-up on 2026-05-01.")
            .miss("one of two is new", opened(&["2020-04-25", "2026-05-03"]))
            .says("Only the payment-service account …001 was opened within 30 days of the sign-up on 2026-05-01.")
            .innocent("a new service beside an old one", opened(&["2020-04-25", "2026-05-03"]))
    }

    pub(super) fn account_lockout_story_needs_letter() -> Examples {
        let id = "account_lockout_story_needs_letter";
        Examples::new()
            .hit("a client quotes it", reported(id, "client", "I need a letter from you to unfreeze my wallet"))
            .value(1.0)
            .says("A client (Kim Example) reported on 2026-05-20 that the applicant asked for a letter to unlock an account: “I need a letter from you to unfreeze my wallet”")
            .pointers(&["/observations/0/quote"])
            .context("writes it twice", wrote(&["I need a letter from you to unfreeze my wallet", "My PayPal account is frozen, please write a letter for them."]))
            .value(2.0)
            .says("Both messages of the applicant mention a letter to unlock an account: “I need a letter from you to unfreeze my wallet” and “My PayPal account is frozen, please write a letter for them”.")
            .unknown("writes it once", wrote(&["I need a letter from you to unfreeze my wallet"]))
            .unknown("thanks", wrote(&["Thank you, that is all."]))
            .unknown("a report without a quote", reported(id, "client", " "))
            .unknown("the owner of an identity reports it", reported(id, "identity_owner", "I need a letter from you to unfreeze my wallet"))
            .unknown("no messages", wrote(&[]))
            .innocent("a late answer", wrote(&["My account was locked, so this letter comes late.", "My account was locked, so this letter comes late."]))
    }

    pub(super) fn payout_rapid_pass_through() -> Examples {
        let taken = |number: usize, at: &str, share: Value| {
            let withdrawal =
                json!({ "at": at, "earned_at": "2026-05-01T00:00:00Z", "share_of_balance": share });
            Fixture::new(json!({ "activity": { "withdrawals": vec![withdrawal; number] } }))
        };
        let (soon, later) = ("2026-05-01T05:00:00Z", "2026-05-09T05:00:00Z");
        Examples::new()
            .hit("everything, at once", taken(6, soon, json!(1)))
            .says("All 6 withdrawals took the whole balance within a day of earning it.")
            .miss("everything, a week later", taken(6, later, json!(1)))
            .says("None of the 6 withdrawals took the whole balance within a day of earning it.")
            .miss("a part", taken(6, soon, json!(0.4)))
            .unknown("only two withdrawals", taken(2, soon, json!(1)))
            .unknown("no share of the balance", taken(6, soon, Value::Null))
            .innocent("a part for the rent", taken(6, soon, json!(0.4)))
    }

    pub(super) fn prepayment_demand_or_aggression() -> Examples {
        let id = "prepayment_demand_or_aggression";
        Examples::new()
            .hit("a client quotes it", reported(id, "client", "Pay me now or you will regret it."))
            .value(1.0)
            .says("A client (Kim Example) reported on 2026-05-20 that the applicant demanded payment before the work or threatened them over pay: “Pay me now or you will regret it.”")
            .pointers(&["/observations/0/quote"])
            .context("writes it twice", wrote(&["Pay me first, then I start.", "I need the full payment in advance."]))
            .value(2.0)
            .says("Both messages of the applicant mention payment before the work: “Pay me first, then I start” and “I need the full payment in advance”.")
            .unknown("writes it once", wrote(&["Pay me now or you will regret it."]))
            .unknown("thanks", wrote(&["Thank you, that is all."]))
            .unknown("a report without a quote", reported(id, "client", " "))
            .unknown("the owner of an identity reports it", reported(id, "identity_owner", "Pay me now or you will regret it."))
            .unknown("no messages", wrote(&[]))
            .context("threatens twice", wrote(&["Pay me now or you will regret it.", "I know where you live."]))
            .says("Both messages of the applicant mention consequences if payment fails: “Pay me now or you will regret it” and “I know where you live”.")
            .unknown("a saying", wrote(&["I know where you are coming from", "I know where you are coming from"]))
            .innocent("a part in advance", wrote(&["Could you pay 30% in advance and the rest on delivery?", "Could you pay 30% in advance and the rest on delivery?"]))
    }
}
