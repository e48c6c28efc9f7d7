//! The model owner's pages: drift, training jobs, and the comparison of shadow and champion.

use bonafide::domain::user::Role;
use bonafide::service::models::shadow::LAG;
use chrono::Duration;

use super::Browser;
use crate::harness::Service;
use crate::harness::profiles::paid_to;
use crate::{drift, shadow, training};

#[actix_web::test]
async fn the_drift_page_lists_drifted_indicators_first() {
    let service = drift::service().await;
    let mut mo = Browser::with_roles(&service, "mo", &[Role::ModelOwner]).await;
    let empty = mo.get("/console/drift").await.text;
    assert!(empty.contains("Decisions counted so far: 0. At least 30 are needed"), "{empty}");
    for turn in 0..40 {
        service.decide(&drift::odd(turn)).await;
    }
    service.clock.advance(Duration::hours(13));
    assert_eq!(drift::run_jobs(&service).await, 1);
    let mut mo = Browser::with_roles(&service, "nan", &[Role::ModelOwner]).await;
    let page = mo.get("/console/drift?days=7").await.text;
    assert!(page.contains("href=\"/console/drift?days=7\" aria-current=\"true\""), "{page}");
    let drifted = page.find("Payout account shared").expect("the indicator is listed");
    let stable = page.find("Stable <span class=\"count\">").unwrap();
    assert!(drifted < stable, "drifted indicators come first");
    assert!(page[drifted..stable].contains("class=\"chip level-drifted\">Drifted"));
    assert!(page.contains("The model was trained on simulated people"), "{page}");
    assert!(page.contains("→ 100%"), "the share of unknown values: {page}");
}

#[actix_web::test]
async fn a_training_job_is_started_watched_and_cancelled_in_the_console() {
    let service = Service::start().await;
    let mut mo = Browser::with_roles(&service, "mo", &[Role::ModelOwner]).await;
    assert!(mo.get("/console/training").await.text.contains("No training jobs yet"));
    let ask = |held_out: &'static str| {
        [("held_out", held_out), ("review_budget", "2"), ("seed", "7"), ("then", "shadow")]
    };
    assert_eq!(mo.post("/console/training", &ask("90")).await.status, 409, "out of range");
    let started = mo.post("/console/training", &ask("30")).await;
    let path = started.header("location").split('?').next().unwrap().to_owned();
    assert!(path.starts_with("/console/training/train_"), "{}", started.text);
    let page = mo.get(&path).await.text;
    assert!(page.contains(&format!("data-refresh=\"{path}/part\"")), "it is followed: {page}");
    assert!(page.contains("Run it as shadow") && page.contains("Queued"), "{page}");
    assert_eq!(mo.post("/console/training", &ask("30")).await.status, 409, "one at a time");
    assert!(mo.get("/console/training").await.text.contains("A job is queued or running."));
    assert!(Box::pin(training::work(&service.app)).await);
    let part = mo.get(&format!("{path}/part")).await.text;
    assert!(part.contains("data-finished") && part.contains("Not enough labels"), "{part}");
    assert!(!part.contains("<html"), "it is a part of a page");
    assert!(!mo.get(&path).await.text.contains("data-refresh"), "nothing more will come");
    assert_eq!(mo.post(&format!("{path}/cancel"), &[]).await.status, 409, "it is over");

    let second = mo.post("/console/training", &ask("20")).await;
    let path = second.header("location").split('?').next().unwrap().to_owned();
    let ended = mo.post(&format!("{path}/cancel"), &[]).await;
    assert_eq!(ended.header("location"), format!("{path}?done=training_cancelled"));
    assert!(mo.get(&path).await.text.contains("job-cancelled"));
}

#[actix_web::test]
async fn the_page_of_a_shadow_compares_it_with_the_champion() {
    let service = Service::start().await;
    let id = shadow::shadowed(&service).await;
    let page = format!("/console/models/{id}");
    let mut mo = Browser::with_roles(&service, "mo", &[Role::ModelOwner]).await;
    assert!(mo.get(&page).await.text.contains("has not scored any decisions as shadow yet"));
    service.decide(&paid_to("one", "ACCT-0001")).await;
    service.decide(&paid_to("two", "ACCT-0001")).await;
    service.clock.advance(LAG + Duration::minutes(1));
    shadow::work(&service).await;
    let text = mo.get(&page).await.text;
    assert!(text.contains("Comparison with the champion <span class=\"count\">2</span>"), "{text}");
    let table = text.split("<table class=\"crossed\">").nth(1).unwrap();
    let table = table.split("</table>").next().unwrap();
    let cells = table.split("<td class=\"number").skip(1);
    let counts = cells.map(|rest| {
        let inside = rest.split('>').nth(1).unwrap();
        inside.split('<').next().unwrap().parse::<usize>().unwrap()
    });
    assert_eq!(counts.sum::<usize>(), 2, "each decision stands in one cell: {table}");
    let champion = mo.get("/console/models").await.text;
    let baseline = champion.split("/console/models/mod_").nth(1).unwrap();
    let baseline = baseline.split('"').next().unwrap();
    let other = if id.ends_with(baseline) {
        champion.split("/console/models/mod_").nth(2).unwrap().split('"').next().unwrap()
    } else {
        baseline
    };
    let other = mo.get(&format!("/console/models/mod_{other}")).await.text;
    assert!(!other.contains("Comparison with the champion"), "only for shadows");
}

#[actix_web::test]
async fn the_shipped_model_shows_its_evaluation() {
    let service = Service::start().await;
    let mut mo = Browser::with_roles(&service, "mo", &[Role::ModelOwner]).await;
    let list = mo.get("/console/models").await.text;
    let id = list.split("/console/models/mod_").nth(1).unwrap().split('"').next().unwrap();
    let page = format!("/console/models/mod_{id}");
    let text = mo.get(&page).await.text;
    assert!(text.contains(&format!("src=\"{page}/evaluation\"")), "{text}");
    assert!(!text.contains("1970"), "it was not made at the epoch");
    let report = mo.get(&format!("{page}/evaluation")).await;
    assert!(report.text.contains("<svg"), "its curves");
    assert!(report.header("content-security-policy").starts_with("sandbox; default-src 'none'"));
    assert!(!report.text.contains("<script"), "nothing in it runs");
}
