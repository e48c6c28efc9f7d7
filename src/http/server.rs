//! The server: one listener, workers, limits, a shutdown that finishes what was begun.

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::web::Data;
use actix_web::{HttpServer, web};

use super::body::BodyLimits;
use super::{idempotency, middleware, routes};
use crate::app::App;

/// What a server allows.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How large a body may be.
    pub body_bytes: usize,
    /// How large a profile document may be.
    pub profile_bytes: usize,
    /// How long a body may take to arrive, and the head of a request likewise.
    pub request_timeout: Duration,
    /// How long an idle connection is kept.
    pub keep_alive: Duration,
    /// How long requests in flight may take after the shutdown began.
    pub shutdown_timeout: Duration,
    /// How many threads serve.
    pub workers: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 2 * 1024 * 1024,
            profile_bytes: 8 * 1024 * 1024,
            request_timeout: Duration::from_secs(15),
            keep_alive: Duration::from_mins(1),
            shutdown_timeout: Duration::from_secs(30),
            workers: std::thread::available_parallelism().map_or(2, usize::from),
        }
    }
}

/// Takes the address; requests wait until [`run`].
pub fn bind(listen: SocketAddr) -> std::io::Result<TcpListener> {
    TcpListener::bind(listen)
}

/// Serves until its handle stops it. Signals are the caller's.
pub fn run(app: App, listener: TcpListener, limits: Limits) -> std::io::Result<Server> {
    let app = Data::new(app);
    let body = Data::new(BodyLimits {
        bytes: limits.body_bytes,
        profile_bytes: limits.profile_bytes,
        within: limits.request_timeout,
    });
    let server = HttpServer::new(move || {
        actix_web::App::new()
            .app_data(app.clone())
            .app_data(body.clone())
            .app_data(web::PayloadConfig::new(limits.body_bytes))
            .wrap(from_fn(idempotency::once))
            .wrap(from_fn(middleware::around))
            .configure(routes::routes)
    });
    let server = server
        .workers(limits.workers)
        .client_request_timeout(limits.request_timeout)
        .keep_alive(limits.keep_alive)
        .shutdown_timeout(limits.shutdown_timeout.as_secs())
        .disable_signals()
        .listen(listener)?;
    Ok(server.run())
}
