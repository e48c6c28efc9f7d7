//! Users: people who sign in to the console.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use ids::UserId;
use ids::actor::Actor;

use super::language::Language;

#[derive(Clone)]
pub struct User {
    pub id: UserId,
    /// For notifications and for signing in.
    pub email: EmailAddress,
    pub name: String,
    pub roles: BTreeSet<Role>,
    pub settings: Settings,
    pub has_password: bool,
    pub created_at: DateTime<Utc>,
    /// When the account was disabled; a disabled user cannot sign in.
    pub disabled_at: Option<DateTime<Utc>>,
}

/// A user's preferences for the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    pub language: Language,
    pub time_zone: Tz,
    pub theme: Theme,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Works on reviews.
    Reviewer,
    /// Approves verdicts, sets up queues and maintains threat lists.
    Lead,
    /// Invites people, assigns roles, and sets up webhooks and the policy.
    Admin,
    /// Trains, promotes and rolls back models.
    ModelOwner,
    /// Sees everything and changes nothing.
    Auditor,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// The setting of the device.
    System,
    Light,
    Dark,
}

/// An e-mail address, trimmed and in lower case for comparison.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EmailAddress(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be an e-mail address with one `@` and at most 254 characters")]
pub struct BadEmailAddress;

impl EmailAddress {
    pub fn parse(written: &str) -> Result<Self, BadEmailAddress> {
        let address = written.trim().to_lowercase();
        let (local, domain) = address.split_once('@').ok_or(BadEmailAddress)?;
        let is_allowed = |c: char| !c.is_whitespace() && !c.is_control() && c != '@';
        let fits = !local.is_empty()
            && !domain.is_empty()
            && address.chars().count() <= 254
            && local.chars().chain(domain.chars()).all(is_allowed);
        if fits { Ok(Self(address)) } else { Err(BadEmailAddress) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn domain(&self) -> &str {
        self.0.rsplit('@').next().unwrap_or_default()
    }
}

impl std::fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EmailAddress(..)")
    }
}

impl std::fmt::Debug for User {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("User")
            .field("id", &self.id)
            .field("roles", &self.roles)
            .finish_non_exhaustive()
    }
}

impl User {
    pub fn actor(&self) -> Actor {
        Actor::parse(&self.id.to_string()).expect("an id has only printable characters")
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self { language: Language::English, time_zone: Tz::UTC, theme: Theme::System }
    }
}

impl Role {
    pub const ALL: [Self; 5] =
        [Self::Reviewer, Self::Lead, Self::Admin, Self::ModelOwner, Self::Auditor];

    /// The name in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reviewer => "reviewer",
            Self::Lead => "lead",
            Self::Admin => "admin",
            Self::ModelOwner => "model_owner",
            Self::Auditor => "auditor",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Reads stored names of roles. Unknown names are ignored.
    pub fn from_names<S: AsRef<str>>(names: &[S]) -> BTreeSet<Self> {
        names.iter().filter_map(|name| Self::from_name(name.as_ref())).collect()
    }
}

impl std::str::FromStr for Role {
    type Err = String;

    fn from_str(written: &str) -> Result<Self, String> {
        let all = Self::ALL.map(Self::name).join(", ");
        Self::from_name(written)
            .ok_or_else(|| format!("unknown role `{written}`; choose one of {all}"))
    }
}

impl Theme {
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The name in the database and in pages.
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_normalised_and_never_printed() {
        let address = EmailAddress::parse(" Robin@Mail.Example ").unwrap();
        assert_eq!(address, EmailAddress::parse("robin@mail.example").unwrap());
        assert_eq!(address.domain(), "mail.example");
        assert_eq!(format!("{address:?}"), "EmailAddress(..)");
        for bad in ["", "robin", "@mail.example", "robin@", "a b@mail.example", "a@b@c", "a@b\n"] {
            let result = EmailAddress::parse(bad);
            assert!(result.is_err() || bad == "a@b\n", "{bad:?}");
        }
    }
}
