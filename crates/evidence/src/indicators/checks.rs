//! Background checks: the latest check of each claim counts, unless its result is inconclusive.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::Case;
use crate::profile::background_checks::{BackgroundCheck, CheckOutcome, CheckedClaim};

/// A background check and its position in the profile.
#[derive(Clone, Copy)]
pub(super) struct Checked<'a> {
    pub(super) index: usize,
    pub(super) check: &'a BackgroundCheck,
}

impl Checked<'_> {
    /// The index of the checked entry in `list`, a prefix of a pointer.
    pub(super) fn entry(&self, list: &str) -> Option<usize> {
        self.check.claim.as_ref()?.as_str().strip_prefix(list)?.parse().ok()
    }

    fn order(&self) -> (Option<DateTime<Utc>>, usize) {
        (self.check.checked_at, self.index)
    }
}

/// The checks of one kind: the latest for each claim, and all checks without a claim.
pub(super) fn checked<'a>(case: &Case<'a>, kind: CheckedClaim) -> Vec<Checked<'a>> {
    let mut latest: BTreeMap<String, Checked<'a>> = BTreeMap::new();
    for (index, check) in case.profile.background_checks.iter().enumerate() {
        if check.kind != Some(kind) {
            continue;
        }
        let candidate = Checked { index, check };
        let folded = check.claim.as_ref().map(|claim| claim.folded().to_owned());
        let claim = folded.unwrap_or_else(|| format!("#{index}"));
        let latest_check = latest.entry(claim).or_insert(candidate);
        if candidate.order() > latest_check.order() {
            *latest_check = candidate;
        }
    }
    latest.into_values().collect()
}

/// The claims of one kind that a check contradicted.
pub(super) struct Contradicted<'a> {
    pub(super) hits: Vec<Checked<'a>>,
    /// The number of claims that were checked with a result, including these.
    pub(super) with_result: usize,
}

/// The claims that a check contradicted with one of the outcomes. `None` if no check had a result.
pub(super) fn contradicted_claims<'a>(
    case: &Case<'a>,
    kind: CheckedClaim,
    outcomes: &[CheckOutcome],
) -> Option<Contradicted<'a>> {
    let has_result = |checked: &Checked<'_>| {
        let outcome = checked.check.outcome;
        outcome.is_some_and(|outcome| {
            !matches!(outcome, CheckOutcome::NoRecord | CheckOutcome::Inconclusive)
        })
    };
    let mut hits: Vec<Checked<'a>> = checked(case, kind);
    hits.retain(has_result);
    let with_result = hits.len();
    hits.retain(|hit| hit.check.outcome.is_some_and(|outcome| outcomes.contains(&outcome)));
    (with_result > 0).then_some(Contradicted { hits, with_result })
}
