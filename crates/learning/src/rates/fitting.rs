//! What a fit on cohorts from the rates needs besides the examples: grades, caps of causes and the total cap.

use std::collections::BTreeMap;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use scoring::model::{Cap, Cause};

use super::cohort::Cohort;
use super::{Entry, Rates};
use crate::data::TrainingExample;
use crate::fit::FitOptions;

/// The odds that all evidence together can support. Drawn applicants are no data about people, so their number is no
/// measure; this is that of the genuine applicants behind the first shipped model.
const MAX_ODDS: f64 = 10_000.0;

impl Rates {
    /// The options for a fit on cohorts drawn from these rates.
    pub fn fit_options(&self, options: FitOptions) -> FitOptions {
        let total = Cap { min: -MAX_ODDS.ln(), max: MAX_ODDS.ln() };
        let causes = self.cause_caps(options.family_floor);
        let miss = |entry: &Entry| (entry.indicator.id.to_owned(), entry.miss_log_ratio());
        let misses = self.entries.iter().map(miss).collect();
        FitOptions { grades: self.edges(), causes, misses, total: Some(total), ..options }
    }

    /// The caps of causes: of each cause, the indicators of a family may together add twice the odds of the strongest of
    /// them. A cause with indicators of several families has a cap in each, because a cap is within a family.
    fn cause_caps(&self, min: f64) -> BTreeMap<String, Cause> {
        let mut members: BTreeMap<(&str, &str), Vec<&Entry>> = BTreeMap::new();
        for entry in &self.entries {
            if let Some(cause) = &entry.cause {
                members.entry((cause, entry.indicator.family.name())).or_default().push(entry);
            }
        }
        members.retain(|_, entries| entries.len() > 1);
        let mut caps = BTreeMap::new();
        for ((cause, family), entries) in &members {
            let is_only = members.keys().filter(|(other, _)| other == cause).count() == 1;
            let name = if is_only { (*cause).to_owned() } else { format!("{cause}_in_{family}") };
            let strongest = entries.iter().map(|entry| entry.strongest()).fold(0.0, f64::max);
            let cap = Cap { min, max: strongest + std::f64::consts::LN_2 };
            let indicators = entries.iter().map(|entry| entry.indicator.id.to_owned()).collect();
            caps.insert(name, Cause { indicators, cap });
        }
        caps
    }
}

impl Entry {
    /// The log of the rate ratio of the highest grade.
    fn strongest(&self) -> f64 {
        self.grades.iter().map(super::Grade::log_ratio).fold(0.0, f64::max)
    }
}

/// The same applicants with at most one hit of each capped cause, chosen at random; the others become unknown.
///
/// The classifier adds up weights. If it saw several hits of one act, it would divide the act's weight between them, and
/// any of them alone would count too little. In use, the caps of causes keep them from counting several times.
pub fn with_one_hit_per_cause(
    rates: &Rates,
    causes: &BTreeMap<String, Cause>,
    mut examples: Vec<TrainingExample>,
    seed: u64,
) -> Vec<TrainingExample> {
    let column = |id: &String| rates.entries.iter().position(|entry| entry.indicator.id == id);
    let causes: Vec<Vec<usize>> = (causes.values())
        .map(|cause| cause.indicators.iter().filter_map(column).collect())
        .collect();
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    for example in &mut examples {
        for columns in &causes {
            let is_hit = |column: &usize| example.inputs[*column].is_some_and(|value| value > 0.0);
            let mut hits: Vec<usize> = columns.iter().copied().filter(is_hit).collect();
            if hits.len() > 1 {
                hits.swap_remove(random.random_range(0..hits.len()));
                for hit in hits {
                    example.inputs[hit] = None;
                }
            }
        }
    }
    examples
}

/// The applicants of several cohorts, in order of submission.
pub fn pooled(cohorts: &[Cohort]) -> Vec<TrainingExample> {
    let mut pooled: Vec<TrainingExample> =
        cohorts.iter().flat_map(|cohort| &cohort.examples).cloned().collect();
    pooled.sort_by_key(|example| (example.submitted_at, example.group));
    pooled
}
