//! `bonafide evaluate`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::cohort::Cohort;
use crate::evaluation::{GatePolicy, Refusal, gate, html};
use crate::model::Model;
use crate::training::{evaluate, later};

/// What to measure, and on whom.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    cohort: Cohort,
    /// The model's artefact
    #[arg(long, value_name = "FILE")]
    model: PathBuf,
    /// The artefact of the model that scores now, to compare with
    #[arg(long, value_name = "FILE")]
    champion: Option<PathBuf>,
    /// Measure only on the later part of the cohort, which a model that was trained on it has not seen
    #[arg(long)]
    later: bool,
    /// Where to write `evaluation.json` and `report.html`
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Measures, writes the report, and says on stderr what the gate would say.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let model = read(&arguments.model)?;
    let champion = arguments.champion.as_deref().map(read).transpose()?;
    let observed = arguments.cohort.observe()?;
    let people = if arguments.later { &later(&observed.people) } else { &observed.people };
    let evaluation = evaluate(&model, people, &observed.audit(champion.as_ref()))?;
    fs::create_dir_all(&arguments.out)?;
    let write = |name: &str, text: &str| {
        let path = arguments.out.join(name);
        fs::write(&path, text).with_context(|| format!("{} cannot be written", path.display()))
    };
    write("evaluation.json", &evaluation.to_json())?;
    write("report.html", &html(&evaluation))?;
    eprintln!("the report on {} is written to {}", model.id(), arguments.out.display());
    let refusals = gate(&evaluation, &GatePolicy::default()).err().unwrap_or_default();
    for Refusal { detail, .. } in refusals {
        eprintln!("the gate would refuse it: {detail}");
    }
    Ok(())
}

fn read(path: &Path) -> anyhow::Result<Model> {
    let text =
        fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    Model::from_json(&text).with_context(|| format!("{} is no model", path.display()))
}
