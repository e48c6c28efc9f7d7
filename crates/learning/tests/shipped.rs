//! The evaluations of the shipped models, as data and as pages.
//!
//! After a change to the format or to the page's wording, `BONAFIDE_WRITE=1 cargo test -p bonafide-learning --test
//! shipped` writes both again. The figures stay as measured.

use std::fs;
use std::path::Path;

use learning::evaluation::{Evaluation, GatePolicy, html};

/// The folders of the shipped models.
const SHIPPED: [&str; 2] = ["baseline", "2026-12"];

#[test]
fn the_evaluations_and_their_pages_are_current() {
    for model in SHIPPED {
        let folder =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../models/{model}/evaluation"));
        let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
        let evaluation: Evaluation = serde_json::from_str(&read("evaluation.json")).unwrap();
        let current = [
            ("evaluation.json", evaluation.to_json()),
            ("report.html", html(&evaluation, &GatePolicy::default())),
        ];
        for (name, text) in current {
            if std::env::var_os("BONAFIDE_WRITE").is_some() {
                fs::write(folder.join(name), &text).unwrap();
            }
            assert!(
                read(name) == text,
                "{name} of {model} is out of date: set BONAFIDE_WRITE=1 to write it"
            );
        }
    }
}

/// The newest model against the rates that it was trained on.
#[cfg(test)]
mod weights {
    use std::collections::BTreeMap;

    use learning::rates::{Basis, Rates};
    use scoring::model::Model;
    use scoring::shipped::SHIPPED;

    fn newest() -> Model {
        Model::from_json(SHIPPED.last().unwrap().artefact).unwrap()
    }

    /// What a hit of each grade adds alone, and the log of its rate ratio.
    fn weights(rates: &Rates, model: &Model) -> BTreeMap<&'static str, Vec<(f64, f64)>> {
        let of = |id: &str, from: f64| -> f64 {
            let scorer = model.definition().scorer(&[id]);
            scorer.score(&[Some(from)], 0.5).contributions.iter().sum()
        };
        let entry = |entry: &learning::rates::Entry| {
            let id = entry.indicator.id;
            let grades = entry.grades.iter();
            (id, grades.map(|grade| (of(id, grade.from), grade.log_ratio())).collect())
        };
        rates.entries.iter().map(entry).collect()
    }

    #[test]
    fn a_red_flag_of_the_highest_strength_carries_at_least_half_of_its_log_ratio() {
        let (rates, model) = (Rates::built_in().unwrap(), newest());
        let weights = weights(&rates, &model);
        // The risk of the ring weighs what applicants share; the score adds to it.
        let strongest = rates
            .entries
            .iter()
            .filter(|entry| entry.indicator.strength == 5 && entry.basis != Basis::Linked);
        for id in strongest.map(|entry| entry.indicator.id) {
            for (grade, (weight, log_ratio)) in weights[id].iter().enumerate() {
                assert!(*weight >= log_ratio / 2.0, "{id}, grade {grade}: {weight} of {log_ratio}");
            }
        }
    }

    #[test]
    fn no_red_flag_carries_much_more_than_its_log_ratio() {
        let (rates, model) = (Rates::built_in().unwrap(), newest());
        for (id, grades) in weights(&rates, &model) {
            for (weight, log_ratio) in grades {
                // What the cohorts realised is not the middle of the range.
                assert!(weight <= log_ratio + 1.0, "{id}: {weight} of {log_ratio}");
            }
        }
    }

    #[test]
    fn a_miss_takes_away_no_more_than_its_rates_justify() {
        let (rates, model) = (Rates::built_in().unwrap(), newest());
        for entry in &rates.entries {
            let id = entry.indicator.id;
            let terms = &model.definition().terms;
            let term = terms.iter().find(|term| term.indicator == id).unwrap();
            assert!(term.miss >= entry.miss_log_ratio() - 1e-9, "{id}: {}", term.miss);
        }
    }

    #[test]
    fn the_grades_of_follow_farming_rise_with_the_measured_ratios() {
        let rates = Rates::built_in().unwrap();
        let entry = rates.entries.iter().find(|entry| entry.indicator.id == "follow_farming");
        assert_eq!(entry.unwrap().basis, Basis::Measured);
        let weights = weights(&rates, &newest());
        let steps: Vec<f64> = weights["follow_farming"].iter().map(|(weight, _)| *weight).collect();
        assert!(steps.is_sorted_by(|a, b| a + 0.5 < *b), "{steps:?}");
        // 300 or more: 6.9. 1,000 or more: 13.7. 3,000 or more: 46.
        for (weight, measured) in steps.iter().zip([6.9_f64, 13.7, 46.0]) {
            assert!(*weight <= measured.ln() && *weight >= measured.ln() / 2.0, "{steps:?}");
        }
    }

    #[test]
    fn the_worked_example_of_the_documentation_is_what_the_newest_model_adds() {
        let page = include_str!("../../../docs/MODEL.md");
        let example =
            page.split("## A worked example").nth(1).unwrap().split("\n## ").next().unwrap();
        let rows: Vec<Vec<&str>> = (example.lines())
            .filter(|line| line.starts_with("| `"))
            .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
            .collect();
        let ids: Vec<&str> = rows.iter().map(|row| row[0].trim_matches('`')).collect();
        let inputs: Vec<Option<f64>> =
            rows.iter().map(|row| Some(f64::from(u8::from(row[2].starts_with("hit"))))).collect();
        let score = newest().definition().scorer(&ids).score(&inputs, 0.005);
        for (row, adds) in rows.iter().zip(&score.contributions) {
            let stated = row[3].replace('−', "-");
            assert_eq!(stated, format!("{adds:+.3}"), "{}", row[0]);
        }
        let percent = format!("= {:.1}%.", score.probability * 100.0);
        assert!(rows.len() >= 6 && example.contains(&percent), "{percent}");
    }

    #[test]
    fn what_was_measured_as_no_evidence_has_no_term() {
        let model = newest();
        let terms = &model.definition().terms;
        for id in ["commit_identity_multiplicity", "activity_gap_then_history"] {
            assert!(!terms.iter().any(|term| term.indicator == id), "{id}");
        }
    }
}
