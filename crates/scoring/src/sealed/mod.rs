//! What a decision seals for scoring, and how later builds read it.
//!
//! Each finding is sealed with the family and use of its indicator. A replay reads nothing else about indicators, so
//! it gives the same bits when an indicator is renamed, moved or removed.
//!
//! The sealed inputs state their format. A new layout gets a new number, and the reader of the old one stays.

mod first;

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use evidence::facts::Facts;
use evidence::finding::{Evidence, State};
use evidence::indicators::{self, Indicator, MissRule, Observed, Usage};
use evidence::links::Links;
use evidence::observation::Observation;
use evidence::profile::read::Warning;
use serde::{Deserialize, Serialize};

use crate::grounds::Grounds;
use crate::policy::{Linkage, Policy};

/// The format that this build writes.
const FORMAT: u16 = 3;

/// How scoring uses an indicator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Use {
    /// Hits and misses are scored.
    #[default]
    Scored,
    /// Only hits are scored, because a miss clears no one. Example: no match on a threat list.
    ScoredIfHit,
    /// Shown, without weight.
    Context,
    /// Reported by people and shown, without weight.
    HumanEvidence,
    /// Shown to the sanctions desk, without weight.
    Compliance,
}

/// The finding of one indicator, reduced to what scoring needs.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct SealedFinding {
    #[serde(rename = "id")]
    pub indicator: Cow<'static, str>,
    /// Its family at that time.
    pub family: Cow<'static, str>,
    /// Its use at that time.
    #[serde(rename = "use", default)]
    pub usage: Use,
    #[serde(default = "unknown")]
    pub state: State,
    /// The value of a hit, otherwise 0.
    #[serde(default)]
    pub value: f64,
    /// The value of a finding that is shown without weight, although its indicator is scored; otherwise 0. Its state is
    /// unknown. Older decisions have none.
    #[serde(default)]
    pub context: f64,
    /// Whether only a person's report makes it known. Older decisions don't tell.
    #[serde(default)]
    pub by_report: bool,
}

/// Which findings count as known, for the question whether enough is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountedAsKnown {
    /// Every known scored finding. Decisions that state nothing were made so.
    #[default]
    Scored,
    /// Those that the model has a term for. What a model never learned about tells it nothing.
    WithTerm,
}

/// Everything that a decision's numbers depend on, except for its model.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct SealedInputs {
    /// Every finding, in scoring order, since sums depend on the order.
    pub findings: Vec<SealedFinding>,
    /// The strength of the strongest link to another applicant, from 0 to 1. Decisions that seal the ring's risk have 0.
    #[serde(rename = "tie", default)]
    pub link_strength: f64,
    /// The probability that the applicant's ring is fake. Decisions before 2026-12 seal a link's strength instead.
    #[serde(default)]
    pub ring_risk: Option<f64>,
    /// Which findings counted as known.
    #[serde(default)]
    pub counted: CountedAsKnown,
    /// The policy. Format 1 has only its version.
    pub policy: Option<Policy>,
}

/// The circumstances of a submission, which let today's indicators examine the profile again.
#[derive(Clone, Debug, Deserialize)]
pub struct SealedCase {
    /// When the profile was submitted.
    pub now: DateTime<Utc>,
    /// Facts about the profile's values.
    pub facts: Facts,
    /// The identifiers that the applicant shared with others.
    pub links: Links,
    /// Observations about the applicant at that time. Older decisions have none.
    #[serde(default)]
    pub notes: Vec<Observation>,
    /// Warnings about files, which are not stored.
    #[serde(default)]
    pub file_warnings: Vec<Warning>,
}

/// The sealed inputs as this build writes them.
#[derive(Debug, Serialize)]
pub struct NewInputs<'a> {
    format: u16,
    now: DateTime<Utc>,
    policy: &'a Policy,
    ring_risk: f64,
    counted: CountedAsKnown,
    findings: Vec<NewFinding<'a>>,
    facts: &'a Facts,
    links: &'a Links,
    notes: &'a [Observation],
    file_warnings: &'a [Warning],
}

/// A finding in its sealed form. Common values are left out.
#[derive(Debug, Serialize)]
struct NewFinding<'a> {
    id: &'a str,
    family: &'a str,
    #[serde(rename = "use", skip_serializing_if = "is_default")]
    usage: Use,
    #[serde(skip_serializing_if = "is_unknown")]
    state: State,
    #[serde(skip_serializing_if = "is_default")]
    value: f64,
    #[serde(skip_serializing_if = "is_default")]
    context: f64,
    #[serde(skip_serializing_if = "is_default")]
    by_report: bool,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    evidence: &'a [Evidence],
}

/// Why sealed inputs cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum BadInputs {
    /// They are not JSON of the expected shape.
    #[error("the sealed inputs cannot be read")]
    Json(#[from] serde_json::Error),
    /// A later build wrote them.
    #[error("the sealed inputs have format {0}, this build reads up to {FORMAT}")]
    Format(u16),
}

impl Use {
    /// How an indicator of this build is used; `None` for an excluded indicator.
    fn from_indicator(indicator: &Indicator) -> Option<Self> {
        match indicator.usage {
            Usage::Use | Usage::UseInconsistencyOnly | Usage::UseCrossAccountOnly => {
                Some(match indicator.miss {
                    MissRule::Counts => Self::Scored,
                    MissRule::Ignored => Self::ScoredIfHit,
                })
            }
            Usage::ContextOnly => Some(Self::Context),
            Usage::HumanEvidenceOnly => Some(Self::HumanEvidence),
            Usage::ComplianceRouteOnly => Some(Self::Compliance),
            Usage::Exclude => None,
        }
    }

    /// Whether the indicator is a column of the model.
    pub fn is_scored(self) -> bool {
        matches!(self, Self::Scored | Self::ScoredIfHit)
    }
}

impl SealedFinding {
    /// The finding of an indicator of this build; `None` for an excluded indicator.
    pub fn new(observed: &Observed) -> Option<Self> {
        let Observed { indicator, finding } = observed;
        Some(Self {
            indicator: indicator.id.into(),
            family: indicator.family.name().into(),
            usage: Use::from_indicator(indicator)?,
            state: finding.state(),
            value: finding.value().unwrap_or_default(),
            context: finding.context_value().unwrap_or_default(),
            by_report: indicator.needs_report(),
        })
    }

    /// The value of something that is shown under `context`, if it is.
    pub fn context(&self) -> Option<f64> {
        match (self.usage, self.state) {
            (Use::Context, State::Hit) => Some(self.value),
            _ => (self.context > 0.0).then_some(self.context),
        }
    }

    /// The model's input: `None` for unknown, 0 for a miss that counts, the value of a hit.
    pub fn input(&self) -> Option<f64> {
        match (self.usage, self.state) {
            (Use::Scored, State::Miss) => Some(0.0),
            (Use::Scored | Use::ScoredIfHit, State::Hit) => Some(self.value),
            _ => None,
        }
    }
}

/// One input for each of the [`columns`](crate::champion::columns): `None` for unknown, 0 for a miss that counts, above
/// 0 for a hit. An indicator without a finding is unknown: the decision is older than the indicator.
pub fn model_inputs(findings: &[SealedFinding]) -> Vec<Option<f64>> {
    let inputs: BTreeMap<&str, Option<f64>> =
        findings.iter().map(|finding| (&*finding.indicator, finding.input())).collect();
    indicators::scored().map(|indicator| *inputs.get(indicator.id)?).collect()
}

/// The findings of this build's indicators.
pub fn findings(observed: &[Observed]) -> Vec<SealedFinding> {
    observed.iter().filter_map(SealedFinding::new).collect()
}

impl SealedInputs {
    /// Reads sealed inputs of any format.
    pub fn read(json: &[u8]) -> Result<Self, BadInputs> {
        #[derive(Deserialize)]
        struct Header {
            #[serde(default = "first::format")]
            format: u16,
        }
        let Header { format } = serde_json::from_slice(json)?;
        match format {
            1 => first::read(json),
            2 | FORMAT => Ok(serde_json::from_slice(json)?),
            later => Err(BadInputs::Format(later)),
        }
    }

    /// What the applicant's links say.
    pub fn linkage(&self) -> Linkage {
        self.ring_risk.map_or(Linkage::Strength(self.link_strength), Linkage::RingRisk)
    }

    /// The policy, if it was sealed or was the built-in default.
    pub fn policy(&self, version: i32) -> Option<Policy> {
        self.policy.or((version == 0).then_some(first::POLICY))
    }

    /// The model's inputs for this build's scored indicators. An indicator that is newer than the decision is unknown.
    pub fn build_inputs(&self) -> Vec<Option<f64>> {
        model_inputs(&self.findings)
    }
}

impl<'a> NewInputs<'a> {
    /// Everything that a decision based on these grounds seals.
    pub fn new(
        grounds: &Grounds<'a>,
        notes: &'a [Observation],
        file_warnings: &'a [Warning],
    ) -> Self {
        let Grounds { observed, links, facts, now, policy, .. } = *grounds;
        Self {
            format: FORMAT,
            now,
            policy: &policy.policy,
            ring_risk: grounds.ring_risk(),
            counted: CountedAsKnown::WithTerm,
            findings: observed.iter().filter_map(NewFinding::new).collect(),
            facts,
            links,
            notes,
            file_warnings,
        }
    }
}

impl<'a> NewFinding<'a> {
    fn new(observed: &'a Observed) -> Option<Self> {
        let Observed { indicator, finding } = observed;
        Some(Self {
            id: indicator.id,
            family: indicator.family.name(),
            usage: Use::from_indicator(indicator)?,
            state: finding.state(),
            value: finding.value().unwrap_or_default(),
            context: finding.context_value().unwrap_or_default(),
            by_report: indicator.needs_report(),
            evidence: finding.evidence(),
        })
    }
}

fn unknown() -> State {
    State::Unknown
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_unknown(state: &State) -> bool {
    *state == State::Unknown
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

#[cfg(test)]
mod tests {
    use evidence::indicators::Case;
    use evidence::profile;
    use serde_json::json;

    use super::*;
    use crate::champion::Champion;
    use crate::policy::Versioned;

    fn observed(document: &serde_json::Value) -> Vec<Observed> {
        let (profile, _) = profile::parse(document.to_string().as_bytes()).unwrap();
        let (facts, links, now) = (Facts::default(), Links::default(), DateTime::UNIX_EPOCH);
        let case = Case::new(&profile, &facts, &links, &[], now);
        indicators::observe(&case)
    }

    #[test]
    fn sealed_inputs_can_be_read_without_the_evidence() {
        let interview = json!({ "observer": "Kim Example", "observations": [
            { "code": "camera_refusal_or_repeated_failure", "note": "Dark." },
        ] });
        let observed = observed(&json!({ "external_id": "robin", "interviews": [interview] }));
        let policy = Versioned::shipped();
        let grounds = Grounds {
            observed: &observed,
            links: &Links::default(),
            facts: &Facts::default(),
            now: DateTime::UNIX_EPOCH,
            champion: &Champion::baseline().unwrap(),
            policy: &policy,
        };
        let written = serde_json::to_vec(&NewInputs::new(&grounds, &[], &[])).unwrap();
        let read = SealedInputs::read(&written).unwrap();
        assert_eq!(read.findings, findings(&observed));
        assert_eq!((read.linkage(), read.policy), (Linkage::RingRisk(0.0), Some(policy.policy)));
        assert!(
            read.findings
                .iter()
                .any(|finding| finding.usage == Use::HumanEvidence && finding.value == 1.0)
        );
        let case: SealedCase = serde_json::from_slice(&written).unwrap();
        assert_eq!(case.now, DateTime::UNIX_EPOCH);
    }

    #[test]
    fn what_is_only_shown_is_no_input_and_not_known() {
        let message = json!({ "direction": "sent", "text": "Contact me on Telegram" });
        let said = observed(&json!({ "external_id": "robin", "messages": [message, message] }));
        let silent = observed(&json!({ "external_id": "robin" }));
        let scorer = Champion::baseline().unwrap().scorer;
        let policy = Policy::default();
        let sheet = |observed: &[Observed]| {
            crate::assess::score(
                &findings(observed),
                Linkage::RingRisk(0.0),
                CountedAsKnown::WithTerm,
                &scorer,
                &policy,
            )
        };
        let (said, silent) = (findings(&said), sheet(&silent));
        let shown = crate::assess::score(
            &said,
            Linkage::RingRisk(0.0),
            CountedAsKnown::WithTerm,
            &scorer,
            &policy,
        );
        assert_eq!(
            (shown.log_odds.to_bits(), shown.band),
            (silent.log_odds.to_bits(), silent.band)
        );
        assert_eq!(shown.contributions, silent.contributions);
        let ids: Vec<&str> = shown.context.iter().map(|hit| &*hit.indicator).collect();
        assert_eq!(ids, ["off_platform_move_request"]);
        assert_eq!(shown.context.first().map(|hit| hit.value), Some(2.0));
    }

    #[test]
    fn inputs_of_a_later_build_are_rejected() {
        let later = br#"{ "format": 4, "findings": "of another shape" }"#;
        assert!(matches!(SealedInputs::read(later), Err(BadInputs::Format(4))));
    }

    #[test]
    fn a_miss_on_a_threat_list_is_no_input() {
        let finding = |usage, state| SealedFinding {
            indicator: "any".into(),
            family: "session".into(),
            usage,
            state,
            value: if state == State::Hit { 2.0 } else { 0.0 },
            context: 0.0,
            by_report: false,
        };
        for (usage, miss, hit) in [
            (Use::Scored, Some(0.0), Some(2.0)),
            (Use::ScoredIfHit, None, Some(2.0)),
            (Use::Context, None, None),
        ] {
            assert_eq!(finding(usage, State::Miss).input(), miss, "{usage:?}");
            assert_eq!(finding(usage, State::Hit).input(), hit, "{usage:?}");
            assert_eq!(finding(usage, State::Unknown).input(), None, "{usage:?}");
        }
    }
}
