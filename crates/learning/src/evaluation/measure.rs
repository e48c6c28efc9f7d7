//! Computes an evaluation from its parts.

use scoring::model::Model;

use super::bootstrap::{Draw, Figures, Resampling};
use super::calibration::CalibrationFigures;
use super::input::{EvaluateError, EvaluationInput, OtherCohortInput};
use super::parity::ParityFigures;
use super::ranking::Ranking;
use super::reference::reference;
use super::report::{Counts, EvaluatedModel, Evaluation, OtherCohort, SCHEMA};
use super::scores::Scores;
use super::thresholds::ThresholdFigures;
use super::{ablation, cases, comparison, curves, shapes};
use crate::data::TrainingExample;

pub fn evaluate(input: &EvaluationInput<'_>) -> Result<Evaluation, EvaluateError> {
    input.check()?;
    let EvaluationInput { columns, examples, model, base_rate, review_budget, .. } = *input;
    let scores = Scores::new(model, columns, examples);
    let resampling = Resampling::new(examples);
    let counts = counts(examples, &resampling);
    let ranking = scores.ranking();
    let probabilities = scores.probabilities(own_base_rate(&counts));
    let weights = &resampling.weights;
    let original = Draw { weights, curve: &ranking.curve(weights) };
    let mut parts = Parts::new(input, &scores, &ranking, &probabilities, &original);
    resampling.draw(input, |weights| {
        parts.add(&Draw { weights, curve: &ranking.curve(weights) });
    })?;
    let curves = curves::report(parts.curves, base_rate);
    let (misses, false_alarms) = cases::worst(&scores, &ranking, columns, base_rate);
    let learned_from = if input.learned_from.is_empty() { examples } else { input.learned_from };
    let refits = parts.refits.into_iter().zip(input.refits);
    let evaluation = Evaluation {
        schema: SCHEMA.to_owned(),
        model: evaluated_model(model, scores.shift),
        counts,
        base_rate,
        review_budget,
        draws: input.draws,
        seed: input.seed,
        headline: curves.headline,
        budgets: curves.budgets,
        curves: curves.curves,
        calibration: parts.calibration.report(),
        comparison: (parts.comparison.zip(input.champion))
            .map(|(figures, champion)| comparison::report(figures, champion.id())),
        ablation: ablation::report(parts.families, &scores, columns),
        learning_curve: refits
            .map(|(figures, refit)| comparison::refit_report(figures, refit))
            .collect(),
        shapes: shapes::terms(model, columns, examples),
        pairs: shapes::pairs(model),
        other_cohort: input.other_cohort.map(|cohort| other_cohort(input, &cohort)).transpose()?,
        thresholds: parts.thresholds.report(),
        reference: reference(model, &scores.scorer, columns, learned_from, base_rate),
        parity: parts.parity.map(ParityFigures::report),
        swap: input.swap.cloned(),
        misses,
        false_alarms,
    };
    Ok(evaluation.rounded())
}

/// The figures that are recomputed for every draw.
struct Parts<'a> {
    curves: Figures<'a>,
    calibration: CalibrationFigures<'a>,
    comparison: Option<Figures<'a>>,
    families: Figures<'a>,
    refits: Vec<Figures<'a>>,
    thresholds: ThresholdFigures<'a>,
    parity: Option<ParityFigures<'a>>,
}

impl<'a> Parts<'a> {
    fn new(
        input: &EvaluationInput<'a>,
        scores: &'a Scores<'a>,
        ranking: &Ranking,
        probabilities: &'a [f64],
        original: &Draw<'_>,
    ) -> Self {
        let EvaluationInput { columns, examples, base_rate, review_budget, .. } = *input;
        let rank = |model: &Model| Scores::new(model, columns, examples).ranking();
        let champion = input.champion.map(rank);
        let mut refits = Vec::new();
        for refit in input.refits {
            let ranking = rank(refit.model);
            refits.push(comparison::refit_figures(ranking, base_rate, review_budget, original));
        }
        Self {
            curves: curves::figures(base_rate, review_budget, original),
            calibration: CalibrationFigures::new(examples, probabilities, ranking, original),
            comparison: champion
                .map(|other| comparison::figures(other, base_rate, review_budget, original)),
            families: ablation::figures(scores, columns, original),
            refits,
            thresholds: ThresholdFigures::new(ranking, original),
            parity: ParityFigures::new(scores, ranking, original, base_rate, review_budget),
        }
    }

    fn add(&mut self, draw: &Draw<'_>) {
        let parity = self.parity.as_mut().map(|parity| &mut parity.figures);
        let fixed = [
            &mut self.curves,
            &mut self.calibration.figures,
            &mut self.families,
            &mut self.thresholds.figures,
        ];
        let all = fixed.into_iter().chain(parity).chain(&mut self.comparison);
        all.chain(&mut self.refits).for_each(|figures| figures.add(draw));
    }
}

/// Measures a model on another cohort.
fn other_cohort(
    input: &EvaluationInput<'_>,
    other_cohort: &OtherCohortInput<'_>,
) -> Result<OtherCohort, EvaluateError> {
    let scores = Scores::new(input.model, input.columns, other_cohort.examples);
    let (ranking, resampling) = (scores.ranking(), Resampling::new(other_cohort.examples));
    let counts = counts(other_cohort.examples, &resampling);
    let probabilities = scores.probabilities(own_base_rate(&counts));
    let weights = &resampling.weights;
    let original = Draw { weights, curve: &ranking.curve(weights) };
    let mut curves = curves::figures(input.base_rate, input.review_budget, &original);
    let mut calibration =
        CalibrationFigures::new(other_cohort.examples, &probabilities, &ranking, &original);
    resampling.draw(input, |weights| {
        let draw = Draw { weights, curve: &ranking.curve(weights) };
        curves.add(&draw);
        calibration.figures.add(&draw);
    })?;
    Ok(OtherCohort {
        description: other_cohort.description.to_owned(),
        counts,
        headline: curves::headline(&mut curves.intervals()),
        calibration_error: calibration.report().map(|calibration| calibration.error),
    })
}

/// The share of fakes among the examples, kept away from 0 and 1.
fn own_base_rate(counts: &Counts) -> f64 {
    counts.base_rate.clamp(1e-6, 1.0 - 1e-6)
}

fn evaluated_model(model: &Model, shift: f64) -> EvaluatedModel {
    let definition = model.definition();
    EvaluatedModel {
        id: model.id().to_owned(),
        digest: model.digest().to_owned(),
        description: definition.description.clone(),
        synthetic: definition.trained.synthetic,
        learned_from: definition.trained.rows,
        fakes: definition.trained.fakes,
        shift,
    }
}

fn counts(examples: &[TrainingExample], resampling: &Resampling) -> Counts {
    let weight = |only_fakes: bool| -> f64 {
        let counted = examples.iter().filter(|example| example.fake || !only_fakes);
        counted.map(|example| example.weight).fold(0.0, |sum, weight| sum + weight)
    };
    let (fakes, all) = (weight(true), weight(false));
    Counts {
        rows: examples.len(),
        fakes: examples.iter().filter(|example| example.fake).count(),
        groups: resampling.group_count,
        base_rate: if all > 0.0 { fakes / all } else { 0.0 },
        from: examples.iter().map(|example| example.submitted_at).min(),
        until: examples.iter().map(|example| example.submitted_at).max(),
    }
}
