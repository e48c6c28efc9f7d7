//! Linkage: which identifiers a profile has, and what it means to share them. The look-up itself is
//! the store's; the same rules serve the simulator's index in memory.

pub mod digest;
pub mod edge;
pub mod identifiers;
pub mod index;
pub mod links;
pub mod ring;
