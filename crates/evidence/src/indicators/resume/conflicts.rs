//! Contradictions between the resume and the rest of the profile.

use super::super::reading::{count, quoted};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::elsewhere::site;
use super::histories::{Conflict, Conflicts, Difference, find_conflicts};
use super::{quoted_date, timeline};
use crate::finding::{Evidence, Finding};
use crate::profile::resume::Resume;
use crate::profile::{Agreement, PartialDate, Profile, ShortText};

pub(super) const RESUME_VS_PROFILE_CONFLICT: Indicator = Indicator {
    id: "resume_vs_profile_conflict",
    family: Family::Resume,
    cause: None,
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
    } of experience, but the resume goes back only to { $first_job }.
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
    /// Something was not compared, because there is too much of it.
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

/// A resume from before a move names the former country. So only a resume that was changed while the applicant claims to
/// have lived in the country contradicts the profile.
fn country(case: &Case<'_>, resume: &Resume) -> Option<Comparison> {
    let claims = case.profile.claims.as_ref()?;
    let claimed = claims.country?;
    let on_resume = resume.basics.as_ref()?.location.as_ref()?.country?;
    if claims.covers(on_resume, case.now)? {
        return Some(Comparison::Agrees);
    }
    if last_changed(case, resume)?.months(1) <= timeline::month(claims.resident_from(case.now)) {
        return None;
    }
    let evidence = Evidence::about(["/resume/basics/location/countryCode".to_owned()])
        .worded("country")
        .with("on_resume", on_resume)
        .with("claimed", claimed);
    Some(Comparison::Differs(evidence))
}

/// When the resume was last changed, according to the document or its file.
fn last_changed(case: &Case<'_>, resume: &Resume) -> Option<PartialDate> {
    let in_document = resume.meta.as_ref().and_then(|meta| meta.last_modified);
    let file = case.profile.resume_file.as_ref();
    in_document.or_else(|| file.and_then(|file| file.modified.or(file.created)))
}

fn name(case: &Case<'_>, resume: &Resume) -> Option<Comparison> {
    let on_resume = resume.basics.as_ref()?.name.as_ref()?;
    let claimed = case.profile.claims.as_ref()?.name.as_ref();
    let claimed = claimed.filter(|name| !name.is_organisation())?;
    let agreement = on_resume.agrees_with(claimed);
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

/// Whether the applicant claims more years than the resume has room for, from the first job or course on. Four years
/// are tolerated, because no one lists every job. A resume of ten years is not compared: leaving out what is older is
/// common advice.
fn years(case: &Case<'_>, resume: &Resume) -> Option<Comparison> {
    const FORGIVEN: f64 = 4.0;
    const LONG: f64 = 10.0;
    let claimed = case.profile.claims.as_ref()?.years_of_experience?.0;
    let jobs = resume.work.iter().filter_map(|job| job.start);
    let first_job = jobs.min_by_key(|start| start.months(1))?;
    let courses = resume.education.iter().filter_map(|course| course.start.or(course.end));
    let first = courses.chain([first_job]).min_by_key(|start| start.months(1))?;
    let listed = f64::from(timeline::this_month(case) - first.months(1)) / 12.0;
    if claimed <= listed + FORGIVEN {
        return Some(Comparison::Agrees);
    }
    if listed >= LONG {
        return None;
    }
    let evidence = Evidence::about(["/resume/work".to_owned()])
        .worded("years")
        .with("claimed", claimed)
        .with("first_job", quoted_date(first));
    Some(Comparison::Differs(evidence))
}

/// Jobs that other profiles contradict count as one conflict. The sentence describes the first of them.
fn jobs(profile: &Profile) -> Option<Comparison> {
    let Conflicts { found: conflicts, is_cut } = find_conflicts(profile)?;
    let Some(first) = conflicts.first() else {
        return Some(if is_cut { Comparison::Cut } else { Comparison::Agrees });
    };
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
        Difference::Employer(theirs) | Difference::Brand(theirs) => (evidence.worded("employer"))
            .with("elsewhere", employer(theirs.name.as_ref()))
            .with("from", date(job.start))
            .with("until", date(job.end)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::finding::State;
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    fn job(name: &str, title: &str, from: &str, to: &str) -> Value {
        json!({ "name": name, "position": title, "startDate": from, "endDate": to })
    }

    fn elsewhere(theirs: Value) -> Fixture {
        let work = json!([
            job("Example Works", "Clerk", "2019-03", "2021-06"),
            job("Sample Mills", "Miller", "2021-07", "2024-02")
        ]);
        compared(work, theirs)
    }

    fn compared(ours: Value, theirs: Value) -> Fixture {
        let profile = json!({ "url": "https://www.example.org/in/sam", "work": theirs });
        Fixture::new(json!({ "resume": { "work": ours }, "links": { "profiles": [profile] } }))
    }

    fn claimed(basics: Value, years: f64, changed: &str) -> Value {
        json!({
            "claims": { "name": "Sam Example", "country": "US", "years_of_experience": years },
            "resume": { "basics": basics, "work": [{ "startDate": "2021-01" }] },
            "resume_file": { "modified": changed },
        })
    }

    pub(super) fn resume_vs_profile_conflict() -> Examples {
        let claimed = |basics: Value, years| Fixture::new(claimed(basics, years, "2026-04"));
        let other = json!({ "name": "Robin Stone", "location": { "countryCode": "FR" } });
        let initials = json!({ "name": "S. Example", "location": { "countryCode": "US" } });
        let both = json!([
            job("Example Works", "Clerk", "2023-02", "2023-09"),
            job("Invented Ltd", "Pilot", "2021-07", "2024-02")
        ]);
        let near = json!([
            job("Example Works", "Clerk", "2019-10", "2021-06"),
            job("Sample Mills", "Miller", "2021", "2024")
        ]);
        let outdated = json!([
            job("Example Works", "Clerk", "2019-03", "2021-06"),
            job("Side Work", "Clerk", "2018-01", "2018-09")
        ]);
        let unnamed = || {
            let work = json!([
                job("Example Works", "Clerk", "2019-03", "2021-06"),
                job("Sample Mills", "Miller", "2021-07", "2024-02")
            ]);
            let theirs = json!([
                job("Invented Ltd", "Pilot", "2019-03", "2021-06"),
                job("Specimen Air", "Steward", "2021-07", "2024-02")
            ]);
            let profiles = json!([{ "work": theirs }]);
            Fixture::new(json!({ "resume": { "work": work }, "links": { "profiles": profiles } }))
        };
        Examples::new()
            .hit("country, name and years differ", claimed(other, 20.0))
            .value(3.0)
            .says("The applicant lives in France according to the resume, but in the United States according to the profile.")
            .says("The name on the resume is different from the name on the profile.")
            .says("The applicant claims 20 years of experience, but the resume goes back only to 2021-01.")
            .hit("more years than the resume has room for", claimed(initials.clone(), 20.0))
            .value(1.0)
            .pointers(&["/resume/work"])
            .hit(
                "the same job began more than a year later",
                elsewhere(json!([job("EXAMPLE works", "Clerk", "2020-08", "2021-06")])),
            )
            .value(1.0)
            .says("The resume lists “Example Works” from 2019-03, but the profile on example.org lists “EXAMPLE works” from 2020-08.")
            .pointers(&["/links/profiles", "/resume/work/0"])
            .hit("two jobs differ, which is one conflict", elsewhere(both))
            .value(1.0)
            .says(
                "The resume lists “Example Works” from 2019-03, but the profile on example.org lists \
                 “Example Works” from 2023-02.",
            )
            .hit("the same months in other jobs at other employers", unnamed())
            .says("From 2019-03 to 2021-06, the resume lists “Example Works”, but a profile on another site lists “Invented Ltd”. Another job differs as well.")
            .miss("a parent and its brand", elsewhere(json!([job("Specimen Group", "Lead", "2019-03", "2021-06")])))
            .miss("the last time at an employer", compared(
                json!([job("Acme", "Engineer", "2010-01", "2013-05"), job("Acme", "Engineer", "2019-01", "2022-05")]),
                json!([job("Acme", "Engineer", "2019-01", "2022-05")]),
            ))
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

    const ID: &str = "resume_vs_profile_conflict";

    #[test]
    fn an_employer_spelt_differently_is_no_conflict() {
        let state = |ours: &str, theirs: &str| {
            let job = |name: &str| json!([{ "name": name, "startDate": "2019-03", "endDate": "2021-06" }]);
            compared(job(ours), job(theirs)).state(ID)
        };
        for (ours, theirs) in [
            ("Acme", "Acme, Inc."),
            ("Acme GmbH", "ACME"),
            ("株式会社サンプル", "Sample Co., Ltd."),
            ("삼성전자", "Samsung Electronics"),
            ("ООО «Пример»", "Primer LLC"),
            ("示例科技有限公司", "Shili Technology"),
            ("International Business Machines", "IBM"),
            // One job under another name can be a brand.
            ("Example Works", "Invented Ltd"),
        ] {
            assert_ne!(state(ours, theirs), State::Hit, "{ours} and {theirs}");
        }
    }

    #[test]
    fn one_job_under_another_name_is_no_conflict_but_two_are() {
        let pair = |names: [&str; 2]| {
            json!([
                { "name": names[0], "startDate": "2019-03", "endDate": "2021-06" },
                { "name": names[1], "startDate": "2021-07", "endDate": "2024-02" },
            ])
        };
        let state =
            |theirs| compared(pair(["Example Works", "Sample Mills"]), pair(theirs)).state(ID);
        assert_ne!(state(["Invented Ltd", "Sample Mills"]), State::Hit);
        assert_eq!(state(["Invented Ltd", "Otto Labs"]), State::Hit);
    }

    #[test]
    fn a_new_name_of_the_employer_is_no_conflict_if_the_title_is_the_same() {
        let theirs = json!([job("Invented Ltd", "Senior clerk", "2019-03", "2021-06")]);
        assert_eq!(elsewhere(theirs).state(ID), State::Miss);
    }

    #[test]
    fn several_titles_at_an_employer_listed_as_one_job_are_no_conflict() {
        let theirs = json!([job("Example Works", "Apprentice", "2014-03", "2021-06")]);
        assert_eq!(elsewhere(theirs).state(ID), State::Miss);
    }

    #[test]
    fn an_old_resume_names_a_former_country() {
        let state = |changed: &str| {
            let basics = json!({ "location": { "countryCode": "FR" } });
            Fixture::new(claimed(basics, 5.0, changed)).finding(ID).value()
        };
        assert_eq!(state("2026-04"), Some(1.0));
        assert_eq!(state("2024-04"), Some(0.0));
        assert_eq!(state("2025-12"), Some(0.0));
    }

    #[test]
    fn leaving_out_old_jobs_is_no_conflict() {
        let state = |work: Value, education: Value| {
            let claims = json!({ "years_of_experience": 25 });
            let resume = json!({ "work": work, "education": education });
            Fixture::new(json!({ "claims": claims, "resume": resume })).state(ID)
        };
        let since = |year: &str| json!([{ "startDate": year }]);
        assert_eq!(state(since("2015"), json!([])), State::Unknown);
        assert_eq!(state(since("2021"), since("1998")), State::Miss);
        assert_eq!(state(since("2021"), json!([])), State::Hit);
    }
}
