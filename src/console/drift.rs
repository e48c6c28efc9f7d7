//! Drift: how much recent applicants differ from the champion's training data.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::TimeDelta;
use learning::evaluation::{DriftBounds, DriftLevel, Stability};

use super::answer::page;
use super::display::{share, title_from_name};
use super::failure::Failure;
use super::shell::Shell;
use super::visitor::{Fields, Visitor};
use crate::app::App;
use crate::service::models::drift::{self, DriftReport, IndicatorDrift, LabelDrift};

/// The periods to choose from, in days.
const PERIODS: [u32; 4] = [7, 14, 30, 90];
/// The width of a bar, in its own units.
const WIDTH: f64 = 1_000.0;

#[derive(Template)]
#[template(path = "console/drift.html")]
struct DriftPage {
    s: Shell,
    tab: &'static str,
    periods: Vec<(u32, bool)>,
    model: String,
    synthetic: bool,
    has_reference: bool,
    from: String,
    until: String,
    days: usize,
    decisions: u64,
    /// Whether there are too few decisions to measure drift.
    is_too_few: bool,
    needed: u32,
    score: Option<IndexView>,
    labels: LabelsView,
    scale: Scale,
    groups: Vec<Group>,
}

/// The positions of the bounds in every bar.
struct Scale {
    moved: f64,
    drifted: f64,
    moved_from: String,
    drifted_from: String,
    max: f64,
}

/// Indicators with a similar drift.
struct Group {
    title: String,
    is_open: bool,
    rows: Vec<DriftRow>,
}

struct DriftRow {
    name: String,
    family: String,
    values: IndexView,
    unknown: IndexView,
    was: String,
    is: String,
}

/// A stability index with its bar.
struct IndexView {
    index: String,
    raw: String,
    level: &'static str,
    text: String,
    width: f64,
    people: u64,
}

struct LabelsView {
    count: i64,
    median: String,
    p90: String,
    unlabelled: String,
    due: i64,
    due_after: u32,
}

/// `GET /console/drift`.
pub(super) async fn drift(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<HttpResponse, Failure> {
    let days =
        Fields::from_query(&request).parse("days").ok().filter(|days| PERIODS.contains(days));
    let days = days.unwrap_or(app.drift.config.window_days);
    let report = drift::report(&app, &visitor.tenant, days).await?;
    let s = Shell::new(&visitor, "drift.title", &request);
    let scale = Scale::new(&report.bounds);
    Ok(page(&DriftPage {
        tab: "drift",
        periods: PERIODS.map(|period| (period, period == days)).into(),
        model: report.model_id.clone(),
        synthetic: report.synthetic,
        has_reference: report.has_reference,
        from: report.from.to_string(),
        until: report.until.to_string(),
        days: report.days,
        decisions: report.decisions,
        is_too_few: report.decisions < u64::from(report.bounds.min_sample_size),
        needed: report.bounds.min_sample_size,
        score: report.score.as_ref().map(|score| index_view(&s, &scale, score)),
        labels: labels(&s, &report.labels),
        groups: groups(&s, &scale, &report),
        scale,
        s,
    }))
}

impl Scale {
    fn new(bounds: &DriftBounds) -> Self {
        // A bar ends at twice the upper bound; larger indices are cut off.
        let max = bounds.drifted_threshold * 2.0;
        Self {
            moved: bounds.moved_threshold / max * WIDTH,
            drifted: bounds.drifted_threshold / max * WIDTH,
            moved_from: bounds.moved_threshold.to_string(),
            drifted_from: bounds.drifted_threshold.to_string(),
            max,
        }
    }
}

fn level_name(level: DriftLevel) -> &'static str {
    match level {
        DriftLevel::InsufficientData => "too_few",
        DriftLevel::Stable => "stable",
        DriftLevel::Moved => "moved",
        DriftLevel::Drifted => "drifted",
    }
}

fn index_view(s: &Shell, scale: &Scale, stability: &Stability) -> IndexView {
    let name = level_name(stability.level);
    let is_known = stability.level != DriftLevel::InsufficientData;
    let part = (stability.excess / scale.max).clamp(0.0, 1.0);
    IndexView {
        index: if is_known { format!("{:.2}", stability.excess) } else { "–".to_owned() },
        raw: s.with2(
            "drift.raw",
            "psi",
            format!("{:.3}", stability.psi),
            "chance",
            format!("{:.3}", stability.expected_by_chance),
        ),
        level: name,
        text: s.named("drift_level", name),
        width: if is_known && part.is_finite() { (part * WIDTH).round() } else { 0.0 },
        people: stability.sample_size,
    }
}

/// Indicators that drifted or moved, stable ones, and those with too few applicants.
fn groups(s: &Shell, scale: &Scale, report: &DriftReport) -> Vec<Group> {
    let level = |drift: &IndicatorDrift| drift.values.level.max(drift.unknown.level);
    let group = |key: &str, is_open: bool, levels: &[DriftLevel]| {
        let rows = report.indicators.iter().filter(|drift| levels.contains(&level(drift)));
        let rows: Vec<DriftRow> = rows.map(|drift| row(s, scale, drift)).collect();
        Group { title: s.t(key), is_open, rows }
    };
    let groups = [
        group("drift.changed", true, &[DriftLevel::Drifted, DriftLevel::Moved]),
        group("drift.unchanged", false, &[DriftLevel::Stable]),
        group("drift.too_few_people", false, &[DriftLevel::InsufficientData]),
    ];
    // An empty first group says that nothing changed, so it appears once drift can be measured.
    let is_measured = !groups[0].rows.is_empty() || !groups[1].rows.is_empty();
    let is_shown = |group: &Group| !group.rows.is_empty() || (group.is_open && is_measured);
    groups.into_iter().filter(is_shown).collect()
}

fn row(s: &Shell, scale: &Scale, drift: &IndicatorDrift) -> DriftRow {
    DriftRow {
        name: title_from_name(&drift.indicator),
        family: s.named("family", &drift.family),
        values: index_view(s, scale, &drift.values),
        unknown: index_view(s, scale, &drift.unknown),
        was: share(drift.unknown_in_reference),
        is: share(drift.unknown_now),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "delays are far below 2^63 seconds")]
fn labels(s: &Shell, labels: &LabelDrift) -> LabelsView {
    let days = |days: Option<f64>| {
        let span = |days: f64| s.span(TimeDelta::seconds((days * 86_400.0).round() as i64));
        days.map_or_else(|| "–".to_owned(), span)
    };
    LabelsView {
        count: labels.labels,
        median: days(labels.median_delay_days),
        p90: days(labels.p90_delay_days),
        unlabelled: labels.unlabelled_share.map_or_else(|| "–".to_owned(), share),
        due: labels.decisions_due,
        due_after: labels.label_due_after_days,
    }
}
