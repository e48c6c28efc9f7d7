//! `/console`: redirects to the first page that the visitor may see.

use actix_web::HttpResponse;

use super::answer::redirect;
use super::visitor::Visitor;
use crate::auth::Scope;

/// The first pages, each with the scope that it needs.
const START_PAGES: [(Scope, &str); 3] = [
    (Scope::ReviewsRead, "/console/reviews"),
    (Scope::ModelsRead, "/console/models"),
    (Scope::UsersRead, "/console/users"),
];

pub(super) async fn home(visitor: Visitor) -> HttpResponse {
    let start = START_PAGES.into_iter().find(|(scope, _)| visitor.may(*scope));
    redirect(start.map_or("/console/settings", |(_, page)| page))
}
