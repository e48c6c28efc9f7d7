//! Deciding on many profiles: the items of a batch, the lines of an import.
//!
//! Items are read concurrently, and wait for their transaction in their order. So they share transactions with each
//! other, and two items about the same applicant become versions 1 and 2.

use std::collections::HashMap;
use std::sync::Arc;

use evidence::profile::json::BadJson;
use evidence::profile::read::Fault;
use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, ready};
use futures_util::stream::{self, Stream, StreamExt as _};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use tokio::sync::Mutex;

use super::deciding::{self, Prepared};
use super::decisions::{DecideError, Decided, IdempotencyKey, record};
use crate::app::App;
use crate::compute::Ticket;
use crate::domain::tenant::TenantId;
use crate::service::Internal;

/// How many items a batch can have.
pub const MAX_ITEMS: usize = 1_000;
/// How many items of a batch are read at a time.
const READING: usize = 16;
/// How many items of a batch wait for their decision at a time: four transactions that run, and one that comes next.
const WAITING: usize = 160;

/// A profile to decide on.
#[derive(Clone, Debug)]
pub struct Item {
    pub document: Vec<u8>,
    pub key: Option<IdempotencyKey>,
}

/// Why nothing of a batch was decided.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    #[error(transparent)]
    Json(#[from] BadJson),
    /// The body is JSON, but not a batch.
    #[error("the body is not a batch: {}", .0.detail)]
    Form(Fault),
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// Why an item got no decision.
#[derive(Debug, thiserror::Error)]
pub enum ItemError {
    /// The item has another form than that of a batch's items.
    #[error("the item is invalid: {}", .0.detail)]
    Form(Fault),
    #[error("the idempotency key is invalid")]
    Key,
    #[error(transparent)]
    Decide(#[from] DecideError),
}

/// What became of an item.
pub type Outcome = Result<Decided, ItemError>;

/// Decides on each item of a batch. The outcomes come in the order of the items.
#[tracing::instrument(skip_all, fields(tenant = %tenant))]
pub async fn decide(
    app: &App,
    tenant: &TenantId,
    body: impl AsRef<[u8]> + Send + 'static,
) -> Result<impl Stream<Item = Outcome>, BatchError> {
    let ticket = app.admit(tenant)?;
    let items = ticket.run(move |_| items(body.as_ref())).await.map_err(Internal::from)??;
    Ok(decide_each(app, tenant, ticket, stream::iter(items)))
}

/// Decides on each item of a stream as part of one admitted request. The outcomes come in the order of the items.
pub fn decide_each(
    app: &App,
    tenant: &TenantId,
    ticket: Ticket,
    items: impl Stream<Item = Result<Item, ItemError>>,
) -> impl Stream<Item = Outcome> {
    let mut turns = KeyTurns::default();
    items
        .map(move |item| prepare(app, tenant, ticket.share(), item))
        .buffered(READING)
        .map(move |prepared| turns.decide(app, tenant, prepared))
        .buffered(WAITING)
}

async fn prepare(
    app: &App,
    tenant: &TenantId,
    ticket: Ticket,
    item: Result<Item, ItemError>,
) -> Result<Prepared, ItemError> {
    let Item { document, key } = item?;
    let prepared = Prepared::admitted(app, ticket, tenant, (&document, key.as_ref())).await;
    Ok(prepared.map_err(DecideError::from)?.map_err(DecideError::from)?)
}

/// The idempotency keys of a batch. Items with the same key are decided one after the other, so that the second gets the
/// first one's decision instead of an error that depends on chance.
#[derive(Default)]
struct KeyTurns(HashMap<[u8; 32], Arc<Mutex<()>>>);

impl KeyTurns {
    /// Gets in the lane when it is called, unless an earlier item with the same key is not yet decided.
    fn decide(
        &mut self,
        app: &App,
        tenant: &TenantId,
        prepared: Result<Prepared, ItemError>,
    ) -> BoxFuture<'static, Outcome> {
        let prepared = match prepared {
            Ok(prepared) => prepared,
            Err(error) => return ready(Err(error)).boxed(),
        };
        let Some(key) = prepared.request_key else {
            return recorded(deciding::decide(app, tenant, prepared)).boxed();
        };
        let turn = self.turn(key);
        if let Ok(turn) = Arc::clone(&turn).try_lock_owned() {
            let decided = recorded(deciding::decide(app, tenant, prepared));
            return decided.inspect(move |_| drop(turn)).boxed();
        }
        let (app, tenant) = (app.clone(), tenant.clone());
        let later = async move {
            let _turn = turn.lock_owned().await;
            recorded(deciding::decide(&app, &tenant, prepared)).await
        };
        later.boxed()
    }

    /// The turns of a key. Those of keys that nobody waits for are forgotten, because an import has no end.
    fn turn(&mut self, key: [u8; 32]) -> Arc<Mutex<()>> {
        if self.0.len() >= 2 * WAITING {
            self.0.retain(|_, turn| Arc::strong_count(turn) > 1);
        }
        Arc::clone(self.0.entry(key).or_default())
    }
}

async fn recorded(deciding: impl Future<Output = Result<Decided, DecideError>>) -> Outcome {
    let decided = deciding.await?;
    record(&decided);
    Ok(decided)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BatchBody {
    items: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemBody {
    profile: Box<RawValue>,
    idempotency_key: Option<String>,
}

/// The items of a batch, each as it was sent.
fn items(body: &[u8]) -> Result<Vec<Result<Item, ItemError>>, BatchError> {
    let text =
        str::from_utf8(body).map_err(|error| BadJson::NotUtf8 { byte: error.valid_up_to() })?;
    let BatchBody { items } = object(text).map_err(|error| match error {
        Misfit::Syntax { line, column } => BadJson::Syntax { line, column }.into(),
        Misfit::Form(fault) => BatchError::Form(fault),
    })?;
    if items.len() > MAX_ITEMS {
        let detail = format!("has {} items; a batch can have {MAX_ITEMS}", items.len());
        return Err(BatchError::Form(Fault {
            pointer: "/items".to_owned(),
            code: "too_many",
            detail,
        }));
    }
    Ok(items.iter().map(|item| self::item(item.get())).collect())
}

fn item(text: &str) -> Result<Item, ItemError> {
    let ItemBody { profile, idempotency_key } = object(text).map_err(|error| match error {
        // The whole body is valid JSON.
        Misfit::Syntax { .. } => ItemError::Form(fault("", "is not valid JSON".to_owned())),
        Misfit::Form(fault) => ItemError::Form(fault),
    })?;
    let key = idempotency_key.map(|key| IdempotencyKey::parse(&key).ok_or(ItemError::Key));
    Ok(Item { document: profile.get().as_bytes().to_vec(), key: key.transpose()? })
}

/// Why a text is not the expected object.
enum Misfit {
    Syntax { line: usize, column: usize },
    Form(Fault),
}

/// Reads an object. Serde would also accept an array of the fields in order.
fn object<T: DeserializeOwned>(text: &str) -> Result<T, Misfit> {
    let read = serde_json::from_str(text);
    if read.is_ok() && !text.trim_ascii_start().starts_with('{') {
        return Err(Misfit::Form(fault("", "must be an object".to_owned())));
    }
    read.map_err(|error| {
        if !error.is_data() {
            return Misfit::Syntax { line: error.line(), column: error.column() };
        }
        let detail = error.to_string();
        let detail = detail.rsplit_once(" at line ").map_or(&*detail, |(detail, _)| detail);
        let missing =
            detail.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
        let pointer = missing.map(|name| format!("/{name}")).unwrap_or_default();
        Misfit::Form(fault(&pointer, detail.to_owned()))
    })
}

fn fault(pointer: &str, detail: String) -> Fault {
    Fault { pointer: pointer.to_owned(), code: "invalid", detail }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointer(body: &str) -> String {
        match items(body.as_bytes()) {
            Err(BatchError::Form(fault)) => fault.pointer,
            Err(other) => other.to_string(),
            Ok(items) => format!("{} items", items.len()),
        }
    }

    #[test]
    fn only_an_object_with_items_is_a_batch() {
        assert_eq!(pointer(r#"{ "items": [1, {}] }"#), "2 items");
        assert_eq!(pointer(r#" { "items": [] }"#), "0 items");
        assert_eq!(pointer("{}"), "/items");
        for body in ["[[1]]", "[]", "1", r#"{ "items": [], "more": 1 }"#, r#"{ "items": {} }"#] {
            assert_eq!(pointer(body), "", "{body}");
        }
        assert_eq!(
            pointer("{ \"items\": [\n1,] }"),
            "the body is not valid JSON (line 2, column 3)"
        );
        let many = format!(r#"{{ "items": [{}1] }}"#, "1,".repeat(MAX_ITEMS));
        assert_eq!(pointer(&many), "/items");
    }

    #[test]
    fn keys_that_nobody_waits_for_are_forgotten() {
        let mut turns = KeyTurns::default();
        let key = |n: u16| std::array::from_fn(|at| n.to_be_bytes()[at % 2]);
        let waits = turns.turn(key(0)).try_lock_owned().unwrap();
        for n in 1..10_000 {
            turns.turn(key(n));
        }
        assert!(turns.0.len() <= 2 * WAITING);
        assert!(turns.turn(key(0)).try_lock().is_err(), "the key is still in use");
        drop(waits);
    }

    #[test]
    fn an_item_keeps_the_bytes_of_its_profile() {
        let read = item(r#"{ "profile": { "external_id" : "a","external_id":"b" } }"#).unwrap();
        assert_eq!(read.document, br#"{ "external_id" : "a","external_id":"b" }"#);
        assert!(matches!(item(r#"{ "profile": {}, "idempotency_key": "" }"#), Err(ItemError::Key)));
        for bad in
            [r#"[{}, "k"]"#, "7", r#"{ "idempotency_key": "k" }"#, r#"{ "profile": {}, "x": 1 }"#]
        {
            assert!(matches!(item(bad), Err(ItemError::Form(_))), "{bad}");
        }
    }
}
