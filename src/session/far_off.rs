//! Features that lie so far from all others that a view of everything shows nothing: a slip in a coordinate.

use std::sync::Arc;

use super::LayerView;
use crate::model::{Bbox, Datum, LonLat};

/// Fewer features have no middle to be far from.
const FEATURES_MIN: usize = 5;
/// Of very many so many tell where the middle is.
const SAMPLE: usize = 20_000;
/// Nine in ten features lie within the usual distance from the middle; far is so many times that…
const FAR_TIMES: f64 = 12.0;
/// …and further than this: a province.
const FAR_DEG: f64 = 3.0;
/// No more than this share of them can be far off: else they are a second place of their own.
const FAR_SHARE: f64 = 0.02;

/// What lies together, and how many features lie far off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FarOff {
    pub count: usize,
    /// The box around all others.
    pub bulk: Bbox,
}

/// The features that lie far off; `None` where none does, as nearly always.
pub(super) fn far_off(layers: &[Arc<LayerView>]) -> Option<FarOff> {
    let shapes = || {
        let drawn = layers.iter().filter(|view| !matches!(view.layer.datum, Datum::Unnamed(_)));
        drawn.map(|view| &view.layer.shapes)
    };
    let count: usize = shapes().map(|shapes| shapes.feature_count()).sum();
    if count < FEATURES_MIN {
        return None;
    }
    let anchors = || {
        shapes().flat_map(|shapes| {
            (0..shapes.feature_count())
                .filter_map(move |idx| shapes.anchor(idx).map(|at| (shapes, idx, at)))
        })
    };
    let sampled: Vec<LonLat> =
        anchors().step_by(count.div_ceil(SAMPLE)).map(|(_, _, at)| at).collect();
    let middle = LonLat {
        lon_deg: at_share(sampled.iter().map(|at| at.lon_deg), 0.5)?,
        lat_deg: at_share(sampled.iter().map(|at| at.lat_deg), 0.5)?,
    };
    let usual = at_share(sampled.iter().map(|at| apart_deg(*at, middle)), 0.9)?;
    let far = (usual * FAR_TIMES).max(FAR_DEG);
    let is_far = |at: LonLat| apart_deg(at, middle) > far;
    let count_far = anchors().filter(|(_, _, at)| is_far(*at)).count();
    let most = ((count as f64 * FAR_SHARE) as usize).max(1);
    if count_far == 0 || count_far > most {
        return None;
    }
    let near = anchors().filter(|(_, _, at)| !is_far(*at));
    let boxes = near.filter_map(|(shapes, idx, _)| shapes.bbox(idx));
    let bulk = boxes.reduce(|one, other| one.union(&other))?;
    Some(FarOff { count: count_far, bulk })
}

/// The longer of the two ways along the axes.
fn apart_deg(one: LonLat, other: LonLat) -> f64 {
    (one.lon_deg - other.lon_deg).abs().max((one.lat_deg - other.lat_deg).abs())
}

/// The value that this share of all is below; `None` without any.
fn at_share(values: impl Iterator<Item = f64>, share: f64) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    let at = (values.len().checked_sub(1)? as f64 * share) as usize;
    Some(*values.select_nth_unstable_by(at, f64::total_cmp).1)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::model::{GeometryKind, Layer, PartKind, ShapesBuilder, lon_lat};
    use crate::session::layer_view::LoadedLayer;
    use crate::store::LayerRow;

    fn found(places: &[(f64, f64)]) -> Option<FarOff> {
        let mut builder = ShapesBuilder::default();
        for (lon, lat) in places {
            builder.position(lon_lat(*lon, *lat));
            builder.end_part(PartKind::Points);
            builder.end_feature(GeometryKind::Point);
        }
        let row = LayerRow {
            id: 1,
            path: String::new(),
            file_name: String::new(),
            kind: None,
            datum: None,
            synthetic: false,
            source: crate::plan::Hash::of(b""),
        };
        let layer = Layer::of_shapes("a", builder.finish());
        far_off(&[LoadedLayer::of(row, layer, Vec::new(), HashMap::new()).view])
    }

    fn district() -> Vec<(f64, f64)> {
        (0..40).map(|n| (117.5 + 0.01 * f64::from(n), 38.6 + 0.005 * f64::from(n % 20))).collect()
    }

    #[test]
    fn one_slip_does_not_make_specks_of_all_others() {
        let mut places = district();
        assert_eq!(found(&places), None);
        places.push((217.7, 99.0));
        let far = found(&places).unwrap();
        assert_eq!(far.count, 1);
        assert!(far.bulk.east < 118.0 && far.bulk.west >= 117.5, "{far:?}");
    }

    #[test]
    fn two_places_are_two_places_and_a_few_features_have_no_middle() {
        let mut places = district();
        places.extend(district().into_iter().map(|(lon, lat)| (lon + 10.0, lat)));
        assert_eq!(found(&places), None);
        assert_eq!(found(&[(117.0, 39.0), (117.0, 39.1), (100.0, 20.0)]), None);
        // Six features on one spot, and one a province away.
        let mut spot = vec![(117.0, 39.0); 6];
        assert_eq!(found(&spot), None);
        spot.push((127.0, 39.0));
        assert_eq!(found(&spot).map(|far| far.count), Some(1));
    }
}
