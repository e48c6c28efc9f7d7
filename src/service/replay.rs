//! Replaying: making a stored decision again from what was stored with it.

use evidence::history::EarlierVersion;
use evidence::indicators::{self, Case};
use evidence::profile;
use ids::DecisionId;
use scoring::champion::Champion;
use scoring::decision::Decision;
use serde_json::Value;

use super::assess::{Grounds, assess};
use super::history::{self, Applicant};
use super::policies::{self, Versioned};
use super::submission::{self, Inputs};
use super::{FindError, Internal};
use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::store;

/// What replaying a decision gave.
#[derive(Clone, Debug)]
pub struct Replay {
    /// The decision as it is stored.
    pub decision: Decision,
    /// What came out differently. Empty if every bit is the same.
    pub differences: Vec<Difference>,
}

/// One value that came out differently.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Where in the decision, as a JSON Pointer.
    pub pointer: String,
    /// What is stored.
    pub stored: serde_json::Value,
    /// What came out.
    pub replayed: serde_json::Value,
}

/// Makes a stored decision again from the profile, facts, links, model and policy that it names, and
/// compares every value.
pub async fn replay(app: &App, tenant: &TenantId, id: DecisionId) -> Result<Replay, FindError> {
    let mut tx = app.begin(tenant).await?;
    let row = submission::readable(store::decisions::find(&mut tx, id).await?)?;
    let key = submission::data_key(app, tenant, row.applicant_id, &row.data_key)?;
    let decision: Decision = submission::open(&key, &row.answer, &submission::answer_purpose(&id))?;
    let inputs: Inputs = submission::open(&key, &row.inputs, &submission::inputs_purpose(&id))?;

    let (applicant, version) = (decision.applicant_id, decision.profile_version);
    let purpose = submission::document_purpose(applicant, version);
    let sealed = store::profile_versions::document(&mut tx, applicant, version).await?;
    let sealed = sealed.ok_or_else(|| corrupt(&purpose, "is missing"))?;
    let document =
        key.open(&sealed, &purpose).map_err(|error| submission::cannot_open(error, &purpose))?;
    let known = Applicant { id: applicant, key: &key };
    let earlier = history::before(&mut tx, known, version).await?;
    let policy = policies::of_version(&mut tx, decision.assessment.policy_version).await?;
    let model = store::models::find(tx.connection(), &decision.assessment.model.digest).await?;
    let model = model.ok_or_else(|| corrupt(&decision.assessment.model.digest, "is missing"))?;
    tx.rollback().await?;

    let differences = match Champion::load(&model) {
        Ok(champion) => again(
            &decision,
            Seen { document: &document, earlier: &earlier, inputs },
            &champion,
            &policy,
        )?,
        Err(error) => vec![unusable(&decision, &error)],
    };
    Ok(Replay { decision, differences })
}

/// What the decision was made from.
struct Seen<'a> {
    document: &'a [u8],
    earlier: &'a [EarlierVersion],
    inputs: Inputs,
}

/// The stored and the new findings and assessment, value by value.
fn again(
    decision: &Decision,
    seen: Seen<'_>,
    champion: &Champion,
    policy: &Versioned,
) -> Result<Vec<Difference>, Internal> {
    let Seen { document, earlier, inputs } = seen;
    let (profile, mut warnings) = profile::parse(document)
        .map_err(|error| corrupt("the profile", &format!("is no longer read: {error}")))?;
    let Inputs { now, facts, links, findings, notes, file_warnings } = inputs;
    warnings.extend(file_warnings);
    let case = Case { profile: &profile, facts: &facts, links: &links, earlier, now };
    let mut observed = indicators::observe(&case);
    indicators::add_notes(&mut observed, &notes);
    let assessment = assess(Grounds {
        observed: &observed,
        links: &links,
        facts: &facts,
        now,
        champion,
        policy,
    });
    let found: Vec<_> =
        observed.into_iter().map(|one| (one.indicator.id.to_owned(), one.finding)).collect();
    let mut differences = Vec::new();
    compare("", &json(&decision.assessment), &json(&assessment), &mut differences);
    compare("/warnings", &json(&decision.warnings), &json(&warnings), &mut differences);
    // Unknown ones are not in the answer, and still belong to what was decided.
    compare("/observations", &by_name(&findings), &by_name(&found), &mut differences);
    Ok(differences)
}

fn by_name(findings: &[(String, evidence::finding::Finding)]) -> Value {
    findings.iter().map(|(id, finding)| (id.clone(), json(finding))).collect()
}

fn unusable(decision: &Decision, error: &dyn std::error::Error) -> Difference {
    Difference {
        pointer: "/model/digest".to_owned(),
        stored: decision.assessment.model.digest.clone().into(),
        replayed: format!("cannot be used by this build: {error}").into(),
    }
}

fn compare(at: &str, stored: &Value, replayed: &Value, differences: &mut Vec<Difference>) {
    match (stored, replayed) {
        (Value::Object(one), Value::Object(other)) => {
            let missing = other.keys().filter(|name| !one.contains_key(*name));
            for name in one.keys().chain(missing) {
                let [stored, replayed] =
                    [one, other].map(|map| map.get(name).unwrap_or(&Value::Null));
                compare(&format!("{at}/{name}"), stored, replayed, differences);
            }
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            for (i, (stored, replayed)) in one.iter().zip(other).enumerate() {
                compare(&format!("{at}/{i}"), stored, replayed, differences);
            }
        }
        _ if stored == replayed => {}
        _ => differences.push(Difference {
            pointer: at.to_owned(),
            stored: stored.clone(),
            replayed: replayed.clone(),
        }),
    }
}

fn json(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).expect("decisions and findings are plain JSON")
}

fn corrupt(what: &str, how: &str) -> Internal {
    Internal::Corrupt(format!("{what} {how}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_comparison_names_every_value_that_differs_and_no_other() {
        let stored = json!({"score": 87, "list": [1.5, {"a": 1}], "gone": true});
        let replayed = json!({"score": 87, "list": [1.5, {"a": 2}], "new": 0});
        let mut differences = Vec::new();
        compare("", &stored, &replayed, &mut differences);
        let pointers: Vec<&str> = differences.iter().map(|one| one.pointer.as_str()).collect();
        assert_eq!(pointers, ["/gone", "/list/1/a", "/new"]);
    }
}
