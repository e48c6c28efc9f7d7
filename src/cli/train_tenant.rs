//! `bonafide train --tenant`: starts a training job and follows it. This process or a running service performs it.

use std::time::Duration;

use anyhow::bail;
use ids::TrainingJobId;
use ids::actor::Actor;
use tokio::sync::watch;

use super::data_dir::DataDir;
use super::print::print;
use super::tenant::must_exist;
use crate::app::App;
use crate::domain::job::{Job, JobKind};
use crate::domain::tenant::TenantId;
use crate::domain::training::{AfterTraining, JobState, TrainingJob, TrainingOptions};
use crate::jobs;
use crate::service::models::training::{self, AuditGroups};

/// How often to check the job.
const POLL: Duration = Duration::from_millis(500);

#[derive(Debug, clap::Args)]
#[group(id = "of_a_tenant")]
pub(super) struct Arguments {
    #[command(flatten)]
    data: DataDir,
    /// Learn from this tenant's labels instead of files
    #[arg(long)]
    pub(super) tenant: Option<TenantId>,
    /// The share of the groups, the latest ones, to hold out for measurement
    #[arg(long, requires = "tenant", default_value_t = 0.3)]
    held_out: f64,
    /// Make the model the shadow
    #[arg(long, requires = "tenant", conflicts_with = "promote")]
    shadow: bool,
    /// Promote the model if it passes the gate
    #[arg(long, requires = "tenant")]
    promote: bool,
}

/// Starts a job, works on it, and prints its log to standard error and the model's id to standard output.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let Some(tenant) = &arguments.tenant else {
        bail!("pass --tenant to train on a tenant's labels")
    };
    let after_training = match (arguments.shadow, arguments.promote) {
        (true, _) => AfterTraining::Shadow,
        (_, true) => AfterTraining::Promote,
        _ => AfterTraining::Nothing,
    };
    let test_share = arguments.held_out;
    let options = TrainingOptions { test_share, after_training, ..TrainingOptions::default() };
    let config = arguments.data.open()?;
    let job = arguments.data.with_app(&config, async |app| train(app, tenant, options).await)?;
    match (job.state, job.model) {
        (JobState::Succeeded, Some(model)) => print(&format!("{model}\n")),
        (state, _) => bail!("{}: {}", state.name(), job.reason.unwrap_or_default()),
    }
}

async fn train(
    app: &App,
    tenant: &TenantId,
    options: TrainingOptions,
) -> anyhow::Result<TrainingJob> {
    let actor = Actor::parse("command-line")?;
    must_exist(app, tenant).await?;
    let job = training::start(app, tenant, &actor, options, &AuditGroups::new()).await?;
    let (stop, stopped) = watch::channel(false);
    let during = stopped.clone();
    let perform = async move |app: &App, job: &Job, worker| {
        jobs::training::perform(app, job, worker, during.clone()).await
    };
    let work = tokio::spawn(jobs::work(app.clone(), JobKind::Training, stopped, perform));
    let job = follow(app, tenant, job.id).await;
    // Fails only if the worker has already ended.
    let _ = stop.send(true);
    work.await?;
    job
}

async fn follow(app: &App, tenant: &TenantId, id: TrainingJobId) -> anyhow::Result<TrainingJob> {
    let mut after = 0;
    loop {
        let (job, lines) = training::watch(app, tenant, id, after).await?;
        for line in lines {
            after = line.seq;
            eprintln!("{:3.0} %  {}", line.progress * 100.0, line.text);
        }
        if job.state.is_over() {
            return Ok(job);
        }
        tokio::time::sleep(POLL).await;
    }
}
