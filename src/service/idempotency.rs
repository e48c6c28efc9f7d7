//! Requests with an idempotency key: repeating one gives the same answer and changes nothing.
//!
//! Decisions keep their keys in their own transaction. Here a lease protects the key while the request runs: if the
//! process is killed, the request can be sent again after a minute.

use chrono::Duration;
use evidence::identifier::hex;
use ids::actor::Actor;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Internal;
use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::service::scoring::decisions::IdempotencyKey;
use crate::store::access::request_keys::{self, KeyTimes};

/// How long a request keeps its key while it runs.
const LEASE: Duration = Duration::minutes(1);
const KEPT: Duration = Duration::hours(24);

/// The answer to a request, as it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub status: u16,
    /// Headers about the body's type and the resource's location.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// The state of an idempotency key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// The key is new: do the request, then call [`Request::keep`] or [`Request::free`].
    First,
    /// The request was answered before.
    Answered(Answer),
    /// The request is running.
    Running,
    /// Another request used this key.
    Reused,
}

/// A request with an idempotency key.
#[derive(Clone, Debug)]
pub struct Request {
    tenant: TenantId,
    key: [u8; 32],
    digest: [u8; 32],
}

impl Request {
    /// `route` is the method and the path.
    pub fn new(
        tenant: &TenantId,
        actor: &Actor,
        key: &IdempotencyKey,
        route: [&str; 2],
        body: &[u8],
    ) -> Self {
        let mut digest = Sha256::new();
        for part in route {
            digest.update(part.as_bytes());
            digest.update([0]);
        }
        digest.update(body);
        // Keys belong to their sender: two reviewers who choose the same key never get each other's answers.
        let mut own = Sha256::new();
        own.update(actor.as_str());
        own.update([0]);
        own.update(key.as_str());
        Self {
            tenant: tenant.clone(),
            key: own.finalize().into(),
            digest: digest.finalize().into(),
        }
    }

    /// Looks the key up. If it is new, this request has it from now on.
    pub async fn begin(&self, app: &App) -> Result<KeyState, Internal> {
        let mut tx = app.begin(&self.tenant).await?;
        let times = KeyTimes { until: tx.now + LEASE, since: tx.now - KEPT };
        request_keys::forget(&mut tx, times.since).await?;
        let is_first = request_keys::claim(&mut tx, &self.key, &self.digest, times).await?;
        let kept = request_keys::find(&mut tx, &self.key).await?;
        tx.commit().await?;
        match kept {
            _ if is_first => Ok(KeyState::First),
            Some(kept) if kept.request_digest != self.digest => Ok(KeyState::Reused),
            Some(kept) => match kept.answer {
                Some(sealed) => Ok(KeyState::Answered(self.open(app, &sealed)?)),
                None => Ok(KeyState::Running),
            },
            // The key was freed meanwhile.
            None => Ok(KeyState::Running),
        }
    }

    /// Keeps the answer for when the request is repeated.
    pub async fn keep(&self, app: &App, answer: &Answer) -> Result<(), Internal> {
        let plain = serde_json::to_vec(answer).expect("an answer is plain data");
        let sealed = app.keys.answers(&self.tenant).seal(&plain, &self.purpose());
        let mut tx = app.begin_completion(&self.tenant).await?;
        request_keys::keep(&mut tx, &self.key, &sealed).await?;
        tx.commit().await
    }

    /// Frees the key, because nothing was changed. The request can be retried.
    pub async fn free(&self, app: &App) -> Result<(), Internal> {
        let mut tx = app.begin_completion(&self.tenant).await?;
        request_keys::free(&mut tx, &self.key).await?;
        tx.commit().await
    }

    fn open(&self, app: &App, sealed: &[u8]) -> Result<Answer, Internal> {
        let corrupt = || Internal::Corrupt("the answer to an earlier request".to_owned());
        let plain = app.keys.answers(&self.tenant).open(sealed, &self.purpose());
        serde_json::from_slice(&plain.map_err(|_| corrupt())?).map_err(|_| corrupt())
    }

    fn purpose(&self) -> String {
        format!("answer/{}", hex(&self.key))
    }
}
