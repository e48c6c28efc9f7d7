//! The form of a webhook endpoint: empty, filled in from the endpoint, or rejected with an error.

use super::choice::{Choice, choices};
use super::failure::Failure;
use super::shell::Shell;
use super::visitor::Fields;
use crate::domain::event::EventKind;
use crate::domain::webhook::{Endpoint, Scheme, Wants};
use crate::service::webhooks::webhook_endpoints::EndpointError;

pub(super) struct EndpointForm {
    pub(super) url: String,
    pub(super) description: String,
    pub(super) all_events: bool,
    pub(super) events: Vec<(&'static str, bool)>,
    pub(super) schemes: Vec<Choice>,
    error: Option<FieldError>,
}

/// An error, and the field beside which it is shown.
struct FieldError {
    field: &'static str,
    text: String,
}

impl EndpointForm {
    pub(super) fn empty(s: &Shell) -> Self {
        Self::new(s, "", "", &Wants::All, &[Scheme::V1])
    }

    pub(super) fn for_endpoint(s: &Shell, endpoint: &Endpoint) -> Self {
        Self::new(s, &endpoint.url, &endpoint.description, &endpoint.wants, &[])
    }

    /// The form as it was sent, with its error. Fails if the error isn't about the form.
    pub(super) fn refused(
        s: &Shell,
        fields: &Fields,
        error: EndpointError,
    ) -> Result<Self, Failure> {
        let (field, key) = field_error(&error).ok_or(error)?;
        let (url, description) = (fields.text("url"), fields.text("description"));
        let form = Self::new(s, url, description, &chosen_events(fields), &chosen_schemes(fields));
        Ok(Self { error: Some(FieldError { field, text: s.t(key) }), ..form })
    }

    fn new(
        s: &Shell,
        url: &str,
        description: &str,
        wants: &Wants,
        chosen_schemes: &[Scheme],
    ) -> Self {
        let is_chosen = |kind: &EventKind| match wants {
            Wants::All => true,
            Wants::Kinds(kinds) => kinds.contains(kind),
        };
        let schemes = [Scheme::V1, Scheme::V1a]
            .map(|scheme| (scheme.name(), s.named("webhook_scheme", scheme.name())));
        let schemes =
            choices(schemes, |name| chosen_schemes.iter().any(|scheme| scheme.name() == name));
        Self {
            url: url.to_owned(),
            description: description.to_owned(),
            all_events: *wants == Wants::All,
            events: EventKind::ALL.iter().map(|kind| (kind.name(), is_chosen(kind))).collect(),
            schemes,
            error: None,
        }
    }

    pub(super) fn has_error(&self) -> bool {
        self.error.is_some()
    }

    /// The error of a field, or of the whole form if the name is empty.
    pub(super) fn error(&self, field: &str) -> Option<&str> {
        self.error.as_ref().filter(|error| error.field == field).map(|error| error.text.as_str())
    }
}

/// The field that an error is about, and the key of its text.
fn field_error(error: &EndpointError) -> Option<(&'static str, &'static str)> {
    match error {
        EndpointError::BadUrl(_) => Some(("url", "error.bad_url")),
        EndpointError::Fault { field: "event_types", .. } => Some(("kinds", "error.no_events")),
        EndpointError::Fault { field: "signing", .. } => Some(("signing", "error.no_signature")),
        EndpointError::Fault { .. } => Some(("description", "error.bad_description")),
        EndpointError::TooMany => Some(("", "error.too_many_endpoints")),
        EndpointError::NotFound | EndpointError::Disabled | EndpointError::Internal(_) => None,
    }
}

pub(super) fn chosen_events(fields: &Fields) -> Wants {
    if fields.text("all") == "yes" {
        return Wants::All;
    }
    Wants::Kinds(fields.all("kind").into_iter().filter_map(EventKind::from_name).collect())
}

pub(super) fn chosen_schemes(fields: &Fields) -> Vec<Scheme> {
    fields.all("scheme").into_iter().filter_map(Scheme::from_name).collect()
}
