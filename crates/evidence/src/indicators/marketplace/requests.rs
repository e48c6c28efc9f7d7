//! Requests to others, and several full-time jobs at the same time.

use chrono::{DateTime, Utc};

use super::super::messages::{messages_where, messages_with};
use super::super::phrases::Topic;
use super::super::reading::{count, day};
use super::super::reports::{reported, reported_or_written};
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
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "The applicant asks to move the conversation or the payment off the platform.",
    unit: "reports",
    question: "Did anyone report such a request? Send the words in `observations[]`.",
    innocent_explanations: "Honest freelancers who want to avoid the platform's fees.",
    how_to_verify: "Read the conversation. Explain the rules and see whether the applicant follows them.",
    sources: &["US2022", "JP24"],
    wording: "
    .reported = { person-reported } that the applicant asked to move the conversation or the payment off the platform: “{ $quote }”
    .context = { some-messages } mention a conversation or a payment off the platform: { $quotes }.
    .hit = { some-messages } asked to move the conversation or the payment off the platform: { $quotes }.
    .miss = { some-messages } asked to move the conversation or the payment off the platform.
",
    miss: MissRule::Ignored,
    observe: off_platform_move_request,
    #[cfg(test)]
    examples: tests::off_platform_move_request,
};

const USE_OTHER_ACCOUNT_REQUEST: Indicator = Indicator {
    id: "use_other_account_request",
    family: Family::Marketplace,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 5,
    observed: "After a suspension, the applicant asks to be paid or hired through another account or name.",
    unit: "reports",
    question: "Did anyone report such a request after a suspension? Send the words in `observations[]`.",
    innocent_explanations: "A business partner or spouse who sends the invoices.",
    how_to_verify: "Ask the owner of the other account for a live video call.",
    sources: &["US2022", "PSA23"],
    wording: "
    .reported = { person-reported } that the applicant, after a suspension, asked to use another account or name: “{ $quote }”
    .context = After the suspension on { $suspended }, { $count } of the applicant’s { $total } messages mention another account or name: { $quotes }.
    .hit = { some-messages } asked to use another account after the suspension on { $suspended }: { $quotes }.
    .miss = { some-messages } asked to use another account after the suspension on { $suspended }.
    .not_suspended = No suspension of the account is known. Requests to use another account count only after a suspension.
",
    miss: MissRule::Ignored,
    observe: use_other_account_request,
    #[cfg(test)]
    examples: tests::use_other_account_request,
};

const CONCURRENT_FULL_TIME_ENGAGEMENTS: Indicator = Indicator {
    id: "concurrent_full_time_engagements",
    family: Family::Marketplace,
    cause: None,
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
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 5,
    observed: "The applicant asks others for the use of their account, identity or laptop, often for money.",
    unit: "reports",
    question: "Did anyone report such an offer? Send the words in `observations[]`.",
    innocent_explanations: "Jokes, satire, and people who research such offers.",
    how_to_verify: "Ask the person who received the message. Keep the message.",
    sources: &["US2022", "ROK22", "COMP19", "DOJ", "CS26"],
    wording: "
    .reported = { person-reported } that the applicant asked for the use of an account, an identity or a laptop: “{ $quote }”
    .context = { some-messages } mention the use of another person’s account, identity or laptop: { $quotes }.
    .hit = { some-messages } asked for another person’s account, identity or laptop, or for someone to attend an interview: { $quotes }.
    .miss = { some-messages } asked for another person’s account, identity or laptop, or for someone to attend an interview.
",
    miss: MissRule::Ignored,
    observe: subcontract_or_account_rental_offer,
    #[cfg(test)]
    examples: tests::subcontract_or_account_rental_offer,
};

fn off_platform_move_request(case: &Case<'_>) -> Finding {
    reported_or_written(case, "off_platform_move_request", &messages_with(case, Topic::OffPlatform))
}

/// Messages are shown only if they were sent after a suspension. Before it, a partner's account is a matter of
/// invoicing.
fn use_other_account_request(case: &Case<'_>) -> Finding {
    let activity = case.profile.activity.as_ref();
    let suspended = activity.and_then(|activity| activity.suspended_at);
    let written = suspended.map_or(Finding::Unknown, |suspended| {
        let is_after = |i: usize| case.profile.messages[i].at.is_some_and(|at| at >= suspended);
        let written = messages_where(case, Topic::OtherAccount, is_after).context(case);
        written.with("suspended", day(suspended))
    });
    reported(case, "use_other_account_request", written)
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
    let unknown = all.iter().filter(|engagement| !is_known(engagement)).count();
    if running.len() >= MIN_ENGAGEMENTS {
        Finding::hit(count(running.len()), evidence)
    } else {
        Finding::miss(evidence).unless_cut(|| running.len() + unknown >= MIN_ENGAGEMENTS)
    }
}

fn subcontract_or_account_rental_offer(case: &Case<'_>) -> Finding {
    let written = messages_with(case, Topic::AccountRental);
    reported_or_written(case, "subcontract_or_account_rental_offer", &written)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::{Fixture, reported, wrote};

    pub(super) fn off_platform_move_request() -> Examples {
        let id = "off_platform_move_request";
        Examples::new()
            .hit("a client quotes it", reported(id, "client", "Contact me on Telegram"))
            .value(1.0)
            .says("A client (Kim Example) reported on 2026-05-20 that the applicant asked to move the conversation or the payment off the platform: “Contact me on Telegram”")
            .pointers(&["/observations/0/quote"])
            .context("writes it twice", wrote(&["Contact me on Telegram", "You can pay me outside of the platform, that is cheaper.", "Bye"]))
            .value(2.0)
            .says("2 of the applicant’s 3 messages mention a conversation or a payment off the platform: “Contact me on Telegram” and “You can pay me outside of the platform, that is cheaper”.")
            .unknown("writes it once", wrote(&["Contact me on Telegram"]))
            .unknown("thanks", wrote(&["Thank you, that is all."]))
            .unknown("a report without a quote", reported(id, "client", " "))
            .unknown("the owner of an identity reports it", reported(id, "identity_owner", "Contact me on Telegram"))
            .unknown("no messages", wrote(&[]))
            .unknown("a refusal", wrote(&["Sorry, I cannot accept payment outside of the platform", "Sorry, I cannot accept payment outside of the platform"]))
            .unknown("a platform with payments", wrote(&["I offer a full stack platform with payments.", "I offer a full stack platform with payments."]))
            .unknown("another team", wrote(&["I also worked outside the platform team.", "I also worked outside the platform team."]))
            .innocent("work on such a product", wrote(&["I built a Telegram bot", "I built a Telegram bot"]))
    }

    fn suspended(messages: Value) -> Fixture {
        let activity = json!({ "suspended_at": "2026-05-01T00:00:00Z" });
        Fixture::new(json!({ "messages": messages, "activity": activity }))
    }

    pub(super) fn use_other_account_request() -> Examples {
        let sent = |at: &str, text: &str| json!({ "direction": "sent", "at": format!("2026-{at}T00:00:00Z"), "text": text });
        let id = "use_other_account_request";
        let account = "Please hire my other account";
        let twice = |first: &str| {
            suspended(json!([
                sent(first, "Pay me through another account"),
                sent("05-10", account)
            ]))
        };
        let not_suspended = || wrote(&[account, account]);
        Examples::new()
            .hit("a moderator quotes it", reported(id, "moderator", account))
            .value(1.0)
            .says(
                "A moderator (Kim Example) reported on 2026-05-20 that the applicant, after a suspension, asked to \
                 use another account or name: “Please hire my other account”",
            )
            .context("writes it twice after a suspension", twice("05-09"))
            .says(
                "After the suspension on 2026-05-01, 2 of the applicant’s 2 messages mention another account or \
                 name: “Pay me through another account” and “Please hire my other account”.",
            )
            .unknown("once before and once after it", twice("04-10"))
            .unknown("at an unknown time", {
                suspended(json!([{ "direction": "sent", "text": account }, sent("05-10", account)]))
            })
            .unknown("no suspension", not_suspended())
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

    /// Two messages in a direction.
    fn message(direction: &str) -> Fixture {
        let mut message = json!({ "text": "I want to rent your account", "direction": direction });
        if direction == "unknown" {
            message["direction"] = Value::Null;
        }
        Fixture::new(json!({ "messages": [message, message] }))
    }

    pub(super) fn subcontract_or_account_rental_offer() -> Examples {
        let id = "subcontract_or_account_rental_offer";
        Examples::new()
            .hit("a client quotes it", reported(id, "client", "I want to rent your account"))
            .value(1.0)
            .says("A client (Kim Example) reported on 2026-05-20 that the applicant asked for the use of an account, an identity or a laptop: “I want to rent your account”")
            .pointers(&["/observations/0/quote"])
            .context("writes it twice", wrote(&["I want to rent your account", "Rent your Example account to me?"]))
            .value(2.0)
            .says("Both messages of the applicant mention the use of another person’s account, identity or laptop: “I want to rent your account” and “Rent your Example account to me”.")
            .unknown("writes it once", wrote(&["I want to rent your account"]))
            .unknown("thanks", wrote(&["Thank you, that is all."]))
            .unknown("a report without a quote", reported(id, "client", " "))
            .unknown("the owner of an identity reports it", reported(id, "identity_owner", "I want to rent your account"))
            .unknown("no messages", wrote(&[]))
            .context("in Russian", wrote(&["Хочу взять в аренду ваш аккаунт", "Хочу арендовать ваш аккаунт"]))
            .context("in Spanish", wrote(&["Quiero alquilar tu cuenta", "Quiero alquilar tu cuenta"]))
            .context("in Korean", wrote(&["계정 을 빌려 주세요", "계정을 빌려 주세요"]))
            .context("in Chinese", wrote(&["我想租用你的账号", "我想租用你的账号"]))
            .unknown("someone else wrote it", message("received"))
            .unknown("nobody knows who wrote it", message("unknown"))
            .unknown("rents a flat", wrote(&["I rent a flat near the office", "I rent a flat near the office"]))
            .unknown("an identity provider", wrote(&["I will use your identity provider for sign-on.", "I will use your identity provider for sign-on."]))
            .unknown("an account page", wrote(&["May I use your account page? It is slow by 20 %.", "May I use your account page? It is slow by 20 %."]))
            .innocent("talk of accounts at work", wrote(&["Is your account manager the current contact?", "Is your account manager the current contact?"]))
    }
}
