//! Reads labelled cohorts from files and observes them as the service would.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use evidence::enrichment::{Enricher, EnrichmentConfig, no_files};
use evidence::lists::memory::MemoryLists;
use learning::data::TrainingExample;
use learning::evaluation::OtherCohortInput;
use learning::simulator::{Label, lists};
use learning::training::{Audit, Confirmed, LabelledProfile, observe, observe_swapped};
use scoring::model::Model;
use scoring::policy::Policy;
use serde_json::Value;

/// The number of applicants in the swap test.
const SWAPPED: usize = 500;

/// How the different cohort usually differs.
const DIFFERENCE: &str =
    "Simulated unlike the others: rings are more careful, honest people odder.";

/// The applicants for training or measurement.
#[derive(Debug, clap::Args)]
pub(super) struct Cohort {
    /// The profiles, one document per line, in order of submission
    #[arg(long, value_name = "FILE", required = true)]
    profiles: Option<PathBuf>,
    /// The labels, one JSON object per line, as written by `bonafide simulate --labels`
    #[arg(long, value_name = "FILE", required = true)]
    labels: Option<PathBuf>,
    /// The profiles of a different cohort, which is measured separately
    #[arg(long, value_name = "FILE", requires = "elsewhere_labels")]
    elsewhere_profiles: Option<PathBuf>,
    /// The labels of the different cohort
    #[arg(long, value_name = "FILE", requires = "elsewhere_profiles")]
    elsewhere_labels: Option<PathBuf>,
    /// A sentence about how the cohort differs
    #[arg(long, value_name = "TEXT", default_value = DIFFERENCE)]
    elsewhere: String,
    /// The share of fakes for which precision is stated
    #[arg(long, default_value_t = Policy::default().base_rate)]
    base_rate: f64,
    /// The share of applicants that reviewers have time for
    #[arg(long, default_value_t = 0.02)]
    review_budget: f64,
    /// The random seed
    #[arg(long, default_value_t = 1)]
    pub(super) seed: u64,
}

/// An observed cohort.
pub(super) struct Observed<'a> {
    arguments: &'a Cohort,
    pub(super) people: Vec<TrainingExample>,
    elsewhere: Option<Vec<TrainingExample>>,
    /// The first applicants for the swap test: with their own names, and with others. `None` without profiles.
    swap: Option<[Vec<TrainingExample>; 2]>,
}

impl Cohort {
    /// The options for the different cohort, as printed in the model card.
    pub(super) fn elsewhere_options(&self) -> String {
        if self.elsewhere_profiles.is_none() {
            return String::new();
        }
        let files = " --elsewhere-profiles unlike.ndjson --elsewhere-labels unlike-labels.ndjson";
        match self.elsewhere.as_str() {
            DIFFERENCE => files.to_owned(),
            other => format!("{files} --elsewhere \"{other}\""),
        }
    }

    /// Reads and observes the cohort.
    pub(super) fn observe(&self) -> anyhow::Result<Observed<'_>> {
        let (Some(profiles), Some(labels)) = (&self.profiles, &self.labels) else {
            bail!("`--profiles` and `--labels` are missing");
        };
        let (people, confirmed) = read(profiles, labels)?;
        let elsewhere = self.read_elsewhere()?;
        let (enricher, lists) = demo()?;
        let others = |(others, confirmed): (Vec<LabelledProfile>, Confirmed)| {
            observe(&others, &confirmed, &enricher, &lists)
        };
        Ok(Observed {
            arguments: self,
            people: observe(&people, &confirmed, &enricher, &lists)?,
            elsewhere: elsewhere.map(others).transpose()?,
            swap: Some(observe_swapped(first(&people), &confirmed, &enricher, &lists)?),
        })
    }

    /// Reads and observes only the different cohort, if there is one. It also serves for the swap test.
    pub(super) fn observe_elsewhere(&self) -> anyhow::Result<Observed<'_>> {
        let (elsewhere, swap) = match self.read_elsewhere()? {
            None => (None, None),
            Some((others, confirmed)) => {
                let (enricher, lists) = demo()?;
                let swap = observe_swapped(first(&others), &confirmed, &enricher, &lists)?;
                (Some(observe(&others, &confirmed, &enricher, &lists)?), Some(swap))
            }
        };
        Ok(Observed { arguments: self, people: Vec::new(), elsewhere, swap })
    }

    fn read_elsewhere(&self) -> anyhow::Result<Option<(Vec<LabelledProfile>, Confirmed)>> {
        let files = self.elsewhere_profiles.as_ref().zip(self.elsewhere_labels.as_ref());
        files.map(|(profiles, labels)| read(profiles, labels)).transpose()
    }
}

/// What the simulator's profiles are observed with.
fn demo() -> anyhow::Result<(Enricher, MemoryLists)> {
    let enrichment = EnrichmentConfig { demo: true, ..EnrichmentConfig::default() };
    Ok((Enricher::load(&enrichment, no_files)?, MemoryLists::new(lists())))
}

/// The applicants in the swap test.
fn first(people: &[LabelledProfile]) -> &[LabelledProfile] {
    &people[..people.len().min(SWAPPED)]
}

impl Observed<'_> {
    /// What a model is measured against.
    pub(super) fn audit<'a>(&'a self, champion: Option<&'a Model>) -> Audit<'a> {
        let Cohort { elsewhere, base_rate, review_budget, seed, .. } = self.arguments;
        Audit {
            base_rate: *base_rate,
            review_budget: *review_budget,
            champion,
            other_cohort: (self.elsewhere.as_deref())
                .map(|examples| OtherCohortInput { description: elsewhere, examples }),
            swap: self.swap.as_ref().map(|[original, swapped]| (&original[..], &swapped[..])),
            seed: *seed,
        }
    }
}

/// The profiles with their labels, which are matched by `external_id`, and the relations that the labels state.
fn read(profiles: &Path, labels: &Path) -> anyhow::Result<(Vec<LabelledProfile>, Confirmed)> {
    let text = |path: &Path| {
        fs::read_to_string(path).with_context(|| format!("can't read {}", path.display()))
    };
    let mut known: BTreeMap<String, Label> = BTreeMap::new();
    for (i, line) in text(labels)?.lines().enumerate() {
        let label: Label = serde_json::from_str(line)
            .with_context(|| format!("{}, line {}", labels.display(), i + 1))?;
        known.insert(label.external_id.clone(), label);
    }
    let mut cohort = Vec::with_capacity(known.len());
    for (i, line) in text(profiles)?.lines().enumerate() {
        let location = || format!("{}, line {}", profiles.display(), i + 1);
        let document: Value = serde_json::from_str(line).with_context(location)?;
        let name = document["external_id"].as_str().unwrap_or_default();
        let Some(label) = known.get(name) else {
            bail!("{}: no label has this `external_id`", location());
        };
        cohort.push(LabelledProfile {
            document: line.as_bytes().to_vec(),
            submitted_at: label.submitted_at,
            fake: label.fake,
            ring: label.ring.clone(),
            audit_group: Some(label.region.clone()),
        });
    }
    Ok((cohort, Confirmed::from_labels(known.values())))
}
