//! The resume, what stands elsewhere, photos, portfolios, references.

use chrono::Duration;
use serde_json::{Value, json};

use super::people::{alike, listed};
use super::sessions::sharing;
use super::{Cases, of, with};
use crate::identifier::IdentifierKind as Kind;
use crate::indicators::fixture::Fixture;
use crate::links::{Declared, TextKind};
use crate::lists::{ListKind, ListMeaning};

pub(super) fn cases() -> Vec<Cases> {
    let mut all = texts();
    all.extend(histories());
    all.extend(verified());
    all.extend(elsewhere());
    all.extend(pictures());
    all
}

fn words(from: usize, many: usize) -> String {
    (from..from + many).map(|i| format!("word{i}")).collect::<Vec<_>>().join(" ")
}

fn texts() -> Vec<Cases> {
    let public = |name: &str, from| {
        Fixture::new(json!({
            "claims": { "name": "Robin Example" },
            "resume_file": { "text": words(0, 200) },
            "links": { "public_texts": [{ "name": name, "text": words(from, 190) }] },
        }))
    };
    let author = |author: &str| {
        Fixture::new(
            json!({ "claims": { "name": "Robin Example" }, "resume_file": { "author": author } }),
        )
    };
    let skills = |work: &str| {
        let skills: Vec<String> = (0..60).map(|i| format!("tool{i:02}")).collect();
        with(
            "resume",
            json!({ "skills": [{ "name": "All", "keywords": skills }], "work": [{ "summary": work }] }),
        )
    };
    let few = with(
        "resume",
        json!({ "skills": [{ "name": "Some", "keywords": ["one", "two"] }], "work": [{ "summary": "x" }] }),
    );
    let borne_out: Vec<String> = (0..60).map(|i| format!("tool{i:02}")).collect();
    let ad = |work: &str| {
        Fixture::new(json!({
            "resume": { "work": [{ "summary": work }] },
            "activity": { "applications": [{ "at": "2026-05-01T00:00:00Z", "job_ad": words(0, 80) }] },
        }))
    };
    vec![
        of(
            "resume_near_duplicate_across_accounts",
            alike(TextKind::Resume, 3, None),
            alike(TextKind::Resume, 0, None),
            "an agency's template",
            alike(TextKind::Resume, 3, Some(Declared::Agency)),
        ),
        of(
            "resume_copied_from_public_person",
            public("Otto Specimen", 0),
            public("Otto Specimen", 500),
            "one's own second profile",
            public("R. Example", 0),
        ),
        sharing("document_metadata_reuse", Kind::ResumeFile, "an agency's builder"),
        of(
            "document_author_identity_mismatch",
            author("Otto Specimen"),
            author("R. Example"),
            "the family's computer",
            author("Dana Example"),
        )
        .unknown(author("Microsoft Office User")),
        of(
            "implausible_skill_breadth",
            skills("Built a shop."),
            few,
            "a list that the work bears out",
            skills(&borne_out.join(" ")),
        ),
        of(
            "resume_tailored_too_exactly",
            ad(&words(0, 80)),
            ad("a text of my own"),
            "a few words of the advertisement",
            ad("word1 word2 and a team of my own word9"),
        ),
        of(
            "portfolio_cloned_or_shared",
            alike(TextKind::Portfolio, 3, None),
            alike(TextKind::Portfolio, 0, None),
            "an agency's pages",
            alike(TextKind::Portfolio, 3, Some(Declared::Agency)),
        ),
    ]
}

fn histories() -> Vec<Cases> {
    let worked = |jobs: Value| with("resume", json!({ "work": jobs }));
    let job = |name: &str, from: &str, to: &str| json!({ "name": name, "startDate": from, "endDate": to });
    let both = |one: &str, other: &str| {
        worked(json!([job(one, "2020-01", "2022-06"), job(other, "2020-01", "2022-06")]))
    };
    let conflict = |basics: Value, years: u32| {
        let claims =
            json!({ "name": "Sam Example", "country": "US", "years_of_experience": years });
        Fixture::new(
            json!({ "claims": claims, "resume": { "basics": basics, "work": [{ "startDate": "2021-01" }] } }),
        )
    };
    let initials = json!({ "name": "S. Example", "location": { "countryCode": "US" } });
    let homes = |countries: &[&str], stays: Value| {
        let home = |(i, country): (usize, &&str)| json!({ "purpose": "residence", "country": country, "added_at": format!("2026-0{}-01T00:00:00Z", i + 1) });
        let homes: Vec<Value> = countries.iter().enumerate().map(home).collect();
        Fixture::new(json!({ "contact": { "addresses": homes }, "claims": { "stays": stays } }))
    };
    let nomad = json!([{ "country": "GB" }, { "country": "PL" }]);
    let version = |name: &str, document: &str, email: &str| {
        json!({
            "claims": { "name": name }, "contact": { "emails": [{ "address": email }] }, "identity_checks": [{ "document_digest": document }],
        })
    };
    let was = || version("Ana Sample", "D1", "a@example.com");
    let then = |now: Value| Fixture::new(now).after(Duration::days(60), was());
    vec![
        of(
            "timeline_impossible_or_inconsistent",
            both("Example Works", "Sample Mills"),
            worked(json!([job("Example Works", "2020-01", "2022-06")])),
            "two roles at one employer",
            both("Example Works", "EXAMPLE works"),
        ),
        of(
            "resume_vs_profile_conflict",
            conflict(json!({ "name": "Robin Stone", "location": { "countryCode": "FR" } }), 20),
            conflict(json!({ "name": "Sam Example" }), 5),
            "initials, and a profile a year old",
            conflict(initials, 6),
        ),
        of(
            "claimed_location_changes",
            homes(&["US", "GB", "PL"], json!([])),
            homes(&["US", "GB"], json!([])),
            "a nomad who said where",
            homes(&["US", "GB", "PL"], nomad),
        ),
        of(
            "identity_rotation_name_or_handle_change",
            then(version("Otto Specimen", "D2", "o@example.com")),
            then(was()),
            "marriage, and a new document with it",
            then(version("Ana Rossi", "D2", "a@example.com")),
        )
        .unknown(Fixture::new(was())),
    ]
}

fn checks(checks: Value) -> Fixture {
    with("background_checks", checks)
}

/// An indicator that a background check settles; a later check corrects an earlier one.
fn by_check(id: &'static str, kind: &str, outcome: &str, named: &'static str) -> Cases {
    let one = |outcome: &str| checks(json!([{ "kind": kind, "outcome": outcome }]));
    let corrected = checks(json!([
        { "kind": kind, "outcome": outcome, "claim": "/resume/work/0", "checked_at": "2026-01-01T00:00:00Z" },
        { "kind": kind, "outcome": "confirmed", "claim": "/resume/work/0", "checked_at": "2026-02-01T00:00:00Z" },
    ]));
    of(id, one(outcome), one("confirmed"), named, corrected).unknown(one("no_record"))
}

fn verified() -> Vec<Cases> {
    let role = |start: &str, outcome: &str| {
        Fixture::new(json!({
            "resume": { "work": [{ "name": "Northwind Example", "startDate": start }] },
            "background_checks": [{ "kind": "employment", "outcome": outcome, "claim": "/resume/work/0", "operating_since": "2018-05" }],
        }))
    };
    let reference = |reference: Value| {
        Fixture::new(json!({
            "claims": { "references": [reference] },
            "contact": { "emails": [{ "address": "me@example.com" }], "phones": [{ "number": "+12025550123" }] },
        }))
        .enriched()
    };
    let referred = json!({ "claims": { "referrals": [{ "external_id": "other" }] } });
    let referral = |meaning, at| listed(referred.clone(), ListKind::Account, meaning, at);
    let at = Some("/claims/referrals/0/external_id");
    vec![
        by_check(
            "employer_unverifiable",
            "employment",
            "denied",
            "a firm that was found under its new name",
        ),
        by_check(
            "education_unverifiable_or_major_not_offered",
            "education",
            "denied",
            "a school that was renamed",
        ),
        by_check(
            "identity_element_conflict",
            "identity_elements",
            "conflict",
            "a broker's error that was corrected",
        ),
        of(
            "role_predates_employer_or_technology",
            role("2016-02", "inconclusive"),
            role("2018-06", "inconclusive"),
            "a firm that was bought confirms it",
            role("2016-02", "confirmed"),
        ),
        of(
            "reference_contact_controlled",
            reference(json!({ "email": "me@example.com" })),
            reference(json!({ "email": "boss@firm.example.org" })),
            "a small firm on a free mailbox",
            reference(json!({ "email": "boss@gmail.com" })),
        ),
        of(
            "referral_link_to_flagged_account",
            referral(ListMeaning::Actor, at),
            referral(ListMeaning::Actor, None),
            "a colleague on a list of another kind",
            referral(ListMeaning::Forwarder, at),
        ),
    ]
}

fn elsewhere() -> Vec<Cases> {
    let case = |years: u32, profile: Value| {
        Fixture::new(json!({
            "claims": { "name": "Minjun Example", "country": "PL", "years_of_experience": years },
            "links": { "profiles": [profile] },
        }))
    };
    let changed = |more: Value| {
        let mut profile = more;
        profile["dormant_since"] = "2022-01-01T00:00:00Z".into();
        case(5, profile)
    };
    let at = "2026-03-01T00:00:00Z";
    let married = json!({ "name": "Ana Sample-Rossi", "previous_name": "Ana Sample", "name_changed_at": at, "photo_changed_at": at });
    let found = |job: u32, other: u32| {
        with("links", json!({ "footprint": { "job_services": job, "other_services": other } }))
    };
    let page = |url: &str, pages: u32, dead: u32| {
        with(
            "links",
            json!({ "portfolios": [{ "url": url, "pages": pages, "links_checked": 6, "links_broken": dead }] }),
        )
    };
    let new = json!({ "created_at": "2026-05-01T00:00:00Z" });
    vec![
        of(
            "claimed_identity_inconsistent_across_platforms",
            case(5, json!({ "name": "Otto Sample" })),
            case(5, json!({ "name": "Minjun Example" })),
            "a transliterated name",
            case(5, json!({ "name": "민준 Example" })),
        )
        .unknown(case(5, json!({ "status": "found" }))),
        of(
            "professional_profile_dead_or_missing",
            case(5, json!({ "status": "not_found" })),
            case(5, json!({ "status": "found" })),
            "a private page",
            case(5, json!({ "status": "private" })),
        ),
        of(
            "professional_profile_new_or_thin",
            case(8, new.clone()),
            case(8, json!({ "created_at": "2015-05-01T00:00:00Z" })),
            "a junior",
            case(1, new),
        ),
        of(
            "professional_profile_hijacked",
            changed(json!({ "name_changed_at": at, "photo_changed_at": at })),
            changed(json!({ "name_changed_at": "2022-03-01T00:00:00Z" })),
            "a marriage after a long silence",
            changed(married),
        ),
        of(
            "sterile_digital_footprint",
            found(3, 0),
            found(3, 1),
            "somebody whom nobody knows at all",
            found(0, 0),
        ),
        of(
            "portfolio_site_thin_or_throwaway",
            page("https://sample.netlify.app", 1, 5),
            page("https://example.com", 12, 0),
            "a beginner's page whose links work",
            page("https://sample.github.io", 1, 0),
        ),
    ]
}

fn pictures() -> Vec<Cases> {
    let photo = |photo: Value| with("photos", json!([photo]));
    let shown = |shown: bool| with("claims", json!({ "photo_shown": shown }));
    vec![
        sharing("photo_reused_across_accounts", Kind::Photo, "an agency's staff page"),
        of(
            "photo_ai_generated_or_face_swapped",
            photo(json!({ "synthetic": true })),
            photo(json!({ "synthetic": false })),
            "a drawn avatar",
            photo(json!({ "synthetic": false, "shows_no_person": true })),
        ),
        of(
            "photo_missing_or_generic",
            shown(false),
            shown(true),
            "a drawing beside a photo",
            with("photos", json!([{ "shows_no_person": true }, { "shows_no_person": false }])),
        ),
    ]
}
