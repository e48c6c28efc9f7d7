//! Printing what the code documents of itself.

use std::io::{ErrorKind, Write};

/// Prints a text. That nobody reads on is a quiet end.
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}
