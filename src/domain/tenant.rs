//! Tenants: platforms that use the service.

use utoipa::ToSchema;

/// Names a tenant: 1 to 63 lower-case letters, digits, `-` and `_`, beginning with a letter or digit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, example = "demo")]
pub struct TenantId(String);

/// Why a text is not a tenant id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be 1 to 63 lower-case letters, digits, `-` and `_`, starting with a letter or digit")]
pub struct BadTenantId;

impl TenantId {
    pub fn parse(written: &str) -> Result<Self, BadTenantId> {
        let first = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        let known = |c: char| first(c) || c == '-' || c == '_';
        let fits = (1..=63).contains(&written.len());
        if !fits || !written.starts_with(first) || !written.chars().all(known) {
            return Err(BadTenantId);
        }
        Ok(Self(written.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
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
