//! The seeds get the bands that a thoughtful reviewer would give them.

use bonafide::seeds;

use crate::harness::Service;

#[actix_web::test]
async fn every_seed_gets_the_band_that_is_expected() {
    let service = Service::with_newest_model().await;
    service.confirm_seeds().await;
    let mut wrong = Vec::new();
    for seed in seeds::all() {
        let decision = service.decide(&seed.document).await;
        if decision["band"] != seed.band.name() {
            let strongest: Vec<String> = (decision["contributions"].as_array().unwrap().iter())
                .take(6)
                .map(|one| {
                    format!(
                        "{} {} {:.2}",
                        one["indicator"],
                        one["state"],
                        one["log_odds"].as_f64().unwrap()
                    )
                })
                .collect();
            wrong.push(format!(
                "{}: {} instead of {} ({}), {strongest:?}",
                seed.file,
                decision["band"],
                seed.band.name(),
                decision["probability"]
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[actix_web::test]
async fn loading_the_seeds_again_changes_nothing() {
    let service = Service::start().await;
    let first = service.decide(&seeds::all()[0].document).await;
    let again = service.decide(&seeds::all()[0].document).await;
    for field in ["band", "score", "log_odds"] {
        assert_eq!(first[field], again[field], "an applicant is not linked to themselves: {field}");
    }
}
