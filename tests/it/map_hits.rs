//! What lies under the pointer, and what comes first where several things do.

use std::sync::Arc;

use yice::map::{Camera, HitRank, MapLayer, PreparedSet, Redrawn};
use yice::model::{GeometryKind, PartKind, ShapesBuilder, lon_lat};
use yice::plan::StageGroup;

use crate::scenes::*;

const WITH_HOLE: &str = r#"{"type":"Polygon","coordinates":[
    [[117.0,39.0],[117.2,39.0],[117.2,39.2],[117.0,39.2],[117.0,39.0]],
    [[117.05,39.05],[117.05,39.15],[117.15,39.15],[117.15,39.05],[117.05,39.05]]]}"#;

#[test]
fn a_hole_is_outside_and_so_is_the_pond_beyond() {
    let input = input(vec![layer_of(1, "plot", &[WITH_HOLE])]);
    let camera = Camera::new(lon_lat(117.1, 39.1), 12.0);
    assert_eq!(under(&input, camera, lon_lat(117.02, 39.1)), [(1, 0, HitRank::Area)]);
    assert_eq!(under(&input, camera, lon_lat(117.1, 39.1)), []);
    assert_eq!(under(&input, camera, lon_lat(117.3, 39.1)), []);
    // The edge is met from either side.
    let just_outside = lon_lat(117.2005, 39.1);
    assert_eq!(under(&input, camera, just_outside), [(1, 0, HitRank::Area)]);
}

#[test]
fn symbols_come_before_lines_and_lines_before_areas() {
    let line = r#"{"type":"LineString","coordinates":[[117.0,39.02],[117.2,39.02]]}"#;
    let layers = vec![
        points(7, "outfall", &[(117.1, 39.02)]),
        layer_of(3, "river", &[line]),
        layer_of(1, "plot", &[WITH_HOLE]),
    ];
    let camera = Camera::new(lon_lat(117.1, 39.02), 13.0);
    let found = under(&input(layers), camera, lon_lat(117.1, 39.02));
    let expected = [(7, 0, HitRank::Symbol), (3, 0, HitRank::Line), (1, 0, HitRank::Area)];
    assert_eq!(found, expected);
}

#[test]
fn of_two_symbols_the_nearer_is_meant_and_both_are_told() {
    let mut outfalls = points(1, "outfall", &[(117.0, 39.0), (117.0005, 39.0)]);
    outfalls.looks = Arc::new(vec![staged(StageGroup::Works), staged(StageGroup::Works)]);
    let input = input(vec![outfalls]);
    let camera = Camera::new(lon_lat(117.0, 39.0), 15.0);
    let order = |at| under(&input, camera, at).iter().map(|hit| hit.1).collect::<Vec<_>>();
    assert_eq!(order(lon_lat(116.9999, 39.0)), [0, 1]);
    assert_eq!(order(lon_lat(117.0006, 39.0)), [1, 0]);
}

#[test]
fn a_hidden_layer_is_neither_drawn_nor_met() {
    let mut outfalls = points(1, "outfall", &[(117.0, 39.0)]);
    outfalls.visible = false;
    let input = input(vec![outfalls]);
    let camera = Camera::new(lon_lat(117.0, 39.0), 12.0);
    assert_eq!(under(&input, camera, lon_lat(117.0, 39.0)), []);
    assert!(scene(&input, camera).triangles().vertices.is_empty());
}

#[test]
fn a_moved_feature_is_met_in_its_new_place_only() {
    let mut outfalls = points(1, "outfall", &[(117.0, 39.0), (117.01, 39.0)]);
    let mut builder = ShapesBuilder::default();
    builder.position(lon_lat(117.02, 39.0));
    builder.end_part(PartKind::Points);
    builder.end_feature(GeometryKind::Point);
    let shapes = Arc::new(builder.finish());
    outfalls.redrawn = Arc::new(vec![Redrawn { feature_idx: 0, shapes }]);
    let input = input(vec![outfalls]);
    let camera = Camera::new(lon_lat(117.01, 39.0), 13.0);
    assert_eq!(under(&input, camera, lon_lat(117.0, 39.0)), []);
    assert_eq!(under(&input, camera, lon_lat(117.02, 39.0)), [(1, 0, HitRank::Symbol)]);
    assert_eq!(under(&input, camera, lon_lat(117.01, 39.0)), [(1, 1, HitRank::Symbol)]);
}

#[test]
fn a_layer_of_unknown_datum_is_kept_but_not_drawn() {
    let text = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:4548"}},
        "features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[500000,4300000]}}]}"#;
    let input = input(vec![MapLayer::plain(1, layer("outfall", text))]);
    assert!(PreparedSet::of(&input).bounds(&input).is_none());
}
