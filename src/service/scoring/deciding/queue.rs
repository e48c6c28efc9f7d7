//! Runs the decisions that wait, several in one transaction.

use std::any::Any;
use std::sync::Arc;

use tokio::sync::oneshot;

use super::batch::{Outcomes, decide_all};
use super::prepared::Prepared;
use crate::app::App;
use crate::compute::ComputeError;
use crate::domain::tenant::TenantId;
use crate::lanes::{Rejected, Ticket};
use crate::service::Internal;
use crate::service::scoring::decisions::{DecideError, Decided};

/// A decision in its tenant's lane.
struct Waiting {
    prepared: Arc<Prepared>,
    reply: oneshot::Sender<Result<Decided, DecideError>>,
}

/// Decides, alone or with others. Once it waits it will be decided, even if the caller has gone.
///
/// It begins to wait when this is called, not when the future is polled: decisions are made in the order of the calls if
/// they must see each other.
pub(in crate::service) fn decide(
    app: &App,
    tenant: &TenantId,
    prepared: Prepared,
) -> impl Future<Output = Result<Decided, DecideError>> + use<> {
    let waits = wait(app, tenant, prepared);
    async move {
        let lost = |_| Internal::Corrupt("a decision ended without an answer".to_owned());
        waits?.await.map_err(lost)?
    }
}

type Answer = oneshot::Receiver<Result<Decided, DecideError>>;

/// Gets in the tenant's lane.
fn wait(app: &App, tenant: &TenantId, prepared: Prepared) -> Result<Answer, DecideError> {
    let ticket = Ticket {
        locks: prepared.locks.clone(),
        bytes: prepared.submission.document.len(),
        request_key: prepared.request_key,
    };
    let (reply, answer) = oneshot::channel();
    let waiting = Waiting { prepared: Arc::new(prepared), reply };
    let starts = app.decisions.push(tenant, ticket, Box::new(waiting));
    let starts = starts.map_err(|rejected| match rejected {
        Rejected::Full => Internal::Compute(ComputeError::Overloaded).into(),
        Rejected::KeyInUse => DecideError::KeyRunning,
    })?;
    if starts {
        tokio::spawn(run(app.clone(), tenant.clone()));
    }
    Ok(answer)
}

/// Runs transactions of a tenant until nothing waits that could begin.
async fn run(app: App, tenant: TenantId) {
    while let Some((batch, _turn)) = app.decisions.next(&tenant).await {
        let (items, rest) = batch.split();
        let waiting = |item: Box<dyn Any + Send>| item.downcast::<Waiting>().ok();
        let (prepared, replies): (Vec<_>, Vec<_>) =
            (items.into_iter().filter_map(waiting)).map(|next| (next.prepared, next.reply)).unzip();
        // A panic ends the decisions of this batch and nothing else.
        let outcomes = {
            let (app, tenant) = (app.clone(), tenant.clone());
            tokio::spawn(async move { together(&app, &tenant, prepared).await }).await
        };
        app.decisions.finish(&tenant, &rest);
        for (reply, outcome) in replies.into_iter().zip(outcomes.unwrap_or_default()) {
            // The caller may have gone; the decision is stored.
            let _ = reply.send(outcome);
        }
    }
}

/// Decides in one transaction. If that fails, each is decided alone, so that none fails because of another.
async fn together(app: &App, tenant: &TenantId, batch: Vec<Arc<Prepared>>) -> Outcomes {
    let many = batch.len();
    if many > 1 {
        match decide_all(app, tenant, batch.clone()).await {
            Ok(outcomes) => return outcomes,
            // Each of them alone would wait as long for nothing.
            Err(Internal::Unavailable(error)) => {
                let message = error.to_string();
                let same = || Internal::Unavailable(sqlx::Error::Protocol(message.clone()));
                return (0..many).map(|_| Err(same().into())).collect();
            }
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(error, many, "decisions that shared a transaction are made singly");
            }
        }
    }
    let mut outcomes = Vec::with_capacity(many);
    for prepared in batch {
        outcomes.push(alone(app, tenant, prepared).await);
    }
    outcomes
}

async fn alone(
    app: &App,
    tenant: &TenantId,
    prepared: Arc<Prepared>,
) -> Result<Decided, DecideError> {
    let outcome = decide_all(app, tenant, vec![prepared]).await?.pop();
    outcome.ok_or_else(|| Internal::Corrupt("a decision was lost".to_owned()))?
}
