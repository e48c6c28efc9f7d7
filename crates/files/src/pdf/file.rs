//! The objects of a file, found by looking at all of its bytes.
//!
//! The table of contents at a file's end is not used: it can be missing, wrong, or lead round in circles.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::super::Refusal;
use super::filter::{unpack, unpredict};
use super::object::{Dictionary, Lexer, Object, is_space};

/// How many objects are taken.
const MOST_OBJECTS: usize = 200_000;
/// How large one stream may become, and all that are looked at together.
const MOST_STREAM: usize = 16 * 1024 * 1024;
const MOST_UNPACKED: usize = 64 * 1024 * 1024;
/// How many references are followed from one to the next.
const MOST_STEPS: usize = 16;

/// A file and what is in it.
pub(super) struct File<'a> {
    bytes: &'a [u8],
    /// Each object with the place where it was defined: what comes later takes the place of what was before.
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
            left: Cell::new(MOST_UNPACKED),
            bomb: Cell::new(false),
        };
        file.scan()?;
        if file.trailer.get("Encrypt") != &Object::Null {
            return Err(Refusal::Encrypted);
        }
        file.open_packed()?;
        Ok(file)
    }

    /// Whether a stream was larger than it may be.
    pub(super) fn is_bomb(&self) -> bool {
        self.bomb.get()
    }

    /// The object itself, or the one that it refers to.
    pub(super) fn resolve<'b>(&'b self, object: &'b Object) -> &'b Object {
        let mut object = object;
        for _ in 0..MOST_STEPS {
            let Object::Reference(number) = object else { return object };
            let Some((_, found)) = self.objects.get(number) else { return &Object::Null };
            object = found;
        }
        &Object::Null
    }

    /// What stands in a dictionary under a key.
    pub(super) fn get<'b>(&'b self, dictionary: &'b Dictionary, key: &str) -> &'b Object {
        self.resolve(dictionary.get(key))
    }

    /// Every dictionary of a type, in the order of their numbers.
    pub(super) fn of_type(&self, name: &str) -> impl Iterator<Item = &Dictionary> {
        let all = self.objects.values().filter_map(|(_, object)| object.dictionary());
        all.filter(move |dictionary| dictionary.get("Type").is_name(name))
    }

    /// What a stream holds, unpacked.
    pub(super) fn content(&self, stream: &Object) -> Option<Vec<u8>> {
        let Object::Stream(dictionary, range) = stream else { return None };
        let filters = one_or_more(self.get(dictionary, "Filter"));
        let parameters = one_or_more(self.get(dictionary, "DecodeParms"));
        let mut bytes = self.bytes.get(range.clone())?.to_vec();
        for (i, filter) in filters.iter().enumerate().take(8) {
            let Object::Name(name) = self.resolve(filter) else { continue };
            let (unpacked, more) = unpack(name, &bytes, MOST_STREAM.min(self.left.get()))?;
            if more {
                self.bomb.set(true);
                return None;
            }
            self.left.set(self.left.get() - unpacked.len());
            let parameters = parameters.get(i).and_then(|one| self.resolve(one).dictionary());
            bytes = match parameters {
                Some(parameters) => unpredict(unpacked, parameters),
                None => unpacked,
            };
        }
        Some(bytes)
    }

    /// Finds every `N G obj` and every trailer.
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

    /// Takes the object whose `obj` stands at a place; gives where to look on.
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
        if self.objects.len() > MOST_OBJECTS { Err(Refusal::TooDemanding) } else { Ok(()) }
    }

    /// Where a stream's bytes begin and end: by its length if that is right, else by the word that ends it.
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

    /// Takes the objects out of streams that hold many (§7.5.7).
    fn open_packed(&mut self) -> Result<(), Refusal> {
        let packed: Vec<(usize, Object)> = (self.objects.values())
            .filter(|(_, object)| {
                matches!(object, Object::Stream(one, _) if one.get("Type").is_name("ObjStm"))
            })
            .cloned()
            .collect();
        for (at, stream) in packed {
            let (Some(content), Some(dictionary)) = (self.content(&stream), stream.dictionary())
            else {
                continue;
            };
            let first = self.get(dictionary, "First").count().unwrap_or_default();
            let count = self.get(dictionary, "N").count().unwrap_or_default().min(MOST_OBJECTS);
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

/// A list, or the one thing that stands in its place.
pub(super) fn one_or_more(object: &Object) -> &[Object] {
    match object {
        Object::List(list) => list,
        Object::Null => &[],
        one => std::slice::from_ref(one),
    }
}

/// The first place from `from` on where the rest is as wanted.
fn find(bytes: &[u8], from: usize, wanted: impl Fn(&[u8]) -> bool) -> Option<usize> {
    (from..bytes.len()).find(|at| wanted(&bytes[*at..]))
}

/// The number in `N G ` at the end of some bytes.
fn number_before(bytes: &[u8]) -> Option<u32> {
    let generation = before(bytes, is_space)?;
    let space = before(generation, |byte| byte.is_ascii_digit())?;
    let digits = before(space, is_space)?;
    let start = digits.iter().rposition(|byte| !byte.is_ascii_digit()).map_or(0, |at| at + 1);
    let written = std::str::from_utf8(&digits[start..]).ok()?;
    (written.len() <= 9).then(|| written.parse().ok()).flatten()
}

/// What stands before the bytes of a kind at the end. `None` if there are none of that kind.
fn before(bytes: &[u8], kind: impl Fn(u8) -> bool) -> Option<&[u8]> {
    let end = bytes.iter().rposition(|byte| !kind(*byte)).map_or(0, |at| at + 1);
    (end < bytes.len()).then(|| &bytes[..end])
}
