//! The steps of a training job, as a worker does them.
//!
//! What is learned from is fixed first and kept, so that another worker who takes the job up after a killed one
//! learns from the same. Everything before the model is registered changes nothing but the job.

use std::collections::BTreeMap;
use std::sync::Arc;

use ids::TrainingJobId;
use learning::fit::{Dataset, FitError, FitOptions, Fitted, Row};
use scoring::model::{Model, Stop};

use super::dataset::{LabelledDecision, collect, observations};
use super::files::write_files;
use super::fitting::apart;
use super::measure::{self, Held, Measuring};
use super::{AuditGroups, groups_purpose};
use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::domain::training::{JobState, TrainingJob};
use crate::service::Internal;
use crate::store;
use crate::store::training_jobs::{self, SnapshotRow};

/// After so many attempts a job has failed.
pub const MOST_ATTEMPTS: i32 = 3;
/// Roughly how many bytes one value takes while it is learned from, all copies together.
const BYTES_A_VALUE: usize = 96;

/// How an attempt ended.
#[derive(Debug)]
pub enum Ended {
    /// There is nothing more to do.
    Over,
    /// Something went wrong on our side, and it may go right another time.
    Again(Internal),
}

/// Why a job went no further.
pub(super) enum Stopped {
    Refused(String),
    Internal(Internal),
}

impl From<Internal> for Stopped {
    fn from(error: Internal) -> Self {
        Self::Internal(error)
    }
}

/// Does a job. It may be dropped at any moment: cancelled, or killed.
#[tracing::instrument(skip_all, fields(tenant = %tenant, training_job.id = %id))]
pub async fn run(app: &App, tenant: &TenantId, id: TrainingJobId) -> Ended {
    match attempt(app, tenant, id).await {
        Ok(()) => Ended::Over,
        Err(error) => Ended::Again(error),
    }
}

async fn attempt(app: &App, tenant: &TenantId, id: TrainingJobId) -> Result<(), Internal> {
    let mut tx = app.begin(tenant).await?;
    let begun = training_jobs::begin(&mut tx, id).await?;
    let job = training_jobs::find(&mut tx, id).await?;
    tx.commit().await?;
    let Some(job) = job else { return Ok(()) };
    if !begun {
        // Wanted to end before anybody began, or over already.
        return Ok(super::end(app, tenant, id, JobState::Cancelled, None).await?);
    }
    if job.attempt > MOST_ATTEMPTS {
        let reason = format!("{MOST_ATTEMPTS} attempts did not come to an end");
        return Ok(super::end(app, tenant, id, JobState::Failed, Some(&reason)).await?);
    }
    match (Work { app, tenant, job: &job }).perform().await {
        Ok(()) => Ok(()),
        Err(Stopped::Refused(reason)) => {
            Ok(super::end(app, tenant, id, JobState::Refused, Some(&reason)).await?)
        }
        Err(Stopped::Internal(error)) => Err(error),
    }
}

/// A job that a worker is at.
pub(super) struct Work<'a> {
    pub(super) app: &'a App,
    pub(super) tenant: &'a TenantId,
    pub(super) job: &'a TrainingJob,
}

/// What is learned from and what is measured on.
struct Parts {
    learned: Vec<Held>,
    measured: Vec<Held>,
}

impl Work<'_> {
    async fn perform(&self) -> Result<(), Stopped> {
        let (rows, labels) = self.snapshot().await?;
        let parts = self.parts(&rows).await?;
        let (learned, measured) = (parts.learned.len(), parts.measured.len());
        self.say(
            0.2,
            format!("learning from {learned} decisions, {measured} are kept for measuring"),
        )
        .await?;
        let prior = self.app.champions.for_tenant(self.tenant);
        let champion = read(&prior.document)?;
        let dataset = dataset(&parts.learned);
        let options = self.options(&dataset, &champion);
        let fitted = self.fit(&dataset, &options, &champion).await?;
        let id = fitted.model.id().to_owned();
        self.say(0.5, format!("fitted {id}; fitting parts of the rows for the learning curve"))
            .await?;
        let smaller = self.smaller(&dataset, &options, &champion).await?;
        self.say(0.7, format!("measuring {id} beside {}", champion.id())).await?;
        let measuring = Measuring {
            learned: parts.learned,
            measured: parts.measured,
            smaller,
            base_rate: measure::base_rate(self.app, self.tenant).await?,
            review_budget: self.job.options.review_budget,
            seed: self.job.options.seed,
        };
        let card = self.card(&measuring, labels, &fitted);
        let found = measuring.evaluate(self.app, fitted.model.clone(), Some(champion)).await;
        let found = found.map_err(|error| match error {
            measure::MeasureError::Internal(error) => Stopped::Internal(error),
            other => Stopped::Refused(other.to_string()),
        })?;
        self.say(0.9, "measured; registering it".to_owned()).await?;
        let registered = self.register(&fitted.model, card, &found).await?;
        write_files(self.app, &fitted.model, &registered.card, &found);
        self.then(&registered).await
    }

    /// The rows, fixed by the first attempt.
    async fn snapshot(&self) -> Result<(Vec<LabelledDecision>, BTreeMap<String, u32>), Stopped> {
        let Self { app, tenant, job } = *self;
        let most = app.training.memory_mb * (1 << 20)
            / (BYTES_A_VALUE * learning::training::columns().len());
        let mut tx = app.begin(tenant).await?;
        let kept = training_jobs::rows(&mut tx, job.id).await?;
        let collected = collect(&mut tx, job.options.held_out, most).await?;
        if !kept.is_empty() {
            tx.rollback().await?;
            let text = format!("taken up again from the snapshot, attempt {}", job.attempt);
            self.say(0.05, text).await?;
            return Ok((kept.into_iter().filter_map(labelled).collect(), collected.labels));
        }
        let rows: Vec<SnapshotRow> = collected.rows.iter().map(snapshot_row).collect();
        training_jobs::keep_rows(&mut tx, job.id, &rows).await?;
        let text = format!(
            "{} applicants have labels that teach something, {} have labels that do not",
            collected.rows.len(),
            collected.without
        );
        training_jobs::log(&mut tx, job.id, &text, 0.05).await?;
        tx.commit().await?;
        Ok((collected.rows, collected.labels))
    }

    /// The rows with what their indicators said, both parts fit to be used.
    async fn parts(&self, rows: &[LabelledDecision]) -> Result<Parts, Stopped> {
        let values = observations(self.app, self.tenant, rows).await?;
        let groups = self.audit_groups().await?;
        let held = |row: &&LabelledDecision| {
            let values = values.get(&row.decision)?.clone();
            Some(Held { row: **row, values, audit_group: groups.get(&row.applicant).cloned() })
        };
        let part = |measured: bool| -> Vec<Held> {
            rows.iter()
                .filter(|row| row.measured == measured)
                .filter_map(|row| held(&row))
                .collect()
        };
        let parts = Parts { learned: part(false), measured: part(true) };
        match missing(&parts) {
            Some(missing) => Err(Stopped::Refused(missing)),
            None => Ok(parts),
        }
    }

    async fn audit_groups(&self) -> Result<AuditGroups, Internal> {
        let mut tx = self.app.begin(self.tenant).await?;
        let Some(sealed) = training_jobs::audit_groups(&mut tx, self.job.id).await? else {
            return Ok(AuditGroups::new());
        };
        let corrupt = || Internal::Corrupt("the groups of a training job".to_owned());
        let key = self.app.keys.answers(self.tenant);
        let plain = key.open(&sealed, &groups_purpose(self.job.id)).map_err(|_| corrupt())?;
        serde_json::from_slice(&plain).map_err(|_| corrupt())
    }

    fn options(&self, dataset: &Dataset, prior: &Model) -> FitOptions {
        FitOptions {
            seed: self.job.options.seed,
            threads: self.app.training.threads,
            synthetic: false,
            description: format!(
                "Trained on {} labelled decisions of one platform, from {}.",
                dataset.rows.len(),
                prior.id()
            ),
            ..FitOptions::default()
        }
    }

    async fn fit(
        &self,
        dataset: &Arc<Dataset>,
        options: &FitOptions,
        prior: &Model,
    ) -> Result<Fitted, Stopped> {
        let (dataset, options, prior) = (dataset.clone(), options.clone(), prior.clone());
        let fit = move |stop: &Stop| {
            learning::fit::fit_from(&prior, &dataset, &FitOptions { stop: stop.clone(), ..options })
        };
        let fitted = apart(self.app.training.nice, fit).await?;
        fitted.map_err(|error| match error {
            FitError::TooFew { .. } | FitError::NotConverged { .. } => {
                Stopped::Refused(error.to_string())
            }
            other => Stopped::Internal(Internal::Corrupt(format!("a fit: {other}"))),
        })
    }

    /// Models of parts of the rows, as far as these are enough.
    async fn smaller(
        &self,
        dataset: &Arc<Dataset>,
        options: &FitOptions,
        prior: &Model,
    ) -> Result<Vec<Fitted>, Internal> {
        let (dataset, options, prior) = (dataset.clone(), options.clone(), prior.clone());
        let fit = move |stop: &Stop| {
            let options = FitOptions { stop: stop.clone(), ..options };
            learning::training::smaller(&dataset, |part| {
                learning::fit::fit_from(&prior, part, &options)
            })
        };
        apart(self.app.training.nice, fit).await
    }

    pub(super) async fn say(&self, progress: f64, text: String) -> Result<(), Internal> {
        let mut tx = self.app.begin(self.tenant).await?;
        training_jobs::log(&mut tx, self.job.id, &text, progress).await?;
        tx.commit().await?;
        tracing::info!(%self.tenant, training_job.id = %self.job.id, progress, text);
        Ok(())
    }
}

/// What the learner sees of decisions.
fn dataset(learned: &[Held]) -> Arc<Dataset> {
    let row = |one: &Held| Row {
        values: one.values.clone(),
        fake: one.row.fake,
        weight: one.row.weight,
        group: one.row.group,
    };
    let rows = learned.iter().map(row).collect();
    Arc::new(Dataset { columns: learning::training::columns(), rows })
}

/// What is missing before anything can be learned; nothing if enough is there.
fn missing(parts: &Parts) -> Option<String> {
    let count = |part: &[Held], fake: bool| part.iter().filter(|one| one.row.fake == fake).count();
    for (part, what, needed) in [
        (&parts.learned, "to learn from", LEAST_LEARNED),
        (&parts.measured, "to measure on", LEAST_MEASURED),
    ] {
        for (fake, who) in [(true, "fake"), (false, "genuine")] {
            let there = count(part, fake);
            if there < needed {
                return Some(format!(
                    "there are {there} applicants labelled {who} {what}, {needed} are needed; label more, blind \
                     if possible, or let platform outcomes in (`POST /v1/labels`)"
                ));
            }
        }
    }
    None
}

/// How many of each class must be there to learn from, and to measure on.
const LEAST_LEARNED: usize = 20;
const LEAST_MEASURED: usize = 5;

fn read(document: &str) -> Result<Model, Internal> {
    Model::from_json(document).map_err(|error| Internal::Corrupt(format!("the champion: {error}")))
}

fn snapshot_row(row: &LabelledDecision) -> SnapshotRow {
    SnapshotRow {
        decision_id: row.decision,
        applicant_id: row.applicant,
        fake: row.fake,
        weight: row.weight,
        group_number: row.group.cast_signed(),
        measured: row.measured,
    }
}

/// The row of a snapshot, read again.
pub(super) fn labelled(row: SnapshotRow) -> Option<LabelledDecision> {
    Some(LabelledDecision {
        decision: row.decision_id,
        applicant: row.applicant_id,
        at: store::decisions::created_at(row.decision_id)?,
        group: row.group_number.cast_unsigned(),
        fake: row.fake,
        weight: row.weight,
        measured: row.measured,
    })
}
