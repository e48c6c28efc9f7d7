//! What every request and command needs.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use sqlx::PgPool;
use tokio::sync::Semaphore;

use crate::auth::oidc::Oidc;
use crate::auth::tokens::TokenKeys;
use crate::champions::Champions;
pub use crate::clock::{Clock, SystemClock};
use crate::compute::{Class, Compute, Ticket};
use crate::config::{ConsoleConfig, DriftConfig, TrainingConfig, WebhookSecrets};
use crate::domain::tenant::TenantId;
use crate::file_reader::FileReader;
use crate::keys::MasterKey;
use crate::lanes::Lanes;
use crate::store::lists::ListCache;
use crate::store::{Internal, Tx};
use crate::webhooks::Courier;
use evidence::enrichment::Enricher;
use scoring::model::Stop;

/// The running service. `serve` builds it once; each test builds one with its own database.
#[derive(Clone)]
pub struct App {
    /// The connection pool. Its role owns nothing and is subject to row-level security.
    pub db: PgPool,
    /// One permit for each transaction that may wait for a connection.
    pub db_queue: Arc<Semaphore>,
    /// The threads for work that needs CPU time.
    pub compute: Arc<Compute>,
    pub clock: Arc<dyn Clock>,
    /// The model that scores for each tenant.
    pub champions: Arc<Champions>,
    /// Decisions that wait for a transaction, as the service prepared them.
    pub decisions: Arc<Lanes<Box<dyn Any + Send>>>,
    /// The tenants' threat lists, as this process saw them last.
    pub lists: Arc<ListCache>,
    pub drift: Arc<DriftWatch>,
    /// How models are trained and promoted.
    pub training: Arc<TrainingConfig>,
    /// Looks up facts about IP addresses, mail domains and phone numbers.
    pub enricher: Arc<Enricher>,
    /// Derives the keys that seal stored data.
    pub keys: Arc<MasterKey>,
    /// Signs and verifies tokens.
    pub tokens: Arc<TokenKeys>,
    /// Reads resumes and photos that were sent as files.
    pub files: Arc<FileReader>,
    /// The OpenID provider for the console, if there is one.
    pub oidc: Arc<Option<Oidc>>,
    pub console: Arc<ConsoleConfig>,
    /// The secrets that vendors sign their webhooks with.
    pub webhooks: Arc<WebhookSecrets>,
    /// Sends webhooks.
    pub courier: Arc<Courier>,
}

impl App {
    /// Begins a transaction of a tenant, unless too many are waiting for a connection.
    pub async fn begin(&self, tenant: &TenantId) -> Result<Tx, Internal> {
        let Ok(_place) = self.db_queue.try_acquire() else {
            return Err(Internal::ConnectionsBusy);
        };
        Tx::begin(&self.db, &self.clock, tenant).await
    }

    /// Begins a transaction that completes earlier ones of the same request, however many are waiting.
    pub async fn begin_completion(&self, tenant: &TenantId) -> Result<Tx, Internal> {
        Tx::begin(&self.db, &self.clock, tenant).await
    }

    /// Admits a request that needs CPU time, or refuses it.
    pub fn admit(&self, tenant: &TenantId) -> Result<Ticket, Internal> {
        Ok(self.compute.admit(Class::Interactive, tenant)?)
    }

    /// Runs a single job on the threads of its class.
    pub async fn run<T: Send + 'static>(
        &self,
        class: Class,
        tenant: &TenantId,
        work: impl FnOnce(&Stop) -> T + Send + 'static,
    ) -> Result<T, Internal> {
        Ok(self.compute.run(class, tenant, work).await?)
    }
}

/// The drift settings, and the drift jobs that this process has scheduled.
#[derive(Debug)]
pub struct DriftWatch {
    pub config: DriftConfig,
    scheduled: Mutex<BTreeMap<TenantId, NaiveDate>>,
}

impl DriftWatch {
    pub fn new(config: DriftConfig) -> Self {
        Self { config, scheduled: Mutex::default() }
    }

    /// Whether this process has scheduled the tenant's job for the day.
    pub fn is_scheduled(&self, tenant: &TenantId, day: NaiveDate) -> bool {
        let scheduled = self.scheduled.lock().unwrap_or_else(PoisonError::into_inner);
        scheduled.get(tenant).is_some_and(|last| *last >= day)
    }

    /// Records that this process has scheduled the job.
    pub fn set_scheduled(&self, tenant: &TenantId, day: NaiveDate) {
        let mut scheduled = self.scheduled.lock().unwrap_or_else(PoisonError::into_inner);
        scheduled.insert(tenant.clone(), day);
    }
}
