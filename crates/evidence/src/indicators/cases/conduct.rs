//! Bids, messages, engagements.

use chrono::Duration;
use serde_json::{Value, json};

use super::{Cases, of, with};
use crate::identifier::IdentifierKind as Kind;
use crate::indicators::fixture::Fixture;

pub(super) fn cases() -> Vec<Cases> {
    let mut all = work();
    all.extend(words());
    all
}

fn applied(times: usize, sign_ins: u32, accepted: bool) -> Fixture {
    let one = |i: usize| json!({ "at": format!("2026-05-01T{:02}:{:02}:00Z", i / 60, i % 60), "accepted": accepted });
    let applications: Vec<Value> = (0..times).map(one).collect();
    with(
        "activity",
        json!({ "applications": applications, "sign_ins": sign_ins, "window_days": 30 }),
    )
}

fn work() -> Vec<Cases> {
    let rated = |others, ago| {
        Fixture::new(json!({})).sharing(Kind::RatingClient, others, Duration::days(ago), None)
    };
    let client = |account: &str| {
        Fixture::new(
            json!({ "payouts": [{ "account": "ACCT-0001" }], "activity": { "engagements": [{ "client_account": account }] } }),
        )
    };
    let jobs = |spans: &[(&str, Option<&str>)]| {
        let job = |(from, to): &(&str, Option<&str>)| json!({ "full_time": true, "started_at": from, "ended_at": to });
        with("activity", json!({ "engagements": spans.iter().map(job).collect::<Vec<_>>() }))
    };
    let open = [
        ("2026-01-01T00:00:00Z", None),
        ("2026-02-01T00:00:00Z", None),
        ("2026-03-01T00:00:00Z", None),
    ];
    let chain = [
        ("2025-01-01T00:00:00Z", Some("2025-06-01T00:00:00Z")),
        ("2025-06-01T00:00:00Z", Some("2025-12-01T00:00:00Z")),
        ("2026-01-01T00:00:00Z", None),
    ];
    let offers = |number: usize, rate: u32| {
        let one = json!({ "at": "2026-05-01T00:00:00Z", "rate": rate, "market_rate": 40 });
        with("activity", json!({ "applications": vec![one; number] }))
    };
    let left_out = || with("activity", json!({ "window_days": 30, "sign_ins": 4 }));
    vec![
        of(
            "application_velocity_extreme",
            applied(60, 10, false),
            applied(3, 10, false),
            "somebody who was laid off",
            applied(12, 10, false),
        )
        .unknown(left_out()),
        of(
            "bids_per_login_high",
            applied(60, 2, false),
            applied(4, 10, false),
            "a busy evening",
            applied(12, 4, false),
        )
        .unknown(left_out()),
        of(
            "low_bid_acceptance_ratio",
            applied(60, 2, false),
            applied(60, 2, true),
            "a newcomer's first bids",
            applied(12, 2, false),
        ),
        of(
            "rating_ring_single_client",
            rated(5, 4),
            rated(0, 4),
            "a loyal client over months",
            rated(5, 40),
        ),
        of(
            "self_dealing_client_same_payout",
            client("ACCT-0001"),
            client("ACCT-0002"),
            "another account of the same bank",
            client("ACCT-00010"),
        ),
        of(
            "rate_below_market_no_negotiation",
            offers(12, 20),
            offers(12, 38),
            "a newcomer's first offers",
            offers(3, 20),
        ),
        of(
            "concurrent_full_time_engagements",
            jobs(&open),
            jobs(&open[..1]),
            "one job after the other",
            jobs(&chain),
        ),
    ]
}

fn says(texts: &[&str]) -> Fixture {
    let one =
        |text: &&str| json!({ "direction": "sent", "at": "2026-05-10T00:00:00Z", "text": text });
    with("messages", texts.iter().map(one).collect())
}

fn suspended(text: &str, suspended: bool) -> Fixture {
    let mut document =
        json!({ "messages": [{ "text": text, "at": "2026-05-10T00:00:00Z" }], "activity": {} });
    if suspended {
        document["activity"]["suspended_at"] = "2026-05-01T00:00:00Z".into();
    }
    Fixture::new(document)
}

/// An indicator of what somebody writes.
fn wording(id: &'static str, hit: &[&str], named: &'static str, honest: &[&str]) -> Cases {
    of(id, says(hit), says(&["Thank you, that is all."]), named, says(honest)).unknown(says(&[]))
}

fn words() -> Vec<Cases> {
    let pitch = json!({ "direction": "sent", "text": "Hello, I am the CEO of Northwind Example." });
    let asked = json!({ "direction": "received", "text": "Who are you?" });
    let talk = |messages: Value| with("messages", messages);
    vec![
        wording(
            "off_platform_move_request",
            &["Contact me on Telegram"],
            "work on such a product",
            &["I built a Telegram bot"],
        ),
        wording(
            "subcontract_or_account_rental_offer",
            &["I want to rent your account"],
            "talk of accounts at work",
            &["Is your account manager the current contact?"],
        ),
        of(
            "use_other_account_request",
            suspended("Please hire my other account", true),
            suspended("Thank you", true),
            "a partner's account, and no suspension",
            suspended("Please hire my other account", false),
        ),
        of(
            "cold_outreach_as_executive",
            talk(json!([pitch])),
            talk(json!([{ "direction": "sent", "text": "I worked for the CEO." }])),
            "an answer to a question",
            talk(json!([asked, pitch])),
        ),
    ]
}
