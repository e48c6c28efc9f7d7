//! Appeals: contested by the platform or the applicant, looked at by somebody else, decided once.

use ids::actor::Actor;
use ids::{AppealId, ApplicantId, DecisionId, LabelId};
use learning::label::{Chosen, EvidenceKind, Label, LabelSource, Verdict};
use serde_json::{Value, json};
use sqlx::PgConnection;

use super::opening::{Why, find_subject, latest, place, routed};
use super::verdicts::keep_label;
use super::{Happened, ReviewError, Reviewer, Subject, held, now, record, tell};
use crate::app::App;
use crate::domain::appeal::{Appeal, Decided, OpenedBy, Outcome};
use crate::domain::event::EventKind;
use crate::domain::review::Review;
use crate::domain::tenant::TenantId;
use crate::keys::DataKey;
use crate::service::decisions::{DecideError, decide_within};
use crate::service::{Internal, Page, events, submission};
use crate::store;
use crate::store::appeals::StoredAppeal;
use crate::store::golden::Judged;
use crate::store::locks::{Lock, wait};
use crate::store::review_lists::Viewer;
use crate::store::reviews::StoredReview;

/// What is contested.
#[derive(Clone, Debug)]
pub enum Contested {
    /// A decision.
    Decision(DecisionId),
    /// The latest decision on an applicant.
    Latest(Subject),
}

/// An appeal that comes in.
#[derive(Clone, Debug)]
pub struct NewAppeal {
    /// What is contested.
    pub contested: Contested,
    /// In the applicant's words.
    pub statement: String,
    /// What they say is wrong, in words.
    pub corrections: Option<String>,
}

/// An appeal with what was written.
#[derive(Clone, Debug)]
pub struct AppealView {
    /// The appeal.
    pub appeal: Appeal,
    /// In the applicant's words.
    pub statement: String,
    /// What they say is wrong.
    pub corrections: Option<String>,
    /// What whoever decided wrote.
    pub outcome_note: Option<String>,
}

/// Opens an appeal for an applicant. A different person than whoever decided before gets it.
pub async fn open_appeal(
    app: &App,
    who: &Reviewer,
    new: &NewAppeal,
) -> Result<AppealView, ReviewError> {
    let mut tx = store::begin(&app.db, &who.tenant).await?;
    let view = open_within(app, &who.tenant, &mut tx, (OpenedBy::Platform, &who.actor), new).await;
    let view = view?;
    tx.commit().await?;
    Ok(view)
}

/// Opens an appeal within a transaction.
pub(super) async fn open_within(
    app: &App,
    tenant: &TenantId,
    connection: &mut PgConnection,
    (opened_by, actor): (OpenedBy, &Actor),
    new: &NewAppeal,
) -> Result<AppealView, ReviewError> {
    let (applicant, contested) = contested(app, tenant, connection, &new.contested).await?;
    let key = only_one(app, tenant, connection, applicant).await?;
    let standing = store::verdicts::standing(connection, applicant).await?;
    let decision = latest(app, tenant, connection, applicant).await?;
    let id = AppealId::new(now(app));
    let why = Why::because(Chosen::Appeal);
    let review = Review {
        appeal_id: Some(id),
        barred: store::golden::judges(connection, applicant, Judged::Real).await?,
        ..routed(app, tenant, connection, &decision, why).await?
    };
    let review = place(app, tenant, connection, actor, review).await?;
    let appeal = Appeal {
        id,
        applicant_id: applicant,
        decision_id: contested.unwrap_or(decision.id),
        contested: standing.map(|verdict| verdict.id),
        review_id: review.review.id,
        opened_by,
        actor: actor.clone(),
        rescored_decision_id: None,
        opened_at: now(app),
        decided: None,
    };
    let seal = |text: &str, part: &str| key.seal(text.as_bytes(), &purpose(id, part));
    let statement = seal(&new.statement, "statement");
    let corrections = new.corrections.as_deref().map(|text| seal(text, "corrections"));
    store::appeals::insert(connection, tenant, &appeal, &statement, corrections.as_deref()).await?;
    let details = json!({ "appeal_id": id, "opened_by": opened_by });
    let note = Some(new.statement.as_str());
    let happened = Happened { details, note, ..Happened::new("appeal_opened", actor) };
    record(app, tenant, connection, &review, happened).await?;
    events::emit(app, tenant, connection, EventKind::AppealOpened, told(&appeal)).await?;
    let (statement, corrections) = (new.statement.clone(), new.corrections.clone());
    Ok(AppealView { appeal, statement, corrections, outcome_note: None })
}

fn told(appeal: &Appeal) -> Value {
    json!({
        "appeal_id": appeal.id, "applicant_id": appeal.applicant_id, "decision_id": appeal.decision_id,
        "review_id": appeal.review_id, "opened_by": appeal.opened_by,
        "outcome": appeal.decided.as_ref().map(|decided| decided.outcome),
        "rescored_decision_id": appeal.rescored_decision_id,
    })
}

async fn contested(
    app: &App,
    tenant: &TenantId,
    connection: &mut PgConnection,
    contested: &Contested,
) -> Result<(ApplicantId, Option<DecisionId>), ReviewError> {
    match contested {
        Contested::Decision(id) => {
            let row = store::decisions::find(connection, *id).await?;
            let row = submission::readable(row)?;
            Ok((row.applicant_id, Some(row.id)))
        }
        Contested::Latest(subject) => {
            Ok((find_subject(app, tenant, connection, subject).await?, None))
        }
    }
}

/// One appeal of an applicant at a time, whoever else sends one in at this moment.
async fn only_one(
    app: &App,
    tenant: &TenantId,
    connection: &mut PgConnection,
    applicant: ApplicantId,
) -> Result<DataKey, ReviewError> {
    lock(tenant, connection, applicant).await?;
    if let Some(running) = store::appeals::running(connection, applicant).await? {
        return Err(ReviewError::AppealRunning(running));
    }
    let row = store::applicants::find(connection, applicant).await?;
    let row = row.ok_or(ReviewError::NotFound)?;
    if row.is_erased() {
        return Err(ReviewError::Erased);
    }
    Ok(submission::data_key(app, tenant, applicant, &row.data_key)?)
}

async fn lock(
    tenant: &TenantId,
    connection: &mut PgConnection,
    applicant: ApplicantId,
) -> Result<(), ReviewError> {
    let row = store::applicants::find(connection, applicant).await?;
    let row = row.ok_or(ReviewError::NotFound)?;
    let digest = <[u8; 32]>::try_from(row.external_digest.as_slice())
        .map_err(|_| Internal::Corrupt(format!("the name of {applicant}")))?;
    wait(connection, tenant, Lock::Applicant(&digest)).await?;
    Ok(())
}

/// One appeal.
pub async fn appeal(app: &App, who: &Reviewer, id: AppealId) -> Result<AppealView, ReviewError> {
    let mut tx = store::begin(&app.db, &who.tenant).await?;
    view(app, &who.tenant, known(&mut tx, id, who.viewer()).await?)
}

/// A page of appeals, the latest first.
pub async fn appeals(
    app: &App,
    who: &Reviewer,
    before: Option<AppealId>,
    limit: u16,
) -> Result<Page<AppealView>, ReviewError> {
    let mut tx = store::begin(&app.db, &who.tenant).await?;
    let most = i64::from(limit) + 1;
    let mut rows = store::appeals::list(&mut tx, None, before, who.viewer(), most).await?;
    let more = rows.len() > usize::from(limit);
    rows.truncate(usize::from(limit));
    let items = rows.into_iter().map(|row| view(app, &who.tenant, row));
    Ok(Page { items: items.collect::<Result<_, _>>()?, more })
}

async fn known(
    connection: &mut PgConnection,
    id: AppealId,
    viewer: Viewer<'_>,
) -> Result<StoredAppeal, ReviewError> {
    let found = store::appeals::find(connection, id, viewer).await?.ok_or(ReviewError::NotFound)?;
    if found.data_key.is_empty() { Err(ReviewError::Erased) } else { Ok(found) }
}

/// Corrects facts with a merge patch (RFC 7396) on the latest profile: a new version is scored, and the appeal's
/// reviewer sees it.
pub async fn correct(
    app: &App,
    who: &Reviewer,
    id: AppealId,
    patch: &Value,
) -> Result<AppealView, ReviewError> {
    let tenant = &who.tenant;
    let mut tx = store::begin(&app.db, tenant).await?;
    let stored = known(&mut tx, id, who.viewer()).await?;
    lock(tenant, &mut tx, stored.appeal.applicant_id).await?;
    let mut stored = known(&mut tx, id, who.viewer()).await?;
    if stored.appeal.decided.is_some() {
        return Err(ReviewError::AppealDecided);
    }
    let document = corrected(app, tenant, &mut tx, &stored, patch).await?;
    let decision = decide_within(app, tenant, &mut tx, document.to_string().as_bytes()).await;
    let decision = decision.map_err(|error| match error {
        DecideError::Profile(error) => ReviewError::Correction(error),
        DecideError::Erased => ReviewError::Erased,
        DecideError::Internal(error) => error.into(),
        DecideError::KeyReused | DecideError::KeyRunning => ReviewError::NotFound,
    })?;
    store::appeals::rescored(&mut tx, id, decision.id).await?;
    stored.appeal.rescored_decision_id = Some(decision.id);
    let review = held(&mut tx, stored.appeal.review_id).await?;
    let assessment = &decision.assessment;
    let (band, score, probability) = (assessment.band, assessment.score, assessment.probability);
    store::reviews::join(&mut tx, review.review.id, decision.id, band, score, probability).await?;
    let details = json!({ "appeal_id": id, "decision_id": decision.id });
    let happened = Happened { details, ..Happened::new("facts_corrected", &who.actor) };
    record(app, tenant, &mut tx, &review, happened).await?;
    let view = view(app, tenant, stored)?;
    tx.commit().await?;
    Ok(view)
}

/// The latest document with the patch laid over it.
async fn corrected(
    app: &App,
    tenant: &TenantId,
    connection: &mut PgConnection,
    stored: &StoredAppeal,
    patch: &Value,
) -> Result<Value, ReviewError> {
    let applicant = stored.appeal.applicant_id;
    let key = submission::data_key(app, tenant, applicant, &stored.data_key)?;
    let version = store::profile_versions::next_version(connection, applicant).await? - 1;
    let purpose = submission::document_purpose(applicant, version);
    let sealed = store::profile_versions::document(connection, applicant, version).await?;
    let sealed = sealed.ok_or_else(|| Internal::Corrupt(format!("{purpose} is missing")))?;
    let mut document: Value = submission::open(&key, &sealed, &purpose)?;
    let name = document["external_id"].clone();
    merge(&mut document, patch);
    if document["external_id"] != name {
        return Err(ReviewError::CorrectsName);
    }
    Ok(document)
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

/// Decides an appeal: by whoever has its review. The outcome becomes a label and is sent.
pub async fn decide_appeal(
    app: &App,
    who: &Reviewer,
    id: AppealId,
    outcome: Outcome,
    evidence: EvidenceKind,
    note: &str,
) -> Result<AppealView, ReviewError> {
    let tenant = &who.tenant;
    let now = now(app);
    let mut tx = store::begin(&app.db, tenant).await?;
    let review_id = known(&mut tx, id, who.viewer()).await?.appeal.review_id;
    let mut review = held(&mut tx, review_id).await?;
    // Read again: somebody may have decided it while this waited.
    let mut stored = known(&mut tx, id, who.viewer()).await?;
    if let Some(decided) = &stored.appeal.decided {
        let same = decided.by == who.actor && decided.outcome == outcome;
        return if same { view(app, tenant, stored) } else { Err(ReviewError::AppealDecided) };
    }
    review.review.conclude(&who.actor, now)?;
    store::reviews::set_stage(&mut tx, &review.review).await?;
    let decided = Decided { outcome, by: who.actor.clone(), at: now };
    let key = submission::data_key(app, tenant, stored.appeal.applicant_id, &stored.data_key)?;
    let sealed = key.seal(note.as_bytes(), &purpose(id, "note"));
    store::appeals::decide(&mut tx, id, &decided, &sealed).await?;
    stored.appeal.decided = Some(decided);
    stored.outcome_note = Some(sealed);
    let details = json!({ "appeal_id": id, "outcome": outcome });
    let happened =
        Happened { details, note: Some(note), ..Happened::new("appeal_decided", &who.actor) };
    record(app, tenant, &mut tx, &review, happened).await?;
    learn(app, who, &mut tx, &stored.appeal, &review, (outcome, evidence)).await?;
    events::emit(app, tenant, &mut tx, EventKind::AppealDecided, told(&stored.appeal)).await?;
    let more = json!({ "appeal_id": id, "outcome": outcome });
    tell(app, tenant, &mut tx, EventKind::ReviewClosed, &review.review, more).await?;
    let view = view(app, tenant, stored)?;
    tx.commit().await?;
    Ok(view)
}

/// What is learned from an outcome.
async fn learn(
    app: &App,
    who: &Reviewer,
    connection: &mut PgConnection,
    appeal: &Appeal,
    review: &StoredReview,
    (outcome, evidence): (Outcome, EvidenceKind),
) -> Result<(), Internal> {
    let applicant = appeal.applicant_id;
    let contested = match appeal.contested {
        Some(id) => store::verdicts::found(connection, id).await?,
        None => None,
    };
    // One person's word that nobody approved is no finding that could be upheld.
    let labelled = store::labels::of_applicant(connection, applicant).await?;
    let is_final = |verdict: &Verdict| labelled.iter().any(|label| label.verdict == *verdict);
    let contested = contested.as_deref().and_then(Verdict::of).filter(is_final);
    let now = now(app);
    let label = Label {
        id: LabelId::new(now),
        applicant_id: applicant,
        decision_id: Some(review.review.decision_id),
        verdict: outcome.teaches(contested),
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
    Ok(keep_label(app, &who.tenant, connection, &label).await?)
}

/// What a text of an appeal is bound to.
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
