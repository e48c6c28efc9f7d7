//! Webhooks: who wants to be told of what, what became of it, and when to try again.

use chrono::{DateTime, Duration, Utc};
use ids::{DeliveryId, EndpointId, EventId, SecretId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::event::EventKind;

/// What a delivery is of: the event that it tells, or a test of the endpoint.
pub const TEST_KIND: &str = "webhook.test";

/// How long after a failed attempt the next one follows: the schedule of the Standard Webhooks specification.
/// The first attempt is made at once; after the last nothing follows.
const DELAYS_S: [i64; 9] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

/// How long a receiver that asks for time is left alone at most.
const LONGEST_PAUSE: Duration = Duration::hours(24);

/// A place that events are sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// Its name.
    pub id: EndpointId,
    /// Where it is.
    pub url: String,
    /// The tenant's words about it.
    pub description: String,
    /// Which events it wants.
    pub wants: Wants,
    /// Since when and why it is told nothing, if so.
    pub disabled: Option<Disabled>,
    /// When the attempts that failed one after another began.
    pub failing_since: Option<DateTime<Utc>>,
    /// Until when the receiver asked to be left alone.
    pub paused_until: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// Which events an endpoint wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wants {
    /// Every kind, those of the future too.
    All,
    /// These; at least one.
    Kinds(Vec<EventKind>),
}

/// Since when and why an endpoint is told nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disabled {
    /// Why.
    pub reason: DisabledReason,
    /// Since when.
    pub at: DateTime<Utc>,
}

/// Why an endpoint is disabled: `by_request` (you disabled it), `gone` (it responded with 410) or `failing` (it failed
/// for days).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DisabledReason {
    /// The tenant wanted it so.
    ByRequest,
    /// The receiver answered 410: it is not there any more.
    Gone,
    /// It failed for days.
    Failing,
}

/// Signature scheme: `v1` (HMAC-SHA256 with a shared secret) or `v1a` (Ed25519 with a public key).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[schema(as = SignatureScheme)]
pub enum Scheme {
    /// HMAC-SHA256 with a secret that both sides have.
    #[serde(rename = "v1")]
    V1,
    /// Ed25519: the receiver has the public key alone.
    #[serde(rename = "v1a")]
    V1a,
}

/// A secret as it is stored.
#[derive(Clone, Debug)]
pub struct SealedSecret {
    /// Its name.
    pub id: SecretId,
    /// How it signs.
    pub scheme: Scheme,
    /// Itself, sealed.
    pub sealed: Vec<u8>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// From when on it does not sign any more.
    pub expires_at: Option<DateTime<Utc>>,
}

/// What is to be told to one endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Its name.
    pub id: DeliveryId,
    /// To whom.
    pub endpoint: EndpointId,
    /// What the receiver knows it by.
    pub event: EventId,
    /// The event's kind, or [`TEST_KIND`].
    pub kind: String,
    /// The body, byte for byte.
    pub payload: Vec<u8>,
    /// What became of it.
    pub state: DeliveryState,
    /// All attempts so far.
    pub attempts: i32,
    /// Those since it was last begun.
    pub tries: i32,
    /// When the next one is due.
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it was delivered or given up.
    pub finished_at: Option<DateTime<Utc>>,
}

/// State of a delivery: `pending` (will be attempted), `delivered`, `failed` (all attempts failed) or `paused` (the
/// endpoint was disabled when it was due). Failed and paused deliveries can be replayed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It will be tried, or tried again.
    Pending,
    /// The receiver took it.
    Delivered,
    /// Every attempt of the schedule failed. It can be replayed.
    Failed,
    /// Its endpoint was disabled when it was due. It can be replayed. The store calls it `held`.
    #[serde(rename = "paused", alias = "held")]
    Paused,
}

/// One attempt to deliver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Of what.
    pub delivery: DeliveryId,
    /// Which, from 1.
    pub number: i32,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// How long it took.
    pub duration_ms: i32,
    /// What the receiver answered, if it did.
    pub status: Option<u16>,
    /// Why it counts as failed; nothing if it succeeded.
    pub failure: Option<String>,
    /// The first 1 KiB of the answer.
    pub answer: Vec<u8>,
}

impl Wants {
    /// The names of the kinds; nothing for all of them.
    pub fn names(&self) -> Option<Vec<String>> {
        match self {
            Self::All => None,
            Self::Kinds(kinds) => Some(kinds.iter().map(|kind| kind.name().to_owned()).collect()),
        }
    }

    /// Of stored names. One that this build does not know is left out.
    pub fn of(names: Option<&[String]>) -> Self {
        names.map_or(Self::All, |names| {
            Self::Kinds(names.iter().filter_map(|name| EventKind::of(name)).collect())
        })
    }
}

impl DisabledReason {
    /// Its name in the store.
    pub fn name(self) -> &'static str {
        match self {
            Self::ByRequest => "by_request",
            Self::Gone => "gone",
            Self::Failing => "failing",
        }
    }

    /// The reason of this name.
    pub fn of(name: &str) -> Option<Self> {
        [Self::ByRequest, Self::Gone, Self::Failing].into_iter().find(|one| one.name() == name)
    }
}

impl Scheme {
    /// Its name in signatures and in the store.
    pub fn name(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::V1a => "v1a",
        }
    }

    /// The scheme of this name.
    pub fn of(name: &str) -> Option<Self> {
        [Self::V1, Self::V1a].into_iter().find(|one| one.name() == name)
    }
}

impl DeliveryState {
    /// Its name in the store.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Paused => "held",
        }
    }

    /// The state of this name.
    pub fn of(name: &str) -> Option<Self> {
        let all = [Self::Pending, Self::Delivered, Self::Failed, Self::Paused];
        all.into_iter().find(|one| one.name() == name)
    }
}

/// When to try again after so many failed tries; nothing when it is to be given up. `chance`, from 0 to 1,
/// lengthens the delay by a tenth at most, so that what failed together does not come back together. A receiver
/// that asks for more time gets it.
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

/// For how long a receiver wants to be left alone: `Retry-After` (RFC 9110 §10.2.3) in seconds or as a date.
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
    fn ten_attempts_follow_the_schedule_of_the_specification_and_no_eleventh() {
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
    fn chance_lengthens_a_delay_by_a_tenth_at_most() {
        let delay = |chance| next_try(2, now(), None, chance).unwrap() - now();
        assert_eq!(delay(0.0), Duration::seconds(300));
        assert_eq!(delay(0.5), Duration::seconds(315));
        assert_eq!(delay(7.0), Duration::seconds(330));
    }

    #[test]
    fn a_receiver_gets_the_time_that_it_asks_for_but_not_less_than_the_schedule_nor_more_than_a_day()
     {
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
    fn every_name_reads_back() {
        let states = ["pending", "delivered", "failed", "held"];
        for name in states {
            assert_eq!(DeliveryState::of(name).unwrap().name(), name);
        }
        for name in ["by_request", "gone", "failing"] {
            assert_eq!(DisabledReason::of(name).unwrap().name(), name);
        }
        for name in ["v1", "v1a"] {
            assert_eq!(Scheme::of(name).unwrap().name(), name);
        }
        let kinds = Wants::Kinds(vec![EventKind::DecisionCreated, EventKind::LabelCreated]);
        assert_eq!(Wants::of(kinds.names().as_deref()), kinds);
        assert_eq!(Wants::of(Wants::All.names().as_deref()), Wants::All);
    }
}
