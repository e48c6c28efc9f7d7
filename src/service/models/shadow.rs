//! The shadow: a model that scores the champion's decisions later, outside any request.
//!
//! It reads the findings that were sealed with each decision and looks nothing up, so it has the same inputs as the
//! champion. Its scores are in a separate table, which neither responses nor reviews use.

use chrono::Duration;
use learning::training::shadow_report::{ScoredByBoth, ShadowReport, compare};
use scoring::model::{Definition, Stop};
use scoring::policy::Policy;
use scoring::replay::rescore;
use scoring::sealed::SealedInputs;

use super::FindModelError;
use crate::app::App;
use crate::compute::Class;
use crate::domain::model::{ModelId, Role};
use crate::domain::tenant::TenantId;
use crate::service::Internal;
use crate::service::scoring::{policies, submission};
use crate::store::models::shadow::{Pair, Scored, Unscored, Watermark};
use crate::store::{self, Tx};

/// The number of decisions scored per transaction.
const BATCH: i64 = 200;
/// The age from which decisions are scored. An earlier decision may be committed after a later one.
pub const LAG: Duration = Duration::seconds(30);
/// The largest number of decisions in a report.
const MAX: i64 = 100_000;

/// What to do after a batch.
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
    let model = store::models::registry::find(&mut tx, id)
        .await?
        .filter(|model| model.role == Role::Shadow);
    let Some(model) = model else { return Ok(Next::Over) };
    let begin =
        Watermark { created_at: model.role_since, decision_id: store::models::shadow::first() };
    let reached = store::models::shadow::watermark(&mut tx, &model.digest).await?;
    // Decisions from before it became the shadow are skipped.
    let after = reached.filter(|reached| reached.created_at > begin.created_at).unwrap_or(begin);
    let before = app.clock.now() - LAG;
    let batch = store::models::shadow::unscored(&mut tx, after, before, BATCH).await?;
    let Some(last) = batch.last() else { return Ok(Next::Later) };
    let reached = Watermark { created_at: last.created_at, decision_id: last.decision_id };
    let document = store::models::find(tx.connection(), &model.digest).await?;
    let document = document.ok_or_else(|| Internal::Corrupt(format!("{id} is missing")))?;
    let shadow = Definition::stored(&document)
        .map_err(|error| Internal::Corrupt(format!("the shadow {id}: {error}")))?;
    let full = i64::try_from(batch.len()).is_ok_and(|count| count == BATCH);
    for (row, scored) in rescore_all(app, &mut tx, batch, shadow).await? {
        store::models::shadow::insert(&mut tx, &model.digest, &row, &scored).await?;
    }
    store::models::shadow::set_watermark(&mut tx, &model.digest, reached).await?;
    tx.commit().await?;
    Ok(if full { Next::More } else { Next::Later })
}

/// Scores decisions again, except those about erased applicants.
async fn rescore_all(
    app: &App,
    tx: &mut Tx,
    batch: Vec<Unscored>,
    shadow: Definition,
) -> Result<Vec<(Unscored, Scored)>, Internal> {
    let (opener, tenant) = (app.clone(), tx.tenant.clone());
    let open_all = move |_: &Stop| {
        let readable = batch.into_iter().filter(|row| !row.data_key.is_empty());
        let open = |row| Ok((open(&opener, &tenant, &row)?, row));
        readable.map(open).collect::<Result<Vec<_>, Internal>>()
    };
    let mut cases = Vec::new();
    for (inputs, row) in app.run(Class::Bulk, &tx.tenant, open_all).await?? {
        let policy = policies::sealed(tx, &inputs, row.policy_version).await?;
        cases.push((row, inputs, policy));
    }
    let rescore = move |(row, inputs, policy): (Unscored, SealedInputs, Policy)| {
        let sheet = rescore(&inputs, &policy, &shadow);
        (row, Scored { band: sheet.band.name(), log_odds: sheet.log_odds })
    };
    let rescore_all = move |_: &Stop| cases.into_iter().map(rescore).collect();
    app.run(Class::Bulk, &tx.tenant, rescore_all).await
}

fn open(app: &App, tenant: &TenantId, row: &Unscored) -> Result<SealedInputs, Internal> {
    let key = submission::data_key(app, tenant, row.applicant_id, &row.data_key)?;
    submission::sealed_inputs(&key, &row.inputs, row.decision_id)
}

/// Compares the scores of a shadow with the champion's.
pub async fn report(
    app: &App,
    tenant: &TenantId,
    id: &ModelId,
    share: f64,
) -> Result<ShadowReport, FindModelError> {
    let mut tx = app.begin(tenant).await?;
    let model = store::models::registry::find(&mut tx, id).await?;
    let model = model.ok_or(FindModelError::NotFound("model"))?;
    let pairs = store::models::shadow::pairs(&mut tx, &model.digest, MAX).await?;
    let both = |pair: Pair| ScoredByBoth {
        at: pair.created_at,
        champion: (pair.champion_band, pair.champion_log_odds),
        shadow: (pair.band, pair.log_odds),
        fake: pair.verdict.map(|verdict| verdict == "fake"),
    };
    let all: Vec<ScoredByBoth> = pairs.into_iter().map(both).collect();
    Ok(compare(&all, share))
}
