//! What every request and command can reach.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use sqlx::PgPool;

use crate::auth::oidc::Oidc;
use crate::auth::tokens::TokenKeys;
use crate::champions::Champions;
pub use crate::clock::{Clock, SystemClock};
use crate::config::{ConsoleConfig, DriftConfig, TrainingConfig, WebhookSecrets};
use crate::domain::tenant::TenantId;
use crate::file_reader::FileReader;
use crate::keys::MasterKey;
use crate::store::{Internal, Tx};
use crate::webhooks::Courier;
use evidence::enrichment::Enricher;

/// The running service: built once by `serve`, or by a test around its own database.
#[derive(Clone)]
pub struct App {
    /// The connection pool, under the role that owns nothing.
    pub db: PgPool,
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
    /// The models that score, one for each tenant.
    pub champions: Arc<Champions>,
    /// What is looked at to see drift.
    pub drift: Arc<DriftWatch>,
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
    /// The OpenID provider at which users of the console sign in, if there is one.
    pub oidc: Arc<Option<Oidc>>,
    /// How the console is set up.
    pub console: Arc<ConsoleConfig>,
    /// What vendors sign their webhooks with.
    pub webhooks: Arc<WebhookSecrets>,
    /// What sends webhooks.
    pub courier: Arc<Courier>,
}

impl App {
    /// Begins a transaction for a tenant.
    pub async fn begin(&self, tenant: &TenantId) -> Result<Tx, Internal> {
        Tx::begin(&self.db, &self.clock, tenant).await
    }
}

/// What is looked at to see drift, and what this process has put into the queue for it.
#[derive(Debug)]
pub struct DriftWatch {
    pub config: DriftConfig,
    scheduled: Mutex<BTreeMap<TenantId, NaiveDate>>,
}

impl DriftWatch {
    /// Nothing was put into the queue yet.
    pub fn new(config: DriftConfig) -> Self {
        Self { config, scheduled: Mutex::default() }
    }

    /// Whether this process has put a tenant's day into the queue.
    pub fn is_scheduled(&self, tenant: &TenantId, day: NaiveDate) -> bool {
        let scheduled = self.scheduled.lock().unwrap_or_else(PoisonError::into_inner);
        scheduled.get(tenant).is_some_and(|last| *last >= day)
    }

    /// Notes that it has.
    pub fn note(&self, tenant: &TenantId, day: NaiveDate) {
        let mut scheduled = self.scheduled.lock().unwrap_or_else(PoisonError::into_inner);
        scheduled.insert(tenant.clone(), day);
    }
}
