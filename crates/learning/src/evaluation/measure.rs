//! Putting an evaluation together.

use std::borrow::Cow;

use scoring::model::{BindError, Model, Scorer, logit, sigmoid};

use super::ablation::Families;
use super::bootstrap::Resampling;
use super::calibration::Measured;
use super::cases;
use super::comparison::{Beside, Learned};
use super::curves::Figures;
use super::input::{Elsewhere, EvaluateError, EvaluationInput, HeldOut, Refit};
use super::parity::Groups;
use super::ranking::Ranking;
use super::reference::reference;
use super::report::{Apart, Counts, Evaluation, SCHEMA, Tried};
use super::shapes;
use super::thresholds::Thresholds;
use crate::fit::Column;

/// What a model says of some rows.
pub(super) struct Scores<'a> {
    pub(super) rows: Cow<'a, [HeldOut]>,
    pub(super) scorer: Scorer,
    /// The log-odds of the evidence alone, whatever the base rate.
    pub(super) evidence: Vec<f64>,
    /// What is added to the log-odds of the base rate before any evidence.
    pub(super) shift: f64,
}

impl<'a> Scores<'a> {
    pub(super) fn new(
        model: &Model,
        columns: &[Column],
        rows: &'a [HeldOut],
    ) -> Result<Self, BindError> {
        let names: Vec<(&str, &str)> =
            columns.iter().map(|one| (one.indicator.as_str(), one.family.as_str())).collect();
        let scorer = model.bind(&names)?;
        let evidence = |row: &HeldOut| evidence(&scorer, &row.values);
        let evidence = rows.iter().map(evidence).collect();
        // Even odds add nothing themselves.
        let shift = scorer.score(&vec![None; columns.len()], 0.5).base_log_odds;
        Ok(Self { rows: Cow::Borrowed(rows), scorer, evidence, shift })
    }

    /// The probabilities where so many are fake.
    pub(super) fn probabilities(&self, base_rate: f64) -> Vec<f64> {
        let base = logit(base_rate) + self.shift;
        self.evidence.iter().map(|evidence| sigmoid(base + evidence)).collect()
    }

    pub(super) fn ranking(&self) -> Ranking {
        Ranking::new(&self.evidence, &self.rows)
    }
}

/// The log-odds of the evidence alone.
pub(super) fn evidence(scorer: &Scorer, values: &[Option<f64>]) -> f64 {
    let score = scorer.score(values, 0.5);
    score.log_odds - score.base_log_odds
}

/// Measures a model.
pub fn evaluate(input: &EvaluationInput<'_>) -> Result<Evaluation, EvaluateError> {
    input.check()?;
    let EvaluationInput { columns, rows, model, base_rate, review_budget, .. } = *input;
    let scores = Scores::new(model, columns, rows)?;
    let sample = Resampling::new(rows);
    let counts = counts(rows, &sample);
    let ranking = scores.ranking();
    let said = scores.probabilities(counts.base_rate.clamp(1e-6, 1.0 - 1e-6));
    let mut parts = Parts::new(input, &scores, &ranking, &said, sample.weights())?;
    sample.draw(input, |weights| parts.push(weights))?;

    let Parts { figures, calibration, parity, beside, families, refits, thresholds, .. } = parts;
    let stated = figures.state();
    let (misses, false_alarms) = cases::worst(&scores, &ranking, columns, base_rate);
    let learned_from = if input.learned_from.is_empty() { rows } else { input.learned_from };
    let evaluation = Evaluation {
        schema: SCHEMA.to_owned(),
        model: tried(model, scores.shift),
        counts,
        base_rate,
        review_budget,
        draws: input.draws,
        seed: input.seed,
        headline: stated.headline,
        budgets: stated.budgets,
        curves: stated.curves,
        calibration: calibration.state(sample.weights()),
        comparison: beside.zip(input.champion).map(|((_, beside), one)| beside.state(one.id())),
        ablation: families.state(&scores, columns),
        learning: refits.into_iter().map(|(_, refit)| refit.state()).collect(),
        shapes: shapes::terms(model, columns, rows),
        pairs: shapes::pairs(model),
        elsewhere: input.elsewhere.map(|one| apart(input, &one)).transpose()?,
        thresholds: thresholds.state(),
        reference: reference(model, &scores.scorer, columns, learned_from, base_rate),
        parity: parity.map(Groups::state),
        swap: input.swap.cloned(),
        misses,
        false_alarms,
    };
    Ok(evaluation.rounded())
}

/// Everything that takes part in the draws.
struct Parts<'a> {
    ranking: &'a Ranking,
    figures: Figures,
    calibration: Measured<'a>,
    parity: Option<Groups<'a>>,
    beside: Option<(Ranking, Beside)>,
    families: Families,
    refits: Vec<(Ranking, Learned)>,
    thresholds: Thresholds,
}

impl<'a> Parts<'a> {
    fn new(
        input: &EvaluationInput<'a>,
        scores: &'a Scores<'a>,
        ranking: &'a Ranking,
        said: &'a [f64],
        weights: &[f64],
    ) -> Result<Self, EvaluateError> {
        let EvaluationInput { columns, rows, base_rate, review_budget, .. } = *input;
        let curve = ranking.curve(weights);
        let ranked = |model: &Model| -> Result<Ranking, BindError> {
            Ok(Scores::new(model, columns, rows)?.ranking())
        };
        let champion = input.champion.map(ranked).transpose()?;
        let beside = |other: Ranking| {
            let beside = Beside::new(&curve, &other.curve(weights), base_rate, review_budget);
            (other, beside)
        };
        let refit = |refit: &Refit<'_>| {
            let ranking = ranked(refit.model)?;
            let learned = Learned::new(refit, &ranking.curve(weights), base_rate, review_budget);
            Ok((ranking, learned))
        };
        Ok(Self {
            ranking,
            figures: Figures::new(&curve, base_rate, review_budget),
            calibration: Measured::new(rows, said, ranking, weights),
            parity: Groups::new(scores, ranking, weights, base_rate, review_budget),
            beside: champion.map(beside),
            families: Families::new(scores, columns, &curve, weights),
            refits: input.refits.iter().map(refit).collect::<Result<_, BindError>>()?,
            thresholds: Thresholds::new(ranking, &curve),
        })
    }

    fn push(&mut self, weights: &[f64]) {
        let curve = self.ranking.curve(weights);
        self.figures.push(&curve);
        self.calibration.push(weights);
        self.thresholds.push(&curve);
        self.families.push(&curve, weights);
        if let Some(parity) = &mut self.parity {
            parity.push(weights);
        }
        if let Some((other, beside)) = &mut self.beside {
            beside.push(&curve, &other.curve(weights));
        }
        for (ranking, learned) in &mut self.refits {
            learned.push(&ranking.curve(weights));
        }
    }
}

/// How a model does elsewhere.
fn apart(input: &EvaluationInput<'_>, elsewhere: &Elsewhere<'_>) -> Result<Apart, EvaluateError> {
    let scores = Scores::new(input.model, input.columns, elsewhere.rows)?;
    let (ranking, sample) = (scores.ranking(), Resampling::new(elsewhere.rows));
    let counts = counts(elsewhere.rows, &sample);
    let said = scores.probabilities(counts.base_rate.clamp(1e-6, 1.0 - 1e-6));
    let weights = sample.weights();
    let curve = ranking.curve(weights);
    let mut figures = Figures::new(&curve, input.base_rate, input.review_budget);
    let mut calibration = Measured::new(elsewhere.rows, &said, &ranking, weights);
    sample.draw(input, |weights| {
        figures.push(&ranking.curve(weights));
        calibration.push(weights);
    })?;
    Ok(Apart {
        description: elsewhere.description.to_owned(),
        counts,
        headline: figures.state().headline,
        calibration_error: calibration.state(weights).map(|stated| stated.error),
    })
}

fn tried(model: &Model, shift: f64) -> Tried {
    let definition = model.definition();
    Tried {
        id: model.id().to_owned(),
        digest: model.digest().to_owned(),
        description: definition.description.clone(),
        synthetic: definition.trained.synthetic,
        learned_from: definition.trained.rows,
        fakes: definition.trained.fakes,
        shift,
    }
}

fn counts(rows: &[HeldOut], sample: &Resampling) -> Counts {
    let weight = |fake: bool| -> f64 {
        let all = rows.iter().filter(|row| row.fake || !fake);
        all.map(|row| row.weight).fold(0.0, |sum, one| sum + one)
    };
    let (fakes, all) = (weight(true), weight(false));
    Counts {
        rows: rows.len(),
        fakes: rows.iter().filter(|row| row.fake).count(),
        groups: sample.groups(),
        base_rate: if all > 0.0 { fakes / all } else { 0.0 },
        from: rows.iter().map(|row| row.at).min(),
        until: rows.iter().map(|row| row.at).max(),
    }
}
