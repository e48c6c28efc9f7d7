//! Replaying: computing a stored decision's numbers again from what it sealed.

use ids::DecisionId;
use scoring::difference::Difference;
use scoring::model::{Definition, Stop};
use scoring::replay::{StoredAnswer, rescore, sheet_differences};

use super::{policies, submission};
use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::service::{FindError, Internal};
use crate::store::{self, Tx};

/// What replaying a decision gave.
#[derive(Clone, Debug)]
pub struct Replay {
    pub decision: DecisionId,
    /// What came out differently. Empty if every bit is the same.
    pub differences: Vec<Difference>,
}

/// Computes a decision's numbers again from its sealed findings, policy and model, and compares them.
pub async fn replay(app: &App, tenant: &TenantId, id: DecisionId) -> Result<Replay, FindError> {
    let ticket = app.admit(tenant)?;
    let mut tx = app.begin(tenant).await?;
    let (row, key) = submission::find(app, &mut tx, id).await?;
    let answer: StoredAnswer =
        submission::open(&key, &row.answer, &submission::answer_purpose(&id))?;
    let stored = answer.assessment;
    let inputs = submission::sealed_inputs(&key, &row.inputs, id)?;
    let policy = policies::sealed(&mut tx, &inputs, stored.policy_version).await?;
    let model = sealed_model(&mut tx, &stored.model.digest).await?;
    tx.rollback().await?;
    let rescore =
        move |_: &Stop| sheet_differences(&stored.sheet, &rescore(&inputs, &policy, &model));
    let differences = ticket.run(rescore).await.map_err(Internal::from)?;
    Ok(Replay { decision: id, differences })
}

/// The model that a decision names.
pub(in crate::service) async fn sealed_model(
    tx: &mut Tx,
    digest: &str,
) -> Result<Definition, Internal> {
    let document = store::models::find(tx.connection(), digest).await?;
    let document = document.ok_or_else(|| Internal::Corrupt(format!("{digest} is missing")))?;
    Definition::stored(&document)
        .map_err(|error| Internal::Corrupt(format!("{digest} cannot be used: {error}")))
}
