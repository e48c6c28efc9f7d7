//! Users: the people who work in the console.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use ids::UserId;
use ids::actor::Actor;

use super::language::Language;

/// A user of one tenant's console.
#[derive(Clone)]
pub struct User {
    /// Their name on record.
    pub id: UserId,
    /// Where they are written to, and what they sign in with.
    pub email: EmailAddress,
    /// What they are called.
    pub name: String,
    /// What they may do.
    pub roles: BTreeSet<Role>,
    /// How they like to see the console.
    pub settings: Settings,
    /// Whether they can sign in with a password.
    pub has_password: bool,
    /// When they joined.
    pub created_at: DateTime<Utc>,
    /// Since when they may not sign in any more.
    pub disabled_at: Option<DateTime<Utc>>,
}

/// How a user likes to see the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// In which language.
    pub language: Language,
    /// In which time zone.
    pub time_zone: Tz,
    /// Dark or light.
    pub theme: Theme,
}

/// What a user may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Works on reviews.
    Reviewer,
    /// Approves verdicts, sets up queues, keeps lists.
    Lead,
    /// Invites people and gives roles; sets up webhooks and the policy.
    Admin,
    /// Trains, promotes and rolls back models.
    ModelOwner,
    /// Sees everything and changes nothing.
    Auditor,
}

/// Dark or light.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the device has it.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// An address in the one form in which it is compared: trimmed and in lower case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EmailAddress(String);

/// Why a text is no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an e-mail address has something before and after one @, and at most 254 characters")]
pub struct BadEmailAddress;

impl EmailAddress {
    /// Takes an address as people write it.
    pub fn parse(written: &str) -> Result<Self, BadEmailAddress> {
        let address = written.trim().to_lowercase();
        let (local, domain) = address.split_once('@').ok_or(BadEmailAddress)?;
        let plain = |c: char| !c.is_whitespace() && !c.is_control() && c != '@';
        let fits = !local.is_empty()
            && !domain.is_empty()
            && address.chars().count() <= 254
            && local.chars().chain(domain.chars()).all(plain);
        if fits { Ok(Self(address)) } else { Err(BadEmailAddress) }
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands after the `@`.
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
    /// The user on record.
    pub fn actor(&self) -> Actor {
        Actor::parse(&self.id.to_string()).expect("an id is a name of printable characters")
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self { language: Language::English, time_zone: Tz::UTC, theme: Theme::System }
    }
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 5] =
        [Self::Reviewer, Self::Lead, Self::Admin, Self::ModelOwner, Self::Auditor];

    /// Its name in the store.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reviewer => "reviewer",
            Self::Lead => "lead",
            Self::Admin => "admin",
            Self::ModelOwner => "model_owner",
            Self::Auditor => "auditor",
        }
    }

    /// The role of this name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Roles from their names; unknown ones allow nothing.
    pub fn read<S: AsRef<str>>(names: &[S]) -> BTreeSet<Self> {
        names.iter().filter_map(|name| Self::of(name.as_ref())).collect()
    }
}

impl std::str::FromStr for Role {
    type Err = String;

    fn from_str(written: &str) -> Result<Self, String> {
        let all = Self::ALL.map(Self::name).join(", ");
        Self::of(written).ok_or_else(|| format!("there is no role `{written}`; there are {all}"))
    }
}

impl Theme {
    /// Every theme.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Its name in the store and in the page.
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of a name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_same_however_it_is_written_and_does_not_show() {
        let address = EmailAddress::parse(" Robin@Mail.Example ").unwrap();
        assert_eq!(address, EmailAddress::parse("robin@mail.example").unwrap());
        assert_eq!(address.domain(), "mail.example");
        assert_eq!(format!("{address:?}"), "EmailAddress(..)");
        for bad in ["", "robin", "@mail.example", "robin@", "a b@mail.example", "a@b@c", "a@b\n"] {
            let kept = EmailAddress::parse(bad);
            assert!(kept.is_err() || bad == "a@b\n", "{bad:?}");
        }
    }
}
