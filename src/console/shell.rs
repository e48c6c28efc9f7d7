//! What every page has around it: navigation, language, theme, the form's token.

use std::fmt::Display;

use actix_web::HttpRequest;
use actix_web::http::header;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::texts::Texts;
use super::visitor::Visitor;
use crate::auth::Scope;
use crate::domain::user::{Language, Theme};

/// What every page has around it.
pub(super) struct Shell {
    texts: Texts,
    pub(super) lang: &'static str,
    pub(super) theme: &'static str,
    pub(super) title: String,
    pub(super) nav: Vec<Nav>,
    /// What the visitor is called; empty for strangers.
    pub(super) name: String,
    pub(super) tenant: String,
    pub(super) csrf: String,
    pub(super) zone: Tz,
    /// What a form just did, in words.
    pub(super) said: Option<String>,
    /// Names the build's files, so that a browser never mixes two builds.
    pub(super) build: &'static str,
}

/// A link of the navigation.
pub(super) struct Nav {
    pub(super) path: &'static str,
    pub(super) text: String,
    pub(super) here: bool,
}

/// The navigation, with what each page takes.
const NAV: &[(&str, &str, Option<Scope>)] = &[
    ("/console/reviews", "nav.queue", Some(Scope::ReviewsRead)),
    ("/console/approvals", "nav.approvals", Some(Scope::ApprovalsWrite)),
    ("/console/appeals", "nav.appeals", Some(Scope::ReviewsRead)),
    ("/console/rings", "nav.rings", Some(Scope::ApplicantsRead)),
    ("/console/models", "nav.models", Some(Scope::ModelsRead)),
    ("/console/lists", "nav.lists", Some(Scope::ListsRead)),
    ("/console/webhooks", "nav.webhooks", Some(Scope::WebhooksRead)),
    ("/console/users", "nav.users", Some(Scope::UsersRead)),
    ("/console/audit", "nav.audit", Some(Scope::AuditRead)),
    ("/console/settings", "nav.settings", None),
];

/// Pages that stand beside one of the navigation's, behind tabs.
const BESIDE: &[(&str, &str)] =
    &[("/console/drift", "/console/models"), ("/console/training", "/console/models")];

/// Whether a page stands under an entry of the navigation.
fn is_under(path: &str, to: &str) -> bool {
    let within = |to: &str| {
        path.strip_prefix(to).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    within(to) || BESIDE.iter().any(|(page, beside)| *beside == to && within(page))
}

impl Shell {
    /// Around a page of somebody who is signed in.
    pub(super) fn of(visitor: &Visitor, title: &str, request: &HttpRequest) -> Self {
        let texts = Texts::of(visitor.user.settings.language);
        let path = request.path();
        let allowed = |scope: &Option<Scope>| scope.is_none_or(|scope| visitor.may(scope));
        let nav = NAV.iter().filter(|(_, _, scope)| allowed(scope)).map(|(to, key, _)| Nav {
            path: to,
            text: texts.t(key),
            here: is_under(path, to),
        });
        Self {
            lang: texts.tag(),
            theme: visitor.user.settings.theme.name(),
            title: texts.t(title),
            nav: nav.collect(),
            name: visitor.user.name.clone(),
            tenant: visitor.tenant.to_string(),
            csrf: visitor.csrf.clone(),
            zone: visitor.user.settings.time_zone,
            said: said(texts, request),
            build: super::assets::build(),
            texts,
        }
    }

    /// Around a page of a stranger, in the language of their browser.
    pub(super) fn of_stranger(title: &str, request: &HttpRequest) -> Self {
        let accepted = request.headers().get(header::ACCEPT_LANGUAGE);
        let accepted = accepted.and_then(|value| value.to_str().ok()).unwrap_or_default();
        let texts = Texts::of(Language::accepted(accepted));
        Self {
            lang: texts.tag(),
            theme: Theme::System.name(),
            title: texts.t(title),
            nav: Vec::new(),
            name: String::new(),
            tenant: String::new(),
            csrf: String::new(),
            zone: Tz::UTC,
            said: said(texts, request),
            build: super::assets::build(),
            texts,
        }
    }

    /// A text.
    pub(super) fn t(&self, key: &str) -> String {
        self.texts.t(key)
    }

    /// A text with something in it.
    pub(super) fn f(&self, key: &str, with: &[(&str, &dyn Display)]) -> String {
        self.texts.f(key, with)
    }

    /// A text with one thing in it.
    pub(super) fn with(&self, key: &str, name: &str, value: impl Display) -> String {
        self.texts.f(key, &[(name, &value)])
    }

    /// A text with two things in it.
    pub(super) fn with2(
        &self,
        key: &str,
        name: &str,
        value: impl Display,
        other: &str,
        second: impl Display,
    ) -> String {
        self.texts.f(key, &[(name, &value), (other, &second)])
    }

    /// A time in the visitor's zone, with the zone's name.
    pub(super) fn time(&self, at: &DateTime<Utc>) -> String {
        at.with_timezone(&self.zone).format("%Y-%m-%d %H:%M %Z").to_string()
    }

    /// A time of day in the visitor's zone, to the second.
    pub(super) fn clock(&self, at: &DateTime<Utc>) -> String {
        at.with_timezone(&self.zone).format("%H:%M:%S").to_string()
    }

    /// A day in the visitor's zone.
    pub(super) fn day(&self, at: &DateTime<Utc>) -> String {
        at.with_timezone(&self.zone).format("%Y-%m-%d").to_string()
    }

    /// How long ago, or how long until, in the largest unit that fits.
    pub(super) fn span(&self, span: chrono::Duration) -> String {
        let minutes = span.num_minutes().abs();
        let (key, n) = match minutes {
            0..60 => ("span.minutes", minutes),
            60..2880 => ("span.hours", minutes / 60),
            _ => ("span.days", minutes / 1440),
        };
        self.f(key, &[("n", &n)])
    }
}

/// What a form just did: a key in the address names a text; nothing of the address itself is shown.
fn said(texts: Texts, request: &HttpRequest) -> Option<String> {
    let query = url::form_urlencoded::parse(request.query_string().as_bytes());
    let key = query.into_iter().find(|(name, _)| name == "said")?.1;
    texts.known(&format!("said.{key}"))
}
