//! Threat lists: creating, importing and looking up.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use evidence::facts::Facts;
use evidence::identifier::hex;
use evidence::lists::normalize::prefix_length;
use evidence::lists::parse::{Entry, Format, LineFault, Parsed, parse};
use evidence::lists::probes::{Probe, probes};
use evidence::lists::{Consulted, ListKind, ListLookup, ListMeaning, Listed, ThreatList};
use evidence::pepper::Pepper;
use evidence::profile::Profile;
use evidence::profile::read::counted;
use ids::ListId;
use scoring::model::Stop;
use sha2::{Digest, Sha256};

use super::Internal;
use crate::app::App;
use crate::compute::Class;
use crate::domain::tenant::TenantId;
use crate::store;
use crate::store::lists::{Entries, Match, StoredList, StoredListVersion};
use crate::store::scoring::locks::{Lock, wait};

/// A list to create.
#[derive(Clone, Debug)]
pub struct NewList {
    pub name: String,
    /// What it holds.
    pub kind: ListKind,
    /// What an entry means.
    pub meaning: ListMeaning,
}

/// A file to import.
#[derive(Clone, Debug)]
pub struct Import {
    pub format: Format,
    pub bytes: bytes::Bytes,
    /// Whether the list keeps its entries.
    pub append: bool,
    /// Where the file comes from, in the importer's words.
    pub source: String,
    /// After how many days entries expire that have no date of their own. The default is 180 days for addresses, and
    /// never for others.
    pub expires_in_days: Option<u16>,
    /// Whether to skip lines with faults instead of rejecting the file.
    pub skip_invalid: bool,
}

/// What an import did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    pub version: i32,
    pub read: usize,
    /// How many entries were repeated in the file.
    pub duplicates: usize,
    /// How many lines or objects were skipped.
    pub skipped: usize,
    pub entries: i64,
    /// The first faults of skipped lines.
    pub faults: Vec<LineFault>,
}

/// A past import.
#[derive(Clone, Debug)]
pub struct ListVersion {
    pub version: i32,
    /// Whether the list kept its earlier entries.
    pub append: bool,
    pub source: String,
    /// SHA-256 of the imported bytes, in hexadecimal digits.
    pub digest: String,
    pub read: i64,
    /// How many lines were skipped.
    pub skipped: i64,
    pub entries: i64,
    pub created_at: DateTime<Utc>,
}

/// Why a list was not created or found, or a file not imported.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// The tenant has no such list.
    #[error("there is no such list")]
    NotFound,
    /// A name must be 1 to 100 characters without control characters.
    #[error("the name must be 1 to 100 characters without control characters")]
    BadName,
    #[error("there is a list of this name already")]
    NameTaken,
    /// The file has faults. Nothing was imported.
    #[error("the file has {}", counted(.0.fault_count))]
    Faults(Box<Parsed>),
    /// Not the caller's fault.
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// Creates an empty list.
pub async fn create(app: &App, tenant: &TenantId, new: NewList) -> Result<ThreatList, ListError> {
    let fits = (1..=100).contains(&new.name.chars().count());
    if !fits || new.name.contains(char::is_control) || new.name.trim() != new.name {
        return Err(ListError::BadName);
    }
    let now = app.clock.now();
    let list = StoredList {
        id: ListId::new(now),
        name: new.name,
        kind: new.kind.name().to_owned(),
        meaning: new.meaning.name().to_owned(),
        version: 0,
        entries: 0,
        prefixes: Vec::new(),
        created_at: now,
    };
    let mut tx = app.begin(tenant).await?;
    if !store::lists::insert(&mut tx, &list).await? {
        return Err(ListError::NameTaken);
    }
    tx.commit().await?;
    Ok(read(&list)?)
}

/// Every list, by name.
pub async fn all(app: &App, tenant: &TenantId) -> Result<Vec<ThreatList>, Internal> {
    let mut tx = app.begin(tenant).await?;
    store::lists::all(&mut tx).await?.iter().map(read).collect()
}

pub async fn find(app: &App, tenant: &TenantId, id: ListId) -> Result<ThreatList, ListError> {
    let mut tx = app.begin(tenant).await?;
    let list = store::lists::find(&mut tx, id).await?.ok_or(ListError::NotFound)?;
    Ok(read(&list)?)
}

/// The imports of a list, the latest first.
pub async fn versions(
    app: &App,
    tenant: &TenantId,
    id: ListId,
) -> Result<Vec<ListVersion>, ListError> {
    let mut tx = app.begin(tenant).await?;
    store::lists::find(&mut tx, id).await?.ok_or(ListError::NotFound)?;
    let versions = store::lists::versions(&mut tx, id).await?;
    let version = |row: StoredListVersion| ListVersion {
        version: row.version,
        append: row.mode == "append",
        source: row.source,
        digest: hex(&row.digest),
        read: row.read,
        skipped: row.skipped,
        entries: row.entries,
        created_at: row.created_at,
    };
    Ok(versions.into_iter().map(version).collect())
}

/// Deletes a list and its entries. Decisions that saw it keep what they saw.
pub async fn delete(app: &App, tenant: &TenantId, id: ListId) -> Result<(), ListError> {
    let mut tx = app.begin(tenant).await?;
    wait(&mut tx, Lock::List(id.0.as_bytes())).await?;
    store::lists::find(&mut tx, id).await?.ok_or(ListError::NotFound)?;
    store::lists::clear(&mut tx, id).await?;
    store::lists::delete(&mut tx, id).await?;
    tx.commit().await?;
    Ok(())
}

/// Imports a file as a new version of a list, completely or not at all. `progress` receives the number of written
/// entries and of all entries.
pub async fn import(
    app: &App,
    tenant: &TenantId,
    id: ListId,
    import: Import,
    progress: impl Fn(usize, usize),
) -> Result<Imported, ListError> {
    const BATCH: usize = 20_000;
    let list = find(app, tenant, id).await?;
    let now = app.clock.now();
    let (kind, pepper, file) = (list.kind, app.keys.pepper(tenant), import.clone());
    let read_file = move |_: &Stop| {
        let parsed = parse(file.format, kind, &file.bytes);
        if parsed.is_rejected(file.skip_invalid) {
            return Err(ListError::Faults(Box::new(parsed)));
        }
        let until = expiry(kind, file.expires_in_days, now);
        let keyed = keyed(&pepper, kind, &parsed.entries, until);
        Ok((parsed, keyed))
    };
    let (parsed, (entries, prefixes)) = app.run(Class::Bulk, tenant, read_file).await??;
    let read_entries = parsed.entries.len();

    let mut tx = app.begin(tenant).await?;
    wait(&mut tx, Lock::List(id.0.as_bytes())).await?;
    let list = store::lists::find(&mut tx, id).await?.ok_or(ListError::NotFound)?;
    if !import.append {
        store::lists::clear(&mut tx, id).await?;
    }
    let unique = entries.len();
    let mut written = 0;
    for batch in entries.chunks(BATCH) {
        store::lists::add(&mut tx, id, &columns(batch)).await?;
        written += batch.len();
        progress(written, unique);
    }
    let kept = store::lists::count(&mut tx, id).await?;
    let before = if import.append { list.prefixes } else { Vec::new() };
    let prefixes: BTreeSet<i16> = prefixes.into_iter().chain(before).collect();
    let skipped = parsed.fault_count + parsed.skipped_objects;
    let version = StoredListVersion {
        version: list.version + 1,
        mode: if import.append { "append" } else { "replace" }.to_owned(),
        source: import.source,
        digest: Sha256::digest(&import.bytes).to_vec(),
        read: whole(read_entries),
        skipped: whole(skipped),
        entries: kept,
        created_at: now,
    };
    let prefixes: Vec<i16> = prefixes.into_iter().collect();
    store::lists::put_version(&mut tx, id, &version, &prefixes).await?;
    tx.commit().await?;
    tracing::info!(%tenant, list = %id, version = version.version, entries = kept, "imported a list");
    Ok(Imported {
        version: version.version,
        read: read_entries,
        duplicates: read_entries - unique,
        skipped,
        entries: kept,
        faults: parsed.faults,
    })
}

/// Addresses change hands, so they expire after half a year by default.
fn expiry(kind: ListKind, days: Option<u16>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let days = days.or((kind == ListKind::Ip).then_some(180))?;
    Some(now + Duration::days(i64::from(days)))
}

type Keyed = ([u8; 32], Option<DateTime<Utc>>, Option<i16>);

/// Each key once, with its last entry in the file; and the prefix lengths of networks.
fn keyed(
    pepper: &Pepper,
    kind: ListKind,
    entries: &[Entry],
    until: Option<DateTime<Utc>>,
) -> (Vec<Keyed>, BTreeSet<i16>) {
    let key = |entry: &Entry| {
        (pepper.list_entry(kind, &entry.value), entry.expires_at.or(until), entry.confidence)
    };
    let mut keys: Vec<Keyed> = entries.iter().rev().map(key).collect();
    keys.sort_by_key(|(key, ..)| *key);
    keys.dedup_by_key(|(key, ..)| *key);
    let networks = entries.iter().filter(|_| kind == ListKind::Ip);
    (keys, networks.filter_map(|entry| prefix_length(&entry.value)).collect())
}

fn columns(batch: &[Keyed]) -> Entries {
    Entries {
        keys: batch.iter().map(|(key, ..)| key.to_vec()).collect(),
        expires: batch.iter().map(|(_, expires, _)| *expires).collect(),
        confidences: batch.iter().map(|(.., confidence)| *confidence).collect(),
    }
}

/// What a profile looks up on the tenant's lists.
#[derive(Debug)]
pub(super) struct Probes {
    /// The lists that it is looked up on.
    pub(super) lists: Arc<[StoredList]>,
    wanted: Vec<Probe>,
    pub(super) keys: Vec<Vec<u8>>,
}

impl Probes {
    /// For the lists that this process saw last.
    pub(super) fn new(app: &App, tenant: &TenantId, profile: &Profile, facts: &Facts) -> Self {
        let lists = app.lists.get(tenant);
        let filled = lists.iter().filter(|list| list.version > 0);
        let kinds: BTreeSet<ListKind> =
            filled.filter_map(|list| ListKind::from_name(&list.kind)).collect();
        if kinds.is_empty() {
            return Self { lists, wanted: Vec::new(), keys: Vec::new() };
        }
        let prefixes: BTreeSet<i16> = lists.iter().flat_map(|list| list.prefixes.clone()).collect();
        let wanted = probes(profile, facts, &kinds, &prefixes);
        let pepper = app.keys.pepper(tenant);
        let key = |probe: &Probe| pepper.list_entry(probe.kind, &probe.value).to_vec();
        let keys = wanted.iter().map(key).collect();
        Self { lists, wanted, keys }
    }

    /// Adds to the facts what is on the lists.
    pub(super) fn apply(&self, facts: &mut Facts, matches: &[Match]) -> Result<(), Internal> {
        let mut filled: BTreeMap<ListId, Consulted> = BTreeMap::new();
        for list in self.lists.iter().filter(|list| list.version > 0) {
            let ThreatList { id, name, kind, meaning, version, .. } = read(list)?;
            filled.insert(id, Consulted { list: name, kind, meaning, version });
        }
        if filled.is_empty() {
            return Ok(());
        }
        let listed = matches.iter().filter_map(|matched| {
            let probe = self.wanted.get(usize::try_from(matched.position - 1).ok()?)?;
            let on = filled.get(&matched.list_id)?.clone();
            Some(Listed { on, pointer: probe.pointer.clone(), confidence: matched.confidence })
        });
        let probed: BTreeSet<ListKind> = self.wanted.iter().map(|probe| probe.kind).collect();
        facts.lists = ListLookup {
            listed: listed.collect(),
            probed: probed.into_iter().collect(),
            consulted: filled.into_values().collect(),
        };
        for list in &facts.lists.consulted {
            facts.list_versions.insert(list.list.clone(), format!("version {}", list.version));
        }
        Ok(())
    }
}

fn read(list: &StoredList) -> Result<ThreatList, Internal> {
    let unknown = || Internal::Corrupt(format!("list {}", list.id));
    Ok(ThreatList {
        id: list.id,
        name: list.name.clone(),
        kind: ListKind::from_name(&list.kind).ok_or_else(unknown)?,
        meaning: ListMeaning::from_name(&list.meaning).ok_or_else(unknown)?,
        version: list.version,
        entries: list.entries,
        created_at: list.created_at,
    })
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
