//! What adapters for applicant tracking systems have in common.

use serde_json::{Value, json};

use super::page_url;

/// A candidate in the vendor's values, sorted by the fields of a profile.
#[derive(Default)]
pub(super) struct Candidate {
    pub(super) external_id: String,
    pub(super) name: Option<String>,
    pub(super) emails: Vec<Value>,
    pub(super) phones: Vec<Value>,
    pub(super) pages: Vec<Value>,
    pub(super) applied_at: Option<Value>,
    pub(super) work: Vec<Value>,
    pub(super) education: Vec<Value>,
}

impl Candidate {
    pub(super) fn document(self) -> Value {
        let mut document =
            json!({ "schema": "bonafide.profile/v1", "external_id": self.external_id });
        if let Some(name) = self.name.filter(|name| !name.trim().is_empty()) {
            document["claims"]["name"] = name.into();
        }
        let list = |values: Vec<Value>, field: &str| -> Vec<Value> {
            values.into_iter().map(|value| json!({ field: value })).collect()
        };
        let mut set = |section: &str, field: &str, list: Vec<Value>| {
            if !list.is_empty() {
                document[section][field] = list.into();
            }
        };
        set("contact", "emails", list(self.emails, "address"));
        set("contact", "phones", list(self.phones, "number"));
        set("links", "urls", self.pages.iter().filter_map(page_url).collect());
        set("resume", "work", self.work);
        set("resume", "education", self.education);
        let application = |at: Value| json!({ "at": at, "kind": "application" });
        set("activity", "applications", self.applied_at.map(application).into_iter().collect());
        document
    }
}

/// The values of `[{ "value": … }]`.
pub(super) fn values(list: &Value) -> Vec<Value> {
    let items = list.as_array().into_iter().flatten();
    items.filter_map(|item| item.get("value").filter(|value| value.is_string()).cloned()).collect()
}

/// Converts `MM/DD/YYYY` and ISO times to an ISO date.
pub(super) fn date(written: &Value) -> Option<String> {
    let text = written.as_str()?;
    let parts: Vec<&str> = text.split('/').collect();
    match parts[..] {
        [month, day, year] if year.len() == 4 => Some(format!("{year}-{month:0>2}-{day:0>2}")),
        _ => Some(text.get(..10).unwrap_or(text).to_owned()),
    }
}
