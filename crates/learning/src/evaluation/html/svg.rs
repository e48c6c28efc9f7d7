//! SVG charts: plots with lines, bands and dots; rows of dots; and bars. The page's style sheet defines the colours.

use std::fmt::Write as _;

use askama::filters::{Escaper, Html};
use scoring::model::logit;

use crate::evaluation::number;

/// The width of a chart in pixels on a narrow screen.
const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 246.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = WIDTH - 12.0;
const TOP: f64 = 26.0;
const BOTTOM: f64 = HEIGHT - 38.0;

#[derive(Clone, Copy)]
pub(super) enum Scale {
    Linear,
    Log,
    Logit,
}

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

    /// Evenly spaced ticks at round numbers around a range.
    pub(super) fn round(min: f64, max: f64, label: &str) -> Self {
        let rough = ((max - min) / 4.0).max(1e-6);
        let size = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 2.5, 5.0, 10.0].map(|times| times * size);
        let step = step.into_iter().find(|step| *step >= rough * 0.999).unwrap_or(rough);
        let digits = if step < 0.01 { 3 } else { 2 };
        let (mut tick, end) = ((min / step).floor(), (max / step - 1e-9).ceil());
        let mut ticks = Vec::new();
        while tick <= end {
            let at = tick * step;
            ticks.push((at, if at == 0.0 { "0".to_owned() } else { format!("{at:.digits$}") }));
            tick += 1.0;
        }
        Self::new(Scale::Linear, ticks, label)
    }

    /// The position of a number along the axis, from 0 to 1.
    fn part(&self, number: f64) -> f64 {
        let bend = |number: f64| match self.scale {
            Scale::Linear => number,
            Scale::Log => number.ln(),
            Scale::Logit => logit(number),
        };
        let inside = number.clamp(self.from.min(self.to), self.to.max(self.from));
        (bend(inside) - bend(self.from)) / (bend(self.to) - bend(self.from))
    }

    /// The x coordinate of a number on an axis from `left` to `right`.
    fn x(&self, number: f64, left: f64, right: f64) -> f64 {
        left + self.part(number) * (right - left)
    }

    /// A vertical grid line and label for each tick, and the label of the axis.
    fn vertical_grid(&self, (left, right): (f64, f64), (top, bottom): (f64, f64)) -> String {
        let mut text = String::new();
        for (number, name) in &self.ticks {
            let x = self.x(*number, left, right);
            let anchor = match x {
                x if x < 16.0 => "start",
                x if x > right - 8.0 => "end",
                _ => "middle",
            };
            text += &line("grid", (x, top), (x, bottom));
            text += &label("", (x, bottom + 15.0), anchor, name);
        }
        text + &label("", (f64::midpoint(left, right), bottom + 33.0), "middle", &self.label)
    }
}

/// A chart with two axes.
pub(super) struct Plot {
    x: Axis,
    y: Axis,
    content: String,
}

impl Plot {
    pub(super) fn new(x: Axis, y: Axis) -> Self {
        Self { x, y, content: String::new() }
    }

    fn at(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (self.x.x(x, LEFT, RIGHT), BOTTOM - self.y.part(y) * (BOTTOM - TOP))
    }

    fn path(&self, class: &str, points: impl Iterator<Item = (f64, f64)>, end: &str) -> String {
        let mut path = String::new();
        for (i, point) in points.enumerate() {
            let (x, y) = self.at(point);
            let _ = write!(path, "{}{x:.1} {y:.1}", if i == 0 { "M" } else { "L" });
        }
        format!("<path class='{class}' d='{path}{end}'/>")
    }

    pub(super) fn line(&mut self, points: &[(f64, f64)], class: &str) {
        self.content += &self.path(&format!("line {class}"), points.iter().copied(), "");
    }

    /// The area between the lows and highs of the points.
    pub(super) fn band(&mut self, points: &[(f64, f64, f64)], class: &str) {
        let highs = points.iter().map(|(x, _, high)| (*x, *high));
        let lows = points.iter().rev().map(|(x, low, _)| (*x, *low));
        self.content += &self.path(&format!("band {class}"), highs.chain(lows), "Z");
    }

    /// A dot with an optional vertical whisker.
    pub(super) fn dot(&mut self, x: f64, y: f64, whisker: Option<(f64, f64)>) {
        if let Some((low, high)) = whisker {
            self.content += &line("whisker", self.at((x, low)), self.at((x, high)));
        }
        self.content += &dot("", self.at((x, y)), 3.5);
    }

    /// Renders the chart; `summary` is for readers who cannot see it.
    pub(super) fn render(self, summary: &str) -> String {
        let mut content = label("", (0.0, 11.0), "start", &self.y.label);
        for (number, name) in &self.y.ticks {
            let (_, y) = self.at((self.x.from, *number));
            content += &line("grid", (LEFT, y), (RIGHT, y));
            content += &label("", (LEFT - 6.0, y + 4.0), "end", name);
        }
        content += &self.x.vertical_grid((LEFT, RIGHT), (TOP, BOTTOM));
        content += &line("axis", (LEFT, BOTTOM), (RIGHT, BOTTOM));
        svg(WIDTH, HEIGHT, summary, &(content + &self.content))
    }
}

/// A line of [`rows`].
pub(super) struct Row {
    pub(super) name: String,
    pub(super) value: f64,
    pub(super) whisker: (f64, f64),
    /// `bad`, `odd` or empty.
    pub(super) class: &'static str,
}

/// Named values in rows on a common axis, with a line at `neutral`.
pub(super) fn rows(rows: &[Row], axis: &Axis, neutral: f64, summary: &str) -> String {
    const STEP: f64 = 34.0;
    let (left, right) = (8.0, WIDTH - 14.0);
    let x = |number: f64| axis.x(number, left, right);
    let bottom = STEP * number(rows.len()) + 6.0;
    let mut content = axis.vertical_grid((left, right), (4.0, bottom));
    content += &line("axis", (x(neutral), 4.0), (x(neutral), bottom));
    for (i, Row { name, value, whisker, class }) in rows.iter().enumerate() {
        let top = STEP * number(i);
        let y = top + 26.0;
        content += &label("name", (left, top + 15.0), "start", name);
        content += &line(&format!("whisker {class}"), (x(whisker.0), y), (x(whisker.1), y));
        content += &dot(class, (x(*value), y), 4.0);
    }
    svg(WIDTH, bottom + 36.0, summary, &content)
}

/// Vertical bars above and below 0, each with its name and value.
pub(super) fn bars(bars: &[(String, f64)], min: f64, max: f64, summary: &str) -> String {
    const TALL: f64 = 92.0;
    const WIDE: f64 = 250.0;
    let width = WIDE / number(bars.len().max(1));
    let (top, bottom) = (16.0, TALL - 16.0);
    let y = |number: f64| bottom - (number - min) / (max - min) * (bottom - top);
    let mut content = String::new();
    for (i, (name, value)) in bars.iter().enumerate() {
        let left = width * number(i);
        let (from, to) = (y(value.max(0.0)), y(value.min(0.0)));
        let (class, text) = if *value < 0.0 { (" less", to + 12.0) } else { ("", from - 4.0) };
        let middle = left + width / 2.0;
        let _ = write!(
            content,
            "<rect class='bar{class}' x='{:.1}' y='{from:.1}' width='{:.1}' height='{:.1}' rx='1'/>",
            left + 2.0,
            width - 4.0,
            (to - from).max(0.6),
        );
        content += &label("name", (middle, text), "middle", &format!("{value:+.2}"));
        content += &label("", (middle, TALL + 12.0), "middle", name);
    }
    content += &line("axis", (0.0, y(0.0)), (WIDE, y(0.0)));
    svg(WIDE, TALL + 18.0, summary, &content)
}

fn svg(width: f64, height: f64, summary: &str, content: &str) -> String {
    let summary = escaped(summary);
    format!("<svg viewBox='0 0 {width} {height}' role='img' aria-label='{summary}'>{content}</svg>")
}

fn line(class: &str, from: (f64, f64), to: (f64, f64)) -> String {
    format!(
        "<line class='{class}' x1='{:.1}' y1='{:.1}' x2='{:.1}' y2='{:.1}'/>",
        from.0, from.1, to.0, to.1
    )
}

fn dot(class: &str, at: (f64, f64), radius: f64) -> String {
    format!("<circle class='dot {class}' cx='{:.1}' cy='{:.1}' r='{radius}'/>", at.0, at.1)
}

fn label(class: &str, at: (f64, f64), anchor: &str, text: &str) -> String {
    let text = escaped(text);
    format!(
        "<text class='{class}' x='{:.1}' y='{:.1}' text-anchor='{anchor}'>{text}</text>",
        at.0, at.1
    )
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let _ = Html.write_escaped_str(&mut escaped, text);
    escaped
}
