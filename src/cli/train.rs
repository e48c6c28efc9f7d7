//! `bonafide train`.

use std::fs;
use std::path::PathBuf;

use anyhow::Context as _;
use learning::evaluation::{GatePolicy, TrainingNotes, card, html};
use learning::fit::FitOptions;
use learning::training::train;

use super::cohort::Cohort;

#[derive(Debug, clap::Args)]
#[command(
    mut_arg("profiles", |arg| arg.required(false).required_unless_present("tenant")),
    mut_arg("labels", |arg| arg.required(false).required_unless_present("tenant"))
)]
pub(super) struct Arguments {
    #[command(flatten)]
    own: super::train_tenant::Arguments,
    #[command(flatten)]
    cohort: Option<Cohort>,
    /// Where to write `model.json`, `card.md`, `evaluation/evaluation.json` and `evaluation/report.html`
    #[arg(long, value_name = "DIR", required_unless_present = "tenant")]
    out: Option<PathBuf>,
    /// The largest number of pairs
    #[arg(long, default_value_t = 6)]
    pairs: usize,
}

/// Trains and measures a model, and writes it with its card and report.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let (None, Some(cohort), Some(out)) =
        (&arguments.own.tenant, &arguments.cohort, &arguments.out)
    else {
        return super::train_tenant::run(&arguments.own);
    };
    let observed = cohort.observe()?;
    let fakes = observed.people.iter().filter(|person| person.fake).count();
    let options = FitOptions {
        seed: cohort.seed,
        pairs: arguments.pairs,
        synthetic: true,
        description: format!(
            "A baseline trained on {} simulated applicants, {fakes} of them fake. Nobody in the data is real.",
            observed.people.len()
        ),
        ..FitOptions::default()
    };
    let trained = train(&observed.people, &options, &observed.audit(None))?;
    let model = &trained.fitted.model;
    let notes = TrainingNotes { lift: trained.lift, ..notes(cohort, arguments.pairs) };
    let card = card(model, &trained.fitted.report, &trained.evaluation, &notes);
    fs::create_dir_all(out.join("evaluation"))?;
    let write = |name: &str, text: &str| {
        let path = out.join(name);
        fs::write(&path, text).with_context(|| format!("can't write {}", path.display()))
    };
    write("model.json", &model.to_json())?;
    write("card.md", &card)?;
    write("evaluation/evaluation.json", &trained.evaluation.to_json())?;
    write("evaluation/report.html", &html(&trained.evaluation, &GatePolicy::default()))?;
    eprintln!("wrote {} to {}", model.id(), out.display());
    Ok(())
}

fn notes(cohort: &Cohort, pairs: usize) -> TrainingNotes {
    TrainingNotes {
        command: format!(
            "bonafide train --profiles profiles.ndjson --labels labels.ndjson{} --seed {} --pairs {} --out DIR",
            cohort.elsewhere_options(),
            cohort.seed,
            pairs
        ),
        data: "The profiles are those of `bonafide simulate`; its module documentation says what is invented and \
               how. The same command on the same files gives the same bytes."
            .to_owned(),
        split: "The model learned from the rings and people who begin in the first 70 % of the period, and is \
                measured on the later ones, so no ring is on both sides. Each profile is linked only to those before \
                it."
            .to_owned(),
        lift: Vec::new(),
    }
}
