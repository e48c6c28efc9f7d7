//! The table `photo`.

use chrono::{DateTime, Utc};
use evidence::links::Links;
use evidence::similarity::photos::{DISTANCE, NearPhoto, PhotoHash};
use ids::ApplicantId;

use crate::store::{Internal, Tx};

/// Stores an applicant's photos.
pub async fn keep(
    tx: &mut Tx,
    applicant: ApplicantId,
    photos: &[PhotoHash],
    at: DateTime<Utc>,
) -> Result<(), Internal> {
    if photos.is_empty() {
        return Ok(());
    }
    let mut hashes: Vec<i64> = photos.iter().flat_map(|photo| photo.stored.clone()).collect();
    hashes.sort_unstable();
    hashes.dedup();
    tx.execute(sqlx::query!(
        "INSERT INTO photo (tenant_id, applicant_id, hash, used_at)
        SELECT $1, $2, hash, $4 FROM unnest($3::bigint[]) AS new (hash)
        ON CONFLICT (tenant_id, applicant_id, hash) DO UPDATE SET used_at = EXCLUDED.used_at",
        tx.tenant_id(),
        applicant.0,
        &hashes,
        at,
    ))
    .await
}

/// Near-duplicates of these photos, in a fixed order: of each, those of the latest few other applicants.
pub async fn near(
    tx: &mut Tx,
    applicant: Option<ApplicantId>,
    photos: &[PhotoHash],
) -> Result<Vec<NearPhoto>, Internal> {
    if photos.is_empty() {
        return Ok(Vec::new());
    }
    let (places, hashes): (Vec<i64>, Vec<i64>) = ((0..).zip(photos))
        .flat_map(|(place, photo)| photo.searched.iter().map(move |hash| (place, *hash)))
        .unzip();
    let limit = i64::try_from(Links::CAP + 1).expect("the cap is small");
    let rows = sqlx::query!(
        r#"SELECT
            wanted.place AS "place!",
            other.applicant_id AS "applicant_id!: ApplicantId",
            max(other.used_at) AS "used_at!"
        FROM unnest($1::bigint[], $2::bigint[]) AS wanted (place, hash)
        CROSS JOIN LATERAL (
            SELECT applicant_id, used_at
            FROM photo
            WHERE tenant_id = $3
            AND applicant_id IS DISTINCT FROM $4
            AND (
                part_1 = ((wanted.hash >> 48) & 65535)::integer
                OR part_2 = ((wanted.hash >> 32) & 65535)::integer
                OR part_3 = ((wanted.hash >> 16) & 65535)::integer
                OR part_4 = (wanted.hash & 65535)::integer
            )
            AND bit_count((photo.hash # wanted.hash)::bit(64)) <= $5
            ORDER BY applicant_id DESC, hash
            LIMIT $6
        ) AS other
        GROUP BY wanted.place, other.applicant_id
        ORDER BY wanted.place, other.applicant_id DESC"#,
        &places,
        &hashes,
        tx.tenant_id(),
        applicant.map(|id| id.0),
        i64::from(DISTANCE),
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let near = |place: i64, applicant, used_at| {
        let photo = usize::try_from(place).ok()?;
        Some(NearPhoto { photo, applicant, used_at })
    };
    Ok(rows.into_iter().filter_map(|row| near(row.place, row.applicant_id, row.used_at)).collect())
}
