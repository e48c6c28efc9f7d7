//! Whom the applicant is linked to: the picture and the table.

use ids::ApplicantId;

use super::view::{BandView, Seen, Sight, Traces};
use crate::console::pictures::graph::{self, draw};
use crate::console::shell::Shell;
use crate::console::shown::{shown, words};
use crate::domain::ring::{Node, Ring};
use ::evidence::linkage::edge::Edge;

/// The links as a page shows them.
pub(in crate::console) struct LinksView {
    pub(in crate::console) ring_id: Option<String>,
    pub(in crate::console) truncated: bool,
    pub(in crate::console) width: f64,
    pub(in crate::console) height: f64,
    pub(in crate::console) dots: Vec<DotView>,
    pub(in crate::console) lines: Vec<LineView>,
    pub(in crate::console) pairs: Vec<PairView>,
    pub(in crate::console) members: usize,
}

/// An applicant on the picture.
pub(in crate::console) struct DotView {
    pub(in crate::console) href: String,
    pub(in crate::console) label: String,
    pub(in crate::console) says: String,
    pub(in crate::console) band: &'static str,
    pub(in crate::console) centre: bool,
    pub(in crate::console) x: f64,
    pub(in crate::console) y: f64,
    pub(in crate::console) label_y: f64,
}

/// A line on the picture.
pub(in crate::console) struct LineView {
    pub(in crate::console) x1: f64,
    pub(in crate::console) y1: f64,
    pub(in crate::console) x2: f64,
    pub(in crate::console) y2: f64,
    pub(in crate::console) weight: u8,
    pub(in crate::console) says: String,
}

/// Two applicants and what they share.
pub(in crate::console) struct PairView {
    pub(in crate::console) one: Person,
    pub(in crate::console) other: Person,
    pub(in crate::console) shared: String,
    pub(in crate::console) strength: String,
    pub(in crate::console) last_used: String,
}

/// An applicant by name, with where their page is.
#[derive(Clone)]
pub(in crate::console) struct Person {
    pub(in crate::console) name: String,
    pub(in crate::console) href: String,
}

impl LinksView {
    pub(in crate::console) fn of(
        s: &Shell,
        ring: &Ring,
        centre: Option<ApplicantId>,
        (sight, traces): Seen,
    ) -> Self {
        // The way to the page of whom the case is about, where their age stands.
        let hidden = centre.filter(|_| traces == Traces::Hidden);
        let (dots, lines) = draw(ring, centre);
        let line = |line: &graph::Line<'_>| LineView {
            x1: line.from.0,
            y1: line.from.1,
            x2: line.to.0,
            y2: line.to.1,
            weight: line.weight,
            says: shared(s, line.edge),
        };
        Self {
            ring_id: ring.id.map(|id| id.to_string()),
            truncated: ring.truncated || ring.nodes.len() > graph::MOST,
            width: graph::WIDTH,
            height: graph::height(ring),
            dots: dots.iter().map(|one| dot(s, one, sight, hidden)).collect(),
            lines: lines.iter().map(line).collect(),
            pairs: ring.edges.iter().take(500).map(|edge| pair(s, ring, edge, hidden)).collect(),
            members: ring.nodes.len(),
        }
    }
}

fn dot(s: &Shell, dot: &graph::Dot<'_>, sight: Sight, hidden: Option<ApplicantId>) -> DotView {
    let Node { applicant_id, external_id, band, score, .. } = dot.node;
    let band = band.filter(|_| sight == Sight::Open);
    let label = shown(external_id, 22);
    let says = match (band, score) {
        (Some(band), Some(score)) => format!("{label}: {} ({score})", BandView::of(s, band).text),
        _ => label.clone(),
    };
    DotView {
        href: applicant(*applicant_id, hidden),
        says,
        label,
        band: band.map_or("unknown", scoring::decision::Band::name),
        centre: dot.centre,
        x: dot.x,
        y: dot.y,
        label_y: dot.y + 32.0,
    }
}

/// Where an applicant's page is; nowhere for the one who is hidden.
fn applicant(id: ApplicantId, hidden: Option<ApplicantId>) -> String {
    if hidden == Some(id) { String::new() } else { format!("/console/applicants/{id}") }
}

fn pair(s: &Shell, ring: &Ring, edge: &Edge, hidden: Option<ApplicantId>) -> PairView {
    let person = |id: ApplicantId| {
        let node = ring.nodes.iter().find(|node| node.applicant_id == id);
        let name = node.map_or_else(|| id.to_string(), |node| shown(&node.external_id, 60));
        Person { name, href: applicant(id, hidden) }
    };
    PairView {
        one: person(edge.from),
        other: person(edge.to),
        shared: shared(s, edge),
        strength: format!("{:.2}", edge.strength),
        last_used: s.day(&edge.last_used_at),
    }
}

/// What two applicants share, in words.
fn shared(s: &Shell, edge: &Edge) -> String {
    let kinds = edge.shared.iter().map(|shared| {
        let key = format!("identifier.{}", shared.kind.name());
        let kind = s.t(&key);
        let kind = if kind == key { words(shared.kind.name()) } else { kind };
        if shared.count > 1 { format!("{kind} ×{}", shared.count) } else { kind }
    });
    kinds.collect::<Vec<_>>().join(", ")
}
