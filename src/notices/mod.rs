//! Notices: a decision in plain words, for reviewers and for the applicant, in four languages.
//!
//! The applicant's notice says what kind of thing was found and how to appeal. It names no indicator, value, address or
//! other person: nothing that teaches evasion, and nothing about anyone else.

#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use evidence::finding::State;
use evidence::indicators::Family;
use scoring::decision::{Assessment, Band, Contribution, Recommendation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::language::Language;

/// Reader of a notice: `reviewer` or `applicant`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = NoticeAudience)]
pub enum Audience {
    Reviewer,
    Applicant,
}

/// A decision in plain language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Notice {
    /// Language of the notice.
    pub language: Language,
    /// Title of the notice.
    pub title: String,
    /// Sections of the notice.
    pub sections: Vec<Section>,
}

/// A section of a notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = NoticeSection)]
pub struct Section {
    /// Heading of the section.
    pub heading: String,
    /// Sentences of the section, one per element.
    pub lines: Vec<String>,
}

/// Every family, in the order of the `families` texts.
pub const FAMILIES: [Family; 10] = [
    Family::Session,
    Family::Contact,
    Family::Resume,
    Family::CodeHosting,
    Family::Marketplace,
    Family::IdentityCheck,
    Family::Payout,
    Family::Shipping,
    Family::Interview,
    Family::Engagement,
];

/// All texts of one language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'static"))]
struct Texts {
    reviewer: ForReviewer,
    applicant: ForApplicant,
    page: Page,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ForReviewer {
    title: &'static str,
    result: &'static str,
    /// With the placeholder `{score}`.
    score: &'static str,
    bands: [&'static str; 4],
    recommendations: [&'static str; 3],
    found: &'static str,
    /// With the placeholders `{family}`, `{hits}` and `{misses}`.
    family: &'static str,
    families: [&'static str; 10],
    nothing: &'static str,
    linked: &'static str,
    not_used: &'static str,
    not_used_lines: Vec<&'static str>,
    decide: &'static str,
    decide_lines: Vec<&'static str>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ForApplicant {
    title: &'static str,
    result: &'static str,
    recommendations: [&'static str; 3],
    found: &'static str,
    families: [&'static str; 10],
    nothing: &'static str,
    too_little: &'static str,
    closer_look: &'static str,
    no_proof: &'static str,
    not_used: &'static str,
    not_used_lines: Vec<&'static str>,
    decide: &'static str,
    decide_lines: Vec<&'static str>,
    appeal: &'static str,
    appeal_lines: Vec<&'static str>,
}

/// The texts of the page on which an applicant appeals.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Above the form.
    pub heading: &'static str,
    pub statement: &'static str,
    pub corrections: &'static str,
    /// On the button.
    pub send: &'static str,
    /// The confirmation: a heading and a sentence.
    pub thanks: [&'static str; 2],
    /// The link was already used.
    pub used: &'static str,
    /// The link has expired.
    pub expired: &'static str,
    /// Another appeal is under review.
    pub running: &'static str,
    /// The statement is missing, or a field is too long.
    pub empty: &'static str,
}

fn texts(language: Language) -> &'static Texts {
    static TEXTS: LazyLock<[Texts; 4]> = LazyLock::new(|| {
        [
            include_str!("texts/en.json"),
            include_str!("texts/ko.json"),
            include_str!("texts/ja.json"),
            include_str!("texts/es.json"),
        ]
        .map(|json| serde_json::from_str(json).expect("a test reads the texts of every language"))
    });
    &TEXTS[language as usize]
}

/// The texts of the page on which an applicant appeals.
pub fn page_texts(language: Language) -> &'static Page {
    &texts(language).page
}

/// Describes a decision in plain words.
pub fn notice(assessment: &Assessment, audience: Audience, language: Language) -> Notice {
    let texts = texts(language);
    let (title, sections) = match audience {
        Audience::Reviewer => (texts.reviewer.title, for_reviewer(&texts.reviewer, assessment)),
        Audience::Applicant => (texts.applicant.title, for_applicant(&texts.applicant, assessment)),
    };
    Notice { language, title: title.to_owned(), sections }
}

fn for_reviewer(texts: &ForReviewer, assessment: &Assessment) -> Vec<Section> {
    let score = texts.score.replace("{score}", &assessment.score.to_string());
    let result = [
        texts.bands[band_position(assessment.band)],
        score.as_str(),
        texts.recommendations[recommendation_position(assessment.recommendation)],
    ];
    let mut findings = Vec::new();
    for (family, name) in FAMILIES.into_iter().zip(texts.families) {
        let hits = contributions(assessment, family).filter(|it| it.state == State::Hit).count();
        let misses = contributions(assessment, family).count() - hits;
        if hits > 0 {
            let line = texts.family.replace("{family}", name).replace("{hits}", &hits.to_string());
            findings.push(line.replace("{misses}", &misses.to_string()));
        }
    }
    if findings.is_empty() {
        findings.push(texts.nothing.to_owned());
    }
    if assessment.links.applicants > 0 {
        findings.push(texts.linked.to_owned());
    }
    vec![
        section(texts.result, &result),
        Section { heading: texts.found.to_owned(), lines: findings },
        section(texts.not_used, &texts.not_used_lines),
        section(texts.decide, &texts.decide_lines),
    ]
}

fn for_applicant(texts: &ForApplicant, assessment: &Assessment) -> Vec<Section> {
    let result = texts.recommendations[recommendation_position(assessment.recommendation)];
    vec![
        section(texts.result, &[result]),
        section(texts.found, &applicant_findings(texts, assessment)),
        section(texts.not_used, &texts.not_used_lines),
        section(texts.decide, &texts.decide_lines),
        section(texts.appeal, &texts.appeal_lines),
    ]
}

/// Names each family with hits, unless other evidence of the family outweighs them.
fn applicant_findings(texts: &ForApplicant, assessment: &Assessment) -> Vec<&'static str> {
    let counts = |family: Family| {
        let log_odds: f64 = contributions(assessment, family).map(|it| it.log_odds).sum();
        log_odds > 0.0 && contributions(assessment, family).any(|it| it.state == State::Hit)
    };
    let named = FAMILIES.into_iter().zip(texts.families).filter(|(family, _)| counts(*family));
    let mut lines: Vec<&str> = named.map(|(_, text)| text).collect();
    let needs_check = assessment.recommendation != Recommendation::Proceed;
    lines.push(match (lines.is_empty(), assessment.band) {
        (false, _) => texts.no_proof,
        (true, Band::InsufficientEvidence) => texts.too_little,
        (true, _) if needs_check => texts.closer_look,
        (true, _) => texts.nothing,
    });
    lines
}

fn section(heading: &str, lines: &[&str]) -> Section {
    let lines = lines.iter().map(|line| (*line).to_owned()).collect();
    Section { heading: heading.to_owned(), lines }
}

fn contributions(assessment: &Assessment, family: Family) -> impl Iterator<Item = &Contribution> {
    assessment.contributions.iter().filter(move |it| it.family == family.name())
}

fn band_position(band: Band) -> usize {
    match band {
        Band::InsufficientEvidence => 0,
        Band::Low => 1,
        Band::Elevated => 2,
        Band::High => 3,
    }
}

fn recommendation_position(recommendation: Recommendation) -> usize {
    match recommendation {
        Recommendation::Proceed => 0,
        Recommendation::Verify => 1,
        Recommendation::Review => 2,
    }
}
