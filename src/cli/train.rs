//! `bonafide train`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde_json::Value;

use crate::domain::policy::Policy;
use crate::enrichment::{Enricher, EnrichmentConfig};
use crate::evaluation::{TrainingNotes, card};
use crate::lists::memory::MemoryLists;
use crate::model::FitOptions;
use crate::simulator::{Label, lists};
use crate::training::{LabelledProfile, observe, train};

/// What to learn from.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The profiles, one document a line, in the order in which they came
    #[arg(long, value_name = "FILE")]
    profiles: PathBuf,
    /// What each applicant is, one JSON object a line, as `bonafide simulate --labels` writes it
    #[arg(long, value_name = "FILE")]
    labels: PathBuf,
    /// Where to write `model.json`, `card.md` and `evaluation.json`
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The seed of everything random
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many pairs at most
    #[arg(long, default_value_t = 6)]
    pairs: usize,
}

/// Trains, measures, writes the model with its card.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let cohort = read(&arguments.profiles, &arguments.labels)?;
    let enrichment = EnrichmentConfig { demo: true, ..EnrichmentConfig::default() };
    let observed = observe(&cohort, &Enricher::load(&enrichment)?, &MemoryLists::new(lists()))?;
    let fakes = cohort.iter().filter(|one| one.fake).count();
    let options = FitOptions {
        seed: arguments.seed,
        pairs: arguments.pairs,
        synthetic: true,
        description: format!(
            "A baseline trained on {} simulated applicants, {fakes} of them fake. Nobody in the data is real.",
            cohort.len()
        ),
        ..FitOptions::default()
    };
    let trained = train(&observed, &options, Policy::default().base_rate)?;
    let model = &trained.fitted.model;
    let notes = notes(arguments);
    let card = card(model, &trained.fitted.report, &trained.evaluation, &notes);
    let evaluation = trained.evaluation.to_json();
    fs::create_dir_all(&arguments.out)?;
    let write = |name: &str, text: &str| {
        let path = arguments.out.join(name);
        fs::write(&path, text).with_context(|| format!("{} cannot be written", path.display()))
    };
    write("model.json", &model.to_json())?;
    write("card.md", &card)?;
    write("evaluation.json", &evaluation)?;
    eprintln!("{} is written to {}", model.id(), arguments.out.display());
    Ok(())
}

fn notes(arguments: &Arguments) -> TrainingNotes {
    TrainingNotes {
        command: format!(
            "bonafide train --profiles profiles.ndjson --labels labels.ndjson --seed {} --pairs {} --out DIR",
            arguments.seed, arguments.pairs
        ),
        data: "The profiles are those of `bonafide simulate`; its module documentation says what was invented \
               and how. The same command on the same files gives the same bytes."
            .to_owned(),
        split: "Rings and persons that begin in the first 70 % of the time are learned from, the later ones are \
                measured on, so that no ring is on both sides. Each profile is linked only to those before it."
            .to_owned(),
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
        });
    }
    Ok(cohort)
}
