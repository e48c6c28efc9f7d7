use chrono::Duration;
use serde_json::{Value, json};

use crate::finding::State::{Hit, Miss, Unknown};
use crate::identifier::IdentifierKind;
use crate::indicators::fixture::Fixture;

fn applied(times: usize, sign_ins: u32) -> Fixture {
    let applications: Vec<Value> = (0..times)
        .map(|i| json!({ "at": format!("2026-05-01T{:02}:{:02}:00Z", i / 60, i % 60), "accepted": false }))
        .collect();
    let activity = json!({ "applications": applications, "sign_ins": sign_ins, "window_days": 30 });
    Fixture::new(json!({ "activity": activity }))
}

fn wrote(texts: &[&str], suspended: bool) -> Fixture {
    let messages: Vec<Value> =
        texts.iter().map(|text| json!({ "text": text, "at": "2026-05-10T00:00:00Z" })).collect();
    let mut document = json!({ "messages": messages, "activity": {} });
    if suspended {
        document["activity"]["suspended_at"] = "2026-05-01T00:00:00Z".into();
    }
    Fixture::new(document)
}

#[test]
fn a_machine_applies_more_often_than_people_do() {
    assert_eq!(applied(60, 10).finding("application_velocity_extreme").value(), Some(3.0));
    assert_eq!(applied(12, 10).state("application_velocity_extreme"), Miss);
    assert_eq!(applied(60, 2).finding("bids_per_login_high").value(), Some(30.0));
    assert_eq!(applied(12, 10).state("bids_per_login_high"), Miss);
    assert_eq!(applied(60, 2).state("low_bid_acceptance_ratio"), Hit);
    assert_eq!(applied(12, 2).state("low_bid_acceptance_ratio"), Unknown);
    assert_eq!(
        Fixture::new(json!({ "activity": {} })).state("application_velocity_extreme"),
        Unknown
    );
}

#[test]
fn what_is_asked_for_counts_and_not_in_which_language() {
    let rent = "subcontract_or_account_rental_offer";
    for text in [
        "I want to rent your account",
        "Хочу взять в аренду ваш аккаунт",
        "Quiero alquilar tu cuenta",
        "계정 을 빌려 주세요",
        "我想租用你的账号",
    ] {
        assert_eq!(wrote(&[text], false).state(rent), Hit, "{text}");
    }
    assert_eq!(wrote(&["I rent a flat near the office"], false).state(rent), Miss);
    assert_eq!(wrote(&[], false).state(rent), Unknown);
    let received =
        json!({ "messages": [{ "text": "I want to rent your account", "direction": "received" }] });
    assert_eq!(Fixture::new(received).state(rent), Unknown, "somebody else wrote it");
    assert_eq!(wrote(&["Contact me on Telegram"], false).state("off_platform_move_request"), Hit);
    assert_eq!(wrote(&["I built a Telegram bot"], false).state("off_platform_move_request"), Miss);
}

#[test]
fn another_account_is_a_matter_after_a_suspension_alone() {
    let id = "use_other_account_request";
    assert_eq!(wrote(&["Please hire my other account"], true).state(id), Hit);
    assert_eq!(wrote(&["Please hire my other account"], false).state(id), Miss);
    assert_eq!(wrote(&["Thank you"], true).state(id), Miss);
}

#[test]
fn a_client_who_is_the_applicant_is_a_hit() {
    let id = "self_dealing_client_same_payout";
    let client = |account: &str| {
        Fixture::new(json!({
            "payouts": [{ "account": "ACCT-0001" }],
            "activity": { "engagements": [{ "client_account": account }] }
        }))
    };
    assert_eq!(client("ACCT-0002").state(id), Miss);
    assert_eq!(client("ACCT-0001").state(id), Hit);
    assert_eq!(Fixture::new(json!({ "activity": { "engagements": [{}] } })).state(id), Unknown);
}

#[test]
fn three_full_time_jobs_at_once_are_a_hit_and_one_after_the_other_is_not() {
    let id = "concurrent_full_time_engagements";
    let jobs = |spans: &[(&str, Option<&str>)]| {
        let all: Vec<Value> = spans
            .iter()
            .map(|(from, to)| {
                json!({ "full_time": true, "started_at": format!("{from}T00:00:00Z"), "ended_at": to.map(|to| format!("{to}T00:00:00Z")) })
            })
            .collect();
        Fixture::new(json!({ "activity": { "engagements": all } }))
    };
    let open = [("2026-01-01", None), ("2026-02-01", None), ("2026-03-01", None)];
    assert_eq!(jobs(&open).finding(id).value(), Some(3.0));
    assert_eq!(jobs(&open[..2]).state(id), Miss);
    let chain = [
        ("2025-01-01", Some("2025-06-01")),
        ("2025-06-01", Some("2025-12-01")),
        ("2026-01-01", None),
    ];
    assert_eq!(jobs(&chain).state(id), Miss);
}

#[test]
fn one_client_who_praises_several_at_once_is_a_hit_and_a_loyal_one_is_not() {
    let id = "rating_ring_single_client";
    let rated = |others, ago| {
        Fixture::new(json!({})).sharing(IdentifierKind::RatingClient, others, ago, None).state(id)
    };
    assert_eq!(rated(5, Duration::days(4)), Hit);
    assert_eq!(rated(2, Duration::days(4)), Miss);
    assert_eq!(rated(5, Duration::days(40)), Miss);
}

#[test]
fn what_people_write_about_their_work_is_no_offer() {
    for (id, text) in [
        ("subcontract_or_account_rental_offer", "Is your account manager the current contact?"),
        ("subcontract_or_account_rental_offer", "I set up different roles in your account."),
        (
            "subcontract_or_account_rental_offer",
            "I can do the interview on Monday, that works for me.",
        ),
        ("subcontract_or_account_rental_offer", "I will use your identity provider for sign-on."),
        ("subcontract_or_account_rental_offer", "May I use your account page? It is slow by 20 %."),
        ("off_platform_move_request", "I offer a full stack platform with payments."),
        ("off_platform_move_request", "I also worked outside the platform team."),
        ("use_other_account_request", "I understand; another namespace will do."),
        ("use_other_account_request", "I spoke to another account manager, who will pay us."),
    ] {
        assert_eq!(wrote(&[text], true).state(id), Miss, "{id}: {text}");
    }
}

#[test]
fn a_phrase_holds_in_its_order_and_near_together() {
    let rent = "subcontract_or_account_rental_offer";
    assert_eq!(wrote(&["Rent your Example account to me?"], false).state(rent), Hit);
    let far = "I rent your old flat, as we said in spring, and the invoice goes to the account.";
    assert_eq!(wrote(&[far], false).state(rent), Miss);
}

#[test]
fn a_list_of_applications_that_was_left_out_is_unknown() {
    let told = Fixture::new(json!({ "activity": { "window_days": 30, "sign_ins": 4 } }));
    for id in ["application_velocity_extreme", "bids_per_login_high"] {
        assert_eq!(told.state(id), Unknown, "{id}");
    }
}
