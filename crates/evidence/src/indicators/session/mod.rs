//! Sign-ins: addresses, devices, clocks and clients, with one file per subject.

mod activity;
pub(super) mod careers;
pub(super) mod changes;
pub(super) mod clients;
pub(super) mod clocks;
pub(super) mod devices;
#[cfg(test)]
mod fixtures;
pub(super) mod hours;
pub(super) mod places;
pub(super) mod sharing;
pub(super) mod travel;
