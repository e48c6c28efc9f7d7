//! Ids: one type per kind of thing, so that they can't be mixed up.
//!
//! Each is a UUIDv7. Its text form starts with a prefix for the kind (`dec_0190…`).

use std::str::FromStr;

use chrono::{DateTime, Utc};
use uuid::{ContextV7, Timestamp, Uuid};

/// The text is not an id of the expected kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be `{prefix}_` and 32 hexadecimal digits")]
pub struct BadId {
    prefix: &'static str,
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal,)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
        pub struct $name(pub Uuid);

        impl $name {
            /// Creates an id. Ids sort by creation time.
            pub fn new(at: DateTime<Utc>) -> Self {
                let seconds = u64::try_from(at.timestamp()).unwrap_or_default();
                let nanos = at.timestamp_subsec_nanos();
                Self(Uuid::new_v7(Timestamp::from_unix(ContextV7::new(), seconds, nanos)))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!($prefix, "_{}"), self.0.simple())
            }
        }

        crate::text_schema!(
            $name,
            stringify!($name),
            concat!("`", $prefix, "_` followed by a UUIDv7 as 32 hexadecimal digits."),
            concat!($prefix, "_01937a1e5c007bd28f3c2a5d8e6b4f10"),
            concat!("^", $prefix, "_[0-9a-f]{32}$")
        );

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(written: &str) -> Result<Self, BadId> {
                let bad = BadId { prefix: $prefix };
                let digits = written.strip_prefix(concat!($prefix, "_")).ok_or(bad)?;
                if digits.len() != 32 {
                    return Err(bad);
                }
                Uuid::try_parse(digits).map(Self).map_err(|_| bad)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let written = std::borrow::Cow::<str>::deserialize(deserializer)?;
                written.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}

ids! {
    ApplicantId = "app",
    DecisionId = "dec",
    ReviewId = "rev",
    /// A threat list.
    ListId = "list",
    ObservationId = "obs",
    RingId = "ring",
    /// A confirmed relation between applicants.
    RelationId = "rel",
    LabelId = "lab",
    EventId = "evt",
    TrainingJobId = "train",
    /// A request to promote a model.
    PromotionId = "pro",
    /// A user of the console.
    UserId = "usr",
    /// An audit entry.
    AuditId = "aud",
    /// A background job.
    JobId = "job",
    VerdictId = "ver",
    /// An entry in the history of a review.
    HistoryId = "his",
    AppealId = "apl",
    /// A single-use link for an appeal.
    AppealLinkId = "alk",
    /// A webhook endpoint.
    EndpointId = "whe",
    /// A webhook delivery.
    DeliveryId = "dlv",
    /// A secret for webhook signatures.
    SecretId = "whs",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_can_be_read_back_but_only_with_its_own_prefix() {
        let id = DecisionId(Uuid::from_u128(0x0193_7a1e_5c00_7bd2_8f3c_2a5d_8e6b_4f10));
        assert_eq!(id.to_string(), "dec_01937a1e5c007bd28f3c2a5d8e6b4f10");
        assert_eq!(id.to_string().parse(), Ok(id));
        assert!(id.to_string().parse::<ApplicantId>().is_err());
        assert!("dec_{01937a1e5c007bd28f3c2a5d8e6b4f1}".parse::<DecisionId>().is_err());
    }
}
