//! The queue of jobs: each is done by one worker at a time, and none is lost.

use std::collections::BTreeSet;

use bonafide::domain::job::JobKind;
use bonafide::domain::tenant::TenantId;
use bonafide::jobs::{LEASE, Outcome, next};
use bonafide::store::jobs;
use futures_util::future::join_all;
use uuid::Uuid;

use crate::harness::{Service, TENANT};

async fn enqueue(service: &Service, subject: &str) {
    let tenant = TenantId::parse(TENANT).unwrap();
    let mut tx = service.app.begin(&tenant).await.unwrap();
    let now = tx.now;
    jobs::enqueue(&mut tx, JobKind::Drift, subject, now).await.unwrap();
    tx.commit().await.unwrap();
}

async fn claim(service: &Service, worker: Uuid) -> Option<bonafide::domain::job::Job> {
    let now = service.app.clock.now();
    let kind = JobKind::Drift;
    let request = jobs::ClaimRequest { kind, worker, now, lease: LEASE, full_lanes: &[] };
    jobs::claim(&service.app.db, request).await.unwrap()
}

#[actix_web::test]
async fn racing_workers_never_take_the_same_job() {
    let service = Service::start().await;
    for n in 0..20 {
        enqueue(&service, &format!("job-{n}")).await;
    }
    let taken = join_all((0..40).map(|_| claim(&service, Uuid::new_v4()))).await;
    let subjects: Vec<String> = taken.into_iter().flatten().map(|job| job.subject).collect();
    assert_eq!(subjects.len(), 20);
    assert_eq!(subjects.into_iter().collect::<BTreeSet<_>>().len(), 20);
}

#[actix_web::test]
async fn a_worker_that_died_loses_its_job_and_cannot_finish_it_any_more() {
    let service = Service::start().await;
    enqueue(&service, "one").await;
    let (dead, living) = (Uuid::new_v4(), Uuid::new_v4());
    let job = claim(&service, dead).await.unwrap();
    assert_eq!(claim(&service, living).await, None, "it is held");
    service.clock.advance(LEASE);
    let again = claim(&service, living).await.unwrap();
    assert_eq!((again.subject.as_str(), again.attempt), ("one", 2));
    let mut tx = service.app.begin(&job.tenant).await.unwrap();
    assert!(!jobs::finish(&mut tx, &job, dead).await.unwrap());
    assert!(jobs::finish(&mut tx, &again, living).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(service.count("job").await, 0);
}

#[actix_web::test]
async fn a_job_is_there_once_however_often_it_is_asked_for_and_comes_again_when_it_is_put_back() {
    let service = Service::start().await;
    enqueue(&service, "one").await;
    enqueue(&service, "one").await;
    assert_eq!(service.count("job").await, 1);
    let later = service.app.clock.now() + chrono::Duration::hours(1);
    let put_back = async |_: &_, _: &_, _| Outcome::Again(later);
    assert!(next(&service.app, JobKind::Drift, Uuid::new_v4(), &put_back).await.unwrap());
    let done = async |_: &_, _: &_, _| Outcome::Done;
    assert!(!next(&service.app, JobKind::Drift, Uuid::new_v4(), &done).await.unwrap());
    service.clock.advance(chrono::Duration::hours(1));
    assert!(next(&service.app, JobKind::Drift, Uuid::new_v4(), &done).await.unwrap());
    assert_eq!(service.count("job").await, 0);
}
