//! Behaviour and devices after hiring.

pub(super) mod conduct;
pub(super) mod devices;
