//! Server-sent events: responses that continue while a client watches something.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::body::{BodySize, MessageBody};
use actix_web::http::header;
use bytes::Bytes;
use serde::Serialize;
use tokio::sync::mpsc;

const POLL_INTERVAL: Duration = Duration::from_millis(500);
/// After this many polls without an event, a comment keeps the connection alive.
const QUIET_POLLS: u32 = 30;
/// After this many polls the connection ends; the client reconnects with the last event's id.
const MAX_POLLS: u32 = 1200;

pub(super) struct Event(String);

impl Event {
    /// An event with JSON data, and the id with which a client can resume.
    pub(super) fn new(kind: &str, id: Option<i64>, data: &impl Serialize) -> Self {
        let data = serde_json::to_string(data).unwrap_or_default();
        let id = id.map(|id| format!("id: {id}\n")).unwrap_or_default();
        Self(format!("event: {kind}\n{id}data: {data}\n\n"))
    }
}

/// Streams the events that `poll` returns, until it returns `true` (finished) or `None` (failed).
pub(super) fn stream<F>(mut poll: F) -> HttpResponse
where
    F: AsyncFnMut() -> Option<(Vec<Event>, bool)> + 'static,
{
    let (sender, receiver) = mpsc::channel::<io::Result<Bytes>>(16);
    actix_web::rt::spawn(async move {
        let mut quiet = 0;
        for _ in 0..MAX_POLLS {
            let Some((events, finished)) = poll().await else { return };
            quiet = if events.is_empty() { quiet + 1 } else { 0 };
            let mut text: String = events.into_iter().map(|event| event.0).collect();
            if quiet == QUIET_POLLS {
                quiet = 0;
                text.push_str(": keep-alive\n\n");
            }
            let gone = !text.is_empty() && sender.send(Ok(Bytes::from(text))).await.is_err();
            if finished || gone || sender.is_closed() {
                return;
            }
            tokio::time::sleep(POLL_INTERVAL).await;
        }
    });
    HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        // A buffering proxy would delay events.
        .insert_header(("X-Accel-Buffering", "no"))
        .body(Chunks(receiver))
}

/// A body whose parts arrive one by one. An error breaks off the response, so that nobody mistakes a part for the whole.
pub(super) struct Chunks(pub(super) mpsc::Receiver<io::Result<Bytes>>);

impl MessageBody for Chunks {
    type Error = io::Error;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Bytes>>> {
        self.0.poll_recv(context)
    }
}
