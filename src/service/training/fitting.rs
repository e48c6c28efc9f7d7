//! Heavy work on a thread of its own that stands back behind all else.

use tokio::sync::{Semaphore, oneshot};

use crate::service::Internal;

/// One at a time in a process, whoever asks: what was abandoned counts until it has ended.
static ONE: Semaphore = Semaphore::const_new(1);

/// Does work on a thread of low priority and waits for it. If nobody waits any more the work is done in vain.
pub(super) async fn apart<T: Send + 'static>(
    nice: i32,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Internal> {
    let failed = || Internal::Corrupt("a thread for training ended early".to_owned());
    let permit = ONE.acquire().await.map_err(|_| failed())?;
    let (done, waits) = oneshot::channel();
    let spawned = std::thread::Builder::new().name("training".to_owned()).spawn(move || {
        let _permit = permit;
        stand_back(nice);
        // Nobody may be waiting any more.
        let _ = done.send(work());
    });
    spawned.map_err(|_| failed())?;
    waits.await.map_err(|_| failed())
}

/// On Linux priority belongs to the thread, so requests keep theirs. Elsewhere it would be the process's, and is left.
fn stand_back(nice: i32) {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::nice(nice) {
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            "training goes on with full priority"
        );
    }
    #[cfg(not(target_os = "linux"))]
    let _ = nice;
}
