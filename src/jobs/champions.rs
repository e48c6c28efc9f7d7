//! Following changes of champions. The database announces each one, and this process also looks every few seconds,
//! because a notification is lost when its connection breaks.

use std::time::Duration;

use sqlx::postgres::PgListener;
use tokio::sync::watch;

use crate::app::App;
use crate::service::models;
use crate::store::champions::CHANNEL;

/// How long a change can go unnoticed here if its notification is lost.
const LOOK: Duration = Duration::from_secs(3);

/// Follows changes until it is told to stop.
pub(super) async fn follow(app: App, mut stop: watch::Receiver<bool>) {
    let mut listener = None;
    while !*stop.borrow() {
        if listener.is_none() {
            listener = listen(&app).await;
        }
        // Look only after listening has begun, so that no change is missed in between.
        if let Err(error) = models::follow(&app).await {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "could not look up the champions; keeping the current ones");
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = tokio::time::sleep(LOOK) => {}
            heard = hear(listener.as_mut()) => if !heard { listener = None },
        }
    }
}

async fn listen(app: &App) -> Option<PgListener> {
    let mut listener = PgListener::connect_with(&app.db).await.ok()?;
    listener.listen(CHANNEL).await.ok()?;
    Some(listener)
}

/// Waits for a notification; false if the connection is lost.
async fn hear(listener: Option<&mut PgListener>) -> bool {
    match listener {
        Some(listener) => matches!(listener.try_recv().await, Ok(Some(_))),
        None => std::future::pending().await,
    }
}
