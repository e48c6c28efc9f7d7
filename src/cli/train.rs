//! `bonafide train`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use learning::evaluation::{GatePolicy, TrainingNotes, card, html};
use learning::fit::FitOptions;
use learning::rates::Rates;
use learning::rates::training::{CohortPlan, TrainedOnRates};
use learning::training::{TrainedModel, train};

use super::cohort::Cohort;

#[derive(Debug, clap::Args)]
#[command(
    mut_arg("profiles", |arg| arg.required(false).required_unless_present_any(["tenant", "rates"])),
    mut_arg("labels", |arg| arg.required(false).required_unless_present_any(["tenant", "rates"]))
)]
pub(super) struct Arguments {
    #[command(flatten)]
    own: super::train_tenant::Arguments,
    #[command(flatten)]
    cohort: Cohort,
    /// Where to write `model.json`, `card.md`, `evaluation/evaluation.json` and `evaluation/report.html`
    #[arg(long, value_name = "DIR", required_unless_present = "tenant")]
    out: Option<PathBuf>,
    /// Train on applicants drawn from rates instead of profiles: from this file, or from the one that comes with the
    /// service
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = BUILT_IN, conflicts_with_all = ["tenant", "profiles", "labels"])]
    rates: Option<PathBuf>,
    /// The number of cohorts drawn from the rates; each has other rates within the ranges
    #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(u16).range(1..=1000), requires = "rates")]
    cohorts: u16,
    /// The number of applicants per cohort
    #[arg(long, default_value_t = 4000, value_parser = clap::value_parser!(u32).range(100..=100_000), requires = "rates")]
    applicants: u32,
    /// The largest number of pairs
    #[arg(long, default_value_t = 6)]
    pairs: usize,
}

/// `--rates` without a file.
const BUILT_IN: &str = "built-in";

/// The largest number of trees of one indicator each. Cohorts from rates show over a hundred indicators, most of them
/// rarely, so they need more than profiles do.
const TREES: usize = 3000;

/// Trains and measures a model, and writes it with its card and report.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let Arguments { own, cohort, out, rates, .. } = arguments;
    match (&own.tenant, out, rates) {
        (None, Some(out), Some(file)) => {
            let file = Some(file.as_path()).filter(|file| *file != Path::new(BUILT_IN));
            train_on_rates(arguments, file, out)
        }
        (None, Some(out), None) => train_on_profiles(cohort, arguments.pairs, out),
        _ => super::train_tenant::run(own),
    }
}

fn train_on_profiles(cohort: &Cohort, pairs: usize, out: &Path) -> anyhow::Result<()> {
    let observed = cohort.observe()?;
    let fakes = observed.people.iter().filter(|person| person.fake).count();
    let options = FitOptions {
        seed: cohort.seed,
        pairs,
        synthetic: true,
        description: format!(
            "A baseline trained on {} simulated applicants, {fakes} of them fake. Nobody in the data is real.",
            observed.people.len()
        ),
        ..FitOptions::default()
    };
    let trained = train(&observed.people, &options, &observed.audit(None))?;
    write(out, trained, notes(cohort, pairs))
}

fn train_on_rates(arguments: &Arguments, file: Option<&Path>, out: &Path) -> anyhow::Result<()> {
    let Arguments { cohort, pairs, cohorts, applicants, .. } = arguments;
    let rates = match file {
        None => Rates::built_in()?,
        Some(path) => {
            let text = fs::read_to_string(path);
            let text = text.with_context(|| format!("can't read {}", path.display()))?;
            Rates::parse(&text).with_context(|| path.display().to_string())?
        }
    };
    let seed = cohort.seed;
    let plan =
        CohortPlan { cohorts: usize::from(*cohorts), applicants: *applicants as usize, seed };
    let options = FitOptions {
        seed,
        pairs: *pairs,
        trees: TREES,
        synthetic: true,
        description: format!(
            "Trained on {cohorts} cohorts of {applicants} applicants, drawn from published and measured rates of red \
             flags (models/rates.toml). Nobody in the data is real."
        ),
        ..FitOptions::default()
    };
    let elsewhere = cohort.observe_elsewhere()?;
    let TrainedOnRates { trained, table } =
        learning::rates::training::train(&rates, plan, options, &elsewhere.audit(None))?;
    let command = format!(
        "bonafide train --rates{} --cohorts {cohorts} --applicants {applicants}{} --seed {seed} --pairs {pairs} --out DIR",
        file.map_or_else(String::new, |path| format!(" {}", path.display())),
        cohort.elsewhere_options(),
    );
    let notes = TrainingNotes {
        command,
        data: "The applicants are drawn from `models/rates.toml`, which states how often fakes and genuine applicants \
               show each red flag, and where each number comes from. Each cohort has its own rates within the ranges. \
               The same command on the same file gives the same bytes."
            .to_owned(),
        split: "The model learned from the groups that begin in the first 70 % of the period, and is measured on the \
                later ones, so no ring is on both sides. For learning, each applicant has at most one hit per cause."
            .to_owned(),
        lift: Vec::new(),
        rates: table,
    };
    write(out, trained, notes)
}

fn write(out: &Path, trained: TrainedModel, notes: TrainingNotes) -> anyhow::Result<()> {
    let model = &trained.fitted.model;
    let notes = TrainingNotes { lift: trained.lift, ..notes };
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
        rates: Vec::new(),
    }
}
