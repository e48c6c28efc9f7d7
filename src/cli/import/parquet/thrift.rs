//! Thrift's compact protocol, in which Parquet writes its metadata.

use std::collections::BTreeMap;
use std::io::{self, Read};

use super::invalid;

/// How deep structs and lists can be nested. Parquet's own metadata needs less.
const MAX_DEPTH: usize = 16;
/// How many bytes of metadata are read at most, so that a length can't ask for any amount of memory.
const MAX_BYTES: u64 = 64 << 20;

/// A value of which only structs, lists, integers, booleans and bytes matter.
#[derive(Debug, Default)]
pub(super) enum Value {
    #[default]
    Other,
    Bool(bool),
    Integer(i64),
    Bytes(Vec<u8>),
    List(Vec<Value>),
    Struct(BTreeMap<i16, Value>),
}

static MISSING: Value = Value::Other;

impl Value {
    /// Reads a struct.
    pub(super) fn read(from: impl Read) -> io::Result<Self> {
        Reader { from: from.take(MAX_BYTES) }.structure(0)
    }

    /// A field of a struct.
    pub(super) fn field(&self, number: i16) -> &Value {
        match self {
            Self::Struct(fields) => fields.get(&number).unwrap_or(&MISSING),
            _ => &MISSING,
        }
    }

    pub(super) fn items(&self) -> &[Value] {
        if let Self::List(items) = self { items } else { &[] }
    }

    pub(super) fn integer(&self) -> Option<i64> {
        if let Self::Integer(number) = self { Some(*number) } else { None }
    }

    /// A size or an offset.
    pub(super) fn size(&self) -> io::Result<u64> {
        let size = self.integer().and_then(|number| u64::try_from(number).ok());
        size.ok_or_else(|| invalid("a size is missing or negative"))
    }

    pub(super) fn bytes(&self) -> &[u8] {
        if let Self::Bytes(bytes) = self { bytes } else { &[] }
    }

    pub(super) fn is_false(&self) -> bool {
        matches!(self, Self::Bool(false))
    }
}

struct Reader<R> {
    from: R,
}

impl<R: Read> Reader<R> {
    fn byte(&mut self) -> io::Result<u8> {
        let mut byte = [0];
        self.from.read_exact(&mut byte)?;
        Ok(byte[0])
    }

    fn varint(&mut self) -> io::Result<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(invalid("a number is too long"))
    }

    fn integer(&mut self) -> io::Result<i64> {
        let value = self.varint()?;
        Ok((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }

    fn bytes(&mut self) -> io::Result<Vec<u8>> {
        let length = self.varint()?;
        let mut bytes = Vec::new();
        self.from.by_ref().take(length).read_to_end(&mut bytes)?;
        if bytes.len() as u64 == length { Ok(bytes) } else { Err(invalid("a text is cut off")) }
    }

    fn structure(&mut self, depth: usize) -> io::Result<Value> {
        let (mut fields, mut number) = (BTreeMap::new(), 0_i16);
        loop {
            let head = self.byte()?;
            if head == 0 {
                return Ok(Value::Struct(fields));
            }
            number = match head >> 4 {
                0 => i16::try_from(self.integer()?)
                    .map_err(|_| invalid("a field number is too large"))?,
                step => number.wrapping_add(i16::from(step)),
            };
            let value = match head & 0xf {
                kind @ 1..=2 => Value::Bool(kind == 1),
                kind => self.value(kind, depth)?,
            };
            fields.insert(number, value);
        }
    }

    fn value(&mut self, kind: u8, depth: usize) -> io::Result<Value> {
        if depth > MAX_DEPTH {
            return Err(invalid("the metadata is nested too deeply"));
        }
        Ok(match kind {
            // In a list, a boolean is a byte.
            1 | 2 => Value::Bool(self.byte()? == 1),
            3 => Value::Integer(i64::from(self.byte()?.cast_signed())),
            4..=6 => Value::Integer(self.integer()?),
            7 => {
                self.from.read_exact(&mut [0; 8])?;
                Value::Other
            }
            8 => Value::Bytes(self.bytes()?),
            9 | 10 => self.list(depth)?,
            11 => self.map(depth)?,
            12 => self.structure(depth + 1)?,
            _ => return Err(invalid("the metadata has an unknown type")),
        })
    }

    fn list(&mut self, depth: usize) -> io::Result<Value> {
        let head = self.byte()?;
        let length = if head >> 4 == 15 { self.varint()? } else { u64::from(head >> 4) };
        let mut items = Vec::new();
        for _ in 0..length {
            items.push(self.value(head & 0xf, depth + 1)?);
        }
        Ok(Value::List(items))
    }

    fn map(&mut self, depth: usize) -> io::Result<Value> {
        let length = self.varint()?;
        if length > 0 {
            let kinds = self.byte()?;
            for _ in 0..length {
                self.value(kinds >> 4, depth + 1)?;
                self.value(kinds & 0xf, depth + 1)?;
            }
        }
        Ok(Value::Other)
    }
}
