//! What lies inside a ring drawn on the map: a box or a lasso around features that are to be chosen together.

use super::{LayerView, Snapshot};
use crate::model::{Bbox, FeatureKey, LonLat, Shapes};

impl Snapshot {
    /// The features that lie wholly within a ring, in the order of their layers. The ring closes by itself.
    ///
    /// Only layers that are `wanted`; ground to stand on is never caught.
    pub fn caught(&self, ring: &[LonLat], wanted: impl Fn(&LayerView) -> bool) -> Vec<FeatureKey> {
        let mut around = Bbox::EMPTY;
        ring.iter().for_each(|corner| around.include(*corner));
        let mut caught = Vec::new();
        for view in &self.layers {
            if view.layer.kind.is_ground() || !wanted(view) {
                continue;
            }
            for (feature_idx, row) in view.rows.iter().enumerate() {
                if lies_within(&view.layer.shapes, feature_idx, ring, &around) {
                    caught.push(row.key.clone());
                }
            }
        }
        caught
    }
}

/// Whether every position of a feature lies in the ring; one without positions lies nowhere.
fn lies_within(shapes: &Shapes, feature_idx: usize, ring: &[LonLat], around: &Bbox) -> bool {
    let mut positions = shapes.parts(feature_idx).flat_map(|part| part.positions.iter()).peekable();
    positions.peek().is_some() && positions.all(|at| around.holds(at) && surrounds(ring, at))
}

/// Even-odd rule on degrees: straight on the screen within a hair at the sizes a person draws.
fn surrounds(ring: &[LonLat], at: LonLat) -> bool {
    let Some(mut from) = ring.last().copied() else { return false };
    let mut inside = false;
    for to in ring.iter().copied() {
        if (from.lat_deg > at.lat_deg) != (to.lat_deg > at.lat_deg) {
            let share = (at.lat_deg - from.lat_deg) / (to.lat_deg - from.lat_deg);
            if at.lon_deg < from.lon_deg + share * (to.lon_deg - from.lon_deg) {
                inside = !inside;
            }
        }
        from = to;
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{GeometryKind, PartKind, ShapesBuilder, lon_lat};

    const BOX: [LonLat; 4] =
        [lon_lat(117.0, 38.0), lon_lat(118.0, 38.0), lon_lat(118.0, 39.0), lon_lat(117.0, 39.0)];

    fn check(ring: &[LonLat], line: &[(f64, f64)], expected: bool) {
        let mut builder = ShapesBuilder::default();
        line.iter().for_each(|(lon, lat)| builder.position(lon_lat(*lon, *lat)));
        builder.end_part(if line.len() == 1 { PartKind::Points } else { PartKind::Line });
        builder.end_feature(GeometryKind::LineString);
        let mut around = Bbox::EMPTY;
        ring.iter().for_each(|corner| around.include(*corner));
        assert_eq!(lies_within(&builder.finish(), 0, ring, &around), expected, "{line:?}");
    }

    #[test]
    fn a_point_is_caught_inside_and_not_beside() {
        check(&BOX, &[(117.5, 38.5)], true);
        check(&BOX, &[(116.9, 38.5)], false);
        check(&BOX, &[(117.5, 39.1)], false);
    }

    #[test]
    fn a_line_is_caught_only_whole() {
        check(&BOX, &[(117.2, 38.2), (117.8, 38.8)], true);
        check(&BOX, &[(117.2, 38.2), (118.8, 38.8)], false);
    }

    #[test]
    fn the_bay_of_a_lasso_is_outside_it() {
        let lasso = [(117.0, 38.0), (118.0, 38.0), (117.5, 38.4), (118.0, 39.0), (117.0, 39.0)];
        let lasso = lasso.map(|(lon, lat)| lon_lat(lon, lat));
        check(&lasso, &[(117.9, 38.4)], false);
        check(&lasso, &[(117.2, 38.4)], true);
    }

    #[test]
    fn a_ring_of_nothing_catches_nothing() {
        check(&[], &[(117.5, 38.5)], false);
        check(&BOX[..1], &[(117.0, 38.0)], false);
    }
}
