//! Rebuilds rings when a confirmed relation changed or expired, and recomputes the summaries of rings that changed.

use tokio::sync::watch;
use tokio::time::Instant;

use super::IDLE;
use crate::app::App;
use crate::service::people::{relations, rings};

/// The loop rests this many times as long as it worked. So a large ring that changes all the time occupies at most a
/// fifth of a database connection.
const REST: u32 = 4;

pub(super) async fn follow(app: App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let begun = Instant::now();
        let rebuilt = relations::rebuild_due(&app).await.unwrap_or_else(|error| {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "can't rebuild the rings of confirmed relations");
            false
        });
        let more = rings::recompute_changed(&app).await.unwrap_or_else(|error| {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "can't recompute the summaries of changed rings");
            false
        });
        let rest = begun.elapsed() * REST;
        let rest = if more || rebuilt { rest } else { rest.max(IDLE) };
        tokio::select! {
            _ = stop.changed() => {}
            () = tokio::time::sleep(rest) => {}
        }
    }
}
