//! The section `[console]`.

use serde::Deserialize;

use crate::domain::tenant::TenantId;

/// The console.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsoleConfig {
    /// The tenant that the sign-in page proposes.
    pub tenant: String,
    /// Where browsers reach the service; empty for as the request says.
    pub public_url: String,
    /// After how many minutes without a request a session ends.
    pub idle_minutes: u32,
    /// After how many hours it ends in any case.
    pub session_hours: u32,
    /// For how many hours a one-time link holds.
    pub invitation_hours: u32,
}

impl Default for ConsoleConfig {
    fn default() -> Self {
        Self {
            tenant: "demo".to_owned(),
            public_url: String::new(),
            idle_minutes: 60,
            session_hours: 12,
            invitation_hours: 72,
        }
    }
}

impl ConsoleConfig {
    /// The proposed tenant, if there is one.
    pub fn tenant(&self) -> Option<TenantId> {
        TenantId::parse(&self.tenant).ok()
    }
}
