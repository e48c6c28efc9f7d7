//! What a handler answers with: a page or a redirect.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use askama::Template;

pub(super) fn page(template: &impl Template) -> HttpResponse {
    page_with(StatusCode::OK, template)
}

pub(super) fn page_with(status: StatusCode, template: &impl Template) -> HttpResponse {
    match template.render() {
        Ok(html) => HttpResponse::build(status).content_type("text/html; charset=utf-8").body(html),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "failed to render a page");
            HttpResponse::InternalServerError().content_type("text/html; charset=utf-8").finish()
        }
    }
}

pub(super) fn redirect(location: impl AsRef<str>) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, location.as_ref())).finish()
}

/// Redirects after a form did its work. The page shows the text of `key`, which starts with `done.`.
pub(super) fn redirect_with(location: impl AsRef<str>, key: &str) -> HttpResponse {
    let location = location.as_ref();
    let mark = if location.contains('?') { '&' } else { '?' };
    redirect(format!("{location}{mark}{}", key.replacen('.', "=", 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_travels_in_the_query_as_the_name_of_its_text() {
        let location = |response: HttpResponse| {
            response.headers().get(header::LOCATION).unwrap().to_str().unwrap().to_owned()
        };
        let plain = redirect_with("/console/users", "done.saved");
        assert_eq!(location(plain), "/console/users?done=saved");
        let with_query = redirect_with("/console/reviews?sort=risk", "done.saved");
        assert_eq!(location(with_query), "/console/reviews?sort=risk&done=saved");
    }
}
