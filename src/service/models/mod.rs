//! The registry of a tenant's models and their roles.

pub mod drift;
pub mod evaluations;
mod gate;
pub(in crate::service) mod measuring;
mod register;
mod roles;
pub mod shadow;
mod start;
mod swap;
pub mod training;

pub use register::{RegisterError, register};
pub use roles::{Promoted, RoleError, approve, decline, promote, retire, roll_back, shadow};
pub(in crate::service) use start::{champion, champion_within};
pub use swap::follow;

use ids::actor::Actor;
use learning::evaluation::{self, OperatingPoint, Workload, html};
use scoring::champion::Champion;
use scoring::decision::InactiveTerm;
use scoring::model::Model;

use super::{Internal, Page};
use crate::app::App;
use crate::domain::model::{Card, ModelId, Origin, Role};
use crate::domain::tenant::TenantId;
use crate::service::scoring::policies;
use crate::store::models::promotions::Pending;
use crate::store::models::registry::RegisteredModel;
use crate::store::{self, Tx};

/// The intended use of every model.
const INTENDED_USE: &str = "It weighs evidence that an account is not what it claims to be, so that reviewers know where to \
    look. It does not determine anyone's identity, and must not be the only basis for an adverse decision.";

/// A model with its pending promotion, if any.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelState {
    pub model: RegisteredModel,
    pub pending: Option<Pending>,
}

#[derive(Debug, thiserror::Error)]
pub enum FindModelError {
    #[error("the tenant has no such {0}")]
    NotFound(&'static str),
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// The format of an evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Json,
    Page,
}

/// A page of models, latest first. Shipped models that the tenant has never used come last.
pub async fn list(
    app: &App,
    tenant: &TenantId,
    after: Option<&ModelId>,
    limit: u16,
) -> Result<Page<ModelState>, FindModelError> {
    let mut tx = app.begin(tenant).await?;
    let after = match after {
        None => None,
        Some(id) => {
            Some(find_known(app, &mut tx, id).await?.ok_or(FindModelError::NotFound("model"))?)
        }
    };
    let mut shipped = unregistered(app, &mut tx).await?;
    let is_last =
        |model: &RegisteredModel| after.as_ref().is_some_and(|it| it.digest == model.digest);
    let mut models = if let Some(last) = shipped.iter().position(is_last) {
        shipped.drain(..=last);
        Vec::new()
    } else {
        store::models::registry::list(&mut tx, after.as_ref(), i64::from(limit) + 1).await?
    };
    models.extend(shipped);
    let waiting = store::models::promotions::pending(&mut tx).await?;
    let state = |model: RegisteredModel| ModelState {
        pending: waiting.iter().find(|promotion| promotion.digest == model.digest).cloned(),
        model,
    };
    Ok(Page::new(models.into_iter().map(state).collect(), limit))
}

pub async fn find(
    app: &App,
    tenant: &TenantId,
    id: &ModelId,
) -> Result<ModelState, FindModelError> {
    let mut tx = app.begin(tenant).await?;
    let model = find_known(app, &mut tx, id).await?.ok_or(FindModelError::NotFound("model"))?;
    let waiting = store::models::promotions::pending(&mut tx).await?;
    let pending = waiting.into_iter().find(|promotion| promotion.digest == model.digest);
    Ok(ModelState { model, pending })
}

/// The artefact of a model, as stored.
pub async fn artefact(
    app: &App,
    tenant: &TenantId,
    id: &ModelId,
) -> Result<String, FindModelError> {
    let mut tx = app.begin(tenant).await?;
    let model = find_known(app, &mut tx, id).await?.ok_or(FindModelError::NotFound("model"))?;
    if let Some(offered) = app.champions.loaded(&model.digest) {
        return Ok(offered.document.clone());
    }
    Ok(document(&mut tx, &model.digest).await?)
}

/// The terms of a model that add nothing in this build. Empty if the build cannot read the model at all.
pub async fn inactive_terms(
    app: &App,
    tenant: &TenantId,
    id: &ModelId,
) -> Result<Vec<InactiveTerm>, FindModelError> {
    let document = artefact(app, tenant, id).await?;
    let champion = Champion::load(&document);
    Ok(champion.map(|champion| champion.inactive_terms()).unwrap_or_default())
}

pub async fn evaluation(
    app: &App,
    tenant: &TenantId,
    id: &ModelId,
    form: Form,
) -> Result<String, FindModelError> {
    let mut tx = app.begin(tenant).await?;
    let model = find_known(app, &mut tx, id).await?.ok_or(FindModelError::NotFound("model"))?;
    let text = match form {
        Form::Json => store::models::registry::evaluation(&mut tx, &model.digest)
            .await?
            .map(|data| data.to_string()),
        Form::Page => store::models::registry::evaluation_page(&mut tx, &model.digest).await?,
    };
    let shipped = || {
        let evaluation = evaluations::shipped(&model.digest)?;
        Some(match form {
            Form::Json => evaluation.to_json(),
            Form::Page => html(evaluation, &app.training.gate),
        })
    };
    text.or_else(shipped).ok_or(FindModelError::NotFound("evaluation of this model"))
}

/// Recommends a threshold for a model. `workload` receives the base rate of the current policy.
pub async fn operating_point(
    app: &App,
    tenant: &TenantId,
    id: &ModelId,
    workload: impl FnOnce(f64) -> Workload,
) -> Result<OperatingPoint, FindModelError> {
    let digest = find(app, tenant, id).await?.model.digest;
    let mut tx = app.begin(tenant).await?;
    let missing = || FindModelError::NotFound("evaluation of this model");
    let evaluation = evaluations::find(&mut tx, &digest).await?.ok_or_else(missing)?;
    let policy = policies::in_force(&mut tx).await?.policy;
    let workload = workload(policy.base_rate);
    evaluation::operating_point(&evaluation, &workload, policy.high_threshold).ok_or_else(missing)
}

/// Whether a model has an evaluation, stored or shipped.
pub fn is_measured(model: &RegisteredModel) -> bool {
    model.evaluated || evaluations::shipped(&model.digest).is_some()
}

/// A model from the tenant's registry, or a shipped one.
async fn find_known(
    app: &App,
    tx: &mut Tx,
    id: &ModelId,
) -> Result<Option<RegisteredModel>, Internal> {
    if let Some(model) = store::models::registry::find(tx, id).await? {
        return Ok(Some(model));
    }
    Ok(unregistered(app, tx).await?.into_iter().find(|model| model.id == *id))
}

/// The models that the service offers and that are not in the registry, newest first. The one that the tenant starts
/// with is its champion, unless it has another.
async fn unregistered(app: &App, tx: &mut Tx) -> Result<Vec<RegisteredModel>, Internal> {
    let champion = match store::models::registry::in_role(tx, Role::Champion).await? {
        Some(champion) => champion.digest,
        None => start::starting(app, tx).await?.reference.digest.clone(),
    };
    let mut unregistered = Vec::new();
    for offered in app.champions.offered().iter().rev() {
        let digest = &offered.reference.digest;
        if store::models::registry::find_by_digest(tx, digest).await?.is_none() {
            let role = if *digest == champion { Role::Champion } else { Role::Candidate };
            unregistered.push(registered(offered, role)?);
        }
    }
    Ok(unregistered)
}

/// A shipped model, as it is registered.
fn registered(shipped: &Champion, role: Role) -> Result<RegisteredModel, Internal> {
    let model = new(&read(&shipped.document)?, Origin::Shipped, Actor::service(), BEFORE);
    Ok(RegisteredModel { role, ..model })
}

/// A placeholder for the unknown creation time of a shipped model.
const BEFORE: chrono::DateTime<chrono::Utc> = chrono::DateTime::UNIX_EPOCH;

/// The time, unless it is the placeholder for an unknown time.
pub fn known_time(at: chrono::DateTime<chrono::Utc>) -> Option<chrono::DateTime<chrono::Utc>> {
    (at != BEFORE).then_some(at)
}

/// The card of a model with unknown training data.
pub(super) fn card(model: &Model) -> Card {
    let definition = model.definition();
    let synthetic = "It was trained on simulated applicants: its figures show how well it detects simulated fakes, and say \
        nothing about a real platform.";
    let parity = "Not measured: parity can only be measured on labelled cases.";
    let mut limits = vec![
        "Unknown contributes exactly 0, so a sparse profile stays near the base rate, whatever the truth is.".to_owned(),
    ];
    if definition.trained.synthetic {
        limits.push(synthetic.to_owned());
    }
    Card {
        description: definition.description.clone(),
        intended_use: INTENDED_USE.to_owned(),
        data: None,
        parity: parity.to_owned(),
        limits,
    }
}

/// Creates a candidate.
pub(super) fn new(
    model: &Model,
    origin: Origin,
    made_by: Actor,
    made_at: chrono::DateTime<chrono::Utc>,
) -> RegisteredModel {
    RegisteredModel {
        digest: model.digest().to_owned(),
        id: ModelId::parse(model.id()).expect("a model's id is made from its digest"),
        role: Role::Candidate,
        role_since: made_at,
        origin,
        training_job: None,
        replaced: None,
        card: card(model),
        evaluated: false,
        made_by,
        made_at,
    }
}

fn read(document: &str) -> Result<Model, Internal> {
    Model::from_json(document)
        .map_err(|error| Internal::Corrupt(format!("a model's artefact: {error}")))
}

/// The artefact with a digest, which must exist.
async fn document(tx: &mut Tx, digest: &str) -> Result<String, Internal> {
    let document = store::models::find(tx.connection(), digest).await?;
    document.ok_or_else(|| Internal::Corrupt(format!("the artefact {digest} is missing")))
}
