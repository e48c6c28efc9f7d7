//! Greenhouse: candidate webhooks.

use serde_json::{Map, Value};

use super::applicant_tracking::{Candidate, date, values};
use super::signature::Scheme;
use super::{Adapter, Convert, Converted, Note, clean, fault, id_text, required};
use crate::profile::read::Fault;

pub(super) const ADAPTER: Adapter = Adapter {
    name: "greenhouse",
    convert: Convert::Json(|value, _| convert(&value)),
    webhook: Some(Scheme::Body { header: "Signature", prefix: "sha256 " }),
};

pub(super) fn convert(value: &Value) -> Result<Converted, Vec<Fault>> {
    if !value.is_object() {
        return Err(vec![fault("", "wrong_type", "must be a webhook, an object with `action`")]);
    }
    let external_id = |id: String| format!("greenhouse:{id}");
    match required(value, "/action")? {
        "delete_candidate" => {
            Ok(Converted::Erase { external_id: external_id(id_text(value, "/payload/person/id")?) })
        }
        "merge_candidate" => Ok(Converted::Merge {
            from: external_id(id_text(value, "/payload/person/id")?),
            into: external_id(id_text(value, "/payload/person/new_candidate_id")?),
        }),
        _ => {
            // Events about an application contain its candidate; other events contain only the candidate.
            let pointers = ["/payload/application/candidate", "/payload/candidate"];
            let Some(pointer) = pointers.into_iter().find(|at| value.pointer(at).is_some()) else {
                return Ok(Converted::Nothing);
            };
            let id = external_id(id_text(value, &format!("{pointer}/id"))?);
            convert_candidate(id, &value.pointer(pointer).cloned().unwrap_or_default(), value)
        }
    }
}

fn convert_candidate(
    external_id: String,
    person: &Value,
    event: &Value,
) -> Result<Converted, Vec<Fault>> {
    let text = |field: &str| person[field].as_str().unwrap_or_default().trim().to_owned();
    let pages =
        [values(&person["website_addresses"]), values(&person["social_media_addresses"])].concat();
    let candidate = Candidate {
        external_id,
        name: Some(format!("{} {}", text("first_name"), text("last_name"))),
        emails: values(&person["email_addresses"]),
        phones: values(&person["phone_numbers"]),
        pages,
        applied_at: event
            .pointer("/payload/application/applied_at")
            .filter(|at| at.is_string())
            .cloned(),
        work: entries(&person["employments"], &[("name", "company_name"), ("position", "title")]),
        education: entries(&person["educations"], &[("institution", "school_name")]),
    };
    let custom = person["custom_fields"].as_object().filter(|fields| !fields.is_empty());
    let note =
        |_| Note { pointer: "/custom_fields".to_owned(), detail: "are not imported".to_owned() };
    clean::document(candidate.document(), custom.map(note).into_iter().collect())
}

/// Jobs or schools with their dates.
fn entries(list: &Value, fields: &[(&str, &str)]) -> Vec<Value> {
    let entry = |item: &Value| {
        let mut entry = Map::new();
        for (ours, theirs) in fields {
            if let Some(text) = item[theirs].as_str() {
                entry.insert((*ours).to_owned(), text.into());
            }
        }
        for (ours, theirs) in [("startDate", "start_date"), ("endDate", "end_date")] {
            if let Some(date) = date(&item[theirs]) {
                entry.insert(ours.to_owned(), date.into());
            }
        }
        Value::Object(entry)
    };
    list.as_array().into_iter().flatten().filter(|item| item.is_object()).map(entry).collect()
}
