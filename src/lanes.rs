//! Decisions that wait for a transaction: a lane for each tenant.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::domain::tenant::TenantId;
use crate::store::scoring::locks::DecisionLocks;

/// How many decisions share a transaction at most.
const MAX_ITEMS: usize = 32;
/// How many locks one transaction takes. The server's lock table is finite.
const MAX_LOCKS: usize = 512;
/// How many bytes of documents one transaction writes, after the first document.
const MAX_BYTES: usize = 1 << 20;
/// How many transactions of one tenant run at a time. While some wait for the database, others compute.
const MAX_BATCHES: usize = 4;
/// How many decisions of one tenant wait at a time.
const MAX_WAITING: usize = 1_024;

/// What the lanes know of a waiting decision.
#[derive(Clone, Debug)]
pub struct Ticket {
    pub locks: DecisionLocks,
    /// The size of the document.
    pub bytes: usize,
    /// The digest of the idempotency key.
    pub request_key: Option<[u8; 32]>,
}

/// Why a decision may not wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejected {
    /// Too many decisions of the tenant wait already.
    Full,
    /// One with the same idempotency key waits or runs.
    KeyInUse,
}

/// Decisions that wait for a transaction, with what the caller needs to make them (`T`).
///
/// A decision that nobody is ahead of begins at once. Those that come while four transactions of the tenant run wait,
/// and share the next one. Tenants take turns, because each has at most four transactions in line.
#[derive(Debug)]
pub struct Lanes<T> {
    lanes: Mutex<HashMap<TenantId, Lane<T>>>,
    /// One for each transaction that may run at a time, of whatever tenant.
    turns: Semaphore,
}

/// The decisions of one tenant.
#[derive(Debug)]
struct Lane<T> {
    waiting: VecDeque<(Ticket, T)>,
    batches: usize,
    /// The locks of the running transactions.
    locked: DecisionLocks,
    /// The idempotency keys of requests that wait or run.
    request_keys: HashSet<[u8; 32]>,
}

/// Decisions that share a transaction.
#[derive(Debug)]
pub struct Batch<T> {
    pub items: Vec<T>,
    /// The locks of all of them.
    pub locks: DecisionLocks,
    request_keys: Vec<[u8; 32]>,
}

impl<T> Lanes<T> {
    /// Lanes that run this many transactions at a time.
    pub fn new(transactions: usize) -> Self {
        Self { lanes: Mutex::default(), turns: Semaphore::new(transactions.max(1)) }
    }

    fn lanes(&self) -> MutexGuard<'_, HashMap<TenantId, Lane<T>>> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a decision. If it returns true, the caller starts a task that takes batches until there are none.
    pub fn push(&self, tenant: &TenantId, ticket: Ticket, item: T) -> Result<bool, Rejected> {
        let mut lanes = self.lanes();
        let lane = lanes.entry(tenant.clone()).or_default();
        if lane.waiting.len() >= MAX_WAITING {
            return Err(Rejected::Full);
        }
        if let Some(key) = ticket.request_key
            && !lane.request_keys.insert(key)
        {
            return Err(Rejected::KeyInUse);
        }
        lane.waiting.push_back((ticket, item));
        let starts = lane.batches < MAX_BATCHES;
        lane.batches += usize::from(starts);
        Ok(starts)
    }

    /// Waits for a turn, then takes the decisions that may share the next transaction: what comes while it waits is
    /// among them. If there are none, the caller's task has ended; it does not call this again.
    pub async fn next(&self, tenant: &TenantId) -> Option<(Batch<T>, SemaphorePermit<'_>)> {
        let turn = self.turns.acquire().await.expect("the semaphore is never closed");
        let batch = self.take(tenant)?;
        Some((batch, turn))
    }

    fn take(&self, tenant: &TenantId) -> Option<Batch<T>> {
        let mut lanes = self.lanes();
        let lane = lanes.get_mut(tenant)?;
        let batch = lane.take();
        if batch.items.is_empty() {
            lane.batches -= 1;
            if lane.batches == 0 && lane.waiting.is_empty() {
                lanes.remove(tenant);
            }
            return None;
        }
        Some(batch)
    }

    /// Lets those begin that waited for the locks and keys of a batch.
    pub fn finish<U>(&self, tenant: &TenantId, batch: &Batch<U>) {
        if let Some(lane) = self.lanes().get_mut(tenant) {
            lane.locked.remove(&batch.locks);
            for key in &batch.request_keys {
                lane.request_keys.remove(key);
            }
        }
    }
}

impl<T> Batch<T> {
    /// The items, and the batch without them.
    pub fn split(self) -> (Vec<T>, Batch<()>) {
        let Self { items, locks, request_keys } = self;
        (items, Batch { items: Vec::new(), locks, request_keys })
    }
}

impl<T> Default for Lane<T> {
    fn default() -> Self {
        Self {
            waiting: VecDeque::new(),
            batches: 0,
            locked: DecisionLocks::default(),
            request_keys: HashSet::new(),
        }
    }
}

impl<T> Lane<T> {
    /// The first decisions that neither have to see each other nor one that runs. One that has to wait keeps its place:
    /// a later one that conflicts with it does not overtake it.
    fn take(&mut self) -> Batch<T> {
        let mut batch =
            Batch { items: Vec::new(), locks: DecisionLocks::default(), request_keys: Vec::new() };
        let mut bytes = 0;
        let mut passed_over = DecisionLocks::default();
        let mut kept = VecDeque::new();
        while let Some((ticket, item)) = self.waiting.pop_front() {
            bytes += ticket.bytes;
            let locks = batch.locks.count() + ticket.locks.count();
            let full = batch.items.len() == MAX_ITEMS || locks > MAX_LOCKS || bytes > MAX_BYTES;
            if full && !batch.items.is_empty() {
                kept.push_back((ticket, item));
                break;
            }
            if ticket.locks.conflict(&self.locked) || ticket.locks.conflict(&passed_over) {
                passed_over.add(&ticket.locks);
                kept.push_back((ticket, item));
                continue;
            }
            self.locked.add(&ticket.locks);
            batch.locks.add(&ticket.locks);
            batch.request_keys.extend(ticket.request_key);
            batch.items.push(item);
        }
        kept.append(&mut self.waiting);
        self.waiting = kept;
        batch
    }
}

#[cfg(test)]
mod tests {
    use evidence::identifier::IdentifierDigest;

    use super::*;

    fn tenant(name: &str) -> TenantId {
        TenantId::parse(name).unwrap()
    }

    /// A decision on an applicant, who shares these identifiers with others.
    fn ticket(applicant: u8, identifiers: &[i64]) -> Ticket {
        let identifiers: Vec<_> = identifiers.iter().map(|key| IdentifierDigest(*key)).collect();
        let locks =
            DecisionLocks::new(&tenant("acme"), (&[applicant; 32], None), &identifiers, &[]);
        Ticket { locks, bytes: 8_000, request_key: None }
    }

    fn take(lanes: &Lanes<u8>) -> Option<Batch<u8>> {
        lanes.take(&tenant("acme"))
    }

    fn push(lanes: &Lanes<u8>, applicant: u8, identifiers: &[i64]) -> bool {
        lanes.push(&tenant("acme"), ticket(applicant, identifiers), applicant).unwrap()
    }

    #[test]
    fn the_first_begins_at_once_and_those_behind_it_share_a_transaction() {
        let lanes = Lanes::new(4);
        for applicant in 1..5 {
            assert!(push(&lanes, applicant, &[applicant.into()]), "four transactions may run");
            assert_eq!(take(&lanes).unwrap().items, [applicant]);
        }
        for applicant in 5..8 {
            assert!(!push(&lanes, applicant, &[applicant.into()]), "a fifth may not");
        }
        assert_eq!(take(&lanes).unwrap().items, [5, 6, 7]);
        assert!(take(&lanes).is_none());
    }

    #[test]
    fn those_who_must_see_each_other_share_no_transaction_and_keep_their_order() {
        let lanes = Lanes::new(4);
        push(&lanes, 1, &[7]);
        push(&lanes, 2, &[7, 8]);
        push(&lanes, 3, &[8]);
        push(&lanes, 4, &[9]);
        push(&lanes, 1, &[]);
        let first = take(&lanes).unwrap();
        assert_eq!(first.items, [1, 4], "2 shares with 1, and 3 with 2, which is ahead of it");
        let meanwhile = take(&lanes);
        assert!(meanwhile.is_none(), "the rest waits for those that run");
        lanes.finish(&tenant("acme"), &first);
        assert_eq!(take(&lanes).unwrap().items, [2, 1]);
    }

    #[test]
    fn who_has_too_many_identifiers_to_lock_is_decided_alone() {
        let lanes = Lanes::new(4);
        let many: Vec<i64> = (0..100).collect();
        push(&lanes, 1, &[1]);
        push(&lanes, 2, &many);
        push(&lanes, 3, &[3]);
        let first = take(&lanes).unwrap();
        assert_eq!(first.items, [1]);
        lanes.finish(&tenant("acme"), &first);
        let alone = take(&lanes);
        // The first transaction's task has ended by now or takes the next: either way the crowd comes alone.
        assert_eq!(alone.unwrap().items, [2]);
    }

    #[test]
    fn a_batch_is_bounded_in_number_and_bytes() {
        let lanes = Lanes::new(4);
        for applicant in 0..50 {
            push(&lanes, applicant, &[]);
        }
        assert_eq!(take(&lanes).unwrap().items.len(), MAX_ITEMS);
        let lanes = Lanes::new(4);
        for applicant in 0..3 {
            let large = Ticket { bytes: MAX_BYTES, ..ticket(applicant, &[]) };
            lanes.push(&tenant("acme"), large, applicant).unwrap();
        }
        assert_eq!(take(&lanes).unwrap().items, [0], "a large one is decided, but alone");
    }

    #[test]
    fn a_lane_that_is_full_takes_no_more_and_other_tenants_notice_nothing() {
        let lanes = Lanes::new(4);
        for _ in 0..MAX_WAITING {
            push(&lanes, 1, &[]);
        }
        let full = lanes.push(&tenant("acme"), ticket(2, &[]), 2);
        assert_eq!(full, Err(Rejected::Full));
        assert_eq!(lanes.push(&tenant("globex"), ticket(2, &[]), 2), Ok(true));
    }

    #[test]
    fn a_key_is_used_by_one_request_at_a_time() {
        let lanes = Lanes::new(4);
        let keyed = || Ticket { request_key: Some([9; 32]), ..ticket(1, &[]) };
        assert_eq!(lanes.push(&tenant("acme"), keyed(), 1), Ok(true));
        assert_eq!(lanes.push(&tenant("acme"), keyed(), 1), Err(Rejected::KeyInUse));
        let batch = take(&lanes).unwrap();
        assert_eq!(lanes.push(&tenant("acme"), keyed(), 1), Err(Rejected::KeyInUse));
        lanes.finish(&tenant("acme"), &batch);
        assert!(lanes.push(&tenant("acme"), keyed(), 1).is_ok());
    }
}
