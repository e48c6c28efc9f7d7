//! What a reviewer says about a case, and whether the reasons fit the verdict.

use evidence::indicators;
use learning::label::{EvidenceKind, Verdict};

use crate::domain::reason::{self, ReasonCode};

/// What a reviewer says about a case.
#[derive(Clone, Debug)]
pub struct Judgement {
    pub verdict: Verdict,
    pub evidence: EvidenceKind,
    /// Codes that fit the verdict (see [`reason`](crate::domain::reason)) and ids of indicators.
    pub reasons: Vec<String>,
    pub note: Option<String>,
}

/// A reason that does not fit its verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadReason {
    /// The index of the verdict, if several were given together.
    pub member: Option<usize>,
    /// The index of the reason.
    pub place: usize,
    pub misfit: Misfit,
}

/// Why a reason does not fit a verdict.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// There is no such reason.
    #[error("there is no reason `{0}`; name one of the codes or an indicator")]
    Unknown(String),
    /// It supports another verdict.
    #[error("`{code}` contradicts `{}`; use {}, or an indicator", .verdict.name(), codes(*.verdict))]
    Contradicts { code: &'static str, verdict: Verdict },
}

/// The reasons of a judgement that do not fit its verdict.
pub(super) fn bad_reasons(member: Option<usize>, judgement: &Judgement) -> Vec<BadReason> {
    let misfits = judgement.reasons.iter().map(|named| misfit(named, judgement.verdict));
    misfits
        .enumerate()
        .filter_map(|(place, misfit)| Some(BadReason { member, place, misfit: misfit? }))
        .collect()
}

fn misfit(named: &str, verdict: Verdict) -> Option<Misfit> {
    match ReasonCode::find(named) {
        Some(reason) if reason.fits(verdict) => None,
        Some(reason) => Some(Misfit::Contradicts { code: reason.code, verdict }),
        None if indicators::all().any(|indicator| indicator.id == named) => None,
        None => Some(Misfit::Unknown(named.chars().take(80).collect())),
    }
}

/// The codes that fit a verdict, as a sentence lists them.
fn codes(verdict: Verdict) -> String {
    let names: Vec<String> =
        reason::fitting(verdict).map(|reason| format!("`{}`", reason.code)).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_for_another_verdict_is_named_with_those_that_fit() {
        let judgement = Judgement {
            verdict: Verdict::Unsure,
            evidence: EvidenceKind::Opinion,
            reasons: [
                "payout_account_shared",
                "could_not_be_reached",
                "document_forged",
                "a hunch",
            ]
            .map(str::to_owned)
            .into(),
            note: None,
        };
        let bad = bad_reasons(None, &judgement);
        let said: Vec<(usize, String)> =
            bad.iter().map(|reason| (reason.place, reason.misfit.to_string())).collect();
        assert_eq!(
            said,
            [
                (
                    2,
                    "`document_forged` contradicts `unsure`; use `too_little_known`, `evidence_conflicts`, \
                     `could_not_be_reached`, or an indicator"
                        .to_owned()
                ),
                (3, "there is no reason `a hunch`; name one of the codes or an indicator".to_owned()),
            ]
        );
    }
}
