//! Everything that decisions leave behind, written in one statement.

use chrono::{DateTime, Utc};
use evidence::linkage::identifiers::{Identifier, stored};
use evidence::similarity::Sketch;
use evidence::similarity::photos::PhotoHash;
use ids::{ApplicantId, DecisionId, EventId};
use scoring::decision::Decision;
use serde_json::Value;
use uuid::Uuid;

use super::identifiers::Rows;
use super::texts::stored_bands;
use crate::domain::event::EventKind;
use crate::store::people::applicants::StoredApplicant;
use crate::store::{Internal, Tx};

/// What one decision leaves behind.
pub struct Written<'a> {
    /// The applicant, if nothing was known of them.
    pub new_applicant: Option<&'a StoredApplicant>,
    pub identifiers: &'a [Identifier],
    pub sketches: &'a [Sketch],
    pub photos: &'a [PhotoHash],
    /// The document, sealed.
    pub document: &'a [u8],
    /// SHA-256 of the submitted bytes.
    pub digest: &'a [u8; 32],
    pub decision: &'a Decision,
    /// The answer, sealed.
    pub answer: &'a [u8],
    /// What it was made from, sealed.
    pub inputs: &'a [u8],
    pub event: (EventId, Value),
    /// The digest of the idempotency key, if the request had one.
    pub request_key: Option<&'a [u8; 32]>,
}

/// Writes what decisions leave behind. Nothing else writes about these applicants at the same time: the transaction
/// holds their locks.
#[expect(clippy::too_many_lines, reason = "it is one statement, which belongs together")]
pub async fn write(tx: &mut Tx, all: &[Written<'_>]) -> Result<(), Internal> {
    let mut columns = Columns::default();
    for written in all {
        columns.push(written);
    }
    let Columns { applicants, identifiers, texts, photos, decisions, keys } = columns;
    tx.execute(sqlx::query!(
        "WITH new_applicant AS (
            INSERT INTO applicant (tenant_id, id, external_digest, external_id, data_key, created_at)
            SELECT $1, * FROM unnest($2::uuid[], $3::bytea[], $4::bytea[], $5::bytea[], $6::timestamptz[])
        ), new_identifier AS (
            INSERT INTO identifier (tenant_id, applicant_id, kind, key, used_at, first_used_at)
            SELECT $1, * FROM unnest($7::uuid[], $8::text[], $9::bigint[], $10::timestamptz[], $45::timestamptz[])
            ON CONFLICT (tenant_id, applicant_id, key) DO UPDATE
            SET used_at = greatest(identifier.used_at, EXCLUDED.used_at),
                first_used_at = least(identifier.first_used_at, EXCLUDED.first_used_at)
            WHERE identifier.used_at < EXCLUDED.used_at OR identifier.first_used_at > EXCLUDED.first_used_at
        ), new_text AS (
            INSERT INTO text_signature (tenant_id, applicant_id, kind, id, signature, bands, created_at)
            SELECT $1, *
            FROM unnest($11::uuid[], $12::text[], $13::bigint[], $14::bytea[], $15::bytea[], $16::timestamptz[])
            ON CONFLICT (tenant_id, kind, applicant_id, id) DO NOTHING
            RETURNING number, applicant_id, kind, id
        ), new_band AS (
            INSERT INTO text_band_recent (band, text)
            SELECT DISTINCT found.band, new_text.number
            FROM unnest($17::bigint[], $18::bigint[]) AS found (text, band)
            JOIN unnest($11::uuid[], $12::text[], $13::bigint[])
                WITH ORDINALITY AS sent (applicant_id, kind, id, place) ON sent.place = found.text
            JOIN new_text USING (applicant_id, kind, id)
        ), new_photo AS (
            INSERT INTO photo (tenant_id, applicant_id, hash, used_at)
            SELECT $1, * FROM unnest($19::uuid[], $20::bigint[], $21::timestamptz[])
            ON CONFLICT (tenant_id, applicant_id, hash) DO UPDATE SET used_at = EXCLUDED.used_at
        ), new_version AS (
            INSERT INTO profile_version (tenant_id, applicant_id, version, created_at, digest, document)
            SELECT $1, *
            FROM unnest($22::uuid[], $23::integer[], $24::timestamptz[], $25::bytea[], $26::bytea[])
        ), new_decision AS (
            INSERT INTO decision (
                tenant_id, applicant_id, profile_version, created_at, id, band, recommendation, score, probability,
                log_odds, model_digest, policy_version, review_id, answer, inputs
            )
            SELECT $1, *
            FROM unnest(
                $22::uuid[], $23::integer[], $24::timestamptz[], $27::uuid[], $28::text[], $29::text[],
                $30::smallint[], $31::float8[], $32::float8[], $33::text[], $34::integer[], $35::uuid[],
                $36::bytea[], $37::bytea[]
            )
        ), new_event AS (
            INSERT INTO event (tenant_id, kind, created_at, id, data)
            SELECT $1, $38, * FROM unnest($24::timestamptz[], $39::uuid[], $40::jsonb[])
        )
        INSERT INTO idempotency (tenant_id, key_digest, body_digest, decision_id, created_at)
        SELECT $1, * FROM unnest($41::bytea[], $42::bytea[], $43::uuid[], $44::timestamptz[])",
        tx.tenant_id(),
        &applicants.ids,
        &applicants.external_digests,
        &applicants.external_ids,
        &applicants.data_keys,
        &applicants.created_at,
        &identifiers.applicants,
        &identifiers.kinds,
        &identifiers.keys,
        &identifiers.used_at,
        &texts.applicants,
        &texts.kinds,
        &texts.ids,
        &texts.signatures,
        &texts.stored_bands,
        &texts.created_at,
        &texts.band_owners,
        &texts.bands,
        &photos.applicants,
        &photos.hashes,
        &photos.used_at,
        &decisions.applicants,
        &decisions.versions,
        &decisions.created_at,
        &decisions.digests,
        &decisions.documents,
        &decisions.ids,
        &decisions.bands,
        &decisions.recommendations,
        &decisions.scores,
        &decisions.probabilities,
        &decisions.log_odds,
        &decisions.models,
        &decisions.policies,
        &decisions.reviews as &[Option<Uuid>],
        &decisions.answers,
        &decisions.inputs,
        EventKind::DecisionCreated.name(),
        &decisions.event_ids,
        &decisions.events,
        &keys.digests,
        &keys.bodies,
        &keys.decisions,
        &keys.created_at,
        &identifiers.first_used_at,
    ))
    .await
}

#[derive(Default)]
struct Columns {
    applicants: Applicants,
    identifiers: Rows,
    texts: Texts,
    photos: Photos,
    decisions: Decisions,
    keys: RequestKeys,
}

#[derive(Default)]
struct Applicants {
    ids: Vec<Uuid>,
    external_digests: Vec<Vec<u8>>,
    external_ids: Vec<Vec<u8>>,
    data_keys: Vec<Vec<u8>>,
    created_at: Vec<DateTime<Utc>>,
}

#[derive(Default)]
struct Texts {
    applicants: Vec<Uuid>,
    kinds: Vec<String>,
    ids: Vec<i64>,
    signatures: Vec<Vec<u8>>,
    stored_bands: Vec<Vec<u8>>,
    created_at: Vec<DateTime<Utc>>,
    /// Which text a band belongs to, from 1.
    band_owners: Vec<i64>,
    bands: Vec<i64>,
}

#[derive(Default)]
struct Photos {
    applicants: Vec<Uuid>,
    hashes: Vec<i64>,
    used_at: Vec<DateTime<Utc>>,
}

#[derive(Default)]
struct Decisions {
    applicants: Vec<Uuid>,
    versions: Vec<i32>,
    created_at: Vec<DateTime<Utc>>,
    digests: Vec<Vec<u8>>,
    documents: Vec<Vec<u8>>,
    ids: Vec<Uuid>,
    bands: Vec<String>,
    recommendations: Vec<String>,
    scores: Vec<i16>,
    probabilities: Vec<f64>,
    log_odds: Vec<f64>,
    models: Vec<String>,
    policies: Vec<i32>,
    reviews: Vec<Option<Uuid>>,
    answers: Vec<Vec<u8>>,
    inputs: Vec<Vec<u8>>,
    event_ids: Vec<Uuid>,
    events: Vec<Value>,
}

#[derive(Default)]
struct RequestKeys {
    digests: Vec<Vec<u8>>,
    bodies: Vec<Vec<u8>>,
    decisions: Vec<Uuid>,
    created_at: Vec<DateTime<Utc>>,
}

impl Columns {
    fn push(&mut self, written: &Written<'_>) {
        let Decision { applicant_id, created_at, .. } = *written.decision;
        if let Some(applicant) = written.new_applicant {
            self.applicants.push(applicant);
        }
        for identifier in stored(written.identifiers) {
            self.identifiers.push(applicant_id, identifier);
        }
        self.texts.push(applicant_id, created_at, written.sketches);
        self.photos.push(applicant_id, created_at, written.photos);
        self.decisions.push(written);
        if let Some(key) = written.request_key {
            self.keys.push(key, written.digest, (written.decision.id, created_at));
        }
    }
}

impl Applicants {
    fn push(&mut self, applicant: &StoredApplicant) {
        self.ids.push(applicant.id.0);
        self.external_digests.push(applicant.external_digest.clone());
        self.external_ids.push(applicant.external_id.clone());
        self.data_keys.push(applicant.data_key.clone());
        self.created_at.push(applicant.created_at);
    }
}

impl Texts {
    fn push(&mut self, applicant: ApplicantId, at: DateTime<Utc>, sketches: &[Sketch]) {
        for sketch in sketches {
            self.applicants.push(applicant.0);
            self.kinds.push(sketch.kind.name().to_owned());
            self.ids.push(sketch.id);
            self.signatures.push(sketch.signature.to_bytes());
            self.stored_bands.push(stored_bands(sketch).flat_map(i64::to_be_bytes).collect());
            self.created_at.push(at);
            let text = i64::try_from(self.ids.len()).unwrap_or(i64::MAX);
            for band in stored_bands(sketch) {
                self.band_owners.push(text);
                self.bands.push(band);
            }
        }
    }
}

impl Photos {
    fn push(&mut self, applicant: ApplicantId, at: DateTime<Utc>, photos: &[PhotoHash]) {
        let mut hashes: Vec<i64> = photos.iter().flat_map(|photo| photo.stored.clone()).collect();
        hashes.sort_unstable();
        hashes.dedup();
        for hash in hashes {
            self.applicants.push(applicant.0);
            self.hashes.push(hash);
            self.used_at.push(at);
        }
    }
}

impl Decisions {
    fn push(&mut self, written: &Written<'_>) {
        let decision = written.decision;
        let assessment = &decision.assessment;
        self.applicants.push(decision.applicant_id.0);
        self.versions.push(decision.profile_version);
        self.created_at.push(decision.created_at);
        self.digests.push(written.digest.to_vec());
        self.documents.push(written.document.to_vec());
        self.ids.push(decision.id.0);
        self.bands.push(assessment.band.name().to_owned());
        self.recommendations.push(assessment.recommendation.name().to_owned());
        self.scores.push(assessment.score.into());
        self.probabilities.push(assessment.probability);
        self.log_odds.push(assessment.log_odds);
        self.models.push(assessment.model.digest.clone());
        self.policies.push(assessment.policy_version);
        self.reviews.push(decision.review.map(|review| review.id.0));
        self.answers.push(written.answer.to_vec());
        self.inputs.push(written.inputs.to_vec());
        let (event, data) = &written.event;
        self.event_ids.push(event.0);
        self.events.push(data.clone());
    }
}

impl RequestKeys {
    fn push(
        &mut self,
        key: &[u8; 32],
        body: &[u8; 32],
        (decision, at): (DecisionId, DateTime<Utc>),
    ) {
        self.digests.push(key.to_vec());
        self.bodies.push(body.to_vec());
        self.decisions.push(decision.0);
        self.created_at.push(at);
    }
}
