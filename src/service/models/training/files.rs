//! Writes a job's results to files, in addition to the database.

use std::fmt::Write as _;
use std::fs;

use scoring::model::Model;

use crate::app::App;
use crate::domain::model::Card;
use crate::service::models::measuring::Measurement;

/// Writes artefact, card and evaluation into a folder. The database has them too, so a failure is only logged.
pub(super) fn write_files(app: &App, model: &Model, card: &Card, measured: &Measurement) {
    if app.training.models_dir.as_os_str().is_empty() {
        return;
    }
    let folder = app.training.models_dir.join(model.id());
    let write = || -> std::io::Result<()> {
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("model.json"), model.to_json())?;
        fs::write(folder.join("card.md"), markdown(model, card))?;
        fs::write(folder.join("evaluation.json"), format!("{:#}\n", measured.data))?;
        fs::write(folder.join("evaluation.html"), &measured.page)
    };
    if let Err(error) = write() {
        let error = &error as &dyn std::error::Error;
        tracing::warn!(error, folder = %folder.display(), "failed to write the model's files");
    }
}

/// The card as Markdown.
fn markdown(model: &Model, card: &Card) -> String {
    let mut text = format!(
        "# Model card: {}\n\n{}\n\n{}\n\n- Digest: `{}`\n",
        model.id(),
        card.description,
        card.intended_use,
        model.digest()
    );
    let list =
        |title: &str, lines: &[String]| format!("\n## {title}\n\n- {}\n", lines.join("\n- "));
    if let Some(data) = &card.data {
        let (from, to) = (data.first_decision_at.date_naive(), data.last_decision_at.date_naive());
        let (learned, measured, fakes) = (data.training_examples, data.test_examples, data.fakes);
        let _ = writeln!(
            text,
            "- Decisions from {from} to {to}: {learned} for training, {measured} for measurement, {fakes} labelled fake\n- {}",
            data.split
        );
        let labels: Vec<String> =
            data.labels.iter().map(|(kind, count)| format!("{kind}: {count}")).collect();
        text += &list("Labels", &labels);
        text += &list("Corrected by weights", &data.corrected_for);
        text += &list("Not corrected", &data.not_corrected_for);
    }
    text + &format!("\n## Parity\n\n{}\n", card.parity) + &list("Limits", &card.limits)
}
