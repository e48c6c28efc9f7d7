use serde_json::{Value, json};

use crate::finding::State::{Hit, Miss, Unknown};
use crate::indicators::fixture::Fixture;

fn paid(payouts: Value) -> Fixture {
    Fixture::new(
        json!({ "payouts": payouts, "claims": { "name": "Sam Example", "country": "US" } }),
    )
}

#[test]
fn a_strangers_account_is_a_hit_and_a_joint_or_former_name_is_not() {
    let id = "payout_name_mismatch";
    let held = |name: &str| paid(json!([{ "holder_name": name }]));
    assert_eq!(held("Robin Stone").state(id), Hit);
    assert_eq!(held("Sam and Robin Example").state(id), Miss);
    assert_eq!(held("Sam Stone").state(id), Miss);
    assert_eq!(paid(json!([{}])).state(id), Unknown);
    for other in ["김민수", "王小明", "محمد علي"] {
        assert_eq!(held(other).state(id), Unknown, "two scripts cannot be compared: {other}");
    }
    let held_by = |holder: &str, claimed: &str| {
        let payouts = json!([{ "holder_name": holder }]);
        Fixture::new(json!({ "payouts": payouts, "claims": { "name": claimed } })).state(id)
    };
    assert_eq!(held_by("Gim Minsoo", "Kim Min-su"), Miss, "another romanisation is no other name");
    assert_eq!(held_by("Iurii Petroff", "Yuriy Petrov"), Miss);
    assert_eq!(held_by("이지은", "김민수"), Hit, "one script can be compared");
    let removed =
        paid(json!([{ "holder_name": "Robin Stone", "removed_at": "2026-01-01T00:00:00Z" }]));
    assert_eq!(removed.state(id), Unknown);
    let agency = json!({ "name": "Sam Example", "declared_agency": "Example Studio" });
    let agency =
        Fixture::new(json!({ "payouts": [{ "holder_name": "Example Studio" }], "claims": agency }));
    assert_eq!(agency.state(id), Unknown, "an agency is paid for its people");
}

#[test]
fn new_destinations_one_after_the_other_or_right_before_a_withdrawal_are_a_hit() {
    let id = "payout_changed_frequently";
    let added = |days: &[&str]| -> Value {
        days.iter().map(|day| json!({ "added_at": format!("{day}T00:00:00Z") })).collect()
    };
    assert_eq!(paid(added(&["2026-03-01", "2026-04-01", "2026-05-01"])).state(id), Hit);
    assert_eq!(paid(added(&["2024-03-01", "2025-04-01", "2026-05-01"])).state(id), Miss);
    let hurried = |withdrawn: &str| {
        let withdrawals = json!([{ "at": format!("{withdrawn}T00:00:00Z") }]);
        Fixture::new(
            json!({ "payouts": added(&["2024-01-01", "2026-05-01"]), "activity": { "withdrawals": withdrawals } }),
        )
    };
    assert_eq!(hurried("2026-05-02").state(id), Hit);
    assert_eq!(hurried("2026-05-20").state(id), Miss);
    assert_eq!(paid(json!([{}])).state(id), Unknown);
    assert_eq!(paid(added(&["2026-01-01", "2026-01-01", "2026-01-03"])).state(id), Miss, "set up");
    let withdrawals = json!([{ "at": "2024-01-02T00:00:00Z" }]);
    for days in [["2024-01-01", "2025-05-01"], ["2025-05-01", "2024-01-01"]] {
        let first = json!({ "payouts": added(&days), "activity": { "withdrawals": withdrawals } });
        assert_eq!(Fixture::new(first).state(id), Miss, "the first destination, in any order");
    }
    let log = |changes: Value| Fixture::new(json!({ "contact": { "changes": changes } }));
    assert_eq!(log(json!([])).state(id), Miss, "none is knowledge");
    let changed = |day: &str| json!({ "at": format!("{day}T00:00:00Z"), "changed": "payout" });
    let often = log(json!([changed("2026-05-01"), changed("2026-05-09")])).finding(id);
    assert_eq!(often.value(), Some(3.0));
    assert_eq!(often.evidence()[0].pointers, ["/contact/changes/0", "/contact/changes/1"]);
}

#[test]
fn a_bank_elsewhere_contradicts_the_claim_and_a_payment_service_does_not() {
    let id = "payout_country_vs_claimed_country";
    let held =
        |method: &str, country: &str| paid(json!([{ "method": method, "country": country }]));
    assert_eq!(held("bank", "FR").state(id), Hit);
    assert_eq!(held("bank", "US").state(id), Miss);
    assert_eq!(held("processor", "IE").state(id), Unknown);
}

#[test]
fn insisting_is_asking_twice() {
    let id = "payout_crypto_insistence";
    let wrote = |texts: &[&str]| {
        let messages: Vec<Value> = texts.iter().map(|text| json!({ "text": text })).collect();
        Fixture::new(json!({ "messages": messages }))
    };
    assert_eq!(wrote(&["I only accept crypto.", "Send it in USDT please"]).state(id), Hit);
    assert_eq!(wrote(&["Could you pay in crypto?"]).state(id), Miss);
    assert_eq!(wrote(&[]).state(id), Unknown);
    for work in [
        ["I built a payment gateway for USDT.", "My wallet app lets users send USDT."],
        ["PayPal engineer, 5 years in crypto.", "I worked on Stripe payments, then in crypto."],
    ] {
        assert_eq!(wrote(&work).state(id), Miss, "{work:?}");
    }
    let id = "account_lockout_story_needs_letter";
    assert_eq!(wrote(&["I need a letter from you to unfreeze my wallet"]).state(id), Hit);
    assert_eq!(wrote(&["I enclose the letter of reference"]).state(id), Miss);
    let newsletter = "I built a newsletter app; users unlock an account by mail.";
    assert_eq!(wrote(&[newsletter]).state(id), Miss);
}

#[test]
fn several_payment_accounts_opened_for_the_sign_up_are_a_hit() {
    let id = "payout_newly_created_multi_processor";
    let opened = |days: &[&str]| {
        let payouts: Vec<Value> = days
            .iter()
            .map(|day| json!({ "method": "processor", "opened_at": format!("{day}T00:00:00Z") }))
            .collect();
        Fixture::new(
            json!({ "payouts": payouts, "activity": { "signed_up_at": "2026-05-01T00:00:00Z" } }),
        )
    };
    assert_eq!(opened(&["2026-04-25", "2026-05-03"]).state(id), Hit);
    assert_eq!(opened(&["2020-04-25", "2026-05-03"]).state(id), Miss);
}
