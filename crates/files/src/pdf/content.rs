//! Extracts text from the content of a page (ISO 32000-1 §9.4). The positions of the letters show where words and lines
//! end.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::file::{File, one_or_more};
use super::font::Font;
use super::object::{Dictionary, Lexer, Object, is_space};
use super::pages::Page;

/// How many operators are processed per file.
const MAX_OPERATORS: usize = 2_000_000;
/// How deep forms may be nested.
const MAX_FORMS: usize = 8;

/// A transformation of the plane: `[a b c d e f]` (§8.3.3).
#[derive(Clone, Copy)]
struct Matrix([f64; 6]);

impl Matrix {
    const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// Applies this transformation first, then the other.
    fn then(self, other: Self) -> Self {
        let (first, second) = (self.0, other.0);
        let mut both = [0.0; 6];
        for (row, cells) in both.chunks_exact_mut(2).enumerate() {
            for (column, cell) in cells.iter_mut().enumerate() {
                let shift = if row == 2 { second[4 + column] } else { 0.0 };
                let [x, y] = [first[2 * row], first[2 * row + 1]];
                *cell = x * second[column] + y * second[2 + column] + shift;
            }
        }
        Self(both)
    }

    fn moved(self, x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y]).then(self)
    }
}

/// The graphics state.
#[derive(Clone)]
struct State {
    page: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    character_space: f64,
    word_space: f64,
    scale: f64,
    leading: f64,
}

/// The end of the last letter.
#[derive(Clone, Copy)]
struct Pen {
    x: f64,
    y: f64,
}

/// Collects the text of pages.
pub(super) struct Writer<'a, 'b> {
    file: &'a File<'b>,
    text: String,
    characters: usize,
    max: usize,
    operators: usize,
    fonts: BTreeMap<(usize, Vec<u8>), Rc<Font>>,
    state: State,
    saved: Vec<State>,
    line: Matrix,
    at: Matrix,
    pen: Option<Pen>,
}

impl<'a, 'b> Writer<'a, 'b> {
    pub(super) fn new(file: &'a File<'b>, max: usize) -> Self {
        let state = State {
            page: Matrix::IDENTITY,
            font: None,
            size: 1.0,
            character_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            leading: 0.0,
        };
        Self {
            file,
            text: String::new(),
            characters: 0,
            max,
            operators: 0,
            fonts: BTreeMap::new(),
            state,
            saved: Vec::new(),
            line: Matrix::IDENTITY,
            at: Matrix::IDENTITY,
            pen: None,
        }
    }

    pub(super) fn is_full(&self) -> bool {
        self.characters > self.max || self.operators > MAX_OPERATORS
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    pub(super) fn page(&mut self, page: &Page<'a>) {
        /// Real pages consist of a few streams.
        const MAX_STREAMS: usize = 1_000;
        let mut content = Vec::new();
        for part in one_or_more(page.contents).iter().take(MAX_STREAMS) {
            content.extend(self.file.content(self.file.resolve(part)).unwrap_or_default());
            content.push(b'\n');
        }
        self.saved.clear();
        self.state = Self::new(self.file, 0).state;
        self.pen = None;
        self.run(&content, page.resources, 0);
        self.write("\n");
    }

    fn run(&mut self, content: &[u8], resources: Option<&'a Dictionary>, depth: usize) {
        let mut lexer = Lexer::new(content, 0);
        let mut operands: Vec<Object> = Vec::new();
        while lexer.at < content.len() && !self.is_full() {
            match lexer.object() {
                Some(Object::Word(word)) => {
                    self.operators += 1;
                    if word == b"BI" {
                        skip_inline_picture(&mut lexer);
                    } else if word == b"Do" {
                        self.form(operands.last(), resources, depth);
                    } else {
                        self.operate(&word, &operands, resources);
                    }
                    operands.clear();
                }
                // No operator has more than a few operands.
                Some(object) if operands.len() < 64 => operands.push(object),
                Some(_) => {}
                None => lexer.at += 1,
            }
        }
    }

    /// Processes a form that is drawn as part of the page (§8.10).
    fn form(&mut self, name: Option<&Object>, resources: Option<&'a Dictionary>, depth: usize) {
        let file = self.file;
        let Some(Object::Name(name)) = name else { return };
        let forms = resources.and_then(|resources| file.get(resources, "XObject").dictionary());
        let form = forms.and_then(|forms| forms.0.get(name)).map(|form| file.resolve(form));
        let Some((form, dictionary)) = form.and_then(|form| Some((form, form.dictionary()?)))
        else {
            return;
        };
        if depth == MAX_FORMS || !dictionary.get("Subtype").is_name("Form") {
            return;
        }
        let Some(content) = file.content(form) else { return };
        let own = file.get(dictionary, "Resources").dictionary().or(resources);
        let (state, matrix) = (self.state.clone(), matrix(file.get(dictionary, "Matrix").list()));
        self.state.page = matrix.unwrap_or(Matrix::IDENTITY).then(self.state.page);
        self.run(&content, own, depth + 1);
        self.state = state;
    }

    fn operate(&mut self, word: &[u8], operands: &[Object], resources: Option<&'a Dictionary>) {
        let number = |i: usize| operands.get(i).and_then(Object::number).unwrap_or_default();
        match word {
            b"q" if self.saved.len() < 256 => self.saved.push(self.state.clone()),
            b"Q" => self.state = self.saved.pop().unwrap_or_else(|| self.state.clone()),
            b"cm" => {
                let matrix = matrix(operands).unwrap_or(Matrix::IDENTITY);
                self.state.page = matrix.then(self.state.page);
            }
            b"BT" => (self.line, self.at) = (Matrix::IDENTITY, Matrix::IDENTITY),
            b"Tf" => self.font(operands, resources),
            b"Tc" => self.state.character_space = number(0),
            b"Tw" => self.state.word_space = number(0),
            b"Tz" => self.state.scale = number(0) / 100.0,
            b"TL" => self.state.leading = number(0),
            b"Tm" => {
                let matrix = matrix(operands).unwrap_or(Matrix::IDENTITY);
                (self.line, self.at) = (matrix, matrix);
            }
            b"Td" => self.next(number(0), number(1)),
            b"TD" => {
                self.state.leading = -number(1);
                self.next(number(0), number(1));
            }
            b"T*" => self.next(0.0, -self.state.leading),
            b"Tj" | b"TJ" => self.show_all(operands.last()),
            b"'" | b"\"" => {
                self.next(0.0, -self.state.leading);
                self.show_all(operands.last());
            }
            _ => {}
        }
    }

    fn next(&mut self, x: f64, y: f64) {
        self.line = self.line.moved(x, y);
        self.at = self.line;
    }

    /// Selects a font from the resources. Each font is read once.
    fn font(&mut self, operands: &[Object], resources: Option<&'a Dictionary>) {
        /// No real resume has more.
        const MAX_FONTS: usize = 500;
        self.state.size = operands.get(1).and_then(Object::number).unwrap_or(1.0);
        let (Some(Object::Name(name)), Some(resources)) = (operands.first(), resources) else {
            return;
        };
        // Different resources can use the same name for different fonts.
        let key = (std::ptr::from_ref(resources).addr(), name.clone());
        if !self.fonts.contains_key(&key) && self.fonts.len() < MAX_FONTS {
            let fonts = self.file.get(resources, "Font").dictionary();
            let font = fonts.and_then(|fonts| fonts.0.get(name));
            let font = font.and_then(|font| self.file.resolve(font).dictionary());
            if let Some(font) = font {
                self.fonts.insert(key.clone(), Rc::new(Font::read(self.file, font)));
            }
        }
        self.state.font = self.fonts.get(&key).cloned();
    }

    fn show_all(&mut self, shown: Option<&Object>) {
        match shown {
            Some(Object::Text(text)) => self.show(text),
            Some(Object::List(parts)) => {
                for part in parts {
                    match part {
                        Object::Text(text) => self.show(text),
                        Object::Number(back) => self.advance(-back / 1000.0 * self.state.size),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn show(&mut self, text: &[u8]) {
        let Some(font) = self.state.font.clone() else { return };
        for glyph in font.glyphs(text) {
            self.part(&glyph.text);
            let word = if glyph.space { self.state.word_space } else { 0.0 };
            self.advance(glyph.width * self.state.size + self.state.character_space + word);
            self.write(&glyph.text);
            let end = self.at.then(self.state.page).0;
            self.pen = Some(Pen { x: end[4], y: end[5] });
            if self.is_full() {
                return;
            }
        }
    }

    fn advance(&mut self, by: f64) {
        self.at = self.at.moved(by * self.state.scale, 0.0);
    }

    /// Adds a space or a line break if there is a gap before the next letter.
    fn part(&mut self, next: &str) {
        /// As a share of the font size: above kerning, below the narrowest space in justified text.
        const GAP: f64 = 0.17;
        const LINE: f64 = 0.5;
        let Some(pen) = self.pen else { return };
        let [_, _, c, d, x, y] = self.at.then(self.state.page).0;
        let size = (c.hypot(d) * self.state.size).abs().max(0.01);
        let here = self.text.chars().next_back();
        if here.is_none_or(char::is_whitespace) || next.starts_with(char::is_whitespace) {
            if (y - pen.y).abs() > LINE * size && here == Some(' ') {
                self.write("\n");
            }
            return;
        }
        if (y - pen.y).abs() > LINE * size {
            self.write("\n");
        } else if x - pen.x > GAP * size || pen.x - x > size {
            self.write(" ");
        }
    }

    fn write(&mut self, text: &str) {
        self.characters += text.chars().count();
        self.text.push_str(text);
    }
}

fn matrix(numbers: &[Object]) -> Option<Matrix> {
    let numbers: Vec<f64> = numbers.iter().filter_map(Object::number).collect();
    numbers.try_into().ok().map(Matrix)
}

/// Skips an inline picture (§8.9.7), whose data ends with `EI` between spaces.
fn skip_inline_picture(lexer: &mut Lexer<'_>) {
    while lexer.at + 3 < lexer.bytes.len() {
        let at = lexer.at;
        lexer.at += 1;
        let ends = lexer.bytes.get(at + 3).copied().is_none_or(is_space);
        if is_space(lexer.bytes[at]) && lexer.bytes[at + 1..].starts_with(b"EI") && ends {
            lexer.at = at + 3;
            return;
        }
    }
    lexer.at = lexer.bytes.len();
}
