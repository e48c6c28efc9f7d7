//! Taking the training data out, for learners elsewhere: no names, no times finer than a day, no evidence.

use bytes::Bytes;
use evidence::identifier::hex;
use evidence::indicators;
use evidence::pepper::Pepper;
use ids::actor::Actor;
use learning::training::rows::{ParquetRows, TrainingRow, line};
use parquet::errors::ParquetError;
use tokio::sync::mpsc::Sender;

use super::dataset::{LabelledDecision, collect, observations};
use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::domain::training::TrainingOptions;
use crate::service::Internal;
use crate::store;
use crate::store::audit::Entry;

/// How many rows are written at a time.
const BATCH: usize = 1000;

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowFormat {
    /// One JSON object a line.
    Ndjson,
    /// Parquet.
    Parquet,
}

/// What is to be taken out: the rows are fixed, what their indicators said is read while they are sent.
#[derive(Clone, Debug)]
pub struct Export {
    rows: Vec<LabelledDecision>,
    format: RowFormat,
}

/// Fixes what is to be taken out, and puts on record who takes it.
pub async fn export(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    format: RowFormat,
) -> Result<Export, Internal> {
    let held_out = TrainingOptions::default().held_out;
    let mut tx = app.begin(tenant).await?;
    let rows = collect(&mut tx, held_out, usize::MAX).await?.rows;
    let details = serde_json::json!({ "rows": rows.len() });
    let (action, subject) = ("training_data.read", tenant.as_str());
    let entry = Entry { actor, action, subject, details, at: tx.now };
    store::audit::append(&mut tx, &entry).await?;
    tx.commit().await?;
    Ok(Export { rows, format })
}

/// Sends everything, part by part. Whoever does not listen any more ends it.
pub async fn send(
    app: &App,
    tenant: &TenantId,
    export: Export,
    to: &Sender<std::io::Result<Bytes>>,
) -> Result<(), Internal> {
    let ids: Vec<&str> = indicators::scored().map(|one| one.id).collect();
    let mut parquet = match export.format {
        RowFormat::Ndjson => None,
        RowFormat::Parquet => {
            Some(ParquetRows::new(Vec::new(), &ids).map_err(|error| failed(&error))?)
        }
    };
    for batch in export.rows.chunks(BATCH) {
        let rows = read(app, tenant, batch).await?;
        let bytes = match &mut parquet {
            None => rows.iter().map(|row| line(row, &ids)).collect::<String>().into_bytes(),
            Some(file) => {
                file.write(&rows).map_err(|error| failed(&error))?;
                std::mem::take(file.out())
            }
        };
        if to.send(Ok(bytes.into())).await.is_err() {
            return Ok(());
        }
    }
    if let Some(file) = parquet {
        let rest = file.finish().map_err(|error| failed(&error))?;
        // Nobody may be listening any more.
        let _ = to.send(Ok(rest.into())).await;
    }
    Ok(())
}

async fn read(
    app: &App,
    tenant: &TenantId,
    batch: &[LabelledDecision],
) -> Result<Vec<TrainingRow>, Internal> {
    let pepper = app.keys.pepper(tenant);
    let mut values = observations(app, tenant, batch).await?;
    let row = |one: &LabelledDecision| {
        let values = values.remove(&one.decision)?;
        Some(TrainingRow {
            row: name(&pepper, &one.decision.to_string()),
            group: name(&pepper, &format!("{:016x}", one.group)),
            part: if one.measured { "measure" } else { "learn" },
            day: one.at.date_naive().to_string(),
            label: if one.fake { "fake" } else { "genuine" },
            weight: one.weight,
            values,
        })
    };
    Ok(batch.iter().filter_map(row).collect())
}

/// A name that only the service could lead back.
fn name(pepper: &Pepper, of: &str) -> String {
    hex(&pepper.training(of)[..12])
}

fn failed(error: &ParquetError) -> Internal {
    Internal::Corrupt(format!("training data as Parquet: {error}"))
}
