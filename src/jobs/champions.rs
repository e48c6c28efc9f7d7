//! Follows changes of champions. The database notifies each process; polling covers lost notifications.

use std::time::Duration;

use sqlx::postgres::PgListener;
use tokio::sync::watch;

use crate::app::App;
use crate::service::models;
use crate::store::models::champions::CHANNEL;

/// The polling interval.
const POLL: Duration = Duration::from_secs(3);

pub(super) async fn follow(app: App, mut stop: watch::Receiver<bool>) {
    let mut listener = None;
    while !*stop.borrow() {
        if listener.is_none() {
            listener = listen(&app).await;
        }
        // Only after listening has started, so that no change is missed.
        if let Err(error) = models::follow(&app).await {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "can't look up the champions; the current ones stay in use");
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = tokio::time::sleep(POLL) => {}
            connected = wait_for_message(listener.as_mut()) => if !connected { listener = None },
        }
    }
}

async fn listen(app: &App) -> Option<PgListener> {
    let mut listener = PgListener::connect_with(&app.db).await.ok()?;
    listener.listen(CHANNEL).await.ok()?;
    Some(listener)
}

/// Waits for a message. Returns false if the connection is lost.
async fn wait_for_message(listener: Option<&mut PgListener>) -> bool {
    match listener {
        Some(listener) => matches!(listener.try_recv().await, Ok(Some(_))),
        None => std::future::pending().await,
    }
}
