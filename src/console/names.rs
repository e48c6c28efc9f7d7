//! The display names of a tenant's users.

use std::collections::BTreeMap;

use ids::actor::Actor;

use super::display::safe_text;
use super::failure::Failure;
use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::service::access::users;

/// Display names by user id.
pub(super) struct Names(BTreeMap<String, String>);

impl Names {
    pub(super) async fn load(app: &App, tenant: &TenantId) -> Result<Self, Failure> {
        Ok(Self(users::names(app, tenant).await?))
    }

    pub(super) fn display(&self, actor: &Actor) -> String {
        self.display_id(actor.as_str())
    }

    /// A user's name; anything else, such as the name of a program, as it is.
    pub(super) fn display_id(&self, actor: &str) -> String {
        safe_text(self.0.get(actor).map_or(actor, String::as_str), 60)
    }
}
