//! A correction of one field of a profile, as a merge patch (RFC 7396). A merge patch can't change a part of an array,
//! so it contains the whole array.

use serde_json::{Map, Value, json};

/// The maximum number of fields that a page offers.
const MAX_FIELDS: usize = 400;

/// JSON Pointers to the values of a document that are neither objects nor arrays.
pub(super) fn field_pointers(document: &Value) -> Vec<String> {
    let mut pointers = Vec::new();
    collect(document, String::new(), &mut pointers);
    pointers
}

fn collect(value: &Value, pointer: String, pointers: &mut Vec<String>) {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(fields) => {
            fields.iter().map(|(name, inner)| (escaped(name), inner)).collect()
        }
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, inner)| (index.to_string(), inner)).collect()
        }
        _ if pointer.len() <= 200 => return pointers.push(pointer),
        _ => return,
    };
    for (name, inner) in inner {
        if pointers.len() >= MAX_FIELDS {
            return;
        }
        collect(inner, format!("{pointer}/{name}"), pointers);
    }
}

/// RFC 6901, section 3.
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The patch that sets a field to what a person typed, or removes the field if they typed nothing. `None` if there is
/// no such field, or if it isn't a text and the input has another type.
pub(super) fn patch(document: &Value, pointer: &str, written: &str) -> Option<Value> {
    let (parent, name) = pointer.rsplit_once('/')?;
    let name = name.replace("~1", "/").replace("~0", "~");
    let before = document.pointer(pointer);
    let value = match before {
        _ if written.is_empty() => None,
        None | Some(Value::String(_) | Value::Null) => Some(Value::String(written.to_owned())),
        Some(_) => Some(serde_json::from_str(written).ok()?),
    };
    let mut changed = document.clone();
    match changed.pointer_mut(parent)? {
        Value::Object(fields) => match value {
            Some(value) => drop(fields.insert(name, value)),
            None => drop(fields.remove(&name)?),
        },
        Value::Array(items) => {
            let index: usize = name.parse().ok().filter(|index| *index < items.len())?;
            match value {
                Some(value) => items[index] = value,
                None => drop(items.remove(index)),
            }
        }
        _ => return None,
    }
    let steps: Vec<String> =
        pointer.split('/').skip(1).map(|name| name.replace("~1", "/").replace("~0", "~")).collect();
    Some(narrowed(document, &changed, &steps))
}

/// The changed part of a document: follows the steps through objects, and stops at the first other value.
fn narrowed(before: &Value, changed: &Value, steps: &[String]) -> Value {
    let (Some((name, rest)), Value::Object(_)) = (steps.split_first(), before) else {
        return changed.clone();
    };
    let inner = match (before.get(name), changed.get(name)) {
        (Some(before @ Value::Object(_)), Some(changed)) if !rest.is_empty() => {
            narrowed(before, changed, rest)
        }
        (_, Some(changed)) => changed.clone(),
        (_, None) => json!(null),
    };
    Value::Object(Map::from_iter([(name.clone(), inner)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Value {
        json!({
            "external_id": "a",
            "claims": { "city": "Austin", "years": 4, "a/b": "c" },
            "sessions": [{ "ip": "192.0.2.1" }, { "ip": "192.0.2.2" }]
        })
    }

    #[test]
    fn a_correction_becomes_the_smallest_possible_merge_patch() {
        let patch_for = |pointer, written| patch(&document(), pointer, written);
        assert_eq!(
            patch_for("/claims/city", "Lisbon"),
            Some(json!({ "claims": { "city": "Lisbon" } }))
        );
        assert_eq!(patch_for("/claims/years", "7"), Some(json!({ "claims": { "years": 7 } })));
        assert_eq!(
            patch_for("/claims/region", "TX"),
            Some(json!({ "claims": { "region": "TX" } }))
        );
        assert_eq!(patch_for("/claims/a~1b", ""), Some(json!({ "claims": { "a/b": null } })));
        let whole = json!({ "sessions": [{ "ip": "192.0.2.1" }, { "ip": "192.0.2.9" }] });
        assert_eq!(patch_for("/sessions/1/ip", "192.0.2.9"), Some(whole));
        assert_eq!(
            patch_for("/sessions/0", ""),
            Some(json!({ "sessions": [{ "ip": "192.0.2.2" }] }))
        );
    }

    #[test]
    fn a_missing_field_or_an_unfitting_value_is_refused() {
        for (pointer, written) in [
            ("claims", "x"),
            ("/nowhere/at/all", "x"),
            ("/sessions/7", "x"),
            ("/claims/years", "many"),
            ("/claims/nothing", ""),
            ("", "x"),
        ] {
            assert_eq!(patch(&document(), pointer, written), None, "{pointer}");
        }
    }

    #[test]
    fn every_pointer_leads_to_a_value() {
        let document = document();
        let pointers = field_pointers(&document);
        assert_eq!(pointers.len(), 6);
        let exists = |pointer: &String| document.pointer(pointer).is_some();
        assert!(pointers.iter().all(exists), "{pointers:?}");
    }
}
