//! Requests to others, and several full-time jobs at the same time.

use chrono::{DateTime, Utc};

use super::super::messages::{messages_where, messages_with};
use super::super::phrases::{Phrases, Topic};
use super::super::reading::{count, day};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::profile::activity::Engagement;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[
    OFF_PLATFORM_MOVE_REQUEST,
    USE_OTHER_ACCOUNT_REQUEST,
    CONCURRENT_FULL_TIME_ENGAGEMENTS,
    SUBCONTRACT_OR_ACCOUNT_RENTAL_OFFER,
];

const OFF_PLATFORM_MOVE_REQUEST: Indicator = Indicator {
    id: "off_platform_move_request",
    family: Family::Marketplace,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "The applicant asks to move the conversation or the payment off the platform.",
    unit: "messages",
    question: "What did the applicant write? Send `messages`.",
    innocent_explanations: "Honest freelancers who want to avoid the platform's fees.",
    how_to_verify: "Read the conversation. Explain the rules and see whether the applicant follows them.",
    sources: &["US2022", "JP24"],
    wording: "
    .hit = { some-messages } asked to move the conversation or the payment off the platform: { $quotes }.
    .miss = { some-messages } asked to move the conversation or the payment off the platform.
",
    miss: MissRule::Counts,
    observe: off_platform_move_request,
    #[cfg(test)]
    examples: tests::off_platform_move_request,
};

const USE_OTHER_ACCOUNT_REQUEST: Indicator = Indicator {
    id: "use_other_account_request",
    family: Family::Marketplace,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 5,
    observed: "After a suspension, the applicant asks to be paid or hired through another account or name.",
    unit: "messages",
    question: "What did the applicant write after a suspension? Send `messages` and `activity.suspended_at`.",
    innocent_explanations: "A business partner or spouse who sends the invoices.",
    how_to_verify: "Ask the owner of the other account for a live video call.",
    sources: &["US2022", "PSA23"],
    wording: "
    .hit = { some-messages } asked to use another account after the suspension on { $suspended }: { $quotes }.
    .miss = { some-messages } asked to use another account after the suspension on { $suspended }.
    .not_suspended = No suspension of the account is known. Requests to use another account count only after a suspension.
",
    miss: MissRule::Counts,
    observe: use_other_account_request,
    #[cfg(test)]
    examples: tests::use_other_account_request,
};

const CONCURRENT_FULL_TIME_ENGAGEMENTS: Indicator = Indicator {
    id: "concurrent_full_time_engagements",
    family: Family::Marketplace,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 3,
    observed: "The applicant has three or more full-time engagements at the same time.",
    unit: "engagements at once",
    question: "Which engagements does the applicant have, and are they full-time? Send `activity.engagements` with `full_time` and dates.",
    innocent_explanations: "People who hold several jobs. They are not all fake applicants.",
    how_to_verify: "Ask each client to hold a live meeting with the applicant in the same week.",
    sources: &["MAN24", "RF26", "DTEX25"],
    wording: "
    .hit = On { $at }, the applicant had { $engagements } full-time engagements at the same time.
    .miss = { $engagements ->
        [0] No engagement with a known start is full-time.
        [one] The applicant never had two full-time engagements at the same time.
       *[other] The applicant never had more than { $engagements } full-time engagements at the same time.
    }
",
    miss: MissRule::Counts,
    observe: concurrent_full_time_engagements,
    #[cfg(test)]
    examples: tests::concurrent_full_time_engagements,
};

const SUBCONTRACT_OR_ACCOUNT_RENTAL_OFFER: Indicator = Indicator {
    id: "subcontract_or_account_rental_offer",
    family: Family::Marketplace,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 5,
    observed: "The applicant asks others for the use of their account, identity or laptop, often for money.",
    unit: "messages",
    question: "What did the applicant write? Send `messages`.",
    innocent_explanations: "Jokes, satire, and people who research such offers.",
    how_to_verify: "Ask the person who received the message. Keep the message.",
    sources: &["US2022", "ROK22", "COMP19", "DOJ", "CS26"],
    wording: "
    .hit = { some-messages } asked for another person’s account, identity or laptop, or for someone to attend an interview: { $quotes }.
    .miss = { some-messages } asked for another person’s account, identity or laptop, or for someone to attend an interview.
",
    miss: MissRule::Counts,
    observe: subcontract_or_account_rental_offer,
    #[cfg(test)]
    examples: tests::subcontract_or_account_rental_offer,
};

pub(in crate::indicators) const OFF_PLATFORM: Phrases = &[
    &["continue", "on telegram"],
    &["contact me", "telegram"],
    &["message me", "telegram"],
    &["continue", "on whatsapp"],
    &["contact me", "whatsapp"],
    &["message me", "whatsapp"],
    &["talk on skype"],
    &["contact me", "skype"],
    &["continue", "outside the platform"],
    &["continue", "outside of the platform"],
    &["pay me", "outside the platform"],
    &["pay me", "outside of the platform"],
    &["paid outside", "platform"],
    &["payment outside", "platform"],
    &["pay", "off the platform"],
    &["напишите", "телеграм*"],
    &["escríbeme", "telegram"],
    &["텔레그램", "연락"],
    &["加我", "微信"],
];

fn off_platform_move_request(case: &Case<'_>) -> Finding {
    messages_with(case, Topic::OffPlatform).finding(case, 1)
}

pub(in crate::indicators) const OTHER_ACCOUNT: Phrases = &[
    &["my other account"],
    &["my friend's account"],
    &["my new account"],
    &["continue", "another account"],
    &["hire", "another account"],
    &["pay", "through another account"],
    &["pay", "to another account"],
    &["work", "through another account"],
    &["pay", "different account"],
    &["work under", "another name"],
    &["hire", "under another name"],
    &["account of my", "partner"],
    &["через другой аккаунт"],
    &["mi otra cuenta"],
    &["다른 계정"],
    &["另一个账号"],
];

/// Only after a suspension. Before it, using a partner's account is a matter of invoicing.
fn use_other_account_request(case: &Case<'_>) -> Finding {
    let activity = case.profile.activity.as_ref();
    let Some(suspended) = activity.and_then(|activity| activity.suspended_at) else {
        return match messages_with(case, Topic::OtherAccount).looked_at {
            0 => Finding::Unknown,
            _ => Finding::miss(Evidence::about([]).worded("not_suspended")),
        };
    };
    let is_after = |i: usize| case.profile.messages[i].at.is_none_or(|at| at >= suspended);
    let finding = messages_where(case, Topic::OtherAccount, is_after).finding(case, 1);
    finding.with("suspended", day(suspended))
}

/// Two full-time jobs at once are overemployment. Three are a hit.
fn concurrent_full_time_engagements(case: &Case<'_>) -> Finding {
    const MIN_ENGAGEMENTS: usize = 3;
    let engagements = case.profile.activity.iter().flat_map(|activity| &activity.engagements);
    let all: Vec<(usize, &Engagement)> = engagements.enumerate().collect();
    let is_known = |(_, engagement): &(usize, &Engagement)| {
        engagement.full_time.is_some() && engagement.started_at.is_some()
    };
    if !all.iter().any(is_known) {
        return Finding::Unknown;
    }
    let full_time: Vec<(usize, DateTime<Utc>, DateTime<Utc>)> = (all.iter())
        .filter(|(_, engagement)| engagement.full_time == Some(true))
        .filter_map(|(i, engagement)| {
            Some((*i, engagement.started_at?, engagement.ended_at.unwrap_or(case.now)))
        })
        .collect();
    let running_at = |at: DateTime<Utc>| {
        let running = full_time.iter().filter(|(_, from, to)| *from <= at && at < *to);
        (at, running.map(|(i, ..)| *i).collect::<Vec<usize>>())
    };
    let fullest = (full_time.iter())
        .map(|(_, from, _)| running_at(*from))
        .max_by_key(|(_, running)| running.len());
    let (at, running) = fullest.unwrap_or((case.now, Vec::new()));
    let pointers = running.iter().map(|i| format!("/activity/engagements/{i}/full_time"));
    let evidence = Evidence::about(pointers).with("at", day(at)).with("engagements", running.len());
    if running.len() >= MIN_ENGAGEMENTS {
        Finding::hit(count(running.len()), evidence)
    } else {
        Finding::miss(evidence)
    }
}

pub(in crate::indicators) const ACCOUNT_RENTAL: Phrases = &[
    &["rent your", "account"],
    &["rent out your", "account"],
    &["use your account", "share the income"],
    &["use your account", "you get"],
    &["use your account", "percent of"],
    &["use your account", "pay you"],
    &["pay you", "use your account"],
    &["use your identity", "pay you"],
    &["pay you", "use your identity"],
    &["use your identity", "to apply"],
    &["lend me your", "account"],
    &["lend your", "account"],
    &["attend the interview for me"],
    &["do the interview for me"],
    &["take the interview for me"],
    &["receive", "laptop", "at your home"],
    &["host", "laptop", "pay you"],
    &["аренд*", "ваш аккаунт"],
    &["alquilar tu", "cuenta"],
    &["계정", "빌려"],
    &["租", "你的账号"],
];

fn subcontract_or_account_rental_offer(case: &Case<'_>) -> Finding {
    messages_with(case, Topic::AccountRental).finding(case, 1)
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

    pub(super) fn off_platform_move_request() -> Examples {
        let bot = || wrote(&["I built a Telegram bot"]);
        Examples::new()
            .hit("asks to be contacted elsewhere", wrote(&["Contact me on Telegram", "Thank you"]))
            .value(1.0)
            .says("1 of the applicant’s 2 messages asked to move the conversation or the payment off the platform: “Contact me on Telegram”.")
            .miss("thanks", wrote(&["Thank you, that is all."]))
            .says("No message of the applicant asked to move the conversation or the payment off the platform.")
            .miss("a bot", bot())
            .miss("a platform with payments", wrote(&["I offer a full stack platform with payments."]))
            .miss("another team", wrote(&["I also worked outside the platform team."]))
            .unknown("no messages", wrote(&[]))
            .innocent("work on such a product", bot())
    }

    fn suspended(messages: Value) -> Fixture {
        let activity = json!({ "suspended_at": "2026-05-01T00:00:00Z" });
        Fixture::new(json!({ "messages": messages, "activity": activity }))
    }

    pub(super) fn use_other_account_request() -> Examples {
        let sent = |at: &str, text: &str| json!({ "direction": "sent", "at": format!("2026-{at}T00:00:00Z"), "text": text });
        let after = |text: &str| suspended(json!([sent("05-10", text)]));
        let twice = json!([
            sent("04-10", "Pay me through another account"),
            sent("05-10", "Please hire my other account")
        ]);
        let not_suspended = || wrote(&["Please hire my other account"]);
        Examples::new()
            .hit("asks for it after a suspension", after("Please hire my other account"))
            .value(1.0)
            .says("The applicant’s only message asked to use another account after the suspension on 2026-05-01: “my other account”.")
            .hit("asks for it before and after the suspension", suspended(twice))
            .value(1.0)
            .says("1 of the applicant’s 2 messages asked to use another account after the suspension on 2026-05-01: “my other account”.")
            .pointers(&["/messages/1/text"])
            .miss("thanks after a suspension", after("Thank you"))
            .says("No message of the applicant asked to use another account after the suspension on 2026-05-01.")
            .miss("asked before the suspension", suspended(json!([sent("04-10", "Please hire my other account")])))
            .miss("another namespace", after("I understand; another namespace will do."))
            .miss("another account manager", after("I spoke to another account manager, who will pay us."))
            .miss("no suspension", not_suspended())
            .says("No suspension of the account is known. Requests to use another account count only after a suspension.")
            .unknown("no messages", suspended(json!([])))
            .innocent("a partner's account, and no suspension", not_suspended())
    }

    pub(super) fn concurrent_full_time_engagements() -> Examples {
        let engaged = |spans: &[(&str, Option<&str>)]| {
            let job = |(from, to): &(&str, Option<&str>)| {
                let to = to.map(|to| format!("{to}T00:00:00Z"));
                json!({ "full_time": true, "started_at": format!("{from}T00:00:00Z"), "ended_at": to })
            };
            let jobs: Vec<Value> = spans.iter().map(job).collect();
            Fixture::new(json!({ "activity": { "engagements": jobs } }))
        };
        let open = [("2026-01-01", None), ("2026-02-01", None), ("2026-03-01", None)];
        let chain = || {
            engaged(&[
                ("2025-01-01", Some("2025-06-01")),
                ("2025-06-01", Some("2025-12-01")),
                ("2026-01-01", None),
            ])
        };
        let jobs = |job: Value| Fixture::new(json!({ "activity": { "engagements": [job] } }));
        let part_time = json!({ "full_time": false, "started_at": "2026-01-01T00:00:00Z" });
        Examples::new()
            .hit("three at once", engaged(&open))
            .value(3.0)
            .says("On 2026-03-01, the applicant had 3 full-time engagements at the same time.")
            .miss("two at once", engaged(&open[..2]))
            .says("The applicant never had more than 2 full-time engagements at the same time.")
            .miss("one", engaged(&open[..1]))
            .says("The applicant never had two full-time engagements at the same time.")
            .miss("one after the other", chain())
            .miss("a part-time job", jobs(part_time))
            .says("No engagement with a known start is full-time.")
            .unknown("no one knows when it started", jobs(json!({ "full_time": true })))
            .innocent("one job after the other", chain())
    }

    pub(super) fn subcontract_or_account_rental_offer() -> Examples {
        let received = json!({ "messages": [{ "text": "I want to rent your account", "direction": "received" }] });
        let far =
            "I rent your old flat, as we said in spring, and the invoice goes to the account.";
        let manager = "Is your account manager the current contact?";
        Examples::new()
            .hit("wants to rent an account", wrote(&["I want to rent your account"]))
            .value(1.0)
            .says(
                "The applicant’s only message asked for another person’s account, identity or laptop, \
                 or for someone to attend an interview: “rent your account”.",
            )
            .hit("a word in between", wrote(&["Rent your Example account to me?"]))
            .hit("in Russian", wrote(&["Хочу взять в аренду ваш аккаунт"]))
            .hit("in Spanish", wrote(&["Quiero alquilar tu cuenta"]))
            .hit("in Korean", wrote(&["계정 을 빌려 주세요"]))
            .hit("in Chinese", wrote(&["我想租用你的账号"]))
            .miss("thanks", wrote(&["Thank you, that is all."]))
            .says(
                "No message of the applicant asked for another person’s account, identity or laptop, \
                 or for someone to attend an interview.",
            )
            .miss("rents a flat", wrote(&["I rent a flat near the office"]))
            .miss("the words are far apart", wrote(&[far]))
            .miss("an account manager", wrote(&[manager]))
            .miss("roles in an account", wrote(&["I set up different roles in your account."]))
            .miss("an interview on Monday", wrote(&["I can do the interview on Monday, that works for me."]))
            .miss("an identity provider", wrote(&["I will use your identity provider for sign-on."]))
            .miss("an account page", wrote(&["May I use your account page? It is slow by 20 %."]))
            .unknown("no messages", wrote(&[]))
            .unknown("someone else wrote it", Fixture::new(received))
            .innocent("talk of accounts at work", wrote(&[manager]))
    }
}
