//! Tenants: platforms that use the service.

use utoipa::ToSchema;

/// Id of a tenant: 1 to 63 lower-case letters, digits, `-` and `_`, starting with a letter or digit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, example = "demo")]
pub struct TenantId(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be 1 to 63 lower-case letters, digits, `-` and `_`, starting with a letter or digit")]
pub struct BadTenantId;

impl TenantId {
    pub fn parse(written: &str) -> Result<Self, BadTenantId> {
        if is_slug(written) { Ok(Self(written.to_owned())) } else { Err(BadTenantId) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a text is 1 to 63 lower-case letters, digits, `-` and `_`, starting with a letter or digit.
pub(super) fn is_slug(text: &str) -> bool {
    let first = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let known = |c: char| first(c) || c == '-' || c == '_';
    text.len() <= 63 && text.starts_with(first) && text.chars().all(known)
}

impl std::str::FromStr for TenantId {
    type Err = BadTenantId;

    fn from_str(written: &str) -> Result<Self, BadTenantId> {
        Self::parse(written)
    }
}

impl std::fmt::Display for TenantId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenant_id_is_short_and_in_lower_case() {
        assert!(TenantId::parse("acme-1").is_ok());
        for bad in ["", "Acme", "-acme", "a b", "a'; --", &"a".repeat(64)] {
            assert_eq!(TenantId::parse(bad), Err(BadTenantId), "{bad}");
        }
    }
}
