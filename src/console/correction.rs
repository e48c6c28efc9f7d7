//! One corrected fact of a profile, as a merge patch (RFC 7396). The patch knows no places inside arrays, so an
//! array in which something changes is sent whole.

use serde_json::{Map, Value, json};

/// How many places a page offers.
const MOST_PLACES: usize = 400;

/// The places of a document that hold a single value, as JSON Pointers.
pub(super) fn places(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    collect(document, String::new(), &mut found);
    found
}

fn collect(value: &Value, at: String, found: &mut Vec<String>) {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(fields) => {
            fields.iter().map(|(name, inner)| (escaped(name), inner)).collect()
        }
        Value::Array(items) => {
            items.iter().enumerate().map(|(place, inner)| (place.to_string(), inner)).collect()
        }
        _ if at.len() <= 200 => return found.push(at),
        _ => return,
    };
    for (name, inner) in inner {
        if found.len() >= MOST_PLACES {
            return;
        }
        collect(inner, format!("{at}/{name}"), found);
    }
}

/// RFC 6901, section 3.
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The patch that puts something written by a person at a place, or removes what is there if nothing is written.
/// Nothing if there is no such place, or if what was there is no text and this cannot stand for it.
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
            let place: usize = name.parse().ok().filter(|place| *place < items.len())?;
            match value {
                Some(value) => items[place] = value,
                None => drop(items.remove(place)),
            }
        }
        _ => return None,
    }
    let steps: Vec<String> =
        pointer.split('/').skip(1).map(|name| name.replace("~1", "/").replace("~0", "~")).collect();
    Some(narrowed(document, &changed, &steps))
}

/// What changed, along the steps as far as objects go.
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
    fn a_fact_becomes_the_smallest_patch_that_a_merge_allows() {
        let of = |pointer, written| patch(&document(), pointer, written);
        assert_eq!(of("/claims/city", "Lisbon"), Some(json!({ "claims": { "city": "Lisbon" } })));
        assert_eq!(of("/claims/years", "7"), Some(json!({ "claims": { "years": 7 } })));
        assert_eq!(of("/claims/region", "TX"), Some(json!({ "claims": { "region": "TX" } })));
        assert_eq!(of("/claims/a~1b", ""), Some(json!({ "claims": { "a/b": null } })));
        let whole = json!({ "sessions": [{ "ip": "192.0.2.1" }, { "ip": "192.0.2.9" }] });
        assert_eq!(of("/sessions/1/ip", "192.0.2.9"), Some(whole));
        assert_eq!(of("/sessions/0", ""), Some(json!({ "sessions": [{ "ip": "192.0.2.2" }] })));
    }

    #[test]
    fn what_has_no_place_or_no_fitting_value_is_no_correction() {
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
    fn every_single_value_is_a_place_that_leads_back_to_it() {
        let document = document();
        let found = places(&document);
        assert_eq!(found.len(), 6);
        assert!(found.iter().all(|pointer| document.pointer(pointer).is_some()), "{found:?}");
    }
}
