//! From labels to a data set: which decisions are learned with, and what their indicators said then.
//!
//! Only what was stored with a decision is read, never observed anew: what came to be known later must not enter.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use evidence::finding::{Finding, State};
use evidence::indicators;
use ids::{ApplicantId, DecisionId, RingId};
use learning::label::Label;
use learning::training::partition::{Placed, measured_on};
use learning::training::weights::{provenance, weigh};
use serde::Deserialize;
use tokio::time::Instant;

use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::service::{Internal, submission};
use crate::store::Tx;
use crate::store::decisions::created_at;
use crate::store::training_labels::{self, RingLabel, SealedInputs};

/// How many decisions are opened at a time: few, since requests wait for them where there are few cores.
const BATCH: usize = 25;

/// A decision that is learned with, or measured on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelledDecision {
    /// Which.
    pub decision: DecisionId,
    /// About whom.
    pub applicant: ApplicantId,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// The ring, or the applicant.
    pub group: u64,
    /// What was found.
    pub fake: bool,
    /// How much that counts.
    pub weight: f64,
    /// Whether it is kept for measuring.
    pub measured: bool,
}

impl Placed for LabelledDecision {
    fn group(&self) -> u64 {
        self.group
    }

    fn at(&self) -> DateTime<Utc> {
        self.at
    }
}

/// What a tenant's labels come to.
#[derive(Clone, Debug, Default)]
pub struct Collected {
    /// One for each applicant with labels that teach something, the earliest first.
    pub rows: Vec<LabelledDecision>,
    /// The labels by provenance.
    pub labels: BTreeMap<String, u32>,
    /// How many applicants' labels teach nothing: they cancel, are unsure or name no decision.
    pub without: usize,
}

/// Collects a tenant's labels and sets the latest groups apart for measuring. The same labels give the same rows, whenever
/// they are asked for: age counts from the newest label.
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

/// A ring, or a person in none, as a number. The random half of a UUID tells them apart.
fn group(ring: Option<RingId>, applicant: ApplicantId) -> u64 {
    ring.map_or(applicant.0, |ring| ring.0).as_u64_pair().1
}

/// What a stored finding is read for.
#[derive(Deserialize)]
struct Found {
    state: State,
    #[serde(default)]
    value: f64,
}

/// The part of a decision's inputs that training reads.
#[derive(Deserialize)]
struct Seen {
    findings: Vec<(String, Found)>,
}

/// One value for each scored indicator, as they were when the decision was made. An indicator that is newer than
/// the decision is unknown.
pub fn values_of(
    app: &App,
    tenant: &TenantId,
    sealed: &SealedInputs,
) -> Result<Vec<Option<f64>>, Internal> {
    let key = submission::data_key(app, tenant, sealed.applicant_id, &sealed.data_key)?;
    let purpose = submission::inputs_purpose(&sealed.decision_id);
    let seen: Seen = submission::open(&key, &sealed.inputs, &purpose)?;
    let found: BTreeMap<&str, &Found> =
        seen.findings.iter().map(|(id, found)| (id.as_str(), found)).collect();
    let input = |indicator: &indicators::Indicator| {
        let finding = match found.get(indicator.id)? {
            Found { state: State::Unknown, .. } => return None,
            Found { state: State::Miss, .. } => Finding::Miss { evidence: Vec::new() },
            Found { state: State::Hit, value } => {
                Finding::Hit { value: *value, evidence: Vec::new() }
            }
        };
        indicator.input(&finding)
    };
    Ok(indicators::scored().map(input).collect())
}

/// The values of these decisions, by decision. Whoever was erased since is left out.
pub(super) async fn observations(
    app: &App,
    tenant: &TenantId,
    rows: &[LabelledDecision],
) -> Result<BTreeMap<DecisionId, Vec<Option<f64>>>, Internal> {
    let mut values = BTreeMap::new();
    for batch in rows.chunks(BATCH) {
        let began = Instant::now();
        let ids: Vec<DecisionId> = batch.iter().map(|row| row.decision).collect();
        // A transaction for each batch: a long one would hold back the database's cleaning.
        let mut tx = app.begin(tenant).await?;
        for sealed in training_labels::inputs(&mut tx, &ids).await? {
            values.insert(sealed.decision_id, values_of(app, tenant, &sealed)?);
        }
        tx.rollback().await?;
        // Opening goes on at full priority, so it takes half the time at most.
        tokio::time::sleep(began.elapsed()).await;
    }
    Ok(values)
}
