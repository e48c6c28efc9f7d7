//! Secrets at rest: one master key, and what is derived from it for each tenant and applicant.
//!
//! The master key is a file. From it come, by HKDF, a pepper and a wrapping key for each tenant. Each
//! applicant has a random data key, stored wrapped; destroying it erases everything it sealed.

mod appeal_links;
pub mod file;
mod sealed;

use std::path::Path;

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop};

pub use appeal_links::AppealLinkKey;
pub use file::KeyFileError;
pub use sealed::{CannotOpen, DataKey};

use crate::domain::tenant::TenantId;
use evidence::pepper::Pepper;
use ids::ApplicantId;

/// The secret that every other one is derived from.
#[derive(ZeroizeOnDrop)]
pub struct MasterKey([u8; 32]);

impl MasterKey {
    /// Reads the key, or makes one on the first start.
    pub fn load_or_create(path: &Path) -> Result<Self, KeyFileError> {
        let mut bytes = file::load_or_create(path, || Ok(fresh_key()?.to_vec()))?;
        let key = <[u8; 32]>::try_from(bytes.as_slice())
            .map_err(|_| KeyFileError::Malformed { path: path.to_owned() });
        bytes.zeroize();
        Ok(Self(key?))
    }

    /// A key of these bytes, for tests and for training, where nothing outlives the process.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The tenant's secret for identifier digests.
    pub fn pepper(&self, tenant: &TenantId) -> Pepper {
        Pepper::new(self.derive("pepper", tenant))
    }

    /// The tenant's key for appeal links. It equals the pepper, because links that were sent before must stay valid.
    pub fn appeal_link_key(&self, tenant: &TenantId) -> AppealLinkKey {
        AppealLinkKey::from_bytes(self.derive("pepper", tenant))
    }

    /// The tenant's key for answers that are kept a while.
    pub fn answers(&self, tenant: &TenantId) -> DataKey {
        DataKey::from_bytes(self.derive("answers", tenant))
    }

    /// The key that seals what the tenant's webhooks are signed with.
    pub fn webhook_key(&self, tenant: &TenantId) -> DataKey {
        DataKey::from_bytes(self.derive("webhook", tenant))
    }

    /// A fresh data key for an applicant.
    pub fn new_data_key(&self) -> Result<DataKey, KeyFileError> {
        fresh_key().map(DataKey::from_bytes)
    }

    /// The data key in the form in which it is stored.
    pub fn wrap(&self, tenant: &TenantId, applicant: ApplicantId, key: &DataKey) -> Vec<u8> {
        let wrapping = DataKey::from_bytes(self.derive("wrap", tenant));
        wrapping.seal(key.bytes(), &wrapped_for(tenant, applicant))
    }

    /// The data key that was stored.
    pub fn unwrap(
        &self,
        tenant: &TenantId,
        applicant: ApplicantId,
        wrapped: &[u8],
    ) -> Result<DataKey, CannotOpen> {
        let wrapping = DataKey::from_bytes(self.derive("wrap", tenant));
        let mut bytes = wrapping.open(wrapped, &wrapped_for(tenant, applicant))?;
        let key = <[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| CannotOpen);
        bytes.zeroize();
        key.map(DataKey::from_bytes)
    }

    /// The tenant's key for what is known of the users of its console.
    pub fn user_key(&self, tenant: &TenantId) -> DataKey {
        DataKey::from_bytes(self.derive("users", tenant))
    }

    /// The tenant's key for the names in confirmed relations.
    pub fn relation_key(&self, tenant: &TenantId) -> DataKey {
        DataKey::from_bytes(self.derive("relations", tenant))
    }

    /// HKDF-SHA-256 (RFC 5869); what the key is for and whose it is are the `info`.
    fn derive(&self, purpose: &str, tenant: &TenantId) -> [u8; 32] {
        let mut key = [0; 32];
        let info = format!("bonafide/v1/{purpose}/{tenant}");
        Hkdf::<Sha256>::new(None, &self.0)
            .expand(info.as_bytes(), &mut key)
            .expect("32 bytes are within what HKDF-SHA-256 gives");
        key
    }
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKey(..)")
    }
}

fn wrapped_for(tenant: &TenantId, applicant: ApplicantId) -> String {
    format!("data-key/{tenant}/{applicant}")
}

/// 32 random bytes of the operating system, for what nobody may guess.
pub fn random() -> Result<[u8; 32], KeyFileError> {
    fresh_key()
}

fn fresh_key() -> Result<[u8; 32], KeyFileError> {
    let mut bytes = [0; 32];
    sealed::fill_random(&mut bytes).map_err(|_| KeyFileError::NoRandomness)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use evidence::identifier::IdentifierKind;

    #[test]
    fn a_data_key_opens_only_for_its_own_tenant_and_applicant() {
        let master = MasterKey::from_bytes([7; 32]);
        let (ours, theirs) = (TenantId::parse("ours").unwrap(), TenantId::parse("theirs").unwrap());
        let (one, two) =
            (ApplicantId(uuid::Uuid::from_u128(1)), ApplicantId(uuid::Uuid::from_u128(2)));
        let key = master.new_data_key().unwrap();
        let wrapped = master.wrap(&ours, one, &key);
        assert_eq!(master.unwrap(&ours, one, &wrapped).unwrap().bytes(), key.bytes());
        assert!(master.unwrap(&theirs, one, &wrapped).is_err());
        assert!(master.unwrap(&ours, two, &wrapped).is_err());
        assert!(MasterKey::from_bytes([8; 32]).unwrap(&ours, one, &wrapped).is_err());
    }

    #[test]
    fn tenants_have_different_peppers() {
        let master = MasterKey::from_bytes([7; 32]);
        let digest = |tenant: &str| {
            let tenant = TenantId::parse(tenant).unwrap();
            master.pepper(&tenant).digest(IdentifierKind::Email, "sam@example.com")
        };
        assert_eq!(digest("ours"), digest("ours"));
        assert_ne!(digest("ours"), digest("theirs"));
    }
}
