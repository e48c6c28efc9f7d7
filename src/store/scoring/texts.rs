//! The tables `text_signature`, `text_band` and `text_band_recent`.

use evidence::links::TextKind;
use evidence::similarity::Sketch;
use ids::ApplicantId;
use sqlx::PgPool;

use crate::store::{Internal, Tx};

/// The bands of a text as they are stored: the same band of another kind of text is another number.
pub fn stored_bands(sketch: &Sketch) -> impl Iterator<Item = i64> {
    let mask = match sketch.kind {
        TextKind::Resume => 0,
        TextKind::Letter => 0x2c6f_e96e_e78b_6955,
        TextKind::Portfolio => 0x3c6e_f372_fe94_f82b,
    };
    sketch.bands.iter().map(move |band| band ^ mask)
}

/// The bands of a text's row.
struct Bands {
    text: i64,
    bands: Vec<u8>,
}

/// Deletes an applicant's texts.
pub async fn delete(tx: &mut Tx, applicant: ApplicantId) -> Result<(), Internal> {
    let deleted = sqlx::query_as!(
        Bands,
        "DELETE FROM text_signature
        WHERE tenant_id = $1 AND kind IN ('resume', 'letter', 'portfolio') AND applicant_id = $2
        RETURNING number AS text, bands",
        tx.tenant_id(),
        applicant.0,
    )
    .fetch_all(tx.connection())
    .await?;
    let (texts, bands) = pairs(&deleted);
    // Bands may move from one table to the other at the same time, so that a row is in neither for this statement.
    wait_for_moves(tx).await?;
    tx.execute(sqlx::query!(
        "WITH recent AS (
            DELETE FROM text_band_recent
            USING unnest($1::bigint[], $2::bigint[]) AS gone (text, band)
            WHERE text_band_recent.band = gone.band AND text_band_recent.text = gone.text
        )
        DELETE FROM text_band
        USING unnest($1::bigint[], $2::bigint[]) AS gone (text, band)
        WHERE text_band.band = gone.band AND text_band.text = gone.text",
        &texts,
        &bands,
    ))
    .await
}

/// Copies the texts of one applicant to another.
pub async fn copy(tx: &mut Tx, from: ApplicantId, into: ApplicantId) -> Result<(), Internal> {
    let copied = sqlx::query_as!(
        Bands,
        "INSERT INTO text_signature (tenant_id, kind, applicant_id, id, signature, bands, created_at)
        SELECT tenant_id, kind, $3, id, signature, bands, created_at
        FROM text_signature
        WHERE tenant_id = $1 AND kind IN ('resume', 'letter', 'portfolio') AND applicant_id = $2
        ON CONFLICT (tenant_id, kind, applicant_id, id) DO NOTHING
        RETURNING number AS text, bands",
        tx.tenant_id(),
        from.0,
        into.0,
    )
    .fetch_all(tx.connection())
    .await?;
    let (texts, bands) = pairs(&copied);
    tx.execute(sqlx::query!(
        "INSERT INTO text_band_recent (band, text)
        SELECT DISTINCT band, text FROM unnest($1::bigint[], $2::bigint[]) AS copied (text, band)",
        &texts,
        &bands,
    ))
    .await
}

/// Each text with each of its bands.
fn pairs(rows: &[Bands]) -> (Vec<i64>, Vec<i64>) {
    let bands = |row: &Bands| -> Vec<i64> {
        row.bands.as_chunks::<8>().0.iter().map(|band| i64::from_be_bytes(*band)).collect()
    };
    rows.iter().flat_map(|row| bands(row).into_iter().map(|band| (row.text, band))).unzip()
}

/// The key of the lock that a move of bands takes exclusively, and a deletion in shared mode.
const MOVE_LOCK: i64 = 0x6261_6e64_735f_6d76;

async fn wait_for_moves(tx: &mut Tx) -> Result<(), Internal> {
    sqlx::query!("SELECT pg_advisory_xact_lock_shared($1)", MOVE_LOCK)
        .fetch_one(tx.connection())
        .await?;
    Ok(())
}

/// How many rows `text_band_recent` has, as far as the server's statistics know.
pub async fn count_recent_bands(pool: &PgPool) -> Result<i64, Internal> {
    Ok(sqlx::query_scalar!(
        r#"SELECT coalesce(n_live_tup, 0) AS "rows!"
        FROM pg_stat_user_tables
        WHERE relname = 'text_band_recent'"#,
    )
    .fetch_optional(pool)
    .await?
    .unwrap_or_default())
}

/// Moves the bands from `from` to `until` (inclusive) from the small table to the large one; the number of moved rows.
///
/// Both tables are read by every decision, in one statement that sees each row in exactly one of them. Nothing moves
/// while another process moves bands, or while an applicant's texts are being deleted.
pub async fn move_bands(pool: &PgPool, from: i64, until: i64) -> Result<u64, Internal> {
    let mut transaction = pool.begin().await?;
    let free =
        sqlx::query_scalar!(r#"SELECT pg_try_advisory_xact_lock($1) AS "taken!""#, MOVE_LOCK)
            .fetch_one(&mut *transaction)
            .await?;
    if !free {
        return Ok(0);
    }
    let moved = sqlx::query!(
        "WITH moved AS (
            DELETE FROM text_band_recent WHERE band BETWEEN $1 AND $2 RETURNING band, text
        )
        INSERT INTO text_band (band, text) SELECT band, text FROM moved ORDER BY band, text",
        from,
        until,
    )
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(moved.rows_affected())
}
