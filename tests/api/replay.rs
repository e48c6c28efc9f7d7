//! Replay and reassessment: of decisions that 0.1.0 made, and of new ones whose surroundings changed.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use bonafide::domain::tenant::TenantId;
use bonafide::keys::MasterKey;
use bonafide::{MIGRATOR, store};
use ids::{ApplicantId, DecisionId};
use reqwest::Method;
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use uuid::Uuid;

use crate::harness::profiles::{ordinary, paid_to};
use crate::harness::{Reply, Service, TENANT, cluster, start};

/// Fields of a decision that were renamed since 0.1.0, with their new names.
const RENAMED: &[(&str, &str)] = &[
    ("settle", "how_to_verify"),
    ("false_positives", "innocent_explanations"),
    ("could_move", "max_log_odds_change"),
];

/// Values in a decision that were renamed since 0.1.0, with their new names.
const RENAMED_VALUES: &[(&str, &str)] =
    &[("little_known", "insufficient_evidence"), ("actor", "threat_actor")];

/// What `GET /v1/decisions/{id}` answered in 0.1.0.
#[derive(Deserialize)]
struct Recorded {
    tenant: String,
    answer: Option<Value>,
}

fn fixture(file: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/decisions-0.1.0");
    std::fs::read(folder.join(file)).unwrap()
}

fn unpacked(file: &str) -> String {
    let mut text = String::new();
    flate2::read::GzDecoder::new(&fixture(file)[..]).read_to_string(&mut text).unwrap();
    text
}

fn recorded() -> BTreeMap<String, Recorded> {
    serde_json::from_str(&unpacked("decisions.json.gz")).unwrap()
}

/// The service on the database that 0.1.0 left, after today's migrations.
async fn restored() -> Service {
    let database = cluster::empty_database().await;
    let mut owner = PgConnection::connect(&database.url).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(unpacked("database.sql.gz"))).execute(&mut owner).await.unwrap();
    owner.close().await.unwrap();
    store::migrate(&database.url, &MIGRATOR, start()).await.unwrap();
    let key = fixture("master.key").try_into().unwrap();
    Service::on(database, |app| app.keys = Arc::new(MasterKey::from_bytes(key))).await
}

async fn ask(service: &Service, tenant: &str, method: Method, path: &str) -> Reply {
    Reply::read(service.request_of(tenant, method, path)).await
}

/// What replaying a decision gives differently.
async fn replay(service: &Service, tenant: &str, id: &str) -> Value {
    let reply = ask(service, tenant, Method::POST, &format!("/v1/decisions/{id}/replay")).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    assert_eq!(reply.body["identical"], reply.body["differences"] == json!([]));
    reply.body["differences"].clone()
}

/// What today's code says about a decision.
async fn reassess(service: &Service, tenant: &str, id: &str, query: &str) -> Value {
    let path = format!("/v1/decisions/{id}/reassess{query}");
    let reply = ask(service, tenant, Method::POST, &path).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    assert_eq!(reply.body["identical"], reply.body["differences"] == json!([]));
    reply.body
}

/// Where a reassessment differs from the decision.
fn pointers(reassessed: &Value) -> Vec<&str> {
    let differences = reassessed["differences"].as_array().unwrap();
    differences.iter().map(|one| one["pointer"].as_str().unwrap()).collect()
}

/// Whether everything that was recorded is there, under the name that it has now. New fields may be there too.
fn shows(answer: &Value, recorded: &Value) -> bool {
    let now = |name: &str| -> String {
        let renamed = RENAMED.iter().find(|(old, _)| *old == name);
        renamed.map_or(name, |(_, new)| new).to_owned()
    };
    match (answer, recorded) {
        (Value::Object(answer), Value::Object(recorded)) => (recorded.iter())
            .all(|(name, value)| answer.get(&now(name)).is_some_and(|found| shows(found, value))),
        (Value::Array(answer), Value::Array(recorded)) => {
            answer.len() == recorded.len()
                && answer.iter().zip(recorded).all(|(found, value)| shows(found, value))
        }
        (Value::String(answer), Value::String(recorded)) => {
            answer == recorded || RENAMED_VALUES.contains(&(recorded, answer))
        }
        _ => answer == recorded,
    }
}

#[actix_web::test]
async fn every_decision_of_0_1_0_reads_as_it_did_and_replays_to_the_same_bits() {
    let service = restored().await;
    let recorded = recorded();
    assert_eq!(recorded.len(), 58);
    for (id, Recorded { tenant, answer }) in recorded {
        let read = ask(&service, &tenant, Method::GET, &format!("/v1/decisions/{id}")).await;
        let Some(answer) = answer else {
            assert!(read.is_problem(410, "applicant_erased"), "{id}: {}", read.text);
            continue;
        };
        assert!(shows(&read.body, &answer), "{id}: {} is not {answer}", read.text);
        assert_eq!(replay(&service, &tenant, &id).await, json!([]), "{id}");
        let reassessed = reassess(&service, &tenant, &id, "").await;
        assert_eq!(reassessed["decision_id"], id);
        assert!(reassessed["assessment"]["probability"].is_f64(), "{reassessed}");
        reassess(&service, &tenant, &id, "?policy=sealed&model=sealed").await;
    }
}

/// A stored decision that a test changes behind the service's back.
struct Sealed<'a> {
    service: &'a Service,
    tenant: TenantId,
    id: DecisionId,
    applicant: ApplicantId,
    data_key: Vec<u8>,
    answer: Value,
    inputs: Value,
}

impl<'a> Sealed<'a> {
    async fn open(service: &'a Service, tenant: &str, id: &str) -> Self {
        let owner = service.database.owner().await;
        let (tenant, id): (_, DecisionId) = (TenantId::parse(tenant).unwrap(), id.parse().unwrap());
        let (applicant, data_key, answer, inputs): (Uuid, Vec<u8>, Vec<u8>, Vec<u8>) = sqlx::query_as(
            "SELECT decision.applicant_id, applicant.data_key, decision.answer, decision.inputs
            FROM decision
            JOIN applicant ON applicant.tenant_id = decision.tenant_id AND applicant.id = decision.applicant_id
            WHERE decision.id = $1",
        )
        .bind(id.0)
        .fetch_one(&owner)
        .await
        .unwrap();
        let applicant = ApplicantId(applicant);
        let key = service.app.keys.unwrap(&tenant, applicant, &data_key).unwrap();
        let open = |sealed: &[u8], what: &str| -> Value {
            serde_json::from_slice(&key.open(sealed, &format!("{what}/{id}")).unwrap()).unwrap()
        };
        let (answer, inputs) = (open(&answer, "answer"), open(&inputs, "inputs"));
        Self { service, tenant, id, applicant, data_key, answer, inputs }
    }

    /// Stores what was changed, with a document that no parser reads.
    async fn store(&self) {
        self.store_inputs().await;
        self.store_document(&json!("no profile of any version")).await;
    }

    async fn store_inputs(&self) {
        sqlx::query("UPDATE decision SET answer = $2, inputs = $3 WHERE id = $1")
            .bind(self.id.0)
            .bind(self.seal(&self.answer, &format!("answer/{}", self.id)))
            .bind(self.seal(&self.inputs, &format!("inputs/{}", self.id)))
            .execute(&self.service.database.owner().await)
            .await
            .unwrap();
    }

    async fn store_document(&self, document: &Value) {
        let version = self.answer["profile_version"].as_i64().unwrap();
        let purpose = format!("profile/{}/{version}", self.applicant);
        sqlx::query(
            "UPDATE profile_version SET document = $3 WHERE applicant_id = $1 AND version = $2",
        )
        .bind(self.applicant.0)
        .bind(version)
        .bind(self.seal(document, &purpose))
        .execute(&self.service.database.owner().await)
        .await
        .unwrap();
    }

    fn seal(&self, value: &Value, purpose: &str) -> Vec<u8> {
        let key = self.service.app.keys.unwrap(&self.tenant, self.applicant, &self.data_key);
        key.unwrap().seal(value.to_string().as_bytes(), purpose)
    }
}

/// Puts other words in the place of every sentence.
fn reword(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text)
                        if matches!(
                            &**name,
                            "text" | "settle" | "false_positives" | "question"
                        ) =>
                    {
                        "other words".clone_into(text);
                    }
                    other => reword(other),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(reword),
        _ => {}
    }
}

#[actix_web::test]
async fn a_replay_reads_neither_the_profile_nor_any_wording() {
    let service = restored().await;
    for (id, Recorded { tenant, answer }) in recorded() {
        if answer.is_none() {
            continue;
        }
        let mut sealed = Sealed::open(&service, &tenant, &id).await;
        reword(&mut sealed.answer);
        reword(&mut sealed.inputs);
        sealed.inputs["facts"] = json!({ "of": "another shape" });
        sealed.store().await;
        assert_eq!(replay(&service, &tenant, &id).await, json!([]), "{id}");
    }
}

/// A name that no indicator of this build has.
const GONE: &str = "indicator_that_is_gone";

#[actix_web::test]
async fn a_replay_needs_no_indicator_of_this_build() {
    let service = Service::start().await;
    service.decide(&paid_to("first", "ACCT-0001")).await;
    let decision = service.decide(&paid_to("second", "ACCT-0001")).await;
    let id = decision["id"].as_str().unwrap();
    let mut sealed = Sealed::open(&service, TENANT, id).await;
    // As if the strongest indicator, and the family it was in, had existed only then.
    let renamed = |value: &Value| -> Value {
        let text = value.to_string().replace("\"payout_account_shared\"", &format!("\"{GONE}\""));
        serde_json::from_str(&text.replace("\"payout\"", "\"family_that_is_gone\"")).unwrap()
    };
    assert!(sealed.answer.to_string().contains("payout_account_shared"));
    let digest = sealed.answer["assessment"]["model"]["digest"].as_str().unwrap().to_owned();
    let model = store::models::find(&service.app.db, &digest).await.unwrap().unwrap();
    let model = renamed(&serde_json::from_str(&model).unwrap());
    let other = format!("sha256:{}", "0".repeat(64));
    store::models::keep(&service.app.db, &other, &model.to_string()).await.unwrap();
    sealed.answer = renamed(&sealed.answer);
    sealed.answer["assessment"]["model"]["digest"] = other.into();
    sealed.inputs = renamed(&sealed.inputs);
    sealed.store().await;
    assert_eq!(replay(&service, TENANT, id).await, json!([]));

    let finding = (sealed.inputs["findings"].as_array_mut().unwrap().iter_mut())
        .find(|finding| finding["id"] == GONE)
        .unwrap();
    finding["state"] = "miss".into();
    sealed.store().await;
    let differences = replay(&service, TENANT, id).await.to_string();
    assert!(differences.contains("/log_odds"), "a replay does score the findings: {differences}");
}

#[actix_web::test]
async fn a_reassessment_asks_todays_policy_and_model_and_stores_nothing() {
    let service = Service::start().await;
    let decision = service.decide(&ordinary("robin")).await;
    let id = decision["id"].as_str().unwrap();
    let alike = reassess(&service, TENANT, id, "").await;
    assert_eq!(pointers(&alike), Vec::<&str>::new());
    assert_eq!(alike["assessment"]["log_odds"], decision["log_odds"]);
    assert_eq!((&alike["policy_version"], &alike["model"]), (&json!(0), &decision["model"]));

    let mut policy = service.get("/v1/policy").await.body["policy"].take();
    policy["base_rate"] = json!(0.02);
    let put = service.request_of(TENANT, Method::PUT, "/v1/policy").json(&policy);
    assert_eq!(Reply::read(put).await.status, 200);
    let moved = reassess(&service, TENANT, id, "").await;
    assert_eq!(moved["policy_version"], 1);
    assert_eq!(pointers(&moved), ["/base_log_odds", "/log_odds", "/probability"]);
    let sealed = reassess(&service, TENANT, id, "?policy=sealed").await;
    assert_eq!((&sealed["policy_version"], &sealed["identical"]), (&json!(0), &json!(true)));
    assert_eq!(service.count("decision").await, 1);
    let unknown_option = format!("/v1/decisions/{id}/reassess?policy=old");
    let unknown = ask(&service, TENANT, Method::POST, &unknown_option);
    assert!(unknown.await.is_problem(400, "query_invalid"));
}

#[actix_web::test]
async fn a_reassessment_names_every_finding_that_todays_indicators_see_differently() {
    let service = Service::start().await;
    let id = service.decide(&ordinary("robin")).await["id"].as_str().unwrap().to_owned();
    let mut sealed = Sealed::open(&service, TENANT, &id).await;
    let finding = (sealed.inputs["findings"].as_array_mut().unwrap().iter_mut())
        .find(|finding| finding["id"] == "payout_account_shared")
        .unwrap();
    assert_eq!(finding["state"], "miss");
    finding["state"] = "hit".into();
    finding["value"] = json!(3.0);
    sealed.store_inputs().await;
    let differences = reassess(&service, TENANT, &id, "").await["differences"].take();
    let at = "/findings/payout_account_shared";
    let expected = json!([
        { "pointer": format!("{at}/state"), "stored": "hit", "reassessed": "miss" },
        { "pointer": format!("{at}/value"), "stored": 3.0, "reassessed": 0.0 },
    ]);
    assert_eq!(differences, expected);
}

#[actix_web::test]
async fn a_profile_that_todays_parser_refuses_is_not_reassessed() {
    let service = Service::start().await;
    let id = service.decide(&ordinary("robin")).await["id"].as_str().unwrap().to_owned();
    let sealed = Sealed::open(&service, TENANT, &id).await;
    sealed.store_document(&json!({ "external_id": 3 })).await;
    let path = format!("/v1/decisions/{id}/reassess");
    let refused = ask(&service, TENANT, Method::POST, &path).await;
    assert!(refused.is_problem(422, "profile_invalid"), "{}", refused.text);
    assert_eq!(refused.pointers(), ["/external_id"]);
    assert_eq!(replay(&service, TENANT, &id).await, json!([]));
}
