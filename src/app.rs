//! What every request and command can reach.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use sqlx::PgPool;

use crate::auth::tokens::TokenKeys;
use crate::champion::Champions;
use crate::config::{ConsoleConfig, TrainingConfig, WebhookSecrets};
use crate::enrichment::Enricher;
use crate::file_reader::FileReader;
use crate::keys::MasterKey;
use crate::webhooks::Courier;

/// The running service: built once by `serve`, or by a test around its own database.
#[derive(Clone)]
pub struct App {
    /// The connection pool, under the role that owns nothing.
    pub db: PgPool,
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
    /// The models that score, one for each tenant.
    pub champions: Arc<Champions>,
    /// How models are trained and promoted.
    pub training: Arc<TrainingConfig>,
    /// What is known about addresses, mail domains and phones.
    pub enricher: Arc<Enricher>,
    /// The secret that seals what is stored.
    pub keys: Arc<MasterKey>,
    /// What tokens are signed and checked with.
    pub tokens: Arc<TokenKeys>,
    /// What reads resumes and photos that were sent as files.
    pub files: Arc<FileReader>,
    /// How the console is set up.
    pub console: Arc<ConsoleConfig>,
    /// What vendors sign their webhooks with.
    pub webhooks: Arc<WebhookSecrets>,
    /// What sends webhooks.
    pub courier: Arc<Courier>,
}

/// Tells the time, so that a test can set it.
pub trait Clock: Send + Sync {
    /// The current time.
    fn now(&self) -> DateTime<Utc>;
}

/// The operating system's clock.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}
