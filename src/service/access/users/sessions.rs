//! Sessions: who is signed in.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, Utc};
use ids::UserId;
use sha2::{Digest, Sha256};

use super::{Internal, read};
use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::domain::user::User;
use crate::keys;
use crate::store::access::user_sessions::OldestAllowed;
use crate::store::{self, Tx};

/// The secret of a session or a one-time link: 256 random bits. Only its hash is stored.
#[derive(Clone)]
pub struct Token([u8; 32]);

impl Token {
    pub fn new() -> Result<Self, Internal> {
        Ok(Self(keys::random()?))
    }

    /// Parses a token from a cookie or a link.
    pub fn parse(written: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(written).ok()?.try_into().ok().map(Self)
    }

    /// The token as written in a cookie or a link.
    pub fn expose(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// The hash that is stored.
    pub(super) fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }

    /// A secret derived from this one, such as the CSRF token of a form. It does not reveal this one.
    pub fn derived(&self, purpose: &str) -> String {
        let digest = Sha256::new().chain_update(purpose).chain_update([0]).chain_update(self.0);
        URL_SAFE_NO_PAD.encode(digest.finalize())
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(..)")
    }
}

/// Begins a session with a fresh token.
pub(super) async fn begin(app: &App, tx: &mut Tx, user: UserId) -> Result<Token, Internal> {
    let token = Token::new()?;
    let oldest = oldest_allowed(app, tx.now);
    store::access::user_sessions::sweep(tx, oldest).await?;
    store::access::user_sessions::insert(tx, &token.hash(), user).await?;
    Ok(token)
}

/// The user of a session, if it is valid.
pub async fn resume(app: &App, tenant: &TenantId, token: &Token) -> Result<Option<User>, Internal> {
    let mut tx = app.begin(tenant).await?;
    let now = tx.now;
    let hash = token.hash();
    let Some(session) =
        store::access::user_sessions::find(&mut tx, &hash, oldest_allowed(app, now)).await?
    else {
        return Ok(None);
    };
    let row = store::access::users::find(&mut tx, session.user_id).await?;
    let Some(row) = row.filter(|row| row.disabled_at.is_none()) else { return Ok(None) };
    if now - session.last_seen_at > Duration::minutes(1) {
        store::access::user_sessions::touch(&mut tx, &hash).await?;
    }
    tx.commit().await?;
    read(&app.keys.user_key(tenant), &row).map(Some)
}

/// Ends a session.
pub async fn end(app: &App, tenant: &TenantId, token: &Token) -> Result<(), Internal> {
    let mut tx = app.begin(tenant).await?;
    store::access::user_sessions::delete(&mut tx, &token.hash()).await?;
    tx.commit().await?;
    Ok(())
}

fn oldest_allowed(app: &App, now: DateTime<Utc>) -> OldestAllowed {
    let console = &app.console;
    OldestAllowed {
        begun: now - Duration::hours(console.session_hours.into()),
        seen: now - Duration::minutes(console.idle_minutes.into()),
    }
}
