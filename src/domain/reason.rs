//! Reasons for a verdict, and which verdict each of them can stand with. Ids of indicators, which can stand with any,
//! are not listed here.

use learning::label::Verdict::{self, Fake, Genuine, Unsure};

/// A reason for a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReasonCode {
    /// Its name in requests and answers.
    pub code: &'static str,
    /// What it says.
    pub says: &'static str,
    /// The verdicts that it can stand with; any other it would contradict.
    pub verdicts: &'static [Verdict],
}

/// The reasons that a verdict can name, beside the ids of indicators, in the order in which they are offered.
pub const REASON_CODES: &[ReasonCode] = &[
    ReasonCode {
        code: "linked_to_confirmed",
        says: "Tied to somebody who is confirmed as fake.",
        verdicts: &[Fake],
    },
    ReasonCode {
        code: "operated_from_afar",
        says: "Somebody else operates the device.",
        verdicts: &[Fake],
    },
    ReasonCode {
        code: "place_contradicted",
        says: "The person is not where they say.",
        verdicts: &[Fake],
    },
    ReasonCode {
        code: "paid_to_another",
        says: "The money goes to somebody else.",
        verdicts: &[Fake],
    },
    ReasonCode {
        code: "document_of_another",
        says: "A document belongs to somebody else.",
        verdicts: &[Fake],
    },
    ReasonCode { code: "document_forged", says: "A document is not genuine.", verdicts: &[Fake] },
    ReasonCode {
        code: "not_the_person_hired",
        says: "Somebody else did the interview or does the work.",
        verdicts: &[Fake],
    },
    ReasonCode {
        code: "account_rented",
        says: "The account is rented, sold or lent.",
        verdicts: &[Fake],
    },
    ReasonCode {
        code: "history_invented",
        says: "Employers, schools or works do not know the person.",
        verdicts: &[Fake],
    },
    ReasonCode { code: "admitted", says: "The person said so.", verdicts: &[Fake] },
    ReasonCode {
        code: "identity_confirmed",
        says: "A live check with the document confirmed the person.",
        verdicts: &[Genuine],
    },
    ReasonCode {
        code: "history_confirmed",
        says: "An employer, school or client confirmed the person.",
        verdicts: &[Genuine],
    },
    ReasonCode {
        code: "place_confirmed",
        says: "The person is where they say.",
        verdicts: &[Genuine],
    },
    ReasonCode {
        code: "sharing_explained",
        says: "There is a good reason for what is shared.",
        verdicts: &[Genuine],
    },
    ReasonCode {
        code: "difference_explained",
        says: "There is a good reason for what did not fit.",
        verdicts: &[Genuine],
    },
    ReasonCode {
        code: "too_little_known",
        says: "What is known does not suffice.",
        verdicts: &[Unsure],
    },
    ReasonCode {
        code: "evidence_conflicts",
        says: "The evidence speaks for both.",
        verdicts: &[Unsure],
    },
    ReasonCode {
        code: "could_not_be_reached",
        says: "The person did not answer, or refused the check.",
        verdicts: &[Fake, Unsure],
    },
];

impl ReasonCode {
    /// The one of this name.
    pub fn of(code: &str) -> Option<&'static Self> {
        REASON_CODES.iter().find(|one| one.code == code)
    }

    /// Whether it can stand with a verdict.
    pub fn fits(&self, verdict: Verdict) -> bool {
        self.verdicts.contains(&verdict)
    }
}

/// The reasons that can stand with a verdict.
pub fn fitting(verdict: Verdict) -> impl Iterator<Item = &'static ReasonCode> {
    REASON_CODES.iter().filter(move |one| one.fits(verdict))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_reason_can_stand_with_a_verdict_and_no_name_is_there_twice() {
        let names: BTreeSet<&str> = REASON_CODES.iter().map(|one| one.code).collect();
        assert_eq!(names.len(), REASON_CODES.len());
        assert!(REASON_CODES.iter().all(|one| !one.verdicts.is_empty()));
        assert!(Verdict::ALL.into_iter().all(|verdict| fitting(verdict).count() > 0));
    }

    #[test]
    fn no_reason_speaks_both_for_and_against_the_person() {
        let both = |one: &&ReasonCode| one.fits(Fake) && one.fits(Genuine);
        assert_eq!(REASON_CODES.iter().find(both), None);
    }
}
