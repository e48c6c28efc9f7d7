//! Putting an evaluation together.

use super::bootstrap::Resampling;
use super::calibration::Measured;
use super::cases;
use super::comparison::Beside;
use super::curves::Figures;
use super::input::{EvaluateError, EvaluationInput, HeldOut};
use super::parity::Groups;
use super::ranking::Ranking;
use super::report::{Counts, Evaluation, SCHEMA, Tried};
use crate::model::{BindError, Column, Model, Scorer, logit, sigmoid};

/// What a model says of some rows.
pub(super) struct Scores<'a> {
    pub(super) rows: &'a [HeldOut],
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
        Ok(Self { rows, scorer, evidence, shift })
    }

    /// The probabilities where so many are fake.
    pub(super) fn probabilities(&self, base_rate: f64) -> Vec<f64> {
        let base = logit(base_rate) + self.shift;
        self.evidence.iter().map(|evidence| sigmoid(base + evidence)).collect()
    }

    pub(super) fn ranking(&self) -> Ranking {
        Ranking::new(&self.evidence, self.rows)
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
    let scores = Scores::new(input.model, input.columns, input.rows)?;
    let ranking = scores.ranking();
    let sample = Resampling::new(input.rows);
    let counts = counts(input.rows, &sample);
    let champion = input.champion.map(|model| Scores::new(model, input.columns, input.rows));
    let champion = champion.transpose()?.map(|scores| scores.ranking());

    let EvaluationInput { base_rate, review_budget, .. } = *input;
    let curve = ranking.curve(sample.weights());
    let mut figures = Figures::new(&curve, base_rate, review_budget);
    let said = scores.probabilities(counts.base_rate.clamp(1e-6, 1.0 - 1e-6));
    let mut calibration = Measured::new(input.rows, &said, &ranking, sample.weights());
    let beside = |other: &Ranking| {
        Beside::new(&curve, &other.curve(sample.weights()), base_rate, review_budget)
    };
    let mut beside = champion.as_ref().map(beside);
    let mut parity = Groups::new(&scores, &ranking, sample.weights(), base_rate, review_budget);
    sample.draw(input.draws, input.seed, |weights| {
        let curve = ranking.curve(weights);
        figures.push(&curve);
        calibration.push(weights);
        if let Some(parity) = &mut parity {
            parity.push(weights);
        }
        if let (Some(beside), Some(other)) = (&mut beside, &champion) {
            beside.push(&curve, &other.curve(weights));
        }
    });

    let stated = figures.state();
    let (misses, false_alarms) = cases::worst(&scores, &ranking, input.columns, base_rate);
    Ok(Evaluation {
        schema: SCHEMA.to_owned(),
        model: tried(input.model, scores.shift),
        counts,
        base_rate,
        review_budget,
        draws: input.draws,
        seed: input.seed,
        headline: stated.headline,
        budgets: stated.budgets,
        curves: stated.curves,
        calibration: calibration.state(sample.weights()),
        comparison: beside.zip(input.champion).map(|(beside, model)| beside.state(model.id())),
        parity: parity.map(Groups::state),
        swap: input.swap.cloned(),
        misses,
        false_alarms,
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
