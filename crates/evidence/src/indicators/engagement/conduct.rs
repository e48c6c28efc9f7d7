//! What the applicant writes and does at work.

use super::super::messages::messages_with;
use super::super::phrases::{Phrases, Topic};
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
    observed: "The applicant misses many calls within the agreed hours.",
    unit: "share of calls",
    question: "How many calls within the agreed hours were missed? Send `activity.engagements[]` with `core_hour_calls` and `core_hour_calls_missed`.",
    innocent_explanations: "Carers, people with disabilities, and people with too much work.",
    how_to_verify: "Ask which hours suit. Care, illness and overwork explain most cases.",
    sources: &["US2022"],
    wording: "
    .hit = The applicant missed { $part ->
        [all] all { $calls } calls
       *[some] { $missed } of { $calls } calls
    } within the agreed hours.
    .miss = The applicant missed { $part ->
        [none] none of the { $calls } calls
       *[some] only { $missed } of { $calls } calls
    } within the agreed hours.
",
    miss: MissRule::Counts,
    observe: unreachable_in_core_hours_repeatedly,
    #[cfg(test)]
    examples: tests::unreachable_in_core_hours_repeatedly,
};

const ASKS_COLLEAGUES_FOR_PERSONAL_DETAILS: Indicator = Indicator {
    id: "asks_colleagues_for_personal_details",
    family: Family::Engagement,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "The applicant asks to use another person's identity.",
    unit: "messages",
    question: "What did the applicant write to colleagues? Send `messages`.",
    innocent_explanations: "Rare; HR staff ask for documents too.",
    how_to_verify: "Ask the colleague what the applicant asked for and whether they gave anything.",
    sources: &["US2022"],
    wording: "
    .hit = { some-messages } asked for another person’s identity: { $quotes }.
    .miss = { some-messages } asked for another person’s identity.
",
    miss: MissRule::Counts,
    observe: asks_colleagues_for_personal_details,
    #[cfg(test)]
    examples: tests::asks_colleagues_for_personal_details,
};

const CODE_OR_DATA_EXTORTION_THREAT: Indicator = Indicator {
    id: "code_or_data_extortion_threat",
    family: Family::Engagement,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "The applicant threatens to leak, sell or delete code or data.",
    unit: "messages",
    question: "What did the applicant write about code or data? Send `messages`.",
    innocent_explanations: "Careless words in a dispute over pay. Not every extortionist is a fake applicant.",
    how_to_verify: "Keep the messages, revoke access, and call a lawyer.",
    sources: &["PSA23", "PSA25J"],
    wording: "
    .hit = { some-messages } threatened to leak, sell or delete code or data: { $quotes }.
    .miss = { some-messages } threatened to leak, sell or delete code or data.
",
    miss: MissRule::Counts,
    observe: code_or_data_extortion_threat,
    #[cfg(test)]
    examples: tests::code_or_data_extortion_threat,
};

/// The applicant missed at least half of ten or more calls.
fn unreachable_in_core_hours_repeatedly(case: &Case<'_>) -> Finding {
    const MIN_CALLS: f64 = 10.0;
    const MIN_SHARE: f64 = 0.5;
    let engagements = case.profile.activity.iter().flat_map(|activity| &activity.engagements);
    let known: Vec<(usize, f64, f64)> = (engagements.enumerate())
        .filter_map(|(i, job)| Some((i, job.core_hour_calls?.0, job.core_hour_calls_missed?.0)))
        .collect();
    let calls: f64 = known.iter().map(|(_, calls, _)| calls).sum();
    let missed: f64 = known.iter().map(|(.., missed)| missed).sum();
    if calls < MIN_CALLS {
        return Finding::Unknown;
    }
    let part = match missed {
        _ if missed >= calls => "all",
        _ if missed <= 0.0 => "none",
        _ => "some",
    };
    let pointers =
        known.iter().map(|(i, ..)| format!("/activity/engagements/{i}/core_hour_calls_missed"));
    let evidence = Evidence::about(pointers)
        .with("missed", missed.round())
        .with("calls", calls.round())
        .with("part", part);
    let share = (missed / calls).min(1.0);
    if share >= MIN_SHARE { Finding::hit(share, evidence) } else { Finding::miss(evidence) }
}

pub(in crate::indicators) const PERSONAL_DETAILS: Phrases = &[
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

fn asks_colleagues_for_personal_details(case: &Case<'_>) -> Finding {
    messages_with(case, Topic::PersonalDetails).finding(case, 1)
}

pub(in crate::indicators) const EXTORTION: Phrases = &[
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

fn code_or_data_extortion_threat(case: &Case<'_>) -> Finding {
    messages_with(case, Topic::Extortion).finding(case, 1)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    pub(super) fn unreachable_in_core_hours_repeatedly() -> Examples {
        let calls = |calls: Value, missed: u32| {
            let job = json!({ "core_hour_calls": calls, "core_hour_calls_missed": missed });
            Fixture::new(json!({ "activity": { "engagements": [job] } }))
        };
        Examples::new()
            .hit("most calls are missed", calls(json!(20), 15))
            .value(0.75)
            .says("The applicant missed 15 of 20 calls within the agreed hours.")
            .hit("every call is missed", calls(json!(20), 20))
            .says("The applicant missed all 20 calls within the agreed hours.")
            .miss("a few calls are missed", calls(json!(20), 3))
            .says("The applicant missed only 3 of 20 calls within the agreed hours.")
            .miss("no call is missed", calls(json!(20), 0))
            .says("The applicant missed none of the 20 calls within the agreed hours.")
            .unknown("four calls are too few", calls(json!(4), 4))
            .unknown("the number of calls is not known", calls(Value::Null, 4))
            .innocent("a bad week", calls(json!(4), 4))
    }

    fn wrote(texts: &[&str]) -> Fixture {
        let message = |text: &&str| json!({ "direction": "sent", "text": text });
        let messages: Vec<Value> = texts.iter().map(message).collect();
        Fixture::new(json!({ "messages": messages }))
    }

    pub(super) fn asks_colleagues_for_personal_details() -> Examples {
        let form = "I sent my passport to the office as you asked.";
        let received =
            json!({ "messages": [{ "direction": "received", "text": "Send me your passport." }] });
        Examples::new()
            .hit("asks for a passport", wrote(&["Can I borrow your passport for one contract?"]))
            .says("The applicant’s only message asked for another person’s identity: “borrow your passport”.")
            .miss("thanks", wrote(&["Thank you, that is all."]))
            .says("No message of the applicant asked for another person’s identity.")
            .miss("sends their own passport", wrote(&[form]))
            .unknown("no messages", wrote(&[]))
            .unknown("someone else's words", Fixture::new(received))
            .innocent("a form for the HR department", wrote(&[form]))
    }

    pub(super) fn code_or_data_extortion_threat() -> Examples {
        let leak = "I fixed the memory leak, please pay the invoice when you can.";
        Examples::new()
            .hit("a threat with the code", wrote(&["Hello", "Pay the rest or I leak the repository."]))
            .says("1 of the applicant’s 2 messages threatened to leak, sell or delete code or data: “Pay the rest or I leak”.")
            .miss("thanks", wrote(&["Thank you, that is all."]))
            .says("No message of the applicant threatened to leak, sell or delete code or data.")
            .miss("a memory leak", wrote(&[leak]))
            .miss("an agreed publication", wrote(&["We will publish the code as agreed."]))
            .unknown("no messages", wrote(&[]))
            .innocent("talk of leaks", wrote(&[leak]))
    }
}
