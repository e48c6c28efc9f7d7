//! The classifier: `linfa-logistic` on what the terms say of rows that they have not seen.

use linfa::prelude::*;
use linfa_logistic::LogisticRegression;
use ndarray::{Array1, Array2, ShapeBuilder as _};
use scoring::model::sigmoid;

use super::LearnError;
use super::bag::softplus;

/// The ridge that linfa is given. A column's own ridge is this one, the column being scaled.
const RIDGE: f64 = 1.0;
/// The largest component of the gradient, divided by the rows, that counts as converged.
const CONVERGED: f64 = 1e-4;
/// Rows with weights other than 1 are counted in quarters, because linfa knows no weights.
const PARTS: f64 = 4.0;

/// What a column says of each row. None of it is copied: of a million rows every column would be 8 MB.
pub(super) enum Values<'a> {
    Own(Vec<f64>),
    Scores(&'a [f64]),
    /// The place of each row, and the value of each place.
    Line(&'a [u8], &'a [f64]),
}

impl Values<'_> {
    fn at(&self, row: usize) -> f64 {
        match self {
            Self::Own(values) => values[row],
            Self::Scores(values) => values[row],
            Self::Line(places, values) => values[usize::from(places[row])],
        }
    }
}

/// A column of the classifier.
pub(super) struct Column<'a> {
    pub(super) values: Values<'a>,
    /// How strongly its weight is drawn towards 0.
    pub(super) ridge: f64,
    /// The weight from which the search begins.
    pub(super) begin: f64,
}

/// What the classifier learns from.
pub(super) struct Design<'a> {
    pub(super) columns: Vec<Column<'a>>,
    pub(super) fakes: &'a [bool],
    pub(super) weights: &'a [f64],
    /// So much evidence for the first column to have weight 1 and for there to be no intercept.
    pub(super) pull: usize,
}

/// The weights that were learned.
#[derive(Clone, Debug)]
pub(super) struct Weighed {
    pub(super) weights: Vec<f64>,
    pub(super) intercept: f64,
    pub(super) gradient: f64,
}

impl Weighed {
    pub(super) fn margin(&self, columns: &[Column<'_>], row: usize) -> f64 {
        columns
            .iter()
            .zip(&self.weights)
            .fold(self.intercept, |sum, (column, weight)| sum + column.values.at(row) * weight)
    }
}

impl Design<'_> {
    /// Learns the weights from some rows.
    pub(super) fn fit(&self, rows: &[usize]) -> Result<Weighed, LearnError> {
        let (x, fake, scales) = self.matrix(rows);
        let parts = if self.whole() { 1.0 } else { PARTS };
        let ridge = RIDGE * parts;
        let begin = self.columns.iter().zip(&scales).map(|(column, scale)| column.begin / scale);
        let known = fake.iter().filter(|fake| **fake).count();
        if known == 0 || known == fake.len() {
            return Err(LearnError::OneClass);
        }
        let begin: Vec<f64> = begin.chain([0.0]).collect();
        // linfa calls the more frequent class positive, of equals the one that stands first.
        let positive = known * 2 > fake.len() || (known * 2 == fake.len() && fake[0]);
        let sign = if positive { 1.0 } else { -1.0 };
        let begin = Array1::from_iter(begin.into_iter().map(|one| one * sign));
        let data = linfa::Dataset::new(x, fake);
        // linfa's tolerance is that of the whole gradient.
        let mut tolerance = 0.3 * CONVERGED * data.targets().len() as f64;
        let mut begin = begin;
        // The search by lines may stop short; it goes on from where it stood.
        for _ in 0..4 {
            let fitted = LogisticRegression::default()
                .alpha(ridge)
                .max_iterations(300)
                .gradient_tolerance(tolerance)
                .initial_params(begin.clone())
                .fit(&data)?;
            let sign = if fitted.labels().pos.class { 1.0 } else { -1.0 };
            let weights: Vec<f64> = fitted.params().iter().map(|weight| sign * weight).collect();
            let intercept = sign * fitted.intercept();
            let gradient = gradient(data.records(), data.targets(), &weights, intercept, ridge);
            if gradient <= CONVERGED {
                let weights =
                    weights.iter().zip(&scales).map(|(weight, scale)| weight * scale).collect();
                return Ok(Weighed { weights, intercept, gradient });
            }
            begin = Array1::from_iter(fitted.params().iter().copied().chain([fitted.intercept()]));
            tolerance /= 10.0;
            if !gradient.is_finite() {
                return Err(LearnError::NotConverged { gradient });
            }
        }
        let gradient = f64::NAN;
        Err(LearnError::NotConverged { gradient })
    }

    fn whole(&self) -> bool {
        self.weights.iter().all(|weight| (weight - 1.0).abs() < f64::EPSILON)
    }

    fn matrix(&self, rows: &[usize]) -> (Array2<f64>, Array1<bool>, Vec<f64>) {
        let scales: Vec<f64> =
            self.columns.iter().map(|column| (RIDGE / column.ridge).sqrt()).collect();
        let whole = self.whole();
        let copies =
            |row: usize| if whole { 1 } else { (self.weights[row] * PARTS).round() as usize };
        let mut counted: Vec<(Option<usize>, bool)> = rows
            .iter()
            .flat_map(|row| std::iter::repeat_n((Some(*row), self.fakes[*row]), copies(*row)))
            .collect();
        counted.extend(pull(self.pull));
        let entry = |i: usize, j: usize| match counted[i].0 {
            Some(row) => self.columns[j].values.at(row) * scales[j],
            None if j == 0 => pulled(i, counted.len()) * scales[0],
            None => 0.0,
        };
        // Column by column: most of linfa's time goes into products with the transpose.
        let shape = (counted.len(), self.columns.len());
        let mut entries = Vec::with_capacity(shape.0 * shape.1);
        for j in 0..shape.1 {
            entries.extend((0..shape.0).map(|i| entry(i, j)));
        }
        let x =
            Array2::from_shape_vec(shape.f(), entries).expect("there is an entry for each place");
        (x, Array1::from_iter(counted.iter().map(|(_, fake)| *fake)), scales)
    }

    /// The mean loss on some rows.
    pub(super) fn loss(&self, weighed: &Weighed, rows: &[usize]) -> f64 {
        let loss = |row: &usize| {
            let margin = weighed.margin(&self.columns, *row);
            self.weights[*row] * softplus(if self.fakes[*row] { -margin } else { margin })
        };
        rows.iter().map(loss).sum()
    }
}

/// Invented rows of which the first column says ±ln 4 and four of five are what it says: their likelihood is
/// largest at weight 1 and intercept 0, which is a ridge towards there.
fn pull(times: usize) -> impl Iterator<Item = (Option<usize>, bool)> {
    const ROWS: [bool; 10] = [true, true, true, true, false, false, false, false, false, true];
    std::iter::repeat_n(ROWS, times).flatten().map(|fake| (None, fake))
}

fn pulled(place: usize, all: usize) -> f64 {
    if (all - 1 - place) % 10 >= 5 { 4.0_f64.ln() } else { -4.0_f64.ln() }
}

/// The largest component of the penalised loss' gradient, divided by the rows.
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
    let slopes = x.t().dot(&errors) + &weights * ridge;
    let rows = fake.len().max(1) as f64;
    slopes.iter().chain([&errors.sum()]).fold(0.0_f64, |most, slope| most.max(slope.abs())) / rows
}
