//! Counts expensive operations in tests. A test that bounds their number fails when work grows too fast, on any machine
//! and under any load.

/// A kind of operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Work {
    /// Bytes of text that were folded.
    FoldedBytes,
    /// Pairs of names whose parts were compared.
    NamePairs,
    /// Bytes of text that were searched for phrases.
    SearchedBytes,
    /// Occurrences of parts of phrases, and steps from one to the next.
    PhraseSteps,
    /// Pairs of jobs, sessions, repositories or engagements that were compared.
    Pairs,
    /// Shingles of texts.
    Shingles,
    /// Offsets of time zones that were computed.
    Offsets,
}

/// Counts operations in tests only.
#[cfg(not(test))]
pub(crate) fn count(_: Work, _: usize) {}

#[cfg(test)]
pub(crate) use counter::{count, counted};

#[cfg(test)]
mod counter {
    use std::cell::RefCell;
    use std::collections::BTreeMap;

    use super::Work;

    thread_local! {
        static COUNTS: RefCell<BTreeMap<Work, usize>> = const { RefCell::new(BTreeMap::new()) };
    }

    pub(crate) fn count(work: Work, number: usize) {
        COUNTS.with_borrow_mut(|counts| *counts.entry(work).or_default() += number);
    }

    /// The operations that a function causes on this thread.
    pub(crate) fn counted(run: impl FnOnce()) -> BTreeMap<Work, usize> {
        COUNTS.take();
        run();
        COUNTS.take()
    }
}
