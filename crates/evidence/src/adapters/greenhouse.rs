//! Greenhouse: candidate webhooks.

use serde_json::{Map, Value};

use super::applicant_tracking::{Candidate, date, values};
use super::{Converted, Note, fault, name_of, required, settle};
use crate::profile::read::Fault;

pub(super) fn convert(value: &Value) -> Result<Converted, Vec<Fault>> {
    if !value.is_object() {
        return Err(vec![fault("", "wrong_type", "a webhook is an object with `action`")]);
    }
    let named = |id: String| format!("greenhouse:{id}");
    match required(value, "/action")? {
        "delete_candidate" => {
            Ok(Converted::Erase { external_id: named(name_of(value, "/payload/person/id")?) })
        }
        "merge_candidate" => Ok(Converted::Merge {
            from: named(name_of(value, "/payload/person/id")?),
            into: named(name_of(value, "/payload/person/new_candidate_id")?),
        }),
        _ => {
            // Applications carry their candidate; events about the candidate alone carry it by itself.
            let within = ["/payload/application/candidate", "/payload/candidate"];
            let Some(at) = within.into_iter().find(|at| value.pointer(at).is_some()) else {
                return Ok(Converted::Nothing);
            };
            let id = named(name_of(value, &format!("{at}/id"))?);
            candidate(id, &value.pointer(at).cloned().unwrap_or_default(), value)
        }
    }
}

fn candidate(external_id: String, one: &Value, event: &Value) -> Result<Converted, Vec<Fault>> {
    let text = |field: &str| one[field].as_str().unwrap_or_default().trim().to_owned();
    let pages =
        [values(&one["website_addresses"]), values(&one["social_media_addresses"])].concat();
    let candidate = Candidate {
        external_id,
        name: Some(format!("{} {}", text("first_name"), text("last_name"))),
        emails: values(&one["email_addresses"]),
        phones: values(&one["phone_numbers"]),
        pages,
        applied_at: event
            .pointer("/payload/application/applied_at")
            .filter(|at| at.is_string())
            .cloned(),
        work: entries(&one["employments"], &[("name", "company_name"), ("position", "title")]),
        education: entries(&one["educations"], &[("institution", "school_name")]),
    };
    let custom = one
        .get("custom_fields")
        .filter(|fields| fields.as_object().is_some_and(|map| !map.is_empty()));
    let detail = || "are not carried over".to_owned();
    let notes = custom.map(|_| Note { pointer: "/custom_fields".to_owned(), detail: detail() });
    settle::one(candidate.document(), notes.into_iter().collect())
}

/// Jobs or schools with their dates.
fn entries(list: &Value, fields: &[(&str, &str)]) -> Vec<Value> {
    let entry = |one: &Value| {
        let mut entry = Map::new();
        for (ours, theirs) in fields {
            if let Some(text) = one[theirs].as_str() {
                entry.insert((*ours).to_owned(), text.into());
            }
        }
        for (ours, theirs) in [("startDate", "start_date"), ("endDate", "end_date")] {
            if let Some(date) = date(&one[theirs]) {
                entry.insert(ours.to_owned(), date.into());
            }
        }
        Value::Object(entry)
    };
    list.as_array().into_iter().flatten().filter(|one| one.is_object()).map(entry).collect()
}
