//! Training jobs: asked for, watched, ended.

use std::collections::BTreeMap;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use ids::TrainingJobId;

use super::failure::Failure;
use super::frame::{page, to};
use super::reviews::called;
use super::shell::Shell;
use super::shown::shown;
use super::visitor::{Fields, Posted, Visitor};
use crate::app::App;
use crate::auth::Scope;
use crate::domain::training::{AfterTraining, LogLine, TrainingJob, TrainingOptions};
use crate::service::training::{self, AuditGroups, TrainingError};
use crate::service::users;

/// How many jobs a page shows.
const PAGE: u16 = 30;
/// What can become of a model, with the names of the form.
const THENS: [(AfterTraining, &str); 3] = [
    (AfterTraining::Nothing, "nothing"),
    (AfterTraining::Shadow, "shadow"),
    (AfterTraining::Promote, "promote"),
];

#[derive(Template)]
#[template(path = "console/training.html")]
struct TrainingPage {
    s: Shell,
    tab: &'static str,
    may_change: bool,
    /// Whether a job waits or runs: one at a time.
    is_busy: bool,
    defaults: OptionsView,
    thens: Vec<(&'static str, String)>,
    jobs: Vec<JobView>,
    more: Option<String>,
}

#[derive(Template)]
#[template(path = "console/training_job.html")]
struct JobPage {
    s: Shell,
    tab: &'static str,
    may_change: bool,
    j: JobView,
    lines: Vec<LineView>,
}

/// What of a job's page changes while it runs.
#[derive(Template)]
#[template(path = "console/training_part.html")]
struct JobPart {
    s: Shell,
    j: JobView,
    lines: Vec<LineView>,
}

struct JobView {
    id: String,
    href: String,
    state: String,
    state_name: &'static str,
    is_over: bool,
    is_ending: bool,
    progress: String,
    /// From 0 to 1, as a page's element takes it.
    share: f64,
    attempt: i32,
    options: OptionsView,
    by: String,
    asked: String,
    started: String,
    finished: String,
    reason: String,
    model: Option<String>,
}

struct OptionsView {
    seed: u64,
    held_out: String,
    budget: String,
    then: String,
}

struct LineView {
    at: String,
    text: String,
    progress: String,
}

/// `GET /console/training`.
pub(super) async fn list(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<HttpResponse, Failure> {
    let before: Option<TrainingJobId> = Fields::asked(&request).parse("before").ok();
    let found = training::list(&app, &visitor.tenant, before, PAGE).await?;
    let latest = training::list(&app, &visitor.tenant, None, 1).await?;
    let names = users::names(&app, &visitor.tenant).await?;
    let s = Shell::of(&visitor, "training.title", &request);
    let last = found.items.last().filter(|_| found.more);
    Ok(page(&TrainingPage {
        tab: "training",
        may_change: visitor.may(Scope::ModelsWrite),
        is_busy: latest.items.iter().any(|job| !job.state.is_over()),
        defaults: options(&s, &TrainingOptions::default()),
        thens: THENS.map(|(_, name)| (name, s.t(&format!("training_then.{name}")))).into(),
        more: last.map(|job| format!("/console/training?before={}", job.id)),
        jobs: found.items.iter().map(|job| job_view(&s, &names, job)).collect(),
        s,
    }))
}

/// `GET /console/training/{id}`.
pub(super) async fn job(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    id: Path<TrainingJobId>,
) -> Result<HttpResponse, Failure> {
    let JobPart { s, j, lines } = part_of(&app, &request, &visitor, *id).await?;
    let may_change = visitor.may(Scope::ModelsWrite);
    Ok(page(&JobPage { s, tab: "training", may_change, j, lines }))
}

/// `GET /console/training/{id}/part`: what of the page changes, for a page that stands open.
pub(super) async fn part(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    id: Path<TrainingJobId>,
) -> Result<HttpResponse, Failure> {
    Ok(page(&part_of(&app, &request, &visitor, *id).await?))
}

async fn part_of(
    app: &App,
    request: &HttpRequest,
    visitor: &Visitor,
    id: TrainingJobId,
) -> Result<JobPart, Failure> {
    let (job, lines) = training::watch(app, &visitor.tenant, id, 0).await?;
    let names = users::names(app, &visitor.tenant).await?;
    let s = Shell::of(visitor, "training.job", request);
    let line = |line: &LogLine| LineView {
        at: s.clock(&line.at),
        text: shown(&line.text, 400),
        progress: whole_percent(line.progress),
    };
    Ok(JobPart { j: job_view(&s, &names, &job), lines: lines.iter().map(line).collect(), s })
}

fn job_view(s: &Shell, names: &BTreeMap<String, String>, job: &TrainingJob) -> JobView {
    let time = |at: &Option<_>| at.as_ref().map(|at| s.time(at)).unwrap_or_default();
    JobView {
        id: job.id.to_string(),
        href: format!("/console/training/{}", job.id),
        state: s.t(&format!("job_state.{}", job.state.name())),
        state_name: job.state.name(),
        is_over: job.state.is_over(),
        is_ending: job.cancel && !job.state.is_over(),
        progress: whole_percent(job.progress),
        share: job.progress,
        attempt: job.attempt,
        options: options(s, &job.options),
        by: called(names, &job.requested_by),
        asked: s.time(&job.requested_at),
        started: time(&job.started_at),
        finished: time(&job.finished_at),
        reason: job.reason.as_deref().map(|reason| shown(reason, 1_000)).unwrap_or_default(),
        model: job.model.as_ref().map(ToString::to_string),
    }
}

fn options(s: &Shell, options: &TrainingOptions) -> OptionsView {
    let then = THENS.iter().find(|(then, _)| *then == options.after_training);
    OptionsView {
        seed: options.seed,
        held_out: tidy(options.test_share),
        budget: tidy(options.review_budget),
        then: s.t(&format!("training_then.{}", then.map_or("nothing", |(_, name)| name))),
    }
}

/// A share as a percentage without the noise of its last bits.
fn tidy(share: f64) -> String {
    ((share * 1_000_000.0).round() / 10_000.0).to_string()
}

fn whole_percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

type Done = Result<HttpResponse, Failure>;

/// `POST /console/training`.
pub(super) async fn start(app: Data<App>, posted: Posted) -> Done {
    let Posted { visitor, fields } = posted;
    let then = THENS.iter().find(|(_, name)| *name == fields.text("then"));
    let options = TrainingOptions {
        seed: fields.parse("seed")?,
        test_share: share(&fields, "held_out")?,
        review_budget: share(&fields, "review_budget")?,
        after_training: then.ok_or(Failure::BadForm)?.0,
    };
    let none = AuditGroups::new();
    let job = training::start(&app, &visitor.tenant, &visitor.actor(), options, &none).await?;
    Ok(to(format!("/console/training/{}?said=training_started", job.id)))
}

fn share(fields: &Fields, name: &str) -> Result<f64, Failure> {
    let percent: f64 = fields.parse(name)?;
    Ok(percent / 100.0)
}

/// `POST /console/training/{id}/cancel`.
pub(super) async fn cancel(app: Data<App>, id: Path<TrainingJobId>, posted: Posted) -> Done {
    let visitor = posted.visitor;
    training::cancel(&app, &visitor.tenant, &visitor.actor(), *id).await?;
    Ok(to(format!("/console/training/{}?said=training_ends", *id)))
}

impl From<TrainingError> for Failure {
    fn from(error: TrainingError) -> Self {
        match error {
            TrainingError::NotFound => Self::NotFound,
            TrainingError::Running => Self::Refused("refused.training_running"),
            TrainingError::Option { .. } => Self::Refused("refused.training_option"),
            TrainingError::Over(_) => Self::Refused("refused.training_over"),
            TrainingError::Internal(error) => error.into(),
        }
    }
}
