//! Changes a model's role: promote, roll back, shadow, retire.
//!
//! A lock serialises the role changes of a tenant. A promotion is committed before any replica loads the model. This
//! process loads it immediately; the others are notified.

use std::sync::Arc;

use evidence::profile::read::Fault;
use ids::PromotionId;
use ids::actor::Actor;
use scoring::champion::Champion;
use scoring::model::ModelError;

use super::start::starting;
use super::{document, find_known, gate, registered, swap};
use crate::app::App;
use crate::champions::Chosen;
use crate::domain::audit::AuditAction;
use crate::domain::event::{EventData, ModelPromoted};
use crate::domain::job::JobKind;
use crate::domain::model::{ModelId, Role};
use crate::domain::tenant::TenantId;
use crate::service::Internal;
use crate::service::webhooks::events;
use crate::store::audit::Entry;
use crate::store::models::promotions::{Pending, PromotionOutcome};
use crate::store::models::registry::RegisteredModel;
use crate::store::scoring::locks::{Lock, wait};
use crate::store::{self, Tx};

/// The result of a request for promotion.
#[derive(Clone, Debug, PartialEq)]
pub enum Promoted {
    /// The model is the champion.
    Done(RegisteredModel),
    /// Needs approval by someone else.
    Waits(RegisteredModel, Pending),
}

#[derive(Debug, thiserror::Error)]
pub enum RoleError {
    #[error("the tenant has no such model")]
    NotFound,
    #[error("the gate refuses the model: {}", list(.0))]
    Gate(Vec<Fault>),
    #[error("the model is {}: {detail}", .is.name())]
    Role { is: Role, detail: &'static str },
    #[error("there is no previous champion to roll back to")]
    NothingBefore,
    #[error("this model has no promotion that needs approval")]
    NotPending,
    #[error("you requested this promotion; someone else must approve it")]
    OwnRequest,
    #[error("the reason must be 10 to 500 characters")]
    BadReason,
    #[error("this build cannot read the model")]
    Unusable(#[source] ModelError),
    #[error(transparent)]
    Internal(#[from] Internal),
}

fn list(faults: &[Fault]) -> String {
    faults.iter().map(|fault| fault.detail.as_str()).collect::<Vec<_>>().join("; ")
}

/// Makes a model champion, or requests approval where required.
///
/// `force` is a reason to override the gate. It is recorded with the gate's objections.
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
    let model = find_known(app, &mut tx, id).await?.ok_or(RoleError::NotFound)?;
    if model.role == Role::Champion {
        return Ok(Promoted::Done(model));
    }
    let objections = gate::objections(app, &mut tx, &model).await?;
    if force.is_none() && !objections.is_empty() {
        return Err(RoleError::Gate(objections));
    }
    let mut change = Change { app, actor, tx: &mut tx };
    if app.training.promotion_needs_approval {
        let pending = change.request(&model, force).await?;
        tx.commit().await?;
        return Ok(Promoted::Waits(model, pending));
    }
    let forced = force.map(str::to_owned);
    let action = AuditAction::PromoteModel { requested_by: None, forced, objections };
    let written = change.promote(model, action).await?;
    tx.commit().await?;
    Ok(Promoted::Done(written.follow(app, tenant)))
}

/// Approves a promotion that someone else requested.
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
    let model = find_known(app, &mut tx, id).await?.ok_or(RoleError::NotFound)?;
    let pending = waiting(&mut tx, &model).await?;
    if pending.requested_by == *actor {
        return Err(RoleError::OwnRequest);
    }
    // The champion may have changed since the request.
    let objections = gate::objections(app, &mut tx, &model).await?;
    if pending.force_reason.is_none() && !objections.is_empty() {
        return Err(RoleError::Gate(objections));
    }
    store::models::promotions::decide(&mut tx, pending.id, PromotionOutcome::Done, actor).await?;
    let action = AuditAction::PromoteModel {
        requested_by: Some(pending.requested_by),
        forced: pending.force_reason,
        objections,
    };
    let mut change = Change { app, actor, tx: &mut tx };
    let written = change.promote(model, action).await?;
    tx.commit().await?;
    Ok(written.follow(app, tenant))
}

/// Declines a promotion, or withdraws it.
pub async fn decline(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    id: &ModelId,
) -> Result<RegisteredModel, RoleError> {
    let mut tx = app.begin(tenant).await?;
    wait(&mut tx, Lock::Models).await?;
    let model = find_known(app, &mut tx, id).await?.ok_or(RoleError::NotFound)?;
    let pending = waiting(&mut tx, &model).await?;
    store::models::promotions::decide(&mut tx, pending.id, PromotionOutcome::Declined, actor)
        .await?;
    let mut change = Change { app, actor, tx: &mut tx };
    let action = AuditAction::DeclinePromotion { requested_by: pending.requested_by };
    change.record(action, &model.id).await?;
    tx.commit().await?;
    Ok(model)
}

/// Makes the previous champion the champion again, without the gate, which it has already passed.
#[tracing::instrument(skip_all, fields(tenant = %tenant))]
pub async fn roll_back(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
) -> Result<RegisteredModel, RoleError> {
    let mut tx = app.begin(tenant).await?;
    wait(&mut tx, Lock::Models).await?;
    let champion = store::models::registry::in_role(&mut tx, Role::Champion).await?;
    let from = champion.ok_or(RoleError::NothingBefore)?;
    let before = from.replaced.as_ref().ok_or(RoleError::NothingBefore)?;
    let model = store::models::registry::find_by_digest(&mut tx, before).await?;
    let model = model.ok_or(RoleError::NothingBefore)?;
    let replaced = model.replaced.clone();
    let mut change = Change { app, actor, tx: &mut tx };
    let action = AuditAction::RollBackModel { from: from.id };
    let mut written = change.promote(model, action).await?;
    // The next rollback must go further back, not forward again.
    store::models::registry::set_replaced(&mut tx, &written.model.digest, replaced.as_deref())
        .await?;
    written.model.replaced = replaced;
    tx.commit().await?;
    Ok(written.follow(app, tenant))
}

/// Makes a model the shadow, which scores every decision without effect. The previous shadow becomes a candidate again.
pub async fn shadow(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    id: &ModelId,
) -> Result<RegisteredModel, RoleError> {
    let mut tx = app.begin(tenant).await?;
    let now = tx.now;
    wait(&mut tx, Lock::Models).await?;
    let model = find_known(app, &mut tx, id).await?.ok_or(RoleError::NotFound)?;
    match model.role {
        Role::Shadow => return Ok(model),
        Role::Champion => {
            let detail = "it already scores every decision; promote another model first";
            return Err(RoleError::Role { is: model.role, detail });
        }
        Role::Candidate | Role::Retired => {}
    }
    load(app, &mut tx, &model).await?;
    if let Some(before) = store::models::registry::in_role(&mut tx, Role::Shadow).await? {
        store::models::registry::set_role(&mut tx, &before.digest, Role::Candidate).await?;
    }
    store::models::registry::insert(&mut tx, &model).await?;
    store::models::registry::set_role(&mut tx, &model.digest, Role::Shadow).await?;
    let subject = model.id.as_str();
    store::jobs::enqueue(&mut tx, JobKind::Shadow, subject, now).await?;
    let mut change = Change { app, actor, tx: &mut tx };
    change.record(AuditAction::ShadowModel {}, &model.id).await?;
    tx.commit().await?;
    Ok(RegisteredModel { role: Role::Shadow, role_since: now, ..model })
}

/// Retires a candidate or a shadow. The model stays in the registry.
pub async fn retire(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    id: &ModelId,
) -> Result<RegisteredModel, RoleError> {
    let mut tx = app.begin(tenant).await?;
    let now = tx.now;
    wait(&mut tx, Lock::Models).await?;
    let model = find_known(app, &mut tx, id).await?.ok_or(RoleError::NotFound)?;
    match model.role {
        Role::Retired => return Ok(model),
        Role::Champion => {
            let detail = "promote another model or roll back first";
            return Err(RoleError::Role { is: model.role, detail });
        }
        Role::Candidate | Role::Shadow => {}
    }
    store::models::registry::insert(&mut tx, &model).await?;
    store::models::registry::set_role(&mut tx, &model.digest, Role::Retired).await?;
    let mut change = Change { app, actor, tx: &mut tx };
    change.record(AuditAction::RetireModel { was: model.role }, &model.id).await?;
    tx.commit().await?;
    Ok(RegisteredModel { role: Role::Retired, role_since: now, ..model })
}

/// Loads a model, and stores its artefact if it is a shipped one that no tenant has used so far.
async fn load(app: &App, tx: &mut Tx, model: &RegisteredModel) -> Result<Arc<Champion>, RoleError> {
    if let Some(champion) = app.champions.loaded(&model.digest) {
        store::models::keep(tx.connection(), &model.digest, &champion.document).await?;
        return Ok(champion);
    }
    let artefact = document(tx, &model.digest).await?;
    Ok(Arc::new(Champion::load(&artefact).map_err(RoleError::Unusable)?))
}

async fn waiting(tx: &mut Tx, model: &RegisteredModel) -> Result<Pending, RoleError> {
    let pending = store::models::promotions::pending(tx).await?;
    pending.into_iter().find(|pending| pending.digest == model.digest).ok_or(RoleError::NotPending)
}

/// A change of roles within a transaction.
struct Change<'a> {
    app: &'a App,
    actor: &'a Actor,
    tx: &'a mut Tx,
}

/// A promotion that is written to the database but not yet loaded in this process.
struct WrittenPromotion {
    model: RegisteredModel,
    champion: Arc<Champion>,
    generation: i64,
}

impl Change<'_> {
    /// Requests approval, or returns the pending request if there is one.
    async fn request(
        &mut self,
        model: &RegisteredModel,
        force: Option<&str>,
    ) -> Result<Pending, RoleError> {
        let pending = Pending {
            id: PromotionId::new(self.tx.now),
            digest: model.digest.clone(),
            force_reason: force.map(str::to_owned),
            requested_by: self.actor.clone(),
            requested_at: self.tx.now,
        };
        store::models::registry::insert(self.tx, model).await?;
        if !store::models::promotions::insert(self.tx, &pending).await? {
            return waiting(self.tx, model).await;
        }
        let forced = force.map(str::to_owned);
        self.record(AuditAction::AskForPromotion { forced }, &model.id).await?;
        Ok(pending)
    }

    /// Makes a model champion.
    async fn promote(
        &mut self,
        model: RegisteredModel,
        action: AuditAction,
    ) -> Result<WrittenPromotion, RoleError> {
        let champion = load(self.app, self.tx, &model).await?;
        let before = self.champion().await?;
        store::models::registry::insert(self.tx, &model).await?;
        store::models::registry::set_role(self.tx, &before.digest, Role::Retired).await?;
        store::models::registry::set_role(self.tx, &model.digest, Role::Champion).await?;
        let replaced = Some(before.digest.as_str());
        store::models::registry::set_replaced(self.tx, &model.digest, replaced).await?;
        let generation = store::models::champions::point(self.tx, &model.digest).await?;
        self.record(action, &model.id).await?;
        let data = ModelPromoted {
            model_id: model.id.clone(),
            digest: model.digest.clone(),
            replaced_model_id: before.id,
        };
        events::emit(self.tx, EventData::ModelPromoted(data)).await?;
        let model = RegisteredModel {
            role: Role::Champion,
            role_since: self.tx.now,
            replaced: Some(before.digest),
            ..model
        };
        Ok(WrittenPromotion { model, champion, generation })
    }

    /// The champion. The model that the tenant starts with is registered when it is first replaced.
    async fn champion(&mut self) -> Result<RegisteredModel, Internal> {
        if let Some(champion) = store::models::registry::in_role(self.tx, Role::Champion).await? {
            return Ok(champion);
        }
        let starting = starting(self.app, self.tx).await?;
        let shipped = registered(&starting, Role::Champion)?;
        let digest = &shipped.digest;
        store::models::keep(self.tx.connection(), digest, &starting.document).await?;
        if !store::models::registry::insert(self.tx, &shipped).await? {
            store::models::registry::set_role(self.tx, digest, Role::Champion).await?;
        }
        Ok(shipped)
    }

    async fn record(&mut self, action: AuditAction, id: &ModelId) -> Result<(), Internal> {
        let (actor, subject, at) = (self.actor, id.as_str().to_owned(), self.tx.now);
        store::audit::append(self.tx, Entry { actor, action, subject, at }).await
    }
}

impl WrittenPromotion {
    /// Loads the committed change in this process.
    fn follow(self, app: &App, tenant: &TenantId) -> RegisteredModel {
        let change = Chosen { generation: self.generation, champion: Ok(self.champion) };
        swap::put(app, &[(tenant.clone(), change)].into());
        self.model
    }
}
