//! What is offered, for how much, and as whom.

use super::super::reading::{count, ratio, said};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::profile::messages::Direction;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] =
    &[RATE_BELOW_MARKET_NO_NEGOTIATION, COLD_OUTREACH_AS_EXECUTIVE];

const RATE_BELOW_MARKET_NO_NEGOTIATION: Indicator = Indicator {
    id: "rate_below_market_no_negotiation",
    family: Family::Marketplace,
    usage: Usage::ContextOnly,
    scope: Scope::Profile,
    strength: 2,
    observed: "Persistently 25-50% below market and accepts any change.",
    unit: "share of offers",
    question: "What was offered, and what is usual everywhere? Send `activity.applications[]` with `rate` and `market_rate`.",
    innocent_explanations: "Newcomers, lower-cost regions.",
    how_to_verify: "Nothing needs settling: life costs less in many places.",
    sources: &["JP24", "SEAL"],
    wording: "",
    miss: MissRule::Counts,
    observe: rate_below_market_no_negotiation,
    #[cfg(test)]
    examples: None,
};

const COLD_OUTREACH_AS_EXECUTIVE: Indicator = Indicator {
    id: "cold_outreach_as_executive",
    family: Family::Marketplace,
    usage: Usage::ContextOnly,
    scope: Scope::Profile,
    strength: 2,
    observed: "Unsolicited C-level pitch from a software company with no history.",
    unit: "messages",
    question: "Who wrote first? Send `messages` with `direction`.",
    innocent_explanations: "Ordinary sales spam.",
    how_to_verify: "Nothing needs settling: most of it is ordinary selling.",
    sources: &["US2022", "SEAL"],
    wording: "",
    miss: MissRule::Counts,
    observe: cold_outreach_as_executive,
    #[cfg(test)]
    examples: None,
};

/// Nine of ten offers, of ten at least, at three quarters of the usual rate or less.
fn rate_below_market_no_negotiation(case: &Case<'_>) -> Finding {
    const NEEDED: usize = 10;
    const LOW: f64 = 0.75;
    const NEARLY_ALL: f64 = 0.9;
    let offers = case.profile.activity.iter().flat_map(|activity| &activity.applications);
    let rated: Vec<(usize, bool)> = (offers.enumerate())
        .filter_map(|(i, offer)| {
            let (rate, usual) = (offer.rate?.0, offer.market_rate?.0);
            (usual > 0.0).then_some((i, rate <= usual * LOW))
        })
        .collect();
    if rated.len() < NEEDED {
        return Finding::Unknown;
    }
    let low: Vec<usize> = rated.iter().filter(|(_, low)| *low).map(|(i, _)| *i).collect();
    let share = ratio(low.len(), rated.len());
    let text = format!(
        "{} of {} offers are a quarter or more below the usual rate",
        low.len(),
        rated.len()
    );
    let evidence =
        Evidence::stored(text, low.iter().map(|i| format!("/activity/applications/{i}/rate")));
    if share >= NEARLY_ALL { Finding::hit(share, evidence) } else { Finding::miss(evidence) }
}

/// Messages that introduce a company's head, before anybody wrote to the applicant.
fn cold_outreach_as_executive(case: &Case<'_>) -> Finding {
    const PHRASES: &[&[&str]] = &[
        &["i am the ceo"],
        &["i'm the ceo"],
        &["i am the cto"],
        &["i'm the cto"],
        &["i am ceo of"],
        &["i am cto of"],
        &["as the ceo of"],
        &["as the founder of", "software"],
        &["i represent", "software company"],
    ];
    let said = said(case, PHRASES);
    if said.looked_at == 0 {
        return Finding::Unknown;
    }
    let messages = &case.profile.messages;
    let answered = messages.iter().position(|one| one.direction == Some(Direction::Received));
    let unasked = |i: usize| answered.is_none_or(|first| i < first);
    let hits: Vec<usize> = said.hits.iter().map(|(i, _)| *i).filter(|i| unasked(*i)).collect();
    let text = format!(
        "{} of {} messages pitch unasked as the head of a company",
        hits.len(),
        said.looked_at
    );
    let pointers = hits.iter().map(|i| format!("/messages/{i}/text"));
    Finding::graded(count(hits.len()), Evidence::stored(text, pointers))
}

#[cfg(test)]
mod tests;
