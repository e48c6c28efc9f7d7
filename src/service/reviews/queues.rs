//! Queues: setting up, and counts of open reviews.

use evidence::indicators;
use evidence::profile::read::counted;

use super::Reviewer;
use crate::app::App;
use crate::domain::audit::AuditAction;
use crate::domain::queue::{Queue, QueueName, QueueRules};
use crate::service::Internal;
use crate::store;
use crate::store::audit::Entry;
use crate::store::reviews::review_lists::Waiting;

/// A queue with its counts.
#[derive(Clone, Debug)]
pub struct QueueState {
    pub queue: Queue,
    /// Whether it was set up. The default queue exists without.
    pub configured: bool,
    /// `None` if the queue is empty.
    pub waiting: Option<Waiting>,
}

/// Why a queue was not set up.
#[derive(Debug, thiserror::Error)]
pub enum BadQueue {
    /// Each fault is a pointer and a sentence.
    #[error("the queue has {}", counted(.0.len()))]
    Faults(Vec<(String, String)>),
    /// Not the caller's fault.
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// Every queue with its counts, in the order in which rules are tried.
pub async fn queues(app: &App, who: &Reviewer) -> Result<Vec<QueueState>, Internal> {
    let mut tx = app.begin(&who.tenant).await?;
    let mut waiting = store::reviews::review_lists::waiting(&mut tx).await?;
    let mut take = |name: &QueueName| {
        let at = waiting.iter().position(|counts| counts.queue == name.as_str());
        at.map(|at| waiting.swap_remove(at))
    };
    let mut states = Vec::new();
    for queue in store::reviews::queues::list(&mut tx).await? {
        let waiting = take(&queue.name);
        states.push(QueueState { queue, configured: true, waiting });
    }
    let usual = QueueName::default_queue();
    if !states.iter().any(|state| state.queue.name == usual) {
        let waiting = take(&usual);
        let queue = Queue { name: usual, rules: QueueRules::default() };
        states.push(QueueState { queue, configured: false, waiting });
    }
    Ok(states)
}

/// Sets up or changes a queue. Open reviews stay where they are.
pub async fn put_queue(app: &App, who: &Reviewer, queue: Queue) -> Result<QueueState, BadQueue> {
    let faults = faults(&queue.rules);
    if !faults.is_empty() {
        return Err(BadQueue::Faults(faults));
    }
    let mut tx = app.begin(&who.tenant).await?;
    store::reviews::queues::put(&mut tx, &queue).await?;
    let action = AuditAction::PutQueue { rules: queue.rules.clone() };
    let subject = format!("queue/{}", queue.name);
    let entry = Entry { actor: &who.actor, action, subject, at: tx.now };
    store::audit::append(&mut tx, entry).await?;
    let waiting = store::reviews::review_lists::waiting(&mut tx).await?;
    let waiting = waiting.into_iter().find(|counts| counts.queue == queue.name.as_str());
    tx.commit().await?;
    Ok(QueueState { queue, configured: true, waiting })
}

fn faults(rules: &QueueRules) -> Vec<(String, String)> {
    let mut faults: Vec<(String, String)> =
        rules.faults().into_iter().map(|(at, says)| (at, says.to_owned())).collect();
    for (i, rule) in rules.conditions.iter().enumerate() {
        for (j, id) in rule.hits.iter().enumerate() {
            if !indicators::all().any(|indicator| indicator.id == id) {
                let says = "is not an indicator that this build computes; see `GET /v1/indicators`";
                faults.push((format!("/conditions/{i}/hits/{j}"), says.to_owned()));
            }
        }
        for (j, family) in rule.families.iter().enumerate() {
            if !indicators::all().any(|indicator| indicator.family.name() == family) {
                faults.push((format!("/conditions/{i}/families/{j}"), "is no family".to_owned()));
            }
        }
    }
    faults
}
