//! Sign-ins: addresses, devices, clocks, clients. A file for each subject.

pub(super) mod changes;
pub(super) mod clients;
pub(super) mod clocks;
pub(super) mod devices;
pub(super) mod places;
pub(super) mod sharing;

#[cfg(test)]
mod tests;
