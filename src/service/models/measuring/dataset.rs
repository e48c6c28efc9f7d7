//! Turns labels into training examples with the findings that were stored with each decision.
//!
//! Profiles are not observed again, because that would include information from after the decision.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use ids::{ApplicantId, DecisionId, RingId};
use learning::data::TrainingExample;
use learning::label::Label;
use learning::training::partition;
use learning::training::weights::{provenance, weigh};
use scoring::model::Stop;

use super::AuditGroups;
use crate::app::App;
use crate::compute::Class;
use crate::domain::tenant::TenantId;
use crate::service::Internal;
use crate::service::scoring::submission;
use crate::store::Tx;
use crate::store::models::training_jobs::SnapshotRow;
use crate::store::models::training_labels::{self, RingLabel, SealedInputs};
use crate::store::scoring::decisions::created_at;

/// The number of decisions opened at a time. Small, because other tenants' work on the same thread waits for it.
const BATCH: usize = 100;

/// A tenant's usable labels.
#[derive(Clone, Debug, Default)]
pub(in crate::service) struct Collected {
    /// One decision per applicant with usable labels, earliest first.
    pub(in crate::service) rows: Vec<SnapshotRow>,
    /// The number of labels by provenance.
    pub(in crate::service) labels: BTreeMap<String, u32>,
    /// The number of applicants with unusable labels, which cancel out, are `unsure` or have no decision.
    pub(in crate::service) without: usize,
}

/// Collects a tenant's labels and holds out the groups that begin last. A label's age is relative to the newest label,
/// so the result does not depend on the time of the call.
pub(in crate::service) async fn collect(
    tx: &mut Tx,
    held_out: f64,
    max: usize,
) -> Result<Collected, Internal> {
    let labels = training_labels::all(tx).await?;
    let newest = labels.iter().map(|ringed| ringed.label.learned_at).max().unwrap_or_default();
    let counts = provenance(labels.iter().map(|ringed| &ringed.label));
    let mut collected = Collected { labels: counts, ..Collected::default() };
    for own in labels.chunk_by(|a, b| a.label.applicant_id == b.label.applicant_id) {
        match row(own, newest) {
            Some(row) => collected.rows.push(row),
            None => collected.without += 1,
        }
    }
    collected.rows.sort_by_key(|row| (decided_at(row), row.decision_id));
    let too_many = collected.rows.len().saturating_sub(max);
    collected.rows.drain(..too_many);
    let groups: Vec<(u64, DateTime<Utc>)> = (collected.rows.iter())
        .map(|row| (row.group_number.cast_unsigned(), decided_at(row)))
        .collect();
    let held_out = partition::held_out(&groups, held_out);
    for (row, held_out) in collected.rows.iter_mut().zip(held_out) {
        row.measured = held_out;
    }
    Ok(collected)
}

fn row(labels: &[RingLabel], newest: DateTime<Utc>) -> Option<SnapshotRow> {
    let first = labels.first()?;
    let own: Vec<Label> = labels.iter().map(|ringed| ringed.label.clone()).collect();
    let combined = weigh(&own, newest)?;
    created_at(combined.decision)?;
    Some(SnapshotRow {
        decision_id: combined.decision,
        applicant_id: first.label.applicant_id,
        fake: combined.fake,
        weight: combined.weight,
        group_number: group(first.ring, first.label.applicant_id).cast_signed(),
        measured: false,
    })
}

/// A number for the ring, or for an applicant without one: the random half of the UUID.
fn group(ring: Option<RingId>, applicant: ApplicantId) -> u64 {
    ring.map_or(applicant.0, |ring| ring.0).as_u64_pair().1
}

fn decided_at(row: &SnapshotRow) -> DateTime<Utc> {
    created_at(row.decision_id).unwrap_or_default()
}

fn open(app: &App, tenant: &TenantId, sealed: &SealedInputs) -> Result<Vec<Option<f64>>, Internal> {
    let key = submission::data_key(app, tenant, sealed.applicant_id, &sealed.data_key)?;
    Ok(submission::sealed_inputs(&key, &sealed.inputs, sealed.decision_id)?.build_inputs())
}

/// The examples of the rows, in the same order. Applicants erased in the meantime are left out.
pub(in crate::service) async fn examples<'a>(
    app: &App,
    tenant: &TenantId,
    rows: impl IntoIterator<Item = &'a SnapshotRow>,
    groups: &AuditGroups,
) -> Result<Vec<TrainingExample>, Internal> {
    let rows: Vec<&SnapshotRow> = rows.into_iter().collect();
    let mut inputs = HashMap::with_capacity(rows.len());
    for batch in rows.chunks(BATCH) {
        let ids: Vec<DecisionId> = batch.iter().map(|row| row.decision_id).collect();
        // A transaction per batch, because a long transaction would delay vacuuming.
        let mut tx = app.begin(tenant).await?;
        let sealed = training_labels::inputs(&mut tx, &ids).await?;
        tx.rollback().await?;
        let (opener, owner) = (app.clone(), tenant.clone());
        let open_all = move |_: &Stop| {
            let open = |row: &SealedInputs| Ok((row.decision_id, open(&opener, &owner, row)?));
            sealed.iter().map(open).collect::<Result<Vec<_>, Internal>>()
        };
        inputs.extend(app.run(Class::Bulk, tenant, open_all).await??);
    }
    let example = |row: &SnapshotRow| {
        Some(TrainingExample {
            decision: Some(row.decision_id),
            submitted_at: decided_at(row),
            group: row.group_number.cast_unsigned(),
            inputs: inputs.remove(&row.decision_id)?,
            fake: row.fake,
            weight: row.weight,
            audit_group: groups.get(&row.applicant_id).cloned(),
        })
    };
    Ok(rows.into_iter().filter_map(example).collect())
}
