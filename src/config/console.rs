//! The section `[console]`.

use serde::Deserialize;

use crate::domain::tenant::TenantId;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsoleConfig {
    pub tenant: String,
    pub public_url: String,
    pub idle_minutes: u32,
    pub session_hours: u32,
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
    /// The console's tenant, if the setting is valid.
    pub fn tenant(&self) -> Option<TenantId> {
        TenantId::parse(&self.tenant).ok()
    }
}
