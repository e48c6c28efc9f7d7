//! What checks of a claim found out: employers, schools, who belongs to a name.

use std::collections::BTreeMap;

use super::super::checks::{Checked, checked, contradicted};
use super::super::reading::count;
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::technologies::{Told, told};
use crate::finding::{Evidence, Finding};
use crate::profile::background_checks::{CheckOutcome, CheckedClaim};
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
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "Claimed employer/office does not exist, was not operating then, or denies the person.",
    unit: "employers",
    question: "Did somebody ask the employers? Send `background_checks` of kind `employment`.",
    innocent_explanations: "Defunct start-ups, stealth firms, informal work.",
    how_to_verify: "Call the employer on a number found independently; ask for a payslip with the amounts blacked out.",
    sources: &["US2022", "PSA25", "CIN24", "FIN"],
    wording: "",
    miss: MissRule::Counts,
    observe: employer_unverifiable,
    #[cfg(test)]
    examples: None,
};

const ROLE_PREDATES_EMPLOYER_OR_TECHNOLOGY: Indicator = Indicator {
    id: "role_predates_employer_or_technology",
    family: Family::Resume,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "Role starts before employer founded or tool existed.",
    unit: "roles",
    question: "Since when does the employer exist, and what was the role about? Send `background_checks[].operating_since` and `resume.work`.",
    innocent_explanations: "Acquisitions, renamed companies.",
    how_to_verify: "Ask about the first year there: renamed and bought companies explain most.",
    sources: &["FIN", "NOVA"],
    wording: "",
    miss: MissRule::Counts,
    observe: role_predates_employer_or_technology,
    #[cfg(test)]
    examples: None,
};

const EDUCATION_UNVERIFIABLE_OR_MAJOR_NOT_OFFERED: Indicator = Indicator {
    id: "education_unverifiable_or_major_not_offered",
    family: Family::Resume,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "Institution denies the degree or never offered the major.",
    unit: "degrees",
    question: "Did somebody ask the school? Send `background_checks` of kind `education`.",
    innocent_explanations: "Name changes of institutions, translation.",
    how_to_verify: "Ask for the school's own confirmation, under its former names too.",
    sources: &["US2022", "PSA25", "AMZ25"],
    wording: "",
    miss: MissRule::Counts,
    observe: education_unverifiable_or_major_not_offered,
    #[cfg(test)]
    examples: None,
};

const IDENTITY_ELEMENT_CONFLICT: Indicator = Indicator {
    id: "identity_element_conflict",
    family: Family::Resume,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 5,
    observed: "Name, birth date, address, tax-id facts do not belong together per authoritative check.",
    unit: "contradictions",
    question: "Do name, birth date, address and tax number belong together? Send `background_checks` of kind `identity_elements`.",
    innocent_explanations: "Data-broker errors, name change, thin-file immigrants and youth.",
    how_to_verify: "Ask for a second document; ask the source of the conflict to look again.",
    sources: &["US2022", "PSA25", "FLAME"],
    wording: "",
    miss: MissRule::Counts,
    observe: identity_element_conflict,
    #[cfg(test)]
    examples: None,
};

fn employer_unverifiable(case: &Case<'_>) -> Finding {
    const OUTCOMES: [CheckOutcome; 3] =
        [CheckOutcome::Denied, CheckOutcome::DoesNotExist, CheckOutcome::Conflict];
    contradicted(case, CheckedClaim::Employment, &OUTCOMES, "employers do not bear out the claim")
}

fn education_unverifiable_or_major_not_offered(case: &Case<'_>) -> Finding {
    const OUTCOMES: [CheckOutcome; 2] = [CheckOutcome::Denied, CheckOutcome::DoesNotExist];
    contradicted(
        case,
        CheckedClaim::Education,
        &OUTCOMES,
        "degrees are denied or were never offered",
    )
}

/// A thin file is no conflict: nothing on record tells nothing.
fn identity_element_conflict(case: &Case<'_>) -> Finding {
    const OUTCOMES: [CheckOutcome; 2] = [CheckOutcome::Conflict, CheckOutcome::Denied];
    let says = "checks found that parts of the identity do not belong together";
    contradicted(case, CheckedClaim::IdentityElements, &OUTCOMES, says)
}

/// A role that began before the employer did, or ended before a technology in it was published. An
/// employer that confirms the role ends the question.
fn role_predates_employer_or_technology(case: &Case<'_>) -> Finding {
    let Some(resume) = &case.profile.resume else { return Finding::Unknown };
    let employers: BTreeMap<usize, Checked<'_>> = (checked(case, CheckedClaim::Employment)
        .into_iter())
    .filter_map(|check| Some((check.entry("/resume/work/")?, check)))
    .collect();
    let mut wrong: Vec<(usize, String)> = Vec::new();
    let mut compared = 0;
    for (i, role) in resume.work.iter().enumerate() {
        let check = employers.get(&i);
        let early = check.and_then(|check| began_early(role, check));
        let tool = told(role);
        compared += usize::from(early.is_some() || !matches!(tool, Told::Nothing));
        if check.is_some_and(|check| check.check.outcome == Some(CheckOutcome::Confirmed)) {
            continue;
        }
        if early == Some(true) {
            wrong.push((i, "before the employer existed".to_owned()));
        } else if let Told::TooEarlyFor(tool) = tool {
            wrong.push((i, format!("ended before {tool} was published")));
        }
    }
    if compared == 0 {
        return Finding::Unknown;
    }
    let how = wrong.first().map(|(_, how)| format!(", one {how}")).unwrap_or_default();
    let text = format!("{} of {compared} roles cannot have been at that time{how}", wrong.len());
    let pointers = wrong.iter().map(|(i, _)| format!("/resume/work/{i}"));
    Finding::graded(count(wrong.len()), Evidence::stored(text, pointers))
}

/// Months that are not told are read in the role's favour.
fn began_early(role: &Work, employer: &Checked<'_>) -> Option<bool> {
    let since = employer.check.operating_since?;
    Some(role.start?.months(12) < since.months(1))
}

#[cfg(test)]
mod tests;
