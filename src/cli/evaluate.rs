//! `bonafide evaluate`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use learning::evaluation::{Evaluation, GatePolicy, Refusal, gate, html, unknown_parity};
use learning::training::{evaluate, later};
use scoring::model::Model;

use super::cohort::Cohort;

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
    /// Let the gate pass a model whose parity is unknown, as `[training.gate] unknown_parity_passes` does in the service
    #[arg(long)]
    unknown_parity_passes: bool,
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
    let policy = GatePolicy {
        unknown_parity_passes: arguments.unknown_parity_passes,
        ..GatePolicy::default()
    };
    write("report.html", &html(&evaluation, &policy))?;
    eprintln!("the report on {} is written to {}", model.id(), arguments.out.display());
    eprintln!("{}", said(&evaluation, &policy));
    Ok(())
}

/// What the gate would say, and what can be done about parity that is unknown.
fn said(evaluation: &Evaluation, policy: &GatePolicy) -> String {
    let refusals = gate(evaluation, policy).err().unwrap_or_default();
    let mut lines: Vec<String> = (refusals.iter())
        .map(|Refusal { detail, .. }| format!("the gate would refuse it: {detail}"))
        .collect();
    if refusals.is_empty() {
        lines.push("the gate would let it score".to_owned());
    }
    match unknown_parity(evaluation) {
        Some(unknown) if policy.unknown_parity_passes => {
            lines.push(format!("{unknown}; --unknown-parity-passes lets it pass"));
        }
        Some(_) => lines.push(ADVICE.to_owned()),
        None => {}
    }
    lines.join("\n")
}

const ADVICE: &str = "measure more labelled people of each group, or say with --unknown-parity-passes what the service's \
                      [training.gate] unknown_parity_passes = true would say";

fn read(path: &Path) -> anyhow::Result<Model> {
    let text =
        fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    Model::from_json(&text).with_context(|| path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_measures_is_told_what_to_do_about_unknown_parity() {
        let text = include_str!("../../models/baseline/evaluation/evaluation.json");
        let evaluation: Evaluation = serde_json::from_str(text).unwrap();
        let refused = said(&evaluation, &GatePolicy::default());
        assert!(refused.starts_with("the gate would refuse it: parity is unknown"), "{refused}");
        assert!(refused.ends_with(ADVICE), "{refused}");
        let lenient = GatePolicy { unknown_parity_passes: true, ..GatePolicy::default() };
        let passed = said(&evaluation, &lenient);
        assert!(passed.starts_with("the gate would let it score\nparity is unknown"), "{passed}");
    }
}
