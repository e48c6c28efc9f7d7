//! The wording of a resume, compared with its other sections and with the job advertisement.

use std::collections::{BTreeSet, HashSet};

use aho_corasick::AhoCorasick;

use super::super::reading::{count, part, ratio};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::profile::fold;
use crate::profile::newest::{ResumeText, Selected, job_ads, resume_texts, skills};
use crate::work::{Work, count as count_work};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] =
    &[IMPLAUSIBLE_SKILL_BREADTH, RESUME_TAILORED_TOO_EXACTLY];

const IMPLAUSIBLE_SKILL_BREADTH: Indicator = Indicator {
    id: "implausible_skill_breadth",
    family: Family::Resume,
    cause: None,
    usage: Usage::ContextOnly,
    scope: Scope::Profile,
    strength: 1,
    observed: "The resume lists a lot of skills, most of which no job, project or summary mentions.",
    unit: "skills that no job mentions",
    question: "Which skills and which work are claimed? Send `resume.skills` and `resume.work`.",
    innocent_explanations: "Many people fill their resume with keywords for the software that sorts applications.",
    how_to_verify: "Ask about one of the skills that the resume mentions nowhere else.",
    sources: &["US2022", "NOVA"],
    wording: "
    .hit = { $part ->
        [all] None of the { $total } skills on the resume is mentioned in any job, project or summary.
       *[some] { $count } of { $total } skills on the resume are not mentioned in any job, project or summary.
    }
    .miss = { $part ->
        [none] { $total ->
            [one] The only skill on the resume is mentioned in a job, project or summary.
           *[other] All { $total } skills on the resume are mentioned in a job, project or summary.
        }
        [all] { $total ->
            [one] The only skill on the resume is not mentioned in any job, project or summary, but the list is short.
           *[other] None of the { $total } skills on the resume is mentioned in any job, project or summary, but the list is short.
        }
       *[some] { $count ->
            [one] One of { $total } skills on the resume is
           *[other] { $count } of { $total } skills on the resume are
        } not mentioned in any job, project or summary.
    }
",
    miss: MissRule::Counts,
    observe: implausible_skill_breadth,
    #[cfg(test)]
    examples: tests::implausible_skill_breadth,
};

const RESUME_TAILORED_TOO_EXACTLY: Indicator = Indicator {
    id: "resume_tailored_too_exactly",
    family: Family::Resume,
    cause: None,
    usage: Usage::ContextOnly,
    scope: Scope::Profile,
    strength: 1,
    observed: "The resume repeats at least half of a job ad word for word.",
    unit: "share of the job ad",
    question: "What did the job ad say? Send `activity.applications[].job_ad` and `resume`.",
    innocent_explanations: "Career advisers recommend it, and AI tools do it.",
    how_to_verify: "Nothing needs to be verified. People are advised to do so.",
    sources: &["KOL25", "SAR"],
    wording: "
    .hit = The resume repeats { $percent }% of a job ad word for word.
    .miss = { $percent ->
        [0] The resume does not repeat any job ad word for word.
       *[other] The resume repeats no more than { $percent }% of any job ad word for word.
    }
",
    miss: MissRule::Counts,
    observe: resume_tailored_too_exactly,
    #[cfg(test)]
    examples: tests::resume_tailored_too_exactly,
};

/// At least forty skills, three quarters of which are mentioned in no job, project or summary.
fn implausible_skill_breadth(case: &Case<'_>) -> Finding {
    const MANY: usize = 40;
    const UNRELATED: f64 = 0.75;
    let Some(resume) = &case.profile.resume else { return Finding::Unknown };
    let skills = skills(resume);
    let history = history(&resume_texts(resume));
    if skills.kept.is_empty() || history.trim().is_empty() {
        return Finding::Unknown;
    }
    let unrelated = skills.kept.len() - mentioned(&skills.kept, &history);
    // Skills are not quoted, because some are languages.
    let evidence = Evidence::about(["/resume/skills".to_owned()]);
    let evidence = part(evidence, unrelated, skills.kept.len());
    if skills.kept.len() >= MANY && ratio(unrelated, skills.kept.len()) >= UNRELATED {
        Finding::hit(count(unrelated), evidence)
    } else if skills.is_cut {
        Finding::Unknown
    } else {
        Finding::miss(evidence)
    }
}

/// How many of the different skills occur in a text.
fn mentioned(skills: &[&str], text: &str) -> usize {
    /// With less text per skill, building an automaton takes longer than searching for each skill.
    const SMALL: usize = 256 * 1024;
    if skills.len() * text.len() <= SMALL {
        count_work(Work::SearchedBytes, skills.len() * text.len());
        return skills.iter().filter(|skill| text.contains(**skill)).count();
    }
    // The maximum number and length of skills keep the automaton small.
    let Ok(automaton) = AhoCorasick::new(skills) else { return 0 };
    count_work(Work::SearchedBytes, text.len());
    let mut found = BTreeSet::new();
    for skill in automaton.find_overlapping_iter(text) {
        if found.insert(skill.pattern()) && found.len() == skills.len() {
            break;
        }
    }
    found.len()
}

/// The resume repeats half of the advertisement's sequences of five words.
fn resume_tailored_too_exactly(case: &Case<'_>) -> Finding {
    const HALF: f64 = 0.5;
    const MIN_SEQUENCES: usize = 40;
    let Some(resume) = &case.profile.resume else { return Finding::Unknown };
    let ads = job_ads(case.profile);
    if ads.kept.is_empty() {
        return Finding::Unknown;
    }
    let texts = resume_texts(resume);
    let history = fold(&history(&texts));
    let own = sequences(&history);
    let closest = (ads.kept.iter())
        .map(|(i, ad)| (*i, fold(ad.folded())))
        .filter_map(|(i, ad)| {
            let ad = sequences(&ad);
            let is_comparable = ad.len() >= MIN_SEQUENCES && !own.is_empty();
            is_comparable.then(|| (i, ratio(ad.intersection(&own).count(), ad.len())))
        })
        .max_by(|(_, share), (_, other)| share.total_cmp(other));
    let Some((i, share)) = closest else { return Finding::Unknown };
    let pointers = [format!("/activity/applications/{i}/job_ad"), "/resume".to_owned()];
    let evidence = Evidence::about(pointers).with("percent", (share * 100.0).round());
    if share >= HALF {
        Finding::hit(share, evidence)
    } else if ads.is_cut || texts.is_cut {
        Finding::Unknown
    } else {
        Finding::miss(evidence)
    }
}

/// What the resume says about work, folded.
fn history(texts: &Selected<ResumeText<'_>>) -> String {
    let texts: Vec<&str> = texts.kept.iter().map(|text| text.text.folded()).collect();
    texts.join("\n")
}

/// All sequences of five words.
fn sequences(text: &str) -> HashSet<[&str; 5]> {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric() && c != '+' && c != '#')
        .filter(|word| !word.is_empty())
        .collect();
    words.array_windows().copied().collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    fn words(stem: &str, count: usize) -> Vec<String> {
        (0..count).map(|i| format!("{stem}{i:02}")).collect()
    }

    pub(super) fn implausible_skill_breadth() -> Examples {
        let resume = |skills: usize, work: &str| {
            let skills = json!([{ "keywords": words("tool", skills) }]);
            Fixture::new(json!({ "resume": { "skills": skills, "work": [{ "summary": work }] } }))
        };
        let (shop, all) = ("Built a shop.", words("tool", 60).join(" "));
        let (most_tools, few_tools) = (words("tool", 59).join(" "), words("tool", 5).join(" "));
        let none = Fixture::new(json!({ "resume": { "work": [{ "summary": "x" }] } }));
        Examples::new()
            .hit("sixty skills and a shop", resume(60, shop))
            .value(60.0)
            .pointers(&["/resume/skills"])
            .says("None of the 60 skills on the resume is mentioned in any job, project or summary.")
            .hit("sixty skills, five of which a job mentions", resume(60, &few_tools))
            .value(55.0)
            .says("55 of 60 skills on the resume are not mentioned in any job, project or summary.")
            .miss("twelve skills", resume(12, shop))
            .says("None of the 12 skills on the resume is mentioned in any job, project or summary, but the list is short.")
            .miss("one skill", resume(1, shop))
            .says("The only skill on the resume is not mentioned in any job, project or summary, but the list is short.")
            .miss("seven of twelve", resume(12, &few_tools))
            .says("7 of 12 skills on the resume are not mentioned in any job, project or summary.")
            .miss("one of sixty", resume(60, &most_tools))
            .says("One of 60 skills on the resume is not mentioned in any job, project or summary.")
            .miss("one skill that a job mentions", resume(1, &few_tools))
            .says("The only skill on the resume is mentioned in a job, project or summary.")
            .miss("a job mentions all", resume(60, &all))
            .says("All 60 skills on the resume are mentioned in a job, project or summary.")
            .unknown("no skills", none)
            .innocent("a list that the work bears out", resume(60, &all))
    }

    pub(super) fn resume_tailored_too_exactly() -> Examples {
        let applied = |ad: Value, work: &str| {
            let application = json!({ "at": "2026-05-01T00:00:00Z", "job_ad": ad });
            Fixture::new(json!({
                "resume": { "work": [{ "summary": work }] },
                "activity": { "applications": [application] },
            }))
        };
        let ad = words("word", 80).join(" ");
        let answered = |work: &str| applied(ad.as_str().into(), work);
        Examples::new()
            .hit("the whole ad", answered(&ad))
            .value(1.0)
            .pointers(&["/activity/applications/0/job_ad", "/resume"])
            .says("The resume repeats 100% of a job ad word for word.")
            .miss("own words", answered("a text of my own words"))
            .says("The resume does not repeat any job ad word for word.")
            .miss("a quarter of the ad", answered(&words("word", 23).join(" ")))
            .says("The resume repeats no more than 25% of any job ad word for word.")
            .unknown("no ad", applied(Value::Null, &ad))
            .unknown("a short ad", applied("too short a job ad".into(), &ad))
            .innocent(
                "a few words of the ad",
                answered("word01 word02 and a team of my own word09"),
            )
    }
}
