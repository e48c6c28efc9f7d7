//! Work on many items at once, for commands that have no other callers.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, mpsc};

use super::queue::Position;
use super::{Class, Compute};
use crate::domain::tenant::TenantId;

/// Into how many parts the items of each thread are divided, so that no thread has to wait long for another.
const PARTS_PER_THREAD: usize = 4;

impl Compute {
    /// Processes items on all threads for interactive work, and returns the results in the items' order. It blocks.
    pub fn map<T: Send + 'static, R: Send + 'static>(
        &self,
        tenant: &TenantId,
        items: Vec<T>,
        work: impl Fn(T) -> R + Send + Sync + 'static,
    ) -> Vec<R> {
        let lane = self.lane(Class::Interactive);
        let (count, parts) = (items.len(), lane.config.threads * PARTS_PER_THREAD);
        let size = count.div_ceil(parts).max(1);
        let (work, (sender, results)) = (Arc::new(work), mpsc::channel());
        let mut items = items.into_iter();
        for start in (0..count).step_by(size) {
            let part: Vec<T> = items.by_ref().take(size).collect();
            let (work, sender) = (Arc::clone(&work), sender.clone());
            let job = move || {
                let process = || part.into_iter().map(|item| work(item)).collect::<Vec<R>>();
                // The receiver is gone if another part panicked.
                let _ = sender.send((start, catch_unwind(AssertUnwindSafe(process))));
            };
            lane.push(tenant, Position::Back, Box::new(job)).expect("this pool still runs");
        }
        drop(sender);
        let mut parts: Vec<(usize, Vec<R>)> = results
            .into_iter()
            // A panic in a thread is our bug, so it continues here.
            .map(|(start, part)| (start, part.unwrap_or_else(|panic| resume_unwind(panic))))
            .collect();
        parts.sort_by_key(|(start, _)| *start);
        parts.into_iter().flat_map(|(_, part)| part).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compute::ComputeConfig;

    #[test]
    fn results_come_in_the_order_of_the_items_on_any_number_of_threads() {
        let tenant = TenantId::parse("acme").unwrap();
        for threads in 1..9 {
            let compute = Compute::new(&ComputeConfig { threads, ..ComputeConfig::default() }, 0);
            let doubled = compute.map(&tenant, (0..1_000).collect(), |n: u32| n * 2);
            assert_eq!(doubled, (0..1_000).map(|n| n * 2).collect::<Vec<_>>());
            assert_eq!(compute.map(&tenant, Vec::<u32>::new(), |n| n), Vec::<u32>::new());
        }
    }
}
