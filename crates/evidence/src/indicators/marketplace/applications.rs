//! The number of applications and bids, and how many are accepted.

use std::collections::BTreeSet;

use chrono::{Duration, NaiveDate};

use super::super::reading::{count, day, fullest, part, ratio};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::profile::activity::Application;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] =
    &[APPLICATION_VELOCITY_EXTREME, BIDS_PER_LOGIN_HIGH, LOW_BID_ACCEPTANCE_RATIO];

const APPLICATION_VELOCITY_EXTREME: Indicator = Indicator {
    id: "application_velocity_extreme",
    family: Family::Marketplace,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 4,
    observed: "The applicant sends far more applications or bids within a day than people usually do.",
    unit: "applications in a day, in steps of 20",
    question: "When did the applicant apply? Send `activity.applications`.",
    innocent_explanations: "Tools that apply automatically, and people who were just laid off.",
    how_to_verify: "Ask which tool sends the applications. Ask about one of them in an interview.",
    sources: &["US2022", "RF26", "IBM26"],
    wording: "
    .hit = The applicant sent { $applications } applications within 24 hours, starting on { $from }.
    .miss = The applicant never sent more than { $applications ->
        [one] one application
       *[other] { $applications } applications
    } within 24 hours.
",
    miss: MissRule::Counts,
    observe: application_velocity_extreme,
    #[cfg(test)]
    examples: tests::application_velocity_extreme,
};

const BIDS_PER_LOGIN_HIGH: Indicator = Indicator {
    id: "bids_per_login_high",
    family: Family::Marketplace,
    cause: None,
    usage: Usage::ContextOnly,
    scope: Scope::Temporal,
    strength: 3,
    observed: "The applicant sends far more bids per sign-in than people usually do.",
    unit: "applications for each sign-in",
    question: "How often did the applicant sign in and apply? Send `activity.sign_ins` and `applications`.",
    innocent_explanations: "Bids sent through an API, from notifications or by a bidding tool; one sign-in that lasts for weeks; agencies.",
    how_to_verify: "Ask who or what sends the bids.",
    sources: &["US2022"],
    wording: "
    .hit = The applicant sent { $applications } applications but signed in only { $sign_ins ->
        [one] once.
       *[other] { $sign_ins } times.
    }
    .miss = The applicant sent { $applications ->
        [one] only one application
       *[other] { $applications } applications
    } and signed in { $sign_ins ->
        [one] once.
       *[other] { $sign_ins } times.
    }
",
    miss: MissRule::Counts,
    observe: bids_per_login_high,
    #[cfg(test)]
    examples: tests::bids_per_login_high,
};

const LOW_BID_ACCEPTANCE_RATIO: Indicator = Indicator {
    id: "low_bid_acceptance_ratio",
    family: Family::Marketplace,
    cause: None,
    usage: Usage::ContextOnly,
    scope: Scope::Temporal,
    strength: 2,
    observed: "The applicant sends very many bids, and almost none is accepted.",
    unit: "applications not accepted",
    question: "Which applications were accepted? Send `activity.applications[].accepted`.",
    innocent_explanations: "New freelancers.",
    how_to_verify: "Nothing needs to be verified. It is shown as context.",
    sources: &["US2022"],
    wording: "
    .hit = { $count ->
        [0] None of the { $total } applications with a known outcome was accepted.
        [one] Only one of { $total } applications with a known outcome was accepted.
       *[other] Only { $count } of { $total } applications with a known outcome were accepted.
    }
    .miss = { $part ->
        [all] All { $total } applications with a known outcome were accepted.
       *[some] { $count ->
            [one] One of { $total } applications with a known outcome was accepted.
           *[other] { $count } of { $total } applications with a known outcome were accepted.
        }
    }
",
    miss: MissRule::Counts,
    observe: low_bid_acceptance_ratio,
    #[cfg(test)]
    examples: tests::low_bid_acceptance_ratio,
};

/// The applications. `None` if there are none: a missing list and an empty one can't be told apart here.
fn applications<'a>(case: &Case<'a>) -> Option<&'a [Application]> {
    let applications = &case.profile.activity.as_ref()?.applications;
    (!applications.is_empty()).then_some(&applications[..])
}

/// A cluster of fake applicants sent more than 60 applications a day (RF26).
fn application_velocity_extreme(case: &Case<'_>) -> Finding {
    const MIN_WITHIN_A_DAY: usize = 60;
    let Some(applications) = applications(case) else { return Finding::Unknown };
    let times: Vec<_> = applications.iter().map(|application| application.at).collect();
    let (max, from) = fullest(&times, Duration::days(1));
    let evidence = Evidence::about(["/activity/applications".to_owned()])
        .with("applications", max)
        .with("from", from.map(day).unwrap_or_default());
    if max >= MIN_WITHIN_A_DAY {
        Finding::hit(count(max) / 20.0, evidence)
    } else {
        Finding::miss(evidence)
    }
}

/// Context only: a platform cannot tell a program that bids from bids sent through its API or from notifications, nor from
/// one sign-in that is kept for weeks. No study gives a rate.
fn bids_per_login_high(case: &Case<'_>) -> Finding {
    const MIN_PER_SIGN_IN: f64 = 15.0;
    let Some(applications) = applications(case) else { return Finding::Unknown };
    let sign_ins = case.profile.activity.as_ref().and_then(|activity| activity.sign_ins);
    let Some(sign_ins) = sign_ins.map(|sign_ins| sign_ins.0).filter(|number| *number >= 1.0) else {
        return Finding::Unknown;
    };
    // Phones stay signed in for months, so a day with an application counts as a sign-in.
    let days: BTreeSet<NaiveDate> =
        applications.iter().map(|application| application.at.date_naive()).collect();
    let per_sign_in = count(applications.len()) / sign_ins.max(count(days.len()));
    let pointers = ["/activity/sign_ins", "/activity/applications"].map(str::to_owned);
    let evidence = Evidence::about(pointers)
        .with("applications", applications.len())
        .with("sign_ins", sign_ins.round());
    if per_sign_in >= MIN_PER_SIGN_IN {
        Finding::hit(per_sign_in, evidence)
    } else {
        Finding::miss(evidence)
    }
}

fn low_bid_acceptance_ratio(case: &Case<'_>) -> Finding {
    const MIN_APPLICATIONS: usize = 50;
    const MAX_SHARE: f64 = 0.02;
    let outcomes: Vec<bool> = (applications(case).unwrap_or_default().iter())
        .filter_map(|application| application.accepted)
        .collect();
    if outcomes.len() < MIN_APPLICATIONS {
        return Finding::Unknown;
    }
    let accepted = outcomes.iter().filter(|is_accepted| **is_accepted).count();
    let evidence = Evidence::about(["/activity/applications".to_owned()]);
    let evidence = part(evidence, accepted, outcomes.len());
    if ratio(accepted, outcomes.len()) < MAX_SHARE {
        Finding::hit(count(outcomes.len() - accepted), evidence)
    } else {
        Finding::miss(evidence)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    /// Applications of one day, a minute apart, of which the first `accepted` are accepted.
    fn applied(applications: usize, sign_ins: u32, accepted: usize) -> Fixture {
        let application = |i: usize| json!({ "at": format!("2026-05-01T{:02}:{:02}:00Z", i / 60, i % 60), "accepted": i < accepted });
        let applications: Vec<Value> = (0..applications).map(application).collect();
        let activity =
            json!({ "applications": applications, "sign_ins": sign_ins, "window_days": 30 });
        Fixture::new(json!({ "activity": activity }))
    }

    /// One application on each of 16 days, in one sign-in.
    fn daily() -> Fixture {
        let application = |i: usize| json!({ "at": format!("2026-05-{:02}T10:00:00Z", i + 1) });
        let applications: Vec<Value> = (0..16).map(application).collect();
        Fixture::new(json!({ "activity": { "applications": applications, "sign_ins": 1 } }))
    }

    fn left_out() -> Fixture {
        Fixture::new(json!({ "activity": { "window_days": 30, "sign_ins": 4 } }))
    }

    pub(super) fn application_velocity_extreme() -> Examples {
        Examples::new()
            .hit("sixty within an hour", applied(60, 10, 0))
            .value(3.0)
            .says("The applicant sent 60 applications within 24 hours, starting on 2026-05-01.")
            .miss("59 within a day", applied(59, 10, 0))
            .miss("twelve within a day", applied(12, 10, 0))
            .says("The applicant never sent more than 12 applications within 24 hours.")
            .miss("one", applied(1, 10, 0))
            .says("The applicant never sent more than one application within 24 hours.")
            .unknown("the list was left out", left_out())
            .unknown("an empty section", Fixture::new(json!({ "activity": {} })))
            .innocent("someone who was laid off", applied(12, 10, 0))
    }

    pub(super) fn bids_per_login_high() -> Examples {
        Examples::new()
            .hit("sixty applications in two sign-ins", applied(60, 2, 0))
            .value(30.0)
            .says("The applicant sent 60 applications but signed in only 2 times.")
            .hit("sixty applications in one sign-in", applied(60, 1, 0))
            .says("The applicant sent 60 applications but signed in only once.")
            .miss("one application a day on a phone that stays signed in", daily())
            .miss("twelve applications in ten sign-ins", applied(12, 10, 0))
            .says("The applicant sent 12 applications and signed in 10 times.")
            .miss("one application in one sign-in", applied(1, 1, 0))
            .says("The applicant sent only one application and signed in once.")
            .unknown("the list was left out", left_out())
            .unknown("no sign-ins", applied(60, 0, 0))
            .innocent("a busy evening", applied(12, 4, 0))
            .innocent("a phone that stays signed in for a week of bids", applied(14, 1, 0))
    }

    pub(super) fn low_bid_acceptance_ratio() -> Examples {
        Examples::new()
            .hit("none of sixty", applied(60, 2, 0))
            .value(60.0)
            .says("None of the 60 applications with a known outcome was accepted.")
            .hit("one of sixty", applied(60, 2, 1))
            .says("Only one of 60 applications with a known outcome was accepted.")
            .hit("two of 120", applied(120, 2, 2))
            .says("Only 2 of 120 applications with a known outcome were accepted.")
            .miss("all of sixty", applied(60, 2, 60))
            .says("All 60 applications with a known outcome were accepted.")
            .miss("one of fifty", applied(50, 2, 1))
            .says("One of 50 applications with a known outcome was accepted.")
            .miss("ten of sixty", applied(60, 2, 10))
            .says("10 of 60 applications with a known outcome were accepted.")
            .unknown("twelve are too few", applied(12, 2, 0))
            .innocent("a newcomer's first bids", applied(12, 2, 0))
    }
}
