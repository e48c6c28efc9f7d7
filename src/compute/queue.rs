//! A bounded queue that shares threads between tenants by the time that their jobs take.
//!
//! It is start-time fair queueing (Goyal, Vin and Cheng, 1996): each tenant has a virtual time, which grows with the
//! time that its jobs took. The next job comes from the tenant with the fewest running jobs, then the smallest virtual
//! time. A tenant that was idle continues at the queue's own virtual time. So nobody saves up time, and nobody pays for
//! having been alone.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use crate::domain::tenant::TenantId;

/// How many requests are admitted at the same time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) total: usize,
    pub(super) per_tenant: usize,
}

/// Where a job joins the queue of its tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Position {
    /// Before the first jobs of other requests.
    Front,
    Back,
}

/// Identifies a job in a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct JobId(u64);

#[derive(Debug)]
pub(super) struct FairQueue<J> {
    bounds: Bounds,
    shares: BTreeMap<TenantId, Share<J>>,
    admitted: usize,
    waiting: usize,
    jobs: u64,
    /// The virtual time. It never goes back.
    clock: Duration,
}

/// What a tenant has in the queue.
#[derive(Debug)]
struct Share<J> {
    admitted: usize,
    waiting: VecDeque<(JobId, J)>,
    running: usize,
    /// The tenant's virtual time.
    spent: Duration,
}

impl<J> FairQueue<J> {
    pub(super) fn new(bounds: Bounds) -> Self {
        Self {
            bounds,
            shares: BTreeMap::new(),
            admitted: 0,
            waiting: 0,
            jobs: 0,
            clock: Duration::ZERO,
        }
    }

    /// How many jobs wait.
    pub(super) fn waiting(&self) -> usize {
        self.waiting
    }

    /// Admits a request, unless its tenant or the queue has enough of them. In a full queue, a tenant with less than an
    /// equal share is still admitted, so that others cannot lock it out.
    pub(super) fn admit(&mut self, tenant: &TenantId) -> bool {
        let own = self.shares.get(tenant).map_or(0, |share| share.admitted);
        let active = self.shares.values().filter(|share| share.admitted > 0).count();
        let tenants = if own == 0 { active + 1 } else { active };
        let equal_share = (self.bounds.total / tenants).max(1);
        let room = self.admitted < self.bounds.total || own < equal_share;
        if !room || own >= self.bounds.per_tenant {
            return false;
        }
        self.admitted += 1;
        self.share(tenant).admitted += 1;
        true
    }

    /// Ends an admission.
    pub(super) fn leave(&mut self, tenant: &TenantId) {
        self.admitted -= 1;
        self.share(tenant).admitted -= 1;
        self.forget_idle();
    }

    pub(super) fn push(&mut self, tenant: &TenantId, position: Position, job: J) -> JobId {
        self.jobs += 1;
        let (id, clock) = (JobId(self.jobs), self.clock);
        let share = self.share(tenant);
        if share.waiting.is_empty() && share.running == 0 {
            share.spent = share.spent.max(clock);
        }
        match position {
            Position::Front => share.waiting.push_front((id, job)),
            Position::Back => share.waiting.push_back((id, job)),
        }
        self.waiting += 1;
        id
    }

    /// Takes a job out, unless it has started.
    pub(super) fn remove(&mut self, tenant: &TenantId, id: JobId) -> Option<J> {
        let share = self.shares.get_mut(tenant)?;
        let at = share.waiting.iter().position(|(waiting, _)| *waiting == id)?;
        self.waiting -= 1;
        share.waiting.remove(at).map(|(_, job)| job)
    }

    /// The next job to run. Call [`Self::finish`] when it has ended.
    pub(super) fn pop(&mut self) -> Option<(TenantId, J)> {
        let waiting = self.shares.iter_mut().filter(|(_, share)| !share.waiting.is_empty());
        let (tenant, share) = waiting.min_by_key(|(_, share)| (share.running, share.spent))?;
        let (_, job) = share.waiting.pop_front()?;
        share.running += 1;
        self.clock = self.clock.max(share.spent);
        self.waiting -= 1;
        Some((tenant.clone(), job))
    }

    pub(super) fn finish(&mut self, tenant: &TenantId, took: Duration) {
        let share = self.share(tenant);
        share.running -= 1;
        // Even the shortest job counts, so that tenants take turns.
        share.spent += took.max(Duration::from_nanos(1));
        self.forget_idle();
    }

    /// Takes all waiting jobs out.
    pub(super) fn drain(&mut self) -> Vec<J> {
        self.waiting = 0;
        let waiting = self.shares.values_mut().flat_map(|share| share.waiting.drain(..));
        waiting.map(|(_, job)| job).collect()
    }

    fn share(&mut self, tenant: &TenantId) -> &mut Share<J> {
        if !self.shares.contains_key(tenant) {
            let share =
                Share { admitted: 0, waiting: VecDeque::new(), running: 0, spent: self.clock };
            self.shares.insert(tenant.clone(), share);
        }
        self.shares.get_mut(tenant).expect("the share was just inserted")
    }

    /// Forgets idle tenants, except those that used more time than the others have by now.
    fn forget_idle(&mut self) {
        let clock = self.clock;
        self.shares.retain(|_, share| {
            let busy = share.admitted > 0 || share.running > 0 || !share.waiting.is_empty();
            busy || share.spent > clock
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDE: Bounds = Bounds { total: 10_000, per_tenant: 10_000 };

    fn tenant(name: &str) -> TenantId {
        TenantId::parse(name).unwrap()
    }

    fn milliseconds(number: u64) -> Duration {
        Duration::from_millis(number)
    }

    fn push(queue: &mut FairQueue<u64>, name: &str, milliseconds: u64) -> JobId {
        queue.push(&tenant(name), Position::Back, milliseconds)
    }

    /// Runs the next jobs one after the other. Each job is the number of milliseconds that it takes.
    fn run(queue: &mut FairQueue<u64>, jobs: usize) -> Vec<String> {
        let mut order = Vec::new();
        for _ in 0..jobs {
            let Some((tenant, took)) = queue.pop() else { break };
            queue.finish(&tenant, milliseconds(took));
            order.push(tenant.as_str().to_owned());
        }
        order
    }

    fn count(order: &[String], name: &str) -> usize {
        order.iter().filter(|tenant| *tenant == name).count()
    }

    #[test]
    fn a_single_job_waits_for_at_most_one_job_per_thread_of_a_tenant_with_a_thousand() {
        let mut queue = FairQueue::new(WIDE);
        for _ in 0..1_000 {
            push(&mut queue, "busy", 5);
        }
        // Two threads are busy.
        let running = [queue.pop().unwrap(), queue.pop().unwrap()];
        push(&mut queue, "other", 5);
        queue.finish(&running[0].0, milliseconds(5));
        assert_eq!(queue.pop().unwrap().0, tenant("other"));
    }

    #[test]
    fn tenants_get_equal_time_and_not_equal_numbers_of_jobs() {
        let mut queue = FairQueue::new(WIDE);
        for _ in 0..1_000 {
            push(&mut queue, "heavy", 100);
            push(&mut queue, "light", 10);
        }
        let order = run(&mut queue, 550);
        assert_eq!((count(&order, "heavy"), count(&order, "light")), (50, 500));
    }

    #[test]
    fn an_idle_tenant_saves_up_no_time() {
        let mut queue = FairQueue::new(WIDE);
        push(&mut queue, "idle", 1);
        run(&mut queue, 1);
        for _ in 0..1_000 {
            push(&mut queue, "steady", 10);
        }
        run(&mut queue, 500);
        for _ in 0..100 {
            push(&mut queue, "idle", 10);
        }
        // One job more, because the steady tenant had just been served.
        assert_eq!(count(&run(&mut queue, 20), "idle"), 11);
    }

    #[test]
    fn a_tenant_that_was_alone_does_not_pay_for_it() {
        let mut queue = FairQueue::new(WIDE);
        for _ in 0..1_000 {
            push(&mut queue, "first", 10);
        }
        run(&mut queue, 500);
        for _ in 0..1_000 {
            push(&mut queue, "second", 10);
        }
        assert_eq!(count(&run(&mut queue, 100), "first"), 50);
    }

    #[test]
    fn sending_heavy_jobs_one_by_one_is_no_advantage() {
        let mut queue = FairQueue::new(WIDE);
        for _ in 0..10_000 {
            push(&mut queue, "light", 1);
        }
        let (mut heavy, mut waits) = (0, false);
        for _ in 0..1_000 {
            if !waits {
                push(&mut queue, "heavy", 100);
            }
            waits = run(&mut queue, 1) != ["heavy"];
            heavy += usize::from(!waits);
        }
        assert_eq!(heavy, 10, "100 ms for every 100 jobs of 1 ms");
    }

    #[test]
    fn jobs_of_a_tenant_keep_their_order_and_a_request_that_has_begun_goes_first() {
        let mut queue = FairQueue::new(WIDE);
        let acme = tenant("acme");
        for (position, job) in [(Position::Back, 1), (Position::Back, 2), (Position::Front, 3)] {
            queue.push(&acme, position, job);
        }
        let order: Vec<u64> = std::iter::from_fn(|| queue.pop()).map(|(_, job)| job).collect();
        assert_eq!(order, [3, 1, 2]);
    }

    #[test]
    fn a_removed_job_does_not_run() {
        let mut queue = FairQueue::new(WIDE);
        let ids: Vec<JobId> = (0..3).map(|job| push(&mut queue, "acme", job)).collect();
        assert_eq!(queue.remove(&tenant("acme"), ids[1]), Some(1));
        assert_eq!(queue.remove(&tenant("acme"), ids[1]), None);
        assert_eq!(queue.waiting(), 2);
        let order: Vec<u64> = std::iter::from_fn(|| queue.pop()).map(|(_, job)| job).collect();
        assert_eq!(order, [0, 2]);
        assert_eq!(queue.remove(&tenant("acme"), ids[0]), None, "it has started");
    }

    #[test]
    fn a_tenant_cannot_have_more_requests_than_its_bound() {
        let mut queue = FairQueue::<u64>::new(Bounds { total: 10, per_tenant: 3 });
        let admitted = (0..5).filter(|_| queue.admit(&tenant("acme"))).count();
        assert_eq!(admitted, 3);
        queue.leave(&tenant("acme"));
        assert!(queue.admit(&tenant("acme")));
        assert!(!queue.admit(&tenant("acme")));
    }

    #[test]
    fn a_full_queue_admits_only_tenants_with_less_than_an_equal_share() {
        let mut queue = FairQueue::<u64>::new(Bounds { total: 12, per_tenant: 6 });
        let fill = |queue: &mut FairQueue<u64>, name: &str| {
            (0..20).filter(|_| queue.admit(&tenant(name))).count()
        };
        assert_eq!((fill(&mut queue, "a"), fill(&mut queue, "b")), (6, 6));
        assert_eq!(fill(&mut queue, "c"), 4, "a third of twelve");
        assert_eq!(fill(&mut queue, "d"), 3, "a quarter of twelve");
        queue.leave(&tenant("a"));
        assert!(!queue.admit(&tenant("a")), "it still has more than a quarter");
    }

    #[test]
    fn idle_tenants_are_forgotten() {
        let mut queue = FairQueue::new(WIDE);
        for i in 0..100 {
            let name = tenant(&format!("t{i}"));
            assert!(queue.admit(&name));
            queue.push(&name, Position::Back, 10);
            let (popped, took) = queue.pop().unwrap();
            queue.finish(&popped, milliseconds(took));
            queue.leave(&name);
        }
        assert!(queue.shares.len() <= 100);
        for _ in 0..10 {
            push(&mut queue, "last", 10);
            run(&mut queue, 1);
        }
        assert!(queue.shares.len() <= 2, "{} are left", queue.shares.len());
    }
}
