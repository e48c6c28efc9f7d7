//! The tables `text_signature` and `text_band`.

use chrono::{DateTime, Utc};
use evidence::links::Links;
use evidence::similarity::{Candidate, MAX_CANDIDATES, Signature, Sketch};
use ids::ApplicantId;

use crate::store::{Internal, Tx};

/// Stores an applicant's texts. Existing ones stay as they are.
pub async fn keep(
    tx: &mut Tx,
    applicant: ApplicantId,
    sketches: &[Sketch],
    at: DateTime<Utc>,
) -> Result<(), Internal> {
    if sketches.is_empty() {
        return Ok(());
    }
    let kinds: Vec<String> = sketches.iter().map(|sketch| sketch.kind.name().to_owned()).collect();
    let ids: Vec<i64> = sketches.iter().map(|sketch| sketch.id).collect();
    let signatures: Vec<Vec<u8>> =
        sketches.iter().map(|sketch| sketch.signature.to_bytes()).collect();
    tx.execute(sqlx::query!(
        "INSERT INTO text_signature (tenant_id, kind, applicant_id, id, signature, created_at)
        SELECT $1, kind, $2, id, signature, $6
        FROM unnest($3::text[], $4::bigint[], $5::bytea[]) AS new (kind, id, signature)
        ON CONFLICT (tenant_id, kind, applicant_id, id) DO NOTHING",
        tx.tenant_id(),
        applicant.0,
        &kinds,
        &ids,
        &signatures,
        at,
    ))
    .await?;
    let bands = BandColumns::new(sketches);
    tx.execute(sqlx::query!(
        "INSERT INTO text_band (tenant_id, kind, band, applicant_id, text_id)
        SELECT $1, kind, band, $2, text_id
        FROM unnest($3::text[], $4::bigint[], $5::bigint[]) AS new (kind, band, text_id)
        ON CONFLICT (tenant_id, kind, band, applicant_id, text_id) DO NOTHING",
        tx.tenant_id(),
        applicant.0,
        &bands.kinds,
        &bands.values,
        &bands.ids,
    ))
    .await
}

/// Texts of others that share a band with one of these, in a fixed order: for each band those of the latest few
/// applicants, and of these the texts that share the most bands.
pub async fn candidates(
    tx: &mut Tx,
    applicant: Option<ApplicantId>,
    sketches: &[Sketch],
) -> Result<Vec<Candidate>, Internal> {
    if sketches.is_empty() {
        return Ok(Vec::new());
    }
    let bands = BandColumns::new(sketches);
    let limit = i64::try_from(Links::CAP + 1).expect("the cap is small");
    let max_candidates = i64::try_from(MAX_CANDIDATES).expect("the cap is small");
    let rows = sqlx::query!(
        r#"SELECT
            near.sketch AS "sketch!",
            text.applicant_id AS "applicant_id: ApplicantId",
            text.signature
        FROM (
            SELECT
                wanted.sketch,
                wanted.kind,
                other.applicant_id,
                other.text_id,
                row_number() OVER (
                    PARTITION BY wanted.sketch
                    ORDER BY count(*) DESC, other.applicant_id DESC, other.text_id DESC
                ) AS place
            FROM unnest($1::bigint[], $2::text[], $3::bigint[]) AS wanted (sketch, kind, band)
            CROSS JOIN LATERAL (
                SELECT applicant_id, text_id
                FROM text_band
                WHERE tenant_id = $4
                AND text_band.kind = wanted.kind
                AND text_band.band = wanted.band
                AND applicant_id IS DISTINCT FROM $5
                ORDER BY applicant_id DESC, text_id DESC
                LIMIT $6
            ) AS other
            GROUP BY wanted.sketch, wanted.kind, other.applicant_id, other.text_id
        ) AS near
        JOIN text_signature AS text
        ON text.tenant_id = $4
        AND text.kind = near.kind
        AND text.applicant_id = near.applicant_id
        AND text.id = near.text_id
        WHERE near.place <= $7
        ORDER BY near.sketch, text.applicant_id DESC, text.id DESC"#,
        &bands.places,
        &bands.kinds,
        &bands.values,
        tx.tenant_id(),
        applicant.map(|id| id.0),
        limit,
        max_candidates,
    )
    .fetch_all(tx.connection())
    .await?;
    let candidate = |sketch: i64, applicant, signature: &[u8]| {
        let sketch = usize::try_from(sketch).ok()?;
        Some(Candidate { sketch, applicant, signature: Signature::from_bytes(signature)? })
    };
    Ok(rows
        .into_iter()
        .filter_map(|row| candidate(row.sketch, row.applicant_id, &row.signature))
        .collect())
}

/// The bands of texts as columns.
struct BandColumns {
    places: Vec<i64>,
    kinds: Vec<String>,
    values: Vec<i64>,
    ids: Vec<i64>,
}

impl BandColumns {
    fn new(sketches: &[Sketch]) -> Self {
        let mut all =
            Self { places: Vec::new(), kinds: Vec::new(), values: Vec::new(), ids: Vec::new() };
        for (place, sketch) in (0..).zip(sketches) {
            for band in &sketch.bands {
                all.places.push(place);
                all.kinds.push(sketch.kind.name().to_owned());
                all.values.push(*band);
                all.ids.push(sketch.id);
            }
        }
        all
    }
}
