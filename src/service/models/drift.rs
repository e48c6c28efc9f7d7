//! Drift: counts each day's submissions and compares them with the training data of the tenant's model.
//!
//! Nothing is counted while a decision is made. Once a day, a job opens a bounded sample of the previous day's sealed
//! decisions and stores only counts. It scores them again with the current champion, so that days before a promotion
//! can be compared too.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use learning::evaluation::{
    DriftBounds, DriftCounts, DriftLevel, IndicatorReference, Reference, Stability,
    score_stability, unknown_stability, values_stability,
};
use scoring::champion::{self, Champion};
use scoring::model::Stop;
use serde::Serialize;
use utoipa::ToSchema;

use super::evaluations;
use crate::app::App;
use crate::compute::Class;
use crate::domain::event::{DriftDetected, DriftedSubject, EventData};
use crate::domain::job::JobKind;
use crate::domain::tenant::TenantId;
use crate::service::Internal;
use crate::service::scoring::submission;
use crate::service::webhooks::events;
use crate::store::models::drift::{Alarm, CountedSubject};
use crate::store::scoring::decisions::StoredDecision;
use crate::store::{self, Tx};
use crate::telemetry::metrics::METRICS;

/// The subject of the counts of scores.
const SCORE: &str = "score";
/// The delay between the end of a day and its count.
const AFTER_MIDNIGHT: TimeDelta = TimeDelta::minutes(10);

/// How recent applicants differ from the model's reference data.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct DriftReport {
    /// Id of the champion, `mod_…`.
    #[schema(example = "mod_9f86d081884c7d65")]
    pub model_id: String,
    /// Whether the reference data was simulated. If so, drift shows how real applicants differ from simulated ones.
    pub synthetic: bool,
    /// Whether the model has reference data. A model that was never evaluated has none, and drift can't be measured.
    pub has_reference: bool,
    /// First day of the period.
    pub from: NaiveDate,
    /// Day after the last day of the period.
    pub until: NaiveDate,
    /// Number of days in the period that were counted.
    pub days: usize,
    /// Number of decisions examined, sampled from each day.
    pub decisions: u64,
    /// Thresholds the indices are compared with.
    pub bounds: DriftBounds,
    /// Drift of the score; `null` if it can't be measured.
    pub score: Option<Stability>,
    /// Drift of each indicator, strongest first.
    pub indicators: Vec<IndicatorDrift>,
    /// Delays of labels.
    pub labels: LabelDrift,
}

/// Drift of one indicator.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct IndicatorDrift {
    /// Id of the indicator.
    #[schema(example = "payout_account_shared")]
    pub indicator: String,
    /// Family of the indicator.
    pub family: String,
    /// Drift of its values, among applicants for whom the indicator is known.
    pub values: Stability,
    /// Drift of the share of applicants for whom it is unknown.
    pub unknown: Stability,
    /// The share of unknown values in the reference.
    pub unknown_in_reference: f64,
    /// The share of unknown values now.
    pub unknown_now: f64,
}

/// Delays between decisions and labels.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct LabelDrift {
    /// Number of labels stored in the period.
    pub labels: i64,
    /// Median number of days between a decision and its label.
    pub median_delay_days: Option<f64>,
    /// 90th percentile of the days between a decision and its label.
    pub p90_delay_days: Option<f64>,
    /// Number of days after which a decision should have a label.
    pub label_due_after_days: u32,
    /// Number of decisions whose label became due in the period.
    pub decisions_due: i64,
    /// Share of the due decisions that have no label; `null` if none were due.
    pub unlabelled_share: Option<f64>,
}

/// A span of whole days in UTC.
#[derive(Clone, Copy)]
struct Span {
    from: NaiveDate,
    until: NaiveDate,
}

impl Span {
    fn before(until: NaiveDate, days: u32) -> Self {
        let from = until.checked_sub_days(Days::new(days.into())).unwrap_or(until);
        Self { from, until }
    }

    fn days(self) -> impl Iterator<Item = NaiveDate> {
        self.from.iter_days().take_while(move |day| *day < self.until)
    }
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// Queues the count of a day when this process makes its first decision on that day. Returns the day if it queued the
/// job; the caller records it after the transaction is committed.
pub(in crate::service) async fn schedule(
    app: &App,
    tx: &mut Tx,
    now: DateTime<Utc>,
) -> Result<Option<NaiveDate>, Internal> {
    let day = now.date_naive();
    if app.drift.is_scheduled(&tx.tenant, day) {
        return Ok(None);
    }
    let run_at = midnight(day) + TimeDelta::days(1) + AFTER_MIDNIGHT;
    let subject = day.to_string();
    store::jobs::enqueue(tx, JobKind::Drift, &subject, run_at).await?;
    Ok(Some(day))
}

/// Counts the days that have not been counted yet, sends an event about new drift, and returns the report.
#[tracing::instrument(skip_all, fields(tenant = %tenant))]
pub async fn measure(app: &App, tenant: &TenantId) -> Result<DriftReport, Internal> {
    let champion = super::champion(app, tenant).await?;
    let mut tx = app.begin(tenant).await?;
    let span = Span::before(tx.now.date_naive(), app.drift.config.window_days);
    if let Some(evaluation) = evaluations::find(&mut tx, &champion.reference.digest).await? {
        let digest = &champion.reference.digest;
        let counted = store::models::drift::days(&mut tx, digest, span.from, span.until).await?;
        for day in span.days().filter(|day| !counted.contains(day)) {
            count(app, &mut tx, (&champion, &evaluation.reference), day).await?;
        }
    }
    let report = build_report(app, &mut tx, &champion, span).await?;
    notify(&mut tx, &champion, &report).await?;
    tx.commit().await?;
    let count = |level: DriftLevel| {
        report.indicators.iter().filter(|indicator| indicator.level() == level).count()
    };
    let levels = [("moved", count(DriftLevel::Moved)), ("drifted", count(DriftLevel::Drifted))];
    METRICS.drift(tenant.as_str(), report.score.map(|score| score.excess), &levels);
    Ok(report)
}

/// Compares the counts of the last days with the reference.
pub async fn report(app: &App, tenant: &TenantId, days: u32) -> Result<DriftReport, Internal> {
    let champion = super::champion(app, tenant).await?;
    let mut tx = app.begin(tenant).await?;
    let span = Span::before(tx.now.date_naive(), days);
    build_report(app, &mut tx, &champion, span).await
}

/// Counts a sample of a day's decisions.
async fn count(
    app: &App,
    tx: &mut Tx,
    (champion, reference): (&Arc<Champion>, &Reference),
    day: NaiveDate,
) -> Result<(), Internal> {
    let (from, until) = (midnight(day), midnight(day) + TimeDelta::days(1));
    let limit = i64::from(app.drift.config.sample_per_day);
    let sample = store::models::drift::sample(tx, from, until, limit).await?;
    let is_empty = sample.is_empty();
    let (opener, tenant) = (app.clone(), tx.tenant.clone());
    let (counter, distribution) = (Arc::clone(champion), reference.clone());
    let count = move |_: &Stop| count_sample(&opener, &tenant, (&counter, &distribution), &sample);
    let (scores, counts) = app.run(Class::Bulk, &tx.tenant, count).await??;
    // For a day without decisions, only the scores' row is stored. It shows that the day was counted.
    let known = if is_empty { 0 } else { counts.len() };
    let names = reference.indicators.iter().map(|reference| reference.indicator.as_str());
    for (subject, counts) in names.zip(&counts).take(known).chain([(SCORE, &scores)]) {
        let digest = &champion.reference.digest;
        store::models::drift::keep(tx, day, digest, &stored(subject, counts)).await?;
    }
    Ok(())
}

/// The counts of the scores, and of each indicator.
fn count_sample(
    app: &App,
    tenant: &TenantId,
    (champion, reference): (&Champion, &Reference),
    sample: &[StoredDecision],
) -> Result<(DriftCounts, Vec<DriftCounts>), Internal> {
    let mut scores = DriftCounts::for_scores(&reference.scores);
    let known = champion::columns();
    let columns: Vec<Option<usize>> = (reference.indicators.iter())
        .map(|reference| known.iter().position(|(id, _)| *id == reference.indicator))
        .collect();
    let mut counts: Vec<DriftCounts> =
        reference.indicators.iter().map(DriftCounts::for_indicator).collect();
    for row in sample {
        let key = submission::data_key(app, tenant, row.applicant_id, &row.data_key)?;
        let inputs = submission::sealed_inputs(&key, &row.inputs, row.id)?.build_inputs();
        for ((indicator, column), counts) in
            reference.indicators.iter().zip(&columns).zip(&mut counts)
        {
            counts.add_input(indicator, column.and_then(|column| inputs[column]));
        }
        scores.add_score(&reference.scores, &champion.scorer, &inputs);
    }
    Ok((scores, counts))
}

fn stored(subject: &str, counts: &DriftCounts) -> CountedSubject {
    let whole = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    CountedSubject {
        subject: subject.to_owned(),
        unknown: whole(counts.unknown),
        known: counts.known.iter().map(|count| whole(*count)).collect(),
    }
}

async fn build_report(
    app: &App,
    tx: &mut Tx,
    champion: &Champion,
    span: Span,
) -> Result<DriftReport, Internal> {
    let digest = &champion.reference.digest;
    let evaluation = evaluations::find(tx, digest).await?;
    let days = store::models::drift::days(tx, digest, span.from, span.until).await?.len();
    let rows = store::models::drift::counted(tx, digest, span.from, span.until).await?;
    let counted = summed(rows);
    let bounds = app.drift.config.bounds();
    let reference = evaluation.as_ref().map(|evaluation| &evaluation.reference);
    let scores = reference.map(|reference| {
        counted.get(SCORE).cloned().unwrap_or_else(|| DriftCounts::for_scores(&reference.scores))
    });
    Ok(DriftReport {
        model_id: champion.reference.id.clone(),
        synthetic: evaluation.as_ref().is_some_and(|evaluation| evaluation.model.synthetic),
        has_reference: reference.is_some(),
        from: span.from,
        until: span.until,
        days,
        decisions: scores.as_ref().map_or(0, DriftCounts::known),
        bounds,
        score: reference
            .zip(scores)
            .map(|(reference, scores)| score_stability(reference, &scores, &bounds)),
        indicators: reference
            .map_or_else(Vec::new, |reference| indicators(reference, &counted, &bounds)),
        labels: labels(app, tx, span).await?,
    })
}

/// The counts of each subject, summed over all days.
fn summed(rows: Vec<CountedSubject>) -> BTreeMap<String, DriftCounts> {
    let whole = |count: i64| u64::try_from(count).unwrap_or_default();
    let mut summed: BTreeMap<String, DriftCounts> = BTreeMap::new();
    for row in rows {
        let known: Vec<u64> = row.known.into_iter().map(whole).collect();
        let empty = DriftCounts { unknown: 0, known: vec![0; known.len()] };
        let counts = DriftCounts { unknown: whole(row.unknown), known };
        summed.entry(row.subject).or_insert(empty).add(&counts);
    }
    summed
}

fn indicators(
    reference: &Reference,
    counted: &BTreeMap<String, DriftCounts>,
    bounds: &DriftBounds,
) -> Vec<IndicatorDrift> {
    // What this build does not score is unknown for everyone.
    let scored = champion::columns();
    let is_scored =
        |indicator: &&IndicatorReference| scored.iter().any(|(id, _)| *id == indicator.indicator);
    let mut indicators: Vec<IndicatorDrift> = (reference.indicators.iter())
        .filter(is_scored)
        .map(|indicator| {
            let counts = counted.get(&indicator.indicator).cloned();
            let counts = counts.unwrap_or_else(|| DriftCounts::for_indicator(indicator));
            IndicatorDrift {
                indicator: indicator.indicator.clone(),
                family: indicator.family.clone(),
                values: values_stability(reference, indicator, &counts, bounds),
                unknown: unknown_stability(reference, indicator, &counts, bounds),
                unknown_in_reference: indicator.unknown,
                unknown_now: counts.unknown_share(),
            }
        })
        .collect();
    let excess = |drift: &IndicatorDrift| drift.values.excess.max(drift.unknown.excess);
    // The sort is stable, so ties keep the catalogue's order.
    indicators.sort_by(|a, b| b.level().cmp(&a.level()).then(excess(b).total_cmp(&excess(a))));
    indicators
}

impl IndicatorDrift {
    fn level(&self) -> DriftLevel {
        self.values.level.max(self.unknown.level)
    }
}

async fn labels(app: &App, tx: &mut Tx, span: Span) -> Result<LabelDrift, Internal> {
    let label_due_after_days = app.drift.config.unlabelled_after_days;
    let (from, until) = (midnight(span.from), midnight(span.until) + TimeDelta::days(1));
    let delays = store::models::drift::label_delays(tx, from, until).await?;
    let earlier = TimeDelta::days(label_due_after_days.into());
    let (due, unlabelled) =
        store::models::drift::unlabelled(tx, from - earlier, until - earlier).await?;
    #[expect(clippy::cast_precision_loss, reason = "counts of decisions are far below 2^53")]
    let unlabelled_share = (due > 0).then(|| unlabelled as f64 / due as f64);
    Ok(LabelDrift {
        labels: delays.labels,
        median_delay_days: delays.median_days,
        p90_delay_days: delays.p90_days,
        label_due_after_days,
        decisions_due: due,
        unlabelled_share,
    })
}

/// Sends an event about new drift, once, and clears the alarms of distributions that are stable again.
async fn notify(tx: &mut Tx, champion: &Champion, report: &DriftReport) -> Result<(), Internal> {
    let digest = &champion.reference.digest;
    let mut drifted = Vec::new();
    for (subject, measure, stability) in measured(report) {
        let alarm = Alarm { subject: subject.to_owned(), measure: measure.to_owned() };
        match stability.level {
            DriftLevel::Drifted => {
                if store::models::drift::raise(tx, digest, &alarm).await? {
                    let Alarm { subject, measure } = alarm;
                    drifted.push(DriftedSubject { subject, measure, psi: stability.excess });
                }
            }
            // Cleared only when stable again. Otherwise, a subject near the threshold would be reported every day.
            DriftLevel::Stable => store::models::drift::clear(tx, digest, &alarm).await?,
            DriftLevel::Moved | DriftLevel::InsufficientData => {}
        }
    }
    if drifted.is_empty() {
        return Ok(());
    }
    tracing::warn!(
        subjects = drifted.len(),
        model.id = champion.reference.id,
        "submissions have drifted from the model's training data"
    );
    let data = DriftDetected {
        model_id: champion.reference.id.clone(),
        from: report.from,
        until: report.until,
        drifted,
    };
    events::emit(tx, EventData::DriftDetected(data)).await
}

/// Every index with its subject and measure.
fn measured(report: &DriftReport) -> Vec<(&str, &str, Stability)> {
    let mut all: Vec<(&str, &str, Stability)> =
        report.score.iter().map(|score| (SCORE, "values", *score)).collect();
    for drift in &report.indicators {
        all.push((&drift.indicator, "values", drift.values));
        all.push((&drift.indicator, "unknown", drift.unknown));
    }
    all
}
