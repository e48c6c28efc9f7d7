//! Identifiers of things: one type for each kind, so that one cannot stand in for another.
//!
//! Outside they are written with their kind in front (`dec_0190…`), as UUIDv7 inside.

use std::str::FromStr;

use chrono::{DateTime, Utc};
use uuid::{ContextV7, Timestamp, Uuid};

/// Why a text is not an identifier of the kind that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an identifier that begins with `{prefix}_` and 32 hexadecimal digits was expected")]
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
            /// A fresh identifier. Those made later sort later.
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
    /// Names an applicant of one tenant.
    ApplicantId = "app",
    /// Names a stored decision.
    DecisionId = "dec",
    /// Names a review.
    ReviewId = "rev",
    /// Names a threat list.
    ListId = "list",
    /// Names what a named person observed of an applicant.
    ObservationId = "obs",
    /// Names a ring: a connected group of linked applicants.
    RingId = "ring",
    /// Names a label.
    LabelId = "lab",
    /// Names an event.
    EventId = "evt",
    /// Names a training job.
    TrainingJobId = "train",
    /// Names a wish to promote a model.
    PromotionId = "pro",
    /// Names a user of the console.
    UserId = "usr",
    /// Names an entry of the audit.
    AuditId = "aud",
    /// Names a piece of work that is done in the background.
    JobId = "job",
    /// Names a verdict.
    VerdictId = "ver",
    /// Names something that happened to a review.
    HistoryId = "his",
    /// Names an appeal.
    AppealId = "apl",
    /// Names a one-time link to contest through.
    AppealLinkId = "alk",
    /// Names a place that webhooks are sent to.
    EndpointId = "whe",
    /// Names what is to be told to one such place.
    DeliveryId = "dlv",
    /// Names a secret that webhooks are signed with.
    SecretId = "whs",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_as_it_was_written_and_only_under_its_own_prefix() {
        let id = DecisionId(Uuid::from_u128(0x0193_7a1e_5c00_7bd2_8f3c_2a5d_8e6b_4f10));
        assert_eq!(id.to_string(), "dec_01937a1e5c007bd28f3c2a5d8e6b4f10");
        assert_eq!(id.to_string().parse(), Ok(id));
        assert!(id.to_string().parse::<ApplicantId>().is_err());
        assert!("dec_{01937a1e5c007bd28f3c2a5d8e6b4f1}".parse::<DecisionId>().is_err());
    }
}
