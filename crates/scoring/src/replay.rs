//! Replay: recomputes the numbers of a stored decision from what it sealed.
//!
//! Nothing here depends on this build's indicators, parser or wording. The model binds to the sealed findings by
//! indicator id.

use serde::Deserialize;

use crate::assess::score;
use crate::decision::ModelRef;
use crate::difference::{Difference, differences};
use crate::model::Definition;
use crate::policy::Policy;
use crate::score_sheet::ScoreSheet;
use crate::sealed::SealedInputs;

/// The part of a stored decision that a replay reads.
#[derive(Clone, Debug, Deserialize)]
pub struct StoredAnswer {
    pub assessment: StoredAssessment,
}

/// The part of a stored assessment that scoring computed, with the versions it used.
#[derive(Clone, Debug, Deserialize)]
pub struct StoredAssessment {
    #[serde(flatten)]
    pub sheet: ScoreSheet,
    pub model: ModelRef,
    /// The version of the tenant's policy; 0 if it had none.
    pub policy_version: i32,
}

/// Scores sealed findings with a stored model: the decision's own for a replay, or another for comparison.
pub fn rescore(inputs: &SealedInputs, policy: &Policy, model: &Definition) -> ScoreSheet {
    let scored = inputs.findings.iter().filter(|finding| finding.usage.is_scored());
    let columns: Vec<&str> = scored.map(|finding| &*finding.indicator).collect();
    let scorer = model.scorer(&columns);
    score(&inputs.findings, inputs.linkage(), inputs.counted, &scorer, policy)
}

/// Every number that differs between a stored and a recomputed score sheet.
pub fn sheet_differences(stored: &ScoreSheet, recomputed: &ScoreSheet) -> Vec<Difference> {
    let [stored, recomputed] = [stored, recomputed]
        .map(|sheet| serde_json::to_value(sheet).expect("a score sheet is plain JSON"));
    differences(&stored, &recomputed)
}
