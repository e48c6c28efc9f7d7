//! Reading a submitted document, and sealing what is stored of it.

use std::sync::Arc;

use chrono::{DateTime, SubsecRound, Utc};
use evidence::enrichment::Enricher;
use evidence::facts::Facts;
use evidence::history::EarlierVersion;
use evidence::indicators::{self, Case, Observed};
use evidence::linkage::identifiers::{Identifier, identifiers};
use evidence::links::Links;
use evidence::observation::Observation;
use evidence::pepper::Pepper;
use evidence::profile::read::Warning;
use evidence::profile::{self, BadProfile, Parsed, Profile, Strictness};
use evidence::similarity::photos::{PhotoHash, hashes};
use evidence::similarity::{Sketch, sketches};
use ids::{ApplicantId, DecisionId};
use scoring::decision::Decision;
use scoring::model::Stop;
use scoring::sealed::SealedInputs;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::files;
use crate::app::App;
use crate::compute::Ticket;
use crate::domain::tenant::TenantId;
use crate::keys::{CannotOpen, DataKey};
use crate::service::{FindError, Internal};
use crate::store::scoring::decisions::StoredDecision;
use crate::store::{self, Tx};

/// A document as it was submitted.
#[derive(Clone, Copy, Debug)]
pub struct Submitted<'a> {
    pub document: &'a [u8],
    /// Whether warnings make it invalid.
    pub strictness: Strictness,
}

impl<'a> Submitted<'a> {
    /// A document that is read as far as possible.
    pub fn liberal(document: &'a [u8]) -> Self {
        Self { document, strictness: Strictness::Liberal }
    }
}

/// A parsed document, with facts about the values in it.
#[derive(Debug)]
pub(in crate::service) struct Submission {
    pub(in crate::service) profile: Profile,
    /// The document to keep, with files replaced by what was read from them.
    pub(in crate::service) document: Vec<u8>,
    /// What was ignored in the document.
    pub(in crate::service) warnings: Vec<Warning>,
    /// What could not be read in its files.
    pub(in crate::service) file_warnings: Vec<Warning>,
    pub(in crate::service) facts: Facts,
    pub(in crate::service) identifiers: Vec<Identifier>,
    pub(in crate::service) sketches: Vec<Sketch>,
    pub(in crate::service) photos: Vec<PhotoHash>,
    pub(in crate::service) external_digest: [u8; 32],
    pub(in crate::service) digest: [u8; 32],
    pub(in crate::service) now: DateTime<Utc>,
}

impl Submission {
    /// Reads a document and the files in it. Nothing is stored or looked up yet.
    pub(in crate::service) async fn read(
        app: &App,
        ticket: &Ticket,
        tenant: &TenantId,
        Submitted { document, strictness }: Submitted<'_>,
    ) -> Result<Result<Self, BadProfile>, Internal> {
        let (kept, parsed) = parse(ticket, document.to_vec()).await?;
        let mut parsed = match parsed {
            Ok(parsed) => parsed,
            Err(error) => return Ok(Err(error)),
        };
        let mut read = files::Read::default();
        let from_files = files::read(app, &parsed.0, &kept).await;
        read.document = kept;
        if let Some(from_files) = from_files {
            // Score what is kept, so that a reassessment sees the same.
            let (kept, parsed_again) = parse(ticket, from_files.document).await?;
            parsed = match parsed_again {
                Ok(parsed) => parsed,
                Err(error) => return Ok(Err(error)),
            };
            read = files::Read { document: kept, ..from_files };
        }
        let mut warnings = parsed.1.clone();
        warnings.extend_from_slice(&read.warnings);
        if let Err(refused) = strictness.check(&warnings) {
            return Ok(Err(refused));
        }
        // An id carries milliseconds. A decision's time has the same precision, so that one gives the other.
        let now = app.clock.now().trunc_subsecs(3);
        let digest = Sha256::digest(document).into();
        let (enricher, pepper) = (Arc::clone(&app.enricher), app.keys.pepper(tenant));
        let derive = move |_: &Stop| Self::derive(parsed, read, digest, now, (&enricher, &pepper));
        Ok(Ok(ticket.run(derive).await?))
    }

    /// Looks up facts and computes what is compared with other applicants.
    fn derive(
        (profile, warnings): (Profile, Vec<Warning>),
        read: files::Read,
        digest: [u8; 32],
        now: DateTime<Utc>,
        (enricher, pepper): (&Enricher, &Pepper),
    ) -> Self {
        let facts = enricher.enrich(&profile, now);
        Self {
            identifiers: identifiers(&profile, &facts, pepper, now),
            facts,
            photos: hashes(&profile, &read.pictures, pepper.photo_key()),
            sketches: sketches(&profile, pepper.text_key()),
            external_digest: pepper.external(&profile.external_id),
            digest,
            document: read.document,
            profile,
            warnings,
            file_warnings: read.warnings,
            now,
        }
    }

    /// Everything that was ignored, as the answer lists it.
    pub(in crate::service) fn every_warning(&self) -> Vec<Warning> {
        self.warnings.iter().chain(&self.file_warnings).cloned().collect()
    }

    /// Observes every indicator and adds the observations by named people.
    pub(in crate::service) fn observe(
        &self,
        facts: &Facts,
        links: &Links,
        earlier: &[EarlierVersion],
        notes: &[Observation],
    ) -> Vec<Observed> {
        let Self { profile, now, .. } = self;
        let mut observed = indicators::observe(&Case::new(profile, facts, links, earlier, *now));
        indicators::add_notes(&mut observed, notes);
        observed
    }
}

/// Parses a document, and returns what to keep of it with the result.
async fn parse(ticket: &Ticket, document: Vec<u8>) -> Result<(Vec<u8>, Parsed), Internal> {
    Ok(ticket.run(move |_: &Stop| profile::parse_to_keep(document)).await?)
}

/// What a sealed document is bound to.
pub(in crate::service) fn document_purpose(applicant: ApplicantId, version: i32) -> String {
    format!("profile/{applicant}/{version}")
}

/// What an answer is bound to.
pub(in crate::service) fn answer_purpose(decision: &impl std::fmt::Display) -> String {
    format!("answer/{decision}")
}

/// What a decision's inputs are bound to.
pub(in crate::service) fn inputs_purpose(decision: &impl std::fmt::Display) -> String {
    format!("inputs/{decision}")
}

/// What a tenant's own name is bound to.
pub(in crate::service) fn name_purpose(applicant: ApplicantId) -> String {
    format!("external_id/{applicant}")
}

/// How many bytes most answers and inputs have at most.
const USUAL_BYTES: usize = 32 << 10;

/// Seals a value as JSON.
pub(in crate::service) fn seal(key: &DataKey, value: &impl Serialize, purpose: &str) -> Vec<u8> {
    let mut plain = Vec::with_capacity(USUAL_BYTES);
    serde_json::to_writer(&mut plain, value).expect("decisions and inputs are plain JSON");
    key.seal(&plain, purpose)
}

/// Opens a value that was sealed as JSON.
pub(in crate::service) fn open<T: serde::de::DeserializeOwned>(
    key: &DataKey,
    sealed: &[u8],
    purpose: &str,
) -> Result<T, Internal> {
    let plain = unseal(key, sealed, purpose)?;
    serde_json::from_slice(&plain).map_err(|error| Internal::Corrupt(format!("{purpose}: {error}")))
}

/// Opens sealed bytes.
pub(in crate::service) fn unseal(
    key: &DataKey,
    sealed: &[u8],
    purpose: &str,
) -> Result<Vec<u8>, Internal> {
    key.open(sealed, purpose).map_err(|error| cannot_open(error, purpose))
}

/// What a stored decision sealed for scoring.
pub(in crate::service) fn sealed_inputs(
    key: &DataKey,
    sealed: &[u8],
    decision: DecisionId,
) -> Result<SealedInputs, Internal> {
    let purpose = inputs_purpose(&decision);
    SealedInputs::read(&unseal(key, sealed, &purpose)?)
        .map_err(|error| Internal::Corrupt(format!("{purpose}: {error}")))
}

/// A stored decision that can still be read, and the key to it.
pub(in crate::service) async fn find(
    app: &App,
    tx: &mut Tx,
    id: DecisionId,
) -> Result<(StoredDecision, DataKey), FindError> {
    let row = readable(store::scoring::decisions::find(tx, id).await?)?;
    let key = data_key(app, &tx.tenant, row.applicant_id, &row.data_key)?;
    Ok((row, key))
}

/// The applicant's data key.
pub(in crate::service) fn data_key(
    app: &App,
    tenant: &TenantId,
    applicant: ApplicantId,
    wrapped: &[u8],
) -> Result<DataKey, Internal> {
    app.keys.unwrap(tenant, applicant, wrapped).map_err(|error| cannot_open(error, "data key"))
}

/// The row, unless the applicant was erased.
pub(in crate::service) fn readable(
    row: Option<StoredDecision>,
) -> Result<StoredDecision, FindError> {
    let row = row.ok_or(FindError::NotFound)?;
    if row.data_key.is_empty() { Err(FindError::Erased) } else { Ok(row) }
}

/// The decision in a stored row.
pub(in crate::service) fn decision(
    app: &App,
    tenant: &TenantId,
    row: &StoredDecision,
) -> Result<Decision, Internal> {
    let key = data_key(app, tenant, row.applicant_id, &row.data_key)?;
    open(&key, &row.answer, &answer_purpose(&row.id))
}

pub(in crate::service) fn cannot_open(error: CannotOpen, what: &str) -> Internal {
    Internal::Corrupt(format!("{what}: {error}; was the master key changed?"))
}
