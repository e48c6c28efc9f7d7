//! What registers, employers, schools and referees answered about the resume as a whole, and about licences.

use super::super::checks::{Checked, checked};
use super::super::reading::{count, day};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::profile::background_checks::{CheckOutcome, CheckedClaim};
use crate::profile::identity_checks::CheckResult;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] =
    &[LICENCE_OR_CERTIFICATE_UNVERIFIABLE, VERIFIED_PERSON_INVENTED_HISTORY];

const LICENCE_OR_CERTIFICATE_UNVERIFIABLE: Indicator = Indicator {
    id: "licence_or_certificate_unverifiable",
    family: Family::Resume,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "The public register does not have a licence or certificate or lists someone else under its number, or its issuer says that it is forged.",
    unit: "licences",
    question: "What does the register say? Send its answer in `background_checks` of kind `licence`, with `checked_at`.",
    innocent_explanations: "Gaps in registers, changed names, and typing errors in the number. Expired licences do not count.",
    how_to_verify: "Ask for the number again and for the name it was issued to. Ask the issuer, not only the register.",
    sources: &["KELA25", "JA26"],
    wording: "
    .hit = { $licences ->
        [one] A licence or certificate is
       *[other] { $licences } licences or certificates are
    } { $outcome ->
        [missing] not in the public register (checked on { $days }).
        [other] issued to someone else according to the register (checked on { $days }).
        [forged] forged according to the issuer (checked on { $days }).
       *[mixed] missing from the register, issued to someone else or forged (checked on { $days }).
    }
    .miss = { $licences ->
        [one] The register confirms the licence or certificate that was checked.
       *[other] The registers confirm the { $licences } licences or certificates that were checked.
    }
",
    miss: MissRule::Counts,
    observe: licence_or_certificate_unverifiable,
    #[cfg(test)]
    examples: tests::licence_or_certificate_unverifiable,
};

const VERIFIED_PERSON_INVENTED_HISTORY: Indicator = Indicator {
    id: "verified_person_invented_history",
    family: Family::Resume,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "The applicant passed an identity check, but at least three employers, schools or referees answered, and none confirms the history.",
    unit: "answers",
    question: "What did employers, schools and referees answer? Send `background_checks` of kind `employment`, `education` and `reference`.",
    innocent_explanations: "Employers that closed or are abroad, informal work, and refugees without records. Enquiries without an answer do not count.",
    how_to_verify: "Ask for payslips, contracts or work samples from that time. Ask for further people who can confirm it.",
    sources: &["FLI26"],
    wording: "
    .hit = The applicant’s identity was verified, but none of { $answers } employers, schools and referees that answered confirms the history.
    .miss = { $confirmed ->
        [one] One
       *[other] { $confirmed }
    } of { $answers } employers, schools and referees that answered { $confirmed ->
        [one] confirms
       *[other] confirm
    } the history.
",
    miss: MissRule::Counts,
    observe: verified_person_invented_history,
    #[cfg(test)]
    examples: tests::verified_person_invented_history,
};

/// Only what the register or the issuer answered, and only with the date of the answer. A register that has no record of
/// the time or place contradicts nothing.
fn licence_or_certificate_unverifiable(case: &Case<'_>) -> Finding {
    let answers: Vec<(Checked<'_>, CheckOutcome, String)> = (checked(case, CheckedClaim::Licence)
        .into_iter())
    .filter_map(|checked| {
        let at = checked.check.checked_at?;
        Some((checked, checked.check.outcome?, day(at)))
    })
    .collect();
    let kind = |outcome: CheckOutcome| match outcome {
        CheckOutcome::DoesNotExist | CheckOutcome::Denied => Some("missing"),
        CheckOutcome::Conflict => Some("other"),
        CheckOutcome::Forged => Some("forged"),
        _ => None,
    };
    let hits: Vec<_> = answers.iter().filter(|(_, outcome, _)| kind(*outcome).is_some()).collect();
    let pointers = hits.iter().map(|(hit, ..)| format!("/background_checks/{}/outcome", hit.index));
    let evidence = Evidence::about(pointers);
    let Some((_, first, _)) = hits.first() else {
        let confirmed =
            answers.iter().filter(|(_, outcome, _)| *outcome == CheckOutcome::Confirmed);
        return match confirmed.count() {
            0 => Finding::Unknown,
            confirmed => Finding::miss(evidence.with("licences", confirmed)),
        };
    };
    let is_common = hits.iter().all(|(_, outcome, _)| kind(*outcome) == kind(*first));
    let outcome = if is_common { kind(*first).unwrap_or("mixed") } else { "mixed" };
    let mut days: Vec<String> = hits.iter().map(|(.., day)| day.clone()).collect();
    days.sort_unstable();
    days.dedup();
    let evidence = evidence.with("licences", hits.len()).with("outcome", outcome);
    Finding::hit(count(hits.len()), evidence.with("days", days))
}

/// At least three answers, none of which confirms anything. What was not answered, or is not on record, is unknown.
fn verified_person_invented_history(case: &Case<'_>) -> Finding {
    const MIN_ANSWERS: usize = 3;
    let mut checks = case.profile.identity_checks.iter();
    if !checks.any(|check| check.result == Some(CheckResult::Passed)) {
        return Finding::Unknown;
    }
    let kinds = [CheckedClaim::Employment, CheckedClaim::Education, CheckedClaim::Reference];
    let is_answer = |outcome: CheckOutcome| {
        matches!(
            outcome,
            CheckOutcome::Confirmed
                | CheckOutcome::Denied
                | CheckOutcome::DoesNotExist
                | CheckOutcome::Conflict
                | CheckOutcome::Forged
        )
    };
    let all = kinds.into_iter().flat_map(|kind| checked(case, kind));
    let mut answers: Vec<Checked<'_>> =
        all.filter(|checked| checked.check.outcome.is_some_and(is_answer)).collect();
    answers.sort_by_key(|checked| checked.index);
    let is_confirmed =
        |checked: &&Checked<'_>| checked.check.outcome == Some(CheckOutcome::Confirmed);
    let confirmed = answers.iter().filter(is_confirmed).count();
    if answers.len() < MIN_ANSWERS {
        return Finding::Unknown;
    }
    let pointers =
        answers.iter().map(|answer| format!("/background_checks/{}/outcome", answer.index));
    let evidence = Evidence::about(pointers).with("answers", answers.len());
    if confirmed > 0 {
        return Finding::miss(evidence.with("confirmed", confirmed));
    }
    Finding::hit(count(answers.len()), evidence)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    pub(super) fn licence_or_certificate_unverifiable() -> Examples {
        let answered = |outcomes: &[&str]| {
            let check = |(i, outcome): (usize, &&str)| json!({ "kind": "licence", "outcome": outcome, "claim": format!("/resume/certificates/{i}"), "checked_at": "2026-05-01T00:00:00Z" });
            let checks: Vec<Value> = outcomes.iter().enumerate().map(check).collect();
            Fixture::new(json!({ "background_checks": checks }))
        };
        let undated = json!([{ "kind": "licence", "outcome": "does_not_exist" }]);
        let again = |outcome: &str, day: &str| json!({ "kind": "licence", "claim": "/resume/certificates/0", "outcome": outcome, "checked_at": format!("{day}T00:00:00Z") });
        let corrected =
            json!([again("does_not_exist", "2026-04-01"), again("confirmed", "2026-04-09")]);
        Examples::new()
            .hit("the register has no such number", answered(&["does_not_exist"]))
            .value(1.0)
            .pointers(&["/background_checks/0/outcome"])
            .says("A licence or certificate is not in the public register (checked on 2026-05-01).")
            .hit("the number belongs to someone else", answered(&["conflict", "confirmed"]))
            .says("A licence or certificate is issued to someone else according to the register (checked on 2026-05-01).")
            .hit("two forged seals", answered(&["forged", "forged"]))
            .value(2.0)
            .says("2 licences or certificates are forged according to the issuer (checked on 2026-05-01).")
            .hit("different answers", answered(&["forged", "does_not_exist"]))
            .says("2 licences or certificates are missing from the register, issued to someone else or forged (checked on 2026-05-01).")
            .miss("the register confirms it", answered(&["confirmed"]))
            .says("The register confirms the licence or certificate that was checked.")
            .miss("two registers confirm it", answered(&["confirmed", "confirmed"]))
            .says("The registers confirm the 2 licences or certificates that were checked.")
            .unknown("no one knows when the register was asked", Fixture::new(json!({ "background_checks": undated })))
            .unknown("a register with gaps", answered(&["no_record", "inconclusive"]))
            .innocent("a typing error that was corrected", Fixture::new(json!({ "background_checks": corrected })))
    }

    pub(super) fn verified_person_invented_history() -> Examples {
        let answered = |result: &str, answers: &[(&str, &str)]| {
            let check =
                |(kind, outcome): &(&str, &str)| json!({ "kind": kind, "outcome": outcome });
            let checks: Vec<Value> = answers.iter().map(check).collect();
            Fixture::new(
                json!({ "identity_checks": [{ "result": result }], "background_checks": checks }),
            )
        };
        let (denied, missing) = (("employment", "denied"), ("education", "does_not_exist"));
        let (referee, silent) = (("reference", "denied"), ("employment", "no_record"));
        let confirmed = ("reference", "confirmed");
        Examples::new()
            .hit("three answers", answered("passed", &[denied, missing, referee, silent]))
            .value(3.0)
            .pointers(&["/background_checks/0/outcome", "/background_checks/1/outcome", "/background_checks/2/outcome"])
            .says("The applicant’s identity was verified, but none of 3 employers, schools and referees that answered confirms the history.")
            .miss("a referee confirms it", answered("passed", &[denied, missing, confirmed]))
            .says("One of 3 employers, schools and referees that answered confirms the history.")
            .miss("two confirm it", answered("passed", &[denied, confirmed, confirmed]))
            .says("2 of 3 employers, schools and referees that answered confirm the history.")
            .unknown("two answers", answered("passed", &[denied, missing, silent, silent]))
            .unknown("no answers", answered("passed", &[silent, silent, silent]))
            .unknown("the identity was not verified", answered("failed", &[denied, missing, referee]))
            .innocent("employers that closed", answered("passed", &[silent, silent, silent]))
    }
}
