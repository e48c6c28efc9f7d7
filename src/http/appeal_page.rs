//! `/appeals/{token}`: the page on which an applicant reads their notice and appeals. It needs no token except the
//! link itself, loads nothing and runs no script.

use std::sync::LazyLock;

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Form, Path};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

use super::problem::Problem;
use crate::app::App;
use crate::domain::language::Language;
use crate::notices::{Notice, Page, Section, page_texts};
use crate::service::reviews::{self, LinkPage, ReviewError};

/// The style sheet, which is part of the page.
const STYLE: &str = include_str!("../../static/appeal.css");
/// The content security policy: a browser may only apply [`STYLE`] and submit the form.
static ALLOWED: LazyLock<String> = LazyLock::new(|| {
    let digest = STANDARD.encode(Sha256::digest(STYLE));
    format!(
        "default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
});
/// The limit of each field, in characters.
const MAX_CHARS: usize = 4_000;

/// An appeal written by the applicant.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AppealForm {
    /// Why the applicant disagrees, in their own words.
    #[schema(min_length = 1, max_length = 4000)]
    statement: String,
    /// Facts that should be corrected.
    #[serde(default)]
    #[schema(max_length = 4000)]
    corrections: String,
}

/// Show the applicant's notice with an appeal form
///
/// The link is the authorization. It is signed and stops working when it is used or expires.
#[utoipa::path(get, path = "", params(("token" = String, Path, description = "Token of the link")),
    responses((status = 200, description = "The page", content_type = "text/html", body = String),
        (status = 404, description = "Not Found: there is no such link"),
        (status = 410, description = "Gone: the link was used or has expired, or the applicant was erased"),
        (status = 500, description = "Internal Server Error"), (status = 503, description = "Service Unavailable")))]
pub(super) async fn show(app: Data<App>, token: Path<String>) -> Result<HttpResponse, Problem> {
    match reviews::link_page(&app, &token).await {
        Ok(LinkPage { language, notice }) => Ok(page(
            StatusCode::OK,
            language,
            &notice.title,
            &with_form(&notice, page_texts(language)),
        )),
        Err(error) => refused(&app, &token, error).await,
    }
}

/// Submit an appeal through a link
#[utoipa::path(post, path = "", params(("token" = String, Path, description = "Token of the link")),
    request_body(content = AppealForm, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, description = "The appeal was received", content_type = "text/html", body = String),
        (status = 400, description = "Bad Request: the form cannot be read"),
        (status = 404, description = "Not Found: no such link"),
        (status = 409, description = "Conflict: an appeal is already open"),
        (status = 410, description = "Gone: the link was used or has expired, or the applicant was erased"),
        (status = 413, description = "Payload Too Large"), (status = 415, description = "Unsupported Media Type"),
        (status = 422, description = "Unprocessable Entity: a text is missing or too long"),
        (status = 500, description = "Internal Server Error"), (status = 503, description = "Service Unavailable")))]
pub(super) async fn contest(
    app: Data<App>,
    token: Path<String>,
    form: Form<AppealForm>,
) -> Result<HttpResponse, Problem> {
    let AppealForm { statement, corrections } = form.into_inner();
    // Postgres cannot store U+0000. Replace it, as HTML does.
    let [statement, corrections] =
        [statement, corrections].map(|text| text.replace('\0', "\u{fffd}"));
    let (statement, corrections) = (statement.trim(), corrections.trim());
    let fits = |text: &str| text.chars().count() <= MAX_CHARS;
    if statement.is_empty() || !fits(statement) || !fits(corrections) {
        let language = reviews::language_of(&app, &token).await;
        let texts = page_texts(language);
        let body = format!("<p>{}</p>", escaped(texts.empty));
        return Ok(page(StatusCode::UNPROCESSABLE_ENTITY, language, texts.heading, &body));
    }
    let corrections = Some(corrections.to_owned()).filter(|text| !text.is_empty());
    match reviews::contest(&app, &token, statement.to_owned(), corrections).await {
        Ok(language) => {
            let [heading, says] = page_texts(language).thanks;
            Ok(page(StatusCode::OK, language, heading, &format!("<p>{}</p>", escaped(says))))
        }
        Err(error) => refused(&app, &token, error).await,
    }
}

/// A page in the applicant's language that says why the link no longer works. Other errors are problem documents.
async fn refused(app: &App, token: &str, error: ReviewError) -> Result<HttpResponse, Problem> {
    let language = reviews::language_of(app, token).await;
    let texts = page_texts(language);
    let (status, says) = match error {
        ReviewError::LinkUsed => (StatusCode::GONE, texts.used),
        ReviewError::LinkExpired => (StatusCode::GONE, texts.expired),
        ReviewError::AppealRunning(_) => (StatusCode::CONFLICT, texts.running),
        other => return Err(other.into()),
    };
    Ok(page(status, language, texts.heading, &format!("<p>{}</p>", escaped(says))))
}

fn with_form(notice: &Notice, texts: &Page) -> String {
    let line = |line: &String| format!("<li>{}</li>\n", escaped(line));
    let section = |section: &Section| {
        let lines: String = section.lines.iter().map(line).collect();
        format!("<h2>{}</h2>\n<ul>\n{lines}</ul>\n", escaped(&section.heading))
    };
    let body: String = notice.sections.iter().map(section).collect();
    body + &format!(
        "<h2>{heading}</h2>\n<form method=\"post\">\n\
         <p><label for=\"statement\">{statement}</label></p>\n\
         <p><textarea id=\"statement\" name=\"statement\" rows=\"8\" cols=\"60\" maxlength=\"{MAX_CHARS}\" required></textarea></p>\n\
         <p><label for=\"corrections\">{corrections}</label></p>\n\
         <p><textarea id=\"corrections\" name=\"corrections\" rows=\"5\" cols=\"60\" maxlength=\"{MAX_CHARS}\"></textarea></p>\n\
         <p><button>{send}</button></p>\n</form>\n",
        heading = escaped(texts.heading),
        statement = escaped(texts.statement),
        corrections = escaped(texts.corrections),
        send = escaped(texts.send),
    )
}

fn page(status: StatusCode, language: Language, title: &str, body: &str) -> HttpResponse {
    let (code, title) = (language.tag(), escaped(title));
    HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .insert_header((header::CONTENT_SECURITY_POLICY, ALLOWED.as_str()))
        .body(format!(
            "<!doctype html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"robots\" content=\"noindex\">\n<title>{title}</title>\n\
             <style>{STYLE}</style>\n</head>\n\
             <body>\n<main>\n<h1>{title}</h1>\n{body}</main>\n</body>\n</html>\n"
        ))
}

fn escaped(text: &str) -> String {
    let entity = |c: char| match c {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' => "&quot;".to_owned(),
        '\'' => "&#39;".to_owned(),
        other => other.to_string(),
    };
    text.chars().map(entity).collect()
}
