//! Money: how the applicant asks for it, where new accounts are and how quickly it leaves.

use chrono::{DateTime, Duration, Utc};

use super::super::messages::messages_with;
use super::super::phrases::{Phrases, Topic};
use super::super::reading::{count, day, part, ratio};
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
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "The applicant insists on virtual currency where the platform pays in ordinary money.",
    unit: "messages",
    question: "What did the applicant write about payment? Send `messages`.",
    innocent_explanations: "Virtual currency is common in blockchain jobs, and for people without access to a bank.",
    how_to_verify: "Offer the platform's usual payment methods and see whether the applicant accepts one.",
    sources: &["US2022", "OFSI24", "SEAL", "TRI25"],
    wording: "
    .hit = { some-messages } ask for payment in virtual currency: { $quotes }.
    .miss = { $total ->
        [one] The applicant’s only message does not insist
       *[other] None of the applicant’s { $total } messages insists
    } on payment in virtual currency.
",
    miss: MissRule::Counts,
    observe: payout_crypto_insistence,
    #[cfg(test)]
    examples: tests::payout_crypto_insistence,
};

const PAYOUT_NEWLY_CREATED_MULTI_PROCESSOR: Indicator = Indicator {
    id: "payout_newly_created_multi_processor",
    family: Family::Payout,
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
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "The applicant asks a client for a letter to unfreeze an account at an exchange or payment service.",
    unit: "messages",
    question: "What did the applicant write? Send `messages`.",
    innocent_explanations: "The account may really be frozen.",
    how_to_verify: "Contact the exchange or bank that the applicant names. Find the contact details independently.",
    sources: &["SEAL"],
    wording: "
    .hit = { $count ->
        [one] A message asks
       *[other] { $count } messages ask
    } for a letter to unlock a payment account: { $quotes }.
    .miss = { $total ->
        [one] The applicant’s only message does not ask
       *[other] None of the applicant’s { $total } messages asks
    } for a letter to unlock a payment account.
",
    miss: MissRule::Counts,
    observe: account_lockout_story_needs_letter,
    #[cfg(test)]
    examples: tests::account_lockout_story_needs_letter,
};

const PAYOUT_RAPID_PASS_THROUGH: Indicator = Indicator {
    id: "payout_rapid_pass_through",
    family: Family::Payout,
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
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 2,
    observed: "The applicant demands payment before the work, or makes threats over pay.",
    unit: "messages",
    question: "What was written about pay? Send `messages`.",
    innocent_explanations: "Freelancers who were cheated before ask for part of the money in advance.",
    how_to_verify: "Ask the client what happened. Freelancers who were cheated before are careful.",
    sources: &["US2022", "PSA23"],
    wording: "
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
    miss: MissRule::Counts,
    observe: prepayment_demand_or_aggression,
    #[cfg(test)]
    examples: tests::prepayment_demand_or_aggression,
};

pub(in crate::indicators) const CRYPTO_PAYMENT: Phrases = &[
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

/// Asking once is a question. Asking again is insisting.
fn payout_crypto_insistence(case: &Case<'_>) -> Finding {
    const INSISTS: usize = 2;
    messages_with(case, Topic::CryptoPayment).finding(case, INSISTS)
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

pub(in crate::indicators) const LOCKOUT_LETTER: Phrases = &[
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

fn account_lockout_story_needs_letter(case: &Case<'_>) -> Finding {
    messages_with(case, Topic::LockoutLetter).finding(case, 1)
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

pub(in crate::indicators) const PAYMENT_DEMAND: Phrases = &[
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

pub(in crate::indicators) const PAYMENT_THREAT: Phrases = &[
    &["you will regret"],
    &["pay me now or"],
    &["if you do not pay", "you will"],
    &["if you don't pay", "you will"],
    &["if you don't pay", "i will report"],
    &["if you do not pay", "i will report"],
    &["i know where you"],
    &["i will ruin"],
];

/// A threat about pay, or demands for payment before the work in three messages. Asking for a partial advance is
/// ordinary business.
fn prepayment_demand_or_aggression(case: &Case<'_>) -> Finding {
    const MIN_DEMANDS: usize = 3;
    let demands = messages_with(case, Topic::PaymentDemand);
    let threats = messages_with(case, Topic::PaymentThreat);
    if demands.looked_at == 0 {
        return Finding::Unknown;
    }
    let evidence = Evidence::about(demands.pointers().chain(threats.pointers()));
    let value = count(demands.count() + threats.count());
    if threats.count() > 0 {
        let evidence = evidence.worded("threats").with("threats", threats.count());
        return Finding::hit(value, evidence.with("quotes", threats.quotes(case)));
    }
    let evidence = evidence.with("demands", demands.count());
    if demands.count() >= MIN_DEMANDS {
        return Finding::hit(value, evidence.with("quotes", demands.quotes(case)));
    }
    demands.miss(evidence)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    fn wrote(texts: &[&str]) -> Fixture {
        let message = |text: &&str| json!({ "direction": "sent", "text": text });
        let messages: Vec<Value> = texts.iter().map(message).collect();
        Fixture::new(json!({ "messages": messages }))
    }

    pub(super) fn payout_crypto_insistence() -> Examples {
        let gateway =
            ["I built a payment gateway for USDT.", "My wallet app lets users send USDT."];
        let years =
            ["PayPal engineer, 5 years in crypto.", "I worked on Stripe payments, then in crypto."];
        Examples::new()
            .hit("asks twice", wrote(&["Hi! I only accept crypto.", "Send it in USDT please", "Bye"]))
            .says("2 of the applicant’s 3 messages ask for payment in virtual currency: “only accept crypto” and “Send it in USDT”.")
            .hit("asks in every message", wrote(&["I only accept crypto.", "Send it in USDT please"]))
            .says("Both messages of the applicant ask for payment in virtual currency: “only accept crypto” and “Send it in USDT”.")
            .miss("asks once", wrote(&["Could you pay in crypto?"]))
            .says("The applicant’s only message does not insist on payment in virtual currency.")
            .miss("thanks only", wrote(&["Thank you, that is all."]))
            .miss("talks about products", wrote(&gateway))
            .says("None of the applicant’s 2 messages insists on payment in virtual currency.")
            .miss("talks about former jobs", wrote(&years))
            .unknown("no messages", wrote(&[]))
            .innocent(
                "a question, and work on such products",
                wrote(&["Could you pay in crypto?", "My wallet app lets users send USDT."]),
            )
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
        Examples::new()
            .hit("asks for a letter", wrote(&["I need a letter from you to unfreeze my wallet"]))
            .says("A message asks for a letter to unlock a payment account: “letter from you to unfreeze”.")
            .miss("thanks", wrote(&["Thank you, that is all."]))
            .says("The applicant’s only message does not ask for a letter to unlock a payment account.")
            .miss("encloses a letter", wrote(&["I enclose the letter of reference"]))
            .miss(
                "a newsletter is no letter",
                wrote(&["I built a newsletter app; users unlock an account by mail."]),
            )
            .unknown("no messages", wrote(&[]))
            .innocent("a letter of reference", wrote(&["I enclose the letter of reference"]))
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
        let again = ["You must pay before I start.", "Full payment in advance.", "Pay me first."];
        let part = "Could you pay a third in advance? I was cheated once.";
        Examples::new()
            .hit("a threat", wrote(&["Pay me now or I delete it."]))
            .value(1.0)
            .says("A message threatens the client over pay: “Pay me now or”.")
            .hit("three demands", wrote(&again))
            .value(3.0)
            .says(
                "3 messages demand payment before the work: \
                 “pay before I start”, “Full payment in advance” and “Pay me first”.",
            )
            .miss("thanks", wrote(&["Thank you, the payment came."]))
            .says("No message demands payment before the work or makes a threat.")
            .miss("asks for a third", wrote(&[part]))
            .says("Only one message asks for payment before the work, and none makes a threat.")
            .miss("a plain farewell", wrote(&["Thank you, that is all."]))
            .unknown("no messages", wrote(&[]))
            .innocent("someone who was cheated once", wrote(&[part]))
    }
}
