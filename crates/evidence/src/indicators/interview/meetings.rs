//! Calls of several personas.

use super::super::sharing::shared;
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::Finding;
use crate::identifier::IdentifierKind;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[PERSONA_MEETING_COLLISION];

const PERSONA_MEETING_COLLISION: Indicator = Indicator {
    id: "persona_meeting_collision",
    family: Family::Interview,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 4,
    observed: "Two personas on one device/IP never overlap in calls, or double-book.",
    unit: "other applicants",
    question: "From which device were the calls joined, and when? Send `interviews[]` with `at`, `until` and `device_id`.",
    innocent_explanations: "Coincidence at low n.",
    how_to_verify: "Invite both to calls at one time, from their own devices.",
    sources: &["RF26"],
    wording: "",
    miss: MissRule::Counts,
    observe: persona_meeting_collision,
    #[cfg(test)]
    examples: None,
};

/// One device in the calls of two applicants within the same quarter of an hour.
fn persona_meeting_collision(case: &Case<'_>) -> Finding {
    shared(case, IdentifierKind::MeetingSlot, "in a call from the same device at the same time")
}
