use serde_json::{Value, json};

use super::INDICATORS;
use crate::finding::{Finding, State};
use crate::indicators::Usage;
use crate::indicators::fixture::Fixture;

fn interview(observer: Value, id: &str, note: Value) -> Fixture {
    Fixture::new(json!({ "interviews": [{
        "at": "2026-05-01T10:00:00Z",
        "observer": observer,
        "observations": [{ "code": id, "note": note }],
    }] }))
}

#[test]
fn a_named_observers_note_is_shown_as_theirs_under_each_id_and_under_no_other() {
    for indicator in INDICATORS {
        let id = indicator.id;
        assert_eq!(indicator.usage, Usage::HumanEvidenceOnly, "{id}");
        let noted = interview("R. Example".into(), id, "Asked twice, no answer.".into());
        for other in INDICATORS {
            let state = if other.id == id { State::Hit } else { State::Miss };
            assert_eq!(noted.state(other.id), state, "{} of {id}", other.id);
        }
        let finding = noted.finding(id);
        assert_eq!(finding.value(), Some(1.0), "{id}");
        let evidence = &finding.evidence()[0];
        assert_eq!(evidence.text("en"), "R. Example noted on 2026-05-01: Asked twice, no answer.");
        assert_eq!(evidence.pointers, ["/interviews/0/observations/0/note"]);
    }
}

#[test]
fn a_tick_in_a_box_is_nobodys_evidence() {
    for indicator in INDICATORS {
        let id = indicator.id;
        let without_note = interview("R. Example".into(), id, Value::Null);
        assert_eq!(without_note.state(id), State::Miss, "{id}");
        assert_eq!(interview("R. Example".into(), id, " ".into()).state(id), State::Miss, "{id}");
        for nobody in [Value::Null, "  ".into()] {
            let without_name = interview(nobody, id, "No camera.".into());
            assert_eq!(without_name.finding(id), Finding::Unknown, "{id}");
        }
    }
}

#[test]
fn a_long_note_is_shown_by_its_beginning_and_counted_once() {
    let long = "x".repeat(2_000);
    let id = "scripted_or_fed_answers";
    let finding = interview("R. Example".into(), id, long.into()).finding(id);
    assert_eq!(finding.value(), Some(1.0));
    assert!(finding.evidence()[0].text("en").chars().count() < 350);
}
