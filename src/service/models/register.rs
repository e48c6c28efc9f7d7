//! Registers uploaded models.

use evidence::indicators::Indicator;
use evidence::profile::json::BadJson;
use evidence::profile::read::{Fault, counted};
use ids::actor::Actor;
use scoring::champion::Champion;
use scoring::model::shape::{self, BadArtefact};
use scoring::model::{Model, Term};

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
    let faults = unknown_indicators(&model);
    if !faults.is_empty() {
        return Err(RegisterError::Faults(faults));
    }
    let champion = Champion::new(&model);
    let mut tx = app.begin(tenant).await?;
    let now = tx.now;
    let mut shipped = unregistered(app, &mut tx).await?.into_iter();
    if let Some(shipped) = shipped.find(|shipped| shipped.digest == model.digest()) {
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

/// Terms for indicators that this build does not have, or has in another family. Models that the service knew before
/// are used without them; in an upload, they are more likely a mistake.
fn unknown_indicators(model: &Model) -> Vec<Fault> {
    let terms = model.definition().terms.iter().enumerate();
    let fault = |(i, term): (usize, &Term)| {
        let (code, detail) = match Indicator::from_id(&term.indicator) {
            None => {
                let detail = "this build has no such indicator; see `GET /v1/indicators`";
                ("unknown_indicator", detail.to_owned())
            }
            Some(indicator) if indicator.family.name() != term.family => {
                let (id, build) = (&term.indicator, indicator.family.name());
                let family = &term.family;
                let detail = format!(
                    "`{id}` is in family `{family}` in the model, but in `{build}` in this build"
                );
                ("wrong_family", detail)
            }
            Some(_) => return None,
        };
        Some(Fault { pointer: format!("/definition/terms/{i}/indicator"), code, detail })
    };
    terms.filter_map(fault).collect()
}
