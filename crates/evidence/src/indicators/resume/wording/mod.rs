//! What a resume says, held against itself and against the advertisement.

use std::collections::BTreeSet;

use super::super::reading::{count, ratio};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::profile::resume::Resume;
use crate::profile::{Text, fold};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] =
    &[IMPLAUSIBLE_SKILL_BREADTH, RESUME_TAILORED_TOO_EXACTLY];

const IMPLAUSIBLE_SKILL_BREADTH: Indicator = Indicator {
    id: "implausible_skill_breadth",
    family: Family::Resume,
    usage: Usage::ContextOnly,
    scope: Scope::Profile,
    strength: 1,
    observed: "Keyword-stuffed stack unrelated to history.",
    unit: "skills that no job mentions",
    question: "Which skills and which work are claimed? Send `resume.skills` and `resume.work`.",
    innocent_explanations: "ATS-optimised resumes everywhere.",
    how_to_verify: "Ask about one of the skills that stands nowhere else.",
    sources: &["US2022", "NOVA"],
    wording: "",
    miss: MissRule::Counts,
    observe: implausible_skill_breadth,
    #[cfg(test)]
    examples: None,
};

const RESUME_TAILORED_TOO_EXACTLY: Indicator = Indicator {
    id: "resume_tailored_too_exactly",
    family: Family::Resume,
    usage: Usage::ContextOnly,
    scope: Scope::Profile,
    strength: 1,
    observed: "Resume mirrors the job ad phrase by phrase.",
    unit: "share of the advertisement",
    question: "What did the advertisement say? Send `activity.applications[].job_ad` and `resume`.",
    innocent_explanations: "Standard career advice; AI tools.",
    how_to_verify: "Nothing needs settling: people are told to do so.",
    sources: &["KOL25", "SAR"],
    wording: "",
    miss: MissRule::Counts,
    observe: resume_tailored_too_exactly,
    #[cfg(test)]
    examples: None,
};

/// Forty skills or more, three in four of which no job, project or summary mentions.
fn implausible_skill_breadth(case: &Case<'_>) -> Finding {
    const MANY: usize = 40;
    const UNRELATED: f64 = 0.75;
    let Some(resume) = &case.profile.resume else { return Finding::Unknown };
    let skills: BTreeSet<String> = (resume.skills.iter())
        .flat_map(|skill| skill.name.iter().chain(&skill.keywords))
        .map(Text::folded)
        .collect();
    let told = history(resume);
    if skills.is_empty() || told.trim().is_empty() {
        return Finding::Unknown;
    }
    let unrelated = skills.iter().filter(|skill| !told.contains(skill.as_str())).count();
    let text = format!("{unrelated} of {} skills stand in no job or project", skills.len());
    let evidence = Evidence::stored(text, ["/resume/skills".to_owned()]);
    if skills.len() >= MANY && ratio(unrelated, skills.len()) >= UNRELATED {
        Finding::hit(count(unrelated), evidence)
    } else {
        Finding::miss(evidence)
    }
}

/// Half of the advertisement's runs of five words stand in the resume.
fn resume_tailored_too_exactly(case: &Case<'_>) -> Finding {
    const HALF: f64 = 0.5;
    const RUNS: usize = 40;
    let Some(resume) = &case.profile.resume else { return Finding::Unknown };
    let own = runs(&history(resume));
    let applications = case.profile.activity.iter().flat_map(|activity| &activity.applications);
    let closest = (applications.enumerate())
        .filter_map(|(i, application)| Some((i, runs(&application.job_ad.as_ref()?.folded()))))
        .filter(|(_, ad)| ad.len() >= RUNS && !own.is_empty())
        .map(|(i, ad)| (i, ratio(ad.intersection(&own).count(), ad.len())))
        .max_by(|one, other| one.1.total_cmp(&other.1));
    let Some((i, share)) = closest else { return Finding::Unknown };
    let text =
        format!("{:.0} % of an advertisement stand in the resume word for word", share * 100.0);
    let pointers = [format!("/activity/applications/{i}/job_ad"), "/resume".to_owned()];
    let evidence = Evidence::stored(text, pointers);
    if share >= HALF { Finding::hit(share, evidence) } else { Finding::miss(evidence) }
}

/// Everything that the resume tells of work, folded.
fn history(resume: &Resume) -> String {
    let summary = resume.basics.iter().filter_map(|basics| Some(basics.summary.as_ref()?.folded()));
    let work = resume.work.iter().flat_map(|job| {
        let texts = job.summary.iter().chain(&job.highlights).map(Text::folded);
        job.position.iter().map(Text::folded).chain(texts)
    });
    let projects = resume.projects.iter().flat_map(|project| {
        let name = project.name.iter().map(Text::folded);
        name.chain(project.description.iter().map(Text::folded))
    });
    summary.chain(work).chain(projects).collect::<Vec<_>>().join("\n")
}

/// Every run of five words.
fn runs(text: &str) -> BTreeSet<String> {
    const WORDS: usize = 5;
    let text = fold(text);
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric() && c != '+' && c != '#')
        .filter(|word| !word.is_empty())
        .collect();
    words.windows(WORDS).map(|run| run.join(" ")).collect()
}

#[cfg(test)]
mod tests;
