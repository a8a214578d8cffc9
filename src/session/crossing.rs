//! Polygons whose boundary crosses itself: drawn as they are and told about, for their area and what lies in them is
//! anybody's guess.

use rayon::prelude::*;

use super::listed::{LISTED_MAX, listed, of_feature};
use crate::model::{IssueCode, Layer, LonLat, PartKind, Positions, ReadIssue, Text};

const SELF_CROSSING: IssueCode = "self-crossing";

/// Of one boundary so many pairs of edges are compared at most: a scribble must not hold up the reading.
const PAIRS_MAX: usize = 20_000_000;
/// Twice the area in square degrees below which three places lie on one line: a hundredth of a square metre.
const ON_A_LINE: f64 = 1e-12;

/// The polygons of a layer whose boundary crosses itself, with the first crossing of each. Looks at every vertex: not
/// for a frame.
pub fn crossing_issues(layer: &Layer) -> Vec<ReadIssue> {
    let found: Vec<(usize, LonLat)> = (0..layer.feature_count())
        .into_par_iter()
        .filter_map(|feature_idx| Some((feature_idx, crossing_of(layer, feature_idx)?)))
        .collect();
    listed(
        &found,
        SELF_CROSSING,
        |(feature_idx, at)| issue(layer, *feature_idx, *at),
        |left| {
            Text::new(
                format!("其后还有 {left} 个面自己相交；只列出前 {LISTED_MAX} 个"),
                format!("{left} more polygons cross themselves; the first {LISTED_MAX} are listed"),
            )
        },
    )
}

fn issue(layer: &Layer, feature_idx: usize, at: LonLat) -> ReadIssue {
    let place = format!("{:.6}, {:.6}", at.lon_deg, at.lat_deg);
    let text = Text::new(
        format!("面的边界在 {place} 自己相交；按原样画，面积不可靠，请核对边界"),
        format!(
            "the polygon's boundary crosses itself at {place}: drawn as it is, its area cannot be relied on"
        ),
    );
    of_feature(layer, feature_idx, SELF_CROSSING, |spans| spans.geometry.start, text)
}

/// Where a boundary of the feature first crosses itself.
fn crossing_of(layer: &Layer, feature_idx: usize) -> Option<LonLat> {
    let rings = layer.shapes.parts(feature_idx);
    let mut rings = rings.filter(|part| matches!(part.kind, PartKind::Outer | PartKind::Hole));
    rings.find_map(|ring| crossing_in(ring.positions))
}

/// An edge of a boundary, from west to east.
struct Edge {
    west: LonLat,
    east: LonLat,
    /// The `nth` edge of the ring.
    nth: usize,
}

/// Edges are gone through from west to east; each is held against those that reach as far east as it begins.
fn crossing_in(ring: Positions<'_>) -> Option<LonLat> {
    let places: Vec<LonLat> = ring.iter().collect();
    // A triangle cannot.
    if places.len() < 5 {
        return None;
    }
    let edge = |(nth, ends): (usize, &[LonLat])| match ends[0].lon_deg <= ends[1].lon_deg {
        true => Edge { west: ends[0], east: ends[1], nth },
        false => Edge { west: ends[1], east: ends[0], nth },
    };
    let mut edges: Vec<Edge> = places.windows(2).enumerate().map(edge).collect();
    let count = edges.len();
    edges.sort_by(|a, b| a.west.lon_deg.total_cmp(&b.west.lon_deg));
    let mut reaching: Vec<usize> = Vec::new();
    let mut pairs = 0;
    for (idx, edge) in edges.iter().enumerate() {
        reaching.retain(|other| edges[*other].east.lon_deg >= edge.west.lon_deg);
        pairs += reaching.len();
        if pairs > PAIRS_MAX {
            return None;
        }
        for other in &reaching {
            let other = &edges[*other];
            let apart = edge.nth.abs_diff(other.nth);
            if apart > 1 && apart + 1 < count && cross(edge, other) {
                return Some(meeting_of(edge, other));
            }
        }
        reaching.push(idx);
    }
    None
}

/// Whether two edges cross within both: those that only touch do not.
fn cross(one: &Edge, other: &Edge) -> bool {
    let (low, high) =
        (one.west.lat_deg.min(one.east.lat_deg), one.west.lat_deg.max(one.east.lat_deg));
    if other.west.lat_deg.max(other.east.lat_deg) < low
        || other.west.lat_deg.min(other.east.lat_deg) > high
    {
        return false;
    }
    let are_apart = |edge: &Edge, a: LonLat, b: LonLat| {
        let (a, b) = (side(edge, a), side(edge, b));
        a.abs() > ON_A_LINE && b.abs() > ON_A_LINE && (a > 0.0) != (b > 0.0)
    };
    are_apart(one, other.west, other.east) && are_apart(other, one.west, one.east)
}

/// Where two edges that cross do so.
fn meeting_of(one: &Edge, other: &Edge) -> LonLat {
    let (from, to) = (side(other, one.west), side(other, one.east));
    let share = from / (from - to);
    LonLat {
        lon_deg: one.west.lon_deg + share * (one.east.lon_deg - one.west.lon_deg),
        lat_deg: one.west.lat_deg + share * (one.east.lat_deg - one.west.lat_deg),
    }
}

/// Twice the signed area of the triangle of an edge and a place.
fn side(edge: &Edge, at: LonLat) -> f64 {
    let (dx, dy) = (edge.east.lon_deg - edge.west.lon_deg, edge.east.lat_deg - edge.west.lat_deg);
    dx * (at.lat_deg - edge.west.lat_deg) - dy * (at.lon_deg - edge.west.lon_deg)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{GeometryKind, ShapesBuilder, lon_lat};

    fn crosses(ring: &[(f64, f64)]) -> bool {
        let mut builder = ShapesBuilder::default();
        ring.iter().for_each(|(lon, lat)| builder.position(lon_lat(*lon, *lat)));
        builder.end_part(PartKind::Outer);
        builder.end_feature(GeometryKind::Polygon);
        crossing_of(&Layer::of_shapes("a", builder.finish()), 0).is_some()
    }

    #[test]
    fn a_bow_tie_crosses_itself_and_plain_rings_do_not() {
        let bow_tie = [(117.6, 39.0), (117.7, 39.1), (117.7, 39.0), (117.6, 39.1), (117.6, 39.0)];
        assert!(crosses(&bow_tie));
        assert!(crosses(&bow_tie[..4].iter().copied().chain([bow_tie[0]]).collect::<Vec<_>>()));
        let square = [(117.6, 39.0), (117.7, 39.0), (117.7, 39.1), (117.6, 39.1), (117.6, 39.0)];
        assert!(!crosses(&square));
        // Two rooms with a common corner, and a spike along an edge: they touch.
        let corner = [
            (0.0, 0.0),
            (1.0, 0.0),
            (1.0, 1.0),
            (2.0, 1.0),
            (2.0, 2.0),
            (1.0, 2.0),
            (1.0, 1.0),
            (0.0, 1.0),
            (0.0, 0.0),
        ];
        assert!(!crosses(&corner));
        let spike =
            [(0.0, 0.0), (2.0, 0.0), (3.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0), (0.0, 0.0)];
        assert!(!crosses(&spike));
    }

    #[test]
    fn a_large_star_shaped_boundary_is_plain_and_one_swap_makes_it_cross() {
        let place = |n: usize| {
            let angle = n as f64 / 5_000.0 * std::f64::consts::TAU;
            let radius = 0.1 + 0.03 * (40.0 * angle).sin();
            (117.0 + radius * angle.cos(), 39.0 + radius * angle.sin())
        };
        let mut ring: Vec<_> = (0..=5_000).map(|n| place(n % 5_000)).collect();
        assert!(!crosses(&ring));
        ring.swap(1_000, 1_003);
        assert!(crosses(&ring));
    }
}
