//! The steps of a training job.
//!
//! The training rows are selected and stored first, so that a worker that continues after a crash uses the same rows.
//! Until the model is registered, only the job changes.

use std::collections::BTreeMap;
use std::sync::Arc;

use ids::TrainingJobId;
use learning::data::{TrainingData, TrainingExample};
use learning::fit::{FitError, FitOptions, Fitted};
use learning::learn::LearnError;
use scoring::model::{Model, Stop};

use super::files::write_files;
use super::{AuditGroups, groups_purpose};
use crate::app::App;
use crate::compute::Class;
use crate::domain::tenant::TenantId;
use crate::domain::training::{JobState, TrainingJob};
use crate::service::models::measuring::{self, MeasureError, Measuring, collect, examples};
use crate::service::{Internal, models};
use crate::store::models::training_jobs::{self, SnapshotRow};

/// The number of attempts after which a job has failed.
pub const MAX_ATTEMPTS: i32 = 3;
/// The approximate memory per input during training, including all copies.
const BYTES_PER_INPUT: usize = 96;

/// Why a job stopped.
pub(super) enum Stopped {
    Refused(String),
    Internal(Internal),
}

impl From<Internal> for Stopped {
    fn from(error: Internal) -> Self {
        Self::Internal(error)
    }
}

/// Runs a job. The future may be dropped at any time, when the job is cancelled or the process shuts down. After an
/// error, another attempt may succeed.
#[tracing::instrument(skip_all, fields(tenant = %tenant, training_job.id = %id))]
pub async fn run(app: &App, tenant: &TenantId, id: TrainingJobId) -> Result<(), Internal> {
    let mut tx = app.begin(tenant).await?;
    let begun = training_jobs::begin(&mut tx, id).await?;
    let job = training_jobs::find(&mut tx, id).await?;
    tx.commit().await?;
    let Some(job) = job else { return Ok(()) };
    if !begun {
        // Cancelled before it started, or already ended.
        return super::end(app, tenant, id, JobState::Cancelled, None).await;
    }
    if job.attempt > MAX_ATTEMPTS {
        let reason = format!("{MAX_ATTEMPTS} attempts did not finish");
        return super::end(app, tenant, id, JobState::Failed, Some(&reason)).await;
    }
    match (Work { app, tenant, job: &job }).perform().await {
        Ok(()) => Ok(()),
        Err(Stopped::Refused(reason)) => {
            super::end(app, tenant, id, JobState::NotEnoughLabels, Some(&reason)).await
        }
        Err(Stopped::Internal(error)) => Err(error),
    }
}

/// A job in progress.
pub(super) struct Work<'a> {
    pub(super) app: &'a App,
    pub(super) tenant: &'a TenantId,
    pub(super) job: &'a TrainingJob,
}

/// The examples for training and for measurement.
struct Parts {
    learned: Vec<TrainingExample>,
    measured: Vec<TrainingExample>,
}

impl Work<'_> {
    async fn perform(&self) -> Result<(), Stopped> {
        let (rows, labels) = self.snapshot().await?;
        let parts = self.parts(&rows).await?;
        let (learned, measured) = (parts.learned.len(), parts.measured.len());
        self.log(
            0.2,
            format!("training on {learned} decisions; {measured} are held out for measurement"),
        )
        .await?;
        let prior = models::champion(self.app, self.tenant).await?;
        let champion = read(&prior.document)?;
        let columns = learning::training::columns();
        let data = Arc::new(TrainingData { columns, examples: parts.learned });
        let options = self.options(&data, &champion);
        let fitted = self.fit(&data, &options, &champion).await?;
        let id = fitted.model.id().to_owned();
        self.log(
            0.5,
            format!("fitted {id}; fitting models on fewer decisions for the learning curve"),
        )
        .await?;
        let smaller = self.smaller(&data, &options, &champion).await?;
        self.log(0.7, format!("comparing {id} with {}", champion.id())).await?;
        let measuring = Measuring {
            learned: data,
            measured: parts.measured,
            smaller,
            base_rate: measuring::base_rate(self.app, self.tenant).await?,
            review_budget: self.job.options.review_budget,
            seed: self.job.options.seed,
        };
        let card = self.card(&measuring, labels, &fitted);
        let measured =
            measuring.evaluate(self.app, self.tenant, fitted.model.clone(), Some(champion)).await;
        let measured = measured.map_err(|error| match error {
            MeasureError::Internal(error) => Stopped::Internal(error),
            other => Stopped::Refused(other.to_string()),
        })?;
        self.log(0.9, "measured; registering the model".to_owned()).await?;
        let registered = self.register(&fitted.model, card, &measured).await?;
        write_files(self.app, &fitted.model, &registered.card, &measured);
        self.apply(&registered).await
    }

    /// The training rows, which the first attempt selects and stores.
    async fn snapshot(&self) -> Result<(Vec<SnapshotRow>, BTreeMap<String, u32>), Stopped> {
        let Self { app, tenant, job } = *self;
        let max = app.training.memory_mb * (1 << 20)
            / (BYTES_PER_INPUT * learning::training::columns().len());
        let mut tx = app.begin(tenant).await?;
        let kept = training_jobs::rows(&mut tx, job.id).await?;
        let collected = collect(&mut tx, job.options.test_share, max).await?;
        if !kept.is_empty() {
            tx.rollback().await?;
            let text = format!("continuing from the stored rows, attempt {}", job.attempt);
            self.log(0.05, text).await?;
            return Ok((kept, collected.labels));
        }
        training_jobs::keep_rows(&mut tx, job.id, &collected.rows).await?;
        let text = format!(
            "{} applicants have usable labels; the labels of {} others are unusable",
            collected.rows.len(),
            collected.without
        );
        training_jobs::log(&mut tx, job.id, &text, 0.05).await?;
        tx.commit().await?;
        Ok((collected.rows, collected.labels))
    }

    /// The examples of both parts. Stops the job if there are too few.
    async fn parts(&self, rows: &[SnapshotRow]) -> Result<Parts, Stopped> {
        let groups = self.audit_groups().await?;
        let part = |measured: bool| rows.iter().filter(move |row| row.measured == measured);
        let parts = Parts {
            learned: examples(self.app, self.tenant, part(false), &groups).await?,
            measured: examples(self.app, self.tenant, part(true), &groups).await?,
        };
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

    fn options(&self, data: &TrainingData, prior: &Model) -> FitOptions {
        FitOptions {
            seed: self.job.options.seed,
            threads: self.app.training.threads,
            synthetic: false,
            description: format!(
                "Trained on {} labelled decisions of one platform, starting from {}.",
                data.examples.len(),
                prior.id()
            ),
            ..FitOptions::default()
        }
    }

    async fn fit(
        &self,
        data: &Arc<TrainingData>,
        options: &FitOptions,
        prior: &Model,
    ) -> Result<Fitted, Stopped> {
        let (data, options, prior) = (data.clone(), options.clone(), prior.clone());
        let fit = move |stop: &Stop| {
            learning::fit::fit_from(&prior, &data, &FitOptions { stop: stop.clone(), ..options })
        };
        let fitted = self.app.run(Class::Training, self.tenant, fit).await?;
        fitted.map_err(|error| match error {
            FitError::TooFew { .. }
            | FitError::Learn(LearnError::OneClass | LearnError::NotConverged { .. }) => {
                Stopped::Refused(error.to_string())
            }
            other => Stopped::Internal(Internal::Corrupt(format!("training data: {other}"))),
        })
    }

    /// Models of fewer examples, for the learning curve.
    async fn smaller(
        &self,
        data: &Arc<TrainingData>,
        options: &FitOptions,
        prior: &Model,
    ) -> Result<Vec<Fitted>, Internal> {
        let (data, options, prior) = (data.clone(), options.clone(), prior.clone());
        let fit = move |stop: &Stop| {
            let options = FitOptions { stop: stop.clone(), ..options };
            learning::training::fit_parts(&data, |part| {
                learning::fit::fit_from(&prior, part, &options)
            })
        };
        self.app.run(Class::Training, self.tenant, fit).await
    }

    pub(super) async fn log(&self, progress: f64, text: String) -> Result<(), Internal> {
        let mut tx = self.app.begin(self.tenant).await?;
        training_jobs::log(&mut tx, self.job.id, &text, progress).await?;
        tx.commit().await?;
        tracing::info!(%self.tenant, training_job.id = %self.job.id, progress, text);
        Ok(())
    }
}

/// A sentence about missing labels; `None` if there are enough.
fn missing(parts: &Parts) -> Option<String> {
    let count = |part: &[TrainingExample], fake: bool| {
        part.iter().filter(|example| example.fake == fake).count()
    };
    for (part, purpose, needed) in [
        (&parts.learned, "for training", MIN_LEARNED),
        (&parts.measured, "for measurement", MIN_MEASURED),
    ] {
        for (fake, class) in [(true, "fake"), (false, "genuine")] {
            let known = count(part, fake);
            if known < needed {
                return Some(format!(
                    "there are {known} applicants labelled {class} {purpose}, but {needed} are needed; label more, blind \
                     if possible, or import platform outcomes (`POST /v1/labels`)"
                ));
            }
        }
    }
    None
}

/// The smallest number of applicants of each class for training and for measurement.
const MIN_LEARNED: usize = 20;
const MIN_MEASURED: usize = 5;

fn read(document: &str) -> Result<Model, Internal> {
    Model::from_json(document).map_err(|error| Internal::Corrupt(format!("the champion: {error}")))
}
