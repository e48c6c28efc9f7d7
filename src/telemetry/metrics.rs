//! All metrics, in the OpenMetrics text format that Prometheus reads.

use std::sync::LazyLock;
use std::sync::atomic::AtomicU64;

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// Label names and values of a series.
type Labels = Vec<(&'static str, String)>;

/// Histogram buckets for request durations, in seconds.
const BUCKETS: [f64; 12] =
    [0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// The metrics of this process.
pub static METRICS: LazyLock<Metrics> = LazyLock::new(Metrics::new);

pub struct Metrics {
    registry: Registry,
    requests: Family<Labels, Counter>,
    durations: Family<Labels, Histogram, fn() -> Histogram>,
    decisions: Family<Labels, Counter>,
    drift_score_psi: Family<Labels, Gauge<f64, AtomicU64>>,
    drift_indicators: Family<Labels, Gauge>,
    model_swaps: Counter,
    training_jobs: Family<Labels, Counter>,
    webhook_attempts: Family<Labels, Counter>,
    compute_queue_length: Family<Labels, Gauge>,
    compute_wait: Family<Labels, Histogram, fn() -> Histogram>,
    compute_refused: Family<Labels, Counter>,
}

impl Metrics {
    fn new() -> Self {
        let mut registry = Registry::with_prefix("bonafide");
        let requests = Family::default();
        registry.register("http_requests", "Requests served", requests.clone());
        let durations: Family<Labels, Histogram, fn() -> Histogram> =
            Family::new_with_constructor(|| Histogram::new(BUCKETS));
        let seconds = "Request duration in seconds";
        registry.register("http_request_duration_seconds", seconds, durations.clone());
        let decisions = Family::default();
        registry.register("decisions", "Decisions stored", decisions.clone());
        let drift_score_psi = Family::default();
        let index = "Population stability index of the scores, minus the index expected by chance";
        registry.register("drift_score_psi", index, drift_score_psi.clone());
        let drift_indicators = Family::default();
        let unlike = "Indicators that have moved or drifted";
        registry.register("drift_indicators", unlike, drift_indicators.clone());
        let model_swaps = Counter::default();
        let exchanged = "Champion changes in this process";
        registry.register("model_swaps", exchanged, model_swaps.clone());
        let training_jobs = Family::default();
        registry.register("training_jobs", "Training jobs finished", training_jobs.clone());
        let webhook_attempts = Family::default();
        let attempts = "Webhook delivery attempts, by outcome";
        registry.register("webhook_attempts", attempts, webhook_attempts.clone());
        let compute_queue_length = Family::default();
        let waiting = "Jobs that wait for a thread, by class";
        registry.register("compute_queue_length", waiting, compute_queue_length.clone());
        let compute_wait: Family<Labels, Histogram, fn() -> Histogram> =
            Family::new_with_constructor(|| Histogram::new(BUCKETS));
        let waited = "Time that jobs waited for a thread in seconds, by class";
        registry.register("compute_wait_seconds", waited, compute_wait.clone());
        let compute_refused = Family::default();
        let refused = "Requests refused because too many were being processed, by class";
        registry.register("compute_refused", refused, compute_refused.clone());
        Self {
            registry,
            requests,
            durations,
            decisions,
            drift_score_psi,
            drift_indicators,
            model_swaps,
            training_jobs,
            webhook_attempts,
            compute_queue_length,
            compute_wait,
            compute_refused,
        }
    }

    pub fn request(&self, method: &'static str, route: &str, status: u16, seconds: f64) {
        let mut labels = vec![("method", method.to_owned()), ("route", route.to_owned())];
        self.durations.get_or_create(&labels).observe(seconds);
        labels.push(("status", status.to_string()));
        self.requests.get_or_create(&labels).inc();
    }

    pub fn decision(&self, band: &'static str) {
        self.decisions.get_or_create(&vec![("band", band.to_owned())]).inc();
    }

    /// Sets a tenant's latest drift figures: the index of the scores, and the number of indicators at each level.
    pub fn drift(&self, tenant: &str, score: Option<f64>, levels: &[(&'static str, usize)]) {
        let mut labels = vec![("tenant", tenant.to_owned())];
        if let Some(score) = score {
            self.drift_score_psi.get_or_create(&labels).set(score);
        }
        for (level, count) in levels {
            labels.insert(0, ("level", (*level).to_owned()));
            let count = i64::try_from(*count).unwrap_or(i64::MAX);
            self.drift_indicators.get_or_create(&labels).set(count);
            labels.remove(0);
        }
    }

    pub fn model_swap(&self) {
        self.model_swaps.inc();
    }

    pub fn training_job(&self, state: &'static str) {
        self.training_jobs.get_or_create(&vec![("state", state.to_owned())]).inc();
    }

    pub fn webhook_attempt(&self, outcome: &'static str) {
        self.webhook_attempts.get_or_create(&vec![("outcome", outcome.to_owned())]).inc();
    }

    pub fn compute_queue_length(&self, class: &'static str, waiting: usize) {
        let waiting = i64::try_from(waiting).unwrap_or(i64::MAX);
        self.compute_queue_length.get_or_create(&vec![("class", class.to_owned())]).set(waiting);
    }

    pub fn compute_wait(&self, class: &'static str, seconds: f64) {
        self.compute_wait.get_or_create(&vec![("class", class.to_owned())]).observe(seconds);
    }

    pub fn compute_refused(&self, class: &'static str) {
        self.compute_refused.get_or_create(&vec![("class", class.to_owned())]).inc();
    }

    /// All metrics as text, for scraping.
    pub fn text(&self) -> String {
        let mut text = String::new();
        encode(&mut text, &self.registry).expect("writing to a string does not fail");
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counted_requests_and_decisions_appear_in_the_text() {
        let metrics = Metrics::new();
        metrics.decision("high");
        metrics.decision("high");
        metrics.request("GET", "/healthz", 200, 0.003);
        let text = metrics.text();
        assert!(text.contains("bonafide_decisions_total{band=\"high\"} 2"), "{text}");
        let bucket = "bonafide_http_request_duration_seconds_bucket{le=\"0.005\",method=\"GET\",route=\"/healthz\"} 1";
        assert!(text.contains(bucket), "{text}");
    }
}
