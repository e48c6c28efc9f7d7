//! Exports training data for other learners, without names, evidence or times finer than a day.

use std::collections::HashSet;

use bytes::Bytes;
use evidence::identifier::hex;
use evidence::indicators;
use evidence::pepper::Pepper;
use ids::DecisionId;
use ids::actor::Actor;
use learning::data::TrainingExample;
use learning::training::rows::{ParquetRows, TrainingRow, line};
use tokio::sync::mpsc::Sender;

use crate::app::App;
use crate::domain::audit::AuditAction;
use crate::domain::tenant::TenantId;
use crate::domain::training::TrainingOptions;
use crate::service::Internal;
use crate::service::models::measuring::{AuditGroups, collect, examples};
use crate::store;
use crate::store::audit::Entry;
use crate::store::models::training_jobs::SnapshotRow;

/// The number of rows per part.
const BATCH: usize = 1000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowFormat {
    /// One JSON object per line.
    Ndjson,
    Parquet,
}

/// An export with a fixed set of rows, whose inputs are read while sending.
#[derive(Clone, Debug)]
pub struct Export {
    rows: Vec<SnapshotRow>,
    format: RowFormat,
}

/// Selects the rows to export, and writes an audit entry.
pub async fn export(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    format: RowFormat,
) -> Result<Export, Internal> {
    let held_out = TrainingOptions::default().test_share;
    let mut tx = app.begin(tenant).await?;
    let rows = collect(&mut tx, held_out, usize::MAX).await?.rows;
    let action = AuditAction::ReadTrainingData { rows: rows.len() };
    let entry = Entry { actor, action, subject: tenant.to_string(), at: tx.now };
    store::audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(Export { rows, format })
}

/// Sends the export in parts. It ends early if the receiver is gone.
pub async fn send(
    app: &App,
    tenant: &TenantId,
    export: Export,
    to: &Sender<std::io::Result<Bytes>>,
) -> Result<(), Internal> {
    let ids: Vec<&str> = indicators::scored().map(|indicator| indicator.id).collect();
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
        // The receiver may be gone.
        let _ = to.send(Ok(rest.into())).await;
    }
    Ok(())
}

async fn read(
    app: &App,
    tenant: &TenantId,
    batch: &[SnapshotRow],
) -> Result<Vec<TrainingRow>, Internal> {
    let pepper = app.keys.pepper(tenant);
    let held_out: HashSet<DecisionId> =
        batch.iter().filter(|row| row.measured).map(|row| row.decision_id).collect();
    let row = |example: TrainingExample| {
        let decision = example.decision?;
        Some(TrainingRow {
            row: pseudonym(&pepper, &decision.to_string()),
            group: pseudonym(&pepper, &format!("{:016x}", example.group)),
            part: if held_out.contains(&decision) { "measure" } else { "learn" },
            day: example.submitted_at.date_naive().to_string(),
            label: if example.fake { "fake" } else { "genuine" },
            weight: example.weight,
            values: example.inputs,
        })
    };
    let examples = examples(app, tenant, batch, &AuditGroups::new()).await?;
    Ok(examples.into_iter().filter_map(row).collect())
}

/// A pseudonym that only the service can resolve.
fn pseudonym(pepper: &Pepper, id: &str) -> String {
    hex(&pepper.training(id)[..12])
}

fn failed(error: &std::io::Error) -> Internal {
    Internal::Corrupt(format!("training data as Parquet: {error}"))
}
