//! Ashby: candidate webhooks.

use serde_json::Value;

use super::applicant_tracking::{Candidate, values};
use super::{Converted, fault, name_of, required, settle};
use crate::profile::read::Fault;

pub(super) fn convert(value: &Value) -> Result<Converted, Vec<Fault>> {
    if !value.is_object() {
        return Err(vec![fault("", "wrong_type", "a webhook is an object with `action`")]);
    }
    let named = |id: String| format!("ashby:{id}");
    match required(value, "/action")? {
        "candidateDelete" => {
            let at = first(value, &["/data/candidate/id", "/data/candidateId", "/data/id"]);
            Ok(Converted::Erase { external_id: named(name_of(value, at)?) })
        }
        "candidateMerge" => {
            let from =
                ["/data/mergedCandidate/id", "/data/sourceCandidate/id", "/data/mergedCandidateId"];
            let into = ["/data/candidate/id", "/data/resultCandidate/id", "/data/candidateId"];
            Ok(Converted::Merge {
                from: named(name_of(value, first(value, &from))?),
                into: named(name_of(value, first(value, &into))?),
            })
        }
        _ => {
            let within = ["/data/application/candidate", "/data/candidate"];
            let Some(at) = within.into_iter().find(|at| value.pointer(at).is_some()) else {
                return Ok(Converted::Nothing);
            };
            let id = named(name_of(value, &format!("{at}/id"))?);
            candidate(id, &value.pointer(at).cloned().unwrap_or_default(), value)
        }
    }
}

/// The first place that is there; else the first, for the fault to name.
fn first<'a>(value: &Value, places: &[&'a str]) -> &'a str {
    let found = places.iter().find(|place| value.pointer(place).is_some());
    found.or(places.first()).copied().unwrap_or_default()
}

fn candidate(external_id: String, one: &Value, event: &Value) -> Result<Converted, Vec<Fault>> {
    let primary = |single: &str, list: &str| {
        let first = one[single].get("value").filter(|value| value.is_string()).cloned();
        let mut all: Vec<Value> = first.into_iter().collect();
        for value in values(&one[list]) {
            if !all.contains(&value) {
                all.push(value);
            }
        }
        all
    };
    let links = one["socialLinks"].as_array().into_iter().flatten();
    let candidate = Candidate {
        external_id,
        name: one["name"].as_str().map(str::to_owned),
        emails: primary("primaryEmailAddress", "emailAddresses"),
        phones: primary("primaryPhoneNumber", "phoneNumbers"),
        pages: links.filter_map(|link| link.get("url").cloned()).collect(),
        applied_at: event
            .pointer("/data/application/createdAt")
            .filter(|at| at.is_string())
            .cloned(),
        ..Candidate::default()
    };
    settle::one(candidate.document(), Vec::new())
}
