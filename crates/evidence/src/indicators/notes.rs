//! Notes that people recorded outside the profile, added to the findings.

use super::interview::{MAX_NOTES, note_evidence};
use super::reading::count;
use super::reports::{accepts_reports, add_reports};
use super::{EXCLUSIONS, Indicator, Observed, Usage};
use crate::finding::{Evidence, Finding};
use crate::observation::Observation;

/// Why an indicator does not accept notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotesRejected {
    /// There is no indicator with this id.
    #[error("is not an indicator; `GET /v1/indicators` lists them")]
    Unknown,
    /// The indicator is computed.
    #[error(
        "is computed from the profile and does not accept observations; indicators with the use `human_evidence_only` and those about what an applicant wrote do"
    )]
    Computed,
    /// The indicator is excluded.
    #[error("is excluded: {0}")]
    Excluded(&'static str),
}

/// Checks that an indicator accepts notes.
pub fn accepts_notes(id: &str) -> Result<(), NotesRejected> {
    if let Some(exclusion) = EXCLUSIONS.iter().find(|exclusion| exclusion.id == id) {
        return Err(NotesRejected::Excluded(exclusion.reason));
    }
    match Indicator::from_id(id).ok_or(NotesRejected::Unknown)?.usage {
        Usage::HumanEvidenceOnly => Ok(()),
        _ if accepts_reports(id) => Ok(()),
        _ => Err(NotesRejected::Computed),
    }
}

/// Adds recorded notes to the findings, after the notes in the profile. Notes for other indicators are ignored, because
/// the catalogue can change after they were recorded.
pub fn add_notes(observed: &mut [Observed], notes: &[Observation]) {
    for observed in observed.iter_mut() {
        let indicator = observed.indicator;
        if accepts_reports(indicator.id) {
            observed.finding = add_reports(indicator.id, &observed.finding, notes);
        }
        if indicator.usage != Usage::HumanEvidenceOnly {
            continue;
        }
        let recorded: Vec<Evidence> = (notes.iter())
            .filter(|note| note.indicator == indicator.id)
            .map(|note| evidence(indicator.id, note))
            .collect();
        if !recorded.is_empty() {
            observed.finding = joined(&observed.finding, recorded);
        }
    }
}

/// A note has no pointer, because it is not part of the profile.
fn evidence(id: &str, note: &Observation) -> Evidence {
    let mut evidence = note_evidence(&note.observer, note.observed_at, &note.note, None);
    evidence.complete_keys(id);
    evidence
}

fn joined(finding: &Finding, recorded: Vec<Evidence>) -> Finding {
    let (value, mut evidence) = match finding {
        Finding::Hit { value, evidence } => (*value, evidence.clone()),
        Finding::Miss { .. } | Finding::Context { .. } | Finding::Unknown => (0.0, Vec::new()),
    };
    let value = value + count(recorded.len());
    evidence.extend(recorded);
    evidence.truncate(MAX_NOTES);
    Finding::Hit { value, evidence }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::finding::State;
    use crate::indicators::fixture::{Fixture, wrote};
    use crate::indicators::{all, observe};
    use crate::profile::observations::{ClaimantCheck, ObserverRole};
    use ids::ObservationId;

    const ID: &str = "camera_refusal_or_repeated_failure";

    fn noted(indicator: &str) -> Observation {
        Observation {
            id: ObservationId(uuid::Uuid::from_u128(1)),
            indicator: indicator.to_owned(),
            observer: "Kim Example".to_owned(),
            note: "Three calls without a picture.".to_owned(),
            role: None,
            quote: None,
            verified_by: None,
            observed_at: Some("2026-05-30T10:00:00Z".parse().unwrap()),
            created_at: "2026-05-31T10:00:00Z".parse().unwrap(),
        }
    }

    fn states(observed: &[Observed]) -> Vec<State> {
        observed.iter().map(|observed| observed.finding.state()).collect()
    }

    #[test]
    fn a_recorded_note_is_a_hit_only_of_its_own_indicator() {
        let fixture = Fixture::new(json!({}));
        let mut observed = observe(&fixture.case());
        add_notes(&mut observed, &[noted(ID)]);
        for observed in &observed {
            let expected = if observed.indicator.id == ID { State::Hit } else { State::Unknown };
            assert_eq!(observed.finding.state(), expected, "{}", observed.indicator.id);
        }
        let hit = observed.iter().find(|observed| observed.indicator.id == ID).unwrap();
        let expected = "On 2026-05-30, Kim Example noted that live video was refused or failed \
                        repeatedly: “Three calls without a picture.”";
        assert_eq!(hit.finding.evidence()[0].text("en"), expected);
    }

    #[test]
    fn a_note_adds_to_those_in_the_profile() {
        let interview =
            json!({ "observer": "Lee Example", "observations": [{ "code": ID, "note": "Dark." }] });
        let fixture = Fixture::new(json!({ "interviews": [interview] }));
        let mut observed = observe(&fixture.case());
        add_notes(&mut observed, &[noted(ID)]);
        let hit = observed.iter().find(|observed| observed.indicator.id == ID).unwrap();
        assert_eq!(hit.finding.value(), Some(2.0));
        assert_eq!(hit.finding.evidence().len(), 2);
    }

    #[test]
    fn a_note_cannot_turn_a_computed_indicator_into_a_hit() {
        let fixture = Fixture::new(json!({}));
        let mut observed = observe(&fixture.case());
        let before = states(&observed);
        add_notes(
            &mut observed,
            &[noted("payout_account_shared"), noted("accent_or_language_level")],
        );
        assert_eq!(states(&observed), before);
    }

    /// A client's report of what the applicant wrote.
    fn report(indicator: &str) -> Observation {
        Observation {
            role: Some(ObserverRole::Client),
            quote: Some("Contact me on Telegram.".to_owned()),
            ..noted(indicator)
        }
    }

    fn found<'a>(observed: &'a [Observed], id: &str) -> &'a Finding {
        &observed.iter().find(|observed| observed.indicator.id == id).unwrap().finding
    }

    #[test]
    fn a_report_turns_what_was_found_in_messages_into_evidence() {
        let id = "off_platform_move_request";
        let fixture = wrote(&["Contact me on Telegram.", "Contact me on Telegram."]);
        let mut observed = observe(&fixture.case());
        assert_eq!(
            (found(&observed, id).state(), found(&observed, id).value()),
            (State::Unknown, None)
        );
        assert_eq!(found(&observed, id).context_value(), Some(2.0));
        add_notes(&mut observed, &[report(id), report(id)]);
        let finding = found(&observed, id);
        assert_eq!(finding.value(), Some(1.0), "the same report twice counts once");
        let texts: Vec<String> = finding.evidence().iter().map(|it| it.text("en")).collect();
        let expected = [
            "A client (Kim Example) reported on 2026-05-30 that the applicant asked to move the conversation or \
             the payment off the platform: “Contact me on Telegram.”",
            "Both messages of the applicant mention a conversation or a payment off the platform: \
             “Contact me on Telegram”.",
        ];
        assert_eq!(texts, expected);
    }

    #[test]
    fn a_report_without_a_role_or_words_changes_nothing() {
        let id = "off_platform_move_request";
        let fixture = Fixture::new(json!({}));
        let mut observed = observe(&fixture.case());
        let owner = Some(ObserverRole::IdentityOwner);
        add_notes(
            &mut observed,
            &[
                noted(id),
                Observation { quote: None, ..report(id) },
                Observation { role: owner, ..report(id) },
                report("identity_owner_dispute"),
            ],
        );
        assert!(observed.iter().all(|observed| observed.finding == Finding::Unknown));
    }

    #[test]
    fn an_unverified_owner_is_context_and_a_verified_one_is_evidence() {
        let id = "identity_owner_dispute";
        let unverified = Observation { role: Some(ObserverRole::IdentityOwner), ..report(id) };
        let verified =
            Observation { verified_by: Some(ClaimantCheck::Letter), ..unverified.clone() };
        let fixture = Fixture::new(json!({}));
        let mut observed = observe(&fixture.case());
        add_notes(&mut observed, std::slice::from_ref(&unverified));
        assert_eq!(found(&observed, id).context_value(), Some(1.0));
        add_notes(&mut observed, &[unverified, verified]);
        assert_eq!(found(&observed, id).value(), Some(1.0));
    }

    #[test]
    fn only_indicators_that_people_report_accept_notes() {
        assert_eq!(accepts_notes(ID), Ok(()));
        assert_eq!(accepts_notes("payout_account_shared"), Err(NotesRejected::Computed));
        assert_eq!(accepts_notes("low_bid_acceptance_ratio"), Err(NotesRejected::Computed));
        assert!(matches!(
            accepts_notes("accent_or_language_level"),
            Err(NotesRejected::Excluded(_))
        ));
        assert_eq!(accepts_notes("colour_of_shirt"), Err(NotesRejected::Unknown));
        let taken = all().filter(|indicator| accepts_notes(indicator.id).is_ok());
        assert_eq!(taken.count(), 18);
    }
}
