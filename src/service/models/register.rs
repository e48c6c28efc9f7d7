//! Registers uploaded models.

use evidence::profile::json::BadJson;
use evidence::profile::read::{Fault, counted};
use ids::actor::Actor;
use scoring::champion::{BadChampion, Champion};
use scoring::model::shape::{self, BadArtefact};
use scoring::model::{BindError, Model};

use super::{new, unregistered};
use crate::app::App;
use crate::domain::audit::AuditAction;
use crate::domain::model::Origin;
use crate::domain::tenant::TenantId;
use crate::service::Internal;
use crate::store;
use crate::store::audit::Entry;
use crate::store::models::registry::RegisteredModel;

#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    #[error(transparent)]
    Json(#[from] BadJson),
    #[error("the model has {}", counted(.0.len()))]
    Faults(Vec<Fault>),
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// Checks an artefact and registers it as a candidate. Idempotent.
pub async fn register(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    artefact: &[u8],
) -> Result<RegisteredModel, RegisterError> {
    let model = shape::read(artefact).map_err(|error| match error {
        BadArtefact::Json(error) => RegisterError::Json(error),
        BadArtefact::Faults(faults) => RegisterError::Faults(faults),
    })?;
    let champion = Champion::new(&model).map_err(|error| unusable(&model, &error))?;
    let mut tx = app.begin(tenant).await?;
    let now = tx.now;
    if let Some(shipped) =
        unregistered(app, &mut tx).await?.filter(|shipped| shipped.digest == model.digest())
    {
        return Ok(shipped);
    }
    store::models::keep(tx.connection(), model.digest(), &champion.document).await?;
    let registered = new(&model, Origin::Upload, actor.clone(), now);
    if !store::models::registry::insert(&mut tx, &registered).await? {
        let known = store::models::registry::find_by_digest(&mut tx, model.digest()).await?;
        return Ok(known.unwrap_or(registered));
    }
    let action = AuditAction::RegisterModel { origin: Origin::Upload, training_job_id: None };
    let subject = registered.id.as_str().to_owned();
    store::audit::append(&mut tx, Entry { actor, action, subject, at: now }).await?;
    tx.commit().await?;
    tracing::info!(model.id = registered.id.as_str(), "registered an uploaded model");
    Ok(registered)
}

/// The errors for the parts of the artefact that this build does not support.
fn unusable(model: &Model, error: &BadChampion) -> RegisterError {
    let terms = &model.definition().terms;
    let fault = |name: &str, code, detail: String| {
        let i = terms.iter().position(|term| term.indicator == name).unwrap_or_default();
        Fault { pointer: format!("/definition/terms/{i}/indicator"), code, detail }
    };
    RegisterError::Faults(match error {
        BadChampion::Bind(BindError::Unknown(names)) => (names.iter())
            .map(|name| {
                let detail = "this build has no such scored indicator; see `GET /v1/indicators`";
                fault(name, "unknown_indicator", detail.to_owned())
            })
            .collect(),
        BadChampion::Bind(error @ BindError::Family { indicator, .. }) => {
            vec![fault(indicator, "wrong_family", error.to_string())]
        }
        BadChampion::Model(error) => {
            let (pointer, detail) = ("/definition".to_owned(), error.to_string());
            vec![Fault { pointer, code: "wrong_shape", detail }]
        }
    })
}
