//! Reassessment: what today's code says about a profile that was decided on before.
//!
//! Today's parser and indicators look at the sealed profile under the sealed circumstances. Unlike a replay this may
//! differ from the decision, and the differences are the answer. Backtests call it in bulk.

use evidence::history::EarlierVersion;
use evidence::indicators::{self, Case};
use evidence::linkage::ring::max_link_weight;
use evidence::profile::read::Warning;
use evidence::profile::{self, BadProfile};
use serde_json::{Map, Value, json};

use crate::assess::score;
use crate::difference::{Difference, differences};
use crate::model::{Definition, Scorer};
use crate::policy::Policy;
use crate::score_sheet::ScoreSheet;
use crate::sealed::{self, SealedCase, SealedFinding};

/// What one version of the code says about a profile.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What each indicator found.
    pub findings: Vec<SealedFinding>,
    /// What scoring computes from that.
    pub sheet: ScoreSheet,
    /// What was ignored in the document and its files.
    pub warnings: Vec<Warning>,
}

/// Reads, observes and scores a sealed document again. The scorer is bound to this build's scored indicators.
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
    let case = Case { profile: &profile, facts, links, earlier, now: *now };
    let mut observed = indicators::observe(&case);
    indicators::add_notes(&mut observed, notes);
    let findings = sealed::findings(&observed);
    let sheet = score(&findings, max_link_weight(links, *now), scorer, policy);
    Ok(Reading { findings, sheet, warnings })
}

/// Binds a stored model to this build's scored indicators. Terms of indicators that are gone are left out.
pub fn bind_to_build(model: &Definition) -> Scorer {
    let columns: Vec<&str> = indicators::scored().map(|indicator| indicator.id).collect();
    model.scorer(&columns)
}

impl Reading {
    /// Everything that differs from an earlier reading. Findings and contributions are named by their indicator.
    pub fn differences_from(&self, earlier: &Self) -> Vec<Difference> {
        differences(&earlier.comparable(), &self.comparable())
    }

    fn comparable(&self) -> Value {
        let ScoreSheet { contributions, .. } = &self.sheet;
        let findings: Map<String, Value> = (self.findings.iter())
            .map(|finding| {
                let SealedFinding { indicator, family, usage, state, value } = finding;
                let found =
                    json!({ "family": family, "use": usage, "state": state, "value": value });
                (indicator.to_string(), found)
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
