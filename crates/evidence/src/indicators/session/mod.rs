//! Sign-ins: addresses, devices, clocks, clients. A file for each subject.

pub(super) mod changes;
pub(super) mod clients;
pub(super) mod clocks;
pub(super) mod devices;
#[cfg(test)]
mod fixtures;
pub(super) mod places;
pub(super) mod sharing;
