//! Configuration: the defaults in `default.toml`, which is also their documentation, then a file, then
//! the environment.

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

use crate::domain::tenant::TenantId;
use crate::file_reader::FilesConfig;
use crate::webhooks::OutConfig;
pub use console::ConsoleConfig;
pub use oidc::OidcConfig;

/// The defaults, with what each setting means.
pub const DEFAULTS: &str = include_str!("default.toml");

/// Every setting.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The HTTP server.
    pub server: ServerConfig,
    /// The database.
    pub database: DatabaseConfig,
    /// Tokens.
    pub auth: AuthConfig,
    /// The console.
    pub console: Arc<ConsoleConfig>,
    /// An OpenID provider for the console.
    pub oidc: OidcConfig,
    /// Facts from files.
    pub enrichment: EnrichmentConfig,
    /// Files that are read.
    pub files: FilesConfig,
    /// Vendors' webhooks.
    pub webhooks: Arc<WebhookSecrets>,
    /// Webhooks that are sent out.
    pub webhooks_out: OutConfig,
    /// The model.
    pub model: ModelConfig,
    /// Training, and who may promote.
    pub training: Arc<TrainingConfig>,
    /// What is looked at to see drift.
    pub drift: DriftConfig,
    /// The log.
    pub log: LogConfig,
}

/// The HTTP server.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerConfig {
    /// The address to listen on.
    pub listen: SocketAddr,
    /// How large a body may be.
    pub body_limit_bytes: usize,
    /// How large a profile may be, which can hold files.
    pub profile_limit_bytes: usize,
    /// How long a request may take to arrive.
    pub request_timeout_s: u64,
    /// How long requests in flight may take after a shutdown began.
    pub shutdown_timeout_s: u64,
    /// How many threads serve; 0 for one for each core.
    pub workers: usize,
}

/// The database.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseConfig {
    /// Where it is; empty for the embedded one. It may hold a password.
    pub url: SecretString,
    /// How many connections are kept at most.
    pub max_connections: u32,
}

/// Tokens.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthConfig {
    /// What tokens name as their issuer.
    pub issuer: String,
    /// What tokens name as their audience.
    pub audience: String,
}

/// What vendors sign their webhooks with, by tenant.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookSecrets {
    /// For Greenhouse.
    pub greenhouse: BTreeMap<String, Vec<SecretString>>,
    /// For Ashby.
    pub ashby: BTreeMap<String, Vec<SecretString>>,
}

impl WebhookSecrets {
    /// The secrets of one vendor and tenant, several while one takes the place of another.
    pub fn secrets(&self, kind: Kind, tenant: &TenantId) -> Vec<&[u8]> {
        let by_tenant = match kind {
            Kind::Greenhouse => &self.greenhouse,
            Kind::Ashby => &self.ashby,
            _ => return Vec::new(),
        };
        let secrets = by_tenant.get(tenant.as_str()).into_iter().flatten();
        secrets.map(|secret| secret.expose_secret().as_bytes()).collect()
    }
}

/// The model.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelConfig {
    /// A model file; empty for the baseline in the binary.
    pub path: PathBuf,
}

/// Training, and who may promote.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainingConfig {
    /// Whether a promotion waits for a second person.
    pub promotion_needs_approval: bool,
    /// How many threads a fit may use.
    pub threads: usize,
    /// How far a fit stands back behind all else: 0 to 19, as `nice` counts.
    pub nice: i32,
    /// How much memory the data of a fit may take.
    pub memory_mb: usize,
    /// After how many days a job starts by itself; 0 for never.
    pub every_days: u32,
    /// How many new labels that takes.
    pub min_new_labels: u32,
    /// What a model must show before it may score.
    pub gate: GatePolicy,
    /// Where artefacts, cards and evaluations are written: `models/` in the data directory. Empty for nowhere.
    #[serde(skip)]
    pub models_dir: PathBuf,
}

impl TrainingConfig {
    /// The defaults.
    pub fn shipped() -> Result<Self, ConfigError> {
        let config = Config::read(Sources::builder())?;
        Ok(Arc::unwrap_or_clone(config.training))
    }
}

/// What is looked at to see drift.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DriftConfig {
    /// Over how many days.
    pub window_days: u32,
    /// How many decisions of each day are opened at most.
    pub sample_per_day: u32,
    /// From which index on something has moved.
    pub moved_from: f64,
    /// From which index on it has drifted.
    pub drifted_from: f64,
    /// Of fewer people nothing is said.
    pub people_needed: u32,
    /// After how many days a decision should have a label.
    pub unlabelled_after_days: u32,
}

impl DriftConfig {
    /// The defaults.
    pub fn shipped() -> Result<Self, ConfigError> {
        Ok(Config::read(Sources::builder())?.drift)
    }

    /// What indices are held against.
    pub fn bounds(&self) -> DriftBounds {
        DriftBounds {
            moved_from: self.moved_from,
            drifted_from: self.drifted_from,
            people_needed: self.people_needed,
        }
    }
}

/// The log.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogConfig {
    /// What is logged.
    pub level: String,
    /// In which form.
    pub format: LogFormat,
}

/// The form of log lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// One JSON object a line.
    Json,
    /// For people.
    Text,
}

/// A setting cannot be used. The message names it and where it comes from.
#[derive(Debug, thiserror::Error)]
#[error("the configuration cannot be used")]
pub struct ConfigError(#[from] config::ConfigError);

impl Config {
    /// Reads every source. A file that was named must be there; the one in the data directory need not.
    pub fn load(named: Option<&Path>, data_dir: &Path) -> Result<Self, ConfigError> {
        let in_data_dir = data_dir.join("bonafide.toml");
        let file = File::from(named.unwrap_or(&in_data_dir));
        let file = file.format(FileFormat::Toml).required(named.is_some());
        // Names without a section, such as BONAFIDE_DATA_DIR, are those of the command line's flags.
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
    fn the_defaults_are_a_whole_configuration() {
        let config = with("").unwrap();
        assert_eq!(config.server.listen.port(), 8080);
        assert_eq!(config.enrichment.sanctioned_countries.len(), 3);
        assert_eq!(config.log.format, LogFormat::Json);
    }

    #[test]
    fn the_gate_of_a_report_has_the_bounds_of_the_service() {
        assert_eq!(with("").unwrap().training.gate, GatePolicy::default());
    }

    #[test]
    fn a_file_changes_what_it_names_and_nothing_else() {
        let config = with("[server]\nlisten = \"127.0.0.1:9\"").unwrap();
        assert_eq!(config.server.listen.port(), 9);
        assert_eq!(config.server.body_limit_bytes, 2 * 1024 * 1024);
    }

    #[test]
    fn a_setting_that_is_misspelt_or_wrong_is_named() {
        let misspelt = with("[server]\nlissten = \"127.0.0.1:9\"").unwrap_err().0.to_string();
        assert!(misspelt.contains("lissten"), "{misspelt}");
        let wrong = with("[server]\nlisten = \"nowhere\"").unwrap_err().0.to_string();
        assert!(wrong.contains("listen"), "{wrong}");
    }

    #[test]
    fn a_password_does_not_show() {
        let config = with("[database]\nurl = \"postgres://user:hunter2@host/db\"").unwrap();
        assert!(!format!("{config:?}").contains("hunter2"));
    }
}
