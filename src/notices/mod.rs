//! Notices: a decision in plain words, for whoever reviews it and for whom it is about, in four languages.
//!
//! The applicant's says what kind of thing was found and how to contest it. It names no indicator, value, address or
//! other person: nothing that would teach how not to be found, and nothing of anybody else.

mod en;
mod es;
mod ja;
mod ko;
#[cfg(test)]
mod tests;

use evidence::finding::State;
use evidence::indicators::Family;
use scoring::decision::{Assessment, Band, Contribution, Recommendation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Reader of a notice: `reviewer` or `applicant`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = NoticeAudience)]
pub enum Audience {
    /// Whoever reviews the decision.
    Reviewer,
    /// Whom it is about.
    Applicant,
}

/// Language of a notice: English, Korean, Japanese or Spanish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = NoticeLanguage)]
pub enum Language {
    /// English.
    En,
    /// Korean.
    Ko,
    /// Japanese.
    Ja,
    /// Spanish.
    Es,
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

/// Every family, in the order in which texts are listed.
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

/// All texts of one language. What is missing does not compile.
#[derive(Debug)]
struct Texts {
    reviewer: ForReviewer,
    applicant: ForApplicant,
    page: Page,
}

/// What reviewers read.
#[derive(Debug)]
struct ForReviewer {
    title: &'static str,
    result: &'static str,
    /// `{score}` is put in.
    score: &'static str,
    bands: [&'static str; 4],
    recommendations: [&'static str; 3],
    found: &'static str,
    /// `{family}`, `{hits}` and `{misses}` are put in.
    family: &'static str,
    families: [&'static str; 10],
    nothing: &'static str,
    linked: &'static str,
    not_used: &'static str,
    not_used_lines: &'static [&'static str],
    decide: &'static str,
    decide_lines: &'static [&'static str],
}

/// What the applicant reads.
#[derive(Debug)]
struct ForApplicant {
    title: &'static str,
    result: &'static str,
    recommendations: [&'static str; 3],
    found: &'static str,
    families: [&'static str; 10],
    nothing: &'static str,
    little: &'static str,
    closer: &'static str,
    no_proof: &'static str,
    not_used: &'static str,
    not_used_lines: &'static [&'static str],
    decide: &'static str,
    decide_lines: &'static [&'static str],
    contest: &'static str,
    contest_lines: &'static [&'static str],
}

/// What stands on the page where an applicant contests.
#[derive(Debug)]
pub struct Page {
    /// Above the form.
    pub heading: &'static str,
    /// Asks for the statement.
    pub statement: &'static str,
    /// Asks for what is wrong.
    pub corrections: &'static str,
    /// On the button.
    pub send: &'static str,
    /// It was received: heading and sentence.
    pub thanks: [&'static str; 2],
    /// The link was used.
    pub used: &'static str,
    /// The link has expired.
    pub expired: &'static str,
    /// An appeal is running already.
    pub running: &'static str,
    /// Nothing was written, or too much.
    pub empty: &'static str,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 4] = [Self::En, Self::Ko, Self::Ja, Self::Es];

    /// Its code (ISO 639-1).
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ko => "ko",
            Self::Ja => "ja",
            Self::Es => "es",
        }
    }

    /// The one of this code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    fn texts(self) -> &'static Texts {
        match self {
            Self::En => &en::TEXTS,
            Self::Ko => &ko::TEXTS,
            Self::Ja => &ja::TEXTS,
            Self::Es => &es::TEXTS,
        }
    }

    /// The texts of the page where an applicant contests.
    pub fn page(self) -> &'static Page {
        &self.texts().page
    }
}

/// A decision in plain words.
pub fn notice(assessment: &Assessment, audience: Audience, language: Language) -> Notice {
    let texts = language.texts();
    let (title, sections) = match audience {
        Audience::Reviewer => (texts.reviewer.title, for_reviewer(&texts.reviewer, assessment)),
        Audience::Applicant => (texts.applicant.title, for_applicant(&texts.applicant, assessment)),
    };
    Notice { language, title: title.to_owned(), sections }
}

fn for_reviewer(texts: &ForReviewer, assessment: &Assessment) -> Vec<Section> {
    let score = texts.score.replace("{score}", &assessment.score.to_string());
    let result = [
        texts.bands[band(assessment.band)].to_owned(),
        score,
        texts.recommendations[recommendation(assessment.recommendation)].to_owned(),
    ];
    let mut found = Vec::new();
    for (family, name) in FAMILIES.into_iter().zip(texts.families) {
        let (hits, misses) = counts(assessment, family);
        if hits > 0 {
            let line = texts.family.replace("{family}", name).replace("{hits}", &hits.to_string());
            found.push(line.replace("{misses}", &misses.to_string()));
        }
    }
    if found.is_empty() {
        found.push(texts.nothing.to_owned());
    }
    if assessment.links.applicants > 0 {
        found.push(texts.linked.to_owned());
    }
    vec![
        Section { heading: texts.result.to_owned(), lines: result.to_vec() },
        Section { heading: texts.found.to_owned(), lines: found },
        section(texts.not_used, texts.not_used_lines),
        section(texts.decide, texts.decide_lines),
    ]
}

fn for_applicant(texts: &ForApplicant, assessment: &Assessment) -> Vec<Section> {
    let result = texts.recommendations[recommendation(assessment.recommendation)];
    vec![
        section(texts.result, &[result]),
        Section { heading: texts.found.to_owned(), lines: findings(texts, assessment) },
        section(texts.not_used, texts.not_used_lines),
        section(texts.decide, texts.decide_lines),
        section(texts.contest, texts.contest_lines),
    ]
}

/// What kind of thing was found. A family whose hits are outweighed is none.
fn findings(texts: &ForApplicant, assessment: &Assessment) -> Vec<String> {
    let speaks = |family: &Family| {
        let of_family = of(assessment, *family);
        let sum: f64 = of_family.iter().map(|one| one.log_odds).sum();
        sum > 0.0 && of_family.iter().any(|one| one.state == State::Hit)
    };
    let named = FAMILIES.iter().zip(texts.families).filter(|(family, _)| speaks(family));
    let mut lines: Vec<String> = named.map(|(_, text)| text.to_owned()).collect();
    let asked = assessment.recommendation != Recommendation::Proceed;
    match (lines.is_empty(), assessment.band) {
        (false, _) => lines.push(texts.no_proof.to_owned()),
        (true, Band::InsufficientEvidence) => lines.push(texts.little.to_owned()),
        (true, _) if asked => lines.push(texts.closer.to_owned()),
        (true, _) => lines.push(texts.nothing.to_owned()),
    }
    lines
}

fn section(heading: &str, lines: &[&str]) -> Section {
    let lines = lines.iter().map(|line| (*line).to_owned()).collect();
    Section { heading: heading.to_owned(), lines }
}

fn of(assessment: &Assessment, family: Family) -> Vec<&Contribution> {
    assessment.contributions.iter().filter(|one| one.family == family.name()).collect()
}

fn counts(assessment: &Assessment, family: Family) -> (usize, usize) {
    let all = of(assessment, family);
    let hits = all.iter().filter(|one| one.state == State::Hit).count();
    (hits, all.len() - hits)
}

fn band(band: Band) -> usize {
    match band {
        Band::InsufficientEvidence => 0,
        Band::Low => 1,
        Band::Elevated => 2,
        Band::High => 3,
    }
}

fn recommendation(recommendation: Recommendation) -> usize {
    match recommendation {
        Recommendation::Proceed => 0,
        Recommendation::Verify => 1,
        Recommendation::Review => 2,
    }
}
