//! Calls of several applicants from one device.

use super::super::sharing::weigh_sharing;
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::Finding;
use crate::identifier::IdentifierKind;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[PERSONA_MEETING_COLLISION];

const PERSONA_MEETING_COLLISION: Indicator = Indicator {
    id: "persona_meeting_collision",
    family: Family::Interview,
    cause: None,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 4,
    observed: "Two or more applicants were in calls from the same device at the same time.",
    unit: "strength of the link, from 0 to 1",
    question: "From which device did the applicant join the calls, and when? Send `interviews[]` with `at`, `until` and `device_id`.",
    innocent_explanations: "A shared meeting room. With only a few calls, it can be a coincidence.",
    how_to_verify: "Invite both applicants to calls at the same time, from their own devices.",
    sources: &["RF26"],
    wording: "
    .hit = Within the same 15 minutes, the device from which the applicant joined a call was also in a call of { other-applicants }.
    .miss = Within the same 15 minutes, the devices from which the applicant joined calls were used for calls { by-too-few-applicants }.
",
    miss: MissRule::Counts,
    observe: persona_meeting_collision,
    #[cfg(test)]
    examples: tests::persona_meeting_collision,
};

/// The same device is in calls of two applicants within a quarter of an hour.
fn persona_meeting_collision(case: &Case<'_>) -> Finding {
    weigh_sharing(case, &case.links.of_kind(IdentifierKind::MeetingSlot).collect::<Vec<_>>(), 1)
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use serde_json::json;

    use crate::identifier::IdentifierKind;
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;
    use crate::relation::Declared;

    pub(super) fn persona_meeting_collision() -> Examples {
        let shared = |others, declared| {
            let case = Fixture::new(json!({}));
            case.sharing(IdentifierKind::MeetingSlot, others, Duration::days(1), declared)
        };
        Examples::new()
            .hit("three strangers were in calls from the device", shared(3, None))
            .value(1.0)
            .says("Within the same 15 minutes, the device from which the applicant joined a call was also in a call of 3 other applicants.")
            .miss("no one else was in a call from the device", shared(0, None))
            .says("Within the same 15 minutes, the devices from which the applicant joined calls were used for calls by no other applicant.")
            .innocent("a confirmed agency's meeting room", shared(3, Some(Declared::AGENCY)))
            .says("Within the same 15 minutes, the devices from which the applicant joined calls were used for calls only by other members of a confirmed agency or household (rel_00000000000000000000000000000001).")
            .hit("a household has no meeting room", shared(3, Some(Declared::HOUSEHOLD)))
    }
}
