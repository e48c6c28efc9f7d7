//! The gate: what a model must show before it may score.

use sqlx::PgConnection;

use crate::domain::profile::read::Fault;
use crate::store::registry::RegisteredModel;
use crate::store::{self, StoreError};

/// What speaks against letting a model score. Empty if nothing does.
pub(super) async fn objections(
    connection: &mut PgConnection,
    model: &RegisteredModel,
) -> Result<Vec<Fault>, StoreError> {
    if store::registry::evaluation(connection, &model.digest).await?.is_none() {
        return Ok(vec![Fault {
            pointer: "/evaluation".to_owned(),
            code: "not_evaluated",
            detail: "it was not measured on labelled cases of this tenant".to_owned(),
        }]);
    }
    Ok(Vec::new())
}
