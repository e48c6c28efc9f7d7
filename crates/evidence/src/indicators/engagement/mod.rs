//! What happens after hiring.

pub(super) mod conduct;
pub(super) mod devices;
