//! One throw-away cluster for the whole run, and a database of its own for each test.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use bonafide::postgres::{Durability, Embedded};
use bonafide::{MIGRATOR, store};
use sqlx::postgres::PgPoolOptions;
use sqlx::{AssertSqlSafe, Connection, PgConnection, PgPool};
use tokio::sync::OnceCell;

static CLUSTER: OnceCell<Cluster> = OnceCell::const_new();
static DATABASES: AtomicU32 = AtomicU32::new(0);

/// How a server is reached, by database.
struct Cluster {
    url: String,
}

/// A test's own database, removed with the whole cluster when the run ends.
pub struct TestDatabase {
    /// Where it is reached, as its owner.
    pub url: String,
}

/// A fresh database with the schema in it.
pub async fn database() -> TestDatabase {
    // Copying the files is quicker than replaying the schema.
    create("TEMPLATE template_of_tests STRATEGY FILE_COPY").await
}

/// A fresh database with nothing in it.
pub async fn empty_database() -> TestDatabase {
    create("TEMPLATE template0").await
}

async fn create(options: &str) -> TestDatabase {
    let cluster = CLUSTER.get_or_init(Cluster::start).await;
    let name = format!("test_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
    let mut connection = PgConnection::connect(&cluster.database("postgres")).await.unwrap();
    let statement = format!("CREATE DATABASE {name} {options}");
    sqlx::query(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
    TestDatabase { url: cluster.database(&name) }
}

/// A folder that is gone when the process ends.
pub fn scratch(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("bonafide-test-{}-{name}", std::process::id()))
}

impl Cluster {
    /// Starts the cluster and migrates the template.
    async fn start() -> Self {
        let embedded = Embedded::start(&scratch("cluster"), Durability::None).unwrap();
        let cluster = Self { url: embedded.url("{}") };
        embedded.remove_when_process_ends().unwrap();
        let mut connection = PgConnection::connect(&cluster.database("postgres")).await.unwrap();
        sqlx::query("CREATE DATABASE template_of_tests").execute(&mut connection).await.unwrap();
        let template = cluster.database("template_of_tests");
        store::migrate(&template, &MIGRATOR, super::app::start()).await.unwrap();
        cluster
    }

    fn database(&self, name: &str) -> String {
        self.url.replace("{}", name)
    }
}

impl TestDatabase {
    /// A connection as the owner, whom row-level security does not hold.
    pub async fn owner(&self) -> PgPool {
        PgPoolOptions::new().max_connections(2).connect(&self.url).await.unwrap()
    }

    /// How many rows a table has, over all tenants.
    pub async fn count(&self, table: &str) -> i64 {
        let mut connection = PgConnection::connect(&self.url).await.unwrap();
        let statement = format!("SELECT count(*) FROM {table}");
        sqlx::query_scalar(AssertSqlSafe(statement)).fetch_one(&mut connection).await.unwrap()
    }
}
