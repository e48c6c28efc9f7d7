//! `bonafide serve`.

use std::io::Write as _;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context as _;
use tokio::signal::unix::{SignalKind, signal};

use super::data_dir::DataDir;
use super::user;
use crate::app::App;
use crate::auth::Scope;
use crate::auth::tokens::Grant;
use crate::config::Config;
use crate::domain::tenant::TenantId;
use crate::http::server::{self, Limits};
use crate::jobs::Background;
use crate::postgres::Embedded;
use crate::service::demo;
use crate::telemetry;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    data: DataDir,
    /// The address to listen on; port 0 picks a free port
    #[arg(long, value_name = "ADDR", env = "BONAFIDE_LISTEN")]
    listen: Option<SocketAddr>,
    /// Load the seed profiles for the tenant `demo`, with invented facts for documentation addresses
    #[arg(long)]
    demo: bool,
}

/// How often to check that the embedded Postgres is running.
const CHECK_INTERVAL: Duration = Duration::from_secs(2);

/// Serves until a signal, then finishes running requests and stops the embedded Postgres.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let mut config = arguments.data.open()?;
    config.server.listen = arguments.listen.unwrap_or(config.server.listen);
    config.enrichment.demo |= arguments.demo;
    let _lock = arguments.data.lock()?;
    telemetry::start(&config.log)?;
    let (url, embedded) = arguments.data.database(&config)?;
    let served =
        actix_web::rt::System::new().block_on(serve(arguments, &config, &url, embedded.as_ref()));
    if let Some(embedded) = embedded {
        embedded.stop().context("can't stop the embedded Postgres")?;
    }
    served
}

async fn serve(
    arguments: &Arguments,
    config: &Config,
    url: &str,
    embedded: Option<&Embedded>,
) -> anyhow::Result<()> {
    evidence::indicators::prepare();
    let app = arguments.data.app(config, url).await?;
    if arguments.demo {
        let loaded = demo::load(&app, &demo_tenant()).await?;
        tracing::info!(loaded, "loaded the demo's seeds");
    }
    let listen = config.server.listen;
    let listener = server::bind(listen)
        .with_context(|| format!("can't listen on {listen}; pass another address with --listen"))?;
    let address = listener.local_addr()?;
    let db = app.db.clone();
    let background = Background::start(&app);
    let link = user::first_link(&app, &format!("http://{address}")).await?;
    let invitation = invitation(&app, address, arguments.demo, link.as_deref())?;
    let server = server::run(app, listener, limits(config))?;
    let handle = server.handle();
    let running = actix_web::rt::spawn(server);
    announce(address, &invitation)?;
    wait(embedded).await?;
    tracing::info!("shutting down after running requests finish");
    handle.stop(true).await;
    running.await??;
    background.stop().await;
    db.close().await;
    Ok(())
}

fn limits(config: &Config) -> Limits {
    let server = &config.server;
    let standard = Limits::default();
    Limits {
        body_bytes: server.body_limit_bytes,
        profile_bytes: server.profile_limit_bytes,
        request_timeout: Duration::from_secs(server.request_timeout_s),
        shutdown_timeout: Duration::from_secs(server.shutdown_timeout_s),
        workers: if server.workers == 0 { standard.workers } else { server.workers },
        ..standard
    }
}

/// Waits for a signal. Restarts the embedded Postgres if it dies; acknowledged data is on disk.
async fn wait(embedded: Option<&Embedded>) -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut look = tokio::time::interval(CHECK_INTERVAL);
    loop {
        tokio::select! {
            _ = terminate.recv() => return Ok(()),
            _ = interrupt.recv() => return Ok(()),
            _ = look.tick() => {
                match embedded.map(Embedded::revive) {
                    Some(Ok(true)) => tracing::warn!("restarted the embedded Postgres, which had died"),
                    Some(Err(error)) => {
                        tracing::error!(error = &error as &dyn std::error::Error, "the embedded Postgres is down");
                    }
                    Some(Ok(false)) | None => {}
                }
            }
        }
    }
}

/// Prints one line on stdout for programs, and the rest on stderr for people.
fn announce(address: SocketAddr, invitation: &str) -> anyhow::Result<()> {
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "ready http://{address}")?;
    stdout.flush()?;
    eprintln!("{invitation}");
    Ok(())
}

fn demo_tenant() -> TenantId {
    TenantId::parse("demo").expect("`demo` is a valid tenant name")
}

/// The next steps for a new user, with a token that works for one hour.
fn invitation(
    app: &App,
    address: SocketAddr,
    demo: bool,
    first_admin: Option<&str>,
) -> anyhow::Result<String> {
    let grant = Grant {
        tenant: demo_tenant(),
        scopes: Scope::ALL.to_vec(),
        subject: "first-call".to_owned(),
        lifetime: chrono::Duration::hours(1),
    };
    let token = app.tokens.mint(&grant, app.clock.now())?;
    let demo = if demo { " The seed profiles are loaded for tenant `demo`." } else { "" };
    let console = first_admin.map_or_else(
        || format!("http://{address}/console"),
        |link| format!("{link}\n            (one-time link for the first administrator)"),
    );
    Ok(format!(
        "\nBonafide is ready.{demo}\n\n  Docs      http://{address}/docs/\n  Console   {console}\n  First call (the token expires in an hour):\n\n\
         TOKEN={token}\n\
         curl -s http://{address}/v1/decisions -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json' -d '{FIRST_PROFILE}'\n"
    ))
}

/// A small profile that contradicts itself: a payout account in another name, and sessions from another country.
const FIRST_PROFILE: &str = r#"{
  "external_id": "first-call",
  "claims": { "name": "Sam Example", "country": "US", "time_zone": "America/Chicago" },
  "sessions": [
    { "started_at": "2026-05-28T01:00:00Z", "ip": "198.51.100.5", "time_zone": "Asia/Shanghai", "device_id": "d-1" },
    { "started_at": "2026-05-29T01:10:00Z", "ip": "198.51.100.6", "time_zone": "Asia/Shanghai", "device_id": "d-1" },
    { "started_at": "2026-05-30T00:50:00Z", "ip": "198.51.100.5", "time_zone": "Asia/Shanghai", "device_id": "d-1" }
  ],
  "payouts": [{ "method": "bank", "account": "ACCT-77120", "holder_name": "Robin Stone", "holder_relation": "unrelated" }]
}"#;
