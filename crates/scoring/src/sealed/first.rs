//! Format 1, written by version 0.1.0: findings without families, uses, link strength or policy.
//!
//! What 0.1.0 had in its code is data here. Never change it: stored decisions depend on every bit.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{DateTime, Duration, Utc};
use evidence::finding::State;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{BadInputs, CountedAsKnown, SealedFinding, SealedInputs, Use};
use crate::policy::Policy;

/// The policy of a tenant without a policy of its own.
pub(super) const POLICY: Policy = Policy {
    base_rate: 0.005,
    elevated_threshold: 0.03,
    high_threshold: 0.25,
    min_known_indicators: 10,
    min_known_families: 3,
    max_questions: 5,
    ring_review_threshold: 0.8,
    min_review_band: None,
    low_band_sample_rate: 0.0,
    undo_minutes: 5,
};

/// Every indicator of 0.1.0 by id, with its family and use.
static INDICATORS: LazyLock<BTreeMap<&str, (&str, Use)>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("indicators-0.1.0.json")).expect("a test reads every line")
});

/// The weight of a shared identifier of each kind, and the days in which that weight halved. Other kinds had no
/// weight. The weights of a pair are multiplied in this order.
const RARITY: [(&str, f64, i32); 9] = [
    ("email", 0.9, 730),
    ("phone", 0.7, 365),
    ("device", 0.6, 365),
    ("browser_session", 0.6, 365),
    ("payout_account", 0.95, 730),
    ("document", 0.95, 730),
    ("photo", 0.5, 730),
    ("commit_email", 0.5, 730),
    ("resume_file", 0.5, 730),
];

#[derive(Deserialize)]
struct Written {
    now: DateTime<Utc>,
    links: Links,
    findings: Vec<(String, Finding)>,
}

#[derive(Deserialize)]
struct Finding {
    state: State,
    #[serde(default)]
    value: f64,
}

#[derive(Deserialize)]
struct Links {
    shared: Vec<Shared>,
}

#[derive(Deserialize)]
struct Shared {
    kind: String,
    used_at: DateTime<Utc>,
    others: Vec<Other>,
    capped: bool,
    strength: f64,
}

#[derive(Deserialize)]
struct Other {
    applicant: String,
    used_at: DateTime<Utc>,
    declared: Option<IgnoredAny>,
}

pub(super) fn format() -> u16 {
    1
}

pub(super) fn read(json: &[u8]) -> Result<SealedInputs, BadInputs> {
    let Written { now, links, findings } = serde_json::from_slice(json)?;
    let findings = findings.into_iter().filter_map(|(id, finding)| {
        let (family, usage) = *INDICATORS.get(id.as_str())?;
        let Finding { state, value } = finding;
        let (indicator, family) = (id.into(), family.into());
        Some(SealedFinding {
            indicator,
            family,
            usage,
            state,
            value,
            context: 0.0,
            by_report: false,
        })
    });
    Ok(SealedInputs {
        findings: findings.collect(),
        link_strength: strongest_link(&links, now),
        ring_risk: None,
        counted: CountedAsKnown::Scored,
        policy: None,
    })
}

fn strongest_link(links: &Links, now: DateTime<Utc>) -> f64 {
    let mut pairs: BTreeMap<&str, BTreeMap<usize, f64>> = BTreeMap::new();
    for shared in links.shared.iter().filter(|shared| !shared.capped) {
        let Some(kind) = RARITY.iter().position(|(kind, ..)| *kind == shared.kind) else {
            continue;
        };
        for other in shared.others.iter().filter(|other| other.declared.is_none()) {
            let weight = weight(kind, shared.strength, shared.used_at.min(other.used_at), now);
            let strongest = pairs.entry(&other.applicant).or_default().entry(kind).or_default();
            *strongest = strongest.max(weight);
        }
    }
    let strength = |kinds: &BTreeMap<usize, f64>| {
        1.0 - kinds.values().map(|weight| 1.0 - weight).product::<f64>()
    };
    pairs.values().map(strength).fold(0.0, f64::max)
}

fn weight(kind: usize, strength: f64, used_at: DateTime<Utc>, now: DateTime<Utc>) -> f64 {
    let (_, rarity, half_life) = RARITY[kind];
    let hours = (now - used_at).max(Duration::zero()).num_hours();
    let halves = f64::from(i32::try_from(hours).unwrap_or(i32::MAX)) / f64::from(half_life * 24);
    rarity * strength * 0.5_f64.powf(halves)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read_with(findings: &Value, shared: &Value) -> SealedInputs {
        let links = json!({ "shared": shared, "ring": null });
        let written =
            json!({ "now": "2026-06-01T00:00:00Z", "links": links, "findings": findings });
        read(written.to_string().as_bytes()).unwrap()
    }

    #[test]
    fn every_indicator_of_0_1_0_has_its_family_and_use() {
        assert_eq!(INDICATORS.len(), 122);
        assert_eq!(INDICATORS.values().filter(|(_, usage)| usage.is_scored()).count(), 97);
        assert_eq!(INDICATORS["email_on_threat_list"], ("contact", Use::ScoredIfHit));
    }

    #[test]
    fn findings_keep_their_order_and_evidence_is_ignored() {
        let findings = json!([
            ["payout_account_shared", { "state": "hit", "value": 2.0, "evidence": "of any shape" }],
            ["shared_device_across_accounts", { "state": "unknown" }],
        ]);
        let read = read_with(&findings, &json!([]));
        let ids: Vec<&str> = read.findings.iter().map(|finding| &*finding.indicator).collect();
        assert_eq!(ids, ["payout_account_shared", "shared_device_across_accounts"]);
        assert_eq!((&*read.findings[0].family, read.findings[0].value), ("payout", 2.0));
        assert_eq!((read.link_strength, read.policy), (0.0, None));
    }

    #[test]
    fn the_link_strength_is_the_same_as_in_0_1_0() {
        let shared = |kind: &str, used_at: &str, capped: bool, declared: Value| {
            json!({ "kind": kind, "used_at": used_at, "capped": capped, "strength": 1.0, "others": [
                { "applicant": "app_1", "used_at": "2026-06-01T00:00:00Z", "declared": declared },
            ] })
        };
        let now = "2026-06-01T00:00:00Z";
        let strength = |shared: &[Value]| read_with(&json!([]), &json!(shared)).link_strength;
        let device = shared("device", now, false, Value::Null);
        let year_old = shared("device", "2025-06-01T00:00:00Z", false, Value::Null);
        assert_eq!(strength(&[year_old]), 1.0 - (1.0 - 0.3));
        assert_eq!(
            strength(&[device.clone(), shared("phone", now, false, Value::Null)]),
            1.0 - (1.0 - 0.7) * (1.0 - 0.6)
        );
        assert_eq!(strength(&[device.clone(), device]), 1.0 - (1.0 - 0.6), "the same kind twice");
        assert_eq!(strength(&[shared("device", now, true, Value::Null)]), 0.0);
        assert_eq!(strength(&[shared("device", now, false, "relation".into())]), 0.0);
        assert_eq!(strength(&[shared("ip", now, false, Value::Null)]), 0.0);
    }
}
