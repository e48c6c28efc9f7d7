//! Server-sent events: answers that go on while something is watched.

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

/// How often what is watched is looked at.
const LOOK: Duration = Duration::from_millis(500);
/// After how many quiet looks a comment shows that the connection lives.
const QUIET: u32 = 30;
/// After how many looks the connection is ended; the watcher comes again with the last event's id.
const LOOKS: u32 = 1200;

/// One event.
pub(super) struct Event(String);

impl Event {
    /// An event of a kind with JSON data, and the id that a watcher names when it comes again.
    pub(super) fn new(kind: &str, id: Option<i64>, data: &impl Serialize) -> Self {
        let data = serde_json::to_string(data).unwrap_or_default();
        let id = id.map(|id| format!("id: {id}\n")).unwrap_or_default();
        Self(format!("event: {kind}\n{id}data: {data}\n\n"))
    }
}

/// Answers with what `look` finds, until it says that this was all or finds that it cannot go on.
pub(super) fn events<F>(mut look: F) -> HttpResponse
where
    F: AsyncFnMut() -> Option<(Vec<Event>, bool)> + 'static,
{
    let (sender, receiver) = mpsc::channel::<io::Result<Bytes>>(16);
    actix_web::rt::spawn(async move {
        let mut quiet = 0;
        for _ in 0..LOOKS {
            let Some((told, over)) = look().await else { return };
            quiet = if told.is_empty() { quiet + 1 } else { 0 };
            let mut text: String = told.into_iter().map(|event| event.0).collect();
            if quiet == QUIET {
                quiet = 0;
                text.push_str(": still there\n\n");
            }
            let gone = !text.is_empty() && sender.send(Ok(Bytes::from(text))).await.is_err();
            if over || gone || sender.is_closed() {
                return;
            }
            tokio::time::sleep(LOOK).await;
        }
    });
    HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        // A proxy that gathers answers would hold events back.
        .insert_header(("X-Accel-Buffering", "no"))
        .body(Chunks(receiver))
}

/// A body whose parts arrive one by one. An error breaks the answer off, so that nobody takes a part for the whole.
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
