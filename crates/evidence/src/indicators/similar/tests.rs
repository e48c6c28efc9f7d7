use ids::ApplicantId;
use serde_json::{Value, json};

use crate::finding::State::{Hit, Miss, Unknown};
use crate::indicators::fixture::Fixture;
use crate::links::{Declared, SharedText, Similar, TextKind};

const IDS: [(&str, TextKind); 3] = [
    ("resume_near_duplicate_across_accounts", TextKind::Resume),
    ("message_template_reuse_across_accounts", TextKind::Letter),
    ("portfolio_cloned_or_shared", TextKind::Portfolio),
];

fn alike(kind: TextKind, others: u128, declared: Option<Declared>) -> Fixture {
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

#[test]
fn a_near_duplicate_counts_strangers_and_an_agencys_template_or_a_crowds_does_not() {
    for (id, kind) in IDS {
        assert_eq!(alike(kind, 2, None).finding(id).value(), Some(2.0), "{id}");
        assert!(alike(kind, 2, None).finding(id).evidence()[0].text("en").contains("93 %"), "{id}");
        assert_eq!(alike(kind, 0, None).state(id), Miss, "{id}");
        assert_eq!(alike(kind, 3, Some(Declared::Agency)).state(id), Miss, "{id}");
        assert!(
            alike(kind, 50, None).finding(id).value() < Some(10.0),
            "{id}: a template goes round"
        );
        assert_eq!(Fixture::new(json!({})).state(id), Unknown, "{id}");
    }
}

fn words(from: usize, many: usize) -> String {
    (from..from + many).map(|i| format!("word{i}")).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_public_text_under_another_name_is_a_hit_and_ones_own_second_profile_is_not() {
    let id = "resume_copied_from_public_person";
    let case = |name: Value, text: String| {
        Fixture::new(json!({
            "claims": { "name": "Robin Example" },
            "resume_file": { "text": words(0, 200) },
            "links": { "public_texts": [{ "name": name, "text": text }] },
        }))
        .state(id)
    };
    assert_eq!(case("Otto Specimen".into(), words(0, 190)), Hit);
    assert_eq!(case("R. Example".into(), words(0, 190)), Miss);
    assert_eq!(case("Otto Specimen".into(), words(500, 200)), Miss);
    assert_eq!(case(Value::Null, words(0, 190)), Unknown);
}
