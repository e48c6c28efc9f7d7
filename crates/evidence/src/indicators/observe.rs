//! Examines a case with every indicator.

use std::collections::BTreeSet;

use super::{Case, Family, Indicator, all};
use crate::finding::{Finding, State};

/// The finding of an indicator for a case.
#[derive(Clone, Debug)]
pub struct Observed {
    pub indicator: &'static Indicator,
    pub finding: Finding,
}

/// The indicators whose hits count only next to a strong sign of another family, because many genuine people have them.
const ONLY_WITH_OTHERS: [&str; 1] = ["camera_is_virtual_or_capture_card"];

/// The findings of all indicators for a case, in the order of [`all`].
pub fn observe(case: &Case<'_>) -> Vec<Observed> {
    let examined = all().map(|indicator| Observed { indicator, finding: indicator.examine(case) });
    let mut observed: Vec<Observed> = examined.collect();
    drop_hits_without_others(&mut observed);
    observed
}

/// A hit without a second sign is unknown rather than a miss: it clears no one.
fn drop_hits_without_others(observed: &mut [Observed]) {
    /// The strength of a second sign.
    const MIN_STRENGTH: u8 = 3;
    let needs_others = |id| ONLY_WITH_OTHERS.contains(&id);
    let families: BTreeSet<Family> = (observed.iter())
        .filter(|other| other.finding.state() == State::Hit)
        .map(|other| other.indicator)
        .filter(|other| other.usage.is_scored() && other.strength >= MIN_STRENGTH)
        .filter(|other| !needs_others(other.id))
        .map(|other| other.family)
        .collect();
    for one in observed.iter_mut().filter(|one| needs_others(one.indicator.id)) {
        let has_other = families.iter().any(|family| *family != one.indicator.family);
        if one.finding.state() == State::Hit && !has_other {
            one.finding = Finding::Unknown;
        }
    }
}
