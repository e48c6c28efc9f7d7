//! Adds a converted document to an applicant's profile.

use chrono::DateTime;
use serde_json::Value;

use super::clean;
use crate::profile::read::Fault;

/// Adds `addition` to `current`. New values replace old ones; lists get the elements they lack, and an element with an
/// `id` replaces the one with the same `id`. The lists in `complete` are replaced if the addition has them.
pub fn join(current: Value, addition: Value, complete: &[&str]) -> Result<Value, Vec<Fault>> {
    let joined = add(current, addition, "", complete);
    clean::with_origins(joined, Value::Null).map(|(document, _)| document)
}

fn add(current: Value, addition: Value, pointer: &str, complete: &[&str]) -> Value {
    match (current, addition) {
        (Value::Object(mut current), Value::Object(addition)) => {
            for (name, value) in addition {
                let pointer = format!("{pointer}/{name}");
                let before = current.remove(&name).unwrap_or_default();
                current.insert(name, add(before, value, &pointer, complete));
            }
            Value::Object(current)
        }
        (Value::Array(current), Value::Array(addition)) if !complete.contains(&pointer) => {
            unite(current, addition, pointer).into()
        }
        (_, addition) => addition,
    }
}

fn unite(mut current: Vec<Value>, addition: Vec<Value>, pointer: &str) -> Vec<Value> {
    for element in addition {
        // An application for several jobs has one id.
        let key = |value: &Value| Some((value.get("id")?.clone(), value.get("job_id").cloned()));
        // Vendors may deliver a later result first.
        let at =
            |value: &Value| DateTime::parse_from_rfc3339(value.get("checked_at")?.as_str()?).ok();
        let same =
            key(&element).and_then(|id| current.iter().position(|e| key(e).as_ref() == Some(&id)));
        match same {
            Some(i) if at(&current[i]) > at(&element) => {}
            Some(i) => current[i] = element,
            None if current.contains(&element) => {}
            None => current.push(element),
        }
    }
    let surplus = current.len().saturating_sub(super::draft::max_items(pointer));
    // The first are the oldest.
    current.drain(..surplus);
    current
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_addition_keeps_what_it_does_not_mention() {
        let current = json!({
            "external_id": "a", "claims": { "name": "Robin Example", "city": "Springfield" },
            "contact": { "emails": [{ "address": "old@example.com" }] },
            "identity_checks": [{ "id": "inq_1", "result": "inconclusive" }, { "result": "failed" }],
        });
        let addition = json!({
            "external_id": "a", "claims": { "city": "Shelbyville" },
            "contact": { "emails": [{ "address": "new@example.com" }] },
            "identity_checks": [{ "id": "inq_1", "result": "passed" }, { "id": "inq_2" }],
        });
        let joined = join(current.clone(), addition.clone(), &[]).unwrap();
        assert_eq!(joined["claims"], json!({ "name": "Robin Example", "city": "Shelbyville" }));
        assert_eq!(joined["contact"]["emails"].as_array().unwrap().len(), 2);
        assert_eq!(
            joined["identity_checks"],
            json!([{ "id": "inq_1", "result": "passed" }, { "result": "failed" }, { "id": "inq_2" }])
        );
        let joined = join(current, addition.clone(), &["/contact/emails"]).unwrap();
        assert_eq!(joined["contact"]["emails"], addition["contact"]["emails"]);
    }

    #[test]
    fn adding_the_same_twice_changes_nothing() {
        let one = json!({ "external_id": "a", "sessions": [{ "started_at": "2026-05-01T00:00:00Z", "ip": "192.0.2.7" }] });
        assert_eq!(join(one.clone(), one.clone(), &[]).unwrap(), one);
    }

    #[test]
    fn a_result_that_arrives_late_does_not_replace_a_later_one() {
        let with = |at: &str, result: &str| {
            let check = json!({ "id": "inq_1", "checked_at": at, "result": result });
            json!({ "external_id": "a", "identity_checks": [check] })
        };
        let later = with("2026-05-20T10:06:00Z", "passed");
        let earlier = with("2026-05-20T10:05:00Z", "inconclusive");
        assert_eq!(join(later.clone(), earlier.clone(), &[]).unwrap(), later);
        assert_eq!(join(earlier, later.clone(), &[]).unwrap(), later);
    }

    #[test]
    fn full_lists_keep_the_newest_elements() {
        let checks = |ids: std::ops::Range<i32>| {
            let checks: Vec<Value> = ids.map(|id| json!({ "id": id.to_string() })).collect();
            json!({ "external_id": "a", "identity_checks": checks })
        };
        let joined = join(checks(0..50), checks(50..53), &[]).unwrap();
        let kept = joined["identity_checks"].as_array().unwrap();
        assert_eq!((kept.len(), &kept[0]["id"], &kept[49]["id"]), (50, &json!("3"), &json!("52")));
    }
}
