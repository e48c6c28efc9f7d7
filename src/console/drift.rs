//! Drift: how far what comes in is from what the model that scores learned from.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::TimeDelta;
use learning::evaluation::{DriftBounds, DriftLevel, Stability};

use super::failure::Failure;
use super::frame::page;
use super::shell::Shell;
use super::shown::{share, words};
use super::visitor::{Fields, Visitor};
use crate::app::App;
use crate::service::drift::{self, DriftReport, IndicatorDrift, LabelDrift};

/// The spans that can be looked at, in days.
const SPANS: [u32; 4] = [7, 14, 30, 90];
/// The width of a bar's picture, in its own units.
const WIDTH: f64 = 1_000.0;

#[derive(Template)]
#[template(path = "console/drift.html")]
struct DriftPage {
    s: Shell,
    tab: &'static str,
    spans: Vec<(u32, bool)>,
    model: String,
    synthetic: bool,
    has_reference: bool,
    from: String,
    until: String,
    days: usize,
    decisions: u64,
    /// Fewer decisions than anything can be said of.
    is_too_few: bool,
    needed: u32,
    score: Option<IndexView>,
    labels: LabelsView,
    scale: Scale,
    groups: Vec<Group>,
}

/// Where the bounds stand in every bar.
struct Scale {
    moved: f64,
    drifted: f64,
    moved_from: String,
    drifted_from: String,
    most: f64,
}

/// Indicators that stand alike.
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

/// An index with its bar.
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
    let days = Fields::asked(&request).parse("days").ok().filter(|days| SPANS.contains(days));
    let days = days.unwrap_or(app.drift.config.window_days);
    let report = drift::report(&app, &visitor.tenant, days).await?;
    let s = Shell::of(&visitor, "drift.title", &request);
    let scale = Scale::of(&report.bounds);
    Ok(page(&DriftPage {
        tab: "drift",
        spans: SPANS.map(|span| (span, span == days)).into(),
        model: report.model_id.clone(),
        synthetic: report.synthetic,
        has_reference: report.has_reference,
        from: report.from.to_string(),
        until: report.until.to_string(),
        days: report.days,
        decisions: report.decisions,
        is_too_few: report.decisions < u64::from(report.bounds.people_needed),
        needed: report.bounds.people_needed,
        score: report.score.as_ref().map(|score| index(&s, &scale, score)),
        labels: labels(&s, &report.labels),
        groups: groups(&s, &scale, &report),
        scale,
        s,
    }))
}

impl Scale {
    fn of(bounds: &DriftBounds) -> Self {
        // Twice the upper bound is the bar's end: what is beyond is far beyond.
        let most = bounds.drifted_from * 2.0;
        Self {
            moved: bounds.moved_from / most * WIDTH,
            drifted: bounds.drifted_from / most * WIDTH,
            moved_from: bounds.moved_from.to_string(),
            drifted_from: bounds.drifted_from.to_string(),
            most,
        }
    }
}

fn level(level: DriftLevel) -> &'static str {
    match level {
        DriftLevel::TooFew => "too_few",
        DriftLevel::Stable => "stable",
        DriftLevel::Moved => "moved",
        DriftLevel::Drifted => "drifted",
    }
}

fn index(s: &Shell, scale: &Scale, one: &Stability) -> IndexView {
    let name = level(one.level);
    let tells = one.level != DriftLevel::TooFew;
    let part = (one.corrected / scale.most).clamp(0.0, 1.0);
    IndexView {
        index: if tells { format!("{:.2}", one.corrected) } else { "–".to_owned() },
        raw: s.with2(
            "drift.raw",
            "psi",
            format!("{:.3}", one.psi),
            "chance",
            format!("{:.3}", one.by_chance),
        ),
        level: name,
        text: s.t(&format!("drift_level.{name}")),
        width: if tells && part.is_finite() { (part * WIDTH).round() } else { 0.0 },
        people: one.people,
    }
}

/// Those that drifted or moved, those that did not, and those of which nothing can be said.
fn groups(s: &Shell, scale: &Scale, report: &DriftReport) -> Vec<Group> {
    let stands = |one: &IndicatorDrift| one.values.level.max(one.unknown.level);
    let group = |key: &str, is_open: bool, levels: &[DriftLevel]| {
        let rows = report.indicators.iter().filter(|one| levels.contains(&stands(one)));
        let rows: Vec<DriftRow> = rows.map(|one| row(s, scale, one)).collect();
        Group { title: s.t(key), is_open, rows }
    };
    let all = [
        group("drift.changed", true, &[DriftLevel::Drifted, DriftLevel::Moved]),
        group("drift.same", false, &[DriftLevel::Stable]),
        group("drift.few", false, &[DriftLevel::TooFew]),
    ];
    // That nothing changed is worth saying once something can be said.
    let tells = !all[0].rows.is_empty() || !all[1].rows.is_empty();
    let has = |group: &Group| !group.rows.is_empty() || (group.is_open && tells);
    all.into_iter().filter(has).collect()
}

fn row(s: &Shell, scale: &Scale, one: &IndicatorDrift) -> DriftRow {
    DriftRow {
        name: words(&one.indicator),
        family: s.t(&format!("family.{}", one.family)),
        values: index(s, scale, &one.values),
        unknown: index(s, scale, &one.unknown),
        was: share(one.reference_unknown_share),
        is: share(one.unknown_share),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a delay of labels is far below 2^63 seconds")]
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
