//! Where a webhook may be sent, as far as the address itself tells.

use std::net::IpAddr;

use url::{Host, Url};

use super::config::OutConfig;
use super::guard;

/// How long an endpoint's URL may be.
const MOST_CHARACTERS: usize = 2_000;

/// An endpoint's URL that was checked. Names are looked up, and their addresses checked, at every send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointUrl(Url);

/// Why a URL cannot be an endpoint's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadUrl {
    /// It is none.
    #[error("is not an absolute URL of at most 2000 characters")]
    Unreadable,
    /// It is not encrypted.
    #[error("must begin with `https://`; plain HTTP is for hosts that the operator lists")]
    NotHttps,
    /// It holds a name and password, or a fragment.
    #[error("must hold no user, password or fragment")]
    NotPlain,
    /// It names an address that may not be sent to.
    #[error("names an address that is not public")]
    AddressRefused,
}

impl EndpointUrl {
    /// Takes a URL that may be an endpoint's.
    pub fn parse(written: &str, config: &OutConfig) -> Result<Self, BadUrl> {
        if written.chars().count() > MOST_CHARACTERS {
            return Err(BadUrl::Unreadable);
        }
        let url = Url::parse(written).map_err(|_| BadUrl::Unreadable)?;
        let host = url.host_str().ok_or(BadUrl::Unreadable)?;
        let plain = url.scheme() == "http" && config.http_hosts.iter().any(|one| one == host);
        if url.scheme() != "https" && !plain {
            return Err(BadUrl::NotHttps);
        }
        if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
            return Err(BadUrl::NotPlain);
        }
        let url = Self(url);
        match url.address() {
            Some(address) if !guard::allows(address, &config.allowed_networks) => {
                Err(BadUrl::AddressRefused)
            }
            _ => Ok(url),
        }
    }

    /// As text, in its normal form.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The address that it names outright.
    pub(super) fn address(&self) -> Option<IpAddr> {
        match self.0.host()? {
            Host::Domain(_) => None,
            Host::Ipv4(address) => Some(address.into()),
            Host::Ipv6(address) => Some(address.into()),
        }
    }

    /// The host without brackets, as it is looked up and as a certificate names it.
    pub(super) fn host(&self) -> &str {
        let host = self.0.host_str().expect("a URL without a host is not parsed");
        host.trim_start_matches('[').trim_end_matches(']')
    }

    /// The port.
    pub(super) fn port(&self) -> u16 {
        self.0.port_or_known_default().expect("both schemes have a port")
    }

    /// Whether it is encrypted.
    pub(super) fn encrypted(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// The value of the `Host` header.
    pub(super) fn authority(&self) -> &str {
        self.0.authority()
    }

    /// What is asked for: path and query.
    pub(super) fn target(&self) -> &str {
        &self.0[::url::Position::BeforePath..::url::Position::AfterQuery]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(written: &str) -> Result<EndpointUrl, BadUrl> {
        let http_hosts = vec!["hooks.test".to_owned(), "127.0.0.1".to_owned()];
        EndpointUrl::parse(written, &OutConfig { http_hosts, ..OutConfig::default() })
    }

    #[test]
    fn only_encrypted_plain_urls_of_public_hosts_are_taken() {
        for (written, why) in [
            ("hooks", BadUrl::Unreadable),
            ("/hooks", BadUrl::Unreadable),
            ("mailto:a@example.com", BadUrl::Unreadable),
            ("http://platform.example/", BadUrl::NotHttps),
            ("file://host/etc", BadUrl::NotHttps),
            ("ftp://hooks.test/", BadUrl::NotHttps),
            ("https://user:word@platform.example/", BadUrl::NotPlain),
            ("https://platform.example/#a", BadUrl::NotPlain),
            ("https://10.0.0.1/", BadUrl::AddressRefused),
            ("https://0x7f.1/", BadUrl::AddressRefused),
            ("https://2130706433/", BadUrl::AddressRefused),
            ("https://[::ffff:169.254.169.254]/", BadUrl::AddressRefused),
            ("http://127.0.0.1/", BadUrl::AddressRefused),
        ] {
            assert_eq!(parse(written), Err(why), "{written}");
        }
        assert_eq!(
            parse(&format!("https://a.example/{}", "a".repeat(2000))),
            Err(BadUrl::Unreadable)
        );
    }

    #[test]
    fn a_url_gives_what_a_request_needs() {
        let url = parse("https://Hooks.Example:8443/in/here?a=b%20c").unwrap();
        assert_eq!((url.host(), url.port(), url.encrypted()), ("hooks.example", 8443, true));
        assert_eq!((url.authority(), url.target()), ("hooks.example:8443", "/in/here?a=b%20c"));
        assert_eq!(parse("https://hooks.example").unwrap().target(), "/");
        assert_eq!(parse("https://[2606:4700::1]/").unwrap().host(), "2606:4700::1");
        assert!(!parse("http://hooks.test/").unwrap().encrypted());
    }
}
