//! A ring as a graph: applicants on circles around the applicant of the page, or around the one with the most links.

use std::collections::{BTreeMap, VecDeque};

use ids::ApplicantId;

use super::tenth;
use crate::domain::ring::{Node, Ring};
use evidence::linkage::edge::Edge;

/// The width of the graph, in its own units.
pub const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 520.0;
/// The height with at most `FEW` applicants.
const LOW_HEIGHT: f64 = 300.0;
const FEW: usize = 5;
/// The maximum number of applicants in the graph; the table lists all.
pub const MAX_DOTS: usize = 48;

/// An applicant in the graph.
#[derive(Clone, Debug, PartialEq)]
pub struct Dot<'a> {
    pub node: &'a Node,
    pub x: f64,
    pub y: f64,
    pub is_centre: bool,
}

/// A link between two applicants.
#[derive(Clone, Debug, PartialEq)]
pub struct Line<'a> {
    pub edge: &'a Edge,
    pub from: (f64, f64),
    pub to: (f64, f64),
    /// The strength from 1 to 5.
    pub weight: u8,
}

/// Lays out applicants and links. The same ring always gets the same layout.
pub fn draw(ring: &Ring, centre: Option<ApplicantId>) -> (Vec<Dot<'_>>, Vec<Line<'_>>) {
    let centre = centre.or_else(|| hub(ring));
    let distances = distances(ring, centre);
    let mut nodes: Vec<&Node> = ring.nodes.iter().collect();
    nodes.sort_by_key(|node| {
        let distance = distances.get(&node.applicant_id).copied();
        (distance.unwrap_or(usize::MAX), node.applicant_id)
    });
    nodes.truncate(MAX_DOTS);
    let positions = positions(&nodes, &distances, height(ring));
    let dots: Vec<Dot<'_>> = nodes
        .iter()
        .map(|node| {
            let (x, y) = positions[&node.applicant_id];
            Dot { node, x, y, is_centre: Some(node.applicant_id) == centre }
        })
        .collect();
    let line = |edge| -> Option<Line<'_>> {
        let edge: &Edge = edge;
        let (from, to) = (*positions.get(&edge.from)?, *positions.get(&edge.to)?);
        Some(Line { edge, from, to, weight: weight(edge.strength()) })
    };
    (dots, ring.edges.iter().filter_map(line).collect())
}

fn weight(strength: f64) -> u8 {
    match strength {
        0.8.. => 5,
        0.6.. => 4,
        0.4.. => 3,
        0.2.. => 2,
        _ => 1,
    }
}

/// The first of the applicants with the most links.
fn hub(ring: &Ring) -> Option<ApplicantId> {
    let lines =
        |id: ApplicantId| ring.edges.iter().filter(|edge| edge.from == id || edge.to == id).count();
    let max = ring.nodes.iter().map(|node| lines(node.applicant_id)).max()?;
    ring.nodes.iter().map(|node| node.applicant_id).find(|id| lines(*id) == max)
}

/// The number of links between each applicant and the centre.
fn distances(ring: &Ring, centre: Option<ApplicantId>) -> BTreeMap<ApplicantId, usize> {
    let mut neighbours: BTreeMap<ApplicantId, Vec<ApplicantId>> = BTreeMap::new();
    for edge in &ring.edges {
        neighbours.entry(edge.from).or_default().push(edge.to);
        neighbours.entry(edge.to).or_default().push(edge.from);
    }
    let mut distances = BTreeMap::new();
    let mut next: VecDeque<(ApplicantId, usize)> = centre.map(|id| (id, 0)).into_iter().collect();
    while let Some((id, distance)) = next.pop_front() {
        if distances.contains_key(&id) {
            continue;
        }
        distances.insert(id, distance);
        next.extend(neighbours.get(&id).into_iter().flatten().map(|other| (*other, distance + 1)));
    }
    distances
}

/// The centre, then a circle for each distance. Applicants without a path to the centre are on the outermost circle.
fn positions(
    nodes: &[&Node],
    distances: &BTreeMap<ApplicantId, usize>,
    height: f64,
) -> BTreeMap<ApplicantId, (f64, f64)> {
    let reached = nodes.iter().filter_map(|node| distances.get(&node.applicant_id)).copied();
    let farthest = reached.max().unwrap_or(0).clamp(1, 3);
    let circle_of =
        |node: &Node| distances.get(&node.applicant_id).copied().unwrap_or(farthest).min(farthest);
    let mut positions = BTreeMap::new();
    for circle in 0..=farthest {
        let members: Vec<&&Node> = nodes.iter().filter(|node| circle_of(node) == circle).collect();
        let part = to_f64(circle) / to_f64(farthest);
        let (x_radius, y_radius) = ((WIDTH / 2.0 - 90.0) * part, (height / 2.0 - 50.0) * part);
        // Each circle is rotated, and two members aren't opposite each other, so that links don't run behind dots.
        let rotation = to_f64(circle) * 0.35;
        for (i, node) in members.iter().enumerate() {
            let angle = rotation + std::f64::consts::TAU * to_f64(i) / to_f64(members.len().max(3));
            let x = WIDTH / 2.0 + x_radius * angle.cos();
            let y = height / 2.0 + y_radius * angle.sin();
            positions.insert(node.applicant_id, (tenth(x), tenth(y)));
        }
    }
    positions
}

/// The height of a ring's graph.
pub fn height(ring: &Ring) -> f64 {
    if ring.nodes.len() <= FEW { LOW_HEIGHT } else { HEIGHT }
}

fn to_f64(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u128) -> ApplicantId {
        ApplicantId(uuid::Uuid::from_u128(number))
    }

    fn ring(nodes: u128, edges: &[(u128, u128)]) -> Ring {
        let node = |number| Node {
            applicant_id: id(number),
            external_id: format!("cand-{number}"),
            band: None,
            score: None,
            distance: 0,
        };
        let edge = |(from, to): &(u128, u128)| Edge {
            from: id(*from),
            to: id(*to),
            shared: Vec::new(),
            weight: 2.3,
            last_used_at: "2026-05-04T02:00:00Z".parse().unwrap(),
        };
        Ring {
            id: None,
            nodes: (1..=nodes).map(node).collect(),
            edges: edges.iter().map(edge).collect(),
            truncated: false,
        }
    }

    #[test]
    fn every_applicant_is_drawn_once_and_every_line_connects_two_of_them() {
        let ring = ring(6, &[(1, 2), (1, 3), (3, 4), (4, 5)]);
        let (dots, lines) = draw(&ring, Some(id(1)));
        assert_eq!(dots.len(), 6, "including one without links");
        assert_eq!(lines.len(), 4);
        let mut positions: Vec<(f64, f64)> = dots.iter().map(|dot| (dot.x, dot.y)).collect();
        for line in &lines {
            assert!(positions.contains(&line.from) && positions.contains(&line.to));
        }
        positions.sort_by(|left, right| left.partial_cmp(right).unwrap());
        positions.dedup();
        assert_eq!(positions.len(), 6, "no two have the same position");
        assert!(
            positions.iter().all(|(x, y)| (0.0..=WIDTH).contains(x) && (0.0..=HEIGHT).contains(y))
        );
    }

    #[test]
    fn the_given_applicant_is_the_centre_or_else_the_one_with_the_most_links() {
        let ring = ring(4, &[(1, 2), (2, 3), (2, 4)]);
        let centre_of = |centre| {
            let (dots, _) = draw(&ring, centre);
            let dot = dots.iter().find(|dot| dot.is_centre).unwrap();
            assert_eq!((dot.x, dot.y), (WIDTH / 2.0, height(&ring) / 2.0));
            dot.node.applicant_id
        };
        assert_eq!(centre_of(Some(id(4))), id(4));
        assert_eq!(centre_of(None), id(2));
    }

    #[test]
    fn a_large_ring_is_drawn_in_part_and_an_empty_ring_not_at_all() {
        let edges: Vec<(u128, u128)> = (2..=200).map(|other| (1, other)).collect();
        let large = ring(200, &edges);
        let (dots, lines) = draw(&large, None);
        assert_eq!((dots.len(), lines.len()), (MAX_DOTS, MAX_DOTS - 1));
        let empty = ring(0, &[]);
        assert!(draw(&empty, None).0.is_empty());
    }
}
