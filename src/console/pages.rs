//! Every page, with what its visitor must be allowed to do. A handler that takes a [`Visitor`] cannot forget to ask.
//!
//! [`Visitor`]: super::visitor::Visitor

use actix_web::Route;
use actix_web::web::{self, ServiceConfig};

use super::{assets, case, home, sign_in, users};
use crate::auth::Scope;

/// A page, or what a form on a page does.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Where, with `{…}` for what varies.
    pub path: &'static str,
    /// Who may.
    pub needs: Needs,
}

/// Who may see a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Everybody.
    Nothing,
    /// Whoever is signed in.
    SignIn,
    /// Whoever is signed in and has a role that allows this.
    Role(Scope),
}

use Needs::{Nothing, Role, SignIn};

macro_rules! pages {
    ($($method:ident $path:literal $needs:expr => $handler:path;)+) => {
        /// Every page.
        pub const PAGES: &[Page] = &[$(
            Page { method: stringify!($method), path: $path, needs: $needs },
        )+];

        /// Registers every page under `/console`.
        pub(super) fn register(service: &mut ServiceConfig) {
            $(service.route(below($path), route(stringify!($method)).to($handler));)+
        }
    };
}

pages! {
    GET "/console" SignIn => home::home;
    GET "/console/static/{file}" Nothing => assets::file;
    GET "/console/sign-in" Nothing => sign_in::page;
    POST "/console/sign-in" Nothing => sign_in::submit;
    POST "/console/sign-out" SignIn => sign_in::out;
    GET "/console/join/{tenant}/{token}" Nothing => sign_in::join_page;
    POST "/console/join/{tenant}/{token}" Nothing => sign_in::join;
    GET "/console/decisions/{id}" Role(Scope::DecisionsRead) => case::decision;
    GET "/console/users" Role(Scope::UsersRead) => users::list;
    POST "/console/users/invite" Role(Scope::UsersWrite) => users::invite;
    POST "/console/users/{id}" Role(Scope::UsersWrite) => users::change;
    POST "/console/users/{id}/reset" Role(Scope::UsersWrite) => users::reset;
    GET "/console/settings" SignIn => users::settings;
    POST "/console/settings" SignIn => users::save_settings;
    POST "/console/settings/password" SignIn => users::change_password;
}

/// The path inside the scope.
fn below(path: &'static str) -> &'static str {
    path.strip_prefix("/console").unwrap_or(path)
}

fn route(method: &str) -> Route {
    if method == "POST" { web::post() } else { web::get() }
}

/// Who may do this at this place.
pub(super) fn needed(method: &str, pattern: &str) -> Option<Needs> {
    let page = PAGES.iter().find(|page| page.method == method && page.path == pattern);
    page.map(|page| page.needs)
}
