//! The applicants that an applicant or a ring is linked with, as a graph and as a table.

use ids::ApplicantId;
use scoring::decision::Band;

use crate::console::band::BandView;
use crate::console::display::{safe_text, title_from_name};
use crate::console::pictures::graph::{self, draw};
use crate::console::shell::Shell;
use crate::console::visibility::Visibility;
use crate::domain::ring::{Node, Ring};
use ::evidence::linkage::edge::Edge;

/// The maximum number of rows of the table.
const MAX_PAIRS: usize = 500;

pub struct LinksView {
    pub ring_id: Option<String>,
    pub truncated: bool,
    pub width: f64,
    pub height: f64,
    pub dots: Vec<DotView>,
    pub lines: Vec<LineView>,
    pub pairs: Vec<PairView>,
    pub members: usize,
}

/// An applicant in the graph.
pub struct DotView {
    pub href: String,
    pub label: String,
    pub title: String,
    pub band: &'static str,
    pub is_centre: bool,
    pub x: f64,
    pub y: f64,
    pub label_y: f64,
}

/// A link in the graph.
pub struct LineView {
    pub x1: f64,
    pub y1: f64,
    pub x2: f64,
    pub y2: f64,
    pub weight: u8,
    pub title: String,
}

/// Two linked applicants.
pub struct PairView {
    pub left: Person,
    pub right: Person,
    pub shared: String,
    pub strength: String,
    pub last_used: String,
}

pub struct Person {
    pub name: String,
    /// The applicant's page; empty if it is hidden.
    pub href: String,
}

impl LinksView {
    pub fn new(
        s: &Shell,
        ring: &Ring,
        centre: Option<ApplicantId>,
        visibility: Visibility,
    ) -> Self {
        // The page of the case's own applicant shows dates.
        let hidden = centre.filter(|_| !visibility.dates);
        let (dots, lines) = draw(ring, centre);
        let line = |line: &graph::Line<'_>| LineView {
            x1: line.from.0,
            y1: line.from.1,
            x2: line.to.0,
            y2: line.to.1,
            weight: line.weight,
            title: shared_identifiers(s, line.edge),
        };
        let edges = ring.edges.iter().take(MAX_PAIRS);
        Self {
            ring_id: ring.id.map(|id| id.to_string()),
            truncated: ring.truncated || ring.nodes.len() > graph::MAX_DOTS,
            width: graph::WIDTH,
            height: graph::height(ring),
            dots: dots.iter().map(|dot| dot_view(s, dot, visibility, hidden)).collect(),
            lines: lines.iter().map(line).collect(),
            pairs: edges.map(|edge| pair(s, ring, edge, hidden)).collect(),
            members: ring.nodes.len(),
        }
    }
}

fn dot_view(
    s: &Shell,
    dot: &graph::Dot<'_>,
    visibility: Visibility,
    hidden: Option<ApplicantId>,
) -> DotView {
    let Node { applicant_id, external_id, band, score, .. } = dot.node;
    let band = band.filter(|_| visibility.score);
    let label = safe_text(external_id, 22);
    let title = match (band, score) {
        (Some(band), Some(score)) => format!("{label}: {} ({score})", BandView::new(s, band).text),
        _ => label.clone(),
    };
    DotView {
        href: applicant_href(*applicant_id, hidden),
        title,
        label,
        band: band.map_or("unknown", Band::name),
        is_centre: dot.is_centre,
        x: dot.x,
        y: dot.y,
        label_y: dot.y + 32.0,
    }
}

fn applicant_href(id: ApplicantId, hidden: Option<ApplicantId>) -> String {
    if hidden == Some(id) { String::new() } else { format!("/console/applicants/{id}") }
}

fn pair(s: &Shell, ring: &Ring, edge: &Edge, hidden: Option<ApplicantId>) -> PairView {
    let person = |id: ApplicantId| {
        let node = ring.nodes.iter().find(|node| node.applicant_id == id);
        let name = node.map_or_else(|| id.to_string(), |node| safe_text(&node.external_id, 60));
        Person { name, href: applicant_href(id, hidden) }
    };
    PairView {
        left: person(edge.from),
        right: person(edge.to),
        shared: shared_identifiers(s, edge),
        strength: format!("{:.2}", edge.strength()),
        last_used: s.day(&edge.last_used_at),
    }
}

fn shared_identifiers(s: &Shell, edge: &Edge) -> String {
    let kinds = edge.shared.iter().map(|shared| {
        let name = shared.kind.name();
        let kind = s.find_named("identifier", name).unwrap_or_else(|| title_from_name(name));
        let counted = if shared.count > 1 { format!("{kind} ×{}", shared.count) } else { kind };
        match shared.explained_by {
            Some(_) => s.with("links.explained", "kind", counted),
            None => counted,
        }
    });
    kinds.collect::<Vec<_>>().join(", ")
}
