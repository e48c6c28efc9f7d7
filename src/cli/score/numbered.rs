//! Lines that begin with their number, for streams that are split, joined and put together again.

use std::io::Write;

use anyhow::{Context as _, bail};

use super::Stream;
use crate::service::scoring::offline::Offline;
use crate::service::scoring::stream_links::StreamLinks;

/// Writes the number and the keys of each profile. Invalid profiles have none.
pub(super) fn keys<W: Write>(
    stream: &mut Stream<W>,
    offline: &Offline,
    lines: &[Vec<u8>],
) -> anyhow::Result<()> {
    let mut numbers = Vec::with_capacity(lines.len());
    let mut documents = Vec::with_capacity(lines.len());
    for line in lines {
        let (number, document) = numbered(line)?;
        numbers.push(number);
        documents.push(document.to_vec());
    }
    for (number, keys) in numbers.into_iter().zip(offline.keys(documents)) {
        let Ok(keys) = keys else { continue };
        stream.scored += 1;
        writeln!(stream.out, "{number}\t{}", serde_json::to_string(&keys)?)?;
    }
    Ok(())
}

/// Writes the number and the result of each profile.
pub(super) fn score<W: Write>(
    stream: &mut Stream<W>,
    offline: &Offline,
    (name, lines): (&str, Vec<Vec<u8>>),
) -> anyhow::Result<()> {
    let mut numbers = Vec::with_capacity(lines.len());
    let mut documents = Vec::with_capacity(lines.len());
    for line in &lines {
        let (number, rest) = numbered(line)?;
        let Some((found, document)) = split(rest) else {
            bail!("line {number} has no tab between its links and its profile");
        };
        let found: StreamLinks = serde_json::from_slice(found)
            .with_context(|| format!("the links of line {number} cannot be read"))?;
        numbers.push(number);
        documents.push((found, document.to_vec()));
    }
    for (number, scored) in numbers.into_iter().zip(offline.score_linked(documents)) {
        let scored = scored.with_context(|| format!("line {number}"))?;
        let line = stream.line(name, number, scored);
        writeln!(stream.out, "{number}\t{line}")?;
    }
    Ok(())
}

/// The number of a line, and the rest.
fn numbered(line: &[u8]) -> anyhow::Result<(usize, &[u8])> {
    let parts = split(line).and_then(|(number, rest)| {
        let number = str::from_utf8(number).ok()?.parse().ok()?;
        Some((number, rest))
    });
    parts.context("a line does not begin with a number and a tab")
}

/// The parts before and after the first tab.
fn split(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let tab = line.iter().position(|byte| *byte == b'\t')?;
    Some((line.get(..tab)?, line.get(tab + 1..)?))
}
