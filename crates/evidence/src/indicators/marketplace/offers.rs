//! The applicant's offers: at which rate, and in which role.

use super::super::messages::messages_where;
use super::super::phrases::Topic;
use super::super::reading::{part, ratio};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::profile::messages::Direction;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] =
    &[RATE_BELOW_MARKET_NO_NEGOTIATION, COLD_OUTREACH_AS_EXECUTIVE];

const RATE_BELOW_MARKET_NO_NEGOTIATION: Indicator = Indicator {
    id: "rate_below_market_no_negotiation",
    family: Family::Marketplace,
    cause: None,
    usage: Usage::ContextOnly,
    scope: Scope::Profile,
    strength: 2,
    observed: "Nearly all of the applicant's offers are at least a quarter below the usual rate.",
    unit: "share of offers",
    question: "Which rates did the applicant offer, and what is the usual rate worldwide? Send `activity.applications[]` with `rate` and `market_rate`.",
    innocent_explanations: "Newcomers, and people who live where the cost of living is lower.",
    how_to_verify: "Nothing needs to be verified. The cost of living is lower in many places.",
    sources: &["JP24", "SEAL"],
    wording: "
    .hit = { $part ->
        [all] All { $total } offers
       *[some] { $count } of { $total } offers
    } were at least a quarter below the usual rate.
    .miss = { $count ->
        [0] None of the { $total } offers was
        [one] Only one of { $total } offers was
       *[other] Only { $count } of { $total } offers were
    } at least a quarter below the usual rate.
",
    miss: MissRule::Counts,
    observe: rate_below_market_no_negotiation,
    #[cfg(test)]
    examples: tests::rate_below_market_no_negotiation,
};

const COLD_OUTREACH_AS_EXECUTIVE: Indicator = Indicator {
    id: "cold_outreach_as_executive",
    family: Family::Marketplace,
    cause: None,
    usage: Usage::ContextOnly,
    scope: Scope::Profile,
    strength: 2,
    observed: "The applicant writes first and presents themselves as the head of a company.",
    unit: "messages",
    question: "Who wrote first? Send `messages` with `direction`.",
    innocent_explanations: "Ordinary sales messages.",
    how_to_verify: "Nothing needs to be verified. Most of these messages are ordinary sales.",
    sources: &["US2022", "SEAL"],
    wording: "
    .context = { some-messages } claim to come from the head of a company, before anyone had written to the applicant: { $quotes }.
    .hit = { some-messages } claimed to come from the head of a company before anyone had written to the applicant: { $quotes }.
    .miss = { some-messages } claimed to come from the head of a company before anyone had written to the applicant.
",
    miss: MissRule::Ignored,
    observe: cold_outreach_as_executive,
    #[cfg(test)]
    examples: tests::cold_outreach_as_executive,
};

/// At least nine of ten offers, at 75 % of the usual rate or less.
fn rate_below_market_no_negotiation(case: &Case<'_>) -> Finding {
    const MIN_OFFERS: usize = 10;
    const LOW: f64 = 0.75;
    const MIN_SHARE: f64 = 0.9;
    let offers = case.profile.activity.iter().flat_map(|activity| &activity.applications);
    let rated: Vec<(usize, bool)> = (offers.enumerate())
        .filter_map(|(i, offer)| {
            let (rate, usual) = (offer.rate?.0, offer.market_rate?.0);
            (usual > 0.0).then_some((i, rate <= usual * LOW))
        })
        .collect();
    if rated.len() < MIN_OFFERS {
        return Finding::Unknown;
    }
    let low: Vec<usize> = rated.iter().filter(|(_, is_low)| *is_low).map(|(i, _)| *i).collect();
    let share = ratio(low.len(), rated.len());
    let pointers = low.iter().map(|i| format!("/activity/applications/{i}/rate"));
    let evidence = part(Evidence::about(pointers), low.len(), rated.len());
    if share >= MIN_SHARE { Finding::hit(share, evidence) } else { Finding::miss(evidence) }
}

/// Messages in the name of a company's head, sent before anyone wrote to the applicant.
fn cold_outreach_as_executive(case: &Case<'_>) -> Finding {
    let messages = &case.profile.messages;
    let first_received =
        messages.iter().position(|message| message.direction == Some(Direction::Received));
    let is_unprompted = |i: usize| first_received.is_none_or(|first| i < first);
    messages_where(case, Topic::ColdOutreach, is_unprompted).context(case)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    pub(super) fn rate_below_market_no_negotiation() -> Examples {
        let offered = |rates: Vec<Value>| {
            let offer =
                |rate| json!({ "at": "2026-05-01T00:00:00Z", "rate": rate, "market_rate": 40 });
            let offers: Vec<Value> = rates.into_iter().map(offer).collect();
            Fixture::new(json!({ "activity": { "applications": offers } }))
        };
        let offers = |number: usize, rate: u32| offered(vec![json!(rate); number]);
        let some_low =
            |low: usize| offered([vec![json!(20); low], vec![json!(38); 12 - low]].concat());
        Examples::new()
            .hit("every offer at half the rate", offers(12, 20))
            .value(1.0)
            .says("All 12 offers were at least a quarter below the usual rate.")
            .hit("eleven of twelve", some_low(11))
            .says("11 of 12 offers were at least a quarter below the usual rate.")
            .miss("every offer near the rate", offers(12, 38))
            .says("None of the 12 offers was at least a quarter below the usual rate.")
            .miss("one of twelve", some_low(1))
            .says("Only one of 12 offers was at least a quarter below the usual rate.")
            .miss("half of twelve", some_low(6))
            .says("Only 6 of 12 offers were at least a quarter below the usual rate.")
            .unknown("three offers are too few", offers(3, 20))
            .unknown("no rates", offered(vec![Value::Null; 12]))
            .innocent("a newcomer's first offers", offers(3, 20))
    }

    pub(super) fn cold_outreach_as_executive() -> Examples {
        let talk = |messages: Value| Fixture::new(json!({ "messages": messages }));
        let sent = |text: &str| json!({ "direction": "sent", "text": text });
        let pitch = sent("I am the CEO of Northwind Example.");
        let asked = json!({ "direction": "received", "text": "Who are you?" });
        let again = sent("As the CEO of Northwind Example, I offer a discount.");
        Examples::new()
            .context("two pitches come first", talk(json!([pitch, again])))
            .value(2.0)
            .says(
                "Both messages of the applicant claim to come from the head of a company, before anyone had written \
                 to the applicant: “I am the CEO of Northwind Example” and “As the CEO of Northwind Example, I offer \
                 a discount”.",
            )
            .unknown("one pitch", talk(json!([pitch])))
            .unknown("a pitch before and after an answer", talk(json!([pitch, asked, again])))
            .unknown("worked for a company's head", talk(json!([sent("I worked for the CEO."), sent("I worked for the CEO.")])))
            .unknown("only someone else wrote", talk(json!([asked])))
            .innocent("an answer to a question", talk(json!([asked, pitch, again])))
    }
}
