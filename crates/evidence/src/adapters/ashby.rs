//! Ashby: candidate webhooks.

use serde_json::Value;

use super::applicant_tracking::{Candidate, values};
use super::signature::Scheme;
use super::{Adapter, Convert, Converted, clean, fault, id_text, required};
use crate::profile::read::Fault;

pub(super) const ADAPTER: Adapter = Adapter {
    name: "ashby",
    convert: Convert::Json(|value, _| convert(&value)),
    webhook: Some(Scheme::Body { header: "Ashby-Signature", prefix: "sha256=" }),
};

pub(super) fn convert(value: &Value) -> Result<Converted, Vec<Fault>> {
    if !value.is_object() {
        return Err(vec![fault("", "wrong_type", "must be a webhook, an object with `action`")]);
    }
    let external_id = |id: String| format!("ashby:{id}");
    match required(value, "/action")? {
        "candidateDelete" => {
            let pointer = first(value, &["/data/candidate/id", "/data/candidateId", "/data/id"]);
            Ok(Converted::Erase { external_id: external_id(id_text(value, pointer)?) })
        }
        "candidateMerge" => {
            let from =
                ["/data/mergedCandidate/id", "/data/sourceCandidate/id", "/data/mergedCandidateId"];
            let into = ["/data/candidate/id", "/data/resultCandidate/id", "/data/candidateId"];
            Ok(Converted::Merge {
                from: external_id(id_text(value, first(value, &from))?),
                into: external_id(id_text(value, first(value, &into))?),
            })
        }
        _ => {
            let pointers = ["/data/application/candidate", "/data/candidate"];
            let Some(pointer) = pointers.into_iter().find(|at| value.pointer(at).is_some()) else {
                return Ok(Converted::Nothing);
            };
            let id = external_id(id_text(value, &format!("{pointer}/id"))?);
            convert_candidate(id, &value.pointer(pointer).cloned().unwrap_or_default(), value)
        }
    }
}

/// The first pointer with a value. If there is none, the first pointer, for the fault.
fn first<'a>(value: &Value, pointers: &[&'a str]) -> &'a str {
    let existing = pointers.iter().find(|pointer| value.pointer(pointer).is_some());
    existing.or(pointers.first()).copied().unwrap_or_default()
}

fn convert_candidate(
    external_id: String,
    candidate: &Value,
    event: &Value,
) -> Result<Converted, Vec<Fault>> {
    let all = |primary: &str, list: &str| {
        let first = candidate[primary].get("value").filter(|value| value.is_string()).cloned();
        let mut all: Vec<Value> = first.into_iter().collect();
        for value in values(&candidate[list]) {
            if !all.contains(&value) {
                all.push(value);
            }
        }
        all
    };
    let links = candidate["socialLinks"].as_array().into_iter().flatten();
    let candidate = Candidate {
        external_id,
        name: candidate["name"].as_str().map(str::to_owned),
        emails: all("primaryEmailAddress", "emailAddresses"),
        phones: all("primaryPhoneNumber", "phoneNumbers"),
        pages: links.filter_map(|link| link.get("url").cloned()).collect(),
        applied_at: event
            .pointer("/data/application/createdAt")
            .filter(|at| at.is_string())
            .cloned(),
        ..Candidate::default()
    };
    clean::document(candidate.document(), Vec::new())
}
