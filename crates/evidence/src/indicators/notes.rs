//! Notes that named people recorded outside of the profile, added to what the indicators found in it.

use super::interview::{MAX_NOTES, note_evidence};
use super::reading::count;
use super::{Indicator, Observed, REFUSALS, Usage};
use crate::finding::{Evidence, Finding};
use crate::observation::Observation;

/// Why an indicator takes no notes of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotNoted {
    /// There is none of that name.
    #[error("is no indicator; `GET /v1/indicators` lists them")]
    Unknown,
    /// It is computed.
    #[error(
        "is computed from the profile and takes no notes; only indicators with the use `human_evidence_only` do"
    )]
    Computed,
    /// It is refused.
    #[error("is refused: {0}")]
    Refused(&'static str),
}

/// Whether an indicator takes notes of named people.
pub fn takes_notes(id: &str) -> Result<(), NotNoted> {
    if let Some(refusal) = REFUSALS.iter().find(|refusal| refusal.id == id) {
        return Err(NotNoted::Refused(refusal.reason));
    }
    match Indicator::from_id(id).ok_or(NotNoted::Unknown)?.usage {
        Usage::HumanEvidenceOnly => Ok(()),
        _ => Err(NotNoted::Computed),
    }
}

/// Adds recorded notes to what was observed, after those in the profile. Notes for indicators that take none
/// are ignored: the catalogue may have changed since they were recorded.
pub fn add_notes(observed: &mut [Observed], notes: &[Observation]) {
    for observed in observed.iter_mut() {
        let indicator = observed.indicator;
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

/// A note has no pointer: it is not part of the profile.
fn evidence(id: &str, note: &Observation) -> Evidence {
    let mut evidence = note_evidence(&note.observer, note.observed_at, &note.note, None);
    evidence.of_indicator(id);
    evidence
}

fn joined(finding: &Finding, recorded: Vec<Evidence>) -> Finding {
    let (value, mut evidence) = match finding {
        Finding::Hit { value, evidence } => (*value, evidence.clone()),
        Finding::Miss { .. } | Finding::Unknown => (0.0, Vec::new()),
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
    use crate::indicators::fixture::Fixture;
    use crate::indicators::{all, observe};
    use ids::ObservationId;

    const ID: &str = "camera_refusal_or_repeated_failure";

    fn noted(indicator: &str) -> Observation {
        Observation {
            id: ObservationId(uuid::Uuid::from_u128(1)),
            indicator: indicator.to_owned(),
            observer: "Kim Example".to_owned(),
            note: "Three calls without a picture.".to_owned(),
            observed_at: Some("2026-05-30T10:00:00Z".parse().unwrap()),
            created_at: "2026-05-31T10:00:00Z".parse().unwrap(),
        }
    }

    fn states(observed: &[Observed]) -> Vec<State> {
        observed.iter().map(|one| one.finding.state()).collect()
    }

    #[test]
    fn a_recorded_note_is_a_hit_of_its_indicator_and_of_no_other() {
        let fixture = Fixture::new(json!({}));
        let mut observed = observe(&fixture.case());
        add_notes(&mut observed, &[noted(ID)]);
        for one in &observed {
            let expected = if one.indicator.id == ID { State::Hit } else { State::Unknown };
            assert_eq!(one.finding.state(), expected, "{}", one.indicator.id);
        }
        let hit = observed.iter().find(|one| one.indicator.id == ID).unwrap();
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
        let hit = observed.iter().find(|one| one.indicator.id == ID).unwrap();
        assert_eq!(hit.finding.value(), Some(2.0));
        assert_eq!(hit.finding.evidence().len(), 2);
    }

    #[test]
    fn a_note_cannot_make_a_hit_of_what_is_computed() {
        let fixture = Fixture::new(json!({}));
        let mut observed = observe(&fixture.case());
        let before = states(&observed);
        add_notes(
            &mut observed,
            &[noted("payout_account_shared"), noted("accent_or_language_level")],
        );
        assert_eq!(states(&observed), before);
    }

    #[test]
    fn only_what_people_alone_can_see_takes_notes() {
        assert_eq!(takes_notes(ID), Ok(()));
        assert_eq!(takes_notes("payout_account_shared"), Err(NotNoted::Computed));
        assert_eq!(takes_notes("low_bid_acceptance_ratio"), Err(NotNoted::Computed));
        assert!(matches!(takes_notes("accent_or_language_level"), Err(NotNoted::Refused(_))));
        assert_eq!(takes_notes("colour_of_shirt"), Err(NotNoted::Unknown));
        let taken = all().filter(|indicator| takes_notes(indicator.id).is_ok());
        assert_eq!(taken.count(), 8);
    }
}
