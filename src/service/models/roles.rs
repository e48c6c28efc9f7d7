//! Changing what a model does: promote, roll back, shadow, retire.
//!
//! Roles change one at a time for a tenant. A promotion is durable before any replica follows it, and this
//! process follows at once; the others hear of it.

use evidence::profile::read::Fault;
use ids::PromotionId;
use ids::actor::Actor;
use scoring::champion::{BadChampion, Champion};
use serde_json::{Value, json};

use super::{document, gate, known, swap};
use crate::app::App;
use crate::domain::event::EventKind;
use crate::domain::job::JobKind;
use crate::domain::model::{ModelId, Role};
use crate::domain::tenant::TenantId;
use crate::service::{Internal, events};
use crate::store::audit::Entry;
use crate::store::locks::{Lock, wait};
use crate::store::promotions::{Decided, Pending};
use crate::store::registry::RegisteredModel;
use crate::store::{self, Tx};

/// What came of asking for a promotion.
#[derive(Clone, Debug, PartialEq)]
pub enum Promoted {
    /// It scores.
    Done(RegisteredModel),
    /// A second person is to say so.
    Waits(RegisteredModel, Pending),
}

/// Why a role was not changed.
#[derive(Debug, thiserror::Error)]
pub enum RoleError {
    /// The tenant has no such model.
    #[error("the tenant has no such model")]
    NotFound,
    /// It has not shown what a model must show.
    #[error("the gate refuses the model: {}", list(.0))]
    Gate(Vec<Fault>),
    /// What it does now does not allow it.
    #[error("the model is {}: {detail}", .is.name())]
    Role {
        /// What it does.
        is: Role,
        /// What to do instead.
        detail: &'static str,
    },
    /// Nothing was promoted before.
    #[error("nothing scored before the present model; there is nothing to go back to")]
    NothingBefore,
    /// No promotion of the model waits.
    #[error("no promotion of this model waits for a second person")]
    NotPending,
    /// The second person is the first.
    #[error("who asked for a promotion cannot approve it")]
    OwnRequest,
    /// A reason that says nothing.
    #[error("the reason must be 10 to 500 characters")]
    BadReason,
    /// It does not fit this build.
    #[error("the model does not fit this build")]
    Unusable(#[source] BadChampion),
    /// Not the caller's fault.
    #[error(transparent)]
    Internal(#[from] Internal),
}

fn list(faults: &[Fault]) -> String {
    faults.iter().map(|fault| fault.detail.as_str()).collect::<Vec<_>>().join("; ")
}

/// Lets a model score, or asks a second person for it where that is needed.
///
/// With `force` the gate's objections are put on record with the reason, and passed by.
#[tracing::instrument(skip_all, fields(tenant = %tenant, model.id = %id))]
pub async fn promote(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    id: &ModelId,
    force: Option<&str>,
) -> Result<Promoted, RoleError> {
    if force.is_some_and(|reason| !(10..=500).contains(&reason.trim().chars().count())) {
        return Err(RoleError::BadReason);
    }
    gate::prepare(app, tenant, id).await?;
    let mut tx = app.begin(tenant).await?;
    wait(&mut tx, Lock::Models).await?;
    let model = known(app, &mut tx, id).await?.ok_or(RoleError::NotFound)?;
    if model.role == Role::Champion {
        return Ok(Promoted::Done(model));
    }
    let objections = gate::objections(app, &mut tx, &model).await?;
    if force.is_none() && !objections.is_empty() {
        return Err(RoleError::Gate(objections));
    }
    let mut change = Change { app, actor, tx: &mut tx };
    if app.training.promotion_needs_approval {
        let waits = change.ask(&model, force).await?;
        tx.commit().await?;
        return Ok(Promoted::Waits(model, waits));
    }
    let details = json!({ "forced": force, "objections": objections });
    let made = change.put_in_force(model, "model.promote", details).await?;
    tx.commit().await?;
    Ok(Promoted::Done(made.follow(app, tenant)))
}

/// A second person's yes to a promotion.
#[tracing::instrument(skip_all, fields(tenant = %tenant, model.id = %id))]
pub async fn approve(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    id: &ModelId,
) -> Result<RegisteredModel, RoleError> {
    gate::prepare(app, tenant, id).await?;
    let mut tx = app.begin(tenant).await?;
    wait(&mut tx, Lock::Models).await?;
    let model = known(app, &mut tx, id).await?.ok_or(RoleError::NotFound)?;
    let wish = waiting(&mut tx, &model).await?;
    if wish.requested_by == *actor {
        return Err(RoleError::OwnRequest);
    }
    // Another model may score since it was asked for.
    let objections = gate::objections(app, &mut tx, &model).await?;
    if wish.force_reason.is_none() && !objections.is_empty() {
        return Err(RoleError::Gate(objections));
    }
    store::promotions::decide(&mut tx, wish.id, Decided::Done, actor).await?;
    let details = json!({
        "requested_by": wish.requested_by, "forced": wish.force_reason, "objections": objections,
    });
    let mut change = Change { app, actor, tx: &mut tx };
    let made = change.put_in_force(model, "model.promote", details).await?;
    tx.commit().await?;
    Ok(made.follow(app, tenant))
}

/// A no to a promotion, or the asker's second thoughts.
pub async fn decline(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    id: &ModelId,
) -> Result<RegisteredModel, RoleError> {
    let mut tx = app.begin(tenant).await?;
    wait(&mut tx, Lock::Models).await?;
    let model = known(app, &mut tx, id).await?.ok_or(RoleError::NotFound)?;
    let wish = waiting(&mut tx, &model).await?;
    store::promotions::decide(&mut tx, wish.id, Decided::Declined, actor).await?;
    let mut change = Change { app, actor, tx: &mut tx };
    let details = json!({ "requested_by": wish.requested_by });
    change.record("model.decline", &model.id, details).await?;
    tx.commit().await?;
    Ok(model)
}

/// Lets the model score again that scored before. It was let through the gate then, so that nothing is asked now.
#[tracing::instrument(skip_all, fields(tenant = %tenant))]
pub async fn roll_back(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
) -> Result<RegisteredModel, RoleError> {
    let mut tx = app.begin(tenant).await?;
    wait(&mut tx, Lock::Models).await?;
    let champion = store::registry::in_role(&mut tx, Role::Champion).await?;
    let from = champion.ok_or(RoleError::NothingBefore)?;
    let before = from.replaced.as_ref().ok_or(RoleError::NothingBefore)?;
    let model = store::registry::find_by_digest(&mut tx, before).await?;
    let model = model.ok_or(RoleError::NothingBefore)?;
    let replaced = model.replaced.clone();
    let mut change = Change { app, actor, tx: &mut tx };
    let details = json!({ "from": from.id });
    let mut made = change.put_in_force(model, "model.roll_back", details).await?;
    // A way back leads further back the next time, and not forward again.
    store::registry::set_replaced(&mut tx, &made.model.digest, replaced.as_deref()).await?;
    made.model.replaced = replaced;
    tx.commit().await?;
    Ok(made.follow(app, tenant))
}

/// Lets a model score beside the champion, shown to nobody. The shadow before it becomes a candidate again.
pub async fn shadow(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    id: &ModelId,
) -> Result<RegisteredModel, RoleError> {
    let mut tx = app.begin(tenant).await?;
    let now = tx.now;
    wait(&mut tx, Lock::Models).await?;
    let model = known(app, &mut tx, id).await?.ok_or(RoleError::NotFound)?;
    match model.role {
        Role::Shadow => return Ok(model),
        Role::Champion => {
            let detail = "it scores already; promote another first";
            return Err(RoleError::Role { is: model.role, detail });
        }
        Role::Candidate | Role::Retired => {}
    }
    let artefact = document(&mut tx, &model.digest).await?;
    Champion::load(&artefact).map_err(RoleError::Unusable)?;
    if let Some(before) = store::registry::in_role(&mut tx, Role::Shadow).await? {
        store::registry::set_role(&mut tx, &before.digest, Role::Candidate).await?;
    }
    store::registry::insert(&mut tx, &model).await?;
    store::registry::set_role(&mut tx, &model.digest, Role::Shadow).await?;
    let subject = model.id.as_str();
    store::jobs::enqueue(&mut tx, JobKind::Shadow, subject, now).await?;
    let mut change = Change { app, actor, tx: &mut tx };
    change.record("model.shadow", &model.id, json!({})).await?;
    tx.commit().await?;
    Ok(RegisteredModel { role: Role::Shadow, role_since: now, ..model })
}

/// Takes a candidate or a shadow out of use. It is kept.
pub async fn retire(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    id: &ModelId,
) -> Result<RegisteredModel, RoleError> {
    let mut tx = app.begin(tenant).await?;
    let now = tx.now;
    wait(&mut tx, Lock::Models).await?;
    let model = known(app, &mut tx, id).await?.ok_or(RoleError::NotFound)?;
    match model.role {
        Role::Retired => return Ok(model),
        Role::Champion => {
            let detail = "it scores; promote another or roll back";
            return Err(RoleError::Role { is: model.role, detail });
        }
        Role::Candidate | Role::Shadow => {}
    }
    store::registry::insert(&mut tx, &model).await?;
    store::registry::set_role(&mut tx, &model.digest, Role::Retired).await?;
    let mut change = Change { app, actor, tx: &mut tx };
    change.record("model.retire", &model.id, json!({ "was": model.role })).await?;
    tx.commit().await?;
    Ok(RegisteredModel { role: Role::Retired, role_since: now, ..model })
}

async fn waiting(tx: &mut Tx, model: &RegisteredModel) -> Result<Pending, RoleError> {
    let pending = store::promotions::pending(tx).await?;
    pending.into_iter().find(|wish| wish.digest == model.digest).ok_or(RoleError::NotPending)
}

/// A change of roles, inside its transaction.
struct Change<'a> {
    app: &'a App,
    actor: &'a Actor,
    tx: &'a mut Tx,
}

/// A change that is written and not yet followed here.
struct Made {
    model: RegisteredModel,
    champion: Champion,
    generation: i64,
}

impl Change<'_> {
    /// Keeps a wish for a second person to look at. The same again is the one that waits.
    async fn ask(
        &mut self,
        model: &RegisteredModel,
        force: Option<&str>,
    ) -> Result<Pending, RoleError> {
        let wish = Pending {
            id: PromotionId::new(self.tx.now),
            digest: model.digest.clone(),
            force_reason: force.map(str::to_owned),
            requested_by: self.actor.clone(),
            requested_at: self.tx.now,
        };
        store::registry::insert(self.tx, model).await?;
        if !store::promotions::insert(self.tx, &wish).await? {
            return waiting(self.tx, model).await;
        }
        self.record("model.ask", &model.id, json!({ "forced": force })).await?;
        Ok(wish)
    }

    /// Lets a model score.
    async fn put_in_force(
        &mut self,
        model: RegisteredModel,
        action: &str,
        details: Value,
    ) -> Result<Made, RoleError> {
        let artefact = document(self.tx, &model.digest).await?;
        let champion = Champion::load(&artefact).map_err(RoleError::Unusable)?;
        let before = self.champion().await?;
        store::registry::insert(self.tx, &model).await?;
        store::registry::set_role(self.tx, &before.digest, Role::Retired).await?;
        store::registry::set_role(self.tx, &model.digest, Role::Champion).await?;
        let replaced = Some(before.digest.as_str());
        store::registry::set_replaced(self.tx, &model.digest, replaced).await?;
        let generation = store::champions::point(self.tx, &model.digest).await?;
        self.record(action, &model.id, details).await?;
        let told = json!({
            "model_id": model.id, "digest": model.digest, "replaced_model_id": before.id,
        });
        events::emit(self.tx, EventKind::ModelPromoted, told).await?;
        let model = RegisteredModel {
            role: Role::Champion,
            role_since: self.tx.now,
            replaced: Some(before.digest),
            ..model
        };
        Ok(Made { model, champion, generation })
    }

    /// The model that scores; the one that the service was started with is registered on its first replacement.
    async fn champion(&mut self) -> Result<RegisteredModel, Internal> {
        if let Some(champion) = store::registry::in_role(self.tx, Role::Champion).await? {
            return Ok(champion);
        }
        let shipped = super::unregistered(self.app, self.tx).await?;
        let shipped = shipped.ok_or_else(|| Internal::Corrupt("no model scores".to_owned()))?;
        store::registry::insert(self.tx, &shipped).await?;
        Ok(shipped)
    }

    async fn record(&mut self, action: &str, id: &ModelId, details: Value) -> Result<(), Internal> {
        let (actor, at) = (self.actor, self.tx.now);
        let entry = Entry { actor, action, subject: id.as_str(), details, at };
        store::audit::append(self.tx, &entry).await
    }
}

impl Made {
    /// Follows the change in this process, now that it is durable.
    fn follow(self, app: &App, tenant: &TenantId) -> RegisteredModel {
        swap::put(app, tenant, self.generation, self.champion);
        self.model
    }
}
