//! What is said and done at work.

use super::super::reading::{count, said};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[
    UNREACHABLE_IN_CORE_HOURS_REPEATEDLY,
    ASKS_COLLEAGUES_FOR_PERSONAL_DETAILS,
    CODE_OR_DATA_EXTORTION_THREAT,
];

const UNREACHABLE_IN_CORE_HOURS_REPEATEDLY: Indicator = Indicator {
    id: "unreachable_in_core_hours_repeatedly",
    family: Family::Engagement,
    usage: Usage::ContextOnly,
    scope: Scope::Temporal,
    strength: 2,
    observed: "Misses core-hour calls and replies in bursts elsewhere in the day.",
    unit: "share of calls",
    question: "How many calls within the agreed hours were missed? Send `activity.engagements[]` with `core_hour_calls` and `core_hour_calls_missed`.",
    innocent_explanations: "Carers, disability, overwork.",
    how_to_verify: "Ask which hours suit; care, illness and overwork explain most.",
    sources: &["US2022"],
    wording: "",
    miss: MissRule::Counts,
    observe: unreachable_in_core_hours_repeatedly,
    #[cfg(test)]
    examples: None,
};

const ASKS_COLLEAGUES_FOR_PERSONAL_DETAILS: Indicator = Indicator {
    id: "asks_colleagues_for_personal_details",
    family: Family::Engagement,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "Asks to borrow identity data to win contracts.",
    unit: "messages",
    question: "What was written to colleagues? Send `messages`.",
    innocent_explanations: "Rare; staff of human resources ask for documents too.",
    how_to_verify: "Ask the colleague what was asked for and whether anything was given.",
    sources: &["US2022"],
    wording: "",
    miss: MissRule::Counts,
    observe: asks_colleagues_for_personal_details,
    #[cfg(test)]
    examples: None,
};

const CODE_OR_DATA_EXTORTION_THREAT: Indicator = Indicator {
    id: "code_or_data_extortion_threat",
    family: Family::Engagement,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "Threatens to leak source or data over pay.",
    unit: "messages",
    question: "What was written about the code or the data? Send `messages`.",
    innocent_explanations: "Any extortionist.",
    how_to_verify: "Keep the messages, take away access, call a lawyer.",
    sources: &["PSA23", "PSA25J"],
    wording: "",
    miss: MissRule::Counts,
    observe: code_or_data_extortion_threat,
    #[cfg(test)]
    examples: None,
};

/// Half of the calls missed, of ten at least.
fn unreachable_in_core_hours_repeatedly(case: &Case<'_>) -> Finding {
    const NEEDED: f64 = 10.0;
    const OFTEN: f64 = 0.5;
    let engagements = case.profile.activity.iter().flat_map(|activity| &activity.engagements);
    let told: Vec<(usize, f64, f64)> = (engagements.enumerate())
        .filter_map(|(i, one)| Some((i, one.core_hour_calls?.0, one.core_hour_calls_missed?.0)))
        .collect();
    let calls: f64 = told.iter().map(|(_, calls, _)| calls).sum();
    let missed: f64 = told.iter().map(|(.., missed)| missed).sum();
    if calls < NEEDED {
        return Finding::Unknown;
    }
    let text = format!("{missed:.0} of {calls:.0} calls within the agreed hours were missed");
    let pointers =
        told.iter().map(|(i, ..)| format!("/activity/engagements/{i}/core_hour_calls_missed"));
    let evidence = Evidence::stored(text, pointers);
    let share = (missed / calls).min(1.0);
    if share >= OFTEN { Finding::hit(share, evidence) } else { Finding::miss(evidence) }
}

fn asks_colleagues_for_personal_details(case: &Case<'_>) -> Finding {
    const PHRASES: &[&[&str]] = &[
        &["borrow your", "identity"],
        &["borrow your", "passport"],
        &["borrow your", "name"],
        &["borrow your", "account"],
        &["use your identity"],
        &["use your passport"],
        &["use your name", "contract"],
        &["send me your passport"],
        &["send me your id card"],
        &["send me your driver", "license"],
        &["your social security number"],
        &["photo of your passport"],
        &["photo of your id"],
        &["apply", "under your name"],
        &["interview", "under your name"],
    ];
    said(case, PHRASES).finding("ask for somebody's identity")
}

fn code_or_data_extortion_threat(case: &Case<'_>) -> Finding {
    const PHRASES: &[&[&str]] = &[
        &["i will leak"],
        &["i will publish", "your", "code"],
        &["i will publish", "your", "data"],
        &["i will release", "source code"],
        &["i will sell", "source code"],
        &["i will sell", "your data"],
        &["i will delete", "unless you pay"],
        &["pay", "or", "leak*"],
        &["pay", "or the code", "public"],
        &["pay", "or your data"],
        &["sell it to your competitor*"],
        &["give it to your competitor*"],
    ];
    let said = said(case, PHRASES);
    if said.looked_at == 0 {
        return Finding::Unknown;
    }
    let text = format!(
        "{} of {} messages by the applicant threaten with code or data",
        said.hits.len(),
        said.looked_at
    );
    let pointers = said.hits.iter().map(|(i, _)| format!("/messages/{i}/text"));
    Finding::graded(count(said.hits.len()), Evidence::stored(text, pointers))
}

#[cfg(test)]
mod tests;
