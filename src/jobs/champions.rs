//! Following changes of champions: told by the database at once, and looked for every few seconds, since a
//! message can be lost with its connection.

use std::time::Duration;

use sqlx::postgres::PgListener;
use tokio::sync::watch;

use crate::app::App;
use crate::service::models;
use crate::store::champions::CHANNEL;

/// How long a change can stay unseen here when its message is lost.
const LOOK: Duration = Duration::from_secs(3);

/// Follows until it is told to stop.
pub(super) async fn follow(app: App, mut stop: watch::Receiver<bool>) {
    let mut listener = None;
    while !*stop.borrow() {
        if listener.is_none() {
            listener = listen(&app).await;
        }
        // After listening began, so that nothing falls between the two.
        if let Err(error) = models::follow(&app).await {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "the champions cannot be looked up; those at hand go on");
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

/// Waits for a message; false if the connection is lost.
async fn hear(listener: Option<&mut PgListener>) -> bool {
    match listener {
        Some(listener) => matches!(listener.try_recv().await, Ok(Some(_))),
        None => std::future::pending().await,
    }
}
