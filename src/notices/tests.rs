//! Every language is complete, and no applicant's notice reveals what it must not.

use std::collections::BTreeMap;

use evidence::finding::{Evidence, Statement};
use evidence::indicators;
use evidence::lists::ListLookup;
use scoring::decision::{LinkSummary, ModelRef, Reason};

use super::*;

/// An assessment with a hit in every family, and with evidence that no applicant may read.
fn assessment_with_every_family(band: Band, recommendation: Recommendation) -> Assessment {
    let hit = |family: Family| Contribution {
        indicator: indicators::scored().find(|indicator| indicator.family == family).map_or_else(
            || "payout_account_shared".to_owned(),
            |indicator| indicator.id.to_owned(),
        ),
        family: family.name().to_owned(),
        state: State::Hit,
        value: 2.0,
        log_odds: 1.25,
        evidence: vec![Evidence {
            statement: Statement::Stored {
                text: "198.51.100.7 of app_01937a1e5c007bd28f3c2a5d8e6b4f10".to_owned(),
            },
            pointers: Vec::new(),
        }],
        settle: String::new(),
        false_positives: String::new(),
    };
    Assessment {
        band,
        recommendation,
        score: 93,
        probability: 0.734_511,
        log_odds: 1.017,
        base_log_odds: -5.29,
        contributions: FAMILIES.into_iter().map(hit).collect(),
        context: Vec::new(),
        human_evidence: Vec::new(),
        lists: ListLookup::default(),
        reasons: vec![Reason::Probability],
        compliance: Vec::new(),
        capped_families: Vec::new(),
        ask_next: Vec::new(),
        inactive_terms: Vec::new(),
        links: LinkSummary { applicants: 3, ring_id: None },
        model: ModelRef { id: "mod_1".to_owned(), digest: "sha256:1".to_owned() },
        policy_version: 0,
        list_versions: BTreeMap::new(),
    }
}

/// A notice for each audience, language, band and recommendation, with and without findings.
fn all_notices() -> Vec<(Audience, Language, Notice)> {
    let bands = [Band::InsufficientEvidence, Band::Low, Band::Elevated, Band::High];
    let kinds = [Recommendation::Proceed, Recommendation::Verify, Recommendation::Review];
    let mut all = Vec::new();
    for language in Language::ALL {
        for audience in [Audience::Reviewer, Audience::Applicant] {
            for (band, kind) in bands.into_iter().flat_map(|band| kinds.map(|kind| (band, kind))) {
                let whole = assessment_with_every_family(band, kind);
                let bare = Assessment {
                    contributions: Vec::new(),
                    links: LinkSummary::default(),
                    ..whole.clone()
                };
                for assessment in [whole, bare] {
                    all.push((audience, language, notice(&assessment, audience, language)));
                }
            }
        }
    }
    all
}

fn lines(notice: &Notice) -> Vec<String> {
    let parts = notice.sections.iter();
    let sections = parts.flat_map(|part| [vec![part.heading.clone()], part.lines.clone()].concat());
    [notice.title.clone()].into_iter().chain(sections).collect()
}

/// The texts of the page, in order.
fn page(language: Language) -> Vec<&'static str> {
    let Page { heading, statement, corrections, send, thanks, used, expired, running, empty } =
        page_texts(language);
    vec![heading, statement, corrections, send, thanks[0], thanks[1], used, expired, running, empty]
}

#[test]
fn no_applicants_notice_reveals_an_address_an_indicator_a_number_or_another_person() {
    for (audience, language, notice) in all_notices() {
        if audience != Audience::Applicant {
            continue;
        }
        let text = lines(&notice).join("\n");
        for id in indicators::all().map(|indicator| indicator.id) {
            assert!(!text.contains(id), "{language:?}: {id}");
        }
        for secret in ["198.51", "app_", "ring", "93", "0.73", "1.25", "log", "mod_", "%"] {
            assert!(!text.contains(secret), "{language:?}: {secret}: {text}");
        }
        assert!(!text.chars().any(|c| c.is_ascii_digit()), "no numbers at all: {text}");
    }
}

#[test]
fn every_notice_says_what_was_not_used_and_who_decides_and_tells_applicants_how_to_appeal() {
    for (audience, language, notice) in all_notices() {
        let sections = if audience == Audience::Applicant { 5 } else { 4 };
        assert_eq!(notice.sections.len(), sections, "{language:?}");
        for section in &notice.sections {
            assert!(!section.lines.is_empty() && section.lines.iter().all(|line| !line.is_empty()));
        }
        assert!(!lines(&notice).join("").contains('{'), "every placeholder is filled in");
    }
}

#[test]
fn every_language_is_complete_and_no_english_is_left() {
    let is_written_in = |language: Language, line: &str| match language {
        Language::English => line.is_ascii() || line.contains('“'),
        Language::Korean => line.chars().any(|c| ('가'..='힣').contains(&c)),
        Language::Japanese => line.chars().any(|c| matches!(c, 'ぁ'..='ヿ' | '一'..='鿿')),
        Language::Spanish => true,
    };
    let english: Vec<String> = all_notices()
        .iter()
        .filter(|(_, language, _)| *language == Language::English)
        .flat_map(|(_, _, notice)| lines(notice))
        .chain(page(Language::English).into_iter().map(str::to_owned))
        .collect();
    for (language, line) in all_notices()
        .iter()
        .flat_map(|(_, language, notice)| lines(notice).into_iter().map(|line| (*language, line)))
        .chain(Language::ALL.into_iter().flat_map(|language| {
            page(language).into_iter().map(move |line| (language, line.to_owned()))
        }))
    {
        assert!(is_written_in(language, &line), "{language:?}: {line}");
        if language == Language::English {
            continue;
        }
        assert!(!english.contains(&line), "{language:?}: {line}");
        let words: Vec<&str> = line.split(|c: char| !c.is_alphabetic()).collect();
        for word in ["the", "and", "you", "your", "of", "is", "was", "not"] {
            assert!(!words.contains(&word), "{language:?}: {line}");
        }
        if matches!(language, Language::Korean | Language::Japanese) {
            assert!(!line.chars().any(|c| c.is_ascii_alphabetic()), "{language:?}: {line}");
        }
    }
}

#[test]
fn every_family_has_a_distinct_text_in_every_language() {
    for language in Language::ALL {
        for families in [texts(language).reviewer.families, texts(language).applicant.families] {
            let mut sorted = families.to_vec();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(sorted.len(), FAMILIES.len(), "{language:?}");
        }
    }
}

#[test]
fn an_outweighed_finding_is_not_named_and_too_little_data_counts_against_nobody() {
    let mut assessment = assessment_with_every_family(Band::Low, Recommendation::Proceed);
    for contribution in &mut assessment.contributions {
        contribution.log_odds = -0.1;
    }
    let clean = notice(&assessment, Audience::Applicant, Language::English);
    assert_eq!(clean.sections[1].lines, [texts(Language::English).applicant.nothing]);
    assessment.band = Band::InsufficientEvidence;
    let thin = notice(&assessment, Audience::Applicant, Language::English);
    assert_eq!(thin.sections[1].lines, [texts(Language::English).applicant.too_little]);
    assessment.band = Band::Low;
    assessment.recommendation = Recommendation::Review;
    let tied = notice(&assessment, Audience::Applicant, Language::English);
    assert_eq!(
        tied.sections[1].lines,
        [texts(Language::English).applicant.closer_look],
        "and nothing about others"
    );
}
