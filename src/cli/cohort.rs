//! Labelled cohorts from files, observed as the service would have observed them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use evidence::enrichment::{Enricher, EnrichmentConfig, no_files};
use evidence::lists::memory::MemoryLists;
use learning::data::TrainingExample;
use learning::evaluation::Elsewhere;
use learning::simulator::{Label, lists};
use learning::training::{Audit, LabelledProfile, observe, observe_swapped};
use scoring::model::Model;
use scoring::policy::Policy;
use serde_json::Value;

/// How many people are swapped for the proof.
const SWAPPED: usize = 500;

/// Whom a model is learned from or measured on.
#[derive(Debug, clap::Args)]
pub(super) struct Cohort {
    /// The profiles, one document a line, in the order in which they came
    #[arg(long, value_name = "FILE")]
    profiles: PathBuf,
    /// What each applicant is, one JSON object a line, as `bonafide simulate --labels` writes it
    #[arg(long, value_name = "FILE")]
    labels: PathBuf,
    /// Profiles of people unlike those, measured apart
    #[arg(long, value_name = "FILE", requires = "elsewhere_labels")]
    elsewhere_profiles: Option<PathBuf>,
    /// What each of them is
    #[arg(long, value_name = "FILE", requires = "elsewhere_profiles")]
    elsewhere_labels: Option<PathBuf>,
    /// How they are unlike, in a sentence
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "Simulated unlike the others: rings are more careful, honest people odder."
    )]
    elsewhere: String,
    /// The share of fakes for which precision is stated
    #[arg(long, default_value_t = Policy::default().base_rate)]
    base_rate: f64,
    /// The share of all applicants that reviewers can work
    #[arg(long, default_value_t = 0.02)]
    review_budget: f64,
    /// The seed of everything random
    #[arg(long, default_value_t = 1)]
    pub(super) seed: u64,
}

/// A cohort that was observed.
pub(super) struct Observed<'a> {
    arguments: &'a Cohort,
    /// The people.
    pub(super) people: Vec<TrainingExample>,
    elsewhere: Option<Vec<TrainingExample>>,
    /// The first people once more, as they are and under another name.
    swap: [Vec<TrainingExample>; 2],
}

impl Cohort {
    /// The options that name other people, for a command that is told.
    pub(super) fn elsewhere_options(&self) -> &'static str {
        if self.elsewhere_profiles.is_some() {
            " --elsewhere-profiles unlike.ndjson --elsewhere-labels unlike-labels.ndjson"
        } else {
            ""
        }
    }

    /// Reads and observes.
    pub(super) fn observe(&self) -> anyhow::Result<Observed<'_>> {
        let enrichment = EnrichmentConfig { demo: true, ..EnrichmentConfig::default() };
        let (enricher, lists) = (Enricher::load(&enrichment, no_files)?, MemoryLists::new(lists()));
        let people = read(&self.profiles, &self.labels)?;
        let elsewhere = match (&self.elsewhere_profiles, &self.elsewhere_labels) {
            (Some(profiles), Some(labels)) => {
                Some(observe(&read(profiles, labels)?, &enricher, &lists)?)
            }
            _ => None,
        };
        let first = &people[..people.len().min(SWAPPED)];
        let swap = observe_swapped(first, &enricher, &lists)?;
        Ok(Observed {
            arguments: self,
            people: observe(&people, &enricher, &lists)?,
            elsewhere,
            swap,
        })
    }
}

impl Observed<'_> {
    /// What a model is held against.
    pub(super) fn audit<'a>(&'a self, champion: Option<&'a Model>) -> Audit<'a> {
        let Cohort { elsewhere, base_rate, review_budget, seed, .. } = self.arguments;
        Audit {
            base_rate: *base_rate,
            review_budget: *review_budget,
            champion,
            elsewhere: (self.elsewhere.as_deref())
                .map(|examples| Elsewhere { description: elsewhere, examples }),
            swap: Some((&self.swap[0], &self.swap[1])),
            seed: *seed,
        }
    }
}

/// The profiles with their labels, which are matched by `external_id`.
fn read(profiles: &Path, labels: &Path) -> anyhow::Result<Vec<LabelledProfile>> {
    let text = |path: &Path| {
        fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
    };
    let mut known: BTreeMap<String, Label> = BTreeMap::new();
    for (i, line) in text(labels)?.lines().enumerate() {
        let label: Label = serde_json::from_str(line)
            .with_context(|| format!("{}, line {}", labels.display(), i + 1))?;
        known.insert(label.external_id.clone(), label);
    }
    let mut cohort = Vec::with_capacity(known.len());
    for (i, line) in text(profiles)?.lines().enumerate() {
        let place = || format!("{}, line {}", profiles.display(), i + 1);
        let document: Value = serde_json::from_str(line).with_context(place)?;
        let name = document["external_id"].as_str().unwrap_or_default();
        let Some(label) = known.get(name) else {
            bail!("{}: no label names this `external_id`", place());
        };
        cohort.push(LabelledProfile {
            document: line.as_bytes().to_vec(),
            submitted_at: label.submitted_at,
            fake: label.fake,
            ring: label.ring.clone(),
            audit_group: Some(label.region.clone()),
        });
    }
    Ok(cohort)
}
