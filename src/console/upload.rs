//! A form with a file in it (RFC 7578). Who sends it is known before anything of it is read.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::{self, Bytes};
use actix_web::{FromRequest, HttpMessage, HttpRequest};

use super::failure::Failure;
use super::visitor::{Fields, MOST_BYTES, Visitor, of};

/// How large a form with a file may be. Larger files go through the API or the command line.
pub(super) const MOST_UPLOAD: usize = 32 * 1024 * 1024;
/// How long it may take to arrive.
const WITHIN: Duration = Duration::from_mins(3);

/// What somebody who is signed in sent with a form that may hold a file.
pub(super) struct Uploaded {
    pub(super) visitor: Visitor,
    pub(super) fields: Fields,
    pub(super) file: Option<File>,
}

/// A file as it was sent.
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
            let visitor = of(&request).await?;
            let sent = boundary(&request);
            let most = if sent.is_some() { MOST_UPLOAD } else { MOST_BYTES };
            let payload = payload.map_err(|_| Failure::BadForm)?;
            let body = tokio::time::timeout(WITHIN, payload.to_bytes_limited(most)).await;
            let body = body.map_err(|_| Failure::BadForm)?;
            let body = body.map_err(|_| Failure::Refused("refused.too_large"))?;
            let body = body.map_err(|_| Failure::BadForm)?;
            let (fields, file) = match sent {
                Some(boundary) => parts(&body, &boundary).ok_or(Failure::BadForm)?,
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

/// What separates the parts, if the form has parts.
fn boundary(request: &HttpRequest) -> Option<String> {
    let kind = request.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
    let (kind, parameters) = kind.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let found = parameters.split(';').find_map(|one| one.trim().strip_prefix("boundary="))?;
    let found = found.trim_matches('"');
    (1..=70).contains(&found.len()).then(|| found.to_owned())
}

/// The fields, and the one file if one was chosen. Nothing if it is no such form.
fn parts(body: &Bytes, boundary: &str) -> Option<(Fields, Option<File>)> {
    let (mut fields, mut file) = (Vec::new(), None);
    let delimiter = format!("\r\n--{boundary}");
    // The first one needs no line before it.
    let mut at = find_delimiter(body, &delimiter.as_bytes()[2..], 0)? + delimiter.len() - 2;
    // After the last delimiter stand two hyphens.
    while !body[at..].starts_with(b"--") {
        let head_end = find(body, b"\r\n\r\n", at)?;
        let head = std::str::from_utf8(&body[at..head_end]).ok()?;
        let end = find_delimiter(body, delimiter.as_bytes(), head_end + 2)?;
        // The empty line may be the delimiter's own when the part is empty.
        let content = body.slice((head_end + 4).min(end)..end);
        let name = parameter(head, "name")?;
        match parameter(head, "filename") {
            Some(chosen) if !chosen.is_empty() => {
                file = Some(File { name: chosen, bytes: content });
            }
            Some(_) => {}
            None => fields.push((name, String::from_utf8(content.to_vec()).ok()?)),
        }
        at = end + delimiter.len();
    }
    Some((Fields::new(fields), file))
}

/// A delimiter that is one: a line's end or two hyphens follow.
fn find_delimiter(body: &[u8], delimiter: &[u8], mut from: usize) -> Option<usize> {
    loop {
        let found = find(body, delimiter, from)?;
        let after = &body[found + delimiter.len()..];
        if after.starts_with(b"\r\n") || after.starts_with(b"--") {
            return Some(found);
        }
        from = found + 1;
    }
}

fn find(body: &[u8], sought: &[u8], from: usize) -> Option<usize> {
    let found = body.get(from..)?.windows(sought.len()).position(|window| window == sought)?;
    Some(from + found)
}

/// A parameter of a part's disposition, as browsers write it.
fn parameter(head: &str, name: &str) -> Option<String> {
    let line = head.lines().find(|line| {
        line.get(..20).is_some_and(|start| start.eq_ignore_ascii_case("content-disposition:"))
    })?;
    let start = format!("{name}=\"");
    let found = line.split(';').find_map(|one| one.trim().strip_prefix(start.as_str()))?;
    Some(found.trim_end_matches('"').replace("%22", "\""))
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
        let (fields, file) = parts(&sent, "b").unwrap();
        assert_eq!(fields.text("source"), "A %22feed%22");
        assert_eq!(fields.text("empty"), "");
        let bytes = body("value\n--bar\n");
        assert_eq!(file, Some(File { name: "a.csv".to_owned(), bytes }));
    }

    #[test]
    fn what_is_cut_off_or_no_such_form_is_refused() {
        for text in [
            "",
            "--b",
            "--b\nContent-Disposition: form-data; name=\"a\"\n\ncut off",
            "--b\nContent-Type: text/plain\n\nx\n--b--",
            "--b\n\n--b--",
        ] {
            assert!(parts(&body(text), "b").is_none(), "{text}");
        }
        let nobody_chose =
            "--b\nContent-Disposition: form-data; name=\"file\"; filename=\"\"\n\n\n--b--";
        assert_eq!(parts(&body(nobody_chose), "b").unwrap().1, None);
    }
}
