//! `/v1/policy`.

use actix_web::web::{Data, Json};
use evidence::profile::BadProfile;
use evidence::profile::json;
use evidence::profile::read::{Notes, Pointer};
use scoring::decision::Band;
use scoring::policy::{Policy, Versioned};
use serde::Serialize;
use serde_json::Number;
use utoipa::ToSchema;

use crate::app::App;
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::error_code::ErrorCode;
use crate::http::problem::Problem;
use crate::service;

/// A policy with its version.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct VersionedPolicy {
    /// Version of the policy; 0 for the built-in policy.
    #[schema(example = 4)]
    version: i32,
    /// The policy itself.
    policy: Policy,
}

/// Get the current policy
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The current policy", body = VersionedPolicy)))]
pub(in crate::http) async fn current(
    app: Data<App>,
    caller: Caller,
) -> Result<Json<VersionedPolicy>, Problem> {
    Ok(Json(service::scoring::policies::current(&app, &caller.tenant).await?.into()))
}

/// Replace the policy
///
/// Applies to future decisions; existing decisions keep their policy. Sending the same policy again changes nothing.
#[utoipa::path(put, path = "", request_body = Policy,
    responses((status = 200, description = "The current policy", body = VersionedPolicy)))]
pub(in crate::http) async fn put(
    app: Data<App>,
    caller: Caller,
    body: JsonBytes,
) -> Result<Json<VersionedPolicy>, Problem> {
    let policy = read(&body.0)?;
    Ok(Json(service::scoring::policies::put(&app, &caller.tenant, policy).await?.into()))
}

/// The policy in a body, or all of its faults.
fn read(body: &[u8]) -> Result<Policy, Problem> {
    let mut notes = Notes::default();
    let value = json::read_strictly(body, &mut notes).map_err(BadProfile::from)?;
    match fields(&value, &mut notes) {
        Some(policy) if notes.faults.is_empty() => Ok(policy),
        _ => Err(Problem::invalid(ErrorCode::PolicyInvalid, notes.faults)),
    }
}

fn fields(value: &json::Json<'_>, notes: &mut Notes) -> Option<Policy> {
    const KNOWN: [&str; 10] = [
        "base_rate",
        "elevated_threshold",
        "high_threshold",
        "min_known_indicators",
        "min_known_families",
        "max_questions",
        "ring_review_threshold",
        "min_review_band",
        "low_band_sample_rate",
        "undo_minutes",
    ];
    let root = Pointer::root();
    let object = notes.object(value, &root)?;
    let mut unknown: Vec<&str> = object.keys().filter(|name| !KNOWN.contains(name)).collect();
    unknown.sort_unstable();
    for unknown in unknown {
        notes.fault(&root.field(unknown), "unknown_field", "is not a field of a policy");
    }
    // Read all of them before returning, so that every fault is noted.
    let [base_rate, elevated_threshold, high_threshold] =
        [KNOWN[0], KNOWN[1], KNOWN[2]].map(|name| number(object, name, notes));
    let [indicators, families, ask] =
        [KNOWN[3], KNOWN[4], KNOWN[5]].map(|name| whole(object, name, notes));
    // Optional, because older policies do not have these fields.
    let tie = match object.get(KNOWN[6]) {
        None => Some(Policy::default_ring_review_threshold()),
        Some(_) => number(object, KNOWN[6], notes),
    };
    let usual = Policy::default();
    let from_band = band(object.get(KNOWN[7]), &root.field(KNOWN[7]), notes);
    let sample = match object.get(KNOWN[8]) {
        None => Some(usual.low_band_sample_rate),
        Some(_) => number(object, KNOWN[8], notes),
    };
    let undo = match object.get(KNOWN[9]) {
        None => Some(usual.undo_minutes),
        Some(_) => whole(object, KNOWN[9], notes),
    };
    Some(Policy {
        base_rate: base_rate?,
        elevated_threshold: elevated_threshold?,
        high_threshold: high_threshold?,
        min_known_indicators: indicators?,
        min_known_families: families?,
        max_questions: ask?,
        ring_review_threshold: tie?,
        min_review_band: from_band,
        low_band_sample_rate: sample?,
        undo_minutes: undo?,
    })
}

/// A band; `None` if the field is `null` or missing, or if a fault was noted, which refuses the whole policy.
fn band(value: Option<&json::Json<'_>>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Band> {
    let value = value.filter(|value| **value != json::Json::Null)?;
    let band = value.as_str().and_then(Band::from_name);
    if band.is_none() {
        notes.fault(at, "unknown_value", "must be a band or `null`");
    }
    band
}

fn number(object: &json::Object<'_>, name: &str, notes: &mut Notes) -> Option<f64> {
    let root = Pointer::root();
    let at = root.field(name);
    let Some(value) = object.get(name) else {
        notes.fault(&at, "required", "is required");
        return None;
    };
    if value.as_number().is_none() {
        notes.wrong_type(&at, "a number", value);
    }
    value.as_f64()
}

fn whole(object: &json::Object<'_>, name: &str, notes: &mut Notes) -> Option<u16> {
    number(object, name, notes)?;
    let small = object.get(name).and_then(json::Json::as_number).and_then(Number::as_u64);
    let small = small.and_then(|value| value.try_into().ok());
    if small.is_none() {
        let root = Pointer::root();
        notes.fault(&root.field(name), "out_of_range", "must be a whole number from 0 to 65535");
    }
    small
}

impl From<Versioned> for VersionedPolicy {
    fn from(from: Versioned) -> Self {
        Self { version: from.version, policy: from.policy }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_shipped_policy_reads_back_from_its_own_json() {
        let body = serde_json::to_vec(&Policy::default()).unwrap();
        assert_eq!(read(&body).ok(), Some(Policy::default()));
    }

    #[test]
    fn every_fault_of_a_policy_is_named_at_once_and_no_value_is_repeated() {
        let body = json!({
            "base_rate": "secret", "elevated_threshold": 0.1, "min_known_indicators": 1.5,
            "min_known_families": 70_000, "max_questions": -1, "reject_from": 0.9
        });
        let problem = read(body.to_string().as_bytes()).unwrap_err();
        let shown = serde_json::to_value(&problem).unwrap();
        let errors = shown["errors"].as_array().unwrap();
        let mut places: Vec<&str> =
            errors.iter().map(|error| error["pointer"].as_str().unwrap()).collect();
        places.sort_unstable();
        let expected = [
            "/base_rate",
            "/high_threshold",
            "/max_questions",
            "/min_known_families",
            "/min_known_indicators",
            "/reject_from",
        ];
        assert_eq!((shown["status"].as_u64(), places), (Some(422), expected.to_vec()));
        assert!(!shown.to_string().contains("secret"));
        assert!(read(b"{").unwrap_err().to_string().starts_with("400 malformed_json"));
        assert!(read(b"[]").unwrap_err().to_string().starts_with("422 policy_invalid"));
    }
}
