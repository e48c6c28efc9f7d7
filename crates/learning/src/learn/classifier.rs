//! The classifier: `linfa-logistic` on the terms' predictions for held-out rows.

use linfa::prelude::*;
use linfa_logistic::LogisticRegression;
use ndarray::{Array1, Array2, ShapeBuilder as _};
use scoring::model::sigmoid;

use super::LearnError;
use super::bag::softplus;

/// The ridge passed to linfa. Scaling a column gives it its own ridge.
const RIDGE: f64 = 1.0;
/// The fit has converged if the largest gradient component, divided by the number of rows, is at most this.
const CONVERGED: f64 = 1e-4;
/// linfa has no row weights, so if any weight differs from 1, each row is repeated once per quarter of its weight.
const QUARTERS: f64 = 4.0;

/// The values of a column. They are borrowed where possible: a column of a million rows is 8 MB.
pub(super) enum Values<'a> {
    Owned(Vec<f64>),
    Scores(&'a [f64]),
    /// The bin of each row, and the value of each bin.
    Line(&'a [u8], &'a [f64]),
}

impl Values<'_> {
    fn at(&self, row: usize) -> f64 {
        match self {
            Self::Owned(values) => values[row],
            Self::Scores(values) => values[row],
            Self::Line(bins, values) => values[usize::from(bins[row])],
        }
    }
}

pub(super) struct Column<'a> {
    pub(super) values: Values<'a>,
    /// How strongly its weight is pulled towards 0.
    pub(super) ridge: f64,
    /// The start value of its weight.
    pub(super) start: f64,
}

/// The classifier's training data.
pub(super) struct Design<'a> {
    pub(super) columns: Vec<Column<'a>>,
    pub(super) fakes: &'a [bool],
    pub(super) weights: &'a [f64],
    /// How strongly the first column's weight is pulled to 1 and the intercept to 0; see [`pull_rows`].
    pub(super) pull: usize,
}

#[derive(Clone, Debug)]
pub(super) struct Classifier {
    pub(super) weights: Vec<f64>,
    pub(super) intercept: f64,
    pub(super) gradient: f64,
}

impl Classifier {
    pub(super) fn margin(&self, columns: &[Column<'_>], row: usize) -> f64 {
        columns
            .iter()
            .zip(&self.weights)
            .fold(self.intercept, |sum, (column, weight)| sum + column.values.at(row) * weight)
    }
}

impl Design<'_> {
    /// Learns the weights from `rows`.
    pub(super) fn fit(&self, rows: &[usize]) -> Result<Classifier, LearnError> {
        let (x, fake, scales) = self.matrix(rows);
        let ridge = RIDGE * if self.is_unweighted() { 1.0 } else { QUARTERS };
        let fakes = fake.iter().filter(|fake| **fake).count();
        if fakes == 0 || fakes == fake.len() {
            return Err(LearnError::OneClass);
        }
        // linfa treats the more frequent class as positive; on a tie, the class of the first row.
        let is_positive = fakes * 2 > fake.len() || (fakes * 2 == fake.len() && fake[0]);
        let sign = if is_positive { 1.0 } else { -1.0 };
        let start = self.columns.iter().zip(&scales).map(|(column, scale)| column.start / scale);
        let mut start = Array1::from_iter(start.chain([0.0]).map(|weight| weight * sign));
        let data = linfa::Dataset::new(x, fake);
        // linfa's tolerance applies to the gradient of the summed loss.
        let mut tolerance = 0.3 * CONVERGED * data.targets().len() as f64;
        // The line search sometimes stops too early; continue from there with a smaller tolerance.
        for _ in 0..4 {
            let fitted = LogisticRegression::default()
                .alpha(ridge)
                .max_iterations(300)
                .gradient_tolerance(tolerance)
                .initial_params(start.clone())
                .fit(&data)?;
            let sign = if fitted.labels().pos.class { 1.0 } else { -1.0 };
            let weights: Vec<f64> = fitted.params().iter().map(|weight| sign * weight).collect();
            let intercept = sign * fitted.intercept();
            let gradient = gradient(data.records(), data.targets(), &weights, intercept, ridge);
            if gradient <= CONVERGED {
                let weights =
                    weights.iter().zip(&scales).map(|(weight, scale)| weight * scale).collect();
                return Ok(Classifier { weights, intercept, gradient });
            }
            if !gradient.is_finite() {
                return Err(LearnError::NotConverged { gradient });
            }
            start = Array1::from_iter(fitted.params().iter().copied().chain([fitted.intercept()]));
            tolerance /= 10.0;
        }
        Err(LearnError::NotConverged { gradient: f64::NAN })
    }

    fn is_unweighted(&self) -> bool {
        self.weights.iter().all(|weight| (weight - 1.0).abs() < f64::EPSILON)
    }

    /// The scaled matrix, the labels, and the scale of each column.
    fn matrix(&self, rows: &[usize]) -> (Array2<f64>, Array1<bool>, Vec<f64>) {
        let scales: Vec<f64> =
            self.columns.iter().map(|column| (RIDGE / column.ridge).sqrt()).collect();
        let is_unweighted = self.is_unweighted();
        let copies = |row: usize| {
            if is_unweighted { 1 } else { (self.weights[row] * QUARTERS).round() as usize }
        };
        let mut repeated: Vec<(Option<usize>, bool)> = rows
            .iter()
            .flat_map(|row| std::iter::repeat_n((Some(*row), self.fakes[*row]), copies(*row)))
            .collect();
        repeated.extend(pull_rows(self.pull));
        let entry = |i: usize, j: usize| match repeated[i].0 {
            Some(row) => self.columns[j].values.at(row) * scales[j],
            None if j == 0 => pull_value(i, repeated.len()) * scales[0],
            None => 0.0,
        };
        // Column-major, because linfa spends most of its time on products with the transpose.
        let shape = (repeated.len(), self.columns.len());
        let mut entries = Vec::with_capacity(shape.0 * shape.1);
        for j in 0..shape.1 {
            entries.extend((0..shape.0).map(|i| entry(i, j)));
        }
        let x =
            Array2::from_shape_vec(shape.f(), entries).expect("there is an entry for each cell");
        (x, Array1::from_iter(repeated.iter().map(|(_, fake)| *fake)), scales)
    }

    /// The summed loss of `rows`.
    pub(super) fn loss(&self, classifier: &Classifier, rows: &[usize]) -> f64 {
        let loss = |row: &usize| {
            let margin = classifier.margin(&self.columns, *row);
            self.weights[*row] * softplus(if self.fakes[*row] { -margin } else { margin })
        };
        rows.iter().map(loss).sum()
    }
}

/// Artificial rows for which the first column predicts ±ln 4 and is right four times in five. Their likelihood is
/// largest at weight 1 and intercept 0, so they pull towards those values.
fn pull_rows(times: usize) -> impl Iterator<Item = (Option<usize>, bool)> {
    const ROWS: [bool; 10] = [true, true, true, true, false, false, false, false, false, true];
    std::iter::repeat_n(ROWS, times).flatten().map(|fake| (None, fake))
}

fn pull_value(i: usize, count: usize) -> f64 {
    if (count - 1 - i) % 10 >= 5 { 4.0_f64.ln() } else { -4.0_f64.ln() }
}

/// The largest gradient component of the penalised loss, divided by the number of rows.
fn gradient(
    x: &Array2<f64>,
    fake: &Array1<bool>,
    weights: &[f64],
    intercept: f64,
    ridge: f64,
) -> f64 {
    let weights = Array1::from_iter(weights.iter().copied());
    let margins = x.dot(&weights) + intercept;
    let errors: Array1<f64> = (margins.iter().zip(fake))
        .map(|(margin, fake)| sigmoid(*margin) - f64::from(u8::from(*fake)))
        .collect();
    let components = x.t().dot(&errors) + &weights * ridge;
    let rows = fake.len().max(1) as f64;
    let sum = errors.sum();
    let largest = components.iter().chain([&sum]).fold(0.0_f64, |max, part| max.max(part.abs()));
    largest / rows
}
