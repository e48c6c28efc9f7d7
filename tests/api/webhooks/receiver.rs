//! A platform's receiver, as good or as bad as a test wants it.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// How one request is answered.
#[derive(Clone, Debug)]
pub enum Manner {
    /// With a status and a body.
    Answer(u16, &'static str),
    /// With a status and a header.
    With(u16, String),
    /// Never.
    Hang,
    /// With a good status, and then a body whose bytes come one by one and never end.
    Dribble,
    /// With a good status and a body that never ends, as fast as it is read.
    Endless,
    /// With something that is no HTTP.
    Nonsense,
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Received {
    /// Its headers, in lower case.
    pub headers: BTreeMap<String, String>,
    /// Its first line.
    pub line: String,
    /// Its body.
    pub body: Vec<u8>,
}

/// A receiver on a port of its own. It ends with the test.
pub struct Receiver {
    /// Where it listens.
    pub url: String,
    /// Its port.
    pub port: u16,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    received: Mutex<Vec<Received>>,
    open: Mutex<(usize, usize)>,
    changed: Notify,
}

impl Receiver {
    /// Answers the first request, the second and so on as `manner` says, from 0.
    pub async fn start(manner: impl Fn(usize) -> Manner + Send + 'static) -> Self {
        Self::start_at(Ipv4Addr::LOCALHOST.into(), 0, manner).await
    }

    /// The same on an address and port of one's own.
    pub async fn start_at(
        address: IpAddr,
        port: u16,
        manner: impl Fn(usize) -> Manner + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind((address, port)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(State::default());
        let own = Arc::clone(&state);
        tokio::spawn(async move {
            let manner = Arc::new(Mutex::new(manner));
            while let Ok((stream, _)) = listener.accept().await {
                let (state, manner) = (Arc::clone(&own), Arc::clone(&manner));
                tokio::spawn(async move {
                    let decide = |n| manner.lock().unwrap()(n);
                    state.serve(stream, decide).await;
                });
            }
        });
        Self { url: format!("http://{address}:{port}/hooks"), port, state }
    }

    /// Takes everything.
    pub async fn willing() -> Self {
        Self::start(|_| Manner::Answer(200, "thank you")).await
    }

    /// What came so far.
    pub fn received(&self) -> Vec<Received> {
        self.state.received.lock().unwrap().clone()
    }

    /// How many requests were open at the same time at most.
    pub fn most_at_once(&self) -> usize {
        self.state.open.lock().unwrap().1
    }

    /// Returns once so many requests have come.
    pub async fn until(&self, count: usize) -> Vec<Received> {
        self.until_that(|received| received.len() >= count).await
    }

    /// Returns once what has come is as it is wanted.
    pub async fn until_that(&self, wanted: impl Fn(&[Received]) -> bool) -> Vec<Received> {
        loop {
            let mut changed = pin!(self.state.changed.notified());
            // From here on nothing that comes is missed.
            changed.as_mut().enable();
            let received = self.received();
            if wanted(&received) {
                return received;
            }
            changed.await;
        }
    }
}

impl Received {
    /// A header; empty if it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// The signatures.
    pub fn signatures(&self) -> Vec<&str> {
        self.header("webhook-signature").split(' ').collect()
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

impl State {
    async fn serve(&self, mut stream: TcpStream, manner: impl Fn(usize) -> Manner) {
        let Some(received) = read(&mut stream).await else { return };
        let n = {
            let mut all = self.received.lock().unwrap();
            all.push(received);
            all.len() - 1
        };
        let open = |by: i32| {
            let mut open = self.open.lock().unwrap();
            open.0 = open.0.checked_add_signed(by.try_into().unwrap()).unwrap();
            open.1 = open.1.max(open.0);
        };
        open(1);
        self.changed.notify_waiters();
        answer(&mut stream, manner(n)).await;
        open(-1);
    }
}

async fn answer(stream: &mut TcpStream, manner: Manner) {
    let whole = |status: u16, header: &str, body: &str| {
        format!("HTTP/1.1 {status} Said\r\n{header}Content-Length: {}\r\n\r\n{body}", body.len())
    };
    match manner {
        Manner::Answer(status, body) => {
            let _ = stream.write_all(whole(status, "", body).as_bytes()).await;
        }
        Manner::With(status, header) => {
            let _ = stream.write_all(whole(status, &format!("{header}\r\n"), "").as_bytes()).await;
        }
        Manner::Hang => gone(stream).await,
        Manner::Nonsense => {
            let _ = stream.write_all(b"220 mail.example ESMTP\r\n").await;
        }
        Manner::Dribble => {
            let mut pace = tokio::time::interval(Duration::from_millis(20));
            let mut next: &[u8] = b"HTTP/1.1 200 Said\r\nContent-Length: 100000\r\n\r\n";
            while stream.write_all(next).await.is_ok() {
                next = b".";
                pace.tick().await;
            }
        }
        Manner::Endless => {
            let mut next: &[u8] = b"HTTP/1.1 200 Said\r\nContent-Length: 100000000\r\n\r\n";
            while stream.write_all(next).await.is_ok() {
                next = &[b'x'; 4096];
            }
        }
    }
}

/// Returns once the other side has closed.
async fn gone(stream: &mut TcpStream) {
    let mut rest = [0; 64];
    while matches!(stream.read(&mut rest).await, Ok(1..)) {}
}

async fn read(stream: &mut TcpStream) -> Option<Received> {
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    loop {
        if let Some(received) = whole(&bytes) {
            return Some(received);
        }
        match stream.read(&mut part).await {
            Ok(n @ 1..) => bytes.extend_from_slice(&part[..n]),
            _ => return None,
        }
    }
}

fn whole(bytes: &[u8]) -> Option<Received> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8(bytes[..end].to_vec()).ok()?;
    let mut lines = head.lines();
    let line = lines.next()?.to_owned();
    let header = |line: &str| {
        let (name, value) = line.split_once(':')?;
        Some((name.to_ascii_lowercase(), value.trim().to_owned()))
    };
    let headers: BTreeMap<String, String> = lines.filter_map(header).collect();
    let length: usize = headers.get("content-length")?.parse().ok()?;
    let body = bytes.get(end + 4..end + 4 + length)?.to_vec();
    Some(Received { headers, line, body })
}
