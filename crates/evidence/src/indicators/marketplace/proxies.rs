//! Offers to people who attend interviews in the applicant's place.

use super::super::messages::messages_with;
use super::super::phrases::Topic;
use super::super::reports::reported_or_written;
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::Finding;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[RECRUITS_PROXY_INTERVIEWERS];

const RECRUITS_PROXY_INTERVIEWERS: Indicator = Indicator {
    id: "recruits_proxy_interviewers",
    family: Family::Marketplace,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 5,
    observed: "The applicant looks for people who attend interviews in their place, often for a share of the pay.",
    unit: "reports",
    question: "Did anyone report such an offer, on the platform or in issues and pull requests by the claimed accounts? Send the words in `observations[]`.",
    innocent_explanations: "Recruiters, and services that offer practice interviews.",
    how_to_verify: "Ask the person who received the offer. Keep the text and its address.",
    sources: &["SIL26"],
    wording: "
    .reported = { person-reported } that the applicant looked for someone to attend interviews in their place: “{ $quote }”
    .context = { some-messages } mention that someone attends an interview for another person: { $quotes }.
",
    miss: MissRule::Ignored,
    observe: recruits_proxy_interviewers,
    #[cfg(test)]
    examples: tests::recruits_proxy_interviewers,
};

fn recruits_proxy_interviewers(case: &Case<'_>) -> Finding {
    let written = messages_with(case, Topic::ProxyInterview);
    reported_or_written(case, "recruits_proxy_interviewers", &written)
}

#[cfg(test)]
mod tests {
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::{reported, wrote};

    pub(super) fn recruits_proxy_interviewers() -> Examples {
        let offer = "I need someone to attend the interview for me, you get 30 percent.";
        let thanks = "Thanks for offering to do the interview for me on Friday.";
        let id = "recruits_proxy_interviewers";
        Examples::new()
            .hit("a recruiter quotes it", reported(id, "recruiter", offer))
            .value(1.0)
            .says(
                "A recruiter (Kim Example) reported on 2026-05-20 that the applicant looked for someone to attend \
                 interviews in their place: “I need someone to attend the interview for me, you get 30 percent.”",
            )
            .context("writes it twice", wrote(&[offer, offer]))
            .says(
                "Both messages of the applicant mention that someone attends an interview for another person: \
                 “I need someone to attend the interview for me, you get 30 percent”.",
            )
            .unknown("writes it once", wrote(&[offer]))
            .unknown("thanks the interviewer", wrote(&[thanks, thanks]))
            .innocent("thanks the interviewer twice", wrote(&[thanks, thanks]))
    }
}
