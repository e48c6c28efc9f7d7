//! E-mail addresses and their canonical form.

use ids::text_schema;

use super::json_value::Json;
use super::read::{Notes, Pointer, Read};
use super::values::required_fields;

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailAddress {
    local: String,
    domain: String,
}

impl EmailAddress {
    /// Parses an address (RFC 5321 without quoted local parts and address literals).
    pub fn parse(written: &str) -> Option<Self> {
        let written = written.trim();
        let (local, domain) = written.rsplit_once('@')?;
        let local_fits = (1..=64).contains(&local.len()) && local.chars().all(is_local);
        let dots = local.starts_with('.') || local.ends_with('.') || local.contains("..");
        if written.len() > 254 || !local_fits || dots {
            return None;
        }
        let domain = url::Host::parse(domain).ok()?;
        let url::Host::Domain(domain) = domain else { return None };
        let labels = domain.split('.').filter(|label| !label.is_empty()).count();
        let plain = labels >= 2 && !domain.contains("..") && !domain.ends_with('.');
        plain.then(|| Self { local: local.to_lowercase(), domain })
    }

    /// The part before the `@`, in lower case.
    pub fn local(&self) -> &str {
        &self.local
    }

    /// The domain in lower-case ASCII.
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// The mailbox: without a sub-address (`+tag`) and, for Google's domains, without dots, which Google ignores. All
    /// addresses of a mailbox have the same canonical form.
    pub fn canonical(&self) -> String {
        let base = self.local.split('+').next().filter(|base| !base.is_empty());
        let base = base.unwrap_or(&self.local);
        match self.domain.as_str() {
            "gmail.com" | "googlemail.com" => format!("{}@gmail.com", base.replace('.', "")),
            domain => format!("{base}@{domain}"),
        }
    }
}

fn is_local(c: char) -> bool {
    c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c)
}

impl std::fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EmailAddress(..)")
    }
}

impl Read for EmailAddress {
    fn read(value: &Json<'_>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        let address = Self::parse(notes.text(value, at)?.trim());
        if address.is_none() {
            notes.fault(at, "invalid_email", "is not an e-mail address such as sam@example.com");
        }
        address
    }
}

required_fields!(EmailAddress);
text_schema!(
    EmailAddress,
    "EmailAddress",
    "An e-mail address, such as `sam@example.com`.",
    "sam@example.com"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_mailbox_have_the_same_canonical_form() {
        let canonical = |written| EmailAddress::parse(written).unwrap().canonical();
        assert_eq!(canonical(" Sam.Lee+jobs@GoogleMail.com"), "samlee@gmail.com");
        assert_eq!(canonical("sam.lee+x@Example.COM"), "sam.lee@example.com");
        assert_eq!(canonical("sam@bücher.example"), "sam@xn--bcher-kva.example");
    }

    #[test]
    fn invalid_addresses_are_rejected() {
        for bad in [
            "",
            "sam",
            "@example.com",
            "sam@",
            "a b@example.com",
            "sam@localhost",
            "sam@[192.0.2.1]",
            "sam@192.0.2.1",
            ".sam@example.com",
            "s..m@example.com",
            "sam@example..com",
        ] {
            assert_eq!(EmailAddress::parse(bad), None, "{bad}");
        }
    }
}
