//! Requests that come with an idempotency key: the same again answers the same and changes nothing.
//!
//! Decisions have their own way, inside their transaction. Here the key is held by a lease while the request
//! runs: one that was cut off, by a killed process say, may be sent again after a minute.

use chrono::Duration;
use evidence::identifier::hex;
use ids::actor::Actor;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Internal;
use super::decisions::IdempotencyKey;
use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::store::request_keys::{self, Times};

/// How long a request holds its key while it runs.
const LEASE: Duration = Duration::minutes(1);
/// How long an answer is kept.
const KEPT: Duration = Duration::hours(24);

/// An answer, as it was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Headers that say what the body is and where the thing is.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// How a request under a key stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It has not been answered: it is to be done now, and then [`Request::keep`] or [`Request::free`].
    First,
    /// It was answered.
    Answered(Answer),
    /// It is running.
    Running,
    /// Another request had this key.
    Reused,
}

/// A request that came with a key.
#[derive(Clone, Debug)]
pub struct Request {
    tenant: TenantId,
    key: [u8; 32],
    digest: [u8; 32],
}

impl Request {
    /// What is asked for by this person or program with this method, path and body.
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
        // A key is its sender's own: two reviewers who choose the same one never get each other's answer.
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

    /// How it stands. If it is the first, it holds the key from now on.
    pub async fn begin(&self, app: &App) -> Result<Standing, Internal> {
        let mut tx = app.begin(&self.tenant).await?;
        let times = Times { until: tx.now + LEASE, since: tx.now - KEPT };
        request_keys::forget(&mut tx, times.since).await?;
        let taken = request_keys::take(&mut tx, &self.key, &self.digest, times).await?;
        let kept = request_keys::find(&mut tx, &self.key).await?;
        tx.commit().await?;
        match kept {
            _ if taken => Ok(Standing::First),
            Some(kept) if kept.request_digest != self.digest => Ok(Standing::Reused),
            Some(kept) => match kept.answer {
                Some(sealed) => Ok(Standing::Answered(self.open(app, &sealed)?)),
                None => Ok(Standing::Running),
            },
            // It was freed in between.
            None => Ok(Standing::Running),
        }
    }

    /// Keeps the answer, for whoever asks again.
    pub async fn keep(&self, app: &App, answer: &Answer) -> Result<(), Internal> {
        let plain = serde_json::to_vec(answer).expect("an answer is plain data");
        let sealed = app.keys.answers(&self.tenant).seal(&plain, &self.purpose());
        let mut tx = app.begin(&self.tenant).await?;
        request_keys::keep(&mut tx, &self.key, &sealed).await?;
        tx.commit().await
    }

    /// Frees the key: nothing was changed, the same may be tried again.
    pub async fn free(&self, app: &App) -> Result<(), Internal> {
        let mut tx = app.begin(&self.tenant).await?;
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
