//! Training jobs: starting, watching and cancelling them.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use ids::TrainingJobId;

use super::answer::{page, redirect_with};
use super::choice::{Choice, choices};
use super::display::safe_text;
use super::failure::Failure;
use super::names::Names;
use super::shell::Shell;
use super::visitor::{Fields, Posted, Visitor};
use crate::app::App;
use crate::auth::Scope;
use crate::domain::training::{AfterTraining, LogLine, TrainingJob, TrainingOptions};
use crate::service::models::training::{self, AuditGroups, TrainingError};

/// Jobs per page.
const PAGE: u16 = 30;
/// What happens to the trained model, with the names that the form uses.
const NEXT_STEPS: [(AfterTraining, &str); 3] = [
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
    /// Whether a job is queued or running; only one runs at a time.
    is_busy: bool,
    defaults: OptionsView,
    next_steps: Vec<Choice>,
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

/// The part of a job's page that changes while the job runs.
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
    is_finished: bool,
    is_cancelling: bool,
    progress: String,
    /// From 0 to 1.
    progress_share: f64,
    attempt: i32,
    options: OptionsView,
    requested_by: String,
    requested: String,
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
    let before: Option<TrainingJobId> = Fields::from_query(&request).parse("before").ok();
    let jobs = training::list(&app, &visitor.tenant, before, PAGE).await?;
    let latest = training::list(&app, &visitor.tenant, None, 1).await?;
    let names = Names::load(&app, &visitor.tenant).await?;
    let s = Shell::new(&visitor, "training.title", &request);
    let last = jobs.items.last().filter(|_| jobs.more);
    Ok(page(&TrainingPage {
        tab: "training",
        may_change: visitor.may(Scope::ModelsWrite),
        is_busy: latest.items.iter().any(|job| !job.state.is_over()),
        defaults: options(&s, &TrainingOptions::default()),
        next_steps: choices(
            NEXT_STEPS.map(|(_, name)| (name, s.named("training_then", name))),
            |_| false,
        ),
        more: last.map(|job| format!("/console/training?before={}", job.id)),
        jobs: jobs.items.iter().map(|job| job_view(&s, &names, job)).collect(),
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
    let JobPart { s, j, lines } = load_part(&app, &request, &visitor, *id).await?;
    let may_change = visitor.may(Scope::ModelsWrite);
    Ok(page(&JobPage { s, tab: "training", may_change, j, lines }))
}

/// `GET /console/training/{id}/part`: the changing part, for an open page that refreshes it.
pub(super) async fn part(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    id: Path<TrainingJobId>,
) -> Result<HttpResponse, Failure> {
    Ok(page(&load_part(&app, &request, &visitor, *id).await?))
}

async fn load_part(
    app: &App,
    request: &HttpRequest,
    visitor: &Visitor,
    id: TrainingJobId,
) -> Result<JobPart, Failure> {
    let (job, lines) = training::watch(app, &visitor.tenant, id, 0).await?;
    let names = Names::load(app, &visitor.tenant).await?;
    let s = Shell::new(visitor, "training.job", request);
    let line = |line: &LogLine| LineView {
        at: s.clock(&line.at),
        text: safe_text(&line.text, 400),
        progress: whole_percent(line.progress),
    };
    Ok(JobPart { j: job_view(&s, &names, &job), lines: lines.iter().map(line).collect(), s })
}

fn job_view(s: &Shell, names: &Names, job: &TrainingJob) -> JobView {
    let time = |at: &Option<_>| at.as_ref().map(|at| s.time(at)).unwrap_or_default();
    JobView {
        id: job.id.to_string(),
        href: format!("/console/training/{}", job.id),
        state: s.named("job_state", job.state.name()),
        state_name: job.state.name(),
        is_finished: job.state.is_over(),
        is_cancelling: job.cancel && !job.state.is_over(),
        progress: whole_percent(job.progress),
        progress_share: job.progress,
        attempt: job.attempt,
        options: options(s, &job.options),
        requested_by: names.display(&job.requested_by),
        requested: s.time(&job.requested_at),
        started: time(&job.started_at),
        finished: time(&job.finished_at),
        reason: job.reason.as_deref().map(|reason| safe_text(reason, 1_000)).unwrap_or_default(),
        model: job.model.as_ref().map(ToString::to_string),
    }
}

fn options(s: &Shell, options: &TrainingOptions) -> OptionsView {
    let then = NEXT_STEPS.iter().find(|(then, _)| *then == options.after_training);
    OptionsView {
        seed: options.seed,
        held_out: as_percent(options.test_share),
        budget: as_percent(options.review_budget),
        then: s.named("training_then", then.map_or("nothing", |(_, name)| name)),
    }
}

/// A share in percent, rounded so that it has no floating-point noise.
fn as_percent(share: f64) -> String {
    ((share * 1_000_000.0).round() / 10_000.0).to_string()
}

fn whole_percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

type Answer = Result<HttpResponse, Failure>;

/// `POST /console/training`.
pub(super) async fn start(app: Data<App>, posted: Posted) -> Answer {
    let Posted { visitor, fields } = posted;
    let then = NEXT_STEPS.iter().find(|(_, name)| *name == fields.text("then"));
    let options = TrainingOptions {
        seed: fields.parse("seed")?,
        test_share: parse_share(&fields, "held_out")?,
        review_budget: parse_share(&fields, "review_budget")?,
        after_training: then.ok_or(Failure::BadForm)?.0,
    };
    let none = AuditGroups::new();
    let job = training::start(&app, &visitor.tenant, &visitor.actor(), options, &none).await?;
    Ok(redirect_with(format!("/console/training/{}", job.id), "done.training_started"))
}

fn parse_share(fields: &Fields, name: &str) -> Result<f64, Failure> {
    let percent: f64 = fields.parse(name)?;
    Ok(percent / 100.0)
}

/// `POST /console/training/{id}/cancel`.
pub(super) async fn cancel(app: Data<App>, id: Path<TrainingJobId>, posted: Posted) -> Answer {
    let visitor = posted.visitor;
    training::cancel(&app, &visitor.tenant, &visitor.actor(), *id).await?;
    Ok(redirect_with(format!("/console/training/{}", *id), "done.training_cancelled"))
}

impl From<TrainingError> for Failure {
    fn from(error: TrainingError) -> Self {
        match error {
            TrainingError::NotFound => Self::NotFound,
            TrainingError::Running => Self::Refused("error.training_running"),
            TrainingError::Option { .. } => Self::Refused("error.training_option"),
            TrainingError::Over(_) => Self::Refused("error.training_finished"),
            TrainingError::Internal(error) => error.into(),
        }
    }
}
