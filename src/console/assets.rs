//! The stylesheet, the script and the icon, embedded in the binary and served with an entity tag.

use std::sync::LazyLock;

use actix_web::http::header;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use evidence::identifier::hex;
use sha2::{Digest, Sha256};

use super::failure::Failure;

struct Asset {
    name: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
}

const ASSETS: [Asset; 3] = [
    Asset {
        name: "console.css",
        kind: "text/css; charset=utf-8",
        bytes: include_bytes!("../../static/console.css"),
    },
    Asset {
        name: "console.js",
        kind: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../../static/console.js"),
    },
    Asset {
        name: "icon.svg",
        kind: "image/svg+xml",
        bytes: include_bytes!("../../static/icon.svg"),
    },
];

static BUILD: LazyLock<String> = LazyLock::new(|| {
    let mut digest = Sha256::new();
    for asset in &ASSETS {
        digest.update(asset.bytes);
    }
    hex(&digest.finalize())[..16].to_owned()
});

/// Identifies the static files of this build.
pub(super) fn build() -> &'static str {
    &BUILD
}

/// Serves a file. Pages add the build to its URL, so that browsers can cache it forever.
pub(super) async fn file(
    request: HttpRequest,
    name: Path<String>,
) -> Result<HttpResponse, Failure> {
    let asset = ASSETS.iter().find(|asset| asset.name == *name).ok_or(Failure::NotFound)?;
    let tag = format!("\"{}\"", build());
    let caching = if request.query_string() == build() {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let fresh =
        known.is_some_and(|known| known.split(',').any(|known_tag| known_tag.trim() == tag));
    let mut response = if fresh { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header((header::ETAG, tag)).insert_header((header::CACHE_CONTROL, caching));
    if fresh {
        return Ok(response.finish());
    }
    Ok(response.content_type(asset.kind).body(asset.bytes))
}
