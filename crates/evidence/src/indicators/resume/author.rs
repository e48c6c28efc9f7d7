//! The author in a file's metadata.

use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::profile::Agreement;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[DOCUMENT_AUTHOR_IDENTITY_MISMATCH];

const DOCUMENT_AUTHOR_IDENTITY_MISMATCH: Indicator = Indicator {
    id: "document_author_identity_mismatch",
    family: Family::Resume,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "The resume file names an author with a different name than the applicant.",
    unit: "files",
    question: "Who is the author of the resume file? Send `resume_file.content` or `resume_file.author`.",
    innocent_explanations: "A bought template, a shared family computer, or a recruiter who edited the file.",
    how_to_verify: "Ask who made the file. A bought template or a shared computer explains most cases.",
    sources: &["GEM", "TOFU"],
    wording: "
    .hit = The author of the resume file has a different name than the applicant.
    .miss = The name of the resume file’s author fits the applicant’s name.
",
    miss: MissRule::Counts,
    observe: document_author_identity_mismatch,
    #[cfg(test)]
    examples: tests::document_author_identity_mismatch,
};

/// The author's name shares nothing with the claimed one. Names that programs insert don't count, and confirmed agencies
/// create the files of their people.
fn document_author_identity_mismatch(case: &Case<'_>) -> Finding {
    let claims = case.profile.claims.as_ref();
    let Some(claims) = claims.filter(|_| !case.links.is_in_agency()) else {
        return Finding::Unknown;
    };
    let file = case.profile.resume_file.as_ref();
    let author = file.and_then(|file| file.author.as_ref()?.name());
    let (Some(author), Some(claimed)) = (author, claims.name.as_ref()) else {
        return Finding::Unknown;
    };
    let agreement = author.agrees_with(claimed);
    if !agreement.is_known() || author.is_organisation() {
        return Finding::Unknown;
    }
    let pointers = ["/resume_file/author".to_owned(), "/claims/name".to_owned()];
    let evidence = Evidence::about(pointers);
    if agreement == Agreement::Differ {
        Finding::hit(1.0, evidence)
    } else {
        Finding::miss(evidence)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::finding::State;
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;
    use crate::relation::Declared;

    fn file(author: Value) -> Fixture {
        Fixture::new(json!({
            "claims": { "name": "Robin Example" },
            "resume_file": { "author": author },
        }))
    }

    pub(super) fn document_author_identity_mismatch() -> Examples {
        let by = |author: &str| file(author.into());
        Examples::new()
            .hit("a stranger made the file", by("Otto Specimen"))
            .says("The author of the resume file has a different name than the applicant.")
            .pointers(&["/resume_file/author", "/claims/name"])
            .miss("the applicant made the file", by("R. Example"))
            .says("The name of the resume file’s author fits the applicant’s name.")
            .miss("a relative made the file", by("Dana Example"))
            .unknown("a confirmed agency made it", by("Otto Specimen").confirmed(Declared::AGENCY))
            .unknown("a company made it", by("Specimen Studio GmbH"))
            .unknown("no author", file(Value::Null))
            .unknown("a program", by("Microsoft Office User"))
            .innocent("the family's computer", by("Dana Example"))
    }

    #[test]
    fn a_program_is_not_a_person() {
        for program in [
            "Microsoft Office User",
            "user",
            "Administrator",
            "Canva",
            "123",
            "Usuario de Windows",
            "Utilisateur Windows",
            "Пользователь Windows",
            "Windows 사용자",
            "Windows 用户",
            "Windows ユーザー",
            "Użytkownik systemu Windows",
            "Người dùng Windows",
            "Kullanıcı Windows",
            "Acer User",
            "Lenovo ThinkPad",
            "Canva Resume",
            "LaTeX with hyperref",
            "WPS Office",
            "Test Test",
        ] {
            let state = file(program.into()).state("document_author_identity_mismatch");
            assert_eq!(state, State::Unknown, "{program}");
        }
    }
}
