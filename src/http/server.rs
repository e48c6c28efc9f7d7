//! The server: one listener, workers, limits, and a shutdown that finishes requests in flight.

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use actix_web::HttpServer;
use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::web::Data;

use super::body::BodyLimits;
use super::operations::OPERATIONS;
use super::{middleware, routes};
use crate::app::App;

/// The limits of a server.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How large a body may be.
    pub body_bytes: usize,
    /// How large a profile document may be.
    pub profile_bytes: usize,
    /// How long the head of a request may take to arrive, and how long its body.
    pub request_timeout: Duration,
    /// How long an idle connection stays open.
    pub keep_alive: Duration,
    /// How long requests in flight may take after shutdown begins.
    pub shutdown_timeout: Duration,
    /// The number of worker threads.
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

/// Binds the address. Requests wait until [`run`].
pub fn bind(listen: SocketAddr) -> std::io::Result<TcpListener> {
    TcpListener::bind(listen)
}

/// Serves until its handle stops it. The caller handles signals.
pub fn run(app: App, listener: TcpListener, limits: Limits) -> std::io::Result<Server> {
    let app = Data::new(app);
    let body = Data::new(BodyLimits {
        json_bytes: limits.body_bytes,
        profile_bytes: limits.profile_bytes,
        within: limits.request_timeout,
    });
    let server = HttpServer::new(move || {
        actix_web::App::new()
            .app_data(app.clone())
            .app_data(body.clone())
            .wrap(from_fn(middleware::around))
            .configure(|service| routes::register(service, OPERATIONS))
    });
    let server = server
        .workers(limits.workers)
        .client_request_timeout(limits.request_timeout)
        .keep_alive(limits.keep_alive)
        .shutdown_timeout(limits.shutdown_timeout.as_secs())
        // A client that closes its side has left, so its request must not keep a core busy.
        .h1_allow_half_closed(false)
        .disable_signals()
        .listen(listener)?;
    Ok(server.run())
}
