//! Learns the weight of each term: builds the classifier's columns, chooses the ridge on linear effects, and weighs
//! each group of trees.

use super::LearnError;
use super::bag::BagContext;
use super::binned::BinnedData;
use super::classifier::{Classifier, Column, Design, Values};
use super::tables::TreeGroups;

/// The strength of the penalties that pull weights towards their start values.
#[derive(Clone, Debug)]
pub struct Ridges {
    /// On the shared weight of a kind of trees.
    pub total: f64,
    /// On the difference between a term's weight and its kind's.
    pub own: f64,
    /// On linear effects. The held-out rows choose between several values; infinity means no linear effects.
    pub lines: Vec<f64>,
}

/// The number of terms with an individual weight: those with the largest effects.
const MAX_OWN: usize = 32;
/// The largest classifier matrix. With more rows, only every n-th is used.
const MAX_ENTRIES: usize = 20_000_000;
/// Above this size, the ridge on linear effects is not searched.
const MAX_SEARCHED_ENTRIES: usize = 2_000_000;
/// The start value for the weight of a kind of trees.
const START: f64 = 0.5;
/// How strongly the weight of an earlier model is pulled towards 1.
const PULL: usize = 4;

pub struct TermWeights {
    /// The weight of the earlier model.
    pub prior: f64,
    pub groups: Vec<f64>,
    /// The feature, the index of its linear effect, and the weight.
    pub lines: Vec<(usize, usize, f64)>,
    pub intercept: f64,
    pub gradient: f64,
    /// Each row's log-odds from a classifier that was not trained on it.
    pub held_out_log_odds: Vec<f64>,
    pub line_ridge: f64,
}

#[derive(Clone, Copy)]
pub struct Folds<'a> {
    pub fold_of_row: &'a [u8],
    pub count: usize,
}

/// Learns the weights. A negative weight means that a term's held-out predictions pointed the wrong way: the term is
/// dropped and the rest is learned again.
pub fn learn_weights(
    context: &BagContext<'_>,
    groups: &TreeGroups<'_>,
    scores: &[Vec<f64>],
    folds: Folds<'_>,
    ridges: &Ridges,
) -> Result<TermWeights, LearnError> {
    let data = context.data;
    let rows = (0..data.len()).filter(|row| data.weights[*row] > 0.0).collect();
    let lines = (data.features.iter().enumerate())
        .flat_map(|(i, feature)| (0..feature.lines.len()).map(move |line| (i, line)))
        .collect();
    let problem = WeightProblem { data, groups, scores, ridges, rows, lines };
    let mut kept: Vec<usize> = (0..groups.sets.len()).collect();
    let (line_ridge, held_out) = problem.choose_line_ridge(&kept, folds)?;
    loop {
        context.check_stop()?;
        let own = problem.strongest(&kept);
        let design = problem.design(&kept, &own, line_ridge);
        let classifier = problem.fit(&design)?;
        let weights = problem.group_weights(&kept, &own, &classifier);
        let before = kept.len();
        kept.retain(|group| weights[*group] >= 0.0);
        if kept.len() == before {
            let margin = |row: usize| classifier.margin(&design.columns, row);
            return Ok(TermWeights {
                prior: data.prior.as_ref().map_or(0.0, |_| classifier.weights[0]),
                groups: weights,
                lines: problem.line_weights(own.len(), &classifier),
                intercept: classifier.intercept,
                gradient: classifier.gradient,
                held_out_log_odds: held_out
                    .unwrap_or_else(|| (0..data.len()).map(margin).collect()),
                line_ridge,
            });
        }
    }
}

struct WeightProblem<'a> {
    data: &'a BinnedData,
    groups: &'a TreeGroups<'a>,
    scores: &'a [Vec<f64>],
    ridges: &'a Ridges,
    rows: Vec<usize>,
    lines: Vec<(usize, usize)>,
}

impl WeightProblem<'_> {
    /// The ridge on linear effects with the smallest held-out loss, and its held-out log-odds.
    fn choose_line_ridge(
        &self,
        kept: &[usize],
        folds: Folds<'_>,
    ) -> Result<(f64, Option<Vec<f64>>), LearnError> {
        let candidates: &[f64] =
            if self.lines.is_empty() { &[f64::INFINITY] } else { &self.ridges.lines };
        let own = self.strongest(kept);
        if let ([only], false) = (candidates, self.lines.is_empty()) {
            return Ok((*only, None));
        }
        let columns = own.len() + self.lines.len() + self.groups.kind_count;
        if self.rows.len() * columns > MAX_SEARCHED_ENTRIES {
            return Ok((candidates[candidates.len() / 2], None));
        }
        let mut best: Option<(f64, f64, Vec<f64>)> = None;
        let mut failure = None;
        for ridge in candidates {
            match self.cross_validate(&self.design(kept, &own, *ridge), folds) {
                Ok((loss, margins)) if best.as_ref().is_none_or(|best| loss < best.0) => {
                    best = Some((loss, *ridge, margins));
                }
                Ok(_) => {}
                Err(error) => failure = Some(error),
            }
        }
        match (best, failure) {
            (Some((_, ridge, margins)), _) => Ok((ridge, Some(margins))),
            (None, Some(error)) => Err(error),
            (None, None) => Ok((f64::INFINITY, None)),
        }
    }

    /// The total loss on held-out rows, and their log-odds.
    fn cross_validate(
        &self,
        design: &Design<'_>,
        folds: Folds<'_>,
    ) -> Result<(f64, Vec<f64>), LearnError> {
        let mut margins = vec![0.0; self.data.len()];
        let mut loss = 0.0;
        for fold in 0..folds.count {
            let is_held_out = |row: &usize| usize::from(folds.fold_of_row[*row]) == fold;
            let (held_out, training): (Vec<usize>, Vec<usize>) =
                self.rows.iter().copied().partition(is_held_out);
            let classifier = design.fit(&training)?;
            loss += design.loss(&classifier, &held_out);
            for row in held_out {
                margins[row] = classifier.margin(&design.columns, row);
            }
        }
        Ok((loss, margins))
    }

    /// The groups with the largest effects.
    fn strongest(&self, kept: &[usize]) -> Vec<usize> {
        if !self.ridges.own.is_finite() {
            return Vec::new();
        }
        let size =
            |group: &usize| self.scores[*group].iter().map(|score| score * score).sum::<f64>();
        let mut strongest: Vec<(usize, f64)> =
            kept.iter().map(|group| (*group, size(group))).collect();
        strongest.sort_by(|a, b| b.1.total_cmp(&a.1));
        strongest.truncate(MAX_OWN);
        strongest.into_iter().map(|(group, _)| group).collect()
    }

    /// The columns: an earlier model, the sum of each kind of trees, the strongest terms again so that their weights
    /// can differ from their kind's, and linear effects.
    fn design(&self, kept: &[usize], own: &[usize], line_ridge: f64) -> Design<'_> {
        let column = |values, ridge, start| Column { values, ridge, start };
        let mut columns = Vec::new();
        if let Some(prior) = &self.data.prior {
            columns.push(column(Values::Scores(prior), 1e-4, 1.0));
        }
        for kind in 0..self.groups.kind_count {
            let total = Values::Owned(self.total(kept, kind));
            columns.push(column(total, self.ridges.total, START));
        }
        for group in own {
            columns.push(column(Values::Scores(&self.scores[*group]), self.ridges.own, 0.0));
        }
        for (feature, line) in self.lines.iter().filter(|_| line_ridge.is_finite()) {
            let feature = &self.data.features[*feature];
            let values = Values::Line(&feature.bins, &feature.lines[*line]);
            columns.push(column(values, line_ridge, 0.0));
        }
        let pull = if self.data.prior.is_some() { PULL } else { 0 };
        Design { columns, fakes: &self.data.fakes, weights: &self.data.weights, pull }
    }

    /// For each row, the sum of all groups of a kind.
    fn total(&self, kept: &[usize], kind: usize) -> Vec<f64> {
        let mut total = vec![0.0; self.data.len()];
        for group in kept.iter().filter(|group| self.groups.kinds[**group] == kind) {
            total.iter_mut().zip(&self.scores[*group]).for_each(|(sum, score)| *sum += score);
        }
        total
    }

    fn fit(&self, design: &Design<'_>) -> Result<Classifier, LearnError> {
        let max_rows = (MAX_ENTRIES / design.columns.len().max(1)).max(1000);
        let step = self.rows.len().div_ceil(max_rows).max(1);
        let rows: Vec<usize> = self.rows.iter().copied().step_by(step).collect();
        design.fit(&rows)
    }

    /// The index of the column for the first kind of trees.
    fn first_total(&self) -> usize {
        usize::from(self.data.prior.is_some())
    }

    /// The weight of each group: its kind's weight plus its individual difference.
    fn group_weights(&self, kept: &[usize], own: &[usize], classifier: &Classifier) -> Vec<f64> {
        let mut weights = vec![0.0; self.groups.sets.len()];
        for group in kept {
            weights[*group] = classifier.weights[self.first_total() + self.groups.kinds[*group]];
        }
        for (i, group) in own.iter().enumerate() {
            weights[*group] += classifier.weights[self.first_total() + self.groups.kind_count + i];
        }
        weights
    }

    fn line_weights(&self, own: usize, classifier: &Classifier) -> Vec<(usize, usize, f64)> {
        let first_line = self.first_total() + self.groups.kind_count + own;
        let weights = classifier.weights.iter().skip(first_line);
        let lines = self.lines.iter().zip(weights);
        lines.map(|((feature, line), weight)| (*feature, *line, *weight)).collect()
    }
}
