//! `/console`: goes on to the first page that the visitor may see.

use actix_web::HttpResponse;

use super::frame;
use super::visitor::Visitor;
use crate::auth::Scope;

pub(super) async fn home(visitor: Visitor) -> HttpResponse {
    let first = [(Scope::UsersRead, "/console/users")];
    let page = first.into_iter().find(|(scope, _)| visitor.may(*scope));
    frame::to(page.map_or("/console/settings", |(_, page)| page))
}
