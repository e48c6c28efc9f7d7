//! Appeals: opened by the platform or the applicant, reviewed by someone else, decided once.

use evidence::profile::{self, BadProfile};
use ids::actor::Actor;
use ids::{AppealId, ApplicantId, DecisionId, LabelId};
use learning::label::{Chosen, EvidenceKind, Label, LabelSource, Verdict};
use scoring::model::Stop;
use serde_json::{Value, json};

use super::labels::keep_label;
use super::opening::{HistoryEntry, Why, place, record, routed, tell};
use super::subjects::{Subject, find_subject, latest_decision};
use super::{ReviewError, Reviewer, lock_review};
use crate::app::App;
use crate::compute::Class;
use crate::domain::appeal::{Appeal, Decided, OpenedBy, Outcome};
use crate::domain::event::{AppealOutcome, EventData};
use crate::domain::review::Review;
use crate::domain::review_action::ReviewAction;
use crate::domain::tenant::TenantId;
use crate::keys::DataKey;
use crate::service::people::applicants;
use crate::service::scoring::decisions::{DecideError, decide_within};
use crate::service::scoring::submission;
use crate::service::webhooks::events;
use crate::service::{Internal, Page};
use crate::store::reviews::StoredReview;
use crate::store::reviews::appeals::{StoredAppeal, Which};
use crate::store::reviews::golden::JudgedReviews;
use crate::store::reviews::review_lists::Viewer;
use crate::store::{self, Tx};

/// What is contested.
#[derive(Clone, Debug)]
pub enum Contested {
    Decision(DecisionId),
    /// The latest decision on an applicant.
    Latest(Subject),
}

/// A new appeal.
#[derive(Clone, Debug)]
pub struct NewAppeal {
    /// What is contested.
    pub contested: Contested,
    pub statement: String,
    /// What the applicant says is wrong.
    pub corrections: Option<String>,
}

/// An appeal with its texts.
#[derive(Clone, Debug)]
pub struct AppealView {
    pub appeal: Appeal,
    pub statement: String,
    pub corrections: Option<String>,
    /// The note of the reviewer who decided.
    pub outcome_note: Option<String>,
}

/// Opens an appeal for an applicant. Nobody who judged the applicant before can claim its review.
pub async fn open_appeal(
    app: &App,
    who: &Reviewer,
    new: &NewAppeal,
) -> Result<AppealView, ReviewError> {
    let mut tx = app.begin(&who.tenant).await?;
    let view = open_within(app, &mut tx, (OpenedBy::Platform, &who.actor), new).await;
    let view = view?;
    tx.commit().await?;
    Ok(view)
}

/// Opens an appeal within a transaction.
pub(super) async fn open_within(
    app: &App,
    tx: &mut Tx,
    (opened_by, actor): (OpenedBy, &Actor),
    new: &NewAppeal,
) -> Result<AppealView, ReviewError> {
    let (applicant, contested) = contested(app, tx, &new.contested).await?;
    let key = lock_for_appeal(app, tx, applicant).await?;
    let standing = store::reviews::verdicts::latest(tx, applicant).await?;
    let decision = latest_decision(app, tx, applicant).await?;
    let id = AppealId::new(tx.read_clock());
    let why = Why::because(Chosen::Appeal);
    let review = Review {
        appeal_id: Some(id),
        barred: store::reviews::golden::judges(tx, applicant, JudgedReviews::Real).await?,
        ..routed(tx, &decision, why).await?
    };
    let review = place(app, tx, actor, review).await?;
    let appeal = Appeal {
        id,
        applicant_id: applicant,
        decision_id: contested.unwrap_or(decision.id),
        contested: standing.map(|verdict| verdict.id),
        review_id: review.review.id,
        opened_by,
        actor: actor.clone(),
        rescored_decision_id: None,
        opened_at: tx.read_clock(),
        decided: None,
    };
    let seal = |text: &str, part: &str| key.seal(text.as_bytes(), &purpose(id, part));
    let statement = seal(&new.statement, "statement");
    let corrections = new.corrections.as_deref().map(|text| seal(text, "corrections"));
    store::reviews::appeals::insert(tx, &appeal, &statement, corrections.as_deref()).await?;
    let action = ReviewAction::AppealOpened { appeal_id: id, opened_by };
    let note = Some(new.statement.as_str());
    let entry = HistoryEntry { note, ..HistoryEntry::new(action, actor) };
    record(app, tx, &review, entry).await?;
    events::emit(tx, EventData::AppealOpened((&appeal).into())).await?;
    let (statement, corrections) = (new.statement.clone(), new.corrections.clone());
    Ok(AppealView { appeal, statement, corrections, outcome_note: None })
}

async fn contested(
    app: &App,
    tx: &mut Tx,
    contested: &Contested,
) -> Result<(ApplicantId, Option<DecisionId>), ReviewError> {
    match contested {
        Contested::Decision(id) => {
            let row = store::scoring::decisions::find(tx, *id).await?;
            let row = submission::readable(row)?;
            Ok((row.applicant_id, Some(row.id)))
        }
        Contested::Latest(subject) => Ok((find_subject(app, tx, subject).await?, None)),
    }
}

/// Locks the applicant, whose appeals run one at a time, and returns the key to their data.
async fn lock_for_appeal(
    app: &App,
    tx: &mut Tx,
    applicant: ApplicantId,
) -> Result<DataKey, ReviewError> {
    let row = applicants::lock(tx, applicant).await?;
    if let Some(running) = store::reviews::appeals::running(tx, applicant).await? {
        return Err(ReviewError::AppealRunning(running));
    }
    if row.is_erased() {
        return Err(ReviewError::Erased);
    }
    Ok(submission::data_key(app, &tx.tenant, applicant, &row.data_key)?)
}

pub async fn appeal(app: &App, who: &Reviewer, id: AppealId) -> Result<AppealView, ReviewError> {
    let mut tx = app.begin(&who.tenant).await?;
    view(app, &who.tenant, find_readable(&mut tx, id, who.viewer()).await?)
}

/// A page of appeals, the latest first.
pub async fn appeals(
    app: &App,
    who: &Reviewer,
    before: Option<AppealId>,
    limit: u16,
) -> Result<Page<AppealView>, ReviewError> {
    let mut tx = app.begin(&who.tenant).await?;
    let which = Which::Before(before);
    let rows =
        store::reviews::appeals::list(&mut tx, which, who.viewer(), i64::from(limit) + 1).await?;
    Page::new(rows, limit).try_map(|row| view(app, &who.tenant, row))
}

async fn find_readable(
    tx: &mut Tx,
    id: AppealId,
    viewer: Viewer<'_>,
) -> Result<StoredAppeal, ReviewError> {
    let stored =
        store::reviews::appeals::find(tx, id, viewer).await?.ok_or(ReviewError::NotFound)?;
    if stored.data_key.is_empty() { Err(ReviewError::Erased) } else { Ok(stored) }
}

/// Corrects facts with a merge patch (RFC 7396) of the latest profile. The new version is scored, and the appeal's
/// reviewer sees the result.
pub async fn correct(
    app: &App,
    who: &Reviewer,
    id: AppealId,
    patch: &Value,
) -> Result<AppealView, ReviewError> {
    let mut tx = app.begin(&who.tenant).await?;
    let stored = find_readable(&mut tx, id, who.viewer()).await?;
    applicants::lock(&mut tx, stored.appeal.applicant_id).await?;
    let mut stored = find_readable(&mut tx, id, who.viewer()).await?;
    if stored.appeal.decided.is_some() {
        return Err(ReviewError::AppealDecided);
    }
    let document = corrected(app, &mut tx, &stored, patch).await?;
    let decision = Box::pin(decide_within(app, &mut tx, document.as_bytes())).await;
    let decision = decision.map_err(|error| match error {
        DecideError::Profile(error) => ReviewError::Correction(error),
        DecideError::Erased => ReviewError::Erased,
        DecideError::Internal(error) => error.into(),
        DecideError::KeyReused | DecideError::KeyRunning => ReviewError::NotFound,
    })?;
    store::reviews::appeals::rescored(&mut tx, id, decision.id).await?;
    stored.appeal.rescored_decision_id = Some(decision.id);
    let review = lock_review(&mut tx, stored.appeal.review_id).await?;
    store::reviews::join(&mut tx, review.review.id, decision.id, &decision.assessment).await?;
    let action = ReviewAction::FactsCorrected { appeal_id: id, decision_id: decision.id };
    let entry = HistoryEntry::new(action, &who.actor);
    record(app, &mut tx, &review, entry).await?;
    let view = view(app, &who.tenant, stored)?;
    tx.commit().await?;
    Ok(view)
}

/// The latest document with the patch applied.
async fn corrected(
    app: &App,
    tx: &mut Tx,
    stored: &StoredAppeal,
    patch: &Value,
) -> Result<String, ReviewError> {
    let applicant = stored.appeal.applicant_id;
    let key = submission::data_key(app, &tx.tenant, applicant, &stored.data_key)?;
    let version = store::scoring::profile_versions::next_version(tx, applicant).await? - 1;
    let purpose = submission::document_purpose(applicant, version);
    let sealed = store::scoring::profile_versions::document(tx, applicant, version).await?;
    let sealed = sealed.ok_or_else(|| Internal::Corrupt(format!("{purpose} is missing")))?;
    let mut document: Value = submission::open(&key, &sealed, &purpose)?;
    let name = document["external_id"].clone();
    let before = document.to_string();
    merge(&mut document, patch);
    if document["external_id"] != name {
        return Err(ReviewError::CorrectsName);
    }
    let document = document.to_string();
    let read = move |_: &Stop| new_faults(&before, &document).map(|()| document);
    app.run(Class::Interactive, &tx.tenant, read).await?.map_err(ReviewError::Correction)
}

/// Refuses a correction with values that can't be read: a submission would only be scored without them.
fn new_faults(before: &str, after: &str) -> Result<(), BadProfile> {
    let earlier = profile::faults(before.as_bytes()).unwrap_or_default();
    let mut faults = profile::faults(after.as_bytes())?;
    faults.retain(|fault| !earlier.contains(fault));
    if faults.is_empty() { Ok(()) } else { Err(BadProfile::Faults(faults)) }
}

/// RFC 7396, section 2.
fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = json!({});
    }
    let Some(fields) = target.as_object_mut() else { return };
    for (name, value) in patch {
        if value.is_null() {
            fields.remove(name);
        } else {
            merge(fields.entry(name.clone()).or_insert(Value::Null), value);
        }
    }
}

/// Decides an appeal. Only the reviewer who claimed its review can. The outcome becomes a label and is sent as an
/// event.
pub async fn decide_appeal(
    app: &App,
    who: &Reviewer,
    id: AppealId,
    outcome: Outcome,
    evidence: EvidenceKind,
    note: &str,
) -> Result<AppealView, ReviewError> {
    let mut tx = app.begin(&who.tenant).await?;
    let now = tx.now;
    let review_id = find_readable(&mut tx, id, who.viewer()).await?.appeal.review_id;
    let mut review = lock_review(&mut tx, review_id).await?;
    // Read again, because somebody may have decided it meanwhile.
    let mut stored = find_readable(&mut tx, id, who.viewer()).await?;
    if let Some(decided) = &stored.appeal.decided {
        let same = decided.by == who.actor && decided.outcome == outcome;
        return if same { view(app, &who.tenant, stored) } else { Err(ReviewError::AppealDecided) };
    }
    review.review.conclude(&who.actor, now)?;
    store::reviews::set_stage(&mut tx, &review.review).await?;
    let decided = Decided { outcome, by: who.actor.clone(), at: now };
    let key = submission::data_key(app, &who.tenant, stored.appeal.applicant_id, &stored.data_key)?;
    let sealed = key.seal(note.as_bytes(), &purpose(id, "note"));
    store::reviews::appeals::decide(&mut tx, id, &decided, &sealed).await?;
    stored.appeal.decided = Some(decided);
    stored.outcome_note = Some(sealed);
    let action = ReviewAction::AppealDecided { appeal_id: id, outcome };
    let entry = HistoryEntry { note: Some(note), ..HistoryEntry::new(action, &who.actor) };
    record(app, &mut tx, &review, entry).await?;
    learn(who, &mut tx, &stored.appeal, &review, (outcome, evidence)).await?;
    let data = EventData::AppealDecided((&stored.appeal).into());
    events::emit(&mut tx, data).await?;
    let details = AppealOutcome { appeal_id: id, outcome };
    tell(&mut tx, &review.review, details, EventData::AppealReviewClosed).await?;
    let view = view(app, &who.tenant, stored)?;
    tx.commit().await?;
    Ok(view)
}

/// Stores the label that follows from an outcome.
async fn learn(
    who: &Reviewer,
    tx: &mut Tx,
    appeal: &Appeal,
    review: &StoredReview,
    (outcome, evidence): (Outcome, EvidenceKind),
) -> Result<(), Internal> {
    let applicant = appeal.applicant_id;
    let contested = match appeal.contested {
        Some(id) => store::reviews::verdicts::find_outcome(tx, id).await?,
        None => None,
    };
    // A verdict without approval cannot be upheld, because it was never final.
    let labelled = store::models::labels::of_applicant(tx, applicant).await?;
    let is_final = |verdict: &Verdict| labelled.iter().any(|label| label.verdict == *verdict);
    let contested = contested.as_deref().and_then(Verdict::from_name).filter(is_final);
    let now = tx.read_clock();
    let label = Label {
        id: LabelId::new(now),
        applicant_id: applicant,
        decision_id: Some(review.review.decision_id),
        verdict: outcome.label(contested),
        evidence,
        source: LabelSource::Appeal,
        chosen: Chosen::Appeal,
        chosen_with: None,
        score_visible: !review.review.blind || who.reads_decisions,
        actor: who.actor.clone(),
        review_id: Some(review.review.id),
        learned_at: now,
        created_at: now,
        withdrawn_at: None,
    };
    keep_label(tx, &label).await
}

/// What a sealed text of an appeal is bound to.
fn purpose(id: AppealId, part: &str) -> String {
    format!("appeal/{id}/{part}")
}

fn view(app: &App, tenant: &TenantId, stored: StoredAppeal) -> Result<AppealView, ReviewError> {
    let StoredAppeal { appeal, statement, corrections, outcome_note, data_key } = stored;
    let key = submission::data_key(app, tenant, appeal.applicant_id, &data_key)?;
    let open = |sealed: &[u8], part: &str| {
        let purpose = purpose(appeal.id, part);
        let plain = key.open(sealed, &purpose);
        let plain = plain.map_err(|error| submission::cannot_open(error, &purpose))?;
        String::from_utf8(plain).map_err(|_| Internal::Corrupt(format!("{purpose} is not text")))
    };
    Ok(AppealView {
        statement: open(&statement, "statement")?,
        corrections: corrections.map(|sealed| open(&sealed, "corrections")).transpose()?,
        outcome_note: outcome_note.map(|sealed| open(&sealed, "note")).transpose()?,
        appeal,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_is_merged_as_the_standard_says() {
        // RFC 7396, appendix A.
        for (target, patch, merged) in [
            (json!({ "a": "b" }), json!({ "a": "c" }), json!({ "a": "c" })),
            (json!({ "a": "b" }), json!({ "a": null }), json!({})),
            (json!({ "a": ["b"] }), json!({ "a": "c" }), json!({ "a": "c" })),
            (
                json!({ "a": { "b": "c" } }),
                json!({ "a": { "b": "d", "c": null } }),
                json!({ "a": { "b": "d" } }),
            ),
            (json!({ "e": null }), json!({ "a": 1 }), json!({ "e": null, "a": 1 })),
            (json!([1, 2]), json!({ "a": "b", "c": null }), json!({ "a": "b" })),
            (json!({}), json!({ "a": { "bb": { "ccc": null } } }), json!({ "a": { "bb": {} } })),
        ] {
            let mut target = target;
            merge(&mut target, &patch);
            assert_eq!(target, merged);
        }
    }
}
