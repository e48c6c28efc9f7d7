use serde_json::{Value, json};

use crate::finding::State::{Hit, Miss, Unknown};
use crate::indicators::fixture::Fixture;

#[test]
fn another_author_is_a_hit_and_a_program_a_family_or_an_agency_is_not() {
    let id = "document_author_identity_mismatch";
    let file = |author: Value, agency: Value| {
        Fixture::new(json!({
            "claims": { "name": "Robin Example", "declared_agency": agency },
            "resume_file": { "author": author },
        }))
        .state(id)
    };
    assert_eq!(file("Otto Specimen".into(), Value::Null), Hit);
    assert_eq!(file("R. Example".into(), Value::Null), Miss);
    assert_eq!(file("Dana Example".into(), Value::Null), Miss, "the family's computer");
    for program in ["Microsoft Office User", "user", "Administrator", "Canva", "123"] {
        assert_eq!(file(program.into(), Value::Null), Unknown, "{program}");
    }
    assert_eq!(file("Otto Specimen".into(), "Northwind Example".into()), Unknown);
    assert_eq!(file(Value::Null, Value::Null), Unknown);
}
