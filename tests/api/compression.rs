//! Samples of what is compressed before it is sealed.

use std::path::PathBuf;

use bonafide::domain::tenant::TenantId;
use ids::{ApplicantId, DecisionId};
use learning::simulator::{CohortOptions, cohort};
use uuid::Uuid;

use crate::harness::{Service, TENANT};

/// Applicant, decision, data key, answer and inputs.
type Stored = (Uuid, Uuid, Vec<u8>, Vec<u8>, Vec<u8>);

/// Writes the samples that a dictionary is made from; `docs/ARCHITECTURE.md` says how.
#[actix_web::test]
#[ignore = "writes files into SAMPLES"]
async fn samples_for_a_dictionary() {
    let folder = PathBuf::from(std::env::var_os("SAMPLES").expect("SAMPLES names a directory"));
    let service = Service::start().await;
    for applicant in cohort(&CohortOptions::new(400, 23)) {
        service.decide(&applicant.document).await;
    }
    let rows = sqlx::query_as::<_, Stored>(
        "SELECT decision.applicant_id, decision.id, applicant.data_key, decision.answer, decision.inputs
        FROM decision
        JOIN applicant ON applicant.tenant_id = decision.tenant_id AND applicant.id = decision.applicant_id",
    )
    .fetch_all(&service.database.owner().await)
    .await
    .unwrap();
    let tenant = TenantId::parse(TENANT).unwrap();
    for (applicant, decision, data_key, answer, inputs) in rows {
        let key = service.app.keys.unwrap(&tenant, ApplicantId(applicant), &data_key).unwrap();
        let decision = DecisionId(decision);
        for (what, sealed) in [("answer", answer), ("inputs", inputs)] {
            let plain = key.open(&sealed, &format!("{what}/{decision}")).unwrap();
            std::fs::write(folder.join(format!("{what}-{decision}")), plain).unwrap();
        }
    }
}
