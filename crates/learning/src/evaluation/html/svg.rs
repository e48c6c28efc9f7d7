//! Pictures as SVG: frames with axes, lines with their bands, dots with whiskers, bars. Colours are the page's.

use std::fmt::Write as _;

use scoring::model::logit;

use super::words::escaped;

/// How wide a picture is, in the units of its text: a narrow screen shows it at that size.
pub(super) const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 246.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 26.0;
const BOTTOM: f64 = 38.0;

/// How numbers become places.
#[derive(Clone, Copy)]
pub(super) enum Scale {
    /// Evenly.
    Linear,
    /// By their logarithm.
    Log,
    /// By their log-odds.
    Logit,
}

/// One side of a frame.
pub(super) struct Axis {
    scale: Scale,
    from: f64,
    to: f64,
    ticks: Vec<(f64, String)>,
    label: String,
}

impl Axis {
    pub(super) fn new(
        scale: Scale,
        ticks: impl IntoIterator<Item = (f64, String)>,
        label: &str,
    ) -> Self {
        let ticks: Vec<(f64, String)> = ticks.into_iter().collect();
        let from = ticks.first().map_or(0.0, |tick| tick.0);
        let to = ticks.last().map_or(1.0, |tick| tick.0);
        Self { scale, from, to, ticks, label: label.to_owned() }
    }

    /// Even ticks at round numbers that hold everything between two numbers.
    pub(super) fn round(least: f64, most: f64, label: &str) -> Self {
        let rough = ((most - least) / 4.0).max(1e-6);
        let size = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 2.5, 5.0, 10.0].map(|times| times * size);
        let step = step.into_iter().find(|step| *step >= rough * 0.999).unwrap_or(rough);
        let digits = if step < 0.01 { 3 } else { 2 };
        let (mut tick, end) = ((least / step).floor(), (most / step - 1e-9).ceil());
        let mut ticks = Vec::new();
        while tick <= end {
            let at = tick * step;
            ticks.push((at, if at == 0.0 { "0".to_owned() } else { format!("{at:.digits$}") }));
            tick += 1.0;
        }
        Self::new(Scale::Linear, ticks, label)
    }

    /// Where a number stands, from 0 to 1.
    fn part(&self, number: f64) -> f64 {
        let bend = |number: f64| match self.scale {
            Scale::Linear => number,
            Scale::Log => number.ln(),
            Scale::Logit => logit(number),
        };
        let held = number.clamp(self.from.min(self.to), self.to.max(self.from));
        (bend(held) - bend(self.from)) / (bend(self.to) - bend(self.from))
    }
}

/// A frame with two axes.
pub(super) struct Frame {
    x: Axis,
    y: Axis,
    inside: String,
}

impl Frame {
    pub(super) fn new(x: Axis, y: Axis) -> Self {
        Self { x, y, inside: String::new() }
    }

    fn x(&self, number: f64) -> f64 {
        LEFT + self.x.part(number) * (WIDTH - LEFT - RIGHT)
    }

    fn y(&self, number: f64) -> f64 {
        HEIGHT - BOTTOM - self.y.part(number) * (HEIGHT - TOP - BOTTOM)
    }

    fn path(&self, points: impl Iterator<Item = (f64, f64)>) -> String {
        let mut path = String::new();
        for (i, (x, y)) in points.enumerate() {
            let _ =
                write!(path, "{}{:.1} {:.1}", if i == 0 { "M" } else { "L" }, self.x(x), self.y(y));
        }
        path
    }

    /// A line through points.
    pub(super) fn line(&mut self, points: &[(f64, f64)], class: &str) {
        let path = self.path(points.iter().copied());
        let _ = write!(self.inside, "<path class='line {class}' d='{path}'/>");
    }

    /// What lies between two lines over the same numbers.
    pub(super) fn band(&mut self, points: &[(f64, f64, f64)], class: &str) {
        let up = points.iter().map(|(x, _, high)| (*x, *high));
        let back = points.iter().rev().map(|(x, low, _)| (*x, *low));
        let path = self.path(up.chain(back));
        let _ = write!(self.inside, "<path class='band {class}' d='{path}Z'/>");
    }

    /// A dot, with a whisker up and down.
    pub(super) fn dot(&mut self, x: f64, y: f64, whisker: Option<(f64, f64)>) {
        let at = self.x(x);
        if let Some((low, high)) = whisker {
            let (low, high) = (self.y(low), self.y(high));
            let _ = write!(
                self.inside,
                "<line class='whisker' x1='{at:.1}' x2='{at:.1}' y1='{low:.1}' y2='{high:.1}'/>"
            );
        }
        let y = self.y(y);
        let _ = write!(self.inside, "<circle class='dot' cx='{at:.1}' cy='{y:.1}' r='3.5'/>");
    }

    /// The picture; `says` is read to those who cannot see it.
    pub(super) fn picture(self, says: &str) -> String {
        let mut text = opening(WIDTH, HEIGHT, says);
        let (right, bottom) = (WIDTH - RIGHT, HEIGHT - BOTTOM);
        for (number, name) in &self.y.ticks {
            let y = self.y(*number);
            let _ = write!(
                text,
                "<line class='grid' x1='{LEFT}' x2='{right}' y1='{y:.1}' y2='{y:.1}'/>\
                 <text x='{:.1}' y='{:.1}' text-anchor='end'>{name}</text>",
                LEFT - 6.0,
                y + 4.0
            );
        }
        for (number, name) in &self.x.ticks {
            let x = self.x(*number);
            let anchor = if x > right - 8.0 { "end" } else { "middle" };
            let _ = write!(
                text,
                "<line class='grid' x1='{x:.1}' x2='{x:.1}' y1='{TOP}' y2='{bottom}'/>\
                 <text x='{x:.1}' y='{:.1}' text-anchor='{anchor}'>{name}</text>",
                bottom + 15.0
            );
        }
        let _ = write!(
            text,
            "<line class='axis' x1='{LEFT}' x2='{right}' y1='{bottom}' y2='{bottom}'/>{}\
             <text x='0' y='11'>{}</text><text x='{:.1}' y='{:.1}' text-anchor='middle'>{}</text></svg>",
            self.inside,
            escaped(&self.y.label),
            f64::midpoint(LEFT, right),
            HEIGHT - 5.0,
            escaped(&self.x.label)
        );
        text
    }
}

fn opening(width: f64, height: f64, says: &str) -> String {
    format!("<svg viewBox='0 0 {width} {height}' role='img' aria-label='{}'>", escaped(says))
}

/// One line of [`rows`].
pub(super) struct Line {
    pub(super) name: String,
    pub(super) value: f64,
    pub(super) whisker: Option<(f64, f64)>,
    /// `bad`, `odd` or nothing.
    pub(super) class: &'static str,
}

/// Named values below each other, on one axis, with a line where nothing would be.
pub(super) fn rows(lines: &[Line], axis: &Axis, nothing: f64, says: &str) -> String {
    const STEP: f64 = 34.0;
    let (left, right) = (8.0, WIDTH - 14.0);
    let x = |number: f64| left + axis.part(number) * (right - left);
    let bottom = STEP * super::super::number(lines.len()) + 6.0;
    let mut text = opening(WIDTH, bottom + 36.0, says);
    for (number, name) in &axis.ticks {
        let at = x(*number);
        let anchor = if at < left + 8.0 {
            "start"
        } else if at > right - 8.0 {
            "end"
        } else {
            "middle"
        };
        let _ = write!(
            text,
            "<line class='grid' x1='{at:.1}' x2='{at:.1}' y1='4' y2='{bottom}'/>\
             <text x='{at:.1}' y='{:.1}' text-anchor='{anchor}'>{name}</text>",
            bottom + 14.0
        );
    }
    let at = x(nothing);
    let _ = write!(text, "<line class='axis' x1='{at:.1}' x2='{at:.1}' y1='4' y2='{bottom}'/>");
    for (place, line) in lines.iter().enumerate() {
        let top = STEP * super::super::number(place);
        let y = top + 26.0;
        let Line { name, value, whisker, class } = line;
        let _ = write!(
            text,
            "<text class='name' x='{left}' y='{:.1}'>{}</text>",
            top + 15.0,
            escaped(name)
        );
        if let Some((low, high)) = whisker {
            let (low, high) = (x(*low), x(*high));
            let _ = write!(
                text,
                "<line class='whisker {class}' x1='{low:.1}' x2='{high:.1}' y1='{y:.1}' y2='{y:.1}'/>"
            );
        }
        let at = x(*value);
        let _ = write!(text, "<circle class='dot {class}' cx='{at:.1}' cy='{y:.1}' r='4'/>");
    }
    let _ = write!(
        text,
        "<text x='{:.1}' y='{:.1}' text-anchor='middle'>{}</text></svg>",
        WIDTH / 2.0,
        bottom + 30.0,
        escaped(&axis.label)
    );
    text
}

/// Bars beside each other, up and down from nothing, each with a name and what it says.
pub(super) fn bars(bars: &[(String, f64)], least: f64, most: f64, says: &str) -> String {
    const TALL: f64 = 92.0;
    const WIDE: f64 = 250.0;
    let width = WIDE / super::super::number(bars.len().max(1));
    let (top, bottom) = (16.0, TALL - 16.0);
    let y = |number: f64| bottom - (number - least) / (most - least) * (bottom - top);
    let mut text = opening(WIDE, TALL + 18.0, says);
    let zero = y(0.0);
    for (place, (name, value)) in bars.iter().enumerate() {
        let left = width * super::super::number(place);
        let (from, to) = (y(value.max(0.0)), y(value.min(0.0)));
        let class = if *value < 0.0 { " less" } else { "" };
        let middle = left + width / 2.0;
        let above = if *value < 0.0 { to + 12.0 } else { from - 4.0 };
        let _ = write!(
            text,
            "<rect class='bar{class}' x='{:.1}' y='{from:.1}' width='{:.1}' height='{:.1}' rx='1'/>\
             <text class='name' x='{middle:.1}' y='{above:.1}' text-anchor='middle'>{value:+.2}</text>\
             <text x='{middle:.1}' y='{:.1}' text-anchor='middle'>{}</text>",
            left + 2.0,
            width - 4.0,
            (to - from).max(0.6),
            TALL + 12.0,
            escaped(name)
        );
    }
    let _ =
        write!(text, "<line class='axis' x1='0' x2='{WIDE}' y1='{zero:.1}' y2='{zero:.1}'/></svg>");
    text
}
