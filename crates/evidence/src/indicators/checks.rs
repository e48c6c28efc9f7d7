//! Reading background checks: the latest of each claim counts, and what nobody could tell does not.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::Case;
use crate::profile::Text;
use crate::profile::background_checks::{BackgroundCheck, CheckOutcome, CheckedClaim};

/// A check with its place in the profile.
#[derive(Clone, Copy)]
pub(super) struct Checked<'a> {
    pub(super) index: usize,
    pub(super) check: &'a BackgroundCheck,
}

impl Checked<'_> {
    /// The number of the entry that was checked, in the list at `list`.
    pub(super) fn entry(&self, list: &str) -> Option<usize> {
        self.check.claim.as_ref()?.as_str().strip_prefix(list)?.parse().ok()
    }

    fn order(&self) -> (Option<DateTime<Utc>>, usize) {
        (self.check.checked_at, self.index)
    }
}

/// The checks of one kind: of each claim the latest. Those that name no claim stand for themselves.
pub(super) fn checked<'a>(case: &Case<'a>, kind: CheckedClaim) -> Vec<Checked<'a>> {
    let mut latest: BTreeMap<String, Checked<'a>> = BTreeMap::new();
    for (index, check) in case.profile.background_checks.iter().enumerate() {
        if check.kind != Some(kind) {
            continue;
        }
        let one = Checked { index, check };
        let claim = check.claim.as_ref().map_or_else(|| format!("#{index}"), Text::folded);
        let kept = latest.entry(claim).or_insert(one);
        if one.order() > kept.order() {
            *kept = one;
        }
    }
    latest.into_values().collect()
}

/// The claims of one kind that a check contradicted.
pub(super) struct Contradicted<'a> {
    pub(super) hits: Vec<Checked<'a>>,
    /// How many claims were checked with a result, these included.
    pub(super) settled: usize,
}

/// The claims that a check contradicted with one of the outcomes. `None` if no check had a result.
pub(super) fn contradicted_claims<'a>(
    case: &Case<'a>,
    kind: CheckedClaim,
    outcomes: &[CheckOutcome],
) -> Option<Contradicted<'a>> {
    let has_result = |checked: &Checked<'_>| {
        let outcome = checked.check.outcome;
        outcome.is_some_and(|it| !matches!(it, CheckOutcome::NoRecord | CheckOutcome::Inconclusive))
    };
    let mut hits: Vec<Checked<'a>> = checked(case, kind);
    hits.retain(has_result);
    let settled = hits.len();
    hits.retain(|it| it.check.outcome.is_some_and(|outcome| outcomes.contains(&outcome)));
    (settled > 0).then_some(Contradicted { hits, settled })
}
