//! Moves the bands of texts to the large table.

use std::time::Duration;

use tokio::sync::watch;

use crate::app::App;
use crate::service::scoring::upkeep::{MANY_BANDS, move_bands};

const EVERY: Duration = Duration::from_mins(1);

pub(super) async fn run(app: App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        tokio::select! {
            _ = stop.changed() => continue,
            () = tokio::time::sleep(EVERY) => {}
        }
        if let Err(error) = move_bands(&app, MANY_BANDS).await {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "can't move the bands of texts; they stay where they are");
        }
    }
}
