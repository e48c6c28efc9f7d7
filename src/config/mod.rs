//! Configuration. `default.toml` has all defaults and documents them; a file overrides them, and environment variables
//! override the file.

mod console;
mod oidc;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use config::{Config as Sources, Environment, File, FileFormat};
use evidence::adapters::Kind;
use evidence::enrichment::EnrichmentConfig;
use learning::evaluation::DriftBounds;
use learning::evaluation::GatePolicy;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;

use crate::compute::ComputeConfig;
use crate::domain::tenant::TenantId;
use crate::file_reader::FilesConfig;
use crate::webhooks::OutConfig;
pub use console::ConsoleConfig;
pub use oidc::OidcConfig;

/// Every setting with its default and a description.
pub const DEFAULTS: &str = include_str!("default.toml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub server: ServerConfig,
    pub compute: ComputeConfig,
    pub database: DatabaseConfig,
    pub auth: AuthConfig,
    pub console: Arc<ConsoleConfig>,
    pub oidc: OidcConfig,
    pub enrichment: EnrichmentConfig,
    pub files: FilesConfig,
    pub webhooks: Arc<WebhookSecrets>,
    pub webhooks_out: OutConfig,
    pub model: ModelConfig,
    pub training: Arc<TrainingConfig>,
    pub drift: DriftConfig,
    pub log: LogConfig,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerConfig {
    pub listen: SocketAddr,
    pub body_limit_bytes: usize,
    pub profile_limit_bytes: usize,
    pub request_timeout_s: u64,
    pub shutdown_timeout_s: u64,
    pub workers: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseConfig {
    pub url: SecretString,
    pub max_connections: u32,
    pub max_waiting: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthConfig {
    pub issuer: String,
    pub audience: String,
}

/// Secrets by vendor and tenant, as they are written.
type WrittenSecrets = BTreeMap<String, BTreeMap<String, Vec<SecretString>>>;

/// The secrets that vendors sign their webhooks with, by tenant.
#[derive(Debug, Default, Deserialize)]
#[serde(try_from = "WrittenSecrets")]
pub struct WebhookSecrets(BTreeMap<Kind, BTreeMap<String, Vec<SecretString>>>);

impl WebhookSecrets {
    /// The valid secrets of a vendor for a tenant; several during a rotation.
    pub fn secrets(&self, kind: Kind, tenant: &TenantId) -> Vec<&[u8]> {
        let by_tenant = self.0.get(&kind);
        let secrets = by_tenant.and_then(|by_tenant| by_tenant.get(tenant.as_str()));
        let secrets = secrets.into_iter().flatten();
        secrets.map(|secret| secret.expose_secret().as_bytes()).collect()
    }
}

impl TryFrom<WrittenSecrets> for WebhookSecrets {
    type Error = String;

    /// Environment variables can't contain hyphens, so underscores stand for them too.
    fn try_from(written: WrittenSecrets) -> Result<Self, String> {
        let vendor = |(name, by_tenant): (String, _)| {
            let kind = name.replace('_', "-").parse::<Kind>().ok().filter(|kind| kind.is_webhook());
            let kind = kind.ok_or_else(|| format!("`{name}` sends no webhooks"))?;
            Ok((kind, by_tenant))
        };
        written.into_iter().map(vendor).collect::<Result<_, String>>().map(Self)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelConfig {
    pub path: PathBuf,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainingConfig {
    pub promotion_needs_approval: bool,
    pub threads: usize,
    pub nice: i32,
    pub memory_mb: usize,
    pub every_days: u32,
    pub min_new_labels: u32,
    pub gate: GatePolicy,
    /// The directory for artefacts, cards and evaluations: `models/` in the data directory. If empty, no files are
    /// written.
    #[serde(skip)]
    pub models_dir: PathBuf,
}

impl TrainingConfig {
    pub fn shipped() -> Result<Self, ConfigError> {
        let config = Config::read(Sources::builder())?;
        Ok(Arc::unwrap_or_clone(config.training))
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DriftConfig {
    pub window_days: u32,
    pub sample_per_day: u32,
    #[serde(alias = "moved_from")]
    pub moved_threshold: f64,
    #[serde(alias = "drifted_from")]
    pub drifted_threshold: f64,
    #[serde(alias = "people_needed")]
    pub min_sample_size: u32,
    pub unlabelled_after_days: u32,
}

impl DriftConfig {
    pub fn shipped() -> Result<Self, ConfigError> {
        Ok(Config::read(Sources::builder())?.drift)
    }

    /// The thresholds for a drift report.
    pub fn bounds(&self) -> DriftBounds {
        DriftBounds {
            moved_threshold: self.moved_threshold,
            drifted_threshold: self.drifted_threshold,
            min_sample_size: self.min_sample_size,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogConfig {
    pub level: String,
    pub format: LogFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    Json,
    Text,
}

/// A setting is invalid. The message names the setting and its source.
#[derive(Debug, thiserror::Error)]
#[error("invalid configuration")]
pub struct ConfigError(#[from] config::ConfigError);

impl Config {
    pub fn load(named: Option<&Path>, data_dir: &Path) -> Result<Self, ConfigError> {
        let in_data_dir = data_dir.join("bonafide.toml");
        let file = File::from(named.unwrap_or(&in_data_dir));
        let file = file.format(FileFormat::Toml).required(named.is_some());
        // Variables without a section, such as BONAFIDE_DATA_DIR, belong to command-line flags.
        let sections = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .filter(|(name, _)| name.contains("__"));
        let environment = Environment::with_prefix("BONAFIDE")
            .prefix_separator("_")
            .separator("__")
            .source(Some(sections.collect()));
        Self::read(Sources::builder().add_source(file).add_source(environment))
    }

    fn read(
        later: config::ConfigBuilder<config::builder::DefaultState>,
    ) -> Result<Self, ConfigError> {
        let later = later.build()?;
        let sources = Sources::builder()
            .add_source(File::from_str(DEFAULTS, FileFormat::Toml))
            .add_source(later)
            .set_override_option("database.url", std::env::var("DATABASE_URL").ok())?;
        Ok(sources.build()?.try_deserialize()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(toml: &str) -> Result<Config, ConfigError> {
        Config::read(Sources::builder().add_source(File::from_str(toml, FileFormat::Toml)))
    }

    #[test]
    fn the_defaults_are_a_complete_configuration() {
        let config = with("").unwrap();
        assert_eq!(config.server.listen.port(), 8080);
        assert_eq!(config.enrichment.sanctioned_countries.len(), 3);
        assert_eq!(config.log.format, LogFormat::Json);
    }

    #[test]
    fn every_vendor_with_webhooks_can_have_secrets() {
        let tenant = TenantId::parse("acme").unwrap();
        for kind in Kind::ALL.into_iter().filter(|kind| kind.is_webhook()) {
            for name in [kind.name().to_owned(), kind.name().replace('-', "_")] {
                let config = with(&format!("[webhooks]\n{name} = {{ acme = [\"a\", \"b\"] }}"));
                let secrets = config.unwrap().webhooks;
                assert_eq!(secrets.secrets(kind, &tenant), [b"a", b"b"], "{name}");
            }
        }
        assert!(with("[webhooks]\ngithub = {}").is_err());
    }

    #[test]
    fn reports_and_the_service_have_the_same_default_gate() {
        assert_eq!(with("").unwrap().training.gate, GatePolicy::default());
    }

    #[test]
    fn the_service_and_its_tests_have_the_same_default_limits() {
        let (shipped, default) = (with("").unwrap().compute, ComputeConfig::default());
        assert_eq!(format!("{shipped:?}"), format!("{default:?}"));
    }

    #[test]
    fn a_file_overrides_only_its_own_settings() {
        let config = with("[server]\nlisten = \"127.0.0.1:9\"").unwrap();
        assert_eq!(config.server.listen.port(), 9);
        assert_eq!(config.server.body_limit_bytes, 2 * 1024 * 1024);
    }

    #[test]
    fn an_error_names_a_misspelt_or_invalid_setting() {
        let misspelt = with("[server]\nlissten = \"127.0.0.1:9\"").unwrap_err().0.to_string();
        assert!(misspelt.contains("lissten"), "{misspelt}");
        let wrong = with("[server]\nlisten = \"nowhere\"").unwrap_err().0.to_string();
        assert!(wrong.contains("listen"), "{wrong}");
    }

    #[test]
    fn a_password_is_not_printed() {
        let config = with("[database]\nurl = \"postgres://user:hunter2@host/db\"").unwrap();
        assert!(!format!("{config:?}").contains("hunter2"));
    }
}
