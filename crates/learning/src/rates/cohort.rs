//! Draws cohorts of findings from the rates.
//!
//! - Each cohort has its own rates, drawn from the ranges (log-uniform). So a model that learns from many cohorts knows
//!   how uncertain the rates are.
//! - Kinds of people multiply groups of rates. The factors are scaled to a mean of 1, so the population keeps its rates.
//! - The indicators of a cause share a latent act, and the members of a group share acts and links. All draws are
//!   uniform variates that are shared or not, so sharing changes no rate.
//! - What a platform sends does not depend on the truth, and neither does what is unknown.

use chrono::{DateTime, Duration, Utc};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::{Entry, Grade, Kind, Range, Rates};
use crate::data::TrainingExample;

/// How often a member of a group shares a draw with the others.
const SHARED: f64 = 0.7;
/// The highest probability of a hit for anyone.
const MAX_RATE: f64 = 0.97;
/// The days over which groups begin, and within which a group applies.
const PERIOD_DAYS: i64 = 180;
const GROUP_DAYS: i64 = 20;

#[derive(Clone, Copy, Debug)]
pub struct CohortOptions {
    pub applicants: usize,
    pub seed: u64,
    /// The share of fakes.
    pub fake_share: f64,
    /// The number of the first group, so that several cohorts can be pooled.
    pub first_group: u64,
}

/// Applicants drawn from one choice of rates.
#[derive(Clone, Debug)]
pub struct Cohort {
    /// In order of submission. The inputs are in the order of the model's columns.
    pub examples: Vec<TrainingExample>,
    /// How often each indicator was known and a hit, in the order of the columns.
    pub counts: Vec<Counts>,
}

/// How often an indicator was known and a hit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub fakes: ClassCounts,
    pub genuine: ClassCounts,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClassCounts {
    pub known: u32,
    /// The hits of each grade.
    pub hits: Vec<u32>,
}

impl CohortOptions {
    /// A cohort in which one in five is fake: enough fakes to learn from. The base rate of a platform is set later.
    pub fn new(applicants: usize, seed: u64) -> Self {
        Self { applicants, seed, fake_share: 0.2, first_group: 0 }
    }
}

/// Draws `count` cohorts of `applicants` each. No group is in two of them.
pub fn cohorts(rates: &Rates, count: usize, applicants: usize, seed: u64) -> Vec<Cohort> {
    let mut first_group = 0;
    let mut cohorts = Vec::with_capacity(count);
    for i in 0..count {
        let seed = seed.wrapping_mul(1_000_003).wrapping_add(i as u64);
        let drawn =
            cohort(rates, &CohortOptions { first_group, ..CohortOptions::new(applicants, seed) });
        first_group =
            drawn.examples.iter().map(|example| example.group + 1).fold(first_group, u64::max);
        cohorts.push(drawn);
    }
    cohorts
}

/// Draws a cohort.
pub fn cohort(rates: &Rates, options: &CohortOptions) -> Cohort {
    let mut random = ChaCha8Rng::seed_from_u64(options.seed);
    let fakes = Class::draw(&mut random, rates, &rates.fakes, |grade| grade.fakes);
    let genuine = Class::draw(&mut random, rates, &rates.genuine, |grade| grade.genuine);
    let mut counts: Vec<Counts> = vec![Counts::default(); rates.entries.len()];
    let mut examples = Vec::with_capacity(options.applicants);
    let fake_groups = options.fake_share / fakes.mean_size;
    let genuine_groups = (1.0 - options.fake_share) / genuine.mean_size;
    let fake_group_share = fake_groups / (fake_groups + genuine_groups);
    let mut group = options.first_group;
    while examples.len() < options.applicants {
        let fake = random.random_bool(fake_group_share);
        let class = if fake { &fakes } else { &genuine };
        let people = class.group(&mut random, rates);
        let begins = random.random_range(0..PERIOD_DAYS * 24 * 60);
        for person in people.into_iter().take(options.applicants - examples.len()) {
            let minutes = begins + random.random_range(0..GROUP_DAYS * 24 * 60);
            for (counts, finding) in counts.iter_mut().zip(&person) {
                if fake { &mut counts.fakes } else { &mut counts.genuine }.add(*finding);
            }
            examples.push(TrainingExample {
                decision: None,
                submitted_at: beginning() + Duration::minutes(minutes),
                group,
                inputs: rates
                    .entries
                    .iter()
                    .zip(&person)
                    .map(|(entry, drawn)| input(entry, *drawn))
                    .collect(),
                fake,
                weight: 1.0,
                audit_group: None,
            });
        }
        group += 1;
    }
    examples.sort_by_key(|example| (example.submitted_at, example.group));
    Cohort { examples, counts }
}

/// What is drawn for one indicator and person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Drawn {
    Unknown,
    Miss,
    /// A hit of this grade.
    Hit(usize),
}

/// The people of a class, with the rates of a cohort.
struct Class<'a> {
    kinds: &'a [Kind],
    mean_size: f64,
    /// For each indicator, the share of people in each grade.
    rates: Vec<Vec<f64>>,
    /// For each kind, the factor for each indicator.
    factors: Vec<Vec<f64>>,
}

impl<'a> Class<'a> {
    fn draw(
        random: &mut ChaCha8Rng,
        rates: &Rates,
        kinds: &'a [Kind],
        range: fn(&Grade) -> Range,
    ) -> Self {
        // One draw per indicator moves all its grades together, so their order stays.
        let drawn = rates.entries.iter().map(|entry| {
            let share: f64 = random.random();
            entry.grades.iter().map(|grade| range(grade).at(share)).collect()
        });
        let rates_of_grades = drawn.collect();
        let mean =
            |entry: &Entry| kinds.iter().map(|kind| kind.share * entry.factor(kind)).sum::<f64>();
        let means: Vec<f64> = rates.entries.iter().map(mean).collect();
        let factors = |kind: &Kind| {
            rates
                .entries
                .iter()
                .zip(&means)
                .map(|(entry, mean)| entry.factor(kind) / mean)
                .collect()
        };
        // Shares are of people, but groups are drawn.
        let groups: f64 = kinds.iter().map(|kind| kind.share / size(kind)).sum();
        Self {
            kinds,
            mean_size: 1.0 / groups,
            rates: rates_of_grades,
            factors: kinds.iter().map(factors).collect(),
        }
    }

    /// The findings of a group of people on one platform.
    fn group(&self, random: &mut ChaCha8Rng, rates: &Rates) -> Vec<Vec<Drawn>> {
        let kind = choose(random, self.kinds.iter().map(|kind| kind.share / size(kind)));
        let [min, max] = self.kinds[kind].group;
        let platform = choose(random, rates.platforms.iter().map(|platform| platform.share));
        let together = Variates::draw(random, rates);
        (0..random.random_range(min..=max))
            .map(|_| {
                let own = Variates::draw(random, rates);
                let variates = own.shared_with(&together, random, rates);
                self.person(random, rates, kind, platform, &variates)
            })
            .collect()
    }

    fn person(
        &self,
        random: &mut ChaCha8Rng,
        rates: &Rates,
        kind: usize,
        platform: usize,
        variates: &Variates,
    ) -> Vec<Drawn> {
        let sends = &rates.platforms[platform].sends;
        let sent: Vec<&str> = (sends.iter())
            .filter_map(|(section, share)| random.random_bool(*share).then_some(section.as_str()))
            .collect();
        let chances: Vec<f64> = (self.rates.iter().zip(&self.factors[kind]))
            .map(|(grades, factor)| (grades.iter().sum::<f64>() * factor).min(MAX_RATE))
            .collect();
        let acts = variates.acts(rates, &chances);
        let mut findings = Vec::with_capacity(rates.entries.len());
        for (i, entry) in rates.entries.iter().enumerate() {
            let is_sent = entry.needs.iter().all(|section| sent.contains(&section.as_str()));
            // Both are drawn for everyone, so that what is known changes no other draw.
            let (is_known, grade) =
                (random.random_bool(entry.known), choose(random, self.rates[i].iter().copied()));
            findings.push(match (is_sent && is_known, acts[i]) {
                (false, _) => Drawn::Unknown,
                (true, false) => Drawn::Miss,
                (true, true) => Drawn::Hit(grade),
            });
        }
        findings
    }
}

/// Uniform draws that decide on hits.
struct Variates {
    /// One per cause, in the order of their names.
    acts: Vec<f64>,
    /// Two per indicator: for a hit from the act, and for a hit on its own.
    hits: Vec<[f64; 2]>,
}

impl Variates {
    fn draw(random: &mut ChaCha8Rng, rates: &Rates) -> Self {
        Self {
            acts: rates.causes.iter().map(|_| random.random()).collect(),
            hits: rates.entries.iter().map(|_| [random.random(), random.random()]).collect(),
        }
    }

    /// Replaces draws by those of the group: of acts, and of links.
    fn shared_with(mut self, group: &Self, random: &mut ChaCha8Rng, rates: &Rates) -> Self {
        for (own, shared) in self.acts.iter_mut().zip(&group.acts) {
            if random.random_bool(SHARED) {
                *own = *shared;
            }
        }
        for ((own, shared), entry) in self.hits.iter_mut().zip(&group.hits).zip(&rates.entries) {
            if random.random_bool(SHARED) && entry.is_link() {
                *own = *shared;
            }
        }
        self
    }

    /// Whether each indicator would be a hit. The act is as frequent as its most frequent indicator.
    fn acts(&self, rates: &Rates, chances: &[f64]) -> Vec<bool> {
        let of_cause = |name: &str| -> f64 {
            let members = rates.entries.iter().zip(chances);
            members
                .filter(|(entry, _)| entry.cause.as_deref() == Some(name))
                .map(|(_, chance)| *chance)
                .fold(0.0, f64::max)
        };
        let causes: Vec<(&str, f64, f64, f64)> = (rates.causes.iter().zip(&self.acts))
            .map(|((name, cause), act)| (name.as_str(), of_cause(name), cause.together, *act))
            .collect();
        let is_hit = |((entry, chance), [with_act, alone]): ((&Entry, &f64), &[f64; 2])| {
            let cause = causes.iter().find(|(name, ..)| entry.cause.as_deref() == Some(*name));
            let Some((_, frequency, together, act)) = cause else { return *alone < *chance };
            let from_act = together * chance;
            let other = (chance - from_act) / (1.0 - from_act);
            let is_from_act = act < frequency && *with_act < from_act / frequency;
            is_from_act || *alone < other
        };
        rates.entries.iter().zip(chances).zip(&self.hits).map(is_hit).collect()
    }
}

impl ClassCounts {
    fn add(&mut self, drawn: Drawn) {
        self.known += u32::from(drawn != Drawn::Unknown);
        if let Drawn::Hit(grade) = drawn {
            if self.hits.len() <= grade {
                self.hits.resize(grade + 1, 0);
            }
            self.hits[grade] += 1;
        }
    }

    /// Adds the counts of another cohort.
    pub fn merge(&mut self, other: &Self) {
        self.known += other.known;
        if self.hits.len() < other.hits.len() {
            self.hits.resize(other.hits.len(), 0);
        }
        for (hits, more) in self.hits.iter_mut().zip(&other.hits) {
            *hits += more;
        }
    }

    /// The share of the people about whom it was known who are in this grade. `None` if it was never known.
    pub fn rate(&self, grade: usize) -> Option<f64> {
        let hits = self.hits.get(grade).copied().unwrap_or_default();
        (self.known > 0).then(|| f64::from(hits) / f64::from(self.known))
    }
}

fn input(entry: &Entry, drawn: Drawn) -> Option<f64> {
    match drawn {
        Drawn::Unknown => None,
        Drawn::Miss => (!entry.ignores_misses()).then_some(0.0),
        Drawn::Hit(grade) => entry.grades.get(grade).map(|grade| grade.from),
    }
}

/// The index of a share, drawn in proportion.
fn choose(random: &mut ChaCha8Rng, shares: impl Iterator<Item = f64> + Clone) -> usize {
    let mut left = random.random::<f64>() * shares.clone().sum::<f64>();
    let mut last = 0;
    for (i, share) in shares.enumerate() {
        (left, last) = (left - share, i);
        if left < 0.0 {
            break;
        }
    }
    last
}

/// The mean size of a group of this kind.
fn size(kind: &Kind) -> f64 {
    let [min, max] = kind.group;
    f64::from(min + max) / 2.0
}

/// The beginning of the period.
fn beginning() -> DateTime<Utc> {
    DateTime::from_timestamp(1_764_547_200, 0).unwrap_or_default()
}
