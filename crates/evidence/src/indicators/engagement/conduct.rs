//! What the applicant writes and does at work.

use super::super::messages::messages_with;
use super::super::phrases::Topic;
use super::super::reports::reported_or_written;
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
    cause: None,
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
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "The applicant asks to use another person's identity.",
    unit: "reports",
    question: "Did anyone report that the applicant asked for identity data? Send the words in `observations[]`.",
    innocent_explanations: "Rare; HR staff ask for documents too.",
    how_to_verify: "Ask the colleague what the applicant asked for and whether they gave anything.",
    sources: &["US2022"],
    wording: "
    .reported = { person-reported } that the applicant asked for another person’s identity: “{ $quote }”
    .context = { some-messages } mention the use of another person’s identity: { $quotes }.
    .hit = { some-messages } asked for another person’s identity: { $quotes }.
    .miss = { some-messages } asked for another person’s identity.
",
    miss: MissRule::Ignored,
    observe: asks_colleagues_for_personal_details,
    #[cfg(test)]
    examples: tests::asks_colleagues_for_personal_details,
};

const CODE_OR_DATA_EXTORTION_THREAT: Indicator = Indicator {
    id: "code_or_data_extortion_threat",
    family: Family::Engagement,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "The applicant threatens to leak, sell or delete code or data.",
    unit: "reports",
    question: "Did a client report a threat? Send the words in `observations[]`.",
    innocent_explanations: "Careless words in a dispute over pay. Not every extortionist is a fake applicant.",
    how_to_verify: "Keep the messages, revoke access, and call a lawyer.",
    sources: &["PSA23", "PSA25J"],
    wording: "
    .reported = { person-reported } that the applicant threatened to leak, sell or delete code or data: “{ $quote }”
    .context = { some-messages } mention that code or data will be leaked, sold or deleted: { $quotes }.
    .hit = { some-messages } threatened to leak, sell or delete code or data: { $quotes }.
    .miss = { some-messages } threatened to leak, sell or delete code or data.
",
    miss: MissRule::Ignored,
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

fn asks_colleagues_for_personal_details(case: &Case<'_>) -> Finding {
    let written = messages_with(case, Topic::PersonalDetails);
    reported_or_written(case, "asks_colleagues_for_personal_details", &written)
}

fn code_or_data_extortion_threat(case: &Case<'_>) -> Finding {
    let written = messages_with(case, Topic::Extortion);
    reported_or_written(case, "code_or_data_extortion_threat", &written)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::{Fixture, reported, wrote};

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

    pub(super) fn asks_colleagues_for_personal_details() -> Examples {
        let id = "asks_colleagues_for_personal_details";
        Examples::new()
            .hit("a client quotes it", reported(id, "client", "Can I borrow your passport for one contract?"))
            .value(1.0)
            .says("A client (Kim Example) reported on 2026-05-20 that the applicant asked for another person’s identity: “Can I borrow your passport for one contract?”")
            .pointers(&["/observations/0/quote"])
            .context("writes it twice", wrote(&["Can I borrow your passport for one contract?", "Send me your ID card so I can register."]))
            .value(2.0)
            .says("Both messages of the applicant mention the use of another person’s identity: “Can I borrow your passport for one contract” and “Send me your ID card so I can register”.")
            .unknown("writes it once", wrote(&["Can I borrow your passport for one contract?"]))
            .unknown("thanks", wrote(&["Thank you, that is all."]))
            .unknown("a report without a quote", reported(id, "client", " "))
            .unknown("the owner of an identity reports it", reported(id, "identity_owner", "Can I borrow your passport for one contract?"))
            .unknown("no messages", wrote(&[]))
            .unknown("a name in a contract", wrote(&["Can I use your name in the contract?", "Can I use your name in the contract?"]))
            .innocent("a form for the HR department", wrote(&["I sent my passport to the office as you asked.", "I sent my passport to the office as you asked."]))
    }

    pub(super) fn code_or_data_extortion_threat() -> Examples {
        let id = "code_or_data_extortion_threat";
        Examples::new()
            .hit("a client quotes it", reported(id, "client", "Pay the rest or I leak the repository."))
            .value(1.0)
            .says("A client (Kim Example) reported on 2026-05-20 that the applicant threatened to leak, sell or delete code or data: “Pay the rest or I leak the repository.”")
            .pointers(&["/observations/0/quote"])
            .context("writes it twice", wrote(&["Hello", "Pay the rest or I leak the repository.", "I will sell your data to your competitors."]))
            .value(2.0)
            .says("2 of the applicant’s 3 messages mention that code or data will be leaked, sold or deleted: “Pay the rest or I leak the repository” and “I will sell your data to your competitors”.")
            .unknown("writes it once", wrote(&["Pay the rest or I leak the repository."]))
            .unknown("thanks", wrote(&["Thank you, that is all."]))
            .unknown("a report without a quote", reported(id, "client", " "))
            .unknown("the owner of an identity reports it", reported(id, "identity_owner", "Pay the rest or I leak the repository."))
            .unknown("no messages", wrote(&[]))
            .unknown("goroutines", wrote(&["Pay attention to goroutines or memory leaks", "Pay attention to goroutines or memory leaks"]))
            .unknown("an agreed publication", wrote(&["We will publish the code as agreed.", "We will publish the code as agreed."]))
            .innocent("talk of leaks", wrote(&["I fixed the memory leak, please pay the invoice when you can.", "I fixed the memory leak, please pay the invoice when you can."]))
    }
}
