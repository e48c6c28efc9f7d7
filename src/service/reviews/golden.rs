//! Golden items: cases with a known answer, to measure reviewers with.

use ids::ApplicantId;
use learning::label::Verdict;

use super::subjects::{Subject, find_subject, latest_decision};
use super::{ReviewError, Reviewer};
use crate::app::App;
use crate::domain::audit::AuditAction;
use crate::service::Internal;
use crate::store::audit::Entry;
use crate::store::reviews::golden::GoldenItem;
use crate::store::{self, Tx};

/// Marks an applicant as a golden item, with the latest decision.
pub async fn mark_golden(
    app: &App,
    who: &Reviewer,
    subject: &Subject,
    truth: Verdict,
) -> Result<GoldenItem, ReviewError> {
    let mut tx = app.begin(&who.tenant).await?;
    let applicant = find_subject(app, &mut tx, subject).await?;
    let decision = latest_decision(app, &mut tx, applicant).await?;
    let item = GoldenItem {
        applicant_id: applicant,
        decision_id: decision.id,
        truth: truth.name().to_owned(),
        marked_by: who.actor.as_str().to_owned(),
        marked_at: tx.now,
    };
    store::reviews::golden::mark(&mut tx, &item).await?;
    record(&mut tx, who, AuditAction::MarkGolden {}, applicant).await?;
    tx.commit().await?;
    Ok(item)
}

/// Stops mixing a case in. Copies that are open already stay.
pub async fn remove_golden(
    app: &App,
    who: &Reviewer,
    applicant: ApplicantId,
) -> Result<(), ReviewError> {
    let mut tx = app.begin(&who.tenant).await?;
    if !store::reviews::golden::remove(&mut tx, applicant).await? {
        return Err(ReviewError::NotFound);
    }
    record(&mut tx, who, AuditAction::RemoveGolden {}, applicant).await?;
    tx.commit().await?;
    Ok(())
}

/// The golden items.
pub async fn golden_items(app: &App, who: &Reviewer) -> Result<Vec<GoldenItem>, Internal> {
    let mut tx = app.begin(&who.tenant).await?;
    store::reviews::golden::list(&mut tx).await
}

async fn record(
    tx: &mut Tx,
    who: &Reviewer,
    action: AuditAction,
    applicant: ApplicantId,
) -> Result<(), Internal> {
    let (subject, at) = (applicant.to_string(), tx.read_clock());
    store::audit::append(tx, Entry { actor: &who.actor, action, subject, at }).await
}
