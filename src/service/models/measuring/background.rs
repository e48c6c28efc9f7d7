//! Runs heavy work on a separate low-priority thread.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use scoring::model::Stop;
use tokio::sync::{Semaphore, oneshot};

use crate::service::Internal;

/// Limits each process to one piece of work at a time. Abandoned work counts until it has ended.
static PERMIT: Semaphore = Semaphore::const_new(1);

/// Sets its flag on drop.
struct SetOnDrop(Arc<AtomicBool>);

impl Drop for SetOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Runs work on a low-priority thread and waits for it. If this future is dropped because the job was cancelled, lost
/// or released, the work receives the stop signal.
pub(in crate::service) async fn run_in_background<T: Send + 'static>(
    nice: i32,
    work: impl FnOnce(&Stop) -> T + Send + 'static,
) -> Result<T, Internal> {
    let failed = || Internal::Corrupt("a thread for training ended early".to_owned());
    let permit = PERMIT.acquire().await.map_err(|_| failed())?;
    let (done, result) = oneshot::channel();
    let flag = Arc::new(AtomicBool::new(false));
    let _guard = SetOnDrop(flag.clone());
    let stop = Stop::when(move || flag.load(Ordering::Relaxed));
    let spawned = std::thread::Builder::new().name("training".to_owned()).spawn(move || {
        let _permit = permit;
        lower_priority(nice);
        // The receiver may be gone.
        let _ = done.send(work(&stop));
    });
    spawned.map_err(|_| failed())?;
    result.await.map_err(|_| failed())
}

/// Lowers the thread's priority on Linux. On other systems, priorities belong to the whole process and stay unchanged.
fn lower_priority(nice: i32) {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::nice(nice) {
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            "failed to lower the priority of training"
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
    async fn abandoned_work_receives_the_stop_signal() {
        let ((began, begins), (ended, ends)) = (oneshot::channel(), mpsc::channel());
        let work = run_in_background(0, move |stop: &Stop| {
            began.send(()).unwrap();
            while !stop.is_requested() {
                std::thread::yield_now();
            }
            ended.send(()).unwrap();
        });
        tokio::select! {
            _ = work => panic!("it must not end before it is abandoned"),
            begun = begins => begun.unwrap(),
        }
        ends.recv().unwrap();
        assert!(!run_in_background(0, |stop: &Stop| stop.is_requested()).await.unwrap());
    }
}
