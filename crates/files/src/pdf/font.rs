//! Fonts: the text and the width of each code.

use std::collections::BTreeMap;

use super::encoding::{Base, character, named};
use super::file::File;
use super::object::{Dictionary, Lexer, Object};

/// The largest number of codes in a map.
const MAX_CODES: usize = 70_000;

/// The part of a font that text extraction needs.
pub(super) struct Font {
    /// Whether codes have two bytes instead of one.
    wide: bool,
    /// The text for each code.
    texts: BTreeMap<u32, String>,
    /// The width of each code, in thousandths of the font size.
    widths: BTreeMap<u32, f64>,
    otherwise: f64,
    /// Whether codes without a text are UTF-16 code units.
    unicode: bool,
}

/// A code in a text.
pub(super) struct Glyph<'a> {
    /// Empty if unknown.
    pub(super) text: std::borrow::Cow<'a, str>,
    /// As a share of the font size.
    pub(super) width: f64,
    /// Whether it is a single-byte space, to which word spacing applies.
    pub(super) space: bool,
}

impl Font {
    pub(super) fn read(file: &File<'_>, font: &Dictionary) -> Self {
        let wide = font.get("Subtype").is_name("Type0");
        let encoding = file.get(font, "Encoding");
        let mut read = Self {
            wide,
            texts: BTreeMap::new(),
            widths: BTreeMap::new(),
            otherwise: if wide { 1000.0 } else { 500.0 },
            unicode: matches!(encoding, Object::Name(name) if wide && is_unicode(name)),
        };
        if wide {
            let inner = file.get(font, "DescendantFonts").list().first();
            if let Some(inner) = inner.and_then(|inner| file.resolve(inner).dictionary()) {
                read.wide_widths(file, inner);
            }
        } else {
            read.simple(file, font, encoding);
        }
        if let Some(map) = file.content(file.get(font, "ToUnicode")) {
            read.map(&map);
        }
        read
    }

    pub(super) fn glyphs<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = Glyph<'a>> {
        let size = if self.wide { 2 } else { 1 };
        text.chunks(size).map(move |bytes| {
            let code = bytes.iter().fold(0, |code, byte| code << 8 | u32::from(*byte));
            let text = match self.texts.get(&code) {
                Some(text) => text.as_str().into(),
                None if self.unicode => {
                    char::from_u32(code).map(String::from).unwrap_or_default().into()
                }
                None => "".into(),
            };
            let width = self.widths.get(&code).copied().unwrap_or(self.otherwise) / 1000.0;
            Glyph { text, width, space: !self.wide && code == 32 }
        })
    }

    fn simple(&mut self, file: &File<'_>, font: &Dictionary, encoding: &Object) {
        let base = match encoding {
            Object::Name(name) => base(name),
            other => other.dictionary().and_then(|dictionary| {
                match file.get(dictionary, "BaseEncoding") {
                    Object::Name(name) => base(name),
                    _ => None,
                }
            }),
        };
        let true_type = font.get("Subtype").is_name("TrueType");
        let base = base.unwrap_or(if true_type { Base::Windows } else { Base::Standard });
        for code in 0..=u8::MAX {
            if let Some(c) = character(base, code) {
                self.texts.insert(code.into(), c.to_string());
            }
        }
        let mut code = 0;
        let differences =
            encoding.dictionary().map(|dictionary| file.get(dictionary, "Differences").list());
        for entry in differences.unwrap_or_default() {
            match file.resolve(entry) {
                Object::Number(_) => {
                    code = number(entry).unwrap_or(0);
                }
                Object::Name(name) => {
                    if let Some(text) = named(&String::from_utf8_lossy(name)) {
                        self.texts.insert(code, text);
                    }
                    code = code.saturating_add(1);
                }
                _ => {}
            }
        }
        let first = number(file.get(font, "FirstChar")).unwrap_or(0);
        let widths = file.get(font, "Widths").list().iter().take(256);
        for (code, width) in (first..).zip(widths) {
            if let Some(width) = file.resolve(width).number() {
                self.widths.insert(code, width);
            }
        }
    }

    /// The widths of a composite font: `c [w …]` and `from to w` (§9.7.4.3). Assumes that codes equal glyph numbers, as
    /// in nearly all files.
    fn wide_widths(&mut self, file: &File<'_>, font: &Dictionary) {
        self.otherwise = file.get(font, "DW").number().unwrap_or(1000.0);
        let mut rest = file.get(font, "W").list();
        while let [first, second, ..] = rest {
            let Some(from) = number(file.resolve(first)) else { return };
            rest = match file.resolve(second) {
                Object::List(widths) => {
                    for (code, width) in (from..).zip(widths) {
                        self.width(code, file.resolve(width));
                    }
                    &rest[2..]
                }
                to => {
                    let (Some(to), Some(width)) = (number(to), rest.get(2)) else { return };
                    for code in from..=to.min(from.saturating_add(0xffff)) {
                        self.width(code, file.resolve(width));
                    }
                    &rest[3..]
                }
            };
        }
    }

    fn width(&mut self, code: u32, width: &Object) {
        if let Some(width) = width.number().filter(|_| self.widths.len() < MAX_CODES) {
            self.widths.insert(code, width);
        }
    }

    /// A map from codes to Unicode (§9.10.3).
    fn map(&mut self, map: &[u8]) {
        let mut lexer = Lexer::new(map, 0);
        let mut operands: Vec<Object> = Vec::new();
        while lexer.at < map.len() && self.texts.len() < MAX_CODES {
            match lexer.object() {
                Some(Object::Word(word)) => {
                    match word.as_slice() {
                        b"endbfchar" => self.characters(&operands),
                        b"endbfrange" => self.ranges(&operands),
                        b"endcodespacerange" if !operands.is_empty() => {
                            let Some(Object::Text(low)) = operands.first() else { continue };
                            self.wide = low.len() > 1;
                        }
                        _ => {}
                    }
                    operands.clear();
                }
                Some(object) => operands.push(object),
                None => lexer.at += 1,
            }
        }
    }

    fn characters(&mut self, operands: &[Object]) {
        for pair in operands.chunks_exact(2) {
            if let [Object::Text(code), Object::Text(text)] = pair {
                self.texts.insert(code_of(code), utf_16(text));
            }
        }
    }

    fn ranges(&mut self, operands: &[Object]) {
        for triple in operands.chunks_exact(3) {
            let [Object::Text(from), Object::Text(to), target] = triple else { continue };
            let (from, to) = (code_of(from), code_of(to));
            for (i, code) in (from..=to.min(from.saturating_add(0xffff))).enumerate() {
                let text = match target {
                    Object::List(texts) => match texts.get(i) {
                        Some(Object::Text(text)) => utf_16(text),
                        _ => break,
                    },
                    Object::Text(first) => following(first, i),
                    _ => break,
                };
                if self.texts.len() >= MAX_CODES {
                    return;
                }
                self.texts.insert(code, text);
            }
        }
    }
}

/// Whether the codes of a predefined map are Unicode.
fn is_unicode(name: &[u8]) -> bool {
    name.starts_with(b"Uni") && name.windows(3).any(|part| part == b"UCS" || part == b"UTF")
}

fn base(name: &[u8]) -> Option<Base> {
    match name {
        b"WinAnsiEncoding" => Some(Base::Windows),
        b"MacRomanEncoding" => Some(Base::Mac),
        b"StandardEncoding" => Some(Base::Standard),
        _ => None,
    }
}

fn number(object: &Object) -> Option<u32> {
    object.count().and_then(|number| u32::try_from(number).ok())
}

fn code_of(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |code, byte| code << 8 | u32::from(*byte))
}

pub(super) fn utf_16(bytes: &[u8]) -> String {
    let (pairs, _) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| u16::from_be_bytes(*pair));
    char::decode_utf16(units).map(|c| c.unwrap_or(' ')).collect()
}

/// The text with `by` added to its last UTF-16 code unit.
fn following(first: &[u8], by: usize) -> String {
    let (pairs, _) = first.as_chunks::<2>();
    let mut units: Vec<u16> = pairs.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
    if let (Some(last), Ok(by)) = (units.last_mut(), u16::try_from(by)) {
        *last = last.wrapping_add(by);
    }
    char::decode_utf16(units).map(|c| c.unwrap_or(' ')).collect()
}
