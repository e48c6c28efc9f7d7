//! Finds the objects of a file by scanning all its bytes.
//!
//! The cross-reference table at the end is not used: it can be missing, wrong or circular.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::super::Refusal;
use super::filter::{unpack, unpredict};
use super::object::{Dictionary, Lexer, Object, is_space};

const MAX_OBJECTS: usize = 200_000;
/// The largest size of an unpacked stream, and of all unpacked streams together.
const MAX_STREAM: usize = 16 * 1024 * 1024;
const MAX_UNPACKED: usize = 64 * 1024 * 1024;
/// The longest chain of references.
const MAX_STEPS: usize = 16;

/// A file and its objects.
pub(super) struct File<'a> {
    bytes: &'a [u8],
    /// Each object with the position of its definition. Later definitions replace earlier ones.
    objects: BTreeMap<u32, (usize, Object)>,
    pub(super) trailer: Dictionary,
    left: Cell<usize>,
    bomb: Cell<bool>,
}

impl<'a> File<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let mut file = Self {
            bytes,
            objects: BTreeMap::new(),
            trailer: Dictionary::default(),
            left: Cell::new(MAX_UNPACKED),
            bomb: Cell::new(false),
        };
        file.scan()?;
        if file.trailer.get("Encrypt") != &Object::Null {
            return Err(Refusal::Encrypted);
        }
        file.open_packed()?;
        Ok(file)
    }

    /// Whether a stream exceeded the limits.
    pub(super) fn is_bomb(&self) -> bool {
        self.bomb.get()
    }

    /// The object itself, or the object that it refers to.
    pub(super) fn resolve<'b>(&'b self, object: &'b Object) -> &'b Object {
        let mut object = object;
        for _ in 0..MAX_STEPS {
            let Object::Reference(number) = object else { return object };
            let Some((_, found)) = self.objects.get(number) else { return &Object::Null };
            object = found;
        }
        &Object::Null
    }

    /// The value of a key, resolved.
    pub(super) fn get<'b>(&'b self, dictionary: &'b Dictionary, key: &str) -> &'b Object {
        self.resolve(dictionary.get(key))
    }

    /// All dictionaries of a type, ordered by object number.
    pub(super) fn of_type(&self, name: &str) -> impl Iterator<Item = &Dictionary> {
        let all = self.objects.values().filter_map(|(_, object)| object.dictionary());
        all.filter(move |dictionary| dictionary.get("Type").is_name(name))
    }

    /// The unpacked content of a stream.
    pub(super) fn content(&self, stream: &Object) -> Option<Vec<u8>> {
        let Object::Stream(dictionary, range) = stream else { return None };
        let filters = one_or_more(self.get(dictionary, "Filter"));
        let parameters = one_or_more(self.get(dictionary, "DecodeParms"));
        let mut bytes = self.bytes.get(range.clone())?.to_vec();
        for (i, filter) in filters.iter().enumerate().take(8) {
            let Object::Name(name) = self.resolve(filter) else { continue };
            let (unpacked, more) = unpack(name, &bytes, MAX_STREAM.min(self.left.get()))?;
            if more {
                self.bomb.set(true);
                return None;
            }
            self.left.set(self.left.get() - unpacked.len());
            let parameters = parameters.get(i).and_then(|object| self.resolve(object).dictionary());
            bytes = match parameters {
                Some(parameters) => unpredict(unpacked, parameters),
                None => unpacked,
            };
        }
        Some(bytes)
    }

    /// Finds each `N G obj` and each trailer.
    fn scan(&mut self) -> Result<(), Refusal> {
        let mut at = 0;
        while let Some(found) =
            find(self.bytes, at, |rest| rest.starts_with(b"obj") || rest.starts_with(b"trailer"))
        {
            if self.bytes[found] == b't' {
                let mut lexer = Lexer::new(self.bytes, found + 7);
                if let Some(Object::Dictionary(trailer)) = lexer.object() {
                    self.trailer.0.extend(trailer.0);
                }
                at = found + 7;
            } else {
                at = self.define(found)?;
            }
        }
        Ok(())
    }

    /// Reads the object after the `obj` at a position. Returns where to continue.
    fn define(&mut self, at: usize) -> Result<usize, Refusal> {
        let Some(number) = number_before(&self.bytes[..at]) else { return Ok(at + 3) };
        let mut lexer = Lexer::new(self.bytes, at + 3);
        let Some(object) = lexer.object() else { return Ok(at + 3) };
        lexer.skip_space();
        let (object, end) = match object {
            Object::Dictionary(dictionary) if self.bytes[lexer.at..].starts_with(b"stream") => {
                let (start, end) = self.stream(&dictionary, lexer.at + 6);
                (Object::Stream(dictionary, start..end), end)
            }
            other => (other, lexer.at),
        };
        if let Object::Stream(dictionary, _) = &object
            && dictionary.get("Type").is_name("XRef")
        {
            self.trailer.0.extend(dictionary.0.clone());
        }
        self.insert(number, at, object)?;
        Ok(end.max(at + 3))
    }

    fn insert(&mut self, number: u32, at: usize, object: Object) -> Result<(), Refusal> {
        if self.objects.get(&number).is_none_or(|(before, _)| *before <= at) {
            self.objects.insert(number, (at, object));
        }
        if self.objects.len() > MAX_OBJECTS { Err(Refusal::TooDemanding) } else { Ok(()) }
    }

    /// Start and end of a stream: by its length if that is right, otherwise by `endstream`.
    fn stream(&self, dictionary: &Dictionary, after: usize) -> (usize, usize) {
        let mut start = after;
        if self.bytes.get(start) == Some(&b'\r') {
            start += 1;
        }
        if self.bytes.get(start) == Some(&b'\n') {
            start += 1;
        }
        start = start.min(self.bytes.len());
        if let Some(length) = dictionary.get("Length").count()
            && let Some(end) = start.checked_add(length).filter(|end| *end <= self.bytes.len())
        {
            let mut rest = Lexer::new(self.bytes, end);
            rest.skip_space();
            if self.bytes[rest.at..].starts_with(b"endstream") {
                return (start, end);
            }
        }
        let end = find(self.bytes, start, |rest| rest.starts_with(b"endstream"));
        (start, end.unwrap_or(self.bytes.len()))
    }

    /// Reads the objects in object streams (§7.5.7).
    fn open_packed(&mut self) -> Result<(), Refusal> {
        let packed: Vec<(usize, Object)> = (self.objects.values())
            .filter(|(_, object)| {
                let dictionary = object.dictionary();
                matches!(object, Object::Stream(..))
                    && dictionary.is_some_and(|dictionary| dictionary.get("Type").is_name("ObjStm"))
            })
            .cloned()
            .collect();
        for (at, stream) in packed {
            let (Some(content), Some(dictionary)) = (self.content(&stream), stream.dictionary())
            else {
                continue;
            };
            let first = self.get(dictionary, "First").count().unwrap_or_default();
            let count = self.get(dictionary, "N").count().unwrap_or_default().min(MAX_OBJECTS);
            let mut header = Lexer::new(&content, 0);
            for _ in 0..count {
                let pair = (header.object(), header.object());
                let (Some(Object::Number(number)), Some(offset)) = pair else { break };
                let number = Object::Number(number).count().and_then(|n| u32::try_from(n).ok());
                let (Some(number), Some(offset)) = (number, offset.count()) else { break };
                if let Some(object) = Lexer::new(&content, first.saturating_add(offset)).object() {
                    self.insert(number, at, object)?;
                }
            }
        }
        Ok(())
    }
}

/// The elements of a list, or a single object as a list of one.
pub(super) fn one_or_more(object: &Object) -> &[Object] {
    match object {
        Object::List(list) => list,
        Object::Null => &[],
        object => std::slice::from_ref(object),
    }
}

/// The first position from `from` where the rest matches.
fn find(bytes: &[u8], from: usize, matches: impl Fn(&[u8]) -> bool) -> Option<usize> {
    (from..bytes.len()).find(|at| matches(&bytes[*at..]))
}

/// The number in `N G ` at the end of the bytes.
fn number_before(bytes: &[u8]) -> Option<u32> {
    let generation = before(bytes, is_space)?;
    let space = before(generation, |byte| byte.is_ascii_digit())?;
    let digits = before(space, is_space)?;
    let start = digits.iter().rposition(|byte| !byte.is_ascii_digit()).map_or(0, |at| at + 1);
    let written = std::str::from_utf8(&digits[start..]).ok()?;
    (written.len() <= 9).then(|| written.parse().ok()).flatten()
}

/// The bytes before a final run of one kind. `None` if there is no such run.
fn before(bytes: &[u8], kind: impl Fn(u8) -> bool) -> Option<&[u8]> {
    let end = bytes.iter().rposition(|byte| !kind(*byte)).map_or(0, |at| at + 1);
    (end < bytes.len()).then(|| &bytes[..end])
}
