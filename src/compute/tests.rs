//! The pool as its callers see it. Gates and channels decide the order of events; nothing sleeps.

use std::sync::mpsc;
use std::sync::{Arc, Mutex};

use futures_util::future::join_all;

use super::*;

/// A pool with one thread per class.
fn single(change: impl FnOnce(&mut ComputeConfig)) -> Compute {
    let mut config = ComputeConfig {
        threads: 1,
        max_requests: 1_000,
        max_requests_per_tenant: 1_000,
        deadline_ms: 600_000,
    };
    change(&mut config);
    Compute::new(&config, 0)
}

fn tenant(name: &str) -> TenantId {
    TenantId::parse(name).unwrap()
}

fn admit(compute: &Compute, name: &str) -> Ticket {
    compute.admit(Class::Interactive, &tenant(name)).unwrap()
}

/// The order in which jobs ran.
#[derive(Clone, Default)]
struct Order(Arc<Mutex<Vec<&'static str>>>);

impl Order {
    async fn run(&self, ticket: &Ticket, name: &'static str) -> Result<(), ComputeError> {
        let order = self.clone();
        ticket.run(move |_| order.0.lock().unwrap().push(name)).await
    }

    fn names(&self) -> Vec<&'static str> {
        self.0.lock().unwrap().clone()
    }
}

/// A job that occupies the thread from its turn until the sender is used or dropped.
async fn occupy(ticket: &Ticket, gate: mpsc::Receiver<()>) -> Result<(), ComputeError> {
    ticket.run(move |_| gate.recv().is_ok()).await.map(|_| ())
}

/// A job that runs until it is asked to stop, and the sign that it was.
fn endless()
-> (impl FnOnce(&Stop) + Send + 'static, tokio::sync::oneshot::Receiver<()>, mpsc::Receiver<()>) {
    let ((began, begins), (ended, ends)) = (tokio::sync::oneshot::channel(), mpsc::channel());
    let work = move |stop: &Stop| {
        began.send(()).unwrap();
        while !stop.is_requested() {
            std::thread::yield_now();
        }
        ended.send(()).unwrap();
    };
    (work, begins, ends)
}

#[tokio::test]
async fn a_tenant_with_a_thousand_jobs_delays_anothers_by_one_job_per_thread() {
    let compute = single(|config| config.max_requests = 2_000);
    let (open, gate) = mpsc::channel();
    let (first, other) = (admit(&compute, "busy"), admit(&compute, "other"));
    let busy: Vec<Ticket> = (0..999).map(|_| admit(&compute, "busy")).collect();
    let order = Order::default();
    let (running, results, result, ()) = tokio::join!(
        occupy(&first, gate),
        join_all(busy.iter().map(|ticket| order.run(ticket, "busy"))),
        order.run(&other, "other"),
        async { open.send(()).unwrap() },
    );
    assert_eq!((running, result), (Ok(()), Ok(())));
    assert!(results.iter().all(Result::is_ok));
    assert_eq!(order.names().len(), 1_000);
    assert_eq!(order.names()[0], "other");
}

#[tokio::test]
async fn a_request_that_has_begun_goes_before_those_that_have_not() {
    let compute = single(|_| ());
    let (begun, first, new) =
        (admit(&compute, "acme"), admit(&compute, "acme"), admit(&compute, "acme"));
    let order = Order::default();
    order.run(&begun, "begun").await.unwrap();
    let (open, gate) = mpsc::channel();
    let (_, new, begun, ()) = tokio::join!(
        occupy(&first, gate),
        order.run(&new, "new"),
        order.run(&begun, "begun"),
        async { open.send(()).unwrap() },
    );
    assert_eq!((new, begun), (Ok(()), Ok(())));
    assert_eq!(order.names(), ["begun", "begun", "new"]);
}

#[tokio::test]
async fn a_request_beyond_the_bound_is_refused_at_once_and_admitted_later() {
    let compute = single(|config| config.max_requests_per_tenant = 2);
    let (open, gate) = mpsc::channel();
    let (running, waiting) = (admit(&compute, "acme"), admit(&compute, "acme"));
    let refused = async {
        // Both jobs are in the queue or on the thread, which is occupied.
        let refused = compute.admit(Class::Interactive, &tenant("acme")).unwrap_err();
        let other = compute.admit(Class::Interactive, &tenant("other"));
        open.send(()).unwrap();
        (refused, other.is_ok())
    };
    let (_, waited, refused) = tokio::join!(occupy(&running, gate), waiting.run(|_| 7), refused);
    assert_eq!(refused, (ComputeError::Overloaded, true));
    assert_eq!(waited, Ok(7), "an admitted request is not refused");
    drop(running);
    assert_eq!(compute.run(Class::Interactive, &tenant("acme"), |_| 8).await, Ok(8));
}

#[tokio::test]
async fn tickets_that_share_a_place_need_no_other_and_the_last_one_frees_it() {
    let compute = single(|config| config.max_requests = 1);
    let ticket = admit(&compute, "acme");
    let (first, second) = (ticket.share(), ticket.share());
    drop(ticket);
    assert_eq!(first.run(|_| 1).await, Ok(1));
    drop(first);
    let refused = compute.admit(Class::Interactive, &tenant("acme")).unwrap_err();
    assert_eq!(refused, ComputeError::Overloaded);
    drop(second);
    admit(&compute, "acme");
}

#[tokio::test]
async fn work_does_not_start_after_its_deadline() {
    let compute = single(|config| config.deadline_ms = 0);
    let (started, starts) = mpsc::channel();
    let ticket = admit(&compute, "acme");
    let late = ticket.run(move |_| started.send(()).unwrap()).await;
    assert_eq!(late, Err(ComputeError::DeadlinePassed));
    // The sender is dropped with the job, whether it was removed or skipped.
    assert_eq!(starts.recv(), Err(mpsc::RecvError));
}

#[tokio::test]
async fn running_work_is_asked_to_stop_at_its_deadline() {
    let compute = single(|config| config.deadline_ms = 20);
    let (started, starts) = mpsc::channel();
    let (ended, ends) = mpsc::channel();
    let ticket = admit(&compute, "acme");
    let late = ticket.run(move |stop| {
        started.send(()).unwrap();
        while !stop.is_requested() {
            std::thread::yield_now();
        }
        ended.send(()).unwrap();
    });
    // On a slow machine, the deadline can pass before the job starts.
    assert_ne!(late.await, Err(ComputeError::Stopped));
    if starts.recv().is_ok() {
        ends.recv().unwrap();
    }
}

#[tokio::test]
async fn abandoned_work_that_waits_does_not_run() {
    let compute = single(|_| ());
    let (open, gate) = mpsc::channel();
    let (running, abandoned) = (admit(&compute, "acme"), admit(&compute, "acme"));
    let order = Order::default();
    let leave = async {
        tokio::select! {
            biased;
            _ = order.run(&abandoned, "abandoned") => panic!("the thread is occupied"),
            () = async {} => {}
        }
        open.send(()).unwrap();
    };
    let (occupied, ()) = tokio::join!(occupy(&running, gate), leave);
    assert_eq!(occupied, Ok(()));
    order.run(&running, "next").await.unwrap();
    assert_eq!(order.names(), ["next"]);
}

#[tokio::test]
async fn abandoned_work_that_runs_is_asked_to_stop() {
    let compute = single(|_| ());
    let ticket = admit(&compute, "acme");
    let (work, begins, ends) = endless();
    tokio::select! {
        _ = ticket.run(work) => panic!("it must not end before it is abandoned"),
        begun = begins => begun.unwrap(),
    }
    ends.recv().unwrap();
    assert_eq!(ticket.run(Stop::is_requested).await, Ok(false));
}

#[tokio::test]
async fn work_stops_when_its_client_leaves() {
    let compute = single(|_| ());
    let ticket = admit(&compute, "acme");
    let (client, present) = tokio::sync::watch::channel(());
    let (work, begins, ends) = endless();
    let leave = async {
        begins.await.unwrap();
        drop(client);
    };
    let (left, ()) = tokio::join!(while_client_waits(present, ticket.run(work)), leave);
    assert_eq!(left, Err(ComputeError::ClientLeft));
    ends.recv().unwrap();
}

#[tokio::test]
async fn a_panic_fails_only_its_own_job() {
    let compute = single(|_| ());
    let ticket = admit(&compute, "acme");
    let panicked = ticket.run(|_| panic!("a bug")).await;
    assert_eq!(panicked, Err::<(), _>(ComputeError::Panicked));
    assert_eq!(ticket.run(|_| 7).await, Ok(7), "the only thread still works");
}

#[tokio::test]
async fn long_work_takes_no_thread_from_interactive_work() {
    let compute = single(|_| ());
    let acme = tenant("acme");
    let (open_training, training) = mpsc::channel();
    let (open_bulk, bulk) = mpsc::channel();
    let decide = async {
        let decided = compute.run(Class::Interactive, &acme, |_| 7).await;
        open_bulk.send(()).unwrap();
        open_training.send(()).unwrap();
        decided
    };
    let (trained, imported, decided) = tokio::join!(
        compute.run(Class::Training, &acme, move |_| training.recv().is_ok()),
        compute.run(Class::Bulk, &acme, move |_| bulk.recv().is_ok()),
        decide,
    );
    assert_eq!((trained, imported, decided), (Ok(true), Ok(true), Ok(7)));
}

#[tokio::test]
async fn as_many_jobs_run_at_once_as_there_are_threads() {
    let compute = single(|config| config.threads = 3);
    let tickets: Vec<Ticket> = (0..3).map(|_| admit(&compute, "acme")).collect();
    // Each job waits for the two others.
    let barrier = Arc::new(std::sync::Barrier::new(3));
    let jobs = tickets.iter().map(|ticket| {
        let barrier = Arc::clone(&barrier);
        ticket.run(move |_| barrier.wait().is_leader())
    });
    let leaders = join_all(jobs).await.into_iter().filter(|leads| *leads == Ok(true));
    assert_eq!(leaders.count(), 1);
}

#[tokio::test]
async fn a_pool_that_ends_drops_what_waits() {
    let compute = single(|_| ());
    let (running, waiting) = (admit(&compute, "acme"), admit(&compute, "acme"));
    let (open, gate) = mpsc::channel();
    let (began, begins) = tokio::sync::oneshot::channel();
    let first = running.run(move |_| {
        began.send(()).unwrap();
        gate.recv().is_ok()
    });
    let end = async {
        begins.await.unwrap();
        drop(compute);
        open.send(()).unwrap();
    };
    let (ran, waited, ()) = tokio::join!(first, waiting.run(|_| 7), end);
    assert_eq!(ran, Ok(true), "a job that has started ends");
    assert_eq!(waited, Err(ComputeError::Stopped));
    assert_eq!(waiting.run(|_| 7).await, Err(ComputeError::Stopped));
}
