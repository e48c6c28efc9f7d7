//! Reads the documents in a Parquet file: its text column `profile`.
//!
//! The `parquet` crate reads the whole format, but would add a tenth to the build time of all dependencies. This reads
//! what Spark, pandas and `DuckDB` write by default: plain and dictionary pages, uncompressed, Snappy or Zstandard.

mod page;
mod thrift;

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufReader, Read as _, Seek as _, SeekFrom, Take};

use sha2::{Digest as _, Sha256};

use super::record::{MAX_BYTES, Record};
use thrift::Value;

const MAGIC: &[u8; 4] = b"PAR1";
const COLUMN: &str = "profile";
/// The largest page that is read.
const MAX_PAGE: u64 = 1 << 30;
/// Values of the enums in `parquet.thrift`.
const BYTE_ARRAY: i64 = 6;
const REQUIRED: i64 = 0;
const OPTIONAL: i64 = 1;
const DATA_PAGE: i64 = 0;
const DICTIONARY_PAGE: i64 = 2;
const DATA_PAGE_V2: i64 = 3;

fn invalid(detail: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the Parquet file is damaged: {detail}"))
}

fn unsupported(what: &str) -> io::Error {
    let detail = format!("{what} can't be read; convert the file to one JSON document per line");
    io::Error::new(io::ErrorKind::Unsupported, detail)
}

/// A part of the column.
#[derive(Debug, Clone, Copy)]
struct Chunk {
    start: u64,
    bytes: u64,
    values: u64,
    codec: i64,
}

/// The rows of a file.
#[derive(Debug)]
pub(super) struct Rows {
    file: File,
    /// Whether rows can be without a document.
    optional: bool,
    chunks: VecDeque<Chunk>,
    reading: Option<Reading>,
    /// The rest of the page that was read last.
    page: VecDeque<Vec<u8>>,
    /// How many rows the file has.
    pub(super) total: u64,
}

/// The chunk that is being read.
#[derive(Debug)]
struct Reading {
    pages: Take<BufReader<File>>,
    codec: i64,
    /// How many values are still to come.
    values: u64,
    dictionary: Vec<Vec<u8>>,
}

impl Rows {
    /// Reads the metadata at the end of the file.
    pub(super) fn open(mut file: File) -> io::Result<Self> {
        let size = file.metadata()?.len();
        let mut end = [0; 8];
        file.seek(SeekFrom::Start(size.checked_sub(8).ok_or_else(|| invalid("it is too short"))?))?;
        file.read_exact(&mut end)?;
        let (length, magic) = end.split_at(4);
        if magic != MAGIC {
            return Err(invalid("it does not end like one"));
        }
        let length =
            u64::from(u32::from_le_bytes(length.try_into().expect("these are four bytes")));
        let start = (size - 8).checked_sub(length).ok_or_else(|| invalid("its end is cut off"))?;
        file.seek(SeekFrom::Start(start))?;
        let metadata = Value::read(BufReader::new(&mut file).take(length))?;
        let optional = is_optional(metadata.field(2).items())?;
        let chunks = metadata.field(4).items().iter().map(chunk).collect::<io::Result<_>>()?;
        let total = metadata.field(3).size()?;
        Ok(Self { file, optional, chunks, reading: None, page: VecDeque::new(), total })
    }

    fn row(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            if let Some(row) = self.page.pop_front() {
                return Ok(Some(row));
            }
            match &mut self.reading {
                Some(reading) if reading.values > 0 => {
                    self.page = reading.page(self.optional)?.into();
                }
                _ => {
                    let Some(chunk) = self.chunks.pop_front() else { return Ok(None) };
                    self.reading = Some(Reading::new(&self.file, chunk)?);
                }
            }
        }
    }
}

impl Iterator for Rows {
    type Item = io::Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        let record = |row: Vec<u8>| {
            let row = row.trim_ascii();
            let document = (row.len() <= MAX_BYTES).then(|| row.to_vec());
            // The bytes of a row are not known, so that the file's size is its number of rows.
            Record { digest: Sha256::digest(row).into(), document, bytes: 1 }
        };
        self.row().map(|row| row.map(record)).transpose()
    }
}

/// Whether the column can be null.
fn is_optional(schema: &[Value]) -> io::Result<bool> {
    let root = schema.first().and_then(|root| root.field(5).integer());
    let column = schema.iter().skip(1).find(|column| column.field(4).bytes() == COLUMN.as_bytes());
    let repetition = column
        .filter(|column| column.field(1).integer() == Some(BYTE_ARRAY))
        .and_then(|column| column.field(3).integer());
    match repetition {
        _ if root.is_none() => Err(invalid("it has no schema")),
        Some(REQUIRED) => Ok(false),
        Some(OPTIONAL) => Ok(true),
        _ => Err(unsupported("a file without a text column `profile`")),
    }
}

/// The column's part of a row group.
fn chunk(group: &Value) -> io::Result<Chunk> {
    let is_ours = |about: &&Value| {
        let path = about.field(3).items();
        path.len() == 1 && path[0].bytes() == COLUMN.as_bytes()
    };
    let about = group.field(1).items().iter().map(|column| column.field(3)).find(is_ours);
    let about = about.ok_or_else(|| unsupported("a file whose column `profile` is nested"))?;
    let data = about.field(9).size()?;
    let dictionary = about.field(11).size().ok().filter(|start| (1..data).contains(start));
    Ok(Chunk {
        start: dictionary.unwrap_or(data),
        bytes: about.field(7).size()?,
        values: about.field(5).size()?,
        codec: about.field(4).integer().unwrap_or_default(),
    })
}

impl Reading {
    fn new(file: &File, chunk: Chunk) -> io::Result<Self> {
        let mut file = file.try_clone()?;
        file.seek(SeekFrom::Start(chunk.start))?;
        let pages = BufReader::with_capacity(1 << 20, file).take(chunk.bytes);
        Ok(Self { pages, codec: chunk.codec, values: chunk.values, dictionary: Vec::new() })
    }

    /// The rows of the next page. A null gives an empty row.
    fn page(&mut self, optional: bool) -> io::Result<Vec<Vec<u8>>> {
        let header = Value::read(&mut self.pages)?;
        let (plain_size, size) = (header.field(2).size()?, header.field(3).size()?);
        if plain_size > MAX_PAGE || size > MAX_PAGE {
            return Err(unsupported("a page of more than 1 GiB"));
        }
        let mut data = Vec::new();
        self.pages.by_ref().take(size).read_to_end(&mut data)?;
        let plain_size = usize::try_from(plain_size).map_err(|_| invalid("a page is too large"))?;
        if data.len() as u64 != size {
            return Err(invalid("a page is cut off"));
        }
        match header.field(1).integer() {
            Some(DICTIONARY_PAGE) => {
                let data = page::decompress(self.codec, &data, plain_size)?;
                self.dictionary = page::plain(&data, count(header.field(7).field(1))?)?;
                Ok(Vec::new())
            }
            Some(DATA_PAGE) => self.first_version(header.field(5), &data, plain_size, optional),
            Some(DATA_PAGE_V2) => self.second_version(header.field(8), &data, plain_size, optional),
            _ => Ok(Vec::new()),
        }
    }

    /// The levels are compressed with the values.
    fn first_version(
        &mut self,
        about: &Value,
        data: &[u8],
        plain_size: usize,
        optional: bool,
    ) -> io::Result<Vec<Vec<u8>>> {
        let values = self.next_values(about)?;
        let data = page::decompress(self.codec, data, plain_size)?;
        let mut data = &data[..];
        let present = optional.then(|| page::levels_after_length(&mut data, values)).transpose()?;
        self.rows(about.field(2), data, values, present)
    }

    /// The levels come first, uncompressed.
    fn second_version(
        &mut self,
        about: &Value,
        mut data: &[u8],
        plain_size: usize,
        optional: bool,
    ) -> io::Result<Vec<Vec<u8>>> {
        let values = self.next_values(about)?;
        page::split(&mut data, count(about.field(6))?)?;
        let levels = page::split(&mut data, count(about.field(5))?)?;
        let present = optional.then(|| page::levels(levels, values)).transpose()?;
        let before = count(about.field(6))? + levels.len();
        let plain_size =
            plain_size.checked_sub(before).ok_or_else(|| invalid("a page is cut off"))?;
        let compressed = !about.field(7).is_false();
        let codec = if compressed { self.codec } else { page::UNCOMPRESSED };
        let data = page::decompress(codec, data, plain_size)?;
        self.rows(about.field(4), &data, values, present)
    }

    /// How many values a page has, nulls included.
    fn next_values(&mut self, about: &Value) -> io::Result<usize> {
        let values = count(about.field(1))?;
        let rest = self.values.checked_sub(values as u64);
        self.values = rest.ok_or_else(|| invalid("a page has too many values"))?;
        Ok(values)
    }

    fn rows(
        &self,
        encoding: &Value,
        data: &[u8],
        values: usize,
        present: Option<Vec<bool>>,
    ) -> io::Result<Vec<Vec<u8>>> {
        let encoding = encoding.integer().unwrap_or(page::PLAIN);
        let Some(present) = present else {
            return page::texts(encoding, data, values, &self.dictionary);
        };
        let known = present.iter().filter(|present| **present).count();
        let mut texts = page::texts(encoding, data, known, &self.dictionary)?.into_iter();
        let row = |present: bool| if present { texts.next() } else { None };
        Ok(present.into_iter().map(row).map(Option::unwrap_or_default).collect())
    }
}

fn count(value: &Value) -> io::Result<usize> {
    usize::try_from(value.size()?).map_err(|_| invalid("a number is too large"))
}
