//! The form about a webhook endpoint: empty, as the endpoint stands, or as it was sent and refused.

use super::failure::Failure;
use super::shell::Shell;
use super::visitor::Fields;
use crate::domain::event::EventKind;
use crate::domain::webhook::{Endpoint, Scheme, Wants};
use crate::service::webhook_endpoints::EndpointError;

/// What the form holds.
pub(super) struct EndpointForm {
    pub(super) url: String,
    pub(super) description: String,
    pub(super) wants_all: bool,
    /// Every kind of event, with whether it is chosen.
    pub(super) kinds: Vec<(&'static str, bool)>,
    /// Every way of signing in words, with whether it is chosen.
    pub(super) schemes: Vec<(&'static str, String, bool)>,
    fault: Option<Fault>,
}

/// Why a form was refused, in words, and beside which field that stands.
struct Fault {
    field: &'static str,
    what: String,
}

impl EndpointForm {
    /// What somebody fills in first.
    pub(super) fn empty(s: &Shell) -> Self {
        Self::of(s, "", "", &Wants::All, &[Scheme::V1])
    }

    /// What an endpoint is now.
    pub(super) fn about(s: &Shell, endpoint: &Endpoint) -> Self {
        Self::of(s, &endpoint.url, &endpoint.description, &endpoint.wants, &[])
    }

    /// What was sent and refused, with the fault; anything but a fault of the form fails as it is.
    pub(super) fn refused(
        s: &Shell,
        fields: &Fields,
        error: EndpointError,
    ) -> Result<Self, Failure> {
        let (field, key) = fault(&error).ok_or(error)?;
        let (url, description) = (fields.text("url"), fields.text("description"));
        let mut form = Self::of(s, url, description, &wanted(fields), &schemes(fields));
        form.fault = Some(Fault { field, what: s.t(key) });
        Ok(form)
    }

    fn of(s: &Shell, url: &str, description: &str, wants: &Wants, signing: &[Scheme]) -> Self {
        let chosen = |kind: &EventKind| match wants {
            Wants::All => true,
            Wants::Kinds(kinds) => kinds.contains(kind),
        };
        let signs = |scheme: Scheme| {
            let text = s.t(&format!("webhook_scheme.{}", scheme.name()));
            (scheme.name(), text, signing.contains(&scheme))
        };
        Self {
            url: url.to_owned(),
            description: description.to_owned(),
            wants_all: *wants == Wants::All,
            kinds: EventKind::ALL.iter().map(|kind| (kind.name(), chosen(kind))).collect(),
            schemes: [Scheme::V1, Scheme::V1a].map(signs).into(),
            fault: None,
        }
    }

    /// Whether it was refused.
    pub(super) fn is_refused(&self) -> bool {
        self.fault.is_some()
    }

    /// What is wrong with a field; of the form as a whole if the name is empty.
    pub(super) fn fault(&self, field: &str) -> Option<&str> {
        self.fault.as_ref().filter(|fault| fault.field == field).map(|fault| fault.what.as_str())
    }
}

/// Which field an error is about, and the key of the text that says what is wrong with it.
fn fault(error: &EndpointError) -> Option<(&'static str, &'static str)> {
    match error {
        EndpointError::BadUrl(_) => Some(("url", "webhooks.bad_url")),
        EndpointError::Fault { field: "kinds", .. } => Some(("kinds", "webhooks.no_kinds")),
        EndpointError::Fault { field: "signing", .. } => Some(("signing", "webhooks.no_scheme")),
        EndpointError::Fault { .. } => Some(("description", "webhooks.bad_description")),
        EndpointError::TooMany => Some(("", "webhooks.too_many")),
        EndpointError::NotFound | EndpointError::Disabled | EndpointError::Internal(_) => None,
    }
}

/// Which events a form asks for.
pub(super) fn wanted(fields: &Fields) -> Wants {
    if fields.text("all") == "yes" {
        return Wants::All;
    }
    Wants::Kinds(fields.all("kind").into_iter().filter_map(EventKind::of).collect())
}

/// How a form asks that deliveries are signed.
pub(super) fn schemes(fields: &Fields) -> Vec<Scheme> {
    fields.all("scheme").into_iter().filter_map(Scheme::of).collect()
}
