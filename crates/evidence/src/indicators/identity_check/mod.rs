//! Identity checks.

mod again;
mod series;

use chrono::{DateTime, Utc};

use super::reading::{count, ending, part, quoted};
use super::sharing::shared_with_others;
use super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::identifier::IdentifierKind;
use crate::profile::identity_checks::{CheckResult, IdentityCheck};
use crate::profile::{Agreement, PersonName};

/// Every indicator of the family.
pub(super) const INDICATORS: &[Indicator] = &[
    ID_DOCUMENT_REUSED_ACROSS_ACCOUNTS,
    VERIFIED_NAME_VS_PROFILE_OR_PAYOUT_MISMATCH,
    ID_DOCUMENT_TAMPER_SIGNALS,
    VERIFICATION_AVOIDANCE_OR_REPEAT_FAILURE,
    series::ID_IMAGE_BACKGROUND_OR_TEMPLATE_SHARED,
    series::ID_SUBMISSIONS_ONE_PRODUCTION_LINE,
    again::SAME_PERSON_REGISTERED_AGAIN,
];

const ID_DOCUMENT_REUSED_ACROSS_ACCOUNTS: Indicator = Indicator {
    id: "id_document_reused_across_accounts",
    family: Family::IdentityCheck,
    cause: None,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "The same identity document is used by two or more applicants.",
    unit: "strength of the link, from 0 to 1",
    question: "Which identity document was checked? Send `identity_checks[].document_digest`.",
    innocent_explanations: "People who lost access to their account and signed up again, and victims of identity theft: someone else has used their document.",
    how_to_verify: "Ask every applicant with this document, the earlier ones too, to show it on live video. Who holds it settles whose it is; who came first does not.",
    sources: &["JP24", "US2022"],
    wording: "
    .hit = { $values_count ->
        [one] The identity document { $values } was
       *[other] The identity documents { $values } were
    } also used by { other-applicants }.
    .miss = { $values_count ->
        [one] The identity document { $values } was
       *[other] The identity documents { $values } were
    } used { by-too-few-applicants }.
",
    miss: MissRule::Counts,
    observe: id_document_reused_across_accounts,
    #[cfg(test)]
    examples: tests::id_document_reused_across_accounts,
};

const VERIFIED_NAME_VS_PROFILE_OR_PAYOUT_MISMATCH: Indicator = Indicator {
    id: "verified_name_vs_profile_or_payout_mismatch",
    family: Family::IdentityCheck,
    cause: None,
    usage: Usage::UseInconsistencyOnly,
    scope: Scope::Profile,
    strength: 4,
    observed: "The name on the checked document differs from the name on the profile.",
    unit: "names that differ",
    question: "Whose name is on the checked document? Send `identity_checks[].name_on_document`.",
    innocent_explanations: "Transliteration, patronymics, and names changed after a gender transition. Names that share a part and business names do not count.",
    how_to_verify: "Ask for proof of the change of name.",
    sources: &["JP24", "US2022", "GH"],
    wording: "
    .hit = The name on the checked document has nothing in common with { $names ->
        [profile] the name on the profile.
       *[other] the name on the profile or of the holder of a payout account.
    }
    .miss = The name on the checked document fits { $names ->
        [profile] the name on the profile.
       *[other] the name on the profile or of the holder of a payout account.
    }
",
    miss: MissRule::Counts,
    observe: verified_name_vs_profile_or_payout_mismatch,
    #[cfg(test)]
    examples: tests::verified_name_vs_profile_or_payout_mismatch,
};

const ID_DOCUMENT_TAMPER_SIGNALS: Indicator = Indicator {
    id: "id_document_tamper_signals",
    family: Family::IdentityCheck,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "An identity check found signs of tampering, such as edits or a wrong font, hologram or machine-readable zone.",
    unit: "signals",
    question: "Did the provider look for tampering? Send `identity_checks[].tamper_signals`, empty if it found none.",
    innocent_explanations: "Poor scans. Checks make more errors with the documents of some countries.",
    how_to_verify: "Ask for the document on live video, or for a second document. Read its chip if it has one.",
    sources: &["US2022", "PSA25", "BFV24", "MSMT25"],
    wording: "
    .hit = { $checks ->
        [one] An identity check
       *[other] { $checks } identity checks
    } found { $signs_count ->
        [one] a sign of tampering: { $signs }.
       *[other] { $signs_count } signs of tampering: { $signs }.
    }
    .miss = { $checks ->
        [one] An identity check
       *[other] { $checks } identity checks
    } looked for tampering and found no sign of it.
",
    miss: MissRule::Counts,
    observe: id_document_tamper_signals,
    #[cfg(test)]
    examples: tests::id_document_tamper_signals,
};

const VERIFICATION_AVOIDANCE_OR_REPEAT_FAILURE: Indicator = Indicator {
    id: "verification_avoidance_or_repeat_failure",
    family: Family::IdentityCheck,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 3,
    observed: "The applicant failed two or more identity checks, or failed one and abandoned two more, without passing a later one, or showed documents of different people.",
    unit: "failed checks and other documents",
    question: "How did the identity checks go? Send every one in `identity_checks` with its result, including abandoned ones.",
    innocent_explanations: "Old phones, disabilities, rare documents, and worries about privacy.",
    how_to_verify: "Offer a check by a person instead of the automatic one.",
    sources: &["PSA23", "PSA25", "GH"],
    wording: "
    .hit = The applicant did not pass { $part ->
        [all] any of { $total } identity checks.
       *[some] { $count } of { $total } identity checks.
    }
    .documents = The applicant showed identity documents with names that have nothing in common.
    .passed_later = The applicant failed or abandoned { $count } identity checks, but passed a later one.
    .miss = The applicant { $part ->
        [none] passed { $total ->
            [one] the only identity check.
            [2] both identity checks.
           *[other] all { $total } identity checks.
        }
        [all] did not pass the only identity check. Once is too few to count.
       *[some] did not pass one of { $total } identity checks. Once is too few to count.
    }
",
    miss: MissRule::Counts,
    observe: verification_avoidance_or_repeat_failure,
    #[cfg(test)]
    examples: tests::verification_avoidance_or_repeat_failure,
};

fn id_document_reused_across_accounts(case: &Case<'_>) -> Finding {
    shared_with_others(case, IdentifierKind::Document, |shared| {
        let index = shared.pointer.strip_prefix("/identity_checks/")?;
        let index: usize = index.strip_suffix("/document_digest")?.parse().ok()?;
        let document = case.profile.identity_checks.get(index)?.document_digest.as_ref()?;
        Some(ending(document.as_str()))
    })
}

/// Compares the document with the profile only: who is paid is another fact, which `payout_name_mismatch` finds. Names
/// that share a part, as before and after a marriage, do not differ, and the name of a company says nothing.
fn verified_name_vs_profile_or_payout_mismatch(case: &Case<'_>) -> Finding {
    let claims = case.profile.claims.as_ref();
    let claimed = claims.and_then(|claims| claims.name.as_ref());
    let (Some(claimed), Some((i, verified))) = (claimed, verified_name(case)) else {
        return Finding::Unknown;
    };
    let agreement = claimed.agrees_with(verified);
    if claimed.is_organisation() || verified.is_organisation() || !agreement.is_known() {
        return Finding::Unknown;
    }
    let is_other = agreement == Agreement::Differ;
    let document = format!("/identity_checks/{i}/name_on_document");
    let claim = is_other.then(|| "/claims/name".to_owned());
    let evidence = Evidence::about([document].into_iter().chain(claim));
    let evidence = evidence.with("names", "profile");
    Finding::graded(f64::from(u8::from(is_other)), evidence)
}

/// The name on the document of the latest check that the applicant did not fail, with the check's index.
pub(super) fn verified_name<'a>(case: &Case<'a>) -> Option<(usize, &'a PersonName)> {
    let checks = case.profile.identity_checks.iter().enumerate();
    let latest: Option<(Option<DateTime<Utc>>, usize, &PersonName)> = checks
        .filter(|(_, check)| !check.result.is_some_and(is_missed))
        .filter_map(|(i, check)| Some((check.checked_at, i, check.name_on_document.as_ref()?)))
        .max_by_key(|(at, i, _)| (*at, *i));
    latest.map(|(_, i, name)| (i, name))
}

fn id_document_tamper_signals(case: &Case<'_>) -> Finding {
    let looked: Vec<(usize, Vec<String>)> = (case.profile.identity_checks.iter().enumerate())
        .filter_map(|(i, check)| {
            let signs = check.tamper_signals.as_ref()?;
            Some((i, signs.iter().map(|sign| quoted(sign.as_str())).collect()))
        })
        .collect();
    if looked.is_empty() {
        return Finding::Unknown;
    }
    let hits: Vec<&(usize, Vec<String>)> =
        looked.iter().filter(|(_, signs)| !signs.is_empty()).collect();
    let signs: Vec<String> = hits.iter().flat_map(|(_, signs)| signs).cloned().collect();
    let pointers = hits.iter().map(|(i, _)| format!("/identity_checks/{i}/tamper_signals"));
    let evidence = Evidence::about(pointers);
    if hits.is_empty() {
        return Finding::miss(evidence.with("checks", looked.len()));
    }
    Finding::hit(count(signs.len()), evidence.with("checks", hits.len()).with("signs", signs))
}

/// Two checks that the applicant failed and did not make up for by passing a later one, or one with two more that they
/// abandoned, or documents with names that have nothing in common. Abandoned checks alone show nothing: links expire, and
/// platforms cancel checks. A check without a result, as after a blurred picture, does not count. Nor does another
/// document of the same person: providers reject the documents of some countries more often.
fn verification_avoidance_or_repeat_failure(case: &Case<'_>) -> Finding {
    const REPEATED: usize = 2;
    const WITH_ABANDONED: usize = 3;
    let (documents, is_cut) = other_documents(case);
    let mut results = results_in_order(case);
    let passed = results.iter().rposition(|(_, result)| *result == CheckResult::Passed);
    let is_unordered = passed.is_some() && !are_dated(case);
    let missed = |results: &[(usize, CheckResult)]| -> Vec<usize> {
        results.iter().filter(|(_, result)| is_missed(*result)).map(|(i, _)| *i).collect()
    };
    let latest = results.get(passed.map_or(0, |passed| passed + 1)..).unwrap_or_default();
    let failed = latest.iter().filter(|(_, result)| *result == CheckResult::Failed).count();
    let since = missed(latest);
    let is_repeated = failed >= REPEATED || (failed > 0 && since.len() >= WITH_ABANDONED);
    if !is_repeated {
        results.retain(|(_, result)| *result != CheckResult::Abandoned);
    }
    let all_missed = missed(&results);
    let mut evidence = Vec::new();
    if is_repeated && !is_unordered {
        let pointers = since.iter().map(|i| format!("/identity_checks/{i}/result"));
        evidence
            .push(part(Evidence::about(pointers), all_missed.len(), results.len()).worded("hit"));
    }
    if !documents.is_empty() {
        let pointers = documents.iter().map(|i| format!("/identity_checks/{i}/name_on_document"));
        evidence.push(Evidence::about(pointers).worded("documents"));
    }
    if !evidence.is_empty() {
        let missed = if is_repeated && !is_unordered { since.len() } else { 0 };
        return Finding::Hit { value: count(missed + documents.len()), evidence };
    }
    if results.is_empty() || is_cut || is_unordered && all_missed.len() >= REPEATED {
        return Finding::Unknown;
    }
    let evidence =
        Evidence::about(all_missed.iter().map(|i| format!("/identity_checks/{i}/result")));
    if all_missed.len() >= REPEATED {
        return Finding::miss(evidence.worded("passed_later").with("count", all_missed.len()));
    }
    Finding::miss(part(evidence, all_missed.len(), results.len()))
}

/// Whether the times of all checks with a result are known. Lists come in both orders.
fn are_dated(case: &Case<'_>) -> bool {
    let checks = case.profile.identity_checks.iter().filter(|check| check.result.is_some());
    checks.map(|check| check.checked_at).all(|at| at.is_some())
}

/// Whether the applicant failed or abandoned the check.
fn is_missed(result: CheckResult) -> bool {
    matches!(result, CheckResult::Failed | CheckResult::Abandoned)
}

/// The results of the checks, oldest first, with their indexes. In the order of the list if a time is missing.
fn results_in_order(case: &Case<'_>) -> Vec<(usize, CheckResult)> {
    let checks = case.profile.identity_checks.iter().enumerate();
    let mut results: Vec<(usize, CheckResult, Option<DateTime<Utc>>)> = checks
        .filter_map(|(i, check)| Some((i, check.result?, check.checked_at)))
        .filter(|(_, result, _)| *result != CheckResult::Inconclusive)
        .collect();
    if results.iter().all(|(.., at)| at.is_some()) {
        results.sort_by_key(|(i, _, at)| (*at, *i));
    }
    results.into_iter().map(|(i, result, _)| (i, result)).collect()
}

/// The checks of documents whose name has nothing in common with the name on the latest one, and whether some were not
/// compared.
fn other_documents(case: &Case<'_>) -> (Vec<usize>, bool) {
    const MAX_COMPARED: usize = 20;
    let checks = case.profile.identity_checks.iter().enumerate();
    // A name that was read from a blurred picture is often none.
    let is_read = |check: &IdentityCheck| check.result != Some(CheckResult::Inconclusive);
    let named = checks
        .filter(|(_, check)| is_read(check))
        .filter_map(|(i, check)| Some((i, check.name_on_document.as_ref()?)));
    let mut named: Vec<(usize, &PersonName)> =
        named.filter(|(_, name)| !name.is_organisation()).collect();
    let Some((_, latest)) = named.pop() else { return (Vec::new(), false) };
    let is_cut = named.len() > MAX_COMPARED;
    let newest = named.into_iter().rev().take(MAX_COMPARED);
    let mut others: Vec<usize> = newest
        .filter(|(_, name)| name.agrees_with(latest) == Agreement::Differ)
        .map(|(i, _)| i)
        .collect();
    others.sort_unstable();
    (others, is_cut)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::identifier::IdentifierKind::Document;
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;
    use crate::relation::Declared;

    fn checked(checks: Value) -> Fixture {
        Fixture::new(json!({ "identity_checks": checks, "claims": { "name": "Sam Example" } }))
    }

    pub(super) fn id_document_reused_across_accounts() -> Examples {
        let documents =
            || checked(json!([{ "document_digest": "D-10449" }, { "document_digest": "D-20661" }]));
        let shared = |others, declared| {
            let pointer = "/identity_checks/0/document_digest";
            documents().sharing_at(pointer, Document, others, declared)
        };
        let both =
            shared(1, None).sharing_at("/identity_checks/1/document_digest", Document, 1, None);
        Examples::new()
            .hit("three strangers used the document", shared(3, None))
            .value(1.0)
            .says("The identity document …449 was also used by 3 other applicants.")
            .hit("a stranger used both documents", both)
            .says("The identity documents …449 and …661 were also used by one other applicant.")
            .miss("no one else used the document", shared(0, None))
            .says("The identity document …449 was used by no other applicant.")
            .unknown("nothing was looked up", documents())
            .hit("a confirmed household doesn't explain it", shared(3, Some(Declared::HOUSEHOLD)))
            .hit("neither does an agency", shared(3, Some(Declared::AGENCY)))
            .innocent("a document that was replaced decades ago", shared(1, None).days_ago(14_600))
    }

    pub(super) fn verified_name_vs_profile_or_payout_mismatch() -> Examples {
        let named = |name: &str| checked(json!([{ "result": "passed", "name_on_document": name }]));
        let with = |claims: Value, result: &str| {
            let checks = json!([{ "result": result, "name_on_document": "Robin Stone" }]);
            Fixture::new(json!({ "identity_checks": checks, "claims": claims }))
        };
        let paid = Fixture::new(json!({
            "identity_checks": [{ "result": "passed", "name_on_document": "Sam Example" }],
            "claims": { "name": "Sam Example" },
            "payouts": [{ "holder_name": "Robin Stone", "holder_relation": "unrelated" }],
        }));
        let agency = named("Robin Stone").confirmed(Declared::AGENCY);
        Examples::new()
            .hit("a stranger's document", named("Robin Stone"))
            .value(1.0)
            .pointers(&["/identity_checks/0/name_on_document", "/claims/name"])
            .says("The name on the checked document has nothing in common with the name on the profile.")
            .miss("the applicant's document", named("Sam Example"))
            .says("The name on the checked document fits the name on the profile.")
            .miss("a stranger is paid, which is another fact", paid)
            .miss("order and capitals", named("EXAMPLE, Sam"))
            .miss("a married name", named("Sam Stone"))
            .unknown("no name on the document", checked(json!([{ "result": "passed" }])))
            .unknown("the check failed", with(json!({ "name": "Sam Example" }), "failed"))
            .unknown("the check was abandoned", with(json!({ "name": "Sam Example" }), "abandoned"))
            .hit("an agency doesn't explain another person's document", agency)
            .unknown("a company's account", with(json!({ "name": "DM Consulting LLC" }), "passed"))
            .innocent("order, capitals and a married name", named("EXAMPLE-STONE, Sam"))
    }

    pub(super) fn id_document_tamper_signals() -> Examples {
        let signs = |signs: Value| checked(json!([{ "tamper_signals": signs }]));
        let two = json!([{ "tamper_signals": ["font"] }, { "tamper_signals": ["hologram"] }]);
        let none = json!([{ "tamper_signals": [] }, { "tamper_signals": [] }]);
        Examples::new()
            .hit("two signs", signs(json!(["font", "mrz"])))
            .value(2.0)
            .pointers(&["/identity_checks/0/tamper_signals"])
            .says("An identity check found 2 signs of tampering: “font” and “mrz”.")
            .hit("a sign in each of two checks", checked(two))
            .says("2 identity checks found 2 signs of tampering: “font” and “hologram”.")
            .miss("no sign", signs(json!([])))
            .says("An identity check looked for tampering and found no sign of it.")
            .miss("no sign in two checks", checked(none))
            .says("2 identity checks looked for tampering and found no sign of it.")
            .unknown("no one looked", checked(json!([{}])))
            .innocent("a poor scan with one sign", signs(json!(["font"])))
            .says("An identity check found a sign of tampering: “font”.")
    }

    pub(super) fn verification_avoidance_or_repeat_failure() -> Examples {
        let with = |results: &[&str]| {
            let check = |(i, result): (usize, &&str)| json!({ "result": result, "checked_at": format!("2026-04-0{}T00:00:00Z", i + 1) });
            checked(results.iter().enumerate().map(check).collect())
        };
        let undated =
            json!([{ "result": "passed" }, { "result": "failed" }, { "result": "failed" }]);
        let dated = json!([
            { "result": "passed", "checked_at": "2026-05-01T00:00:00Z" },
            { "result": "failed", "checked_at": "2026-04-01T00:00:00Z" },
            { "result": "abandoned", "checked_at": "2026-04-02T00:00:00Z" },
        ]);
        let documents = || {
            let document = |name: &str| json!({ "result": "passed", "name_on_document": name });
            checked(json!([document("Robin Stone"), document("Sam Example")]))
        };
        let former = json!([
            { "result": "passed", "name_on_document": "Sam Stone" },
            { "result": "passed", "name_on_document": "Sam Example" },
        ]);
        Examples::new()
            .hit("no check was passed", with(&["failed", "failed"]))
            .value(2.0)
            .pointers(&["/identity_checks/0/result", "/identity_checks/1/result"])
            .says("The applicant did not pass any of 2 identity checks.")
            .hit("two checks after a passed one", with(&["passed", "failed", "failed"]))
            .says("The applicant did not pass 2 of 3 identity checks.")
            .hit(
                "a failed check and two abandoned ones",
                with(&["failed", "abandoned", "abandoned"]),
            )
            .value(3.0)
            .says("The applicant did not pass any of 3 identity checks.")
            .hit("documents of different people", documents())
            .value(1.0)
            .pointers(&["/identity_checks/0/name_on_document"])
            .says("The applicant showed identity documents with names that have nothing in common.")
            .miss("the only check was passed", with(&["passed"]))
            .says("The applicant passed the only identity check.")
            .miss("both checks were passed", with(&["passed", "passed"]))
            .says("The applicant passed both identity checks.")
            .miss("all checks were passed", with(&["passed", "passed", "passed"]))
            .says("The applicant passed all 3 identity checks.")
            .miss("the only check failed", with(&["failed"]))
            .says("The applicant did not pass the only identity check. Once is too few to count.")
            .miss("two failures, then passed", with(&["failed", "failed", "passed"]))
            .says("The applicant failed or abandoned 2 identity checks, but passed a later one.")
            .miss("the latest one is listed first", checked(dated))
            .miss("a failed check and one that expired", with(&["failed", "abandoned"]))
            .says("The applicant did not pass the only identity check. Once is too few to count.")
            .miss("links that expired after the check", with(&["passed", "abandoned", "abandoned"]))
            .says("The applicant passed the only identity check.")
            .unknown("links that expired", with(&["abandoned", "abandoned", "abandoned"]))
            .miss(
                "unreadable pictures, then passed",
                with(&["inconclusive", "inconclusive", "passed"]),
            )
            .miss("a former name", checked(former))
            .hit("the staff of an agency", documents().confirmed(Declared::AGENCY))
            .unknown("failures before or after a passed check", checked(undated))
            .unknown("unreadable pictures", with(&["inconclusive", "inconclusive"]))
            .unknown("no result", checked(json!([{}])))
            .innocent("one failure in bad light", with(&["failed", "passed"]))
            .says("The applicant did not pass one of 2 identity checks. Once is too few to count.")
    }
}
