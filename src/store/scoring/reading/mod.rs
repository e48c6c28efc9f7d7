//! Everything that decisions are made from, read in one statement.

mod answer;

use chrono::{DateTime, Utc};
use evidence::history::EarlierVersion;
use evidence::linkage::identifiers::Identifier;
use evidence::linkage::links::Sightings;
use evidence::links::Links;
use evidence::observation::Observation;
use evidence::relation::Declared;
use evidence::similarity::photos::{DISTANCE, NearPhoto, PhotoHash};
use evidence::similarity::{Candidate, MAX_CANDIDATES, Sketch};
use ids::{ApplicantId, EndpointId, RingId};
use scoring::policy::Policy;
use serde_json::Value;
use uuid::Uuid;

use self::answer::Answer;
use super::profile_versions::StoredDocument;
use super::texts::stored_bands;
use crate::domain::event::EventKind;
use crate::domain::queue::Queue;
use crate::store::idempotency::KeyUse;
use crate::store::lists::{Match, StoredList};
use crate::store::people::observations::StoredObservation;
use crate::store::{Internal, Tx};

/// How many photos that share a part with a searched one are compared, those of the latest applicants first. Among ten
/// million photos, about 150 share a part by chance.
const MAX_COMPARED: i64 = 256;

/// What a submission asks for.
#[derive(Clone, Copy, Debug)]
pub struct Lookup<'a> {
    /// The keyed digest of the tenant's own name of the applicant.
    pub external_digest: &'a [u8; 32],
    /// The digest of the idempotency key, if the request has one.
    pub request_key: Option<&'a [u8; 32]>,
    pub identifiers: &'a [Identifier],
    pub sketches: &'a [Sketch],
    pub photos: &'a [PhotoHash],
    /// Keys of entries of threat lists.
    pub list_keys: &'a [Vec<u8>],
    pub now: DateTime<Utc>,
}

/// What is the same for all submissions of a tenant.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The latest policy and its version; none if the tenant never set one.
    pub policy: Option<(i32, Policy)>,
    pub lists: Vec<StoredList>,
    /// In the order in which their rules are tried.
    pub queues: Vec<Queue>,
    /// Webhook endpoints that want to know of decisions.
    pub endpoints: Vec<EndpointId>,
}

/// What is stored about one submission's applicant, and about others who have something in common with it.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub applicant: Option<KnownApplicant>,
    /// The earlier request with the same idempotency key.
    pub key_use: Option<KeyUse>,
    pub sightings: Sightings,
    pub candidates: Vec<Candidate>,
    pub photos: Vec<NearPhoto>,
    pub list_matches: Vec<Match>,
    /// The earlier versions that the decision reads, with their documents, the latest first. The first of them is the
    /// latest that exists.
    pub versions: Vec<StoredDocument>,
    /// The latest observations by named people, the latest first.
    pub observations: Vec<StoredObservation>,
    /// The confirmed relations in force that the applicant is in.
    pub confirmed: Vec<Declared>,
    /// Whether a review of the applicant was running.
    pub in_review: bool,
}

/// The applicant whom a submission names.
#[derive(Clone, Debug)]
pub struct KnownApplicant {
    pub id: ApplicantId,
    /// The data key, wrapped.
    pub data_key: Vec<u8>,
    pub ring_id: Option<RingId>,
}

/// A part of the answer. The numbers are those in the statement.
mod part {
    pub const APPLICANT: i32 = 1;
    pub const KEY_USE: i32 = 2;
    pub const SIGHTING: i32 = 3;
    pub const TEXT: i32 = 4;
    pub const PHOTO: i32 = 5;
    pub const LIST_MATCH: i32 = 6;
    pub const VERSION: i32 = 7;
    pub const OBSERVATION: i32 = 8;
    pub const REVIEW: i32 = 9;
    pub const POLICY: i32 = 10;
    pub const LIST: i32 = 11;
    pub const QUEUE: i32 = 12;
    pub const ENDPOINT: i32 = 13;
    /// Gives the planner back what [`Tx::begin_locked`](crate::store::Tx::begin_locked) took from it for this read.
    pub const PLANNER: i32 = 14;
    pub const RELATION: i32 = 15;
}

/// A row of any part. Each part uses the columns that it needs.
struct Row {
    part: i32,
    /// Which submission, identifier, sketch, photo or list key; counted over all submissions.
    place: i64,
    number: Option<i64>,
    id: Option<Uuid>,
    other_id: Option<Uuid>,
    at: Option<DateTime<Utc>>,
    observed_at: Option<DateTime<Utc>>,
    name: Option<String>,
    bytes: Option<Vec<u8>>,
    body: Option<Value>,
}

/// Reads what these submissions are decided on. Call it when their locks are held: the statement sees what was committed
/// before it began.
#[expect(clippy::too_many_lines, reason = "it is one statement, which belongs together")]
pub async fn read(tx: &mut Tx, lookups: &[Lookup<'_>]) -> Result<(Settings, Vec<Found>), Internal> {
    let columns = Columns::new(lookups);
    // The parts are columns, since row-level security keeps an index from being searched for an expression. OFFSET 0
    // keeps the planner from turning a look-up into a join with all rows of the tenant, which it prefers while the
    // tables are so new that it knows nothing about them.
    let [part_1, part_2, part_3, part_4] = &columns.photo_parts;
    let rows = sqlx::query_as!(
        Row,
        r#"WITH item AS MATERIALIZED (
            SELECT item.place, item.digest, item.request_key, applicant.id, applicant.data_key, applicant.ring_id
            FROM unnest($2::bytea[], $3::bytea[]) WITH ORDINALITY AS item (digest, request_key, place)
            LEFT JOIN LATERAL (
                SELECT id, data_key, ring_id
                FROM applicant
                WHERE tenant_id = $1 AND external_digest = item.digest
                OFFSET 0
            ) AS applicant ON true
        )
        SELECT 1 AS "part!", place AS "place!", NULL::bigint AS number, id, ring_id AS other_id,
            NULL::timestamptz AS at, NULL::timestamptz AS observed_at, NULL::text AS name, data_key AS bytes,
            NULL::jsonb AS body
        FROM item
        WHERE id IS NOT NULL
        UNION ALL
        SELECT 2, place, NULL, earlier.decision_id, NULL, NULL, NULL, NULL, earlier.body_digest, NULL
        FROM item
        CROSS JOIN LATERAL (
            SELECT decision_id, body_digest
            FROM idempotency
            WHERE tenant_id = $1 AND key_digest = item.request_key
            OFFSET 0
        ) AS earlier
        UNION ALL
        SELECT 3, wanted.place, NULL, other.applicant_id, NULL, other.used_at, other.first_used_at, NULL, NULL, NULL
        FROM unnest($4::bigint[], $5::bigint[]) WITH ORDINALITY AS wanted (item, key, place)
        JOIN item ON item.place = wanted.item
        CROSS JOIN LATERAL (
            SELECT applicant_id, used_at, first_used_at
            FROM identifier
            WHERE tenant_id = $1 AND identifier.key = wanted.key AND applicant_id IS DISTINCT FROM item.id
            ORDER BY used_at DESC
            LIMIT $14
        ) AS other
        UNION ALL
        SELECT 4, near.sketch, text.number, text.applicant_id, NULL, NULL, NULL, NULL, text.signature, NULL
        FROM (
            SELECT
                wanted.sketch,
                other.text,
                row_number() OVER (PARTITION BY wanted.sketch ORDER BY count(*) DESC, other.text DESC) AS rank
            FROM unnest($6::bigint[], $7::bigint[], $8::bigint[]) AS wanted (item, sketch, band)
            JOIN (
                SELECT item.place, ARRAY(
                    SELECT number
                    FROM unnest(ARRAY['resume', 'letter', 'portfolio']) AS each (kind)
                    CROSS JOIN LATERAL (
                        SELECT number
                        FROM text_signature
                        WHERE tenant_id = $1 AND kind = each.kind AND applicant_id = item.id
                        OFFSET 0
                    ) AS text
                ) AS texts
                FROM item
            ) AS own ON own.place = wanted.item
            CROSS JOIN LATERAL (
                SELECT text
                FROM (
                    (
                        SELECT text FROM text_band_recent AS recent
                        WHERE recent.band = wanted.band AND text <> ALL (own.texts)
                        ORDER BY text DESC LIMIT $14
                    )
                    UNION ALL
                    (
                        SELECT text FROM text_band AS older
                        WHERE older.band = wanted.band AND text <> ALL (own.texts)
                        ORDER BY text DESC LIMIT $14
                    )
                ) AS either
                ORDER BY text DESC
                LIMIT $14
            ) AS other
            GROUP BY wanted.sketch, other.text
        ) AS near
        CROSS JOIN LATERAL (
            SELECT number, applicant_id, signature
            FROM text_signature
            WHERE tenant_id = $1 AND number = near.text
            OFFSET 0
        ) AS text
        WHERE near.rank <= $15
        UNION ALL
        SELECT 5, wanted.photo, NULL, other.applicant_id, NULL, max(photo.used_at), NULL, NULL, NULL, NULL
        FROM unnest(
            $9::bigint[], $10::bigint[], $11::bigint[], $20::integer[], $21::integer[], $22::integer[], $23::integer[]
        ) AS wanted (item, photo, hash, part_1, part_2, part_3, part_4)
        JOIN item ON item.place = wanted.item
        CROSS JOIN LATERAL (
            SELECT applicant_id, hash
            FROM (
                (
                    SELECT applicant_id, hash FROM photo WHERE tenant_id = $1 AND part_1 = wanted.part_1
                    ORDER BY applicant_id DESC, hash LIMIT $24
                )
                UNION
                (
                    SELECT applicant_id, hash FROM photo WHERE tenant_id = $1 AND part_2 = wanted.part_2
                    ORDER BY applicant_id DESC, hash LIMIT $24
                )
                UNION
                (
                    SELECT applicant_id, hash FROM photo WHERE tenant_id = $1 AND part_3 = wanted.part_3
                    ORDER BY applicant_id DESC, hash LIMIT $24
                )
                UNION
                (
                    SELECT applicant_id, hash FROM photo WHERE tenant_id = $1 AND part_4 = wanted.part_4
                    ORDER BY applicant_id DESC, hash LIMIT $24
                )
            ) AS candidate
            WHERE applicant_id IS DISTINCT FROM item.id
            AND bit_count((candidate.hash # wanted.hash)::bit(64)) <= $16
            ORDER BY applicant_id DESC, hash
            LIMIT $14
        ) AS other
        CROSS JOIN LATERAL (
            SELECT used_at
            FROM photo
            WHERE tenant_id = $1 AND applicant_id = other.applicant_id AND hash = other.hash
            OFFSET 0
        ) AS photo
        GROUP BY wanted.photo, other.applicant_id
        UNION ALL
        SELECT 6, wanted.place, entry.confidence, entry.list_id, NULL, NULL, NULL, NULL, NULL, NULL
        FROM unnest($12::bytea[]) WITH ORDINALITY AS wanted (key, place)
        CROSS JOIN LATERAL (
            SELECT confidence, list_id, expires_at
            FROM list_entry
            WHERE tenant_id = $1 AND key = wanted.key
            OFFSET 0
        ) AS entry
        WHERE entry.expires_at IS NULL OR entry.expires_at > $13
        UNION ALL
        SELECT 7, item.place, earlier.version, NULL, NULL, earlier.created_at, NULL, NULL, earlier.document, NULL
        FROM item
        CROSS JOIN LATERAL (
            SELECT version
            FROM profile_version
            WHERE tenant_id = $1 AND applicant_id = item.id
            ORDER BY version DESC
            LIMIT 1
        ) AS latest
        CROSS JOIN LATERAL (
            SELECT 1 AS version
            UNION
            SELECT latest.version + 1 - back
            FROM unnest($17::integer[]) AS step (back)
        ) AS chosen
        CROSS JOIN LATERAL (
            SELECT version, created_at, document
            FROM profile_version
            WHERE tenant_id = $1 AND applicant_id = item.id AND version = chosen.version
            OFFSET 0
        ) AS earlier
        UNION ALL
        SELECT 8, item.place, NULL, noted.id, NULL, noted.created_at, noted.observed_at, noted.indicator,
            noted.sealed, NULL
        FROM item
        CROSS JOIN LATERAL (
            SELECT id, created_at, observed_at, indicator, sealed
            FROM observation
            WHERE tenant_id = $1 AND applicant_id = item.id
            ORDER BY id DESC
            LIMIT $18
        ) AS noted
        UNION ALL
        SELECT 9, item.place, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
        FROM item
        WHERE EXISTS (
            SELECT 1
            FROM review
            WHERE tenant_id = $1 AND applicant_id = item.id AND state <> 'closed' AND golden IS NULL
        )
        UNION ALL
        SELECT 10, 0, version, NULL, NULL, NULL, NULL, NULL, NULL, body
        FROM (
            SELECT version, body FROM policy WHERE tenant_id = $1 ORDER BY version DESC LIMIT 1
        ) AS latest
        UNION ALL
        SELECT 11, 0, NULL, id, NULL, NULL, NULL, NULL, NULL, to_jsonb(list)
        FROM list
        WHERE tenant_id = $1 AND deleted_at IS NULL
        UNION ALL
        SELECT 12, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, to_jsonb(review_queue)
        FROM review_queue
        WHERE tenant_id = $1
        UNION ALL
        SELECT 13, 0, NULL, id, NULL, NULL, NULL, NULL, NULL, NULL
        FROM webhook_endpoint
        WHERE tenant_id = $1 AND (kinds IS NULL OR $19 = ANY (kinds))
        UNION ALL
        SELECT 14, 0, NULL, NULL, NULL, NULL, NULL, setting.name || set_config(setting.name, 'on', true), NULL, NULL
        FROM unnest(ARRAY['enable_bitmapscan', 'enable_sort']) AS setting (name)
        UNION ALL
        SELECT 15, item.place, NULL, relation.id, NULL, NULL, NULL, relation.kind, NULL, NULL
        FROM item
        CROSS JOIN LATERAL (
            SELECT relation_id
            FROM confirmed_member
            WHERE tenant_id = $1 AND external_digest = item.digest AND removed_at IS NULL
            OFFSET 0
        ) AS member
        CROSS JOIN LATERAL (
            SELECT id, kind
            FROM confirmed_relation
            WHERE tenant_id = $1 AND id = member.relation_id AND withdrawn_at IS NULL AND expires_at > $13
            OFFSET 0
        ) AS relation"#,
        tx.tenant_id(),
        &columns.external_digests,
        &columns.request_keys as &[Option<Vec<u8>>],
        &columns.identifier_items,
        &columns.identifier_keys as &[Option<i64>],
        &columns.band_items,
        &columns.band_sketches,
        &columns.bands,
        &columns.photo_items,
        &columns.photo_places,
        &columns.photo_hashes,
        &columns.list_keys,
        columns.now,
        number(Links::CAP + 1),
        number(MAX_CANDIDATES),
        i64::from(DISTANCE),
        &EarlierVersion::BACK[..],
        number(Observation::MAX),
        EventKind::DecisionCreated.name(),
        part_1,
        part_2,
        part_3,
        part_4,
        MAX_COMPARED,
    )
    .fetch_all(tx.connection())
    .await?;
    Answer::read(lookups, rows)
}

/// The submissions as columns. Places count from 1, as `WITH ORDINALITY` does.
#[derive(Default)]
struct Columns {
    external_digests: Vec<Vec<u8>>,
    request_keys: Vec<Option<Vec<u8>>>,
    identifier_items: Vec<i64>,
    /// `None` for one that is not looked up.
    identifier_keys: Vec<Option<i64>>,
    band_items: Vec<i64>,
    band_sketches: Vec<i64>,
    bands: Vec<i64>,
    photo_items: Vec<i64>,
    photo_places: Vec<i64>,
    photo_hashes: Vec<i64>,
    photo_parts: [Vec<i32>; 4],
    list_keys: Vec<Vec<u8>>,
    now: DateTime<Utc>,
}

impl Columns {
    fn new(lookups: &[Lookup<'_>]) -> Self {
        let mut columns = Self::default();
        let (mut sketches, mut photos) = (0, 0);
        for (item, lookup) in (1..).zip(lookups) {
            columns.now = lookup.now.max(columns.now);
            columns.external_digests.push(lookup.external_digest.to_vec());
            columns.request_keys.push(lookup.request_key.map(|key| key.to_vec()));
            for identifier in lookup.identifiers {
                columns.identifier_items.push(item);
                let is_looked_up = identifier.kind.is_looked_up();
                columns.identifier_keys.push(is_looked_up.then_some(identifier.digest.0));
            }
            for sketch in lookup.sketches {
                sketches += 1;
                for band in stored_bands(sketch) {
                    columns.band_items.push(item);
                    columns.band_sketches.push(sketches);
                    columns.bands.push(band);
                }
            }
            for photo in lookup.photos {
                photos += 1;
                for hash in &photo.searched {
                    columns.photo_items.push(item);
                    columns.photo_places.push(photos);
                    columns.photo_hashes.push(*hash);
                    for (part, shift) in columns.photo_parts.iter_mut().zip([48, 32, 16, 0]) {
                        part.push(i32::try_from((hash >> shift) & 0xffff).expect("16 bits"));
                    }
                }
            }
            columns.list_keys.extend_from_slice(lookup.list_keys);
        }
        columns
    }
}

fn number(cap: usize) -> i64 {
    i64::try_from(cap).expect("caps are small")
}
