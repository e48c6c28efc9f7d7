//! Reason codes and the verdicts that each supports. Ids of indicators are also reasons, for any verdict, but are not
//! listed here.

use learning::label::Verdict::{self, Fake, Genuine, Unsure};

/// A reason for a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReasonCode {
    pub code: &'static str,
    /// The reason in words.
    pub says: &'static str,
    /// The verdicts that it supports. It contradicts all others.
    pub verdicts: &'static [Verdict],
}

/// All reason codes, in the order in which pages offer them.
pub const REASON_CODES: &[ReasonCode] = &[
    ReasonCode {
        code: "linked_to_confirmed",
        says: "Linked to a person confirmed as fake.",
        verdicts: &[Fake],
    },
    ReasonCode {
        code: "operated_from_afar",
        says: "Someone else operates the device remotely.",
        verdicts: &[Fake],
    },
    ReasonCode {
        code: "place_contradicted",
        says: "The person is not where they claim to be.",
        verdicts: &[Fake],
    },
    ReasonCode {
        code: "paid_to_another",
        says: "The money goes to someone else.",
        verdicts: &[Fake],
    },
    ReasonCode {
        code: "document_of_another",
        says: "A document belongs to someone else.",
        verdicts: &[Fake],
    },
    ReasonCode { code: "document_forged", says: "A document is forged.", verdicts: &[Fake] },
    ReasonCode {
        code: "not_the_person_hired",
        says: "Someone else did the interview or does the work.",
        verdicts: &[Fake],
    },
    ReasonCode {
        code: "account_rented",
        says: "The account is rented, sold or lent out.",
        verdicts: &[Fake],
    },
    ReasonCode {
        code: "history_invented",
        says: "Employers, schools or clients do not know the person.",
        verdicts: &[Fake],
    },
    ReasonCode { code: "admitted", says: "The person admitted it.", verdicts: &[Fake] },
    ReasonCode {
        code: "identity_confirmed",
        says: "A live check with the document confirmed the identity.",
        verdicts: &[Genuine],
    },
    ReasonCode {
        code: "history_confirmed",
        says: "An employer, school or client confirmed the history.",
        verdicts: &[Genuine],
    },
    ReasonCode {
        code: "place_confirmed",
        says: "The person is where they claim to be.",
        verdicts: &[Genuine],
    },
    ReasonCode {
        code: "sharing_explained",
        says: "There is a good reason for the shared identifiers.",
        verdicts: &[Genuine],
    },
    ReasonCode {
        code: "difference_explained",
        says: "There is a good reason for the contradiction.",
        verdicts: &[Genuine],
    },
    ReasonCode {
        code: "too_little_known",
        says: "There is not enough information.",
        verdicts: &[Unsure],
    },
    ReasonCode {
        code: "evidence_conflicts",
        says: "The evidence points both ways.",
        verdicts: &[Unsure],
    },
    ReasonCode {
        code: "could_not_be_reached",
        says: "The person did not respond or refused the check.",
        verdicts: &[Fake, Unsure],
    },
];

impl ReasonCode {
    pub fn find(code: &str) -> Option<&'static Self> {
        REASON_CODES.iter().find(|reason| reason.code == code)
    }

    pub fn fits(&self, verdict: Verdict) -> bool {
        self.verdicts.contains(&verdict)
    }
}

/// The reasons that support a verdict.
pub fn fitting(verdict: Verdict) -> impl Iterator<Item = &'static ReasonCode> {
    REASON_CODES.iter().filter(move |reason| reason.fits(verdict))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_reason_supports_a_verdict_and_codes_are_unique() {
        let codes: BTreeSet<&str> = REASON_CODES.iter().map(|reason| reason.code).collect();
        assert_eq!(codes.len(), REASON_CODES.len());
        assert!(REASON_CODES.iter().all(|reason| !reason.verdicts.is_empty()));
        assert!(Verdict::ALL.into_iter().all(|verdict| fitting(verdict).count() > 0));
    }

    #[test]
    fn no_reason_supports_both_fake_and_genuine() {
        let both = |reason: &&ReasonCode| reason.fits(Fake) && reason.fits(Genuine);
        assert_eq!(REASON_CODES.iter().find(both), None);
    }
}
