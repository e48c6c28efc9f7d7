//! Calls to the careers site.

use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[CAREERS_API_ACCESS_PATTERN];

const CAREERS_API_ACCESS_PATTERN: Indicator = Indicator {
    id: "careers_api_access_pattern",
    family: Family::Session,
    cause: None,
    usage: Usage::ContextOnly,
    scope: Scope::Profile,
    strength: 3,
    observed: "Other external accounts make the same sequence of calls to the careers site.",
    unit: "other accounts",
    question: "Which calls do external accounts repeat? Send `activity.careers_site` from your access logs.",
    innocent_explanations: "Job bots, aggregators, and scripts that help people with disabilities.",
    how_to_verify: "Compare the times and addresses of the calls in your access logs.",
    sources: &["MS26"],
    wording: "
    .hit = { $accounts ->
        [one] One other external account
       *[other] { $accounts } other external accounts
    } made the same sequence of { $calls } calls to the careers site.
    .miss = { $accounts ->
        [0] No other external account repeated a sequence of the applicant’s calls to the careers site.
       *[other] The longest sequence of calls to the careers site that other external accounts repeated is too short to mean anything.
    }
",
    miss: MissRule::Ignored,
    observe: careers_api_access_pattern,
    #[cfg(test)]
    examples: tests::careers_api_access_pattern,
};

/// Short sequences are what the site suggests to everyone.
fn careers_api_access_pattern(case: &Case<'_>) -> Finding {
    const MIN_CALLS: f64 = 10.0;
    let activity = case.profile.activity.as_ref();
    let Some(site) = activity.and_then(|activity| activity.careers_site.as_ref()) else {
        return Finding::Unknown;
    };
    let Some(accounts) = site.other_accounts.map(|accounts| accounts.0.round()) else {
        return Finding::Unknown;
    };
    let calls = site.repeated_calls.map(|calls| calls.0.round());
    let evidence = Evidence::about(["/activity/careers_site".to_owned()]);
    let evidence = evidence.with("accounts", accounts);
    match calls {
        _ if accounts < 1.0 => Finding::miss(evidence),
        None => Finding::Unknown,
        Some(calls) if calls < MIN_CALLS => Finding::miss(evidence),
        Some(calls) => Finding::hit(accounts, evidence.with("calls", calls)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    pub(super) fn careers_api_access_pattern() -> Examples {
        let seen = |calls: Value, accounts: Value| {
            let site = json!({ "repeated_calls": calls, "other_accounts": accounts });
            Fixture::new(json!({ "activity": { "careers_site": site } }))
        };
        Examples::new()
            .hit("three other accounts", seen(40.into(), 3.into()))
            .value(3.0)
            .pointers(&["/activity/careers_site"])
            .says("3 other external accounts made the same sequence of 40 calls to the careers site.")
            .hit("one other account", seen(12.into(), 1.into()))
            .says("One other external account made the same sequence of 12 calls to the careers site.")
            .miss("no other account", seen(Value::Null, 0.into()))
            .says("No other external account repeated a sequence of the applicant’s calls to the careers site.")
            .miss("a few calls", seen(4.into(), 30.into()))
            .says("The longest sequence of calls to the careers site that other external accounts repeated is too short to mean anything.")
            .unknown("no one knows how long it is", seen(Value::Null, 3.into()))
            .unknown("no one compared", seen(40.into(), Value::Null))
            .innocent("an aggregator's few calls", seen(4.into(), 30.into()))
    }
}
