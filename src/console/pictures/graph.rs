//! The ring as a graph: applicants on circles around the one that is looked at, or around the one that most share
//! something with.

use std::collections::{BTreeMap, VecDeque};

use ids::ApplicantId;

use super::tenth;
use crate::domain::ring::{Node, Ring};
use evidence::linkage::edge::Edge;

/// The picture's size, in its own units.
pub(in crate::console) const WIDTH: f64 = 760.0;
/// Its height when many are on it.
const HEIGHT: f64 = 520.0;
/// Its height when few are.
const LOW: f64 = 300.0;
/// Up to how many are few.
const FEW: usize = 5;
/// How many applicants are drawn; the table has them all.
pub(in crate::console) const MOST: usize = 48;

/// An applicant on the picture.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::console) struct Dot<'a> {
    pub(in crate::console) node: &'a Node,
    pub(in crate::console) x: f64,
    pub(in crate::console) y: f64,
    /// Whether it is the one in the middle.
    pub(in crate::console) centre: bool,
}

/// A line between two applicants.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::console) struct Line<'a> {
    pub(in crate::console) edge: &'a Edge,
    pub(in crate::console) from: (f64, f64),
    pub(in crate::console) to: (f64, f64),
    /// From 1 to 5: how strong.
    pub(in crate::console) weight: u8,
}

/// Places the applicants and the lines between them. The same ring is always drawn the same way.
pub(in crate::console) fn draw(
    ring: &Ring,
    centre: Option<ApplicantId>,
) -> (Vec<Dot<'_>>, Vec<Line<'_>>) {
    let centre = centre.or_else(|| hub(ring));
    let steps = steps(ring, centre);
    let mut nodes: Vec<&Node> = ring.nodes.iter().collect();
    let far = usize::MAX;
    nodes.sort_by_key(|node| {
        (steps.get(&node.applicant_id).copied().unwrap_or(far), node.applicant_id)
    });
    nodes.truncate(MOST);
    let circles = circles(&nodes, &steps, height(ring));
    let dots: Vec<Dot<'_>> = nodes
        .iter()
        .map(|node| {
            let (x, y) = circles[&node.applicant_id];
            Dot { node, x, y, centre: Some(node.applicant_id) == centre }
        })
        .collect();
    let line = |edge| -> Option<Line<'_>> {
        let edge: &Edge = edge;
        let (from, to) = (*circles.get(&edge.from)?, *circles.get(&edge.to)?);
        Some(Line { edge, from, to, weight: weight(edge.strength) })
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

/// The applicant with the most lines; of several, the first.
fn hub(ring: &Ring) -> Option<ApplicantId> {
    let lines =
        |id: ApplicantId| ring.edges.iter().filter(|edge| edge.from == id || edge.to == id).count();
    let most = ring.nodes.iter().map(|node| lines(node.applicant_id)).max()?;
    ring.nodes.iter().map(|node| node.applicant_id).find(|id| lines(*id) == most)
}

/// How many lines each applicant is from the middle.
fn steps(ring: &Ring, centre: Option<ApplicantId>) -> BTreeMap<ApplicantId, usize> {
    let mut beside: BTreeMap<ApplicantId, Vec<ApplicantId>> = BTreeMap::new();
    for edge in &ring.edges {
        beside.entry(edge.from).or_default().push(edge.to);
        beside.entry(edge.to).or_default().push(edge.from);
    }
    let mut steps = BTreeMap::new();
    let mut next: VecDeque<(ApplicantId, usize)> = centre.map(|id| (id, 0)).into_iter().collect();
    while let Some((id, step)) = next.pop_front() {
        if steps.contains_key(&id) {
            continue;
        }
        steps.insert(id, step);
        next.extend(beside.get(&id).into_iter().flatten().map(|other| (*other, step + 1)));
    }
    steps
}

/// Where each stands: the middle, then a circle for each step. Who is reached by no line stands on the outermost.
fn circles(
    nodes: &[&Node],
    steps: &BTreeMap<ApplicantId, usize>,
    height: f64,
) -> BTreeMap<ApplicantId, (f64, f64)> {
    let reached = nodes.iter().filter_map(|node| steps.get(&node.applicant_id)).copied();
    let farthest = reached.max().unwrap_or(0).clamp(1, 3);
    let step =
        |node: &Node| steps.get(&node.applicant_id).copied().unwrap_or(farthest).min(farthest);
    let mut places = BTreeMap::new();
    for circle in 0..=farthest {
        let on: Vec<&&Node> = nodes.iter().filter(|node| step(node) == circle).collect();
        let part = count(circle) / count(farthest);
        let (wide, high) = ((WIDTH / 2.0 - 90.0) * part, (height / 2.0 - 50.0) * part);
        // Each circle is turned a little, and two are not set opposite each other, so that lines do not run behind
        // dots.
        let turned = count(circle) * 0.35;
        for (i, node) in on.iter().enumerate() {
            let angle = turned + std::f64::consts::TAU * count(i) / count(on.len().max(3));
            let place = (WIDTH / 2.0 + wide * angle.cos(), height / 2.0 + high * angle.sin());
            places.insert(node.applicant_id, (tenth(place.0), tenth(place.1)));
        }
    }
    places
}

/// How high the picture of a ring is.
pub(in crate::console) fn height(ring: &Ring) -> f64 {
    if ring.nodes.len() <= FEW { LOW } else { HEIGHT }
}

/// Small counts as they are.
fn count(number: usize) -> f64 {
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
            strength: 0.9,
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
    fn every_applicant_is_on_the_picture_once_and_every_line_ends_at_two_of_them() {
        let ring = ring(6, &[(1, 2), (1, 3), (3, 4), (4, 5)]);
        let (dots, lines) = draw(&ring, Some(id(1)));
        assert_eq!(dots.len(), 6, "who shares nothing any more stands there too");
        assert_eq!(lines.len(), 4);
        let mut places: Vec<(f64, f64)> = dots.iter().map(|dot| (dot.x, dot.y)).collect();
        for line in &lines {
            assert!(places.contains(&line.from) && places.contains(&line.to));
        }
        places.sort_by(|one, other| one.partial_cmp(other).unwrap());
        places.dedup();
        assert_eq!(places.len(), 6, "no two stand in one place");
        assert!(
            places.iter().all(|(x, y)| (0.0..=WIDTH).contains(x) && (0.0..=HEIGHT).contains(y))
        );
    }

    #[test]
    fn the_one_that_is_looked_at_stands_in_the_middle_else_the_one_with_the_most_lines() {
        let ring = ring(4, &[(1, 2), (2, 3), (2, 4)]);
        let middle = |centre| {
            let (dots, _) = draw(&ring, centre);
            let dot = dots.iter().find(|dot| dot.centre).unwrap();
            assert_eq!((dot.x, dot.y), (WIDTH / 2.0, height(&ring) / 2.0));
            dot.node.applicant_id
        };
        assert_eq!(middle(Some(id(4))), id(4));
        assert_eq!(middle(None), id(2));
    }

    #[test]
    fn a_large_ring_is_drawn_in_part_and_one_of_nobody_not_at_all() {
        let edges: Vec<(u128, u128)> = (2..=200).map(|other| (1, other)).collect();
        let large = ring(200, &edges);
        let (dots, lines) = draw(&large, None);
        assert_eq!((dots.len(), lines.len()), (MOST, MOST - 1));
        let empty = ring(0, &[]);
        assert!(draw(&empty, None).0.is_empty());
    }
}
