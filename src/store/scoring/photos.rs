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

/// How many photos that share a part with a searched one are compared, those of the latest applicants first. Among ten
/// million photos, about 150 share a part by chance.
const MAX_COMPARED: i64 = 256;

/// Near-duplicates of these photos, in a fixed order: of each, those of the latest few other applicants.
pub async fn near(
    tx: &mut Tx,
    applicant: Option<ApplicantId>,
    photos: &[PhotoHash],
) -> Result<Vec<NearPhoto>, Internal> {
    if photos.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = Wanted::new(photos);
    let limit = i64::try_from(Links::CAP + 1).expect("the cap is small");
    let [part_1, part_2, part_3, part_4] = &wanted.parts;
    // Each part has an index in the order of applicants. The parts are columns of `wanted`, since row-level security
    // keeps an index from being searched for an expression.
    let rows = sqlx::query!(
        r#"SELECT
            wanted.place AS "place!",
            other.applicant_id AS "applicant_id!: ApplicantId",
            max(photo.used_at) AS "used_at!"
        FROM unnest($1::bigint[], $2::bigint[], $3::integer[], $4::integer[], $5::integer[], $6::integer[])
            AS wanted (place, hash, part_1, part_2, part_3, part_4)
        CROSS JOIN LATERAL (
            SELECT applicant_id, hash
            FROM (
                (
                    SELECT applicant_id, hash
                    FROM photo
                    WHERE tenant_id = $7 AND part_1 = wanted.part_1
                    ORDER BY applicant_id DESC, hash
                    LIMIT $11
                )
                UNION
                (
                    SELECT applicant_id, hash
                    FROM photo
                    WHERE tenant_id = $7 AND part_2 = wanted.part_2
                    ORDER BY applicant_id DESC, hash
                    LIMIT $11
                )
                UNION
                (
                    SELECT applicant_id, hash
                    FROM photo
                    WHERE tenant_id = $7 AND part_3 = wanted.part_3
                    ORDER BY applicant_id DESC, hash
                    LIMIT $11
                )
                UNION
                (
                    SELECT applicant_id, hash
                    FROM photo
                    WHERE tenant_id = $7 AND part_4 = wanted.part_4
                    ORDER BY applicant_id DESC, hash
                    LIMIT $11
                )
            ) AS candidate
            WHERE applicant_id IS DISTINCT FROM $8
            AND bit_count((candidate.hash # wanted.hash)::bit(64)) <= $9
            ORDER BY applicant_id DESC, hash
            LIMIT $10
        ) AS other
        JOIN photo
            ON photo.tenant_id = $7 AND photo.applicant_id = other.applicant_id AND photo.hash = other.hash
        GROUP BY wanted.place, other.applicant_id
        ORDER BY wanted.place, other.applicant_id DESC"#,
        &wanted.places,
        &wanted.hashes,
        part_1,
        part_2,
        part_3,
        part_4,
        tx.tenant_id(),
        applicant.map(|id| id.0),
        i64::from(DISTANCE),
        limit,
        MAX_COMPARED,
    )
    .fetch_all(tx.connection())
    .await?;
    let near = |place: i64, applicant, used_at| {
        let photo = usize::try_from(place).ok()?;
        Some(NearPhoto { photo, applicant, used_at })
    };
    Ok(rows.into_iter().filter_map(|row| near(row.place, row.applicant_id, row.used_at)).collect())
}

/// The searched photos, column by column: the number of the photo, a hash, and the four parts of the hash.
#[derive(Default)]
struct Wanted {
    places: Vec<i64>,
    hashes: Vec<i64>,
    parts: [Vec<i32>; 4],
}

impl Wanted {
    fn new(photos: &[PhotoHash]) -> Self {
        let mut wanted = Self::default();
        for (place, photo) in (0..).zip(photos) {
            for hash in &photo.searched {
                wanted.places.push(place);
                wanted.hashes.push(*hash);
                for (part, shift) in wanted.parts.iter_mut().zip([48, 32, 16, 0]) {
                    part.push(i32::try_from((hash >> shift) & 0xffff).expect("16 bits"));
                }
            }
        }
        wanted
    }
}
