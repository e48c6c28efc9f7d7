use serde_json::{Value, json};

use crate::finding::State::{Hit, Miss, Unknown};
use crate::indicators::fixture::Fixture;

#[test]
fn a_detectors_word_is_taken_and_nobody_is_judged_without_one() {
    let id = "photo_ai_generated_or_face_swapped";
    let photo = |photo: Value| Fixture::new(json!({ "photos": [photo] })).state(id);
    assert_eq!(photo(json!({ "synthetic": true })), Hit);
    assert_eq!(photo(json!({ "synthetic": false, "face_swapped": true })), Hit);
    assert_eq!(photo(json!({ "synthetic": false })), Miss);
    assert_eq!(
        photo(json!({ "shows_no_person": true })),
        Unknown,
        "a drawing is not a made-up person"
    );
}

#[test]
fn a_missing_or_drawn_photo_is_shown_without_weight() {
    let id = "photo_missing_or_generic";
    let state = |document: Value| Fixture::new(document).state(id);
    assert_eq!(state(json!({ "claims": { "photo_shown": false } })), Hit);
    assert_eq!(state(json!({ "photos": [{ "shows_no_person": true }] })), Hit);
    assert_eq!(
        state(json!({ "photos": [{ "shows_no_person": true }, { "shows_no_person": false }] })),
        Miss
    );
    assert_eq!(state(json!({ "claims": { "photo_shown": true } })), Miss);
    assert_eq!(state(json!({ "photos": [{ "synthetic": false }] })), Unknown);
}
