//! `bonafide evaluate`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use learning::evaluation::{Evaluation, GatePolicy, Refusal, gate, html, unknown_parity};
use learning::training::{evaluate, later};
use scoring::model::Model;

use super::cohort::Cohort;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    cohort: Cohort,
    /// The model file
    #[arg(long, value_name = "FILE")]
    model: PathBuf,
    /// The champion's model file, for comparison
    #[arg(long, value_name = "FILE")]
    champion: Option<PathBuf>,
    /// Measure only on the later part of the cohort, which training holds out
    #[arg(long)]
    later: bool,
    /// Let a model with unknown parity pass the gate, like `[training.gate] unknown_parity_passes` in the service
    #[arg(long)]
    unknown_parity_passes: bool,
    /// Where to write `evaluation.json` and `report.html`
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Measures a model, writes the report, and prints the result of the gate to standard error.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let model = read(&arguments.model)?;
    let champion = arguments.champion.as_deref().map(read).transpose()?;
    let observed = arguments.cohort.observe()?;
    let people = if arguments.later { &later(&observed.people) } else { &observed.people };
    let evaluation = evaluate(&model, people, &observed.audit(champion.as_ref()))?;
    fs::create_dir_all(&arguments.out)?;
    let write = |name: &str, text: &str| {
        let path = arguments.out.join(name);
        fs::write(&path, text).with_context(|| format!("can't write {}", path.display()))
    };
    write("evaluation.json", &evaluation.to_json())?;
    let policy = GatePolicy {
        unknown_parity_passes: arguments.unknown_parity_passes,
        ..GatePolicy::default()
    };
    write("report.html", &html(&evaluation, &policy))?;
    eprintln!("wrote the report on {} to {}", model.id(), arguments.out.display());
    eprintln!("{}", gate_result(&evaluation, &policy));
    Ok(())
}

/// The result of the gate, with advice about unknown parity.
fn gate_result(evaluation: &Evaluation, policy: &GatePolicy) -> String {
    let refusals = gate(evaluation, policy).err().unwrap_or_default();
    let mut lines: Vec<String> = (refusals.iter())
        .map(|Refusal { detail, .. }| format!("the gate would refuse it: {detail}"))
        .collect();
    if refusals.is_empty() {
        lines.push("the gate would accept it".to_owned());
    }
    match unknown_parity(evaluation) {
        Some(unknown) if policy.unknown_parity_passes => {
            lines.push(format!("{unknown}; it passes because of --unknown-parity-passes"));
        }
        Some(_) => lines.push(ADVICE.to_owned()),
        None => {}
    }
    lines.join("\n")
}

const ADVICE: &str = "measure on more labelled people of each group, or pass --unknown-parity-passes if the service has the \
                      setting [training.gate] unknown_parity_passes = true";

fn read(path: &Path) -> anyhow::Result<Model> {
    let text =
        fs::read_to_string(path).with_context(|| format!("can't read {}", path.display()))?;
    Model::from_json(&text).with_context(|| path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gate_result_has_advice_about_unknown_parity() {
        let text = include_str!("../../models/baseline/evaluation/evaluation.json");
        let evaluation: Evaluation = serde_json::from_str(text).unwrap();
        let refused = gate_result(&evaluation, &GatePolicy::default());
        assert!(refused.starts_with("the gate would refuse it: parity is unknown"), "{refused}");
        assert!(refused.ends_with(ADVICE), "{refused}");
        let lenient = GatePolicy { unknown_parity_passes: true, ..GatePolicy::default() };
        let passed = gate_result(&evaluation, &lenient);
        assert!(passed.starts_with("the gate would accept it\nparity is unknown"), "{passed}");
    }
}
