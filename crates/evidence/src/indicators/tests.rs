use std::collections::BTreeSet;

use chrono::Duration;
use serde_json::json;

use super::fixture::Fixture;
use super::*;
use crate::finding::State;
use crate::identifier::IdentifierKind;
use crate::links::Links;
use crate::relation::Declared;

#[test]
fn every_indicator_is_complete_and_listed_once() {
    let excluded = CATALOGUE.indicators.iter().map(|entry| entry.id.as_str());
    let mut ids: BTreeSet<&str> = excluded.collect();
    for indicator in all() {
        let id = indicator.id;
        assert!(ids.insert(id), "{id} is listed twice");
        assert_ne!(indicator.usage, Usage::Exclude, "{id} is excluded");
        for text in [
            indicator.observed,
            indicator.question,
            indicator.innocent_explanations,
            indicator.how_to_verify,
        ] {
            assert!(text.ends_with(['.', '?']) && text.len() > 5, "{id}: {text}");
        }
        assert!(!indicator.unit.is_empty(), "{id}");
        assert!((1..=5).contains(&indicator.strength), "{id}");
        for source in indicator.sources {
            assert!(CATALOGUE.sources.contains_key(*source), "{id}: {source}");
        }
    }
    // Every published red flag is either computed or excluded.
    assert_eq!(ids.len(), 149);
}

#[test]
fn rewriting_history_is_the_cause_of_what_it_changes_in_commits() {
    let caused: BTreeSet<&str> =
        all().filter(|it| it.cause == Some(Cause::RewrittenHistory)).map(|it| it.id).collect();
    let expected = BTreeSet::from([
        "authorship_rewritten",
        "commit_timezone_multiplicity",
        "commits_duplicated_across_accounts",
        "platform_merge_not_by_platform",
        "repo_history_backdated",
        "strangers_history_in_repositories",
    ]);
    assert_eq!(caused, expected);
    assert_eq!(serde_json::to_value(Cause::RewrittenHistory).unwrap(), "rewritten_history");
    assert!(page().contains("cause: `rewritten_history`"), "the page names the cause");
}

#[test]
fn exactly_the_excluded_red_flags_have_a_reason() {
    let excluded: BTreeSet<&str> = (CATALOGUE.indicators.iter())
        .filter(|entry| entry.usage == Usage::Exclude)
        .map(|entry| entry.id.as_str())
        .collect();
    let explained: BTreeSet<&str> = EXCLUSIONS.iter().map(|exclusion| exclusion.id).collect();
    assert_eq!(excluded, explained);
    assert_eq!(explained.len(), 10);
}

#[test]
fn an_empty_profile_gives_only_unknown_findings() {
    for observed in observe(&Fixture::new(json!({})).case()) {
        assert_eq!(observed.finding.state(), State::Unknown, "{}", observed.indicator.id);
    }
}

#[test]
fn sharing_leaves_out_only_what_a_confirmed_relation_explains() {
    for (kind, id) in [
        (IdentifierKind::Device, "shared_device_across_accounts"),
        (IdentifierKind::Phone, "phone_shared_across_accounts"),
        (IdentifierKind::Email, "email_shared_across_identities"),
        (IdentifierKind::PayoutAccount, "payout_account_shared"),
        (IdentifierKind::Document, "id_document_reused_across_accounts"),
        (IdentifierKind::Photo, "photo_reused_across_accounts"),
        (IdentifierKind::CommitEmail, "commit_email_shared_across_accounts"),
        (IdentifierKind::ShippingAddress, "ship_address_shared_across_workers"),
        (IdentifierKind::BrowserSession, "persona_cross_login_in_one_session"),
        (IdentifierKind::ResumeFile, "document_metadata_reuse"),
        (IdentifierKind::IdImage, "id_image_background_or_template_shared"),
        (IdentifierKind::IdSubmission, "id_submissions_one_production_line"),
        (IdentifierKind::AnalyticsId, "portfolio_cloned_or_shared"),
        (IdentifierKind::MeetingSlot, "persona_meeting_collision"),
    ] {
        let shared = |others, declared| {
            Fixture::new(json!({})).sharing(kind, others, Duration::days(1), declared).finding(id)
        };
        assert_eq!(shared(3, None).value(), Some(1.0), "{id}");
        assert_eq!(shared(20, None).value().map(|value| value <= 1.0), Some(true), "{id}");
        let long_ago = Fixture::new(json!({})).sharing(kind, 3, Duration::days(14_600), None);
        assert_eq!(long_ago.finding(id).value(), Some(0.0), "{id}: nobody uses it any more");
        assert_eq!(shared(0, None).value(), Some(0.0), "{id}");
        for declared in [Declared::AGENCY, Declared::HOUSEHOLD] {
            let left = if declared.explains(kind) { 0.0 } else { 1.0 };
            assert_eq!(shared(3, Some(declared)).value(), Some(left), "{id}: {declared:?}");
        }
        let mut hub = Fixture::new(json!({})).sharing(kind, 50, Duration::days(1), None);
        hub.links.shared[0].strength = 0.0;
        assert_eq!(hub.finding(id).value(), Some(0.0), "{id}: a hub means nothing");
    }
}

#[test]
fn a_hit_names_the_relation_that_explains_some_of_the_sharing() {
    let kind = IdentifierKind::Device;
    let own = Fixture::new(json!({})).sharing(kind, 2, Duration::days(1), Some(Declared::AGENCY));
    let case = own.sharing(kind, 3, Duration::days(1), None);
    let finding = case.finding("shared_device_across_accounts");
    assert_eq!(finding.value(), Some(1.0));
    for language in ["en", "ko", "ja", "es"] {
        let texts: Vec<String> =
            finding.evidence().iter().map(|evidence| evidence.text(language)).collect();
        assert_eq!(texts.len(), 2, "{texts:?}");
        assert!(texts[1].contains(&Declared::AGENCY.relation.to_string()), "{texts:?}");
    }
}

#[test]
fn indicators_of_sharing_are_known_only_after_a_look_up() {
    let empty = Fixture::new(json!({ "payouts": [{ "account": "ACCT-1" }] }));
    assert_eq!(empty.links, Links::default());
    assert_eq!(empty.state("payout_account_shared"), State::Unknown, "nothing was looked up");
}

#[test]
fn changes_between_versions_count_like_logged_changes() {
    let version = |i: u32| {
        json!({
            "claims": { "country": (["US", "PL", "BR", "JP"][i as usize]) },
            "contact": { "phones": [{ "number": format!("+1202555010{i}") }] },
            "payouts": [{ "account": format!("ACCT-{i}") }],
        })
    };
    let case = |versions: [u32; 4]| {
        let [a, b, c, now] = versions.map(version);
        let case = Fixture::new(now).after(Duration::days(60), a);
        case.after(Duration::days(40), b).after(Duration::days(20), c)
    };
    for id in [
        "contact_details_changed_repeatedly",
        "payout_changed_frequently",
        "claimed_location_changes",
    ] {
        assert_eq!(case([0, 1, 2, 3]).state(id), State::Hit, "{id}");
        assert_eq!(case([1, 1, 1, 1]).state(id), State::Miss, "{id}");
        assert_eq!(
            case([0, 0, 1, 1]).state(id),
            State::Miss,
            "{id}: a move changes each detail once"
        );
        let bare = Fixture::new(json!({})).after(Duration::days(9), version(1));
        assert_eq!(bare.state(id), State::Unknown, "{id}");
    }
}
