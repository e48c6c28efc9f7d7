//! Webhooks: endpoints, deliveries, and the schedule of attempts.

use chrono::{DateTime, Duration, Utc};
use ids::{DeliveryId, EndpointId, EventId, SecretId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::event::EventKind;

/// The kind of a test delivery. Other deliveries have the kind of their event.
pub const TEST_KIND: &str = "webhook.test";

/// The delays between attempts, as in the Standard Webhooks specification. The first attempt is made at once.
const DELAYS_S: [i64; 9] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

/// The longest pause that a receiver can ask for.
const LONGEST_PAUSE: Duration = Duration::hours(24);

/// A URL that events are sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    pub id: EndpointId,
    pub url: String,
    /// The tenant's description.
    pub description: String,
    pub wants: Wants,
    pub disabled: Option<Disabled>,
    /// When the current series of failed attempts started.
    pub failing_since: Option<DateTime<Utc>>,
    /// Until when the receiver asked for a pause.
    pub paused_until: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// The events that an endpoint receives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wants {
    /// All kinds, including future ones.
    All,
    /// At least one kind.
    Kinds(Vec<EventKind>),
}

/// Since when and why an endpoint is disabled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disabled {
    pub reason: DisabledReason,
    pub at: DateTime<Utc>,
}

/// Why an endpoint is disabled: `by_request` (you disabled it), `gone` (it responded with 410) or `failing` (it failed
/// for days).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DisabledReason {
    /// The tenant disabled it.
    ByRequest,
    /// The receiver responded with 410.
    Gone,
    /// It failed for days.
    Failing,
}

/// Signature scheme: `v1` (HMAC-SHA256 with a shared secret) or `v1a` (Ed25519 with a public key).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[schema(as = SignatureScheme)]
pub enum Scheme {
    /// HMAC-SHA256 with a shared secret.
    #[serde(rename = "v1")]
    V1,
    /// Ed25519; the receiver has only the public key.
    #[serde(rename = "v1a")]
    V1a,
}

/// A signing secret as stored.
#[derive(Clone, Debug)]
pub struct SealedSecret {
    pub id: SecretId,
    pub scheme: Scheme,
    pub sealed: Vec<u8>,
    pub created_at: DateTime<Utc>,
    /// From when it no longer signs deliveries.
    pub expires_at: Option<DateTime<Utc>>,
}

/// An event or a test for one endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    pub id: DeliveryId,
    pub endpoint: EndpointId,
    /// The event's id, or an id for the test.
    pub event: EventId,
    /// The event's kind, or [`TEST_KIND`].
    pub kind: String,
    /// The exact bytes of the body.
    pub payload: Vec<u8>,
    pub state: DeliveryState,
    /// The number of all attempts.
    pub attempts: i32,
    /// The number of attempts since it was last started or replayed.
    pub tries: i32,
    pub next_attempt_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    /// When it was delivered or given up.
    pub finished_at: Option<DateTime<Utc>>,
}

/// State of a delivery: `pending` (will be attempted), `delivered`, `failed` (all attempts failed) or `paused` (the
/// endpoint was disabled when it was due). Failed and paused deliveries can be replayed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It will be attempted.
    Pending,
    /// The receiver accepted it.
    Delivered,
    /// All scheduled attempts failed. It can be replayed.
    Failed,
    /// Its endpoint was disabled when it was due. It can be replayed. The database calls it `held`.
    #[serde(rename = "paused", alias = "held")]
    Paused,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    pub delivery: DeliveryId,
    /// From 1.
    pub number: i32,
    pub started_at: DateTime<Utc>,
    pub duration_ms: i32,
    /// The HTTP status, if the receiver responded.
    pub status: Option<u16>,
    /// Why it failed. `None` if it succeeded.
    pub failure: Option<String>,
    /// The first 1 KiB of the response.
    pub answer: Vec<u8>,
}

impl Wants {
    /// The names of the kinds. `None` for all kinds.
    pub fn names(&self) -> Option<Vec<String>> {
        match self {
            Self::All => None,
            Self::Kinds(kinds) => Some(kinds.iter().map(|kind| kind.name().to_owned()).collect()),
        }
    }

    /// Reads stored names. Unknown names are ignored.
    pub fn from_names(names: Option<&[String]>) -> Self {
        names.map_or(Self::All, |names| {
            Self::Kinds(names.iter().filter_map(|name| EventKind::from_name(name)).collect())
        })
    }
}

impl DisabledReason {
    pub fn name(self) -> &'static str {
        match self {
            Self::ByRequest => "by_request",
            Self::Gone => "gone",
            Self::Failing => "failing",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        let all = [Self::ByRequest, Self::Gone, Self::Failing];
        all.into_iter().find(|reason| reason.name() == name)
    }
}

impl Scheme {
    /// The name in signatures and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::V1a => "v1a",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::V1, Self::V1a].into_iter().find(|scheme| scheme.name() == name)
    }
}

impl DeliveryState {
    pub fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Paused => "held",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        let all = [Self::Pending, Self::Delivered, Self::Failed, Self::Paused];
        all.into_iter().find(|state| state.name() == name)
    }
}

/// When to try again after a number of failed attempts. `None` if the delivery must be given up. `chance`, from 0 to
/// 1, adds up to 10 % to the delay, so that deliveries that failed together are spread out. The receiver can ask for a
/// longer delay.
pub fn next_try(
    tries: i32,
    now: DateTime<Utc>,
    asked_for: Option<Duration>,
    chance: f64,
) -> Option<DateTime<Utc>> {
    let index = usize::try_from(tries.checked_sub(1)?).ok()?;
    let delay_s = *DELAYS_S.get(index)?;
    #[expect(clippy::cast_possible_truncation, reason = "a delay's tenth is below 2^24 ms")]
    #[expect(clippy::cast_precision_loss, reason = "a delay is below 2^53 ms")]
    let jitter_ms = (delay_s as f64 * 100.0 * chance.clamp(0.0, 1.0)) as i64;
    let delay = Duration::seconds(delay_s) + Duration::milliseconds(jitter_ms);
    let asked_for = asked_for.unwrap_or_default().min(LONGEST_PAUSE);
    Some(now + delay.max(asked_for))
}

/// The pause that a receiver asks for: `Retry-After` (RFC 9110 §10.2.3) in seconds or as a date.
pub fn retry_after(written: &str, now: DateTime<Utc>) -> Option<Duration> {
    let written = written.trim();
    if !written.is_empty() && written.bytes().all(|byte| byte.is_ascii_digit()) {
        let seconds = written.parse::<i64>().unwrap_or(i64::MAX);
        return Some(Duration::seconds(seconds.min(LONGEST_PAUSE.num_seconds())));
    }
    let until = DateTime::parse_from_rfc2822(written).ok()?;
    Some((until.to_utc() - now).clamp(Duration::zero(), LONGEST_PAUSE))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-06-01T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_delivery_fails_after_ten_attempts_on_the_schedule_of_the_specification() {
        let mut after = Duration::zero();
        let mut at = Vec::new();
        for tries in 1..=9 {
            after += next_try(tries, now(), None, 0.0).unwrap() - now();
            at.push(after.num_seconds());
        }
        assert_eq!(at, [5, 305, 2105, 9305, 27_305, 63_305, 113_705, 185_705, 272_105]);
        assert_eq!(next_try(10, now(), None, 0.0), None);
        assert_eq!(next_try(0, now(), None, 0.0), None);
    }

    #[test]
    fn chance_adds_at_most_ten_percent_to_a_delay() {
        let delay = |chance| next_try(2, now(), None, chance).unwrap() - now();
        assert_eq!(delay(0.0), Duration::seconds(300));
        assert_eq!(delay(0.5), Duration::seconds(315));
        assert_eq!(delay(7.0), Duration::seconds(330));
    }

    #[test]
    fn a_receiver_can_ask_for_a_pause_of_at_most_one_day() {
        let delay = |asked| next_try(1, now(), retry_after(asked, now()), 0.0).unwrap() - now();
        assert_eq!(delay("120"), Duration::seconds(120));
        assert_eq!(delay("1"), Duration::seconds(5));
        assert_eq!(delay("99999999999999999999"), Duration::hours(24));
        assert_eq!(delay("Mon, 01 Jun 2026 12:10:00 GMT"), Duration::minutes(10));
        assert_eq!(delay("Mon, 01 Jun 2020 12:10:00 GMT"), Duration::seconds(5));
        assert_eq!(delay("soon"), Duration::seconds(5));
        assert_eq!(delay("-7"), Duration::seconds(5));
    }

    #[test]
    fn names_can_be_read_back() {
        let states = ["pending", "delivered", "failed", "held"];
        for name in states {
            assert_eq!(DeliveryState::from_name(name).unwrap().name(), name);
        }
        for name in ["by_request", "gone", "failing"] {
            assert_eq!(DisabledReason::from_name(name).unwrap().name(), name);
        }
        for name in ["v1", "v1a"] {
            assert_eq!(Scheme::from_name(name).unwrap().name(), name);
        }
        let kinds = Wants::Kinds(vec![EventKind::DecisionCreated, EventKind::LabelCreated]);
        assert_eq!(Wants::from_names(kinds.names().as_deref()), kinds);
        assert_eq!(Wants::from_names(Wants::All.names().as_deref()), Wants::All);
    }
}
