//! Everything that decisions are made from, read in one statement.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use evidence::history::EarlierVersion;
use evidence::linkage::identifiers::Identifier;
use evidence::linkage::links::{Sighting, Sightings};
use evidence::links::Links;
use evidence::observation::Observation;
use evidence::similarity::photos::{DISTANCE, NearPhoto, PhotoHash};
use evidence::similarity::{Candidate, MAX_CANDIDATES, Signature, Sketch};
use ids::{ApplicantId, DecisionId, EndpointId, ListId, ObservationId, RingId};
use scoring::policy::Policy;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use super::profile_versions::StoredDocument;
use super::texts::stored_bands;
use crate::domain::event::EventKind;
use crate::domain::queue::Queue;
use crate::store::idempotency::KeyUse;
use crate::store::lists::{Match, StoredList};
use crate::store::people::observations::StoredObservation;
use crate::store::reviews::queues;
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
    /// The latest versions with their documents, the latest first.
    pub versions: Vec<StoredDocument>,
    /// The latest observations by named people, the latest first.
    pub observations: Vec<StoredObservation>,
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
    // The parts are columns, since row-level security keeps an index from being searched for an expression.
    let [part_1, part_2, part_3, part_4] = &columns.photo_parts;
    let rows = sqlx::query_as!(
        Row,
        r#"WITH item AS MATERIALIZED (
            SELECT item.place, item.request_key, applicant.id, applicant.data_key, applicant.ring_id
            FROM unnest($2::bytea[], $3::bytea[]) WITH ORDINALITY AS item (digest, request_key, place)
            LEFT JOIN applicant ON applicant.tenant_id = $1 AND applicant.external_digest = item.digest
        )
        SELECT 1 AS "part!", place AS "place!", NULL::bigint AS number, id, ring_id AS other_id,
            NULL::timestamptz AS at, NULL::timestamptz AS observed_at, NULL::text AS name, data_key AS bytes,
            NULL::jsonb AS body
        FROM item
        WHERE id IS NOT NULL
        UNION ALL
        SELECT 2, place, NULL, earlier.decision_id, NULL, NULL, NULL, NULL, earlier.body_digest, NULL
        FROM item
        JOIN idempotency AS earlier ON earlier.tenant_id = $1 AND earlier.key_digest = item.request_key
        UNION ALL
        SELECT 3, wanted.place, NULL, other.applicant_id, NULL, other.used_at, NULL, NULL, NULL, NULL
        FROM unnest($4::bigint[], $5::bigint[]) WITH ORDINALITY AS wanted (item, key, place)
        JOIN item ON item.place = wanted.item
        CROSS JOIN LATERAL (
            SELECT applicant_id, used_at
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
                    FROM text_signature
                    WHERE tenant_id = $1 AND kind IN ('resume', 'letter', 'portfolio') AND applicant_id = item.id
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
        JOIN text_signature AS text ON text.number = near.text
        WHERE near.rank <= $15 AND text.tenant_id = $1
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
        JOIN photo
            ON photo.tenant_id = $1 AND photo.applicant_id = other.applicant_id AND photo.hash = other.hash
        GROUP BY wanted.photo, other.applicant_id
        UNION ALL
        SELECT 6, wanted.place, entry.confidence, entry.list_id, NULL, NULL, NULL, NULL, NULL, NULL
        FROM unnest($12::bytea[]) WITH ORDINALITY AS wanted (key, place)
        JOIN list_entry AS entry ON entry.tenant_id = $1 AND entry.key = wanted.key
        WHERE entry.expires_at IS NULL OR entry.expires_at > $13
        UNION ALL
        SELECT 7, item.place, earlier.version, NULL, NULL, earlier.created_at, NULL, NULL, earlier.document, NULL
        FROM item
        CROSS JOIN LATERAL (
            SELECT version, created_at, document
            FROM profile_version
            WHERE tenant_id = $1 AND applicant_id = item.id
            ORDER BY version DESC
            LIMIT $17
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
        WHERE tenant_id = $1 AND (kinds IS NULL OR $19 = ANY (kinds))"#,
        tx.tenant_id(),
        &columns.external_digests,
        &columns.request_keys as &[Option<Vec<u8>>],
        &columns.identifier_items,
        &columns.identifier_keys,
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
        number(EarlierVersion::MAX),
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
    identifier_keys: Vec<i64>,
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
                columns.identifier_keys.push(identifier.digest.0);
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

/// The rows, put where they belong.
struct Answer {
    settings: Settings,
    found: Vec<Found>,
    identifiers: Places,
    sketches: Places,
    photos: Places,
    list_keys: Places,
    /// Ordered within the sketch by the text's number, because that is the order in which they were written.
    candidates: BTreeMap<(i64, i64), (ApplicantId, Vec<u8>)>,
}

impl Answer {
    fn read(lookups: &[Lookup<'_>], rows: Vec<Row>) -> Result<(Settings, Vec<Found>), Internal> {
        let found = |lookup: &Lookup<'_>| Found {
            sightings: vec![Vec::new(); lookup.identifiers.len()],
            ..Found::default()
        };
        let mut answer = Self {
            settings: Settings::default(),
            found: lookups.iter().map(found).collect(),
            identifiers: Places::new(lookups.iter().map(|lookup| lookup.identifiers.len())),
            sketches: Places::new(lookups.iter().map(|lookup| lookup.sketches.len())),
            photos: Places::new(lookups.iter().map(|lookup| lookup.photos.len())),
            list_keys: Places::new(lookups.iter().map(|lookup| lookup.list_keys.len())),
            candidates: BTreeMap::new(),
        };
        for row in rows {
            let part = row.part;
            answer.put(row).ok_or_else(|| Internal::Corrupt(format!("part {part} of a read")))?;
        }
        Ok(answer.finish())
    }

    /// Puts a row where it belongs. `None` if it lacks a column.
    fn put(&mut self, row: Row) -> Option<()> {
        match row.part {
            part::POLICY | part::LIST | part::QUEUE | part::ENDPOINT => self.put_setting(row),
            part::SIGHTING => {
                let (item, identifier) = self.identifiers.find(row.place)?;
                let sightings = self.found.get_mut(item)?.sightings.get_mut(identifier)?;
                sightings.push(Sighting { applicant: ApplicantId(row.id?), used_at: row.at? });
                Some(())
            }
            part::TEXT => {
                let text = (ApplicantId(row.id?), row.bytes?);
                self.candidates.insert((row.place, row.number?), text);
                Some(())
            }
            part::PHOTO => {
                let (item, photo) = self.photos.find(row.place)?;
                let near = NearPhoto { photo, applicant: ApplicantId(row.id?), used_at: row.at? };
                self.found.get_mut(item)?.photos.push(near);
                Some(())
            }
            part::LIST_MATCH => {
                let (item, key) = self.list_keys.find(row.place)?;
                let confidence = row.number.map(i16::try_from).transpose().ok()?;
                let position = i64::try_from(key + 1).ok()?;
                let matched = Match { position, list_id: ListId(row.id?), confidence };
                self.found.get_mut(item)?.list_matches.push(matched);
                Some(())
            }
            _ => {
                let item = usize::try_from(row.place - 1).ok()?;
                put_own(self.found.get_mut(item)?, row)
            }
        }
    }

    fn put_setting(&mut self, row: Row) -> Option<()> {
        let settings = &mut self.settings;
        match row.part {
            part::POLICY => {
                settings.policy = Some((i32::try_from(row.number?).ok()?, json(row.body?)?));
            }
            part::LIST => settings.lists.push(json::<List>(row.body?)?.stored(ListId(row.id?))),
            part::QUEUE => settings.queues.push(queues::from_json(row.body?)?),
            _ => settings.endpoints.push(EndpointId(row.id?)),
        }
        Some(())
    }

    fn finish(mut self) -> (Settings, Vec<Found>) {
        for ((sketch, _), (applicant, signature)) in self.candidates.into_iter().rev() {
            let Some((item, sketch)) = self.sketches.find(sketch) else { continue };
            // Signatures of a form that is not read any more are passed over.
            let Some(signature) = Signature::from_bytes(&signature) else { continue };
            self.found[item].candidates.push(Candidate { sketch, applicant, signature });
        }
        for found in &mut self.found {
            for sightings in &mut found.sightings {
                sightings.sort_by_key(|other| std::cmp::Reverse((other.used_at, other.applicant)));
            }
            found.candidates.sort_by_key(|candidate| candidate.sketch);
            found.photos.sort_by_key(|near| (near.photo, std::cmp::Reverse(near.applicant)));
            found.list_matches.sort_by_key(|matched| (matched.position, matched.list_id));
            found.versions.sort_by_key(|version| std::cmp::Reverse(version.version));
            found.observations.sort_by_key(|noted| std::cmp::Reverse(noted.id));
        }
        let settings = &mut self.settings;
        settings.lists.sort_by(|a, b| a.name.cmp(&b.name));
        settings.queues.sort_by(|a, b| {
            (a.rules.position, a.name.as_str()).cmp(&(b.rules.position, b.name.as_str()))
        });
        settings.endpoints.sort();
        (self.settings, self.found)
    }
}

/// Puts a row about the submission's own applicant or request.
fn put_own(found: &mut Found, row: Row) -> Option<()> {
    match row.part {
        part::APPLICANT => {
            found.applicant = Some(KnownApplicant {
                id: ApplicantId(row.id?),
                data_key: row.bytes?,
                ring_id: row.other_id.map(RingId),
            });
        }
        part::KEY_USE => {
            let decision_id = DecisionId(row.id?);
            found.key_use = Some(KeyUse { body_digest: row.bytes?, decision_id });
        }
        part::VERSION => found.versions.push(StoredDocument {
            version: i32::try_from(row.number?).ok()?,
            document: row.bytes?,
            created_at: row.at?,
        }),
        part::OBSERVATION => found.observations.push(StoredObservation {
            id: ObservationId(row.id?),
            indicator: row.name?,
            observed_at: row.observed_at,
            created_at: row.at?,
            sealed: row.bytes?,
        }),
        part::REVIEW => found.in_review = true,
        _ => return None,
    }
    Some(())
}

/// A threat list's row as JSON.
#[derive(Deserialize)]
struct List {
    name: String,
    kind: String,
    meaning: String,
    version: i32,
    entries: i64,
    prefixes: Vec<i16>,
    created_at: DateTime<Utc>,
}

impl List {
    fn stored(self, id: ListId) -> StoredList {
        let Self { name, kind, meaning, version, entries, prefixes, created_at } = self;
        StoredList { id, name, kind, meaning, version, entries, prefixes, created_at }
    }
}

/// Finds the submission and its own index of something that was counted over all submissions.
struct Places(Vec<(usize, usize)>);

impl Places {
    fn new(counts: impl Iterator<Item = usize>) -> Self {
        let places = counts.enumerate().flat_map(|(item, many)| (0..many).map(move |i| (item, i)));
        Self(places.collect())
    }

    fn find(&self, place: i64) -> Option<(usize, usize)> {
        self.0.get(usize::try_from(place - 1).ok()?).copied()
    }
}

fn json<T: DeserializeOwned>(body: Value) -> Option<T> {
    serde_json::from_value(body).ok()
}

fn number(cap: usize) -> i64 {
    i64::try_from(cap).expect("caps are small")
}
