//! Lists of a large tenant: a page reads about as many rows as it shows, however many there are.
//!
//! Every statement runs as the service runs it: with its role, under row-level security, and with the generic plan, which
//! knows no values. What it reads is counted, not timed.

use bonafide::domain::event::EventKind;
use bonafide::domain::queue::QueueName;
use bonafide::domain::tenant::TenantId;
use bonafide::store::people::rings;
use bonafide::store::reviews::review_lists::{self, After, Sort, Viewer};
use bonafide::store::scoring::decision_lists;
use bonafide::store::scoring::reading::{self, Lookup};
use bonafide::store::webhooks::events;
use bonafide::store::{self, Tx, audit};
use chrono::{DateTime, Duration, Utc};
use evidence::similarity::photos::PhotoHash;
use ids::actor::Actor;
use ids::{EventId, ReviewId};
use scoring::decision::{Band, ReviewState};
use serde_json::json;
use sqlx::{AssertSqlSafe, Row as _};

use crate::harness::profiles::{ordinary, paid_to};
use crate::harness::{Service, TENANT, start};
use crate::reviews::{approve, claim, give, opened, review_everybody};

/// How many copies of the original applicants there are.
const COPIES: i32 = 250;
/// What a page shows, and one more.
const PAGE: i64 = 21;

/// A tenant with reviews in all states, rings, photos and events, many times over.
async fn large_tenant() -> Service {
    let service = Service::start().await;
    review_everybody(&service).await;
    for n in 0..20 {
        let mut profile = ordinary(&format!("alone-{n}"));
        profile["contact"]["phones"] = json!([]);
        profile["photos"] = json!([{ "perceptual_hash": format!("{:016x}", 0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(n + 1)) }]);
        service.decide(&profile).await;
    }
    for (ring, members) in [("A", 2), ("B", 4), ("C", 3)] {
        for i in 0..members {
            let mut profile = paid_to(&format!("{ring}-{i}"), &format!("ACCT-{ring}"));
            profile["contact"]["phones"] = json!([]);
            service.decide(&profile).await;
        }
    }
    for (name, verdict) in [("closed", "genuine"), ("approved", "fake"), ("awaiting", "fake")] {
        let review = opened(&service, name).await;
        claim(&service, "ada", &review).await;
        give(&service, "ada", &review, verdict).await;
        if name == "approved" {
            approve(&service, "ben", &review).await;
        }
    }
    claim(&service, "ada", &opened(&service, "claimed").await).await;
    bonafide::service::people::rings::recompute_changed(&service.app).await.unwrap();
    multiply(&service).await;
    service
}

/// Runs the script that multiplies applicants. What no list reads is left out.
async fn multiply(service: &Service) {
    let owner = service.database.owner().await;
    let mut connection = owner.acquire().await.unwrap();
    let script = include_str!("../../scripts/multiply.sql");
    sqlx::raw_sql(script).execute(&mut *connection).await.unwrap();
    let added: i64 = sqlx::query_scalar(
        "SELECT pg_temp.multiply_applicants($1, $2, '1 hour', ARRAY['identifier', 'text_signature', 'text_band'])",
    )
    .bind(TENANT)
    .bind(COPIES)
    .fetch_one(&mut *connection)
    .await
    .unwrap();
    assert!(added > 8_000, "{added}");
    // One event of its kind, older than all others.
    let at = start() - Duration::days(60);
    sqlx::query("INSERT INTO event (tenant_id, id, kind, data, created_at) VALUES ($1, $2, 'drift.detected', '{}', $3)")
        .bind(TENANT)
        .bind(EventId::new(at).0)
        .bind(at)
        .execute(&mut *connection)
        .await
        .unwrap();
    sqlx::raw_sql("VACUUM ANALYZE").execute(&mut *connection).await.unwrap();
}

/// A transaction in which every statement has its generic plan.
async fn begin(service: &Service) -> Tx {
    let mut tx = service.app.begin(&TenantId::parse(TENANT).unwrap()).await.unwrap();
    sqlx::query("SET LOCAL plan_cache_mode = force_generic_plan")
        .execute(tx.connection())
        .await
        .unwrap();
    tx
}

/// How many rows and index entries this transaction has read.
pub async fn entries_read(tx: &mut Tx) -> i64 {
    sqlx::query_scalar(
        "SELECT sum(pg_stat_get_xact_tuples_returned(oid))::bigint
        FROM pg_class
        WHERE relkind IN ('r', 'i') AND relnamespace = 'public'::regnamespace",
    )
    .persistent(false)
    .fetch_one(tx.connection())
    .await
    .unwrap()
}

/// What a list gives and how many rows and index entries it read.
async fn counted<T>(tx: &mut Tx, list: impl AsyncFnOnce(&mut Tx) -> T) -> (T, i64) {
    let before = entries_read(tx).await;
    let result = list(tx).await;
    (result, entries_read(tx).await - before)
}

/// The generic plans of the service's statements that this transaction was the first of its session to run.
async fn plans(tx: &mut Tx) -> Vec<String> {
    let statements = sqlx::query(
        "SELECT name, cardinality(parameter_types)
        FROM pg_prepared_statements
        WHERE prepare_time >= now()",
    )
    .persistent(false)
    .fetch_all(tx.connection())
    .await
    .unwrap();
    let mut plans = Vec::new();
    for statement in statements {
        let (name, parameters): (String, i32) = (statement.get(0), statement.get(1));
        let nulls = vec!["NULL"; usize::try_from(parameters).unwrap()].join(", ");
        let nulls = if nulls.is_empty() { nulls } else { format!("({nulls})") };
        let explain = AssertSqlSafe(format!("EXPLAIN EXECUTE {name} {nulls}"));
        let lines = sqlx::query_scalar(explain).persistent(false).fetch_all(tx.connection());
        let lines: Vec<String> = lines.await.unwrap();
        plans.push(lines.join("\n"));
    }
    plans
}

/// No statement of this transaction reads a large table whole.
async fn reads_no_table_whole(tx: &mut Tx) {
    let large: Vec<String> = sqlx::query_scalar(
        "SELECT relname::text FROM pg_class WHERE relkind = 'r' AND reltuples > 500 AND relnamespace = 'public'::regnamespace",
    )
    .persistent(false)
    .fetch_all(tx.connection())
    .await
    .unwrap();
    assert!(large.iter().any(|table| table.starts_with("decision_")), "{large:?}");
    let plans = plans(tx).await;
    assert!(!plans.is_empty());
    for plan in plans {
        for table in &large {
            assert!(!plan.contains(&format!("Seq Scan on {table} ")), "{plan}");
        }
    }
}

fn filters() -> Vec<(&'static str, review_lists::Filter)> {
    let filter = review_lists::Filter::default;
    let state = |state| review_lists::Filter { state: Some(state), ..filter() };
    vec![
        ("all", filter()),
        ("open", state(ReviewState::Open)),
        ("claimed", state(ReviewState::Claimed)),
        ("awaiting approval", state(ReviewState::AwaitingApproval)),
        ("closed", state(ReviewState::Closed)),
        ("of a band", review_lists::Filter { band: Some(Band::Low), ..filter() }),
        (
            "of a queue",
            review_lists::Filter { queue: QueueName::parse("default").ok(), ..filter() },
        ),
        ("before", review_lists::Filter { opened_before: Some(start()), ..filter() }),
    ]
}

#[actix_web::test]
async fn a_page_of_reviews_reads_little_more_than_it_shows() {
    let service = large_tenant().await;
    let mut tx = begin(&service).await;
    let ada = Actor::parse("ada").unwrap();
    for sort in [Sort::Due, Sort::Age, Sort::Risk] {
        for viewer in [Viewer::Lead, Viewer::Reviewer(&ada)] {
            for (name, filter) in filters() {
                let mut filter = review_lists::Filter { sort, ..filter };
                for page in 1..=2 {
                    let (rows, read) = counted(&mut tx, async |tx| {
                        review_lists::list(tx, &filter, viewer, PAGE).await.unwrap()
                    })
                    .await;
                    assert!(read < 1_500, "{name}, {sort:?}, page {page} reads {read}");
                    // The claims of copies have expired.
                    assert!(rows.len() == 21 || name == "claimed", "{name}, page {page}");
                    filter.after =
                        rows.last().map(|(review, rank)| After { rank: *rank, review: *review });
                }
            }
        }
    }
    let (next, read) = counted(&mut tx, async |tx| {
        store::reviews::next(tx, &ada, None, start() + Duration::hours(2)).await.unwrap()
    })
    .await;
    assert!(next.is_some() && read < 1_500, "the next case reads {read}");
    reads_no_table_whole(&mut tx).await;
}

#[actix_web::test]
async fn pages_of_reviews_leave_nothing_out_and_are_in_order() {
    let service = large_tenant().await;
    let mut tx = begin(&service).await;
    for (sort, order) in
        [(Sort::Due, "due_at, id"), (Sort::Age, "opened_at, id"), (Sort::Risk, "-probability, id")]
    {
        let statement = format!("SELECT id FROM review WHERE state <> 'closed' ORDER BY {order}");
        let expected: Vec<ReviewId> = sqlx::query_scalar(AssertSqlSafe(statement))
            .persistent(false)
            .fetch_all(tx.connection())
            .await
            .unwrap();
        let (mut filter, mut listed) =
            (review_lists::Filter { sort, ..Default::default() }, Vec::new());
        loop {
            let page = review_lists::list(&mut tx, &filter, Viewer::Lead, 500).await.unwrap();
            let Some((review, rank)) = page.last().copied() else { break };
            filter.after = Some(After { rank, review });
            listed.extend(page.into_iter().map(|(id, _)| id));
        }
        assert!(listed == expected, "{sort:?}: {} of {}", listed.len(), expected.len());
    }
    let counts = review_lists::waiting(&mut tx).await.unwrap();
    let open = "SELECT count(*) FROM review WHERE state = 'open' OR (state = 'claimed' AND lease_until <= $1)";
    let open = sqlx::query_scalar(open).bind(tx.now).persistent(false).fetch_one(tx.connection());
    let open: i64 = open.await.unwrap();
    assert_eq!(counts.iter().map(|queue| queue.open).sum::<i64>(), open);
    reads_no_table_whole(&mut tx).await;
}

#[actix_web::test]
async fn a_page_of_rings_reads_little_more_than_it_shows() {
    let service = large_tenant().await;
    // Somebody joins a ring; the list must compute that ring itself.
    service.decide(&paid_to("late", "ACCT-C")).await;
    let mut tx = begin(&service).await;
    for sort in [rings::Sort::Risk, rings::Sort::Size] {
        for min_size in [2, 4] {
            let mut filter = rings::Filter { sort, min_size, after: None, limit: 20 };
            for page in 1..=2 {
                let (rows, read) =
                    counted(&mut tx, async |tx| rings::list(tx, &filter).await.unwrap()).await;
                assert_eq!(rows.len(), 21, "{sort:?}, {min_size}, page {page}");
                assert!(read < 500, "{sort:?} from {min_size}, page {page} reads {read}");
                let last = rows.last().unwrap();
                #[expect(clippy::cast_precision_loss, reason = "rings are small")]
                let value = if sort == rings::Sort::Risk { last.risk } else { last.members as f64 };
                filter.after = Some(rings::After { value, ring: last.id });
            }
        }
    }
    reads_no_table_whole(&mut tx).await;
}

#[actix_web::test]
async fn a_page_of_events_reads_little_more_than_it_shows_however_rare_their_kind() {
    let service = large_tenant().await;
    let mut tx = begin(&service).await;
    let middle = start() - Duration::days(3);
    for kind in [None, Some(EventKind::DecisionCreated), Some(EventKind::DriftDetected)] {
        for since in [None, Some(middle)] {
            for before in [None, Some(EventId::new(middle + Duration::hours(1)))] {
                let filter = events::Filter { kind, since, before, limit: PAGE };
                let (rows, read) =
                    counted(&mut tx, async |tx| events::list(tx, filter).await.unwrap()).await;
                assert!(read <= 2 * PAGE, "{filter:?} reads {read}");
                let rare = kind == Some(EventKind::DriftDetected);
                assert_eq!(rows.is_empty(), rare && since.is_some(), "{filter:?}");
            }
        }
    }
    reads_no_table_whole(&mut tx).await;
}

#[actix_web::test]
async fn a_page_of_the_audit_log_reads_little_more_than_it_shows() {
    let service = large_tenant().await;
    let mut tx = begin(&service).await;
    let known = audit::list(&mut tx, &audit::Filter { limit: 1, ..Default::default() }).await;
    let known = known.unwrap().pop().unwrap();
    let wanted = |wanted: bool, value: &str| wanted.then(|| value.to_owned());
    for combination in 0..16 {
        let bit = |n: u8| combination & (1 << n) != 0;
        let filter = audit::Filter {
            actor: wanted(bit(0), &known.actor),
            subject: wanted(bit(1), &known.subject),
            action: wanted(bit(2), &known.action),
            before: bit(3).then_some(known.id),
            limit: PAGE,
        };
        let (_, read) = counted(&mut tx, async |tx| audit::list(tx, &filter).await.unwrap()).await;
        assert!(read <= 2 * PAGE, "{filter:?} reads {read}");
    }
    reads_no_table_whole(&mut tx).await;
}

#[actix_web::test]
async fn a_page_of_decisions_reads_little_more_than_it_shows() {
    let service = large_tenant().await;
    let mut tx = begin(&service).await;
    let first = decision_lists::list(&mut tx, &decision_lists::Filter::default(), PAGE).await;
    let last = first.unwrap().pop().unwrap();
    for band in [None, Some(Band::Low), Some(Band::High), Some(Band::Elevated)] {
        for applicant in [None, Some(last.applicant_id)] {
            for before in [None, Some(last.id)] {
                let filter = decision_lists::Filter { band, applicant, before };
                let (_, read) = counted(&mut tx, async |tx| {
                    decision_lists::list(tx, &filter, PAGE).await.unwrap()
                })
                .await;
                // A row of each partition can be looked at, and each decision's applicant is.
                assert!(read <= 6 * PAGE, "{filter:?} reads {read}");
            }
        }
    }
    reads_no_table_whole(&mut tx).await;
}

#[actix_web::test]
async fn looking_for_a_photo_compares_a_bounded_number_of_others() {
    let service = large_tenant().await;
    // A picture that very many have.
    let owner = service.database.owner().await;
    sqlx::query("INSERT INTO photo (tenant_id, applicant_id, hash, used_at) SELECT tenant_id, id, x'1267'::integer, created_at FROM applicant")
        .execute(&owner)
        .await
        .unwrap();
    sqlx::raw_sql("VACUUM ANALYZE photo").execute(&owner).await.unwrap();
    let mut tx = begin(&service).await;
    for (hash, found) in [(0x1267, 51), (0x1267 ^ 7, 51), (0x1267 ^ 0xfff, 0), (!0x1267, 0)] {
        let photo = PhotoHash { pointer: String::new(), stored: vec![hash], searched: vec![hash] };
        let lookup = Lookup {
            external_digest: &[0; 32],
            request_key: None,
            identifiers: &[],
            sketches: &[],
            photos: &[photo],
            list_keys: &[],
            now: start(),
        };
        let (found_all, read) =
            counted(&mut tx, async |tx| reading::read(tx, &[lookup]).await.unwrap()).await;
        let near = &found_all.1[0].photos;
        assert_eq!(near.len(), found, "{hash}");
        let newest = near.windows(2).all(|pair| pair[0].applicant > pair[1].applicant);
        assert!(newest, "those of the latest applicants");
        // Besides photos, a read looks for the applicant, the policy and the like.
        assert!(read <= 4 * 256 + 3 * 51 + 10, "{hash} reads {read}");
    }
    reads_no_table_whole(&mut tx).await;
}

#[actix_web::test]
async fn the_sample_of_a_day_reads_only_what_it_chose_whole() {
    let service = large_tenant().await;
    let mut tx = begin(&service).await;
    let (from, until) = (start() - Duration::days(3), start() - Duration::days(2));
    let made: i64 = count(&mut tx, "decision", from, until).await;
    let sample =
        async |tx: &mut Tx| store::models::drift::sample(tx, from, until, 100).await.unwrap();
    let (chosen, read) = counted(&mut tx, sample).await;
    assert_eq!(chosen.len(), 100);
    assert!(made > 700 && read <= made + 5 * 100, "of {made} decisions, {read} entries are read");
    let again: Vec<_> = sample(&mut tx).await.iter().map(|row| row.id).collect();
    assert_eq!(again, chosen.iter().map(|row| row.id).collect::<Vec<_>>(), "always the same");
    reads_no_table_whole(&mut tx).await;
}

async fn count(tx: &mut Tx, table: &str, from: DateTime<Utc>, until: DateTime<Utc>) -> i64 {
    let statement =
        format!("SELECT count(*) FROM {table} WHERE created_at >= $1 AND created_at < $2");
    sqlx::query_scalar(AssertSqlSafe(statement))
        .bind(from)
        .bind(until)
        .persistent(false)
        .fetch_one(tx.connection())
        .await
        .unwrap()
}

#[actix_web::test]
async fn no_statement_is_compiled() {
    let service = Service::start().await;
    let jit: String = sqlx::query_scalar("SHOW jit").fetch_one(&service.app.db).await.unwrap();
    assert_eq!(jit, "off");
}
