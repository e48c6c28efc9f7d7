//! `/console`: goes on to the first page that the visitor may see.

use actix_web::HttpResponse;

use super::frame;
use super::visitor::Visitor;
use crate::auth::Scope;

/// The first pages, by what they take.
const FIRST: [(Scope, &str); 3] = [
    (Scope::ReviewsRead, "/console/reviews"),
    (Scope::ModelsRead, "/console/models"),
    (Scope::UsersRead, "/console/users"),
];

pub(super) async fn home(visitor: Visitor) -> HttpResponse {
    let page = FIRST.into_iter().find(|(scope, _)| visitor.may(*scope));
    frame::to(page.map_or("/console/settings", |(_, page)| page))
}
