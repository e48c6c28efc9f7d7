//! Near-duplicates of other applicants' texts.

use std::collections::{BTreeMap, BTreeSet};

use ids::ApplicantId;

use super::reading::{count, quoted};
use super::resume::elsewhere::host;
use super::sharing::{graded, shared_with_others};
use super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::identifier::IdentifierKind;
use crate::linkage::rates::LinkRate;
use crate::linkage::ring::text_link;
use crate::links::{SharedText, TextKind};
use crate::pepper::TextKey;
use crate::profile::elsewhere::{Portfolio, PublicText};
use crate::profile::newest::{letters, portfolio_texts, public_texts, resume_texts};
use crate::profile::{Agreement, PersonName};
use crate::similarity::{Signature, near_duplicate, resume_signature, signature};

/// Every indicator of this file.
pub(super) const INDICATORS: &[Indicator] = &[
    RESUME_NEAR_DUPLICATE_ACROSS_ACCOUNTS,
    RESUME_COPIED_FROM_PUBLIC_PERSON,
    MESSAGE_TEMPLATE_REUSE_ACROSS_ACCOUNTS,
    PORTFOLIO_CLONED_OR_SHARED,
];

const RESUME_NEAR_DUPLICATE_ACROSS_ACCOUNTS: Indicator = Indicator {
    id: "resume_near_duplicate_across_accounts",
    family: Family::Resume,
    cause: None,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "The resume is nearly identical to the resume of another applicant.",
    unit: "strength of the link, from 0 to 1",
    question: "What does the resume say? Send `resume_file` with `content` or `text`, or `resume` with its summaries and highlights.",
    innocent_explanations: "Shared templates, standard texts of a training course, and recruiters who rewrite resumes. Compare achievements, not headings.",
    how_to_verify: "Ask both applicants about the same project in an interview.",
    sources: &["US2022", "MAN24", "NIS24", "SAR"],
    wording: "
    .hit = The resume is nearly identical to { $others ->
        [one] that of another applicant ({ $percent }% the same).
       *[other] those of { $others } other applicants (up to { $percent }% the same).
    }
    .miss = { $why ->
        [declared] Only applicants who declared the connection have
       *[none] No other applicant has
    } nearly the same resume.
",
    miss: MissRule::Counts,
    observe: resume_near_duplicate_across_accounts,
    #[cfg(test)]
    examples: tests::resume_near_duplicate_across_accounts,
};

const RESUME_COPIED_FROM_PUBLIC_PERSON: Indicator = Indicator {
    id: "resume_copied_from_public_person",
    family: Family::Resume,
    cause: None,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "The resume is nearly identical to a public text under another name.",
    unit: "public profiles",
    question: "Is the same text public under another name? Search for a sentence of it and send `links.public_texts`.",
    innocent_explanations: "The applicant’s own profile under another name, and job descriptions of the same employer.",
    how_to_verify: "Contact the person named in the public text.",
    sources: &["AMZ25", "MAN24", "CIN24"],
    wording: "
    .hit = The resume is nearly identical to { $count ->
        [one] a public text under another name
       *[other] { $count } public texts under other names
    }{ $sites_count ->
        [0] .
       *[other] , on { $sites }.
    }
    .miss = { $total ->
        [one] The only public text that was compared is not
       *[other] None of the { $total } public texts that were compared is
    } the same resume under another name.
",
    miss: MissRule::Counts,
    observe: resume_copied_from_public_person,
    #[cfg(test)]
    examples: tests::resume_copied_from_public_person,
};

const MESSAGE_TEMPLATE_REUSE_ACROSS_ACCOUNTS: Indicator = Indicator {
    id: "message_template_reuse_across_accounts",
    family: Family::Marketplace,
    cause: None,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "A proposal, cover letter or message is nearly identical to another applicant’s.",
    unit: "strength of the link, from 0 to 1",
    question: "What do the letters and proposals say? Send `activity.applications[].cover_letter` and `messages`.",
    innocent_explanations: "Standard phrases of writing assistants, and templates from advice pages.",
    how_to_verify: "Ask the applicant to write a few sentences about this job during a call.",
    sources: &["US2022", "ROK22"],
    wording: "
    .hit = A letter or message of the applicant is nearly identical to { $others ->
        [one] one of another applicant ({ $percent }% the same).
       *[other] those of { $others } other applicants (up to { $percent }% the same).
    }
    .miss = { $why ->
        [declared] Only applicants who declared the connection have
       *[none] No other applicant has
    } sent nearly the same letter or message.
",
    miss: MissRule::Counts,
    observe: message_template_reuse_across_accounts,
    #[cfg(test)]
    examples: tests::message_template_reuse_across_accounts,
};

const PORTFOLIO_CLONED_OR_SHARED: Indicator = Indicator {
    id: "portfolio_cloned_or_shared",
    family: Family::Resume,
    cause: None,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "The portfolio has nearly the same text, or the same analytics ID, as another applicant’s.",
    unit: "strength of the link, from 0 to 1",
    question: "What is on the portfolio? Send `links.portfolios[]` with `text` and `analytics_id`.",
    innocent_explanations: "Public templates with sample text, and developers who host pages for others.",
    how_to_verify: "Ask the applicant to change a sentence on the page while you watch.",
    sources: &["US2022", "MAN24", "SEAL"],
    wording: "
    .hit = { $by ->
        [analytics] { $values_count ->
            [one] The portfolio’s analytics ID { $values } is also used by { other-applicants }.
           *[other] The portfolios’ analytics IDs { $values } are also used by { other-applicants }.
        }
       *[text] The portfolio is nearly identical to { $others ->
            [one] that of another applicant ({ $percent }% the same).
           *[other] those of { $others } other applicants (up to { $percent }% the same).
        }
    }
    .miss = { $by ->
        [analytics] { $values_count ->
            [one] The portfolio’s analytics ID { $values } is used { by-too-few-applicants }.
           *[other] The portfolios’ analytics IDs { $values } are used { by-too-few-applicants }.
        }
       *[text] { $why ->
            [declared] Only applicants who declared the connection have nearly the same portfolio.
           *[none] No other applicant has nearly the same portfolio.
        }
    }
",
    miss: MissRule::Counts,
    observe: portfolio_cloned_or_shared,
    #[cfg(test)]
    examples: tests::portfolio_cloned_or_shared,
};

/// What a near-duplicate with undeclared others is worth, from 0 to 1: a text that many have is a popular template. The
/// wording can use `$others`, `$percent` and, in a miss, `$why`.
fn near_duplicates_of(case: &Case<'_>, kind: TextKind) -> Finding {
    let texts: Vec<&SharedText> =
        case.links.texts.iter().filter(|text| text.kind == kind).collect();
    if texts.is_empty() {
        return Finding::Unknown;
    }
    let mut others: BTreeMap<ApplicantId, f64> = BTreeMap::new();
    for other in texts.iter().flat_map(|text| &text.others) {
        let similarity = others.entry(other.applicant).or_default();
        *similarity = similarity.max(other.similarity);
    }
    if others.is_empty() {
        let evidence = Evidence::about(texts.iter().map(|text| text.pointer.clone()));
        return Finding::miss(evidence.with("why", "none"));
    }
    let max = others.values().copied().fold(0.0, f64::max);
    let shared = texts.iter().filter(|text| !text.others.is_empty());
    let evidence = Evidence::about(shared.map(|text| text.pointer.clone()))
        .with("others", others.len())
        .with("percent", (max * 100.0).round());
    let rate = LinkRate::of(text_link(kind));
    Finding::hit(graded(rate.map_or(1.0, |rate| rate.strength(others.len() + 1))), evidence)
}

fn resume_near_duplicate_across_accounts(case: &Case<'_>) -> Finding {
    let is_cut = |resume| resume_texts(resume).is_cut;
    near_duplicates_of(case, TextKind::Resume)
        .unless_cut(|| case.profile.resume.as_ref().is_some_and(is_cut))
}

fn message_template_reuse_across_accounts(case: &Case<'_>) -> Finding {
    near_duplicates_of(case, TextKind::Letter).unless_cut(|| letters(case.profile).is_cut)
}

/// A near-duplicate text, or a shared analytics id.
fn portfolio_cloned_or_shared(case: &Case<'_>) -> Finding {
    let by_text = near_duplicates_of(case, TextKind::Portfolio).with("by", "text");
    let by_text = by_text.unless_cut(|| portfolio_texts(case.profile).is_cut);
    if matches!(by_text, Finding::Hit { .. }) {
        return by_text;
    }
    let portfolios: Vec<&Portfolio> =
        case.profile.links.iter().flat_map(|links| &links.portfolios).collect();
    let by_analytics = shared_with_others(case, IdentifierKind::AnalyticsId, |shared| {
        let index = shared.pointer.split('/').nth(3)?.parse::<usize>().ok()?;
        Some(quoted(portfolios.get(index)?.analytics_id.as_ref()?.as_str()))
    });
    match by_analytics {
        Finding::Unknown => by_text,
        by_analytics => by_analytics.with("by", "analytics"),
    }
}

/// The result is never stored, so any key works.
const KEY: TextKey = TextKey([0; 16]);

/// A public text of someone with a different name that is a near-duplicate of this resume. The applicant's own second
/// profile has their own name.
fn resume_copied_from_public_person(case: &Case<'_>) -> Finding {
    let claimed = case.profile.claims.as_ref().and_then(|claims| claims.name.as_ref());
    let public = public_texts(case.profile);
    if public.kept.is_empty() {
        return Finding::Unknown;
    }
    let own = resume_signature(case.profile, KEY);
    let (Some(claimed), Some(own)) = (claimed, own) else { return Finding::Unknown };
    let is_cut = public.is_cut || public.kept.iter().any(|(_, text)| is_unclear(text, claimed));
    let compared: Vec<(usize, &PublicText, bool)> = (public.kept.into_iter())
        .filter_map(|(i, text)| Some((i, text, is_copied(text, &own, claimed)?)))
        .collect();
    if compared.is_empty() {
        return Finding::Unknown;
    }
    let copied = || compared.iter().filter(|(.., is_copied)| *is_copied);
    let evidence = Evidence::about(copied().map(|(i, ..)| format!("/links/public_texts/{i}")));
    let number = copied().count();
    if number == 0 {
        let miss = Finding::miss(evidence.with("total", compared.len()));
        return miss.unless_cut(|| is_cut);
    }
    let mut sites: Vec<String> =
        copied().filter_map(|(_, text, _)| text.url.as_ref().and_then(host)).collect();
    sites.sort_unstable();
    sites.dedup();
    Finding::hit(count(number), evidence.with("count", number).with("sites", sites))
}

/// Whether a public text is a near-duplicate of the resume under a different name. `None` if it can't be compared.
fn is_copied(text: &PublicText, own: &Signature, claimed: &PersonName) -> Option<bool> {
    let agreement = claimed.agrees_with(text.name.as_ref()?);
    if !agreement.is_known() {
        return None;
    }
    let theirs = signature(TextKind::Resume, text.text.as_str(), &BTreeSet::new(), KEY)?;
    Some(agreement == Agreement::Differ && near_duplicate(own, &theirs).is_some())
}

fn is_unclear(text: &PublicText, claimed: &PersonName) -> bool {
    text.name.as_ref().is_some_and(|name| claimed.agrees_with(name) == Agreement::TooLong)
}

#[cfg(test)]
mod tests {
    use ids::ApplicantId;
    use serde_json::{Value, json};

    use crate::identifier::IdentifierKind;
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;
    use crate::links::{SharedText, Similar, TextKind};
    use crate::relation::Declared;

    /// A text that others have as a near-duplicate.
    fn near_duplicates(kind: TextKind, others: u128) -> Fixture {
        let mut case = Fixture::new(json!({}));
        let similar =
            |n| Similar { applicant: ApplicantId(uuid::Uuid::from_u128(n)), similarity: 0.93 };
        let others = (1..=others).map(similar).collect();
        case.links.texts.push(SharedText { kind, pointer: "/resume".to_owned(), others });
        case
    }

    pub(super) fn resume_near_duplicate_across_accounts() -> Examples {
        let duplicated = |others| near_duplicates(TextKind::Resume, others);
        Examples::new()
            .hit("two strangers have the resume", duplicated(2))
            .value(1.0)
            .pointers(&["/resume"])
            .says("The resume is nearly identical to those of 2 other applicants (up to 93% the same).")
            .hit("a stranger has the resume", duplicated(1))
            .says("The resume is nearly identical to that of another applicant (93% the same).")
            .hit("a popular template", duplicated(50))
            .value(0.5)
            .miss("no one else has the resume", duplicated(0))
            .says("No other applicant has nearly the same resume.")
            .innocent("a recruiter's template that many use", duplicated(60))
    }

    pub(super) fn message_template_reuse_across_accounts() -> Examples {
        let duplicated = |others| near_duplicates(TextKind::Letter, others);
        Examples::new()
            .hit("two strangers sent the letter", duplicated(2))
            .value(1.0)
            .says(
                "A letter or message of the applicant is nearly identical to those of 2 other applicants \
                 (up to 93% the same).",
            )
            .hit("a stranger sent the letter", duplicated(1))
            .says("A letter or message of the applicant is nearly identical to one of another applicant (93% the same).")
            .hit("a popular template", duplicated(50))
            .value(0.5)
            .miss("no one else sent the letter", duplicated(0))
            .says("No other applicant has sent nearly the same letter or message.")
            .innocent("an advice page's template that many use", duplicated(60))
    }

    pub(super) fn portfolio_cloned_or_shared() -> Examples {
        let duplicated = |others| near_duplicates(TextKind::Portfolio, others);
        let counted = |others, declared| {
            let portfolios =
                json!([{ "analytics_id": "G-EXAMPLE1" }, { "analytics_id": "G-EXAMPLE2" }]);
            let case = Fixture::new(json!({ "links": { "portfolios": portfolios } }));
            let pointer = "/links/portfolios/0/analytics_id";
            case.sharing_at(pointer, IdentifierKind::AnalyticsId, others, declared)
        };
        let second = |case: Fixture, others| {
            let pointer = "/links/portfolios/1/analytics_id";
            case.sharing_at(pointer, IdentifierKind::AnalyticsId, others, None)
        };
        Examples::new()
            .hit("two strangers have the portfolio", duplicated(2))
            .value(1.0)
            .says("The portfolio is nearly identical to those of 2 other applicants (up to 93% the same).")
            .hit("a stranger has the portfolio", duplicated(1))
            .says("The portfolio is nearly identical to that of another applicant (93% the same).")
            .hit("a popular template", duplicated(50))
            .value(0.5)
            .hit("strangers count visitors under the same ID", counted(3, None))
            .value(1.0)
            .says("The portfolio’s analytics ID “G-EXAMPLE1” is also used by 3 other applicants.")
            .hit("a stranger counts visitors under both IDs", second(counted(1, None), 1))
            .value(1.0)
            .says("The portfolios’ analytics IDs “G-EXAMPLE1” and “G-EXAMPLE2” are also used by one other applicant.")
            .miss("no one else has the portfolio", duplicated(0))
            .says("No other applicant has nearly the same portfolio.")
            .miss("no one else counts visitors under the ID", counted(0, None))
            .says("The portfolio’s analytics ID “G-EXAMPLE1” is used by no other applicant.")
            .miss("no one else counts visitors under either ID", second(counted(0, None), 0))
            .says("The portfolios’ analytics IDs “G-EXAMPLE1” and “G-EXAMPLE2” are used by no other applicant.")
            .hit("a confirmed agency doesn't explain it", counted(3, Some(Declared::AGENCY)))
            .innocent("an agency that hosts the pages of many", counted(50, None).in_a_hub())
    }

    fn words(from: usize, number: usize) -> String {
        (from..from + number).map(|i| format!("word{i}")).collect::<Vec<_>>().join(" ")
    }

    pub(super) fn resume_copied_from_public_person() -> Examples {
        let public = |texts: Value| {
            Fixture::new(json!({
                "claims": { "name": "Robin Example" },
                "resume_file": { "text": words(0, 200) },
                "links": { "public_texts": texts },
            }))
        };
        let on = |name: Value, url: Value, from: usize| json!({ "name": name, "url": url, "text": words(from, 190) });
        let text = |name: &str, from: usize| on(name.into(), Value::Null, from);
        let found = on("Otto Specimen".into(), "https://www.example.org/otto".into(), 0);
        let copied = text("Otto Specimen", 0);
        Examples::new()
            .hit("a public text under another name", public(json!([copied])))
            .value(1.0)
            .pointers(&["/links/public_texts/0"])
            .says("The resume is nearly identical to a public text under another name.")
            .hit("the site is known", public(json!([found])))
            .says("The resume is nearly identical to a public text under another name, on example.org.")
            .hit("two public texts", public(json!([copied, found])))
            .value(2.0)
            .says("The resume is nearly identical to 2 public texts under other names, on example.org.")
            .miss("another text", public(json!([text("Otto Specimen", 500)])))
            .says("The only public text that was compared is not the same resume under another name.")
            .miss("two other texts", public(json!([text("Otto Specimen", 500), text("R. Example", 500)])))
            .says("None of the 2 public texts that were compared is the same resume under another name.")
            .unknown("no one's text", public(json!([on(Value::Null, Value::Null, 0)])))
            .innocent("the applicant's own second profile", public(json!([text("R. Example", 0)])))
    }
}
