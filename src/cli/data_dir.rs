//! The data directory: keys, the embedded Postgres, a configuration file.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, bail};
use evidence::enrichment::Enricher;
use secrecy::ExposeSecret as _;
use tokio::sync::Semaphore;

use crate::app::{App, Clock, DriftWatch, SystemClock};
use crate::auth::oidc::Oidc;
use crate::auth::tokens::{KeyPair, TokenKeys};
use crate::champions::Champions;
use crate::compute::Compute;
use crate::config::{Config, TrainingConfig};
use crate::file_reader::FileReader;
use crate::keys::MasterKey;
use crate::lanes::Lanes;
use crate::postgres::{DATABASE, Durability, Embedded};
use crate::webhooks::{Courier, SystemResolver};
use crate::{MIGRATOR, service, store};
use scoring::champion::Champion;
use scoring::shipped;

#[derive(Debug, clap::Args)]
pub(super) struct DataDir {
    /// The directory for keys and the embedded Postgres
    #[arg(
        long,
        value_name = "DIR",
        env = "BONAFIDE_DATA_DIR",
        default_value = ".data",
        global = true
    )]
    pub(super) data_dir: PathBuf,
    /// A configuration file to use instead of `bonafide.toml` in the data directory
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
}

impl DataDir {
    /// Creates the directory if needed, and reads the configuration.
    pub(super) fn open(&self) -> anyhow::Result<Config> {
        fs::create_dir_all(&self.data_dir).with_context(|| {
            format!("can't create the data directory {}", self.data_dir.display())
        })?;
        Ok(Config::load(self.config.as_deref(), &self.data_dir)?)
    }

    /// Locks the data directory against a second service until the file is dropped. Two services would share the
    /// embedded Postgres, and the first to stop would stop it for both.
    pub(super) fn lock(&self) -> anyhow::Result<File> {
        let path = self.data_dir.join("serve.lock");
        let file =
            File::create(&path).with_context(|| format!("can't create {}", path.display()))?;
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            bail!(
                "another service is using {}; stop it, or use a different data directory",
                self.data_dir.display()
            );
        }
        Ok(file)
    }

    /// The keys that sign tokens, created on the first start.
    pub(super) fn tokens(&self, config: &Config) -> anyhow::Result<TokenKeys> {
        let pair = KeyPair::load_or_create(&self.data_dir.join("signing.key"))?;
        Ok(TokenKeys::new(pair, &config.auth.issuer, &config.auth.audience))
    }

    /// The configured database, or else the embedded one, which this starts.
    pub(super) fn database(&self, config: &Config) -> anyhow::Result<(String, Option<Embedded>)> {
        let configured = config.database.url.expose_secret();
        if !configured.is_empty() {
            return Ok((configured.to_owned(), None));
        }
        let embedded = Embedded::start(&self.data_dir, Durability::Full)
            .context("can't start the embedded Postgres")?;
        Ok((embedded.url(DATABASE), Some(embedded)))
    }

    /// Runs a command with the application, and stops the embedded database afterwards.
    pub(super) fn with_app<T>(
        &self,
        config: &Config,
        command: impl AsyncFnOnce(&App) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        let runtime = tokio::runtime::Runtime::new()?;
        let (url, _embedded) = self.database(config)?;
        runtime.block_on(async {
            let app = self.app(config, &url).await?;
            let outcome = command(&app).await;
            app.db.close().await;
            outcome
        })
    }

    pub(super) async fn app(&self, config: &Config, url: &str) -> anyhow::Result<App> {
        let clock = SystemClock;
        store::migrate(url, &MIGRATOR, clock.now()).await?;
        let db = store::connect(url, config.database.max_connections).await?;
        let champions = champions(&config.model.path)?;
        for model in champions.offered() {
            store::models::keep(&db, &model.reference.digest, &model.document).await?;
        }
        let training = TrainingConfig {
            models_dir: self.data_dir.join("models"),
            ..TrainingConfig::clone(&config.training)
        };
        let app = App {
            db,
            clock: Arc::new(clock),
            db_queue: Arc::new(Semaphore::new(config.database.max_waiting)),
            compute: Arc::new(Compute::new(&config.compute, config.training.nice)),
            champions: Arc::new(champions),
            training: Arc::new(training),
            decisions: Arc::new(Lanes::new(usize::try_from(config.database.max_connections / 2)?)),
            lists: Arc::default(),
            drift: Arc::new(DriftWatch::new(config.drift.clone())),
            enricher: Arc::new(Enricher::load(&config.enrichment, |path| std::fs::read(path))?),
            files: Arc::new(FileReader::new(&config.files)?),
            keys: Arc::new(MasterKey::load_or_create(&self.data_dir.join("master.key"))?),
            tokens: Arc::new(self.tokens(config)?),
            oidc: Arc::new(Oidc::new(&config.oidc).context("[oidc]")?),
            console: Arc::clone(&config.console),
            webhooks: Arc::clone(&config.webhooks),
            courier: Arc::new(Courier::new(config.webhooks_out.clone(), Arc::new(SystemResolver))?),
        };
        service::models::follow(&app).await?;
        Ok(app)
    }
}

/// The shipped models, and the one in a file if the path is not empty.
fn champions(path: &Path) -> anyhow::Result<Champions> {
    let configured = if path.as_os_str().is_empty() { None } else { Some(champion(path)?) };
    Champions::offering(shipped::champions()?, configured).context("no model is built in")
}

/// The model in a file, or the newest shipped one if the path is empty.
pub(super) fn champion(path: &Path) -> anyhow::Result<Champion> {
    if path.as_os_str().is_empty() {
        return Ok(shipped::newest()?);
    }
    let document = fs::read_to_string(path)
        .with_context(|| format!("can't read the model {}", path.display()))?;
    Champion::load(&document).with_context(|| path.display().to_string())
}
