//! Bringing in a model that was made elsewhere.

use evidence::profile::json::BadJson;
use evidence::profile::read::{Fault, counted};
use ids::actor::Actor;
use scoring::champion::{BadChampion, Champion};
use scoring::model::shape::{self, BadArtefact};
use scoring::model::{BindError, Model};
use serde_json::json;

use super::{new, unregistered};
use crate::app::App;
use crate::domain::model::Origin;
use crate::domain::tenant::TenantId;
use crate::service::Internal;
use crate::store;
use crate::store::audit::Entry;
use crate::store::registry::RegisteredModel;

/// Why a model was not taken.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// It is not JSON.
    #[error(transparent)]
    Json(#[from] BadJson),
    /// It is no model for this build.
    #[error("the model has {}", counted(.0.len()))]
    Faults(Vec<Fault>),
    /// Not the caller's fault.
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// Checks an artefact and keeps it as a candidate. The same again changes nothing.
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
    let champion = Champion::of(&model).map_err(|error| unusable(&model, &error))?;
    let mut tx = app.begin(tenant).await?;
    let now = tx.now;
    if let Some(shipped) =
        unregistered(app, &mut tx).await?.filter(|one| one.digest == model.digest())
    {
        return Ok(shipped);
    }
    store::models::keep(tx.connection(), model.digest(), &champion.document).await?;
    let registered = new(&model, Origin::Upload, actor.clone(), now);
    if !store::registry::insert(&mut tx, &registered).await? {
        let known = store::registry::find_by_digest(&mut tx, model.digest()).await?;
        return Ok(known.unwrap_or(registered));
    }
    let (action, subject) = ("model.register", registered.id.as_str());
    let entry = Entry { actor, action, subject, details: json!({ "origin": "upload" }), at: now };
    store::audit::append(&mut tx, &entry).await?;
    tx.commit().await?;
    tracing::info!(model.id = subject, "a model was brought in");
    Ok(registered)
}

/// Where in the artefact what this build does not have stands.
fn unusable(model: &Model, error: &BadChampion) -> RegisterError {
    let terms = &model.definition().terms;
    let fault = |name: &str, code, detail: String| {
        let place = terms.iter().position(|term| term.indicator == name).unwrap_or_default();
        Fault { pointer: format!("/definition/terms/{place}/indicator"), code, detail }
    };
    RegisterError::Faults(match error {
        BadChampion::Bind(BindError::Unknown(names)) => (names.iter())
            .map(|name| {
                let detail = "this build scores no such indicator; `GET /v1/indicators` lists those that there are";
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
