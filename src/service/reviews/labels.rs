//! Labels: outcomes from elsewhere, and conflicts between labels.

use chrono::{DateTime, Utc};
use ids::{ApplicantId, LabelId};
use learning::label::{Chosen, EvidenceKind, Label, LabelSource, Verdict};

use super::subjects::find_subject;
use super::{ReviewError, Reviewer, Subject};
use crate::app::App;
use crate::domain::audit::AuditAction;
use crate::domain::event::EventData;
use crate::service::webhooks::events;
use crate::service::{Internal, Page};
use crate::store::audit::Entry;
pub use crate::store::models::labels::Filter as LabelFilter;
use crate::store::{self, Tx};

/// An outcome that the platform learned elsewhere.
#[derive(Clone, Debug)]
pub struct NewLabel {
    pub subject: Subject,
    pub verdict: Verdict,
    pub evidence: EvidenceKind,
    /// When it was learned; the default is now.
    pub learned_at: Option<DateTime<Utc>>,
}

/// An applicant's labels and their conflicts.
#[derive(Clone, Debug)]
pub struct Conflicts {
    /// All labels, the latest first, each with the labels that contradict it.
    pub labels: Vec<(Label, Vec<LabelId>)>,
    /// Whether two labels contradict each other.
    pub conflict: bool,
}

/// Stores an outcome that was learned elsewhere. It never overwrites an earlier label, even if they conflict. Repeating
/// it with the same time changes nothing.
pub async fn record_label(app: &App, who: &Reviewer, new: &NewLabel) -> Result<Label, ReviewError> {
    let mut tx = app.begin(&who.tenant).await?;
    let now = tx.now;
    let applicant = find_subject(app, &mut tx, &new.subject).await?;
    let earlier = store::models::labels::of_applicant(&mut tx, applicant).await?;
    let same = |label: &&Label| {
        label.source == LabelSource::Platform
            && label.actor == who.actor
            && (label.verdict, label.evidence) == (new.verdict, new.evidence)
            && Some(label.learned_at) == new.learned_at
    };
    if let Some(label) = earlier.iter().find(same) {
        return Ok(label.clone());
    }
    let filter =
        store::scoring::decision_lists::Filter { applicant: Some(applicant), ..Default::default() };
    let latest = store::scoring::decision_lists::list(&mut tx, &filter, 1).await?.pop();
    let label = Label {
        id: LabelId::new(now),
        applicant_id: applicant,
        decision_id: latest.map(|row| row.id),
        verdict: new.verdict,
        evidence: new.evidence,
        source: LabelSource::Platform,
        chosen: Chosen::External,
        chosen_with: None,
        score_visible: who.reads_decisions,
        actor: who.actor.clone(),
        review_id: None,
        learned_at: new.learned_at.unwrap_or(now),
        created_at: now,
        withdrawn_at: None,
    };
    keep_label(&mut tx, &label).await?;
    let action = AuditAction::RecordLabel { applicant_id: applicant, verdict: label.verdict };
    let entry = Entry { actor: &who.actor, action, subject: label.id.to_string(), at: now };
    store::audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(label)
}

/// Stores a label and sends an event.
pub(super) async fn keep_label(tx: &mut Tx, label: &Label) -> Result<(), Internal> {
    store::models::labels::insert(tx, label).await?;
    events::emit(tx, EventData::LabelCreated(label.into())).await
}

/// A page of labels, the latest first.
pub async fn labels(
    app: &App,
    who: &Reviewer,
    filter: &LabelFilter,
) -> Result<Page<Label>, Internal> {
    let mut tx = app.begin(&who.tenant).await?;
    Ok(Page::new(store::models::labels::list(&mut tx, filter).await?, filter.limit))
}

/// All labels of an applicant, and which contradict which.
pub async fn labels_of(
    app: &App,
    who: &Reviewer,
    applicant: ApplicantId,
) -> Result<Conflicts, ReviewError> {
    let mut tx = app.begin(&who.tenant).await?;
    let subject = Subject::Applicant(applicant);
    find_subject(app, &mut tx, &subject).await?;
    Ok(conflicts(store::models::labels::of_applicant(&mut tx, applicant).await?))
}

/// `fake` and `genuine` contradict each other. `unsure` and withdrawn labels contradict nothing.
fn conflicts(labels: Vec<Label>) -> Conflicts {
    let standing: Vec<(LabelId, Verdict)> = (labels.iter())
        .filter(|label| label.withdrawn_at.is_none() && label.verdict != Verdict::Unsure)
        .map(|label| (label.id, label.verdict))
        .collect();
    let against = |label: &Label| -> Vec<LabelId> {
        let own = standing.iter().any(|(id, _)| *id == label.id);
        let others = standing.iter().filter(|(_, verdict)| own && *verdict != label.verdict);
        others.map(|(id, _)| *id).collect()
    };
    let labels: Vec<(Label, Vec<LabelId>)> = labels
        .into_iter()
        .map(|label| {
            let against = against(&label);
            (label, against)
        })
        .collect();
    let conflict = labels.iter().any(|(_, against)| !against.is_empty());
    Conflicts { labels, conflict }
}
