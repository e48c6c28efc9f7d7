//! Finds the differences between two JSON values.

use serde_json::Value;

/// A value that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Its position, as a JSON Pointer.
    pub pointer: String,
    /// The stored value; `null` if there is none.
    pub stored: Value,
    /// The recomputed value; `null` if there is none.
    pub recomputed: Value,
}

/// Every value that differs. Arrays of different lengths differ as a whole.
pub fn differences(stored: &Value, recomputed: &Value) -> Vec<Difference> {
    let mut differences = Vec::new();
    compare("", stored, recomputed, &mut differences);
    differences
}

fn compare(at: &str, stored: &Value, recomputed: &Value, differences: &mut Vec<Difference>) {
    match (stored, recomputed) {
        (Value::Object(before), Value::Object(after)) => {
            let added = after.keys().filter(|name| !before.contains_key(*name));
            for name in before.keys().chain(added) {
                let [stored, recomputed] =
                    [before, after].map(|map| map.get(name).unwrap_or(&Value::Null));
                compare(&format!("{at}/{name}"), stored, recomputed, differences);
            }
        }
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
            for (i, (stored, recomputed)) in before.iter().zip(after).enumerate() {
                compare(&format!("{at}/{i}"), stored, recomputed, differences);
            }
        }
        _ if stored == recomputed => {}
        _ => differences.push(Difference {
            pointer: at.to_owned(),
            stored: stored.clone(),
            recomputed: recomputed.clone(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_value_that_differs_is_listed_and_no_other() {
        let stored = json!({"score": 87, "list": [1.5, {"a": 1}], "gone": true});
        let recomputed = json!({"score": 87, "list": [1.5, {"a": 2}], "new": 0});
        let differences = differences(&stored, &recomputed);
        let pointers: Vec<&str> =
            differences.iter().map(|difference| difference.pointer.as_str()).collect();
        assert_eq!(pointers, ["/gone", "/list/1/a", "/new"]);
    }
}
