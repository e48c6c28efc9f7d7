//! What named people observed of an applicant: recorded, listed, shown in later decisions.

use chrono::{DateTime, SubsecRound, Utc};
use evidence::indicators::{self, NotNoted};
use evidence::observation::Observation;
use evidence::profile::read::{Fault, counted};
use ids::actor::Actor;
use ids::{ApplicantId, ObservationId};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::history::Applicant;
use super::{FindError, Internal, Page, applicants, submission};
use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::keys::DataKey;
use crate::store::applicants::StoredApplicant;
use crate::store::audit::Entry;
use crate::store::observations::StoredObservation;
use crate::store::{self, Tx};

/// How long an observer's name may be, in characters.
pub const MOST_OBSERVER: usize = 200;
/// How long a note may be, in characters.
pub const MOST_NOTE: usize = 2_000;

/// An observation to be recorded.
#[derive(Clone)]
pub struct NewObservation {
    /// The indicator that it speaks to: one whose policy is `human_evidence_only`.
    pub indicator: String,
    /// Who observed it, by name.
    pub observer: String,
    /// In their words.
    pub note: String,
    /// When it was seen.
    pub observed_at: Option<DateTime<Utc>>,
}

/// Names and words of people stay out of logs.
impl std::fmt::Debug for NewObservation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewObservation({})", self.indicator)
    }
}

/// Why an observation was not recorded.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// It lacks something, or speaks to an indicator that takes no notes.
    #[error("the observation has {}", counted(.0.len()))]
    Faults(Vec<Fault>),
    /// There is no such applicant, or nothing of them can be read.
    #[error(transparent)]
    Find(#[from] FindError),
}

/// What is sealed.
#[derive(Serialize, Deserialize)]
struct Words {
    observer: String,
    note: String,
}

/// Records what a named person observed. Later decisions on the applicant show it; those that were made stay
/// as they are.
pub async fn record(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    applicant: ApplicantId,
    new: NewObservation,
) -> Result<Observation, RecordError> {
    let now = app.clock.now().trunc_subsecs(3);
    let faults = faults(&new, now);
    if !faults.is_empty() {
        return Err(RecordError::Faults(faults));
    }
    let mut tx = app.begin(tenant).await?;
    let row = applicants::lock(&mut tx, applicant).await?;
    if row.is_erased() {
        return Err(FindError::Erased.into());
    }
    let key = submission::data_key(app, tenant, applicant, &row.data_key)?;
    let noted = Observation {
        id: ObservationId::new(now),
        indicator: new.indicator,
        observer: new.observer.trim().to_owned(),
        note: new.note.trim().to_owned(),
        observed_at: new.observed_at.map(|at| at.trunc_subsecs(3)),
        created_at: now,
    };
    let words = Words { observer: noted.observer.clone(), note: noted.note.clone() };
    let row = StoredObservation {
        id: noted.id,
        indicator: noted.indicator.clone(),
        observed_at: noted.observed_at,
        created_at: now,
        sealed: submission::seal(&key, &words, &purpose(noted.id)),
    };
    store::observations::insert(&mut tx, applicant, &row).await?;
    let subject = applicant.to_string();
    let details = json!({ "observation": noted.id, "indicator": noted.indicator });
    let entry = Entry { actor, action: "applicant.observe", subject: &subject, details, at: now };
    store::audit::append(&mut tx, &entry).await?;
    tx.commit().await?;
    Ok(noted)
}

/// A page of an applicant's observations, the latest first.
pub async fn list(
    app: &App,
    tenant: &TenantId,
    applicant: ApplicantId,
    before: Option<ObservationId>,
    limit: u16,
) -> Result<Page<Observation>, FindError> {
    let mut tx = app.begin(tenant).await?;
    let known = applicants::known(&mut tx, applicant).await?;
    let key = submission::data_key(app, tenant, applicant, &known.data_key)?;
    let rows =
        store::observations::of_applicant(&mut tx, applicant, before, i64::from(limit) + 1).await?;
    Ok(Page::new(rows, limit).try_map(|row| open(&key, &row))?)
}

/// The latest observations of an applicant, the oldest first, for a decision.
pub(super) async fn latest(
    tx: &mut Tx,
    applicant: Applicant<'_>,
) -> Result<Vec<Observation>, Internal> {
    let limit = i64::try_from(Observation::MAX).unwrap_or(i64::MAX);
    let rows = store::observations::of_applicant(tx, applicant.id, None, limit).await?;
    rows.iter().rev().map(|row| open(applicant.key, row)).collect()
}

/// Seals the observations of one applicant anew for another one, who has them too then.
pub(super) async fn hand_over(
    app: &App,
    tx: &mut Tx,
    from: &StoredApplicant,
    into: &StoredApplicant,
) -> Result<(), Internal> {
    let theirs = submission::data_key(app, &tx.tenant, from.id, &from.data_key)?;
    let ours = submission::data_key(app, &tx.tenant, into.id, &into.data_key)?;
    for noted in latest(tx, Applicant { id: from.id, key: &theirs }).await? {
        // An id carries when it was recorded, so that the order stays.
        let id = ObservationId::new(noted.created_at);
        let words = Words { observer: noted.observer, note: noted.note };
        let row = StoredObservation {
            id,
            indicator: noted.indicator,
            observed_at: noted.observed_at,
            created_at: noted.created_at,
            sealed: submission::seal(&ours, &words, &purpose(id)),
        };
        store::observations::insert(tx, into.id, &row).await?;
    }
    Ok(())
}

fn open(key: &DataKey, row: &StoredObservation) -> Result<Observation, Internal> {
    let Words { observer, note } = submission::open(key, &row.sealed, &purpose(row.id))?;
    Ok(Observation {
        id: row.id,
        indicator: row.indicator.clone(),
        observer,
        note,
        observed_at: row.observed_at,
        created_at: row.created_at,
    })
}

/// What a sealed observation is bound to.
fn purpose(id: ObservationId) -> String {
    format!("observation/{id}")
}

fn faults(new: &NewObservation, now: DateTime<Utc>) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fault = |field: &str, code: &'static str, detail: String| {
        faults.push(Fault { pointer: format!("/{field}"), code, detail });
    };
    match indicators::takes_notes(&new.indicator) {
        Ok(()) => {}
        Err(error @ NotNoted::Unknown) => {
            fault("indicator", "unknown_indicator", error.to_string());
        }
        Err(error) => fault("indicator", "not_human_evidence", error.to_string()),
    }
    for (field, text, most) in
        [("observer", &new.observer, MOST_OBSERVER), ("note", &new.note, MOST_NOTE)]
    {
        let banned = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
        if text.trim().is_empty() {
            fault(field, "required", "is required: a named person stands behind it".to_owned());
        } else if text.chars().count() > most {
            fault(field, "too_long", format!("is longer than {most} characters"));
        } else if text.contains(banned) {
            let detail = "contains a control character; remove it".to_owned();
            fault(field, "control_character", detail);
        }
    }
    if new.observed_at.is_some_and(|at| at > now) {
        fault("observed_at", "in_the_future", "lies in the future".to_owned());
    }
    faults
}

impl From<Internal> for RecordError {
    fn from(error: Internal) -> Self {
        Self::Find(error.into())
    }
}
