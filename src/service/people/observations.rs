//! Observations: what named people noticed about an applicant. Later decisions show them.

use chrono::{DateTime, SubsecRound, Utc};
use evidence::indicators::{self, NotesRejected, ReportRejected};
use evidence::observation::Observation;
use evidence::profile::observations::{ClaimantCheck, ObserverRole};
use evidence::profile::read::{Fault, counted};
use ids::actor::Actor;
use ids::{ApplicantId, ObservationId};
use serde::{Deserialize, Serialize};

use super::applicants;
use crate::app::App;
use crate::domain::audit::AuditAction;
use crate::domain::tenant::TenantId;
use crate::keys::DataKey;
use crate::service::scoring::history::Applicant;
use crate::service::scoring::submission;
use crate::service::{FindError, Internal, Page};
use crate::store::audit::Entry;
use crate::store::people::applicants::StoredApplicant;
use crate::store::people::observations::StoredObservation;
use crate::store::{self, Tx};

/// How long an observer's name may be, in characters.
pub const MAX_OBSERVER: usize = 200;
/// How long a note may be, in characters.
pub const MAX_NOTE: usize = 2_000;

#[derive(Clone)]
pub struct NewObservation {
    /// An indicator that accepts observations.
    pub indicator: String,
    /// The observer's name.
    pub observer: String,
    pub note: String,
    pub role: Option<ObserverRole>,
    /// The words in question.
    pub quote: Option<String>,
    /// How it was checked that the observer owns the identity.
    pub verified_by: Option<ClaimantCheck>,
    pub observed_at: Option<DateTime<Utc>>,
}

/// Keeps people's names and words out of logs.
impl std::fmt::Debug for NewObservation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewObservation({})", self.indicator)
    }
}

/// Why an observation was not recorded.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// A field is missing or bad, or the indicator takes no observations.
    #[error("the observation has {}", counted(.0.len()))]
    Faults(Vec<Fault>),
    /// There is no such applicant, or nothing of them can be read.
    #[error(transparent)]
    Find(#[from] FindError),
}

/// The sealed part of an observation.
#[derive(Serialize, Deserialize)]
struct Words {
    observer: String,
    note: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    role: Option<ObserverRole>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quote: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    verified_by: Option<ClaimantCheck>,
}

impl Words {
    fn new(noted: &Observation) -> Self {
        Self {
            observer: noted.observer.clone(),
            note: noted.note.clone(),
            role: noted.role,
            quote: noted.quote.clone(),
            verified_by: noted.verified_by,
        }
    }
}

/// Records what a named person observed. Later decisions on the applicant show it; earlier ones stay as they are.
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
        role: new.role,
        quote: new.quote.map(|quote| quote.trim().to_owned()).filter(|quote| !quote.is_empty()),
        verified_by: new.verified_by,
        observed_at: new.observed_at.map(|at| at.trunc_subsecs(3)),
        created_at: now,
    };
    let words = Words::new(&noted);
    let row = StoredObservation {
        id: noted.id,
        indicator: noted.indicator.clone(),
        observed_at: noted.observed_at,
        created_at: now,
        sealed: submission::seal(&key, &words, &purpose(noted.id)),
    };
    store::people::observations::insert(&mut tx, applicant, &row).await?;
    let subject = applicant.to_string();
    let indicator = noted.indicator.clone();
    let action = AuditAction::ObserveApplicant { observation: noted.id, indicator };
    let entry = Entry { actor, action, subject, at: now };
    store::audit::append(&mut tx, entry).await?;
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
    let known = applicants::find_readable(&mut tx, applicant).await?;
    let key = submission::data_key(app, tenant, applicant, &known.data_key)?;
    let rows =
        store::people::observations::of_applicant(&mut tx, applicant, before, i64::from(limit) + 1)
            .await?;
    Ok(Page::new(rows, limit).try_map(|row| open(&key, &row))?)
}

/// The latest observations of an applicant, the oldest first, for a decision.
pub(in crate::service) async fn latest(
    tx: &mut Tx,
    applicant: Applicant<'_>,
) -> Result<Vec<Observation>, Internal> {
    let limit = i64::try_from(Observation::MAX).unwrap_or(i64::MAX);
    let rows = store::people::observations::of_applicant(tx, applicant.id, None, limit).await?;
    open_latest(applicant, &rows)
}

/// Opens observations, given the latest first.
pub(in crate::service) fn open_latest(
    applicant: Applicant<'_>,
    rows: &[StoredObservation],
) -> Result<Vec<Observation>, Internal> {
    rows.iter().rev().map(|row| open(applicant.key, row)).collect()
}

/// Copies the observations of one applicant to another, sealed with the other's key.
pub(in crate::service) async fn hand_over(
    app: &App,
    tx: &mut Tx,
    from: &StoredApplicant,
    into: &StoredApplicant,
) -> Result<(), Internal> {
    let theirs = submission::data_key(app, &tx.tenant, from.id, &from.data_key)?;
    let ours = submission::data_key(app, &tx.tenant, into.id, &into.data_key)?;
    for noted in latest(tx, Applicant { id: from.id, key: &theirs }).await? {
        // The new id carries the original time, so that the order stays.
        let id = ObservationId::new(noted.created_at);
        let words = Words::new(&noted);
        let row = StoredObservation {
            id,
            indicator: noted.indicator,
            observed_at: noted.observed_at,
            created_at: noted.created_at,
            sealed: submission::seal(&ours, &words, &purpose(id)),
        };
        store::people::observations::insert(tx, into.id, &row).await?;
    }
    Ok(())
}

fn open(key: &DataKey, row: &StoredObservation) -> Result<Observation, Internal> {
    let words: Words = submission::open(key, &row.sealed, &purpose(row.id))?;
    let Words { observer, note, role, quote, verified_by } = words;
    Ok(Observation {
        id: row.id,
        indicator: row.indicator.clone(),
        observer,
        note,
        role,
        quote,
        verified_by,
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
    match indicators::accepts_notes(&new.indicator) {
        Ok(()) => {}
        Err(error @ NotesRejected::Unknown) => {
            fault("indicator", "unknown_indicator", error.to_string());
        }
        Err(error) => fault("indicator", "not_human_evidence", error.to_string()),
    }
    match indicators::check_observation(&new.indicator, new.role, new.quote.as_deref()) {
        Ok(()) => {}
        Err(error @ ReportRejected::Quote) => fault("quote", "required", error.to_string()),
        Err(error) => fault("role", "wrong_role", error.to_string()),
    }
    let texts = [("observer", &new.observer, MAX_OBSERVER), ("note", &new.note, MAX_NOTE)];
    let quote = new.quote.as_ref().map(|quote| ("quote", quote, MAX_NOTE));
    for (field, text, most) in texts.into_iter().chain(quote) {
        let banned = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
        if text.trim().is_empty() && field != "quote" {
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
