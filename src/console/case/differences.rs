//! What is different between two versions of a document.

use serde_json::Value;

use crate::console::shown::shown;

/// How many differences are shown.
pub(in crate::console) const MOST: usize = 60;

/// One place that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::console) struct Difference {
    pub(in crate::console) pointer: String,
    /// What stood there before; nothing if it is new.
    pub(in crate::console) before: Option<String>,
    /// What stands there now; nothing if it is gone.
    pub(in crate::console) after: Option<String>,
}

/// Every place that differs, in the order of the documents.
pub(in crate::console) fn differences(before: &Value, after: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    compare("", Some(before), Some(after), &mut found);
    found
}

fn compare(at: &str, before: Option<&Value>, after: Option<&Value>, found: &mut Vec<Difference>) {
    match (before, after) {
        (Some(Value::Object(one)), Some(Value::Object(other))) => {
            let new = other.keys().filter(|name| !one.contains_key(*name));
            for name in one.keys().chain(new) {
                let escaped = name.replace('~', "~0").replace('/', "~1");
                compare(&format!("{at}/{escaped}"), one.get(name), other.get(name), found);
            }
        }
        (Some(Value::Array(one)), Some(Value::Array(other))) => {
            for i in 0..one.len().max(other.len()) {
                compare(&format!("{at}/{i}"), one.get(i), other.get(i), found);
            }
        }
        (one, other) if one == other => {}
        (one, other) => found.push(Difference {
            pointer: shown(at, 120),
            before: one.map(text),
            after: other.map(text),
        }),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => shown(text, 160),
        other => shown(&other.to_string(), 160),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_came_what_went_and_what_changed_is_named() {
        let before =
            json!({ "claims": { "city": "Austin" }, "payouts": [{ "account": "A" }], "old": 1 });
        let after = json!({ "claims": { "city": "Dallas" }, "payouts": [{ "account": "A" }, { "account": "B" }] });
        let found = differences(&before, &after);
        let pointers: Vec<&str> = found.iter().map(|one| one.pointer.as_str()).collect();
        assert_eq!(pointers, ["/claims/city", "/old", "/payouts/1"]);
        assert_eq!(found[1].after, None);
        assert_eq!(found[2].before, None);
        assert!(differences(&before, &before).is_empty());
    }
}
