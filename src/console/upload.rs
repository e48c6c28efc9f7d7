//! A form with a file (RFC 7578). The visitor is checked before the body is read.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::{self, Bytes};
use actix_web::{FromRequest, HttpMessage, HttpRequest};

use super::failure::Failure;
use super::visitor::{Fields, MAX_FORM_BYTES, Visitor, authorize};

/// The maximum size of a form with a file. Larger files go through the API or the command line.
pub(super) const MAX_UPLOAD_BYTES: usize = 32 * 1024 * 1024;
/// How long the form may take to arrive.
const UPLOAD_TIMEOUT: Duration = Duration::from_mins(3);

/// A form with at most one file.
pub(super) struct Uploaded {
    pub(super) visitor: Visitor,
    pub(super) fields: Fields,
    pub(super) file: Option<File>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) bytes: Bytes,
}

impl FromRequest for Uploaded {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let payload = web::Payload::from_request(request, payload).into_inner();
        let request = request.clone();
        Box::pin(async move {
            let visitor = authorize(&request).await?;
            let boundary = boundary(&request);
            let max = if boundary.is_some() { MAX_UPLOAD_BYTES } else { MAX_FORM_BYTES };
            let payload = payload.map_err(|_| Failure::BadForm)?;
            let body = tokio::time::timeout(UPLOAD_TIMEOUT, payload.to_bytes_limited(max)).await;
            let body = body.map_err(|_| Failure::BadForm)?;
            let body = body.map_err(|_| Failure::Refused("error.file_too_large"))?;
            let body = body.map_err(|_| Failure::BadForm)?;
            let (fields, file) = match boundary {
                Some(boundary) => parse_parts(&body, &boundary).ok_or(Failure::BadForm)?,
                None if request.content_type() == "application/x-www-form-urlencoded" => {
                    (Fields::parse_form(&body), None)
                }
                None => return Err(Failure::BadForm),
            };
            if fields.text("csrf") != visitor.csrf {
                return Err(Failure::ForeignForm);
            }
            Ok(Self { visitor, fields, file })
        })
    }
}

/// The boundary between the parts of a multipart form.
fn boundary(request: &HttpRequest) -> Option<String> {
    let kind = request.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
    let (kind, parameters) = kind.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let boundary =
        parameters.split(';').find_map(|parameter| parameter.trim().strip_prefix("boundary="))?;
    let boundary = boundary.trim_matches('"');
    (1..=70).contains(&boundary.len()).then(|| boundary.to_owned())
}

/// The fields, and the file if one was chosen. `None` if the body is malformed.
fn parse_parts(body: &Bytes, boundary: &str) -> Option<(Fields, Option<File>)> {
    let (mut fields, mut file) = (Vec::new(), None);
    let delimiter = format!("\r\n--{boundary}");
    // The first delimiter needs no preceding line break.
    let mut at = find_delimiter(body, &delimiter.as_bytes()[2..], 0)? + delimiter.len() - 2;
    // Two hyphens follow the last delimiter.
    while !body[at..].starts_with(b"--") {
        let head_end = find(body, b"\r\n\r\n", at)?;
        let head = std::str::from_utf8(&body[at..head_end]).ok()?;
        let end = find_delimiter(body, delimiter.as_bytes(), head_end + 2)?;
        // In an empty part, the empty line may belong to the delimiter.
        let content = body.slice((head_end + 4).min(end)..end);
        let name = parameter(head, "name")?;
        match parameter(head, "filename") {
            Some(file_name) if !file_name.is_empty() => {
                file = Some(File { name: file_name, bytes: content });
            }
            Some(_) => {}
            None => fields.push((name, String::from_utf8(content.to_vec()).ok()?)),
        }
        at = end + delimiter.len();
    }
    Some((Fields::new(fields), file))
}

/// Finds a delimiter that is followed by a line break or two hyphens.
fn find_delimiter(body: &[u8], delimiter: &[u8], mut from: usize) -> Option<usize> {
    loop {
        let position = find(body, delimiter, from)?;
        let after = &body[position + delimiter.len()..];
        if after.starts_with(b"\r\n") || after.starts_with(b"--") {
            return Some(position);
        }
        from = position + 1;
    }
}

fn find(body: &[u8], sought: &[u8], from: usize) -> Option<usize> {
    let offset = body.get(from..)?.windows(sought.len()).position(|window| window == sought)?;
    Some(from + offset)
}

/// A parameter of a part's `Content-Disposition`, as browsers write it.
fn parameter(head: &str, name: &str) -> Option<String> {
    let line = head.lines().find(|line| {
        line.get(..20).is_some_and(|start| start.eq_ignore_ascii_case("content-disposition:"))
    })?;
    let start = format!("{name}=\"");
    let value = line.split(';').find_map(|part| part.trim().strip_prefix(start.as_str()))?;
    Some(value.trim_end_matches('"').replace("%22", "\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> Bytes {
        Bytes::from(text.replace('\n', "\r\n"))
    }

    #[test]
    fn fields_and_the_file_are_read_as_a_browser_sends_them() {
        let sent = body(
            "--b\nContent-Disposition: form-data; name=\"source\"\n\nA %22feed%22\n--b\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\n\
             Content-Type: text/csv\n\nvalue\n--bar\n\n--b\n\
             Content-Disposition: form-data; name=\"empty\"\n\n\n--b--\n",
        );
        let (fields, file) = parse_parts(&sent, "b").unwrap();
        assert_eq!(fields.text("source"), "A %22feed%22");
        assert_eq!(fields.text("empty"), "");
        let bytes = body("value\n--bar\n");
        assert_eq!(file, Some(File { name: "a.csv".to_owned(), bytes }));
    }

    #[test]
    fn a_truncated_or_malformed_form_is_refused() {
        for text in [
            "",
            "--b",
            "--b\nContent-Disposition: form-data; name=\"a\"\n\ncut off",
            "--b\nContent-Type: text/plain\n\nx\n--b--",
            "--b\n\n--b--",
        ] {
            assert!(parse_parts(&body(text), "b").is_none(), "{text}");
        }
        let no_file =
            "--b\nContent-Disposition: form-data; name=\"file\"; filename=\"\"\n\n\n--b--";
        assert_eq!(parse_parts(&body(no_file), "b").unwrap().1, None);
    }
}
