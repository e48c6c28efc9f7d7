//! Applications, bids, ratings and messages.

pub(super) mod applications;
pub(super) mod clients;
pub(super) mod offers;
pub(super) mod proxies;
pub(super) mod requests;
