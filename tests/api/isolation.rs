//! Every tenant sees its own rows and no others, on every route and in every statement.

use bonafide::domain::tenant::TenantId;
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::profiles::{ordinary, paid_to};
use crate::harness::{Reply, Service};

#[actix_web::test]
async fn another_tenants_things_do_not_exist() {
    let service = Service::start().await;
    let decision = service.decide(&ordinary("robin")).await;
    let id = decision["id"].as_str().unwrap();
    let applicant = decision["applicant_id"].as_str().unwrap();
    for (method, path) in [
        (Method::GET, format!("/v1/decisions/{id}")),
        (Method::POST, format!("/v1/decisions/{id}/replay")),
        (Method::POST, format!("/v1/decisions/{id}/reassess")),
        (Method::GET, format!("/v1/applicants/{applicant}")),
        (Method::GET, format!("/v1/applicants/{applicant}/links")),
    ] {
        let reply = Reply::read(service.request_of("globex", method, &path)).await;
        assert_eq!(reply.status, 404, "{path}: {}", reply.text);
    }
    for path in [
        "/v1/decisions".to_owned(),
        format!("/v1/decisions?applicant_id={applicant}"),
        "/v1/decisions?external_id=robin".to_owned(),
    ] {
        let listed = Reply::read(service.request_of("globex", Method::GET, &path)).await;
        assert_eq!(listed.body["data"], json!([]), "{path}");
    }
}

#[actix_web::test]
async fn nothing_is_linked_across_tenants() {
    let service = Service::start().await;
    service.decide(&paid_to("first", "ACCT-0001")).await;
    let request = service.request_of("globex", Method::POST, "/v1/decisions");
    let theirs = Reply::read(request.json(&paid_to("second", "ACCT-0001"))).await;
    assert_eq!(theirs.body["links"]["applicants"], 0, "{}", theirs.text);
}

#[actix_web::test]
async fn a_statement_that_forgets_its_tenant_sees_nothing() {
    let service = Service::start().await;
    service.decide(&paid_to("first", "ACCT-0001")).await;
    // Workers take the jobs of every tenant, and replicas follow every champion. These rows name things and hold
    // nothing else.
    let hidden = |table: &String| !["job", "champion"].contains(&table.as_str());
    for table in tenant_tables(&service).await.into_iter().filter(hidden) {
        let statement = format!("SELECT count(*) FROM {table}");
        let forgot: Result<i64, _> = sqlx::query_scalar(sqlx::AssertSqlSafe(statement.clone()))
            .fetch_one(&service.app.db)
            .await;
        // Partitions are reached through their parent only: the service may not even ask them.
        assert!(matches!(forgot, Ok(0)) || table.starts_with("decision_"), "{table}: {forgot:?}");
        let mut tx = service.app.begin(&TenantId::parse("globex").unwrap()).await.unwrap();
        let other: Result<i64, _> =
            sqlx::query_scalar(sqlx::AssertSqlSafe(statement)).fetch_one(tx.connection()).await;
        assert!(matches!(other, Ok(0)) || table.starts_with("decision_"), "{table}: {other:?}");
    }
}

#[actix_web::test]
async fn a_row_cannot_be_written_for_another_tenant() {
    let service = Service::start().await;
    let mut tx = service.app.begin(&TenantId::parse("globex").unwrap()).await.unwrap();
    let written = sqlx::query(
        "INSERT INTO policy (tenant_id, version, body, created_at) VALUES ('acme', 1, '{}', now())",
    )
    .execute(tx.connection())
    .await;
    assert!(written.is_err());
}

#[actix_web::test]
async fn every_tenant_table_forces_row_level_security_and_begins_its_key_with_the_tenant() {
    let service = Service::start().await;
    let tables = tenant_tables(&service).await;
    assert!(tables.len() >= 8, "{tables:?}");
    for table in tables {
        let (forced, first): (bool, String) = sqlx::query_as(
            "SELECT class.relrowsecurity AND class.relforcerowsecurity, attribute.attname::text
            FROM pg_class AS class
            JOIN pg_index ON indrelid = class.oid AND indisprimary
            JOIN pg_attribute AS attribute ON attribute.attrelid = class.oid AND attribute.attnum = indkey[0]
            WHERE class.oid = to_regclass($1)",
        )
        .bind(&table)
        .fetch_one(&service.database.owner().await)
        .await
        .unwrap();
        assert!(forced, "{table} does not force row-level security");
        assert_eq!(first, "tenant_id", "{table}");
    }
}

#[actix_web::test]
async fn the_service_owns_nothing_and_cannot_change_or_remove_a_decision() {
    let service = Service::start().await;
    service.decide(&ordinary("robin")).await;
    let owned: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = 'bonafide_service'",
    )
    .fetch_one(&service.database.owner().await)
    .await
    .unwrap();
    assert_eq!(owned, 0);
    for statement in ["UPDATE decision SET score = 0", "DELETE FROM decision", "TRUNCATE decision"]
    {
        let mut tx = service.app.begin(&TenantId::parse("acme").unwrap()).await.unwrap();
        let done = sqlx::query(statement).execute(tx.connection()).await;
        let code = done.unwrap_err().as_database_error().unwrap().code().unwrap().into_owned();
        assert_eq!(code, "42501", "{statement} is not a matter of privilege");
    }
}

#[actix_web::test]
async fn nothing_personal_is_readable_in_the_tables() {
    let service = Service::start().await;
    service.decide(&ordinary("robin")).await;
    let owner = service.database.owner().await;
    for table in tenant_tables(&service).await {
        let statement = format!("SELECT COALESCE(string_agg(t::text, ' '), '') FROM {table} AS t");
        let text: String =
            sqlx::query_scalar(sqlx::AssertSqlSafe(statement)).fetch_one(&owner).await.unwrap();
        for personal in ["robin", "Robin", "726f62696e", "Example", "ACCT-"] {
            assert!(!text.contains(personal), "{table} holds `{personal}`");
        }
    }
}

async fn tenant_tables(service: &Service) -> Vec<String> {
    sqlx::query_scalar(
        "SELECT relname::text
        FROM pg_class
        JOIN pg_attribute ON attrelid = pg_class.oid AND attname = 'tenant_id'
        WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
        ORDER BY 1",
    )
    .fetch_all(&service.database.owner().await)
    .await
    .unwrap()
}

#[actix_web::test]
async fn the_catalogue_is_the_same_for_everybody() {
    let service = Service::start().await;
    let ours: Value = service.get("/v1/indicators").await.body;
    let theirs =
        Reply::read(service.request_of("globex", Method::GET, "/v1/indicators")).await.body;
    assert_eq!(ours, theirs);
}
