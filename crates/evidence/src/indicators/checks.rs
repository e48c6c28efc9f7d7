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

/// The checks of one kind: the latest for each claim, and all checks without a claim. A person has one set of
/// identity elements and usually one residence, so of these only the latest check without a claim counts.
pub(super) fn checked<'a>(case: &Case<'a>, kind: CheckedClaim) -> Vec<Checked<'a>> {
    let mut latest: BTreeMap<String, Checked<'a>> = BTreeMap::new();
    for (index, check) in case.profile.background_checks.iter().enumerate() {
        if check.kind != Some(kind) {
            continue;
        }
        let candidate = Checked { index, check };
        let folded = check.claim.as_ref().map(|claim| claim.folded().to_owned());
        let claim = match kind {
            CheckedClaim::IdentityElements => String::new(),
            CheckedClaim::Residence => folded.unwrap_or_default(),
            _ => folded.unwrap_or_else(|| format!("#{index}")),
        };
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

/// The claims that a check contradicted with one of the outcomes. `None` if no check had a result, or if a later check that
/// confirms a claim may be about one of these.
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
    let confirmed: Vec<Checked<'a>> = hits
        .iter()
        .filter(|checked| checked.check.outcome == Some(CheckOutcome::Confirmed))
        .copied()
        .collect();
    hits.retain(|hit| hit.check.outcome.is_some_and(|outcome| outcomes.contains(&outcome)));
    let contradicted = hits.len();
    hits.retain(|hit| !confirmed.iter().any(|later| may_correct(later, hit)));
    let is_open = hits.is_empty() && contradicted > 0;
    (with_result > 0 && !is_open).then_some(Contradicted { hits, with_result })
}

/// Whether a check that confirms a claim may be about the claim that an earlier check contradicted, because one of them
/// doesn't say which claim it is about.
fn may_correct(later: &Checked<'_>, earlier: &Checked<'_>) -> bool {
    let is_later = later.check.checked_at.is_some() && later.order() > earlier.order();
    is_later && (later.check.claim.is_none() || earlier.check.claim.is_none())
}
