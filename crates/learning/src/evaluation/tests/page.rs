use super::{columns, evaluated, model, people};
use crate::data::TrainingExample;
use crate::evaluation::{
    EvaluationInput, GatePolicy, OtherCohortInput, Refit, SwapProof, evaluate, html,
};

fn whole_page() -> String {
    let (rows, columns, model, smaller) = (people(600), columns(), model(4.0), model(1.0));
    let swap = SwapProof::new(&[1.0], &[1.0]);
    let refits = [
        Refit { rows: 60, fakes: 12, model: &smaller },
        Refit { rows: 600, fakes: 120, model: &model },
    ];
    let hostile = "<script>alert('&')</script>";
    let rows: Vec<TrainingExample> = (rows.into_iter())
        .map(|row| {
            let group = if row.group.is_multiple_of(2) { hostile } else { "south" };
            TrainingExample { audit_group: Some(group.to_owned()), ..row }
        })
        .collect();
    let input = EvaluationInput {
        champion: Some(&smaller),
        refits: &refits,
        other_cohort: Some(OtherCohortInput { description: hostile, examples: &rows }),
        swap: Some(&swap),
        review_budget: 0.2,
        ..EvaluationInput::new(&columns, &rows, &model)
    };
    html(&evaluate(&input).unwrap(), &GatePolicy::default())
}

#[test]
fn the_page_has_no_external_resources_or_scripts_and_escapes_text() {
    let page = whole_page();
    for outside in ["<script", "http:", "https:", "src=", "href=", "url(", "@import", "NaN", "inf"]
    {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("&#60;script&#62;"));
    assert!(page.contains("prefers-color-scheme: dark"));
    assert_eq!(page, whole_page(), "the same rows give the same page");
}

#[test]
fn every_chart_has_a_label_and_a_table() {
    let page = whole_page();
    let sections: Vec<&str> =
        page.split("<section>").filter(|section| section.contains("<svg")).collect();
    assert!(sections.len() >= 8, "{}", sections.len());
    for section in sections {
        assert!(section.contains("<h2>") && section.contains("<table "), "{section}");
        assert_eq!(section.matches("<svg").count(), section.matches("aria-label=").count());
    }
    assert_eq!(page.matches("<details>").count(), page.matches("</details>").count());
}

#[test]
fn an_evaluation_without_examples_has_a_page() {
    let page = html(&evaluated(&[]), &GatePolicy::default());
    assert!(page.contains("The gate would not accept this model") && !page.contains("NaN"));
}
