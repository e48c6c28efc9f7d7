//! Impossible dates of jobs and courses.

use chrono::{DateTime, Datelike, Utc};

use super::super::reading::{count, quoted};
use super::super::spelling::{Likeness, Spelling};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::quoted_date;
use crate::finding::{Evidence, Finding};
use crate::profile::organisation::words_without_form;
use crate::profile::resume::{Education, Work};
use crate::profile::{PartialDate, ShortText};

pub(super) const TIMELINE_IMPOSSIBLE_OR_INCONSISTENT: Indicator = Indicator {
    id: "timeline_impossible_or_inconsistent",
    family: Family::Resume,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 2,
    observed: "Jobs or courses on the resume end before they begin or begin in the future, or jobs cover the same months.",
    unit: "impossible entries",
    question: "What are the dates of the jobs and courses? Send `resume.work` and `resume.education` with `startDate` and `endDate`.",
    innocent_explanations: "Typing errors, and contract or part-time work for two employers at once.",
    how_to_verify: "Ask a former employer for the dates. Find the contact details independently.",
    sources: &["NOVA", "FIN", "SEAL"],
    wording: "
    .impossible = { $kind ->
        [reversed] { $jobs_count ->
            [one] A job on the resume ends before it begins: { $jobs }.
           *[other] { $jobs_count } jobs on the resume end before they begin: { $jobs }.
        }
        [future] { $jobs_count ->
            [one] A job on the resume begins in the future: { $jobs }.
           *[other] { $jobs_count } jobs on the resume begin in the future: { $jobs }.
        }
       *[mixed] { $jobs_count } jobs on the resume end before they begin or begin in the future: { $jobs }.
    }
    .same_months = The resume lists { $employers } for exactly the same months, from { $from } to { $until }{ $more ->
        [0] .
        [one] . Another job coincides with a different one in the same way.
       *[other] . { $more } other jobs coincide with a different one in the same way.
    }
    .near_months = The resume lists { $employers } for almost the same months, from { $from } to { $until }.
    .course = { $kind ->
        [reversed] A course on the resume ends before it begins: { $dates }.
       *[future] A course on the resume begins more than a year from now: { $dates }.
    }
    .miss = { $jobs ->
        [one] The only dated job on the resume has possible dates.
       *[other] The dates of the { $jobs } dated jobs on the resume are possible.
    }
",
    miss: MissRule::Counts,
    observe: timeline_impossible_or_inconsistent,
    #[cfg(test)]
    examples: tests::timeline_impossible_or_inconsistent,
};

/// A job with its position on the resume, and its first and last month.
struct DatedJob<'a> {
    index: usize,
    job: &'a Work,
    start: i32,
    end: i32,
}

/// Jobs and courses that end before they begin or begin in the future, and pairs of finished jobs at different employers
/// with the same first and last month, or nearly so for a year or more. Other overlaps are ordinary for freelancers.
fn timeline_impossible_or_inconsistent(case: &Case<'_>) -> Finding {
    /// Contracts are signed up to a notice period of six months ahead.
    const AHEAD_MONTHS: i32 = 6;
    let Some(resume) = &case.profile.resume else { return Finding::Unknown };
    let this_month = this_month(case);
    let jobs: Vec<DatedJob<'_>> = (resume.work.iter().enumerate())
        .filter_map(|(index, job)| {
            let start = job.start?.months(1);
            let end = job.end.map_or(this_month, |end| end.months(12));
            Some(DatedJob { index, job, start, end })
        })
        .collect();
    let courses: Vec<Evidence> = (resume.education.iter().enumerate())
        .filter_map(|(i, course)| about_course(i, course, this_month))
        .collect();
    if jobs.is_empty() && courses.is_empty() {
        return Finding::Unknown;
    }
    let impossible: Vec<&DatedJob<'_>> = jobs
        .iter()
        .filter(|job| job.end < job.start || job.start > this_month + AHEAD_MONTHS)
        .collect();
    let pairs = |likeness: fn(&DatedJob<'_>, &DatedJob<'_>) -> bool| -> Vec<[&DatedJob<'_>; 2]> {
        let first = |job| jobs.iter().find(|earlier| likeness(earlier, job));
        jobs.iter().filter_map(|job| Some([first(job)?, job])).collect()
    };
    let (coinciding, near) = (pairs(coincide), pairs(almost_coincide));
    let value = count(impossible.len() + coinciding.len() + near.len() + courses.len());
    let evidence: Vec<Evidence> = (about_impossible(&impossible).into_iter())
        .chain(about_coinciding(&coinciding))
        .chain(near.first().map(about_near))
        .chain(courses)
        .collect();
    if evidence.is_empty() {
        return Finding::miss(Evidence::about([]).with("jobs", jobs.len()));
    }
    Finding::Hit { value, evidence }
}

/// A course that ends before it begins, or begins in more than a year: people are admitted long before.
fn about_course(index: usize, course: &Education, this_month: i32) -> Option<Evidence> {
    const AHEAD: i32 = 12;
    let start = course.start?;
    let is_reversed = course.end.is_some_and(|end| end.months(12) < start.months(1));
    let kind = match (is_reversed, start.months(1) > this_month + AHEAD) {
        (true, _) => "reversed",
        (false, true) => "future",
        (false, false) => return None,
    };
    let date = |date: Option<PartialDate>| date.map_or_else(|| "…".to_owned(), quoted_date);
    let dates = format!("{} – {}", date(course.start), date(course.end));
    let evidence = Evidence::about([format!("/resume/education/{index}/startDate")]);
    Some(evidence.worded("course").with("kind", kind).with("dates", dates))
}

pub(super) fn this_month(case: &Case<'_>) -> i32 {
    month(case.now)
}

/// The number of months since year 0.
pub(super) fn month(at: DateTime<Utc>) -> i32 {
    at.year() * 12 + i32::try_from(at.month0()).unwrap_or_default()
}

/// Whether two jobs at different employers cover the same months, at least half a year.
fn coincide(earlier: &DatedJob<'_>, job: &DatedJob<'_>) -> bool {
    const MIN_MONTHS: i32 = 6;
    (earlier.start, earlier.end) == (job.start, job.end)
        && job.end - job.start >= MIN_MONTHS
        && are_comparable(earlier, job)
}

/// Whether two jobs at different employers cover the same months except for the first or the last one, at least a year.
/// Shorter ones can be two part-time jobs of an academic year.
fn almost_coincide(earlier: &DatedJob<'_>, job: &DatedJob<'_>) -> bool {
    const MIN_MONTHS: i32 = 12;
    let apart = (earlier.start - job.start).abs().max((earlier.end - job.end).abs());
    apart == 1 && job.end - job.start >= MIN_MONTHS && are_comparable(earlier, job)
}

fn are_comparable(earlier: &DatedJob<'_>, job: &DatedJob<'_>) -> bool {
    earlier.index < job.index
        && is_to_the_month(earlier.job)
        && is_to_the_month(job.job)
        && are_different_employers(earlier.job, job.job)
}

/// Whole years are too vague: two clients in the same years are ordinary.
fn is_to_the_month(job: &Work) -> bool {
    let has_month = |date: Option<PartialDate>| date.is_some_and(|date| date.month.is_some());
    has_month(job.start) && has_month(job.end)
}

/// Whether the employers are different, and not one employer with and without its legal form.
fn are_different_employers(job: &Work, other: &Work) -> bool {
    let [employer, other] = [job, other].map(|job| {
        Spelling::new(&words_without_form(job.name.as_ref().map_or("", ShortText::as_str)))
    });
    let likeness = employer.zip(other).map(|(employer, other)| employer.compare(&other));
    likeness == Some(Likeness::Different)
}

fn about_impossible(jobs: &[&DatedJob<'_>]) -> Option<Evidence> {
    let is_reversed = |job: &&&DatedJob<'_>| job.job.end.is_some() && job.end < job.start;
    let kind = match jobs.iter().filter(is_reversed).count() {
        _ if jobs.is_empty() => return None,
        0 => "future",
        reversed if reversed == jobs.len() => "reversed",
        _ => "mixed",
    };
    let labels: Vec<String> = jobs.iter().map(|job| label(job)).collect();
    let evidence = Evidence::about(jobs.iter().map(|job| pointer(job)));
    Some(evidence.worded("impossible").with("kind", kind).with("jobs", labels))
}

/// The jobs that cover the same months as the first coinciding job, and the number of other coinciding jobs.
fn about_coinciding(pairs: &[[&DatedJob<'_>; 2]]) -> Option<Evidence> {
    let [first, second] = pairs.first()?;
    let same = pairs.iter().filter(|[_, job]| (job.start, job.end) == (second.start, second.end));
    let jobs: Vec<&DatedJob<'_>> =
        std::iter::once(*first).chain(same.map(|[_, job]| *job)).collect();
    let date = |date: Option<PartialDate>| date.map(quoted_date).unwrap_or_default();
    let evidence = Evidence::about(pairs.iter().map(|[_, job]| pointer(job)))
        .worded("same_months")
        .with("employers", jobs.iter().map(|job| employer(job)).collect::<Vec<_>>())
        .with("from", date(second.job.start))
        .with("until", date(second.job.end))
        .with("more", pairs.len() + 1 - jobs.len());
    Some(evidence)
}

fn about_near([earlier, job]: &[&DatedJob<'_>; 2]) -> Evidence {
    let date = |date: Option<PartialDate>| date.map(quoted_date).unwrap_or_default();
    Evidence::about([pointer(job)])
        .worded("near_months")
        .with("employers", vec![employer(earlier), employer(job)])
        .with("from", date(job.job.start))
        .with("until", date(job.job.end))
}

fn pointer(job: &DatedJob<'_>) -> String {
    format!("/resume/work/{}/startDate", job.index)
}

/// A job as quoted in a sentence, with its dates: "“Example Works” (2021-05 – 2022-06)".
fn label(job: &DatedJob<'_>) -> String {
    let date = |date: Option<PartialDate>| date.map_or_else(|| "…".to_owned(), quoted_date);
    format!("{} ({} – {})", employer(job), date(job.job.start), date(job.job.end))
}

/// The employer, or the job's position on the resume if the employer is unknown.
fn employer(job: &DatedJob<'_>) -> String {
    let name = job.job.name.as_ref();
    name.map_or_else(|| format!("#{}", job.index + 1), |name| quoted(name.as_str()))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    fn worked(jobs: Value) -> Fixture {
        Fixture::new(json!({ "resume": { "work": jobs } }))
    }

    fn job(name: &str, from: &str, to: &str) -> Value {
        json!({ "name": name, "startDate": from, "endDate": to })
    }

    fn both(first: &str, second: &str) -> Fixture {
        worked(json!([job(first, "2020-01", "2022-06"), job(second, "2020-01", "2022-06")]))
    }

    pub(super) fn timeline_impossible_or_inconsistent() -> Examples {
        let shifted = |from: &str, to: &str| {
            worked(json!([
                job("Example Works", "2020-01", "2022-06"),
                job("Sample Mills", from, to)
            ]))
        };
        let studied = |from: &str, to: &str| {
            let course =
                json!({ "institution": "Example College", "startDate": from, "endDate": to });
            Fixture::new(json!({ "resume": { "education": [course] } }))
        };
        let reversed = job("Example Works", "2022-05", "2021-05");
        let future = json!({ "startDate": "2031-05" });
        let soon = json!({ "name": "Sample Mills", "startDate": "2030-05", "endDate": "2031-05" });
        let four = json!([
            job("Example Works", "2020-01", "2022-06"),
            job("Sample Mills", "2020-01", "2022-06"),
            job("Invented Ltd", "2020-01", "2022-06"),
            job("Example Works", "2018-01", "2018-12"),
            job("Sample Mills", "2018-01", "2018-12"),
        ]);
        let years =
            json!([job("Example Works", "2019", "2020"), job("Sample Mills", "2019", "2020")]);
        let overlapping = json!([
            { "startDate": "2020-01", "endDate": "2022-06" }, { "startDate": "2021-01" }
        ]);
        Examples::new()
            .hit("two employers in the same months", both("Example Works", "Sample Mills"))
            .value(1.0)
            .pointers(&["/resume/work/1/startDate"])
            .says("The resume lists “Example Works” and “Sample Mills” for exactly the same months, from 2020-01 to 2022-06.")
            .hit("an end before the beginning", worked(json!([reversed])))
            .says("A job on the resume ends before it begins: “Example Works” (2022-05 – 2021-05).")
            .hit("a beginning in the future", worked(json!([future])))
            .says("A job on the resume begins in the future: #1 (2031-05 – …).")
            .hit("two beginnings in the future", worked(json!([soon, future])))
            .says(
                "2 jobs on the resume begin in the future: “Sample Mills” (2030-05 – 2031-05) and #2 (2031-05 – …).",
            )
            .hit("both", worked(json!([future, reversed])))
            .value(2.0)
            .says(
                "2 jobs on the resume end before they begin or begin in the future: \
                 #1 (2031-05 – …) and “Example Works” (2022-05 – 2021-05).",
            )
            .hit("three employers in the same months, and two in others", worked(four))
            .value(3.0)
            .says(
                "The resume lists “Example Works”, “Sample Mills” and “Invented Ltd” for exactly the same \
                 months, from 2020-01 to 2022-06. Another job coincides with a different one in the same way.",
            )
            .hit("two employers in the same months but one", shifted("2020-02", "2022-06"))
            .value(1.0)
            .pointers(&["/resume/work/1/startDate"])
            .says("The resume lists “Example Works” and “Sample Mills” for almost the same months, from 2020-02 to 2022-06.")
            .hit("a course that ends before it begins", studied("2014-09", "2010-07"))
            .pointers(&["/resume/education/0/startDate"])
            .says("A course on the resume ends before it begins: 2014-09 – 2010-07.")
            .hit("a course in years", studied("2029-09", "2033-07"))
            .says("A course on the resume begins more than a year from now: 2029-09 – 2033-07.")
            .unknown("a course that begins this autumn", studied("2026-09", "2029-07"))
            .miss("jobs that overlap by more than a month less", shifted("2020-03", "2022-06"))
            .miss("one employer with and without its legal form", both("Example Works", "Example Works, Inc."))
            .miss("one job", worked(json!([job("Example Works", "2020-01", "2022-06")])))
            .says("The only dated job on the resume has possible dates.")
            .miss("two clients in the same years", worked(years))
            .miss("jobs that overlap", worked(overlapping))
            .says("The dates of the 2 dated jobs on the resume are possible.")
            .unknown("no dates", worked(json!([{ "name": "Example Works" }])))
            .innocent("two roles at one employer", both("Example Works", "EXAMPLE works"))
    }
}
