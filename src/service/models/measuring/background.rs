//! Heavy work on a separate thread with low priority.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use scoring::model::Stop;
use tokio::sync::{Semaphore, oneshot};

use crate::service::Internal;

/// One piece of work at a time in a process. Abandoned work counts until it has ended.
static ONE: Semaphore = Semaphore::const_new(1);

/// Sets its flag when it is dropped.
struct Abandoned(Arc<AtomicBool>);

impl Drop for Abandoned {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Runs work on a low-priority thread and waits for it. If the caller stops waiting, because the job was cancelled,
/// lost or given back, the work is told to stop.
pub(in crate::service) async fn apart<T: Send + 'static>(
    nice: i32,
    work: impl FnOnce(&Stop) -> T + Send + 'static,
) -> Result<T, Internal> {
    let failed = || Internal::Corrupt("a thread for training ended early".to_owned());
    let permit = ONE.acquire().await.map_err(|_| failed())?;
    let (done, waits) = oneshot::channel();
    let flag = Arc::new(AtomicBool::new(false));
    let _abandoned = Abandoned(flag.clone());
    let stop = Stop::when(move || flag.load(Ordering::Relaxed));
    let spawned = std::thread::Builder::new().name("training".to_owned()).spawn(move || {
        let _permit = permit;
        stand_back(nice);
        // The receiver may be gone.
        let _ = done.send(work(&stop));
    });
    spawned.map_err(|_| failed())?;
    waits.await.map_err(|_| failed())
}

/// On Linux, priority belongs to the thread, so requests keep theirs. Elsewhere it belongs to the process and stays as
/// it is.
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

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[tokio::test]
    async fn work_that_nobody_waits_for_any_more_is_told_to_stop() {
        let ((began, begins), (ended, ends)) = (oneshot::channel(), mpsc::channel());
        let work = apart(0, move |stop: &Stop| {
            began.send(()).unwrap();
            while !stop.is_requested() {
                std::thread::yield_now();
            }
            ended.send(()).unwrap();
        });
        tokio::select! {
            _ = work => panic!("it cannot end while it is waited for"),
            begun = begins => begun.unwrap(),
        }
        ends.recv().unwrap();
        assert!(!apart(0, |stop: &Stop| stop.is_requested()).await.unwrap());
    }
}
