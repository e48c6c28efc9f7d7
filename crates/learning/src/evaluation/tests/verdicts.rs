use super::{columns, model, people};
use crate::data::TrainingExample;
use crate::evaluation::{
    Evaluation, EvaluationInput, GatePolicy, Measure, ParityVerdict, SwapProof, evaluate, gate,
    html, unknown_parity,
};

/// An evaluation with a large review budget, so that differences between rates are measurable.
fn audited(rows: &[TrainingExample]) -> Evaluation {
    let (columns, model) = (columns(), model(4.0));
    let input = EvaluationInput {
        review_budget: 0.2,
        base_rate: 0.05,
        ..EvaluationInput::new(&columns, rows, &model)
    };
    evaluate(&input).unwrap()
}

fn grouped(
    name: impl Fn(usize, &TrainingExample) -> &'static str,
    count: usize,
) -> Vec<TrainingExample> {
    let with = |(turn, row): (usize, TrainingExample)| TrainingExample {
        audit_group: Some(name(turn, &row).to_owned()),
        ..row
    };
    people(count).into_iter().enumerate().map(with).collect()
}

#[test]
fn parity_holds_for_groups_with_the_same_behaviour() {
    let rows = grouped(|turn, _| if turn % 7 < 4 { "north" } else { "south" }, 6000);
    let parity = audited(&rows).parity.unwrap();
    assert_eq!(parity.verdict, ParityVerdict::Holds, "{parity:#?}");
}

#[test]
fn the_gate_names_a_group_that_is_flagged_more_often() {
    // Most genuine people with a payout flag are in the same group.
    let flagged = |row: &TrainingExample| row.inputs[1].is_some_and(|value| value > 0.0);
    let name = |turn: usize, row: &TrainingExample| {
        if flagged(row) && !turn.is_multiple_of(4) || turn.is_multiple_of(3) {
            "north"
        } else {
            "south"
        }
    };
    let report = audited(&grouped(name, 3000));
    let parity = report.parity.as_ref().unwrap();
    assert_eq!(parity.verdict, ParityVerdict::DoesNotHold);
    let north = &parity.groups[0];
    assert_eq!((north.group.as_str(), north.verdict), ("north", ParityVerdict::DoesNotHold));
    assert!(north.ratio.low > 1.0 && north.difference.low > 0.0, "{north:?}");
    let refusals = gate(&report, &GatePolicy::default()).unwrap_err();
    let refusal = refusals.iter().find(|refusal| refusal.measure == Measure::Parity).unwrap();
    assert_eq!(refusal.interval, Some(north.ratio));
    assert!(refusal.detail.starts_with("genuine people of `north` go to review"), "{refusals:?}");
}

#[test]
fn parity_is_unknown_with_few_people() {
    let report = audited(&grouped(|turn, _| ["a", "b", "c"][turn % 3], 240));
    assert_eq!(report.parity, None, "small groups are merged into one");
    let report = audited(&grouped(|turn, _| ["a", "b"][turn % 2], 400));
    assert_eq!(report.parity.as_ref().unwrap().verdict, ParityVerdict::Unknown);
    let measures = |policy: &GatePolicy| -> Vec<Measure> {
        let refusals = gate(&report, policy).err().unwrap_or_default();
        refusals.into_iter().map(|refusal| refusal.measure).collect()
    };
    assert!(measures(&GatePolicy::default()).contains(&Measure::Parity));
    let lenient = GatePolicy { unknown_parity_passes: true, ..GatePolicy::default() };
    assert!(!measures(&lenient).contains(&Measure::Parity));
    let reason = unknown_parity(&report).unwrap();
    assert!(reason.contains("those of `a`"), "{reason}");
    let page = html(&report, &GatePolicy::default());
    assert!(
        page.contains("would not accept this model") && page.contains("--unknown-parity-passes")
    );
    assert!(page.contains("those of <code>a</code>") && !page.contains('`'));
    let page = html(&report, &GatePolicy { calibration_error: 1.0, ..lenient });
    assert!(
        page.contains("would accept this model</b>, with the configured bounds, although parity")
    );
}

#[test]
fn the_gate_refuses_a_worse_model_with_numbers_but_not_an_equal_one() {
    let (rows, columns) = (people(4000), columns());
    let (good, bad) = (model(4.0), model(0.0));
    let lenient =
        GatePolicy { unknown_parity_passes: true, calibration_error: 1.0, ..GatePolicy::default() };
    let run_gate = |model, champion| {
        let input = EvaluationInput {
            review_budget: 0.1,
            champion: Some(champion),
            ..EvaluationInput::new(&columns, &rows, model)
        };
        gate(&evaluate(&input).unwrap(), &lenient)
    };
    assert_eq!(run_gate(&good, &good), Ok(()));
    let refusals = run_gate(&bad, &good).unwrap_err();
    let [refusal] = &refusals[..] else { panic!("{refusals:?}") };
    assert_eq!((refusal.measure, refusal.bound), (Measure::RecallAtBudget, -0.05));
    assert!(refusal.interval.is_some_and(|interval| interval.low < -0.05), "{refusal:?}");
    let champion = format!("lower than that of the champion {}", good.id());
    assert!(refusal.detail.contains(&champion), "{refusal:?}");
    assert!(refusal.detail.ends_with("lower by more than the 0.050 that the gate allows"));
}

#[test]
fn the_gate_reports_all_refusals_at_once() {
    let (columns, model, rows) = (columns(), model(9.0), people(20));
    let swap = SwapProof::new(&[1.0, 2.0], &[1.0, 2.0 + 1e-15]);
    let input =
        EvaluationInput { swap: Some(&swap), ..EvaluationInput::new(&columns, &rows, &model) };
    let refusals = gate(&evaluate(&input).unwrap(), &GatePolicy::default()).unwrap_err();
    let measures: Vec<Measure> = refusals.iter().map(|refusal| refusal.measure).collect();
    let all = [
        Measure::Fakes,
        Measure::Genuine,
        Measure::CalibrationError,
        Measure::Parity,
        Measure::Swap,
    ];
    assert_eq!(measures, all, "{refusals:#?}");
    assert!(SwapProof::new(&[1.0, -2.0], &[1.0, -2.0]).holds());
}
