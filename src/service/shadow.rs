//! The shadow: a model that scores the champion's decisions afterwards, outside any request.
//!
//! It reads the findings that were sealed with each decision and looks nothing up, so it sees what the champion saw.
//! Its scores are in a separate table that no answer and no review reads.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chrono::Duration;
use evidence::finding::Finding;
use evidence::indicators::{self, Observed};
use learning::training::shadow_report::{Both, ShadowReport, compare};
use scoring::champion::Champion;

use super::Internal;
use super::assess::{Grounds, assess};
use super::models::FindModelError;
use super::policies::{self, Versioned};
use super::submission::{self, Inputs};
use crate::app::App;
use crate::domain::model::{ModelId, Role};
use crate::domain::tenant::TenantId;
use crate::store;
use crate::store::shadow::{Pair, Scored, Unscored, Watermark};

/// How many decisions are scored in one transaction.
const BATCH: i64 = 200;
/// How old a decision must be before it is scored, because an earlier one may still be waiting to be stored.
pub const LAG: Duration = Duration::seconds(30);
/// How many decisions a report covers.
const MAX: i64 = 100_000;

/// What a shadow has to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// There is more to score now.
    More,
    /// There is nothing to score now.
    Later,
    /// The model is no longer the shadow.
    Over,
}

/// Scores the next decisions with a model, if it is the shadow.
pub async fn score(app: &App, tenant: &TenantId, id: &ModelId) -> Result<Next, Internal> {
    let mut tx = app.begin(tenant).await?;
    let model =
        store::registry::find(&mut tx, id).await?.filter(|model| model.role == Role::Shadow);
    let Some(model) = model else { return Ok(Next::Over) };
    let begin = Watermark { created_at: model.role_since, decision_id: store::shadow::first() };
    let reached = store::shadow::watermark(&mut tx, &model.digest).await?;
    // It need not catch up on the time when it was not the shadow.
    let after = reached.filter(|reached| reached.created_at > begin.created_at).unwrap_or(begin);
    let before = app.clock.now() - LAG;
    let batch = store::shadow::unscored(&mut tx, after, before, BATCH).await?;
    let Some(last) = batch.last() else { return Ok(Next::Later) };
    let reached = Watermark { created_at: last.created_at, decision_id: last.decision_id };
    let document = store::models::find(tx.connection(), &model.digest).await?;
    let document = document.ok_or_else(|| Internal::Corrupt(format!("{id} is missing")))?;
    let shadow = Champion::load(&document)
        .map_err(|error| Internal::Corrupt(format!("the shadow {id}: {error}")))?;
    let mut policies: BTreeMap<i32, Versioned> = BTreeMap::new();
    for decision in batch.iter().filter(|decision| !decision.data_key.is_empty()) {
        let policy = match policies.entry(decision.policy_version) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                new.insert(policies::of_version(&mut tx, decision.policy_version).await?)
            }
        };
        let scored = score_decision(app, tenant, &shadow, policy, decision)?;
        store::shadow::insert(&mut tx, &model.digest, decision, &scored).await?;
    }
    store::shadow::set_watermark(&mut tx, &model.digest, reached).await?;
    tx.commit().await?;
    let full = i64::try_from(batch.len()).is_ok_and(|count| count == BATCH);
    Ok(if full { Next::More } else { Next::Later })
}

fn score_decision(
    app: &App,
    tenant: &TenantId,
    shadow: &Champion,
    policy: &Versioned,
    decision: &Unscored,
) -> Result<Scored, Internal> {
    let key = submission::data_key(app, tenant, decision.applicant_id, &decision.data_key)?;
    let purpose = submission::inputs_purpose(&decision.decision_id);
    let Inputs { now, facts, links, findings, .. } =
        submission::open(&key, &decision.inputs, &purpose)?;
    let mut findings: BTreeMap<String, Finding> = findings.into_iter().collect();
    let observed = |indicator: &'static indicators::Indicator| Observed {
        indicator,
        finding: findings.remove(indicator.id).unwrap_or(Finding::Unknown),
    };
    let observed: Vec<Observed> = indicators::scored().map(observed).collect();
    let said = assess(Grounds {
        observed: &observed,
        links: &links,
        facts: &facts,
        now,
        champion: shadow,
        policy,
    });
    Ok(Scored { band: said.band.name(), log_odds: said.log_odds })
}

/// The scores of a shadow, compared with the champion's.
pub async fn report(
    app: &App,
    tenant: &TenantId,
    id: &ModelId,
    share: f64,
) -> Result<ShadowReport, FindModelError> {
    let mut tx = app.begin(tenant).await?;
    let model = store::registry::find(&mut tx, id).await?;
    let model = model.ok_or(FindModelError::NotFound("model"))?;
    let pairs = store::shadow::pairs(&mut tx, &model.digest, MAX).await?;
    let both = |pair: Pair| Both {
        at: pair.created_at,
        champion: (pair.champion_band, pair.champion_log_odds),
        shadow: (pair.band, pair.log_odds),
        fake: pair.verdict.map(|verdict| verdict == "fake"),
    };
    let all: Vec<Both> = pairs.into_iter().map(both).collect();
    Ok(compare(&all, share))
}
