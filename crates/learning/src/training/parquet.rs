//! Writes Parquet files: flat rows of text and numbers, with plain encoding and no compression.
//!
//! The `parquet` crate supports the whole format, but took a tenth of the build time of all dependencies. The subset of
//! `parquet.thrift` used here is one data page per column of a row group, and a footer in Thrift's compact protocol.

use std::io::{self, Write};

const MAGIC: &[u8; 4] = b"PAR1";
/// Values of the enums in `parquet.thrift`.
const DOUBLE: i64 = 5;
const BYTE_ARRAY: i64 = 6;
const REQUIRED: i64 = 0;
const OPTIONAL: i64 = 1;
const UTF8: i64 = 0;
const PLAIN: i64 = 0;
const RLE: i64 = 3;
const DATA_PAGE: i64 = 0;
const UNCOMPRESSED: i64 = 0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    Text,
    Number,
    /// A number or null.
    OptionalNumber,
}

/// The values of a column in one row group.
pub enum Values<'a> {
    Texts(Vec<&'a str>),
    Numbers(Vec<f64>),
    OptionalNumbers(Vec<Option<f64>>),
}

pub struct ParquetWriter<W> {
    out: W,
    written: usize,
    schema: Vec<(String, ColumnType)>,
    row_groups: Vec<Vec<u8>>,
    rows: usize,
}

impl<W: Write> ParquetWriter<W> {
    /// Starts a file with these columns.
    pub fn new(out: W, schema: Vec<(String, ColumnType)>) -> io::Result<Self> {
        let mut this = Self { out, written: 0, schema, row_groups: Vec::new(), rows: 0 };
        this.put(MAGIC)?;
        Ok(this)
    }

    /// Writes a row group: the values of each column, in the order of the schema.
    pub fn write(&mut self, rows: usize, columns: &[Values<'_>]) -> io::Result<()> {
        let before = self.written;
        let mut chunks = Vec::new();
        for (column, values) in columns.iter().enumerate() {
            let offset = self.written;
            let page = page(values);
            let header = page_header(rows, page.len());
            self.put(&header)?;
            self.put(&page)?;
            chunks.push(self.chunk(column, rows, offset));
        }
        let group = Record::default()
            .list(1, STRUCT, &chunks)
            .int64(2, self.written - before)
            .int64(3, rows);
        self.row_groups.push(group.end());
        self.rows += rows;
        Ok(())
    }

    pub fn out(&mut self) -> &mut W {
        &mut self.out
    }

    /// Writes the footer.
    pub fn finish(mut self) -> io::Result<W> {
        let columns = self.schema.iter().map(|(name, column)| schema_element(name, *column));
        let root = Record::default().text(4, "training_data").int32(5, count(self.schema.len()));
        let schema: Vec<Vec<u8>> = std::iter::once(root.end()).chain(columns).collect();
        let footer = Record::default()
            .int32(1, 1)
            .list(2, STRUCT, &schema)
            .int64(3, self.rows)
            .list(4, STRUCT, &self.row_groups)
            .text(6, "bonafide")
            .end();
        self.put(&footer)?;
        self.put(&length(footer.len()))?;
        self.put(MAGIC)?;
        Ok(self.out)
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.written += bytes.len();
        self.out.write_all(bytes)
    }

    /// The `ColumnChunk` of the page that starts at `offset` and was just written.
    fn chunk(&self, column: usize, rows: usize, offset: usize) -> Vec<u8> {
        let (name, column) = &self.schema[column];
        let size = self.written - offset;
        let encodings = [zigzag(PLAIN), zigzag(RLE)];
        let path = [text(name)];
        let metadata = Record::default()
            .int32(1, physical(*column))
            .list(2, INT32, &encodings)
            .list(3, BINARY, &path)
            .int32(4, UNCOMPRESSED)
            .int64(5, rows)
            .int64(6, size)
            .int64(7, size)
            .int64(9, offset);
        Record::default().int64(2, offset).record(3, metadata).end()
    }
}

fn physical(column: ColumnType) -> i64 {
    if column == ColumnType::Text { BYTE_ARRAY } else { DOUBLE }
}

/// `SchemaElement`
fn schema_element(name: &str, column: ColumnType) -> Vec<u8> {
    let repetition = if column == ColumnType::OptionalNumber { OPTIONAL } else { REQUIRED };
    let element = Record::default().int32(1, physical(column)).int32(3, repetition).text(4, name);
    if column == ColumnType::Text {
        // `LogicalType` is a union whose field 1 means text.
        let logical = Record::default().record(1, Record::default());
        element.int32(6, UTF8).record(10, logical).end()
    } else {
        element.end()
    }
}

/// `PageHeader`
fn page_header(rows: usize, size: usize) -> Vec<u8> {
    let data = Record::default().int32(1, count(rows)).int32(2, PLAIN).int32(3, RLE).int32(4, RLE);
    let (size, header) = (count(size), Record::default().int32(1, DATA_PAGE));
    header.int32(2, size).int32(3, size).record(5, data).end()
}

/// The data of a page: for optional columns, which rows have a value; then the values.
fn page(values: &Values<'_>) -> Vec<u8> {
    match values {
        Values::Texts(texts) => texts
            .iter()
            .flat_map(|text| [&length(text.len())[..], text.as_bytes()].concat())
            .collect(),
        Values::Numbers(numbers) => {
            numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
        }
        Values::OptionalNumbers(numbers) => {
            let levels: Vec<u8> = numbers
                .chunk_by(|a, b| a.is_some() == b.is_some())
                .flat_map(|run| {
                    let mut bytes = varint((run.len() as u64) << 1);
                    bytes.push(u8::from(run[0].is_some()));
                    bytes
                })
                .collect();
            let known = numbers.iter().flatten().flat_map(|number| number.to_le_bytes());
            length(levels.len()).into_iter().chain(levels).chain(known).collect()
        }
    }
}

/// Types of Thrift's compact protocol.
const INT32: u8 = 5;
const INT64: u8 = 6;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const STRUCT: u8 = 12;

/// A struct in Thrift's compact protocol. Fields must be added in the order of their numbers.
#[derive(Default)]
struct Record {
    bytes: Vec<u8>,
    last: u8,
}

impl Record {
    fn field(mut self, number: u8, kind: u8, value: &[u8]) -> Self {
        self.bytes.push(((number - self.last) << 4) | kind);
        self.bytes.extend_from_slice(value);
        self.last = number;
        self
    }

    fn int32(self, number: u8, value: i64) -> Self {
        self.field(number, INT32, &zigzag(value))
    }

    fn int64(self, number: u8, value: usize) -> Self {
        self.field(number, INT64, &zigzag(count(value)))
    }

    fn text(self, number: u8, value: &str) -> Self {
        self.field(number, BINARY, &text(value))
    }

    fn record(self, number: u8, value: Self) -> Self {
        self.field(number, STRUCT, &value.end())
    }

    fn list(self, number: u8, kind: u8, items: &[Vec<u8>]) -> Self {
        let mut value = vec![0xf0 | kind];
        value.extend(varint(items.len() as u64));
        value.extend(items.concat());
        self.field(number, LIST, &value)
    }

    fn end(mut self) -> Vec<u8> {
        self.bytes.push(0);
        self.bytes
    }
}

fn text(value: &str) -> Vec<u8> {
    [&varint(value.len() as u64), value.as_bytes()].concat()
}

fn zigzag(value: i64) -> Vec<u8> {
    varint((value << 1).cast_unsigned())
}

/// LEB128: seven bits per byte, lowest first. Only counts and sizes are written, so no value is negative.
fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 0x80 {
        bytes.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    bytes.push(value.to_le_bytes()[0]);
    bytes
}

fn count(value: usize) -> i64 {
    i64::try_from(value).expect("a size in memory fits in 63 bits")
}

/// A size as four bytes.
fn length(value: usize) -> [u8; 4] {
    u32::try_from(value).expect("a page is below 4 GiB").to_le_bytes()
}
