//! Changing a model's role: promote, roll back, shadow, retire.
//!
//! A tenant's roles change one at a time. A promotion is durable before any replica follows it. This process follows at
//! once; the others are notified.

use evidence::profile::read::Fault;
use ids::PromotionId;
use ids::actor::Actor;
use scoring::champion::{BadChampion, Champion};

use super::{document, find_known, gate, swap};
use crate::app::App;
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

/// The result of asking for a promotion.
#[derive(Clone, Debug, PartialEq)]
pub enum Promoted {
    /// The model is the champion.
    Done(RegisteredModel),
    /// Needs approval by someone else.
    Waits(RegisteredModel, Pending),
}

/// Why a role was not changed.
#[derive(Debug, thiserror::Error)]
pub enum RoleError {
    /// The tenant has no such model.
    #[error("the tenant has no such model")]
    NotFound,
    /// The gate refuses it.
    #[error("the gate refuses the model: {}", list(.0))]
    Gate(Vec<Fault>),
    /// Its present role does not allow it.
    #[error("the model is {}: {detail}", .is.name())]
    Role { is: Role, detail: &'static str },
    /// Nothing was promoted before.
    #[error("nothing scored before the present model; there is nothing to go back to")]
    NothingBefore,
    #[error("no promotion of this model waits for a second person")]
    NotPending,
    /// The approver is the person who asked.
    #[error("who asked for a promotion cannot approve it")]
    OwnRequest,
    /// The reason is too short or too long.
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

/// Makes a model champion, or asks for approval where that is required.
///
/// `force` is a reason to overrule the gate. It is recorded with the gate's objections.
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
        let waits = change.ask(&model, force).await?;
        tx.commit().await?;
        return Ok(Promoted::Waits(model, waits));
    }
    let forced = force.map(str::to_owned);
    let action = AuditAction::PromoteModel { requested_by: None, forced, objections };
    let written = change.put_in_force(model, action).await?;
    tx.commit().await?;
    Ok(Promoted::Done(written.follow(app, tenant)))
}

/// Approves a promotion that somebody else asked for.
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
    let wish = waiting(&mut tx, &model).await?;
    if wish.requested_by == *actor {
        return Err(RoleError::OwnRequest);
    }
    // There may be another champion since the promotion was asked for.
    let objections = gate::objections(app, &mut tx, &model).await?;
    if wish.force_reason.is_none() && !objections.is_empty() {
        return Err(RoleError::Gate(objections));
    }
    store::models::promotions::decide(&mut tx, wish.id, PromotionOutcome::Done, actor).await?;
    let action = AuditAction::PromoteModel {
        requested_by: Some(wish.requested_by),
        forced: wish.force_reason,
        objections,
    };
    let mut change = Change { app, actor, tx: &mut tx };
    let written = change.put_in_force(model, action).await?;
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
    let wish = waiting(&mut tx, &model).await?;
    store::models::promotions::decide(&mut tx, wish.id, PromotionOutcome::Declined, actor).await?;
    let mut change = Change { app, actor, tx: &mut tx };
    let action = AuditAction::DeclinePromotion { requested_by: wish.requested_by };
    change.record(action, &model.id).await?;
    tx.commit().await?;
    Ok(model)
}

/// Makes the previous champion the champion again. It passed the gate before, so the gate is not asked.
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
    let mut written = change.put_in_force(model, action).await?;
    // The next rollback goes further back, and not forward again.
    store::models::registry::set_replaced(&mut tx, &written.model.digest, replaced.as_deref())
        .await?;
    written.model.replaced = replaced;
    tx.commit().await?;
    Ok(written.follow(app, tenant))
}

/// Makes a model the shadow: it scores every decision, and nobody sees it. The previous shadow becomes a candidate
/// again.
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
            let detail = "it scores every decision already; promote another model first";
            return Err(RoleError::Role { is: model.role, detail });
        }
        Role::Candidate | Role::Retired => {}
    }
    let artefact = document(&mut tx, &model.digest).await?;
    Champion::load(&artefact).map_err(RoleError::Unusable)?;
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

/// Retires a candidate or a shadow. The model is kept.
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
            let detail = "it scores; promote another or roll back";
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

async fn waiting(tx: &mut Tx, model: &RegisteredModel) -> Result<Pending, RoleError> {
    let pending = store::models::promotions::pending(tx).await?;
    pending.into_iter().find(|wish| wish.digest == model.digest).ok_or(RoleError::NotPending)
}

/// A change of roles, inside its transaction.
struct Change<'a> {
    app: &'a App,
    actor: &'a Actor,
    tx: &'a mut Tx,
}

/// A promotion that is written, and that this process does not follow yet.
struct WrittenPromotion {
    model: RegisteredModel,
    champion: Champion,
    generation: i64,
}

impl Change<'_> {
    /// Asks for approval. If the same request is pending, returns that one.
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
        store::models::registry::insert(self.tx, model).await?;
        if !store::models::promotions::insert(self.tx, &wish).await? {
            return waiting(self.tx, model).await;
        }
        let forced = force.map(str::to_owned);
        self.record(AuditAction::AskForPromotion { forced }, &model.id).await?;
        Ok(wish)
    }

    /// Makes a model champion.
    async fn put_in_force(
        &mut self,
        model: RegisteredModel,
        action: AuditAction,
    ) -> Result<WrittenPromotion, RoleError> {
        let artefact = document(self.tx, &model.digest).await?;
        let champion = Champion::load(&artefact).map_err(RoleError::Unusable)?;
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

    /// The champion. The model that the service was started with is registered when it is first replaced.
    async fn champion(&mut self) -> Result<RegisteredModel, Internal> {
        if let Some(champion) = store::models::registry::in_role(self.tx, Role::Champion).await? {
            return Ok(champion);
        }
        let shipped = super::unregistered(self.app, self.tx).await?;
        let shipped = shipped.ok_or_else(|| Internal::Corrupt("no model scores".to_owned()))?;
        store::models::registry::insert(self.tx, &shipped).await?;
        Ok(shipped)
    }

    async fn record(&mut self, action: AuditAction, id: &ModelId) -> Result<(), Internal> {
        let (actor, subject, at) = (self.actor, id.as_str().to_owned(), self.tx.now);
        store::audit::append(self.tx, Entry { actor, action, subject, at }).await
    }
}

impl WrittenPromotion {
    /// Follows the change in this process, now that it is durable.
    fn follow(self, app: &App, tenant: &TenantId) -> RegisteredModel {
        swap::put(app, tenant, self.generation, self.champion);
        self.model
    }
}
