//! The differences between two versions of a profile.

use serde_json::Value;

use crate::console::display::safe_text;

/// The number of differences that a page shows.
pub const MAX_DIFFERENCES: usize = 60;

/// A field that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub pointer: String,
    /// `None` if the field is new.
    pub before: Option<String>,
    /// `None` if the field was removed.
    pub after: Option<String>,
}

/// All fields that differ, in the order of the documents.
pub fn differences(before: &Value, after: &Value) -> Vec<Difference> {
    let mut differences = Vec::new();
    compare("", Some(before), Some(after), &mut differences);
    differences
}

fn compare(
    pointer: &str,
    before: Option<&Value>,
    after: Option<&Value>,
    differences: &mut Vec<Difference>,
) {
    match (before, after) {
        (Some(Value::Object(before)), Some(Value::Object(after))) => {
            let new = after.keys().filter(|name| !before.contains_key(*name));
            for name in before.keys().chain(new) {
                let escaped = name.replace('~', "~0").replace('/', "~1");
                let pointer = format!("{pointer}/{escaped}");
                compare(&pointer, before.get(name), after.get(name), differences);
            }
        }
        (Some(Value::Array(before)), Some(Value::Array(after))) => {
            for i in 0..before.len().max(after.len()) {
                compare(&format!("{pointer}/{i}"), before.get(i), after.get(i), differences);
            }
        }
        (before, after) if before == after => {}
        (before, after) => differences.push(Difference {
            pointer: safe_text(pointer, 120),
            before: before.map(text),
            after: after.map(text),
        }),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => safe_text(text, 160),
        other => safe_text(&other.to_string(), 160),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn added_removed_and_changed_fields_are_found() {
        let before =
            json!({ "claims": { "city": "Austin" }, "payouts": [{ "account": "A" }], "old": 1 });
        let after = json!({ "claims": { "city": "Dallas" }, "payouts": [{ "account": "A" }, { "account": "B" }] });
        let changes = differences(&before, &after);
        let pointers: Vec<&str> = changes.iter().map(|change| change.pointer.as_str()).collect();
        assert_eq!(pointers, ["/claims/city", "/old", "/payouts/1"]);
        assert_eq!(changes[1].after, None);
        assert_eq!(changes[2].before, None);
        assert!(differences(&before, &before).is_empty());
    }
}
