//! Results of background checks of claims: employers, schools, elements of the identity.

use std::collections::BTreeMap;

use super::super::checks::{Checked, Contradicted, checked, contradicted_claims};
use super::super::reading::{count, quoted};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::quoted_date;
use super::technologies::{RoleTexts, Technologies};
use crate::finding::{Evidence, Finding};
use crate::profile::PartialDate;
use crate::profile::background_checks::{BackgroundCheck, CheckOutcome, CheckedClaim};
use crate::profile::resume::Work;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[
    EMPLOYER_UNVERIFIABLE,
    ROLE_PREDATES_EMPLOYER_OR_TECHNOLOGY,
    EDUCATION_UNVERIFIABLE_OR_MAJOR_NOT_OFFERED,
    IDENTITY_ELEMENT_CONFLICT,
];

const EMPLOYER_UNVERIFIABLE: Indicator = Indicator {
    id: "employer_unverifiable",
    family: Family::Resume,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "A background check contradicts a job: the employer does not exist, or denies it.",
    unit: "employers",
    question: "Do the employers confirm the jobs? Send `background_checks` of kind `employment`.",
    innocent_explanations: "Start-ups that closed, companies that avoid publicity, and informal work.",
    how_to_verify: "Call the employer on a number that you found independently. Ask for a payslip with the amounts blacked out.",
    sources: &["US2022", "PSA25", "CIN24", "FIN"],
    wording: "
    .hit = { $count ->
        [one] A background check contradicted { $employers_count ->
            [0] a job
           *[other] the job at { $employers }
        }: { $outcome ->
            [denied] the employer denies it.
            [missing] the employer does not exist.
           *[conflict] the details do not fit together.
        }
       *[other] Background checks contradicted { $count } jobs{ $employers_count ->
            [0] :
           *[other] , at { $employers }:
        } { $outcome ->
            [denied] the employers deny them.
            [missing] the employers do not exist.
            [conflict] the details do not fit together.
           *[mixed] the employers deny them or do not exist, or the details do not fit together.
        }
    }
    .miss = { $total ->
        [one] The background check of a job did not contradict it.
       *[other] The background checks of { $total } jobs did not contradict any of them.
    }
",
    miss: MissRule::Counts,
    observe: employer_unverifiable,
    #[cfg(test)]
    examples: tests::employer_unverifiable,
};

const ROLE_PREDATES_EMPLOYER_OR_TECHNOLOGY: Indicator = Indicator {
    id: "role_predates_employer_or_technology",
    family: Family::Resume,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "A role began before the employer existed, or ended before a technology in it was published.",
    unit: "roles",
    question: "How long has the employer existed, and what was the role about? Send `background_checks[].operating_since` and `resume.work`.",
    innocent_explanations: "Companies that were bought or renamed.",
    how_to_verify: "Ask about the first year there. Companies that were bought or renamed explain most cases.",
    sources: &["FIN", "NOVA"],
    wording: "
    .hit = { $employers_count ->
        [0] A job on the resume
       *[other] The job at { $employers }
    } began in { $began }, but the employer has existed only since { $since }{ $more ->
        [0] .
        [one] . The dates of another job cannot be true either.
       *[other] . The dates of { $more } other jobs cannot be true either.
    }
    .technology = { $employers_count ->
        [0] A job on the resume
       *[other] The job at { $employers }
    } ended in { $ended }, but its description mentions { $technology }, which was first published in { $published }{ $more ->
        [0] .
        [one] . The dates of another job cannot be true either.
       *[other] . The dates of { $more } other jobs cannot be true either.
    }
    .miss = { $compared ->
        [one] The only job that could be compared is not too early for its employer or technologies, or the employer confirmed it.
       *[other] None of the { $compared } jobs that could be compared is too early for its employer or technologies, unless the employer confirmed it.
    }
",
    miss: MissRule::Counts,
    observe: role_predates_employer_or_technology,
    #[cfg(test)]
    examples: tests::role_predates_employer_or_technology,
};

const EDUCATION_UNVERIFIABLE_OR_MAJOR_NOT_OFFERED: Indicator = Indicator {
    id: "education_unverifiable_or_major_not_offered",
    family: Family::Resume,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "A background check contradicts a degree: the school denies it or never offered it.",
    unit: "degrees",
    question: "Does the school confirm the degree? Send `background_checks` of kind `education`.",
    innocent_explanations: "Schools that were renamed, and translated names of schools or degrees.",
    how_to_verify: "Ask for a confirmation by the school. Try its former names too.",
    sources: &["US2022", "PSA25", "AMZ25"],
    wording: "
    .hit = { $count ->
        [one] A background check contradicted a degree: { $outcome ->
            [denied] the school denies it.
           *[missing] there is no such school, course or degree.
        }
       *[other] Background checks contradicted { $count } degrees: { $outcome ->
            [denied] the schools deny them.
            [missing] there are no such schools, courses or degrees.
           *[mixed] the schools deny them, or there are no such schools, courses or degrees.
        }
    }
    .miss = { $total ->
        [one] The background check of a degree did not contradict it.
       *[other] The background checks of { $total } degrees did not contradict any of them.
    }
",
    miss: MissRule::Counts,
    observe: education_unverifiable_or_major_not_offered,
    #[cfg(test)]
    examples: tests::education_unverifiable_or_major_not_offered,
};

const IDENTITY_ELEMENT_CONFLICT: Indicator = Indicator {
    id: "identity_element_conflict",
    family: Family::Resume,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 5,
    observed: "A background check found that name, birth date, address and tax number do not belong together.",
    unit: "contradictions",
    question: "Do name, birth date, address and tax number belong together? Send `background_checks` of kind `identity_elements`.",
    innocent_explanations: "Errors of data brokers, changed names, and young people or immigrants with few records.",
    how_to_verify: "Ask for a second document. Ask the source of the contradiction to check again.",
    sources: &["US2022", "PSA25", "FLAME"],
    wording: "
    .hit = { $count ->
        [one] A background check
       *[other] { $count } background checks
    } found that the name, birth date, address and tax number do not belong together.
    .miss = { $total ->
        [one] A background check
       *[other] { $total } background checks
    } found no contradiction between the name, birth date, address and tax number.
",
    miss: MissRule::Counts,
    observe: identity_element_conflict,
    #[cfg(test)]
    examples: tests::identity_element_conflict,
};

fn employer_unverifiable(case: &Case<'_>) -> Finding {
    const OUTCOMES: [CheckOutcome; 4] = [
        CheckOutcome::Denied,
        CheckOutcome::DoesNotExist,
        CheckOutcome::Conflict,
        CheckOutcome::Forged,
    ];
    let Some(contradicted) = contradicted_claims(case, CheckedClaim::Employment, &OUTCOMES) else {
        return Finding::Unknown;
    };
    let finding = graded(&contradicted);
    if contradicted.hits.is_empty() {
        return finding;
    }
    let mut entries: Vec<usize> =
        contradicted.hits.iter().filter_map(|hit| hit.entry("/resume/work/")).collect();
    entries.sort_unstable();
    let work = case.profile.resume.as_ref().map_or(&[][..], |resume| &resume.work);
    let jobs = entries.into_iter().filter_map(|entry| work.get(entry));
    finding.with("outcome", outcome(&contradicted)).with("employers", employers(jobs))
}

fn education_unverifiable_or_major_not_offered(case: &Case<'_>) -> Finding {
    const OUTCOMES: [CheckOutcome; 3] =
        [CheckOutcome::Denied, CheckOutcome::DoesNotExist, CheckOutcome::Forged];
    let Some(contradicted) = contradicted_claims(case, CheckedClaim::Education, &OUTCOMES) else {
        return Finding::Unknown;
    };
    let finding = graded(&contradicted);
    if contradicted.hits.is_empty() {
        return finding;
    }
    finding.with("outcome", outcome(&contradicted))
}

/// A thin credit file is no conflict: a missing record contradicts nothing.
fn identity_element_conflict(case: &Case<'_>) -> Finding {
    const OUTCOMES: [CheckOutcome; 2] = [CheckOutcome::Conflict, CheckOutcome::Denied];
    let contradicted = contradicted_claims(case, CheckedClaim::IdentityElements, &OUTCOMES);
    contradicted.as_ref().map_or(Finding::Unknown, graded)
}

/// A hit with the number of contradicted claims and `$count`; otherwise a miss with `$total`.
fn graded(contradicted: &Contradicted<'_>) -> Finding {
    let hits = &contradicted.hits;
    let pointers = hits.iter().map(|hit| format!("/background_checks/{}/outcome", hit.index));
    let evidence = Evidence::about(pointers);
    if hits.is_empty() {
        return Finding::miss(evidence.with("total", contradicted.with_result));
    }
    Finding::hit(count(hits.len()), evidence.with("count", hits.len()))
}

/// The outcome that all contradicted claims have in common, or else `mixed`.
fn outcome(contradicted: &Contradicted<'_>) -> &'static str {
    let mut outcomes = contradicted.hits.iter().map(|hit| match hit.check.outcome {
        Some(CheckOutcome::Denied | CheckOutcome::Forged) => "denied",
        Some(CheckOutcome::DoesNotExist) => "missing",
        _ => "conflict",
    });
    let first = outcomes.next().unwrap_or("mixed");
    if outcomes.all(|outcome| outcome == first) { first } else { "mixed" }
}

/// The known names of the employers, in quotation marks.
fn employers<'a>(jobs: impl IntoIterator<Item = &'a Work>) -> Vec<String> {
    let names = jobs.into_iter().filter_map(|job| job.name.as_ref());
    names.map(|name| quoted(name.as_str())).collect()
}

/// What the employer and the technologies show about the dates of a role.
enum Dates {
    Unknown,
    Possible,
    BeforeEmployer { began: PartialDate, since: PartialDate },
    BeforeTechnology { ended: PartialDate, name: &'static str, published: i32 },
}

/// A role that began before its employer did, or ended before one of its technologies was published. A confirmation by
/// the employer outweighs both.
fn role_predates_employer_or_technology(case: &Case<'_>) -> Finding {
    let Some(resume) = &case.profile.resume else { return Finding::Unknown };
    let checks: BTreeMap<usize, Checked<'_>> = (checked(case, CheckedClaim::Employment)
        .into_iter())
    .filter_map(|check| Some((check.entry("/resume/work/")?, check)))
    .collect();
    let texts = RoleTexts::new(resume);
    let roles = resume.work.iter().enumerate().map(|(i, role)| {
        let check = checks.get(&i).map(|checked| checked.check);
        (i, role, dates(role, check, texts.technologies(i, role)))
    });
    let compared: Vec<(usize, &Work, Dates)> =
        roles.filter(|(.., dates)| !matches!(dates, Dates::Unknown)).collect();
    if compared.is_empty() {
        return Finding::Unknown;
    }
    let is_too_early = |(.., dates): &&(usize, &Work, Dates)| !matches!(dates, Dates::Possible);
    let too_early: Vec<&(usize, &Work, Dates)> = compared.iter().filter(is_too_early).collect();
    let evidence = Evidence::about(too_early.iter().map(|(i, ..)| format!("/resume/work/{i}")));
    let Some((_, role, dates)) = too_early.first() else {
        return Finding::miss(evidence.with("compared", compared.len()));
    };
    let evidence = evidence.with("employers", employers([*role])).with("more", too_early.len() - 1);
    Finding::hit(count(too_early.len()), about_dates(dates, evidence))
}

/// Missing months are interpreted in the role's favour.
fn dates(role: &Work, check: Option<&BackgroundCheck>, technologies: Technologies) -> Dates {
    let employer = check.and_then(|check| Some((role.start?, check.operating_since?)));
    if employer.is_none() && matches!(technologies, Technologies::Unknown) {
        return Dates::Unknown;
    }
    if check.is_some_and(|check| check.outcome == Some(CheckOutcome::Confirmed)) {
        return Dates::Possible;
    }
    match (employer, technologies, role.end) {
        (Some((began, since)), ..) if began.months(12) < since.months(1) => {
            Dates::BeforeEmployer { began, since }
        }
        (_, Technologies::TooNew(name, published), Some(ended)) => {
            Dates::BeforeTechnology { ended, name, published }
        }
        _ => Dates::Possible,
    }
}

fn about_dates(dates: &Dates, evidence: Evidence) -> Evidence {
    match dates {
        Dates::BeforeEmployer { began, since } => {
            evidence.with("began", quoted_date(*began)).with("since", quoted_date(*since))
        }
        Dates::BeforeTechnology { ended, name, published } => (evidence.worded("technology"))
            .with("ended", quoted_date(*ended))
            .with("technology", quoted(name))
            .with("published", published.to_string()),
        Dates::Unknown | Dates::Possible => evidence,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    fn checked(kind: &str, outcomes: &[&str]) -> Fixture {
        let check = |outcome: &&str| json!({ "kind": kind, "outcome": outcome });
        let checks: Vec<Value> = outcomes.iter().map(check).collect();
        Fixture::new(json!({ "background_checks": checks }))
    }

    /// A check of a claim with this outcome, and a later check that confirms the claim.
    fn corrected(kind: &str, outcome: &str) -> Fixture {
        let check = |outcome: &str, at: &str| json!({ "kind": kind, "claim": "/resume/work/0", "outcome": outcome, "checked_at": at });
        let first = check(outcome, "2026-01-01T00:00:00Z");
        let second = check("confirmed", "2026-02-01T00:00:00Z");
        Fixture::new(json!({ "background_checks": [first, second] }))
    }

    pub(super) fn employer_unverifiable() -> Examples {
        let employment = |outcomes: &[&str]| checked("employment", outcomes);
        let named = |outcomes: &[&str]| {
            let check = |(i, outcome): (usize, &&str)| json!({ "kind": "employment", "claim": format!("/resume/work/{i}"), "outcome": outcome });
            let checks: Vec<Value> = outcomes.iter().enumerate().map(check).collect();
            let work = json!([{ "name": "Northwind Example" }, { "name": "Sample Mills" }]);
            Fixture::new(json!({ "background_checks": checks, "resume": { "work": work } }))
        };
        Examples::new()
            .hit("an employer denies the job", named(&["denied"]))
            .value(1.0)
            .pointers(&["/background_checks/0/outcome"])
            .says("A background check contradicted the job at “Northwind Example”: the employer denies it.")
            .hit("an employer does not exist", named(&["does_not_exist", "confirmed"]))
            .says("A background check contradicted the job at “Northwind Example”: the employer does not exist.")
            .hit("the check does not say which job", employment(&["conflict"]))
            .says("A background check contradicted a job: the details do not fit together.")
            .hit("two employers deny the job", named(&["denied", "denied"]))
            .value(2.0)
            .says(
                "Background checks contradicted 2 jobs, at “Northwind Example” and “Sample Mills”: \
                 the employers deny them.",
            )
            .hit("two of three jobs", employment(&["denied", "confirmed", "does_not_exist"]))
            .value(2.0)
            .pointers(&["/background_checks/0/outcome", "/background_checks/2/outcome"])
            .says(
                "Background checks contradicted 2 jobs: the employers deny them or do not exist, \
                 or the details do not fit together.",
            )
            .miss("an employer confirms the job", named(&["confirmed"]))
            .says("The background check of a job did not contradict it.")
            .miss("two employers confirm the jobs", named(&["confirmed", "confirmed"]))
            .says("The background checks of 2 jobs did not contradict any of them.")
            .unknown("a start-up that closed", employment(&["no_record"]))
            .unknown("no one could tell", employment(&["inconclusive"]))
            .unknown("a check of a degree", checked("education", &["denied"]))
            .innocent("a firm that was found under its new name", corrected("employment", "denied"))
    }

    pub(super) fn role_predates_employer_or_technology() -> Examples {
        let began = |start: &str, outcome: &str| {
            Fixture::new(json!({
                "resume": { "work": [{ "name": "Northwind Example", "startDate": start }] },
                "background_checks": [{
                    "kind": "employment", "outcome": outcome, "claim": "/resume/work/0", "operating_since": "2018-05",
                }],
            }))
        };
        let worked = |jobs: Value| Fixture::new(json!({ "resume": { "work": jobs } }));
        let ended = |end: &str, text: &str| json!({ "endDate": end, "summary": text });
        let kubernetes =
            |end: &str| ended(end, "Ran Kubernetes clusters for native apps in React Native.");
        Examples::new()
            .hit("a role two years before the employer", began("2016-02", "inconclusive"))
            .value(1.0)
            .pointers(&["/resume/work/0"])
            .says("The job at “Northwind Example” began in 2016-02, but the employer has existed only since 2018-05.")
            .hit("a technology of later years", worked(json!([kubernetes("2012")])))
            .says(
                "A job on the resume ended in 2012, but its description mentions “kubernetes”, \
                 which was first published in 2014.",
            )
            .hit("two roles with technologies of later years", worked(json!([kubernetes("2012"), kubernetes("2011")])))
            .value(2.0)
            .says(
                "A job on the resume ended in 2012, but its description mentions “kubernetes”, which \
                 was first published in 2014. The dates of another job cannot be true either.",
            )
            .unknown("the author of what later became a product", worked(json!([ended("2014", "A training system that was later released as TensorFlow.")])))
            .miss("a month after the employer", began("2018-06", "inconclusive"))
            .says(
                "The only job that could be compared is not too early for its employer or \
                 technologies, or the employer confirmed it.",
            )
            .miss("months that are not given favour the applicant", began("2018", "inconclusive"))
            .miss("technologies of the time", worked(json!([kubernetes("2016"), kubernetes("2015")])))
            .says(
                "None of the 2 jobs that could be compared is too early for its employer or \
                 technologies, unless the employer confirmed it.",
            )
            .miss("other words", worked(json!([ended("2012", "Reacted to a native need.")])))
            .unknown("no dates", worked(json!([{ "name": "X" }])))
            .innocent("a firm that was bought confirms it", began("2016-02", "confirmed"))
    }

    pub(super) fn education_unverifiable_or_major_not_offered() -> Examples {
        let education = |outcomes: &[&str]| checked("education", outcomes);
        Examples::new()
            .hit("a school denies the degree", education(&["denied"]))
            .value(1.0)
            .pointers(&["/background_checks/0/outcome"])
            .says("A background check contradicted a degree: the school denies it.")
            .hit("a course that was never offered", education(&["does_not_exist"]))
            .says("A background check contradicted a degree: there is no such school, course or degree.")
            .hit("a school says that the diploma is forged", education(&["forged"]))
            .says("A background check contradicted a degree: the school denies it.")
            .hit("two schools deny the degree", education(&["denied", "denied"]))
            .says("Background checks contradicted 2 degrees: the schools deny them.")
            .hit("two of three degrees", education(&["denied", "confirmed", "does_not_exist"]))
            .value(2.0)
            .says(
                "Background checks contradicted 2 degrees: the schools deny them, or there are no \
                 such schools, courses or degrees.",
            )
            .miss("a school confirms the degree", education(&["confirmed"]))
            .says("The background check of a degree did not contradict it.")
            .miss("two schools confirm the degrees", education(&["confirmed", "confirmed"]))
            .says("The background checks of 2 degrees did not contradict any of them.")
            .unknown("nothing is on record", education(&["no_record"]))
            .unknown("no one could tell", education(&["inconclusive"]))
            .unknown("a check of a job", checked("employment", &["denied"]))
            .unknown("a later check confirms a degree that may be this one", Fixture::new(json!({ "background_checks": [
                { "kind": "education", "outcome": "denied", "checked_at": "2026-01-01T00:00:00Z" },
                { "kind": "education", "outcome": "confirmed", "checked_at": "2026-02-01T00:00:00Z" },
            ] })))
            .innocent("a school that was found under its former name", corrected("education", "denied"))
    }

    pub(super) fn identity_element_conflict() -> Examples {
        let kind = "identity_elements";
        Examples::new()
            .hit("the parts belong to different people", checked(kind, &["conflict"]))
            .value(1.0)
            .pointers(&["/background_checks/0/outcome"])
            .says("A background check found that the name, birth date, address and tax number do not belong together.")
            .hit("the latest of three checks", checked(kind, &["conflict", "confirmed", "denied"]))
            .value(1.0)
            .miss("an error that was corrected", checked(kind, &["conflict", "confirmed"]))
            .miss("the parts belong together", checked(kind, &["confirmed"]))
            .says("A background check found no contradiction between the name, birth date, address and tax number.")
            .miss("two checks agree", checked(kind, &["confirmed", "confirmed"]))
            .says("A background check found no contradiction between the name, birth date, address and tax number.")
            .unknown("few records", checked(kind, &["no_record"]))
            .unknown("no one could tell", checked(kind, &["inconclusive"]))
            .unknown("a check of a degree", checked("education", &["conflict"]))
            .innocent("a broker's error that was corrected", corrected(kind, "conflict"))
    }
}
