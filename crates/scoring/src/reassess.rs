//! Reassessment: what today's code says about an earlier decision's profile.
//!
//! Today's parser and indicators read the sealed profile with the sealed facts, links and time. Unlike a replay, the
//! result can differ from the decision, and the differences are the answer. Backtests call this in bulk.

use evidence::history::EarlierVersion;
use evidence::indicators::{self, Case};
use evidence::profile::read::Warning;
use evidence::profile::{self, BadProfile};
use serde_json::{Map, Value, json};

use crate::assess::score;
use crate::difference::{Difference, differences};
use crate::grounds::ring_risk;
use crate::model::{Definition, Scorer};
use crate::policy::{Linkage, Policy};
use crate::score_sheet::ScoreSheet;
use crate::sealed::{self, CountedAsKnown, SealedCase, SealedFinding};

/// The result of one version of the code for a profile.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub findings: Vec<SealedFinding>,
    pub sheet: ScoreSheet,
    /// What was ignored in the document and its files.
    pub warnings: Vec<Warning>,
}

/// Parses and scores a sealed document again. The scorer is bound to this build's scored indicators.
pub fn reassess(
    document: &[u8],
    earlier: &[EarlierVersion],
    case: &SealedCase,
    scorer: &Scorer,
    policy: &Policy,
) -> Result<Reading, BadProfile> {
    let (profile, mut warnings) = profile::parse(document)?;
    let SealedCase { now, facts, links, notes, file_warnings } = case;
    warnings.extend_from_slice(file_warnings);
    let case = Case::new(&profile, facts, links, earlier, *now);
    let mut observed = indicators::observe(&case);
    indicators::add_notes(&mut observed, notes);
    let findings = sealed::findings(&observed);
    let linkage = Linkage::RingRisk(ring_risk(links, policy));
    let sheet = score(&findings, linkage, CountedAsKnown::WithTerm, scorer, policy);
    Ok(Reading { findings, sheet, warnings })
}

/// Binds a stored model to this build's scored indicators. Terms of indicators that no longer exist are left out.
pub fn bind_to_build(model: &Definition) -> Scorer {
    let columns: Vec<&str> = indicators::scored().map(|indicator| indicator.id).collect();
    model.scorer(&columns)
}

impl Reading {
    /// The differences from an earlier result. Findings and contributions are matched by indicator id.
    pub fn differences_from(&self, earlier: &Self) -> Vec<Difference> {
        differences(&earlier.comparable(), &self.comparable())
    }

    fn comparable(&self) -> Value {
        let ScoreSheet { contributions, .. } = &self.sheet;
        let findings: Map<String, Value> = (self.findings.iter())
            .map(|finding| {
                let SealedFinding { indicator, family, usage, state, value, context, .. } = finding;
                let finding = json!({
                    "family": family, "use": usage, "state": state, "value": value,
                    "context": context,
                });
                (indicator.to_string(), finding)
            })
            .collect();
        let contributions: Map<String, Value> = (contributions.iter())
            .map(|weight| (weight.indicator.to_string(), json!(weight.log_odds)))
            .collect();
        let warning = |warning: &Warning| json!([warning.pointer, warning.code]);
        let warnings: Vec<Value> = self.warnings.iter().map(warning).collect();
        json!({
            "band": self.sheet.band,
            "recommendation": self.sheet.recommendation,
            "reasons": self.sheet.reasons,
            "score": self.sheet.score,
            "probability": self.sheet.probability,
            "log_odds": self.sheet.log_odds,
            "base_log_odds": self.sheet.base_log_odds,
            "capped_families": self.sheet.capped_families,
            "contributions": contributions,
            "findings": findings,
            "warnings": warnings,
        })
    }
}
