//! The documents of the input, read in a thread of their own.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _};
use std::path::Path;

use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc;

use super::parquet::Rows;
use super::record::{Digest, MAX_BYTES, Record};

/// How many lines are read ahead.
const AHEAD: usize = 32;

/// A position in the input, after a line of a text or a row of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Position {
    /// How many lines were read.
    pub(super) line: u64,
    /// How many bytes of a text, or rows of a table, were read.
    pub(super) byte: u64,
    /// The digest of all these lines.
    pub(super) digest: Digest,
}

/// A line that is not empty.
#[derive(Debug)]
pub(super) struct Line {
    /// Where it ends.
    pub(super) end: Position,
    pub(super) digest: Digest,
    /// `None` if it is longer than [`MAX_BYTES`].
    pub(super) document: Option<Vec<u8>>,
}

pub(super) struct Input {
    records: Box<dyn Iterator<Item = io::Result<Record>> + Send>,
    position: Position,
    /// The sum of [`Record::bytes`], if it is known.
    pub(super) size: Option<u64>,
}

impl Input {
    /// Opens a file, or standard input for `-`.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        if path.as_os_str() == "-" {
            return Ok(Self::new(Lines(BufReader::new(io::stdin())), None));
        }
        let file = File::open(path)?;
        if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("parquet")) {
            let rows = Rows::open(file)?;
            let size = rows.total;
            return Ok(Self::new(rows, Some(size)));
        }
        let about = file.metadata()?;
        let size = about.is_file().then_some(about.len());
        Ok(Self::new(Lines(BufReader::with_capacity(1 << 20, file)), size))
    }

    fn new(
        records: impl Iterator<Item = io::Result<Record>> + Send + 'static,
        size: Option<u64>,
    ) -> Self {
        Self { records: Box::new(records), position: Position::default(), size }
    }

    /// Skips the lines before a position, and returns false if they are not the lines that were there before.
    pub(super) fn skip(&mut self, to: Position) -> io::Result<bool> {
        while self.position.line < to.line {
            if self.advance()?.is_none() {
                return Ok(false);
            }
        }
        // The last line may have got its line break since.
        Ok((self.position.line, self.position.digest) == (to.line, to.digest))
    }

    /// Reads the lines in a thread of its own. An error is the last thing that the receiver gets.
    pub(super) fn read(mut self) -> mpsc::Receiver<io::Result<Line>> {
        let (sender, receiver) = mpsc::channel(AHEAD);
        std::thread::spawn(move || {
            while let Some(line) = self.next_line().transpose() {
                let failed = line.is_err();
                // The receiver is gone if the import has ended.
                if sender.blocking_send(line).is_err() || failed {
                    return;
                }
            }
        });
        receiver
    }

    /// The next line that is not empty.
    fn next_line(&mut self) -> io::Result<Option<Line>> {
        while let Some(Record { digest, document, .. }) = self.advance()? {
            if document.as_ref().is_none_or(|document| !document.is_empty()) {
                return Ok(Some(Line { end: self.position, digest, document }));
            }
        }
        Ok(None)
    }

    fn advance(&mut self) -> io::Result<Option<Record>> {
        let Some(record) = self.records.next().transpose()? else { return Ok(None) };
        let Position { line, byte, digest } = self.position;
        let digest = Sha256::new_with_prefix(digest).chain_update(record.digest).finalize();
        self.position =
            Position { line: line + 1, byte: byte + record.bytes, digest: digest.into() };
        Ok(Some(record))
    }
}

struct Lines<R>(R);

impl<R: BufRead> Lines<R> {
    /// Reads a line, but keeps no more of it than shows that it is too long.
    fn record(&mut self) -> io::Result<Option<Record>> {
        let (mut line, mut rest) = (Vec::new(), Vec::new());
        let limit = MAX_BYTES as u64 + 1;
        let mut bytes = self.0.by_ref().take(limit).read_until(b'\n', &mut line)? as u64;
        if bytes == 0 {
            return Ok(None);
        }
        let mut hash = Sha256::new_with_prefix(line.trim_ascii());
        let mut ended = line.ends_with(b"\n") || bytes < limit;
        while !ended {
            rest.clear();
            let more = self.0.by_ref().take(limit).read_until(b'\n', &mut rest)? as u64;
            hash.update(&rest);
            ended = more == 0 || rest.ends_with(b"\n");
            bytes += more;
        }
        let document = (line.len() <= MAX_BYTES).then(|| line.trim_ascii().to_vec());
        Ok(Some(Record { digest: hash.finalize().into(), document, bytes }))
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = io::Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        self.record().transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(text: &[u8]) -> Input {
        Input::new(Lines(io::Cursor::new(text.to_vec())), None)
    }

    fn lines(text: &[u8]) -> Vec<(u64, Option<Vec<u8>>)> {
        let mut input = input(text);
        std::iter::from_fn(|| input.next_line().unwrap())
            .map(|line| (line.end.line, line.document))
            .collect()
    }

    #[test]
    fn empty_lines_count_and_give_nothing() {
        let read = lines(b"{}\r\n\n  \n [1] \nlast");
        let document = |text: &[u8]| Some(text.to_vec());
        assert_eq!(read, [(1, document(b"{}")), (4, document(b"[1]")), (5, document(b"last"))]);
    }

    #[test]
    fn a_line_that_is_too_long_is_skipped_and_not_kept() {
        let mut text = vec![b'x'; 2 * MAX_BYTES + 7];
        text.extend_from_slice(b"\n{}\n");
        assert_eq!(lines(&text), [(1, None), (2, Some(b"{}".to_vec()))]);
    }

    #[test]
    fn a_position_is_found_again_only_behind_the_same_lines() {
        let mut whole = input(b"a\nb\nc\n");
        whole.next_line().unwrap();
        let to = whole.next_line().unwrap().unwrap().end;
        let cases = [("a\nb\nc\n", true), ("a\nb", true), ("a\nB\nc\n", false), ("a\n", false)];
        for (text, found) in cases {
            assert_eq!(input(text.as_bytes()).skip(to).unwrap(), found, "{text:?}");
        }
        let mut rest = input(b"a\nb\nc\n");
        rest.skip(to).unwrap();
        assert_eq!(rest.next_line().unwrap().unwrap().document, Some(b"c".to_vec()));
    }
}
