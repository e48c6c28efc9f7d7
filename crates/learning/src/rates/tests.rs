use super::cohort::{CohortOptions, Counts, cohort, cohorts};
use super::fitting::with_one_hit_per_cause;
use super::training::{CohortPlan, TrainedOnRates, train};
use evidence::identifier::IdentifierKind;
use evidence::indicators::Indicator;
use evidence::linkage::rates::LinkRate;

use super::*;
use crate::data::TrainingExample;
use crate::fit::FitOptions;
use crate::training::Audit;

fn rates() -> Rates {
    Rates::built_in().unwrap()
}

fn problem(text: &str) -> String {
    Rates::parse(text).unwrap_err().to_string()
}

#[test]
fn every_scored_indicator_has_an_entry_and_nothing_else_has() {
    let ids: Vec<&str> = rates().entries.iter().map(|entry| entry.indicator.id).collect();
    assert_eq!(ids, scored().map(|indicator| indicator.id).collect::<Vec<_>>());
    let without = BUILT_IN.replacen(
        "[[indicator]]\nid = \"payout_account_shared\"",
        "[[indicator]]\nid = \"x\"",
        1,
    );
    assert_eq!(problem(&without), "`x` is not a scored indicator of this build");
    let context =
        evidence::indicators::all().find(|indicator| !indicator.usage.is_scored()).unwrap();
    let unscored =
        BUILT_IN.replacen("id = \"follow_farming\"", &format!("id = \"{}\"", context.id), 1);
    assert_eq!(
        problem(&unscored),
        format!("`{}` is not a scored indicator of this build", context.id)
    );
    let at = BUILT_IN.rfind("[[indicator]]").unwrap();
    let last = BUILT_IN[at..].split('"').nth(1).unwrap();
    assert_eq!(problem(&BUILT_IN[..at]), format!("`{last}` is scored, but has no entry"));
    let twice = format!("{BUILT_IN}\n{}", &BUILT_IN[at..]);
    assert_eq!(problem(&twice), format!("`{last}` appears twice"));
}

/// A unit that lists grades, such as "grade: 1 from 300 on, 2 from 1,000 on", lists the values of a hit.
#[test]
fn every_authored_grade_has_rates() {
    let mut graded = 0;
    for entry in &rates().entries {
        let id = entry.indicator.id;
        let unit = entry.indicator.unit;
        let from: Vec<f64> = entry.grades.iter().map(|grade| grade.from).collect();
        if let Some(listed) = unit.strip_prefix("grade: ") {
            let values =
                listed.split(", ").map(|part| part.split(' ').next().unwrap().parse::<f64>());
            assert_eq!(from, values.map(Result::unwrap).collect::<Vec<f64>>(), "{id}");
            graded += 1;
        }
        if unit.starts_with("share of") || unit.starts_with("strength of the ") {
            assert!(from.iter().all(|from| *from <= 1.0), "{id}: {from:?}");
        } else if unit != "hours of difference, weighted by the share of sessions"
            && unit != "hundreds of items opened"
        {
            assert!(from.iter().all(|from| *from >= 1.0), "{id}: {from:?}");
        }
        if unit == "other applicants" {
            assert!(from.len() >= 2 && from[from.len() - 1] >= 5.0, "{id}: {from:?}");
        }
    }
    assert!(graded > 0);
}

#[test]
fn an_error_names_the_entry() {
    let change = |from: &str, to: &str| {
        assert!(BUILT_IN.contains(from), "{from}");
        problem(&BUILT_IN.replacen(from, to, 1))
    };
    let first = rates().entries[0].indicator.id;
    assert_eq!(
        change("basis = \"linked\"\nsource = \"", "basis = \"linked\"\nsource = \"\"\n#"),
        format!("`{first}` has no source")
    );
    assert_eq!(
        change("cause = \"shared_equipment\"", "cause = \"luck\""),
        format!("`{first}` has the cause `luck`, which is not listed")
    );
    assert_eq!(
        change("needs = [\"sessions\"]", "needs = [\"dreams\"]"),
        format!("`{first}` needs the section `dreams`, which is not listed")
    );
    let grades = |to: &str| change("grades = [\n    {", &format!("grades = [\n    {to}\n    {{"));
    assert!(
        grades("{ from = 0.1, fakes = [0.2, 0.1], genuine = [0.01, 0.02] },")
            .ends_with("has a range that is not [low, high] between 0 and 1")
    );
    assert!(
        grades("{ from = 0.1, fakes = [0.1, 0.2], genuine = [0.1, 0.2] },")
            .ends_with("has a grade that genuine applicants show as often as fakes")
    );
    assert!(
        grades("{ from = 0.1, fakes = [0.2, 0.3], genuine = [0.0001, 0.0002] },")
            .ends_with("has a grade with a lower ratio than the grade below it")
    );
    assert!(
        grades("{ from = 9.0, fakes = [0.01, 0.02], genuine = [0.0001, 0.0002] },")
            .ends_with("has grades that do not begin above 0 and rise")
    );
    assert!(
        change("share = 0.3", "share = 0.4")
            .starts_with("`platform` has shares that add up to 1.1")
    );
    assert!(
        change("links = 1.8", "luck = 1.8")
            .ends_with("has a factor for `luck`, which is neither a family nor `links`")
    );
}

/// The rule at the top of the file. Whoever changes a number without a better source, breaks it.
#[test]
fn entries_without_a_measurement_follow_the_rule() {
    let by_rule = |entry: &&Entry| matches!(entry.basis, Basis::Published | Basis::Elicited);
    for entry in rates().entries.iter().filter(by_rule) {
        let (low, high) = match entry.indicator.strength {
            5 => (12.0, 50.0),
            4 => (5.0, 16.0),
            3 => (2.5, 6.5),
            _ => (1.4, 3.0),
        };
        let times = if entry.basis == Basis::Published { 1.5 } else { 1.0 };
        let sum = |of: fn(&Grade) -> f64| entry.grades.iter().map(of).sum::<f64>();
        let genuine = sum(|grade| grade.genuine.middle());
        let is_near = |actual: f64, expected: f64| (actual / expected - 1.0).abs() < 0.08;
        let id = entry.indicator.id;
        assert!(
            [0.001, 0.004, 0.012, 0.04].iter().any(|rate| is_near(genuine, *rate)),
            "{id}: {genuine}"
        );
        assert!(is_near(sum(|grade| grade.fakes.low) / genuine, low * times), "{id}");
        assert!(is_near(sum(|grade| grade.fakes.high) / genuine, high * times), "{id}");
    }
}

#[test]
fn entries_of_links_follow_the_rates_of_links() {
    for entry in rates().entries.iter().filter(|entry| entry.basis == Basis::Linked) {
        let id = entry.indicator.id;
        let kind = entry.source.split('`').nth(1).and_then(IdentifierKind::from_name).unwrap();
        let pair = LinkRate::of(kind).unwrap().weight(2);
        let sum = |of: fn(&Grade) -> f64| entry.grades.iter().map(of).sum::<f64>();
        let genuine = sum(|grade| grade.genuine.middle());
        for (fakes, power) in
            [(sum(|grade| grade.fakes.low), 0.4), (sum(|grade| grade.fakes.high), 0.6)]
        {
            assert!(
                ((fakes / genuine).ln() - pair * power).abs() < 0.12,
                "{id}: {fakes} of {genuine}"
            );
        }
        let from: Vec<f64> = entry.grades.iter().map(|grade| grade.from).collect();
        assert_eq!(from, [0.25, 0.75], "{id}");
    }
    let is_pair = |indicator: &&Indicator| indicator.unit == "strength of the link, from 0 to 1";
    for indicator in evidence::indicators::scored().filter(is_pair) {
        let entry = rates().entries.into_iter().find(|entry| entry.indicator.id == indicator.id);
        assert_eq!(entry.unwrap().basis, Basis::Linked, "{}", indicator.id);
    }
}

#[test]
fn measured_entries_state_their_sample() {
    let rates = rates();
    let measured = rates.entries.iter().filter(|entry| entry.basis == Basis::Measured);
    let sources: Vec<&str> = measured.map(|entry| entry.source.as_str()).collect();
    assert!(sources.len() >= 10);
    assert!(
        sources.iter().all(|source| source.contains('/') && source.contains("to ")),
        "{sources:?}"
    );
}

/// Realised rates of many cohorts: within the target range, apart from chance.
#[test]
fn realised_rates_are_within_their_ranges() {
    let rates = rates();
    let mut all = vec![Counts::default(); rates.entries.len()];
    for drawn in cohorts(&rates, 12, 4000, 7) {
        for (all, one) in all.iter_mut().zip(&drawn.counts) {
            all.fakes.merge(&one.fakes);
            all.genuine.merge(&one.genuine);
        }
    }
    for (entry, counts) in rates.entries.iter().zip(&all) {
        for (i, grade) in entry.grades.iter().enumerate() {
            for (range, class) in [(grade.fakes, &counts.fakes), (grade.genuine, &counts.genuine)] {
                let (known, rate) = (f64::from(class.known), class.rate(i).unwrap());
                // Members of a group are alike, so chance is larger than for independent people.
                let chance = 5.0 * (range.high / known).sqrt() + 3.0 / known;
                let id = entry.indicator.id;
                assert!(
                    rate >= range.low - chance && rate <= range.high + chance,
                    "{id}, grade {i}: {rate} of {known} in {range:?}"
                );
            }
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_cohort_and_another_seed_other_rates() {
    let rates = rates();
    let [first, same, other] = [1, 1, 2].map(|seed| cohort(&rates, &CohortOptions::new(500, seed)));
    assert_eq!(first.examples, same.examples);
    assert_ne!(first.examples, other.examples);
    assert_eq!(first.examples.len(), 500);
}

#[test]
fn what_is_unknown_does_not_depend_on_the_truth() {
    let rates = rates();
    let drawn = cohort(&rates, &CohortOptions::new(20_000, 3));
    for (entry, counts) in rates.entries.iter().zip(&drawn.counts) {
        let fakes = drawn.examples.iter().filter(|example| example.fake).count() as f64;
        let genuine = drawn.examples.len() as f64 - fakes;
        let (a, b) =
            (f64::from(counts.fakes.known) / fakes, f64::from(counts.genuine.known) / genuine);
        assert!(
            (a - b).abs() < 0.06,
            "{}: known for {a} of fakes and {b} of genuine applicants",
            entry.indicator.id
        );
    }
}

#[test]
fn the_indicators_of_a_cause_occur_together() {
    let rates = rates();
    let drawn = cohort(&rates, &CohortOptions::new(40_000, 5));
    let column =
        |id: &str| rates.entries.iter().position(|entry| entry.indicator.id == id).unwrap();
    let lift = |first: &str, second: &str| {
        let (first, second) = (column(first), column(second));
        let fakes = drawn.examples.iter().filter(|example| example.fake);
        let both =
            fakes.filter_map(|example| Some((example.inputs[first]?, example.inputs[second]?)));
        let both: Vec<(bool, bool)> = both.map(|(a, b)| (a > 0.0, b > 0.0)).collect();
        let share = |of: &dyn Fn(&(bool, bool)) -> bool| {
            both.iter().filter(|pair| of(pair)).count() as f64 / both.len() as f64
        };
        share(&|(a, b)| *a && *b) / (share(&|(a, _)| *a) * share(&|(_, b)| *b))
    };
    assert!(lift("repo_history_backdated", "authorship_rewritten") > 3.0);
    assert!(lift("repo_history_backdated", "follow_farming") < 1.5);
}

#[test]
fn members_of_a_ring_share_their_links() {
    let rates = rates();
    let drawn = cohort(&rates, &CohortOptions::new(40_000, 6));
    let column = rates
        .entries
        .iter()
        .position(|entry| entry.indicator.id == "payout_account_shared")
        .unwrap();
    let mut groups: BTreeMap<u64, Vec<bool>> = BTreeMap::new();
    for example in drawn.examples.iter().filter(|example| example.fake) {
        if let Some(value) = example.inputs[column] {
            groups.entry(example.group).or_default().push(value > 0.0);
        }
    }
    let pairs: Vec<(bool, bool)> =
        groups.values().filter(|group| group.len() > 1).map(|group| (group[0], group[1])).collect();
    let hits = pairs.iter().filter(|(first, _)| *first).count() as f64;
    let both = pairs.iter().filter(|(first, second)| *first && *second).count() as f64;
    assert!(both / hits > 0.3, "{both} of {hits}");
}

#[test]
fn an_applicant_learns_from_one_hit_per_cause() {
    let rates = rates();
    let options = rates.fit_options(FitOptions::default());
    let history = &options.causes["rewritten_history"].indicators;
    assert!(history.len() >= 6);
    let columns: Vec<usize> = history
        .iter()
        .map(|id| rates.entries.iter().position(|entry| entry.indicator.id == *id).unwrap())
        .collect();
    let hits = |example: &TrainingExample| {
        columns
            .iter()
            .filter(|column| example.inputs[**column].is_some_and(|value| value > 0.0))
            .count()
    };
    let drawn = cohort(&rates, &CohortOptions::new(8000, 9)).examples;
    let thinned = with_one_hit_per_cause(&rates, &options.causes, drawn.clone(), 1);
    assert!(drawn.iter().any(|example| hits(example) > 2));
    for (before, after) in drawn.iter().zip(&thinned) {
        assert_eq!(hits(after), hits(before).min(1));
        let known = |example: &TrainingExample| {
            example.inputs.iter().flatten().filter(|value| **value == 0.0).count()
        };
        assert_eq!(known(after), known(before), "misses stay");
    }
}

/// The strongest sign of an act, and twice the odds for all others together.
#[test]
fn the_caps_of_causes_are_within_families_and_near_their_strongest_indicator() {
    let rates = rates();
    let causes = rates.fit_options(FitOptions::default()).causes;
    for (name, cause) in &causes {
        let of =
            |id: &String| rates.entries.iter().find(|entry| entry.indicator.id == *id).unwrap();
        let families: Vec<&str> =
            cause.indicators.iter().map(|id| of(id).indicator.family.name()).collect();
        assert!(
            families.len() > 1 && families.iter().all(|family| *family == families[0]),
            "{name}"
        );
        for id in &cause.indicators {
            let top = of(id).grades.last().unwrap().log_ratio();
            assert!(cause.cap.max >= top + std::f64::consts::LN_2 - 1e-9, "{name}: {id}");
        }
    }
}

#[test]
fn a_fit_has_the_grades_and_caps_of_the_rates_and_a_table_with_a_row_per_grade() {
    let rates = rates();
    let plan = CohortPlan { cohorts: 2, applicants: 1500, seed: 4 };
    let options = FitOptions { trees: 60, folds: 2, pairs: 0, ..FitOptions::default() };
    let audit = Audit {
        base_rate: 0.005,
        review_budget: 0.02,
        champion: None,
        other_cohort: None,
        swap: None,
        seed: 1,
    };
    let TrainedOnRates { trained, table } = train(&rates, plan, options, &audit).unwrap();
    let definition = trained.fitted.model.definition();
    let edges = rates.edges();
    assert!(definition.terms.iter().all(|term| term.edges == edges[&term.indicator]));
    assert_eq!(definition.causes, rates.fit_options(FitOptions::default()).causes);
    let grades: usize = rates.entries.iter().map(|entry| entry.grades.len()).sum();
    assert_eq!(table.len(), grades);
    let row = table.iter().find(|row| row.indicator == "follow_farming").unwrap();
    assert!(
        row.interval.is_some() && row.weight > 0.0 && row.fakes.realised > row.genuine.realised
    );
    for entry in &rates.entries {
        let term =
            definition.terms.iter().find(|term| term.indicator == entry.indicator.id).unwrap();
        assert!(term.miss >= entry.miss_log_ratio() - 1e-9, "{}", term.indicator);
    }
}
