//! Logs on stderr and metrics for Prometheus.

use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::ParseError;

use crate::config::{LogConfig, LogFormat};

/// Why there is no telemetry.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The filter is none.
    #[error("`log.level` cannot be read")]
    Filter(#[from] ParseError),
    /// Metrics are recorded by somebody else already.
    #[error("metrics cannot be recorded")]
    Metrics(#[from] BuildError),
}

/// Seconds at which a request's duration is counted.
const BUCKETS: [f64; 12] =
    [0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// Begins to log and to record metrics.
pub fn start(log: &LogConfig) -> Result<PrometheusHandle, TelemetryError> {
    let filter = EnvFilter::try_new(&log.level)?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match log.format {
        LogFormat::Json => lines.json().flatten_event(true).init(),
        LogFormat::Text => lines.init(),
    }
    log_panics();
    let duration = Matcher::Suffix("_duration_seconds".to_owned());
    let builder = PrometheusBuilder::new().set_buckets_for_metric(duration, &BUCKETS)?;
    Ok(builder.install_recorder()?)
}

/// A panic is logged with its place. Its message may hold what somebody sent, so it is left out.
fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a panic; this is a bug in the service");
    }));
}
