//! The table of all pages, each with what its visitor needs. Registration hands `Needs` to the request, and the
//! `Visitor` extractor enforces it, so a handler that takes a `Visitor` can't forget the check.

use actix_web::web::{self, ServiceConfig};
use actix_web::{Resource, guard};

use super::{
    applicants, assets, audit, case, drift, home, lists, models, observing, openid, relations,
    reviews, rings, sign_in, training, users, webhooks,
};
use crate::auth::Scope;

pub use super::visitor::Needs;

/// A page, or a form's action.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path, with `{…}` for its variable parts.
    pub path: &'static str,
    pub needs: Needs,
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
            $(service.service(resource(stringify!($method), $path, $needs).to($handler));)+
        }
    };
}

pages! {
    GET "/console" SignIn => home::home;
    GET "/console/" SignIn => home::home;
    GET "/console/static/{file}" Nothing => assets::file;
    GET "/console/sign-in" Nothing => sign_in::page;
    POST "/console/sign-in" Nothing => sign_in::submit;
    GET "/console/openid/start" Nothing => openid::start;
    GET "/console/openid/callback" Nothing => openid::callback;
    POST "/console/sign-out" SignIn => sign_in::out;
    GET "/console/join/{tenant}/{token}" Nothing => sign_in::join_page;
    POST "/console/join/{tenant}/{token}" Nothing => sign_in::join;
    GET "/console/reviews" Role(Scope::ReviewsRead) => reviews::queue;
    GET "/console/reviews/figures" Role(Scope::ReviewsRead) => reviews::counts;
    POST "/console/reviews/claim-next" Role(Scope::ReviewsWrite) => reviews::claim_next;
    GET "/console/reviews/{id}" Role(Scope::ReviewsRead) => reviews::review;
    POST "/console/reviews/{id}/claim" Role(Scope::ReviewsWrite) => reviews::claim;
    POST "/console/reviews/{id}/renew" Role(Scope::ReviewsWrite) => reviews::renew;
    POST "/console/reviews/{id}/release" Role(Scope::ReviewsWrite) => reviews::release;
    POST "/console/reviews/{id}/verdict" Role(Scope::ReviewsWrite) => reviews::give_verdict;
    POST "/console/reviews/{id}/note" Role(Scope::ReviewsWrite) => reviews::note;
    POST "/console/reviews/{id}/approve" Role(Scope::ApprovalsWrite) => reviews::approve;
    POST "/console/reviews/{id}/return" Role(Scope::ApprovalsWrite) => reviews::send_back;
    POST "/console/reviews/{id}/undo" Role(Scope::ReviewsWrite) => reviews::undo;
    POST "/console/reviews/{id}/reopen" Role(Scope::ReviewsWrite) => reviews::reopen;
    GET "/console/appeals" Role(Scope::ReviewsRead) => reviews::appeals;
    POST "/console/appeals/{id}/outcome" Role(Scope::ReviewsWrite) => reviews::decide_appeal;
    POST "/console/appeals/{id}/corrections" Role(Scope::ReviewsWrite) => reviews::correct;
    GET "/console/approvals" Role(Scope::ApprovalsWrite) => reviews::approvals;
    POST "/console/filters" Role(Scope::ReviewsRead) => reviews::save_filter;
    POST "/console/filters/forget" Role(Scope::ReviewsRead) => reviews::forget_filter;
    GET "/console/applicants/{id}" Role(Scope::ApplicantsRead) => applicants::applicant;
    POST "/console/applicants/{id}/observations" Role(Scope::ReviewsWrite) => observing::observe;
    GET "/console/rings" Role(Scope::ApplicantsRead) => rings::list;
    GET "/console/rings/{id}" Role(Scope::ApplicantsRead) => rings::ring;
    POST "/console/rings/{id}/claim" Role(Scope::ReviewsWrite) => rings::claim;
    POST "/console/rings/{id}/renew" Role(Scope::ReviewsWrite) => rings::renew;
    POST "/console/rings/{id}/release" Role(Scope::ReviewsWrite) => rings::release;
    POST "/console/rings/{id}/verdict" Role(Scope::ReviewsWrite) => rings::give_verdict;
    GET "/console/relations" Role(Scope::RelationsRead) => relations::list;
    POST "/console/relations" Role(Scope::RelationsWrite) => relations::confirm;
    GET "/console/relations/{id}" Role(Scope::RelationsRead) => relations::details;
    POST "/console/relations/{id}/members" Role(Scope::RelationsWrite) => relations::change;
    POST "/console/relations/{id}/withdraw" Role(Scope::RelationsWrite) => relations::withdraw;
    GET "/console/models" Role(Scope::ModelsRead) => models::list;
    POST "/console/models/roll-back" Role(Scope::ModelsWrite) => models::roll_back;
    GET "/console/models/{id}" Role(Scope::ModelsRead) => models::model;
    GET "/console/models/{id}/evaluation" Role(Scope::ModelsRead) => models::evaluation;
    POST "/console/models/{id}/promote" Role(Scope::ModelsWrite) => models::promote;
    POST "/console/models/{id}/approve" Role(Scope::ModelsWrite) => models::approve;
    POST "/console/models/{id}/decline" Role(Scope::ModelsWrite) => models::decline;
    POST "/console/models/{id}/shadow" Role(Scope::ModelsWrite) => models::shadow;
    POST "/console/models/{id}/retire" Role(Scope::ModelsWrite) => models::retire;
    GET "/console/drift" Role(Scope::ModelsRead) => drift::drift;
    GET "/console/training" Role(Scope::ModelsRead) => training::list;
    POST "/console/training" Role(Scope::ModelsWrite) => training::start;
    GET "/console/training/{id}" Role(Scope::ModelsRead) => training::job;
    GET "/console/training/{id}/part" Role(Scope::ModelsRead) => training::part;
    POST "/console/training/{id}/cancel" Role(Scope::ModelsWrite) => training::cancel;
    GET "/console/lists" Role(Scope::ListsRead) => lists::list;
    POST "/console/lists" Role(Scope::ListsWrite) => lists::create;
    GET "/console/lists/{id}" Role(Scope::ListsRead) => lists::details;
    POST "/console/lists/{id}/import" Role(Scope::ListsWrite) => lists::import;
    POST "/console/lists/{id}/delete" Role(Scope::ListsWrite) => lists::delete;
    GET "/console/decisions/{id}" Role(Scope::DecisionsRead) => case::decision;
    GET "/console/webhooks" Role(Scope::WebhooksRead) => webhooks::list;
    POST "/console/webhooks" Role(Scope::WebhooksWrite) => webhooks::create;
    GET "/console/webhooks/{id}" Role(Scope::WebhooksRead) => webhooks::details;
    POST "/console/webhooks/{id}" Role(Scope::WebhooksWrite) => webhooks::change;
    POST "/console/webhooks/{id}/rotate" Role(Scope::WebhooksWrite) => webhooks::rotate;
    POST "/console/webhooks/{id}/enabled" Role(Scope::WebhooksWrite) => webhooks::enable;
    POST "/console/webhooks/{id}/test" Role(Scope::WebhooksWrite) => webhooks::test;
    POST "/console/webhooks/{id}/delete" Role(Scope::WebhooksWrite) => webhooks::delete;
    POST "/console/webhooks/{id}/deliveries/{delivery}/replay" Role(Scope::WebhooksWrite) => webhooks::replay;
    GET "/console/users" Role(Scope::UsersRead) => users::list;
    POST "/console/users/invite" Role(Scope::UsersWrite) => users::invite;
    POST "/console/users/{id}" Role(Scope::UsersWrite) => users::change;
    POST "/console/users/{id}/reset" Role(Scope::UsersWrite) => users::reset;
    GET "/console/audit" Role(Scope::AuditRead) => audit::list;
    GET "/console/settings" SignIn => users::settings;
    POST "/console/settings" SignIn => users::save_settings;
    POST "/console/settings/password" SignIn => users::change_password;
}

fn resource(method: &str, path: &'static str, needs: Needs) -> Resource {
    let within_scope = path.strip_prefix("/console").unwrap_or(path);
    let resource = web::resource(within_scope).app_data(needs);
    if method == "POST" { resource.guard(guard::Post()) } else { resource.guard(guard::Get()) }
}
