//! How far an import is: shown on standard error, and recorded in the state file.

use std::fs;
use std::io::{ErrorKind, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use evidence::identifier::hex;
use serde::{Deserialize, Serialize};

use super::input::Position;
use crate::domain::tenant::TenantId;

/// The number of lines after which the state is recorded.
const SAVE_EVERY: u64 = 256;

/// What became of the lines.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize)]
pub(super) struct Counts {
    /// New decisions.
    pub(super) decided: u64,
    /// Lines that an earlier import had decided.
    pub(super) repeated: u64,
    pub(super) failed: u64,
}

impl Counts {
    fn done(self) -> u64 {
        self.decided + self.repeated + self.failed
    }
}

/// The content of a state file.
#[derive(Debug, Deserialize, Serialize)]
struct State {
    tenant: String,
    /// Every line up to this one has its decision, or was reported as failed.
    line: u64,
    byte: u64,
    /// Shows whether the input is still the same.
    digest: String,
    #[serde(flatten)]
    counts: Counts,
}

/// Where an import begins or continues.
#[derive(Clone, Debug, Default)]
pub(super) struct Start {
    pub(super) position: Position,
    pub(super) counts: Counts,
}

/// Reads the state file. Without one, an import begins at the first line.
pub(super) fn start(path: Option<&Path>, tenant: &TenantId) -> anyhow::Result<Start> {
    let Some(path) = path else { return Ok(Start::default()) };
    let text = match fs::read(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Start::default()),
        read => read.with_context(|| format!("can't read {}", path.display()))?,
    };
    let state: State = serde_json::from_slice(&text)
        .with_context(|| format!("{} is not the state of an import", path.display()))?;
    if state.tenant != tenant.as_str() {
        bail!("{} belongs to an import for tenant {}", path.display(), state.tenant);
    }
    let digest = unhex(&state.digest)
        .with_context(|| format!("{} is not the state of an import", path.display()))?;
    let position = Position { line: state.line, byte: state.byte, digest };
    Ok(Start { position, counts: state.counts })
}

fn unhex(written: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if written.len() != 64 || !written.is_ascii() {
        return None;
    }
    for (n, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&written[2 * n..2 * n + 2], 16).ok()?;
    }
    Some(bytes)
}

/// The progress of a running import.
pub(super) struct Progress<'a> {
    pub(super) tenant: &'a TenantId,
    state_file: Option<&'a Path>,
    size: Option<u64>,
    begin: Start,
    pub(super) now: Start,
    began: Instant,
    shown: Instant,
    interval: Duration,
    terminal: bool,
}

impl<'a> Progress<'a> {
    pub(super) fn new(
        tenant: &'a TenantId,
        state_file: Option<&'a PathBuf>,
        size: Option<u64>,
        start: Start,
    ) -> Self {
        let terminal = std::io::stderr().is_terminal();
        Self {
            tenant,
            state_file: state_file.map(PathBuf::as_path),
            size,
            begin: start.clone(),
            now: start,
            began: Instant::now(),
            shown: Instant::now(),
            interval: if terminal { Duration::from_millis(500) } else { Duration::from_secs(10) },
            terminal,
        }
    }

    /// Whether the state is due. What was reported so far must be written first.
    pub(super) fn is_due(&self) -> bool {
        self.state_file.is_some() && self.now.counts.done().is_multiple_of(SAVE_EVERY)
    }

    /// Replaces the state file, so that a reader finds either the old state or the new one.
    pub(super) fn save(&self) -> anyhow::Result<()> {
        let Some(path) = self.state_file else { return Ok(()) };
        let Start { position, counts } = self.now;
        let state = State {
            tenant: self.tenant.to_string(),
            line: position.line,
            byte: position.byte,
            digest: hex(&position.digest),
            counts,
        };
        let mut new = path.as_os_str().to_owned();
        new.push(".new");
        fs::write(&new, serde_json::to_vec(&state)?)
            .and_then(|()| fs::rename(&new, path))
            .with_context(|| format!("can't write {}", path.display()))
    }

    /// Shows the progress from time to time.
    pub(super) fn show(&mut self) {
        if self.shown.elapsed() < self.interval {
            return;
        }
        self.shown = Instant::now();
        let text = self.text(self.began.elapsed());
        if self.terminal { eprint!("\r\x1b[K{text}") } else { eprintln!("{text}") }
    }

    /// Ends the line that shows the progress.
    pub(super) fn end(&self) {
        if self.terminal {
            eprint!("\r\x1b[K");
        }
        eprintln!("{}", self.text(self.began.elapsed()));
    }

    fn text(&self, elapsed: Duration) -> String {
        let Counts { decided, repeated, failed } = self.now.counts;
        let seconds = elapsed.as_secs_f64().max(0.001);
        let rate = count(self.now.counts.done() - self.begin.counts.done()) / seconds;
        let text = format!("{decided} decided, {repeated} repeated, {failed} failed, {rate:.0}/s");
        let bytes = self.now.position.byte - self.begin.position.byte;
        let Some(size) = self.size.filter(|_| bytes > 0) else { return text };
        let left = count(size.saturating_sub(self.now.position.byte));
        let left = (left * seconds / count(bytes)).ceil();
        format!("{text}, {left:.0} s left")
    }
}

#[expect(clippy::cast_precision_loss, reason = "figures for people")]
fn count(number: u64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rate_and_time_left_are_those_of_this_run() {
        let tenant = TenantId::parse("acme").unwrap();
        let at = |byte, decided| Start {
            position: Position { byte, ..Position::default() },
            counts: Counts { decided, repeated: 10, failed: 2 },
        };
        let mut progress = Progress::new(&tenant, None, Some(10_000), at(4_000, 400));
        progress.now = at(7_000, 700);
        let text = progress.text(Duration::from_secs(6));
        assert_eq!(text, "700 decided, 10 repeated, 2 failed, 50/s, 6 s left");
        progress.size = None;
        let text = progress.text(Duration::from_secs(6));
        assert_eq!(text, "700 decided, 10 repeated, 2 failed, 50/s");
    }

    #[test]
    fn a_digest_survives_the_state_file() {
        let digest: [u8; 32] = std::array::from_fn(|n| 7 * u8::try_from(n).unwrap());
        assert_eq!(unhex(&hex(&digest)), Some(digest));
        assert_eq!(unhex("00"), None);
    }
}
