//! What photographs of identity documents from one production line have in common.
//!
//! Five properties count: the issuing office, the exact validity, the camera model, the minute in which the picture was
//! taken, and an odd difference between the camera's clock and the provider's. Two documents are linked if at least
//! three are equal. Many people share an office and a camera model, so two of the other three must be among them.

use chrono::{DateTime, Utc};

use crate::profile::PartialDate;
use crate::profile::identity_checks::IdentityCheck;

/// The combinations of properties of a document's photograph. Two documents with an equal combination are linked.
pub(super) fn values(check: &IdentityCheck) -> Vec<String> {
    let validity = validity(check).into_iter().collect::<Vec<_>>();
    let minutes = check.photographed_at.map(slots).unwrap_or_default();
    let offset = odd_offset(check).into_iter().collect::<Vec<_>>();
    let office = check.issuing_office.as_ref().map(|office| format!("office {}", office.folded()));
    let model = check.camera_model.as_ref().map(|model| format!("model {}", model.folded()));
    let common: Vec<String> = office.into_iter().chain(model).collect();
    let mut values = Vec::new();
    for (first, second, third) in [
        (&validity, &minutes, &common),
        (&validity, &offset, &common),
        (&minutes, &offset, &common),
        (&validity, &minutes, &offset),
    ] {
        for a in first {
            for b in second {
                values.extend(third.iter().map(|c| format!("{a}\n{b}\n{c}")));
            }
        }
    }
    values
}

/// The first and the last day of validity, to the day.
fn validity(check: &IdentityCheck) -> Option<String> {
    let day = |date: PartialDate| Some(format!("{}-{}-{}", date.year, date.month?, date.day?));
    Some(format!("valid {} {}", day(check.valid_from?)?, day(check.valid_until?)?))
}

/// The two overlapping spans of ten minutes that contain a time, so that times up to five minutes apart share one.
fn slots(at: DateTime<Utc>) -> Vec<String> {
    const HALF: i64 = 5 * 60;
    let half = at.timestamp().div_euclid(HALF);
    [half - 1, half].map(|first| format!("at {first}")).to_vec()
}

/// The offset in whole minutes, unless the clock is right or merely set to another time zone: those are common.
fn odd_offset(check: &IdentityCheck) -> Option<String> {
    const QUARTER: f64 = 15.0;
    const MIN_MINUTES: f64 = 2.0;
    let minutes = (check.clock_offset_seconds?.0 / 60.0).round();
    let from_zone = minutes.rem_euclid(QUARTER);
    let is_odd = (MIN_MINUTES..=QUARTER - MIN_MINUTES).contains(&from_zone);
    is_odd.then(|| format!("offset {minutes}"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::{Value, json};

    use super::*;
    use crate::profile;

    fn of(check: Value) -> BTreeSet<String> {
        let document = json!({ "external_id": "case", "identity_checks": [check] });
        let (profile, _) = profile::parse(document.to_string().as_bytes()).unwrap();
        values(&profile.identity_checks[0]).into_iter().collect()
    }

    fn check() -> Value {
        json!({
            "issuing_office": "Example Office", "camera_model": "Model 1",
            "valid_from": "2024-03-01", "valid_until": "2034-02-28",
            "photographed_at": "2026-05-01T10:04:00Z", "clock_offset_seconds": 8_000,
        })
    }

    /// Whether documents are linked if this one differs in some properties.
    fn is_linked(changes: &[(&str, Value)]) -> bool {
        let mut other = check();
        for (property, value) in changes {
            other[*property] = value.clone();
        }
        !of(check()).is_disjoint(&of(other))
    }

    #[test]
    fn three_of_five_equal_properties_link_two_documents() {
        let later = |at: &str| ("photographed_at", json!(at));
        let (office, model) =
            (("issuing_office", json!("Other")), ("camera_model", json!("Other")));
        let validity = ("valid_from", json!("2023-03-01"));
        let offset = ("clock_offset_seconds", json!(20));
        assert!(is_linked(&[later("2026-05-01T10:08:00Z")]), "minutes apart");
        assert!(is_linked(&[office.clone(), model.clone()]), "validity, minutes and offset");
        assert!(is_linked(&[office.clone(), offset.clone()]), "validity, minutes and model");
        assert!(is_linked(&[validity.clone(), model.clone()]), "office, minutes and offset");
        assert!(!is_linked(&[office.clone(), model, offset.clone()]), "two properties");
        assert!(!is_linked(&[validity, offset.clone()]), "office, model and minute are common");
        assert!(!is_linked(&[later("2026-05-02T10:04:00Z"), offset]), "office, model and validity");
        assert!(!is_linked(&[
            office,
            later("2026-05-01T10:30:00Z"),
            ("clock_offset_seconds", json!(9_000))
        ]));
    }

    #[test]
    fn a_right_clock_and_another_time_zone_are_no_odd_offset() {
        let offset = |seconds: i64| {
            let check = json!({ "clock_offset_seconds": seconds, "valid_from": "2024-03-01", "valid_until": "2034-02-28", "camera_model": "M" });
            !of(check).is_empty()
        };
        for common in [0, 45, -60, 3_600, 19_800, 20_700, -14_400] {
            assert!(!offset(common), "{common}");
        }
        assert!(offset(8_000) && offset(-500));
    }

    #[test]
    fn unknown_properties_link_nothing() {
        assert!(of(json!({})).is_empty());
        assert!(of(json!({ "issuing_office": "X", "camera_model": "Y" })).is_empty());
        assert!(of(json!({ "valid_from": "2024", "valid_until": "2034", "camera_model": "Y", "photographed_at": "2026-05-01T10:04:00Z" })).is_empty());
    }
}
