//! Notices: a stored decision in plain words.

use ids::DecisionId;

use crate::app::App;
use crate::domain::language::Language;
use crate::domain::tenant::TenantId;
use crate::notices::{Audience, Notice, notice};
use crate::service::FindError;
use crate::service::scoring::decisions;

/// A decision in plain words.
pub async fn find(
    app: &App,
    tenant: &TenantId,
    id: DecisionId,
    audience: Audience,
    language: Language,
) -> Result<Notice, FindError> {
    let decision = decisions::find(app, tenant, id).await?;
    Ok(notice(&decision.assessment, audience, language))
}
