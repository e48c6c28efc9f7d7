//! The real service, started for one test.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use bonafide::app::{App, Clock, DriftWatch};
use bonafide::auth::Scope;
use bonafide::auth::tokens::{Grant, KeyPair, TokenKeys};
use bonafide::champions::Champions;
use bonafide::compute::{Compute, ComputeConfig};
use bonafide::config::{DriftConfig, TrainingConfig, WebhookSecrets};
use bonafide::domain::tenant::TenantId;
use bonafide::file_reader::{FileReader, FilesConfig};
use bonafide::http::server::{self, Limits};
use bonafide::keys::MasterKey;
use bonafide::seeds;
use bonafide::store::scoring::locks::{self, Lock};
use bonafide::store::{self, Tx};
use bonafide::webhooks::{Courier, OutConfig, SystemResolver};
use chrono::{DateTime, Duration, Utc};
use evidence::enrichment::{Enricher, EnrichmentConfig, no_files};
use evidence::profile::ExternalId;
use reqwest::{Method, RequestBuilder};
use scoring::champion::Champion;
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use super::cluster::{self, TestDatabase};

/// The tenant that a test acts for if it says nothing else.
pub const TENANT: &str = "acme";

/// A running service with its own database; both end with the test.
pub struct Service {
    /// Where it listens: `http://127.0.0.1:PORT`.
    pub base: String,
    /// Its insides, for what cannot be seen from outside.
    pub app: App,
    /// Its database.
    pub database: TestDatabase,
    /// Its clock.
    pub clock: Arc<Ticking>,
    client: reqwest::Client,
    _connections: Connections,
}

/// An answer, read whole.
#[derive(Debug)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: reqwest::header::HeaderMap,
    /// The body as text.
    pub text: String,
    /// The body as JSON; `null` if it is none.
    pub body: Value,
}

/// A clock that stands still unless the test moves on by asking again: each reading is a millisecond later.
#[derive(Default)]
pub struct Ticking(std::sync::atomic::AtomicI64);

impl Ticking {
    /// Lets time pass.
    pub fn advance(&self, by: Duration) {
        self.0.fetch_add(by.num_milliseconds(), std::sync::atomic::Ordering::Relaxed);
    }
}

impl Clock for Ticking {
    fn now(&self) -> DateTime<Utc> {
        let ticks = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        start() + Duration::milliseconds(ticks)
    }
}

/// Secrets of one tenant, as a configuration has them.
fn webhooks() -> WebhookSecrets {
    let secrets = || vec!["old-secret".into(), "new-secret".into()];
    let vendors = ["ashby", "greenhouse", "lever", "persona", "stripe-identity"];
    let of = |vendor: &str| (vendor.to_owned(), BTreeMap::from([(TENANT.to_owned(), secrets())]));
    WebhookSecrets::try_from(BTreeMap::from(vendors.map(of))).unwrap()
}

/// Files are read by the program itself: a test is not it.
fn files() -> FilesConfig {
    FilesConfig { reader: env!("CARGO_BIN_EXE_bonafide").into(), ..FilesConfig::default() }
}

/// Webhooks go to this machine's own address, without encryption, and must be quick.
pub fn outbound() -> OutConfig {
    OutConfig {
        allowed_networks: vec!["127.0.0.1/32".parse().unwrap()],
        http_hosts: vec!["127.0.0.1".to_owned(), "hooks.example".to_owned()],
        connect_timeout_ms: 1_000,
        total_timeout_ms: 1_500,
        ..OutConfig::default()
    }
}

/// When every test begins.
pub fn start() -> DateTime<Utc> {
    "2026-06-01T12:00:00Z".parse().unwrap()
}

impl Service {
    /// Starts the service on a fresh database.
    pub async fn start() -> Self {
        Self::start_with(|_| ()).await
    }

    /// Starts the service on a fresh database, with other settings.
    pub async fn start_with(change: impl FnOnce(&mut App)) -> Self {
        Self::on(cluster::database().await, change).await
    }

    /// Starts the service on a fresh database, with the model that a fresh install starts with. Elsewhere, tests use the
    /// first shipped model, so that a new one changes no figure of theirs.
    pub async fn with_newest_model() -> Self {
        let newest = scoring::shipped::newest().unwrap();
        Self::start_with(|app| app.champions = Arc::new(Champions::new(newest))).await
    }

    /// Starts one more process of the same service: other insides, the same database, keys and clock.
    pub async fn replica(&self) -> Self {
        self.replica_with(|_| ()).await
    }

    /// The same, with other settings.
    pub async fn replica_with(&self, settings: impl FnOnce(&mut App)) -> Self {
        let database = TestDatabase { url: self.database.url.clone() };
        let (keys, tokens, clock) =
            (Arc::clone(&self.app.keys), Arc::clone(&self.app.tokens), Arc::clone(&self.clock));
        let change = |app: &mut App| {
            app.keys = keys;
            app.tokens = tokens;
            app.clock = Arc::clone(&clock) as Arc<dyn Clock>;
            settings(app);
        };
        let replica = Self::on(database, change).await;
        Self { clock, ..replica }
    }

    /// Starts the service on this database, with other settings.
    pub async fn on(database: TestDatabase, change: impl FnOnce(&mut App)) -> Self {
        let pool = store::connect(&database.url, 8).await.unwrap();
        let enrichment = EnrichmentConfig { demo: true, ..EnrichmentConfig::default() };
        let champion = Champion::baseline().unwrap();
        let model = &champion.reference.digest;
        store::models::keep(&pool, model, &champion.document).await.unwrap();
        let clock = Arc::new(Ticking::default());
        let mut app = App {
            db: pool,
            db_queue: Arc::new(Semaphore::new(256)),
            compute: Arc::new(Compute::new(&ComputeConfig::default(), 0)),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            champions: Arc::new(Champions::new(champion)),
            training: Arc::new(TrainingConfig::shipped().unwrap()),
            decisions: Arc::new(bonafide::lanes::Lanes::new(8)),
            lists: Arc::default(),
            drift: Arc::new(DriftWatch::new(DriftConfig::shipped().unwrap())),
            enricher: Arc::new(Enricher::load(&enrichment, no_files).unwrap()),
            files: Arc::new(FileReader::new(&files()).unwrap()),
            keys: Arc::new(MasterKey::from_bytes([42; 32])),
            oidc: Arc::default(),
            console: Arc::default(),
            webhooks: Arc::new(webhooks()),
            courier: Arc::new(Courier::new(outbound(), Arc::new(SystemResolver)).unwrap()),
            tokens: Arc::new(TokenKeys::new(KeyPair::generate().unwrap(), "bonafide", "bonafide")),
        };
        change(&mut app);
        let base = serve(&app);
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let connections = Connections(app.db.clone());
        Self { base, app, database, clock, client, _connections: connections }
    }

    /// A token of a tenant for these scopes, from the test's beginning.
    pub fn token(&self, tenant: &str, scopes: &[Scope]) -> String {
        self.token_from(start(), tenant, scopes)
    }

    /// The same, from now: for tests that let time pass.
    pub fn token_now(&self, tenant: &str, scopes: &[Scope]) -> String {
        self.token_from(self.app.clock.now(), tenant, scopes)
    }

    /// A token of somebody else with every scope.
    pub fn token_of_person(&self, subject: &str) -> String {
        self.mint(start(), TENANT, &Scope::ALL, subject)
    }

    fn token_from(&self, from: DateTime<Utc>, tenant: &str, scopes: &[Scope]) -> String {
        self.mint(from, tenant, scopes, "test")
    }

    /// A token of somebody, which holds for years: tests let time pass.
    pub fn token_of(&self, subject: &str, tenant: &str, scopes: &[Scope]) -> String {
        self.mint_for(Duration::days(1_000), start(), tenant, scopes, subject)
    }

    fn mint(&self, from: DateTime<Utc>, tenant: &str, scopes: &[Scope], subject: &str) -> String {
        self.mint_for(Duration::minutes(10), from, tenant, scopes, subject)
    }

    fn mint_for(
        &self,
        lifetime: Duration,
        from: DateTime<Utc>,
        tenant: &str,
        scopes: &[Scope],
        subject: &str,
    ) -> String {
        let grant = Grant {
            tenant: TenantId::parse(tenant).unwrap(),
            scopes: scopes.to_vec(),
            subject: subject.to_owned(),
            lifetime,
        };
        self.app.tokens.mint(&grant, from).unwrap()
    }

    /// What somebody who works on reviews, and may do nothing else, is answered.
    pub async fn by(&self, who: &str, method: Method, path: &str, body: &Value) -> Reply {
        const REVIEWER: [Scope; 3] =
            [Scope::ReviewsRead, Scope::ReviewsWrite, Scope::ApprovalsWrite];
        let token = self.token_of(who, TENANT, &REVIEWER);
        let request = self.anonymous(method, path).bearer_auth(token);
        Reply::read(if body.is_null() { request } else { request.json(body) }).await
    }

    /// A request without a token.
    pub fn anonymous(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base))
    }

    /// A request of a tenant with every scope.
    pub fn request_of(&self, tenant: &str, method: Method, path: &str) -> RequestBuilder {
        self.anonymous(method, path).bearer_auth(self.token_of("test", tenant, &Scope::ALL))
    }

    /// Asks for a page.
    pub async fn get(&self, path: &str) -> Reply {
        Reply::read(self.request_of(TENANT, Method::GET, path)).await
    }

    /// Sends a JSON body.
    pub async fn post(&self, path: &str, body: &Value) -> Reply {
        Reply::read(self.request_of(TENANT, Method::POST, path).json(body)).await
    }

    /// Makes a decision, which must succeed.
    pub async fn decide(&self, profile: &Value) -> Value {
        let reply = self.post("/v1/decisions", profile).await;
        assert_eq!(reply.status, 201, "{}", reply.text);
        reply.body
    }

    /// Confirms an agency or household, which must succeed. Returns its id.
    pub async fn confirm(&self, kind: &str, members: &[&str]) -> String {
        let body = json!({ "kind": kind, "name": "Northwind Example Studio", "members": members });
        let reply = self.post("/v1/relations", &body).await;
        assert_eq!(reply.status, 201, "{}", reply.text);
        reply.body["id"].as_str().unwrap().to_owned()
    }

    /// Confirms what the demo confirms before it loads the seeds.
    pub async fn confirm_seeds(&self) {
        for relation in seeds::relations() {
            let members: Vec<&str> = relation.members.iter().map(String::as_str).collect();
            self.confirm(relation.kind.name(), &members).await;
        }
    }

    /// A decision replays to the same bits, and today's code says the same about its profile.
    pub async fn comes_out_alike(&self, decision: &Value) {
        let path = format!("/v1/decisions/{}", decision["id"].as_str().unwrap());
        for path in
            [format!("{path}/replay"), format!("{path}/reassess?policy=sealed&model=sealed")]
        {
            let reply = self.post(&path, &Value::Null).await;
            assert_eq!(reply.status, 200, "{}", reply.text);
            assert_eq!(reply.body["differences"], Value::Array(Vec::new()), "{path}");
            assert_eq!(reply.body["identical"], true, "{path}");
        }
    }

    /// How many rows a table has, over all tenants.
    pub async fn count(&self, table: &str) -> i64 {
        self.database.count(table).await
    }

    /// Holds back whoever submits a profile of this name, until what this gives is dropped.
    pub async fn hold_applicant(&self, external_id: &str) -> Tx {
        let tenant = TenantId::parse(TENANT).unwrap();
        let external_id = ExternalId::parse(external_id).unwrap();
        let digest = self.app.keys.pepper(&tenant).external(&external_id);
        let mut tx = self.app.begin(&tenant).await.unwrap();
        locks::wait(&mut tx, Lock::Applicant(&digest)).await.unwrap();
        tx
    }

    /// Returns once a session of this test's database waits for such a lock.
    pub async fn until_somebody_waits(&self) {
        let owner = self.database.owner().await;
        let waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted \
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
        while sqlx::query_scalar::<_, i64>(waiting).fetch_one(&owner).await.unwrap() == 0 {
            tokio::task::yield_now().await;
        }
    }
}

/// The connections of a service, given back when its test ends: the server's thread lives as long as the process,
/// and Postgres has only so many.
struct Connections(sqlx::PgPool);

impl Drop for Connections {
    fn drop(&mut self) {
        let pool = self.0.clone();
        std::thread::spawn(move || actix_web::rt::System::new().block_on(pool.close()));
    }
}

impl Reply {
    /// Sends a request and reads the whole answer.
    pub async fn read(request: RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Self { status, headers, text, body }
    }

    /// A header as text; empty if it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The pointers of a problem's errors.
    pub fn pointers(&self) -> Vec<&str> {
        let errors = self.body["errors"].as_array().into_iter().flatten();
        errors.filter_map(|error| error["pointer"].as_str()).collect()
    }

    /// Whether it is a problem document with this status and code.
    pub fn is_problem(&self, status: u16, code: &str) -> bool {
        self.status == status
            && self.header("content-type").starts_with("application/problem+json")
            && self.body["code"] == code
            && self.body["status"] == status
    }
}

/// Runs the service on a thread of its own; it ends with the process.
fn serve(app: &App) -> String {
    let listener = server::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).unwrap();
    let address = listener.local_addr().unwrap();
    let app = app.clone();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let limits = Limits { workers: 1, ..Limits::default() };
            server::run(app, listener, limits).unwrap().await.unwrap();
        });
    });
    format!("http://{address}")
}
