//! What each term weighs: the classifier's columns, the strength of its straight lines, and the weights as
//! those of groups of trees.

use super::LearnError;
use super::bag::Field;
use super::frame::Frame;
use super::stack::{Column, Design, Values, Weighed};
use super::tables::Groups;

/// How strongly the weights are drawn to where they begin.
#[derive(Clone, Debug)]
pub struct Ridges {
    /// On the common weight of a kind of trees.
    pub total: f64,
    /// On what sets a term's weight apart from its kind's.
    pub own: f64,
    /// On straight lines: the candidates, of which unseen rows choose; infinity means without lines.
    pub lines: Vec<f64>,
}

/// How many terms may have a weight of their own, the strongest ones.
const OWN: usize = 32;
/// How many entries the classifier's matrix has at most; of more rows every so many-th is taken.
const ENTRIES: usize = 20_000_000;
/// Up to how many entries the strength of the lines is chosen.
const CHOOSE: usize = 2_000_000;
/// The weight of a kind of trees from which the search begins.
const BEGIN: f64 = 0.5;
/// How much the first column is drawn to weight 1 when it is an earlier model.
const PULL: usize = 4;

/// What was learned of the weights.
pub struct Weights {
    pub prior: f64,
    pub groups: Vec<f64>,
    /// A feature, one of its lines, and the line's weight.
    pub lines: Vec<(usize, usize, f64)>,
    pub intercept: f64,
    pub gradient: f64,
    /// For each row, what a classifier that has not seen it says.
    pub margins: Vec<f64>,
    pub line_ridge: f64,
}

/// The folds of the rows, and how many there are.
#[derive(Clone, Copy)]
pub struct Folds<'a> {
    pub of: &'a [u8],
    pub count: usize,
}

/// Learns the weights. A term that would need a negative one is left out and the rest learned again: it told
/// unseen rows the wrong way round.
pub fn weigh(
    field: &Field<'_>,
    groups: &Groups<'_>,
    scores: &[Vec<f64>],
    folds: Folds<'_>,
    ridges: &Ridges,
) -> Result<Weights, LearnError> {
    let frame = field.frame;
    let rows = (0..frame.len()).filter(|row| frame.weights[*row] > 0.0).collect();
    let lines = (frame.features.iter().enumerate())
        .flat_map(|(feature, one)| (0..one.lines.len()).map(move |line| (feature, line)))
        .collect();
    let scales = Scales { frame, groups, scores, ridges, rows, lines };
    let mut kept: Vec<usize> = (0..groups.sets.len()).collect();
    let (line_ridge, held) = scales.choose(&kept, folds)?;
    loop {
        field.go_on()?;
        let own = scales.strongest(&kept);
        let design = scales.design(&kept, &own, line_ridge);
        let weighed = scales.fit(&design)?;
        let each = scales.group_weights(&kept, &own, &weighed);
        let before = kept.len();
        kept.retain(|group| each[*group] >= 0.0);
        if kept.len() == before {
            return Ok(scales.weights(&design, &weighed, each, held, (own.len(), line_ridge)));
        }
    }
}

/// Everything that is weighed.
struct Scales<'a> {
    frame: &'a Frame,
    groups: &'a Groups<'a>,
    scores: &'a [Vec<f64>],
    ridges: &'a Ridges,
    rows: Vec<usize>,
    lines: Vec<(usize, usize)>,
}

impl Scales<'_> {
    /// The strength of the lines under which unseen rows are likeliest, and what is then said of them.
    fn choose(
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
        if self.rows.len() * (own.len() + self.lines.len() + self.groups.count) > CHOOSE {
            return Ok((candidates[candidates.len() / 2], None));
        }
        let mut best: Option<(f64, f64, Vec<f64>)> = None;
        let mut refused = None;
        for ridge in candidates {
            match self.unseen(&self.design(kept, &own, *ridge), folds) {
                Ok((loss, margins)) if best.as_ref().is_none_or(|best| loss < best.0) => {
                    best = Some((loss, *ridge, margins));
                }
                Ok(_) => {}
                Err(error) => refused = Some(error),
            }
        }
        match (best, refused) {
            (Some((_, ridge, margins)), _) => Ok((ridge, Some(margins))),
            (None, Some(error)) => Err(error),
            (None, None) => Ok((f64::INFINITY, None)),
        }
    }

    /// The loss on rows that the classifier has not seen, and what it says of them.
    fn unseen(&self, design: &Design<'_>, folds: Folds<'_>) -> Result<(f64, Vec<f64>), LearnError> {
        let mut margins = vec![0.0; self.frame.len()];
        let mut loss = 0.0;
        for fold in 0..folds.count {
            let (held, seen): (Vec<usize>, Vec<usize>) =
                self.rows.iter().copied().partition(|row| usize::from(folds.of[*row]) == fold);
            let weighed = design.fit(&seen)?;
            loss += design.loss(&weighed, &held);
            for row in held {
                margins[row] = weighed.margin(&design.columns, row);
            }
        }
        Ok((loss, margins))
    }

    /// The groups whose scores vary most.
    fn strongest(&self, kept: &[usize]) -> Vec<usize> {
        if !self.ridges.own.is_finite() {
            return Vec::new();
        }
        let spread =
            |group: &usize| self.scores[*group].iter().map(|score| score * score).sum::<f64>();
        let mut strongest: Vec<(usize, f64)> =
            kept.iter().map(|group| (*group, spread(group))).collect();
        strongest.sort_by(|a, b| b.1.total_cmp(&a.1));
        strongest.truncate(OWN);
        strongest.into_iter().map(|(group, _)| group).collect()
    }

    /// The columns: an earlier model, the sum of each kind of trees, the strongest terms once more so that their
    /// weights may differ from their kind's, and straight lines.
    fn design(&self, kept: &[usize], own: &[usize], line_ridge: f64) -> Design<'_> {
        let ridges = self.ridges;
        let mut columns = Vec::new();
        if let Some(prior) = &self.frame.prior {
            columns.push(Column { values: Values::Scores(prior), ridge: 1e-4, begin: 1.0 });
        }
        for kind in 0..self.groups.count {
            let values = Values::Own(self.total(kept, kind));
            columns.push(Column { values, ridge: ridges.total, begin: BEGIN });
        }
        for group in own {
            columns.push(Column {
                values: Values::Scores(&self.scores[*group]),
                ridge: ridges.own,
                begin: 0.0,
            });
        }
        for (feature, line) in self.lines.iter().filter(|_| line_ridge.is_finite()) {
            let feature = &self.frame.features[*feature];
            let values = Values::Line(&feature.places, &feature.lines[*line]);
            columns.push(Column { values, ridge: line_ridge, begin: 0.0 });
        }
        let pull = if self.frame.prior.is_some() { PULL } else { 0 };
        Design { columns, fakes: &self.frame.fakes, weights: &self.frame.weights, pull }
    }

    fn total(&self, kept: &[usize], kind: usize) -> Vec<f64> {
        let mut total = vec![0.0; self.frame.len()];
        for group in kept.iter().filter(|group| self.groups.kinds[**group] == kind) {
            total.iter_mut().zip(&self.scores[*group]).for_each(|(sum, score)| *sum += score);
        }
        total
    }

    fn fit(&self, design: &Design<'_>) -> Result<Weighed, LearnError> {
        let most = (ENTRIES / design.columns.len().max(1)).max(1000);
        let every = self.rows.len().div_ceil(most).max(1);
        let rows: Vec<usize> = self.rows.iter().copied().step_by(every).collect();
        design.fit(&rows)
    }

    fn first_total(&self) -> usize {
        usize::from(self.frame.prior.is_some())
    }

    /// The weight of each group: its kind's and its own.
    fn group_weights(&self, kept: &[usize], own: &[usize], weighed: &Weighed) -> Vec<f64> {
        let mut each = vec![0.0; self.groups.sets.len()];
        for group in kept {
            each[*group] = weighed.weights[self.first_total() + self.groups.kinds[*group]];
        }
        for (place, group) in own.iter().enumerate() {
            each[*group] += weighed.weights[self.first_total() + self.groups.count + place];
        }
        each
    }

    fn weights(
        &self,
        design: &Design<'_>,
        weighed: &Weighed,
        groups: Vec<f64>,
        held: Option<Vec<f64>>,
        (own, line_ridge): (usize, f64),
    ) -> Weights {
        let margin = |row: usize| weighed.margin(&design.columns, row);
        let of_lines = weighed.weights.iter().skip(self.first_total() + self.groups.count + own);
        let lines = self.lines.iter().zip(of_lines);
        Weights {
            prior: self.frame.prior.as_ref().map_or(0.0, |_| weighed.weights[0]),
            groups,
            lines: lines.map(|((feature, line), weight)| (*feature, *line, *weight)).collect(),
            intercept: weighed.intercept,
            gradient: weighed.gradient,
            margins: held.unwrap_or_else(|| (0..self.frame.len()).map(margin).collect()),
            line_ridge,
        }
    }
}
