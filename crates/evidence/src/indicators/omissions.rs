//! What a finding means if parts of the document could not be read.

use super::Family;
use crate::finding::Finding;
use crate::profile::Omitted;

/// The finding with pointers into the document. A miss is unknown if something was left out where the red flag could
/// have shown: in the sections of its family, or around a value that it names. A hit is unknown if something was left out
/// that could have explained it.
pub(super) fn applied(
    mut finding: Finding,
    id: &str,
    family: Family,
    omitted: &Omitted,
) -> Finding {
    if omitted.is_empty() {
        return finding;
    }
    if let Finding::Hit { .. } = &finding
        && explanations(id, family).iter().any(|place| omitted.concerns(place))
    {
        return Finding::Unknown;
    }
    if let Finding::Miss { evidence } = &finding {
        let named = evidence.iter().flat_map(|sentence| &sentence.pointers).map(String::as_str);
        let mut read = sections(family).iter().copied().chain(named);
        if read.any(|place| omitted.concerns(place)) {
            return Finding::Unknown;
        }
    }
    finding.map_pointers(|pointer| omitted.in_document(pointer));
    finding
}

/// The places of the document that can explain the hit of an indicator.
fn explanations(id: &str, family: Family) -> &'static [&'static str] {
    const WHEREABOUTS: &[&str] =
        &["/claims/stays", "/claims/resident_since", "/claims/region", "/claims/time_zone"];
    const VERIFICATION: &[&str] =
        &["/claims/stays", "/claims/resident_since", "/identity_checks", "/sessions"];
    match (id, family) {
        ("verification_device_differs_from_use_device", _) => VERIFICATION,
        ("commit_timezone_vs_claimed_location" | "commit_timezone_multiplicity", _) => {
            &["/claims/stays", "/claims/resident_since", "/links/github/repos"]
        }
        (_, Family::Session) => WHEREABOUTS,
        (_, Family::CodeHosting) => &["/links/github/repos", "/links/github/user"],
        (_, Family::IdentityCheck) => &["/identity_checks"],
        (_, Family::Payout) => &["/payouts", "/claims/stays", "/claims/resident_since"],
        (_, Family::Resume) => &["/claims/stays", "/claims/resident_since", "/background_checks"],
        (_, Family::Shipping) => &["/contact/addresses", "/shipments"],
        (_, Family::Contact) => &["/claims/stays"],
        (_, Family::Engagement) => &["/endpoint/remote_by_design", "/activity/engagements"],
        (_, Family::Marketplace | Family::Interview) => &[],
    }
}

/// The sections of the document in which the red flags of a family show.
fn sections(family: Family) -> &'static [&'static str] {
    match family {
        Family::Session => {
            &["/sessions", "/identity_checks", "/activity", "/messages", "/endpoint", "/interviews"]
        }
        Family::Contact => &["/contact", "/resume/basics"],
        Family::Resume => {
            &["/resume", "/resume_file", "/links", "/photos", "/background_checks", "/claims"]
        }
        Family::CodeHosting => &["/links"],
        Family::Marketplace => &["/activity", "/messages", "/claims/referrals"],
        Family::IdentityCheck => &["/identity_checks", "/payouts", "/background_checks"],
        Family::Payout => &["/payouts", "/activity", "/messages", "/contact/changes"],
        Family::Shipping => &["/shipments", "/contact/addresses"],
        Family::Interview => &["/interviews", "/messages", "/activity"],
        Family::Engagement => &["/endpoint", "/activity", "/messages", "/sessions"],
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::fixture::Fixture;
    use crate::finding::State;

    #[test]
    fn pointers_lead_to_the_place_in_the_submitted_document() {
        let session = |minute: u32, machine: bool| json!({ "started_at": format!("2026-05-01T08:{minute:02}:00Z"), "client": { "virtual_machine": machine } });
        let mut document = json!({ "sessions": [0, session(1, true), "", session(2, true)] });
        let id = "vm_or_emulator_client";
        let pointers = |document: &Value| {
            let finding = Fixture::from_any(document.clone()).finding(id);
            assert_eq!(finding.state(), State::Hit);
            finding.evidence()[0].pointers.clone()
        };
        let places = pointers(&document);
        assert!(!places.is_empty());
        for place in &places {
            assert!(document.pointer(place).is_some(), "{place}");
        }
        document["sessions"] = json!([session(1, true), session(2, true)]);
        let shifted = pointers(&document);
        let shift = |place: &String| place.replace("/1/", "/3/").replace("/0/", "/1/");
        assert_eq!(places, shifted.iter().map(shift).collect::<Vec<_>>());
    }

    #[test]
    fn a_left_out_explanation_makes_a_hit_unknown() {
        let payout = |relation: &str| json!({ "claims": { "name": "Robin Example", "country": "ES" }, "payouts": [{ "method": "bank", "country": "DE", "holder_name": "Maria Schulze", "holder_relation": relation }] });
        let check = |result: &str, day: u8| json!({ "result": result, "checked_at": format!("2026-10-0{day}T00:00:00Z") });
        let checks = |last: &str| json!({ "identity_checks": [check("failed", 1), check("failed", 2), check(last, 3)] });
        let id = "payout_name_mismatch";
        assert_eq!(Fixture::new(payout("unrelated")).state(id), State::Hit);
        assert_eq!(Fixture::from_any(payout("spouse")).state(id), State::Unknown);
        let id = "verification_avoidance_or_repeat_failure";
        assert_eq!(Fixture::new(checks("failed")).state(id), State::Hit);
        assert_eq!(Fixture::from_any(checks("verified")).state(id), State::Unknown);
    }

    #[test]
    fn what_depended_on_a_left_out_value_is_unknown() {
        let check = |signals: Value| json!({ "identity_checks": [{ "result": "passed", "tamper_signals": signals }] });
        let session = |vm: Value| {
            json!({ "sessions": [
            { "started_at": "2026-05-01T08:00:00Z", "client": { "virtual_machine": false } },
            { "started_at": "2026-05-02T08:00:00Z", "client": { "virtual_machine": vm } },
        ] })
        };
        for (id, clean, odd) in [
            ("id_document_tamper_signals", check(json!([])), check(json!([17]))),
            ("vm_or_emulator_client", session(json!(false)), session(json!("yes"))),
        ] {
            assert_eq!(Fixture::new(clean).state(id), State::Miss, "{id}");
            assert_eq!(Fixture::from_any(odd).state(id), State::Unknown, "{id}");
        }
    }
}
