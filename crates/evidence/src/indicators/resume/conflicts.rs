//! Contradictions between the resume and the rest of the profile.

use super::super::reading::{count, quoted};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::elsewhere::site;
use super::histories::{Conflict, Difference, find_conflicts};
use super::{quoted_date, timeline};
use crate::finding::{Evidence, Finding};
use crate::profile::resume::Resume;
use crate::profile::{Agreement, PartialDate, Profile, ShortText};

pub(super) const RESUME_VS_PROFILE_CONFLICT: Indicator = Indicator {
    id: "resume_vs_profile_conflict",
    family: Family::Resume,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "The resume contradicts the profile, or profiles on other sites: name, country, experience, employers or dates.",
    unit: "conflicts",
    question: "What do the resume and the profiles on other sites say? Send `resume` with `basics` and `work`, `claims`, and `links.profiles[].work`.",
    innocent_explanations: "Profiles that are out of date, and resumes that are shortened for the job.",
    how_to_verify: "Ask about each difference. Outdated resumes and profiles explain most of them.",
    sources: &["US2022", "PSA23", "FIN", "SEAL"],
    wording: "
    .country = The applicant lives in { $on_resume } according to the resume, but in { $claimed } according to the profile.
    .name = The name on the resume is different from the name on the profile.
    .years = The applicant claims { $claimed ->
        [one] one year
       *[other] { $claimed } years
    } of experience, but the first job on the resume began in { $first_job }.
    .start = The resume lists { $on_resume } from { $start_on_resume }, but { $sites_count ->
        [0] a profile on another site
       *[other] the profile on { $sites }
    } lists { $elsewhere } from { $start_elsewhere }{ $more ->
        [0] .
        [one] . Another job differs as well.
       *[other] . { $more } other jobs differ as well.
    }
    .employer = From { $from } to { $until }, the resume lists { $on_resume }, but { $sites_count ->
        [0] a profile on another site
       *[other] the profile on { $sites }
    } lists { $elsewhere }{ $more ->
        [0] .
        [one] . Another job differs as well.
       *[other] . { $more } other jobs differ as well.
    }
    .miss = Of country, name, years of experience and jobs, { $compared ->
        [one] only one could be compared between the resume and the profile. It agrees.
        [4] all could be compared between the resume and the profile. They agree.
       *[other] { $compared } could be compared between the resume and the profile. They agree.
    }
",
    miss: MissRule::Counts,
    observe: resume_vs_profile_conflict,
    #[cfg(test)]
    examples: tests::resume_vs_profile_conflict,
};

enum Comparison {
    Agrees,
    Differs(Evidence),
    /// A name is too long to compare.
    Cut,
}

fn resume_vs_profile_conflict(case: &Case<'_>) -> Finding {
    let Some(resume) = &case.profile.resume else { return Finding::Unknown };
    let details =
        [country(case, resume), name(case, resume), years(case, resume), jobs(case.profile)];
    let comparisons: Vec<Comparison> = details.into_iter().flatten().collect();
    if comparisons.is_empty() {
        return Finding::Unknown;
    }
    let is_cut = comparisons.iter().any(|comparison| matches!(comparison, Comparison::Cut));
    let compared = comparisons.len();
    let evidence: Vec<Evidence> = (comparisons.into_iter())
        .filter_map(|comparison| match comparison {
            Comparison::Agrees | Comparison::Cut => None,
            Comparison::Differs(evidence) => Some(evidence),
        })
        .collect();
    if evidence.is_empty() {
        let evidence = Evidence::about([]).with("compared", compared);
        return Finding::miss(evidence).unless_cut(|| is_cut);
    }
    Finding::Hit { value: count(evidence.len()), evidence }
}

fn country(case: &Case<'_>, resume: &Resume) -> Option<Comparison> {
    let claims = case.profile.claims.as_ref()?;
    let claimed = claims.country?;
    let on_resume = resume.basics.as_ref()?.location.as_ref()?.country?;
    if claims.covers(on_resume, case.now) {
        return Some(Comparison::Agrees);
    }
    let evidence = Evidence::about(["/resume/basics/location/countryCode".to_owned()])
        .worded("country")
        .with("on_resume", on_resume)
        .with("claimed", claimed);
    Some(Comparison::Differs(evidence))
}

fn name(case: &Case<'_>, resume: &Resume) -> Option<Comparison> {
    let on_resume = resume.basics.as_ref()?.name.as_ref()?;
    let agreement = on_resume.agrees_with(case.profile.claims.as_ref()?.name.as_ref()?);
    if agreement == Agreement::TooLong {
        return Some(Comparison::Cut);
    }
    if !agreement.is_known() {
        return None;
    }
    if agreement != Agreement::Differ {
        return Some(Comparison::Agrees);
    }
    let evidence = Evidence::about(["/resume/basics/name".to_owned()]);
    Some(Comparison::Differs(evidence.worded("name")))
}

/// Whether the applicant claims more years than the resume has room for. Four years are tolerated, because no one lists
/// every job.
fn years(case: &Case<'_>, resume: &Resume) -> Option<Comparison> {
    const FORGIVEN: f64 = 4.0;
    let claimed = case.profile.claims.as_ref()?.years_of_experience?.0;
    let starts = resume.work.iter().filter_map(|job| job.start);
    let first = starts.min_by_key(|start| start.months(1))?;
    let listed = f64::from(timeline::this_month(case) - first.months(1)) / 12.0;
    if claimed <= listed + FORGIVEN {
        return Some(Comparison::Agrees);
    }
    let evidence = Evidence::about(["/resume/work".to_owned()])
        .worded("years")
        .with("claimed", claimed)
        .with("first_job", quoted_date(first));
    Some(Comparison::Differs(evidence))
}

/// Jobs that other profiles contradict count as one conflict. The sentence describes the first of them.
fn jobs(profile: &Profile) -> Option<Comparison> {
    let conflicts = find_conflicts(profile)?;
    let Some(first) = conflicts.first() else { return Some(Comparison::Agrees) };
    let jobs = conflicts.iter().map(|conflict| format!("/resume/work/{}", conflict.index));
    let pointers = std::iter::once("/links/profiles".to_owned()).chain(jobs);
    let evidence = Evidence::about(pointers).with("more", conflicts.len() - 1);
    let sites: Vec<String> = site(first.profile).into_iter().collect();
    Some(Comparison::Differs(about_job(first, evidence).with("sites", sites)))
}

fn about_job(conflict: &Conflict<'_>, evidence: Evidence) -> Evidence {
    let job = conflict.job;
    let employer = |name: Option<&ShortText>| quoted(name.map_or("", ShortText::as_str));
    let date = |date: Option<PartialDate>| date.map(quoted_date).unwrap_or_default();
    let evidence = evidence.with("on_resume", employer(job.name.as_ref()));
    match conflict.difference {
        Difference::Start(theirs) => (evidence.worded("start"))
            .with("start_on_resume", date(job.start))
            .with("elsewhere", employer(theirs.name.as_ref()))
            .with("start_elsewhere", date(theirs.start)),
        Difference::Employer(theirs) => (evidence.worded("employer"))
            .with("elsewhere", employer(theirs.name.as_ref()))
            .with("from", date(job.start))
            .with("until", date(job.end)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    fn job(name: &str, from: &str, to: &str) -> Value {
        json!({ "name": name, "startDate": from, "endDate": to })
    }

    fn elsewhere(theirs: Value) -> Fixture {
        let work = json!([
            job("Example Works", "2019-03", "2021-06"),
            job("Sample Mills", "2021-07", "2024-02")
        ]);
        let profile = json!({ "url": "https://www.example.org/in/sam", "work": theirs });
        Fixture::new(json!({ "resume": { "work": work }, "links": { "profiles": [profile] } }))
    }

    pub(super) fn resume_vs_profile_conflict() -> Examples {
        let claimed = |basics: Value, years: f64| {
            let claims =
                json!({ "name": "Sam Example", "country": "US", "years_of_experience": years });
            let work = json!([{ "startDate": "2021-01" }]);
            Fixture::new(json!({ "claims": claims, "resume": { "basics": basics, "work": work } }))
        };
        let other = json!({ "name": "Robin Stone", "location": { "countryCode": "FR" } });
        let initials = json!({ "name": "S. Example", "location": { "countryCode": "US" } });
        let both = json!([
            job("Example Works", "2023-02", "2023-09"),
            job("Invented Ltd", "2021-07", "2024-02")
        ]);
        let near = json!([
            job("Example Works", "2019-10", "2021-06"),
            job("Sample Mills", "2021", "2024")
        ]);
        let outdated = json!([
            job("Example Works", "2019-03", "2021-06"),
            job("Side Work", "2018-01", "2018-09")
        ]);
        let unnamed = || {
            let work = json!([job("Example Works", "2019-03", "2021-06")]);
            let theirs = json!([job("Invented Ltd", "2019-03", "2021-06")]);
            let profiles = json!([{ "work": theirs }]);
            Fixture::new(json!({ "resume": { "work": work }, "links": { "profiles": profiles } }))
        };
        Examples::new()
            .hit("country, name and years differ", claimed(other, 20.0))
            .value(3.0)
            .says("The applicant lives in France according to the resume, but in the United States according to the profile.")
            .says("The name on the resume is different from the name on the profile.")
            .says("The applicant claims 20 years of experience, but the first job on the resume began in 2021-01.")
            .hit("more years than the resume has room for", claimed(initials.clone(), 20.0))
            .value(1.0)
            .pointers(&["/resume/work"])
            .hit(
                "a job began more than a year later",
                elsewhere(json!([job("EXAMPLE works", "2020-08", "2021-06")])),
            )
            .value(1.0)
            .says("The resume lists “Example Works” from 2019-03, but the profile on example.org lists “EXAMPLE works” from 2020-08.")
            .pointers(&["/links/profiles", "/resume/work/0"])
            .hit("two jobs differ, which is one conflict", elsewhere(both))
            .value(1.0)
            .says(
                "The resume lists “Example Works” from 2019-03, but the profile on example.org lists \
                 “Example Works” from 2023-02. Another job differs as well.",
            )
            .hit("the same months at another employer", unnamed())
            .says("From 2019-03 to 2021-06, the resume lists “Example Works”, but a profile on another site lists “Invented Ltd”.")
            .miss("the same name", claimed(json!({ "name": "Sam Example" }), 5.0))
            .says(
                "Of country, name, years of experience and jobs, 2 could be compared between the resume \
                 and the profile. They agree.",
            )
            .miss("some months, or only years", elsewhere(near))
            .says(
                "Of country, name, years of experience and jobs, only one could be compared between the \
                 resume and the profile. It agrees.",
            )
            .miss("a job that only one of the two lists", elsewhere(outdated))
            .unknown("an empty resume", Fixture::new(json!({ "resume": {} })))
            .unknown("a profile without jobs", elsewhere(json!([])))
            .innocent("initials, and a profile a year old", claimed(initials, 6.0))
    }
}
