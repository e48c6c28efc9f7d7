//! The rows of a read, put where they belong.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use evidence::linkage::links::Sighting;
use evidence::relation::{Declared, RelationKind};
use evidence::similarity::photos::NearPhoto;
use evidence::similarity::{Candidate, Signature};
use ids::{ApplicantId, DecisionId, EndpointId, ListId, ObservationId, RelationId, RingId};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Found, KnownApplicant, Lookup, Row, Settings, part};
use crate::store::Internal;
use crate::store::idempotency::KeyUse;
use crate::store::lists::{Match, StoredList};
use crate::store::people::observations::StoredObservation;
use crate::store::reviews::queues;
use crate::store::scoring::profile_versions::StoredDocument;

/// The rows, put where they belong.
pub(super) struct Answer {
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
    pub(super) fn read(
        lookups: &[Lookup<'_>],
        rows: Vec<Row>,
    ) -> Result<(Settings, Vec<Found>), Internal> {
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
            part::PLANNER => Some(()),
            part::SIGHTING => {
                let (item, identifier) = self.identifiers.find(row.place)?;
                let sightings = self.found.get_mut(item)?.sightings.get_mut(identifier)?;
                let used_at = row.at?;
                let first_used_at = row.observed_at.unwrap_or(used_at);
                let applicant = ApplicantId(row.id?);
                sightings.push(Sighting { applicant, first_used_at, used_at });
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
        part::RELATION => {
            let kind = RelationKind::from_name(&row.name?)?;
            found.confirmed.push(Declared { relation: RelationId(row.id?), kind });
        }
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
