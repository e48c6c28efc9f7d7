//! Contact details, identity checks, interviews.

use chrono::Duration;
use ids::ApplicantId;
use serde_json::{Value, json};

use super::sessions::sharing;
use super::{Cases, of, with};
use crate::identifier::IdentifierKind as Kind;
use crate::indicators::fixture::Fixture;
use crate::links::{Declared, SharedText, Similar, TextKind};
use crate::lists::{Consulted, ListKind, ListMeaning, Listed};

/// A case for which one list was consulted, and something was found at a place.
pub(super) fn listed(
    document: Value,
    kind: ListKind,
    meaning: ListMeaning,
    at: Option<&str>,
) -> Fixture {
    let mut case = Fixture::new(document).enriched();
    let on = Consulted { list: "invented".to_owned(), kind, meaning, version: 1 };
    let found = at.map(|at| Listed { on: on.clone(), pointer: at.to_owned(), confidence: None });
    case.facts.lists.listed = found.into_iter().collect();
    case.facts.lists.probed = vec![kind];
    case.facts.lists.consulted = vec![on];
    case
}

/// A text that others have nearly word for word.
pub(super) fn alike(kind: TextKind, others: u128, declared: Option<Declared>) -> Fixture {
    let mut case = Fixture::new(json!({}));
    let similar = |n| Similar {
        applicant: ApplicantId(uuid::Uuid::from_u128(n)),
        similarity: 0.93,
        declared,
    };
    let others = (1..=others).map(similar).collect();
    case.links.texts.push(SharedText { kind, pointer: "/resume".to_owned(), others });
    case
}

fn mail(email: Value) -> Fixture {
    let claims = json!({ "name": "Robin Example", "country": "US" });
    Fixture::new(json!({ "claims": claims, "contact": { "emails": [email] } })).enriched()
}

fn address(address: &str) -> Fixture {
    mail(json!({ "address": address }))
}

fn phone(number: &str) -> Fixture {
    let contact = json!({ "phones": [{ "number": number }] });
    Fixture::new(json!({ "claims": { "country": "US" }, "contact": contact })).enriched()
}

fn changes(days: &[&str], what: &str) -> Fixture {
    let changes: Vec<Value> = days
        .iter()
        .map(|day| json!({ "at": format!("{day}T00:00:00Z"), "changed": what }))
        .collect();
    with("contact", json!({ "changes": changes }))
}

fn family(others: u128, days: i64) -> Fixture {
    address("devsample21@example.com").sharing(
        Kind::EmailFamily,
        others,
        Duration::days(days),
        None,
    )
}

pub(super) fn cases() -> Vec<Cases> {
    let mut all = contacts();
    all.extend(checks());
    all.extend(interviews());
    all
}

fn contacts() -> Vec<Cases> {
    let often = ["2026-04-01", "2026-04-20", "2026-05-20"];
    let new = json!({ "address": "a@example.com", "first_seen_at": "2026-05-20T00:00:00Z" });
    let old = json!({ "address": "a@example.com", "first_seen_at": "2019-01-01T00:00:00Z" });
    let alias = json!({ "address": "a@relay.example", "first_seen_at": "2026-05-20T00:00:00Z" });
    let victim = json!({
        "contact": { "emails": [{ "address": "a@example.com" }] },
        "links": { "github": { "following": [{ "login": "other-example" }] } },
    });
    let plain = json!({ "contact": { "emails": [{ "address": "a@example.com" }] } });
    let on = |document: &Value, kind, at| listed(document.clone(), kind, ListMeaning::Actor, at);
    vec![
        sharing("phone_shared_across_accounts", Kind::Phone, "a couple that says so"),
        sharing(
            "email_shared_across_identities",
            Kind::Email,
            "a family's mailbox that is declared",
        ),
        of(
            "phone_voip_or_disposable",
            phone("+44 56 1234 5678"),
            phone("+1-202-555-0123"),
            "an expatriate's own number",
            phone("+44 20 7946 0018"),
        ),
        of(
            "phone_region_vs_claimed_location",
            phone("+44 56 1234 5678"),
            phone("+1-202-555-0123"),
            "a number that was taken along within the country",
            phone("+1-312-555-0123"),
        ),
        of(
            "email_on_threat_list",
            on(&plain, ListKind::Email, Some("/contact/emails/0/address")),
            on(&plain, ListKind::Email, None),
            "whom one follows is not oneself",
            on(&victim, ListKind::Handle, Some("/links/github/following/0/login")),
        ),
        of(
            "email_disposable_or_alias_domain",
            address("x@mailinator.com"),
            address("x@example.com"),
            "a privacy alias",
            address("x@relay.example"),
        ),
        of(
            "email_new_or_no_footprint",
            mail(new),
            mail(old),
            "an alias, which is new by design",
            mail(alias),
        ),
        of(
            "email_template_family",
            family(2, 10),
            family(0, 10),
            "a sister and a brother",
            family(1, 10),
        ),
        of(
            "email_job_keyword_local_part",
            address("fullstack.dev@example.com"),
            address("sam@example.com"),
            "a business mailbox",
            address("hello@studio.example.com"),
        ),
        of(
            "email_name_mismatch",
            address("otto.specimen@example.com"),
            address("robin.example@example.com"),
            "a maiden name",
            address("robin.maiden@example.com"),
        ),
        of(
            "contact_details_changed_repeatedly",
            changes(&often, "phone"),
            changes(&[], "phone"),
            "a move, and another one",
            changes(&often, "address"),
        ),
    ]
}

fn checks() -> Vec<Cases> {
    let checked = |checks: Value| {
        Fixture::new(json!({ "identity_checks": checks, "claims": { "name": "Sam Example" } }))
    };
    let named = |name: &str| checked(json!([{ "result": "passed", "name_on_document": name }]));
    let results = |results: &[&str]| {
        checked(results.iter().map(|result| json!({ "result": result })).collect())
    };
    let signs = |signs: Value| checked(json!([{ "tamper_signals": signs }]));
    vec![
        sharing(
            "id_document_reused_across_accounts",
            Kind::Document,
            "a second account that is declared",
        ),
        sharing(
            "id_image_background_or_template_shared",
            Kind::IdImage,
            "an agency's verification desk",
        ),
        of(
            "id_document_tamper_signals",
            signs(json!(["font", "mrz"])),
            signs(json!([])),
            "a poor scan with one sign",
            signs(json!(["font"])),
        )
        .unknown(checked(json!([{}]))),
        of(
            "verification_avoidance_or_repeat_failure",
            results(&["failed", "inconclusive", "passed"]),
            results(&["passed"]),
            "one failure in bad light",
            results(&["failed", "passed"]),
        ),
        of(
            "verified_name_vs_profile_or_payout_mismatch",
            named("Robin Stone"),
            named("Sam Example"),
            "order, capitals and a married name",
            named("EXAMPLE-STONE, Sam"),
        ),
    ]
}

/// The same note under an indicator's id, with a name or without.
fn noted(id: &str, observer: &str, note: &str) -> Fixture {
    let observations = json!([{ "code": id, "note": note }]);
    with("interviews", json!([{ "observer": observer, "observations": observations }]))
}

fn interviews() -> Vec<Cases> {
    let human = |id: &'static str, named| {
        let nothing = with("interviews", json!([{ "observer": "Kim Example" }]));
        // What people make of a face or a voice weighs nothing; without a name and words it is not even shown.
        of(id, noted(id, "Kim Example", "As it was."), nothing, named, noted(id, "", "As it was."))
            .unknown(with("interviews", json!([{}])))
    };
    let talk = |hours: [usize; 2], hasty: fn(usize) -> bool| {
        let message = |i: usize| {
            let text = if hasty(i) {
                format!(
                    "hi {} i do it now u see soon very good work all fine!!",
                    ["ok", "yes pls", "no prob"][i % 3]
                )
            } else {
                format!(
                    "Good morning. I reviewed the proposal {}; however, several questions remain, which I list below.",
                    ["carefully", "thoroughly, as agreed", "and tested everything"][i % 3]
                )
            };
            json!({ "at": format!("2026-05-{:02}T{:02}:{:02}:00Z", 1 + i / 2, hours[i % 2], i % 50), "direction": "sent", "text": text })
        };
        with("messages", (0..40).map(message).collect::<Vec<_>>().into())
    };
    vec![
        human("selfie_face_matches_other_identity", "twins, whom nobody names"),
        human("camera_refusal_or_repeated_failure", "a slow line, which nobody noted"),
        human("live_video_manipulation_suspected", "a blur filter, which nobody noted"),
        human("different_person_between_stages", "a haircut, which nobody noted"),
        human("scripted_or_fed_answers", "a second language, which nobody noted"),
        human("local_knowledge_failure", "a new arrival, whom nobody noted"),
        human("shared_room_call_noise", "a coworking place, which nobody noted"),
        human("avoids_in_person_or_drug_test", "caring for others, which nobody noted"),
        sharing("persona_meeting_collision", Kind::MeetingSlot, "an agency's meeting room"),
        of(
            "writing_style_shift_same_account",
            talk([6, 18], |i| i % 2 == 1),
            talk([6, 18], |_| false),
            "moods and assistants at all hours",
            talk([6, 18], |i| i % 4 > 1),
        ),
    ]
}
