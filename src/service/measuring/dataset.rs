//! From labels to a data set: which decisions to learn from, and what their indicators showed then.
//!
//! Only what was stored with a decision is read. Nothing is observed again, because later knowledge must not leak in.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use ids::{ApplicantId, DecisionId, RingId};
use learning::label::Label;
use learning::training::partition::{Placed, measured_on};
use learning::training::weights::{provenance, weigh};
use tokio::time::Instant;

use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::service::{Internal, submission};
use crate::store::Tx;
use crate::store::decisions::created_at;
use crate::store::training_jobs::SnapshotRow;
use crate::store::training_labels::{self, RingLabel, SealedInputs};

/// How many decisions are opened at a time. Few, because requests wait meanwhile on machines with few cores.
const BATCH: usize = 25;

/// A labelled decision to learn from or to measure on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelledDecision {
    pub decision: DecisionId,
    pub applicant: ApplicantId,
    pub at: DateTime<Utc>,
    /// The applicant's ring, or the applicant if there is none.
    pub group: u64,
    pub fake: bool,
    pub weight: f64,
    /// Whether it is set aside for measuring.
    pub measured: bool,
}

impl LabelledDecision {
    /// The row of a job's snapshot.
    pub(in crate::service) fn to_snapshot(&self) -> SnapshotRow {
        SnapshotRow {
            decision_id: self.decision,
            applicant_id: self.applicant,
            fake: self.fake,
            weight: self.weight,
            group_number: self.group.cast_signed(),
            measured: self.measured,
        }
    }

    /// Reads the row of a job's snapshot.
    pub(in crate::service) fn from_snapshot(row: SnapshotRow) -> Option<Self> {
        Some(Self {
            decision: row.decision_id,
            applicant: row.applicant_id,
            at: created_at(row.decision_id)?,
            group: row.group_number.cast_unsigned(),
            fake: row.fake,
            weight: row.weight,
            measured: row.measured,
        })
    }
}

impl Placed for LabelledDecision {
    fn group(&self) -> u64 {
        self.group
    }

    fn at(&self) -> DateTime<Utc> {
        self.at
    }
}

/// A tenant's labelled decisions.
#[derive(Clone, Debug, Default)]
pub struct Collected {
    /// One for each applicant with usable labels, the earliest first.
    pub rows: Vec<LabelledDecision>,
    /// The labels by provenance.
    pub labels: BTreeMap<String, u32>,
    /// How many applicants have no usable labels: they cancel out, are unsure or name no decision.
    pub without: usize,
}

/// Collects a tenant's labels and sets the latest groups aside for measuring. The same labels always give the same
/// rows: age is counted from the newest label.
pub async fn collect(tx: &mut Tx, held_out: f64, most: usize) -> Result<Collected, Internal> {
    let labels = training_labels::all(tx).await?;
    let newest = labels.iter().map(|one| one.label.learned_at).max().unwrap_or_default();
    let counts = provenance(labels.iter().map(|one| &one.label));
    let mut collected = Collected { labels: counts, ..Collected::default() };
    for of_one in labels.chunk_by(|one, other| one.label.applicant_id == other.label.applicant_id) {
        match row(of_one, newest) {
            Some(row) => collected.rows.push(row),
            None => collected.without += 1,
        }
    }
    collected.rows.sort_by_key(|row| (row.at, row.decision));
    let too_many = collected.rows.len().saturating_sub(most);
    collected.rows.drain(..too_many);
    let measured = measured_on(&collected.rows, held_out);
    for (row, measured) in collected.rows.iter_mut().zip(measured) {
        row.measured = measured;
    }
    Ok(collected)
}

fn row(labels: &[RingLabel], newest: DateTime<Utc>) -> Option<LabelledDecision> {
    let first = labels.first()?;
    let own: Vec<Label> = labels.iter().map(|one| one.label.clone()).collect();
    let weighed = weigh(&own, newest)?;
    Some(LabelledDecision {
        decision: weighed.decision,
        applicant: first.label.applicant_id,
        at: created_at(weighed.decision)?,
        group: group(first.ring, first.label.applicant_id),
        fake: weighed.fake,
        weight: weighed.weight,
        measured: false,
    })
}

/// The ring, or the applicant if there is none, as a number: the random half of its UUID.
fn group(ring: Option<RingId>, applicant: ApplicantId) -> u64 {
    ring.map_or(applicant.0, |ring| ring.0).as_u64_pair().1
}

/// One value for each scored indicator, as observed when the decision was made. An indicator that is newer than the
/// decision is unknown.
pub fn values_of(
    app: &App,
    tenant: &TenantId,
    sealed: &SealedInputs,
) -> Result<Vec<Option<f64>>, Internal> {
    let key = submission::data_key(app, tenant, sealed.applicant_id, &sealed.data_key)?;
    Ok(submission::sealed_inputs(&key, &sealed.inputs, sealed.decision_id)?.build_inputs())
}

/// The values of these decisions, by decision. Erased applicants are left out.
pub(in crate::service) async fn observations(
    app: &App,
    tenant: &TenantId,
    rows: &[LabelledDecision],
) -> Result<BTreeMap<DecisionId, Vec<Option<f64>>>, Internal> {
    let mut values = BTreeMap::new();
    for batch in rows.chunks(BATCH) {
        let began = Instant::now();
        let ids: Vec<DecisionId> = batch.iter().map(|row| row.decision).collect();
        // One transaction for each batch, because a long one would hold back vacuuming.
        let mut tx = app.begin(tenant).await?;
        for sealed in training_labels::inputs(&mut tx, &ids).await? {
            values.insert(sealed.decision_id, values_of(app, tenant, &sealed)?);
        }
        tx.rollback().await?;
        // Opening runs at full priority, so it may use at most half the time.
        tokio::time::sleep(began.elapsed()).await;
    }
    Ok(values)
}
