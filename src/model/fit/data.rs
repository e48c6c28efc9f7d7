//! The data of a fit, and the same in bins.

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::{FitError, FitOptions};

/// How many grades of hits a term has at most.
const GRADES: usize = 6;
/// How many hits a grade needs at least: one table cell is never one person.
const HITS_PER_GRADE: usize = 12;

/// What is learned from.
#[derive(Clone, Debug, Default)]
pub struct Dataset {
    /// One for each scored indicator.
    pub columns: Vec<Column>,
    /// One for each profile.
    pub rows: Vec<Row>,
}

/// A scored indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its id.
    pub indicator: String,
    /// Its family.
    pub family: String,
}

/// One profile's observations and what it turned out to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// One for each column: nothing for unknown, 0 for a miss, above 0 for a hit.
    pub values: Vec<Option<f64>>,
    /// Whether the applicant was fake.
    pub fake: bool,
    /// How much the label counts; 1 for a full one.
    pub weight: f64,
    /// Rows of one group never stand on both sides of a split: a ring, or one person.
    pub group: u64,
}

impl Dataset {
    pub(super) fn check(&self, folds: usize) -> Result<(), FitError> {
        for (row, one) in self.rows.iter().enumerate() {
            let (values, columns) = (one.values.len(), self.columns.len());
            if values != columns {
                return Err(FitError::Shape { row, values, columns });
            }
            let fine = |number: &f64| number.is_finite() && *number >= 0.0;
            if !one.values.iter().flatten().all(fine) || !fine(&one.weight) {
                return Err(FitError::Value { row });
            }
        }
        let fakes = self.rows.iter().filter(|row| row.fake && row.weight > 0.0).count();
        let genuine = self.rows.iter().filter(|row| !row.fake && row.weight > 0.0).count();
        let needed = folds * 4;
        if fakes < needed || genuine < needed {
            return Err(FitError::TooFew { fakes, genuine, needed });
        }
        Ok(())
    }
}

/// A data set whose values are places in tables.
pub(super) struct Binned<'a> {
    pub(super) columns: &'a [Column],
    pub(super) rows: &'a [Row],
    pub(super) edges: Vec<Vec<f64>>,
    places: Vec<Vec<u8>>,
    folds: Vec<usize>,
    /// How often each row counts for the classifier, which knows no weights: the whole part of its
    /// weight, and once more with the probability of the rest.
    pub(super) copies: Vec<usize>,
}

/// The place of an unknown value.
pub(super) const UNKNOWN: u8 = u8::MAX;

impl<'a> Binned<'a> {
    pub(super) fn new(dataset: &'a Dataset, options: &FitOptions) -> Self {
        let edges: Vec<Vec<f64>> =
            (0..dataset.columns.len()).map(|column| edges(dataset, column)).collect();
        let place = |value: &Option<f64>, edges: &Vec<f64>| match value {
            None => UNKNOWN,
            Some(value) if *value <= 0.0 => 0,
            Some(value) => {
                let grade = edges.iter().take_while(|edge| *edge <= value).count();
                u8::try_from(1 + grade).expect("there are few grades")
            }
        };
        let places = (dataset.rows.iter())
            .map(|row| {
                row.values.iter().zip(&edges).map(|(value, edges)| place(value, edges)).collect()
            })
            .collect();
        let mut random = ChaCha8Rng::seed_from_u64(options.seed);
        let folds = folds(&dataset.rows, options.folds, &mut random);
        let copies = dataset.rows.iter().map(|row| copies(row.weight, &mut random)).collect();
        Self { columns: &dataset.columns, rows: &dataset.rows, edges, places, folds, copies }
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn fold(&self, row: usize) -> usize {
        self.folds[row]
    }

    /// Where a row's value stands in a column's table, or [`UNKNOWN`].
    pub(super) fn place(&self, row: usize, column: usize) -> u8 {
        self.places[row][column]
    }

    /// How many entries a column's table has: a miss and the grades.
    pub(super) fn size(&self, column: usize) -> usize {
        self.edges[column].len() + 2
    }
}

/// Edges at quantiles of the hits, so that every grade has enough of them.
fn edges(dataset: &Dataset, column: usize) -> Vec<f64> {
    let mut hits: Vec<f64> = (dataset.rows.iter())
        .filter_map(|row| row.values[column])
        .filter(|value| *value > 0.0)
        .collect();
    hits.sort_by(f64::total_cmp);
    let grades = (hits.len() / HITS_PER_GRADE).clamp(1, GRADES);
    let mut edges: Vec<f64> = (1..grades).map(|grade| hits[hits.len() * grade / grades]).collect();
    edges.dedup();
    // An edge at the least value would leave the grade below it empty.
    edges.retain(|edge| *edge > hits[0]);
    edges
}

/// Deals groups to folds.
fn folds(rows: &[Row], folds: usize, random: &mut impl Rng) -> Vec<usize> {
    let mut groups: Vec<u64> = rows.iter().map(|row| row.group).collect();
    groups.sort_unstable();
    groups.dedup();
    let dealt: Vec<usize> = groups.iter().map(|_| random.random_range(0..folds)).collect();
    let fold = |row: &Row| groups.binary_search(&row.group).map_or(0, |place| dealt[place]);
    rows.iter().map(fold).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "weights are small and positive"
)]
fn copies(weight: f64, random: &mut impl Rng) -> usize {
    weight.floor() as usize + usize::from(random.random::<f64>() < weight.fract())
}
