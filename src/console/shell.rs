//! What surrounds every page: navigation, language, theme and the form token.

use std::fmt::Display;

use actix_web::HttpRequest;
use actix_web::http::header;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::texts::Texts;
use super::visitor::{Fields, Visitor};
use crate::app::App;
use crate::auth::Scope;
use crate::domain::language::Language;
use crate::domain::user::{Settings, Theme};

pub(super) struct Shell {
    texts: Texts,
    pub(super) lang: &'static str,
    pub(super) theme: &'static str,
    pub(super) title: String,
    pub(super) nav: Vec<Nav>,
    /// The visitor's name; empty if nobody is signed in.
    pub(super) name: String,
    pub(super) tenant: String,
    pub(super) csrf: String,
    pub(super) zone: Tz,
    /// What the form that led here has done.
    pub(super) message: Option<String>,
    /// Why nothing is scored for the visitor's tenant.
    pub(super) alert: Option<String>,
    /// Identifies the static files of this build, so that a browser never mixes two builds.
    pub(super) build: &'static str,
}

/// A link of the navigation.
pub(super) struct Nav {
    pub(super) path: &'static str,
    pub(super) text: String,
    pub(super) is_current: bool,
}

/// The navigation: path, text and the scope that the page needs.
const NAV: &[(&str, &str, Option<Scope>)] = &[
    ("/console/reviews", "nav.queue", Some(Scope::ReviewsRead)),
    ("/console/approvals", "nav.approvals", Some(Scope::ApprovalsWrite)),
    ("/console/appeals", "nav.appeals", Some(Scope::ReviewsRead)),
    ("/console/rings", "nav.rings", Some(Scope::ApplicantsRead)),
    ("/console/relations", "nav.relations", Some(Scope::RelationsRead)),
    ("/console/models", "nav.models", Some(Scope::ModelsRead)),
    ("/console/lists", "nav.lists", Some(Scope::ListsRead)),
    ("/console/webhooks", "nav.webhooks", Some(Scope::WebhooksRead)),
    ("/console/users", "nav.users", Some(Scope::UsersRead)),
    ("/console/audit", "nav.audit", Some(Scope::AuditRead)),
    ("/console/settings", "nav.settings", None),
];

/// Pages that are tabs of a page of the navigation.
const TABS: &[(&str, &str)] =
    &[("/console/drift", "/console/models"), ("/console/training", "/console/models")];

/// Whether a page belongs to an entry of the navigation.
fn belongs_to(path: &str, entry: &str) -> bool {
    let is_within = |parent: &str| {
        path.strip_prefix(parent).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    is_within(entry) || TABS.iter().any(|(tab, parent)| *parent == entry && is_within(tab))
}

/// Says that nothing is scored, if the tenant's champion cannot be used.
fn alert(shell: &Shell, visitor: &Visitor, request: &HttpRequest) -> Option<String> {
    let app = request.app_data::<Data<App>>()?;
    let unusable = app.champions.find(&visitor.tenant)?.err()?;
    Some(shell.with2(
        "shell.champion_unusable",
        "model",
        &unusable.model,
        "problem",
        &unusable.problem,
    ))
}

impl Shell {
    /// For a visitor who is signed in.
    pub(super) fn new(visitor: &Visitor, title: &str, request: &HttpRequest) -> Self {
        let path = request.path();
        let shell = Self::with_settings(visitor.user.settings, title, request);
        let allowed = NAV.iter().filter(|(_, _, scope)| scope.is_none_or(|it| visitor.may(it)));
        let nav = allowed.map(|(entry, key, _)| Nav {
            path: entry,
            text: shell.t(key),
            is_current: belongs_to(path, entry),
        });
        Self {
            nav: nav.collect(),
            name: visitor.user.name.clone(),
            tenant: visitor.tenant.to_string(),
            csrf: visitor.csrf.clone(),
            alert: alert(&shell, visitor, request),
            ..shell
        }
    }

    /// For someone who isn't signed in, in the language of their browser.
    pub(super) fn for_stranger(title: &str, request: &HttpRequest) -> Self {
        let accepted = request.headers().get(header::ACCEPT_LANGUAGE);
        let accepted = accepted.and_then(|value| value.to_str().ok()).unwrap_or_default();
        let language = Language::from_accept_language(accepted);
        let settings = Settings { language, time_zone: Tz::UTC, theme: Theme::System };
        Self::with_settings(settings, title, request)
    }

    fn with_settings(settings: Settings, title: &str, request: &HttpRequest) -> Self {
        let texts = Texts::new(settings.language);
        Self {
            lang: settings.language.tag(),
            theme: settings.theme.name(),
            title: texts.t(title),
            nav: Vec::new(),
            name: String::new(),
            tenant: String::new(),
            csrf: String::new(),
            zone: settings.time_zone,
            message: message(texts, request),
            alert: None,
            build: super::assets::build(),
            texts,
        }
    }

    pub(super) fn t(&self, key: &str) -> String {
        self.texts.t(key)
    }

    /// The text for a value that has a name, such as `verdict.fake`.
    pub(super) fn named(&self, prefix: &str, name: impl Display) -> String {
        self.texts.t(&format!("{prefix}.{name}"))
    }

    /// Like `named`, if there is a text: names from the store may be newer or older than this build.
    pub(super) fn find_named(&self, prefix: &str, name: &str) -> Option<String> {
        self.texts.find(&format!("{prefix}.{name}"))
    }

    /// A text with one placeholder.
    pub(super) fn with(&self, key: &str, name: &str, value: impl Display) -> String {
        self.texts.f(key, &[(name, &value)])
    }

    /// A text with two placeholders. A plural form depends on the first.
    pub(super) fn with2(
        &self,
        key: &str,
        name: &str,
        value: impl Display,
        other_name: &str,
        other_value: impl Display,
    ) -> String {
        self.texts.f(key, &[(name, &value), (other_name, &other_value)])
    }

    /// A time in the visitor's zone, with the zone's abbreviation.
    pub(super) fn time(&self, at: &DateTime<Utc>) -> String {
        at.with_timezone(&self.zone).format("%Y-%m-%d %H:%M %Z").to_string()
    }

    /// A time of day in the visitor's zone.
    pub(super) fn clock(&self, at: &DateTime<Utc>) -> String {
        at.with_timezone(&self.zone).format("%H:%M:%S").to_string()
    }

    /// A date in the visitor's zone.
    pub(super) fn day(&self, at: &DateTime<Utc>) -> String {
        at.with_timezone(&self.zone).format("%Y-%m-%d").to_string()
    }

    /// The absolute length of a time span, in the largest unit that fits.
    pub(super) fn span(&self, span: chrono::Duration) -> String {
        let minutes = span.num_minutes().abs();
        match minutes {
            0..60 => self.with("span.minutes", "n", minutes),
            60..2880 => self.with("span.hours", "n", minutes / 60),
            _ => self.with("span.days", "n", minutes / 1440),
        }
    }
}

/// The message of a form. The query names one of our own texts; nothing from the query itself is shown.
fn message(texts: Texts, request: &HttpRequest) -> Option<String> {
    texts.find(&format!("done.{}", Fields::from_query(request).text("done")))
}
